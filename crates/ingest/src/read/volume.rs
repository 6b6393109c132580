//! traffic-volume and unique-sources: counts under known keys at the top.

use rssac002_model::metric::UNIQUE_SOURCES_KEYS;

use super::count::count;
use super::{Notes, Numbers, WrongShape, header};
use crate::report::FindingKind;
use crate::yaml::{Document, Node};

/// All known keys, null where absent or not a number.
pub(super) fn read(
    document: &Document<'_>,
    keys: &[&'static str],
    notes: &mut Notes,
) -> Result<Numbers, WrongShape> {
    let entries = top(document)?;
    let mut missing: Vec<&str> = Vec::new();
    let mut numbers = Numbers::with_capacity(keys.len());
    for key in keys {
        let value = match entries.iter().find(|e| e.key == *key) {
            None => {
                missing.push(key);
                f64::NAN
            }
            Some(entry) if matches!(document.value(entry), Node::Map(_)) => {
                return Err(WrongShape(Some(entry.line), format!("`{key}` is a list or map, no number")));
            }
            Some(entry) => count(document, entry, "null", notes),
        };
        numbers.push(((*key).into(), value));
    }
    if missing.len() == keys.len() {
        notes.add(None, FindingKind::NoValues, "none of its counts is there: all are null");
    } else if !missing.is_empty() {
        notes.add(None, FindingKind::MissingKeys, format!("without {}: null", list(&missing)));
    }
    header::unknown(document, |e| keys.contains(&e.key.as_ref()), notes);
    Ok(numbers)
}

/// unique-sources: as [`read`]. IPv6 addresses lie in as many networks of /64 as there are addresses, or in fewer.
pub(super) fn sources(document: &Document<'_>, notes: &mut Notes) -> Result<Numbers, WrongShape> {
    let numbers = read(document, &UNIQUE_SOURCES_KEYS, notes)?;
    if let [_, (ipv6, addresses), (aggregate, networks)] = numbers.as_slice()
        && networks > addresses
    {
        let line = top(document)?.iter().find(|e| *e.key == **aggregate).map(|e| e.line);
        let reason = format!("`{aggregate}` ({networks}) is above `{ipv6}` ({addresses})");
        notes.add(line, FindingKind::Contradiction, reason);
    }
    Ok(numbers)
}

/// The entries at the top of a document, which must be a map or a list there.
pub(super) fn top<'d, 't>(document: &'d Document<'t>) -> Result<&'d [crate::yaml::Entry<'t>], WrongShape> {
    match document.root() {
        Node::Map(entries) => Ok(entries),
        Node::Scalar(crate::yaml::Scalar::Null) => Err(WrongShape(None, "the file is empty".to_owned())),
        Node::Scalar(_) => Err(WrongShape(None, "no keys and values, only a text".to_owned())),
    }
}

/// Missing keys in words; the four of one direction, which old files lack, as one.
fn list(keys: &[&str]) -> String {
    for direction in ["queries-received", "responses-sent"] {
        if keys.len() == 4 && keys.iter().all(|k| k.contains(direction)) {
            return format!("the four `{direction}` counts");
        }
    }
    format!("`{}`", keys.join("`, `"))
}
