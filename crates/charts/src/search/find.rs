//! What fits a query, ranked.

use rssac002_model::{Day, DayRange, Metric};

use super::entry::{Entry, Group};
use super::text::{self, Decompose};
use super::time;
use crate::catalogue::{CATALOGUE, Chart, Drawing};
use crate::day::DayState;
use crate::format;
use crate::state::{Bound, ChartState, Clock, Interval, url};
use crate::words;

/// Up to so many days a chart at a time is drawn by day.
const BY_DAY: usize = 62;
/// A chart around one day shows so many days before it and after it.
const BEFORE: i32 = 28;
const AFTER: i32 = 14;
/// Words around a day that say nothing of a chart.
const AROUND: [&str; 8] = ["day", "days", "in", "on", "of", "at", "the", "month"];

/// What fits a query among these entries, the best first, in groups that stand together. All words of the query have to fit, in any
/// order, each as a word of an entry or its beginning; where nothing does, one typing error in a longer word is forgiven. Days lead to
/// their pages, and like weeks, months and years to the charts at that time; other words beside them say which charts. Without
/// words it is all pages.
pub fn find(query: &str, entries: &[Entry], clock: &Clock, decompose: Decompose) -> Vec<Entry> {
    // Of an address, the path.
    let words = text::words(query.split('?').next().unwrap_or_default(), decompose);
    if words.is_empty() {
        return entries
            .iter()
            .filter(|entry| entry.group == Group::Pages && query.trim().is_empty())
            .cloned()
            .collect();
    }
    let mut found = at_time(&words, entries, clock, decompose);
    found.extend(ranked(&words, entries, fits, decompose));
    if found.is_empty() {
        found = ranked(&words, entries, nearly_fits, decompose);
    }
    found
}

/// How well a typed word fits another; nothing where it does not.
type Fit = fn(&str, &str) -> Option<u32>;

const EXACT: u32 = 4;

fn fits(typed: &str, word: &str) -> Option<u32> {
    match word.strip_prefix(typed)? {
        "" => Some(EXACT),
        _ => Some(3),
    }
}

fn nearly_fits(typed: &str, word: &str) -> Option<u32> {
    fits(typed, word).or_else(|| text::begins_nearly(typed, word).then_some(1))
}

/// The entries that all words fit, by group.
fn ranked(words: &[String], entries: &[Entry], fit: Fit, decompose: Decompose) -> Vec<Entry> {
    let mut scored: Vec<(u32, &Entry)> =
        entries.iter().filter_map(|entry| Some((score(words, entry, fit, decompose)?, entry))).collect();
    let best = |group: Group, scored: &[(u32, &Entry)]| {
        scored.iter().filter(|(_, entry)| entry.group == group).map(|(score, _)| *score).max().unwrap_or(0)
    };
    let all = scored.clone();
    // The sort is stable: equals stay in the order of catalogue, alphabet and calendar.
    scored.sort_by_key(|(score, entry)| {
        (std::cmp::Reverse(best(entry.group, &all)), entry.group, std::cmp::Reverse(*score))
    });
    scored.into_iter().map(|(_, entry)| entry.clone()).collect()
}

/// How well an entry fits all words; `None` where one does not. A title counts twice as much as what else it is found by; whole words
/// count more than any beginnings, and a title of these very words most.
fn score(words: &[String], entry: &Entry, fit: Fit, decompose: Decompose) -> Option<u32> {
    let title = text::words(&entry.title, decompose);
    let others: Vec<String> =
        [&entry.about, &entry.also].into_iter().flat_map(|text| text::words(text, decompose)).collect();
    let best = |typed: &str, among: &[String]| among.iter().filter_map(|word| fit(typed, word)).max();
    let (mut sum, mut are_whole, mut are_title) = (0, true, title.len() == words.len());
    for typed in words {
        let (in_title, elsewhere) = (best(typed, &title), best(typed, &others));
        sum += in_title.map(|fit| 2 * fit).max(elsewhere)?;
        are_whole &= in_title.max(elsewhere) == Some(EXACT);
        are_title &= in_title == Some(EXACT);
    }
    // Of titles with the same words, the one with the fewest others.
    let spare = 20_u32.saturating_sub(u32::try_from(title.len()).unwrap_or(u32::MAX));
    Some(sum * 100 + spare + if are_whole { 300 } else { 0 } + if are_title { 400 } else { 0 })
}

