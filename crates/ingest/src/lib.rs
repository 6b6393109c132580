//! Reads published RSSAC002 YAML into columns, reports every file it refuses or repairs, and keeps a Parquet store.

use std::path::{Path, PathBuf};

use rssac002_model::{Day, Snapshot};

pub mod report;
pub mod sample;

mod find;
mod read;
mod run;
mod store;
mod version;
mod yaml;

pub use report::{Finding, FindingKind, MetricCounts, Report};

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

/// What a run depends on besides the files.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Options {
    /// The current UTC day. Instance files of that day and later are not read.
    pub today: Day,
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
    #[error("{path}: {source}")]
    Io {
        /// What was read or written.
        path: String,
        /// Why it failed.
        source: std::io::Error,
    },
    /// There is no store there, or a part of it is missing or damaged.
    #[error("the store in {path} cannot be used: {reason}")]
    Store {
        /// The store's folder.
        path: String,
        /// What is wrong with it.
        reason: String,
    },
}

/// Reads the sources into memory.
///
/// With `store` given, only files that are new or changed since the store was written (by size and time of change) are
/// read; days whose files are gone leave; and the store is written again. Without one all is read and nothing written.
pub fn ingest(
    sources: &Sources,
    store: Option<&Path>,
    options: &Options,
    progress: &dyn Progress,
) -> Result<(Snapshot, Report), IngestError> {
    run::run(sources, store, options, progress)
}

/// Opens a store that [`ingest`] wrote.
pub fn load(store: &Path) -> Result<(Snapshot, Report), IngestError> {
    let stored = store::read(store)?;
    Ok((stored.snapshot, stored.report))
}
