//! Values in order.

/// The places of values in a list, from the greatest value on; equal ones stay as they were. NaN stands above all.
pub fn descending(values: &[f64]) -> Vec<usize> {
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
            let places = descending(&values);
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
