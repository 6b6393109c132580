//! YAML as the published API reads it: libyaml's syntax, and the values that PHP's YAML extension makes of it.
//!
//! - [`text`]: octets to text;
//! - [`plain`]: the plain, clean file, which nearly all are, read in one pass;
//! - [`events`]: any other file, through a port of libyaml;
//! - [`scalar`] and [`number`]: what a scalar means;
//! - [`both`]: both readers beside one another, for tests.
//!
//! Only the first document counts. A list is a map with the keys 0, 1, 2 …, as in PHP. Limits keep a hostile file from
//! costing more than itself: see [`MAX_EVENTS`], [`MAX_DEPTH`] and [`MAX_ENTRIES`].

mod both;
mod events;
mod number;
mod plain;
mod scalar;
#[cfg(test)]
mod tests;
mod text;

use std::borrow::Cow;
use std::collections::HashMap;

pub(crate) use both::broken_promise;
pub(crate) use scalar::{Scalar, is_digits, numeric};

/// More events than this (a scalar, the start or end of a list or map) and a file is refused. The largest published
/// files have about 10,000.
pub(crate) const MAX_EVENTS: usize = 200_000;
/// Lists and maps nested deeper than this and a file is refused. The deepest published file has three levels.
pub(crate) const MAX_DEPTH: usize = 2_000;
/// More entries than this, counting those that merge keys (`<<`) copy, and a file is refused.
pub(crate) const MAX_ENTRIES: usize = 500_000;

/// Why a text is not read.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{problem}")]
pub(crate) struct YamlError {
    /// The line from 1 on, where known.
    pub(crate) line: Option<u32>,
    /// The parser's words.
    pub(crate) problem: String,
}

impl YamlError {
    fn new(line: Option<u32>, problem: impl Into<String>) -> YamlError {
        YamlError { line, problem: problem.into() }
    }
}

/// A value: a scalar, or a map (a list is one too).
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Node<'t> {
    /// One value.
    Scalar(Scalar<'t>),
    /// A map's entries in order; each key once, in its first place, with its last value.
    Map(Vec<Entry<'t>>),
}

/// One key of a map with its value.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Entry<'t> {
    /// The key as PHP's arrays keep it: always a text here.
    pub(crate) key: Cow<'t, str>,
    /// The line of the key whose value counts, from 1 on.
    pub(crate) line: u32,
    /// Whether the key was given more than once.
    pub(crate) repeated: bool,
    /// Whether the key is what is left of a number with a fraction, or of none at all.
    pub(crate) cut: bool,
    /// The value's number in the document.
    node: u32,
    /// Whether the value is an alias or has an anchor, so that a merge key may take it.
    reference: bool,
    /// Whether the entry came by a merge key, which never replaces a value.
    merged: bool,
}

/// The first document of a file.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Document<'t> {
    /// All values. Aliases point at the value that they repeat, so nothing is copied, and values may contain themselves.
    nodes: Vec<Node<'t>>,
    root: u32,
    /// Whether another document follows, which is not read.
    pub(crate) more: bool,
}

impl<'t> Document<'t> {
    /// The value of the whole document; null where there is none.
    pub(crate) fn root(&self) -> &Node<'t> {
        &self.nodes[self.root as usize]
    }

    /// The value of an entry.
    pub(crate) fn value(&self, entry: &Entry<'t>) -> &Node<'t> {
        &self.nodes[entry.node as usize]
    }
}

/// Reads the first document of some octets.
pub(crate) fn parse<'b, T>(bytes: &'b [u8], read: impl FnOnce(Result<&Document<'_>, &YamlError>) -> T) -> T {
    let text: Cow<'b, str> = match text::decode(bytes) {
        Ok(text) => text,
        Err(error) => return read(Err(&error)),
    };
    match plain::parse(&text).map_or_else(|| events::parse(&text), Ok) {
        Ok(document) => read(Ok(&document)),
        Err(error) => read(Err(&error)),
    }
}

/// Makes of entries in the order of the file what PHP's arrays keep: each key in its first place with its last value.
fn keep_last<'t>(entries: Vec<Entry<'t>>) -> Vec<Entry<'t>> {
    const FEW: usize = 12;
    // Most maps are in ascending order of serial or size.
    let ascending = |pair: &[Entry<'_>]| {
        let [a, b] = [&pair[0].key, &pair[1].key];
        (a.len(), a) < (b.len(), b)
    };
    let unique = if entries.len() <= FEW {
        entries.iter().enumerate().all(|(i, e)| entries[..i].iter().all(|f| f.key != e.key))
    } else {
        entries.windows(2).all(ascending) || {
            let mut seen = std::collections::HashSet::with_capacity(entries.len());
            entries.iter().all(|e| seen.insert(e.key.as_ref()))
        }
    };
    if unique {
        return entries;
    }
    let mut kept: Vec<Entry<'t>> = Vec::with_capacity(entries.len());
    let mut places: HashMap<Cow<'t, str>, usize> = HashMap::with_capacity(entries.len());
    for entry in entries {
        match places.get(&entry.key) {
            None => {
                places.insert(entry.key.clone(), kept.len());
                kept.push(entry);
            }
            Some(place) if !entry.merged => kept[*place] = Entry { repeated: true, ..entry },
            Some(_) => {}
        }
    }
    kept
}
