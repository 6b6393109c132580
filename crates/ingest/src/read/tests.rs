use super::*;
use proptest::prelude::*;
use rssac002_model::Field;

/// A file of which only the metric is known.
fn read(metric: Metric, bytes: &[u8]) -> Contents {
    super::read(&Named { metric, letter: None, day: None }, bytes)
}

/// What a file becomes, as text: `status key=value …` by data set, then the kinds of refusals and repairs with their lines.
fn show(metric: Metric, text: &str) -> String {
    let contents = read(metric, text.as_bytes());
    let mut out = format!("{:?}", contents.status).to_lowercase();
    for numbers in &contents.numbers {
        match numbers {
            None => out.push_str(" missing"),
            Some(numbers) => {
                let numbers = numbers.iter().map(|(k, v)| {
                    let value = if v.is_nan() { "null".to_owned() } else { v.to_string() };
                    format!("{k}={value}")
                });
                out.push_str(&format!(" [{}]", numbers.collect::<Vec<_>>().join(" ")));
            }
        }
    }
    for note in contents.notes.iter().filter(|n| n.kind.level() >= Level::Repaired) {
        let line = note.line.map(|l| format!("@{l}")).unwrap_or_default();
        out.push_str(&format!(" {}{line}", note.kind.name()));
    }
    out
}

#[test]
fn counts_are_cleaned_as_the_published_api_does() {
    for (text, value) in [
        ("12", "12"),
        ("12.9", "12"),
        ("'12.9'", "12"),
        ("-5", "0"),
        ("'-1'", "0"),
        ("-0.5", "0"),
        ("0.5", "0"),
        ("0", "0"),
        ("0123", "83"),
        ("'0123'", "123"),
        ("089", "89"),
        ("1_234", "1234"),
        ("1,234", "1234"),
        ("+7", "7"),
        ("0x1F", "31"),
        ("0b11", "3"),
        ("1:30", "90"),
        ("'1,234'", "null"),
        ("'0x1F'", "null"),
        ("12 345", "null"),
        ("abc", "null"),
        ("true", "null"),
        ("yes", "null"),
        ("2020-01-01", "null"),
        ("", "null"),
        ("~", "null"),
        ("null", "null"),
        ("''", "null"),
        ("' 12 '", "12"),
        ("1e3", "1000"),
        ("1.5e3", "1500"),
        ("1.5e+3", "1500"),
        ("1.234e+09", "1234000000"),
        (".nan", "null"),
        (".inf", "null"),
        ("-.inf", "0"),
        ("1e400", "null"),
        ("1000000000000000000", "1000000000000000000"),
        ("9223372036854775807", "9223372036854776000"),
        ("18446744073709551615", "9223372036854776000"),
        ("'18446744073709551615'", "18446744073709552000"),
        ("9007199254740993", "9007199254740992"),
        ("&n 12", "12"),
        ("!!str 12", "12"),
    ] {
        let shown = show(Metric::LoadTime, &format!("time:\n  1: {text}\n"));
        assert_eq!(shown.split(['[', ']']).nth(1), Some(format!("1={value}").as_str()), "{text}: {shown}");
    }
    let long = "9".repeat(400);
    assert!(show(Metric::LoadTime, &format!("time:\n  1: {long}\n")).contains("1=9223372036854776000"));
    assert!(show(Metric::LoadTime, &format!("time:\n  1: '{long}'\n")).contains("1=null"));
}

#[test]
fn what_is_repaired_is_told_and_what_is_only_unusual_is_not() {
    for (text, told) in [
        ("12", None),
        ("'12'", None),
        ("12.0", None),
        ("1e18", None),
        ("1_234", None),
        ("+7", None),
        ("0", None),
        ("1000000000000000000", None),
        ("12.5", Some("fraction")),
        ("-5", Some("negative")),
        ("0123", Some("notation")),
        ("1:30", Some("notation")),
        ("007", None),
        ("9223372036854775807", None),
        ("18446744073709551615", Some("too-large")),
        ("N/A", Some("not-a-number")),
        ("", Some("not-a-number")),
        ("[1, 2]", Some("not-a-number")),
    ] {
        let shown = show(Metric::LoadTime, &format!("time:\n  1: {text}\n"));
        let expected = told.map_or(String::new(), |kind| format!(" {kind}@2"));
        assert!(shown.ends_with(&format!("]{expected}")), "{text}: {shown}");
    }
    assert!(show(Metric::LoadTime, "time:\n  1: 5\n  1: 6\n").ends_with("[1=6] duplicate-key@3"));
}

