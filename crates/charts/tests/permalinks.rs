//! Links are for ever: `tests/permalinks.txt` holds every spelling that was ever published, with what it means.
//!
//! A line is an address, a tab, and the query that says everything about its state without any default. A third column,
//! `irreversible`, marks an earlier spelling that is read and no longer written. Lines are added, never changed: a line
//! that fails is a broken link somewhere.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use rssac002_charts::catalogue::{Drawing, Form, Messages, Per, Rate};
use rssac002_charts::state::url::{full_query, link_query, parse};
use rssac002_charts::state::{Align, Bound, Doubtful, PanelAxis, Reading, Scale, Second, Tab};
use rssac002_charts::{CATALOGUE, Chart, ChartState, Clock};
use rssac002_model::{Day, RsiSet};

const LINKS: &str = include_str!("../../../tests/permalinks.txt");

fn clock() -> Clock {
    Clock::new(day("2026-11-21"))
}

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

fn link(state: &ChartState) -> String {
    format!("/{}?{}", state.chart.path, link_query(state))
}

fn read(address: &str) -> ChartState {
    let (path, query) = address.split_once('?').unwrap();
    let chart = Chart::find(path).unwrap_or_else(|| panic!("no chart at {path}"));
    let (state, ignored) = parse(chart, query, &clock());
    assert_eq!(ignored, [], "{address}");
    state
}

#[test]
fn every_published_link_means_what_it_meant() {
    let mut count = 0;
    for line in LINKS.lines().filter(|l| !l.starts_with('#')) {
        let columns: Vec<&str> = line.split('\t').collect();
        let (address, full) = (columns[0], columns[1]);
        let state = read(address);
        assert_eq!(full_query(&state), full, "{address} has another meaning");
        assert_eq!(read(&format!("/{}?{full}", state.chart.path)), state, "{full}");
        match columns.get(2) {
            None => assert_eq!(link(&state), address, "{address} is spelled otherwise"),
            Some(&"irreversible") => assert_ne!(link(&state), address),
            Some(other) => panic!("{other} is no mark of a line"),
        }
        count += 1;
    }
    assert!(count > 300, "{count}");
}

/// A chart with each of its choices made by itself.
fn spelled(chart: &'static Chart) -> Vec<ChartState> {
    let default = ChartState::new(chart);
    let mut states = vec![default.clone()];
    let mut add = |change: &dyn Fn(&mut ChartState)| {
        let mut state = default.clone();
        change(&mut state);
        if state != default {
            states.push(state);
        }
    };
    let fixed = Bound::On(day("2020-11-04"));
    if default.is_map() {
        add(&|s| s.set_day(fixed));
    } else {
        for (from, to) in [
            (fixed, Bound::Latest),
            (Bound::On(day("2019-11-04")), fixed),
            (Bound::YearsBack(3), Bound::Latest),
            (Bound::YearsBack(2), Bound::YearsBack(1)),
            (Bound::Earliest, Bound::Latest),
        ] {
            add(&|s| (s.from, s.to) = (from, to));
        }
    }
    if default.offers_second_period() {
        add(&|s| s.set_second(Second::Days(Bound::On(day("2019-11-04")), fixed)));
        add(&|s| s.set_second(Second::YearBefore));
        add(&|s| {
            s.set_second(Second::YearBefore);
            if s.offers_align() {
                s.align = Align::Number;
            }
        });
        // Days and weeks stand under one another in different ways.
        for interval in chart.intervals {
            add(&|s| {
                s.set_second(Second::YearBefore);
                s.set_interval(*interval);
                if s.offers_align() {
                    s.align = Align::Number;
                }
            });
        }
    }
    if chart.letters {
        add(&|s| s.rsis = RsiSet::parse_permalink("a-c.k").unwrap());
    }
    chart.intervals.iter().for_each(|interval| add(&|s| s.interval = *interval));
    for form in chart.forms() {
        add(&|s| s.set_form(*form));
        add(&|s| {
            s.set_form(*form);
            if s.offers_log() {
                s.scale = if s.scale == Scale::Log { Scale::Linear } else { Scale::Log };
            }
        });
    }
    for reading in default.offered_readings() {
        add(&|s| s.set_reading(*reading));
        add(&|s| {
            s.set_reading(*reading);
            match reading {
                Reading::Average => s.over = 7,
                Reading::Index => s.base = Some(day("2020-11-04")),
                Reading::Published | Reading::Change | Reading::Cumulative => {}
            }
        });
    }
    if default.over_time() {
        add(&|s| s.events = true);
    }
    if default.offers_unusual() {
        add(&|s| s.unusual = true);
    }
    if default.offers_complete() {
        add(&|s| s.complete = true);
    }
    if chart.per == Per::DayOrSecond {
        add(&|s| s.rate = Rate::PerSecond);
    }
    chart.ip_versions.iter().for_each(|ip| add(&|s| s.ip = *ip));
    default.offered_instances().iter().for_each(|count| add(&|s| s.instances = *count));
    if default.offers_threshold() {
        add(&|s| s.threshold = 300);
    }
    if default.offers_messages() {
        Messages::ALL.iter().for_each(|messages| add(&|s| s.messages = *messages));
        add(&|s| s.hidden = vec!["288-".into(), "32-47".into()]);
    }
    if default.offers_top() {
        add(&|s| s.top = 5);
    }
    if default.offers_axis() {
        [PanelAxis::Same, PanelAxis::Own].iter().for_each(|axis| add(&|s| s.axis = *axis));
    }
    if default.offers_doubtful() {
        add(&|s| s.doubtful = Doubtful::LeaveOut);
        add(&|s| s.doubtful = Doubtful::Mark);
    }
    for (split, parts) in chart.splits() {
        add(&|s| s.set_split(*split));
        add(&|s| {
            s.set_form(Form::Columns);
            s.set_split(*split);
        });
        for part in *parts {
            add(&|s| {
                s.set_split(*split);
                s.open(Some(part.id.into()));
            });
        }
    }
    if default.is_of_codes() {
        add(&|s| s.open(Some("3".into())));
    } else if default.is_pie() && chart.splits().is_empty() {
        ["32-47", "288-", "other"].iter().for_each(|part| add(&|s| s.open(Some((*part).into()))));
    }
    if chart.drawing == Drawing::Boxes {
        add(&|s| s.hidden = vec!["second".into()]);
    } else {
        add(&|s| s.hidden = vec!["a".into(), "k".into()]);
    }
    if let Some(part) = chart.parts.first().filter(|_| chart.drawing != Drawing::Boxes) {
        add(&|s| s.hidden = vec![part.id.into()]);
    }
    add(&|s| s.tab = Tab::Table);
    states
}

#[test]
fn every_spelling_of_today_is_published() {
    let known: Vec<&str> = LINKS.lines().filter_map(|l| l.split('\t').next()).collect();
    let states = CATALOGUE.iter().flat_map(spelled);
    let missing: Vec<String> = states
        .map(|state| (link(&state), full_query(&state)))
        .filter(|(link, _)| !known.contains(&link.as_str()))
        .map(|(link, full)| format!("{link}\t{full}"))
        .collect();
    assert!(missing.is_empty(), "add these lines to tests/permalinks.txt:\n{}", missing.join("\n"));
}
