//! The short text that changes whenever an answer may.

use std::sync::Arc;

use rayon::prelude::*;
use rssac002_model::{Dataset, Field, Place, Rsi, Snapshot};

/// A 64-bit hash that stays the same across machines, compilers and releases, which the standard library's does not
/// promise. Not for secrets.
#[derive(Clone, Copy)]
pub(crate) struct Hash(u64);

impl Hash {
    /// The hash of nothing.
    pub(crate) fn new() -> Hash {
        Hash(0x243f_6a88_85a3_08d3)
    }

    /// Takes in eight octets.
    pub(crate) fn word(&mut self, word: u64) {
        let mixed = (self.0 ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ (mixed >> 29);
    }

    /// Takes in any octets, and how many.
    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        self.word(bytes.len() as u64);
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.word(u64::from_le_bytes(*word));
        }
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        self.word(u64::from_le_bytes(last));
    }

    /// The hash of what was taken in.
    pub(crate) fn finish(mut self) -> u64 {
        self.word(0x1319_8a2e_0370_7344);
        self.0
    }
}

/// The version of a snapshot: a hash over all that an answer can be made from.
pub(crate) fn of(snapshot: &Snapshot) -> String {
    let series: Vec<(Dataset, Rsi)> =
        Dataset::ALL.into_iter().flat_map(|d| Rsi::all().map(move |r| (d, r))).collect();
    let tables: Vec<u64> = series.par_iter().map(|(d, r)| of_series(snapshot, *d, *r)).collect();
    let places: Vec<u64> =
        Rsi::all().collect::<Vec<_>>().par_iter().map(|r| of_places(snapshot, *r)).collect();
    let mut hash = Hash::new();
    hash.word(snapshot.sample.into());
    tables.into_iter().chain(places).for_each(|h| hash.word(h));
    format!("{:016x}", hash.finish())
}

fn of_series(snapshot: &Snapshot, dataset: Dataset, rsi: Rsi) -> u64 {
    let table = snapshot.table(dataset);
    let keys: Vec<u64> = (0..table.key_count() as u32)
        .map(|id| {
            let mut hash = Hash::new();
            hash.bytes(table.key(id).as_bytes());
            hash.finish()
        })
        .collect();
    let mut hash = Hash::new();
    let Some(range) = table.series(rsi).range() else { return hash.finish() };
    hash.word(range.start().to_epoch() as u64);
    for day in range.days() {
        hash.word(table.series(rsi).status(day) as u64);
        let Some(cell) = table.cell(rsi, day) else {
            hash.word(u64::MAX);
            continue;
        };
        hash.word(cell.len() as u64);
        let (ids, values) = cell.raw();
        for (id, value) in ids.iter().zip(values) {
            hash.word(keys[*id as usize]);
            hash.word(if value.is_nan() { f64::NAN.to_bits() } else { value.to_bits() });
        }
    }
    hash.finish()
}

fn of_places(snapshot: &Snapshot, rsi: Rsi) -> u64 {
    let series = snapshot.instances(rsi);
    let mut hash = Hash::new();
    let Some(range) = series.range() else { return hash.finish() };
    hash.word(range.start().to_epoch() as u64);
    let mut last: Option<(&Arc<[Place]>, u64)> = None;
    for day in range.days() {
        hash.word(series.status(day) as u64);
        let Some(places) = series.places(day) else {
            hash.word(u64::MAX);
            continue;
        };
        let known = last.filter(|(list, _)| Arc::ptr_eq(list, places)).map(|(_, h)| h);
        let of_list = known.unwrap_or_else(|| of_list(places));
        last = Some((places, of_list));
        hash.word(of_list);
    }
    hash.finish()
}

fn of_list(places: &[Place]) -> u64 {
    fn field<T>(hash: &mut Hash, field: &Field<T>, value: impl Fn(&mut Hash, &T)) {
        match field {
            Field::Absent => hash.word(0),
            Field::Null => hash.word(1),
            Field::Value(v) => {
                hash.word(2);
                value(hash, v);
            }
        }
    }
    let mut hash = Hash::new();
    for place in places {
        for flag in [&place.ipv4, &place.ipv6] {
            field(&mut hash, flag, |h, v| h.word((*v).into()));
        }
        for number in [&place.latitude, &place.longitude, &place.count] {
            field(&mut hash, number, |h, v| h.word(v.to_bits()));
        }
        field(&mut hash, &place.town, |h, v| h.bytes(v.as_bytes()));
    }
    hash.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rssac002_model::{Day, DayStatus};

    /// Kept addresses and caches rest on these numbers: they must not change by accident.
    #[test]
    fn the_hash_is_the_same_everywhere() {
        let mut hash = Hash::new();
        hash.bytes(b"rssac002 and more");
        assert_eq!(hash.finish(), 0xf0b3_5545_88a8_3171);
    }

    #[test]
    fn every_difference_shows() {
        let day = Day::CHARTS_START;
        let make = |key: &str, value: f64, status| {
            let mut snapshot = Snapshot::default();
            let table = snapshot.table_mut(Dataset::RcodeVolume);
            let id = table.intern(key);
            table.series_mut(Rsi::A).push(day, status, Some(&[(id, value)]));
            of(&snapshot)
        };
        let base = make("0", 1.0, DayStatus::Clean);
        assert_eq!(base, make("0", 1.0, DayStatus::Clean));
        for other in [
            make("3", 1.0, DayStatus::Clean),
            make("0", 2.0, DayStatus::Clean),
            make("0", f64::NAN, DayStatus::Clean),
            make("0", 1.0, DayStatus::Repaired),
            of(&Snapshot::default()),
        ] {
            assert_ne!(base, other);
        }
    }
}