/// "A key that YAML reads as a float, unquoted `2020.1`, is cut to an integer as PHP's arrays do […] in all metrics alike"
/// (NOTES.md of the recorded cases, load-time).
#[test]
fn keys_with_a_fraction_are_cut_as_the_published_api_does_and_told() {
    for (key, cut) in
        [("2020.1", "2020"), ("12.9", "12"), (".5", "0"), (".inf", "0"), ("!!int abc", "0"), ("-1.5", "-1")]
    {
        let map = format!("  {key}: 5\n");
        assert_eq!(
            show(Metric::LoadTime, &format!("time:\n{map}")),
            format!("repaired [{cut}=5] fraction@2"),
            "{key}"
        );
        assert_eq!(
            show(Metric::ZoneSize, &format!("size:\n{map}")),
            format!("repaired [{cut}=5] fraction@2"),
            "{key}"
        );
        let sizes = show(Metric::TrafficSizes, &format!("udp-request-sizes:\n{map}"));
        assert!(sizes.starts_with(&format!("repaired [{cut}=5] [] [] [] fraction@2")), "{key}: {sizes}");
    }
    for (key, kept) in [
        ("''", ""),
        ("unknown", "unknown"),
        ("-1", "-1"),
        ("'2020.1'", "2020.1"),
        ("0.0", "0"),
        ("12.0", "12"),
    ] {
        assert_eq!(
            show(Metric::LoadTime, &format!("time:\n  {key}: 5\n")),
            format!("clean [{kept}=5]"),
            "{key}"
        );
    }
    // Over code 0 itself.
    assert_eq!(show(Metric::RcodeVolume, "0: 7\n.inf: 5\n"), "repaired [0=5] fraction@2 duplicate-key@2");
    assert_eq!(show(Metric::RcodeVolume, "rcodes:\n  3.5: 5\n  3: 6\n"), "repaired [3=6] duplicate-key@3");
    assert_eq!(show(Metric::RcodeVolume, "24.5: 5\n0: 6\n"), "repaired [0=6] code-left-out@1");
}

#[test]
fn known_keys_are_always_there() {
    let sources = |text: &str| show(Metric::UniqueSources, text);
    let all = "num-sources-ipv4: 1\nnum-sources-ipv6: 2\nnum-sources-ipv6-aggregate: 3\n";
    let clean = "clean [num-sources-ipv4=1 num-sources-ipv6=2 num-sources-ipv6-aggregate=3]";
    assert_eq!(sources(all), clean);
    assert_eq!(sources(&all.replace('\n', "\r\n")), clean);
    assert_eq!(sources(&format!("\u{feff}---\nother: 9\nstart-period: 1999-01-01\n{all}")), clean);
    let nulls = "[num-sources-ipv4=null num-sources-ipv6=null num-sources-ipv6-aggregate=null]";
    assert_eq!(sources("a: 1\n"), format!("repaired {nulls} no-values"));
    assert_eq!(sources("- 1\n"), format!("repaired {nulls} no-values"));
    assert_eq!(sources("<p>Unavailable: later</p>\n"), format!("repaired {nulls} no-values"));
    assert_eq!(
        sources("num-sources-ipv6: 2\nnum-sources-ipv4: N/A\n"),
        "repaired [num-sources-ipv4=null num-sources-ipv6=2 num-sources-ipv6-aggregate=null] \
         not-a-number@2 missing-keys"
    );
    for text in
        ["", "---\n", "<html>\n</html>\n", "5", "num-sources-ipv4: [1]\n", "num-sources-ipv4: {a: 1}\n"]
    {
        assert!(sources(text).starts_with("refused missing shape"), "{text}");
    }
    for text in ["num-sources-ipv4:\n\t5\n", "a: 1\nnum-sour", "a: 'b\n"] {
        assert!(sources(text).starts_with("refused missing yaml"), "{text}");
    }
    assert_eq!(sources(&format!("---\n{all}---\nb: 1\n")), clean.replace("clean", "repaired") + " not-read");
    let null = read(
        Metric::UniqueSources,
        b"num-sources-ipv4: 1\nnum-sources-ipv6:\nnum-sources-ipv6-aggregate: 3\n",
    );
    assert_eq!(null.notes.iter().map(|n| n.kind).collect::<Vec<_>>(), [FindingKind::NotANumber]);
    let four = "without the four `responses-sent` counts: null";
    let received = TRAFFIC_VOLUME_KEYS[..4].iter().map(|k| format!("{k}: 1\n")).collect::<String>();
    assert_eq!(read(Metric::TrafficVolume, received.as_bytes()).notes[0].reason, four);
}

