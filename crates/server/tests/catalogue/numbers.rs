//! The values of every chart, computed again in the plainest way from answers in the published shape: no columns, no
//! transforms, nothing of ours but the calendar. The rules are those that the pages state ("How it is computed").

use std::collections::{BTreeMap, BTreeSet};

use rssac002_charts::catalogue::{Chart, Measure, Per};
use rssac002_charts::kind;
use rssac002_charts::state::{ChartState, Doubtful, choices, url};
use rssac002_charts::view::{BarPart, BarView, Body, PieView, TimeView, View};
use rssac002_charts::{CATALOGUE, Provenance, export, format};
use rssac002_model::{Day, DayRange};
use serde_json::Value;

use crate::fixture::{Fixture, days};

/// All of them.
pub const LETTERS: &str = "abcdefghijklm";

/// The published keys of a chart's parts. `*` stands for all keys that no other part names.
fn parts(chart: &Chart) -> Vec<(&'static str, Vec<&'static str>)> {
    let [u4, u6, t4, t6] = match chart.noun {
        "queries" => [
            "dns-udp-queries-received-ipv4",
            "dns-udp-queries-received-ipv6",
            "dns-tcp-queries-received-ipv4",
            "dns-tcp-queries-received-ipv6",
        ],
        _ => [
            "dns-udp-responses-sent-ipv4",
            "dns-udp-responses-sent-ipv6",
            "dns-tcp-responses-sent-ipv4",
            "dns-tcp-responses-sent-ipv6",
        ],
    };
    match chart.path.split_once('/').unwrap_or((chart.path, "")) {
        ("queries-received" | "responses-sent", page) => match page {
            "" => vec![("total", vec![u4, u6, t4, t6])],
            "ip-version" => vec![("ipv4", vec![u4, t4]), ("ipv6", vec![u6, t6])],
            "transport" => vec![("udp", vec![u4, u6]), ("tcp", vec![t4, t6])],
            _ => vec![
                ("ipv4-udp", vec![u4]),
                ("ipv4-tcp", vec![t4]),
                ("ipv6-udp", vec![u6]),
                ("ipv6-tcp", vec![t6]),
            ],
        },
        ("unique-sources", _) => {
            vec![("ipv4", vec!["num-sources-ipv4"]), ("ipv6", vec!["num-sources-ipv6-aggregate"])]
        }
        (_, "noerror-nxdomain") => {
            vec![("noerror", vec!["0"]), ("nxdomain", vec!["3"]), ("other", vec!["*"])]
        }
        ("response-codes", "rsi") => vec![
            ("noerror", vec!["0"]),
            ("nxdomain", vec!["3"]),
            ("servfail", vec!["2"]),
            ("refused", vec!["5"]),
            ("other", vec!["*"]),
        ],
        (path, page) => panic!("{path}/{page} is new: say here what it counts"),
    }
}

/// What is averaged by itself before it is added up: each key, all keys of a total, all keys that no part names.
fn units(chart: &Chart, part: &str) -> Vec<Vec<&'static str>> {
    let all = parts(chart);
    let Some((_, keys)) = all.into_iter().find(|(id, _)| *id == part) else { return Vec::new() };
    if part == "total" { vec![keys] } else { keys.into_iter().map(|key| vec![key]).collect() }
}

/// The charts over time that draw published counts of known keys. The others are in [`crate::derived`] and
/// [`crate::sizes`].
fn counted() -> impl Iterator<Item = &'static Chart> {
    let of_sizes = |c: &Chart| c.path.starts_with("packet-sizes");
    CATALOGUE
        .iter()
        .filter(move |c| ChartState::new(c).over_time() && c.measure == Measure::Counts && !of_sizes(c))
}

/// Charts of one total, where a day of nulls answers 0, and of sources: zero is no value there.
fn zero_is_missing(chart: &Chart) -> bool {
    matches!(chart.path, "queries-received" | "responses-sent") || chart.path.starts_with("unique-sources")
}

/// Answers in the published shape, and what is left out of them.
struct Plain<'a> {
    chart: &'a Chart,
    answer: Value,
    /// Letter, first key and date of values that do not count.
    left_out: BTreeSet<(String, String, String)>,
}

impl Plain<'_> {
    /// One letter's count of some keys on a day, as published.
    fn published(&self, letter: char, day: Day, keys: &[&str]) -> Option<f64> {
        let cell = self.answer[letter.to_string()][day.to_string()].as_object()?;
        let named: Vec<&str> = parts(self.chart).into_iter().flat_map(|(_, keys)| keys).collect();
        let is_codes = self.chart.path.starts_with("response-codes");
        let wanted = |key: &str| {
            // `05` is 5; `3.5` is no code.
            let code = key.parse::<u8>().map(|code| code.to_string());
            let Ok(key) = (if is_codes { code } else { Ok(key.to_owned()) }) else { return false };
            keys.contains(&key.as_str()) || (keys.contains(&"*") && !named.contains(&key.as_str()))
        };
        let counts: Vec<f64> =
            cell.iter().filter(|(k, _)| wanted(k)).filter_map(|(_, v)| v.as_f64()).collect();
        if counts.is_empty() {
            // A code that a day with codes does not list was not sent.
            let sent_none = self.chart.path.starts_with("response-codes") && !cell.is_empty();
            return sent_none.then_some(0.0);
        }
        Some(counts.iter().sum()).filter(|sum| *sum != 0.0 || !zero_is_missing(self.chart))
    }

    /// The same without what does not count.
    fn count(&self, letter: char, day: Day, keys: &[&str]) -> Option<f64> {
        let name = (letter.to_string(), keys[0].to_owned(), day.to_string());
        self.published(letter, day, keys).filter(|_| !self.left_out.contains(&name))
    }

    /// Whether a letter reported any of these parts.
    fn reported(&self, letter: char, day: Day, parts: &[&str]) -> bool {
        let units = parts.iter().flat_map(|part| units(self.chart, part));
        units.into_iter().any(|keys| self.published(letter, day, &keys).is_some())
    }

    /// The sum over letters and keys of each one's average over its days that are there.
    fn of_letters(&self, letters: &[char], days: &[Day], parts: &[&str]) -> Option<f64> {
        let units: Vec<Vec<&str>> = parts.iter().flat_map(|part| units(self.chart, part)).collect();
        let mean = |letter: char, keys: &[&str]| {
            let there: Vec<f64> = days.iter().filter_map(|day| self.count(letter, *day, keys)).collect();
            (!there.is_empty()).then(|| there.iter().sum::<f64>() / there.len() as f64)
        };
        let pairs = letters.iter().flat_map(|letter| units.iter().map(move |keys| (*letter, keys)));
        pairs.filter_map(|(letter, keys)| mean(letter, keys)).reduce(|a, b| a + b)
    }
}

/// Equal but for rounding.
pub fn near(a: Option<f64>, b: Option<f64>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() <= 1e-12 * a.abs().max(b.abs()),
        (a, b) => a == b,
    }
}

/// The days of a range one by one, or by ISO week.
pub fn bins(range: DayRange, weekly: bool) -> Vec<Vec<Day>> {
    let mut bins: BTreeMap<String, Vec<Day>> = BTreeMap::new();
    for day in range.days() {
        let name = if weekly { day.iso_week().to_string() } else { day.to_string() };
        bins.entry(name).or_default().push(day);
    }
    bins.into_values().collect()
}

