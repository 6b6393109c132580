//! Values in order.

/// Items from the one with the greatest value on; those with equal ones stay as they were. NaN stands above all.
pub fn greatest_first<T>(items: Vec<T>, value: impl Fn(&T) -> f64) -> Vec<T> {
    // Places are sorted and not the items: the standard library's sort is compiled once then, not for each type.
    let order = descending(&items.iter().map(value).collect::<Vec<_>>());
    let mut items: Vec<Option<T>> = items.into_iter().map(Some).collect();
    order.into_iter().filter_map(|at| items[at].take()).collect()
}

fn descending(values: &[f64]) -> Vec<usize> {
    let mut places: Vec<usize> = (0..values.len()).collect();
    places.sort_by(|a, b| values[*b].total_cmp(&values[*a]));
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_place_is_there_once_and_none_stands_above_a_greater_one(values in proptest::collection::vec(-3i8..3, 0..40)) {
            let values: Vec<f64> = values.into_iter().map(f64::from).collect();
            let places: Vec<usize> = greatest_first((0..values.len()).collect(), |at| values[*at]);
            let mut all = places.clone();
            all.sort_unstable();
            prop_assert_eq!(all, (0..values.len()).collect::<Vec<_>>());
            for pair in places.windows(2) {
                let (a, b) = (values[pair[0]], values[pair[1]]);
                prop_assert!(a > b || (a == b && pair[0] < pair[1]));
            }
        }
    }
}