#[test]
fn codes_are_found_where_operators_put_them() {
    for (text, meaning) in [
        ("'0': 5\n3: 7\n", "clean [0=5 3=7]"),
        ("rcodes:\n0: 5\n3: 7\n", "clean [0=5 3=7]"),
        ("rcodes:\n  0: 5\n  '3': 7\n", "clean [0=5 3=7]"),
        ("rcodes: 5\n0: 5\n", "repaired [0=5] not-read@1"),
        ("0: 1\n3: 1\nrcodes: {3: 7, 5: 0}\n", "clean [0=1 3=7 5=0]"),
        ("rcodes: {3: 7}\n5: 1\n", "repaired [3=7] not-read@2"),
        ("rcodes: [8, 9]\n", "clean [0=8 1=9]"),
        ("'3': 1\n3: 2\n", "repaired [3=2] duplicate-key@2"),
        ("'3.5': 1\n'05': 2\n'1e1': 3\n", "clean [3.5=1 05=2 1e1=3]"),
        ("0: 0\n", "clean [0=0]"),
        ("24: 1\n-1: 2\nother: 3\n0: 4\n", "repaired [0=4] code-left-out@1 code-left-out@2 code-left-out@3"),
        ("version: 4\nmetric: x\ncomment: by hand\n0: 4\n", "clean [0=4]"),
        ("65535: 829\n0: 4\n", "repaired [0=4] code-left-out@1"),
        ("0: [1]\n", "repaired [0=null] not-a-number@1"),
        ("", "repaired [] no-values"),
        ("<html>\n</html>\n", "repaired [] no-values"),
        ("rcodes: {}\n", "repaired [] no-values"),
    ] {
        assert_eq!(show(Metric::RcodeVolume, text), meaning, "{text}");
    }
    assert!(show(Metric::RcodeVolume, "\t0: 1\n").starts_with("refused missing yaml"));
}

#[test]
fn sizes_leave_out_zeros_and_keep_any_key() {
    let udp = |text: &str| show(Metric::TrafficSizes, &format!("udp-request-sizes:\n  {text}\n"));
    for (text, meaning) in [
        ("32-47: 5", "[32-47=5]"),
        ("total: 99", "[total=99]"),
        ("7: 99", "[7=99]"),
        ("0-15: 0", "[]"),
        ("0-15: '0'", "[]"),
        ("0-15: 0.0", "[]"),
        ("0-15:", "[]"),
        ("0-15: false", "[]"),
        ("0-15: -3", "[0-15=0]"),
        ("0-15: 0.5", "[0-15=0]"),
        ("0-15: abc", "[0-15=null]"),
        ("0-15: ''", "[0-15=null]"),
        ("0-15: true", "[0-15=null]"),
        ("0-15: [1]", "[0-15=null]"),
    ] {
        let shown = udp(text);
        assert_eq!(shown.split(' ').nth(1), Some(meaning), "{text}: {shown}");
    }
    let four = "udp-request-sizes:\n  0-15: 1\nudp-response-sizes: {}\ntcp-request-sizes: []\ntcp-response-sizes: {0-15: 0}\n";
    assert_eq!(show(Metric::TrafficSizes, four), "clean [0-15=1] [] [] []");
    assert_eq!(
        show(Metric::TrafficSizes, "udp-request-sizes: [3, 4]\n"),
        "repaired [0=3 1=4] [] [] [] missing-map"
    );
    assert_eq!(show(Metric::TrafficSizes, "udp-request-sizes: 5\n"), "repaired [] [] [] [] no-values");
    assert!(show(Metric::TrafficSizes, "").starts_with("refused missing missing missing missing shape"));
}

