//! The pages that search engines should find: a sitemap (sitemaps.org, 0.9), and the `robots.txt` that leads to it.

use std::collections::BTreeSet;

use rssac002_charts::day::DayState;
use rssac002_charts::export::embed::escape;
use rssac002_charts::guide::manual::{self, Chapter};
use rssac002_charts::guide::{about, api, glossary, whole};
use rssac002_charts::{CATALOGUE, coverage, events, letter, study, unusual, week};
use rssac002_model::{Day, Rsi};

use crate::events::EVENTS;

/// Where it stands.
pub const PATH: &str = "/sitemap.xml";

/// Where search engines look first.
pub const ROBOTS: &str = "/robots.txt";

/// The paths of all pages that are made here and have an address of their own, and of those days of which something is known.
/// (The other days are led to by the lists.)
pub fn pages() -> Vec<String> {
    let words = [
        week::PATH,
        unusual::PATH,
        coverage::PATH,
        events::PATH,
        about::PATH,
        glossary::PATH,
        whole::PATH,
        api::PATH,
    ];
    let charts = CATALOGUE.iter().map(|chart| format!("/{}", chart.path));
    let mut pages: Vec<String> = words.map(str::to_owned).into();
    pages.push(format!("/{}", study::PATH));
    pages.extend(charts);
    pages.extend(Rsi::all().map(letter::address));
    // Some days have several events.
    let days: BTreeSet<Day> = EVENTS.iter().map(|event| event.day).collect();
    pages.extend(days.into_iter().map(|day| DayState::new(day).address()));
    pages
}

/// The sitemap of a site: its pages, and the chapters of the manual.
pub fn write(site: &str) -> String {
    let chapters: Vec<String> = manual::CHAPTERS.iter().map(Chapter::address).collect();
    let entry = |path: &String| format!("<url><loc>{}</loc></url>\n", escape(&format!("{site}{path}")));
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{}</urlset>\n",
        pages().iter().chain(&chapters).map(entry).collect::<String>()
    )
}

/// Which pages may be visited by programs: all.
pub fn robots(site: &str) -> String {
    format!("User-agent: *\nAllow: /\n\nSitemap: {site}{PATH}\n")
}
