//! The folder to which something is brought, and how a file gets there: whole or not at all.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Stdio;

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
    /// Released with the file, by whatever way the program ends, and not before the programs end that have it.
    lock: File,
}

impl Folder {
    /// Opens the folder, or makes it. Fails where another run is fetching to it, or where it cannot be written.
    pub fn open(path: &Path) -> Result<Folder, FetchError> {
        let own = path.join(OWN);
        fs::create_dir_all(&own).map_err(failed(&own))?;
        let lock = own.join(LOCK);
        let file = File::options().read(true).write(true).create(true).truncate(true).open(&lock);
        let file = file.map_err(failed(&lock))?;
        file.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => FetchError::Busy { path: path.display().to_string() },
            TryLockError::Error(error) => failed(&lock)(error),
        })?;
        Ok(Folder { path: path.to_owned(), lock: file })
    }

    /// Where a source is in it, if anything of it has come.
    pub fn of(&self, source: Source) -> Option<PathBuf> {
        Some(self.root(source)).filter(|root| root.is_dir())
    }

    /// The lock, as the (empty) input of a program that works in the folder: as long as that runs, the folder is taken, also where
    /// this program was killed.
    pub(crate) fn lock(&self) -> io::Result<Stdio> {
        Ok(self.lock.try_clone()?.into())
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

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Where what is known of an API's answers is kept.
    pub(crate) fn list(&self) -> PathBuf {
        self.path.join(OWN).join("answers.json")
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
    move |reason| FetchError::Io { path, reason }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_taken_as_long_as_a_program_works_in_it() {
        let folder = tempfile::tempdir().unwrap();
        let first = Folder::open(folder.path()).unwrap();
        let given = first.lock().unwrap();
        drop(first);
        assert!(matches!(Folder::open(folder.path()), Err(FetchError::Busy { .. })));
        drop(given);
        Folder::open(folder.path()).unwrap();
    }
}
