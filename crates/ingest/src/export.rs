//! The whole data set as files for other programs: CSV, JSON in columns, and [`parquet`](mod@parquet).
//!
//! | file | one row per | columns |
//! |---|---|---|
//! | nine data sets | published number | `rsi`, `day`, `key`, `value`; null where the file's value was null |
//! | `instances` | place and run of days | `rsi`, `first_day`, `last_day`, `place`, `ipv4`, `ipv6`, `latitude`, `longitude`, `count`, `town` |
//!
//! A day whose file held no number has one row without key and value; a day that is missing has none.

mod parquet;

use std::io::{self, Write};

use rssac002_model::json::{write_number, write_string};
use rssac002_model::{Dataset, Day, DayRange, Metric, Rsi, Snapshot, csv};

use crate::store;

/// A file of the data set.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DataFile {
    /// The numbers of a data set.
    Numbers(Dataset),
    /// The places of instances.
    Instances,
}

/// How a file is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// UTF-8, RFC 4180, one heading line; null is empty.
    Csv,
    /// One object with a list per column; null is `null`.
    Json,
    /// Parquet.
    Parquet,
}

impl DataFile {
    /// All files.
    pub fn all() -> impl Iterator<Item = DataFile> {
        Dataset::ALL.into_iter().map(DataFile::Numbers).chain([DataFile::Instances])
    }

    /// Its name in file names.
    pub fn name(self) -> &'static str {
        match self {
            DataFile::Numbers(dataset) => dataset.name(),
            DataFile::Instances => "instances",
        }
    }

    /// What its numbers are of.
    pub fn metric(self) -> Metric {
        match self {
            DataFile::Numbers(dataset) => dataset.metric(),
            DataFile::Instances => Metric::Instances,
        }
    }

    /// Its columns in CSV and JSON, and what stands in them.
    pub fn columns(self) -> &'static [(&'static str, Kind)] {
        match self {
            DataFile::Numbers(_) => {
                &[("rsi", Kind::Text), ("day", Kind::Day), ("key", Kind::Text), ("value", Kind::Number)]
            }
            DataFile::Instances => &[
                ("rsi", Kind::Text),
                ("first_day", Kind::Day),
                ("last_day", Kind::Day),
                ("place", Kind::Number),
                ("ipv4", Kind::Flag),
                ("ipv6", Kind::Flag),
                ("latitude", Kind::Number),
                ("longitude", Kind::Number),
                ("count", Kind::Number),
                ("town", Kind::Text),
            ],
        }
    }
}

/// What stands in a column.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Text.
    Text,
    /// A day, as `2020-11-04`.
    Day,
    /// A number.
    Number,
    /// `true` or `false`.
    Flag,
}

impl Format {
    /// All formats.
    pub const ALL: [Format; 3] = [Format::Csv, Format::Parquet, Format::Json];

    /// Its name, which is the ending of file names.
    pub fn name(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Json => "json",
            Format::Parquet => "parquet",
        }
    }
}

/// A cell of a row.
#[derive(Clone, Copy)]
enum Cell<'a> {
    Null,
    Text(&'a str),
    Number(f64),
    Flag(bool),
    On(Day),
}

impl<'a> Cell<'a> {
    fn number(value: Option<&f64>) -> Cell<'a> {
        value.map_or(Cell::Null, |v| Cell::Number(*v))
    }

    fn flag(value: Option<&bool>) -> Cell<'a> {
        value.map_or(Cell::Null, |v| Cell::Flag(*v))
    }

    fn csv(self, out: &mut String) {
        match self {
            Cell::Null => {}
            Cell::Text(text) => csv::write_field(out, text),
            Cell::Number(value) => out.push_str(&value.to_string()),
            Cell::Flag(flag) => out.push_str(if flag { "true" } else { "false" }),
            Cell::On(day) => out.push_str(&day.to_string()),
        }
    }

    fn json(self, out: &mut String) {
        match self {
            Cell::Null => out.push_str("null"),
            Cell::Text(text) => write_string(out, text),
            Cell::Number(value) => write_number(out, value),
            Cell::Flag(_) => self.csv(out),
            Cell::On(day) => out.push_str(&format!("\"{day}\"")),
        }
    }
}

type EachRow<'a> = &'a mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>;

fn rows(snapshot: &Snapshot, file: DataFile, each: EachRow<'_>) -> io::Result<()> {
    for rsi in Rsi::all() {
        match file {
            DataFile::Numbers(dataset) => numbers(snapshot, dataset, rsi, each)?,
            DataFile::Instances => places(snapshot, rsi, each)?,
        }
    }
    Ok(())
}

fn numbers(snapshot: &Snapshot, dataset: Dataset, rsi: Rsi, each: EachRow<'_>) -> io::Result<()> {
    let table = snapshot.table(dataset);
    let letter = Cell::Text(rsi.as_str());
    for day in table.series(rsi).range().into_iter().flat_map(|range| range.days()) {
        let Some(cell) = table.cell(rsi, day) else { continue };
        if cell.is_empty() {
            each(&[letter, Cell::On(day), Cell::Null, Cell::Null])?;
        }
        for (key, value) in cell.iter() {
            each(&[letter, Cell::On(day), Cell::Text(key), Cell::number(value.as_ref())])?;
        }
    }
    Ok(())
}

