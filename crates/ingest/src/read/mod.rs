//! One file's octets to numbers and places, by the rules of the published API (data.md, NOTES.md of the recorded cases).
//!
//! - [`count`]: what a single count becomes;
//! - [`volume`]: traffic-volume and unique-sources, whose keys are known;
//! - [`rcode`]: rcode-volume, whose keys are response codes;
//! - [`maps`]: traffic-sizes, load-time and zone-size, whose numbers stand in maps;
//! - [`instances`]: the places of a letter;
//! - [`header`]: whether the document says of itself what the file's name says, and keys that nobody reads;
//! - [`ranges`]: the names of ranges of sizes.

mod count;
mod header;
mod instances;
mod maps;
mod ranges;
mod rcode;
#[cfg(test)]
mod tests;
mod volume;

use std::panic::catch_unwind;
use std::sync::Arc;

use rssac002_model::metric::TRAFFIC_VOLUME_KEYS;
use rssac002_model::{Day, DayStatus, Metric, Place, Rsi};

pub(crate) use instances::clean_town;

use crate::report::{FindingKind, Level};
use crate::yaml::{self, Document, YamlError};

/// Files larger than this are refused without being read. The largest published ones have about 100 kB.
pub(crate) const MAX_OCTETS: u64 = 4 << 20;

/// More findings than this in one file are counted, not listed.
pub(crate) const MAX_NOTES: usize = 100;

/// What was found in one file.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Note {
    /// The line from 1 on, where there is one.
    pub(crate) line: Option<u32>,
    /// What kind of thing it is.
    pub(crate) kind: FindingKind,
    /// One sentence for people.
    pub(crate) reason: String,
}

/// What a file is by its name and folder.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Named {
    pub(crate) metric: Metric,
    /// Who published it; `None` where the name gives no letter.
    pub(crate) letter: Option<Rsi>,
    pub(crate) day: Option<Day>,
}

/// The findings of one file; not more than can be of use.
#[derive(Default)]
struct Notes {
    list: Vec<Note>,
    more: usize,
    /// Whether one of them is a repair, be it listed or only counted.
    repaired: bool,
}

impl Notes {
    fn add(&mut self, line: Option<u32>, kind: FindingKind, reason: impl Into<String>) {
        self.repaired |= kind.level() == Level::Repaired;
        if self.list.len() < MAX_NOTES {
            self.list.push(Note { line, kind, reason: reason.into() });
        } else {
            self.more += 1;
        }
    }

    fn finish(mut self) -> Vec<Note> {
        if let Some(last) = self.list.last().filter(|_| self.more > 0) {
            let reason = format!("and {} findings more in this file", self.more);
            self.list.push(Note { line: None, kind: last.kind, reason });
        }
        self.list
    }
}

/// Keys and values in order, NaN for null.
pub(crate) type Numbers = Vec<(Box<str>, f64)>;

/// What one file holds.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Contents {
    /// How it came through.
    pub(crate) status: DayStatus,
    /// By data set of the metric; `None` where the day is missing.
    pub(crate) numbers: Vec<Option<Numbers>>,
    /// For instances; `None` where the day is missing.
    pub(crate) places: Option<Arc<[Place]>>,
    /// What was found in it.
    pub(crate) notes: Vec<Note>,
    /// Whether the disk did not give it, which says nothing of what was published.
    pub(crate) unreadable: bool,
}

impl Contents {
    /// A file that is refused: its day is missing.
    pub(crate) fn refused(metric: Metric, line: Option<u32>, kind: FindingKind, reason: String) -> Contents {
        Contents {
            status: DayStatus::Refused,
            numbers: vec![None; metric.datasets().len()],
            places: None,
            notes: vec![Note { line, kind, reason }],
            unreadable: false,
        }
    }
}

/// Why a document as a whole is of no use: its line and a sentence. The published preparation step dies of these.
struct WrongShape(Option<u32>, String);

/// Reads files one after the other. An instance file that is octet by octet the one before is not taken apart again: sites change
/// rarely, so that mostly a letter's file is that of the day before.
#[derive(Default)]
pub(crate) struct Reader {
    before: Option<(Vec<u8>, Contents)>,
}

impl Reader {
    /// What a file holds.
    pub(crate) fn read(&mut self, named: &Named, bytes: Vec<u8>) -> Contents {
        // What other files hold depends on their names, too.
        if named.metric != Metric::Instances {
            return guarded(named, &bytes);
        }
        match &self.before {
            Some((before, contents)) if *before == bytes => contents.clone(),
            _ => {
                let contents = guarded(named, &bytes);
                self.before = Some((bytes, contents.clone()));
                contents
            }
        }
    }
}

/// The parser is guarded against all texts that it is known to panic at; one that nobody knows of costs its day, too, and not the
/// run.
fn guarded(named: &Named, bytes: &[u8]) -> Contents {
    let gave_up = |_| {
        let reason = "no YAML: the parser gave up".to_owned();
        Contents::refused(named.metric, None, FindingKind::Yaml, reason)
    };
    catch_unwind(|| read(named, bytes)).unwrap_or_else(gave_up)
}

/// Reads one file. Its numbers depend on the metric alone.
pub(crate) fn read(named: &Named, bytes: &[u8]) -> Contents {
    // One octet may be half of a character, but not where that is a line end.
    let last = if bytes.starts_with(b"\xff\xfe") { bytes.iter().nth_back(1) } else { bytes.last() };
    let ends = matches!(last, None | Some(b'\n' | b'\r'));
    yaml::parse(bytes, |document| match document {
        Ok(document) => read_document(named, document, ends),
        Err(YamlError { line, problem }) => {
            Contents::refused(named.metric, *line, FindingKind::Yaml, format!("no YAML: {problem}"))
        }
    })
}

/// `ends` says whether the last line does.
fn read_document(named: &Named, document: &Document<'_>, ends: bool) -> Contents {
    let metric = named.metric;
    let mut notes = Notes::default();
    let mut places = None;
    let numbers = match metric {
        Metric::TrafficVolume => {
            volume::read(document, &TRAFFIC_VOLUME_KEYS, &mut notes).map(|n| vec![Some(n)])
        }
        Metric::UniqueSources => volume::sources(document, &mut notes).map(|n| vec![Some(n)]),
        Metric::RcodeVolume => Ok(vec![Some(rcode::read(document, &mut notes))]),
        Metric::TrafficSizes => maps::sizes(document, metric.datasets(), &mut notes),
        Metric::LoadTime => maps::by_serial(document, "time", false, &mut notes).map(|n| vec![n]),
        Metric::ZoneSize => maps::by_serial(document, "size", true, &mut notes).map(|n| vec![n]),
        Metric::Instances => instances::read(document, &mut notes).map(|list| {
            places = list.map(Arc::from);
            Vec::new()
        }),
    };
    let numbers = match numbers {
        Ok(numbers) => numbers,
        Err(WrongShape(line, reason)) => return Contents::refused(metric, line, FindingKind::Shape, reason),
    };
    if document.more {
        notes.add(None, FindingKind::NotRead, "a second document follows: it is not read");
    }
    if !ends {
        notes.add(None, FindingKind::CutOff, "the last line does not end: the file may have been cut off");
    }
    // Instance files have no such header, and keys of their own.
    if metric != Metric::Instances {
        header::check(document, named, &mut notes);
    }
    let status = if notes.repaired { DayStatus::Repaired } else { DayStatus::Clean };
    Contents { status, numbers, places, notes: notes.finish(), unreadable: false }
}
