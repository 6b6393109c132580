//! What a page says of the very chart that its address shows before the app runs, or where it cannot: in its head title,
//! description, preview (Open Graph, Twitter), canonical address, how to embed it, and what data it is made from (JSON-LD);
//! in its body the page as it is before the app runs, made by the program that this is in, and the latest values.

use std::sync::Arc;
use std::time::Duration;

use axum::http::Uri;
use rssac002_charts::coverage::{Calendar, CoverageState};
use rssac002_charts::day::DayState;
use rssac002_charts::export::embed::escape;
use rssac002_charts::export::{Digest, Extent, digest};
use rssac002_charts::guide::{about, api, glossary, whole};
use rssac002_charts::state::url::{self, Ignored};
use rssac002_charts::unusual::UnusualState;
use rssac002_charts::week::{self, Week, WeekState};
use rssac002_charts::{
    CATALOGUE, ChartState, Clock, View, coverage, events, format, letter, provenance, search, study, unusual,
    words,
};
use rssac002_model::{DayRange, Metric};
use serde_json::{Value, json};

use super::download::{self, Kind};
use super::page::{About, Arrival, Data, Front, Letter, Sent};
use super::pages::Page;
use super::whole::files;
use crate::api::guide::Guide;
use crate::api::query::Query;
use crate::app::App;
use crate::held::{Held, latest};
use crate::http::coding::Coding;
use crate::http::make;
use crate::http::problem::Problem;
use crate::http::reply::{Meta, entity_tag};
use crate::http::work::Effort;
use crate::image::options::{Options, PREVIEW};
use crate::image::routes::BASE as IMAGE;
use crate::view::{findings, marked, numbers, view_within};

/// Where it stands.
pub const OEMBED: &str = "/oembed";

/// How long a page waits for what it says of its chart, which the app will show in any case.
const PATIENCE: Duration = Duration::from_secs(1);
/// How long a page waits that is made here and nowhere else, or once for all visitors.
const LONG_PATIENCE: Duration = Duration::from_secs(30);

/// A page of charts.
pub struct Preview<'a> {
    /// Which.
    pub page: Page,
    /// Its address.
    pub uri: &'a Uri,
    /// What it shows.
    pub states: Vec<ChartState>,
    /// The clock of its snapshot.
    pub clock: Clock,
    /// The origin; empty where it is not known. Then there are no tags for previews and oEmbed.
    pub site: String,
    /// What it tells its app, as JSON.
    pub settings: &'a str,
}

