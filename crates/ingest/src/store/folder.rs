//! The store's folder: which files belong together, and how a new set of them takes the place of the old.
//!
//! New files are written to `next.tmp` beside the old ones, together with their `store.json`, and forced to disk. Then
//! `next.tmp` becomes `next`, in one step: from here on the new store is the store. Its files are moved to their places,
//! `store.json` last, and `next` goes. Whoever finds a `next` takes each file from there if it is there, so a crash at
//! any point leaves either the old store or the new one. Files that did not change are not written.
//!
//! The store that was there is kept in `before`, for a way back: its files as they are, linked and not copied where the
//! disk can do that. It is made in `before.tmp` before `next` is there, and becomes `before` after that.
//!
//! Whoever writes holds `lock` from before it reads anything until it is done.

use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use serde_json::{Value, json};

use super::Problem;
use crate::version::Hash;

/// Goes up when what is stored, or how files are read, changes: stores of another format are made anew.
const FORMAT: u64 = 6;

pub(crate) const MANIFEST: &str = "store.json";
const NEXT: &str = "next";
const UNFINISHED: &str = "next.tmp";
/// The store before.
pub(super) const BEFORE: &str = "before";
const UNFINISHED_BEFORE: &str = "before.tmp";
const LOCK: &str = "lock";

fn io(path: &Path) -> impl FnOnce(std::io::Error) -> Problem {
    let path = path.display().to_string();
    move |error| Problem::Io(path, error)
}

fn hash(bytes: &[u8]) -> String {
    let mut hash = Hash::new();
    hash.bytes(bytes);
    format!("{:016x}", hash.finish())
}

/// What belongs to a store: `store.json`.
struct Manifest {
    version: String,
    /// Hash by file.
    files: BTreeMap<String, String>,
}

impl Manifest {
    fn to_json(&self) -> String {
        let value = json!({"format": FORMAT, "version": self.version, "files": self.files});
        format!("{value:#}\n")
    }

    /// The one that counts: that of a store about to take its place, else the one in place.
    fn read(folder: &Path) -> Result<Manifest, Problem> {
        let next = folder.join(NEXT).join(MANIFEST);
        let bytes = match fs::read(&next).or_else(|_| fs::read(folder.join(MANIFEST))) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(Problem::None),
            Err(error) => return Err(io(folder)(error)),
        };
        let damaged = || Problem::Damaged(MANIFEST.to_owned());
        let value: Value = serde_json::from_slice(&bytes).map_err(|_| damaged())?;
        match value["format"].as_u64() {
            Some(FORMAT) => {}
            Some(other) => return Err(Problem::Format(other)),
            None => return Err(damaged()),
        }
        let version = value["version"].as_str().ok_or_else(damaged)?.to_owned();
        let files = value["files"].as_object().ok_or_else(damaged)?;
        let files: Option<BTreeMap<String, String>> =
            files.iter().map(|(name, hash)| Some((name.clone(), hash.as_str()?.to_owned()))).collect();
        Ok(Manifest { version, files: files.ok_or_else(damaged)? })
    }
}

/// A store that is open.
pub(super) struct Contents {
    folder: PathBuf,
    manifest: Manifest,
}

impl Contents {
    /// Opens a store, if there is one of this format.
    pub(super) fn open(folder: &Path) -> Result<Contents, Problem> {
        Ok(Contents { folder: folder.to_owned(), manifest: Manifest::read(folder)? })
    }

    /// The version of the snapshot in it.
    pub(super) fn version(&self) -> &str {
        &self.manifest.version
    }

    /// A file of it, which is known to be as it was written.
    pub(super) fn bytes(&self, name: &str) -> Result<Bytes, Problem> {
        let damaged = || Problem::Damaged(name.to_owned());
        let expected = self.manifest.files.get(name).ok_or_else(damaged)?;
        let next = self.folder.join(NEXT).join(name);
        let bytes = fs::read(next).or_else(|_| fs::read(self.folder.join(name))).map_err(|_| damaged())?;
        if hash(&bytes) == *expected { Ok(bytes.into()) } else { Err(damaged()) }
    }

    /// All its files but the manifest.
    pub(super) fn all(&self) -> Result<Vec<(String, Vec<u8>)>, Problem> {
        self.manifest.files.keys().map(|name| Ok((name.clone(), self.bytes(name)?.into()))).collect()
    }
}

/// A folder of which this program holds the lock.
pub(super) struct Locked {
    folder: PathBuf,
    /// Released with the file, by whatever way the program ends.
    _lock: File,
}

fn lock_file(folder: &Path) -> Result<File, Problem> {
    fs::create_dir_all(folder).map_err(io(folder))?;
    let path = folder.join(LOCK);
    File::create(&path).map_err(io(&path))
}

