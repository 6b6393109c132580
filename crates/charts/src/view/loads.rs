//! Root zone load times: how many were in time, and their quantiles.

use rssac002_model::{Column, Columns, Day, Rsi, RsiSet};

use crate::catalogue::{Measure, Part};
use crate::state::{ChartState, Interval, LONGEST_LOAD};
use crate::transform::{Bin, quantile};

/// The load times of each letter and day that count: from 1 to 86,400 seconds (charts.md, row 18).
pub(super) struct Loads {
    first: Day,
    by_letter: Vec<(Rsi, Vec<Vec<f64>>)>,
    measure: Measure,
    threshold: f64,
}

impl Loads {
    pub(super) fn new(state: &ChartState, columns: &Columns) -> Loads {
        let of = |rsi: Rsi| {
            let mut days = vec![Vec::new(); columns.rows];
            for record in columns.rsi(rsi).into_iter().flat_map(|g| &g.records) {
                let value = record.value.filter(|v| (1.0..=f64::from(LONGEST_LOAD)).contains(v));
                if let (Some(day), Some(value)) = (days.get_mut(record.row), value) {
                    day.push(value);
                }
            }
            (rsi, days)
        };
        Loads {
            first: columns.start,
            by_letter: state.letters().iter().map(of).collect(),
            measure: state.chart.measure,
            threshold: f64::from(state.threshold),
        }
    }

    /// All load times of these letters in a bin, ascending.
    fn in_bin(&self, rsis: RsiSet, bin: &Bin) -> Vec<f64> {
        let row = |day: Day| usize::try_from(day - self.first).ok();
        let letters = || self.by_letter.iter().filter(|(rsi, _)| rsis.contains(*rsi)).map(|(_, days)| days);
        let days = bin.days.days().filter_map(row);
        let mut all: Vec<f64> =
            days.flat_map(|row| letters().filter_map(move |d| d.get(row))).flatten().copied().collect();
        all.sort_unstable_by(f64::total_cmp);
        all
    }

    /// The values of a part: a number of loads, or a quantile.
    pub(super) fn values(&self, rsis: RsiSet, part: &Part, bins: &[Bin]) -> Column {
        let of = |bin: &Bin| {
            let loads = self.in_bin(rsis, bin);
            if self.measure == Measure::LoadQuantiles {
                return quantile(&loads, part.keys[0].parse().ok()?);
            }
            let within = loads.partition_point(|v| *v <= self.threshold);
            let count = if part.id == "within" { within } else { loads.len() - within };
            (!loads.is_empty()).then_some(count as f64)
        };
        bins.iter().map(of).collect()
    }

    /// A letter's days: with the number of its loads where there are any.
    pub(super) fn reported(&self, rsi: Rsi) -> (Day, Column) {
        let days = self.by_letter.iter().find(|(r, _)| *r == rsi).map(|(_, days)| days);
        let count = |loads: &Vec<f64>| (!loads.is_empty()).then_some(loads.len() as f64);
        (self.first, days.into_iter().flatten().map(count).collect())
    }
}

/// A letter has one or two loads a day: too few for quartiles (charts.md, row 20).
pub(super) fn too_few_for(state: &ChartState, part: &Part, per_letter: bool) -> bool {
    per_letter && state.interval == Interval::Day && matches!(part.id, "q1" | "q3")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Chart;
    use crate::transform::bins;
    use rssac002_model::{DayRange, Group, Record, Step};

    fn columns(values: &[(usize, f64)]) -> Columns {
        let record =
            |(row, value): &(usize, f64)| Record { row: *row, key: String::new(), value: Some(*value) };
        let group = Group { records: values.iter().map(record).collect(), ..Group::new(Some(Rsi::A)) };
        Columns { start: Day::CHARTS_START, step: Step::Day, rows: 7, groups: vec![group] }
    }

    #[test]
    fn loads_beyond_a_day_or_below_a_second_do_not_count() {
        let mut state = ChartState::new(Chart::find("load-time").unwrap());
        let loads = columns(&[(0, 60.0), (0, 61.0), (1, 0.0), (2, 86_401.0), (3, 1.0)]);
        let week = DayRange::new(Day::CHARTS_START, Day::CHARTS_START + 6).unwrap();
        let bins = bins(week, Interval::Week);
        let one = RsiSet::only(Rsi::A);
        let count = |state: &ChartState, part: usize| {
            Loads::new(state, &loads).values(one, &state.chart.parts[part], &bins).get(0)
        };
        assert_eq!((count(&state, 0), count(&state, 1)), (Some(2.0), Some(1.0)));
        state.threshold = 61;
        assert_eq!((count(&state, 0), count(&state, 1)), (Some(3.0), Some(0.0)));
        let reported = Loads::new(&state, &loads).reported(Rsi::A).1;
        let days: Vec<_> = reported.iter().map(|v| v.is_some()).collect();
        assert_eq!(days, [true, false, false, true, false, false, false]);
    }

    #[test]
    fn quantiles_are_of_all_loads_of_the_week() {
        let state = ChartState::new(Chart::find("load-time/quartiles").unwrap());
        let loads = columns(&[(0, 2.0), (1, 4.0), (2, 8.0), (6, 100.0)]);
        let week = DayRange::new(Day::CHARTS_START, Day::CHARTS_START + 6).unwrap();
        let bins = bins(week, Interval::Week);
        let all = Loads::new(&state, &loads);
        let of = |part: &Part| all.values(RsiSet::only(Rsi::A), part, &bins).get(0).unwrap();
        let quantiles: Vec<f64> = state.chart.parts.iter().map(of).collect();
        assert_eq!(quantiles, [2.0, 3.5, 6.0, 31.0, 100.0]);
    }
}
