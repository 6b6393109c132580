//! One data set as Parquet: a row per number, a row group per letter and year.

use std::collections::{BTreeMap, HashMap};
use std::iter::repeat_n;
use std::ops::Range;

use bytes::Bytes;
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type};
use parquet::errors::ParquetError;
use rayon::prelude::*;
use rssac002_model::{Cell, Day, DayRange, DaySeries, DayStatus, Rsi, Table};

use super::columns::{BATCH, Reader, Writer, text};
use super::{Days, Problem};

/// The columns of a file of numbers.
pub(crate) const SCHEMA: &str = "message numbers {
    OPTIONAL BINARY rsi (STRING);
    OPTIONAL INT32 day (DATE);
    OPTIONAL BINARY key (STRING);
    OPTIONAL DOUBLE value;
}";

/// Writes a data set. A letter's year that is as it was `before` is copied from there as it is, which costs next to nothing: a
/// new day changes one year in ten.
pub(super) fn write(table: &Table, before: Option<&Before<'_>>) -> Result<Vec<u8>, ParquetError> {
    let keys: Vec<ByteArray> = table.keys().map(text).collect();
    let same = before.map(|before| Same::new(before, table));
    let mut writer = Writer::new(SCHEMA)?;
    for rsi in Rsi::all() {
        let Some(range) = table.series(rsi).range() else { continue };
        let letter = text(rsi.as_str());
        for year in range.start().year()..=range.end().year() {
            if let Some((file, group)) = same.as_ref().and_then(|same| same.group(rsi, year)) {
                writer.copy(file, group)?;
                continue;
            }
            let cells = || days(year).filter_map(|day| Some((day, table.cell(rsi, day)?)));
            // A day without numbers has one row that says so.
            let days = || cells().flat_map(|(day, cell)| repeat_n(Some(day.to_epoch()), cell.len().max(1)));
            let rows = || {
                cells().flat_map(|(_, cell)| {
                    let (ids, values) = cell.raw();
                    let empty = ids.is_empty().then_some((None, None));
                    let row = |(id, number): (&u32, &f64)| (Some(*id), (!number.is_nan()).then_some(*number));
                    ids.iter().zip(values).map(row).chain(empty)
                })
            };
            if days().next().is_none() {
                continue;
            }
            writer.group(|group| {
                group.rows::<ByteArrayType>(days().map(|_| Some(letter.clone())))?;
                group.rows::<Int32Type>(days())?;
                group.rows::<ByteArrayType>(rows().map(|(id, _)| Some(keys[id? as usize].clone())))?;
                group.rows::<DoubleType>(rows().map(|(_, number)| number))
            })?;
        }
    }
    writer.finish()
}

/// The days of a year.
fn days(year: i32) -> impl Iterator<Item = Day> {
    let ends = (Day::from_ymd(year, 1, 1), Day::from_ymd(year, 12, 31));
    let range = if let (Some(start), Some(end)) = ends { DayRange::new(start, end) } else { None };
    range.into_iter().flat_map(DayRange::days)
}

/// A data set as the store has it.
pub(super) struct Before<'a> {
    table: &'a Table,
    file: Reader,
    /// The row group of a letter's year.
    groups: HashMap<(Rsi, i32), usize>,
}

impl<'a> Before<'a> {
    pub(super) fn new(table: &'a Table, name: &str, bytes: Bytes) -> Result<Before<'a>, Problem> {
        let file = Reader::new(name, bytes)?;
        let place = |group| {
            let days = file.column::<Int32Type>(group, 1, 1)?;
            let first = days.iter().flatten().next().ok_or_else(|| file.damaged())?;
            Ok(((letter(&file, group)?, Day::from_epoch(*first).year()), group))
        };
        let groups = (0..file.groups()).map(place).collect::<Result<_, Problem>>()?;
        Ok(Before { table, file, groups })
    }

    /// Whether it has a letter's year as the new table does.
    #[cfg(test)]
    pub(super) fn has(&self, table: &Table, rsi: Rsi, year: i32) -> bool {
        Same::new(self, table).group(rsi, year).is_some()
    }
}

/// What a new data set has in common with the one before.
struct Same<'a> {
    before: &'a Before<'a>,
    table: &'a Table,
    /// The number that a key had before, by the number that it has now.
    numbers: Vec<Option<u32>>,
}

