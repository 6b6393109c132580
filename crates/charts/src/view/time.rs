//! Views over days or weeks.

use std::sync::Arc;

use rssac002_model::{Column, Columns, Day, DayRange, Rsi, RsiSet};

use super::cube::{Cube, parts_of};
use super::loads::{Loads, too_few_for};
use super::{Body, Panel, Series, TimeView, Unit, View};
use crate::catalogue::{Form, Measure, Panels, Part, Per, Rate, SeriesBy};
use crate::state::{ChartState, Interval};
use crate::theme::Colour;
use crate::transform::{Bin, Coverage, bins, coverage, shares};
use crate::{format, words};

/// The numbers that a chart draws.
enum Numbers {
    Counts(Cube),
    Loads(Loads),
}

impl Numbers {
    fn series(
        &self,
        id: &str,
        label: &str,
        colour: Colour,
        rsis: RsiSet,
        parts: &[&'static Part],
        bins: &[Bin],
    ) -> Series {
        let (values, doubtful) = match self {
            Numbers::Counts(cube) => (cube.values(rsis, parts, bins), cube.doubtful(rsis, parts, bins)),
            // Quantiles of different parts are not added up; every series of loads is one part.
            Numbers::Loads(loads) => (loads.values(rsis, parts[0], bins), Vec::new()),
        };
        Series {
            id: id.to_owned(),
            label: label.to_owned(),
            colour,
            rsis,
            hidden: false,
            values,
            counts: None,
            doubtful,
        }
    }

    fn reported(&self, rsi: Rsi) -> (Day, Column) {
        match self {
            Numbers::Counts(cube) => cube.reported(rsi),
            Numbers::Loads(loads) => loads.reported(rsi),
        }
    }
}

/// Makes the view. `history` are the days asked for, of which `range` are shown.
pub(super) fn build(
    state: &ChartState,
    range: DayRange,
    history: DayRange,
    panels: Panels,
    by: SeriesBy,
    columns: &[Arc<Columns>],
) -> View {
    let parts = parts_of(state);
    let rsis = state.letters();
    let bins = bins(range, state.interval);
    let numbers = match state.chart.measure {
        Measure::LoadsWithin | Measure::LoadQuantiles => Numbers::Loads(Loads::new(state, &columns[0])),
        Measure::Counts | Measure::Ratio | Measure::Instances | Measure::ZoneSize => {
            Numbers::Counts(Cube::new(state, history, columns, &parts))
        }
    };
    let per_letter = panels == Panels::PerRsi;
    let (coverage, missing) = covered(&numbers, rsis, range, &bins);
    let series = |id: &str, label: &str, colour: Colour, rsis: RsiSet, parts: &[&'static Part]| {
        numbers.series(id, label, colour, rsis, parts, &bins)
    };
    let split = |rsis: RsiSet, parts: &[&'static Part]| -> Vec<Series> {
        match (state.form, by) {
            (Form::Line, _) => vec![series("total", words::whole(state.chart), Colour::Accent, rsis, parts)],
            (_, SeriesBy::Rsi) => {
                let one = |r: Rsi| series(r.as_str(), r.as_str(), Colour::Rsi(r), RsiSet::only(r), parts);
                rsis.iter().map(one).collect()
            }
            (_, SeriesBy::Part) => {
                let shown = parts.iter().filter(|p| !too_few_for(state, p, per_letter));
                shown.map(|p| series(p.id, p.label, p.colour(), rsis, &[p])).collect()
            }
        }
    };
    let mut panels_made: Vec<Panel> = match panels {
        Panels::One => vec![Panel { id: "all".into(), title: None, series: split(rsis, &parts) }],
        Panels::PerPart => {
            let one = |p: &&'static Part| Panel {
                id: p.id.into(),
                title: Some(p.label.into()),
                series: split(rsis, &[*p]),
            };
            parts.iter().map(one).collect()
        }
        Panels::PerRsi => {
            let one = |rsi: Rsi| Panel {
                id: rsi.to_string(),
                title: Some(format!("{rsi} root")),
                series: split(RsiSet::only(rsi), &parts),
            };
            rsis.iter().map(one).collect()
        }
    };
    let unit = finish(state, &mut panels_made);
    let doubtful = match &numbers {
        Numbers::Counts(cube) => cube.doubtful_values(range),
        Numbers::Loads(_) => Vec::new(),
    };
    let averaged = matches!(numbers, Numbers::Counts(_));
    let time = TimeView {
        bins,
        interval: state.interval,
        averaged,
        additive: !matches!(state.chart.measure, Measure::Ratio | Measure::LoadQuantiles),
        form: state.form,
        scale: state.scale,
        unit,
        panels: panels_made,
        same_axis: per_letter,
        expected: rsis,
        coverage,
        per_letter,
        missing,
        doubtful,
    };
    let who = if state.chart.letters { words::letters(rsis) } else { words::ZONE_MAINTAINER.to_owned() };
    let details = details(state);
    let details: Vec<&str> = details.iter().map(String::as_str).collect();
    let below = time.coverage.iter().filter(|c| !c.is_full(time.expected)).count();
    View {
        state: state.clone(),
        range,
        title: state.chart.title.to_owned(),
        subtitle: words::subtitle(&who, state.interval, averaged, range, &details),
        coverage: if state.chart.letters {
            words::coverage(rsis, below, time.bins.len(), state.interval, &time.missing)
        } else {
            words::coverage_zone(time.missing.first().map_or(0, |(_, days)| *days))
        },
        summary: summary(&time),
        body: Body::Time(time),
    }
}

