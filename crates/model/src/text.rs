//! Texts of reports for people.

use std::borrow::Cow;

/// Whether a character cannot be shown, or turns the text around it: control characters, breaks of lines and paragraphs, marks of
/// direction, and what is no character.
pub fn is_control(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}')
}

/// A text in which nothing is a control character: each is written as `\u{7}`. Names of files and words of servers may have any.
pub fn printable(text: &str) -> Cow<'_, str> {
    if !text.contains(is_control) {
        return text.into();
    }
    let shown = |c: char| if is_control(c) { c.escape_unicode().to_string() } else { c.to_string() };
    text.chars().map(shown).collect()
}

/// A count with commas between thousands.
pub fn number(count: u64) -> String {
    let digits = count.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!(
            [0, 12, 999, 1_000, 54_321, 1_234_567].map(number),
            ["0", "12", "999", "1,000", "54,321", "1,234,567"]
        );
    }

    #[test]
    fn what_steers_a_terminal_is_written_out() {
        assert_eq!(printable("a-root.yml"), "a-root.yml");
        assert_eq!(printable("a\u{1b}[1m\u{202e}b"), "a\\u{1b}[1m\\u{202e}b");
    }
}
