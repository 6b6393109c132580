//! The answers that are kept on disk.
//!
//! Each stands in a file of its own, `2020/load-time.json`, as it came. What the server said of them, and when, is in one list beside
//! them. An answer is put in its place before the list names it: where the program ends between the two, the answer is whole, and all
//! that is not known is whether the server still has the same.

use std::collections::BTreeMap;
use std::fs;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::key::Key;
use crate::client::Validators;
use crate::folder::failed;
use crate::{Directory, FetchError, Folder};

/// What is known of an answer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Kept {
    #[serde(flatten)]
    pub(crate) validators: Validators,
    /// Its hash.
    pub(crate) digest: String,
    /// When the server last said that it is current, in seconds since 1970.
    confirmed: u64,
    /// Whether the server says that its numbers are made up.
    #[serde(default)]
    pub(crate) sample: bool,
}

impl Kept {
    pub(crate) fn new(octets: &[u8], validators: Validators, sample: bool, confirmed: SystemTime) -> Kept {
        Kept { validators, digest: digest(octets), confirmed: seconds(confirmed), sample }
    }

    pub(crate) fn confirmed(&self) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(self.confirmed)
    }
}

/// The list, as it is written.
#[derive(Serialize, Deserialize)]
struct List {
    /// The API that all answers are from.
    from: String,
    /// By the path of each.
    answers: BTreeMap<String, Kept>,
}

pub(crate) struct Shelf {
    folder: Folder,
    list: List,
}

impl Shelf {
    /// Opens a folder of answers of this API, or begins one.
    pub(crate) fn open(folder: Folder, api: &Directory) -> Result<Shelf, FetchError> {
        let from = api.to_string();
        let list = fs::read(folder.list()).ok().and_then(|json| serde_json::from_slice::<List>(&json).ok());
        if let Some(list) = list {
            if list.from != from {
                let path = folder.path().display().to_string();
                return Err(FetchError::OfAnother { path, from: list.from });
            }
            return Ok(Shelf { folder, list });
        }
        let shelf = Shelf { folder, list: List { from, answers: BTreeMap::new() } };
        // Before any answer is there: so it is known whose they are.
        shelf.write_list()?;
        Ok(shelf)
    }

    /// What is known of an answer; `None` where there is none.
    pub(crate) fn kept(&self, key: Key) -> Option<&Kept> {
        self.list.answers.get(&key.path())
    }

    /// Finds answers that were put in their place and are not in the list.
    pub(crate) fn find(&mut self, key: Key) {
        if self.kept(key).is_none() {
            // It is, or the answer is not there.
            let _ = self.read(key);
        }
    }

    /// An answer as it is on disk. One that is not the one in the list takes its place there, as an answer of which no more is known
    /// than when it was written.
    pub(crate) fn read(&mut self, key: Key) -> Option<Vec<u8>> {
        let path = self.folder.path().join(key.path());
        let Ok(octets) = fs::read(&path) else {
            self.list.answers.remove(&key.path());
            return None;
        };
        let known = self.kept(key);
        if known.is_none_or(|kept| kept.digest != digest(&octets)) {
            let written = fs::metadata(&path).and_then(|file| file.modified()).unwrap_or(UNIX_EPOCH);
            let sample = known.map_or_else(|| self.list.answers.values().any(|k| k.sample), |k| k.sample);
            let kept = Kept::new(&octets, Validators::default(), sample, written);
            self.list.answers.insert(key.path(), kept);
        }
        Some(octets)
    }

    /// Puts another answer in its place, and then in the list.
    pub(crate) fn put(&mut self, key: Key, octets: &[u8], kept: Kept) -> Result<(), FetchError> {
        self.folder.write(&self.folder.path().join(key.path()), octets)?;
        self.note(key, kept)
    }

    /// Changes what is known of an answer that stays.
    pub(crate) fn note(&mut self, key: Key, kept: Kept) -> Result<(), FetchError> {
        self.list.answers.insert(key.path(), kept);
        self.write_list()
    }

    /// The same, confirmed then.
    pub(crate) fn confirm(&mut self, key: Key, at: SystemTime) -> Result<(), FetchError> {
        match self.kept(key).cloned() {
            Some(kept) => self.note(key, Kept { confirmed: seconds(at), ..kept }),
            None => Ok(()),
        }
    }

    /// Takes an answer away that is of no use.
    pub(crate) fn remove(&mut self, key: Key) {
        self.list.answers.remove(&key.path());
        // Where it cannot be, the next answer takes its place.
        let _ = fs::remove_file(self.folder.path().join(key.path()));
    }

    fn write_list(&self) -> Result<(), FetchError> {
        let path = self.folder.list();
        let json = serde_json::to_vec(&self.list).map_err(std::io::Error::from).map_err(failed(&path))?;
        self.folder.write(&path, &json)
    }
}

pub(crate) fn digest(octets: &[u8]) -> String {
    Sha256::digest(octets).iter().map(|octet| format!("{octet:02x}")).collect()
}

/// Whole seconds, rounded down: an answer is never younger than it is said to be.
fn seconds(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}
