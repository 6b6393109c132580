//! Serving on while the numbers change: when a store was written anew, and when the process is told to read again.

use std::fs::Metadata;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result};
use rssac002_ingest::{Options, Report};
use rssac002_model::Snapshot;

use super::Data;
use super::numbers::{notes, numbers, summary};
use crate::app::App;
use crate::held::Held;
use crate::older::Older;

/// How often it is looked whether a store was written anew. That is one question to the disk, which a change on a disk of another
/// machine answers too.
const PAUSE: Duration = Duration::from_secs(2);

/// Being told to read again: SIGHUP. Where there is no such signal, never.
pub struct Again {
    #[cfg(unix)]
    signal: tokio::signal::unix::Signal,
}

impl Again {
    /// From now on the signal does not end the process. Needs a running tokio runtime.
    pub fn new() -> io::Result<Again> {
        Ok(Again {
            #[cfg(unix)]
            signal: tokio::signal::unix::signal(tokio::signal::unix::SignalKind::hangup())?,
        })
    }

    /// Waits for it.
    pub(super) async fn told(&mut self) {
        #[cfg(unix)]
        if self.signal.recv().await.is_some() {
            return;
        }
        std::future::pending().await
    }
}

/// What is served first.
pub struct First {
    /// The numbers.
    pub held: Held,
    /// Whether it is what a store holds, and published files that were given have not been looked at.
    pub is_behind: bool,
}

/// Reads what is served first. A store that can be used is served as it is: to look through all published files takes longer.
pub fn first(args: &Data) -> Result<First> {
    if let Some((sources, store)) = args.folders.sources().zip(args.store.as_ref()) {
        sources.check()?;
        if let Ok((snapshot, report)) = rssac002_ingest::load(store) {
            eprintln!("{}", summary(&report));
            return Ok(First { held: hold(args, snapshot, &report), is_behind: true });
        }
    }
    Ok(First { held: read(args)?, is_behind: false })
}

/// Brings a store up to date with the published files; `None` where it is.
fn catch_up(args: &Data) -> Result<Option<Held>> {
    if let Some((sources, store)) = args.folders.sources().zip(args.store.as_ref()) {
        let options = Options::new(args.clock.today().day());
        // What cannot be read is told, or made anew, by the run that then follows.
        if rssac002_ingest::is_current(&sources, store, &options).unwrap_or(false) {
            return Ok(None);
        }
    }
    read(args).map(Some)
}

fn read(args: &Data) -> Result<Held> {
    let (snapshot, report) = numbers(args)?;
    Ok(hold(args, snapshot, &report))
}

/// The store before, which is kept beside a store.
pub struct Before {
    /// The folder of the store that is served.
    pub store: PathBuf,
}

impl Older for Before {
    fn version(&self) -> Option<String> {
        rssac002_ingest::version(&rssac002_ingest::before(&self.store)?)
    }

    fn read(&self) -> Option<Held> {
        let before = rssac002_ingest::before(&self.store)?;
        let read = rssac002_ingest::load(&before)
            .inspect_err(|error| tracing::error!("{error}: the numbers before cannot be served"));
        let (snapshot, report) = read.ok()?;
        let written = Mark::of(&before).and_then(|mark| mark.written);
        Some(Held::new(snapshot, notes(&report)).written_at(written))
    }
}

fn hold(args: &Data, snapshot: Snapshot, report: &Report) -> Held {
    let written = args.store.as_deref().and_then(|store| Mark::of(store)?.written);
    Held::new(snapshot, notes(report)).written_at(written)
}

/// Serves other numbers than the first ones whenever there are some, for as long as the process runs. Numbers that cannot be read
/// leave those that are served. `seen` is what the store was before the first ones were read: it may have changed since.
pub async fn follow(
    app: Arc<App>,
    args: Arc<Data>,
    mut is_behind: bool,
    mut seen: Option<Mark>,
    mut again: Again,
) {
    loop {
        let args = args.clone();
        let reading = tokio::select! {
            () = std::future::ready(()), if is_behind => {
                tokio::task::spawn_blocking(move || catch_up(&args))
            }
            () = again.told() => {
                tracing::info!("told to read again");
                tokio::task::spawn_blocking(move || read(&args).map(Some))
            }
            mark = changed(args.store.clone(), seen) => {
                seen = Some(mark);
                tokio::task::spawn_blocking(move || {
                    // Whoever told that it changed was asked for a store.
                    let store = args.store.as_deref().context("no store")?;
                    let (snapshot, report) = rssac002_ingest::load(store)?;
                    Ok(Some(hold(&args, snapshot, &report)))
                })
            }
        };
        is_behind = false;
        match reading.await.context("reading was given up").flatten() {
            Ok(Some(held)) => take_over(&app, held),
            Ok(None) => tracing::info!("there is nothing new"),
            Err(error) => {
                app.metrics.not_swapped.inc();
                tracing::error!("{error:#}; what was read before is served on");
            }
        }
    }
}

/// Serves other numbers; nothing happens where they are the same.
pub(super) fn take_over(app: &App, held: Held) {
    let before = app.held();
    if before.snapshot.version == held.snapshot.version && before.notes == held.notes {
        return;
    }
    tracing::info!(version = held.snapshot.version, "other numbers are served from now on");
    app.swap(held);
    app.metrics.swapped.inc();
}

/// Waits until a store is another one than the one that was seen; for ever where there is none to look at.
async fn changed(store: Option<PathBuf>, seen: Option<Mark>) -> Mark {
    let Some(store) = store else { return std::future::pending().await };
    loop {
        tokio::time::sleep(PAUSE).await;
        let looked = store.clone();
        // A disk of another machine may take long to answer.
        let mark = tokio::task::spawn_blocking(move || Mark::of(&looked)).await.ok().flatten();
        // While it is away it has not changed.
        if let Some(mark) = mark.filter(|mark| Some(*mark) != seen) {
            return mark;
        }
    }
}

/// What tells one store in a folder from the next: its manifest is written last, and to another file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Mark {
    written: Option<SystemTime>,
    file: u64,
}

impl Mark {
    /// That of the store that is there; `None` where there is none.
    pub fn of(store: &Path) -> Option<Mark> {
        let manifest = std::fs::metadata(rssac002_ingest::manifest(store)).ok()?;
        Some(Mark { written: manifest.modified().ok(), file: number(&manifest) })
    }
}

#[cfg(unix)]
fn number(file: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(file)
}

#[cfg(not(unix))]
fn number(file: &Metadata) -> u64 {
    file.len()
}