/// The choices that the subtitle names.
fn details(state: &ChartState) -> Vec<String> {
    let mut details: Vec<String> = Vec::new();
    if !state.chart.ip_versions.is_empty() {
        details.push(words::ip_versions(state.ip).into());
    }
    if state.offers_instances() {
        details.push(words::instances_counted(state.instances).into());
    }
    if state.offers_threshold() {
        details.push(words::threshold(state.threshold));
    }
    match (state.form, state.rate) {
        // The table and the readout have the counts as well.
        (Form::Share, Rate::PerSecond) => details.push("in percent, counts per second".into()),
        (Form::Share, Rate::PerDay) => details.push("in percent".into()),
        (_, Rate::PerSecond) => details.push("per second".into()),
        (_, Rate::PerDay) => {}
    }
    details
}

/// Coverage by bin, and each letter's days without a report.
fn covered(
    numbers: &Numbers,
    rsis: RsiSet,
    range: DayRange,
    bins: &[Bin],
) -> (Vec<Coverage>, Vec<(Rsi, usize)>) {
    let letters: Vec<(Rsi, (Day, Column))> = rsis.iter().map(|rsi| (rsi, numbers.reported(rsi))).collect();
    let first = letters.first().map_or(range.start(), |(_, (first, _))| *first);
    let coverage = coverage(letters.iter().map(|(rsi, (_, column))| (*rsi, column)), first, bins);
    let absent = |column: &Column| {
        let row = |day: Day| usize::try_from(day - first).ok();
        range.days().filter(|day| row(*day).and_then(|r| column.get(r)).is_none()).count()
    };
    let missing = letters
        .iter()
        .map(|(rsi, (_, column))| (*rsi, absent(column)))
        .filter(|(_, days)| *days > 0)
        .collect();
    (coverage, missing)
}

/// Rates, shares and hiding: the last steps, the same for every panel.
fn finish(state: &ChartState, panels: &mut [Panel]) -> Unit {
    let divisor = match state.rate {
        Rate::PerDay => 1.0,
        Rate::PerSecond => 86_400.0,
    };
    for panel in panels {
        for series in &mut panel.series {
            series.hidden = state.hides(&series.id);
            if divisor != 1.0 {
                series.values = series.values.iter().map(|v| v.map(|v| v / divisor)).collect();
            }
        }
        if state.form == Form::Share {
            let counts: Vec<Column> = panel.series.iter().map(|s| s.values.clone()).collect();
            for (series, (share, count)) in
                panel.series.iter_mut().zip(shares(&counts).into_iter().zip(counts))
            {
                series.values = share;
                series.counts = Some(count);
            }
        }
    }
    if state.form == Form::Share {
        Unit::Percent
    } else {
        let rate = (state.chart.per != Per::Nothing).then_some(state.rate);
        Unit::Count { noun: state.chart.noun, rate }
    }
}

/// Highest, lowest and latest of a single line.
fn summary(time: &TimeView) -> String {
    let [panel] = time.panels.as_slice() else { return String::new() };
    let [series] = panel.series.as_slice() else { return String::new() };
    let values = || {
        let there = series.values.iter().enumerate().filter_map(|(i, v)| v.map(|v| (i, v)));
        there.filter(|(i, _)| !series.doubtful.contains(i))
    };
    let (Some(highest), Some(lowest), Some(latest)) = (
        values().max_by(|a, b| a.1.total_cmp(&b.1)),
        values().min_by(|a, b| a.1.total_cmp(&b.1)),
        values().last(),
    ) else {
        return String::new();
    };
    let when = |i: usize| match time.interval {
        Interval::Day => format::short_day(time.bins[i].start()),
        Interval::Week => format!("week of {}", format::short_day(time.bins[i].start())),
    };
    let named = |(i, v): (usize, f64)| (v, when(i));
    let (highest, lowest, latest) = (named(highest), named(lowest), named(latest));
    words::summary((highest.0, &highest.1), (lowest.0, &lowest.1), (latest.0, &latest.1), &time.unit.words())
}
