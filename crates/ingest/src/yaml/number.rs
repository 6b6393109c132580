//! The numbers of YAML 1.1 as PHP's YAML extension (2.2) detects them in plain scalars: more notations than in YAML 1.2,
//! and in places more than the standard has (commas between digits).

use memchr::memchr;

/// A number, and how it was written.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Number {
    /// A whole number; beyond 64 bits the nearest that fits.
    Int(i64),
    /// Any other.
    Float(f64),
}

/// Reads a plain scalar as a number; `None` if it is none.
pub(super) fn detect(text: &str) -> Option<Number> {
    // What nearly every value is.
    let bytes = text.as_bytes();
    match bytes {
        [b'1'..=b'9', ..] if bytes.len() <= 18 => {
            let add = |n: i64, b: &u8| b.is_ascii_digit().then(|| n * 10 + i64::from(b - b'0'));
            if let Some(number) = bytes.iter().try_fold(0, add) {
                return Some(Number::Int(number));
            }
        }
        // Numbers begin with a digit, a sign, a point or a colon, behind blanks if there are any.
        [b'0'..=b'9' | b'+' | b'-' | b'.' | b':' | b' ' | b'\t', ..] => {}
        _ => return None,
    }
    let text = text.trim_matches([' ', '\t']);
    if matches!(text, ".NAN" | ".NaN" | ".nan") {
        return Some(Number::Float(f64::NAN));
    }
    let negative = text.starts_with('-');
    let body = text.strip_prefix(['+', '-']).unwrap_or(text);
    if matches!(body, ".INF" | ".Inf" | ".inf") {
        return Some(Number::Float(if negative { f64::NEG_INFINITY } else { f64::INFINITY }));
    }
    if let Some(value) = point(body) {
        return Some(Number::Float(if negative { -value } else { value }));
    }
    let magnitude = match body.as_bytes() {
        [b'0'] => Number::Int(0),
        [b'0', b'b', ..] => radix(&body[2..], 2, negative)?,
        [b'0', b'x', ..] => radix(&body[2..], 16, negative)?,
        [b'0', b'_' | b'0'..=b'7', ..] => radix(&body[1..], 8, negative)?,
        [b'0', b'.', ..] | [b'.', ..] => decimal("0", body.trim_start_matches('0'))?,
        [b'0', b':', ..] => sexagesimal("0", &body[1..], negative)?,
        [b':', ..] => sexagesimal("", body, negative)?,
        [b'1'..=b'9', ..] => {
            let end = body.find(|c: char| !matches!(c, '0'..='9' | '_' | ',')).unwrap_or(body.len());
            let digits: String = body[..end].chars().filter(char::is_ascii_digit).collect();
            match body.as_bytes().get(end) {
                None => radix(&digits, 10, negative)?,
                Some(b'.') => decimal(&digits, &body[end..])?,
                Some(b':') => sexagesimal(&digits, &body[end..], negative)?,
                Some(_) => return None,
            }
        }
        _ => return None,
    };
    Some(match magnitude {
        // Whole numbers are negated where they are read, because the limits of 64 bits are not symmetric.
        Number::Float(value) if negative => Number::Float(-value),
        number => number,
    })
}

/// Digits, a point and digits, as coordinates are: what [`decimal`] reads, without a copy.
fn point(text: &str) -> Option<f64> {
    let (whole, fraction) = text.split_at(memchr(b'.', text.as_bytes())?);
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    // A zero before more digits begins an octal number.
    let is_plain = (whole == "0" || !whole.starts_with('0')) && digits(whole) && digits(&fraction[1..]);
    is_plain.then(|| text.parse().ok()).flatten()
}

/// Digits of a base with `_` anywhere between them, clamped to 64 bits as C's `strtol` does.
fn radix(digits: &str, base: u32, negative: bool) -> Option<Number> {
    if digits.is_empty() {
        return None;
    }
    let mut value: i64 = 0;
    for digit in digits.chars().filter(|c| *c != '_') {
        let digit = i64::from(digit.to_digit(base)?);
        let grown = value.saturating_mul(i64::from(base));
        value = if negative { grown.saturating_sub(digit) } else { grown.saturating_add(digit) };
    }
    Some(Number::Int(value))
}

/// `.5`, `.5e+3` after whole digits. The exponent must have a sign, and may not be a lone zero.
fn decimal(whole: &str, rest: &str) -> Option<Number> {
    let fraction = rest.strip_prefix('.')?;
    if fraction.is_empty() {
        return None;
    }
    let (digits, exponent) = match fraction.find(['e', 'E']) {
        Some(at) => (&fraction[..at], &fraction[at + 1..]),
        None => (fraction, ""),
    };
    let has_exponent = digits.len() < fraction.len();
    let digits: String = digits.chars().filter(|c| *c != '_').collect();
    let exponent_digits = exponent.strip_prefix(['+', '-']).unwrap_or("");
    if !digits.bytes().all(|b| b.is_ascii_digit())
        || (has_exponent && (exponent_digits.is_empty() || exponent_digits == "0"))
        || !exponent_digits.bytes().all(|b| b.is_ascii_digit())
    {
        return None;
    }
    let number = format!("{whole}.{digits}0{}{exponent}", if has_exponent { "e" } else { "" });
    number.parse().ok().map(Number::Float)
}

/// Base 60: `1:30` is 90. Each part is one digit, or two up to 59. A fraction after it is dropped.
fn sexagesimal(first: &str, rest: &str, negative: bool) -> Option<Number> {
    let (parts, fraction) = match rest.split_once('.') {
        Some((parts, fraction)) => (parts, Some(fraction)),
        None => (rest, None),
    };
    let mut values: Vec<f64> = Vec::new();
    let mut whole: i64 = 0;
    let parts = std::iter::once(first).chain(parts.strip_prefix(':')?.split(':')).enumerate();
    for (index, part) in parts {
        let fits = match part.as_bytes() {
            [] => index == 0,
            [b'0'..=b'9'] | [b'0'..=b'5', b'0'..=b'9'] => true,
            _ => index == 0,
        };
        if !fits {
            return None;
        }
        let value: i64 = if part.is_empty() { 0 } else { part.parse().unwrap_or(i64::MAX) };
        whole = whole.saturating_mul(60).saturating_add(value);
        values.push(part.parse().unwrap_or(0.0));
    }
    match fraction {
        None => Some(Number::Int(if negative { -whole } else { whole })),
        Some("") => None,
        Some(fraction) if fraction.bytes().all(|b| b.is_ascii_digit() || b == b'_') => {
            Some(Number::Float(values.into_iter().fold(0.0, |sum, v| sum * 60.0 + v)))
        }
        Some(_) => None,
    }
}