/// Compares all values and coverage of a view over time with the plain computation.
fn compare(plain: &Plain<'_>, view: &View, weekly: bool, per_second: bool) {
    let time = view.time().unwrap();
    let state = &view.state;
    let told = url::address(state);
    let bins = bins(view.range, weekly);
    assert_eq!(time.bins.len(), bins.len(), "{told}");
    let all_parts: Vec<&str> = parts(plain.chart).into_iter().map(|(id, _)| id).collect();
    let all_parts: Vec<&str> = match (plain.chart.path, told.contains("ip=4"), told.contains("ip=6")) {
        ("unique-sources", true, _) => vec!["ipv4"],
        ("unique-sources", _, true) => vec!["ipv6"],
        _ => all_parts,
    };
    let all_letters: Vec<char> =
        LETTERS.chars().filter(|l| state.rsis.iter().any(|r| r.letter() == *l)).collect();
    let page = plain.chart.path.split_once('/').map_or("", |(_, page)| page);
    let panels: Vec<String> = match page {
        "protocol" => all_parts.iter().map(|p| p.to_string()).collect(),
        "rsi" => all_letters.iter().map(char::to_string).collect(),
        _ => vec!["all".to_owned()],
    };
    assert_eq!(time.panels.iter().map(|p| p.id.clone()).collect::<Vec<_>>(), panels, "{told}");
    let form = choices::FORM.spelling(state.form);
    for panel in &time.panels {
        let (letters, of_panel) = match page {
            "protocol" => (all_letters.clone(), vec![panel.id.as_str()]),
            "rsi" => (panel.id.chars().collect(), all_parts.clone()),
            _ => (all_letters.clone(), all_parts.clone()),
        };
        let by_letter = matches!(page, "" | "protocol");
        let expected: Vec<String> = match (form, by_letter) {
            ("line", _) => vec!["total".to_owned()],
            (_, true) => letters.iter().map(char::to_string).collect(),
            (_, false) => of_panel.iter().map(|p| p.to_string()).collect(),
        };
        assert_eq!(panel.series.iter().map(|s| s.id.clone()).collect::<Vec<_>>(), expected, "{told}");
        for (at, days) in bins.iter().enumerate() {
            let rate = if per_second { 86_400.0 } else { 1.0 };
            let counts: Vec<Option<f64>> = expected
                .iter()
                .map(|id| match (form, by_letter) {
                    ("line", _) => plain.of_letters(&letters, days, &of_panel),
                    (_, true) => plain.of_letters(&id.chars().collect::<Vec<_>>(), days, &of_panel),
                    (_, false) => plain.of_letters(&letters, days, &[id.as_str()]),
                })
                .map(|count| count.map(|c| c / rate))
                .collect();
            let total: f64 = counts.iter().flatten().sum();
            for (series, count) in panel.series.iter().zip(&counts) {
                let told = || format!("{told} panel {} series {} on {}", panel.id, series.id, days[0]);
                let found = series.values.get(at);
                if form == "share" {
                    let share = count.filter(|_| total > 0.0).map(|c| 100.0 * c / total);
                    assert!(near(found, share), "{}: {found:?}, plainly {share:?}", told());
                    let kept = series.counts.as_ref().unwrap().get(at);
                    assert!(near(kept, *count), "{}: {kept:?}, plainly {count:?}", told());
                } else {
                    assert!(near(found, *count), "{}: {found:?}, plainly {count:?}", told());
                }
            }
        }
    }
    compare_coverage(plain, time, &bins, &all_letters, &all_parts, &told);
}

fn compare_coverage(
    plain: &Plain<'_>,
    time: &TimeView,
    bins: &[Vec<Day>],
    letters: &[char],
    parts: &[&str],
    told: &str,
) {
    for (covered, days) in time.coverage.iter().zip(bins) {
        for rsi in time.expected.iter() {
            let there = days.iter().filter(|d| plain.reported(rsi.letter(), **d, parts)).count();
            let expected = (there == days.len(), there > 0 && there < days.len());
            let found = (covered.full.contains(rsi), covered.partial.contains(rsi));
            assert_eq!(found, expected, "{told}: {rsi} on {}", days[0]);
        }
    }
    let missing = letters.iter().filter_map(|l| {
        let absent = bins.iter().flatten().filter(|d| !plain.reported(*l, **d, parts)).count();
        (absent > 0).then_some((*l, absent))
    });
    let found: Vec<(char, usize)> = time.missing.iter().map(|(rsi, days)| (rsi.letter(), *days)).collect();
    assert_eq!(found, missing.collect::<Vec<_>>(), "{told}");
}

/// Every form, interval and rate of a chart over time, in a range of days.
fn compare_all(fixture: &Fixture, chart: &'static Chart, range: DayRange, more: &str) -> usize {
    let plain = Plain {
        chart,
        answer: fixture.published(chart.needs[0].endpoint.name(), range.whole_weeks()),
        left_out: BTreeSet::new(),
    };
    let mut compared = 0;
    let ips: &[&str] = if chart.ip_versions.is_empty() { &[""] } else { &["both", "4", "6"] };
    let rates: &[&str] = if chart.per == Per::DayOrSecond { &["day", "second"] } else { &[""] };
    for form in chart.forms() {
        for interval in ["day", "week"] {
            for (rate, ip) in rates.iter().flat_map(|r| ips.iter().map(move |i| (r, i))) {
                let mut address = format!("/{}?time={range}&interval={interval}{more}", chart.path);
                address += &format!("&type={}", choices::FORM.spelling(*form));
                if !rate.is_empty() {
                    address += &format!("&per={rate}");
                }
                if !ip.is_empty() {
                    address += &format!("&ip={ip}");
                }
                compare(&plain, &fixture.view_at(&address), interval == "week", *rate == "second");
                compared += 1;
            }
        }
    }
    compared
}

/// A day of 2019 on which exactly one letter has no answer, and the same letter has one the day before.
fn lone_gap(answer: &Value) -> Day {
    let missing = |day: Day| -> Vec<char> {
        LETTERS.chars().filter(|l| answer[l.to_string()][day.to_string()].is_null()).collect()
    };
    let year = days("2019-01-15", "2019-12-01");
    year.days().find(|day| missing(*day).len() == 1 && missing(*day - 1).is_empty()).unwrap()
}

#[test]
fn charts_over_time_are_what_the_published_answers_add_up_to() {
    let sample = Fixture::sample();
    let mut compared = 0;
    for chart in counted() {
        let gap =
            lone_gap(&sample.published(chart.needs[0].endpoint.name(), days("2019-01-01", "2019-12-31")));
        let ranges = [
            // The day on which Chromium stopped, and two days that are no whole week.
            days("2020-10-28", "2020-11-10"),
            // h falls silent on a Monday.
            days("2022-02-24", "2022-03-15"),
            DayRange::new(gap - 9, gap + 9).unwrap(),
        ];
        for range in ranges {
            compared += compare_all(sample, chart, range, "");
        }
        compared += compare_all(sample, chart, ranges[2], "&rsi=b.d-g.m");
    }
    println!("{compared} views compared");
}

