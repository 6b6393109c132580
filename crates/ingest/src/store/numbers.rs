//! One data set as Parquet: a row per number, a row group per letter.

use bytes::Bytes;
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type};
use parquet::errors::ParquetError;
use rayon::prelude::*;
use rssac002_model::{Day, Rsi, Table};

use super::columns::{Column, Reader, Writer, text};
use super::{Days, Problem};

const SCHEMA: &str = "message numbers {
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
        let (mut days, mut key, mut value) = (Column::new(), Column::new(), Column::new());
        for day in range.days() {
            let Some(cell) = table.cell(rsi, day) else { continue };
            let (ids, values) = cell.raw();
            for (id, number) in ids.iter().zip(values) {
                days.push(Some(day.to_epoch()));
                key.push(Some(keys[*id as usize].clone()));
                value.push((!number.is_nan()).then_some(*number));
            }
            if ids.is_empty() {
                days.push(Some(day.to_epoch()));
                key.push(None);
                value.push(None);
            }
        }
        if days.rows() == 0 {
            continue;
        }
        let letter = text(rsi.as_str());
        let letters: Column<ByteArray> = (0..days.rows()).map(|_| Some(letter.clone())).collect();
        writer.group(|group| {
            group.column::<ByteArrayType>(&letters)?;
            group.column::<Int32Type>(&days)?;
            group.column::<ByteArrayType>(&key)?;
            group.column::<DoubleType>(&value)
        })?;
    }
    writer.finish()
}

/// The rows of one letter, with keys numbered in the order of their first use.
struct Rows {
    rsi: Rsi,
    days: Vec<i32>,
    /// `None` for the row of an empty day.
    ids: Vec<Option<u32>>,
    values: Vec<f64>,
    keys: Vec<ByteArray>,
}

/// Reads a data set. `days` has the days that have a file, which may hold no number.
pub(super) fn read(name: &str, bytes: Bytes, days: &Days) -> Result<Table, Problem> {
    let reader = Reader::new(name, bytes)?;
    let letters: Result<Vec<Rows>, Problem> =
        (0..reader.groups()).into_par_iter().map(|group| rows(&reader, group)).collect();
    let mut table = Table::default();
    let mut of: [Option<Rows>; Rsi::COUNT] = Default::default();
    for rows in letters? {
        let place = &mut of[rows.rsi.index()];
        if place.replace(rows).is_some() {
            return Err(reader.damaged());
        }
    }
    for (rsi, rows) in Rsi::all().zip(of) {
        fill(&mut table, rsi, rows, &days[rsi.index()]).ok_or_else(|| reader.damaged())?;
    }
    Ok(table)
}

fn rows(reader: &Reader, group: usize) -> Result<Rows, Problem> {
    // A row group is all of one letter, so one row tells.
    let letter = reader.column::<ByteArrayType>(group, 0, 1)?;
    let rsi = letter.iter().flatten().next().and_then(|l| Rsi::from_letter(char::from(*l.data().first()?)));
    let days = reader.column::<Int32Type>(group, 1, usize::MAX)?;
    let days = days.iter().map(Option::<&i32>::copied).collect::<Option<Vec<i32>>>();
    let keys = reader.column::<ByteArrayType>(group, 2, usize::MAX)?;
    let values = reader.column::<DoubleType>(group, 3, usize::MAX)?;
    let (Some(rsi), Some(days)) = (rsi, days) else { return Err(reader.damaged()) };
    let mut numbers = Numbers::default();
    let ids = keys.iter().map(|key| key.map(|k| numbers.number(k))).collect();
    let values = values.iter().map(|v| v.copied().unwrap_or(f64::NAN)).collect();
    Ok(Rows { rsi, days, ids, values, keys: numbers.keys })
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

/// Puts a letter's rows into the table; `None` if they do not fit the days.
fn fill(
    table: &mut Table,
    rsi: Rsi,
    rows: Option<Rows>,
    days: &[(Day, rssac002_model::DayStatus)],
) -> Option<()> {
    let (mut at, mut entries) = (0, Vec::new());
    let keys = match &rows {
        Some(rows) => rows.keys.iter().map(|k| k.as_utf8().ok().map(|k| table.intern(k))).collect(),
        None => Some(Vec::new()),
    };
    let keys: Vec<u32> = keys?;
    for (day, status) in days {
        let held = rows
            .as_ref()
            .map_or(0, |rows| rows.days[at..].iter().take_while(|d| **d == day.to_epoch()).count());
        entries.clear();
        if let Some(rows) = &rows {
            for row in at..at + held {
                if let Some(id) = rows.ids[row] {
                    entries.push((keys[id as usize], rows.values[row]));
                }
            }
        }
        at += held;
        table.series_mut(rsi).push(*day, *status, (held > 0).then_some(entries.as_slice()));
    }
    (at == rows.map_or(0, |rows| rows.days.len())).then_some(())
}
