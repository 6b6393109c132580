//! Files are read a batch at a time, so that no more is held than one of them.

use std::ops::Range;

use crate::read::MAX_OCTETS;

/// Files that are read before what they held is put away: enough to keep all cores busy, few enough to stay small.
const BATCH: usize = 2048;

/// Octets of a batch of large files.
const BATCH_OCTETS: u64 = 8 << 20;

/// Parts what is to be read into what is held at a time; of each item it is given its octets.
pub(crate) fn batches(octets: impl Iterator<Item = u64>) -> Vec<Range<usize>> {
    let mut batches = Vec::new();
    let (mut batch, mut held) = (0..0, 0);
    for octets in octets {
        // What is larger than that is not read.
        let octets = octets.min(MAX_OCTETS);
        if batch.len() == BATCH || (!batch.is_empty() && held + octets > BATCH_OCTETS) {
            batches.push(batch.clone());
            (batch, held) = (batch.end..batch.end, 0);
        }
        batch.end += 1;
        held += octets;
    }
    batches.push(batch);
    batches
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn batches_hold_all_in_order_and_are_no_larger_than_they_need_be(
            octets in prop::collection::vec(prop_oneof![Just(0), 1u64..(6 << 20), 1u64..5000], 0..5000),
        ) {
            let batches = batches(octets.iter().copied());
            let all: Vec<usize> = batches.iter().cloned().flatten().collect();
            prop_assert_eq!(all, Vec::from_iter(0..octets.len()));
            let held = |batch: &Range<usize>| octets[batch.clone()].iter().map(|o| (*o).min(MAX_OCTETS)).sum::<u64>();
            for batch in &batches {
                prop_assert!(batch.len() <= BATCH && (batch.len() == 1 || held(batch) <= BATCH_OCTETS));
            }
            for pair in batches.windows(2) {
                prop_assert!(pair[0].len() == BATCH || held(&(pair[0].start..pair[1].start + 1)) > BATCH_OCTETS);
            }
        }
    }
}
