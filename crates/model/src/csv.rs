//! Fields of CSV (RFC 4180).

/// Whether spreadsheets take a text for a formula, which they compute when the file is opened: it begins with `=`, `+`, `@`, or
/// with a minus that is not that of a number.
pub fn is_formula(text: &str) -> bool {
    match text.as_bytes() {
        [b'=' | b'+' | b'@', ..] => true,
        [b'-', rest @ ..] => rest.iter().any(|b| !(b.is_ascii_digit() || matches!(b, b'.' | b'-'))),
        _ => false,
    }
}

/// Appends a text as one field: in quotes where it would not be one otherwise. A formula gets an apostrophe before it, by which
/// spreadsheets know a text.
pub fn write_field(out: &mut String, text: &str) {
    if is_formula(text) {
        out.push_str("\"'");
        out.push_str(&text.replace('"', "\"\""));
        out.push('"');
    } else if text.contains([',', '"', '\r', '\n']) {
        out.push('"');
        out.push_str(&text.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(text);
    }
}

/// A text as one field.
pub fn field(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    write_field(&mut out, text);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_would_not_be_one_field_is_quoted() {
        for (text, written) in [
            ("", ""),
            ("16-31", "16-31"),
            ("Paris, FR", "\"Paris, FR\""),
            ("a \"b\"", "\"a \"\"b\"\"\""),
            ("a\nb", "\"a\nb\""),
            ("a\rb", "\"a\rb\""),
            ("-5", "-5"),
            ("288-", "288-"),
            ("-", "-"),
        ] {
            assert_eq!(field(text), written);
        }
    }

    #[test]
    fn a_formula_is_a_text() {
        for (text, written) in [
            ("=1+1", "\"'=1+1\""),
            ("+32-47", "\"'+32-47\""),
            ("@SUM(A1)", "\"'@SUM(A1)\""),
            ("-2+3", "\"'-2+3\""),
            ("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\""),
        ] {
            assert_eq!(field(text), written);
        }
    }
}
