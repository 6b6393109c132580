//! The names of ranges of sizes in traffic-sizes files.

use rssac002_model::Dataset;

use super::Notes;
use super::header::list;
use crate::report::FindingKind;
use crate::yaml::Entry;

/// Octets of a range (RSSAC002, traffic-sizes).
const WIDTH: u16 = 16;

/// Notes names of ranges that nobody finds who looks for the range, and a map without any. They are kept as they are.
pub(super) fn check(dataset: Dataset, line: u32, entries: &[Entry<'_>], notes: &mut Notes) {
    if entries.is_empty() {
        notes.add(Some(line), FindingKind::EmptyMap, format!("`{dataset}` holds nothing"));
    }
    let odd: Vec<&Entry<'_>> = entries.iter().filter(|e| !is_range(&e.key)).collect();
    if let Some(first) = odd.first() {
        let reason = format!("{} in `{dataset}`, where a range is called `64-79` or `288-`", list(&odd));
        notes.add(Some(first.line), FindingKind::RangeName, reason);
    }
}

/// Whether it is the name of 16 octets, `32-47`, or of all from some octet on, `288-`. A message has at most 65,535.
fn is_range(key: &str) -> bool {
    let octets = |text: &str| -> Option<u16> {
        let plain = text.bytes().all(|b| b.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
        text.parse().ok().filter(|_| plain)
    };
    let Some((from, to)) = key.split_once('-') else { return false };
    octets(from).is_some_and(|from| {
        from % WIDTH == 0
            && (to.is_empty()
                || octets(to).is_some_and(|to| to - to % WIDTH == from && to % WIDTH == WIDTH - 1))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{Contents, Named, read};
    use proptest::prelude::*;
    use rssac002_model::{DayStatus, Metric};

    fn sizes(maps: &str) -> Contents {
        let named = Named { metric: Metric::TrafficSizes, letter: None, day: None };
        read(
            &named,
            format!("{maps}udp-response-sizes: {{288-: 1}}\ntcp-response-sizes: {{288-: 1}}\n").as_bytes(),
        )
    }

    fn found(contents: &Contents) -> Vec<(FindingKind, Option<u32>)> {
        contents.notes.iter().map(|n| (n.kind, n.line)).collect()
    }

    #[test]
    fn every_range_of_16_octets_has_one_name() {
        for from in (0..=u16::MAX).step_by(WIDTH.into()) {
            let to = from + (WIDTH - 1);
            assert!(is_range(&format!("{from}-{to}")) && is_range(&format!("{from}-")), "{from}");
            for odd in [
                format!("{from}"),
                format!("{from} - {to}"),
                format!("{from}-{to} "),
                format!(">= {from}"),
                format!("{from}+"),
                format!("0{from}-{to}"),
                format!("{from}-0{to}"),
                format!("+{from}-{to}"),
                format!("{from}--{to}"),
                format!("{from}\u{2013}{to}"),
                format!("{}-{to}", from + 1),
                format!("{from}-{}", to - 1),
                format!("{from}-{}", u32::from(to) + 16),
                format!("{to}-{from}"),
            ] {
                assert!(!is_range(&odd), "{odd}");
            }
        }
        for odd in ["", "-", "-15", "total", "65536-", "99999999999999999999-"] {
            assert!(!is_range(odd), "{odd}");
        }
    }

    proptest! {
        #[test]
        fn odd_names_are_told_once_a_map_with_the_line_of_the_first_and_are_kept(
            good in 0usize..4,
            odd in prop::collection::btree_set("[a-z]{1,6}( [a-z0-9]{1,5})?", 1..6),
        ) {
            let odd: Vec<String> = odd.into_iter().map(|name| format!("{name}!")).collect();
            let rows = |names: &[String]| names.iter().map(|n| format!("  '{n}': 7\n")).collect::<String>();
            let names: Vec<String> = (0..good).map(|i| format!("{}-{}", i * 16, i * 16 + 15)).collect();
            let maps = format!("udp-request-sizes:\n{}{}tcp-request-sizes: {{0-15: 1}}\n", rows(&names), rows(&odd));
            let contents = sizes(&maps);
            prop_assert_eq!(found(&contents), [(FindingKind::RangeName, Some(good as u32 + 2))]);
            prop_assert_eq!(contents.status, DayStatus::Clean);
            let kept: Vec<(&str, f64)> = contents.numbers[0].iter().flatten().map(|(k, v)| (&**k, *v)).collect();
            let all: Vec<(&str, f64)> = names.iter().chain(&odd).map(|name| (name.as_str(), 7.0)).collect();
            prop_assert_eq!(kept, all);
        }
    }

    #[test]
    fn a_map_without_ranges_is_a_note() {
        for empty in ["[]", "{}"] {
            let contents = sizes(&format!("udp-request-sizes: {{0-15: 1}}\ntcp-request-sizes: {empty}\n"));
            assert_eq!(found(&contents), [(FindingKind::EmptyMap, Some(2))]);
            assert_eq!(contents.status, DayStatus::Clean);
        }
        let listed = sizes("udp-request-sizes: [3, 4]\ntcp-request-sizes: {0-15: 1}\n");
        assert_eq!(
            listed.notes[0].reason,
            "`0` and `1` are in `udp-request-sizes`, where a range is called `64-79` or `288-`"
        );
    }
}