/// Waits until nobody holds the lock.
pub(super) fn wait(folder: &Path) -> Result<(), Problem> {
    lock_file(folder)?.lock().map_err(io(folder))
}

impl Locked {
    /// Takes the lock and puts in order what a run that was cut short has left.
    pub(super) fn new(folder: &Path) -> Result<Locked, Problem> {
        let lock = lock_file(folder)?;
        lock.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => Problem::Busy,
            TryLockError::Error(error) => io(folder)(error),
        })?;
        if folder.join(NEXT).is_dir() {
            finish(folder)?;
        }
        clear(folder)?;
        Ok(Locked { folder: folder.to_owned(), _lock: lock })
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Puts new files in the place of the old ones, which become the store before if that is wanted.
    pub(super) fn write(
        &self,
        version: &str,
        files: Vec<(String, Vec<u8>)>,
        keep: bool,
    ) -> Result<(), Problem> {
        let prepared = self.prepare(version, files, keep);
        if prepared.is_err() {
            // The disk may be full, so nothing stays of it; if that fails, too, the first reason is the one to tell.
            let _ = clear(&self.folder);
        }
        prepared?;
        finish(&self.folder)
    }

    /// Up to the step in which the new store becomes the store.
    fn prepare(&self, version: &str, files: Vec<(String, Vec<u8>)>, keep: bool) -> Result<(), Problem> {
        let folder = &self.folder;
        let unfinished = folder.join(UNFINISHED);
        fs::create_dir(&unfinished).map_err(io(&unfinished))?;
        let mut manifest = Manifest { version: version.to_owned(), files: BTreeMap::new() };
        for (name, bytes) in files {
            // What is on disk counts, not what the old manifest says of it: a damaged file is written again.
            if !fs::read(folder.join(&name)).is_ok_and(|old| old == bytes) {
                write_through(&unfinished.join(&name), &bytes)?;
            }
            manifest.files.insert(name, hash(&bytes));
        }
        write_through(&unfinished.join(MANIFEST), manifest.to_json().as_bytes())?;
        sync(&unfinished)?;
        if keep {
            copy(folder, &folder.join(UNFINISHED_BEFORE))?;
        }
        fs::rename(&unfinished, folder.join(NEXT)).map_err(io(&unfinished))?;
        sync(folder)
    }
}

/// Links the files of a store into a new folder, or copies them where the disk has no links.
fn copy(folder: &Path, to: &Path) -> Result<(), Problem> {
    fs::create_dir(to).map_err(io(to))?;
    for entry in fs::read_dir(folder).map_err(io(folder))? {
        let path = entry.map_err(io(folder))?.path();
        let name = path.file_name().filter(|name| *name != LOCK && path.is_file());
        if let Some(to) = name.map(|name| to.join(name)) {
            fs::hard_link(&path, &to).or_else(|_| fs::copy(&path, &to).map(drop)).map_err(io(&to))?;
        }
    }
    sync(to)
}

/// Removes what was begun and is not needed.
fn clear(folder: &Path) -> Result<(), Problem> {
    remove(&folder.join(UNFINISHED))?;
    remove(&folder.join(UNFINISHED_BEFORE))
}

/// Ends what a finished new store has left to be done.
fn finish(folder: &Path) -> Result<(), Problem> {
    let (made, before) = (folder.join(UNFINISHED_BEFORE), folder.join(BEFORE));
    if made.is_dir() {
        remove(&before)?;
        fs::rename(&made, &before).map_err(io(&before))?;
    }
    move_into_place(folder)
}

/// Moves the files of a finished new store to their places, its manifest last.
fn move_into_place(folder: &Path) -> Result<(), Problem> {
    let next = folder.join(NEXT);
    let manifest = next.join(MANIFEST);
    for entry in fs::read_dir(&next).map_err(io(&next))? {
        let path = entry.map_err(io(&next))?.path();
        if let (Some(name), true) = (path.file_name(), path != manifest) {
            fs::rename(&path, folder.join(name)).map_err(io(&path))?;
        }
    }
    sync(folder)?;
    if manifest.is_file() {
        fs::rename(&manifest, folder.join(MANIFEST)).map_err(io(&manifest))?;
    }
    sync(folder)?;
    remove(&next)
}

fn remove(folder: &Path) -> Result<(), Problem> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(io(folder)(error)),
        _ => Ok(()),
    }
}

/// Writes a file and waits until it is on disk.
fn write_through(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    let write = || {
        let mut file = File::create(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    write().map_err(io(path))
}

/// Waits until the names in a folder are on disk, where the system lets folders be opened for that.
fn sync(folder: &Path) -> Result<(), Problem> {
    if cfg!(unix) {
        File::open(folder).and_then(|f| f.sync_all()).map_err(io(folder))?;
    }
    Ok(())
}
