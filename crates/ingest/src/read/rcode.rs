//! rcode-volume: responses by response code.

use std::collections::HashMap;

use super::count::{count, usable};
use super::header::{self, HEADER};
use super::{Notes, Numbers};
use crate::report::FindingKind;
use crate::yaml::{Document, Entry, Node, Scalar, numeric};

/// The last response code that counts (data.md).
const LAST_CODE: f64 = 23.0;

/// The codes, which stand at the top or in a map called `rcodes`. Never missing: a file without codes is an empty day.
///
/// The map ends the reading: codes before it are kept, what follows is not read.
pub(super) fn read(document: &Document<'_>, notes: &mut Notes) -> Numbers {
    let mut numbers = Codes::default();
    let top: &[Entry<'_>] = match document.root() {
        Node::Map(entries) => entries,
        Node::Scalar(_) => &[],
    };
    for (index, entry) in top.iter().enumerate() {
        if entry.key == "rcodes" {
            match document.value(entry) {
                Node::Map(codes) => {
                    codes.iter().for_each(|code| read_code(document, code, &mut numbers, notes));
                    if let Some(after) = top[index + 1..].iter().find(|e| is_code(&e.key)) {
                        let reason = "codes stand behind the map `rcodes`: they are not read";
                        notes.add(Some(after.line), FindingKind::NotRead, reason);
                    }
                    break;
                }
                // Some operators write the word above codes that are not indented below it.
                Node::Scalar(Scalar::Null) => {}
                Node::Scalar(value) => {
                    let reason = format!("`rcodes` is {}, no map: not read", value.show());
                    notes.add(Some(entry.line), FindingKind::NotRead, reason);
                }
            }
        } else if is_code(&entry.key) || looks_like_one(document, entry) {
            read_code(document, entry, &mut numbers, notes);
        }
    }
    let numbers = numbers.list;
    if numbers.is_empty() {
        notes.add(None, FindingKind::NoValues, "no response codes in it: an empty day");
    }
    let known = |e: &Entry<'_>| e.key == "rcodes" || is_code(&e.key) || looks_like_one(document, e);
    header::unknown(document, known, notes);
    numbers
}

/// Codes in the order of the file, each once: one that stands both at the top and in the map `rcodes` has the value there.
#[derive(Default)]
struct Codes<'d> {
    list: Numbers,
    places: HashMap<&'d str, usize>,
}

impl<'d> Codes<'d> {
    fn set(&mut self, key: &'d str, value: f64) {
        let next = self.list.len();
        match *self.places.entry(key).or_insert(next) {
            place if place == next => self.list.push((key.into(), value)),
            place => self.list[place].1 = value,
        }
    }
}

fn read_code<'d>(
    document: &'d Document<'_>,
    entry: &'d Entry<'_>,
    numbers: &mut Codes<'d>,
    notes: &mut Notes,
) {
    if !is_code(&entry.key) {
        let reason = match document.value(entry) {
            Node::Scalar(value) => format!("code {} is left out (count {})", entry.key, value.show()),
            Node::Map(_) => format!("code {} is left out", entry.key),
        };
        return notes.add(Some(entry.line), FindingKind::CodeLeftOut, reason);
    }
    if usable(entry, notes) {
        numbers.set(&entry.key, count(document, entry, "null", notes));
    }
}

fn is_code(key: &str) -> bool {
    numeric(key).is_some_and(|code| (0.0..=LAST_CODE).contains(&code))
}

/// Whether an entry at the top that is no code was meant as one: its key is a number, or its value a count.
fn looks_like_one(document: &Document<'_>, entry: &Entry<'_>) -> bool {
    let counted = matches!(document.value(entry), Node::Scalar(value) if value.number().is_some());
    !HEADER.contains(&entry.key.as_ref()) && (counted || numeric(&entry.key).is_some())
}