impl Preview<'_> {
    /// The head's and the body's part. They need the numbers, so they are made once for an address and kept; where they
    /// cannot be made (the server stops), or not soon (it has too much to do), the title has to do.
    pub async fn parts(self, app: &Arc<App>, held: &Arc<Held>) -> (String, String) {
        let query = self.uri.query().unwrap_or_default();
        let title = match (self.page, self.states.first()) {
            (Page::Front, _) => week::words::title(WeekState::parse(query).0.shown(&self.clock)),
            (Page::Study, _) => study::TITLE.to_owned(),
            (Page::Day(day), _) => format::weekday(day),
            (Page::Unusual, _) => unusual::words::TITLE.to_owned(),
            (Page::Coverage, _) => coverage::words::TITLE.to_owned(),
            (Page::Events, _) => events::TITLE.to_owned(),
            (Page::Letter(rsi), _) => letter::title(rsi),
            (Page::Glossary, _) => glossary::TITLE.to_owned(),
            (Page::Rssac002, _) => about::TITLE.to_owned(),
            (Page::Data, _) => whole::TITLE.to_owned(),
            (Page::Api, _) => api::TITLE.to_owned(),
            (Page::Search, _) => search::words::TITLE.to_owned(),
            (_, Some(state)) => state.chart.title.to_owned(),
            (_, None) => words::SITE.to_owned(),
        };
        let (path, query) = (self.uri.path().to_owned(), query.to_owned());
        // A page does not wait for them, because the app will show them in any case.
        let tells = self.page == Page::Front || self.states.iter().any(|state| state.unusual);
        let unusual = tells.then(|| held.known_unusual()).flatten();
        let meta = Meta {
            content_type: "text/html",
            cache_control: "no-store",
            coding: Coding::Identity,
            tag: entity_tag(&[
                b"page",
                path.as_bytes(),
                query.as_bytes(),
                self.settings.as_bytes(),
                // What was made while they were not known is not kept for afterwards.
                if unusual.is_some() { b"unusual" } else { b"" },
            ]),
            modified: None,
        };
        let (held, settings, shared) = (held.clone(), self.settings.to_owned(), app.clone());
        let (page, states, clock, site) = (self.page, self.states, self.clock, self.site);
        let made = make::whole(&app.bodies, Effort::Small, &meta, move || {
            let view = |state: &ChartState| match page {
                Page::Front => {
                    let monday = WeekState::parse(&query).0.shown(&clock);
                    view_within(&held.snapshot, state, &clock, week::state::year(monday))
                }
                Page::Day(day) => view_within(&held.snapshot, state, &clock, DayState::new(day).around()),
                _ => marked(&held.snapshot, state, &clock, unusual.as_deref()),
            };
            let views = states.iter().map(|state| view(state).map(Arc::new));
            let views: Vec<Arc<View>> = views.collect::<Option<_>>().ok_or_else(no_view)?;
            let sent = match page {
                Page::Api => {
                    let (guide, ignored) = Guide::new(&query, &held, &clock, &site, shared.is_for_files);
                    Some(Sent { about: About::Api(Arc::new(guide)), ignored })
                }
                _ => sent(page, &query, &held, &clock, &site),
            };
            let head = match (page, &sent, views.first()) {
                (_, Some(Sent { about, .. }), _) => about_head(about, states.first(), &site),
                (Page::Embed(_), _, Some(view)) => head(view, &site, true),
                (Page::Chart(_), _, Some(view)) => head(view, &site, false),
                _ => {
                    let address = format!("/{}", study::PATH);
                    let picture = states.first().map_or_else(Picture::of_all, Picture::of);
                    plain_head(study::TITLE, words::STUDY_INTRODUCTION, &address, &picture, &site)
                }
            };
            let charts = views.first().filter(|_| sent.is_none());
            let early = charts.map(|view| without_scripts(view)).unwrap_or_default();
            let arrival = Arrival { settings: &settings, path: &path, query: &query, views, sent };
            let body = shared.site.body(arrival);
            // Two texts can always be written.
            Ok(serde_json::to_vec(&(head, body + &early)).unwrap_or_default())
        });
        let patience = if page.is_sent() || app.is_for_files { LONG_PATIENCE } else { PATIENCE };
        let parts = tokio::time::timeout(patience, made).await.ok().and_then(Result::ok);
        let parts = parts.and_then(|made| serde_json::from_slice(&made.coded).ok());
        parts.unwrap_or_else(|| {
            (format!("<title>{} – {}</title>", escape(&title), words::SITE), String::new())
        })
    }
}

