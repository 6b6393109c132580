//! What can be searched besides charts and letters, and how browsers search here from elsewhere (OpenSearch).

use std::sync::LazyLock;

use rssac002_charts::day::DayState;
use rssac002_charts::events::{self, Event};
use rssac002_charts::export::embed::escape;
use rssac002_charts::guide::glossary::{self, Word};
use rssac002_charts::guide::{about, api, manual, metrics, whole};
use rssac002_charts::search::{self, Entry, Group, KEY, PATH, entry};
use rssac002_charts::words;
use rssac002_charts::{Clock, coverage, format, study, unusual};
use rssac002_model::RsiSet;
use unicode_normalization::UnicodeNormalization;

use crate::events::EVENTS;

/// Where the description for browsers stands.
pub const OPENSEARCH: &str = "/opensearch.xml";

/// Pages, words and events.
pub static TOLD: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    pages().into_iter().chain(Word::ALL.map(word)).chain(EVENTS.iter().rev().map(event)).collect()
});

/// Everything that can be found, days apart.
pub static ALL: LazyLock<Vec<Entry>> =
    LazyLock::new(|| entry::known().into_iter().chain(TOLD.iter().cloned()).collect());

/// What fits a query.
pub fn find(query: &str, clock: &Clock) -> Vec<Entry> {
    search::find(query, &ALL, clock, |text| text.nfd().collect())
}

fn pages() -> Vec<Entry> {
    let page = |title: &str, about: &str, address: &str, also: &str| Entry {
        group: Group::Pages,
        title: title.to_owned(),
        about: about.to_owned(),
        address: address.to_owned(),
        also: format!("{address} {also}"),
    };
    let study_path = format!("/{}", study::PATH);
    let mut pages = vec![
        page(
            unusual::words::TITLE,
            unusual::words::INTRODUCTION,
            unusual::PATH,
            "spikes attacks outliers anomalies",
        ),
        page(
            coverage::words::TITLE,
            coverage::words::INTRODUCTION,
            coverage::PATH,
            "gaps missing reports calendar",
        ),
        page(events::TITLE, events::INTRODUCTION, events::PATH, "history"),
        page(study::TITLE, words::STUDIES, &study_path, "study"),
        page(about::TITLE, about::MENU, about::PATH, "newcomers introduction licence source citation cite"),
        page(glossary::TITLE, glossary::INTRODUCTION, glossary::PATH, "words terms definitions"),
        page(whole::LINK, "CSV, Parquet, JSON", whole::PATH, "download export pandas duckdb"),
        page(api::TITLE, api::INTRODUCTION, api::PATH, "openapi programs json rest curl"),
    ];
    let metric = |(section, _)| {
        let told = metrics::explained(section);
        page(words::section(section), metrics::HEADING, &metrics::address(section), told.published_as)
    };
    pages.extend(metrics::sections().map(metric));
    pages.extend(manual::CHAPTERS.iter().map(|chapter| {
        let title = format!("{}: {}", manual::NAME, chapter.title);
        page(&title, chapter.about, &chapter.address(), chapter.also)
    }));
    pages
}

fn word(word: Word) -> Entry {
    let meaning = word.meaning();
    // The first sentence.
    let about = meaning.split_once(". ").map_or(meaning.trim_end_matches('.'), |(first, _)| first);
    Entry {
        group: Group::Words,
        title: word.name().to_owned(),
        about: about.to_owned(),
        address: word.address(),
        also: String::new(),
    }
}

fn event(event: &Event) -> Entry {
    let day = DayState { rsis: event.rsis, ..DayState::new(event.day) };
    let whose = if event.rsis == RsiSet::ALL { String::new() } else { words::letters(event.rsis) };
    Entry {
        group: Group::Events,
        title: event.what.clone(),
        about: format::long_day(event.day),
        address: day.address(),
        also: format!("{} {whose}", event.day),
    }
}

/// The description of the search at an origin, for browsers (OpenSearch 1.1, whose short names have 16 letters at most).
pub fn opensearch(site: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\"><ShortName>RSSAC002</ShortName>\
         <Description>{}</Description><InputEncoding>UTF-8</InputEncoding>\
         <Url type=\"text/html\" template=\"{site}{PATH}?{KEY}={{searchTerms}}\"/></OpenSearchDescription>\n",
        escape(&format!("{}: {}", words::SITE, rssac002_charts::search::words::FIELD)),
        site = escape(site),
    )
}
