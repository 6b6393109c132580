//! The numbers that a command is asked for: from files, from a store, or made up.

use std::path::Path;
use std::time::Instant;

use anyhow::Result;
use rssac002_charts::coverage::Note;
use rssac002_ingest::report::Finding;
use rssac002_ingest::{IngestError, Options, Report, Sources, sample as made_up};
use rssac002_model::Snapshot;
use rssac002_model::text::printable;

use super::Data;
use super::bar::Bar;

/// The snapshot that a command is asked for, and how its files came through.
pub(super) fn numbers(args: &Data) -> Result<(Snapshot, Report)> {
    let options = Options::new(args.clock.today().day());
    let (snapshot, report) = match (args.folders.sources(), &args.store) {
        (Some(sources), Some(store)) => up_to_date(&sources, store, &options)?,
        (Some(sources), None) => read(&sources, None, &options)?,
        (None, Some(store)) => rssac002_ingest::load(store)?,
        (None, None) => {
            let began = Instant::now();
            let snapshot = made_up::snapshot(args.clock.today().day());
            eprintln!("made-up sample data, ready after {:.1} s", began.elapsed().as_secs_f64());
            return Ok((snapshot, Report::default()));
        }
    };
    eprintln!("{}", summary(&report));
    Ok((snapshot, report))
}

/// Brings a store up to date. Where another run is about to, or the files would cost it days, what it holds has to do: a
/// server is of more use with yesterday's numbers than with none.
fn up_to_date(sources: &Sources, store: &Path, options: &Options) -> Result<(Snapshot, Report), IngestError> {
    let error = match read(sources, Some(store), options) {
        Err(error) if goes_around(&error) => error,
        done => return done,
    };
    match rssac002_ingest::load(store) {
        Ok(held) => {
            eprintln!("{error}; the store is taken as it is");
            Ok(held)
        }
        // The first run of all is writing to it.
        Err(_) if matches!(error, IngestError::Busy { .. }) => {
            eprintln!("{error}; waiting for it");
            rssac002_ingest::wait(store)?;
            read(sources, Some(store), options)
        }
        Err(_) => Err(error),
    }
}

/// Whether a store that is there can be used all the same.
fn goes_around(error: &IngestError) -> bool {
    matches!(error, IngestError::Busy { .. } | IngestError::Shrink { .. } | IngestError::Nothing { .. })
}

/// Why days were repaired or refused, for the page that shows them.
pub(super) fn notes(report: &Report) -> Vec<Note> {
    let note = |finding: &Finding| {
        let line = finding.line.map(|line| format!(":{line}")).unwrap_or_default();
        let text = format!("{}{line}: {}", printable(&finding.path), printable(&finding.reason));
        Some(Note { metric: finding.metric?, rsi: finding.rsi?, day: finding.day?, text })
    };
    report.findings.iter().filter_map(note).collect()
}

/// Reads with a progress bar.
pub(super) fn read(
    sources: &Sources,
    store: Option<&Path>,
    options: &Options,
) -> Result<(Snapshot, Report), IngestError> {
    let bar = Bar::new();
    let done = rssac002_ingest::ingest(sources, store, options, &bar);
    bar.finish();
    done
}

/// One line about a run.
pub(super) fn summary(report: &Report) -> String {
    let total = report.total();
    let rebuilt =
        report.rebuilt.as_ref().map(|reason| format!("the store was made anew, because {reason}; "));
    let rebuilt = rebuilt.unwrap_or_default();
    format!(
        "{rebuilt}{} files: {} read, {} as before, {} refused, {} with repairs; {:.1} s",
        total.files, total.read, total.reused, total.refused, total.repaired, report.seconds
    )
}
