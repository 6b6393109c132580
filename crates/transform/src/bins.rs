//! Days and weeks on the time axis, and daily averages over them.

use rssac002_model::{Column, Day, DayRange, Interval};

/// What one value over time covers: a day, or the days of an ISO week that the range has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Bin {
    /// Its days.
    pub days: DayRange,
    /// Whether they are a day or a week.
    pub interval: Interval,
}

impl Bin {
    /// The first day of the day or week, whether or not the range has it.
    pub fn start(&self) -> Day {
        match self.interval {
            Interval::Day => self.days.start(),
            Interval::Week => self.days.start().monday(),
        }
    }

    /// Whether the range cuts the week short.
    pub fn is_partial(&self) -> bool {
        self.days.len() < self.interval.days() as usize
    }
}

/// The days of a range, or the ISO weeks that it touches, in order. Weeks at the ends may be cut short.
pub fn bins(range: DayRange, interval: Interval) -> Vec<Bin> {
    match interval {
        Interval::Day => range.days().map(|day| Bin { days: DayRange::single(day), interval }).collect(),
        Interval::Week => {
            let weeks = range.whole_weeks();
            (0..weeks.len() as i32 / 7)
                .filter_map(|i| {
                    let monday = weeks.start() + 7 * i;
                    let days = DayRange::new(monday, monday + 6)?.intersection(range)?;
                    Some(Bin { days, interval })
                })
                .collect()
        }
    }
}

/// The average of a daily column over each bin, over the days that have a value; missing where none has.
///
/// `first` is the day of the column's first row; days outside the column are missing. The published site divides
/// by 7 whatever is missing (charts.md, "Where the published charts mislead").
pub fn daily_mean(daily: &Column, first: Day, bins: &[Bin]) -> Column {
    let values = daily.raw();
    bins.iter()
        .map(|bin| {
            let from = (bin.days.start() - first).clamp(0, values.len() as i32) as usize;
            let to = (bin.days.end() - first + 1).clamp(0, values.len() as i32) as usize;
            let reported = values[from..to].iter().filter(|v| !v.is_nan());
            let (sum, days) = reported.fold((0.0, 0u32), |(sum, days), v| (sum + v, days + 1));
            (days > 0).then(|| sum / f64::from(days))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn range(from: &str, to: &str) -> DayRange {
        DayRange::new(Day::parse_iso(from).unwrap(), Day::parse_iso(to).unwrap()).unwrap()
    }

    #[test]
    fn week_53_of_2020_reaches_into_2021() {
        let bins = bins(range("2020-12-30", "2021-01-05"), Interval::Week);
        let weeks: Vec<_> = bins.iter().map(|b| b.start().iso_week().to_string()).collect();
        assert_eq!(weeks, ["2020-53", "2021-01"]);
        assert_eq!(bins[0].days, range("2020-12-30", "2021-01-03"));
        assert_eq!(bins[0].start(), Day::parse_iso("2020-12-28").unwrap());
        assert!(bins[0].is_partial() && bins[1].is_partial());
    }

    proptest! {
        #[test]
        fn bins_are_the_range(start in 0..8000i32, length in 1..1000i32, weekly: bool) {
            let first = Day::from_epoch(start);
            let range = DayRange::new(first, first + (length - 1)).unwrap();
            let interval = if weekly { Interval::Week } else { Interval::Day };
            let days: Vec<Day> = bins(range, interval).iter().flat_map(|b| b.days.days()).collect();
            prop_assert_eq!(days, range.days().collect::<Vec<_>>());
        }

        #[test]
        fn a_mean_lies_between_the_extremes_of_its_week(
            values in proptest::collection::vec(proptest::option::weighted(0.8, 0.0..1e12f64), 7..60),
            offset in -10..10i32,
        ) {
            let first = Day::CHARTS_START + 3;
            let column: Column = values.iter().copied().collect();
            let range = DayRange::new(first + offset, first + offset + 40).unwrap();
            let bins = bins(range, Interval::Week);
            let means = daily_mean(&column, first, &bins);
            prop_assert_eq!(means.len(), bins.len());
            for (bin, mean) in bins.iter().zip(means.iter()) {
                let at = |day: Day| usize::try_from(day - first).ok().and_then(|i| column.get(i));
                let reported: Vec<f64> = bin.days.days().filter_map(at).collect();
                prop_assert_eq!(mean.is_some(), !reported.is_empty());
                if let Some(mean) = mean {
                    let low = reported.iter().copied().fold(f64::INFINITY, f64::min);
                    let high = reported.iter().copied().fold(0.0, f64::max);
                    prop_assert!(low * (1.0 - 1e-12) <= mean && mean <= high * (1.0 + 1e-12));
                }
            }
        }
    }
}