/// What a view makes of a letter's or the system's counts on a day or in a week, by hand. `bins` are those shown, `at` is the one
/// asked for, `back` how many days one bin is.
fn by_hand(plain: &Plain<'_>, letters: &[char], reading: &str, bins: &[Vec<Day>], at: usize) -> Option<f64> {
    let ids: Vec<&str> = parts(plain.chart).into_iter().map(|(id, _)| id).collect();
    let value = |days: &[Day]| plain.of_letters(letters, days, &ids);
    let ago = |days: i32| bins[at].iter().map(|day| *day - days).collect::<Vec<Day>>();
    let now = value(&bins[at])?;
    match reading {
        "average" => {
            let step = bins[at].len() as i32;
            let there: Vec<f64> = (0..28 / step).filter_map(|n| value(&ago(n * step))).collect();
            Some(there.iter().sum::<f64>() / there.len() as f64)
        }
        "year" => {
            let before = value(&ago(364))?;
            Some((now - before) / before * 100.0)
        }
        "index" => {
            let base = bins.iter().find_map(|days| value(days))?;
            Some(now / base * 100.0)
        }
        "cumulative" => {
            let days: Vec<Day> = bins[..=at].iter().flatten().copied().collect();
            let units: Vec<Vec<&str>> = ids.iter().flat_map(|id| units(plain.chart, id)).collect();
            let all = days.iter().flat_map(|day| letters.iter().map(move |letter| (letter, day)));
            let pairs = all.flat_map(|(letter, day)| units.iter().map(move |keys| (letter, day, keys)));
            Some(pairs.filter_map(|(letter, day, keys)| plain.count(*letter, *day, keys)).sum())
        }
        other => panic!("{other} is new: say here what it makes of counts"),
    }
}

#[test]
fn every_view_of_a_series_is_what_is_computed_by_hand_also_at_a_gap() {
    let sample = Fixture::sample();
    let (mut compared, mut missing) = (0, 0);
    for chart in counted()
        .filter(|chart| matches!(chart.path, "queries-received" | "responses-sent" | "unique-sources"))
    {
        let answer = sample.published(chart.needs[0].endpoint.name(), days("2018-01-01", "2019-12-31"));
        let gap = lone_gap(&answer);
        let range = DayRange::new(gap - 9, gap + 9).unwrap().whole_weeks();
        let plain = Plain { chart, answer, left_out: BTreeSet::new() };
        let readings = ChartState::new(chart).offered_readings();
        let readings = readings.iter().map(|r| choices::READING.spelling(*r)).filter(|r| *r != "published");
        for (reading, interval) in readings.flat_map(|r| [(r, "day"), (r, "week")]) {
            let address =
                format!("/{}?time={range}&interval={interval}&type=lines&view={reading}", chart.path);
            let view = sample.view_at(&address);
            let bins = bins(range, interval == "week");
            let on_gap = bins.iter().position(|days| days.contains(&gap)).unwrap();
            for series in &view.time().unwrap().panels[0].series {
                for at in [on_gap - 1, on_gap, on_gap + 1] {
                    let letters: Vec<char> = series.id.chars().collect();
                    let hand = by_hand(&plain, &letters, reading, &bins, at);
                    let found = series.values.get(at);
                    let close = match (found, hand) {
                        (Some(a), Some(b)) => (a - b).abs() <= 1e-9 * b.abs().max(1.0),
                        (a, b) => a == b,
                    };
                    assert!(
                        close,
                        "{address}: {} on {}: {found:?}, by hand {hand:?}",
                        series.id, bins[at][0]
                    );
                    compared += 1;
                    missing += usize::from(hand.is_none());
                }
            }
        }
    }
    println!("{compared} values compared, {missing} of them missing");
    assert!(missing > 0);
}

/// Days or weeks on each of whose days each of these letters reported, by hand.
fn complete(plain: &Plain<'_>, letters: &[char], bins: &[Vec<Day>]) -> Vec<bool> {
    let ids: Vec<&str> = parts(plain.chart).into_iter().map(|(id, _)| id).collect();
    let all = |day: &Day| letters.iter().all(|letter| plain.reported(*letter, *day, &ids));
    bins.iter().map(|days| days.iter().all(all)).collect()
}

#[test]
fn only_days_on_which_all_reported_are_those_by_hand_and_the_others_are_missing() {
    let sample = Fixture::sample();
    let (mut shown, mut left_out) = (0, 0);
    for chart in counted() {
        let gap =
            lone_gap(&sample.published(chart.needs[0].endpoint.name(), days("2019-01-01", "2019-12-31")));
        let range = DayRange::new(gap - 9, gap + 9).unwrap().whole_weeks();
        let answer = sample.published(chart.needs[0].endpoint.name(), range);
        let plain = Plain { chart, answer, left_out: BTreeSet::new() };
        for (form, interval) in chart.forms().iter().flat_map(|form| [(form, "day"), (form, "week")]) {
            for letters in ["a-m", "b.d-g.m"] {
                let form = choices::FORM.spelling(*form);
                let address =
                    format!("/{}?time={range}&interval={interval}&type={form}&rsi={letters}", chart.path);
                let (all, only) =
                    (sample.view_at(&address), sample.view_at(&format!("{address}&days=complete")));
                let bins = bins(range, interval == "week");
                let letters: Vec<char> = all.state.rsis.iter().map(|rsi| rsi.letter()).collect();
                let complete = complete(&plain, &letters, &bins);
                let count = complete.iter().filter(|complete| **complete).count();
                let unit = if interval == "week" { "week" } else { "day" };
                let s = if bins.len() == 1 { "" } else { "s" };
                let said = format!(" {count} of {} {unit}{s} count: those", bins.len());
                assert!(
                    only.coverage.contains(&said) && !all.coverage.contains(" count: "),
                    "{}",
                    only.coverage
                );
                assert!(only.subtitle.contains("all reported"), "{}", only.subtitle);
                let panels = only.time().unwrap().panels.iter().zip(&all.time().unwrap().panels);
                for (only, all) in panels.flat_map(|(a, b)| a.series.iter().zip(&b.series)) {
                    for (at, complete) in complete.iter().enumerate() {
                        let expected = all.values.get(at).filter(|_| *complete);
                        assert_eq!(only.values.get(at), expected, "{address}: {} at {at}", only.id);
                        let counts = [only, all].map(|s| s.counts.as_ref().and_then(|c| c.get(at)));
                        assert_eq!(counts[0], counts[1].filter(|_| *complete), "{address}");
                    }
                }
                for (at, complete) in complete.iter().enumerate() {
                    let readout = kind::readout(&only, 0, at).unwrap();
                    let is_left_out = readout.rows.iter().all(|row| row.value == "left out");
                    assert_eq!(is_left_out, !complete, "{address} at {at}: {readout:?}");
                }
                shown += count;
                left_out += complete.len() - count;
            }
        }
    }
    println!("{shown} days and weeks shown, {left_out} left out");
    assert!(shown > 100 && left_out > 10, "{shown} {left_out}");
}

