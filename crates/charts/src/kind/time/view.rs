//! Views over days or weeks.

use std::sync::Arc;

use rssac002_model::{Column, Columns, DayRange, Rsi, RsiSet};

use super::of_range::{OfRange, covered, missing};
use super::{reading, second};
use crate::catalogue::Keys;
use crate::catalogue::{Form, Measure, Panels, Per, Rate, SeriesBy};
use crate::events::{Mark, Marks};
use crate::state::{ChartState, Interval, PanelAxis, Reading, default_axis};
use crate::theme::Colour;
use crate::transform::{Bin, bins, complete, greatest_first, only, shares};
use crate::unusual::Marked;
use crate::view::cube::Cube;
use crate::view::loads::{Loads, too_few_for};
use crate::view::parts::{Counted, parts_of};
use crate::view::{Body, Code, Extremes, Panel, Series, TimeView, Unit, View};
use crate::{format, words};

/// The numbers that a chart draws.
enum Numbers {
    Counts(Cube),
    Loads(Loads),
}

/// Everything that series are made from.
struct Making<'a> {
    state: &'a ChartState,
    columns: &'a Columns,
    numbers: Numbers,
    parts: Vec<Counted>,
    bins: Vec<Bin>,
}

impl Making<'_> {
    /// The parts that have series.
    fn shown(&self) -> Vec<usize> {
        (0..self.parts.len()).filter(|at| self.parts[*at].shown).collect()
    }

    fn series(&self, id: &str, label: &str, colour: Colour, rsis: RsiSet, parts: &[usize]) -> Series {
        let (mut values, doubtful) = match &self.numbers {
            Numbers::Counts(cube) => (cube.values(rsis, parts), cube.doubtful(rsis, parts)),
            // Quantiles of different parts are not added up; every series of loads is one part.
            Numbers::Loads(loads) => (loads.values(rsis, &self.parts[parts[0]], &self.bins), Vec::new()),
        };
        let mut counts = None;
        if let (Measure::Shares, Numbers::Counts(cube)) = (self.state.chart.measure, &self.numbers) {
            let all: Vec<usize> = (0..self.parts.len()).collect();
            let total = cube.values(rsis, &all);
            let share = |(value, total): (Option<f64>, Option<f64>)| {
                value.zip(total.filter(|t| *t > 0.0)).map(|(value, total)| 100.0 * value / total)
            };
            let of_total = values.iter().zip(total.iter()).map(share).collect();
            counts = Some(std::mem::replace(&mut values, of_total));
        }
        let (id, label) = (id.to_owned(), label.to_owned());
        Series { id, label, colour, rsis, hidden: false, is_second: false, values, counts, doubtful }
    }

    /// The series of a panel with these letters and parts.
    fn split(&self, by: SeriesBy, per_letter: bool, rsis: RsiSet, parts: &[usize]) -> Vec<Series> {
        let state = self.state;
        match (state.form, by) {
            (Form::Line, _) => {
                vec![self.series("total", state.chart.whole(), Colour::Accent, rsis, parts)]
            }
            (_, SeriesBy::Rsi) => {
                let one =
                    |r: Rsi| self.series(r.as_str(), r.as_str(), Colour::Rsi(r), RsiSet::only(r), parts);
                rsis.iter().map(one).collect()
            }
            (_, SeriesBy::Part) => {
                let has_any = |part: &Counted| {
                    !matches!(state.chart.needs[0].keys, Keys::TopEach(_))
                        || rsis.iter().any(|r| self.has_column(r, &part.keys[0]))
                };
                let parts = parts.iter().map(|at| (*at, &self.parts[*at]));
                let shown = parts.filter(|(_, p)| has_any(p) && !too_few_for(state, p, per_letter));
                let mut made: Vec<Series> =
                    shown.map(|(at, p)| self.series(&p.id, &p.label, p.colour, rsis, &[at])).collect();
                if state.form == Form::Bands {
                    // What bounds a band has the band's colour.
                    for low in 0..made.len() / 2 {
                        let high = made.len() - 1 - low;
                        made[high].colour = made[low].colour;
                    }
                }
                made
            }
        }
    }

    /// Whether a key is among the highest of a letter.
    fn has_column(&self, rsi: Rsi, key: &str) -> bool {
        self.columns.rsi(rsi).is_some_and(|g| g.column(key).is_some())
    }

    fn panels(&self, panels: Panels, by: SeriesBy, rsis: RsiSet) -> Vec<Panel> {
        let shown = self.shown();
        match panels {
            Panels::One => {
                vec![Panel { id: "all".into(), title: None, series: self.split(by, false, rsis, &shown) }]
            }
            Panels::PerPart => {
                let one = |at: &usize| Panel {
                    id: self.parts[*at].id.clone(),
                    title: Some(self.parts[*at].label.clone()),
                    series: self.split(by, false, rsis, &[*at]),
                };
                shown.iter().map(one).collect()
            }
            Panels::PerRsi => {
                let one = |rsi: Rsi| Panel {
                    id: rsi.to_string(),
                    title: Some(format!("{rsi} root")),
                    series: self.split(by, true, RsiSet::only(rsi), &shown),
                };
                rsis.iter().map(one).collect()
            }
        }
    }

    /// On how many days of each bin each letter reported.
    fn reported(&self, rsis: RsiSet) -> Vec<(Rsi, Vec<usize>)> {
        let reported = |rsi: Rsi| match &self.numbers {
            Numbers::Counts(cube) => cube.reported(rsi),
            Numbers::Loads(loads) => loads.reported(rsi, &self.bins),
        };
        rsis.iter().map(|rsi| (rsi, reported(rsi))).collect()
    }
}

