//! A query string as the published API (PHP) reads it.

use percent_encoding::percent_decode_str;

/// The value of a parameter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Value<'a> {
    /// One text, empty where there is no `=`.
    Text(&'a str),
    /// `name[]=…`: a list, which no parameter takes.
    List,
}

/// The parameters by name. Names are case-sensitive; of a repeated one the last counts.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Query {
    pairs: Vec<(String, Option<String>)>,
}

impl Query {
    /// Reads what stands behind `?`. Any text is a query: what is no UTF-8 after decoding is replaced.
    pub fn parse(text: &str) -> Query {
        let pairs = text.split('&').filter(|part| !part.is_empty()).map(|part| {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            let name = decode(name);
            match name.split_once('[') {
                Some((list, rest)) if rest.contains(']') => (list.to_owned(), None),
                _ => (name, Some(decode(value))),
            }
        });
        Query { pairs: pairs.collect() }
    }

    /// The last value given for a name.
    pub fn get(&self, name: &str) -> Option<Value<'_>> {
        let (_, value) = self.pairs.iter().rev().find(|(n, _)| n == name)?;
        Some(value.as_deref().map_or(Value::List, Value::Text))
    }

    /// Whether a name is there, whatever its value.
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// The value of a name, if it is one text.
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.get(name)? {
            Value::Text(text) => Some(text),
            Value::List => None,
        }
    }
}

/// `+` is a blank, `%xx` an octet; a `%` that begins no octet stays.
fn decode(text: &str) -> String {
    percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_as_php_reads() {
        let query = Query::parse("a=1&b=x%2Cy+z&a=2&week&sum=&c[]=3&d[k]=4&e%=%zz%4&rsi=a;b&&=5");
        assert_eq!(query.text("a"), Some("2"));
        assert_eq!(query.text("b"), Some("x,y z"));
        assert_eq!(query.text("week"), Some(""));
        assert!(query.has("sum") && !query.has("SUM") && !query.has("Week"));
        assert_eq!(query.get("c"), Some(Value::List));
        assert_eq!(query.get("d"), Some(Value::List));
        assert_eq!(query.text("e%"), Some("%zz%4"));
        assert_eq!(query.text("rsi"), Some("a;b"));
    }

    proptest! {
        #[test]
        fn any_value_survives_encoding(value in ".{0,30}") {
            let encoded: String = value.bytes().map(|b| format!("%{b:02X}")).collect();
            let query = Query::parse(&format!("x={encoded}"));
            prop_assert_eq!(query.text("x"), Some(value.as_str()));
        }
    }
}
