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

pub(crate) mod columns;
mod folder;
mod lists;
pub(crate) mod numbers;
mod places;
#[cfg(test)]
mod tests;

use std::cmp::Reverse;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use rayon::prelude::*;
use rssac002_model::{Dataset, Day, DayStatus, InstanceSeries, Metric, Rsi, Snapshot, Table};

pub(crate) use folder::MANIFEST;
use numbers::Before;

use crate::IngestError;
use crate::find::Kept;
use crate::report::Report;
use crate::source::Source;

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
    #[error("it was written by another version of this program (format {0})")]
    Format(u64),
    #[error("{0} is damaged")]
    Damaged(String),
    #[error("{0} cannot be written: {1}")]
    Write(String, parquet::errors::ParquetError),
    #[error("another run is writing to it")]
    Busy,
}

impl Problem {
    fn at(self, folder: &Path) -> IngestError {
        let path = folder.display().to_string();
        let advice = match &self {
            Problem::Busy => return IngestError::Busy { path },
            Problem::Format(_) | Problem::Damaged(_) => ": make it anew from the published files",
            Problem::Io(..) | Problem::None | Problem::Write(..) => "",
        };
        IngestError::Store { path, reason: format!("{self}{advice}") }
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

/// Runs of letters as a file with the columns of the store.
pub(crate) fn places<'a>(
    runs: impl IntoIterator<Item = (Rsi, places::Run<'a>)>,
) -> Result<Vec<u8>, parquet::errors::ParquetError> {
    places::write(runs)
}

/// All letters' runs of consecutive days that share a list of places, letter by letter.
pub(crate) fn all_runs(snapshot: &Snapshot) -> impl Iterator<Item = (Rsi, places::Run<'_>)> {
    places::all(snapshot)
}

/// A letter's runs of consecutive days that share a list of places: first day, last day, list.
pub(crate) fn runs(series: &InstanceSeries) -> Vec<places::Run<'_>> {
    places::runs(series)
}

/// Reads a store.
pub(crate) fn read(folder: &Path) -> Result<Stored, IngestError> {
    let began = Instant::now();
    let mut stored = whole(folder, read_once)?;
    stored.report.seconds = began.elapsed().as_secs_f64();
    Ok(stored)
}

/// Reads the lists of files and findings of a store, which are a tenth of it; there are no numbers in the result.
pub(crate) fn read_lists(folder: &Path) -> Result<Stored, IngestError> {
    whole(folder, |folder| lists(&folder::Contents::open(folder)?))
}

/// Reads something of a store in one state: while another run puts new files in place, names and contents may not fit; a moment
/// later they do.
fn whole(folder: &Path, read: impl Fn(&Path) -> Result<Stored, Problem>) -> Result<Stored, IngestError> {
    let mut tries = 3;
    loop {
        match read(folder) {
            Err(Problem::Damaged(_)) if tries > 0 => tries -= 1,
            read => return read.map_err(|problem| problem.at(folder)),
        }
    }
}

fn lists(contents: &folder::Contents) -> Result<Stored, Problem> {
    let (files, findings) = rayon::join(
        || lists::read_files(contents.bytes(FILES)?),
        || lists::read_findings(contents.bytes(FINDINGS)?),
    );
    let (files, (sources, findings)) = (files?, findings?);
    let report = Report { findings, ..Report::default() };
    Ok(Stored { snapshot: Snapshot::default(), files, sources, report })
}

fn read_once(folder: &Path) -> Result<Stored, Problem> {
    let contents = folder::Contents::open(folder)?;
    let mut stored = lists(&contents)?;
    let days = days_with_files(&stored.files);
    let (tables, instances) = rayon::join(
        || {
            let table = |d: Dataset| {
                numbers::read(&file_name(d), contents.bytes(&file_name(d))?, &days[d.metric() as usize])
            };
            Dataset::ALL.into_par_iter().map(table).collect::<Result<Vec<Table>, Problem>>()
        },
        || places::read(contents.bytes(INSTANCES)?, &days[Metric::Instances as usize]),
    );
    for (dataset, table) in Dataset::ALL.into_iter().zip(tables?) {
        *stored.snapshot.table_mut(dataset) = table;
    }
    for (rsi, series) in Rsi::all().zip(instances?) {
        *stored.snapshot.instances_mut(rsi) = series;
    }
    stored.snapshot.version = contents.version().to_owned();
    for file in &stored.files {
        let counts = &mut stored.report.metrics[file.metric as usize];
        counts.files += 1;
        counts.reused += 1;
        counts.refused += u64::from(file.status == DayStatus::Refused);
        counts.repaired += u64::from(file.status == DayStatus::Repaired);
    }
    Ok(stored)
}

/// A store that nobody else writes to as long as this is held.
pub(crate) struct Locked(folder::Locked);

/// What a store held when a run began.
pub(crate) struct Old {
    /// Nothing where there was no store, or none that can be used.
    pub(crate) stored: Stored,
    /// Why what was there cannot be used.
    pub(crate) unusable: Option<String>,
    /// Whether it is worth keeping: it is whole, be it that of another version.
    whole: bool,
}

impl Locked {
    /// Makes the folder if it is not there, and ends what a run before left half done.
    pub(crate) fn new(folder: &Path) -> Result<Locked, IngestError> {
        folder::Locked::new(folder).map(Locked).map_err(|problem| problem.at(folder))
    }

