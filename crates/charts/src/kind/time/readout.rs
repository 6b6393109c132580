//! What is read out at a place.

use rssac002_model::Day;

use super::second::difference;
use crate::day::DayState;
use crate::state::{Bound, ChartState, Interval, url};
use crate::view::{More, Panel, Readout, ReadoutRow, Series, TimeView, View, marks_of};
use crate::{format, words};

pub(crate) fn at_bin(view: &View, time: &TimeView, panel: &Panel, at: usize) -> Option<Readout> {
    let bin = time.bins.get(at)?;
    let there = || panel.first().filter_map(|s| s.counts.as_ref().unwrap_or(&s.values).get(at));
    let counts: f64 = there().sum();
    let several = panel.first().count() > 1;
    let rows = panel.shown().map(|s| {
        let count = s.counts.as_ref().unwrap_or(&s.values).get(at);
        let share = match (&s.counts, panel.second_of(s).filter(|_| !s.is_second)) {
            (Some(_), _) => s.values.get(at).map(|value| time.unit.write(value)),
            (None, Some(second)) => count
                .zip(second.values.get(at))
                .and_then(|(now, before)| difference(&time.unit, [now, before])),
            (None, None) => count
                .filter(|_| time.additive && several && !s.is_second && counts > 0.0)
                .map(|c| format::percent(100.0 * c / counts)),
        };
        let row = ReadoutRow {
            id: s.id.clone(),
            label: match time.second.as_ref().and_then(|second| second.bins.get(at)) {
                Some(bin) if s.is_second => format!("{}, {}", s.label, format::short_day(bin.start())),
                _ => s.label.clone(),
            },
            colour: s.colour,
            value: count.map_or_else(|| no_value(time, at, s), format::count),
            share: share.unwrap_or_default(),
            doubtful: s.doubtful.binary_search(&at).is_ok(),
        };
        (count, row)
    });
    let mut notes = Vec::new();
    if !time.per_letter
        && view.state.chart.letters
        && let (Some(covered), Some(absent)) = (time.coverage.get(at), time.absent.get(at))
    {
        let expected = time.expected.len();
        let partial = covered.partial.without(*absent);
        notes.push(words::covered(expected - absent.len(), expected, *absent, partial));
    }
    if bin.is_partial() {
        notes.push(format!("{} of 7 days shown", bin.days.len()));
    }
    if time.interval == Interval::Week && time.averaged {
        notes.push("daily average".into());
    }
    for marks in &time.marks {
        let days = marks_of(&marks.days, bin).filter(|day| panel.is_told(marks.mark, day));
        notes.extend(days.map(|day| words::mark(marks.mark, day)));
    }
    // A sum of nothing is no zero.
    let summed = time.additive && several && there().next().is_some();
    let shown = panel.first().filter(|s| !s.hidden);
    let total: f64 = shown.filter_map(|s| s.counts.as_ref().unwrap_or(&s.values).get(at)).sum();
    if summed && panel.first().any(|s| s.hidden) {
        notes.push(words::with_hidden(&format::count(counts)));
    }
    Some(Readout {
        heading: match time.interval {
            Interval::Day => format::weekday(bin.start()),
            Interval::Week => format::week(bin.start()),
        },
        rows: ReadoutRow::greatest_first(rows),
        total: if summed { format::count(total) } else { String::new() },
        note: notes.join("; "),
        more: Some(more(view, time.interval, bin.start())),
    })
}

/// What stands in place of a value that is missing: why, where it is left out.
fn no_value(time: &TimeView, at: usize, series: &Series) -> String {
    let kept = match &time.second {
        Some(second) if series.is_second => &second.kept,
        _ => &time.kept,
    };
    let is_left_out = kept.get(at).is_some_and(|kept| !kept);
    if is_left_out { words::LEFT_OUT.to_owned() } else { String::new() }
}

/// Of a day its page; of a week the days around it in the same chart.
fn more(view: &View, interval: Interval, start: Day) -> More {
    let state = &view.state;
    match interval {
        Interval::Day => {
            let day = DayState { rsis: state.rsis, ..DayState::new(start) };
            More { address: day.address(), words: words::ABOUT_DAY }
        }
        Interval::Week => {
            let (from, to) = (Bound::On(start - AROUND), Bound::On(start + 6 + AROUND));
            let days = ChartState { interval: Interval::Day, from, to, ..state.clone() };
            More { address: url::address(&days), words: words::DAY_BY_DAY }
        }
    }
}

/// Of a week so many days before and after it are shown.
const AROUND: i32 = 21;
