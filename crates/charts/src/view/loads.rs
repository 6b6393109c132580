//! Root zone load times: how many were in time, and their quantiles.

use rssac002_model::{Column, Columns, Day, DayRange, Rsi, RsiSet};

use super::parts::Counted;
use crate::catalogue::Measure;
use crate::state::{ChartState, Interval, LONGEST_LOAD};
use crate::transform::{Bin, quantile};

/// The load times of each letter and day that count: from 1 to 86,400 seconds (charts.md, row 18).
pub(crate) struct Loads {
    first: Day,
    by_letter: Vec<(Rsi, Vec<Vec<f64>>)>,
    measure: Measure,
    threshold: f64,
}

impl Loads {
    pub(crate) fn new(state: &ChartState, columns: &Columns) -> Loads {
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

    /// All load times of these letters in these days, ascending.
    pub(crate) fn within(&self, rsis: RsiSet, days: DayRange) -> Vec<f64> {
        let row = |day: Day| usize::try_from(day - self.first).ok();
        let letters = || self.by_letter.iter().filter(|(rsi, _)| rsis.contains(*rsi)).map(|(_, days)| days);
        let days = days.days().filter_map(row);
        let mut all: Vec<f64> =
            days.flat_map(|row| letters().filter_map(move |d| d.get(row))).flatten().copied().collect();
        all.sort_unstable_by(f64::total_cmp);
        all
    }

    /// The values of a part: a number of loads, or a quantile.
    pub(crate) fn values(&self, rsis: RsiSet, part: &Counted, bins: &[Bin]) -> Column {
        let of = |bin: &Bin| {
            let loads = self.within(rsis, bin.days);
            if self.measure == Measure::LoadQuantiles {
                let quarters: u8 = part.keys[0].parse().ok()?;
                return quantile(&loads, f64::from(quarters) / 4.0);
            }
            let within = loads.partition_point(|v| *v <= self.threshold);
            let count = if part.id == "within" { within } else { loads.len() - within };
            (!loads.is_empty()).then_some(count as f64)
        };
        bins.iter().map(of).collect()
    }

    /// On how many days of each bin a letter has loads.
    pub(crate) fn reported(&self, rsi: Rsi, bins: &[Bin]) -> Vec<usize> {
        bins.iter().map(|bin| self.days_with_loads(rsi, bin.days)).collect()
    }

    /// On how many of these days a letter has loads.
    pub(crate) fn days_with_loads(&self, rsi: Rsi, range: DayRange) -> usize {
        let days = self.by_letter.iter().find(|(r, _)| *r == rsi).map(|(_, days)| days);
        let row = |day: Day| usize::try_from(day - self.first).ok();
        let has = |day: &Day| days.zip(row(*day)).and_then(|(d, r)| d.get(r)).is_some_and(|l| !l.is_empty());
        range.days().filter(has).count()
    }
}

/// A letter has one or two loads a day: too few for quartiles (charts.md, row 20).
pub(crate) fn too_few_for(state: &ChartState, part: &Counted, per_letter: bool) -> bool {
    per_letter && state.interval == Interval::Day && matches!(part.id.as_str(), "q1" | "q3")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Chart;
    use crate::transform::bins;
    use crate::view::parts::parts_of;
    use rssac002_model::{DayRange, Group, Record, Step};

    fn columns(values: &[(usize, f64)]) -> Columns {
        let record =
            |(row, value): &(usize, f64)| Record { row: *row, key: String::new(), value: Some(*value) };
        let group = Group { records: values.iter().map(record).collect(), ..Group::new(Some(Rsi::A)) };
        Columns { start: Day::CHARTS_START, step: Step::DAY, rows: 7, groups: vec![group] }
    }

    #[test]
    fn loads_beyond_a_day_or_below_a_second_do_not_count() {
        let mut state = ChartState::new(Chart::find("load-time").unwrap());
        let loads = columns(&[(0, 60.0), (0, 61.0), (1, 0.0), (2, 86_401.0), (3, 1.0)]);
        let week = DayRange::new(Day::CHARTS_START, Day::CHARTS_START + 6).unwrap();
        let bins = bins(week, Interval::Week);
        let one = RsiSet::only(Rsi::A);
        let count = |state: &ChartState, part: usize| {
            let part = &parts_of(state, &loads)[part];
            Loads::new(state, &loads).values(one, part, &bins).get(0)
        };
        assert_eq!((count(&state, 0), count(&state, 1)), (Some(2.0), Some(1.0)));
        state.threshold = 61;
        assert_eq!((count(&state, 0), count(&state, 1)), (Some(3.0), Some(0.0)));
        let days = crate::transform::bins(week, Interval::Day);
        assert_eq!(Loads::new(&state, &loads).reported(Rsi::A, &days), [1, 0, 0, 1, 0, 0, 0]);
    }

    #[test]
    fn quantiles_are_of_all_loads_of_the_week() {
        let state = ChartState::new(Chart::find("load-time/quartiles").unwrap());
        let loads = columns(&[(0, 2.0), (1, 4.0), (2, 8.0), (6, 100.0)]);
        let week = DayRange::new(Day::CHARTS_START, Day::CHARTS_START + 6).unwrap();
        let bins = bins(week, Interval::Week);
        let all = Loads::new(&state, &loads);
        let of = |part: &Counted| all.values(RsiSet::only(Rsi::A), part, &bins).get(0).unwrap();
        let quantiles: Vec<f64> = parts_of(&state, &loads).iter().map(of).collect();
        assert_eq!(quantiles, [2.0, 3.5, 6.0, 31.0, 100.0]);
    }
}