fn of_range(
    state: &ChartState,
    range: DayRange,
    panels: Panels,
    by: SeriesBy,
    columns: &[Arc<Columns>],
) -> OfRange {
    let parts = parts_of(state, &columns[0]);
    let rsis = state.letters();
    let bins = bins(reading::looked_at(state, range), state.interval);
    let numbers = match state.chart.measure {
        Measure::LoadsWithin | Measure::LoadQuantiles => Numbers::Loads(Loads::new(state, &columns[0])),
        Measure::Counts | Measure::Ratio | Measure::Shares | Measure::Instances | Measure::ZoneSize => {
            Numbers::Counts(Cube::new(state, columns, &parts, &bins))
        }
    };
    let making = Making { state, columns: &columns[0], numbers, parts, bins };
    let mut reported = making.reported(rsis);
    let mut absent: Vec<RsiSet> = covered(&reported, &making.bins)
        .iter()
        .map(|covered| rsis.without(covered.full).without(covered.partial))
        .collect();
    if let Numbers::Counts(cube) = &making.numbers {
        for rsi in rsis.iter() {
            cube.left_out(rsi).into_iter().for_each(|bin| absent[bin].insert(rsi));
        }
    }
    let mut panels = making.panels(panels, by, rsis);
    let Making { numbers, bins, .. } = making;
    let kept = if state.complete {
        complete(&covered(&reported, &bins), &absent, rsis)
    } else {
        vec![true; bins.len()]
    };
    if state.complete {
        // Before averages, sums and shares are made of them, so that what is left out is in none.
        for series in panels.iter_mut().flat_map(|panel| &mut panel.series) {
            series.values = only(&series.values, &kept);
            series.counts = series.counts.as_ref().map(|column| only(column, &kept));
        }
    }
    reading::add_up(state, &mut panels);
    let unit = finish(state, &mut panels);
    let unit = reading::compare(state, &mut panels, &bins, range).unwrap_or(unit);
    reading::absent_in_either(state, &mut absent);
    // Only now is what lies outside the range of no more use.
    let shown = reading::shown(&bins, range);
    reading::cut(&mut panels, &shown);
    reported.iter_mut().for_each(|(_, days)| *days = days[shown.clone()].to_vec());
    let mut doubtful = match &numbers {
        Numbers::Counts(cube) => cube.doubtful_values(),
        Numbers::Loads(_) => Vec::new(),
    };
    doubtful.retain(|value| range.contains(value.day));
    OfRange {
        range,
        bins: bins[shown.clone()].to_vec(),
        panels,
        unit,
        averaged: matches!(numbers, Numbers::Counts(_)) && state.reading != Reading::Cumulative,
        absent: absent[shown.clone()].to_vec(),
        kept: kept[shown].to_vec(),
        reported,
        doubtful,
    }
}

