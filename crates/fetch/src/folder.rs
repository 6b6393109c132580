//! The folder to which the sources are brought, and how a file gets there: whole or not at all.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::{FetchError, Source};

/// What belongs to this program and is no published file. Hidden, so that nobody takes it for one.
const OWN: &str = ".fetch";
const LOCK: &str = "lock";
/// The file that is being written.
const PART: &str = "part";

/// A folder of which this program holds the lock, so that no two runs fetch to it at once.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    /// Released with the file, by whatever way the program ends.
    _lock: File,
}

impl Folder {
    /// Opens the folder, or makes it. Fails where another run is fetching to it, or where it cannot be written.
    pub fn open(path: &Path) -> Result<Folder, FetchError> {
        let own = path.join(OWN);
        fs::create_dir_all(&own).map_err(failed(&own))?;
        let lock = own.join(LOCK);
        let file = File::create(&lock).map_err(failed(&lock))?;
        file.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => FetchError::Busy { path: path.display().to_string() },
            TryLockError::Error(error) => failed(&lock)(error),
        })?;
        Ok(Folder { path: path.to_owned(), _lock: file })
    }

    /// Where a source is in it, if anything of it has come.
    pub fn of(&self, source: Source) -> Option<PathBuf> {
        Some(self.root(source)).filter(|root| root.is_dir())
    }

    pub(crate) fn root(&self, source: Source) -> PathBuf {
        self.path.join(match source {
            Source::Rssac002 => "RSSAC002-data",
            Source::Instances => "instances",
            Source::ZoneSize => "zone-size",
        })
    }

    /// Where what is known of a source is kept.
    pub(crate) fn memory(&self, source: Source) -> PathBuf {
        self.path.join(OWN).join(format!("{}.json", source.name()))
    }

    /// Writes a file aside, waits until it is on disk, and puts it in its place.
    pub(crate) fn write(&self, path: &Path, octets: &[u8]) -> Result<(), FetchError> {
        let part = self.path.join(OWN).join(PART);
        let write = || -> io::Result<()> {
            let mut file = File::create(&part)?;
            file.write_all(octets)?;
            file.sync_all()
        };
        write().map_err(failed(&part))?;
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(failed(parent))?;
        }
        fs::rename(&part, path).map_err(failed(path))
    }
}

pub(crate) fn failed(path: &Path) -> impl FnOnce(io::Error) -> FetchError {
    let path = path.display().to_string();
    move |source| FetchError::Io { path, source }
}
