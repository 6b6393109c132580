//! What the study says of numbers that are known.

use rssac002_model::columns::REST;
use rssac002_model::{Column, Columns, Day, Group, KeyedColumn, Rsi, Step};

use super::figures::SIZES;
use super::periods::PERIODS;
use super::shares::unlisted;
use super::*;
use crate::catalogue::{Chart, Keys};
use crate::data::{DataRequest, DataStore};
use crate::state::{Clock, url};
use crate::view::View;
use crate::{format, kind, words};

fn clock() -> Clock {
    Clock::new(Day::parse_iso("2022-06-01").unwrap())
}

/// What a letter counts of a key on a day.
type Counts = fn(Rsi, &str, Day) -> Option<f64>;

/// The answer to a request, from letters a and f only.
fn answer(request: &DataRequest, counts: Counts) -> Columns {
    let range = request.asked().range;
    let keys = match (request.keys, request.endpoint.metric()) {
        (Keys::Total(_), _) => vec![""],
        (Keys::These(keys), _) => keys.iter().copied().filter(|key| *key != REST).collect(),
        (_, rssac002_model::Metric::RcodeVolume) => vec!["0", "3"],
        _ => vec!["16-31", "32-47", "48-63"],
    };
    let column = |rsi: Rsi, key: &str| {
        let values: Column = range.days().map(|day| counts(rsi, key, day)).collect();
        KeyedColumn { key: key.to_owned(), values }
    };
    let group = |rsi: Rsi| Group {
        columns: keys.iter().map(|key| column(rsi, key)).collect(),
        ..Group::new(Some(rsi))
    };
    let groups = [Rsi::A, Rsi::from_letter('f').unwrap()].map(group).to_vec();
    Columns { start: range.start(), step: Step::DAY, rows: range.len(), groups }
}

/// What the figures say of these numbers.
fn said(counts: Counts) -> Vec<Findings> {
    let mut store = DataStore::default();
    let of = |figure: Figure| {
        let views = figure.charts.iter().map(|state| {
            for request in kind::requests(state, &clock()) {
                store.insert(request, answer(&request, counts));
            }
            kind::view(state, &store, &clock()).unwrap()
        });
        let views: Vec<View> = views.collect();
        figure.findings(&views.iter().map(Some).collect::<Vec<_>>())
    };
    figures().into_iter().map(of).collect()
}

/// Queries fall from 400 to 300 a day at f, and rise from 100 to 150 at a; of sources there are 10 each. The share
/// of NXDomain falls from 75 to 60, that of sizes of 32 to 47 octets from 50 to 40.
fn story(rsi: Rsi, key: &str, day: Day) -> Option<f64> {
    let after = day > CHANGE;
    let queries = match (rsi, after) {
        (Rsi::A, false) => 100.0,
        (Rsi::A, true) => 150.0,
        (_, false) => 400.0,
        (_, true) => 300.0,
    };
    Some(match (key, after) {
        ("", _) | ("dns-udp-queries-received-ipv4", _) => queries,
        (key, _) if key.starts_with("num-sources") => 10.0,
        (key, _) if key.starts_with("dns-") => 0.0,
        ("0", false) => 25.0,
        ("3", false) => 75.0,
        ("0", true) => 40.0,
        ("3", true) => 60.0,
        ("32-47", false) => 50.0,
        ("32-47", true) => 40.0,
        ("48-63", false) => 49.5,
        ("48-63", true) => 60.0,
        ("16-31", false) => 0.5,
        _ => 0.0,
    })
}

