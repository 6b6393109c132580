//! Finished bodies, kept in memory up to a number of octets.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::body::Bytes;

/// Bodies by entity tag, which names snapshot, question and coding. The one not used for longest leaves first.
pub struct BodyCache {
    inner: Mutex<Inner>,
    capacity: usize,
}

#[derive(Default)]
struct Inner {
    entries: HashMap<String, Entry>,
    octets: usize,
    /// Counts uses; the entry with the smallest number was not used for longest.
    clock: u64,
}

struct Entry {
    body: Bytes,
    used: u64,
}

/// What an entry costs beside its body: tag, map and bookkeeping, roughly.
const ENTRY_COST: usize = 200;

impl BodyCache {
    /// An empty cache that holds up to this many octets.
    pub fn new(capacity: usize) -> BodyCache {
        BodyCache { inner: Mutex::default(), capacity }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        // A panic in another thread leaves at worst a wrong count of octets.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The body with this tag.
    pub fn get(&self, tag: &str) -> Option<Bytes> {
        let mut inner = self.lock();
        inner.clock += 1;
        let now = inner.clock;
        let entry = inner.entries.get_mut(tag)?;
        entry.used = now;
        Some(entry.body.clone())
    }

    /// Keeps a body; one that would fill more than a quarter of the cache is not kept.
    pub fn put(&self, tag: &str, body: Bytes) {
        let cost = body.len() + ENTRY_COST;
        if cost > self.capacity / 4 {
            return;
        }
        let mut inner = self.lock();
        inner.clock += 1;
        let used = inner.clock;
        if let Some(old) = inner.entries.insert(tag.to_owned(), Entry { body, used }) {
            inner.octets -= old.body.len() + ENTRY_COST;
        }
        inner.octets += cost;
        while inner.octets > self.capacity {
            // A few hundred entries at most: looking at all of them is cheaper than keeping them in order.
            let Some(oldest) = inner.entries.iter().min_by_key(|(_, e)| e.used).map(|(tag, _)| tag.clone())
            else {
                break;
            };
            if let Some(gone) = inner.entries.remove(&oldest) {
                inner.octets -= gone.body.len() + ENTRY_COST;
            }
        }
    }

    /// Forgets everything: for when the snapshot was swapped.
    pub fn clear(&self) {
        let mut inner = self.lock();
        inner.entries.clear();
        inner.octets = 0;
    }

    /// How many bodies are kept, and their octets.
    pub fn size(&self) -> (usize, usize) {
        let inner = self.lock();
        (inner.entries.len(), inner.octets)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_one_not_used_for_longest_leaves_first() {
        let cache = BodyCache::new(4 * (1000 + ENTRY_COST));
        let body = || Bytes::from(vec![0; 1000]);
        ["a", "b", "c", "d"].into_iter().for_each(|tag| cache.put(tag, body()));
        assert!(cache.get("a").is_some());
        cache.put("e", body());
        assert!(cache.get("b").is_none());
        assert!(["a", "c", "d", "e"].into_iter().all(|tag| cache.get(tag).is_some()));
        cache.put("huge", Bytes::from(vec![0; 2000]));
        assert!(cache.get("huge").is_none());
        cache.clear();
        assert_eq!(cache.size(), (0, 0));
    }

    proptest! {
        #[test]
        fn it_never_holds_more_than_it_may(puts in proptest::collection::vec((0u8..20, 0usize..2000), 0..200)) {
            let cache = BodyCache::new(10_000);
            for (tag, size) in puts {
                cache.put(&tag.to_string(), Bytes::from(vec![tag; size]));
                prop_assert!(cache.size().1 <= 10_000);
            }
            let inner = cache.lock();
            let held: usize = inner.entries.values().map(|e| e.body.len() + ENTRY_COST).sum();
            prop_assert_eq!(held, inner.octets);
        }
    }
}