#[test]
fn averages_and_sums_are_of_days_on_which_all_reported() {
    let sample = Fixture::sample();
    let chart = Chart::find("queries-received").unwrap();
    let gap = lone_gap(&sample.published("traffic-volume", days("2019-01-01", "2019-12-31")));
    let range = DayRange::new(gap - 9, gap + 9).unwrap();
    let answer = sample.published("traffic-volume", DayRange::new(range.start() - 380, range.end()).unwrap());
    let plain = Plain { chart, answer, left_out: BTreeSet::new() };
    let letters: Vec<char> = LETTERS.chars().collect();
    // The total of a day on which all letters reported.
    let total = |day: Day| {
        let is_complete = complete(&plain, &letters, &[vec![day]])[0];
        is_complete.then(|| plain.of_letters(&letters, &[day], &["total"])).flatten()
    };
    for reading in ["average", "year", "index", "cumulative"] {
        let address = format!("/queries-received?time={range}&interval=day&view={reading}&days=complete");
        let view = sample.view_at(&address);
        let series = &view.time().unwrap().panels[0].series[0];
        for (at, day) in range.days().enumerate() {
            let first = range.days().find_map(&total);
            let hand = total(day).and_then(|now| match reading {
                "average" => {
                    let there: Vec<f64> = (0..28).filter_map(|ago| total(day - ago)).collect();
                    Some(there.iter().sum::<f64>() / there.len() as f64)
                }
                "year" => total(day - 364).map(|before| (now - before) / before * 100.0),
                "index" => first.map(|base| now / base * 100.0),
                _ => Some((0..=at).filter_map(|n| total(range.start() + n as i32)).sum()),
            });
            let found = series.values.get(at);
            let close = match (found, hand) {
                (Some(a), Some(b)) => (a - b).abs() <= 1e-9 * b.abs().max(1.0),
                (a, b) => a == b,
            };
            assert!(close, "{address} on {day}: {found:?}, by hand {hand:?}");
        }
        assert_eq!(series.values.get((gap - range.start()) as usize), None, "{address}");
    }
}

#[test]
fn what_does_not_count_is_missing_in_every_chart_over_time_with_letters() {
    let Some(dirty) = Fixture::dirty() else { return };
    let mut left_out = 0;
    for chart in CATALOGUE.iter().filter(|chart| ChartState::new(chart).offers_complete()) {
        let address = format!("/{}?time=2019-11-20..2020-01-17", chart.path);
        let (all, only) = (dirty.view_at(&address), dirty.view_at(&format!("{address}&days=complete")));
        let time = all.time().unwrap();
        let found = only.time().unwrap();
        for at in 0..time.bins.len() {
            let counts = time.coverage[at].is_full(time.expected) && time.absent[at].is_empty();
            assert_eq!(found.kept[at], counts, "{address}");
            left_out += usize::from(!counts);
            let pairs =
                found.panels.iter().zip(&time.panels).flat_map(|(a, b)| a.series.iter().zip(&b.series));
            for (only, all) in pairs {
                assert_eq!(
                    only.values.get(at),
                    all.values.get(at).filter(|_| counts),
                    "{address}: {}",
                    all.id
                );
            }
        }
    }
    assert!(left_out > 50, "{left_out}");
}

#[test]
fn two_years_of_real_data_compare_as_by_hand() {
    let Some(real) = Fixture::real() else { return };
    let chart = Chart::find("queries-received").unwrap();
    let plain = Plain {
        chart,
        answer: real.published(chart.needs[0].endpoint.name(), days("2017-11-01", "2019-11-10")),
        left_out: BTreeSet::new(),
    };
    let (range, second) = (days("2018-11-06", "2019-11-05"), days("2017-11-06", "2018-11-05"));
    let mut compared = 0;
    // 6 Nov 2018 is a Tuesday, 6 Nov 2017 was a Monday.
    for (align, shift) in [("day", 0), ("weekday", 1)] {
        let address =
            format!("/{}?time={range}&with={second}&interval=day&align={align}&type=lines", chart.path);
        let view = real.view_at(&address);
        let time = view.time().unwrap();
        let panel = &time.panels[0];
        let doubtful = |series: &rssac002_charts::view::Series, at: usize| series.doubtful.contains(&at);
        for now in panel.first() {
            let before = panel.second_of(now).unwrap();
            let letters: Vec<char> = now.id.chars().collect();
            let plainly = |day: Day| plain.of_letters(&letters, &[day], &["total"]);
            let mut both: Vec<(f64, f64)> = Vec::new();
            for at in 0..range.len() {
                let (day, other) = (range.start() + at as i32, second.start() + at as i32 + shift);
                let (a, b) = (plainly(day), plainly(other));
                assert!(near(now.values.get(at), a), "{address}: {} on {day}", now.id);
                assert!(near(before.values.get(at), b), "{address}: {} on {other}", now.id);
                compared += usize::from(b.is_some());
                if !doubtful(now, at) && !doubtful(before, at) {
                    both.extend(a.zip(b));
                }
            }
            if both.is_empty() {
                continue;
            }
            let sum = |of: fn(&(f64, f64)) -> f64| both.iter().map(of).sum::<f64>();
            let change = 100.0 * (sum(|p| p.0) / sum(|p| p.1) - 1.0);
            let told = format!("{change:+.2}%").replace('-', "−");
            let said = view.summary.split(';').find(|part| part.contains(&format!(" {} from ", now.id)));
            let said = said.unwrap_or_else(|| panic!("{address}: {} is not in `{}`", now.id, view.summary));
            assert!(said.contains(&told), "{address}: {said}, by hand {told}");
            let json: Value = serde_json::from_str(&export::json(
                &view,
                &Provenance::new(&view.state, &real.clock, "", "", false),
            ))
            .unwrap();
            let of = |column: &&Value| column["series"] == now.id && column["dates"].is_null();
            let column = json["columns"].as_array().unwrap().iter().find(of).unwrap();
            let [a, b] = [sum(|p| p.0), sum(|p| p.1)].map(|sum| sum / both.len() as f64);
            assert!(near(column["change"].as_f64(), Some(a - b)), "{address}: {column}");
            assert!(near(column["change_percent"].as_f64(), Some(change)), "{address}: {column}");
            assert!(near(column["averages"][1].as_f64(), Some(b)), "{address}: {column}");
        }
    }
    println!("{compared} values of the second year compared");
    assert!(compared > 1000, "{compared}");
}

#[test]
fn dirty_data_add_up_all_the_same() {
    let Some(dirty) = Fixture::dirty() else { return };
    for chart in counted() {
        compare_all(dirty, chart, days("2019-11-20", "2020-01-17"), "");
    }
}

#[test]
fn doubtful_values_are_the_published_ones_far_outside_and_can_be_left_out() {
    let Some(dirty) = Fixture::dirty() else { return };
    let mut named = 0;
    for chart in counted() {
        let all = ChartState::new(chart);
        let held = kind::requests(&all, &dirty.clock)[0].range;
        let answer = dirty.published(chart.needs[0].endpoint.name(), held);
        let mut plain = Plain { chart, answer, left_out: BTreeSet::new() };
        let all = dirty.view(&all);
        let time = all.time().unwrap();
        // In a plain way: more than 100 times the middle one of the values above zero, of a year around it or of all, or
        // less than a hundredth of it where hardly a day is zero; unless it is within ten times of the year around it.
        for letter in LETTERS.chars() {
            for keys in parts(chart).into_iter().flat_map(|(part, _)| units(chart, part)) {
                let there: Vec<(Day, f64)> =
                    held.days().filter_map(|d| plain.count(letter, d, &keys).map(|v| (d, v))).collect();
                let middle = |days: &[f64]| {
                    let mut above: Vec<f64> = days.iter().copied().filter(|v| *v > 0.0).collect();
                    above.sort_by(f64::total_cmp);
                    above.get(above.len() / 2).copied().filter(|_| above.len() >= 30)
                };
                let all: Vec<f64> = there.iter().map(|(_, v)| *v).collect();
                let far = |day: Day, value: f64| {
                    let near = there.iter().filter(|(d, _)| (*d - day).abs() <= 182).map(|(_, v)| *v);
                    let around: Vec<f64> = near.collect();
                    let zeros = around.iter().filter(|v| **v == 0.0).count();
                    let Some(of_all) = middle(&all) else { return false };
                    let times = [middle(&around).unwrap_or(of_all), of_all].map(|m| value / m);
                    let is_far = |[year, all]: [f64; 2]| year > 100.0 || (all > 100.0 && year > 10.0);
                    let steady = value > 0.0 && 30 * zeros <= around.len();
                    is_far(times) || (steady && is_far(times.map(|t| 1.0 / t)))
                };
                for (day, value) in there.iter().copied() {
                    if far(day, value) {
                        plain.left_out.insert((letter.to_string(), keys[0].to_owned(), day.to_string()));
                        assert!(
                            time.doubtful.iter().any(|d| d.rsi.letter() == letter
                                && d.day == day
                                && near(Some(d.value), Some(value))),
                            "{}: {letter} {keys:?} on {day} is not named",
                            chart.path
                        );
                    }
                }
            }
        }
        assert_eq!(time.doubtful.len(), plain.left_out.len(), "{}", chart.path);
        named += time.doubtful.len();
        check_axis(&all);
        for interval in ["day", "week"] {
            for form in chart.forms() {
                let form = choices::FORM.spelling(*form);
                let address = format!("/{}?interval={interval}&type={form}&doubtful=out", chart.path);
                let view = dirty.view_at(&address);
                assert_eq!(view.state.doubtful, Doubtful::LeaveOut);
                compare(&plain, &view, interval == "week", false);
                let time = view.time().unwrap();
                assert_eq!(time.doubtful.len(), plain.left_out.len(), "{address}: still named");
                assert!(
                    time.panels.iter().flat_map(|p| &p.series).all(|s| s.doubtful.is_empty()),
                    "{address}"
                );
            }
        }
    }
    println!("{named} doubtful values");
    assert!(named > 0);
}

