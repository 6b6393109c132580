//! The sentences of the study of Chromium, their numbers computed again in the plainest way from answers in the
//! published shape.

use rssac002_charts::study::{self, Findings};
use rssac002_charts::view::View;
use rssac002_charts::{format, words};
use rssac002_model::{Day, DayRange};
use serde_json::Value;

use crate::fixture::{Fixture, days};
use crate::numbers::{LETTERS, bins};

/// The periods, written anew.
fn periods() -> [DayRange; 2] {
    [days("2019-11-04", "2020-11-04"), days("2021-02-01", "2022-02-01")]
}

/// What a figure says of a data set.
fn findings(fixture: &Fixture, id: &str) -> Findings {
    let figure = study::figures().into_iter().find(|figure| figure.id == id).unwrap();
    let views: Vec<View> = figure.charts.iter().map(|state| fixture.view(state)).collect();
    // The plain computations below leave nothing out.
    assert!(views.iter().all(|view| view.doubtful().is_empty()), "{id}");
    figure.findings(&views.iter().map(Some).collect::<Vec<_>>())
}

/// A sentence about two numbers.
fn sentence(what: &str, unit: &str, values: [f64; 2], write: fn(f64) -> String, change: &str) -> String {
    let values = [format!("{} {unit}", write(values[0])), write(values[1])];
    words::compared(what, values, periods(), change)
}

fn cell(answer: &Value, letter: char, day: Day) -> impl Iterator<Item = (&str, f64)> {
    let counts = answer[letter.to_string()][day.to_string()].as_object();
    counts.into_iter().flatten().filter_map(|(key, v)| Some((key.as_str(), v.as_f64()?)))
}

/// The share of the counts whose key is wanted, of all letters and days of both periods.
fn shares(fixture: &Fixture, endpoint: &str, wanted: &str) -> [f64; 2] {
    periods().map(|period| {
        let answer = fixture.published(endpoint, period);
        let (mut these, mut all) = (0.0, 0.0);
        for (letter, day) in LETTERS.chars().flat_map(|l| period.days().map(move |day| (l, day))) {
            for (key, count) in cell(&answer, letter, day) {
                all += count;
                these += if key == wanted { count } else { 0.0 };
            }
        }
        100.0 * these / all
    })
}

fn points([before, after]: [f64; 2]) -> String {
    let direction = if after < before { "less" } else { "more" };
    format!("{:.2} percentage points {direction}", (after - before).abs())
}

fn percent([before, after]: [f64; 2]) -> String {
    let direction = if after < before { "less" } else { "more" };
    format!("{:.2}% {direction}", 100.0 * ((after - before) / before).abs())
}

/// The whole ISO weeks of a period.
fn whole_weeks(period: DayRange) -> Vec<Vec<Day>> {
    bins(period, true).into_iter().filter(|week| week.len() == 7).collect()
}

fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

#[test]
fn shares_of_codes_and_sizes_are_those_of_the_published_answers() {
    let sample = Fixture::sample();
    let codes = findings(sample, "codes");
    let nxdomain = shares(sample, "rcode-volume", "3");
    assert!(nxdomain[0] - nxdomain[1] > 5.0, "the sample data have the drop: {nxdomain:?}");
    for (at, (code, name)) in [("3", "NXDomain"), ("0", "NoError")].into_iter().enumerate() {
        let plain = shares(sample, "rcode-volume", code);
        let expected = sentence(name, "of all responses", plain, format::percent, &points(plain));
        assert_eq!(codes.sentences[at], expected);
    }
    let sizes = shares(sample, "udp-request-sizes", "32-47");
    assert!(sizes[0] - sizes[1] > 5.0, "the sample data have the drop: {sizes:?}");
    let expected = sentence("32-47 octets", "of all UDP queries", sizes, format::percent, &points(sizes));
    assert_eq!(findings(sample, "sizes").sentences[0], expected);
}

#[test]
fn queries_per_source_at_f_are_the_median_of_the_weeks() {
    let sample = Fixture::sample();
    let medians = periods().map(|period| {
        let (queries, sources) =
            (sample.published("traffic-volume", period), sample.published("unique-sources", period));
        let of_week = |week: Vec<Day>| {
            let average = |answer: &Value, key: &str| {
                let counts = week.iter().flat_map(|day| cell(answer, 'f', *day));
                mean(&counts.filter(|(k, v)| *k == key && *v > 0.0).map(|(_, v)| v).collect::<Vec<_>>())
            };
            let received = ["dns-udp-queries-received-ipv4", "dns-tcp-queries-received-ipv4"];
            let received: f64 = received.iter().filter_map(|key| average(&queries, key)).sum();
            Some(received / average(&sources, "num-sources-ipv4")?).filter(|ratio| *ratio > 0.0)
        };
        let mut ratios: Vec<f64> = whole_weeks(period).into_iter().filter_map(of_week).collect();
        assert!(ratios.len() > 40);
        ratios.sort_by(f64::total_cmp);
        let middle = ratios.len() / 2;
        if ratios.len() % 2 == 1 { ratios[middle] } else { (ratios[middle - 1] + ratios[middle]) / 2.0 }
    });
    let expected = sentence("f root", "queries per source", medians, format::count, &percent(medians));
    assert_eq!(findings(sample, "per-source").sentences[0], expected);
}

#[test]
fn queries_received_are_the_means_of_the_letters_that_have_both_periods() {
    let sample = Fixture::sample();
    let answers = periods().map(|period| sample.published("traffic-volume", period));
    let means = |letter: char| {
        [0, 1].map(|at| {
            let of_day = |day: &Day| {
                let counts = cell(&answers[at], letter, *day);
                let received: f64 = counts.filter(|(k, _)| k.contains("received")).map(|(_, v)| v).sum();
                Some(received).filter(|sum| *sum > 0.0)
            };
            let of_week = |week: Vec<Day>| mean(&week.iter().filter_map(of_day).collect::<Vec<_>>());
            let weeks: Vec<f64> = whole_weeks(periods()[at]).into_iter().filter_map(of_week).collect();
            mean(&weeks)
        })
    };
    let mut total = [0.0; 2];
    let mut letters = String::new();
    for letter in LETTERS.chars() {
        if let [Some(before), Some(after)] = means(letter) {
            total = [total[0] + before, total[1] + after];
            letters.push(letter);
        }
    }
    let said = findings(sample, "queries").sentences;
    let what = if letters.len() == 13 { "All 13 RSIs".to_owned() } else { panic!("only {letters}") };
    let expected = sentence(&what, "queries per day", total, format::short, &percent(total));
    assert_eq!(said[0], expected);
}

#[test]
fn without_data_the_study_says_so() {
    for figure in study::figures() {
        let said = &findings(Fixture::nothing(), figure.id).sentences[0];
        assert_eq!(said.matches("no data").count(), 2, "{said}");
    }
}
