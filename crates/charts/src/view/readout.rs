//! The values at one place of a chart: what hovering, touching and the keyboard read out.

use super::{BarView, Body, BoxView, Panel, PieView, TimeView, View};
use crate::state::Interval;
use crate::theme::Colour;
use crate::{format, words};
use rssac002_model::sort::sort_by;

/// One series at that place.
#[derive(Clone, PartialEq, Debug)]
pub struct ReadoutRow {
    /// The series.
    pub id: String,
    /// Its name for people.
    pub label: String,
    /// Its colour.
    pub colour: Colour,
    /// The value with all its digits; empty where it is missing.
    pub value: String,
    /// Its share of the place's total, where there is one.
    pub share: String,
    /// Whether the value is doubtful.
    pub doubtful: bool,
}

/// All series at one place.
#[derive(Clone, PartialEq, Debug)]
pub struct Readout {
    /// Where: a day, a week, a slice, a town.
    pub heading: String,
    /// The series that are not hidden, the greatest first, missing ones last.
    pub rows: Vec<ReadoutRow>,
    /// The sum of all series, hidden ones included; empty where a sum means nothing.
    pub total: String,
    /// Coverage, a week cut short, and what the value means.
    pub note: String,
}

impl Readout {
    /// The same as one sentence, for those who do not see it.
    pub fn spoken(&self) -> String {
        let row = |r: &ReadoutRow| {
            format!("{} {}", r.label, if r.value.is_empty() { "no report" } else { &r.value })
        };
        let mut parts: Vec<String> = self.rows.iter().map(row).collect();
        if !self.total.is_empty() {
            parts.push(format!("total {}", self.total));
        }
        format!("{}: {}. {}", self.heading, parts.join(", "), self.note)
    }
}

/// What stands at a bin of a panel, at a slice or at a place. `None` where there is no such panel, bin, slice or place.
pub fn readout(view: &View, panel: usize, at: usize) -> Option<Readout> {
    match &view.body {
        Body::Time(time) => at_bin(view, time, time.panels.get(panel)?, at),
        Body::Pie(pie) => at_slice(pie, at),
        Body::Bars(bars) => at_range(bars, at),
        Body::Boxes(boxes) => at_letter(boxes, at),
        Body::Map(map) => super::together(map, &[at]),
    }
}

fn at_range(bars: &BarView, at: usize) -> Option<Readout> {
    let range = bars.ranges.get(at)?;
    let mut rows: Vec<(f64, ReadoutRow)> = bars
        .series
        .iter()
        .filter(|s| !s.hidden)
        .map(|s| {
            let count = s.counts.as_ref().and_then(|c| c.get(at)).unwrap_or(0.0);
            let row = ReadoutRow {
                id: s.id.clone(),
                label: s.label.clone(),
                colour: s.colour,
                value: format::grouped(count),
                share: s.values.get(at).map_or_else(String::new, format::percent),
                doubtful: false,
            };
            (count, row)
        })
        .collect();
    sort_by(&mut rows, |a, b| b.0.total_cmp(&a.0));
    Some(Readout {
        heading: words::range_of_octets(&range.label),
        rows: rows.into_iter().map(|(_, row)| row).collect(),
        total: format::grouped(range.count),
        note: words::of_all(range.share, bars.total, bars.noun),
    })
}

fn at_letter(boxes: &BoxView, at: usize) -> Option<Readout> {
    let letter = boxes.letters.get(at)?;
    let row = |(period, five): (&super::Period, &Option<super::Five>)| ReadoutRow {
        id: period.id.to_owned(),
        label: period.label.clone(),
        colour: period.colour,
        value: five.as_ref().map_or_else(String::new, |f| f.quantiles.map(format::count).join(" / ")),
        share: five.as_ref().map_or_else(String::new, |f| words::loads(f.count)),
        doubtful: false,
    };
    let pairs = boxes.periods.iter().zip(&letter.boxes).filter(|(period, _)| !period.hidden);
    Some(Readout {
        heading: format!("{} root", letter.rsi),
        rows: pairs.map(row).collect(),
        total: String::new(),
        note: words::FIVE_NUMBERS.into(),
    })
}

fn at_bin(view: &View, time: &TimeView, panel: &Panel, at: usize) -> Option<Readout> {
    let bin = time.bins.get(at)?;
    let there = || panel.series.iter().filter_map(|s| s.counts.as_ref().unwrap_or(&s.values).get(at));
    let counts: f64 = there().sum();
    let mut rows: Vec<(f64, ReadoutRow)> = panel
        .series
        .iter()
        .filter(|s| !s.hidden)
        .map(|s| {
            let count = s.counts.as_ref().unwrap_or(&s.values).get(at);
            let share = match s.counts {
                Some(_) => s.values.get(at),
                None => count
                    .filter(|_| time.additive && panel.series.len() > 1 && counts > 0.0)
                    .map(|c| 100.0 * c / counts),
            };
            let row = ReadoutRow {
                id: s.id.clone(),
                label: s.label.clone(),
                colour: s.colour,
                value: count.map_or_else(String::new, format::count),
                share: share.map_or_else(String::new, format::percent),
                doubtful: s.doubtful.binary_search(&at).is_ok(),
            };
            (count.unwrap_or(f64::NEG_INFINITY), row)
        })
        .collect();
    sort_by(&mut rows, |a, b| b.0.total_cmp(&a.0));
    let mut notes = Vec::new();
    if !time.per_letter
        && view.state.chart.letters
        && let Some(covered) = time.coverage.get(at)
    {
        let absent = time.expected.without(covered.full).without(covered.partial);
        notes.push(words::covered(covered.reported(), time.expected.len(), absent, covered.partial));
    }
    if bin.is_partial() {
        notes.push(format!("{} of 7 days shown", bin.days.len()));
    }
    if time.interval == Interval::Week && time.averaged {
        notes.push("daily average".into());
    }
    // A sum of nothing is no zero.
    let summed = time.additive && panel.series.len() > 1 && there().next().is_some();
    Some(Readout {
        heading: match time.interval {
            Interval::Day => format::weekday(bin.start()),
            Interval::Week => format::week(bin.start()),
        },
        rows: rows.into_iter().map(|(_, row)| row).collect(),
        total: if summed { format::count(counts) } else { String::new() },
        note: notes.join("; "),
    })
}

fn at_slice(pie: &PieView, at: usize) -> Option<Readout> {
    let slice = pie.slices.get(at)?;
    Some(Readout {
        heading: slice.label.clone(),
        rows: vec![ReadoutRow {
            id: slice.id.clone(),
            label: pie.noun.to_owned(),
            colour: slice.colour,
            value: format::grouped(slice.value),
            share: format::percent(slice.share),
            doubtful: false,
        }],
        total: String::new(),
        note: format!("of {} {}", format::grouped(pie.total), pie.noun),
    })
}
