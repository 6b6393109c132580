//! What can be searched besides charts and letters, and where all of it leads.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use axum::http::StatusCode;
use rssac002_charts::guide::manual;
use rssac002_charts::search::{Group, entry};
use rssac002_charts::{day, letter};
use rssac002_ingest::sample;
use rssac002_model::{Day, Snapshot};
use rssac002_server::events::EVENTS;
use rssac002_server::site::Site;
use rssac002_server::site::pages::{Page, clock};
use rssac002_server::site::search::{ALL, find};
use support::Server;

mod support;

const TODAY: &str = "2020-11-21";

fn snapshot() -> Snapshot {
    sample::snapshot(Day::parse_iso(TODAY).unwrap())
}

#[test]
fn the_app_is_told_what_it_does_not_know_and_browsers_how_to_ask() {
    let server = Server::new(Snapshot::default(), TODAY, Site::embedded());
    let answer = server.get("/search.json");
    assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, "application/json"));
    let told = entry::read(answer.text().as_bytes()).unwrap();
    for group in [Group::Pages, Group::Words, Group::Events] {
        assert!(told.iter().any(|entry| entry.group == group), "{group:?}");
    }
    assert_eq!(told.iter().filter(|entry| entry.group == Group::Events).count(), EVENTS.len());
    assert_eq!(server.get("/search.json?x=1").status, StatusCode::BAD_REQUEST);
    let answer = server.ask(axum::http::Method::GET, "/opensearch.xml", &[("host", "charts.example")]);
    assert_eq!(answer.header("content-type"), "application/opensearchdescription+xml");
    assert!(
        answer.text().contains("template=\"http://charts.example/search?q={searchTerms}\""),
        "{}",
        answer.text()
    );
}

#[test]
fn everything_that_can_be_found_is_found_by_its_title_and_is_a_page() {
    let snapshot = snapshot();
    let clock = clock(&snapshot, Day::parse_iso(TODAY).unwrap());
    for entry in ALL.iter() {
        let found = find(&entry.title, &clock);
        assert!(found.contains(entry), "{entry:?}");
        let path = entry.address.split(['?', '#']).next().unwrap();
        // Chapters of the manual are files of the site.
        let is_chapter = manual::CHAPTERS.iter().any(|chapter| chapter.address() == path);
        assert!(Page::find(path) != Page::Unknown || is_chapter, "{entry:?}");
        // The addresses of letters and days are read back.
        assert_eq!(entry.group == Group::Letters, letter::find(path).is_some(), "{entry:?}");
        assert_eq!(entry.group == Group::Events, day::find(path).is_some(), "{entry:?}");
    }
    for (query, address) in [
        ("nxdomain", "/glossary#nxdomain"),
        ("/64", "/glossary#64"),
        ("priming", "/glossary#priming-query"),
        ("unusual", "/unusual"),
        ("coverage", "/coverage"),
        ("chromium", "/studies/chromium"),
        ("api", "/api/"),
        ("openapi", "/api/"),
        ("what is rssac002", "/about"),
        ("parquet", "/data/"),
        ("manual", "/docs/"),
        ("iframe", "/docs/embed.html"),
        ("prometheus", "/docs/operate.html"),
    ] {
        let found = find(query, &clock);
        assert!(found.iter().any(|entry| entry.address == address), "{query}: {found:?}");
    }
}