#[test]
fn charts_have_addresses_of_their_own_and_the_periods_are_those_of_the_talk() {
    let charts: Vec<usize> = figures().iter().map(|figure| figure.charts.len()).collect();
    assert_eq!(charts, [1, 1, 3, 1, 2, 2]);
    for state in figures().into_iter().flat_map(|figure| figure.charts) {
        let address = url::address(&state);
        let (path, query) = address.split_once('?').unwrap();
        assert_eq!(url::parse(Chart::find(path).unwrap(), query, &clock()), (state, Vec::new()));
    }
    let [before, after] = periods().map(|p| (p.start().to_string(), p.end().to_string()));
    assert_eq!(before, ("2019-11-04".into(), "2020-11-04".into()));
    assert_eq!(after, ("2021-02-01".into(), "2022-02-01".into()));
    let told = words::STUDY_INTRODUCTION;
    assert!(told.contains(&format::long_day(CHANGE)));
    assert!(periods().into_iter().all(|period| told.contains(&format::range(period))));
}

/// A figure's findings among all.
fn of<'a>(all: &'a [Findings], id: &str) -> &'a Findings {
    &all[figures().iter().position(|figure| figure.id == id).unwrap()]
}

#[test]
fn sentences_are_computed_from_the_views() {
    let said = said(story);
    let said = |id| of(&said, id).sentences.iter().map(String::as_str).collect::<Vec<_>>();
    let weeks = "of the 52 weeks that lie wholly in the first period and the 52 in the second.";
    // 11 letters report nothing, so that no week is one of all.
    assert_eq!(
        said("total"),
        [
            "All RSIs together: no week with all RSIs from 4 Nov 2019 to 4 Nov 2020, no week with all RSIs \
             from 1 Feb 2021 to 1 Feb 2022.",
            "Most in the week of 26 Oct 2020: 500 queries per day (14 of 91 daily reports).",
            &format!("The mean of the weeks in which every RSI reported, {weeks}"),
        ]
    );
    let directions = "Less at RSI f, more at RSI a, of 2 of 13 RSIs with both periods.";
    assert_eq!(
        said("queries"),
        [
            "2 RSIs (a and f) that reported in both periods: 500 queries per day from 4 Nov 2019 to 4 Nov 2020, 450 \
             from 1 Feb 2021 to 1 Feb 2022: 10.00% less.",
            directions,
            &format!("Each RSI's mean of its weeks with data, {weeks}"),
        ]
    );
    // Two of 13 letters on each of 367 and 366 days.
    let line = |what: &str, before: &str, after: &str, change: &str| {
        format!(
            "{what} from 4 Nov 2019 to 4 Nov 2020 ({before} daily reports), {after} daily reports): {change}."
        )
    };
    let second = |share: &str| format!("{share} from 1 Feb 2021 to 1 Feb 2022 (732 of 4,758");
    assert_eq!(
        said("codes"),
        [
            line(
                "NXDomain: 75.00% of the responses reported",
                "734 of 4,771",
                &second("60.00%"),
                "15.00 percentage points less"
            ),
            line(
                "NoError: 25.00% of the responses reported",
                "734 of 4,771",
                &second("40.00%"),
                "15.00 percentage points more"
            ),
        ]
    );
    assert_eq!(
        said("per-source"),
        [
            "f root: 40 queries per source from 4 Nov 2019 to 4 Nov 2020, 30 from 1 Feb 2021 to 1 Feb 2022: 25.00% \
             less.",
            directions,
            &format!("Each RSI's median of its weeks with data, {weeks}"),
        ]
    );
    let less = "10.00 percentage points less";
    assert_eq!(
        said("sizes"),
        [line("32-47 octets: 50.00% of the UDP queries reported", "734 of 4,771", &second("40.00%"), less)]
    );
    // It changed less than 48-63, by half a point.
    let more = "10.50 percentage points more";
    assert_eq!(
        said("response-sizes"),
        [line(
            "Of the ranges with 1% or more in both periods changed most, 48-63 octets: 49.50% of the UDP responses \
             reported",
            "734 of 4,771",
            &second("60.00%"),
            more
        )]
    );
}

