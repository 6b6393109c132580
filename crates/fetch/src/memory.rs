//! What a collection's server said in earlier runs. It saves requests; without it the next run asks for more and nothing else
//! changes.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::client::Validators;

/// What is known of a collection, by path below its root.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Memory {
    /// Where it came from: another server's versions are others.
    from: String,
    pub(crate) listings: BTreeMap<String, Listed>,
    /// Of recent files only.
    pub(crate) files: BTreeMap<String, Kept>,
    /// Folders of days long over of which every file is there, and how many files these are.
    pub(crate) complete: BTreeMap<String, usize>,
}

/// A listing that can be asked for conditionally.
#[derive(Serialize, Deserialize)]
pub(crate) struct Listed {
    pub(crate) validators: Validators,
    pub(crate) names: Vec<String>,
}

/// A file that is on disk.
#[derive(Serialize, Deserialize)]
pub(crate) struct Kept {
    pub(crate) validators: Validators,
    /// Its octets: a file that has more or less by now is not that version.
    pub(crate) length: u64,
}

impl Memory {
    /// What was written in `path` of that address; nothing where it cannot be read.
    pub(crate) fn read(path: &Path, from: &str) -> Memory {
        let read = std::fs::read(path).ok().and_then(|json| serde_json::from_slice::<Memory>(&json).ok());
        read.filter(|memory| memory.from == from)
            .unwrap_or_else(|| Memory { from: from.to_owned(), ..Memory::default() })
    }

    pub(crate) fn to_json(&self) -> Vec<u8> {
        // Maps with texts as keys always have a JSON.
        serde_json::to_vec(self).unwrap_or_default()
    }
}
