//! The site as files, for a host that runs no program of ours: every page in its default state, what it needs, and the whole data
//! set.
//!
//! The pages are those that [`router`] answers, and so are all files. What a page names with a query that is no page (a picture, an
//! answer of the API, a download) gets a name without one, [`files::file`], and the page names that. Links between pages keep their
//! queries: the app makes the state of a chart from its address, wherever the page is from. It asks for answers by the same names, and
//! where there is none, for those of whole years ([`DataRequest::years`]), of which there are all.

use std::cell::RefCell;
use std::collections::{HashSet, VecDeque};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use axum::response::Response;
use http_body_util::BodyExt;
use lol_html::html_content::ContentType;
use lol_html::{RewriteStrSettings, element, rewrite_str};
use rssac002_charts::catalogue::Keys;
use rssac002_charts::export::embed::{PATH as EMBED, escape};
use rssac002_charts::guide::manual;
use rssac002_charts::state::choices::{CHOICES, Control};
use rssac002_charts::{CATALOGUE, Chart, ChartState, Clock, DataRequest, events, files, kind, search};
use rssac002_model::{Day, DayRange, Endpoint, Metric, RsiSet, Snapshot, Step};
use tower::ServiceExt;
use url::{Position, Url};

use crate::api::BASE;
use crate::app::App;
use crate::held::latest;
use crate::image::font;
use crate::server::{router, warm};
use crate::site::pages::{self, Page};
use crate::site::search::OPENSEARCH;
use crate::site::{feed, package, sitemap, years};

/// Why the site could not be written.
#[derive(Debug, thiserror::Error)]
pub enum AsFilesError {
    /// The program has no pages.
    #[error("the pages are not in this program (`cargo xtask build` builds both)")]
    NoPages,
    /// A file cannot be written.
    #[error("cannot write {0}: {1}")]
    Write(PathBuf, io::Error),
    /// An answer that has to be there is not.
    #[error("{0} is not answered: {1}")]
    Answer(String, StatusCode),
    /// An answer ended early.
    #[error("the answer of {0} broke off")]
    BrokenOff(String),
    /// A page that is no HTML.
    #[error("the page {0} cannot be read: {1}")]
    Page(String, lol_html::errors::RewritingError),
}

/// What was written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Written {
    /// Pages.
    pub pages: u64,
    /// All files, pages among them.
    pub files: u64,
    /// Their octets.
    pub octets: u64,
}

/// The name of the page that hosts show where there is none.
const NOT_FOUND: &str = "404.html";

/// Writes the site into a folder, which is made if it is not there. Files of the same names are replaced, others stay. `told` is called
/// with each address that is written.
pub async fn write(app: Arc<App>, folder: &Path, told: impl Fn(&str)) -> Result<Written, AsFilesError> {
    if app.site.shell().is_none() {
        return Err(AsFilesError::NoPages);
    }
    warm(app.clone()).await;
    let mut writer = Writer {
        router: router(app.clone()),
        origin: app.origin.of(&HeaderMap::new()),
        folder,
        told: &told,
        waiting: VecDeque::new(),
        seen: HashSet::new(),
        written: Written::default(),
    };
    for address in addresses(&app) {
        writer.want(&address);
    }
    while let Some(address) = writer.waiting.pop_front() {
        writer.address(&address).await?;
    }
    for name in app.site.names() {
        // Hosts compress, and the front page is the index.
        let is_left = name == "index.html" || name.ends_with(".br") || name.ends_with(".gz");
        if let Some(octets) = app.site.file(&name).filter(|_| !is_left) {
            writer.keep(&name, &octets)?;
        }
    }
    writer.not_found().await?;
    Ok(writer.written)
}

/// The addresses that are wanted whether a page names them or not: pages, and what the app asks for in states that are one choice away
/// from the default, and for what else in years.
fn addresses(app: &App) -> Vec<String> {
    let (held, today) = (app.held(), app.today.day());
    let clock = pages::clock(&held.snapshot, today);
    let mut addresses = sitemap::pages();
    addresses.extend(CATALOGUE.iter().map(|chart| format!("{EMBED}{}", chart.path)));
    addresses
        .extend(CATALOGUE.iter().flat_map(|chart| chart.old_pages.iter().map(|page| format!("/{page}"))));
    addresses.extend([format!("/{}", search::PATH.trim_matches('/')), format!("{}/", years::BASE)]);
    addresses
        .extend([feed::PATH, sitemap::PATH, sitemap::ROBOTS, package::PATH, font::PATH].map(str::to_owned));
    addresses.extend([events::ADDRESS, search::ADDRESS, OPENSEARCH].map(str::to_owned));
    let states = CATALOGUE.iter().flat_map(|chart| states(chart, &clock));
    let states: Vec<ChartState> = states.chain(Page::Study.states("", &clock)).collect();
    let marking = states.iter().map(|state| ChartState { unusual: true, ..state.clone() });
    addresses.extend(marking.flat_map(|state| kind::lists(&state)).map(|(_, address)| address));
    let requests: Vec<DataRequest> = states.iter().flat_map(|state| kind::requests(state, &clock)).collect();
    let by_year = requests.iter().flat_map(DataRequest::years);
    let wanted = requests.iter().copied().chain(by_year).chain(places(&held.snapshot, today));
    addresses.extend(wanted.map(|request| format!("{BASE}/{}", request.address())));
    addresses
}