#[test]
fn serials_are_kept_as_they_are() {
    for (text, meaning) in [
        ("2020110400: 7\n  '2020110401': 8", "clean [2020110400=7 2020110401=8]"),
        ("'': 6\n  unknown: 1\n  -1: 3\n  '2020.1': 4", "clean [=6 unknown=1 -1=3 2020.1=4]"),
        ("1: 0\n  2: 9999999", "clean [1=0 2=9999999]"),
    ] {
        assert_eq!(show(Metric::LoadTime, &format!("time:\n  {text}\n")), meaning);
        assert_eq!(show(Metric::ZoneSize, &format!("size:\n  {text}\n")), meaning);
    }
    for (text, load, zone) in [
        ("a: 1\n", "missing no-values", "missing no-values"),
        ("time:\nsize:\n", "missing no-values@1", "missing no-values@2"),
        ("time: 5\nsize: 5\n", "missing no-values@1", "missing no-values@2"),
        ("time: {}\nsize: {}\n", "missing no-values@1", "[] no-values@2"),
    ] {
        assert_eq!(show(Metric::LoadTime, text), format!("repaired {load}"), "{text}");
        assert_eq!(show(Metric::ZoneSize, text), format!("repaired {zone}"), "{text}");
    }
    assert!(show(Metric::LoadTime, "").starts_with("refused missing shape"));
}

fn places(text: &str) -> Contents {
    read(Metric::Instances, text.as_bytes())
}

#[test]
fn both_layouts_of_instance_files_give_the_same_places() {
    let first = "Instances:\n- Country: DE\n  IPv4: Yes\n  IPv6: No\n  Sites: 2\n  Latitude: 50.11\n  Longitude: -8\n  Town: Frankfurt am Main\n";
    let second = first.replace("Sites", "X").replace("Instances", "Sites").replace("X", "Instances");
    let place = Place {
        ipv4: Field::Value(true),
        ipv6: Field::Value(false),
        latitude: Field::Value(50.11),
        longitude: Field::Value(-8.0),
        count: Field::Value(2.0),
        town: Field::Value("Frankfurt am Main".to_owned()),
    };
    for text in [first, &second] {
        let contents = places(text);
        assert_eq!(contents.places.as_deref(), Some([place.clone()].as_slice()), "{text}");
        assert_eq!(contents.status, DayStatus::Clean);
    }
    assert_eq!(places("Sites: []\n").places.as_deref(), Some([].as_slice()));
    assert_eq!(places("Name: A\n").places, None);
    assert_eq!(places("Name: A\n").status, DayStatus::Repaired);
    for text in ["", "<html></html>", "Sites:\n- here\n", "Sites: [1]\n"] {
        assert_eq!(places(text).status, DayStatus::Refused, "{text}");
    }
}

