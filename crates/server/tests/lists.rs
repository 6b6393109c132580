//! Lists as files; and the rule for unusual days, measured on ten made-up years whose events are known. The figures are told in
//! `docs/src/unusual-days.md`; `cargo test -p rssac002-server --test lists -- --nocapture` prints them.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::http::StatusCode;
use rssac002_charts::day::state::Baseline;
use rssac002_charts::day::{self, DayState, Findings, Measured, Topic};
use rssac002_charts::draw::{Layer, Surface};
use rssac002_charts::events::{self, Event, Mark};
use rssac002_charts::export;
use rssac002_charts::state::{Bound, Interval, url};
use rssac002_charts::transform::Deviation;
use rssac002_charts::transform::usual::Scale;
use rssac002_charts::unusual::{Apart, Finding, Marked, Unusual, Who, words};
use rssac002_charts::{CATALOGUE, Chart, ChartState, View, coverage, format, kind};
use rssac002_ingest::sample;
use rssac002_model::{
    Column, Columns, Dataset, Day, DayRange, DayStatus, Endpoint, Group, KeyedColumn, Metric, Rsi, RsiSet,
    Snapshot, Step,
};
use rssac002_server::events::EVENTS;
use rssac002_server::site::{Site, pages};
use rssac002_server::view::{self, marked, numbers, view};
use support::Server;

mod support;

fn days(from: &str, to: &str) -> DayRange {
    DayRange::new(Day::parse_iso(from).unwrap(), Day::parse_iso(to).unwrap()).unwrap()
}

/// Letters on days.
type Found = BTreeSet<(Day, Rsi)>;

/// How many of the found are events, and how many of the events are found.
fn precision_and_recall(found: &Found, events: &Found) -> (f64, f64) {
    let both = found.intersection(events).count() as f64;
    (both / found.len() as f64, both / events.len() as f64)
}

/// The events among the days that findings last: of two within three days only the farther is listed.
fn within(findings: &[Finding], events: &Found) -> Found {
    let lasts = |(day, rsi): &&(Day, Rsi)| {
        findings.iter().any(|f| f.who == Who::Letter(*rsi) && f.apart.is_none() && f.days.contains(*day))
    };
    events.iter().filter(lasts).copied().collect()
}

fn of_letters(findings: &[Finding], apart: Option<Apart>) -> Found {
    let queries = findings.iter().filter(|f| f.topic == Topic::Queries && f.apart == apart);
    let letter = |finding: &Finding| match finding.who {
        Who::Letter(rsi) => Some((finding.day, rsi)),
        Who::System => None,
    };
    queries.filter_map(letter).collect()
}

#[test]
fn the_attacks_of_the_sample_are_found_and_its_missing_files_are_not() {
    let range = days("2017-01-02", "2026-10-31");
    let snapshot = sample::snapshot(range.end() + 21);
    let unusual = view::unusual(&snapshot, range);
    let is_reported =
        |(day, rsi): &(Day, Rsi)| snapshot.status(Metric::TrafficVolume, *rsi, *day) == DayStatus::Clean;
    let attacks = sample::attacks(days("2017-03-01", "2026-10-31"));
    let attacks = attacks
        .into_iter()
        .flat_map(|(day, rsis)| rsis.iter().map(move |rsi| (day, rsi)).collect::<Vec<_>>());
    let events: Found = attacks.filter(is_reported).collect();
    assert!(events.len() >= 15, "{}", events.len());
    // A file in fifty is missing there, and one letter is silent for two months.
    assert_eq!(of_letters(&unusual.findings, None), events);
    assert_eq!(of_letters(&unusual.findings, Some(Apart::Doubtful)), Found::new());
}

