//! The two collections that web servers list, from a server that does everything wrong that there is.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod server;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::Duration;

use rssac002_fetch::{
    Addresses, Brought, Directory, FetchError, Folder, Manners, Options, Progress, Repository, Source, fetch,
};
use rssac002_model::Day;
use server::{Fault, Server, Style};
use tempfile::TempDir;

/// A file of a day that is recent on 2020-03-01, on which these tests are, and one of a day that is not.
const RECENT: &str = "instances/2020/02/28/b-root.yml";
const OLD: &str = "instances/2019/12/31/a-root.yml";

/// A server with both collections, and a folder to fetch to.
struct Place {
    server: Server,
    tree: TempDir,
    folder: TempDir,
    options: Options,
}

impl Place {
    fn new(style: Style) -> Place {
        let (tree, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let server = Server::start(tree.path(), style);
        for day in ["2019/12/30", "2019/12/31", "2020/02/27", "2020/02/28"] {
            for letter in ["a", "b", "m"] {
                server.publish(
                    &format!("instances/{day}/{letter}-root.yml"),
                    &format!("Sites: {day}{letter}\n"),
                );
            }
            server.publish(&format!("instances/{day}/a-root.json"), "{}");
            let (month, date) = (&day[..7], day.replace('/', ""));
            let name = format!("root-{date}-zone-size.yaml");
            server.publish(&format!("zone-size/{month}/zone-size/{name}"), &format!("size: {day}\n"));
            server.publish(&format!("zone-size/{month}/load-time/a-root-{date}-load-time.yaml"), "time:\n");
        }
        let options = Options {
            sources: vec![Source::Instances, Source::ZoneSize],
            addresses: Addresses {
                rssac002: Repository::parse("nowhere").unwrap(),
                instances: Directory::parse(&server.at("instances")).unwrap(),
                zone_size: Directory::parse(&server.at("zone-size")).unwrap(),
            },
            today: Day::from_ymd(2020, 3, 1).unwrap(),
            since: None,
            again: 30,
            manners: Manners {
                pause: Duration::ZERO,
                attempts: 2,
                backoff: Duration::ZERO,
                timeout: Duration::from_secs(2),
            },
        };
        Place { server, tree, folder, options }
    }

    /// Fetches, and returns what came of the instance archive and of the zone sizes.
    fn fetch(&self) -> [Brought; 2] {
        let folder = Folder::open(self.folder.path()).unwrap();
        fetch(&folder, &self.options, &()).unwrap().sources.try_into().unwrap()
    }

    /// What has come and is a published file.
    fn fetched(&self) -> BTreeMap<String, String> {
        let mut files = files(self.folder.path());
        files.retain(|path, _| !path.starts_with(".fetch/"));
        files
    }

    /// What should come.
    fn published(&self) -> BTreeMap<String, String> {
        let mut files = files(self.tree.path());
        files.retain(|path, _| !path.ends_with(".json") && !path.contains("load-time"));
        files
    }
}

/// All files below a folder, by path.
fn files(folder: &Path) -> BTreeMap<String, String> {
    fn walk(root: &Path, folder: &Path, files: &mut BTreeMap<String, String>) {
        for entry in fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                walk(root, &path, files);
            } else {
                let text = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
                files.insert(path.strip_prefix(root).unwrap().display().to_string(), text);
            }
        }
    }
    let mut files = BTreeMap::new();
    walk(folder, folder, &mut files);
    files
}

/// Paths and reasons of what did not come.
fn missing(brought: &Brought) -> Vec<(&str, &str)> {
    brought.missing.iter().map(|m| (m.what.as_str(), m.reason.as_str())).collect()
}