/// Pages of days and charts at a time that the words name; nothing where other words name no chart.
fn at_time(words: &[String], entries: &[Entry], clock: &Clock, decompose: Decompose) -> Vec<Entry> {
    let Some((ranges, others)) = time::read(words) else { return Vec::new() };
    let others: Vec<String> = others.into_iter().filter(|word| !AROUND.contains(&word.as_str())).collect();
    let charts: Vec<&'static Chart> = if others.is_empty() {
        CATALOGUE.chunk_by(|a, b| a.section == b.section).filter_map(|charts| charts.first()).collect()
    } else {
        let of_charts: Vec<Entry> =
            entries.iter().filter(|entry| entry.group == Group::Charts).cloned().collect();
        let named = ranked(&others, &of_charts, fits, decompose);
        named.iter().filter_map(|entry| Chart::find(&entry.address)).collect()
    };
    let mut found = Vec::new();
    for range in ranges {
        let day = (range.len() == 1).then(|| range.start());
        if others.is_empty() {
            found.extend(day.and_then(|day| page_of(day, clock)));
        }
        found.extend(charts.iter().filter_map(|chart| chart_at(chart, range, clock)));
    }
    found
}

/// The page of a day, where there can be one.
fn page_of(day: Day, clock: &Clock) -> Option<Entry> {
    let held = DayRange::new(Day::API_START, clock.latest(Metric::TrafficVolume))?;
    held.contains(day).then(|| Entry {
        group: Group::Days,
        title: format::weekday(day),
        about: crate::day::words::MENU.to_owned(),
        address: DayState::new(day).address(),
        also: String::new(),
    })
}