#[test]
fn files_have_what_the_page_lists() {
    let today = "2020-11-21";
    let snapshot = sample::snapshot(Day::parse_iso(today).unwrap());
    let server = Server::new(snapshot, today, Site::embedded());
    let mut listed = 0;
    for query in
        ["", "?rsi=f", "?rsi=together&metric=codes", "?years=2018-2019&order=day", "?metric=load-time"]
    {
        let csv = server.get(&format!("/unusual.csv{query}"));
        let json = server.get(&format!("/unusual.json{query}"));
        assert_eq!((csv.status, json.status), (StatusCode::OK, StatusCode::OK), "{query}");
        let json = json.json();
        let findings = json["findings"].as_array().unwrap();
        let mut rows = csv.text().lines();
        assert_eq!(rows.next().unwrap(), words::FILE_COLUMNS.join(","));
        let rows: Vec<&str> = rows.collect();
        assert_eq!(rows.len(), findings.len(), "{query}");
        for (row, finding) in rows.iter().zip(findings) {
            let start =
                format!("{},{},{},", text(finding, "day"), text(finding, "rsi"), text(finding, "metric"));
            assert!(row.starts_with(&start), "{row}: {start}");
            let (first, day, last) =
                (text(finding, "first_day"), text(finding, "day"), text(finding, "last_day"));
            assert!(first <= day && day <= last, "{finding}");
            assert!(finding["score"].as_f64().unwrap().abs() >= 5.0 || finding["set_apart"] == "doubtful");
            match query {
                "?rsi=f" => assert_eq!(finding["rsi"], "f"),
                "?rsi=together&metric=codes" => {
                    assert_eq!((&finding["rsi"], &finding["metric"]), (&"together".into(), &"codes".into()));
                }
                "?years=2018-2019&order=day" => assert!(["2018", "2019"].contains(&&day[..4]), "{day}"),
                "?metric=load-time" => assert_eq!(finding["metric"], "load-time"),
                _ => {}
            }
        }
        if query.ends_with("order=day") {
            assert!(findings.windows(2).all(|pair| text(&pair[0], "day") >= text(&pair[1], "day")));
        }
        listed += rows.len();
    }
    assert!(listed > 100, "{listed}");
    for wrong in ["rsi=ab", "years=2019-2017", "order=size", "colour=red"] {
        let answer = server.get(&format!("/unusual.csv?{wrong}"));
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{wrong}");
        assert!(answer.text().contains(wrong), "{wrong}: {}", answer.text());
    }
    for nothing in ["/unusual.xml", "/unusual.csv/", "/unusual/x"] {
        assert_eq!(server.get(nothing).status, StatusCode::NOT_FOUND, "{nothing}");
    }
}

#[test]
fn a_day_has_its_numbers_as_files() {
    let today = "2020-11-21";
    let snapshot = sample::snapshot(Day::parse_iso(today).unwrap());
    let server = Server::new(snapshot.clone(), today, Site::embedded());
    let (mut compared, mut alone) = (0, 0);
    for (day, query, step, before) in [
        ("2020-10-27", "", 1, 28),
        ("2020-10-27", "?rsi=f.k", 1, 28),
        ("2019-02-03", "?baseline=weekday&v=1", 7, 8),
        // The sample begins here, so that nothing can be compared.
        ("2017-01-02", "?rsi=a-c", 1, 28),
        // Too late for any report.
        ("2020-11-20", "", 1, 28),
    ] {
        let csv = server.get(&format!("/day/{day}.csv{query}"));
        let json = server.get(&format!("/day/{day}.json{query}"));
        assert_eq!((csv.status, json.status), (StatusCode::OK, StatusCode::OK), "{day}{query}");
        let day = Day::parse_iso(day).unwrap();
        let (state, ignored) = DayState::parse(day, query);
        assert_eq!(ignored, []);
        // What the page is made from.
        let found = Findings::new(state, &numbers(&snapshot, &state.requests()));
        let json = json.json();
        assert_eq!(json["day"], day.to_string());
        assert_eq!(json["sentences"], serde_json::json!(found.sentences), "{day}{query}");
        let values = json["values"].as_array().unwrap();
        let mut lines = csv.text().lines();
        assert_eq!(lines.next().unwrap(), day::words::FILE_COLUMNS.join(","));
        let lines: Vec<&str> = lines.collect();
        let expected: usize =
            Topic::ALL.iter().flat_map(|topic| found.shown(*topic)).map(|row| 1 + row.letters.len()).sum();
        assert_eq!((lines.len(), values.len()), (expected, expected), "{day}{query}");
        for (line, value) in lines.iter().zip(values) {
            // No cell of these has a comma in it; both files say the same.
            let cells: Vec<&str> = line.split(',').collect();
            for (name, cell) in day::words::FILE_COLUMNS.into_iter().zip(&cells) {
                let said = match &value[name] {
                    serde_json::Value::Null => String::new(),
                    serde_json::Value::String(text) => text.clone(),
                    value => value.to_string(),
                };
                assert_eq!(*cell, said, "{line}: {name}");
            }
            let topic = Topic::ALL.into_iter().find(|topic| topic.id() == value["metric"]).unwrap();
            let row = found.of(topic).find(|row| row.label == value["quantity"]).unwrap();
            let letter = Rsi::all().find(|rsi| rsi.as_str() == value["rsi"]);
            let letter = letter.map(|rsi| row.letters.iter().find(|(one, _)| *one == rsi).unwrap().1);
            let deviation = letter.or(row.all).and_then(Measured::deviation);
            assert_eq!(value["value"].as_f64(), letter.or(row.all).map(Measured::value));
            let Some(deviation) = deviation else {
                assert!(cells[6..].iter().all(|cell| cell.is_empty()), "{line}");
                alone += 1;
                continue;
            };
            let number = |name: &str| value[name].as_f64();
            assert_eq!(number("usual"), Some(deviation.usual), "{line}");
            let change = match topic.scale() {
                Scale::Ratio => (Some(deviation.value / deviation.usual), None),
                Scale::Share => (None, Some(deviation.value - deviation.usual)),
            };
            assert_eq!((number("ratio"), number("points")), change, "{line}");
            assert_eq!(value["unit"].as_str().unwrap().starts_with('%'), change.1.is_some(), "{line}");
            assert_eq!(value["baseline_days"], deviation.days, "{line}");
            let judged = (value["unusual"].as_bool(), value["doubtful"].as_bool());
            assert_eq!(judged, (Some(deviation.is_unusual()), Some(deviation.is_doubtful)), "{line}");
            // The published numbers themselves, without any of the code that the page is made with.
            if topic == Topic::Queries && row.label == "UDP over IPv4" {
                let Some(rsi) = Rsi::all().find(|rsi| rsi.as_str() == value["rsi"]) else { continue };
                let published = |day: Day| {
                    let table = snapshot.table(Dataset::TrafficVolume);
                    table.cell(rsi, day)?.get("dns-udp-queries-received-ipv4")?
                };
                let mut held: Vec<f64> = (1..=before).filter_map(|n| published(day - n * step)).collect();
                held.sort_by(f64::total_cmp);
                let half = held.len() / 2;
                let median =
                    if held.len() % 2 == 1 { held[half] } else { (held[half - 1] + held[half]) / 2.0 };
                assert_eq!(number("value"), published(day), "{line}");
                assert!((deviation.usual / median - 1.0).abs() < 1e-9, "{line}: {median}");
                assert_eq!(value["baseline_days"], held.len(), "{line}");
                compared += 1;
            }
        }
    }
    assert!(compared > 20 && alone > 20, "{compared} {alone}");
    for wrong in ["rsi=x", "baseline=month", "colour=red"] {
        for ending in ["csv", "json"] {
            let answer = server.get(&format!("/day/2020-10-27.{ending}?{wrong}"));
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{wrong}");
            assert!(answer.text().contains(wrong), "{wrong}: {}", answer.text());
        }
    }
    for nothing in ["/day/2020-11-31.csv", "/day/today.json", "/day/2020-10-27.xml", "/day/2020-10-27/.csv"] {
        assert_eq!(server.get(nothing).status, StatusCode::NOT_FOUND, "{nothing}");
    }
}

