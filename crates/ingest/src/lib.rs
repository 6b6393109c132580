//! Reads published RSSAC002 YAML into columns, reports every file it refuses or repairs, and keeps a Parquet store.
//!
//! - [`ingest`] reads folders, [`load`] opens a store, [`sample::snapshot`] makes data up: each gives a
//!   [`rssac002_model::Snapshot`];
//! - [`report`]: what was refused or repaired, for people and for programs;
//! - [`export`]: the whole as CSV, JSON and Parquet for other programs;
//! - `source`: which of the published ones a file is of; `find`: which files there are; `known`: those of the store among them;
//!   `yaml` and `read`: what they say; `run`: all files put together; `sums`: whether they
//!   agree; `zone`: which of several zone sizes of one day counts; `shrink`: whether a store would lose too much;
//! - `store`: Parquet files that DuckDB, pandas and R open as they are; its documentation lists the columns.
//!
//! # What becomes of what a file says
//!
//! The rules are those of the published API, so that answers agree (data.md, and NOTES.md of the recorded answers). A
//! file that breaks costs one day of one letter, never the run.
//!
//! | in the file | becomes | told as |
//! |---|---|---|
//! | quoted numbers, `1e3`, `1_234`, `1,234`, `+7`, `12.0`; CRLF, byte order mark, any order of keys; `rcodes:` without a value | what it says | – |
//! | a fraction | rounded down | `fraction` |
//! | a key that YAML reads as a number with a fraction (`2020.1` without quotes) | the whole number, as PHP's arrays have it; of `.5`, `.inf` and `.nan` 0 | `fraction` |
//! | a number below zero | 0 | `negative` |
//! | a number that YAML 1.1 reads as octal, hexadecimal, binary or base 60 | that number | `notation` |
//! | a whole number beyond 64 bits | 2^63 - 1 | `too-large` |
//! | no value, text, a truth value, `.nan`, `.inf` | null; in sizes no value is left out | `not-a-number` |
//! | a flag, coordinate or town of a place that is none | unknown | `not-a-number` |
//! | a size of 0 | left out | – |
//! | a response code that is not 0 to 23 | left out | `code-left-out` |
//! | a key twice | the last one | `duplicate-key` |
//! | a key of a count with control characters | left out | `control-character` |
//! | a town with control characters | the town without them | `control-character` |
//! | a key of a count or a town that spreadsheets would compute | what it says; in CSV with an apostrophe before it | `formula` |
//! | no end of the last line | what it says | `cut-off` |
//! | a known key of traffic-volume or unique-sources is not there | null | `missing-keys` |
//! | a place without a count | no instances | `missing-keys` |
//! | a map of traffic-sizes is not there | empty | `missing-map` |
//! | nothing that belongs to the metric | traffic-volume, unique-sources: nulls; rcode-volume, traffic-sizes: an empty day; load-time, zone-size, instances: the day is missing | `no-values` |
//! | a second document, codes behind the map `rcodes` | not read | `not-read` |
//! | no YAML, wrong octets, nested or long beyond reason | the day is missing | `yaml`: refused |
//! | empty, or only a text (rcode-volume: an empty day); a list where traffic-volume or unique-sources have a number; a place without keys | the day is missing | `shape`: refused |
//! | `service`, `metric` or `start-period` of another letter, metric or day than the file's | what it says, for the file's letter, metric and day | `header` |
//! | more networks than addresses in unique-sources | what it says | `contradiction` |
//! | response codes or sizes whose sum is more than 1% and 1,000 messages from what traffic-volume counts | what it says | `sum` |
//! | a range of sizes that is not called like `64-79` or `288-` | what it says, under that name | `range-name` |
//! | a map of traffic-sizes without ranges | empty | `empty-map` |
//! | `dns-request-sizes` and `dns-response-sizes`, of version 1 | not read | `old-key` |
//! | other keys at the top; of instances other keys of a place, and other lists of places (nobody lists the keys at their top) | not read | `unknown-key` |
//! | a file that cannot be read | the day is missing, or in a store what it was | `unreadable`: refused |
//! | a file of more than 4 MB | the day is missing | `unreadable`: refused |
//! | a file or folder that cannot be listed | as if it were not there, or in a store as it was | `unlisted`: refused |
//! | a file whose name gives no letter and day | not read | `name`: refused |
//! | a file whose name gives a day before 2013 or after today | not read | `impossible-day`: refused |
//! | a second file for the same day of the same letter | nothing | `shadowed` |
//! | several zone sizes for the same day, as letters published them before version 3 | the root zone maintainer's counts; else the first, by letter, that begins with a serial of that day; else the first | `also-published` |
//! | a YAML file, or one named like a published file, that belongs to none of the metrics | not read | `unknown-metric` |
//!
//! [`Level`] parts these findings: what is refused costs a day, what is repaired marks it, and all others change nothing
//! that the API answers.

use std::path::{Path, PathBuf};

use rssac002_model::{Day, Snapshot};

pub mod export;
pub mod octets;
pub mod report;
pub mod sample;

mod batches;
mod find;
mod known;
mod read;
mod run;
mod shrink;
mod source;
mod store;
mod sums;
mod version;
mod yaml;
mod zone;

pub use report::{Finding, FindingKind, Level, MetricCounts, Report};

