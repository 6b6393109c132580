//! Octets to text, as libyaml's reader does it.

use std::borrow::Cow;

use super::YamlError;

/// The text of a file: UTF-8, or UTF-16 with a byte order mark; the mark is taken off.
///
/// A wrong octet anywhere refuses the file, in comments and behind the first document too, because libyaml reads far
/// ahead.
pub(super) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, YamlError> {
    let text: Cow<'_, str> = match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes)?.into(),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes)?.into(),
        _ => {
            let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
            str::from_utf8(bytes)
                .map_err(|e| YamlError::new(Some(line(&bytes[..e.valid_up_to()])), "not UTF-8"))?
                .into()
        }
    };
    // Nearly all files are plain ASCII, which is told fast: many octets at a time where none of them ends the loop.
    let plain = |b: &u8| (0x20..0x7f).contains(b) | (*b == b'\n') | (*b == b'\r');
    if !text.as_bytes().chunks(64).all(|octets| octets.iter().fold(true, |all, b| all & plain(b)))
        && let Some((at, c)) = text.char_indices().find(|(_, c)| !allowed(*c))
    {
        let problem = format!("the control character U+{:04X} is not allowed", u32::from(c));
        return Err(YamlError::new(Some(line(&text.as_bytes()[..at])), problem));
    }
    Ok(text)
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, YamlError> {
    let (units, rest) = bytes.as_chunks::<2>();
    let text: Result<String, _> = char::decode_utf16(units.iter().map(|u| unit(*u))).collect();
    text.ok().filter(|_| rest.is_empty()).ok_or_else(|| YamlError::new(None, "not UTF-16"))
}

/// The characters that YAML allows.
fn allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}'
        | '\u{10000}'..)
}

/// The line, from 1 on, that follows these octets.
fn line(before: &[u8]) -> u32 {
    1 + before.iter().filter(|b| **b == b'\n').count() as u32
}