/// What a page that is made here only says.
fn sent(page: Page, query: &str, held: &Held, clock: &Clock, site: &str) -> Option<Sent> {
    let today = clock.today;
    match page {
        Page::Front => {
            let (state, ignored) = WeekState::parse(query);
            let answers = numbers(&held.snapshot, &week::figure::requests(state.shown(clock), clock));
            let week = Week::new(state, clock, &answers, &held.snapshot);
            let first = Metric::ALL
                .into_iter()
                .filter_map(|metric| held.snapshot.range(metric))
                .map(DayRange::start)
                .min();
            let last = week::state::days(week::state::latest_full(clock)).end();
            let days = first.and_then(|first| DayRange::new(first, last)).unwrap_or(DayRange::single(last));
            let map = Front::map(&held.snapshot, state.rsis, week.days(), clock.latest(Metric::Instances));
            let front = Front { week, unusual: held.known_unusual(), held: days, map };
            Some(Sent { about: About::Week(Arc::new(front)), ignored })
        }
        Page::Day(day) => {
            let (state, ignored) = DayState::parse(day, query);
            Some(Sent { about: About::Day(Arc::new(findings(&held.snapshot, state))), ignored })
        }
        Page::Unusual => {
            let (state, ignored) = UnusualState::parse(query);
            Some(Sent { about: About::Unusual(state, held.unusual(today)), ignored })
        }
        Page::Coverage => {
            let (state, ignored) = CoverageState::parse(query);
            let calendar = Calendar::new(&held.snapshot, &held.notes, &state);
            Some(Sent { about: About::Coverage(state, Arc::new(calendar)), ignored })
        }
        Page::Events => Some(Sent { about: About::Events, ignored: no_choices(query) }),
        Page::Glossary => Some(Sent { about: About::Glossary, ignored: no_choices(query) }),
        Page::Rssac002 => Some(Sent { about: About::Rssac002, ignored: no_choices(query) }),
        Page::Data => {
            let files = files(&held.snapshot, today);
            let data = Data { version: held.snapshot.version.clone(), site: site.to_owned(), files };
            Some(Sent { about: About::Data(Arc::new(data)), ignored: no_choices(query) })
        }
        Page::Search => {
            let ignored = url::read(query, |key, _| match key {
                search::KEY => Ok(()),
                _ => Err(format!("{}=", search::KEY)),
            });
            // A form writes blanks as `+`.
            let asked = Query::parse(query).text(search::KEY).unwrap_or_default().to_owned();
            let found = super::search::find(&asked, clock);
            Some(Sent { about: About::Search(asked, found), ignored })
        }
        Page::Letter(rsi) => {
            let last = latest(&held.snapshot, Metric::TrafficVolume, today);
            let totals = last.map(|last| numbers(&held.snapshot, &[letter::request(last)]));
            let share = totals.iter().flatten().flatten().find_map(|totals| letter::share(rsi, totals));
            let sentences = share.into_iter().chain(letter::instances(rsi, &held.snapshot)).collect();
            let state = CoverageState { rsi: Some(rsi), ..CoverageState::default() };
            let calendar = Calendar::new(&held.snapshot, &held.notes, &state);
            let unusual = held.unusual(today);
            let letter = Letter { rsi, sentences, calendar, unusual };
            Some(Sent { about: About::Letter(Arc::new(letter)), ignored: no_choices(query) })
        }
        _ => None,
    }
}

/// What is not understood of the query of a page without choices: all of it.
fn no_choices(query: &str) -> Vec<Ignored> {
    url::read(query, |_, _| Err(words::NO_CHOICES.into()))
}

/// The picture of a page's preview.
struct Picture {
    /// Its address, from the slash on.
    address: String,
    /// What it shows.
    alt: String,
}

impl Picture {
    fn of(state: &ChartState) -> Picture {
        Picture { address: drawn(state, &Options::preview()), alt: state.chart.title.to_owned() }
    }

    /// For pages of words: what the whole is about.
    fn of_all() -> Picture {
        Picture::of(&ChartState::new(&CATALOGUE[0]))
    }
}