#[test]
fn keys_that_no_place_has_are_told_once_a_file_and_change_nothing() {
    let known = "Country: DE\n  State: ''\n  Type: Global\n  IPv4: true\n  IPv6: true\n  Latitude: 1\n  Longitude: 2\n  Town: X";
    let of_letter =
        "Asn: 1\nName: A\nIPv4: 192.0.2.1\nContact: {Email: a@example.org}\nAlso: [a, b]\nOther: []\n";
    let told =
        |text: &str| places(text).notes.into_iter().map(|n| (n.kind, n.line, n.reason)).collect::<Vec<_>>();
    for (top, count) in [("Sites", "Instances"), ("Instances", "Sites")] {
        let clean = format!("{of_letter}{top}:\n- {known}\n  {count}: 1\n- {known}\n  {count}: 2\n");
        assert_eq!(told(&clean), []);
        // In both places, and of the second one more.
        let odd = clean
            .replace("  Town", "  Lattitude: 3\n  Town")
            .replace(&format!("{count}: 2"), &format!("{count}: 2\n  Id: 7"));
        let reason = "`Lattitude` and `Id` are not of a place: not read".to_owned();
        assert_eq!(told(&odd), [(FindingKind::UnknownKey, Some(15), reason)]);
        assert_eq!(Contents { notes: Vec::new(), ..places(&odd) }, places(&clean));
        assert_eq!(places(&odd).status, DayStatus::Clean);
        // Spelling counts, and so does the layout.
        let spelled = clean.replace("  IPv6", "  IPV6");
        assert_eq!(told(&spelled)[0].2, "`IPV6` is not of a place: not read");
        let other = clean.replacen(&format!("  {count}"), &format!("  {top}"), 1);
        let reasons: Vec<String> = told(&other).into_iter().map(|(_, _, reason)| reason).collect();
        let missing = format!("a place has no count (`{count}`): no instances");
        assert_eq!(reasons, [missing, format!("`{top}` is not of a place: not read")]);
        let beside = format!("{clean}Site:\n- {known}\n");
        assert_eq!(told(&beside)[0].2, "`Site` is neither `Instances` nor `Sites`: not read");
        assert_eq!(places(&beside).places, places(&clean).places);
    }
    let misnamed: Vec<FindingKind> = places("Site:\n- Town: X\n").notes.into_iter().map(|n| n.kind).collect();
    assert_eq!(misnamed, [FindingKind::UnknownKey, FindingKind::NoValues]);
}

#[test]
fn fields_of_places_are_read_as_the_published_api_reads_them() {
    let place = |fields: &str| places(&format!("Sites:\n- {fields}\n")).places.unwrap()[0].clone();
    for (text, flag) in [
        ("true", Field::Value(true)),
        ("Yes", Field::Value(true)),
        ("'Yes'", Field::Value(true)),
        ("'true '", Field::Value(true)),
        ("not yes", Field::Value(true)),
        ("\"no\"", Field::Value(false)),
        ("unknown", Field::Value(false)),
        ("FALSEhood", Field::Value(false)),
        ("maybe", Field::Null),
        ("1", Field::Null),
        ("", Field::Null),
    ] {
        assert_eq!(place(&format!("IPv6: {text}")).ipv6, flag, "{text}");
    }
    for (text, count) in [
        ("3", Field::Value(3.0)),
        ("'4'", Field::Value(4.0)),
        ("2.5", Field::Value(2.0)),
        ("-3", Field::Value(0.0)),
        ("many", Field::Null),
        ("null", Field::Null),
    ] {
        assert_eq!(place(&format!("Instances: {text}")).count, count, "{text}");
    }
    for (text, degrees) in [
        ("12.5", Field::Value(12.5)),
        ("'12.5'", Field::Value(12.5)),
        ("999.0", Field::Value(999.0)),
        ("-0.0", Field::Value(-0.0)),
        ("unknown", Field::Null),
        ("", Field::Null),
        (".nan", Field::Null),
    ] {
        assert_eq!(place(&format!("Latitude: {text}")).latitude, degrees, "{text}");
    }
    for (text, name) in [
        ("Saint-Denis", Field::Value("SaintDenis".to_owned())),
        ("Port-au-Prince", Field::Value("PortauPrince".to_owned())),
        ("' Z\u{fc}rich / Gen\u{e8}ve '", Field::Value("Z\u{fc}rich  Gen\u{e8}ve".to_owned())),
        ("'Winston; (NC) & ''x'' {y} \"z\"'", Field::Value("Winston NC  x y \"z\"".to_owned())),
        ("''", Field::Value(String::new())),
        ("12345", Field::Null),
        ("", Field::Null),
    ] {
        assert_eq!(place(&format!("Town: {text}")).town, name, "{text}");
    }
    assert_eq!(place("Country: DE").ipv4, Field::Absent);
}