#[test]
fn a_picture_names_what_is_doubtful() {
    use rssac002_charts::draw::Surface;
    use rssac002_charts::draw::scene::Item;
    use rssac002_charts::picture;
    let Some(dirty) = Fixture::dirty() else { return };
    for (choice, named) in [("", "left out of the axis"), ("&doubtful=out", "left out of the drawing")] {
        let view = dirty.view_at(&format!("/queries-received?time=2019-11-01..2020-02-29{choice}"));
        assert!(!view.doubtful().is_empty());
        let provenance = rssac002_charts::Provenance::new(&view.state, &dirty.clock, "", "", false);
        let scene = picture::picture(&view, &Surface::new(1200.0, 630.0), &provenance);
        let texts: String = scene
            .items
            .iter()
            .filter_map(|item| match item {
                Item::Text { text, .. } => Some(format!("{text} ")),
                _ => None,
            })
            .collect();
        assert!(texts.contains("Doubtful") && texts.contains(named), "{texts}");
    }
}

/// No axis reaches to a doubtful value.
fn check_axis(view: &View) {
    use plotters::coord::ranged1d::Ranged;
    use rssac002_charts::draw::{Geometry, Layer, Surface};
    use rssac002_charts::kind::place;
    let mut lines = view.state.clone();
    if let Some(form) = lines.chart.forms().iter().find(|f| choices::FORM.spelling(**f) == "lines") {
        lines.form = *form;
    }
    let view = Fixture::dirty().unwrap().view(&lines);
    for panel in 0..view.time().unwrap().panels.len() {
        let scene = place(&view, panel, &Surface::new(960.0, 480.0), Layer::All).unwrap();
        let Geometry::Time(plot) = scene.geometry else { panic!("a pie") };
        let end = plot.values().range().end;
        assert!(end < 1e13, "{}: the axis of panel {panel} ends at {end}", lines.chart.path);
    }
}

/// The published keys by the name of their part in a pie; of codes and sizes each is one.
fn part_in_pie(state: &ChartState, key: &str) -> Option<String> {
    let page = choices::CHOICES.iter().find(|c| c.key() == "split").unwrap().write(state).unwrap();
    match state.chart.path {
        // `05` is 5; `3.5` is no code.
        "response-codes" => key.parse::<u8>().ok().map(|code| code.to_string()),
        "packet-sizes/share" => Some(key.to_owned()),
        "unique-sources/share" => match key {
            "num-sources-ipv4" => Some("ipv4".into()),
            "num-sources-ipv6-aggregate" => Some("ipv6".into()),
            _ => None,
        },
        path => {
            let is_mine = key.contains(if path.starts_with("queries") { "queries" } else { "responses" });
            let (ip, transport) = (&key[key.len() - 4..], &key[4..7]);
            let part = match page.as_str() {
                "protocol" => format!("{ip}-{transport}"),
                "ip-version" => ip.to_owned(),
                _ => transport.to_owned(),
            };
            is_mine.then_some(part)
        }
    }
}

/// Counts by part and letter.
type ByPart = BTreeMap<String, BTreeMap<String, f64>>;

/// What the letters counted of each part of a pie, added up by hand, by part and letter; and on how many days
/// each letter reported.
fn plain_pie(fixture: &Fixture, view: &View, range: DayRange) -> (ByPart, BTreeMap<String, usize>) {
    let state = &view.state;
    let answer = fixture.published(state.needs()[0].endpoint.name(), range);
    let is_left_out = |letter: &str, day: Day, value: f64| {
        let mut named = view.doubtful().iter();
        state.doubtful == Doubtful::LeaveOut
            && named.any(|d| d.rsi.as_str() == letter && d.day == day && d.value == value)
    };
    let mut counts = ByPart::new();
    let mut reports = BTreeMap::new();
    for rsi in state.rsis.iter() {
        let letter = rsi.to_string();
        for day in range.days() {
            let Some(cell) = answer[&letter][day.to_string()].as_object() else { continue };
            let mut has_any = false;
            for (key, count) in cell {
                let (Some(part), Some(value)) = (part_in_pie(state, key), count.as_f64()) else { continue };
                has_any |= value != 0.0 || state.chart.noun != "daily sources";
                let of_part = counts.entry(part).or_default().entry(letter.clone()).or_default();
                if !is_left_out(&letter, day, value) {
                    *of_part += value;
                }
            }
            *reports.entry(letter.clone()).or_default() += usize::from(has_any);
        }
    }
    (counts, reports)
}

/// The number with which a range of sizes begins.
fn begin(key: &str) -> u32 {
    key.split('-').next().unwrap().parse().unwrap_or(u32::MAX)
}

