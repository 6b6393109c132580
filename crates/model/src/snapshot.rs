//! Everything held at one moment, in memory: numbers by data set, letter and day; places by letter and day.

use std::sync::Arc;

use crate::{Dataset, Day, DayRange, Metric, Rsi};

/// How a letter's file of one day came through.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum DayStatus {
    /// No file.
    #[default]
    Missing,
    /// A file, but it could not be read: the day is missing.
    Refused,
    /// Read, with something in it left out or read in the only way that made sense.
    Repaired,
    /// Read as it is.
    Clean,
}

/// The numbers of one day, in the file's order. Empty where a file held none.
#[derive(Clone, Copy, Debug)]
pub struct Cell<'a> {
    table: &'a Table,
    keys: &'a [u32],
    values: &'a [f64],
}

impl<'a> Cell<'a> {
    /// Key and value, `None` for null, in the file's order.
    pub fn iter(self) -> impl ExactSizeIterator<Item = (&'a str, Option<f64>)> {
        self.keys.iter().zip(self.values).map(move |(k, v)| (self.table.key(*k), (!v.is_nan()).then_some(*v)))
    }

    /// Numbers of keys (see [`Table::key`]) and raw values, NaN for null, for loops that are measured.
    pub fn raw(self) -> (&'a [u32], &'a [f64]) {
        (self.keys, self.values)
    }

    /// The value of a key: outer `None` where the day has no such key, inner where it is null.
    pub fn get(self, key: &str) -> Option<Option<f64>> {
        self.iter().find(|(k, _)| *k == key).map(|(_, v)| v)
    }

    /// How many keys.
    pub fn len(self) -> usize {
        self.keys.len()
    }

    /// Whether the day has no key.
    pub fn is_empty(self) -> bool {
        self.keys.is_empty()
    }
}

/// One letter's days of one data set: consecutive days from `first` on, each missing or a run of numbers.
#[derive(Clone, Debug, Default)]
pub struct DaySeries {
    first: Day,
    status: Vec<DayStatus>,
    held: Vec<bool>,
    /// `ends[i]` is where day `i`'s run ends; it begins where the day before ended.
    ends: Vec<u32>,
    keys: Vec<u32>,
    values: Vec<f64>,
}

impl DaySeries {
    /// A series without days, with room for so many of them and for so many numbers.
    pub fn with_capacity(days: usize, numbers: usize) -> DaySeries {
        DaySeries {
            first: Day::default(),
            status: Vec::with_capacity(days),
            held: Vec::with_capacity(days),
            ends: Vec::with_capacity(days),
            keys: Vec::with_capacity(numbers),
            values: Vec::with_capacity(numbers),
        }
    }

    /// Gives its keys other numbers: key `n` becomes `numbers[n]`.
    ///
    /// # Panics
    /// If it has a key without a new number.
    pub fn renumber(&mut self, numbers: &[u32]) {
        for key in &mut self.keys {
            *key = numbers[*key as usize];
        }
    }

    /// The days from the first to the last one pushed; `None` if there are none.
    pub fn range(&self) -> Option<DayRange> {
        DayRange::new(self.first, self.first + (self.status.len() as i32 - 1))
    }

    /// Appends a day. Days come in ascending order; days left out become missing.
    ///
    /// `entries` is `None` where the day is missing, else key numbers (see [`Table::intern`]) and values, NaN for
    /// null. A day that is not after the last one is ignored, and `false` is returned.
    pub fn push(&mut self, day: Day, status: DayStatus, entries: Option<&[(u32, f64)]>) -> bool {
        if self.status.is_empty() {
            self.first = day;
        }
        let at = day - self.first;
        if at < self.status.len() as i32 {
            return false;
        }
        let at = at as usize;
        let end = self.keys.len() as u32;
        self.status.resize(at, DayStatus::Missing);
        self.held.resize(at, false);
        self.ends.resize(at, end);
        if let Some(entries) = entries {
            self.keys.extend(entries.iter().map(|e| e.0));
            self.values.extend(entries.iter().map(|e| e.1));
        }
        self.status.push(status);
        self.held.push(entries.is_some());
        self.ends.push(self.keys.len() as u32);
        true
    }

