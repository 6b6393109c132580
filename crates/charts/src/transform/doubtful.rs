//! Values far outside their series' history: published counts such as 10^18 that flatten ten years to a line at
//! zero (charts.md, "Where the published charts mislead").

use rssac002_model::Column;

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
    let (_, median, _) = history.select_nth_unstable_by(middle, f64::total_cmp);
    let limit = *median * FACTOR;
    daily.raw().iter().enumerate().filter(|(_, v)| **v > limit).map(|(row, _)| row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

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
