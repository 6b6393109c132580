//! The map's numbers, computed again in the plainest way from answers of instances-detail.

use std::collections::BTreeMap;

use rssac002_charts::view::{Body, MapView, View};
use rssac002_model::DayRange;
use serde_json::Value;

use crate::fixture::{Fixture, days};
use crate::numbers::LETTERS;

const COUNTS: [&str; 6] = ["all", "dual", "4", "6", "only4", "only6"];

/// Town and coordinates as the answer writes them, letter, and instances.
type Rows = BTreeMap<(String, String, char), f64>;

fn plain(answer: &Value, day: &str, letters: &str, count: &str) -> Rows {
    let mut rows = Rows::new();
    for letter in letters.chars() {
        for place in answer[letter.to_string()][day].as_array().into_iter().flatten() {
            let over = |key: &str, absent: bool| match place.get(key) {
                None => absent,
                Some(value) => value == true,
            };
            let (v4, v6) = (over("IPv4", true), over("IPv6", false));
            let counts = match count {
                "all" => v4 | v6,
                "dual" => v4 & v6,
                "4" => v4,
                "6" => v6,
                "only4" => v4 & !v6,
                _ => v6 & !v4,
            };
            let instances = place["Count"].as_f64().unwrap_or(0.0);
            if !counts || instances <= 0.0 {
                continue;
            }
            let at = match (place["Latitude"].as_f64(), place["Longitude"].as_f64()) {
                // Nobody has a server in the Gulf of Guinea.
                (Some(n), Some(e)) if n.abs() < 1.0 && e.abs() < 1.0 => "nowhere".to_owned(),
                (Some(n), Some(e)) if (-90.0..=90.0).contains(&n) && (-180.0..=180.0).contains(&e) => {
                    format!("{n},{e}")
                }
                _ => "nowhere".to_owned(),
            };
            let town = place["Town"].as_str().unwrap_or("").to_owned();
            *rows.entry((town, at, letter)).or_default() += instances;
        }
    }
    rows
}

fn shown(map: &MapView) -> Rows {
    let mut rows = Rows::new();
    for place in &map.places {
        let at = place.at.map_or("nowhere".to_owned(), |(n, e)| format!("{n},{e}"));
        for (rsi, instances) in &place.counts {
            let before = rows.insert((place.town.clone(), at.clone(), rsi.letter()), *instances);
            assert_eq!(before, None, "a place stands once");
        }
    }
    rows
}

fn map(view: &View) -> &MapView {
    let Body::Map(map) = &view.body else { panic!("no map") };
    map
}

fn compare(fixture: &Fixture, range: DayRange, letters: &str) -> f64 {
    let day = range.start().to_string();
    let answer = fixture.published("instances-detail", range);
    let mut all = 0.0;
    for count in COUNTS {
        let rsi = if letters == LETTERS { String::new() } else { "&rsi=b.d-g".into() };
        let view = fixture.view_at(&format!("/instances/map?date={day}&count={count}{rsi}"));
        let (expected, found) = (plain(&answer, &day, letters, count), shown(map(&view)));
        assert_eq!(found, expected, "{day} {count} {letters}");
        let drawn: f64 = expected.iter().filter(|((_, at, _), _)| at != "nowhere").map(|(_, n)| n).sum();
        let nowhere: f64 = expected.values().sum::<f64>() - drawn;
        let [on, off] = map(&view).totals();
        assert_eq!((on.0, off.0), (drawn, nowhere), "{day} {count}");
        all += drawn;
    }
    all
}

#[test]
fn the_map_shows_what_the_published_answers_list() {
    let sample = Fixture::sample();
    for day in ["2015-06-15", "2020-11-04", "2026-11-18"] {
        assert!(compare(sample, days(day, day), LETTERS) > 1000.0, "{day}");
        compare(sample, days(day, day), "bdefg");
    }
}

#[test]
fn dirty_lists_make_the_same() {
    let Some(dirty) = Fixture::dirty() else { return };
    let range = days("2019-11-20", "2020-01-17");
    let shown: f64 = range.days().map(|day| compare(dirty, DayRange::single(day), LETTERS)).sum();
    assert!(shown > 0.0);
}

#[test]
fn what_counts_adds_up_and_agrees_with_the_chart_of_numbers() {
    let sample = Fixture::sample();
    let of = |count: &str| {
        let view = sample.view_at(&format!("/instances/map?date=2020-11-04&count={count}"));
        let [on, off] = map(&view).totals();
        on.0 + off.0
    };
    assert_eq!(of("all"), of("dual") + of("only4") + of("only6"));
    assert_eq!(of("4"), of("dual") + of("only4"));
    let line = |count: &str| {
        let address = format!("/instances?time=2020-11-04..2020-11-04&count={count}");
        sample.view_at(&address).time().unwrap().panels[0].series[0].values.get(0).unwrap()
    };
    assert_eq!((of("4"), of("6")), (line("4"), line("6")));
}
