//! One data set as Parquet: a row per number, a row group per letter.

use std::iter::repeat_n;

use bytes::Bytes;
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type};
use parquet::errors::ParquetError;
use rayon::prelude::*;
use rssac002_model::{Day, DaySeries, DayStatus, Rsi, Table};

use super::columns::{BATCH, Reader, Writer, text};
use super::{Days, Problem};

/// The columns of a file of numbers.
pub(crate) const SCHEMA: &str = "message numbers {
    OPTIONAL BINARY rsi (STRING);
    OPTIONAL INT32 day (DATE);
    OPTIONAL BINARY key (STRING);
    OPTIONAL DOUBLE value;
}";

/// Writes a data set.
pub(super) fn write(table: &Table) -> Result<Vec<u8>, ParquetError> {
    let keys: Vec<ByteArray> = (0..table.key_count() as u32).map(|id| text(table.key(id))).collect();
    let mut writer = Writer::new(SCHEMA)?;
    for rsi in Rsi::all() {
        let Some(range) = table.series(rsi).range() else { continue };
        let cells = || range.days().filter_map(|day| Some((day, table.cell(rsi, day)?)));
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
        let letter = text(rsi.as_str());
        writer.group(|group| {
            group.rows::<ByteArrayType>(days().map(|_| Some(letter.clone())))?;
            group.rows::<Int32Type>(days())?;
            group.rows::<ByteArrayType>(rows().map(|(id, _)| Some(keys[id? as usize].clone())))?;
            group.rows::<DoubleType>(rows().map(|(_, number)| number))
        })?;
    }
    writer.finish()
}

/// The days of one letter, with keys numbered in the order of their first use.
struct Letter {
    rsi: Rsi,
    series: DaySeries,
    keys: Vec<ByteArray>,
}

/// Reads a data set. `days` has the days that have a file, which may hold no number.
pub(super) fn read(name: &str, bytes: Bytes, days: &Days) -> Result<Table, Problem> {
    let reader = Reader::new(name, bytes)?;
    let letters: Result<Vec<Letter>, Problem> =
        (0..reader.groups()).into_par_iter().map(|group| letter(&reader, group, days)).collect();
    let mut table = Table::default();
    let mut of: [Option<Letter>; Rsi::COUNT] = Default::default();
    for letter in letters? {
        let place = &mut of[letter.rsi.index()];
        if place.replace(letter).is_some() {
            return Err(reader.damaged());
        }
    }
    for (rsi, letter) in Rsi::all().zip(of) {
        let series = match letter {
            Some(Letter { mut series, keys, .. }) => {
                let numbers: Result<Vec<u32>, Problem> = keys
                    .iter()
                    .map(|key| key.as_utf8().map(|key| table.intern(key)).map_err(|_| reader.damaged()))
                    .collect();
                series.renumber(&numbers?);
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

/// Reads a row group, which is all of one letter, day by day.
fn letter(reader: &Reader, group: usize, days: &Days) -> Result<Letter, Problem> {
    // One row tells.
    let first = reader.column::<ByteArrayType>(group, 0, 1)?;
    let rsi = first.iter().flatten().next().and_then(|l| Rsi::from_letter(char::from(*l.data().first()?)));
    let rsi = rsi.ok_or_else(|| reader.damaged())?;
    let mut days_read = reader.batches::<Int32Type>(group, 1, BATCH)?;
    let mut keys = reader.batches::<ByteArrayType>(group, 2, BATCH)?;
    let mut values = reader.batches::<DoubleType>(group, 3, BATCH)?;

    let files = &days[rsi.index()];
    let mut series = DaySeries::with_capacity(files.len(), reader.rows(group));
    let mut files = files.iter();
    let mut numbers = Numbers::default();
    // The day whose rows are being read, and those of its numbers that were.
    let mut current: Option<(Day, DayStatus)> = None;
    let mut entries: Vec<(u32, f64)> = Vec::new();
    loop {
        days_read.next()?;
        keys.next()?;
        values.next()?;
        if days_read.rows.rows() == 0 {
            break;
        }
        let rows = days_read.rows.iter().zip(keys.rows.iter()).zip(values.rows.iter());
        for ((day, key), value) in rows {
            let day = Day::from_epoch(*day.ok_or_else(|| reader.damaged())?);
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
            if let Some(key) = key {
                entries.push((numbers.number(key), value.copied().unwrap_or(f64::NAN)));
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
    keys: Vec<ByteArray>,
    index: std::collections::HashMap<Bytes, u32>,
    /// By number, the one that came after it last time: days repeat the keys of the day before, so this is mostly right.
    next: Vec<u32>,
    last: usize,
}

impl Numbers {
    fn number(&mut self, key: &ByteArray) -> u32 {
        let guess = self.next.get(self.last).copied().unwrap_or(0);
        let id = if self.keys.get(guess as usize).is_some_and(|k| k.data() == key.data()) {
            guess
        } else {
            let bytes = Bytes::copy_from_slice(key.data());
            *self.index.entry(bytes).or_insert_with(|| {
                self.keys.push(key.clone());
                self.next.push(0);
                self.keys.len() as u32 - 1
            })
        };
        if let Some(next) = self.next.get_mut(self.last) {
            *next = id;
        }
        self.last = id as usize;
        id
    }
}
