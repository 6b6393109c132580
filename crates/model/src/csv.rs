//! Fields of CSV (RFC 4180).

/// Appends a text as one field: in quotes where it would not be one otherwise.
pub fn write_field(out: &mut String, text: &str) {
    if text.contains([',', '"', '\r', '\n']) {
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
        ] {
            assert_eq!(field(text), written);
        }
    }
}
