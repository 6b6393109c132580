//! Finished bodies, kept in memory up to a number of octets.

use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::body::Bytes;
use lru::LruCache;

/// Bodies by entity tag, which names snapshot, question and coding. The one not used for longest leaves first.
pub struct BodyCache {
    inner: Mutex<Inner>,
    capacity: usize,
}

struct Inner {
    entries: LruCache<String, Bytes>,
    octets: usize,
}

/// What an entry costs beside its body: tag, map and bookkeeping, roughly.
const ENTRY_COST: usize = 200;

impl BodyCache {
    /// An empty cache that holds up to this many octets.
    pub fn new(capacity: usize) -> BodyCache {
        BodyCache { inner: Mutex::new(Inner { entries: LruCache::unbounded(), octets: 0 }), capacity }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        // A panic in another thread leaves at worst a wrong count of octets.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The body with this tag.
    pub fn get(&self, tag: &str) -> Option<Bytes> {
        self.lock().entries.get(tag).cloned()
    }

    /// Keeps a body; one that would fill more than a quarter of the cache is not kept.
    pub fn put(&self, tag: &str, body: Bytes) {
        let cost = body.len() + ENTRY_COST;
        if cost > self.capacity / 4 {
            return;
        }
        let mut inner = self.lock();
        if let Some(old) = inner.entries.put(tag.to_owned(), body) {
            inner.octets -= old.len() + ENTRY_COST;
        }
        inner.octets += cost;
        while inner.octets > self.capacity {
            let Some((_, gone)) = inner.entries.pop_lru() else { break };
            inner.octets -= gone.len() + ENTRY_COST;
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
            let held: usize = inner.entries.iter().map(|(_, body)| body.len() + ENTRY_COST).sum();
            prop_assert_eq!(held, inner.octets);
        }
    }
}