/// The default state of a chart and those that are one choice away from it, each by day and by week.
fn states(chart: &'static Chart, clock: &Clock) -> Vec<ChartState> {
    let default = ChartState::new(chart);
    let chosen = |state: &ChartState| -> Vec<ChartState> {
        let options = CHOICES.iter().filter_map(|choice| match choice.control(state) {
            Some(Control::OneOf { options, .. }) => Some((choice, options)),
            _ => None,
        });
        options
            .flat_map(|(choice, options)| {
                options.into_iter().filter_map(move |option| {
                    let mut other = state.clone();
                    choice.read(&mut other, option.spelling, clock).ok().map(|()| other)
                })
            })
            .collect()
    };
    let intervals =
        chart.intervals.iter().map(|interval| ChartState { interval: *interval, ..default.clone() });
    std::iter::once(default.clone())
        .chain(intervals)
        .flat_map(|state| {
            let mut states = chosen(&state);
            states.push(state);
            states
        })
        .collect()
}

/// The places of the last day held and of the first day of each month: those of all days of ten years would be 200 MB, nearly as much as
/// all else that charts ask for.
fn places(snapshot: &Snapshot, today: Day) -> Vec<DataRequest> {
    let Some(held) = snapshot.range(Metric::Instances) else { return Vec::new() };
    let last = latest(snapshot, Metric::Instances, today);
    let firsts = held.days().filter(|day| day.ymd().2 == 1);
    let request = |day| DataRequest {
        endpoint: Endpoint::InstancesDetail,
        keys: Keys::All,
        rsis: RsiSet::ALL,
        range: DayRange::single(day),
        step: Step::DAY,
    };
    firsts.chain(last).map(request).collect()
}

struct Writer<'a> {
    router: Router,
    origin: String,
    folder: &'a Path,
    told: &'a dyn Fn(&str),
    waiting: VecDeque<String>,
    seen: HashSet<String>,
    written: Written,
}

