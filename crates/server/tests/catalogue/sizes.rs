//! Packet sizes, codes one by one and the box plots of two periods, computed again in the plainest way from answers in
//! the published shape.

use std::collections::{BTreeMap, BTreeSet};

use rssac002_charts::catalogue::Messages;
use rssac002_charts::draw::{Geometry, Layer, Surface};
use rssac002_charts::kind::place;
use rssac002_charts::view::{BarView, Body, Series, View};
use rssac002_charts::words;
use rssac002_model::{Day, DayRange};
use serde_json::Value;

use crate::fixture::{Fixture, days};
use crate::numbers::{Both, LETTERS, bins, check_changes, near};

/// An endpoint's published daily answer, in which a key that a day does not list was counted zero times.
struct Listed {
    answer: Value,
}

impl Listed {
    fn ask(fixture: &Fixture, endpoint: &str, range: DayRange) -> Listed {
        Listed { answer: fixture.published(endpoint, range) }
    }

    fn cell(&self, letter: char, day: Day) -> Option<BTreeMap<String, f64>> {
        let cell = self.answer[letter.to_string()][day.to_string()].as_object()?;
        let counts: BTreeMap<String, f64> =
            cell.iter().filter_map(|(key, v)| Some((key.clone(), v.as_f64()?))).collect();
        (!counts.is_empty()).then_some(counts)
    }

    /// A letter's average of the keys that are wanted over the days that list any.
    fn mean(&self, letter: char, days: &[Day], wanted: &dyn Fn(&str) -> bool) -> Option<f64> {
        let there: Vec<f64> = days
            .iter()
            .filter_map(|day| self.cell(letter, *day))
            .map(|cell| cell.iter().filter(|(key, _)| wanted(key)).map(|(_, v)| v).sum())
            .collect();
        (!there.is_empty()).then(|| there.iter().sum::<f64>() / there.len() as f64)
    }

    fn means(&self, letters: &[char], days: &[Day], wanted: &dyn Fn(&str) -> bool) -> Option<f64> {
        letters.iter().filter_map(|l| self.mean(*l, days, wanted)).reduce(|a, b| a + b)
    }

    /// The keys with the highest totals in a range, values that are far above their letter's, in the half year before as well,
    /// left out.
    fn top(&self, letters: &[char], range: DayRange, count: usize) -> BTreeSet<String> {
        let mut totals: BTreeMap<String, f64> = BTreeMap::new();
        for letter in letters {
            let mut lists: BTreeMap<String, Vec<(Day, f64)>> = BTreeMap::new();
            for (day, cell) in before(range).days().filter_map(|day| Some((day, self.cell(*letter, day)?))) {
                cell.into_iter().for_each(|(key, value)| lists.entry(key).or_default().push((day, value)));
            }
            for (key, list) in lists {
                let mut above: Vec<f64> = list.iter().map(|(_, v)| *v).filter(|v| *v > 0.0).collect();
                above.sort_by(f64::total_cmp);
                let middle = above.get(above.len() / 2).copied().filter(|_| above.len() >= 30);
                let shown = list.into_iter().filter(|(day, _)| range.contains(*day)).map(|(_, v)| v);
                let sure = shown.filter(|v| middle.is_none_or(|m| *v <= 100.0 * m));
                *totals.entry(key).or_default() += sure.sum::<f64>();
            }
        }
        let mut all: Vec<(String, f64)> = totals.into_iter().collect();
        all.sort_by(|a, b| b.1.total_cmp(&a.1).then(first(&a.0).cmp(&first(&b.0))));
        all.into_iter().take(count).map(|(key, _)| key).collect()
    }
}

/// A range and the half year before it.
fn before(range: DayRange) -> DayRange {
    DayRange::new(range.start() - 182, range.end()).unwrap()
}

/// The octets with which a range begins.
fn first(key: &str) -> u32 {
    key.split('-').next().unwrap().parse().unwrap_or(u32::MAX)
}