    /// How that day's file came through; [`DayStatus::Missing`] outside the range.
    pub fn status(&self, day: Day) -> DayStatus {
        usize::try_from(day - self.first).ok().and_then(|i| self.status.get(i)).copied().unwrap_or_default()
    }

    /// How many numbers the days of a range have.
    pub fn numbers(&self, range: DayRange) -> usize {
        let before = |day: Day| {
            let days = usize::try_from(day - self.first).unwrap_or(0).min(self.ends.len());
            days.checked_sub(1).map_or(0, |last| self.ends[last] as usize)
        };
        before(range.end() + 1) - before(range.start())
    }

    fn run(&self, day: Day) -> Option<(&[u32], &[f64])> {
        let i = usize::try_from(day - self.first).ok()?;
        if !*self.held.get(i)? {
            return None;
        }
        let from = if i == 0 { 0 } else { self.ends[i - 1] as usize };
        let to = self.ends[i] as usize;
        Some((&self.keys[from..to], &self.values[from..to]))
    }
}

/// One data set: its keys and every letter's days.
#[derive(Clone, Debug, Default)]
pub struct Table {
    keys: Vec<Box<str>>,
    index: std::collections::HashMap<Box<str>, u32>,
    series: [DaySeries; Rsi::COUNT],
}

impl Table {
    /// The number of a key, given out at its first use.
    pub fn intern(&mut self, key: &str) -> u32 {
        if let Some(id) = self.index.get(key) {
            return *id;
        }
        let id = self.keys.len() as u32;
        self.keys.push(key.into());
        self.index.insert(key.into(), id);
        id
    }

    /// The key with this number. Numbers are those that [`Table::intern`] gave.
    pub fn key(&self, id: u32) -> &str {
        &self.keys[id as usize]
    }

    /// The number of a key, if it was ever used.
    pub fn key_id(&self, key: &str) -> Option<u32> {
        self.index.get(key).copied()
    }

    /// The keys that were ever used, by number.
    pub fn keys(&self) -> impl ExactSizeIterator<Item = &str> {
        self.keys.iter().map(AsRef::as_ref)
    }

    /// How many keys were ever used.
    pub fn key_count(&self) -> usize {
        self.keys.len()
    }

    /// A letter's days.
    pub fn series(&self, rsi: Rsi) -> &DaySeries {
        &self.series[rsi.index()]
    }

    /// A letter's days, to append to.
    pub fn series_mut(&mut self, rsi: Rsi) -> &mut DaySeries {
        &mut self.series[rsi.index()]
    }

    /// A letter's numbers of one day; `None` where the day is missing.
    pub fn cell(&self, rsi: Rsi, day: Day) -> Option<Cell<'_>> {
        let (keys, values) = self.series(rsi).run(day)?;
        Some(Cell { table: self, keys, values })
    }
}

/// A field of an instance file: not there, there without a usable value, or a value.
#[derive(Clone, PartialEq, Debug, Default)]
pub enum Field<T> {
    /// The key is not in the file.
    #[default]
    Absent,
    /// The key is there; what it holds is no value of its type.
    Null,
    /// A value.
    Value(T),
}

impl<T> Field<T> {
    /// The value, if there is one.
    pub fn value(&self) -> Option<&T> {
        match self {
            Field::Value(v) => Some(v),
            _ => None,
        }
    }
}