fn places(snapshot: &Snapshot, rsi: Rsi, each: EachRow<'_>) -> io::Result<()> {
    let letter = Cell::Text(rsi.as_str());
    for (first, last, list) in store::runs(snapshot.instances(rsi)) {
        let run = [letter, Cell::On(first), Cell::On(last)];
        if list.is_empty() {
            each(&[run.as_slice(), &[Cell::Null; 7]].concat())?;
        }
        for (position, place) in list.iter().enumerate() {
            let rest = [
                Cell::Number(position as f64),
                Cell::flag(place.ipv4.value()),
                Cell::flag(place.ipv6.value()),
                Cell::number(place.latitude.value()),
                Cell::number(place.longitude.value()),
                Cell::number(place.count.value()),
                place.town.value().map_or(Cell::Null, |town| Cell::Text(town)),
            ];
            each(&[run.as_slice(), &rest].concat())?;
        }
    }
    Ok(())
}

/// Octets that are collected before they are written.
const PIECE: usize = 64 * 1024;

/// Collects text and writes it in pieces.
struct Pieces<'a> {
    text: String,
    out: &'a mut dyn Write,
}

impl Pieces<'_> {
    fn flow(&mut self, least: usize) -> io::Result<()> {
        if self.text.len() >= least {
            self.out.write_all(self.text.as_bytes())?;
            self.text.clear();
        }
        Ok(())
    }
}

/// Writes a file. CSV and JSON are never held whole; Parquet, which is a twentieth as long, is.
pub fn write(snapshot: &Snapshot, file: DataFile, format: Format, out: &mut dyn Write) -> io::Result<()> {
    let mut pieces = Pieces { text: String::new(), out };
    match format {
        Format::Parquet => {
            let bytes = parquet(snapshot, file, snapshot.range(file.metric()))?;
            return pieces.out.write_all(&bytes);
        }
        Format::Csv => {
            let names: Vec<&str> = file.columns().iter().map(|(name, _)| *name).collect();
            pieces.text = format!("{}\r\n", names.join(","));
            rows(snapshot, file, &mut |cells| {
                for (at, cell) in cells.iter().enumerate() {
                    pieces.text.push_str(if at > 0 { "," } else { "" });
                    cell.csv(&mut pieces.text);
                }
                pieces.text.push_str("\r\n");
                pieces.flow(PIECE)
            })?;
        }
        Format::Json => {
            for (column, (name, _)) in file.columns().iter().enumerate() {
                pieces.text.push(if column == 0 { '{' } else { ',' });
                write_string(&mut pieces.text, name);
                pieces.text.push_str(":[");
                let mut first = true;
                rows(snapshot, file, &mut |cells| {
                    if !std::mem::take(&mut first) {
                        pieces.text.push(',');
                    }
                    cells[column].json(&mut pieces.text);
                    pieces.flow(PIECE)
                })?;
                pieces.text.push(']');
            }
            pieces.text.push_str("}\n");
        }
    }
    pieces.flow(0)
}

/// A file as Parquet, of some days only; where these are `None`, without rows. The same snapshot always gives the same octets.
pub fn parquet(snapshot: &Snapshot, file: DataFile, days: Option<DayRange>) -> io::Result<Vec<u8>> {
    let bytes = match file {
        DataFile::Numbers(dataset) => parquet::numbers(snapshot.table(dataset), days),
        DataFile::Instances => parquet::places(snapshot, days),
    };
    bytes.map_err(io::Error::other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rssac002_model::{DayStatus, Field, Place};

    fn snapshot() -> Snapshot {
        let mut snapshot = Snapshot::default();
        let day = Day::parse_iso("2020-01-06").unwrap();
        let table = snapshot.table_mut(Dataset::RcodeVolume);
        let (ok, odd) = (table.intern("0"), table.intern("a,\"b"));
        let series = table.series_mut(Rsi::A);
        series.push(day, DayStatus::Clean, Some(&[(ok, 6.0), (odd, f64::NAN)]));
        series.push(day + 1, DayStatus::Clean, Some(&[]));
        let place = Place { town: Field::Value("Oslo".into()), ipv4: Field::Value(true), ..Place::default() };
        let series = snapshot.instances_mut(Rsi::A);
        for i in 0..3 {
            series.push(day + i, DayStatus::Clean, Some(vec![place.clone()].into()));
        }
        snapshot
    }

    fn text(file: DataFile, format: Format) -> String {
        let mut out = Vec::new();
        write(&snapshot(), file, format, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn null_is_empty_or_null_and_odd_keys_are_quoted() {
        let file = DataFile::Numbers(Dataset::RcodeVolume);
        assert_eq!(
            text(file, Format::Csv),
            "rsi,day,key,value\r\na,2020-01-06,0,6\r\na,2020-01-06,\"a,\"\"b\",\r\na,2020-01-07,,\r\n"
        );
        let json: serde_json::Value = serde_json::from_str(&text(file, Format::Json)).unwrap();
        assert_eq!(
            json,
            serde_json::json!({"rsi": ["a", "a", "a"], "day": ["2020-01-06", "2020-01-06", "2020-01-07"],
                "key": ["0", "a,\"b", null], "value": [6, null, null]})
        );
    }

    #[test]
    fn a_list_that_stays_is_one_run() {
        assert_eq!(
            text(DataFile::Instances, Format::Csv),
            "rsi,first_day,last_day,place,ipv4,ipv6,latitude,longitude,count,town\r\n\
             a,2020-01-06,2020-01-08,0,true,,,,,Oslo\r\n"
        );
    }

    #[test]
    fn every_part_has_every_format() {
        for file in DataFile::all() {
            for format in Format::ALL {
                let mut out = Vec::new();
                write(&snapshot(), file, format, &mut out).unwrap();
                match format {
                    Format::Csv => assert!(out.ends_with(b"\r\n")),
                    Format::Json => assert!(serde_json::from_slice::<serde_json::Value>(&out).is_ok()),
                    Format::Parquet => assert!(out.starts_with(b"PAR1") && out.ends_with(b"PAR1")),
                }
            }
        }
    }
}
