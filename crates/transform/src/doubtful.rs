//! Values far outside their series' history: published counts such as 10^18 that flatten ten years to a line at
//! zero (charts.md, "Where the published charts mislead").

use rssac002_model::{Column, Day, DayRange};

/// How many times the median of its series a value has to exceed to be doubtful. The largest attacks on record
/// raised a letter's daily count by less than ten times; a mistaken count is off by many orders of magnitude.
pub const FACTOR: f64 = 100.0;

/// A series shorter than this has no history to be outside of.
const LEAST_HISTORY: usize = 30;

/// The rows whose value is more than [`FACTOR`] times the median of the column's values above zero, in order.
/// Empty for columns with fewer than 30 such values.
pub fn doubtful_rows(daily: &Column) -> Vec<usize> {
    let mut history: Vec<f64> = daily.raw().iter().copied().filter(|v| *v > 0.0).collect();
    if history.len() < LEAST_HISTORY {
        return Vec::new();
    }
    let middle = history.len() / 2;
    history.sort_unstable_by(f64::total_cmp);
    let limit = history[middle] * FACTOR;
    daily.raw().iter().enumerate().filter(|(_, v)| **v > limit).map(|(row, _)| row).collect()
}

/// The same by these days only, in rows of the whole column, whose first row is the day `first`: more days may be held
/// than were asked for, and what is doubtful must not depend on that.
pub fn doubtful_in(daily: &Column, first: Day, history: DayRange) -> Vec<usize> {
    let row = |day: Day| (day - first).clamp(0, daily.len() as i32) as usize;
    let (from, to) = (row(history.start()), row(history.end() + 1));
    let known = Column::from(daily.raw()[from..to].to_vec());
    doubtful_rows(&known).into_iter().map(|row| from + row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_that_were_not_asked_for_are_no_history() {
        let mut values = vec![1.0; 40];
        values.extend(vec![1000.0; 40]);
        values[60] = 1e6;
        let column = Column::from(values);
        let first = Day::CHARTS_START;
        let days = |from: i32, to: i32| DayRange::new(first + from, first + to).unwrap();
        assert_eq!(doubtful_in(&column, first, days(40, 79)), [60]);
        assert_eq!(doubtful_in(&column, first, days(40, 59)), [0usize; 0]);
        assert_eq!(doubtful_in(&column, first, days(-50, 200)), doubtful_rows(&column));
        assert_eq!(doubtful_in(&column, first, days(100, 200)), [0usize; 0]);
    }

    #[test]
    fn only_what_is_far_outside_is_doubtful() {
        let mut values: Vec<f64> = (0..200).map(|i| 4e9 + f64::from(i) * 1e7).collect();
        values[50] = 3.5e10;
        values[90] = 1e18;
        values[91] = f64::NAN;
        values[92] = 0.0;
        assert_eq!(doubtful_rows(&Column::from(values)), [90]);
    }

    #[test]
    fn a_short_series_has_no_history() {
        let mut values = vec![1.0; 20];
        values[3] = 1e18;
        assert_eq!(doubtful_rows(&Column::from(values)), [0usize; 0]);
        assert_eq!(doubtful_rows(&Column::from(vec![0.0; 100])), [0usize; 0]);
    }
}