#[test]
fn everything_comes_and_then_only_what_is_new() {
    for style in [Style::Apache, Style::Nginx] {
        let place = Place::new(style);
        let [instances, zone_size] = place.fetch();
        assert_eq!(place.fetched(), place.published());
        assert_eq!((instances.new, zone_size.new), (12, 4));
        assert!(instances.missing.is_empty() && zone_size.missing.is_empty());
        for head in place.server.heads() {
            assert!(head.contains("user-agent: rssac002-explorer/"), "{head}");
            assert!(head.starts_with("GET "), "{head}");
        }
        // Old days are not asked for; listings and recent files only if they have changed.
        let [instances, zone_size] = place.fetch();
        let requests = place.server.requests();
        assert!(requests.iter().all(|(_, conditional)| *conditional), "{requests:?}");
        assert!(!requests.iter().any(|(path, _)| path.contains("2019/12/3")), "{requests:?}");
        assert_eq!((instances.new, instances.changed, instances.unchanged, instances.held), (0, 0, 6, 6));
        assert_eq!((zone_size.new, zone_size.changed, zone_size.unchanged, zone_size.held), (0, 0, 2, 2));
        // A new day, one that was late, and one that was mended.
        place.server.publish("instances/2020/02/29/a-root.yaml", "Sites: new\n");
        place.server.publish("instances/2019/11/30/a-root.yml", "Sites: late\n");
        place.server.publish(RECENT, "Sites: mended\n");
        let [instances, _] = place.fetch();
        assert_eq!((instances.new, instances.changed, instances.unchanged), (2, 1, 5));
        assert_eq!(place.fetched(), place.published());
        // One for each of the two collections, three times.
        assert_eq!(place.server.connections(), 6);
    }
}

#[test]
fn whatever_a_server_does_wrong_costs_one_file_until_it_is_mended() {
    let compressed = "compressed as gzip, which was not asked for";
    let endless = "neither a length nor an end was said, so that nobody knows whether it is whole";
    for (fault, attempts, reason) in [
        (Fault::Status(404, ""), 1, "status 404 Not Found"),
        (Fault::Status(403, ""), 1, "status 403 Forbidden"),
        (Fault::Status(500, ""), 2, "status 500 Internal Server Error"),
        (Fault::Status(503, "Retry-After: 0\r\n"), 2, "status 503 Service Unavailable"),
        // For longer than anybody waits.
        (Fault::Status(503, "Retry-After: 301\r\n"), 1, "status 503 Service Unavailable"),
        (
            Fault::Status(
                429,
                "Date: Sun, 01 Mar 2020 00:00:00 GMT\r\nRetry-After: Sun, 01 Mar 2020 01:00:00 GMT\r\n",
            ),
            1,
            "status 429 Too Many Requests",
        ),
        // To a file that nobody has.
        (Fault::Status(304, ""), 1, "status 304 Not Modified"),
        (Fault::Status(206, ""), 1, "status 206 Partial Content"),
        (Fault::Truncated, 2, "9 of 19 octets came"),
        (Fault::CutOff, 2, "broke off: "),
        (Fault::Closed, 2, "no answer: "),
        (Fault::Stalled, 2, "1 of 19 octets came"),
        (Fault::Endless, 1, "larger than 4 MB"),
        (Fault::Page, 2, "no published file but text/html; charset=utf-8"),
        (Fault::DisguisedPage, 2, "no published file but markup"),
        (Fault::Binary, 2, "no published file but binary"),
        (Fault::Compressed, 1, compressed),
        (Fault::WithoutLength, 1, endless),
        (Fault::Padded(5 << 20), 1, "larger than 4 MB"),
        (
            Fault::Status(302, "Location: http://192.0.2.1/\r\n"),
            1,
            "leads to http://192.0.2.1/, which is not followed: another server",
        ),
        (
            Fault::Status(302, "Location: b-root.yml\r\n"),
            1,
            "/2020/02/28/b-root.yml, which is not followed: it has led on too often",
        ),
    ] {
        let place = Place::new(Style::Nginx);
        place.server.break_for_good(RECENT, fault.clone());
        let [instances, zone_size] = place.fetch();
        let [lost] = &instances.missing[..] else { panic!("{fault:?}: {:?}", instances.missing) };
        assert_eq!((lost.what.as_str(), lost.attempts), ("2020/02/28/b-root.yml", attempts), "{fault:?}");
        assert!(lost.reason.contains(reason), "{fault:?}: {}", lost.reason);
        assert_eq!((instances.new, zone_size.new), (11, 4), "{fault:?}");
        let mut all_else = place.published();
        all_else.remove(RECENT);
        assert_eq!(place.fetched(), all_else, "{fault:?}");
        // The second run brings it, and nothing else.
        place.server.mend();
        let [instances, _] = place.fetch();
        assert_eq!((instances.new, instances.changed, instances.missing.len()), (1, 0, 0), "{fault:?}");
        assert_eq!(place.fetched(), place.published(), "{fault:?}");
        // Once it is there it stays, whatever comes in its place.
        place.server.publish(RECENT, "Sites: mended, and longer than it was\n");
        place.server.break_for_good(RECENT, fault.clone());
        let before = place.fetched();
        let [instances, _] = place.fetch();
        // That nothing has changed is a fine answer where something is there.
        let is_wrong = !matches!(fault, Fault::Status(304, _));
        assert_eq!(instances.missing.len(), usize::from(is_wrong), "{fault:?}");
        assert_eq!(place.fetched(), before, "{fault:?}");
        place.server.mend();
        place.fetch();
        assert_eq!(place.fetched(), place.published(), "{fault:?}");
    }
}