proptest! {
    #[test]
    fn more_networks_than_addresses_contradict_each_other(ipv6 in 0u64..9, networks in 0u64..9) {
        let text = format!("num-sources-ipv6-aggregate: {networks}\nnum-sources-ipv4: 0\nnum-sources-ipv6: {ipv6}\n");
        let contents = read(Metric::UniqueSources, text.as_bytes());
        let told: Vec<_> = contents.notes.iter().map(|n| (n.kind, n.line)).collect();
        let expected = (networks > ipv6).then_some((FindingKind::Contradiction, Some(1)));
        prop_assert_eq!(told, expected.into_iter().collect::<Vec<_>>());
        prop_assert_eq!(contents.status, DayStatus::Clean);
    }

    #[test]
    fn no_file_makes_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        for metric in Metric::ALL {
            let contents = read(metric, &bytes);
            prop_assert_eq!(contents.numbers.len(), metric.datasets().len());
            let worst = contents.notes.iter().map(|n| n.kind.level()).max();
            prop_assert_eq!(contents.status == DayStatus::Refused, worst == Some(Level::Refused));
            prop_assert_eq!(contents.status == DayStatus::Repaired, worst == Some(Level::Repaired));
        }
    }

    #[test]
    fn a_file_cut_anywhere_is_read_or_refused(at in 0usize..400, sizes in prop::collection::vec(0u64..1 << 40, 1..12)) {
        let rows: String = sizes.iter().enumerate().map(|(i, n)| format!("  {}-{}: {n}\n", i * 16, i * 16 + 15)).collect();
        let text = format!("---\nversion: rssac002v3\nudp-request-sizes:\n{rows}");
        let cut = &text[..at.min(text.len())];
        let contents = read(Metric::TrafficSizes, cut.as_bytes());
        if let Some(Some(numbers)) = contents.numbers.first() {
            prop_assert!(numbers.len() <= sizes.len());
        }
    }
}

#[test]
fn a_file_of_more_codes_or_serials_than_there_can_be_is_refused_and_less_costs_little() {
    // Each code once more in the map `rcodes`, where each is another spelling of 0 to 23.
    let codes: String = (0..20_000).map(|i| format!("  '{}e-{i}': 7\n", i % 24)).collect();
    let contents =
        read(Metric::RcodeVolume, format!("{}rcodes:\n{codes}", codes.replace("  ", "")).as_bytes());
    assert_eq!((contents.status, contents.numbers[0].as_ref().unwrap().len()), (DayStatus::Clean, 20_000));
    for (metric, above, line) in
        [(Metric::RcodeVolume, "rcodes", "  '{}e-{i}': 7\n"), (Metric::LoadTime, "time", "  {i}: 7\n")]
    {
        let lines: String =
            (0..120_000).map(|i| line.replace("{i}", &i.to_string()).replace("{}", "3")).collect();
        let contents = read(metric, format!("{above}:\n{lines}").as_bytes());
        assert_eq!((contents.status, contents.notes[0].kind), (DayStatus::Refused, FindingKind::Yaml));
    }
}

