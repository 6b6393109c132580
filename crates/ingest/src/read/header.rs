//! The keys at the top of a document: whether its header fits the file's name, and keys that nobody reads.

use rssac002_model::{Day, Metric};

use super::{Named, Notes};
use crate::report::FindingKind;
use crate::yaml::{Document, Entry, Node, Scalar};

/// Keys that documents of all RSSAC002 metrics carry (data.md); `end-period` only some.
pub(super) const HEADER: [&str; 5] = ["version", "service", "start-period", "end-period", "metric"];

/// The names under which version 1 counted sizes of UDP and TCP in one.
const VERSION_1: [&str; 2] = ["dns-request-sizes", "dns-response-sizes"];

/// What the names of all root servers have behind the letter.
const DOMAIN: &str = ".root-servers.net";

/// Of keys that are told in one sentence so many are named.
const NAMED: usize = 3;

/// Notes a `service`, `metric` or `start-period` that is not what the file's name says. The name counts, as in the
/// published API (data.md), so this repairs nothing. A key that is absent or empty is no contradiction.
pub(super) fn check(document: &Document<'_>, named: &Named, notes: &mut Notes) {
    for entry in top(document) {
        let expected = match entry.key.as_ref() {
            "service" => service(document, entry, named),
            "metric" => (text(document, entry).map(str::trim) != Some(named.metric.name()))
                .then(|| format!("the file is {}", named.metric)),
            "start-period" => named
                .day
                .filter(|day| text(document, entry).and_then(first_day) != Some(*day))
                .map(|day| format!("the file's name says {day}")),
            _ => None,
        };
        let Some(expected) = expected else { continue };
        let shown = match document.value(entry) {
            Node::Scalar(Scalar::Null) => continue,
            Node::Scalar(value) => value.show(),
            Node::Map(_) => "a list or map".to_owned(),
        };
        let reason = format!("`{}` is {shown}, {expected}", entry.key);
        notes.add(Some(entry.line), FindingKind::Header, reason);
    }
}

/// What the file's name says in place of this `service`; `None` where both agree.
fn service<'t>(document: &Document<'t>, entry: &Entry<'t>, named: &Named) -> Option<String> {
    let letter = named.letter?;
    let said = text(document, entry).unwrap_or_default().trim().trim_end_matches('.');
    let of = said.split_at_checked(1).filter(|(_, rest)| rest.eq_ignore_ascii_case(DOMAIN)).map(|(of, _)| of);
    let wrong = match of {
        Some(of) => !of.eq_ignore_ascii_case(letter.as_str()),
        // The root zone maintainer publishes under the name of letter a and may call itself as it likes.
        None => named.metric != Metric::ZoneSize,
    };
    wrong.then(|| format!("the file's name says {letter}{DOMAIN}"))
}

/// Notes keys at the top that belong neither to the header nor, by `known`, to the metric.
pub(super) fn unknown(document: &Document<'_>, known: impl Fn(&Entry<'_>) -> bool, notes: &mut Notes) {
    let others = top(document).iter().filter(|e| !HEADER.contains(&e.key.as_ref()) && !known(e));
    let (old, unknown): (Vec<_>, Vec<_>) = others.partition(|e| VERSION_1.contains(&e.key.as_ref()));
    if let Some(first) = old.first() {
        let reason = format!("{} of version 1, without UDP and TCP apart: not read", list(&old));
        notes.add(Some(first.line), FindingKind::OldKey, reason);
    }
    if let Some(first) = unknown.first() {
        let reason = format!("{} not of this metric: not read", list(&unknown));
        notes.add(Some(first.line), FindingKind::UnknownKey, reason);
    }
}

/// The first of some keys with a verb behind them: `a` is, `a` and `b` are, `a`, `b`, `c` and 5 more are.
pub(super) fn list(entries: &[&Entry<'_>]) -> String {
    let keys: Vec<String> = entries.iter().take(NAMED).map(|e| Scalar::Text(e.key.clone()).show()).collect();
    match (keys.as_slice(), entries.len().saturating_sub(NAMED)) {
        ([only], _) => format!("{only} is"),
        ([all @ .., last], 0) => format!("{} and {last} are", all.join(", ")),
        (all, more) => format!("{} and {more} more are", all.join(", ")),
    }
}

fn top<'d, 't>(document: &'d Document<'t>) -> &'d [Entry<'t>] {
    match document.root() {
        Node::Map(entries) => entries,
        Node::Scalar(_) => &[],
    }
}

