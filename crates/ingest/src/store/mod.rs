//! The store: what was read, as Parquet files that DuckDB, pandas and R open as they are.
//!
//! | file | one row per | columns |
//! |---|---|---|
//! | `<data set>.parquet`, nine of them | number | `rsi`, `day`, `key`, `value`; null where the file's value was null |
//! | `instances.parquet` | place and run of days | see [`places`](mod@places) |
//! | `files.parquet` | file that was found | `source`, `path`, `size`, `modified` (UTC), `metric`, `rsi`, `day`, `status` |
//! | `findings.parquet` | finding | `source`, `path`, `metric`, `rsi`, `day`, `line`, `kind`, `reason` |
//!
//! A day whose file held no number has one row without key and value; a day that is missing has none, and its file, if
//! there was one, says why in `files.parquet`. `store.json` names the format and each file's hash (see [`folder`]).

mod columns;
mod folder;
mod lists;
mod numbers;
mod places;
#[cfg(test)]
mod tests;

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use rayon::prelude::*;
use rssac002_model::{Dataset, Day, DayStatus, InstanceSeries, Metric, Place, Rsi, Snapshot, Table};

use crate::IngestError;
use crate::find::{Found, Source};
use crate::report::Report;

/// A file that was read, as the store remembers it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Kept {
    pub(crate) source: Source,
    pub(crate) path: String,
    pub(crate) size: u64,
    pub(crate) modified: i64,
    pub(crate) metric: Metric,
    pub(crate) of: Option<(Rsi, Day)>,
    pub(crate) status: DayStatus,
}

impl Kept {
    pub(crate) fn new(file: &Found, status: DayStatus) -> Kept {
        let Found { source, path, size, modified, metric, of, maintainer: _ } = file.clone();
        Kept { source, path, size, modified, metric, of, status }
    }

    /// Whether a file is still what it was.
    pub(crate) fn is(&self, file: &Found) -> bool {
        (self.size, self.modified, self.metric, self.of) == (file.size, file.modified, file.metric, file.of)
    }
}

/// All that a store holds.
#[derive(Debug, Default)]
pub(crate) struct Stored {
    pub(crate) snapshot: Snapshot,
    /// By metric, letter and day; of two files for one day the one that counts comes first.
    pub(crate) files: Vec<Kept>,
    /// The source of each finding of the report.
    pub(crate) sources: Vec<Source>,
    pub(crate) report: Report,
}

/// Why a store is of no use.
#[derive(Debug, thiserror::Error)]
enum Problem {
    #[error("{0}: {1}")]
    Io(String, std::io::Error),
    #[error("there is none")]
    None,
    #[error(
        "it was written by another version of this program (format {0}): make it anew from the published files"
    )]
    Format(u64),
    #[error("{0} is damaged: make it anew from the published files")]
    Damaged(String),
    #[error("{0} cannot be written: {1}")]
    Write(String, parquet::errors::ParquetError),
    #[error("another run is writing to it")]
    Busy,
}

impl Problem {
    fn at(self, folder: &Path) -> IngestError {
        IngestError::Store { path: folder.display().to_string(), reason: self.to_string() }
    }
}

const FILES: &str = "files.parquet";
const FINDINGS: &str = "findings.parquet";
const INSTANCES: &str = "instances.parquet";

fn file_name(dataset: Dataset) -> String {
    format!("{dataset}.parquet")
}

/// The days of each letter that have a file, in order, with how it came through.
type Days = [Vec<(Day, DayStatus)>; Rsi::COUNT];

/// Of each metric, at its position in [`Metric::ALL`].
fn days_with_files(files: &[Kept]) -> [Days; 7] {
    let mut days: [Days; 7] = Default::default();
    for file in files {
        let Some((rsi, day)) = file.of else { continue };
        let list = &mut days[file.metric as usize][rsi.index()];
        // Of two files for one day the first counts.
        if list.last().is_none_or(|(last, _)| *last < day) {
            list.push((day, file.status));
        }
    }
    days
}

/// A data set as a file of the store.
pub(crate) fn numbers(table: &Table) -> Result<Vec<u8>, parquet::errors::ParquetError> {
    numbers::write(table)
}