/// Makes the view of these days, compared with others where some are given, with these days marked.
pub(crate) fn build(
    state: &ChartState,
    range: DayRange,
    second: Option<DayRange>,
    panels: Panels,
    by: SeriesBy,
    columns: &[Arc<Columns>],
    marks: Vec<Marks>,
) -> View {
    let of = |range| of_range(state, range, panels, by, columns);
    let mut first = of(range);
    let second = second.map(of);
    let mut coverage = first.coverage(state);
    let mut throughout = first.throughout(state);
    if let Some(second) = &second {
        coverage = words::coverage_of_two(&coverage, &second.coverage(state), second.range);
        throughout = throughout.without(state.letters().without(second.throughout(state)));
    }
    let mut details = details(state, range);
    details.extend(second.as_ref().map(|second| words::compared_with(second.range)));
    details.extend(marks.iter().map(|marks| words::marked_by(marks.mark).to_owned()));
    let second = second.map(|second| second::beside(&mut first, second));
    let OfRange { bins, panels: panels_made, unit, averaged, absent, kept, reported, doubtful, .. } = first;
    let rsis = state.letters();
    let time = TimeView {
        coverage: covered(&reported, &bins),
        missing: missing(&reported, &bins),
        extremes: panels_made.iter().map(|panel| Extremes::of(panel, state.form, bins.len())).collect(),
        bins,
        second,
        interval: state.interval,
        averaged,
        additive: !matches!(state.chart.measure, Measure::Ratio | Measure::LoadQuantiles | Measure::Shares),
        form: state.form,
        scale: state.scale,
        unit,
        panels: panels_made,
        same_axis: state.axis == PanelAxis::Same,
        expected: rsis,
        absent,
        per_letter: panels == Panels::PerRsi,
        reported,
        doubtful,
        marks,
        kept,
        window: None,
    };
    let who = if state.chart.letters {
        words::letters(rsis)
    } else {
        crate::provenance::ZONE_MAINTAINER.to_owned()
    };
    let details: Vec<&str> = details.iter().map(String::as_str).collect();
    View {
        state: state.clone(),
        range,
        title: state.chart.title.to_owned(),
        subtitle: words::subtitle(&who, state.interval, averaged, range, &details),
        coverage,
        throughout,
        summary: all_said([summary(&time), second::summary(&time)], state, &time),
        code: Code::of::<TimeView>(),
        body: Body::Time(time),
    }
}

/// The choices that the subtitle names.
fn details(state: &ChartState, range: DayRange) -> Vec<String> {
    let mut details: Vec<String> = Vec::new();
    if !state.chart.ip_versions.is_empty() {
        details.push(state.ip.label().into());
    }
    if !state.offered_instances().is_empty() {
        details.push(words::instances_counted(state.instances).into());
    }
    if state.offers_messages() {
        details.insert(0, state.messages.label().into());
    }
    if state.offers_threshold() {
        details.push(words::threshold(state.threshold));
    }
    if state.chart.measure == Measure::Shares {
        details.push("in percent".into());
    }
    match (state.form, state.rate) {
        // The table and the readout have the counts as well.
        (Form::Share, Rate::PerSecond) => details.push("in percent, counts per second".into()),
        (Form::Share, Rate::PerDay) => details.push("in percent".into()),
        (_, Rate::PerSecond) => details.push("per second".into()),
        (_, Rate::PerDay) => {}
    }
    details.extend(words::reading(state.reading, state.over, state.base.unwrap_or(range.start())));
    if state.axis != default_axis(state.chart) {
        details.push(words::panel_axes(state.axis).into());
    }
    if state.complete {
        details.push(words::only_complete(state.interval).into());
    }
    details
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
    if state.form == Form::Share || state.chart.measure == Measure::Shares {
        Unit::Percent
    } else {
        let is_rate = state.chart.per != Per::Nothing && state.reading != Reading::Cumulative;
        let rate = is_rate.then_some(state.rate);
        Unit::Count { noun: state.chart.noun, rate }
    }
}

