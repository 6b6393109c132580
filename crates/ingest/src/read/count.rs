//! What a single count becomes.

use rssac002_model::csv;
use rssac002_model::text::{is_control, printable};

use super::Notes;
use crate::report::FindingKind;
use crate::yaml::{Document, Entry, Node, Scalar, is_digits};

/// The largest whole number of 64 bits; larger ones are read as this.
const LARGEST: i64 = i64::MAX;

/// Reads a count: not numeric is null (NaN), zero or less is 0, a fraction is rounded down. A list or map is null.
///
/// Notes what it mends; `after` says what becomes of a value that is no number, for the note.
pub(super) fn count(document: &Document<'_>, entry: &Entry<'_>, after: &str, notes: &mut Notes) -> f64 {
    let (key, line) = (&entry.key, Some(entry.line));
    check_key(entry, notes);
    let scalar = match document.value(entry) {
        Node::Scalar(scalar) => scalar,
        Node::Map(_) => {
            notes.add(line, FindingKind::NotANumber, format!("`{key}` is a list or map, no number: {after}"));
            return f64::NAN;
        }
    };
    let value = scalar.number().unwrap_or(f64::NAN);
    if value.is_nan() || value == f64::INFINITY {
        let reason = match scalar {
            Scalar::Null => format!("`{key}` has no value: {after}"),
            other => format!("`{key}` is {}, no number: {after}", other.show()),
        };
        notes.add(line, FindingKind::NotANumber, reason);
        f64::NAN
    } else if value <= 0.0 {
        if value < 0.0 {
            notes.add(line, FindingKind::Negative, format!("`{key}` is {}: 0", scalar.show()));
        }
        0.0
    } else {
        mended(scalar, entry, value, notes);
        value.floor()
    }
}

/// Whether a key can be shown. Notes one that cannot, which is left out, and one that spreadsheets would compute.
pub(super) fn usable(entry: &Entry<'_>, notes: &mut Notes) -> bool {
    let line = Some(entry.line);
    if entry.key.contains(is_control) {
        let reason = format!("`{}` has control characters: left out", printable(&entry.key));
        notes.add(line, FindingKind::ControlCharacter, reason);
        return false;
    }
    formula(&entry.key, line, notes);
    true
}

/// Notes a text that spreadsheets would compute.
pub(super) fn formula(text: &str, line: Option<u32>, notes: &mut Notes) {
    if csv::is_formula(text) {
        notes.add(line, FindingKind::Formula, format!("`{text}` is a formula to spreadsheets"));
    }
}

/// Notes a key that was given twice, and one that is not what is written.
pub(super) fn check_key(entry: &Entry<'_>, notes: &mut Notes) {
    if entry.cut {
        let reason = format!("`{}` is what YAML leaves of a key that is no whole number", entry.key);
        notes.add(Some(entry.line), FindingKind::Fraction, reason);
    }
    if entry.repeated {
        let reason = format!("`{}` is there more than once: the last one counts", entry.key);
        notes.add(Some(entry.line), FindingKind::DuplicateKey, reason);
    }
}

/// Notes a number that is read as another than its digits say at first sight.
fn mended(scalar: &Scalar<'_>, entry: &Entry<'_>, value: f64, notes: &mut Notes) {
    let (key, line) = (&entry.key, Some(entry.line));
    if value.fract() != 0.0 {
        notes.add(line, FindingKind::Fraction, format!("`{key}` is {}: rounded down", scalar.show()));
    }
    if let Scalar::Int(number, text) = scalar
        && !is_digits(text)
    {
        // Octal, hexadecimal, binary and base 60 are rarely meant; digits in groups are what they look like.
        let digits = text.trim_start_matches('+').replace(['_', ','], "");
        let decimal = digits.parse::<f64>().ok();
        if *number == LARGEST && decimal.is_some_and(|d| d > value) {
            notes.add(
                line,
                FindingKind::TooLarge,
                format!("`{key}` is {}: read as {LARGEST}", scalar.show()),
            );
        } else if decimal != Some(value) {
            notes.add(
                line,
                FindingKind::Notation,
                format!("`{key}` is {}: YAML reads {number}", scalar.show()),
            );
        }
    }
}
