//! An API in the published shape as the source of numbers, from a server that does everything wrong that there is.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod server;

use std::fs;
use std::time::{Duration, SystemTime};

use rssac002_fetch::upstream::{Outcome, Upstream};
use rssac002_fetch::{Directory, FetchError, Manners};
use rssac002_model::answer::Content;
use rssac002_model::{Dataset, Day, Rsi};
use server::{Fault, Server, Style};
use tempfile::TempDir;

const SECOND: Duration = Duration::from_secs(1);
const HOUR: Duration = Duration::from_secs(3600);

/// The day of these tests. 2014 and 2015 may still change then, and 2013 does not.
fn today() -> Day {
    Day::from_ymd(2015, 2, 1).unwrap()
}

/// An API that answers three years, and a folder for its answers.
struct Place {
    server: Server,
    _tree: TempDir,
    folder: TempDir,
    now: SystemTime,
}

impl Place {
    fn new() -> Place {
        let tree = tempfile::tempdir().unwrap();
        let place = Place {
            server: Server::start(tree.path(), Style::Nginx),
            _tree: tree,
            folder: tempfile::tempdir().unwrap(),
            now: SystemTime::now(),
        };
        for year in 2013..=2015 {
            for content in Content::all().filter(|content| *content != Content::Places || year == 2015) {
                place.server.publish(&path(content, year), &answer(content, year, 7));
            }
        }
        place
    }

    fn open(&self) -> Upstream {
        let api = Directory::parse(&self.server.at("api/v1")).unwrap();
        let manners =
            Manners { pause: Duration::ZERO, attempts: 1, backoff: Duration::ZERO, timeout: SECOND * 2 };
        Upstream::open(api, self.folder.path(), manners, today(), self.now).unwrap()
    }

    /// Asks for all that is due, and returns what came of each.
    fn round(&self, upstream: &mut Upstream) -> Vec<(String, Outcome)> {
        let mut came = Vec::new();
        while let Some(next) = upstream.next(today(), self.now).filter(|next| next.at <= self.now) {
            came.push((next.key.to_string(), upstream.ask(next.key, today(), self.now)));
        }
        came
    }

    /// An API all of whose answers have come.
    fn filled(&self) -> Upstream {
        let mut upstream = self.open();
        assert!(self.round(&mut upstream).iter().all(|(_, outcome)| *outcome == Outcome::Changed));
        self.server.requests();
        upstream
    }
}

const LOAD_TIME: Content = Content::Numbers(Dataset::LoadTime);

/// Where a server has an answer.
fn path(content: Content, year: i32) -> String {
    let letters = if content.letters().len() == 1 { "a" } else { "a-m" };
    format!("api/v1/{}?rsi={letters}&start_date={year}-01-01&end_date={year}-12-31", content.endpoint())
}