fn endpoint(messages: Messages) -> &'static str {
    match messages {
        Messages::UdpQueries => "udp-request-sizes",
        Messages::UdpResponses => "udp-response-sizes",
        Messages::TcpQueries => "tcp-request-sizes",
        Messages::TcpResponses => "tcp-response-sizes",
    }
}

const SPELLED: [(Messages, &str); 4] = [
    (Messages::UdpQueries, "udp-queries"),
    (Messages::UdpResponses, "udp-responses"),
    (Messages::TcpQueries, "tcp-queries"),
    (Messages::TcpResponses, "tcp-responses"),
];

fn letters_of(view: &View) -> Vec<char> {
    LETTERS.chars().filter(|l| view.state.rsis.iter().any(|r| r.letter() == *l)).collect()
}

fn is_in(series: &Series) -> impl Fn(&str) -> bool + '_ {
    move |key| key == series.id
}

/// Compares a chart of the most frequent ranges.
fn compare_top(
    fixture: &Fixture,
    page: &str,
    messages: (Messages, &str),
    range: DayRange,
    more: &str,
) -> usize {
    let mut compared = 0;
    for interval in ["day", "week"] {
        let address = format!("/{page}?time={range}&interval={interval}&messages={}{more}", messages.1);
        let view = fixture.view_at(&address);
        let time = view.time().unwrap();
        let request = rssac002_charts::kind::requests(&view.state, &fixture.clock)[0];
        assert_eq!(request.range, view.range, "{address}: the days shown choose");
        let plain = Listed::ask(fixture, endpoint(messages.0), before(request.range));
        let all = letters_of(&view);
        for panel in &time.panels {
            let letters: Vec<char> =
                if page.ends_with("rsi") { panel.id.chars().collect() } else { all.clone() };
            let count = if page.ends_with("rsi") { usize::from(view.state.top) } else { 8 };
            let expected = plain.top(&letters, request.range, count);
            let found: Vec<&str> = panel.series.iter().map(|s| s.id.as_str()).collect();
            assert!(found.windows(2).all(|w| first(w[0]) < first(w[1])), "{address}: {found:?}");
            let found: BTreeSet<String> = found.into_iter().map(str::to_owned).collect();
            assert_eq!(found, expected, "{address} {}", panel.id);
            for (bin, days) in bins(view.range, interval == "week").iter().enumerate() {
                let total = plain.means(&letters, days, &|_| true);
                for series in &panel.series {
                    let count = plain.means(&letters, days, &is_in(series));
                    let told = || format!("{address} panel {} series {} on {}", panel.id, series.id, days[0]);
                    let (value, counts) = match &series.counts {
                        Some(counts) => {
                            let share = count.zip(total).map(|(c, t)| 100.0 * c / t);
                            assert!(near(series.values.get(bin), share), "{}", told());
                            (counts.get(bin), count)
                        }
                        None => (series.values.get(bin), count),
                    };
                    assert!(near(value, counts), "{}: {value:?}, plainly {counts:?}", told());
                    compared += usize::from(value.is_some());
                }
            }
        }
        for (covered, days) in time.coverage.iter().zip(bins(view.range, interval == "week")) {
            for letter in &all {
                let there = days.iter().filter(|d| plain.cell(*letter, **d).is_some()).count();
                let full = covered.full.iter().any(|r| r.letter() == *letter);
                assert_eq!(full, there == days.len(), "{address}: {letter} on {}", days[0]);
            }
        }
    }
    compared
}

#[test]
fn the_most_frequent_sizes_are_what_the_published_answers_make() {
    let sample = Fixture::sample();
    let range = days("2022-02-24", "2022-03-15");
    let mut compared = 0;
    for messages in SPELLED {
        for page in ["packet-sizes", "packet-sizes/percent"] {
            compared += compare_top(sample, page, messages, range, "");
        }
    }
    for page in ["packet-sizes", "packet-sizes/percent"] {
        compared += compare_top(sample, page, SPELLED[0], days("2020-10-28", "2020-11-10"), "&rsi=b.d-g.m");
    }
    compared += compare_top(sample, "packet-sizes/rsi", SPELLED[0], range, "&top=3");
    compared += compare_top(sample, "packet-sizes/rsi", SPELLED[1], range, "");
    println!("{compared} values compared");
    assert!(compared > 5_000);
}