#[test]
fn what_passes_is_asked_for_again_at_once() {
    for fault in [
        Fault::Status(500, ""),
        Fault::Truncated,
        Fault::Closed,
        Fault::Stalled,
        Fault::Page,
        Fault::DisguisedPage,
    ] {
        let place = Place::new(Style::Apache);
        place.server.break_times(OLD, fault.clone(), 1);
        place.server.break_times("zone-size/2020/", fault.clone(), 1);
        // A page in place of a listing is one, and says nothing; it is asked for in the next run.
        let [instances, zone_size] = place.fetch();
        assert!(instances.missing.is_empty(), "{fault:?}: {instances:?}");
        let page = matches!(fault, Fault::Page | Fault::DisguisedPage);
        assert_eq!(zone_size.missing.len(), usize::from(page), "{fault:?}: {zone_size:?}");
        place.fetch();
        assert_eq!(place.fetched(), place.published(), "{fault:?}");
    }
}

#[test]
fn listings_that_are_none_cost_what_they_would_have_listed() {
    for (path, lost, files, fault, reason) in [
        ("instances/", "", 4, Fault::Page, "none of what was expected: years"),
        ("instances/", "", 4, Fault::Status(404, ""), "status 404"),
        ("instances/2020/", "2020/", 10, Fault::Page, "none of what was expected: months"),
        ("instances/2020/02/", "2020/02/", 10, Fault::Truncated, "octets came"),
        ("instances/2020/02/28/", "2020/02/28/", 13, Fault::Status(500, ""), "status 500"),
        ("instances/2020/02/28/", "2020/02/28/", 13, Fault::Padded(10 << 20), "larger than 4 MB"),
        (
            "instances/2020/02/28/",
            "2020/02/28/",
            13,
            Fault::Instead("Sites:".repeat(9)),
            "none of what was expected",
        ),
        (
            "instances/2019/12/31/",
            "2019/12/31/",
            13,
            Fault::Instead("<a href='../'>x</a><a href='a-root.json'>x</a>".to_owned()),
            "files called like a-root.yml",
        ),
        ("zone-size/2020/02/", "2020/02/", 14, Fault::WithoutLength, "neither a length"),
        ("zone-size/2020/02/", "2020/02/", 14, Fault::Page, "metrics (zone-size/)"),
    ] {
        let place = Place::new(Style::Nginx);
        place.server.break_for_good(path, fault.clone());
        let brought = place.fetch();
        let all: Vec<_> = brought.iter().flat_map(missing).collect();
        let [(what, why)] = all[..] else { panic!("{path} {fault:?}: {all:?}") };
        assert!(what == lost && why.contains(reason), "{path} {fault:?}: {what} {why}");
        assert_eq!(place.fetched().len(), files, "{path} {fault:?}");
        place.server.mend();
        let brought = place.fetch();
        assert!(brought.iter().all(|b| b.missing.is_empty()), "{path} {fault:?}: {brought:?}");
        assert_eq!(place.fetched(), place.published(), "{path} {fault:?}");
    }
}

#[test]
fn an_empty_day_is_one() {
    let place = Place::new(Style::Apache);
    fs::create_dir(place.tree.path().join("instances/2019/12/29")).unwrap();
    let [instances, _] = place.fetch();
    assert!(instances.missing.is_empty(), "{instances:?}");
    place.server.requests();
    place.fetch();
    let requests = place.server.requests();
    assert!(!requests.iter().any(|(path, _)| path.ends_with("12/29/")), "{requests:?}");
}

#[test]
fn a_file_of_an_old_day_is_asked_for_until_it_is_there() {
    let place = Place::new(Style::Nginx);
    place.server.break_for_good(OLD, Fault::Status(404, ""));
    for _ in 0..2 {
        let [instances, _] = place.fetch();
        assert_eq!(missing(&instances), [("2019/12/31/a-root.yml", "status 404 Not Found")]);
    }
    place.server.mend();
    place.fetch();
    assert_eq!(place.fetched(), place.published());
}