#[test]
fn coverage_as_a_file_has_every_day_once() {
    let today = "2020-11-21";
    let snapshot = sample::snapshot(Day::parse_iso(today).unwrap());
    let server = Server::new(snapshot.clone(), today, Site::embedded());
    for (query, metric, letters) in [
        ("", Metric::TrafficVolume, 13),
        ("?rsi=h&metric=load-time", Metric::LoadTime, 1),
        ("?metric=zone-size&year=2019", Metric::ZoneSize, 1),
    ] {
        let csv = server.get(&format!("/coverage.csv{query}"));
        assert_eq!(csv.status, StatusCode::OK, "{query}");
        let mut days: BTreeMap<&str, Vec<(Day, &str)>> = BTreeMap::new();
        for row in csv.text().lines().skip(1) {
            let cells: Vec<&str> = row.split(',').collect();
            assert_eq!(cells[1], metric.name(), "{row}");
            let [first, last] = [cells[2], cells[3]].map(|day| Day::parse_iso(day).unwrap());
            let run = DayRange::new(first, last).unwrap();
            days.entry(cells[0]).or_default().extend(run.days().map(|day| (day, cells[4])));
        }
        assert_eq!(days.len(), letters, "{query}");
        for (letter, days) in days {
            let rsi = Rsi::all().find(|rsi| rsi.as_str() == letter).unwrap();
            assert!(days.windows(2).all(|pair| pair[1].0 - pair[0].0 == 1), "{query} {letter}");
            for (day, said) in days {
                let held = snapshot.status(metric, rsi, day) == DayStatus::Clean;
                assert_eq!(said == "reported", held, "{letter} {day}");
            }
        }
    }
    for wrong in ["rsi=ab", "year=19", "metric=weather"] {
        for file in ["/coverage.csv", "/image/coverage.svg", "/image/coverage.png"] {
            let answer = server.get(&format!("{file}?{wrong}"));
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{file}?{wrong}");
        }
    }
}