#[test]
fn a_range_without_a_column_is_small_and_not_without_data() {
    fn few(rsi: Rsi, key: &str, day: Day) -> Option<f64> {
        story(rsi, key, day).map(|v| if key == "32-47" && day > CHANGE { 0.1 } else { v })
    }
    let found = said(few);
    let found = of(&found, "sizes");
    let row = found.rows.iter().find(|row| row.id == SIZES).unwrap();
    assert_eq!(row.found[1], Found::Small);
    assert_eq!(found.cells(row)[1..], ["less than 1%".to_owned(), String::new()]);
}

#[test]
fn a_period_without_data_is_said_to_have_none() {
    fn before_only(rsi: Rsi, key: &str, day: Day) -> Option<f64> {
        story(rsi, key, day).filter(|_| day <= CHANGE)
    }
    for findings in said(before_only) {
        let first = &findings.sentences[0];
        assert!(first.ends_with("no data from 1 Feb 2021 to 1 Feb 2022."), "{first}");
        assert!(!first.contains("no data from 4 Nov 2019"), "{first}");
        assert!(!findings.sentences.iter().any(|s| s.contains("Less at")));
    }
}

#[test]
fn what_nobody_lists_is_not_without_data() {
    fn others(rsi: Rsi, key: &str, day: Day) -> Option<f64> {
        story(rsi, key, day).map(|v| if matches!(key, "0" | "32-47") { 0.0 } else { v })
    }
    let found = said(others);
    let codes = &of(&found, "codes").sentences[1];
    assert!(
        codes.starts_with("NoError: 0.00% of the responses") && codes.ends_with(": no change."),
        "{codes}"
    );
    let sizes = &of(&found, "sizes").sentences[0];
    assert!(sizes.starts_with("32-47 octets: less than 1% of the UDP queries"), "{sizes}");
    assert!(!codes.contains("no data") && !sizes.contains("no data"));
}

#[test]
fn sizes_that_nobody_changed_are_named_by_their_share() {
    fn same(rsi: Rsi, key: &str, day: Day) -> Option<f64> {
        story(rsi, key, day.min(CHANGE))
    }
    let found = said(same);
    let sizes = &of(&found, "response-sizes").sentences[0];
    assert!(sizes.starts_with("Most frequent, 32-47 octets: 50.00%"), "{sizes}");
    assert!(sizes.ends_with(": no change."), "{sizes}");
}

#[test]
fn letters_of_one_period_each_are_not_compared() {
    fn apart(rsi: Rsi, key: &str, day: Day) -> Option<f64> {
        story(rsi, key, day).filter(|_| if rsi == Rsi::A { day <= CHANGE } else { day >= PERIODS[1].0 })
    }
    let said = said(apart);
    assert_eq!(
        of(&said, "queries").sentences[..2],
        [
            "RSI a: 100 queries per day from 4 Nov 2019 to 4 Nov 2020, no data from 1 Feb 2021 to 1 Feb 2022.",
            "RSI f: no data from 4 Nov 2019 to 4 Nov 2020, 300 queries per day from 1 Feb 2021 to 1 Feb 2022.",
        ]
    );
    assert_eq!(of(&said, "queries").sentences.len(), 3);
}

#[test]
fn data_beside_the_whole_weeks_are_data() {
    // The day of the change is a Wednesday, and the last of its period.
    fn one_day(rsi: Rsi, key: &str, day: Day) -> Option<f64> {
        story(rsi, key, day).filter(|_| day == CHANGE)
    }
    let said = said(one_day);
    for (id, who) in [("queries", "2 RSIs (a and f)"), ("per-source", "f root")] {
        let expected = format!(
            "{who}: no whole week with data from 4 Nov 2019 to 4 Nov 2020, no data from 1 Feb 2021 to 1 Feb 2022."
        );
        assert_eq!(of(&said, id).sentences[0], expected);
    }
    let peak = "Most in the week of 2 Nov 2020: 500 queries per day (2 of 91 daily reports).";
    assert_eq!(of(&said, "total").sentences[1], peak);
}

