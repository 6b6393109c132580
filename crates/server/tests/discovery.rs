//! What leads programs here: the sitemap, the feed, and the description of the data set's files.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::collections::BTreeSet;
use std::process::Command;
use std::sync::LazyLock;

use atom_syndication::Feed;
use axum::http::{Method, StatusCode};
use rssac002_charts::CATALOGUE;
use rssac002_charts::guide::manual;
use rssac002_model::{Day, Snapshot};
use rssac002_server::site::{Site, feed, package, sitemap};
use support::{Answer, INDEX, Server, TODAY, python};

const SITE: &str = "http://charts.example";

/// A server with a page.
struct Shared {
    server: Server,
    _site: tempfile::TempDir,
}

impl Shared {
    fn of(snapshot: Snapshot) -> Shared {
        let site = tempfile::tempdir().unwrap();
        std::fs::write(site.path().join("index.html"), INDEX).unwrap();
        std::fs::create_dir(site.path().join("docs")).unwrap();
        for chapter in &manual::CHAPTERS {
            let file = if chapter.file.is_empty() { "index.html" } else { chapter.file };
            std::fs::write(site.path().join("docs").join(file), chapter.about).unwrap();
        }
        Shared { server: Server::new(snapshot, TODAY, Site::folder(site.path().to_owned())), _site: site }
    }

    fn get(&self, address: &str) -> Answer {
        self.server.ask(Method::GET, address, &[("host", "charts.example")])
    }
}

/// One of sample data.
static SHARED: LazyLock<Shared> =
    LazyLock::new(|| Shared::of(rssac002_ingest::sample::snapshot(Day::parse_iso(TODAY).unwrap())));

fn get(address: &str) -> Answer {
    SHARED.get(address)
}

#[test]
fn the_sitemap_names_pages_that_are_there() {
    let robots = get(sitemap::ROBOTS);
    assert_eq!(robots.header("content-type"), "text/plain; charset=utf-8");
    assert!(robots.text().contains(&format!("\nSitemap: {SITE}/sitemap.xml\n")), "{}", robots.text());
    let answer = get(sitemap::PATH);
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (StatusCode::OK, "application/xml; charset=utf-8")
    );
    let found = answer.text().split("<loc>").skip(1).map(|rest| rest.split("</loc>").next().unwrap());
    let listed: Vec<&str> = found.map(|address| address.strip_prefix(SITE).unwrap()).collect();
    let pages: BTreeSet<&str> = listed.iter().copied().collect();
    assert_eq!(pages.len(), listed.len(), "each once");
    for chart in CATALOGUE {
        assert!(pages.contains(format!("/{}", chart.path).as_str()), "{}", chart.path);
    }
    for path in pages {
        let page = get(path);
        assert_eq!(page.status, StatusCode::OK, "{path}");
        // No page of two addresses.
        let canonical = format!("<link rel=\"canonical\" href=\"{SITE}{path}\">");
        let has_none = path.starts_with("/studies/") || path.starts_with(manual::PATH);
        assert!(has_none || page.text().contains(&canonical), "{path}");
    }
}

#[test]
fn the_feed_tells_of_the_latest_weeks_what_their_pages_tell() {
    let answer = get(feed::PATH);
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (StatusCode::OK, "application/atom+xml; charset=utf-8")
    );
    let feed = Feed::read_from(&answer.body[..]).unwrap();
    assert_eq!(feed.id, format!("{SITE}/feed.atom"));
    assert!(feed.entries.len() > 4);
    assert_eq!(feed.updated, feed.entries[0].updated);
    assert!(feed.entries.windows(2).all(|pair| pair[0].updated > pair[1].updated), "the latest first");
    for entry in &feed.entries {
        let page = get(entry.links[0].href.strip_prefix(SITE).unwrap());
        assert_eq!(page.status, StatusCode::OK, "{}", entry.id);
        assert!(page.text().contains(&format!("<title>{} – ", entry.title.value)), "{}", entry.id);
        let told = page.text().split("<meta name=\"description\" content=\"").nth(1).unwrap();
        let told = told.split('"').next().unwrap();
        assert!(entry.summary.as_ref().unwrap().value.starts_with(told), "{}: {told}", entry.id);
    }
    assert_eq!(get("/feed.atom?x=1").status, StatusCode::BAD_REQUEST);
}

#[test]
fn a_feed_without_data_is_one_without_entries() {
    let feed = Feed::read_from(&Shared::of(Snapshot::default()).get(feed::PATH).body[..]).unwrap();
    assert!(feed.entries.is_empty() && !feed.id.is_empty() && feed.updated.timestamp() > 0);
}

#[test]
fn the_package_describes_the_files() {
    let answer = get(package::PATH);
    assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, "application/json"));
    let package = answer.json();
    let resources = package["resources"].as_array().unwrap();
    assert_eq!(resources.len(), 10);
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("datapackage.json"), &answer.body).unwrap();
    for resource in resources {
        let path = resource["path"].as_str().unwrap();
        let file = get(&format!("/data/{path}"));
        let names = resource["schema"]["fields"].as_array().unwrap().iter();
        let names: Vec<&str> = names.map(|field| field["name"].as_str().unwrap()).collect();
        assert_eq!(file.text().split("\r\n").next().unwrap(), names.join(","), "{path}");
        // The first rows have to do: the whole takes a reader in Python minutes.
        let rows: String = file.text().split_inclusive("\r\n").take(2000).collect();
        std::fs::write(folder.path().join(path), rows).unwrap();
    }
    let Some(python) = python(Some("frictionless")) else { return };
    let program = "import frictionless,sys\nr=frictionless.validate('datapackage.json')\n\
        print(r.flatten(['title','message']) if not r.valid else len(r.tasks))";
    let output = Command::new(python).args(["-c", program]).current_dir(folder.path()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    assert_eq!(said, "10", "{}", String::from_utf8_lossy(&output.stderr));
    println!("frictionless: {said} files");
}