/// A value as it is written; `None` for nothing, truth values, lists and maps.
fn text<'d, 't>(document: &'d Document<'t>, entry: &Entry<'t>) -> Option<&'d str> {
    match document.value(entry) {
        Node::Scalar(Scalar::Int(_, text) | Scalar::Float(_, text) | Scalar::Text(text)) => Some(text),
        _ => None,
    }
}

/// The day at the start of a time stamp: `2020-11-04T00:00:00Z`, `2020-11-04`, `20201104`.
fn first_day(stamp: &str) -> Option<Day> {
    let stamp = stamp.trim();
    let up_to = |length: usize| {
        let (day, rest) = stamp.split_at_checked(length)?;
        (!rest.starts_with(|c: char| c.is_ascii_digit())).then_some(day)
    };
    up_to(10).and_then(Day::parse_iso).or_else(|| up_to(8).and_then(Day::parse_compact))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{Contents, read};
    use proptest::prelude::*;
    use rssac002_model::metric::{TRAFFIC_VOLUME_KEYS, UNIQUE_SOURCES_KEYS};
    use rssac002_model::{DayStatus, Rsi};

    /// The metrics whose documents have a header.
    fn metrics() -> impl Strategy<Value = Metric> {
        prop::sample::select(Metric::ALL.into_iter().filter(|m| *m != Metric::Instances).collect::<Vec<_>>())
    }

    fn letters() -> impl Strategy<Value = Rsi> {
        prop::sample::select(Rsi::all().collect::<Vec<_>>())
    }

    fn days() -> impl Strategy<Value = Day> {
        (0..6000).prop_map(|after| Day::API_START + after)
    }

    /// What stands below the header of a clean file.
    fn body(metric: Metric) -> String {
        match metric {
            Metric::TrafficVolume => TRAFFIC_VOLUME_KEYS.map(|k| format!("{k}: 5\n")).concat(),
            Metric::UniqueSources => UNIQUE_SOURCES_KEYS.map(|k| format!("{k}: 5\n")).concat(),
            Metric::TrafficSizes => metric.datasets().iter().map(|d| format!("{d}:\n  32-47: 5\n")).collect(),
            Metric::RcodeVolume => "0: 5\n3: 7\n".to_owned(),
            Metric::LoadTime => "time:\n  2020110400: 5\n".to_owned(),
            Metric::ZoneSize => "size:\n  2020110400: 5\n".to_owned(),
            Metric::Instances => "Sites: []\n".to_owned(),
        }
    }

    /// A file with this header, its body first where the header comes last, as two operators write it.
    fn file(named: &Named, header: &str, last: bool) -> Contents {
        let body = body(named.metric);
        let text = if last { format!("---\n{body}{header}") } else { format!("---\n{header}{body}") };
        read(named, text.as_bytes())
    }

    fn found(contents: &Contents) -> Vec<(FindingKind, Option<u32>)> {
        contents.notes.iter().map(|n| (n.kind, n.line)).collect()
    }

    proptest! {
        #[test]
        fn a_header_that_fits_is_no_finding_in_any_spelling(
            (metric, letter, day, last) in (metrics(), letters(), days(), any::<bool>()),
            service in prop::sample::select(vec!["$.root-servers.net", "'$.root-servers.net'", "$.ROOT-SERVERS.NET.", ""]),
            period in prop::sample::select(vec![
                "$T00:00:00Z", "'$T00:00:00Z'", "$", "\"$ 00:00:00\"", "$T10:39:36+00:00", "",
            ]),
            version in prop::sample::select(vec!["version: rssac002v3\n", "version: rssac002v5\n", ""]),
        ) {
            let named = Named { metric, letter: Some(letter), day: Some(day) };
            let service = service.replace('$', &letter.to_string());
            let compact = period.replace('$', &day.to_string().replace('-', ""));
            for period in [period.replace('$', &day.to_string()), compact] {
                let header =
                    format!("{version}service: {service}\nstart-period: {period}\nend-period: x\nmetric: {metric}\n");
                prop_assert_eq!(found(&file(&named, &header, last)), []);
            }
            prop_assert_eq!(found(&file(&named, "", last)), []);
        }

        #[test]
        fn another_letter_metric_or_day_is_told_with_its_line_and_changes_nothing(
            (metric, letter, day) in (metrics(), letters(), days()),
            (other_metric, other_letter, other_day) in (metrics(), letters(), days()),
            in_turn in 0usize..3,
        ) {
            let named = Named { metric, letter: Some(letter), day: Some(day) };
            let header = |service: Rsi, metric: Metric, day: Day| {
                format!("service: {service}.root-servers.net\nmetric: {metric}\nstart-period: '{day}T00:00:00Z'\n")
            };
            let right = file(&named, &header(letter, metric, day), false);
            let (header, same) = match in_turn {
                0 => (header(other_letter, metric, day), other_letter == letter),
                1 => (header(letter, other_metric, day), other_metric == metric),
                _ => (header(letter, metric, other_day), other_day == day),
            };
            let wrong = file(&named, &header, false);
            let expected = (FindingKind::Header, Some(in_turn as u32 + 2));
            prop_assert_eq!(found(&wrong), if same { vec![] } else { vec![expected] });
            // Only the notes differ.
            prop_assert_eq!(Contents { notes: Vec::new(), ..wrong }, right);
        }

        #[test]
        fn keys_that_nobody_reads_are_told_once_and_change_nothing(
            (metric, letter, day) in (metrics(), letters(), days()),
            keys in prop::collection::btree_set("[a-z]{3,9}(-[a-z]{2,8})?", 1..6),
        ) {
            let named = Named { metric, letter: Some(letter), day: Some(day) };
            let words = ["time", "size", "rcodes", "yes", "true", "off", "false", "null"];
            let words: Vec<&str> = words.into_iter().chain(HEADER).collect();
            let keys: Vec<String> = keys.into_iter().filter(|k| !words.contains(&k.as_str())).collect();
            let header: String = keys.iter().map(|key| format!("{key}: by hand\n")).collect();
            let contents = file(&named, &header, false);
            let expected = keys.first().map(|_| (FindingKind::UnknownKey, Some(2)));
            prop_assert_eq!(found(&contents), expected.into_iter().collect::<Vec<_>>());
            if let Some(note) = contents.notes.first() {
                let named = keys.iter().filter(|key| note.reason.contains(&format!("`{key}`"))).count();
                prop_assert_eq!(named, keys.len().min(NAMED), "{}", note.reason);
            }
            prop_assert_eq!(contents.status, DayStatus::Clean);
            let clean = file(&named, "", false);
            prop_assert_eq!(Contents { notes: Vec::new(), ..contents }, clean);
        }
    }

    #[test]
    fn a_header_of_no_letter_or_day_is_told_but_the_maintainer_may_call_itself_anything() {
        let told = |metric, header: &str| {
            let named = Named { metric, letter: Some(Rsi::A), day: Day::parse_iso("2020-11-04") };
            file(&named, header, false).notes.into_iter().map(|n| n.reason).collect::<Vec<_>>().join("; ")
        };
        for (header, reason) in [
            (
                "service: root-servers.net\n",
                "`service` is `root-servers.net`, the file's name says a.root-servers.net",
            ),
            ("service: [a]\n", "`service` is a list or map, the file's name says a.root-servers.net"),
            ("start-period: 04/11/2020\n", "`start-period` is `04/11/2020`, the file's name says 2020-11-04"),
            (
                "start-period: 2020-11-041\n",
                "`start-period` is `2020-11-041`, the file's name says 2020-11-04",
            ),
            ("metric: load-times\n", "`metric` is `load-times`, the file is load-time"),
        ] {
            assert_eq!(told(Metric::LoadTime, header), reason);
        }
        assert_eq!(told(Metric::ZoneSize, "service: root zone maintainer\n"), "");
        let other = "`service` is `h.root-servers.net`, the file's name says a.root-servers.net";
        assert_eq!(told(Metric::ZoneSize, "service: h.root-servers.net\n"), other);
        let old =
            told(Metric::TrafficSizes, "dns-request-sizes:\n  0-15: 1\ndns-response-sizes:\n  0-15: 1\n");
        assert_eq!(
            old,
            "`dns-request-sizes` and `dns-response-sizes` are of version 1, without UDP and TCP apart: not read"
        );
    }

    #[test]
    fn many_keys_are_told_in_one_sentence() {
        let keys = |count: usize| (0..count).map(|i| format!("k{i}: x\n")).collect::<String>();
        let named = Named { metric: Metric::LoadTime, letter: None, day: None };
        for (count, sentence) in [
            (1, "`k0` is not of this metric: not read"),
            (3, "`k0`, `k1` and `k2` are not of this metric: not read"),
            (9, "`k0`, `k1`, `k2` and 6 more are not of this metric: not read"),
        ] {
            assert_eq!(file(&named, &keys(count), true).notes[0].reason, sentence);
        }
    }
}