#[test]
fn a_few_days_are_said_to_be_few() {
    // Three days of one week and one of the next, at f only two of them.
    fn few(rsi: Rsi, key: &str, day: Day) -> Option<f64> {
        let at = day - PERIODS[0].0;
        let there = at == 7 || ((0..3).contains(&at) && (rsi == Rsi::A || at == 0));
        story(rsi, key, day).filter(|_| there || day == PERIODS[1].0)
    }
    let said = said(few);
    let at = "from 4 Nov 2019 to 4 Nov 2020 (2 of 52 weeks, ";
    let to = "from 1 Feb 2021 to 1 Feb 2022 (1 of 52 weeks, ";
    assert_eq!(
        of(&said, "queries").sentences[..2],
        [
            format!(
                "2 RSIs (a and f) that reported in both periods: 500 queries per day {at}6 of 728 daily reports), \
                 450 {to}2 of 728 daily reports): 10.00% less."
            ),
            "Less at RSI f, more at RSI a, of 2 of 13 RSIs with both periods (8 of 1,456 daily reports)."
                .to_owned(),
        ]
    );
    assert_eq!(
        of(&said, "per-source").sentences[0],
        format!(
            "f root: 40 queries per source {at}2 of 364 daily reports), 30 {to}1 of 364 daily reports): 25.00% less."
        )
    );
    assert!(of(&said, "codes").sentences[0].contains("Nov 2020 (6 of 4,771 daily reports), 60.00%"));
}

#[test]
fn an_open_range_is_not_compared_with_what_it_takes() {
    let view = |shares: &[(&str, f64)]| {
        let mut store = DataStore::default();
        let state = &figures()[4].charts[0];
        for request in kind::requests(state, &clock()) {
            let mut columns = answer(&request, |_, _, _| None);
            let rows = columns.rows;
            let column = |(key, share): &(&str, f64)| KeyedColumn {
                key: (*key).to_owned(),
                values: (0..rows).map(|_| Some(*share)).collect(),
            };
            columns.groups[0].columns = shares.iter().map(column).collect();
            store.insert(request, columns);
        }
        kind::view(state, &store, &clock()).unwrap()
    };
    let open = view(&[("32-47", 90.0), ("288-", 10.0)]);
    assert_eq!(unlisted(&open, "16-31"), Found::Small);
    let unknown = Found::Unknown(words::NOT_APART);
    assert_eq!(unlisted(&open, "304-319"), unknown);
    let closed = view(&[("32-47", 90.0), ("304-319", 10.0)]);
    assert_eq!(unlisted(&closed, "288-"), unknown);
    assert_eq!(unlisted(&closed, "320-"), Found::Small);
    let many = view(&[("32-47", 98.2), ("288-303", 0.9), ("304-319", 0.9)]);
    assert_eq!(unlisted(&many, "288-"), unknown);
}

#[test]
fn no_data_at_all_is_no_zero() {
    let nothing = said(|_, _, _| None);
    let without_views = figures().iter().map(|f| f.findings(&[None, None, None])).collect::<Vec<_>>();
    for findings in nothing.iter().chain(&without_views) {
        let first = &findings.sentences[0];
        assert_eq!(first.matches("no data").count(), 2, "{first}");
        assert!(!first.contains('%') && !first.contains(" 0"), "{first}");
    }
}

#[test]
fn days_of_another_period_are_not_taken_for_those_asked_for() {
    // Without a day of its range a chart shows all days that there are.
    let clock = Clock::new(Day::parse_iso("2020-12-01").unwrap());
    let figures = figures();
    let codes = figures.iter().find(|figure| figure.id == "codes").unwrap();
    let after = &codes.charts[2];
    assert_eq!(after.chosen_range(&clock), None);
    let mut store = DataStore::default();
    for request in kind::requests(after, &clock) {
        store.insert(request, answer(&request, story));
    }
    let view = kind::view(after, &store, &clock).unwrap();
    assert!(!view.is_empty());
    let findings = codes.findings(&[None, None, Some(&view)]);
    assert!(findings.sentences[0].contains("no data from 1 Feb 2021"), "{}", findings.sentences[0]);
}