#[test]
fn control_characters_in_keys_and_towns_are_told_and_go_no_further() {
    for (metric, text, shown) in [
        (Metric::LoadTime, "time:\n  \"2020\\0\": 5\n  7: 6\n", "repaired [7=6] control-character@2"),
        (Metric::ZoneSize, "size:\n  \"a\\u202eb\": 5\n", "repaired [] control-character@2"),
        (Metric::RcodeVolume, "\"5\\n\": 5\n6: 6\n", "repaired [6=6] control-character@1"),
    ] {
        assert_eq!(show(metric, text), shown);
    }
    let sizes = "udp-request-sizes: {\"0-15\\e\": 1, 16-31: 2}\n";
    assert!(show(Metric::TrafficSizes, sizes).starts_with("repaired [16-31=2] [] [] [] control-character@1"));
    let contents = read(Metric::Instances, b"Sites:\n- Town: \"Os\\0lo\\a\"\n  Instances: 1\n");
    assert_eq!(contents.places.unwrap()[0].town, Field::Value("Oslo".to_owned()));
    let note = &contents.notes[0];
    assert_eq!((note.kind, note.line), (FindingKind::ControlCharacter, Some(2)));
    assert_eq!(note.reason, "the town `Os\\u{0}lo\\u{7}` has control characters: without them");
}

#[test]
fn what_a_spreadsheet_would_compute_is_doubtful_and_kept() {
    let kinds = |contents: &Contents| contents.notes.iter().map(|n| n.kind).collect::<Vec<_>>();
    let contents = read(Metric::LoadTime, b"time:\n  '=1+1': 5\n  '+7': 5\n  '@a': 5\n  '7': 5\n");
    assert_eq!((contents.status, kinds(&contents)), (DayStatus::Clean, vec![FindingKind::Formula; 3]));
    assert_eq!(contents.numbers[0].as_ref().unwrap().len(), 4);
    let contents = read(Metric::Instances, b"Sites:\n- Town: '+Oslo'\n  Instances: 1\n");
    assert_eq!(kinds(&contents), [FindingKind::Formula]);
    assert_eq!(contents.places.unwrap()[0].town, Field::Value("+Oslo".to_owned()));
}

#[test]
fn a_last_line_that_does_not_end_is_doubtful() {
    for (bytes, ends) in [
        (&b"time:\n  7: 5\n"[..], true),
        (b"time:\r\n  7: 5\r\n", true),
        (b"time:\n  7: 5", false),
        (b"time:\n  7: 51", false),
        (b"\xff\xfet\0i\0m\0e\0:\0\n\0 \x007\0:\0 \x005\0\n\0", true),
        (b"\xff\xfet\0i\0m\0e\0:\0\n\0 \x007\0:\0 \x005\0", false),
        (b"\xfe\xff\0t\0i\0m\0e\0:\0\n\0 \x007\0:\0 \x005\0\n", true),
    ] {
        let contents = read(Metric::LoadTime, bytes);
        assert_eq!(contents.status, DayStatus::Clean);
        let told = contents.notes.iter().any(|n| n.kind == FindingKind::CutOff);
        assert_eq!(told, !ends, "{bytes:?}");
    }
}

/// A clean file of a metric.
fn clean(metric: Metric) -> String {
    use rssac002_model::metric::{TRAFFIC_VOLUME_KEYS, UNIQUE_SOURCES_KEYS};
    let header = format!(
        "---\nversion: rssac002v3\nservice: k.root-servers.net\nstart-period: 2020-01-06T00:00:00Z\nmetric: {metric}\n"
    );
    let body = match metric {
        Metric::TrafficVolume => TRAFFIC_VOLUME_KEYS.map(|k| format!("{k}: 5000000\n")).concat(),
        Metric::UniqueSources => UNIQUE_SOURCES_KEYS.map(|k| format!("{k}: 5000000\n")).concat(),
        Metric::TrafficSizes => {
            metric.datasets().iter().map(|d| format!("{d}:\n  32-47: 5\n  '288-': 7\n")).collect()
        }
        Metric::RcodeVolume => "0: 500\n3: 700\n23: 0\n65535: 1\n".to_owned(),
        Metric::LoadTime => "time:\n  2020010600: 5\n  2020010601: 7.5\n".to_owned(),
        Metric::ZoneSize => "size:\n  2020010600: 500\n  2020010601: 700\n".to_owned(),
        Metric::Instances => {
            let place = "- Country: NO\n  IPv4: Yes\n  IPv6: false\n  Latitude: 59.9\n  Longitude: -10.7\n  Town: Oslo\n  Instances: 2\n";
            return format!("Operator: x\nSites:\n{}", place.repeat(3));
        }
    };
    header + &body
}