/// What is said of the values, and the days that are marked.
fn all_said(said: [String; 2], state: &ChartState, time: &TimeView) -> String {
    let whose = Marked::of(state).map(|marked| marked.words()).unwrap_or_default();
    let marked = time.marks.iter().map(|marks| words::all_marked(marks, &whose));
    let is_unknown = state.unusual && !time.marks.iter().any(|marks| marks.mark == Mark::Unusual);
    let unknown = is_unknown.then(|| words::UNUSUAL_NOT_KNOWN.to_owned());
    let all = said.into_iter().chain(marked).chain(unknown);
    all.filter(|said| !said.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A line to speak of: its values that are sure, each with its bin.
struct Line {
    values: Vec<(usize, f64)>,
}

impl Line {
    fn of(series: &Series) -> Line {
        let bins = 0..series.values.len();
        Line { values: bins.filter_map(|bin| Some((bin, series.sure(bin)?))).collect() }
    }

    /// The sum of several series, in bins that any of them has.
    fn sum(series: &[&Series], bins: usize) -> Line {
        let sum = |bin: usize| {
            series.iter().filter_map(|series| series.sure(bin)).reduce(|a, b| a + b).map(|sum| (bin, sum))
        };
        Line { values: (0..bins).filter_map(sum).collect() }
    }
}

/// How a bin is spoken of.
fn when(time: &TimeView, bin: usize) -> String {
    match time.interval {
        Interval::Day => format::short_day(time.bins[bin].start()),
        Interval::Week => format!("week of {}", format::short_day(time.bins[bin].start())),
    }
}

/// A value as it is spoken of, without its unit.
fn show(time: &TimeView, value: f64) -> String {
    match time.unit {
        Unit::Count { .. } => format::short(value),
        Unit::Percent | Unit::Change | Unit::Points | Unit::Index(_) => time.unit.write(value),
    }
}

/// What is said of the numbers: of a line how far it goes and where it leads, of several which are the greatest.
fn summary(time: &TimeView) -> String {
    let shown: Vec<(&Panel, &Series)> = time
        .panels
        .iter()
        .flat_map(|panel| panel.first().filter(|series| !series.hidden).map(move |series| (panel, series)))
        .collect();
    match (shown.as_slice(), time.panels.as_slice()) {
        ([], _) => String::new(),
        ([(_, series)], _) => of_line(time, &Line::of(series)),
        (several, [panel]) if time.additive && matches!(time.unit, Unit::Count { .. }) => {
            let said = of_line(time, &sum_of(time, panel).1);
            let sum = if said.is_empty() { said } else { words::together(&said) };
            [sum, of_several(time, &named(several))].join(" ").trim().to_owned()
        }
        // Of quantiles the middle one tells how it went.
        (several, _) if time.form == Form::Bands => {
            let (_, middle) = several[several.len() / 2];
            let said = of_line(time, &Line::of(middle));
            if said.is_empty() { said } else { words::of_one(&middle.label, &said) }
        }
        (several, []) | (several, [_]) => of_several(time, &named(several)),
        (several, panels) => {
            // Of panels the sums, where there are any.
            let sums: Vec<(String, Line)> = panels.iter().map(|panel| sum_of(time, panel)).collect();
            let adds = time.additive && matches!(time.unit, Unit::Count { .. });
            of_several(time, &if adds { sums } else { named(several) })
        }
    }
}

/// Series with their names.
fn named(several: &[(&Panel, &Series)]) -> Vec<(String, Line)> {
    let name = |panel: &Panel, series: &Series| words::of_panel(panel.title.as_deref(), &series.label);
    several.iter().map(|(panel, series)| (name(panel, series), Line::of(series))).collect()
}

/// The sum of the series shown of a panel, with its name.
fn sum_of(time: &TimeView, panel: &Panel) -> (String, Line) {
    let series: Vec<&Series> = panel.first().filter(|series| !series.hidden).collect();
    (panel.title.clone().unwrap_or_default(), Line::sum(&series, time.bins.len()))
}

/// Highest, lowest and latest of a line, and how it went from the beginning to the end; empty without values.
fn of_line(time: &TimeView, line: &Line) -> String {
    // A sum of fewer letters says nothing of how low it went, and only that it was at least so high.
    let is_whole =
        |(i, _): &&(usize, f64)| !time.additive || time.absent.get(*i).is_none_or(|a| a.is_empty());
    let any_whole = line.values.iter().any(|value| is_whole(&value));
    let whole = || line.values.iter().filter(|value| !any_whole || is_whole(value)).copied();
    let (Some(highest), Some(lowest), Some(latest)) = (
        line.values.iter().copied().max_by(|a, b| a.1.total_cmp(&b.1)),
        whole().min_by(|a, b| a.1.total_cmp(&b.1)),
        whole().last(),
    ) else {
        return String::new();
    };
    let unit = match time.unit {
        Unit::Count { .. } => format!(" {}", time.unit.words()),
        Unit::Percent | Unit::Change | Unit::Points | Unit::Index(_) => String::new(),
    };
    let named = |(i, v): (usize, f64)| [show(time, v), when(time, i)];
    let said = words::summary(named(highest), named(lowest), named(latest), &unit);
    match trend(time, &whole().collect::<Vec<_>>()) {
        Some(trend) => format!("{said} {trend}"),
        None => said,
    }
}

/// The least number of bins of which it is said how they go on.
const TREND: usize = 20;

/// How the average of the last tenth of the bins differs from that of the first; `None` where there are too few values, or where
/// a difference in percent says nothing.
fn trend(time: &TimeView, values: &[(usize, f64)]) -> Option<String> {
    let bins = time.bins.len();
    let tenth = bins / 10;
    let average = |from: usize, to: usize| {
        let there = values.iter().filter(|(bin, _)| (from..to).contains(bin)).map(|(_, value)| *value);
        let (sum, count) = there.fold((0.0, 0usize), |(sum, count), value| (sum + value, count + 1));
        // Half of them stand for all.
        (2 * count > tenth).then(|| sum / count as f64)
    };
    let counts = matches!(time.unit, Unit::Count { .. });
    let (first, last) = (average(0, tenth), average(bins - tenth, bins));
    let (first, last) = first.zip(last).filter(|(first, _)| bins >= TREND && counts && *first > 0.0)?;
    Some(words::trend(100.0 * (last / first - 1.0), tenth, time.interval))
}

/// How many of the greatest are named.
const NAMED: usize = 3;

/// The greatest and the least of several lines in the last bin that has values; empty where it has fewer than two.
fn of_several(time: &TimeView, several: &[(String, Line)]) -> String {
    let lasts = several.iter().filter_map(|(_, line)| line.values.last());
    let Some(last) = lasts.map(|(bin, _)| *bin).max() else { return String::new() };
    let at_last = |line: &Line| line.values.last().filter(|(bin, _)| *bin == last).map(|(_, value)| *value);
    let values = several.iter().filter_map(|(name, line)| Some((name, at_last(line)?)));
    let ranked = greatest_first(values.collect(), |(_, value)| *value);
    let [.., least] = ranked.as_slice() else { return String::new() };
    if ranked.len() < 2 {
        return String::new();
    }
    let named = |(name, value): &(&String, f64)| [(*name).clone(), show(time, *value)];
    let greatest: Vec<[String; 2]> = ranked.iter().take(NAMED.min(ranked.len() - 1)).map(named).collect();
    let least = named(least);
    words::greatest_and_least(&when(time, last), ranked.len(), &greatest, &least)
}
