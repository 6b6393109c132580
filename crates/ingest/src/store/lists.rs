//! The files that were found, and what was found in them, as Parquet.

use bytes::Bytes;
use parquet::data_type::{ByteArrayType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use rssac002_model::{Day, DayStatus, Metric, Rsi};

use super::columns::{Reader, Writer, text};
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
    let texts = |index| reader.whole::<ByteArrayType>(index);
    // Paths are long and no two are the same, so they are read beside all other columns.
    let (path, others) = rayon::join(
        || texts(1),
        || {
            let names = [texts(0)?, texts(4)?, texts(5)?, texts(7)?];
            let numbers = [reader.whole::<Int64Type>(2)?, reader.whole::<Int64Type>(3)?];
            Ok::<_, Problem>((names, numbers, reader.whole::<Int32Type>(6)?))
        },
    );
    let (path, ([source, metric, rsi, status], [size, modified], day)) = (path?, others?);
    let rows = size.iter().zip(modified.iter()).zip(day.iter());
    let mut texts = Texts([&source, &path, &metric, &rsi, &status].map(|c| c.iter()));
    rows.map(|((size, modified), day)| {
        let [source, path, metric, rsi, status] = texts.row()?;
        Some(Kept {
            source: Source::from_name(source?)?,
            path: path?.to_owned(),
            size: u64::try_from(*size?).ok()?,
            modified: *modified?,
            metric: Metric::from_name(metric?)?,
            of: letter(rsi).zip(day.map(|d| Day::from_epoch(*d))),
            status: STATUSES.iter().find(|(_, name)| status == Some(name))?.0,
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
    let texts = |index| reader.whole::<ByteArrayType>(index);
    let columns = [texts(0)?, texts(1)?, texts(2)?, texts(3)?, texts(6)?, texts(7)?];
    let (day, line) = (reader.whole::<Int32Type>(4)?, reader.whole::<Int32Type>(5)?);
    let mut texts = Texts(columns.each_ref().map(|c| c.iter()));
    let rows = day.iter().zip(line.iter());
    rows.map(|(day, line)| {
        let [source, path, metric, rsi, kind, reason] = texts.row()?;
        let finding = Finding {
            path: path?.to_owned(),
            metric: metric.map(|name| Metric::from_name(name).ok_or(())).transpose().ok()?,
            rsi: letter(rsi),
            day: day.map(|d| Day::from_epoch(*d)),
            line: line.map(|l| *l as u32),
            kind: FindingKind::from_name(kind?)?,
            reason: reason?.to_owned(),
        };
        Some((Source::from_name(source?)?, finding))
    })
    .collect::<Option<(Vec<Source>, Vec<Finding>)>>()
    .ok_or_else(|| reader.damaged())
}

/// Text columns side by side.
struct Texts<I, const N: usize>([I; N]);

impl<'a, I: Iterator<Item = Option<&'a parquet::data_type::ByteArray>>, const N: usize> Texts<I, N> {
    /// The next row; `None` where a text is no UTF-8.
    fn row(&mut self) -> Option<[Option<&'a str>; N]> {
        let mut row = [None; N];
        for (cell, column) in row.iter_mut().zip(&mut self.0) {
            if let Some(bytes) = column.next().flatten() {
                *cell = Some(bytes.as_utf8().ok()?);
            }
        }
        Some(row)
    }
}

fn letter(text: Option<&str>) -> Option<Rsi> {
    Rsi::from_letter(text?.chars().next()?)
}