/// An answer in which every letter has a value on the second day of the year, and nothing else.
fn answer(content: Content, year: i32, value: u32) -> String {
    let first = Day::from_ymd(year, 1, 1).unwrap();
    let day = |day: Day| match content {
        _ if day != first + 1 => format!(r#""{day}":null"#),
        Content::Numbers(_) => format!(r#""{day}":{{"3":{value},"0":null}}"#),
        Content::Places => format!(r#""{day}":[{{"IPv4":true,"Count":{value}}}]"#),
    };
    let days: Vec<String> = (0..366).map(|n| first + n).filter(|day| day.year() == year).map(day).collect();
    let letter = |rsi: Rsi| format!(r#""{rsi}":{{{}}}"#, days.join(","));
    format!("{{{}}}", content.letters().iter().map(letter).collect::<Vec<_>>().join(","))
}

/// What letter a has on the second day of 2015.
fn value(upstream: &mut Upstream) -> Option<f64> {
    let snapshot = upstream.snapshot();
    let day = Day::from_ymd(2015, 1, 2).unwrap();
    snapshot.table(Dataset::LoadTime).cell(Rsi::A, day)?.get("3")?
}

fn reason(outcome: &Outcome) -> &str {
    match outcome {
        Outcome::Failed { reason, .. } => reason,
        Outcome::Changed | Outcome::Same => panic!("it did not fail: {outcome:?}"),
    }
}

#[test]
fn everything_comes_and_is_then_asked_for_conditionally_when_it_is_old() {
    let mut place = Place::new();
    let mut upstream = place.open();
    assert!(!upstream.has_answers());
    assert_eq!(place.round(&mut upstream).len(), 9 + 9 + 10);
    assert!(place.server.requests().iter().all(|(_, conditional)| !conditional));
    assert_eq!(place.server.connections(), 1, "one at a time, over one connection");
    assert!(upstream.wants_snapshot(place.now));
    let snapshot = upstream.snapshot();
    assert!(!upstream.wants_snapshot(place.now));
    for dataset in Dataset::ALL {
        for year in 2013..=2015 {
            let cell = snapshot.table(dataset).cell(Rsi::A, Day::from_ymd(year, 1, 2).unwrap()).unwrap();
            assert_eq!(cell.iter().collect::<Vec<_>>(), [("3", Some(7.0)), ("0", None)]);
        }
    }
    let places = snapshot.instances(Rsi::A).count(Day::from_ymd(2015, 1, 2).unwrap());
    assert_eq!(places, Some((7.0, 0.0)));

    assert_eq!(place.round(&mut upstream), [], "all of it is new");
    place.now += HOUR;
    let again = place.round(&mut upstream);
    assert_eq!(again.len(), 10 + 9, "2015 and 2014 may change, 2013 does not");
    assert!(again.iter().all(|(_, outcome)| *outcome == Outcome::Same));
    for head in place.server.heads() {
        assert!(head.contains("if-none-match: "), "{head}");
        assert!(head.contains("user-agent: rssac002-explorer/"), "{head}");
    }
    assert!(!upstream.wants_snapshot(place.now), "nothing changed");
    assert_eq!(upstream.snapshot().version, snapshot.version);
    assert_eq!(upstream.freshness(today()).age(place.now).unwrap().as_secs(), 0);
}

#[test]
fn another_answer_takes_the_place_of_the_one_before() {
    let mut place = Place::new();
    let mut upstream = place.filled();
    let before = upstream.snapshot().version;
    place.server.publish(&path(LOAD_TIME, 2015), &answer(LOAD_TIME, 2015, 8));
    place.now += HOUR;
    let changed: Vec<String> = place
        .round(&mut upstream)
        .into_iter()
        .filter(|(_, outcome)| *outcome == Outcome::Changed)
        .map(|(key, _)| key)
        .collect();
    assert_eq!(changed, ["load-time of 2015"]);
    assert!(upstream.wants_snapshot(place.now));
    assert_eq!(value(&mut upstream), Some(8.0));
    assert_ne!(upstream.snapshot().version, before);
}

#[test]
fn nothing_wrong_takes_the_place_of_what_is_kept() {
    let whole = answer(LOAD_TIME, 2015, 8);
    for (fault, said) in [
        (Fault::Status(404, ""), "status 404"),
        (Fault::Status(500, ""), "status 500"),
        (Fault::Status(503, "Retry-After: 900\r\n"), "status 503"),
        (Fault::Status(302, "Location: https://example.org/\r\n"), "another server"),
        (Fault::Truncated, "octets came"),
        (Fault::CutOff, "broke off"),
        (Fault::Overtaken("{\"a\":"), "cannot be read"),
        (Fault::Closed, "no answer"),
        (Fault::Stalled, "octets came"),
        (Fault::Huge, "larger than 256 MB"),
        (Fault::Page, "text/html"),
        (Fault::DisguisedPage, "cannot be read"),
        (Fault::Binary, "cannot be read"),
        (Fault::Compressed, "compressed"),
        (Fault::Instead("{}".to_owned()), "the letter a is not there"),
        (Fault::Instead("[]".to_owned()), "cannot be read"),
        (Fault::Instead(r#"{"error":"sorry"}"#.to_owned()), "`error`"),
        (Fault::Instead(answer(LOAD_TIME, 2014, 8)), "`2014-01-01`"),
        (Fault::Instead(whole.replace(r#","m":"#, r#","x":"#)), "`x`"),
        // Its server came up without its files.
        (Fault::Instead(whole.replace(r#"{"3":8,"0":null}"#, "null")), "no day of it has numbers any more"),
    ] {
        let mut place = Place::new();
        let mut upstream = place.filled();
        place.server.publish(&path(LOAD_TIME, 2015), &whole);
        place.server.break_for_good(&path(LOAD_TIME, 2015), fault.clone());
        place.now += HOUR;
        let came = place.round(&mut upstream);
        assert!(reason(&came[0].1).contains(said), "{fault:?}: {}", reason(&came[0].1));
        assert_eq!(value(&mut upstream), Some(7.0), "{fault:?}");
        let freshness = upstream.freshness(today());
        assert_eq!((freshness.failing, freshness.missing), (1, 0), "{fault:?}");
        assert_eq!(freshness.age(place.now).unwrap().as_secs(), 3600, "{fault:?}");

        // Also after the program has ended and begun again.
        drop(upstream);
        let mut upstream = place.open();
        assert_eq!(value(&mut upstream), Some(7.0), "{fault:?}");
        place.server.mend();
        place.now += HOUR;
        place.round(&mut upstream);
        assert_eq!(value(&mut upstream), Some(8.0), "{fault:?}");
        assert_eq!(upstream.freshness(today()).failing, 0, "{fault:?}");
    }
}

#[test]
fn a_year_without_numbers_is_an_answer_like_any_other() {
    let mut place = Place::new();
    let nothing = answer(LOAD_TIME, 2015, 8).replace(r#"{"3":8,"0":null}"#, "null");
    place.server.publish(&path(LOAD_TIME, 2015), &nothing);
    let mut upstream = place.filled();
    assert_eq!((value(&mut upstream), upstream.freshness(today()).missing), (None, 0));
    place.now += HOUR;
    assert!(place.round(&mut upstream).iter().all(|(_, outcome)| *outcome == Outcome::Same));
    place.server.publish(&path(LOAD_TIME, 2015), &answer(LOAD_TIME, 2015, 8));
    place.now += HOUR;
    place.round(&mut upstream);
    assert_eq!(value(&mut upstream), Some(8.0));
}

#[test]
fn an_answer_without_a_length_is_read_to_its_end() {
    let place = Place::new();
    place.server.break_times(&path(LOAD_TIME, 2015), Fault::WithoutLength, 1);
    let mut upstream = place.filled();
    assert_eq!(value(&mut upstream), Some(7.0));
}

#[test]
fn what_never_came_holds_nothing_back() {
    let place = Place::new();
    place.server.break_for_good(&path(LOAD_TIME, 2014), Fault::Status(404, ""));
    let mut upstream = place.open();
    let came = place.round(&mut upstream);
    assert_eq!(came.len(), 28);
    assert_eq!((upstream.freshness(today()).missing, upstream.freshness(today()).failing), (1, 0));
    assert!(upstream.wants_snapshot(place.now));
    assert_eq!(value(&mut upstream), Some(7.0));
}

#[test]
fn a_server_that_is_not_there_is_left_alone() {
    let mut place = Place::new();
    let nowhere = Directory::parse("http://127.0.0.1:1/api/v1").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut upstream =
        Upstream::open(nowhere, folder.path(), Manners::default(), today(), place.now).unwrap();
    assert_eq!(place.round(&mut upstream).len(), 1, "not all 28");
    assert!(!upstream.has_answers() && !upstream.wants_snapshot(place.now));
    assert_eq!(upstream.freshness(today()).age(place.now), None);
    place.now += SECOND * 10;
    assert_eq!(place.round(&mut upstream).len(), 1);
}

#[test]
fn in_the_first_round_there_are_numbers_before_all_have_come() {
    let place = Place::new();
    let mut upstream = place.open();
    let mut snapshots = Vec::new();
    let mut asked = 0;
    while let Some(next) = upstream.next(today(), place.now).filter(|next| next.at <= place.now) {
        upstream.ask(next.key, today(), place.now);
        asked += 1;
        if upstream.wants_snapshot(place.now) {
            upstream.snapshot();
            snapshots.push(asked);
        }
    }
    assert_eq!(snapshots, [10 + 9, 10 + 9 + 9], "two years, and all");
}

#[test]
fn a_program_that_was_killed_leaves_whole_answers() {
    let mut place = Place::new();
    drop(place.filled());
    let kept =
        |content: Content, year: i32| place.folder.path().join(format!("{year}/{}.json", content.endpoint()));
    // While an answer was being written,
    fs::write(place.folder.path().join(".fetch/part"), "{\"a\":{").unwrap();
    // after it had been put in its place and before the list said so,
    fs::write(kept(LOAD_TIME, 2015), answer(LOAD_TIME, 2015, 9)).unwrap();
    // where somebody took an answer away.
    let volume = Content::Numbers(Dataset::TrafficVolume);
    fs::remove_file(kept(volume, 2014)).unwrap();
    // A disk that lost half of an answer.
    let sources = Content::Numbers(Dataset::UniqueSources);
    fs::write(kept(sources, 2013), &answer(sources, 2013, 7)[..5000]).unwrap();

    let mut upstream = place.open();
    assert_eq!(value(&mut upstream), Some(9.0));
    let asked: Vec<String> = place.round(&mut upstream).into_iter().map(|(key, _)| key).collect();
    assert_eq!(asked, ["traffic-volume of 2014", "unique-sources of 2013"]);
    assert_eq!(upstream.freshness(today()).missing, 0);
    place.now += HOUR;
    place.server.heads();
    place.round(&mut upstream);
    let asked = place.server.requests();
    let load_time = asked.iter().find(|(asked, _)| *asked == path(LOAD_TIME, 2015)).unwrap();
    assert!(!load_time.1, "nobody knows whether the server has the same");
    assert_eq!(value(&mut upstream), Some(7.0));
}

#[test]
fn a_folder_has_the_answers_of_one_api_and_one_program() {
    let place = Place::new();
    let upstream = place.filled();
    let open = |address: &str| {
        let api = Directory::parse(address).unwrap();
        Upstream::open(api, place.folder.path(), Manners::default(), today(), place.now).map(drop)
    };
    assert!(matches!(open(&place.server.at("api/v1")), Err(FetchError::Busy { .. })));
    drop(upstream);
    let error = open("https://example.org/api/v1").unwrap_err();
    assert!(matches!(error, FetchError::OfAnother { .. }), "{error}");
    open(&place.server.at("api/v1")).unwrap();
}