#[test]
fn dirty_sizes_make_the_same() {
    let Some(dirty) = Fixture::dirty() else { return };
    for messages in SPELLED {
        let compared =
            compare_top(dirty, "packet-sizes", messages, days("2019-11-20", "2020-01-17"), "&doubtful=mark");
        println!("{compared} values of {} compared", messages.1);
    }
}

/// Packets by key and letter over some days, added up by hand, and how often each letter reported.
fn plain_counts(
    fixture: &Fixture,
    view: &View,
    messages: Messages,
    range: DayRange,
) -> (BTreeMap<(String, char), f64>, BTreeMap<char, usize>) {
    let plain = Listed::ask(fixture, endpoint(messages), range);
    let mut counts: BTreeMap<(String, char), f64> = BTreeMap::new();
    let mut reports: BTreeMap<char, usize> = BTreeMap::new();
    for letter in &letters_of(view) {
        for (day, cell) in range.days().filter_map(|day| Some((day, plain.cell(*letter, day)?))) {
            *reports.entry(*letter).or_default() += 1;
            // What is doubtful stands apart.
            let named = view.doubtful().iter().filter(|d| d.rsi.letter() == *letter && d.day == day);
            let left_out = |key: &str| named.clone().any(|d| d.part == words::octets(key));
            for (key, v) in cell.into_iter().filter(|(key, _)| !left_out(key)) {
                *counts.entry((key, *letter)).or_default() += v;
            }
        }
    }
    (counts, reports)
}

/// Columns by range, added up by hand, also those of the days that they are compared with.
fn compare_bars(fixture: &Fixture, messages: (Messages, &str), range: DayRange, more: &str) -> BarView {
    let address = format!("/packet-sizes/stacked?time={range}&messages={}{more}", messages.1);
    let view = fixture.view_at(&address);
    let letters = letters_of(&view);
    let periods: Vec<DayRange> = [range].into_iter().chain(view.second()).collect();
    let (counts, reports): (Vec<_>, Vec<_>) =
        periods.iter().map(|range| plain_counts(fixture, &view, messages.0, *range)).unzip();
    // The lowest open range takes everything that begins at it or above.
    let keys = counts.iter().flat_map(|counts| counts.keys());
    let open = keys.map(|(key, _)| key).filter(|k| k.ends_with('-')).min_by_key(|k| first(k)).cloned();
    let by_range = |counts: BTreeMap<(String, char), f64>| {
        let mut ranges: BTreeMap<u32, BTreeMap<char, f64>> = BTreeMap::new();
        for ((key, letter), count) in counts {
            let begin = first(&key);
            let begin = open.as_deref().map(first).filter(|open| begin >= *open).unwrap_or(begin);
            *ranges.entry(begin).or_default().entry(letter).or_default() += count;
        }
        ranges
    };
    let ranges: Vec<BTreeMap<u32, BTreeMap<char, f64>>> = counts.into_iter().map(by_range).collect();
    let sum_of = |ranges: &BTreeMap<u32, BTreeMap<char, f64>>, begin: &u32| -> f64 {
        ranges.get(begin).map_or(0.0, |letters| letters.values().sum())
    };
    let all = |ranges: &BTreeMap<u32, BTreeMap<char, f64>>| -> f64 {
        ranges.values().flat_map(BTreeMap::values).sum()
    };
    // What is large in one of them has a column in each.
    let is_large = |begin: &&u32| ranges.iter().any(|r| 100.0 * sum_of(r, begin) / all(r) >= 1.0);
    let mut large: Vec<u32> = ranges.iter().flat_map(BTreeMap::keys).filter(is_large).copied().collect();
    large.sort_unstable();
    large.dedup();
    let Body::Bars(bars) = &view.body else { panic!("no columns") };
    assert_eq!(bars.periods().map(|p| p.range).collect::<Vec<_>>(), periods, "{address}");
    let mut counted = Vec::new();
    for ((period, ranges), reports) in bars.periods().zip(&ranges).zip(&reports) {
        let total = all(ranges);
        assert!(near(Some(period.total), Some(total)), "{address}: {} instead of {total}", period.total);
        let found: Vec<u32> = period.parts.iter().map(|r| first(&r.id)).collect();
        assert_eq!(found, large, "{address}");
        let share = |count: f64| if total > 0.0 { 100.0 * count / total } else { 0.0 };
        for (at, begin) in large.iter().enumerate() {
            let sum = sum_of(ranges, begin);
            assert!(near(Some(period.parts[at].count), Some(sum)), "{address}");
            assert!(near(Some(period.parts[at].share), Some(share(sum))), "{address}");
            for series in &period.series {
                let letter = series.id.chars().next().unwrap();
                // A letter that never reported counts nothing, which is not zero.
                let count = ranges.get(begin).and_then(|letters| letters.get(&letter)).copied();
                let count = reports.contains_key(&letter).then(|| count.unwrap_or(0.0));
                assert!(near(series.counts.as_ref().unwrap().get(at), count), "{address} {}", series.id);
                assert!(near(series.values.get(at), count.map(share)), "{address} {}", series.id);
            }
        }
        let days: usize = reports.values().sum();
        assert_eq!(period.reported, (days, letters.len() * period.range.len()), "{address}");
        let of = |begin: &u32| (total > 0.0).then(|| [sum_of(ranges, begin), share(sum_of(ranges, begin))]);
        counted.push(large.iter().map(of).collect::<Vec<_>>());
    }
    if let [first, second] = counted.as_slice() {
        let names: Vec<String> = bars.parts.iter().map(|part| format!("{} octets", part.label)).collect();
        let both: Vec<Both> = first.iter().copied().zip(second.iter().copied()).collect();
        check_changes(&view, &names, &both, &address);
    }
    match view.body {
        Body::Bars(bars) => bars,
        _ => panic!("no columns"),
    }
}