/// The slices of a pie over each range of days, or the letters of one of them, added up by hand: what is small in all of them is
/// one, and the lowest open range takes everything that begins at it or above.
fn plain_slices(state: &ChartState, mut plain: Vec<ByPart>) -> Vec<BTreeMap<String, f64>> {
    let of_part = |letters: &BTreeMap<String, f64>| letters.values().sum::<f64>();
    if state.chart.path.starts_with("packet-sizes") {
        let keys = plain.iter().flat_map(|counts| counts.keys());
        let open = keys.filter(|k| k.ends_with('-')).min_by_key(|k| begin(k)).cloned();
        let merge = |counts: &ByPart, name: &dyn Fn(&str) -> String| {
            let mut merged = ByPart::new();
            for (key, letters) in counts {
                let into = merged.entry(name(key)).or_default();
                letters.iter().for_each(|(letter, count)| *into.entry(letter.clone()).or_default() += count);
            }
            merged
        };
        let opened = |key: &str| match &open {
            Some(open) if begin(key) >= begin(open) => open.clone(),
            _ => key.to_owned(),
        };
        plain = plain.iter().map(|counts| merge(counts, &opened)).collect();
        let share = |counts: &ByPart, key: &str| {
            let all: f64 = counts.values().map(of_part).sum();
            counts.get(key).map_or(0.0, |letters| 100.0 * of_part(letters) / all)
        };
        let before = plain.clone();
        let named = |key: &str| {
            let is_small = before.iter().all(|counts| share(counts, key) < 1.0);
            let asked = state.part.as_deref() == Some(key);
            if is_small && !asked { "other".to_owned() } else { key.to_owned() }
        };
        plain = plain.iter().map(|counts| merge(counts, &named)).collect();
    }
    let slices = plain.into_iter().map(|mut counts| match &state.part {
        None => counts.iter().map(|(part, letters)| (part.clone(), of_part(letters))).collect(),
        Some(part) => counts.remove(part).unwrap_or_default(),
    });
    let mut slices: Vec<BTreeMap<String, f64>> = slices.collect();
    let named: BTreeSet<String> =
        slices.iter().flatten().filter(|(_, v)| **v > 0.0).map(|(id, _)| id.clone()).collect();
    for of_range in &mut slices {
        *of_range = named.iter().map(|id| (id.clone(), of_range.get(id).copied().unwrap_or(0.0))).collect();
    }
    slices
}

/// Compares the slices of a pie with those added up by hand, also those of the days that it compares with.
fn compare_pie(fixture: &Fixture, path: &str, range: DayRange, more: &str) -> PieView {
    let address = format!("/{path}?time={range}{more}");
    let view = fixture.view_at(&address);
    let ranges: Vec<DayRange> = [range].into_iter().chain(view.second()).collect();
    let plain: Vec<(ByPart, BTreeMap<String, usize>)> =
        ranges.iter().map(|range| plain_pie(fixture, &view, *range)).collect();
    let slices = plain_slices(&view.state, plain.iter().map(|(counts, _)| counts.clone()).collect());
    let Body::Pie(pie) = &view.body else { panic!("no pie") };
    assert_eq!(pie.periods().map(|p| p.range).collect::<Vec<_>>(), ranges, "{address}");
    let mut counted = Vec::new();
    for ((period, sums), (_, reports)) in pie.periods().zip(&slices).zip(&plain) {
        let total: f64 = sums.values().sum();
        let found: BTreeMap<String, f64> = period.slices.iter().map(|s| (s.id.clone(), s.value)).collect();
        assert_eq!(found.keys().collect::<Vec<_>>(), sums.keys().collect::<Vec<_>>(), "{address}");
        assert!(found.iter().all(|(id, v)| near(Some(*v), sums.get(id).copied())), "{address}");
        assert!(near(Some(period.total), Some(total)), "{address}");
        let share = |value: f64| if total > 0.0 { 100.0 * value / total } else { 0.0 };
        assert!(period.slices.iter().all(|s| near(Some(s.share), Some(share(s.value)))), "{address}");
        let all: usize = reports.values().sum();
        assert_eq!(period.reported, (all, view.state.rsis.len() * period.range.len()), "{address}");
        // A letter without any report in these days has no count of them.
        let is_there =
            |id: &str| if pie.part.is_some() { reports.get(id).copied().unwrap_or(0) } else { all } > 0;
        let of = |id: &String| is_there(id).then(|| [sums[id], share(sums[id])]);
        assert!(period.slices.iter().all(|s| s.is_missing != is_there(&s.id)), "{address}");
        counted.push(period.slices.iter().map(|s| of(&s.id)).collect::<Vec<_>>());
    }
    let sorted = pie.slices.iter().filter(|s| s.id != "other").map(|s| s.value);
    assert!(pie.part.is_some() || sorted.is_sorted_by(|a, b| a >= b), "{address}");
    if let [first, second] = counted.as_slice() {
        let names: Vec<String> = pie.slices.iter().map(|s| s.label.clone()).collect();
        let both: Vec<Both> = first.iter().copied().zip(second.iter().copied()).collect();
        check_changes(&view, &names, &both, &address);
        check_files(&view, &both, &address);
    }
    match view.body {
        Body::Pie(pie) => pie,
        _ => panic!("no pie"),
    }
}

/// Compares columns with what is added up by hand, part by part and letter by letter, also those of the days that they are
/// compared with. Sizes are compared in [`crate::sizes`].
fn compare_columns(fixture: &Fixture, path: &str, range: DayRange, more: &str) -> BarView {
    let address = format!("/{path}?time={range}&type=columns{more}");
    let view = fixture.view_at(&address);
    let ranges: Vec<DayRange> = [range].into_iter().chain(view.second()).collect();
    let plain: Vec<(ByPart, BTreeMap<String, usize>)> =
        ranges.iter().map(|range| plain_pie(fixture, &view, *range)).collect();
    let sum = |counts: &ByPart, id: &str| counts.get(id).map_or(0.0, |letters| letters.values().sum());
    let Body::Bars(bars) = &view.body else { panic!("no columns") };
    assert_eq!(bars.periods().map(|p| p.range).collect::<Vec<_>>(), ranges, "{address}");
    // What is counted in one of them has a column in each, the largest of the days shown first.
    let counted = |id: &&String| plain.iter().any(|(counts, _)| sum(counts, id) > 0.0);
    let wanted: BTreeSet<&String> =
        plain.iter().flat_map(|(counts, _)| counts.keys()).filter(counted).collect();
    let found: Vec<&String> = bars.parts.iter().map(|part| &part.id).collect();
    assert_eq!(found.iter().copied().collect::<BTreeSet<_>>(), wanted, "{address}");
    assert_eq!(found.len(), wanted.len(), "{address}");
    assert!(bars.parts.is_sorted_by(|a, b| a.count >= b.count), "{address}");
    assert_eq!(bars.small, (0, 0.0), "{address}");
    let mut both = Vec::new();
    let mut rows = Vec::new();
    for ((period, range), (counts, reports)) in bars.periods().zip(&ranges).zip(&plain) {
        let total: f64 = counts.keys().map(|id| sum(counts, id)).sum();
        let share = |count: f64| if total > 0.0 { 100.0 * count / total } else { 0.0 };
        assert!(near(Some(period.total), Some(total)), "{address}");
        assert_eq!(period.parts.iter().map(|part| &part.id).collect::<Vec<_>>(), found, "{address}");
        for part in &period.parts {
            assert!(near(Some(part.count), Some(sum(counts, &part.id))), "{address}");
            assert!(near(Some(part.share), Some(share(part.count))), "{address}");
        }
        let letters: Vec<&str> = period.series.iter().map(|series| series.id.as_str()).collect();
        assert_eq!(letters, view.state.rsis.iter().map(|rsi| rsi.as_str()).collect::<Vec<_>>(), "{address}");
        for series in &period.series {
            let is_there = reports.get(&series.id).is_some_and(|days| *days > 0);
            for (at, part) in period.parts.iter().enumerate() {
                let count = counts.get(&part.id).and_then(|letters| letters.get(&series.id)).copied();
                // A letter that never reported counts nothing, which is not zero.
                let count = is_there.then(|| count.unwrap_or(0.0));
                assert!(near(series.counts.as_ref().unwrap().get(at), count), "{address} {}", series.id);
                let of_all = count.filter(|_| total > 0.0).map(share);
                assert!(near(series.values.get(at), of_all), "{address} {}", series.id);
                let days = [range.start().to_string(), range.end().to_string()];
                rows.push((days, series.id.clone(), part.id.clone(), count));
            }
        }
        let days: usize = reports.values().sum();
        assert_eq!(period.reported, (days, view.state.rsis.len() * range.len()), "{address}");
        let of =
            |part: &BarPart| (total > 0.0).then(|| [sum(counts, &part.id), share(sum(counts, &part.id))]);
        both.push(period.parts.iter().map(of).collect::<Vec<_>>());
    }
    let csv = export::csv(&view);
    let lines: Vec<Vec<&str>> =
        csv.split_terminator("\r\n").skip(1).map(|line| line.split(',').collect()).collect();
    assert_eq!(lines.len(), rows.len(), "{address}");
    for (line, (days, letter, part, count)) in lines.iter().zip(&rows) {
        assert_eq!(line[..4], [&days[0], &days[1], letter, part].map(String::as_str), "{address}");
        assert!(near((!line[4].is_empty()).then(|| line[4].parse().unwrap()), *count), "{address}: {line:?}");
    }
    if let [first, second] = both.as_slice() {
        let names: Vec<String> = bars.parts.iter().map(|part| part.name.clone()).collect();
        let both: Vec<Both> = first.iter().copied().zip(second.iter().copied()).collect();
        check_changes(&view, &names, &both, &address);
    }
    match view.body {
        Body::Bars(bars) => bars,
        _ => panic!("no columns"),
    }
}

