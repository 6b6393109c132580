//! traffic-sizes, load-time and zone-size: counts in maps.

use rssac002_model::Dataset;

use super::count::{check_key, count, usable};
use super::volume::top;
use super::{Notes, Numbers, WrongShape, header, ranges};
use crate::report::FindingKind;
use crate::yaml::{Document, Entry, Node, Scalar};

/// The four maps of a traffic-sizes file. A missing map is an empty one; ranges that are 0 or have no value are left
/// out; any key is kept.
pub(super) fn sizes(
    document: &Document<'_>,
    datasets: &[Dataset],
    notes: &mut Notes,
) -> Result<Vec<Option<Numbers>>, WrongShape> {
    let top = top(document)?;
    let mut missing = Vec::new();
    let mut all = Vec::new();
    for dataset in datasets {
        let entry = top.iter().find(|e| e.key == dataset.name());
        let mut numbers = Numbers::new();
        match entry.map(|e| document.value(e)) {
            Some(Node::Map(entries)) => {
                let line = entry.map_or(1, |e| e.line);
                ranges::check(*dataset, line, entries, notes);
                numbers.reserve(entries.len());
                for entry in entries {
                    if usable(entry, notes)
                        && let Some(value) = size(document, entry, notes)
                    {
                        numbers.push((entry.key.as_ref().into(), value));
                    }
                }
            }
            Some(Node::Scalar(_)) | None => missing.push(dataset.name()),
        }
        if let Some(entry) = entry {
            check_key(entry, notes);
        }
        all.push(Some(numbers));
    }
    if missing.len() == datasets.len() {
        notes.add(None, FindingKind::NoValues, "none of its maps is there: all are empty");
    } else if !missing.is_empty() {
        notes.add(None, FindingKind::MissingMap, format!("without `{}`: empty", missing.join("`, `")));
    }
    header::unknown(document, |e| datasets.iter().any(|d| e.key == d.name()), notes);
    Ok(all)
}

/// The count of one range; `None` where it is left out.
fn size(document: &Document<'_>, entry: &Entry<'_>, notes: &mut Notes) -> Option<f64> {
    match document.value(entry) {
        Node::Scalar(Scalar::Null | Scalar::Bool(false)) => {
            let reason = format!("`{}` has no value: left out", entry.key);
            notes.add(Some(entry.line), FindingKind::NotANumber, reason);
            None
        }
        Node::Scalar(scalar) if scalar.number() == Some(0.0) => {
            check_key(entry, notes);
            None
        }
        _ => Some(count(document, entry, "null", notes)),
    }
}

/// The map of a load-time or zone-size file: serial to number, whatever the serials look like. Without the map the day
/// is missing; where it is `{}`, load-time is missing and zone-size is an empty day (`keep_empty`).
pub(super) fn by_serial(
    document: &Document<'_>,
    map: &str,
    keep_empty: bool,
    notes: &mut Notes,
) -> Result<Option<Numbers>, WrongShape> {
    let entry = top(document)?.iter().find(|e| e.key == map);
    header::unknown(document, |e| e.key == map, notes);
    let entries = match entry.map(|e| document.value(e)) {
        Some(Node::Map(entries)) => entries.as_slice(),
        Some(Node::Scalar(_)) | None => &[],
    };
    if entries.is_empty() {
        let held = keep_empty && matches!(entry.map(|e| document.value(e)), Some(Node::Map(_)));
        let becomes = if held { "an empty day" } else { "the day is missing" };
        let line = entry.map(|e| e.line);
        notes.add(line, FindingKind::NoValues, format!("no values under `{map}`: {becomes}"));
        return Ok(held.then(Numbers::new));
    }
    if let Some(entry) = entry {
        check_key(entry, notes);
    }
    let mut numbers = Numbers::with_capacity(entries.len());
    for entry in entries {
        if usable(entry, notes) {
            numbers.push((entry.key.as_ref().into(), count(document, entry, "null", notes)));
        }
    }
    Ok(Some(numbers))
}
