//! Daily numbers added up over days, ISO weeks or a whole range, with what an average needs: on how many days.
//!
//! The server does it for `step=week` and `step=range`; the app does the same with daily answers, and with the answers of
//! an API that does not know `step`. So both come to the same numbers.

use rssac002_model::{Column, Columns, Day, DayRange, Days, DoubtfulRecord, Group, KeyedColumn, Step};

use super::doubtful_rows;

/// What a zero and a key that is not there say. They differ by data set.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Rules {
    /// A zero says that nothing was reported.
    pub zero_is_missing: bool,
    /// A key that a day does not list was counted zero times, if the day lists others.
    pub unlisted_is_zero: bool,
}

/// The rows of sums: where each begins and ends in the daily rows.
fn rows(daily: &Columns, step: Step, range: DayRange) -> (Day, Vec<std::ops::Range<usize>>) {
    let at = |day: Day| (day - daily.start).clamp(0, daily.rows as i32) as usize;
    let of = |days: DayRange| at(days.start())..at(days.end() + 1);
    match step {
        Step::DAY => (range.start(), range.days().map(|day| of(DayRange::single(day))).collect()),
        Step::Range => (range.start(), vec![of(range)]),
        Step::WEEK => {
            let weeks = range.whole_weeks();
            let mondays = (0..weeks.len() as i32 / 7).map(|i| weeks.start() + 7 * i);
            let week = |monday: Day| DayRange::new(monday, monday + 6)?.intersection(range);
            // Every week of a range has a day of it.
            (weeks.start(), mondays.filter_map(week).map(of).collect())
        }
    }
}

