//! Shares of a total.

use rssac002_model::Column;

use super::sum;

/// Each column's share of the total of all, in percent. Where the total is zero or missing, every share is missing;
/// a column that misses a row has no share of it, and the others' shares sum to 100.
pub fn shares(columns: &[Column]) -> Vec<Column> {
    let total = sum(columns);
    let share = |column: &Column| {
        let of_total = |(value, total): (Option<f64>, Option<f64>)| match (value, total) {
            (Some(value), Some(total)) if total > 0.0 => Some(100.0 * value / total),
            _ => None,
        };
        column.iter().zip(total.iter()).map(of_total).collect()
    };
    columns.iter().map(share).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn shares_sum_to_100_or_are_missing(
            rows in proptest::collection::vec(
                proptest::collection::vec(proptest::option::weighted(0.8, 0u64..1 << 50), 4), 1..30),
        ) {
            let column = |i: usize| -> Column { rows.iter().map(|r| r[i].map(|v| v as f64)).collect() };
            let columns: Vec<Column> = (0..4).map(column).collect();
            let shares = shares(&columns);
            for row in 0..rows.len() {
                let there: Vec<f64> = shares.iter().filter_map(|s| s.get(row)).collect();
                let total: f64 = columns.iter().filter_map(|c| c.get(row)).sum();
                prop_assert_eq!(there.is_empty(), total == 0.0);
                if !there.is_empty() {
                    prop_assert!((there.iter().sum::<f64>() - 100.0).abs() < 1e-9);
                    prop_assert!(there.iter().all(|s| (0.0..=100.0 + 1e-9).contains(s)));
                }
            }
        }
    }
}