#[test]
fn columns_of_two_periods_compare_as_by_hand() {
    let sample = Fixture::sample();
    for messages in SPELLED {
        for (range, with) in [
            (days("2022-02-15", "2022-04-10"), "2019-12-31..2020-01-20"),
            (days("2021-02-01", "2021-02-28"), "year-before"),
            (days("2017-03-01", "2017-03-31"), "year-before"),
        ] {
            for rsis in ["a-m", "b.h.k"] {
                let bars = compare_bars(sample, messages, range, &format!("&with={with}&rsi={rsis}"));
                assert!(!bars.parts.is_empty());
                // Both panels have one axis, so that columns compare.
                let view = sample.view_at(&format!(
                    "/packet-sizes/stacked?time={range}&messages={}&with={with}&rsi={rsis}",
                    messages.1
                ));
                let axes = [0, 1].map(|panel| {
                    let scene = place(&view, panel, &Surface::new(564.0, 260.0), Layer::All).unwrap();
                    let Geometry::Bands(plot) = scene.geometry else { panic!("no columns") };
                    plot.values().clone()
                });
                assert_eq!(axes[0], axes[1]);
            }
        }
    }
    let Some(dirty) = Fixture::dirty() else { return };
    for messages in SPELLED {
        compare_bars(dirty, messages, days("2019-12-01", "2020-02-29"), "&with=2019-11-01..2020-01-10");
    }
}

#[test]
fn shares_of_sizes_in_columns_are_those_by_range() {
    let sample = Fixture::sample();
    for messages in SPELLED {
        for more in ["", "&with=year-before", "&rsi=b.h.k&hide=h"] {
            let query = format!("time=2022-02-15..2022-04-10&messages={}{more}", messages.1);
            let [shares, by_range] = [("share", "&type=columns"), ("stacked", "")].map(|(page, form)| {
                match sample.view_at(&format!("/packet-sizes/{page}?{query}{form}")).body {
                    Body::Bars(bars) => bars,
                    _ => panic!("no columns"),
                }
            });
            assert_eq!(shares, by_range, "{query}");
        }
    }
}