/// A change of a text: where, how many octets go, and what comes.
fn change() -> impl Strategy<Value = (prop::sample::Index, usize, Vec<u8>)> {
    let words = [
        "\n",
        "\r",
        "\t",
        " ",
        "  ",
        ":",
        ": ",
        "- ",
        "'",
        "\"",
        "\"\\0\"",
        "\"\\e\": 1\n",
        "&a ",
        "*a",
        "<<: *a\n",
        "!",
        "!!int ",
        "{",
        "}",
        "[",
        "]",
        ",",
        "|",
        ">",
        "#",
        "---\n",
        "...\n",
        "%",
        "=",
        "+",
        "@",
        "-",
        ".inf",
        ".nan",
        "1e999",
        "0x",
        "9999999999999999999999",
        "-1",
        "0.5",
        "null",
        "yes",
        "\u{85}",
        "\u{feff}",
        "\u{fffd}",
        "\0",
        "rcodes:\n",
        "Sites:",
    ];
    let word = prop::sample::select(words.map(|w| w.as_bytes().to_vec()).to_vec());
    let what = prop_oneof![3 => word, 1 => prop::collection::vec(any::<u8>(), 0..4), 1 => Just(Vec::new())];
    (any::<prop::sample::Index>(), 0usize..6, what)
}

proptest! {
    // PROPTEST_CASES=10000 for a thorough run.
    #[test]
    fn whatever_becomes_of_a_file_its_answer_is_of_a_documented_kind(
        metric in prop::sample::select(Metric::ALL.to_vec()),
        changes in prop::collection::vec(change(), 1..8),
    ) {
        let mut bytes = clean(metric).into_bytes();
        for (at, gone, what) in changes {
            let at = at.index(bytes.len() + 1);
            let end = bytes.len().min(at + gone);
            bytes.splice(at..end, what);
        }
        let contents = read(metric, &bytes);
        let has = |level: Level| contents.notes.iter().any(|n| n.kind.level() == level);
        if contents.status == DayStatus::Refused {
            prop_assert_eq!(contents.notes.len(), 1);
            prop_assert!(has(Level::Refused) && contents.places.is_none());
            prop_assert!(contents.numbers.iter().all(Option::is_none));
        } else {
            prop_assert!(!has(Level::Refused));
            prop_assert_eq!(contents.status == DayStatus::Repaired, has(Level::Repaired));
        }
        let shown = |text: &str| !text.contains(rssac002_model::text::is_control);
        for (key, value) in contents.numbers.iter().flatten().flatten() {
            prop_assert!(shown(key), "{key:?}");
            prop_assert!(value.is_nan() || (*value >= 0.0 && value.is_finite() && value.fract() == 0.0), "{value}");
        }
        for place in contents.places.iter().flat_map(|places| places.iter()) {
            prop_assert!(place.town.value().is_none_or(|town| shown(town)), "{:?}", place.town);
        }
        prop_assert!(contents.notes.iter().all(|n| n.line.is_none_or(|line| line as usize <= bytes.len() + 1)));
    }
}

proptest! {
    #[test]
    fn a_file_holds_the_same_whatever_was_read_before_it(
        files in prop::collection::vec((prop::sample::select(Metric::ALL.to_vec()), 0usize..5), 1..12),
    ) {
        let texts = ["", "Sites:\n- Town: 'Oslo'\n  Instances: 1\n", "Sites:\n- Town: '=Oslo'\n  Instances: 1\n", "Sites: [1]\n", "0: 1\n"];
        let mut reader = Reader::default();
        for (metric, text) in files {
            let named = Named { metric, letter: None, day: None };
            let contents = reader.read(&named, texts[text].as_bytes().to_vec());
            // As text, because NaN is not equal to itself.
            prop_assert_eq!(format!("{contents:?}"), format!("{:?}", read(metric, texts[text].as_bytes())));
        }
    }
}