/// All places as a file of the store.
pub(crate) fn places(snapshot: &Snapshot) -> Result<Vec<u8>, parquet::errors::ParquetError> {
    places::write(snapshot)
}

/// Runs of consecutive days that share a list of places: first day, last day, list.
pub(crate) fn runs(series: &InstanceSeries) -> Vec<(Day, Day, &Arc<[Place]>)> {
    places::runs(series)
}

/// Reads a store.
pub(crate) fn read(folder: &Path) -> Result<Stored, IngestError> {
    let began = Instant::now();
    // While another run puts new files in place, names and contents may not fit; a moment later they do.
    let mut tries = 3;
    loop {
        match read_once(folder) {
            Err(Problem::Damaged(_)) if tries > 0 => tries -= 1,
            Err(problem) => return Err(problem.at(folder)),
            Ok(mut stored) => {
                stored.report.seconds = began.elapsed().as_secs_f64();
                return Ok(stored);
            }
        }
    }
}

fn read_once(folder: &Path) -> Result<Stored, Problem> {
    let contents = folder::Contents::open(folder)?;
    let files = lists::read_files(contents.bytes(FILES)?)?;
    let days = days_with_files(&files);
    let tables: Result<Vec<Table>, Problem> = Dataset::ALL
        .into_par_iter()
        .map(|d| numbers::read(&file_name(d), contents.bytes(&file_name(d))?, &days[d.metric() as usize]))
        .collect();
    let mut snapshot = Snapshot::default();
    for (dataset, table) in Dataset::ALL.into_iter().zip(tables?) {
        *snapshot.table_mut(dataset) = table;
    }
    let instances = places::read(contents.bytes(INSTANCES)?, &days[Metric::Instances as usize])?;
    for (rsi, series) in Rsi::all().zip(instances) {
        *snapshot.instances_mut(rsi) = series;
    }
    snapshot.version = contents.version().to_owned();
    let (sources, findings) = lists::read_findings(contents.bytes(FINDINGS)?)?;
    let mut report = Report { findings, ..Report::default() };
    for file in &files {
        let counts = &mut report.metrics[file.metric as usize];
        counts.files += 1;
        counts.reused += 1;
        counts.refused += u64::from(file.status == DayStatus::Refused);
        counts.repaired += u64::from(file.status == DayStatus::Repaired);
    }
    Ok(Stored { snapshot, files, sources, report })
}

/// Writes a store, or what has changed of it. A crash at any point leaves the old one or the new one.
pub(crate) fn write(folder: &Path, stored: &Stored) -> Result<(), IngestError> {
    write_files(folder, stored).map_err(|problem| problem.at(folder))
}

fn write_files(folder: &Path, stored: &Stored) -> Result<(), Problem> {
    // The largest first, so that two cores end at about the same time.
    let mut names: Vec<(String, Option<Dataset>)> = vec![
        (file_name(Dataset::UdpResponseSizes), Some(Dataset::UdpResponseSizes)),
        (file_name(Dataset::TcpResponseSizes), Some(Dataset::TcpResponseSizes)),
    ];
    let others = Dataset::ALL.into_iter().filter(|d| names.iter().all(|(_, n)| *n != Some(*d)));
    let others: Vec<_> = others.map(|d| (file_name(d), Some(d))).collect();
    names.extend(others);
    names.extend([FILES, FINDINGS, INSTANCES].map(|name| (name.to_owned(), None)));
    let files: Result<Vec<(String, Vec<u8>)>, Problem> = names
        .into_par_iter()
        .map(|(name, dataset)| {
            let bytes = match (dataset, name.as_str()) {
                (Some(dataset), _) => numbers::write(stored.snapshot.table(dataset)),
                (None, FILES) => lists::write_files(&stored.files),
                (None, FINDINGS) => lists::write_findings(&stored.sources, &stored.report.findings),
                (None, _) => places::write(&stored.snapshot),
            };
            bytes.map_err(|e| Problem::Write(name.clone(), e)).map(|bytes| (name, bytes))
        })
        .collect();
    folder::write(folder, &stored.snapshot.version, files?)
}
