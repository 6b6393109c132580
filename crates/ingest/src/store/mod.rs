//! The store: what was read, as Parquet files.

use std::path::Path;

use rssac002_model::{Day, DayStatus, Metric, Rsi, Snapshot};

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
        let Found { source, path, size, modified, metric, of } = file.clone();
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
    pub(crate) files: Vec<Kept>,
    /// The source of each finding of the report.
    pub(crate) sources: Vec<Source>,
    pub(crate) report: Report,
}

/// Reads a store.
pub(crate) fn read(folder: &Path) -> Result<Stored, IngestError> {
    Err(IngestError::Store { path: folder.display().to_string(), reason: "not yet".to_owned() })
}

/// Writes a store.
pub(crate) fn write(_folder: &Path, _stored: &Stored) -> Result<(), IngestError> {
    Ok(())
}