/// A place with instances, as one letter's file of one day names it.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Place {
    /// Reachable over IPv4. A place without the key counts as IPv4.
    pub ipv4: Field<bool>,
    /// Reachable over IPv6.
    pub ipv6: Field<bool>,
    /// Degrees north, not checked for range.
    pub latitude: Field<f64>,
    /// Degrees east, not checked for range.
    pub longitude: Field<f64>,
    /// How many instances.
    pub count: Field<f64>,
    /// The town, cleaned as the published API does.
    pub town: Field<String>,
}

impl Place {
    /// The count that it adds to the letter's totals; 0 where it has none.
    pub fn instances(&self) -> f64 {
        self.count.value().copied().unwrap_or(0.0)
    }
}

/// One letter's places by day. Lists that repeat from day to day are kept once.
#[derive(Clone, Debug, Default)]
pub struct InstanceSeries {
    first: Day,
    status: Vec<DayStatus>,
    days: Vec<Option<Listed>>,
}

/// The places of a day, and how many instances they have over IPv4 and over IPv6.
#[derive(Clone, Debug)]
struct Listed {
    places: Arc<[Place]>,
    count: (f64, f64),
}

impl From<Arc<[Place]>> for Listed {
    fn from(places: Arc<[Place]>) -> Listed {
        let ipv4 = places.iter().filter(|p| matches!(p.ipv4, Field::Absent | Field::Value(true)));
        let ipv6 = places.iter().filter(|p| p.ipv6 == Field::Value(true));
        let count = (ipv4.map(Place::instances).sum(), ipv6.map(Place::instances).sum());
        Listed { places, count }
    }
}

impl InstanceSeries {
    /// The days from the first to the last one pushed; `None` if there are none.
    pub fn range(&self) -> Option<DayRange> {
        DayRange::new(self.first, self.first + (self.status.len() as i32 - 1))
    }

    /// Appends a day, as [`DaySeries::push`]. A list equal to the day before's is shared with it.
    pub fn push(&mut self, day: Day, status: DayStatus, places: Option<Arc<[Place]>>) -> bool {
        if self.status.is_empty() {
            self.first = day;
        }
        let at = day - self.first;
        if at < self.status.len() as i32 {
            return false;
        }
        self.status.resize(at as usize, DayStatus::Missing);
        self.days.resize(at as usize, None);
        let shared = places.map(|new| match self.days.iter().rev().flatten().next() {
            Some(last) if Arc::ptr_eq(&last.places, &new) || *last.places == *new => last.clone(),
            _ => new.into(),
        });
        self.status.push(status);
        self.days.push(shared);
        true
    }

    /// How that day's file came through.
    pub fn status(&self, day: Day) -> DayStatus {
        usize::try_from(day - self.first).ok().and_then(|i| self.status.get(i)).copied().unwrap_or_default()
    }

    /// The places of a day; `None` where the day is missing.
    pub fn places(&self, day: Day) -> Option<&Arc<[Place]>> {
        Some(&self.listed(day)?.places)
    }

    /// Instances of a day: over IPv4 and over IPv6. A place without an IPv4 key counts as IPv4 (data.md).
    pub fn count(&self, day: Day) -> Option<(f64, f64)> {
        Some(self.listed(day)?.count)
    }

    fn listed(&self, day: Day) -> Option<&Listed> {
        usize::try_from(day - self.first).ok().and_then(|i| self.days.get(i))?.as_ref()
    }
}

/// Everything held at one moment. Made once and then only read.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    /// A short text that changes whenever an answer may: the base of every ETag.
    pub version: String,
    /// Whether the numbers are made up; pages and answers say so.
    pub sample: bool,
    tables: [Table; 9],
    instances: [InstanceSeries; Rsi::COUNT],
}

impl Snapshot {
    /// A data set.
    pub fn table(&self, dataset: Dataset) -> &Table {
        &self.tables[dataset.index()]
    }

    /// A data set, to fill.
    pub fn table_mut(&mut self, dataset: Dataset) -> &mut Table {
        &mut self.tables[dataset.index()]
    }

