//! What is made of each series over time where a visitor asks for more than the values themselves: averages, changes, indices
//! and running sums ([`Reading`]).

use std::ops::Range;

use rssac002_model::{Column, Day, DayRange, RsiSet};

use crate::catalogue::Measure;
use crate::state::{ChartState, Interval, Reading, YEAR};
use crate::transform::{Bin, change, difference, index, moving_average, running_sum};
use crate::view::{Panel, Unit};

/// The days that are looked at to show a range: also those outside it that averages, changes and an index begin with.
pub(crate) fn looked_at(state: &ChartState, range: DayRange) -> DayRange {
    let first = |start: Day| match state.interval {
        Interval::Day => start,
        Interval::Week => start.monday(),
    };
    let (start, end) = match (state.reading, state.base) {
        (Reading::Average, _) => (range.start() - state.over as i32, range.end()),
        (Reading::Change, _) => (range.start() - YEAR, range.end()),
        (Reading::Index, Some(base)) => (range.start().min(base), range.end().max(base)),
        (Reading::Published | Reading::Cumulative | Reading::Index, _) => (range.start(), range.end()),
    };
    DayRange::new(first(start).min(range.start()), end).unwrap_or(range)
}

/// The bins of those looked at that are shown.
pub(crate) fn shown(bins: &[Bin], range: DayRange) -> Range<usize> {
    let from = bins.partition_point(|bin| bin.days.end() < range.start());
    from..bins.partition_point(|bin| bin.days.start() <= range.end())
}

/// How many bins back so many days are; at least one.
fn steps(state: &ChartState, days: i32) -> usize {
    (days / state.interval.days()).max(1) as usize
}

/// Averages and running sums, made before shares are taken.
pub(crate) fn add_up(state: &ChartState, panels: &mut [Panel]) {
    let made = |values: &Column| match state.reading {
        Reading::Average => moving_average(values, steps(state, state.over as i32)),
        Reading::Cumulative => running_sum(values),
        Reading::Published | Reading::Change | Reading::Index => values.clone(),
    };
    for series in panels.iter_mut().flat_map(|panel| &mut panel.series) {
        series.values = made(&series.values);
        series.counts = series.counts.as_ref().map(made);
    }
}

/// Changes and indices, which compare each series with itself; what they are made from stays behind them. `None` where
/// neither is asked for.
pub(crate) fn compare(
    state: &ChartState,
    panels: &mut [Panel],
    bins: &[Bin],
    range: DayRange,
) -> Option<Unit> {
    let is_share = state.chart.measure == Measure::Shares;
    let base = state.base.unwrap_or(range.start());
    let unit = match state.reading {
        Reading::Change if is_share => Unit::Points,
        Reading::Change => Unit::Change,
        Reading::Index => Unit::Index(base),
        Reading::Published | Reading::Average | Reading::Cumulative => return None,
    };
    let back = steps(state, YEAR);
    let base = bins.partition_point(|bin| bin.days.end() < base);
    for series in panels.iter_mut().flat_map(|panel| &mut panel.series) {
        let made = match unit {
            Unit::Points => difference(&series.values, back),
            Unit::Index(_) => index(&series.values, base),
            Unit::Change | Unit::Count { .. } | Unit::Percent => change(&series.values, back),
        };
        let values = std::mem::replace(&mut series.values, made);
        // Shares have counts behind them already.
        series.counts.get_or_insert(values);
    }
    Some(unit)
}

/// The letters that a bin counts nothing of, now or in what it is compared with.
pub(crate) fn absent_in_either(state: &ChartState, absent: &mut [RsiSet]) {
    if state.reading == Reading::Change {
        let back = steps(state, YEAR);
        for bin in (back..absent.len()).rev() {
            absent[bin - back].iter().for_each(|rsi| absent[bin].insert(rsi));
        }
    }
}

/// Leaves the bins that are shown of what all of them have.
pub(crate) fn cut(panels: &mut [Panel], shown: &Range<usize>) {
    let of = |column: &Column| Column::from(column.raw()[shown.clone()].to_vec());
    for series in panels.iter_mut().flat_map(|panel| &mut panel.series) {
        series.values = of(&series.values);
        series.counts = series.counts.as_ref().map(of);
    }
}
