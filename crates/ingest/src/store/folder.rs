//! The store's folder: which files belong together, and how a new set of them takes the place of the old.
//!
//! New files are written to `next.tmp` beside the old ones, together with their `store.json`, and forced to disk. Then
//! `next.tmp` becomes `next`, in one step: from here on the new store is the store. Its files are moved to their places,
//! `store.json` last, and `next` goes. Whoever finds a `next` takes each file from there if it is there, so a crash at
//! any point leaves either the old store or the new one. Files that did not change are not written.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use serde_json::{Value, json};

use super::Problem;
use crate::version::Hash;

/// Goes up when what is stored, or how files are read, changes: stores of another format are made anew.
const FORMAT: u64 = 4;

const MANIFEST: &str = "store.json";
const NEXT: &str = "next";
const UNFINISHED: &str = "next.tmp";
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
}

/// Puts new files in the place of the old ones.
pub(super) fn write(folder: &Path, version: &str, files: Vec<(String, Vec<u8>)>) -> Result<(), Problem> {
    fs::create_dir_all(folder).map_err(io(folder))?;
    let lock = File::create(folder.join(LOCK)).map_err(io(folder))?;
    // Held until this function ends, by whatever way.
    lock.try_lock().map_err(|_| Problem::Busy)?;
    // A run that was cut short may have left a new store on its way.
    move_into_place(folder)?;

    let unfinished = folder.join(UNFINISHED);
    remove(&unfinished)?;
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
    fs::rename(&unfinished, folder.join(NEXT)).map_err(io(&unfinished))?;
    sync(folder)?;
    move_into_place(folder)
}

/// Moves the files of a finished new store to their places, its manifest last.
fn move_into_place(folder: &Path) -> Result<(), Problem> {
    let next = folder.join(NEXT);
    if !next.is_dir() {
        return Ok(());
    }
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