/// Daily columns added up over the days of `range` that are held.
///
/// Values far outside their series' history ([`super::doubtful`]) are left out of the sums and listed; all days of
/// `daily` are that history. A row without a day is missing. Records are handed on as they are.
pub fn sums(daily: &Columns, step: Step, range: DayRange, rules: Rules) -> Columns {
    let (start, rows) = rows(daily, step, range);
    let group = |group: &Group| {
        let read = |column: &KeyedColumn| -> Column {
            let value = |v: &f64| if rules.zero_is_missing && *v == 0.0 { f64::NAN } else { *v };
            column.values.raw().iter().map(value).collect::<Vec<f64>>().into()
        };
        let columns: Vec<Column> = group.columns.iter().map(read).collect();
        let mut reported = vec![false; daily.rows];
        for column in &columns {
            reported.iter_mut().zip(column.raw()).for_each(|(there, v)| *there |= !v.is_nan());
        }
        let count =
            |row: &std::ops::Range<usize>| Some(reported[row.clone()].iter().filter(|r| **r).count() as f64);
        let mut days = Days { reported: rows.iter().map(count).collect(), ..Days::default() };
        let mut summed = Vec::with_capacity(columns.len());
        for (mut values, KeyedColumn { key, .. }) in columns.into_iter().zip(&group.columns) {
            if rules.unlisted_is_zero {
                let filled = values.raw().iter().zip(&reported);
                let filled = filled.map(|(v, there)| if v.is_nan() && *there { 0.0 } else { *v });
                values = filled.collect::<Vec<f64>>().into();
            }
            for row in doubtful_rows(&values) {
                let day = daily.day(row);
                if let Some(value) = values.get(row).filter(|_| range.contains(day)) {
                    days.doubtful.push(DoubtfulRecord { key: key.clone(), day, value });
                }
                values.set(row, None);
            }
            let there =
                |row: &std::ops::Range<usize>| values.raw()[row.clone()].iter().filter(|v| !v.is_nan());
            let sum = |row| there(row).copied().reduce(|a, b| a + b);
            let own: Column = rows.iter().map(|row| Some(there(row).count() as f64)).collect();
            if own != days.reported {
                days.summed.push(KeyedColumn { key: key.clone(), values: own });
            }
            summed.push(KeyedColumn { key: key.clone(), values: rows.iter().map(sum).collect() });
        }
        Group { columns: summed, records: group.records.clone(), days: Some(days), ..Group::new(group.rsi) }
    };
    Columns { start, step, rows: rows.len(), groups: daily.groups.iter().map(group).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rssac002_model::Rsi;

    fn daily(start: Day, keys: &[(&str, Vec<Option<f64>>)]) -> Columns {
        let column = |(key, values): &(&str, Vec<Option<f64>>)| KeyedColumn {
            key: (*key).to_owned(),
            values: values.iter().copied().collect(),
        };
        let group = Group { columns: keys.iter().map(column).collect(), ..Group::new(Some(Rsi::A)) };
        Columns { start, step: Step::DAY, rows: keys[0].1.len(), groups: vec![group] }
    }

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    #[test]
    fn weeks_at_the_end_of_a_year_are_iso_weeks() {
        // Week 53 of 2020 ends on Sunday, 3 January 2021.
        let columns = daily(day("2020-12-30"), &[("x", (1..=7).map(|v| Some(f64::from(v))).collect())]);
        let range = DayRange::new(day("2020-12-30"), day("2021-01-05")).unwrap();
        let weeks = sums(&columns, Step::WEEK, range, Rules::default());
        assert_eq!((weeks.start, weeks.rows), (day("2020-12-28"), 2));
        let group = &weeks.groups[0];
        assert_eq!(group.column("x").unwrap(), &Column::from(vec![15.0, 13.0]));
        assert_eq!(group.days_summed("x").unwrap(), &Column::from(vec![5.0, 2.0]));
    }

    #[test]
    fn what_is_not_listed_and_what_is_zero() {
        let keys = [("0", vec![Some(5.0), None, Some(0.0)]), ("3", vec![None, None, Some(4.0)])];
        let columns = daily(day("2020-01-06"), &keys);
        let range = DayRange::new(day("2020-01-06"), day("2020-01-08")).unwrap();
        let of = |rules| sums(&columns, Step::Range, range, rules).groups[0].clone();
        let counts = |group: &Group, key: &str| {
            (group.column(key).unwrap().get(0), group.days_summed(key).unwrap().get(0))
        };
        let plain = of(Rules::default());
        assert_eq!(
            [counts(&plain, "0"), counts(&plain, "3")],
            [(Some(5.0), Some(2.0)), (Some(4.0), Some(1.0))]
        );
        let listed = of(Rules { unlisted_is_zero: true, ..Rules::default() });
        assert_eq!(
            [counts(&listed, "0"), counts(&listed, "3")],
            [(Some(5.0), Some(2.0)), (Some(4.0), Some(2.0))]
        );
        let no_zero = of(Rules { zero_is_missing: true, ..Rules::default() });
        assert_eq!(
            [counts(&no_zero, "0"), counts(&no_zero, "3")],
            [(Some(5.0), Some(1.0)), (Some(4.0), Some(1.0))]
        );
    }

    #[test]
    fn an_outlier_is_listed_and_not_added() {
        let mut values = vec![Some(2.0); 40];
        values[33] = Some(1e18);
        let columns = daily(day("2020-01-06"), &[("", values)]);
        let range = DayRange::new(day("2020-02-03"), day("2020-02-14")).unwrap();
        let group = &sums(&columns, Step::WEEK, range, Rules::default()).groups[0];
        assert_eq!(group.column("").unwrap(), &Column::from(vec![12.0, 10.0]));
        assert_eq!(group.days_summed("").unwrap(), &Column::from(vec![6.0, 5.0]));
        let days = group.days.as_ref().unwrap();
        assert_eq!(days.reported, Column::from(vec![7.0, 5.0]));
        let record = DoubtfulRecord { key: String::new(), day: day("2020-02-08"), value: 1e18 };
        assert_eq!(days.doubtful, [record]);
    }

    proptest! {
        #[test]
        fn any_step_adds_up_the_same_days(
            values in proptest::collection::vec(proptest::option::weighted(0.7, 0u32..50), 1..60),
            from in 0i32..60, length in 1i32..60, offset in 0i32..7,
        ) {
            let start = Day::CHARTS_START + offset;
            let values: Vec<Option<f64>> = values.into_iter().map(|v| v.map(f64::from)).collect();
            let columns = daily(start, &[("x", values.clone())]);
            let range = DayRange::new(start + from, start + from + length - 1).unwrap();
            let there: Vec<f64> = (from..from + length).filter_map(|i| *values.get(i as usize)?).collect();
            for step in Step::ALL {
                let sums = sums(&columns, step, range, Rules::default());
                let group = &sums.groups[0];
                let column = group.column("x").unwrap();
                prop_assert_eq!(column.len(), sums.rows);
                prop_assert_eq!(column.iter().flatten().sum::<f64>(), there.iter().sum::<f64>());
                let days = group.days_summed("x").unwrap();
                prop_assert_eq!(days.iter().flatten().sum::<f64>(), there.len() as f64);
                for row in 0..sums.rows {
                    prop_assert_eq!(column.get(row).is_none(), days.get(row) == Some(0.0));
                }
            }
        }
    }
}
