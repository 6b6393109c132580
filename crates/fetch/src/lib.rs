//! Brings the published sources, or the answers of an API, to a folder and keeps them current.
//!
//! - [`Folder::open`] takes a folder for this run; [`fetch`] brings to it what is new, and says in a [`Report`] what came and
//!   what did not;
//! - `git`: the RSSAC002 collection, by the program `git`;
//! - `archive`: the other two, from the listings of web servers. `layout` says which names in them are followed, `listing` reads
//!   them, `client` asks for them, `memory` knows what has been asked for before;
//! - `folder`: where all this is put;
//! - [`upstream`]: instead of the published files, the answers of another server's API.
//!
//! In the folder:
//!
//! | | |
//! |---|---|
//! | `RSSAC002-data/` | the RSSAC002 collection: a work tree of git |
//! | `instances/` | the instance archive |
//! | `zone-size/` | the root zone maintainer's zone sizes |
//! | `.fetch/` | a lock, and what the servers said of what is there; it can be removed |
//!
//! Nothing that is there is removed or replaced before what takes its place is whole; only git removes what is no longer
//! published. Whenever a run ends, by whatever way, the next one goes on.

use std::fmt;
use std::time::Instant;

use rssac002_model::Day;

mod address;
mod archive;
mod client;
mod folder;
mod git;
mod layout;
mod listing;
mod memory;
mod report;
pub mod upstream;

pub use address::{Addresses, Directory, NoAddress, Repository};
pub use client::Manners;
pub use folder::Folder;
pub use report::{Brought, Missing, Report};

use layout::Collection;

/// One of the three published sources.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Source {
    /// The RSSAC002 collection.
    Rssac002,
    /// The instance archive.
    Instances,
    /// The root zone maintainer's zone sizes.
    ZoneSize,
}

impl Source {
    /// All three, in the order in which they are fetched: the large one last.
    pub const ALL: [Source; 3] = [Source::Rssac002, Source::ZoneSize, Source::Instances];

    /// As it is called on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Source::Rssac002 => "rssac002",
            Source::Instances => "instances",
            Source::ZoneSize => "zone-size",
        }
    }

    /// The source of this name.
    pub fn from_name(name: &str) -> Option<Source> {
        Self::ALL.into_iter().find(|source| source.name() == name)
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What is fetched, and how.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Options {
    /// Which sources; each once.
    pub sources: Vec<Source>,
    /// Where they are.
    pub addresses: Addresses,
    /// The current UTC day. Later ones are not fetched.
    pub today: Day,
    /// The first day that is fetched; all if there is none. The RSSAC002 collection comes as a whole nevertheless.
    pub since: Option<Day>,
    /// Files of so many days are asked for again, today's included: publishers mend them.
    pub again: i32,
    /// How servers are asked.
    pub manners: Manners,
}

/// Told how far a run is.
pub trait Progress {
    /// A source begins.
    fn begin(&self, source: Source);
    /// How many steps it has. Called once, or not at all where that is not known.
    fn total(&self, steps: u64);
    /// A step is done.
    fn advance(&self);
    /// The folder that it is at, and how many files have come so far.
    fn at(&self, folder: &str, files: u64);
    /// What git says.
    fn says(&self, line: &str);
}

/// Says nothing.
impl Progress for () {
    fn begin(&self, _source: Source) {}
    fn total(&self, _steps: u64) {}
    fn advance(&self) {}
    fn at(&self, _folder: &str, _files: u64) {}
    fn says(&self, _line: &str) {}
}

/// Why a run as a whole failed: the disk. What servers do wrong never makes it fail, and is in the [`Report`].
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// Something could not be read or written.
    #[error("{path}: {reason}")]
    Io {
        /// What it was.
        path: String,
        /// Why it failed. Said above, so no `source` to be said once more.
        reason: std::io::Error,
    },
    /// The folder has answers of another API.
    #[error("{path} keeps answers of {from}: another API needs another folder")]
    OfAnother {
        /// The folder.
        path: String,
        /// The API that it keeps answers of.
        from: String,
    },
    /// Another run holds the folder's lock.
    #[error("another run is fetching to {path}")]
    Busy {
        /// The folder.
        path: String,
    },
}

/// Brings what is new of the sources, one after the other.
///
/// Fails where the disk fails. Then, and however else it ends before it is through, what has come stays, and the next run goes on.
pub fn fetch(folder: &Folder, options: &Options, progress: &dyn Progress) -> Result<Report, FetchError> {
    let began = Instant::now();
    let mut report = Report::default();
    for source in &options.sources {
        progress.begin(*source);
        let Addresses { rssac002, instances, zone_size } = &options.addresses;
        let archive =
            |collection, address| archive::bring(folder, *source, collection, address, options, progress);
        report.sources.push(match source {
            Source::Rssac002 => git::bring(folder, rssac002, options.manners, progress)?,
            Source::Instances => archive(Collection::Instances, instances)?,
            Source::ZoneSize => archive(Collection::ZoneSize, zone_size)?,
        });
    }
    report.seconds = began.elapsed().as_secs_f64();
    Ok(report)
}