#[test]
fn what_is_late_comes_though_nothing_is_asked_for_again() {
    let mut place = Place::new(Style::Apache);
    place.options.again = 0;
    place.fetch();
    place.server.publish("instances/2020/02/27/c-root.yml", "Sites: late\n");
    place.server.publish(RECENT, "Sites: mended, which nobody asks for\n");
    let [instances, _] = place.fetch();
    assert_eq!((instances.new, instances.changed, instances.unchanged), (1, 0, 0), "{instances:?}");
}

#[test]
fn listings_lead_nowhere_else() {
    let place = Place::new(Style::Nginx);
    let elsewhere = "<a href='/zone-size/2020/'>2020</a><a href='http://192.0.2.1/instances/2020/'>2020</a>\
        <a href='../../2018/'>x</a><a href='%2e%2e/2018/'>x</a><a href='..%2f2018'>x</a><a href='2%30%319/'>2019</a>";
    place.server.break_for_good("instances/", Fault::Instead(elsewhere.to_owned()));
    let [instances, _] = place.fetch();
    assert_eq!((instances.new, instances.missing.len()), (6, 0), "{instances:?}");
    assert!(place.fetched().keys().all(|path| !path.contains("2018")));
    let requests = place.server.requests();
    assert!(!requests.iter().any(|(path, _)| path.contains("2018") || path.contains('%')), "{requests:?}");
}

#[test]
fn a_file_that_is_gone_or_another_by_now_is_told_or_mended() {
    // It is listed, and then it is not there.
    let place = Place::new(Style::Nginx);
    let listed = fs::read_dir(place.tree.path().join("instances/2020/02/28")).unwrap().count();
    assert_eq!(listed, 4);
    let listing = "<a href='a-root.yml'>x</a><a href='b-root.yml'>x</a><a href='m-root.yml'>x</a>".to_owned();
    place.server.break_for_good("instances/2020/02/28/", Fault::Instead(listing));
    fs::remove_file(place.tree.path().join(RECENT)).unwrap();
    let [instances, _] = place.fetch();
    assert_eq!(missing(&instances), [("2020/02/28/b-root.yml", "status 404 Not Found")]);
    // It is changed while it is being read: what came is no longer the newest, which the next run sees.
    place.server.mend();
    place.server.publish(RECENT, "Sites: by now much longer than it was before\n");
    place.server.break_times(RECENT, Fault::Overtaken("Sites: before\n"), 1);
    let [instances, _] = place.fetch();
    assert_eq!((instances.new, instances.missing.len()), (1, 0), "{instances:?}");
    assert_ne!(place.fetched(), place.published());
    let [instances, _] = place.fetch();
    assert_eq!(instances.changed, 1);
    assert_eq!(place.fetched(), place.published());
    // What is published no longer stays.
    fs::remove_file(place.tree.path().join(RECENT)).unwrap();
    let [instances, _] = place.fetch();
    assert!(instances.missing.is_empty() && place.fetched().contains_key(RECENT));
}

#[test]
fn a_run_that_is_cut_short_goes_on_where_it_was() {
    let place = Place::new(Style::Nginx);
    // The server is down when the second day of the newest month comes.
    for letter in ["c", "d", "a", "b", "m"] {
        let path = format!("instances/2020/02/27/{letter}-root.yml");
        place.server.publish(&path, "Sites:\n");
        place.server.break_for_good(&path, Fault::Closed);
    }
    let [instances, zone_size] = place.fetch();
    assert_eq!((instances.new, zone_size.new), (3, 4));
    let last = instances.missing.last().unwrap();
    assert!(last.what.is_empty() && last.reason.contains("not asked any further"), "{last:?}");
    assert_eq!(instances.missing.len(), 6);
    place.server.mend();
    place.server.requests();
    let [instances, _] = place.fetch();
    assert_eq!((instances.new, instances.changed, instances.missing.len()), (11, 0, 0));
    let requests = place.server.requests();
    let unasked = requests.iter().filter(|(path, conditional)| path.contains("2020/02/28") && !conditional);
    assert_eq!(unasked.count(), 0, "{requests:?}");
    assert_eq!(place.fetched(), place.published());
}

