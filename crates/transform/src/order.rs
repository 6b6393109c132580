//! Values in order.

use std::cmp::Ordering;

/// Items from the one with the greatest value on; those with equal ones stay as they were. NaN stands above all.
pub fn greatest_first<T>(items: Vec<T>, value: impl Fn(&T) -> f64) -> Vec<T> {
    // Places are sorted and not the items: the standard library's sort is compiled once then, not for each type.
    let order = descending(&items.iter().map(value).collect::<Vec<_>>());
    let mut items: Vec<Option<T>> = items.into_iter().map(Some).collect();
    order.into_iter().filter_map(|at| items[at].take()).collect()
}

fn descending(values: &[f64]) -> Vec<usize> {
    places(values.len(), &mut |a, b| values[b].total_cmp(&values[a]))
}

/// The places of so many items in an order; equal ones stay as they were. (The comparison is no parameter of type, so that
/// this is compiled once.)
pub fn places(count: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..count).collect();
    places.sort_by(|a, b| compare(*a, *b));
    places
}

/// Numbers from the least on, each once. There are a few.
pub fn each_once(numbers: Vec<usize>) -> Vec<usize> {
    let mut sorted: Vec<usize> = Vec::with_capacity(numbers.len());
    for number in numbers {
        if let Err(at) = sorted.binary_search(&number) {
            sorted.insert(at, number);
        }
    }
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn each_number_is_there_once_and_in_order(numbers in proptest::collection::vec(0usize..50, 0..80)) {
            let set: std::collections::BTreeSet<usize> = numbers.iter().copied().collect();
            prop_assert_eq!(each_once(numbers), set.into_iter().collect::<Vec<_>>());
        }

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