/// Opens each column of a state: a pie of the letters that are its layers.
fn check_opened(fixture: &Fixture, path: &str, range: DayRange, more: &str) -> usize {
    let address = format!("/{path}?time={range}&type=columns{more}");
    let view = fixture.view_at(&address);
    let Body::Bars(bars) = &view.body else { panic!("no columns") };
    for (at, part) in bars.parts.iter().enumerate() {
        assert_eq!(view.opens(at), Some(part.id.as_str()), "{address}");
        let mut state = view.state.clone();
        state.open(Some(part.id.clone()));
        let opened = fixture.view(&state);
        let Body::Pie(pie) = &opened.body else { panic!("{address}: {} opens no pie", part.id) };
        let layers = bars.series.iter().map(|s| (s.id.clone(), s.counts.as_ref().unwrap().get(at)));
        let layers: BTreeMap<String, f64> =
            layers.filter_map(|(id, count)| Some((id, count.filter(|count| *count > 0.0)?))).collect();
        let slices: BTreeMap<String, f64> = pie.slices.iter().map(|s| (s.id.clone(), s.value)).collect();
        assert_eq!(slices, layers, "{address}: {}", part.id);
        assert!(near(Some(pie.total), Some(part.count)), "{address}: {}", part.id);
        assert_eq!(opened.opens(0), None, "{address}: {}", part.id);
    }
    assert_eq!(view.opens(bars.parts.len()), None, "{address}");
    bars.parts.len()
}

#[test]
fn a_column_opens_the_letters_that_it_is_made_of() {
    let sample = Fixture::sample();
    let range = days("2022-02-15", "2022-04-10");
    let mut opened = 0;
    for (path, query) in columns() {
        for more in ["", "&rsi=b.h.k&hide=h", "&doubtful=mark"] {
            opened += check_opened(sample, path, range, &format!("&{query}{more}"));
        }
    }
    for messages in ["udp-queries", "tcp-responses"] {
        opened += check_opened(sample, "packet-sizes/share", range, &format!("&messages={messages}"));
    }
    assert!(opened > 100, "{opened}");
    // This page has no letters to open.
    let by_range = sample.view_at(&format!("/packet-sizes/stacked?time={range}"));
    assert_eq!((by_range.opens(0), by_range.is_empty()), (None, false));
}

/// Every chart of shares but that of sizes, with every way to tell its counts apart.
fn columns() -> Vec<(&'static str, String)> {
    let pies = pies().into_iter();
    let opens = |query: &str| query.contains("part=") || query.contains("code=");
    pies.filter(|(path, query)| !path.starts_with("packet-sizes") && !opens(query)).collect()
}

#[test]
fn columns_of_shares_are_what_the_published_answers_add_up_to() {
    let sample = Fixture::sample();
    let all = columns();
    assert_eq!(all.len(), 3 + 3 + 1 + 1, "{all:?}");
    let mut compared = 0;
    for range in
        [days("2020-11-04", "2020-11-04"), days("2022-02-15", "2022-04-10"), days("2019-12-31", "2020-01-01")]
    {
        for (path, query) in &all {
            for more in ["", "&rsi=b.h.k", "&with=year-before", "&with=2013-01-01..2013-01-31"] {
                compared += compare_columns(sample, path, range, &format!("&{query}{more}")).parts.len();
            }
        }
    }
    assert!(compared > 300, "{compared}");
    let Some(dirty) = Fixture::dirty() else { return };
    for (path, query) in &all {
        for doubtful in ["mark", "out"] {
            // The periods overlap: what is doubtful in both is named once.
            let more = format!("&{query}&doubtful={doubtful}&with=2019-11-01..2020-01-10");
            compare_columns(dirty, path, days("2019-12-01", "2020-02-29"), &more);
        }
    }
}

/// Count and share in the days shown and in those compared with; nothing where nothing was reported.
pub type Both = (Option<[f64; 2]>, Option<[f64; 2]>);

/// How count and share changed, by hand: the difference, in percent of what there was, and in percentage points; with the size
/// of what each was made of.
fn changed((now, before): Both) -> [(Option<f64>, f64); 3] {
    let (Some([now, share]), Some([before, share_before])) = (now, before) else { return [(None, 1.0); 3] };
    let relative = (before > 0.0).then(|| (now - before) / before * 100.0);
    let sizes = [now.max(before), 100.0 + 100.0 * now / before.max(1e-9), 100.0];
    [(Some(now - before), sizes[0]), (relative, sizes[1]), (Some(share - share_before), sizes[2])]
}

/// Equal but for the rounding of what was subtracted.
fn is_change(found: Option<f64>, (hand, size): (Option<f64>, f64)) -> bool {
    match (found, hand) {
        (Some(a), Some(b)) => (a - b).abs() <= 1e-9 * size,
        (a, b) => a == b,
    }
}

/// Table and sentence tell of the changes of each row. The first columns of the table are those of the whole row.
pub fn check_changes(view: &View, names: &[String], both: &[Both], told: &str) {
    let table = export::table(view);
    assert_eq!(table.rows.len(), both.len(), "{told}");
    for ((_, cells), (now, before)) in table.rows.iter().zip(both) {
        let numbers = [now, before].into_iter().flat_map(|of| [0, 1].map(|at| of.map(|of| of[at])));
        assert!(cells.iter().zip(numbers).all(|(cell, hand)| near(*cell, hand)), "{told}: {cells:?}");
        let changes = changed((*now, *before));
        assert!(
            cells[4..7].iter().zip(changes).all(|(cell, hand)| is_change(*cell, hand)),
            "{told}: {cells:?}"
        );
    }
    // So many are told of; of more, those that changed most.
    let known = names.iter().zip(both).filter(|(_, (now, before))| now.is_some() && before.is_some());
    let known: Vec<(&String, &Both)> = known.collect();
    let told_of = known.len().min(13);
    let sentence = view.summary.split_once("against").map_or("", |(_, rest)| rest);
    assert_eq!(sentence.matches(" from ").count(), told_of, "{told}: {}", view.summary);
    assert_eq!(sentence.contains(" more."), known.len() > 13, "{told}: {}", view.summary);
    for (name, both) in known.iter().filter(|_| known.len() <= 13) {
        let start = format!("{name} from ");
        let part = sentence.split([';', ':']).map(str::trim).find(|part| part.starts_with(&start));
        let part = part.unwrap_or_else(|| panic!("{told}: no {name} in {}", view.summary));
        let [(absolute, _), (percent, _), (points, _)] = changed(**both);
        let sign = |by: f64| if by < 0.0 { "−" } else { "+" };
        let size = |by: f64| if by < 1000.0 { format!("{by}") } else { format::short(by) };
        let mut wanted: Vec<String> =
            absolute.map(|by| format!("{}{}", sign(by), size(by.abs()))).into_iter().collect();
        wanted.extend(percent.map(|by| format!("{by:+.2}%")));
        wanted.extend(points.map(|by| format!("{by:+.2} points")));
        let wanted = wanted.join(", ").replace('-', "−").replace("−0.00", "+0.00");
        assert!(part.contains(&format!("({wanted})")), "{told}: {part}, by hand {wanted}");
    }
}

