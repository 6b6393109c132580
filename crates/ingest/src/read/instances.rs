//! Instance files: a letter's places of one day, in both layouts.

use rssac002_model::{Field, Place};

use super::count::count;
use super::volume::top;
use super::{Notes, WrongShape};
use crate::report::FindingKind;
use crate::yaml::{Document, Entry, Node, Scalar};

/// What the published API takes out of the names of towns.
const NOT_IN_TOWNS: [char; 15] = ['`', '$', ':', ';', '-', '/', '*', '=', '{', '}', '(', ')', '&', '|', '\''];

/// The places of a file: below `Instances`, each with a count of `Sites`, or below `Sites`, each with a count of
/// `Instances`. `None` where it has neither.
pub(super) fn read(document: &Document<'_>, notes: &mut Notes) -> Result<Option<Vec<Place>>, WrongShape> {
    let top = top(document)?;
    let list = |key: &str| {
        let entry = top.iter().find(|e| e.key == key)?;
        match document.value(entry) {
            Node::Map(places) => Some(places),
            Node::Scalar(_) => None,
        }
    };
    let (places, count_key) = match (list("Instances"), list("Sites")) {
        (Some(places), _) => (places, "Sites"),
        (None, Some(places)) => (places, "Instances"),
        (None, None) => {
            notes.add(
                None,
                FindingKind::NoValues,
                "neither `Instances` nor `Sites` is a list: the day is missing",
            );
            return Ok(None);
        }
    };
    let places = places.iter().map(|entry| match document.value(entry) {
        Node::Map(fields) => Ok(place(document, entry.line, fields, count_key, notes)),
        Node::Scalar(_) => Err(WrongShape(Some(entry.line), "a place has no keys".to_owned())),
    });
    places.collect::<Result<Vec<Place>, WrongShape>>().map(Some)
}

fn place(
    document: &Document<'_>,
    line: u32,
    fields: &[Entry<'_>],
    count_key: &str,
    notes: &mut Notes,
) -> Place {
    let mut place = Place::default();
    for entry in fields {
        let value = document.value(entry);
        match entry.key.as_ref() {
            "IPv4" => place.ipv4 = flag(entry, value, notes),
            "IPv6" => place.ipv6 = flag(entry, value, notes),
            "Latitude" => place.latitude = coordinate(entry, value, notes),
            "Longitude" => place.longitude = coordinate(entry, value, notes),
            "Town" => place.town = town(entry, value, notes),
            key if key == count_key => {
                let number = count(document, entry, "no instances", notes);
                place.count = if number.is_nan() { Field::Null } else { Field::Value(number) };
            }
            _ => {}
        }
    }
    if place.count == Field::Absent {
        let reason = format!("a place has no count (`{count_key}`): no instances");
        notes.add(Some(line), FindingKind::MissingKeys, reason);
    }
    place
}

/// A truth value, or a text that has one in it. `yes` and `true` are looked for first.
fn flag(entry: &Entry<'_>, value: &Node<'_>, notes: &mut Notes) -> Field<bool> {
    if let Node::Scalar(Scalar::Bool(value)) = value {
        return Field::Value(*value);
    }
    if let Node::Scalar(Scalar::Text(text)) = value {
        let text = text.to_lowercase();
        let has = |words: [&str; 2]| words.iter().any(|w| text.contains(w));
        if has(["yes", "true"]) {
            return Field::Value(true);
        }
        if has(["no", "false"]) {
            return Field::Value(false);
        }
    }
    null(entry, value, "neither yes nor no", notes)
}

/// Degrees, whatever their range.
fn coordinate(entry: &Entry<'_>, value: &Node<'_>, notes: &mut Notes) -> Field<f64> {
    let number = match value {
        Node::Scalar(scalar) => scalar.number().filter(|n| n.is_finite()),
        Node::Map(_) => None,
    };
    number.map_or_else(|| null(entry, value, "no number", notes), Field::Value)
}

fn town(entry: &Entry<'_>, value: &Node<'_>, notes: &mut Notes) -> Field<String> {
    match value {
        Node::Scalar(Scalar::Text(text)) => Field::Value(clean_town(text)),
        _ => null(entry, value, "no name", notes),
    }
}

fn null<T>(entry: &Entry<'_>, value: &Node<'_>, what: &str, notes: &mut Notes) -> Field<T> {
    let shown = match value {
        Node::Scalar(scalar) => scalar.show(),
        Node::Map(_) => "a list or map".to_owned(),
    };
    let reason = format!("`{}` is {shown}, {what}: unknown", entry.key);
    notes.add(Some(entry.line), FindingKind::NotANumber, reason);
    Field::Null
}

/// A town's name as the published API gives it: blanks around it and some punctuation are gone.
pub(crate) fn clean_town(name: &str) -> String {
    let trimmed = name.trim_matches([' ', '\t', '\n', '\r', '\0', '\x0b']);
    trimmed.replace("\\'", "").replace(NOT_IN_TOWNS, "")
}
