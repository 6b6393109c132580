//! What a scalar means: null, a truth value, a number or a text.

use std::borrow::Cow;

use super::number::{self, Number};

/// One value, as PHP has it.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Scalar<'t> {
    /// Nothing, `~` or `null`.
    Null,
    /// `true`, `yes`, `on` and so on.
    Bool(bool),
    /// A whole number of 64 bits, with the text as written.
    Int(i64, Cow<'t, str>),
    /// Any other number, with the text as written.
    Float(f64, Cow<'t, str>),
    /// A text: quoted, or none of the others.
    Text(Cow<'t, str>),
}

impl<'t> Scalar<'t> {
    /// The value of a scalar without quotes and without a tag.
    pub(super) fn plain(text: Cow<'t, str>) -> Scalar<'t> {
        match text.as_ref() {
            // What nearly every value is; no word begins so.
            digits if digits.starts_with(|c: char| c.is_ascii_digit()) => Scalar::number_or_text(text),
            // Longer than all words below.
            long if long.len() > 5 => Scalar::number_or_text(text),
            "" | "~" | "NULL" | "Null" | "null" => Scalar::Null,
            "Y" | "y" | "YES" | "Yes" | "yes" | "TRUE" | "True" | "true" | "ON" | "On" | "on" => {
                Scalar::Bool(true)
            }
            "N" | "n" | "NO" | "No" | "no" | "FALSE" | "False" | "false" | "OFF" | "Off" | "off" => {
                Scalar::Bool(false)
            }
            _ => Scalar::number_or_text(text),
        }
    }

    fn number_or_text(text: Cow<'t, str>) -> Scalar<'t> {
        match number::detect(&text) {
            Some(Number::Int(value)) => Scalar::Int(value, text),
            Some(Number::Float(value)) => Scalar::Float(value, text),
            None => Scalar::Text(text),
        }
    }

    /// The text that it is as a key: PHP's arrays know whole numbers and texts, and `3` is the same key as `'3'`. Any other
    /// number is cut to a whole one; the second value says whether that made another number of it.
    pub(super) fn into_key(self) -> (Cow<'t, str>, bool) {
        let key = match self {
            Scalar::Null => "".into(),
            Scalar::Bool(value) => if value { "1" } else { "0" }.into(),
            Scalar::Int(value, text) => {
                if is_digits(&text) {
                    text
                } else {
                    value.to_string().into()
                }
            }
            Scalar::Float(value, text) => {
                let whole = cut(value);
                return (whole.to_string().into(), numeric(&text) != Some(whole as f64));
            }
            Scalar::Text(text) => text,
        };
        (key, false)
    }

    /// The number that PHP's `is_numeric` sees in it.
    pub(crate) fn number(&self) -> Option<f64> {
        match self {
            Scalar::Int(value, _) => Some(*value as f64),
            Scalar::Float(value, _) => Some(*value),
            Scalar::Text(text) => numeric(text),
            Scalar::Null | Scalar::Bool(_) => None,
        }
    }

    /// How to show it to people.
    pub(crate) fn show(&self) -> String {
        const LONGEST: usize = 40;
        let text = match self {
            Scalar::Null => return "nothing".to_owned(),
            Scalar::Bool(value) => return format!("`{value}`"),
            Scalar::Int(_, text) | Scalar::Float(_, text) | Scalar::Text(text) => text,
        };
        let shown: String =
            text.chars().take(LONGEST).map(|c| if c.is_control() { ' ' } else { c }).collect();
        if shown.len() < text.len() { format!("`{shown}…`") } else { format!("`{shown}`") }
    }
}

/// Whether a whole number is written as nearly every one is: in digits that mean what they say.
pub(crate) fn is_digits(text: &str) -> bool {
    text.len() <= 18 && !text.starts_with('0') && text.bytes().all(|b| b.is_ascii_digit())
}

/// The whole number that PHP's arrays make of a key (NOTES.md of the recorded answers, load-time): without its fraction, beyond
/// 64 bits what they hold of it, and 0 of what is no number.
fn cut(value: f64) -> i64 {
    const OVERFLOW: f64 = 18_446_744_073_709_551_616.0;
    // Below 2^64 either way, so that the first cast loses only the fraction, and the second what PHP loses.
    (value % OVERFLOW) as i128 as i64
}

/// The number in a text by PHP 8's `is_numeric`: decimal digits with a fraction and an exponent, white space around it.
pub(crate) fn numeric(text: &str) -> Option<f64> {
    let body = text.trim_matches([' ', '\t', '\n', '\r', '\x0b', '\x0c']);
    let unsigned = body.strip_prefix(['+', '-']).unwrap_or(body);
    let digits = |s: &str| s.bytes().take_while(u8::is_ascii_digit).count();
    let whole = digits(unsigned);
    let mut rest = &unsigned[whole..];
    let mut fraction = 0;
    if let Some(after) = rest.strip_prefix('.') {
        fraction = digits(after);
        rest = &after[fraction..];
    }
    if whole + fraction == 0 {
        return None;
    }
    if let Some(exponent) = rest.strip_prefix(['e', 'E']) {
        let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        if exponent.is_empty() || digits(exponent) != exponent.len() {
            return None;
        }
    } else if !rest.is_empty() {
        return None;
    }
    body.parse().ok()
}