#[test]
fn coverage_as_a_picture_has_a_row_for_each_letter_or_metric() {
    let today = "2020-11-21";
    let snapshot = sample::snapshot(Day::parse_iso(today).unwrap());
    let server = Server::new(snapshot, today, Site::embedded());
    let of_h = Metric::ALL.into_iter().filter(|metric| *metric != Metric::ZoneSize);
    let of_h = of_h.map(|metric| metric.to_string()).collect();
    for (query, names) in [
        ("", Rsi::all().map(|rsi| rsi.to_string()).collect()),
        ("?rsi=h&year=2019&width=300", of_h),
        ("?metric=zone-size&width=3000&height=300&theme=dark", vec!["a".to_owned()]),
    ] as [(&str, Vec<String>); 3]
    {
        let svg = server.get(&format!("/image/coverage.svg{query}"));
        assert_eq!((svg.status, svg.header("content-type")), (StatusCode::OK, "image/svg+xml"), "{query}");
        let texts = |name: &str| {
            svg.text().contains(&format!(">\n{name}\n<")) || svg.text().contains(&format!(">{name}<"))
        };
        let missing: Vec<&String> = names.iter().filter(|name| !texts(name)).collect();
        assert!(missing.is_empty(), "{query}: {missing:?} {}", svg.text());
        assert!(svg.text().contains("made up"), "{query}");
        let png = server.get(&format!("/image/coverage.png{query}"));
        assert_eq!((png.status, png.header("content-type")), (StatusCode::OK, "image/png"), "{query}");
    }
    assert_eq!(server.get("/image/coverage.svg?ui=min").status, StatusCode::BAD_REQUEST);
    let small = server.get("/image/coverage.svg?width=240&height=160");
    let drawn = roxmltree::Document::parse(small.text()).unwrap();
    let lines = drawn.descendants().filter(|node| node.has_tag_name("text")).filter_map(|node| node.text());
    let lines: Vec<&str> = lines.map(str::trim).collect();
    assert_eq!(lines.join(" "), format!("{} {}", coverage::words::TITLE, rssac002_charts::words::TOO_SMALL));
    let empty = Server::new(Snapshot::default(), today, Site::embedded()).get("/image/coverage.svg");
    assert_eq!(empty.status, StatusCode::OK);
    assert!(empty.text().contains(coverage::words::NOTHING));
}

#[test]
fn events_as_rows_are_the_events_as_objects() {
    let server = Server::new(Snapshot::default(), "2020-11-21", Site::embedded());
    let csv = server.get("/events.csv");
    assert_eq!(csv.status, StatusCode::OK);
    let rows = read_csv(csv.text());
    let objects: Vec<serde_json::Value> = serde_json::from_str(server.get("/events.json").text()).unwrap();
    let objects: Vec<Vec<&str>> = objects
        .iter()
        .map(|event| ["day", "what", "rsi", "source"].map(|key| event[key].as_str().unwrap()).to_vec())
        .collect();
    assert_eq!(rows[0], ["day", "what", "rsi", "source"]);
    assert_eq!(rows[1..], objects);
    assert_eq!(server.get("/events.csv?rsi=a").status, StatusCode::BAD_REQUEST);
}

#[test]
fn known_events_stand_in_every_chart_over_time() {
    let today = "2020-12-31";
    let snapshot = Arc::new(sample::snapshot(Day::parse_iso(today).unwrap()));
    let clock = pages::clock(&snapshot, Day::parse_iso(today).unwrap());
    let range = days("2018-09-03", "2020-12-06");
    for chart in CATALOGUE {
        let mut state = ChartState::new(chart);
        if !state.over_time() {
            assert_eq!(url::parse(chart, "events=on", &clock).1.len(), 1, "{}", chart.path);
            continue;
        }
        (state.from, state.to) = (Bound::On(range.start()), Bound::On(range.end()));
        let plain = view(&snapshot, &state, &clock).unwrap();
        state.events = true;
        let marked = view(&snapshot, &state, &clock).unwrap();
        let expected: Vec<&Event> = events::on(&EVENTS, marked.range, RsiSet::ALL).collect();
        assert!(expected.len() >= 2 && plain.time().unwrap().marks.is_empty(), "{}", chart.path);
        let time = marked.time().unwrap();
        let [marks] = time.marks.as_slice() else { panic!("{}", chart.path) };
        assert!(
            marks.mark == Mark::Event && marks.days.iter().eq(expected.iter().copied()),
            "{}",
            chart.path
        );
        let surface = Surface::new(800.0, 400.0);
        let items = |view: &View| kind::place(view, 0, &surface, Layer::All).unwrap().items.len();
        assert_eq!(items(&marked) - items(&plain), 2 * expected.len(), "{}: a line and its head", chart.path);
        for event in expected {
            let told = rssac002_charts::words::event(event);
            assert!(marked.summary.contains(&told) && !plain.summary.contains(&told), "{}", chart.path);
            let bin = time.bins.iter().position(|bin| bin.days.contains(event.day)).unwrap();
            let readout = kind::readout(&marked, 0, bin).unwrap();
            assert!(readout.note.contains(&told), "{}: {}", chart.path, readout.note);
        }
    }
    // Another letter's address is none of k's business.
    let k = url::parse(
        Chart::find("queries-received").unwrap(),
        "events=on&rsi=k&time=2017-01-02..2017-12-31",
        &clock,
    );
    let view = view(&snapshot, &k.0, &clock).unwrap();
    let marks = &view.time().unwrap().marks[0];
    assert!(marks.days.iter().all(|event| event.rsis == RsiSet::ALL));
    assert!(!marks.days.is_empty());
}

