use super::*;
use proptest::prelude::*;

fn slow(bytes: &[u8]) -> Result<Document<'static>, YamlError> {
    events::parse(&text::decode(bytes)?)
}

/// A document as JSON-like text, to compare with.
fn show(bytes: &[u8]) -> String {
    fn node(document: &Document<'_>, of: &Node<'_>, depth: usize, out: &mut String) {
        match of {
            _ if depth > 5 => out.push('…'),
            Node::Scalar(Scalar::Null) => out.push_str("null"),
            Node::Scalar(Scalar::Bool(value)) => out.push_str(if *value { "true" } else { "false" }),
            Node::Scalar(Scalar::Int(value, _)) => out.push_str(&value.to_string()),
            Node::Scalar(Scalar::Float(value, _)) => out.push_str(&format!("{value:?}")),
            Node::Scalar(Scalar::Text(text)) => out.push_str(&format!("{text:?}")),
            Node::Map(entries) => {
                out.push('{');
                for (i, entry) in entries.iter().enumerate() {
                    out.push_str(if i == 0 { "" } else { "," });
                    out.push_str(&format!("{}:", entry.key));
                    node(document, document.value(entry), depth + 1, out);
                }
                out.push('}');
            }
        }
    }
    parse(bytes, |document| match document {
        Ok(document) => {
            let mut out = String::new();
            node(document, document.root(), 0, &mut out);
            out
        }
        Err(error) => format!("line {}: {error}", error.line.unwrap_or(0)),
    })
}

#[test]
fn scalars_are_read_as_php_reads_them() {
    for (text, meaning) in [
        ("12.9", "12.9"),
        ("'12.9'", "\"12.9\""),
        ("-5", "-5"),
        ("0123", "83"),
        ("-0123", "-83"),
        ("089", "\"089\""),
        ("0_7", "7"),
        ("1_234", "1234"),
        ("1,234", "1234"),
        ("1,234.5", "1234.5"),
        ("+7", "7"),
        ("0x1F", "31"),
        ("-0x1F", "-31"),
        ("0x", "\"0x\""),
        ("0b11", "3"),
        ("0b12", "\"0b12\""),
        ("1:30", "90"),
        ("-1:30", "-90"),
        ("1:30:00", "5400"),
        ("1:5", "65"),
        ("1:75", "\"1:75\""),
        ("1:30.5", "90.0"),
        ("0:30", "30"),
        ("12 345", "\"12 345\""),
        ("1e3", "\"1e3\""),
        ("1.5e3", "\"1.5e3\""),
        ("1.5e+3", "1500.0"),
        ("1.5e+0", "\"1.5e+0\""),
        ("1.234e+09", "1234000000.0"),
        ("1.5.5", "\"1.5.5\""),
        ("1.", "\"1.\""),
        (".5", "0.5"),
        ("0.5", "0.5"),
        ("-.5", "-0.5"),
        ("0", "0"),
        ("00", "0"),
        ("9223372036854775807", "9223372036854775807"),
        ("18446744073709551615", "9223372036854775807"),
        ("-18446744073709551615", "-9223372036854775808"),
        ("0xffffffffffffffffff", "9223372036854775807"),
        (".nan", "NaN"),
        (".inf", "inf"),
        ("-.inf", "-inf"),
        ("true", "true"),
        ("yes", "true"),
        ("n", "false"),
        ("OFF", "false"),
        ("'yes'", "\"yes\""),
        ("~", "null"),
        ("Null", "null"),
        ("''", "\"\""),
        ("2020-01-01", "\"2020-01-01\""),
        ("2020-11-04T00:00:00Z", "\"2020-11-04T00:00:00Z\""),
        ("32-47", "\"32-47\""),
        ("!!int '12'", "12"),
        ("!!float 12", "12"),
        ("!!str 12", "\"12\""),
        ("!!int twelve", "0.0"),
        ("!!bool '0'", "false"),
        ("! '12'", "12"),
        ("|\n  12", "\"12\\n\""),
        ("&n 12", "12"),
    ] {
        assert_eq!(show(format!("k: {text}\n").as_bytes()), format!("{{k:{meaning}}}"), "{text}");
    }
    let long = "9".repeat(400);
    assert_eq!(show(format!("k: {long}").as_bytes()), format!("{{k:{}}}", i64::MAX));
    assert_eq!(numeric(&long), Some(f64::INFINITY));
}

