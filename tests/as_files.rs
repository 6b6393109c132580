//! The site as files: whatever a page names is there.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rssac002_charts::{CATALOGUE, ChartState, files, kind};
use rssac002_explorer::render;
use rssac002_model::{Day, Interval};
use rssac002_server::app::{App, Today};
use rssac002_server::as_files::{self, Written};
use rssac002_server::http::origin::Origin;
use rssac002_server::site::Site;
use rssac002_server::site::pages::{self, Page};

const ORIGIN: &str = "https://charts.example";

/// The site as it is before Trunk adds the app.
fn site(folder: &Path) -> Site {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    fs::copy(root.join("index.html"), folder.join("index.html")).unwrap();
    for file in fs::read_dir(root.join("public")).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), folder.join(file.file_name())).unwrap();
    }
    Site::folder(folder.to_owned()).rendered_by(render)
}

fn html(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "html") {
                found.push(path);
            }
        }
    }
    found
}

/// The values of attributes that may name something.
fn named(html: &str) -> impl Iterator<Item = String> {
    ["href", "src", "srcset", "content"].into_iter().flat_map(move |attribute| {
        let values = html.split(&format!(" {attribute}=\"")).skip(1).collect::<Vec<_>>().into_iter();
        values.map(|rest| rest.split('"').next().unwrap().replace("&amp;", "&")).collect::<Vec<_>>()
    })
}

/// Whether a host of files answers a path.
fn is_there(folder: &Path, path: &str) -> bool {
    let place = folder.join(path.trim_matches('/'));
    place.is_file() || place.join("index.html").is_file()
}

#[test]
fn everything_that_a_page_names_is_a_file() {
    let (built, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let today = Day::parse_iso("2018-02-15").unwrap();
    let snapshot = rssac002_ingest::sample::snapshot(today);
    let clock = pages::clock(&snapshot, today);
    let app = App::new(snapshot, Today::Fixed(today), site(built.path()));
    let app = Arc::new(app.at(Origin::fixed(ORIGIN).unwrap()).for_files());
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let Written { pages, files, .. } = runtime.block_on(as_files::write(app, folder.path(), |_| {})).unwrap();
    let folder = folder.path();
    let found = html(folder);
    assert_eq!(found.len() as u64, pages);
    assert!(files > pages, "{files}");
    let mut lost = BTreeSet::new();
    for page in &found {
        let (text, page) = (fs::read_to_string(page).unwrap(), page.strip_prefix(folder).unwrap());
        for value in named(&text) {
            let value = value.strip_prefix(ORIGIN).unwrap_or(&value).split('#').next().unwrap().to_owned();
            if !value.starts_with('/') || value.starts_with("//") {
                continue;
            }
            let (path, query) = value.split_once('?').unwrap_or((&value, ""));
            let leads_to = Page::find(path);
            assert!(query.is_empty() || leads_to != Page::Unknown, "{value} in {}", page.display());
            // The manual is built apart, and days lead to all other days.
            let is_apart =
                path.starts_with("/docs/") || (page.starts_with("day") && matches!(leads_to, Page::Day(_)));
            if !is_apart && !is_there(folder, path) {
                lost.insert(format!("{value} in {}", page.display()));
            }
        }
    }
    assert_eq!(lost, BTreeSet::new());
    for chart in CATALOGUE {
        assert!(is_there(folder, chart.path) && is_there(folder, &format!("embed/{}", chart.path)));
        for interval in [Interval::Day, Interval::Week] {
            for request in kind::requests(&ChartState { interval, ..ChartState::new(chart) }, &clock) {
                let years = request.years();
                for request in std::iter::once(request).chain(years) {
                    let name = files::file(&format!("api/v1/{}", request.address()));
                    let answer = fs::read(folder.join(&name)).unwrap();
                    request.read(&answer).unwrap();
                }
            }
        }
    }
    let front = fs::read_to_string(folder.join("index.html")).unwrap();
    assert!(front.contains("\"files\":true") && front.contains("http-equiv=\"Content-Security-Policy\""));
    assert!(!front.contains("frame-ancestors"), "no page may say so of itself");
    let old = fs::read_to_string(folder.join("volume_single_queries.html")).unwrap();
    assert!(old.contains("url=/queries-received\""), "{old}");
    for name in
        ["404.html", "sw.js", "world.bin", "events.json", "data/rcode-volume.parquet", "fonts/noto-sans.ttf"]
    {
        assert!(folder.join(name).is_file(), "{name}");
    }
}
