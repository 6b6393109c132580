//! Numbers as they were before, for those who name their version.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use axum::http::StatusCode;
use rssac002_model::{Dataset, Day, DayStatus, Rsi, Snapshot};
use rssac002_server::app::App;
use rssac002_server::held::Held;
use rssac002_server::older::Older;
use rssac002_server::site::Site;
use support::{INDEX, Server, TODAY, fixed};

/// Ten days, on each of which `a` received so many queries.
fn snapshot(version: &str, queries: f64) -> Snapshot {
    let mut snapshot = Snapshot::default();
    snapshot.version = version.to_owned();
    let table = snapshot.table_mut(Dataset::TrafficVolume);
    let key = table.intern("dns-udp-queries-received-ipv4");
    let first = Day::parse_iso("2020-11-02").unwrap();
    for day in 0..10 {
        table.series_mut(Rsi::A).push(first + day, DayStatus::Clean, Some(&[(key, queries)]));
    }
    snapshot
}

/// What is kept: numbers of the version `old`, which it says to be of this one.
struct Kept(&'static str);

impl Older for Kept {
    fn version(&self) -> Option<String> {
        Some(self.0.to_owned())
    }

    fn read(&self) -> Option<Held> {
        Some(snapshot("old", 5.0).into())
    }
}

fn site() -> tempfile::TempDir {
    let site = tempfile::tempdir().unwrap();
    std::fs::write(site.path().join("index.html"), INDEX).unwrap();
    site
}

fn server(site: &tempfile::TempDir, kept: Kept) -> Server {
    let site = Site::folder(site.path().to_owned());
    Server::of(App::new(snapshot("new", 7.0), fixed(TODAY), site).with_older(kept))
}

/// Addresses that name a version, and what they are without it.
fn addresses() -> Vec<String> {
    let days = "rsi=a&start_date=2020-11-02&end_date=2020-11-08";
    let chart = "v=1&time=2020-11-02..2020-11-08&rsi=a";
    vec![
        format!("/api/v1/traffic-volume?{days}"),
        format!("/api/v1/traffic-volume?{days}&shape=columns"),
        "/api/v1/coverage".to_owned(),
        format!("/image/queries-received.svg?{chart}"),
        format!("/queries-received.csv?{chart}"),
        format!("/queries-received.json?{chart}"),
        "/data/traffic-volume.csv".to_owned(),
        "/data/traffic-volume.parquet".to_owned(),
        "/data/v1/traffic-volume/year=2020/traffic-volume-2020.parquet".to_owned(),
    ]
}

fn of_version(address: &str, version: &str) -> String {
    format!("{address}{}version={version}", if address.contains('?') { '&' } else { '?' })
}

#[test]
fn a_version_that_is_kept_answers_as_it_did() {
    let site = site();
    let both = server(&site, Kept("old"));
    let alone = Server::new(snapshot("old", 5.0), TODAY, Site::folder(site.path().to_owned()));
    for address in addresses() {
        let answer = |version| both.get(&of_version(&address, version));
        let (old, new, now) = (answer("old"), answer("new"), both.get(&address));
        assert_eq!(old.status, StatusCode::OK, "{address}");
        assert!(old.body == alone.get(&address).body, "{address}: the old numbers");
        assert!(
            new.body == now.body && new.header("etag") == now.header("etag"),
            "{address}: the current ones"
        );
        assert!(old.body != new.body && old.header("etag") != new.header("etag"), "{address}: not the same");
    }
}

#[test]
fn a_version_that_is_not_kept_is_not_found() {
    let site = site();
    let both = server(&site, Kept("old"));
    for address in addresses() {
        let answer = both.get(&of_version(&address, "older%3C"));
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{address}");
        let problem = answer.json();
        assert_eq!(problem["parameter"], "version");
        assert_eq!(problem["accepted"], "a version that is held: new, old");
        assert!(problem["detail"].as_str().unwrap().contains("\"older<\""), "{problem}");
    }
    // It was replaced after it was looked at.
    let replaced = server(&site, Kept("other"));
    assert_eq!(replaced.get("/api/v1/coverage?version=other").status, StatusCode::NOT_FOUND);
    assert_eq!(replaced.get("/api/v1/coverage?version=old").status, StatusCode::NOT_FOUND);
}

#[test]
fn the_parameter_may_stand_anywhere_and_be_encoded() {
    let site = site();
    let both = server(&site, Kept("old"));
    let days = "start_date=2020-11-02&end_date=2020-11-08";
    let old = both.get(&format!("/api/v1/traffic-volume?rsi=a&{days}&version=old")).body;
    for query in [
        format!("version=old&rsi=a&{days}"),
        format!("rsi=a&v%65rsion=ol%64&{days}"),
        format!("rsi=a&version=new&{days}&version=old"),
    ] {
        assert!(both.get(&format!("/api/v1/traffic-volume?{query}")).body == old, "{query}");
    }
}

#[test]
fn an_embed_asks_for_the_numbers_of_its_version() {
    let site = site();
    let both = server(&site, Kept("old"));
    let embed = both.get("/embed/queries-received?v=1&rsi=a&version=old");
    assert_eq!(embed.status, StatusCode::OK);
    let text = embed.text();
    assert!(text.contains("\"version\":\"old\"") && text.contains("\"as_of\":\"old\""), "{text}");
    let asked =
        text.split("crossorigin=\"anonymous\" href=\"").skip(1).map(|rest| rest.split('"').next().unwrap());
    let mut asked = asked.filter(|address| address.starts_with("/api/"));
    let address = asked.next().unwrap().replace("&amp;", "&");
    assert!(address.ends_with("&version=old"), "{address}");
    assert_eq!(both.get(&address).status, StatusCode::OK);
    assert!(!both.get("/embed/queries-received?v=1&rsi=a").text().contains("as_of"));
    // The unusual days are those of its numbers; nobody has searched them before.
    let marking = both.get("/embed/queries-received?v=1&unusual=on&version=old");
    let marking = marking.text();
    let list = "/unusual/marks.json?metric=queries&rsi=together&version=old";
    assert!(marking.contains(&list.replace('&', "&amp;")), "{marking}");
    assert_eq!(both.get(list).status, StatusCode::SERVICE_UNAVAILABLE);
    // It ends, or the test does not.
    let found = loop {
        let answer = both.get(list);
        if answer.status != StatusCode::SERVICE_UNAVAILABLE {
            break answer;
        }
    };
    assert_eq!(found.status, StatusCode::OK);
    assert!(both.app.held().known_unusual().is_none(), "those of the current numbers are not asked for");
    // A page is always of the current numbers, and says what it does not understand.
    let page = both.get("/queries-received?v=1&version=old");
    assert!(page.status == StatusCode::OK && page.text().contains("\"version\":\"new\""));
}
