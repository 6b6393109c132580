//! The files that were found, and what was found in them, as Parquet.

use bytes::Bytes;
use parquet::data_type::{ByteArrayType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use rssac002_model::{Day, DayStatus, Metric, Rsi};

use super::columns::{Column, Reader, Writer, text};
use super::{FILES, FINDINGS, Problem};
use crate::find::Kept;
use crate::report::{Finding, FindingKind};
use crate::source::Source;

const FILES_SCHEMA: &str = "message files {
    OPTIONAL BINARY source (STRING);
    OPTIONAL BINARY path (STRING);
    OPTIONAL INT64 size;
    OPTIONAL INT64 modified (TIMESTAMP(MICROS,false));
    OPTIONAL BINARY metric (STRING);
    OPTIONAL BINARY rsi (STRING);
    OPTIONAL INT32 day (DATE);
    OPTIONAL BINARY status (STRING);
}";

const FINDINGS_SCHEMA: &str = "message findings {
    OPTIONAL BINARY source (STRING);
    OPTIONAL BINARY path (STRING);
    OPTIONAL BINARY metric (STRING);
    OPTIONAL BINARY rsi (STRING);
    OPTIONAL INT32 day (DATE);
    OPTIONAL INT32 line;
    OPTIONAL BINARY kind (STRING);
    OPTIONAL BINARY reason (STRING);
}";

const STATUSES: [(DayStatus, &str); 4] = [
    (DayStatus::Missing, "missing"),
    (DayStatus::Refused, "refused"),
    (DayStatus::Repaired, "repaired"),
    (DayStatus::Clean, "clean"),
];

fn status_name(status: DayStatus) -> &'static str {
    STATUSES.iter().find(|(s, _)| *s == status).map_or("missing", |(_, name)| name)
}

/// Writes the list of files.
pub(super) fn write_files(files: &[Kept]) -> Result<Vec<u8>, ParquetError> {
    let texts = |of: fn(&Kept) -> Option<&str>| files.iter().map(move |f| of(f).map(text));
    let longs = |of: fn(&Kept) -> i64| files.iter().map(move |f| Some(of(f)));
    let mut writer = Writer::new(FILES_SCHEMA)?;
    writer.group(|group| {
        group.rows::<ByteArrayType>(texts(|f| Some(f.source.name())))?;
        group.rows::<ByteArrayType>(texts(|f| Some(&f.path)))?;
        group.rows::<Int64Type>(longs(|f| i64::try_from(f.size).unwrap_or(i64::MAX)))?;
        group.rows::<Int64Type>(longs(|f| f.modified))?;
        group.rows::<ByteArrayType>(texts(|f| Some(f.metric.name())))?;
        group.rows::<ByteArrayType>(texts(|f| f.of.map(|(rsi, _)| rsi.as_str())))?;
        group.rows::<Int32Type>(files.iter().map(|f| f.of.map(|(_, day)| day.to_epoch())))?;
        group.rows::<ByteArrayType>(texts(|f| Some(status_name(f.status))))
    })?;
    writer.finish()
}

/// Reads the list of files.
pub(super) fn read_files(bytes: Bytes) -> Result<Vec<Kept>, Problem> {
    let reader = Reader::new(FILES, bytes)?;
    // Paths are long and no two are the same, so they are read beside all other columns.
    let (path, others) = rayon::join(
        || reader.whole::<ByteArrayType>(1),
        || {
            let numbers = [reader.whole::<Int64Type>(2)?, reader.whole::<Int64Type>(3)?];
            let names =
                (Names::new(&reader, 0, Source::from_name)?, Names::new(&reader, 4, Metric::from_name)?);
            let of = (Names::new(&reader, 5, letter)?, reader.whole::<Int32Type>(6)?);
            Ok::<_, Problem>((numbers, names, of, Names::new(&reader, 7, status)?))
        },
    );
    let (path, ([size, modified], (source, metric), (rsi, day), status)) = (path?, others?);
    let (mut source, mut metric, mut rsi, mut status) =
        (source.iter(), metric.iter(), rsi.iter(), status.iter());
    let (mut size, mut modified, mut day) = (size.iter(), modified.iter(), day.iter());
    path.iter()
        .map(|path| {
            Some(Kept {
                source: source.next()??,
                path: path?.as_utf8().ok()?.to_owned(),
                size: u64::try_from(*size.next()??).ok()?,
                modified: *modified.next()??,
                metric: metric.next()??,
                of: rsi.next()?.zip(day.next()?.map(|d| Day::from_epoch(*d))),
                status: status.next()??,
            })
        })
        .collect::<Option<Vec<Kept>>>()
        .ok_or_else(|| reader.damaged())
}