/// The rows of a CSV, read as RFC 4180 says.
fn read_csv(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let (mut quoted, mut characters) = (false, text.chars().peekable());
    while let Some(c) = characters.next() {
        match (c, quoted) {
            ('"', true) if characters.peek() == Some(&'"') => {
                characters.next();
                cell.push('"');
            }
            ('"', _) => quoted = !quoted,
            (',', false) => row.push(std::mem::take(&mut cell)),
            ('\r', false) => assert_eq!(characters.peek(), Some(&'\n')),
            ('\n', false) => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            (c, _) => cell.push(c),
        }
    }
    assert!(!quoted && row.is_empty() && cell.is_empty());
    rows
}

#[test]
fn unusual_days_are_marked_in_every_chart_over_time_that_is_searched_for_them() {
    let today = "2020-12-31";
    let snapshot = Arc::new(sample::snapshot(Day::parse_iso(today).unwrap()));
    let clock = pages::clock(&snapshot, Day::parse_iso(today).unwrap());
    let searched = days("2017-01-02", "2020-12-10");
    let unusual = view::unusual(&snapshot, searched);
    let range = days("2018-01-01", "2020-12-06");
    let (mut searched, mut found, mut crowded) = (0, 0, 0);
    for chart in CATALOGUE {
        for query in ["", "type=lines", "rsi=a-c.k&interval=day"] {
            let mut state = url::parse(chart, query, &clock).0;
            if !state.offers_unusual() {
                assert_eq!(url::parse(chart, "unusual=on", &clock).1.len(), 1, "{}", chart.path);
                continue;
            }
            (state.from, state.to) = (Bound::On(range.start()), Bound::On(range.end()));
            let plain = view(&snapshot, &state, &clock).unwrap();
            state.unusual = true;
            let told = url::address(&state);
            // Nobody knows them: none is drawn, and it is said.
            let unknown = view(&snapshot, &state, &clock).unwrap();
            let said = rssac002_charts::words::UNUSUAL_NOT_KNOWN;
            assert!(unknown.time().unwrap().marks.is_empty() && unknown.summary.contains(said), "{told}");
            let seen = marked(&snapshot, &state, &clock, Some(&unusual)).unwrap();
            assert!(!seen.summary.contains(said), "{told}");
            let time = seen.time().unwrap();
            let [marks] = time.marks.as_slice() else { panic!("{told}") };
            assert_eq!(marks.mark, Mark::Unusual);

            // In a plain way: of the chart's metric, at all together where one line or part adds them up, else at its letters.
            let Marked { topic, .. } = Marked::of(&state).unwrap();
            let adds_up = time.panels.iter().flat_map(|p| &p.series).all(|s| s.rsis == RsiSet::ALL);
            let is_meant = |finding: &&Finding| {
                let of_chart = match finding.who {
                    Who::System => adds_up,
                    Who::Letter(rsi) => !adds_up && state.rsis.contains(rsi),
                };
                finding.topic == topic
                    && finding.apart.is_none()
                    && seen.range.contains(finding.day)
                    && of_chart
            };
            let mut expected: BTreeMap<Day, f64> = BTreeMap::new();
            for finding in unusual.findings.iter().filter(is_meant) {
                let score = expected.entry(finding.day).or_default();
                *score = score.max(finding.score.abs());
            }
            let there: BTreeSet<Day> = marks.days.iter().map(|day| day.day).collect();
            assert_eq!(there, expected.keys().copied().collect(), "{told}");
            assert_eq!(there.len(), marks.days.len(), "{told}: a day has one mark");
            let scores: Vec<f64> = marks.shown().iter().map(|day| expected[&day.day]).collect();
            assert!(scores.is_sorted_by(|a, b| a >= b), "{told}: {scores:?}");

            // A line and its head at each, words at its place and below, and how many have no mark.
            let surface = Surface::new(800.0, 400.0);
            let items = |view: &View| kind::place(view, 0, &surface, Layer::All).unwrap().items.len();
            assert_eq!(items(&unknown), items(&plain), "{told}");
            // A panel of a letter has those of the letter.
            let is_at = |panel: usize, event: &Event| {
                let rsis = time.panels[panel].series[0].rsis;
                !time.per_letter || event.rsis.iter().any(|rsi| rsis.contains(rsi))
            };
            let here = marks.shown().iter().filter(|event| is_at(0, event)).count();
            assert_eq!(items(&seen) - items(&plain), 2 * here, "{told}");
            let table = export::table(&seen);
            assert_eq!(table.columns.last().unwrap(), "Unusual days", "{told}");
            for (at, event) in marks.days.iter().enumerate() {
                assert_eq!(seen.summary.contains(&event.what), at < marks.marked, "{told}: {}", event.what);
                let bin = time.bins.iter().position(|bin| bin.days.contains(event.day)).unwrap();
                let said = format!("unusual day: {}", rssac002_charts::words::event(event));
                for panel in 0..time.panels.len() {
                    let readout = kind::readout(&seen, panel, bin).unwrap();
                    assert_eq!(readout.note.contains(&said), is_at(panel, event), "{told}: {panel}");
                    assert_eq!(
                        readout.spoken(None, (1, 0)).contains(&said),
                        is_at(panel, event),
                        "{told}: {panel}"
                    );
                }
                let (row, cells) = &table.rows[time.bins.len() - 1 - bin];
                assert_eq!(*row, time.bins[bin].start().to_string());
                let cell = table.styles.last().unwrap().write(*cells.last().unwrap());
                // A row of a week says which of its days.
                let in_row = match time.interval {
                    Interval::Day => event.what.clone(),
                    Interval::Week => rssac002_charts::words::event(event),
                };
                assert!(cell.split("; ").any(|day| day == in_row), "{told}: {cell}");
                assert_eq!(event.source.split('?').next().unwrap(), format!("/day/{}", event.day));
            }
            let more = marks.days.len() - marks.marked;
            let are = if more == 1 { "is" } else { "are" };
            let said = format!("; {more} more {are} not marked, for want of room.");
            assert_eq!(seen.summary.contains(&said), more > 0, "{told}");
            assert_eq!(seen.summary.contains("not marked"), more > 0, "{told}");
            let empty = table.rows.iter().filter(|(_, cells)| cells.last().unwrap().is_none()).count();
            let full: BTreeSet<usize> = there
                .iter()
                .map(|day| time.bins.iter().position(|bin| bin.days.contains(*day)).unwrap())
                .collect();
            assert_eq!(table.rows.len() - empty, full.len(), "{told}");
            searched += 1;
            found += marks.days.len();
            crowded += usize::from(more > 0);
        }
    }
    println!("{found} days in {searched} views, {crowded} of them with more than are marked");
    assert!(found > 20 && crowded > 0, "{found} {crowded}");
}