    /// A letter's places.
    pub fn instances(&self, rsi: Rsi) -> &InstanceSeries {
        &self.instances[rsi.index()]
    }

    /// A letter's places, to fill.
    pub fn instances_mut(&mut self, rsi: Rsi) -> &mut InstanceSeries {
        &mut self.instances[rsi.index()]
    }

    /// How a letter's file of one metric came through. The four tables of traffic-sizes share one file.
    pub fn status(&self, metric: Metric, rsi: Rsi, day: Day) -> DayStatus {
        match metric.datasets().first() {
            Some(dataset) => self.table(*dataset).series(rsi).status(day),
            None => self.instances(rsi).status(day),
        }
    }

    /// From the first to the last day that any letter has a file of this metric; `None` if none has.
    pub fn range(&self, metric: Metric) -> Option<DayRange> {
        let ranges = Rsi::all().filter_map(|rsi| match metric.datasets().first() {
            Some(dataset) => self.table(*dataset).series(rsi).range(),
            None => self.instances(rsi).range(),
        });
        ranges.reduce(|a, b| DayRange::new(a.start().min(b.start()), a.end().max(b.end())).unwrap_or(a))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_left_out_are_missing_and_days_held_may_be_empty() {
        let mut table = Table::default();
        let key = table.intern("3");
        let day = Day::CHARTS_START;
        let series = table.series_mut(Rsi::A);
        assert!(series.push(day, DayStatus::Clean, Some(&[(key, 7.0)])));
        assert!(series.push(day + 2, DayStatus::Repaired, Some(&[])));
        assert!(!series.push(day + 2, DayStatus::Clean, None));
        assert!(series.push(day + 3, DayStatus::Clean, Some(&[(key, f64::NAN)])));
        assert_eq!(table.cell(Rsi::A, day).unwrap().get("3"), Some(Some(7.0)));
        assert!(table.cell(Rsi::A, day + 1).is_none());
        assert!(table.cell(Rsi::A, day + 2).unwrap().is_empty());
        assert_eq!(table.cell(Rsi::A, day + 3).unwrap().get("3"), Some(None));
        assert!(table.cell(Rsi::A, day - 1).is_none());
        assert_eq!(table.series(Rsi::A).status(day + 1), DayStatus::Missing);
        assert_eq!(table.series(Rsi::A).range(), DayRange::new(day, day + 3));
        let numbers =
            |from: i32, to: i32| table.series(Rsi::A).numbers(DayRange::new(day + from, day + to).unwrap());
        assert_eq!([numbers(-9, -1), numbers(-9, 0), numbers(0, 2), numbers(-9, 9)], [0, 1, 1, 2]);
        assert_eq!([numbers(1, 2), numbers(3, 3), numbers(4, 9)], [0, 1, 0]);
        assert_eq!(table.series(Rsi::from_letter('m').unwrap()).numbers(DayRange::single(day)), 0);
    }

    #[test]
    fn a_place_without_an_ipv4_key_counts_as_ipv4() {
        let mut series = InstanceSeries::default();
        let place = |ipv4, ipv6, count| Place { ipv4, ipv6, count: Field::Value(count), ..Place::default() };
        let places: Arc<[Place]> = vec![
            place(Field::Absent, Field::Value(true), 2.0),
            place(Field::Null, Field::Absent, 4.0),
            place(Field::Value(true), Field::Value(false), 8.0),
        ]
        .into();
        series.push(Day::INSTANCES_START, DayStatus::Clean, Some(places.clone()));
        series.push(Day::INSTANCES_START + 1, DayStatus::Clean, Some(places.to_vec().into()));
        assert_eq!(series.count(Day::INSTANCES_START), Some((10.0, 2.0)));
        let (a, b) = (series.places(Day::INSTANCES_START), series.places(Day::INSTANCES_START + 1));
        assert!(Arc::ptr_eq(a.unwrap(), b.unwrap()));
    }
}
