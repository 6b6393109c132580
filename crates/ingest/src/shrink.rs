//! Whether a store would lose days.
//!
//! Files are mended, and now and then one is taken back. But where many days go at once, a disk is not there, or a copy was cut
//! off, and the store is what is left of them.

use rssac002_model::{Day, DayStatus, Metric, Rsi};

use crate::source::Source;
use crate::store::Stored;

/// One in so many days may go.
const ONE_IN: usize = 20;

/// What a store would lose.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Shrink {
    /// Days of letters and metrics that would no longer be held.
    pub(crate) lost: usize,
    /// How many are held now.
    pub(crate) held: usize,
    /// Sources of which nothing would be left.
    pub(crate) whole: Vec<Source>,
}

type Key = (Metric, Rsi, Day);

fn held(stored: &Stored) -> impl Iterator<Item = (Source, Key)> {
    let read = stored.files.iter().filter(|f| matches!(f.status, DayStatus::Clean | DayStatus::Repaired));
    read.filter_map(|f| f.of.map(|(rsi, day)| (f.source, (f.metric, rsi, day))))
}

/// What the new store lacks of the old one; `None` where that is within what is usual: up to 5% of the days, and no whole source.
pub(crate) fn shrink(old: &Stored, new: &Stored) -> Option<Shrink> {
    let keys = |stored: &Stored| {
        // Files are in this order already.
        let mut keys: Vec<Key> = held(stored).map(|(_, key)| key).collect();
        keys.dedup();
        keys
    };
    let (before, there) = (keys(old), keys(new));
    let is_there = |key: &Key| there.binary_search(key).is_ok();
    let lost = before.iter().filter(|key| !is_there(key)).count();
    let has =
        |source: Source, still: bool| held(old).any(|(of, key)| of == source && (!still || is_there(&key)));
    let whole: Vec<Source> =
        Source::ALL.into_iter().filter(|source| has(*source, false) && !has(*source, true)).collect();
    let much = lost * ONE_IN > before.len() || !whole.is_empty();
    much.then_some(Shrink { lost, held: before.len(), whole })
}