#[test]
fn what_it_knows_of_servers_may_be_lost() {
    let place = Place::new(Style::Apache);
    place.server.without_dates();
    place.fetch();
    for broken in [None, Some("{"), Some("{\"from\":3}"), Some("[]")] {
        let memory = place.folder.path().join(".fetch/instances.json");
        match broken {
            None => fs::remove_file(&memory).unwrap(),
            Some(text) => fs::write(&memory, text).unwrap(),
        }
        let changed = |path: &str| fs::metadata(place.folder.path().join(path)).unwrap().modified().unwrap();
        let before = changed(RECENT);
        let [instances, _] = place.fetch();
        assert_eq!((instances.new, instances.changed, instances.unchanged, instances.held), (0, 0, 6, 6));
        assert!(instances.missing.is_empty());
        assert_eq!(changed(RECENT), before, "a file that is the same is not written again");
    }
    // A file that somebody shortened is asked for as if it were not there, one that was removed as well.
    fs::write(place.folder.path().join(RECENT), "x").unwrap();
    fs::remove_file(place.folder.path().join(OLD)).unwrap();
    place.fetch();
    assert_eq!(place.fetched(), place.published());
}

#[test]
fn only_the_days_that_are_wanted_are_asked_for() {
    let mut place = Place::new(Style::Apache);
    place.server.publish("instances/2020/03/02/a-root.yml", "Sites: of tomorrow\n");
    place.options.since = Day::from_ymd(2020, 2, 28);
    let [instances, zone_size] = place.fetch();
    assert_eq!((instances.new, zone_size.new), (3, 1));
    let requests = place.server.requests();
    let beyond = |path: &str| path.contains("2019") || path.contains("2020/03/02") || path.contains("02/27");
    assert!(!requests.iter().any(|(path, _)| beyond(path)), "{requests:?}");
    // All of it, once it is wanted.
    place.options.since = None;
    place.fetch();
    assert_eq!(place.fetched().len(), 16);
    assert!(!place.server.requests().iter().any(|(path, _)| path.contains("2020/03/02")));
}

#[test]
fn redirects_on_the_same_server_are_followed() {
    let place = Place::new(Style::Nginx);
    place.server.break_for_good("instances/2020/", Fault::Status(301, "Location: /instances/./2020//\r\n"));
    let [instances, _] = place.fetch();
    assert!(instances.missing.is_empty(), "{instances:?}");
    assert_eq!(place.fetched(), place.published());
    place.server.mend();
    place.server.publish("elsewhere/b-root.yml", "Sites: elsewhere\n");
    place.server.break_for_good(RECENT, Fault::Status(307, "Location: ../../../../elsewhere/b-root.yml\r\n"));
    let [instances, _] = place.fetch();
    assert!(instances.missing.is_empty(), "{instances:?}");
    assert_eq!(place.fetched()[RECENT], "Sites: elsewhere\n");
}

#[test]
fn two_runs_do_not_fetch_to_one_folder() {
    let folder = tempfile::tempdir().unwrap();
    let first = Folder::open(folder.path()).unwrap();
    assert!(matches!(Folder::open(folder.path()), Err(FetchError::Busy { .. })));
    drop(first);
    Folder::open(folder.path()).unwrap();
}

#[test]
fn a_disk_that_fails_ends_the_run() {
    let place = Place::new(Style::Nginx);
    fs::write(place.folder.path().join("instances"), "a file where a folder should be").unwrap();
    let folder = Folder::open(place.folder.path()).unwrap();
    let error = fetch(&folder, &place.options, &()).unwrap_err();
    assert!(matches!(error, FetchError::Io { .. }), "{error}");
}

#[test]
fn progress_counts_months() {
    #[derive(Default)]
    struct Seen(std::cell::RefCell<Vec<String>>);
    impl Progress for Seen {
        fn begin(&self, source: Source) {
            self.0.borrow_mut().push(source.name().to_owned());
        }
        fn total(&self, steps: u64) {
            self.0.borrow_mut().push(format!("of {steps}"));
        }
        fn advance(&self) {
            self.0.borrow_mut().push("+".to_owned());
        }
        fn at(&self, folder: &str, files: u64) {
            self.0.borrow_mut().push(format!("{folder} {files}"));
        }
        fn says(&self, _line: &str) {}
    }
    let place = Place::new(Style::Nginx);
    let seen = Seen::default();
    fetch(&Folder::open(place.folder.path()).unwrap(), &place.options, &seen).unwrap();
    let told = seen.0.into_inner().join(", ");
    assert_eq!(
        told,
        "instances, of 2, 2020/02/28/ 0, 2020/02/27/ 3, +, 2019/12/31/ 6, 2019/12/30/ 9, +, \
         zone-size, of 2, 2020/02/zone-size/ 0, +, 2019/12/zone-size/ 2, +"
    );
}