#[test]
fn columns_by_range_are_what_the_published_answers_add_up_to() {
    let sample = Fixture::sample();
    for messages in SPELLED {
        for range in [days("2020-11-04", "2020-11-04"), days("2022-02-15", "2022-04-10")] {
            let bars = compare_bars(sample, messages, range, "");
            assert!(!bars.parts.is_empty());
        }
        compare_bars(sample, messages, days("2019-12-31", "2020-01-01"), "&rsi=a.k-m");
    }
    let Some(real) = Fixture::real() else { return };
    // Two letters published sizes on that day; one of them has no open range and counts on beyond the other's.
    let bars = compare_bars(real, SPELLED[0], days("2020-11-04", "2020-11-04"), "");
    assert_eq!(bars.reported.0, 2);
}

#[test]
fn codes_one_by_one_are_shares_of_what_the_letter_sent() {
    let mut compared = 0;
    for (fixture, range) in [
        (Some(Fixture::sample()), days("2022-02-24", "2022-03-15")),
        (Some(Fixture::sample()), days("2020-10-28", "2020-11-10")),
        (Fixture::real(), days("2020-11-03", "2020-11-04")),
    ] {
        let Some(fixture) = fixture else { continue };
        let plain = Listed::ask(fixture, "rcode-volume", range.whole_weeks());
        for interval in ["day", "week"] {
            let view = fixture.view_at(&format!("/response-codes/code?time={range}&interval={interval}"));
            let time = view.time().unwrap();
            let codes: Vec<String> = time.panels.iter().map(|p| p.id.clone()).collect();
            assert_eq!(codes, (0..=9).map(|code| code.to_string()).collect::<Vec<_>>());
            for (panel, series) in time.panels.iter().flat_map(|p| p.series.iter().map(move |s| (p, s))) {
                let letter = series.id.chars().next().unwrap();
                for (bin, days) in bins(view.range, interval == "week").iter().enumerate() {
                    let count = plain.mean(letter, days, &|key| key == panel.id);
                    let total = plain.mean(letter, days, &|_| true);
                    let share = count.zip(total).map(|(count, total)| 100.0 * count / total);
                    let found = series.values.get(bin);
                    assert!(
                        near(found, share),
                        "{} {letter} on {}: {found:?}, plainly {share:?}",
                        panel.id,
                        days[0]
                    );
                    compared += usize::from(share.is_some());
                }
            }
        }
    }
    assert!(compared > 3_000);
}

#[test]
fn boxes_are_the_quantiles_of_the_published_loads() {
    let sample = Fixture::sample();
    let (first, second) = (days("2022-01-03", "2022-01-30"), days("2019-02-04", "2019-02-24"));
    let view = sample.view_at(&format!("/load-time/compare?time={first}&with={second}&rsi=a-f.k"));
    let Body::Boxes(boxes) = &view.body else { panic!("no boxes") };
    assert_eq!(boxes.letters.len(), 7);
    let mut compared = 0;
    for (at, range) in [first, second].into_iter().enumerate() {
        let answer = sample.published("load-time", range);
        for letter in &boxes.letters {
            let days = range.days().map(|day| &answer[letter.rsi.as_str()][day.to_string()]);
            let loads =
                days.filter_map(Value::as_object).flat_map(|day| day.values()).filter_map(Value::as_f64);
            let mut loads: Vec<f64> = loads.filter(|s| (1.0..=86_400.0).contains(s)).collect();
            loads.sort_by(f64::total_cmp);
            let Some(five) = &letter.boxes[at] else {
                assert_eq!(loads.len(), 0, "{}", letter.rsi);
                continue;
            };
            assert_eq!(five.count, loads.len(), "{}", letter.rsi);
            let parts = ["min", "q1", "median", "q3", "max"];
            let plain = parts.map(|part| crate::derived::type_7(&loads, part));
            assert!(five.quantiles.iter().zip(plain).all(|(a, b)| near(Some(*a), Some(b))), "{}", letter.rsi);
            compared += 1;
        }
    }
    assert!(compared > 10);
}
