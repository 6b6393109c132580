//! Instance files: a letter's places of one day, in both layouts.

use std::collections::HashSet;

use rssac002_model::text::{is_control, printable};
use rssac002_model::{Field, Place};

use super::count::{count, formula};
use super::volume::top;
use super::{Notes, WrongShape, header};
use crate::report::FindingKind;
use crate::yaml::{Document, Entry, Node, Scalar};

/// What the published API takes out of the names of towns.
const NOT_IN_TOWNS: [char; 15] = ['`', '$', ':', ';', '-', '/', '*', '=', '{', '}', '(', ')', '&', '|', '\''];

/// The lists that hold places, and also the names of a place's count: each in the other's layout.
const LISTS: [&str; 2] = ["Instances", "Sites"];

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
    other_lists(document, top, notes);
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
    let mut unknown = Unknown::default();
    let places = places.iter().map(|entry| match document.value(entry) {
        Node::Map(fields) => Ok(place(document, entry.line, fields, count_key, &mut unknown, notes)),
        Node::Scalar(_) => Err(WrongShape(Some(entry.line), "a place has no keys".to_owned())),
    });
    let places = places.collect::<Result<Vec<Place>, WrongShape>>()?;
    unknown.tell(notes);
    Ok(Some(places))
}

/// Notes lists at the top that look like places under another name. What else stands there is about the letter (its operator,
/// its addresses): nobody reads that, and no document lists its keys, so that none of them is odd.
fn other_lists(document: &Document<'_>, top: &[Entry<'_>], notes: &mut Notes) {
    let holds_maps = |entry: &&Entry<'_>| match document.value(entry) {
        // A list's keys count from 0.
        Node::Map(items) => {
            items.first().is_some_and(|e| e.key == "0" && matches!(document.value(e), Node::Map(_)))
        }
        Node::Scalar(_) => false,
    };
    let others = top.iter().filter(|entry| !LISTS.contains(&entry.key.as_ref()));
    let others: Vec<&Entry<'_>> = others.filter(holds_maps).collect();
    if let Some(first) = others.first() {
        let reason = format!("{} neither `Instances` nor `Sites`: not read", header::list(&others));
        notes.add(Some(first.line), FindingKind::UnknownKey, reason);
    }
}

/// Keys that places do not have, each once: an operator has the same in all of them.
#[derive(Default)]
struct Unknown<'d, 't> {
    keys: HashSet<&'d str>,
    entries: Vec<&'d Entry<'t>>,
}

impl<'d, 't> Unknown<'d, 't> {
    fn add(&mut self, entry: &'d Entry<'t>) {
        if self.keys.insert(&entry.key) {
            self.entries.push(entry);
        }
    }

    fn tell(&self, notes: &mut Notes) {
        if let Some(first) = self.entries.first() {
            let reason = format!("{} not of a place: not read", header::list(&self.entries));
            notes.add(Some(first.line), FindingKind::UnknownKey, reason);
        }
    }
}

fn place<'d, 't>(
    document: &'d Document<'t>,
    line: u32,
    fields: &'d [Entry<'t>],
    count_key: &str,
    unknown: &mut Unknown<'d, 't>,
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
            // Of a place (data.md), but of no number.
            "Country" | "State" | "Type" => {}
            _ => unknown.add(entry),
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
        Node::Scalar(Scalar::Text(text)) => {
            let mut town = clean_town(text);
            if town.contains(is_control) {
                let reason = format!("the town `{}` has control characters: without them", printable(&town));
                notes.add(Some(entry.line), FindingKind::ControlCharacter, reason);
                town.retain(|c| !is_control(c));
            }
            formula(&town, Some(entry.line), notes);
            Field::Value(town)
        }
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
    // What nearly every name is.
    if !trimmed.bytes().any(|b| b.is_ascii_punctuation()) {
        return trimmed.to_owned();
    }
    trimmed.replace("\\'", "").replace(NOT_IN_TOWNS, "")
}