/// The head's part of a page that is made here only, with the first of the charts that it shows.
fn about_head(subject: &About, first: Option<&ChartState>, site: &str) -> String {
    let picture = first.map_or_else(Picture::of_all, Picture::of);
    let (title, description, address) = match subject {
        About::Day(day) => (format::weekday(day.state.day), day.sentences.join(" "), day.state.address()),
        About::Unusual(state, unusual) => {
            let lines = unusual.lines(state, None);
            let farthest = lines.first().and_then(|line| line.first().chart());
            let picture = farthest.as_ref().map_or(picture, Picture::of);
            let description = format!("{}. {}", unusual::words::INTRODUCTION, unusual::words::METHOD);
            return plain_head(unusual::words::TITLE, &description, &state.address(""), &picture, site);
        }
        About::Coverage(state, calendar) => {
            let subtitle = coverage::words::subtitle(state, calendar.range);
            let description = format!("{}: {subtitle}.", coverage::words::INTRODUCTION);
            let picture = Picture {
                address: Options::preview().behind(&format!("{IMAGE}{}", state.address(".png"))),
                alt: format!("{}. {subtitle}", coverage::words::TITLE),
            };
            return plain_head(coverage::words::TITLE, &description, &state.address(""), &picture, site);
        }
        About::Events => {
            // On the chart of all years.
            let marked = ChartState { events: true, ..ChartState::new(&CATALOGUE[0]) };
            let introduction = format!("{}.", events::INTRODUCTION);
            return plain_head(events::TITLE, &introduction, events::PATH, &Picture::of(&marked), site);
        }
        About::Letter(letter) => {
            let description = format!("{}. {}", letter::subtitle(letter.rsi), letter.sentences.join(" "));
            (letter::title(letter.rsi), description, letter::address(letter.rsi))
        }
        About::Week(front) => {
            let address = front.week.state.address();
            (week::words::title(front.week.monday), week::words::summary(&front.week), address)
        }
        About::Glossary => {
            (glossary::TITLE.to_owned(), format!("{}.", glossary::INTRODUCTION), glossary::PATH.to_owned())
        }
        About::Rssac002 => {
            (about::TITLE.to_owned(), format!("{}.", about::INTRODUCTION), about::PATH.to_owned())
        }
        About::Data(..) => (whole::TITLE.to_owned(), whole::DESCRIPTION.to_owned(), whole::PATH.to_owned()),
        About::Api(..) => (api::TITLE.to_owned(), format!("{}.", api::INTRODUCTION), api::PATH.to_owned()),
        About::Search(..) => {
            let (title, how) = (search::words::TITLE, search::words::HOW);
            // What it leads to is what should be found.
            return plain_head(title, how, search::PATH, &picture, site)
                + "<meta name=\"robots\" content=\"noindex\">";
        }
    };
    plain_head(&title, &description, &address, &picture, site)
}

fn no_view() -> Problem {
    Problem::new(axum::http::StatusCode::INTERNAL_SERVER_ERROR, "the chart cannot be made")
}

/// The address of the picture for previews.
pub fn image(state: &ChartState, site: &str) -> String {
    format!("{site}{}", drawn(state, &Options::preview()))
}

/// The address of a picture, from the slash on.
pub fn drawn(state: &ChartState, options: &Options) -> String {
    format!("{IMAGE}{}{}", url::permalink(state).replacen('?', ".png?", 1), options.query())
}