/// CSV and JSON have the numbers of both periods, each with its days, and in the rows of the first the changes.
fn check_files(view: &View, both: &[Both], told: &str) {
    let csv = export::csv(view);
    let mut lines = csv.split_terminator("\r\n").map(|line| line.split(',').collect::<Vec<_>>());
    let heading = lines.next().unwrap();
    assert_eq!(
        heading,
        ["from", "to", "letter", "series", "value", "change", "change_percent", "change_points"]
    );
    let lines: Vec<Vec<&str>> = lines.collect();
    let number = |text: &&str| (!text.is_empty()).then(|| text.parse::<f64>().unwrap());
    let ranges = [view.range, view.second().unwrap()];
    assert_eq!(lines.len(), 2 * both.len(), "{told}");
    for (at, line) in lines.iter().enumerate() {
        let (period, row) = (at / both.len(), at % both.len());
        let range = ranges[period];
        assert_eq!(line[..2], [range.start().to_string(), range.end().to_string()], "{told}");
        let of = [both[row].0, both[row].1][period];
        assert!(near(number(&line[4]), of.map(|of| of[0])), "{told}: {line:?}");
        let changes = if period == 0 { changed(both[row]) } else { [(None, 1.0); 3] };
        let are_right = line[5..].iter().zip(changes).all(|(found, hand)| is_change(number(found), hand));
        assert!(are_right, "{told}: {line:?}");
    }
    let provenance = Provenance::new(&view.state, &Fixture::sample().clock, "", "", false);
    let json: Value = serde_json::from_str(&export::json(view, &provenance)).unwrap();
    let columns = json["columns"].as_array().unwrap();
    assert_eq!(columns.len(), 2, "{told}");
    for (column, range) in columns.iter().zip(ranges) {
        assert_eq!(column["from"], range.start().to_string(), "{told}");
        assert_eq!(column["to"], range.end().to_string(), "{told}");
    }
    for (at, both) in both.iter().enumerate() {
        for ((column, of), which) in columns.iter().zip([both.0, both.1]).flat_map(|c| [(c, 0), (c, 1)]) {
            let name = ["values", "shares"][which];
            assert!(near(column[name][at].as_f64(), of.map(|of| of[which])), "{told}: {column}");
        }
        for (name, hand) in ["change", "change_percent", "change_points"].into_iter().zip(changed(*both)) {
            assert!(is_change(columns[0][name][at].as_f64(), hand), "{told}: {name} {at} of {json}");
            assert_eq!(columns[1][name], Value::Null, "{told}");
        }
    }
}

#[test]
fn pies_of_two_periods_compare_as_by_hand() {
    let sample = Fixture::sample();
    let mut compared = 0;
    for (range, with) in [
        (days("2022-02-15", "2022-04-10"), "2019-12-31..2020-01-20"),
        // Chromium stopped in between.
        (days("2021-02-01", "2021-02-28"), "year-before"),
        // Before there are numbers of it, and partly so.
        (days("2017-03-01", "2017-03-31"), "year-before"),
        (days("2020-11-04", "2020-11-04"), "2020-11-01..2020-11-10"),
    ] {
        for (path, query) in pies() {
            let pie = compare_pie(sample, path, range, &format!("&{query}&with={with}"));
            compared += pie.slices.len();
            let letters = compare_pie(sample, path, range, &format!("&{query}&with={with}&rsi=b.h.k"));
            assert!(letters.slices.len() <= pie.slices.len() + 1, "{path} {query}");
        }
    }
    assert!(compared > 500, "{compared}");
    let Some(dirty) = Fixture::dirty() else { return };
    let range = days("2019-12-01", "2020-02-29");
    for (path, query) in pies() {
        for doubtful in ["mark", "out"] {
            // The periods overlap: what is doubtful in both is named once.
            let more = format!("&{query}&doubtful={doubtful}&with=2019-11-01..2020-01-10");
            let pie = compare_pie(dirty, path, range, &more);
            let mut named = pie.doubtful.clone();
            named.dedup();
            assert_eq!(named.len(), pie.doubtful.len(), "{path}{more}");
        }
    }
}

/// Every pie with every way to tell its counts apart, and with the letters of some of its slices.
fn pies() -> Vec<(&'static str, String)> {
    let mut pies = Vec::new();
    for chart in CATALOGUE.iter().filter(|chart| ChartState::new(chart).is_pie()) {
        let mut states = vec![ChartState::new(chart)];
        states.extend(chart.splits().iter().skip(1).map(|(split, _)| {
            let mut state = ChartState::new(chart);
            state.set_split(*split);
            state
        }));
        for state in states {
            pies.push((chart.path, url::query(&state)));
            pies.extend(crate::walk::slices(&state).into_iter().map(|part| {
                let mut open = state.clone();
                open.open(Some(part));
                (chart.path, url::query(&open))
            }));
        }
    }
    pies
}

#[test]
fn pies_are_what_the_published_answers_add_up_to() {
    let sample = Fixture::sample();
    let all = pies();
    assert!(all.len() > 30, "{}", all.len());
    let mut slices = 0;
    for range in
        [days("2020-11-04", "2020-11-04"), days("2022-02-15", "2022-04-10"), days("2019-12-31", "2020-01-01")]
    {
        for (path, query) in &all {
            slices += compare_pie(sample, path, range, &format!("&{query}")).slices.len();
        }
    }
    assert!(slices > 500, "{slices}");
    for messages in ["udp-responses", "tcp-queries", "tcp-responses"] {
        let more = format!("&rsi=a-d.k&messages={messages}");
        compare_pie(sample, "packet-sizes/share", days("2022-02-15", "2022-04-10"), &more);
    }
    let Some(dirty) = Fixture::dirty() else { return };
    let range = days("2019-11-01", "2020-02-29");
    for (path, query) in &all {
        for doubtful in ["mark", "out"] {
            compare_pie(dirty, path, range, &format!("&{query}&doubtful={doubtful}"));
        }
    }
    // Beside absurd counts there is one of 181 where a billion is usual.
    for (code, doubtful, absurd) in [("", 4, true), ("&code=0", 2, true), ("&code=3", 0, false)] {
        let pie = compare_pie(dirty, "response-codes", range, code);
        assert_eq!((pie.doubtful.len(), pie.total > 1e15), (doubtful, false));
        let pie = compare_pie(dirty, "response-codes", range, &format!("{code}&doubtful=mark"));
        assert_eq!((pie.doubtful.len(), pie.total > 1e15), (doubtful, absurd));
    }
}
