//! The numbers of a request, row by row: a day's or a week's, of one letter or of the sum of letters.
//!
//! Both shapes of answer are written from these rows, so their numbers are the same.

use rssac002_model::metric::UNIQUE_SOURCES_KEYS;
use rssac002_model::{Dataset, Day, Endpoint, Interval, Rsi, Snapshot, Table};

use super::request::Request;

/// A key's number and its value, NaN for null.
pub type Entry = (u32, f64);

/// Where the numbers of an endpoint stand.
enum Counts<'a> {
    Table(&'a Table),
    /// Instances by IP version: key 0 is `ipv4`, key 1 `ipv6`.
    Instances,
}

/// A request on a snapshot.
pub struct Numbers<'a> {
    snapshot: &'a Snapshot,
    request: &'a Request,
    counts: Counts<'a>,
    /// The keys of the direction asked for with `totals`.
    total_of: Option<Vec<u32>>,
}

impl<'a> Numbers<'a> {
    /// The numbers of a request; `None` for instances-detail, which answers places.
    pub fn new(snapshot: &'a Snapshot, request: &'a Request) -> Option<Numbers<'a>> {
        let counts = match request.endpoint {
            Endpoint::Data(dataset) => Counts::Table(snapshot.table(dataset)),
            Endpoint::InstancesCount => Counts::Instances,
            Endpoint::InstancesDetail => return None,
        };
        let total_of = match (&counts, request.totals) {
            (Counts::Table(table), Some(direction)) => {
                Some(direction.keys().iter().filter_map(|key| table.key_id(key)).collect())
            }
            _ => None,
        };
        Some(Numbers { snapshot, request, counts, total_of })
    }

    /// The key with this number. Totals have none.
    pub fn key(&self, id: u32) -> &str {
        match (&self.counts, &self.total_of) {
            (_, Some(_)) => "",
            (Counts::Table(table), None) => table.key(id),
            (Counts::Instances, None) => ["ipv4", "ipv6"][id as usize & 1],
        }
    }

    /// How many numbers of keys there are.
    pub fn key_count(&self) -> usize {
        match (&self.counts, &self.total_of) {
            (_, Some(_)) => 1,
            (Counts::Table(table), None) => table.key_count(),
            (Counts::Instances, None) => 2,
        }
    }

    /// Numbers of keys in one order that does not depend on how the snapshot was made: as published where the keys
    /// are fixed, else by their leading number (`16-31` before `128-143`).
    pub fn sort_keys(&self, ids: &mut [u32]) {
        let fixed: &[&str] = match self.request.endpoint {
            Endpoint::Data(Dataset::TrafficVolume) => &rssac002_model::metric::TRAFFIC_VOLUME_KEYS,
            Endpoint::Data(Dataset::UniqueSources) => &UNIQUE_SOURCES_KEYS,
            _ => &[],
        };
        ids.sort_by_cached_key(|id| {
            let key = self.key(*id);
            let digits = key.bytes().take_while(u8::is_ascii_digit).count();
            let number = key[..digits].parse().unwrap_or(u64::MAX);
            (fixed.iter().position(|k| *k == key), number, key.to_owned())
        });
    }

    /// Calls `each` with every row of one letter in order: `None` where no day of the row is held, else the values. Ends at
    /// its first error.
    pub fn letter<E>(
        &self,
        rsi: Rsi,
        mut each: impl FnMut(usize, Option<&[Entry]>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut scratch = Scratch::new(self.key_count());
        for row in 0..self.request.rows() {
            let held = self.letter_row(rsi, row, &mut scratch);
            each(row, held.then_some(scratch.entries.as_slice()))?;
        }
        Ok(())
    }

    /// The same for the sum of all letters asked for. Nulls count as 0.
    pub fn sum<E>(&self, mut each: impl FnMut(usize, Option<&[Entry]>) -> Result<(), E>) -> Result<(), E> {
        let mut scratch = Scratch::new(self.key_count());
        let mut sum = Adder::new(self.key_count());
        let mut entries = Vec::new();
        for row in 0..self.request.rows() {
            let mut held = false;
            let mut first = true;
            let mut first_held = false;
            for rsi in self.request.rsi.iter() {
                let has = self.letter_row(rsi, row, &mut scratch);
                first_held |= first && has;
                first = false;
                held |= has;
                if has {
                    scratch.entries.iter().for_each(|(key, value)| sum.add(*key, *value));
                }
            }
            sum.take(&mut entries);
            // Where the first letter has no day of the week and the others only empty maps, the published sum stays
            // the 0 of the first letter's week.
            if self.request.step == Interval::Week && entries.is_empty() && !first_held {
                held = false;
            }
            each(row, held.then_some(entries.as_slice()))?;
        }
        Ok(())
    }

    /// Puts one letter's values of a row into the scratch; false where none of its days is held.
    fn letter_row(&self, rsi: Rsi, row: usize, scratch: &mut Scratch) -> bool {
        let start = self.request.row_start(row);
        if self.request.step == Interval::Day {
            scratch.entries.clear();
            return self.day(rsi, start, &mut scratch.entries);
        }
        let mut held = false;
        for day in 0..7 {
            scratch.entries.clear();
            if self.day(rsi, start + day, &mut scratch.entries) {
                held = true;
                scratch.entries.iter().for_each(|(key, value)| scratch.week.add(*key, *value));
            }
        }
        scratch.week.take(&mut scratch.entries);
        held
    }

    /// Appends one letter's values of a day; false where the day is missing.
    fn day(&self, rsi: Rsi, day: Day, out: &mut Vec<Entry>) -> bool {
        match &self.counts {
            Counts::Instances => match self.snapshot.instances(rsi).count(day) {
                Some((ipv4, ipv6)) => out.extend([(0, ipv4), (1, ipv6)]),
                None => return false,
            },
            Counts::Table(table) => {
                let Some(cell) = table.cell(rsi, day) else { return false };
                let (keys, values) = cell.raw();
                let entries = keys.iter().copied().zip(values.iter().copied());
                match &self.total_of {
                    None => out.extend(entries),
                    Some(of) => {
                        // Four nulls make a total of 0.
                        let counted = entries.filter(|(key, value)| of.contains(key) && !value.is_nan());
                        out.push((0, counted.fold(0.0, |total, (_, value)| total + value)));
                    }
                }
            }
        }
        true
    }
}

/// What a row is made in, kept from row to row.
struct Scratch {
    entries: Vec<Entry>,
    week: Adder,
}

impl Scratch {
    fn new(keys: usize) -> Scratch {
        Scratch { entries: Vec::new(), week: Adder::new(keys) }
    }
}

/// Sums by key, in order of first sight.
struct Adder {
    sums: Vec<Option<f64>>,
    order: Vec<u32>,
}

impl Adder {
    fn new(keys: usize) -> Adder {
        Adder { sums: vec![None; keys], order: Vec::new() }
    }

    /// Adds a value; null (NaN) adds nothing, but the key is there.
    fn add(&mut self, key: u32, value: f64) {
        let Some(sum) = self.sums.get_mut(key as usize) else { return };
        if sum.is_none() {
            self.order.push(key);
        }
        *sum = Some(sum.unwrap_or(0.0) + if value.is_nan() { 0.0 } else { value });
    }

    /// Moves the sums out and is empty again.
    fn take(&mut self, out: &mut Vec<Entry>) {
        out.clear();
        for key in self.order.drain(..) {
            if let Some(sum) = self.sums[key as usize].take() {
                out.push((key, sum));
            }
        }
    }
}