/// A text as it stands in a query.
pub fn encode(text: &str) -> String {
    let plain = |b: &u8| b.is_ascii_alphanumeric() || b"-._~".contains(b);
    text.bytes().map(|b| if plain(&b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

fn head(view: &View, site: &str, embed: bool) -> String {
    let state = &view.state;
    let title = format!("{} – {}", view.title, words::SITE);
    let description = format!("{}. {}", view.subtitle, view.summary);
    let description = description.trim_end();
    let page = format!("{site}{}", url::address(state));
    let mut out = format!("<title>{}</title>", escape(&title));
    let mut meta = |kind: &str, name: &str, content: &str| {
        out.push_str(&format!("<meta {kind}=\"{name}\" content=\"{}\">", escape(content)));
    };
    meta("name", "description", description);
    if embed {
        // The page is what should be found.
        meta("name", "robots", "noindex");
    } else if !site.is_empty() {
        // Previews need absolute addresses.
        let (width, height) = PREVIEW;
        meta("property", "og:site_name", words::SITE);
        meta("property", "og:type", "website");
        meta("property", "og:title", &view.title);
        meta("property", "og:description", description);
        // What is shared from it keeps its defaults.
        meta("property", "og:url", &format!("{site}{}", url::permalink(state)));
        meta("property", "og:image", &image(state, site));
        meta("property", "og:image:type", "image/png");
        meta("property", "og:image:width", &width.to_string());
        meta("property", "og:image:height", &height.to_string());
        meta("property", "og:image:alt", &format!("{}. {description}", view.title));
        meta("name", "twitter:card", "summary_large_image");
    }
    out.push_str(&format!("<link rel=\"canonical\" href=\"{}\">", escape(&page)));
    if !embed && !site.is_empty() {
        out.push_str(&format!(
            "<link rel=\"alternate\" type=\"application/json+oembed\" title=\"{}\" href=\"{site}{}?url={}&amp;format=json\">",
            escape(&view.title),
            OEMBED,
            encode(&format!("{site}{}", url::permalink(state)))
        ));
    }
    if !embed {
        out.push_str("<script type=\"application/ld+json\">");
        out.push_str(&dataset(view, description, &page, site).to_string().replace('<', "\\u003c"));
        out.push_str("</script>");
    }
    out
}

/// What a page has besides where scripts do not run: that its controls need them, its latest values, and where the numbers
/// are.
fn without_scripts(view: &View) -> String {
    let csv = escape(&download::address(&view.state, Kind::Csv, Extent::View));
    format!(
        "<noscript><div class=\"early\"><p>{}</p>{}<p><a href=\"{csv}\">{}</a> · <a href=\"{}\">{}</a></p></div></noscript>",
        words::NO_SCRIPTS,
        short_table(&digest(view)),
        words::THIS_AS_CSV,
        whole::PATH,
        words::ALL_DATA,
    )
}

fn short_table(digest: &Digest) -> String {
    if digest.rows.is_empty() {
        return String::new();
    }
    let head: String =
        digest.columns.iter().map(|c| format!("<th scope=\"col\">{}</th>", escape(c))).collect();
    let row = |(name, cells): &(String, Vec<String>)| {
        let cells: String = cells.iter().map(|c| format!("<td>{}</td>", escape(c))).collect();
        format!("<tr><th scope=\"row\">{}</th>{cells}</tr>", escape(name))
    };
    let rows: String = digest.rows.iter().map(row).collect();
    let more = match digest.more {
        0 => String::new(),
        more => format!("<p>{}</p>", words::more_rows(more)),
    };
    format!(
        "<div class=\"table-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{latest}\"><table class=\"numbers\">\
         <caption>{latest}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>{more}",
        latest = words::LATEST_VALUES
    )
}

/// The head's part of a page that is not a chart's.
fn plain_head(title: &str, description: &str, address: &str, picture: &Picture, site: &str) -> String {
    let page = format!("{site}{address}");
    let mut head = format!("<title>{} – {}</title>", escape(title), words::SITE);
    let mut meta = |kind: &str, name: &str, content: &str| {
        head.push_str(&format!("<meta {kind}=\"{name}\" content=\"{}\">", escape(content)));
    };
    meta("name", "description", description);
    if !site.is_empty() {
        meta("property", "og:site_name", words::SITE);
        meta("property", "og:type", "website");
        meta("property", "og:title", title);
        meta("property", "og:description", description);
        meta("property", "og:url", &page);
        let (width, height) = PREVIEW;
        meta("property", "og:image", &format!("{site}{}", picture.address));
        meta("property", "og:image:type", "image/png");
        meta("property", "og:image:width", &width.to_string());
        meta("property", "og:image:height", &height.to_string());
        meta("property", "og:image:alt", &picture.alt);
        meta("name", "twitter:card", "summary_large_image");
    }
    head.push_str(&format!("<link rel=\"canonical\" href=\"{}\">", escape(&page)));
    head
}

/// The data of a chart, as schema.org describes a data set.
fn dataset(view: &View, description: &str, page: &str, site: &str) -> Value {
    let file = |kind: Kind, media: &str| {
        let address = download::address(&view.state, kind, Extent::View);
        json!({ "@type": "DataDownload", "encodingFormat": media, "contentUrl": format!("{site}{address}") })
    };
    json!({
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": view.title,
        "description": description,
        "url": page,
        "temporalCoverage": format!("{}/{}", view.range.start(), view.range.end()),
        "isAccessibleForFree": true,
        "creator": { "@type": "Organization", "name": provenance::source(view.state.chart).publisher },
        "distribution": [file(Kind::Csv, "text/csv"), file(Kind::Json, "application/json")],
    })
}