#[test]
fn what_is_marked_stands_beside_the_rows_of_its_day_or_week_in_every_file() {
    let today = "2020-12-31";
    let snapshot = sample::snapshot(Day::parse_iso(today).unwrap());
    let server = Server::new(snapshot, today, Site::embedded());
    let query = "v=1&time=2018-09-03..2018-12-30&events=on&unusual=on";
    // Four days that have an event, as the list says, in files by week and by day, and beside other days.
    for more in
        ["interval=week", "interval=day", "interval=day&type=lines&with=year-before", "interval=day&rsi=k"]
    {
        let address = format!("/queries-received.csv?{query}&{more}");
        let csv = server.get(&address);
        assert_eq!(csv.status, StatusCode::OK, "{}", csv.text());
        let rows = read_csv(csv.text());
        assert_eq!(rows[0], ["date", "letter", "series", "value", "events", "unusual"]);
        let rsis = if more.contains("rsi=k") { RsiSet::parse_permalink("k").unwrap() } else { RsiSet::ALL };
        let unusual = server.app.held().known_unusual().unwrap();
        let clock = pages::clock(&server.app.held().snapshot, Day::parse_iso(today).unwrap());
        let state =
            url::parse(Chart::find("queries-received").unwrap(), &format!("{query}&{more}"), &clock).0;
        let listed = unusual.marks(&Marked::of(&state).unwrap());
        let mut told = 0;
        for row in &rows[1..] {
            assert_eq!(row.len(), 6, "{address}: {row:?}");
            let first = Day::parse_iso(&row[0]).unwrap();
            let week = more == "interval=week";
            let bin = DayRange::new(first, first + if week { 6 } else { 0 }).unwrap();
            let joined = |list: &[Event]| {
                let mut days: Vec<&Event> = events::on(list, bin, rsis).collect();
                days.sort_by_key(|event| event.day);
                // A day says when it is by its row.
                let told = |event: &Event| match week {
                    true => format!("{}: {}", format::short_day(event.day), event.what),
                    false => event.what.clone(),
                };
                days.into_iter().map(told).collect::<Vec<_>>().join("; ")
            };
            assert_eq!(row[4], joined(&EVENTS), "{address}: {}", row[0]);
            assert_eq!(row[5], joined(&listed), "{address}: {}", row[0]);
            told += usize::from(!row[4].is_empty());
        }
        assert!(told > 0, "{address}");
        let json = server.get(&address.replace(".csv", ".json")).json();
        let metadata = server.get(&address.replace(".csv", ".metadata.json")).json();
        assert_eq!(metadata["csv_columns"].as_array().unwrap().len(), 6);
        let columns = json["columns"].as_array().unwrap();
        let dates = json["index"]["values"].as_array().unwrap();
        for (at, name) in [(4, "events"), (5, "unusual")] {
            let column = columns.iter().find(|column| column["series"] == name).unwrap();
            let values = column["values"].as_array().unwrap();
            assert_eq!(values.len(), dates.len(), "{address}");
            for (date, value) in dates.iter().zip(values) {
                let row = rows.iter().find(|row| date == row[0].as_str()).unwrap();
                assert_eq!(value.as_str().unwrap_or_default(), row[at], "{address}");
                assert_eq!(value.is_null(), row[at].is_empty(), "{address}");
            }
        }
    }
    // Nothing is asked for, nothing is there.
    let plain = server.get("/queries-received.csv?v=1&time=2018-09-03..2018-12-30");
    assert_eq!(read_csv(plain.text())[0], ["date", "letter", "series", "value"]);
}