/// The folders to read. Each may be the root of its collection, or a folder above or below it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Sources {
    /// The RSSAC002 collection: the five metrics, and early zone sizes.
    pub rssac002: Option<PathBuf>,
    /// The instance archive.
    pub instances: Option<PathBuf>,
    /// The root zone maintainer's zone sizes.
    pub zone_size: Option<PathBuf>,
}

impl Sources {
    /// Fails where one of the folders cannot be read.
    pub fn check(&self) -> Result<(), IngestError> {
        find::roots(self).map(drop)
    }
}

/// What a run depends on besides the files.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Options {
    /// The current UTC day. Instance files of that day and later are not read.
    pub today: Day,
    /// Whether the store may lose more than 5% of its days, or all of one source. Else a run that would do so fails.
    pub allow_shrink: bool,
}

impl Options {
    /// The usual: a store keeps its days.
    pub fn new(today: Day) -> Options {
        Options { today, allow_shrink: false }
    }
}

/// Told how far a run is.
pub trait Progress: Sync {
    /// How many files will be read. Called once, before the first is read.
    fn total(&self, files: u64);
    /// That many more files have been read. Called from any thread.
    fn advance(&self, files: u64);
}

/// Says nothing.
impl Progress for () {
    fn total(&self, _files: u64) {}
    fn advance(&self, _files: u64) {}
}

/// Why a run as a whole failed. A single file never makes it fail.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    /// A folder or the store could not be read or written.
    #[error("{path}: {reason}")]
    Io {
        /// What was read or written.
        path: String,
        /// Why it failed. Said above, so no `source` to be said once more.
        reason: std::io::Error,
    },
    /// There is no store there, or a part of it is missing or damaged.
    #[error("the store in {path} cannot be used: {reason}")]
    Store {
        /// The store's folder.
        path: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Another run holds the store's lock.
    #[error("the store in {path} cannot be used: another run is writing to it")]
    Busy {
        /// The store's folder.
        path: String,
    },
    /// The folders hold no published file.
    #[error("no published files in {folders}")]
    Nothing {
        /// The folders that were given.
        folders: String,
    },
    /// Far more days would leave the store than is usual. It is as it was.
    #[error(
        "{lost} of the {held} days in the store {path} would be lost{of}; it is as it was: see whether the folders are \
         complete, or allow it (`ingest --allow-shrink`)"
    )]
    Shrink {
        /// The store's folder.
        path: String,
        /// Days of a letter and metric that would no longer be held.
        lost: usize,
        /// Those held.
        held: usize,
        /// Which sources would be lost as a whole, with words around them; empty where none would.
        of: String,
    },
}

/// Reads the sources into memory, on all cores.
///
/// With `store` given, only files that are new or changed since the store was written (by size and time of change) are
/// read; days whose files are gone leave, those that cannot be looked for stay; and what has changed of the store is written.
/// A store that cannot be used is made anew. Without `store` all is read and nothing written.
///
/// Fails, and leaves the store as it was, where a folder of `sources` cannot be read, where nothing at all is found, where another
/// run holds the store, where it cannot be written, and where it would lose more than [`Options::allow_shrink`] says.
pub fn ingest(
    sources: &Sources,
    store: Option<&Path>,
    options: &Options,
    progress: &dyn Progress,
) -> Result<(Snapshot, Report), IngestError> {
    run::run(sources, store, options, progress)
}

/// Whether a store has what the sources have, so that [`ingest`] would leave it as it is. No numbers are read for it.
///
/// Fails where a folder of `sources` or the store cannot be read.
pub fn is_current(sources: &Sources, store: &Path, options: &Options) -> Result<bool, IngestError> {
    run::is_current(sources, store, options)
}

/// Opens a store that [`ingest`] wrote. All its files count as unchanged in the report.
///
/// Fails where there is none, where another version of this program wrote it, and where a part of it is missing or not
/// as it was written.
pub fn load(store: &Path) -> Result<(Snapshot, Report), IngestError> {
    let stored = store::read(store)?;
    Ok((stored.snapshot, stored.report))
}

/// Waits until no run writes to a store.
pub fn wait(store: &Path) -> Result<(), IngestError> {
    store::wait(store)
}

/// Opens a store as [`load`] does, and sees whether its numbers are those that it was written with.
pub fn verify(store: &Path) -> Result<(Snapshot, Report), IngestError> {
    let (snapshot, report) = load(store)?;
    if version::of(&snapshot) == snapshot.version {
        return Ok((snapshot, report));
    }
    let reason = "its numbers are not those of its version: make it anew from the published files".to_owned();
    Err(IngestError::Store { path: store.display().to_string(), reason })
}

/// The file of a store that is written last: another file there is another store.
pub fn manifest(store: &Path) -> PathBuf {
    store.join(store::MANIFEST)
}

/// The version of the snapshot in a store, which is not read for it; `None` where there is no store that this program can open.
pub fn version(store: &Path) -> Option<String> {
    store::version(store)
}

/// The folder of the store that was there before the last change; `None` where there was none.
pub fn before(store: &Path) -> Option<PathBuf> {
    store::before(store)
}

/// Puts the store [`before`] in the place of the one that is there, which is then the one before.
pub fn restore(store: &Path) -> Result<(Snapshot, Report), IngestError> {
    let stored = store::restore(store)?;
    Ok((stored.snapshot, stored.report))
}
