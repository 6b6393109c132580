//! Views over days or weeks.

use rssac002_model::{Column, Columns, Day, DayRange, Group, Rsi, RsiSet};

use super::{Body, DoubtfulValue, Panel, Series, TimeView, Unit, View, zero_is_missing};
use crate::catalogue::{Form, IpVersions, Panels, Part, Rate, SeriesBy};
use crate::state::{ChartState, Doubtful, Interval};
use crate::theme::Colour;
use crate::transform::{Bin, bins, coverage, daily_mean, doubtful_in, shares, sum};
use crate::{format, words};

/// The total of a chart without parts.
static TOTAL: Part = Part { id: "total", label: "", colour: crate::theme::Part::Blue, keys: &[""] };

/// One letter's daily numbers of one part.
struct Daily {
    rsi: Rsi,
    part: &'static Part,
    values: Column,
    doubtful: Vec<usize>,
}

/// The letters' daily numbers, on the way to series.
struct Cube {
    first: Day,
    bins: Vec<Bin>,
    daily: Vec<Daily>,
}

impl Cube {
    /// The series of these letters and parts. A letter's parts are added by day and averaged over the bin; the
    /// averages of the letters are added up.
    fn series(&self, id: &str, label: &str, colour: Colour, rsis: RsiSet, parts: &[&'static Part]) -> Series {
        let wanted = |d: &&Daily| rsis.contains(d.rsi) && parts.contains(&d.part);
        let by_letter: Vec<Column> = rsis
            .iter()
            .map(|rsi| self.daily.iter().filter(wanted).filter(move |d| d.rsi == rsi))
            .map(|daily| daily_mean(&sum(daily.map(|d| &d.values)), self.first, &self.bins))
            .collect();
        let mut doubtful: Vec<usize> = self
            .daily
            .iter()
            .filter(wanted)
            .flat_map(|d| &d.doubtful)
            .filter_map(|row| self.bin_of(self.first + *row as i32))
            .collect();
        doubtful.sort_unstable();
        doubtful.dedup();
        Series {
            id: id.to_owned(),
            label: label.to_owned(),
            colour,
            rsis,
            hidden: false,
            values: sum(&by_letter),
            counts: None,
            doubtful,
        }
    }

    fn bin_of(&self, day: Day) -> Option<usize> {
        let at = self.bins.partition_point(|b| b.days.end() < day);
        self.bins.get(at).filter(|b| b.days.contains(day)).map(|_| at)
    }
}

fn parts_of(state: &ChartState) -> Vec<&'static Part> {
    let parts = state.chart.parts;
    match state.ip {
        _ if parts.is_empty() => vec![&TOTAL],
        IpVersions::V4 if state.chart.ip_versions => parts.iter().take(1).collect(),
        IpVersions::V6 if state.chart.ip_versions => parts.iter().skip(1).collect(),
        _ => parts.iter().collect(),
    }
}

fn daily(state: &ChartState, history: DayRange, columns: &Columns, rsi: Rsi, part: &'static Part) -> Daily {
    let group = columns.rsi(rsi);
    let keyed = |key: &&str| group.and_then(|g: &Group| g.column(key));
    let mut values = sum(part.keys.iter().filter_map(keyed));
    if values.is_empty() {
        values = Column::missing(columns.rows);
    }
    if zero_is_missing(state) {
        values = values.iter().map(|v| v.filter(|v| *v != 0.0)).collect();
    }
    let doubtful = doubtful_in(&values, columns.start, history);
    Daily { rsi, part, values, doubtful }
}