#[test]
fn the_list_of_marks_comes_when_the_search_is_done_and_pages_do_not_wait_for_it() {
    let today = "2020-12-31";
    let server = Server::new(sample::snapshot(Day::parse_iso(today).unwrap()), today, Site::embedded());
    let address = "/unusual/marks.json?metric=queries&rsi=together";
    // A page neither waits nor starts the search, which the first who asks for the list does; a picture is right from the start.
    server.get("/queries-received?v=1&unusual=on");
    assert!(server.app.held().known_unusual().is_none());
    let early = server.get(address);
    assert_eq!((early.status, early.header("retry-after")), (StatusCode::SERVICE_UNAVAILABLE, "5"));
    assert_eq!(early.header("cache-control"), "no-store");
    let svg = server.get("/image/queries-received.svg?v=1&unusual=on");
    assert!(svg.text().contains("Unusual days (Queries received, all together)"), "{}", svg.text());
    let unusual = server.app.held().known_unusual().unwrap();
    let letters = RsiSet::parse_permalink("a-c.k").unwrap();
    let mut found = Vec::new();
    for (rsis, address) in [
        (None, address.to_owned()),
        (Some(letters), "/unusual/marks.json?metric=queries&rsi=a-c.k".to_owned()),
    ] {
        let marked = Marked { topic: Topic::Queries, rsis };
        assert_eq!(marked.address(), address);
        let answer = server.get(&address);
        assert_eq!(answer.status, StatusCode::OK);
        let list = events::read(&answer.body).unwrap();
        assert_eq!(list, unusual.marks(&marked));
        let wanted = rsis.unwrap_or(RsiSet::ALL);
        assert!(list.iter().all(|event| event.rsis.without(wanted).is_empty()), "{address}");
        found.push(list.len());
    }
    assert!(found.iter().all(|count| *count > 0), "{found:?}");
    for wrong in ["metric=weather", "rsi=z", "colour=red"] {
        let answer = server.get(&format!("/unusual/marks.json?{wrong}"));
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{wrong}");
    }
}

fn text<'a>(finding: &'a serde_json::Value, name: &str) -> &'a str {
    finding[name].as_str().unwrap()
}

/// Chance that is the same in every run (Steele, Lea and Flood 2014, SplitMix).
struct Chance(u64);

impl Chance {
    /// From 0 to 1.
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Scattered normally about zero, with deviation one.
    fn normal(&mut self) -> f64 {
        (-2.0 * (1.0 - self.next()).ln()).sqrt() * (std::f64::consts::TAU * self.next()).cos()
    }
}