/// A chart at these days, around one alone where it is over time; `None` where it has none of them.
fn chart_at(chart: &'static Chart, range: DayRange, clock: &Clock) -> Option<Entry> {
    let mut state = ChartState::new(chart);
    let shown = match chart.drawing {
        Drawing::Time { .. } if range.len() == 1 => {
            DayRange::new(range.start() - BEFORE, range.end() + AFTER).unwrap_or(range)
        }
        Drawing::Time { .. } | Drawing::Shares { .. } | Drawing::SizeColumns | Drawing::Boxes => range,
        Drawing::Map => DayRange::single(range.end()),
    };
    (state.from, state.to) = (Bound::On(shown.start()), Bound::On(shown.end()));
    let shown = state.chosen_range(clock)?;
    (state.from, state.to) = (Bound::On(shown.start()), Bound::On(shown.end()));
    if shown.len() <= BY_DAY && chart.intervals.contains(&Interval::Day) {
        state.set_interval(Interval::Day);
    }
    Some(Entry {
        group: Group::Days,
        title: format!("{}, {}", chart.title, format::range(shown)),
        about: words::section(chart.section).to_owned(),
        address: url::address(&state),
        also: String::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::entry::known;
    use crate::search::text::tests::decompose;
    use proptest::prelude::*;

    fn clock() -> Clock {
        Clock::new(Day::parse_iso("2021-01-10").unwrap())
    }

    fn entries() -> Vec<Entry> {
        let told = |group, title: &str, also: &str| Entry {
            group,
            title: title.into(),
            about: String::new(),
            address: format!("/told/{title}"),
            also: also.into(),
        };
        let mut entries = known();
        entries.extend([
            told(Group::Pages, "Coverage", "gaps"),
            told(Group::Words, "NXDomain", ""),
            told(Group::Events, "The root key is rolled over", "2018-10-11 11 October 2018"),
        ]);
        entries
    }

    fn found(query: &str) -> Vec<Entry> {
        find(query, &entries(), &clock(), decompose)
    }

    fn addresses(query: &str) -> Vec<String> {
        found(query).into_iter().map(|entry| entry.address).collect()
    }

    #[test]
    fn every_chart_is_found_first_by_its_title_and_by_its_metric_s_name_and_its_address() {
        for chart in CATALOGUE {
            let address = format!("/{}", chart.path);
            for title in [chart.title.to_owned(), chart.title.to_uppercase()] {
                assert_eq!(addresses(&title).first(), Some(&address), "{title}");
            }
            let backwards: Vec<&str> = chart.title.split(' ').rev().collect();
            assert!(addresses(&backwards.join(" ")).contains(&address), "{backwards:?}");
            let names =
                chart.needs.iter().flat_map(|need| [need.endpoint.metric().name(), need.endpoint.name()]);
            let old = chart.old_pages.iter().copied();
            for name in names.chain(old).chain([chart.path, &address, &format!("{address}?v=1&rsi=k")]) {
                assert!(addresses(name).contains(&address), "{name}: {:?}", addresses(name));
            }
        }
    }

    #[test]
    fn beginnings_of_words_in_any_order_are_enough_and_one_error_is_forgiven() {
        for query in ["quer recei", "recei QUER", "received queries", "qüeries recéived"] {
            assert_eq!(addresses(query)[0], "/queries-received", "{query}");
        }
        for (wrong, right) in [
            ("qureies received", "/queries-received"),
            ("nxdomian", "/told/NXDomain"),
            ("covrage", "/told/Coverage"),
        ] {
            assert_eq!(addresses(wrong).first().map(String::as_str), Some(right), "{wrong}");
        }
        // Where something fits as it is typed, nothing else is guessed.
        assert!(addresses("packet").iter().all(|address| address.starts_with("/packet-sizes")));
        assert_eq!(addresses("mpa"), [""; 0]);
    }

    #[test]
    fn letters_and_what_the_server_tells_are_found() {
        for query in ["k", "K root", "k-root", "k.root-servers.net", "rsi k", "ripe", "/rsi/k"] {
            assert_eq!(addresses(query).first().map(String::as_str), Some("/rsi/k"), "{query}");
        }
        assert!(addresses("key").contains(&"/told/The root key is rolled over".to_owned()));
        assert!(addresses("october 2018").contains(&"/told/The root key is rolled over".to_owned()));
        assert_eq!(found("nxdomain").iter().filter(|entry| entry.group == Group::Words).count(), 1);
    }

    #[test]
    fn days_lead_to_their_pages_and_times_to_charts() {
        for query in ["4 nov 2020", "2020-11-04", "Nov 4th, 2020", "day 4 November 2020", "/day/2020-11-04"] {
            let found = addresses(query);
            assert_eq!(found[0], "/day/2020-11-04", "{query}");
            assert!(
                found[1].starts_with("/queries-received?") && found[1].contains("interval=day"),
                "{found:?}"
            );
        }
        let month = addresses("november 2020");
        assert!(
            month.contains(&"/queries-received?v=1&time=2020-11-01..2020-11-30&interval=day".to_owned()),
            "{month:?}"
        );
        assert!(!month.iter().any(|address| address.starts_with("/day/")));
        let year = addresses("2020 tcp");
        assert!(
            !year.is_empty() && year.iter().all(|address| address.contains("time=2020-01-01..")),
            "{year:?}"
        );
        // There is nothing yet of these, or nothing any more.
        for query in ["4 nov 2031", "1 january 1999", "1999", "31 february 2020 nonsense"] {
            assert_eq!(addresses(query), [""; 0], "{query}");
        }
    }

    #[test]
    fn nonsense_finds_nothing_and_no_words_find_all_pages() {
        for query in ["qwxz", "queries qwxz", "2020 qwxz", "?", "…"] {
            assert_eq!(addresses(query), [""; 0], "{query}");
        }
        assert_eq!(addresses(" "), ["/told/Coverage"]);
    }

    proptest! {
        #[test]
        fn groups_stand_together_and_every_address_of_a_chart_is_understood(query in "[a-z0-9 -]{0,20}|\\PC{0,20}") {
            let found = found(&query);
            let mut groups: Vec<Group> = found.iter().map(|entry| entry.group).collect();
            groups.dedup();
            let mut once = groups.clone();
            once.sort();
            once.dedup();
            prop_assert_eq!(groups.len(), once.len());
            for entry in found.iter().filter(|entry| entry.group == Group::Days && !entry.address.starts_with("/day/")) {
                let (path, query) = entry.address.split_once('?').unwrap_or((&entry.address, ""));
                let (_, ignored) = url::parse(Chart::find(path).unwrap(), query, &clock());
                prop_assert!(ignored.is_empty(), "{}: {:?}", entry.address, ignored);
            }
        }
    }
}
