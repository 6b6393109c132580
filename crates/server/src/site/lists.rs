//! A day, unusual days, coverage and events as files: `/day/2020-11-04.csv` and `.json`, `/unusual.csv` and `.json`,
//! `/coverage.csv`, `/events.csv` and `/events.json`, with the page's query; the unusual days that a chart marks, `/unusual/marks.json`; what
//! can be searched, `/search.json`, and how, `/opensearch.xml`; what is new, `/feed.atom`; what search engines should find, `/sitemap.xml`
//! and `/robots.txt`; and what the files of the data set are, `/data/datapackage.json`.

use std::sync::Arc;

use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use rssac002_charts::coverage::{self, Calendar, CoverageState};
use rssac002_charts::day::{self, DayState};
use rssac002_charts::events;
use rssac002_charts::search::{self, entry};
use rssac002_charts::state::url::{self, Ignored};
use rssac002_charts::unusual::{self, Marked, UnusualState};
use rssac002_charts::words;
use rssac002_model::Day;

use crate::app::App;
use crate::events::EVENTS;
use crate::held::Held;
use crate::http::coding::Coding;
use crate::http::make;
use crate::http::problem::Problem;
use crate::http::reply::{Meta, entity_tag};
use crate::http::work::Effort;
use crate::site::search::{OPENSEARCH, TOLD, opensearch};
use crate::site::{feed, package, pages, sitemap};
use crate::view::findings;

/// Which file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum List {
    /// Unusual days, as rows.
    UnusualCsv,
    /// The same as objects.
    UnusualJson,
    /// Those that a chart marks, as events.
    UnusualMarks,
    /// Days by how they were reported, as rows.
    CoverageCsv,
    /// Known events, as rows.
    EventsCsv,
    /// The same as objects.
    EventsJson,
    /// A day beside those before it, as rows.
    DayCsv(Day),
    /// The same as objects.
    DayJson(Day),
    /// What can be searched besides charts and letters, as objects.
    SearchJson,
    /// How browsers search here.
    OpenSearch,
    /// The latest weeks.
    Feed,
    /// All pages.
    Sitemap,
    /// Where search engines find it.
    Robots,
    /// The files of the data set.
    Package,
}

impl List {
    /// The file at a path.
    pub fn find(path: &str) -> Option<List> {
        match path {
            events::ADDRESS => return Some(List::EventsJson),
            search::ADDRESS => return Some(List::SearchJson),
            unusual::marks::ADDRESS => return Some(List::UnusualMarks),
            OPENSEARCH => return Some(List::OpenSearch),
            feed::PATH => return Some(List::Feed),
            sitemap::PATH => return Some(List::Sitemap),
            sitemap::ROBOTS => return Some(List::Robots),
            package::PATH => return Some(List::Package),
            _ => {}
        }
        let (path, ending) = path.split_once('.')?;
        // A page may have a slash behind it, a file not.
        if let Some(day) = day::find(path).filter(|_| !path.ends_with('/')) {
            return match ending {
                "csv" => Some(List::DayCsv(day)),
                "json" => Some(List::DayJson(day)),
                _ => None,
            };
        }
        match (path, ending) {
            (unusual::PATH, "csv") => Some(List::UnusualCsv),
            (unusual::PATH, "json") => Some(List::UnusualJson),
            (coverage::PATH, "csv") => Some(List::CoverageCsv),
            (events::PATH, "csv") => Some(List::EventsCsv),
            _ => None,
        }
    }

    /// The file, or why there is none.
    pub async fn answer(self, app: &Arc<App>, query: &str, headers: &HeaderMap) -> Result<Response, Problem> {
        let ignored = match self {
            List::UnusualCsv | List::UnusualJson => UnusualState::parse(query).1,
            List::UnusualMarks => Marked::parse(query).1,
            List::CoverageCsv => CoverageState::parse(query).1,
            List::DayCsv(day) | List::DayJson(day) => DayState::parse(day, query).1,
            List::EventsCsv
            | List::EventsJson
            | List::SearchJson
            | List::OpenSearch
            | List::Feed
            | List::Sitemap
            | List::Robots
            | List::Package => url::read(query, |_, _| Err(words::NO_CHOICES.into())),
        };
        if let Some(Ignored { part, accepted }) = ignored.first() {
            return Err(Problem::new(StatusCode::BAD_REQUEST, words::not_understood(part, accepted)));
        }
        let (held, today) = (app.held(), app.today.day());
        // A chart is right without them, and does not wait: it says that they are still searched for.
        if self == List::UnusualMarks && held.known_unusual().is_none() {
            held.search_unusual(today);
            return Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, unusual::words::SEARCHING));
        }
        let coding = Coding::negotiate(headers, &Coding::MADE);
        let site = app.origin.of(headers);
        let about = format!("{self:?} {query} {} {today} {site}", held.snapshot.version);
        let sample: &[u8] = if held.snapshot.sample { b"sample" } else { b"" };
        let meta = Meta {
            content_type: match self {
                List::UnusualCsv | List::CoverageCsv | List::EventsCsv | List::DayCsv(_) => {
                    "text/csv; charset=utf-8; header=present"
                }
                List::UnusualJson
                | List::UnusualMarks
                | List::EventsJson
                | List::DayJson(_)
                | List::SearchJson
                | List::Package => "application/json",
                List::OpenSearch => "application/opensearchdescription+xml",
                List::Feed => "application/atom+xml; charset=utf-8",
                List::Sitemap => "application/xml; charset=utf-8",
                List::Robots => "text/plain; charset=utf-8",
            },
            cache_control: "public, no-cache",
            tag: entity_tag(&[
                b"list",
                about.as_bytes(),
                sample,
                coding.name().unwrap_or_default().as_bytes(),
            ]),
            coding,
            modified: Some(held.since),
        };
        if meta.is_known(headers) {
            return Ok(meta.not_modified());
        }
        let query = query.to_owned();
        let made = make::whole(&app.bodies, Effort::Small, &meta, move || {
            Ok(self.write(&held, &query, today, &site).into_bytes())
        });
        Ok(meta.whole(made.await?))
    }

    fn write(self, held: &Held, query: &str, today: Day, site: &str) -> String {
        match self {
            List::UnusualCsv => held.unusual(today).csv(&UnusualState::parse(query).0),
            List::UnusualJson => held.unusual(today).json(&UnusualState::parse(query).0).to_string(),
            List::UnusualMarks => events::write(&held.unusual(today).marks(&Marked::parse(query).0)),
            List::DayCsv(day) => findings(&held.snapshot, DayState::parse(day, query).0).csv(),
            List::DayJson(day) => findings(&held.snapshot, DayState::parse(day, query).0).json().to_string(),
            List::EventsCsv => events::csv(&EVENTS),
            List::EventsJson => events::write(&EVENTS),
            List::SearchJson => entry::write(&TOLD),
            List::OpenSearch => opensearch(site),
            List::Feed => feed::write(&held.snapshot, &pages::clock(&held.snapshot, today), site),
            List::Sitemap => sitemap::write(site),
            List::Robots => sitemap::robots(site),
            List::Package => package::write(&held.snapshot, today, site),
            List::CoverageCsv => {
                Calendar::new(&held.snapshot, &held.notes, &CoverageState::parse(query).0).csv()
            }
        }
    }
}