/// Ten years of 13 letters that scatter so much from day to day, with a weekly rhythm of 25%, growth of 15% a year, 2% of
/// files missing, one value in 1,000 a mistake, and events on one day in 200, each three to eight times the usual or as small a
/// part of it. What was asked, the events, and the mistakes.
fn ten_years(seed: u64, scatter: f64) -> (DayRange, Columns, Found, Found) {
    let range = days("2016-01-01", "2025-12-31");
    let mut chance = Chance(seed);
    let (mut events, mut mistakes) = (Found::new(), Found::new());
    let groups = Rsi::all().map(|rsi| {
        let mut column = Column::missing(0);
        for (row, day) in range.days().enumerate() {
            let weekday = 1.0 - if day.weekday() >= 5 { 0.25 } else { 0.0 };
            let usual =
                4e9 * weekday * (0.15 * row as f64 / 365.25).exp() * (scatter * chance.normal()).exp();
            let kind = chance.next();
            let factor = 3.0 + 5.0 * chance.next();
            let is_reported = chance.next() >= 0.02;
            // The first weeks have too little before them.
            let factor = match kind {
                _ if row < 60 || !is_reported => 1.0,
                0.0..0.004 => factor,
                0.004..0.005 => 1.0 / factor,
                0.005..0.006 => 1e6,
                _ => 1.0,
            };
            if factor != 1.0 {
                let kind = if factor == 1e6 { &mut mistakes } else { &mut events };
                kind.insert((day, rsi));
            }
            column.push(is_reported.then_some(usual * factor));
        }
        let key = "dns-udp-queries-received-ipv4".to_owned();
        Group { columns: vec![KeyedColumn { key, values: column }], ..Group::new(Some(rsi)) }
    });
    let groups = groups.collect();
    let columns = Columns { start: range.start(), step: Step::DAY, rows: range.len(), groups };
    (range, columns, events, mistakes)
}

/// What one comparison alone would find.
fn found_beside(baseline: Baseline, range: DayRange, columns: &Columns) -> Found {
    let mut found = Found::new();
    for group in &columns.groups {
        let column = &group.columns[0].values;
        for (row, day) in range.days().enumerate() {
            let before = baseline.days_before().into_iter();
            let before = before.filter_map(|days| column.get(row.checked_sub(days as usize)?));
            let deviation = column.get(row).and_then(|value| Deviation::of(value, before, Scale::Ratio));
            if deviation.is_some_and(|deviation| deviation.is_unusual()) {
                found.insert((day, group.rsi.unwrap()));
            }
        }
    }
    found
}

#[test]
fn precision_and_recall_on_ten_noisy_years() {
    let mut false_alarms: BTreeMap<&str, usize> = BTreeMap::new();
    println!("scatter  both: precision recall   weekday alone   28 days alone");
    for (scatter, least) in [
        (0.02, (1.0, 1.0)),
        (0.05, (1.0, 1.0)),
        (0.1, (0.99, 0.97)),
        (0.2, (0.97, 0.78)),
        (0.3, (0.92, 0.42)),
    ] {
        let (mut found, mut weekdays, mut nearby, mut events) =
            (Found::new(), Found::new(), Found::new(), Found::new());
        for seed in 1..=3 {
            let (range, columns, happened, mistakes) = ten_years(seed, scatter);
            let unusual = Unusual::search(range, |request| {
                let is_volume = request.endpoint == Endpoint::Data(Dataset::TrafficVolume);
                is_volume.then(|| columns.clone())
            });
            // Seeds are told apart by ten years.
            let apart =
                |found: Found| found.into_iter().map(move |(day, rsi)| (day + 4000 * seed as i32, rsi));
            assert!(
                mistakes.is_subset(&of_letters(&unusual.findings, Some(Apart::Doubtful))),
                "{scatter} {seed}"
            );
            found.extend(apart(of_letters(&unusual.findings, None)));
            found.extend(apart(within(&unusual.findings, &happened)));
            weekdays.extend(apart(found_beside(Baseline::SameWeekday, range, &columns)));
            nearby.extend(apart(found_beside(Baseline::DaysBefore, range, &columns)));
            events.extend(apart(happened));
        }
        let [both, weekday, near] =
            [&found, &weekdays, &nearby].map(|found| precision_and_recall(found, &events));
        println!("{scatter:.2} {both:.3?} {weekday:.3?} {near:.3?} of {}", events.len());
        for (name, found) in [("both", &found), ("weekday", &weekdays), ("near", &nearby)] {
            *false_alarms.entry(name).or_default() += found.difference(&events).count();
        }
        assert!(both.0 >= least.0 && both.1 >= least.1, "{scatter} {both:?}");
    }
    println!("false alarms: {false_alarms:?}");
    assert!(false_alarms["both"] * 4 < false_alarms["near"], "{false_alarms:?}");
    assert!(false_alarms["both"] * 50 < false_alarms["weekday"], "{false_alarms:?}");
}