#[test]
fn texts_are_numbers_by_phps_is_numeric() {
    for (text, number) in [
        ("12.9", Some(12.9)),
        (" 12 ", Some(12.0)),
        ("0123", Some(123.0)),
        ("089", Some(89.0)),
        ("1e3", Some(1000.0)),
        ("1.5E+3", Some(1500.0)),
        (".5", Some(0.5)),
        ("5.", Some(5.0)),
        ("-1", Some(-1.0)),
        ("+1", Some(1.0)),
        ("1,234", None),
        ("0x1F", None),
        ("1_234", None),
        ("1e", None),
        ("1e+", None),
        (".", None),
        ("", None),
        (" ", None),
        ("- 1", None),
        ("inf", None),
        ("nan", None),
        ("12 345", None),
    ] {
        assert_eq!(numeric(text), number, "{text}");
    }
}

#[test]
fn keys_are_those_of_phps_arrays() {
    for (text, meaning) in [
        ("'3': 1\n3: 2\n", "{3:2}"),
        ("3: 1\na: 5\n'3': 2\n", "{3:2,a:5}"),
        ("'05': 1\n05: 2\n", "{05:1,5:2}"),
        ("'': 1\n~: 2\n", "{:2}"),
        ("true: 1\n", "{1:1}"),
        ("2020.1: 1\n", "{2020:1}"),
        ("'2020.1': 1\n", "{2020.1:1}"),
        ("12.9: 1\n-12.9: 2\n", "{12:1,-12:2}"),
        (".5: 1\na: 2\n0.0: 3\n.inf: 4\n-.inf: 5\n.nan: 6\n", "{0:6,a:2}"),
        ("!!int abc: 1\n", "{0:1}"),
        ("!!int 12.5abc: 1\n", "{12:1}"),
        ("1.5e+3: 1\n1:30.5: 2\n", "{1500:1,90:2}"),
        ("1e3: 1\n'1.5': 2\n", "{1e3:1,1.5:2}"),
        ("9.3e+18: 1\n", "{-9146744073709551616:1}"),
        ("-1: 1\n", "{-1:1}"),
        ("- 5\n- 6\n", "{0:5,1:6}"),
        ("? [a]\n: 1\nb: 2\n", "{b:2}"),
        ("a: [1, 2]\nb: {c: 3}\n", "{a:{0:1,1:2},b:{c:3}}"),
    ] {
        assert_eq!(show(text.as_bytes()), meaning, "{text}");
    }
}

#[test]
fn aliases_and_merge_keys_work_as_in_php() {
    for (text, meaning) in [
        ("a: &n 5\nb: *n\n", "{a:5,b:5}"),
        ("a: &m {x: 1, z: 2}\nb:\n  x: 3\n  <<: *m\n", "{a:{x:1,z:2},b:{x:3,z:2}}"),
        ("a: &m {x: 1}\nb:\n  <<: *m\n  x: 3\n", "{a:{x:1},b:{x:3}}"),
        ("a: &m {x: 1}\nb: &o {z: 2}\nc: {<<: [*m, *o]}\n", "{a:{x:1},b:{z:2},c:{x:1,z:2}}"),
        ("c: {<<: {x: 1}}\n", "{c:{}}"),
        ("<<: 5\n", "{<<:5}"),
        ("'<<': &m {x: 1}\n", "{<<:{x:1}}"),
        ("a: &m {b: *m}\n", "{a:{b:{b:{b:{b:{b:…}}}}}}"),
        ("a: *none\n", "line 1: the alias `none` has no anchor"),
    ] {
        assert_eq!(show(text.as_bytes()), meaning, "{text}");
    }
}

#[test]
fn only_the_first_document_counts() {
    assert_eq!(show(b"---\na: 1\n---\nb: 2\n"), "{a:1}");
    assert_eq!(show(b"a: 1\n---\n\tb: [\n"), "{a:1}");
    assert!(parse(b"a: 1\n---\nb: 2\n", |d| d.unwrap().more));
    assert!(!parse(b"a: 1\n...\n", |d| d.unwrap().more));
    for text in ["", "\n", "---\n", "# nothing\n"] {
        assert_eq!(show(text.as_bytes()), "null", "{text:?}");
    }
}

