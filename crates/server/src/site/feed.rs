//! What is new, as an Atom feed (RFC 4287): the latest full weeks, each with what the front page says of it.

use atom_syndication::{Entry, Feed, FixedDateTime, Generator, Link, Person, Text};
use rssac002_charts::language::LANGUAGE;
use rssac002_charts::week::{self, Week, WeekState, words};
use rssac002_charts::{Clock, provenance, words as site_words};
use rssac002_model::{Day, Metric, Snapshot};

use crate::view::numbers;

/// Where it stands.
pub const PATH: &str = "/feed.atom";

/// How many weeks it has, the latest first.
const WEEKS: i32 = 8;

/// The feed of a site.
pub fn write(snapshot: &Snapshot, clock: &Clock, site: &str) -> String {
    let latest = week::state::latest_full(clock);
    let weeks = (0..WEEKS).map(|week| latest - 7 * week);
    let entries: Vec<Entry> = weeks.filter_map(|monday| entry(snapshot, clock, monday, site)).collect();
    let link = |rel: &str, path: &str, kind: &str| Link {
        href: format!("{site}{path}"),
        rel: rel.to_owned(),
        mime_type: Some(kind.to_owned()),
        ..Link::default()
    };
    let feed = Feed {
        title: Text::plain(site_words::SITE),
        subtitle: Some(Text::plain(words::FEED)),
        id: format!("{site}{PATH}"),
        updated: entries.first().map_or(known(latest), |entry| entry.updated),
        authors: vec![Person { name: provenance::SOURCE.publisher.to_owned(), ..Person::default() }],
        generator: Some(Generator {
            value: site_words::SITE.to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            ..Generator::default()
        }),
        links: vec![link("self", PATH, "application/atom+xml"), link("alternate", week::PATH, "text/html")],
        entries,
        lang: Some(LANGUAGE.tag.to_owned()),
        ..Feed::default()
    };
    feed.to_string()
}

/// What is told of a week; `None` where nothing of it is held.
fn entry(snapshot: &Snapshot, clock: &Clock, monday: Day, site: &str) -> Option<Entry> {
    let state = WeekState::default().in_week(monday);
    let answers = numbers(snapshot, &week::figure::requests(monday, clock));
    let week = Week::new(state, clock, &answers, snapshot);
    if week.is_empty() {
        return None;
    }
    let address = format!("{site}{}", state.address());
    let told = [words::summary(&week), words::reported(&week.reports)].join(" ");
    Some(Entry {
        title: Text::plain(words::title(monday)),
        // It leads to the same week for ever.
        id: address.clone(),
        updated: known(monday),
        links: vec![Link { href: address, mime_type: Some("text/html".to_owned()), ..Link::default() }],
        summary: Some(Text::plain(told)),
        ..Entry::default()
    })
}

/// When a week was first shown: not at the moment of its Sunday's last report, which nobody notes, but on the day from which charts show
/// that Sunday.
fn known(monday: Day) -> FixedDateTime {
    let day = week::state::days(monday).end() + Metric::TrafficVolume.lag();
    format!("{day}T00:00:00Z").parse().unwrap_or_default()
}