impl<'a> Same<'a> {
    fn new(before: &'a Before<'a>, table: &'a Table) -> Same<'a> {
        let numbers = table.keys().map(|key| before.table.key_id(key)).collect();
        Same { before, table, numbers }
    }

    /// Where the rows of a letter's year are, if they are what they were.
    fn group(&self, rsi: Rsi, year: i32) -> Option<(&'a Reader, usize)> {
        let group = self.before.groups.get(&(rsi, year))?;
        let is_same = |day| match (self.before.table.cell(rsi, day), self.table.cell(rsi, day)) {
            (None, None) => true,
            (Some(before), Some(now)) => self.is_same(before, now),
            _ => false,
        };
        days(year).all(is_same).then_some((&self.before.file, *group))
    }

    fn is_same(&self, before: Cell<'_>, now: Cell<'_>) -> bool {
        let ((old_ids, old), (ids, new)) = (before.raw(), now.raw());
        let is_number = |(a, b): (&f64, &f64)| a == b || (a.is_nan() && b.is_nan());
        ids.len() == old_ids.len()
            && ids.iter().zip(old_ids).all(|(id, old)| self.numbers[*id as usize] == Some(*old))
            && old.iter().zip(new).all(is_number)
    }
}

/// The days of one letter, with keys numbered in the order of their first use.
struct Letter {
    rsi: Rsi,
    series: DaySeries,
    keys: Vec<String>,
}

/// Reads a data set. `days` has the days that have a file, which may hold no number.
pub(super) fn read(name: &str, bytes: Bytes, days: &Days) -> Result<Table, Problem> {
    let reader = Reader::new(name, bytes)?;
    let mut groups: BTreeMap<Rsi, Range<usize>> = BTreeMap::new();
    for group in 0..reader.groups() {
        let years = groups.entry(letter(&reader, group)?).or_insert(group..group);
        // A letter's years follow each other.
        if years.end != group {
            return Err(reader.damaged());
        }
        years.end += 1;
    }
    let letters: Result<Vec<Letter>, Problem> =
        groups.into_par_iter().map(|(rsi, groups)| read_letter(&reader, rsi, groups, days)).collect();
    let mut table = Table::default();
    let mut of: [Option<Letter>; Rsi::COUNT] = Default::default();
    for letter in letters? {
        let rsi = letter.rsi;
        of[rsi.index()] = Some(letter);
    }
    for (rsi, letter) in Rsi::all().zip(of) {
        let series = match letter {
            Some(Letter { mut series, keys, .. }) => {
                let numbers: Vec<u32> = keys.iter().map(|key| table.intern(key)).collect();
                series.renumber(&numbers);
                series
            }
            // It has files, and no number in any of them.
            None => {
                let days = &days[rsi.index()];
                let mut series = DaySeries::with_capacity(days.len(), 0);
                for (day, status) in days {
                    series.push(*day, *status, None);
                }
                series
            }
        };
        *table.series_mut(rsi) = series;
    }
    Ok(table)
}

/// The letter that a row group is of.
fn letter(reader: &Reader, group: usize) -> Result<Rsi, Problem> {
    // One row tells.
    let first = reader.column::<ByteArrayType>(group, 0, 1)?;
    let rsi = first.iter().flatten().next().and_then(|l| Rsi::from_letter(char::from(*l.data().first()?)));
    rsi.ok_or_else(|| reader.damaged())
}

/// Reads the row groups of one letter, day by day.
fn read_letter(reader: &Reader, rsi: Rsi, groups: Range<usize>, days: &Days) -> Result<Letter, Problem> {
    let rows = groups.clone().map(|group| reader.rows(group)).sum();
    let files = &days[rsi.index()];
    let mut series = DaySeries::with_capacity(files.len(), rows);
    let mut files = files.iter();
    let mut numbers = Numbers::default();
    // The day whose rows are being read, and those of its numbers that were.
    let mut current: Option<(Day, DayStatus)> = None;
    let mut entries: Vec<(u32, f64)> = Vec::new();
    for group in groups {
        let mut days_read = reader.batches::<Int32Type>(group, 1, BATCH)?;
        let mut keys = reader.numbered(group, 2, BATCH, |key| Some(numbers.number(key)))?;
        let mut values = reader.batches::<DoubleType>(group, 3, BATCH)?;
        loop {
            days_read.next()?;
            keys.next()?;
            values.next()?;
            if days_read.rows.rows() == 0 {
                break;
            }
            let mut rows = keys.rows.iter().zip(values.rows.iter());
            let days = days_read.rows.all().ok_or_else(|| reader.damaged())?;
            for rows_of_day in days.chunk_by(|a, b| a == b) {
                let day = Day::from_epoch(rows_of_day[0]);
                if current.is_none_or(|(current, _)| current != day) {
                    if let Some((day, status)) = current {
                        series.push(day, status, Some(&entries));
                    }
                    entries.clear();
                    current = None;
                    // Files without rows are days without numbers.
                    for (file, status) in files.by_ref() {
                        if *file == day {
                            current = Some((*file, *status));
                            break;
                        }
                        series.push(*file, *status, None);
                    }
                    if current.is_none() {
                        return Err(reader.damaged());
                    }
                }
                for (key, value) in rows.by_ref().take(rows_of_day.len()) {
                    // A day without numbers has a row without a key.
                    if let Some(key) = key {
                        entries.push((*key as u32, value.copied().unwrap_or(f64::NAN)));
                    }
                }
            }
        }
    }
    if let Some((day, status)) = current {
        series.push(day, status, Some(&entries));
    }
    for (day, status) in files {
        series.push(*day, *status, None);
    }
    Ok(Letter { rsi, series, keys: numbers.keys })
}

/// Numbers keys in the order of their first use.
#[derive(Default)]
struct Numbers {
    keys: Vec<String>,
    index: HashMap<String, i32>,
}

impl Numbers {
    fn number(&mut self, key: &str) -> i32 {
        if let Some(number) = self.index.get(key) {
            return *number;
        }
        let number = self.keys.len() as i32;
        self.keys.push(key.to_owned());
        self.index.insert(key.to_owned(), number);
        number
    }
}
