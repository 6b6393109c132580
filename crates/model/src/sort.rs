//! Sorting small lists in little code.
//!
//! The standard library's sort is fast, and some 4 kB of WebAssembly for each type and comparison that it is used with.
//! Lists of letters, slices and labels are short, so the web app sorts them all by one function; long lists of numbers
//! go to `sort_unstable_by`.

use std::cmp::Ordering;

/// Sorts by a comparison; what compares equal stays in its order.
pub fn sort_by<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let mut order = order(items.len(), &|a, b| compare(&items[a], &items[b]));
    // Item by item to its place, around each cycle of the order.
    for start in 0..items.len() {
        let mut at = start;
        while order[at] != start {
            let from = std::mem::replace(&mut order[at], at);
            items.swap(at, from);
            at = from;
        }
        order[at] = at;
    }
}

/// The places 0 to `count`, sorted: a merge sort.
fn order(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut sorted: Vec<usize> = (0..count).collect();
    let mut width = 1;
    while width < count {
        let mut next = Vec::with_capacity(count);
        for pair in sorted.chunks(2 * width) {
            let (mut left, mut right) = pair.split_at(width.min(pair.len()));
            while let (Some(l), Some(r)) = (left.first(), right.first()) {
                let side = if compare(*l, *r).is_gt() { &mut right } else { &mut left };
                next.push(side[0]);
                *side = &side[1..];
            }
            next.extend_from_slice(left);
            next.extend_from_slice(right);
        }
        sorted = next;
        width *= 2;
    }
    sorted
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "what it is compared with")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sorts_as_the_standard_library_does(mut items in proptest::collection::vec((0..9u8, any::<u8>()), 0..99)) {
            let mut expected = items.clone();
            expected.sort_by_key(|item| item.0);
            sort_by(&mut items, |a, b| a.0.cmp(&b.0));
            prop_assert_eq!(items, expected);
        }
    }
}