pub(super) fn build(
    state: &ChartState,
    range: DayRange,
    history: DayRange,
    panels: Panels,
    by: SeriesBy,
    columns: &Columns,
) -> View {
    let parts = parts_of(state);
    let mut cube = Cube { first: columns.start, bins: bins(range, state.interval), daily: Vec::new() };
    let mut doubtful = Vec::new();
    for rsi in state.rsis.iter() {
        for part in &parts {
            let mut daily = daily(state, history, columns, rsi, part);
            for row in &daily.doubtful {
                let day = cube.first + *row as i32;
                let value = daily.values.get(*row).unwrap_or_default();
                if range.contains(day) {
                    doubtful.push(DoubtfulValue { rsi, part: part.label, day, value });
                }
            }
            if state.doubtful == Doubtful::LeaveOut {
                daily.doubtful.iter().for_each(|row| daily.values.set(*row, None));
                daily.doubtful.clear();
            }
            cube.daily.push(daily);
        }
    }

    let (coverage, missing) = covered(&cube, state.rsis, range);
    let split = |rsis: RsiSet, parts: &[&'static Part]| -> Vec<Series> {
        match (state.form, by) {
            (Form::Line, _) => vec![cube.series("total", "Sum", Colour::Accent, rsis, parts)],
            (_, SeriesBy::Rsi) => {
                let one = |rsi: Rsi| {
                    cube.series(rsi.as_str(), rsi.as_str(), Colour::Rsi(rsi), RsiSet::only(rsi), parts)
                };
                rsis.iter().map(one).collect()
            }
            (_, SeriesBy::Part) => {
                parts.iter().map(|p| cube.series(p.id, p.label, p.colour(), rsis, &[p])).collect()
            }
        }
    };
    let mut panels_made: Vec<Panel> = match panels {
        Panels::One => vec![Panel { id: "all".into(), title: None, series: split(state.rsis, &parts) }],
        Panels::PerPart => {
            let one = |p: &&'static Part| Panel {
                id: p.id.into(),
                title: Some(p.label.into()),
                series: split(state.rsis, &[*p]),
            };
            parts.iter().map(one).collect()
        }
        Panels::PerRsi => {
            let one = |rsi: Rsi| Panel {
                id: rsi.to_string(),
                title: Some(format!("{rsi} root")),
                series: split(RsiSet::only(rsi), &parts),
            };
            state.rsis.iter().map(one).collect()
        }
    };
    let unit = finish(state, &mut panels_made);

    let per_letter = panels == Panels::PerRsi;
    let time = TimeView {
        bins: cube.bins,
        interval: state.interval,
        form: state.form,
        scale: state.scale,
        unit,
        panels: panels_made,
        same_axis: per_letter,
        expected: state.rsis,
        coverage,
        per_letter,
        missing,
        doubtful,
    };
    let mut details: Vec<&str> = Vec::new();
    if state.chart.ip_versions {
        details.push(words::ip_versions(state.ip));
    }
    if state.form == Form::Share {
        // The table and the readout have the counts as well.
        let per_second = state.rate == Rate::PerSecond;
        details.push(if per_second { "in percent, counts per second" } else { "in percent" });
    } else if state.rate == Rate::PerSecond {
        details.push("per second");
    }
    let below = time.coverage.iter().filter(|c| !c.is_full(time.expected)).count();
    View {
        state: state.clone(),
        range,
        title: state.chart.title.to_owned(),
        subtitle: words::subtitle(state.rsis, state.interval, range, &details),
        coverage: words::coverage(state.rsis, below, time.bins.len(), state.interval, &time.missing),
        summary: summary(&time),
        body: Body::Time(time),
    }
}

/// Coverage by bin, and each letter's days without a report.
fn covered(
    cube: &Cube,
    rsis: RsiSet,
    range: DayRange,
) -> (Vec<crate::transform::Coverage>, Vec<(Rsi, usize)>) {
    let letters: Vec<(Rsi, Column)> = rsis
        .iter()
        .map(|rsi| (rsi, sum(cube.daily.iter().filter(|d| d.rsi == rsi).map(|d| &d.values))))
        .collect();
    let coverage = coverage(letters.iter().map(|(rsi, c)| (*rsi, c)), cube.first, &cube.bins);
    let absent = |column: &Column| {
        let row = |day: Day| usize::try_from(day - cube.first).ok();
        range.days().filter(|day| row(*day).and_then(|r| column.get(r)).is_none()).count()
    };
    let missing = letters.iter().map(|(rsi, c)| (*rsi, absent(c))).filter(|(_, days)| *days > 0).collect();
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
        Unit::Count { noun: state.chart.noun, rate: state.rate }
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