#[test]
fn other_texts_and_line_ends() {
    for (bytes, meaning) in [
        (&b"---\r\na: 1\r\nb: 2\r\n"[..], "{a:1,b:2}"),
        (b"\xef\xbb\xbf---\na: 1\n", "{a:1}"),
        (b"\xff\xfea\0:\0 \x001\0", "{a:1}"),
        (b"\xfe\xff\0a\0:\0 \x001", "{a:1}"),
        (b"a: 1  \nb: 2   \n", "{a:1,b:2}"),
        (b"a : 1\n", "{a:1}"),
        (b"a: S\xc3\xa3o Paulo\n", "{a:\"S\u{e3}o Paulo\"}"),
        (b"<html>\nNot found\n</html>\n", "\"<html> Not found </html>\""),
        (b"<p>Unavailable: later</p>\n", "{<p>Unavailable:\"later</p>\"}"),
        (b"# g\xe9n\na: 1\n", "line 1: not UTF-8"),
        (b"a: 1\n---\n# g\xe9n\n", "line 3: not UTF-8"),
        (b"a: 1\x00\n", "line 1: the control character U+0000 is not allowed"),
        (b"a:\n\tb: 1\n", "line 2: found character that cannot start any token"),
        (b"a: 1\nb", "line 3: could not find expected ':'"),
        (b"a: 1\n  b: 2\n", "line 2: mapping values are not allowed in this context"),
        (b"a: 12345", "{a:12345}"),
        (b"a: |\n  12", "{a:\"12\\n\"}"),
        (b"a: [!x,1]\n", "line 1: a tag stands before a comma"),
        (b"a: 1\nb: {c: [x, !!int,1]}\n", "line 2: a tag stands before a comma"),
        (b"a: 1\n---\n[!x,1]\n", "line 3: a tag stands before a comma"),
        (b"a: [1, '!x,1', y!z,2]\n", "{a:{0:1,1:\"!x,1\",2:\"y!z\",3:2}}"),
        (b"'a: [!x,1]': 1\n", "{a: [!x,1]:1}"),
        (b"a: \"b\\", "line 2: found unexpected end of stream"),
    ] {
        assert_eq!(show(bytes), meaning, "{}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn hostile_files_are_refused_and_cost_little() {
    let deep = |n: usize| format!("a: {}{}", "[".repeat(n), "]".repeat(n));
    assert!(show(deep(1000).as_bytes()).starts_with("{a:{0:{0:"));
    for text in [
        deep(5000),
        "[".repeat(1_000_000),
        format!("['!,',{}", "[".repeat(1_000_000)),
        "- ".repeat(500_000),
        format!("[{}]", "a,".repeat(MAX_EVENTS)),
        // A billion laughs by merge keys: each map takes in all of the one before.
        {
            let wide: String = (0..1000).map(|i| format!("k{i}: 1, ")).collect();
            format!("a: &m {{{wide}}}\nb:\n{}", "- <<: *m\n".repeat(1000))
        },
    ] {
        let began = std::time::Instant::now();
        assert!(show(text.as_bytes()).starts_with("line "), "{:.60}", text);
        assert!(began.elapsed().as_secs() < 20, "{:.60} took {:?}", text, began.elapsed());
    }
    // A billion laughs by aliases costs nothing, because nothing is copied.
    let laughs: String = (1..60).map(|i| format!("a{i}: &a{i} [*a{p}, *a{p}]\n", p = i - 1)).collect();
    assert!(show(format!("a0: &a0 lol\n{laughs}").as_bytes()).starts_with("{a0:\"lol\""));
}

#[test]
fn files_as_they_are_published_take_the_fast_way() {
    let head = "---\nversion: rssac002v4\nservice: c.root-servers.net\nstart-period: 2020-11-04T00:00:00Z\n";
    for body in [
        "metric: traffic-volume\ndns-udp-queries-received-ipv4: 6480588332\n",
        "metric: rcode-volume\nrcodes:\n0: 2105049405\n'3': 5810120932\n",
        "metric: load-time\ntime:\n   2020110301: 244\n   '2020110302': 137\n",
        "udp-request-sizes:\n  32-47: 5\n  288-: 1\ntcp-request-sizes:\n  0-15: 2\n",
        "Operator: 'Verisign, Inc.'\nIPv6: 2001:503:ba3e::2:30\nSites:\n- Country: NL\n  IPv4: true\n  State: ''\n  \
         Town: S\u{e3}o Paulo\n- Country: ''\n  Town: Dar es Salaam\n  Longitude: -0.13\n",
    ] {
        let text = format!("{head}{body}");
        assert!(plain::parse(&text).is_some(), "{text}");
        assert!(plain::parse(&text.replace('\n', "\r\n")).is_some(), "{text}");
    }
}

/// Lines such as published files have, and near misses.
fn line() -> impl Strategy<Value = String> {
    let indent = prop::sample::select(vec!["", "", "", "  ", "  ", "   ", "- ", "  - ", "    ", "\t"]);
    let key = prop::sample::select(vec![
        "a",
        "b",
        "time",
        "rcodes",
        "32-47",
        "288-",
        "3",
        "03",
        "0x1",
        "'3'",
        "\"3\"",
        "''",
        "~",
        "yes",
        "-1",
        "2020.1",
        "2020.0",
        "<<",
        "?",
        "a b",
        "'it''s'",
        "\"a\\n\"",
        "2020110400",
        "é",
    ]);
    let colon = prop::sample::select(vec![": ", ": ", ": ", ":", " : ", ":  ", ":\t"]);
    let value = prop::sample::select(vec![
        "",
        "",
        "",
        "1",
        "0123",
        "12.9",
        "-5",
        "'12'",
        "\"12\"",
        "N/A",
        "12 345",
        "2020-11-04T00:00:00Z",
        "yes",
        "~",
        "São Paulo",
        "N'Djamena",
        "Washington, D.C.",
        "a: b",
        "a:",
        "- 1",
        "-",
        "#",
        "a #b",
        "a#b",
        "{}",
        "[]",
        "&n 1",
        "*n",
        "!!int 5",
        "|",
        ">",
        "'a",
        "\"a",
        "'a' b",
        "''",
        "@a",
        "%a",
        "`a",
        "a\u{85}b",
        "a\u{2028}b",
        "...",
        "---",
        "1,234",
        ".5",
        ".",
        "+1",
        "-a",
        "--1",
    ]);
    let end =
        prop::sample::select(vec!["\n", "\n", "\n", "\n", "\n", "\r\n", " \n", "\r", "\n\n", " # c\n", ""]);
    (indent, key, colon, value, end).prop_map(|(i, k, c, v, e)| format!("{i}{k}{c}{v}{e}"))
}

/// Whole files that are clean, or nearly so.
fn file() -> impl Strategy<Value = String> {
    let start =
        prop::sample::select(vec!["---\n", "---\n", "", "--- \n", "---\r\n", "%YAML 1.1\n---\n", "\u{feff}"]);
    let end = prop::sample::select(vec!["", "", "", "...\n", "---\n", "a", "\n", " ", "  b: 1", "\t"]);
    (start, prop::collection::vec(line(), 0..9), end).prop_map(|(s, l, e)| format!("{s}{}{e}", l.concat()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn the_fast_reader_agrees_with_the_full_one(file in file()) {
        prop_assert_eq!(broken_promise(file.as_bytes()), None);
    }

    #[test]
    fn no_octets_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = slow(&bytes);
        let _ = show(&bytes);
    }

    #[test]
    fn no_text_of_yamls_characters_makes_it_panic(text in "[-?:,\\[\\]{}#&*!|>'\"%@` \\n\\r\\ta0x\u{85}\\\\u1~<.]{0,60}") {
        let _ = show(text.as_bytes());
    }
}

#[test]
fn both_readers_have_the_same_limit() {
    // The start of the text, of its document and of its map, and the end of that.
    for (pairs, read) in [((MAX_EVENTS - 4) / 2, true), ((MAX_EVENTS - 4) / 2 + 1, false)] {
        let text: String = (0..pairs).map(|i| format!("{i}: 7\n")).collect();
        assert_eq!((plain::parse(&text).is_some(), events::parse(&text).is_ok()), (read, read), "{pairs}");
        let text: String = (0..pairs - 5).map(|i| format!("  {i}: 7\n")).collect();
        let below = format!("metric: x\nempty:\ntime:\n{text}");
        // Two more pairs, a key and a map.
        let events = 2 + 2 + 4 + 1 + 2 + 2 * (pairs - 5);
        let read = events <= MAX_EVENTS;
        assert_eq!((plain::parse(&below).is_some(), events::parse(&below).is_ok()), (read, read), "{pairs}");
    }
}