    /// What it holds. A store that cannot be used is as good as none: the published files hold everything.
    pub(crate) fn read(&self) -> Old {
        match read_once(self.0.folder()) {
            Ok(stored) => Old { stored, unusable: None, whole: true },
            Err(Problem::None) => Old { stored: Stored::default(), unusable: None, whole: false },
            Err(problem) => {
                let whole = matches!(problem, Problem::Format(_));
                Old { stored: Stored::default(), unusable: Some(problem.to_string()), whole }
            }
        }
    }

    /// Writes a store, or what has changed of it. A crash at any point leaves the old one or the new one. What was there is kept,
    /// if it was `whole`.
    pub(crate) fn write(&self, stored: &Stored, old: &Old) -> Result<(), IngestError> {
        let write = || self.0.write(&stored.snapshot.version, files(stored, &self.before(old))?, old.whole);
        write().map_err(|problem| problem.at(self.0.folder()))
    }

    /// What is there of each data set, as far as it can be used.
    fn before<'a>(&self, old: &'a Old) -> HashMap<Dataset, Before<'a>> {
        let Ok(contents) = folder::Contents::open(self.0.folder()) else { return HashMap::new() };
        let before = |dataset: Dataset| {
            let name = file_name(dataset);
            let table = old.stored.snapshot.table(dataset);
            Some((dataset, Before::new(table, &name, contents.bytes(&name).ok()?).ok()?))
        };
        Dataset::ALL.into_par_iter().filter_map(before).collect()
    }
}

/// Waits until nobody writes to a store.
pub(crate) fn wait(folder: &Path) -> Result<(), IngestError> {
    folder::wait(folder).map_err(|problem| problem.at(folder))
}

/// Puts the store before in the place of the one that is there, which becomes the one before.
pub(crate) fn restore(folder: &Path) -> Result<Stored, IngestError> {
    let at = |problem: Problem| problem.at(folder);
    let locked = folder::Locked::new(folder).map_err(at)?;
    let before = folder.join(folder::BEFORE);
    let stored = read(&before)?;
    let put = || locked.write(&stored.snapshot.version, folder::Contents::open(&before)?.all()?, true);
    put().map_err(at)?;
    Ok(stored)
}

/// The version that a store says it has.
pub(crate) fn version(folder: &Path) -> Option<String> {
    folder::Contents::open(folder).ok().map(|contents| contents.version().to_owned())
}

/// Whether a store is kept beside the one that is there.
pub(crate) fn before(folder: &Path) -> Option<PathBuf> {
    Some(folder.join(folder::BEFORE)).filter(|before| before.is_dir())
}

/// The files of a store, and what there was of its data sets `before`.
fn files(stored: &Stored, before: &HashMap<Dataset, Before<'_>>) -> Result<Vec<(String, Vec<u8>)>, Problem> {
    let mut datasets = Vec::from(Dataset::ALL);
    datasets.sort_by_key(|dataset| {
        let table = stored.snapshot.table(*dataset);
        let series = Rsi::all().map(|rsi| table.series(rsi));
        Reverse(series.filter_map(|s| Some(s.numbers(s.range()?))).sum::<usize>())
    });
    let numbers = datasets.into_iter().map(|dataset| (file_name(dataset), Some(dataset)));
    let lists = [FILES, FINDINGS, INSTANCES].map(|name| (name.to_owned(), None));
    // The largest first and one after the other, so that all cores end at about the same time.
    numbers
        .chain(lists)
        .par_bridge()
        .map(|(name, dataset)| {
            let bytes = match (dataset, name.as_str()) {
                (Some(dataset), _) => numbers::write(stored.snapshot.table(dataset), before.get(&dataset)),
                (None, FILES) => lists::write_files(&stored.files),
                (None, FINDINGS) => lists::write_findings(&stored.sources, &stored.report.findings),
                (None, _) => places::write(places::all(&stored.snapshot)),
            };
            bytes.map_err(|e| Problem::Write(name.clone(), e)).map(|bytes| (name, bytes))
        })
        .collect()
}