/// Writes the findings, each with the source of its file.
pub(super) fn write_findings(sources: &[Source], findings: &[Finding]) -> Result<Vec<u8>, ParquetError> {
    let texts = |of: fn(&Finding) -> Option<&str>| findings.iter().map(move |f| of(f).map(text));
    let mut writer = Writer::new(FINDINGS_SCHEMA)?;
    writer.group(|group| {
        group.rows::<ByteArrayType>(sources.iter().map(|s| Some(text(s.name()))))?;
        group.rows::<ByteArrayType>(texts(|f| Some(&f.path)))?;
        group.rows::<ByteArrayType>(texts(|f| f.metric.map(Metric::name)))?;
        group.rows::<ByteArrayType>(texts(|f| f.rsi.map(Rsi::as_str)))?;
        group.rows::<Int32Type>(findings.iter().map(|f| f.day.map(Day::to_epoch)))?;
        group.rows::<Int32Type>(findings.iter().map(|f| f.line.map(|l| l as i32)))?;
        group.rows::<ByteArrayType>(texts(|f| Some(f.kind.name())))?;
        group.rows::<ByteArrayType>(texts(|f| Some(&f.reason)))
    })?;
    writer.finish()
}

/// Reads the findings and the sources of their files.
pub(super) fn read_findings(bytes: Bytes) -> Result<(Vec<Source>, Vec<Finding>), Problem> {
    let reader = Reader::new(FINDINGS, bytes)?;
    let source = Names::new(&reader, 0, Source::from_name)?;
    let metric = Names::new(&reader, 2, Metric::from_name)?;
    let rsi = Names::new(&reader, 3, letter)?;
    let kind = Names::new(&reader, 6, FindingKind::from_name)?;
    let (path, reason) = (reader.whole::<ByteArrayType>(1)?, reader.whole::<ByteArrayType>(7)?);
    let (day, line) = (reader.whole::<Int32Type>(4)?, reader.whole::<Int32Type>(5)?);
    let (mut source, mut metric, mut rsi, mut kind) = (source.iter(), metric.iter(), rsi.iter(), kind.iter());
    let (mut reason, mut day, mut line) = (reason.iter(), day.iter(), line.iter());
    path.iter()
        .map(|path| {
            let finding = Finding {
                path: path?.as_utf8().ok()?.to_owned(),
                metric: metric.next()?,
                rsi: rsi.next()?,
                day: day.next()?.map(|d| Day::from_epoch(*d)),
                line: line.next()?.map(|l| *l as u32),
                kind: kind.next()??,
                reason: reason.next()??.as_utf8().ok()?.to_owned(),
            };
            Some((source.next()??, finding))
        })
        .collect::<Option<(Vec<Source>, Vec<Finding>)>>()
        .ok_or_else(|| reader.damaged())
}

/// A column of names of few things.
struct Names<T> {
    things: Vec<T>,
    /// Positions in `things`.
    rows: Column<i32>,
}

impl<T: Copy> Names<T> {
    /// Reads a column that has no names but those that `thing` knows.
    fn new(reader: &Reader, index: usize, thing: impl Fn(&str) -> Option<T>) -> Result<Names<T>, Problem> {
        let mut things = Vec::new();
        let rows = reader.whole_numbered(index, |name| {
            things.push(thing(name)?);
            i32::try_from(things.len() - 1).ok()
        })?;
        Ok(Names { things, rows })
    }

    /// The rows in order, `None` for null.
    fn iter(&self) -> impl Iterator<Item = Option<T>> {
        self.rows.iter().map(|at| Some(self.things[*at? as usize]))
    }
}

fn status(name: &str) -> Option<DayStatus> {
    STATUSES.iter().find(|(_, n)| *n == name).map(|(status, _)| *status)
}

fn letter(name: &str) -> Option<Rsi> {
    Rsi::from_letter(name.chars().next()?)
}