impl Writer<'_> {
    /// Has an address written, once.
    fn want(&mut self, address: &str) {
        if self.seen.insert(address.to_owned()) {
            self.waiting.push_back(address.to_owned());
        }
    }

    async fn ask(&self, address: &str) -> Result<Response, AsFilesError> {
        let host = self.origin.rsplit('/').next().unwrap_or_default();
        let request = Request::get(address).header(header::HOST, host).body(Body::empty());
        let wrong = |_| AsFilesError::Answer(address.to_owned(), StatusCode::BAD_REQUEST);
        match self.router.clone().oneshot(request.map_err(wrong)?).await {
            Ok(response) => Ok(response),
            Err(never) => match never {},
        }
    }

    /// Writes what is at an address.
    async fn address(&mut self, address: &str) -> Result<(), AsFilesError> {
        (self.told)(address);
        let response = self.ask(address).await?;
        let text =
            |name| response.headers().get(name).and_then(|value: &header::HeaderValue| value.to_str().ok());
        if let Some(to) = text(header::LOCATION).filter(|_| response.status().is_redirection()) {
            let to = to.to_owned();
            self.want(&to);
            self.written.pages += 1;
            return self.keep(&place(address, true), moved(&to).as_bytes());
        }
        if response.status() != StatusCode::OK {
            return Err(AsFilesError::Answer(address.to_owned(), response.status()));
        }
        let is_page = text(header::CONTENT_TYPE).is_some_and(|kind| kind.starts_with("text/html"));
        let place = place(address, is_page);
        if !is_page {
            return self.stream(address, &place, response.into_body()).await;
        }
        let html = self.page(address, response).await?;
        self.written.pages += 1;
        self.keep(&place, html.as_bytes())
    }

    /// The page that says that there is none.
    async fn not_found(&mut self) -> Result<(), AsFilesError> {
        let response = self.ask("/404").await?;
        let html = self.page("/404", response).await?;
        self.written.pages += 1;
        self.keep(NOT_FOUND, html.as_bytes())
    }

    /// A page with the names that files have here; what it names is wanted.
    async fn page(&mut self, address: &str, response: Response) -> Result<String, AsFilesError> {
        let policy = response.headers().get(header::CONTENT_SECURITY_POLICY);
        let policy = policy.and_then(|policy| policy.to_str().ok()).map(meta).unwrap_or_default();
        let body = response.into_body().collect().await;
        let body = body.map_err(|_| AsFilesError::BrokenOff(address.to_owned()))?.to_bytes();
        let named = RefCell::new(Vec::new());
        let origin = &self.origin;
        let wrong = || AsFilesError::Answer(address.to_owned(), StatusCode::BAD_REQUEST);
        let url = Url::parse(&format!("{origin}{address}")).map_err(|_| wrong())?;
        let elements = vec![
            // Behind the character set, which browsers look for at the very start.
            element!("meta[charset]", |charset| {
                charset.after(&policy, ContentType::Html);
                Ok(())
            }),
            element!("*", |element| {
                for attribute in ["href", "src", "srcset", "content"] {
                    let Some(value) = element.get_attribute(attribute) else { continue };
                    // Only pages of links name what is below them.
                    let is_below = attribute == "href" && address.starts_with(years::BASE);
                    if !(is_below || value.starts_with('/') || value.starts_with(origin.as_str())) {
                        continue;
                    }
                    let value = value.replace("&amp;", "&");
                    let Some(named_address) = here(&value, &url) else { continue };
                    if let Some(other) = wanted(&named_address, address) {
                        named.borrow_mut().push(other);
                    }
                    if named_address.contains('?') && !is_page(&named_address) {
                        let start = if value.starts_with(origin.as_str()) { origin.as_str() } else { "" };
                        element
                            .set_attribute(attribute, &format!("{start}{}", files::file(&named_address)))?;
                    }
                }
                Ok(())
            }),
        ];
        let settings = RewriteStrSettings { element_content_handlers: elements, ..RewriteStrSettings::new() };
        // To a program with scripts what stands in this element is no HTML.
        let [noscript, seen] = ["noscript", "no-script"];
        let html = String::from_utf8_lossy(&body).replace(noscript, seen);
        let html = rewrite_str(&html, settings)
            .map_err(|error| AsFilesError::Page(address.to_owned(), error))?
            .replace(seen, noscript);
        for address in named.into_inner() {
            self.want(&address);
        }
        Ok(html)
    }

    /// Opens a file below the folder, and makes the folders that it lies in.
    fn create(&self, place: &str) -> Result<(PathBuf, BufWriter<File>), AsFilesError> {
        let path = self.folder.join(place);
        let open = || {
            path.parent().map_or(Ok(()), std::fs::create_dir_all)?;
            File::create(&path)
        };
        let file = open().map_err(|error| AsFilesError::Write(path.clone(), error))?;
        Ok((path, BufWriter::new(file)))
    }

    fn keep(&mut self, place: &str, octets: &[u8]) -> Result<(), AsFilesError> {
        let (path, mut file) = self.create(place)?;
        file.write_all(octets)
            .and_then(|()| file.flush())
            .map_err(|error| AsFilesError::Write(path, error))?;
        self.written.files += 1;
        self.written.octets += octets.len() as u64;
        Ok(())
    }

    async fn stream(&mut self, address: &str, place: &str, mut body: Body) -> Result<(), AsFilesError> {
        let (path, mut file) = self.create(place)?;
        let failed = |error| AsFilesError::Write(path.clone(), error);
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(|_| AsFilesError::BrokenOff(address.to_owned()))?;
            let Some(octets) = frame.data_ref() else { continue };
            file.write_all(octets).map_err(failed)?;
            self.written.octets += octets.len() as u64;
        }
        file.flush().map_err(failed)?;
        self.written.files += 1;
        Ok(())
    }
}

/// The address from the slash on of what a page of this address names, where that is on its site.
fn here(named: &str, page: &Url) -> Option<String> {
    let url = page.join(named).ok().filter(|url| url.origin() == page.origin())?;
    Some(url[Position::BeforePath..Position::AfterQuery].to_owned())
}

fn path(address: &str) -> &str {
    address.split('?').next().unwrap_or_default()
}

fn is_page(address: &str) -> bool {
    !matches!(Page::find(path(address)), Page::Unknown)
}

/// What is written because a page names it: files as they are named, pages in their default state. Days lead to the days beside them,
/// which are thousands, so that of the pages of days only those that other pages name are written.
fn wanted(named: &str, by: &str) -> Option<String> {
    match Page::find(path(named)) {
        Page::Day(_) if matches!(Page::find(path(by)), Page::Day(_)) => None,
        // The manual is among the site's files.
        Page::Unknown => (!named.starts_with(manual::PATH)).then(|| named.to_owned()),
        _ => Some(path(named).to_owned()),
    }
}

/// Where the answer of an address lies below the folder.
fn place(address: &str, is_page: bool) -> String {
    let file = files::file(address);
    let file = file.trim_start_matches('/');
    if !is_page || file.ends_with(".html") {
        return file.to_owned();
    }
    format!("{}/index.html", file.trim_end_matches('/')).trim_start_matches('/').to_owned()
}

/// A page that leads to another one.
fn moved(to: &str) -> String {
    let to = escape(to);
    format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Moved</title>\
         <meta http-equiv=\"refresh\" content=\"0; url={to}\"><link rel=\"canonical\" href=\"{to}\">\
         <p><a href=\"{to}\">{to}</a></p></html>\n"
    )
}

/// A policy as an element of the page, which may not say who frames it.
fn meta(policy: &str) -> String {
    let parts = policy.split(';').map(str::trim).filter(|part| !part.starts_with("frame-ancestors"));
    let policy = parts.collect::<Vec<_>>().join("; ");
    format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">", escape(&policy))
}
