//! The data set as Parquet, for programs that read a part of a file over a network: sorted by day, then by letter, with a row group
//! for each month, so that the statistics at the end of a file tell which octets hold the days that are wanted.
//!
//! A group per week would let a reader of one week fetch less of the numbers, and make the end of the file, which every reader
//! fetches, four times as long.

use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type};
use parquet::errors::ParquetError;
use rssac002_model::{Day, DayRange, Rsi, Snapshot, Table};

use crate::store;
use crate::store::columns::{Column, Writer, text};
use crate::store::numbers::SCHEMA;

/// The columns by which rows are sorted: the day, then the letter.
const ORDER: [usize; 2] = [1, 0];

/// Writes the numbers of these days.
pub(super) fn numbers(table: &Table, days: Option<DayRange>) -> Result<Vec<u8>, ParquetError> {
    let keys: Vec<ByteArray> = (0..table.key_count() as u32).map(|id| text(table.key(id))).collect();
    let letters = Rsi::all().map(|rsi| (rsi, text(rsi.as_str()))).collect::<Vec<_>>();
    let mut writer = Writer::sorted(SCHEMA, &ORDER)?;
    let mut rows = Rows::default();
    for day in days.into_iter().flat_map(|days| days.days()) {
        if day.ymd().2 == 1 {
            std::mem::take(&mut rows).write(&mut writer)?;
        }
        for (rsi, letter) in &letters {
            let Some(cell) = table.cell(*rsi, day) else { continue };
            let (ids, values) = cell.raw();
            for (id, number) in ids.iter().zip(values) {
                rows.push(letter, day, Some(&keys[*id as usize]), (!number.is_nan()).then_some(*number));
            }
            if ids.is_empty() {
                rows.push(letter, day, None, None);
            }
        }
    }
    rows.write(&mut writer)?;
    writer.finish()
}

/// Writes the places of these days, sorted by the first day of each run. Runs that go on outside of them are cut.
pub(super) fn places(snapshot: &Snapshot, days: Option<DayRange>) -> Result<Vec<u8>, ParquetError> {
    let mut runs: Vec<_> = store::all_runs(snapshot)
        .filter_map(|(rsi, (first, last, list))| {
            let kept = DayRange::new(first, last)?.intersection(days?)?;
            Some((rsi, (kept.start(), kept.end(), list)))
        })
        .collect();
    runs.sort_by_key(|(rsi, (first, ..))| (*first, *rsi));
    store::places(runs)
}

/// The rows of a month, as columns.
#[derive(Default)]
struct Rows {
    rsi: Column<ByteArray>,
    day: Column<i32>,
    key: Column<ByteArray>,
    value: Column<f64>,
}

impl Rows {
    fn push(&mut self, letter: &ByteArray, day: Day, key: Option<&ByteArray>, value: Option<f64>) {
        self.rsi.push(Some(letter.clone()));
        self.day.push(Some(day.to_epoch()));
        self.key.push(key.cloned());
        self.value.push(value);
    }

    /// Writes them as a row group; where there are none, nothing.
    fn write(self, writer: &mut Writer) -> Result<(), ParquetError> {
        if self.day.rows() == 0 {
            return Ok(());
        }
        writer.group(|group| {
            group.column::<ByteArrayType>(&self.rsi)?;
            group.column::<Int32Type>(&self.day)?;
            group.column::<ByteArrayType>(&self.key)?;
            group.column::<DoubleType>(&self.value)
        })
    }
}
