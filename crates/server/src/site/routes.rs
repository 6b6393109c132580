//! The site over HTTP: files, pages, and what leads to them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use rssac002_charts::guide::manual;
use rssac002_charts::words;
use serde::Serialize;

use super::download::Download;
use super::files::{is_file, is_hashed, media_type};
use super::lists::List;
use super::page::Arrival;
use super::pages::{self, Page};
use super::preview::Preview;
use super::shell::Additions;
use crate::api::BASE;
use crate::api::query::Query;
use crate::app::App;
use crate::held::latest_days;
use crate::http::coding::Coding;
use crate::http::headers::{self, RESOURCE_POLICY};
use crate::http::make;
use crate::http::problem::Problem;
use crate::http::reply::{Meta, entity_tag};

/// What the pages say where the site was not built.
const NOT_BUILT: &str = "<!doctype html><html lang=\"en\"><title>RSSAC002 explorer</title>\
    <h1>The pages are not in this program</h1><p>It was built without the web app. <code>cargo xtask serve</code> builds \
    both. The API answers at <a href=\"/api/v1/openapi.json\">/api/v1/</a>.</p></html>";

/// What stands at the manual's address where there is none.
const NO_MANUAL: &str = "<!doctype html><html lang=\"en\"><title>No manual – RSSAC002 explorer</title>\
    <h1>The manual is not in this program</h1><p>It was built without it. <code>cargo xtask build</code> builds both. \
    <a href=\"/\">The site</a></p></html>";

/// Answers every address that is not the API's or the server's own: a file, a download, a page, a redirect, or "not
/// found".
pub async fn answer(State(app): State<Arc<App>>, method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path();
    if let Some(download) = Download::find(path) {
        let query = uri.query().unwrap_or_default();
        let answer = download.answer(&app, &method, query, &headers).await;
        return answer.unwrap_or_else(Problem::into_response);
    }
    if let Some(list) = List::find(path) {
        let answer = list.answer(&app, uri.query().unwrap_or_default(), &headers).await;
        return answer.unwrap_or_else(Problem::into_response);
    }
    match Page::find(path) {
        Page::Moved(path) => moved(path),
        Page::Unknown => {
            let name = path.trim_start_matches('/');
            let name =
                if path == manual::PATH { Cow::from(format!("{name}index.html")) } else { name.into() };
            match file(&app, &name, &headers) {
                Some(response) => response,
                None if path == manual::PATH => without_manual(),
                // A program that looks for an icon, a map of its own or a hole has no use for a page.
                None if is_file(path) => {
                    Problem::new(StatusCode::NOT_FOUND, "there is no such file").into_response()
                }
                None => shell(&app, Page::Unknown, &uri, &headers).await,
            }
        }
        page => shell(&app, page, &uri, &headers).await,
    }
}

fn moved(path: &str) -> Response {
    let mut response = headers::moved();
    if let Ok(location) = HeaderValue::try_from(format!("/{}", path.trim_start_matches('/'))) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}

fn without_manual() -> Response {
    let headers = [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
    (StatusCode::NOT_FOUND, headers, NO_MANUAL).into_response()
}

/// The page shell, which asks to be checked every time, because it names the current files and days.
async fn shell(app: &Arc<App>, page: Page, uri: &Uri, headers: &HeaderMap) -> Response {
    let is_embed = matches!(page, Page::Embed(_));
    let (text, policy, link) = match app.site.shell() {
        None => (NOT_BUILT.to_owned(), None, None),
        Some(shell) => {
            let (held, today) = (app.held(), app.today.day());
            let clock = pages::clock(&held.snapshot, today);
            let query = uri.query().unwrap_or_default();
            let parts = page.first_parts(query, &clock);
            let as_of = app.named_version();
            let mut preload = page.first_requests(query, &clock, as_of.as_deref());
            preload.extend(parts.into_iter().flat_map(|part| app.site.part(part)));
            // Parts may share a file.
            preload.sort();
            preload.dedup();
            let embed = is_embed.then(|| Embed::parse(query));
            let site = app.origin.of(headers);
            let settings = Settings {
                today: today.to_string(),
                sample: held.snapshot.sample,
                version: &held.snapshot.version,
                site: &site,
                api: BASE,
                files: app.is_for_files,
                as_of: as_of.as_deref(),
                latest: latest_days(&held.snapshot, today),
                embed: embed.is_some(),
                theme: embed.as_ref().and_then(|embed| embed.theme),
                ui: embed.as_ref().filter(|embed| embed.minimal).map(|_| "min"),
            };
            // Texts and maps with texts as keys can always be written.
            let settings = serde_json::to_string(&settings).unwrap_or_default();
            let (head, body) = match page {
                Page::Unknown => {
                    let arrival = Arrival {
                        settings: &settings,
                        path: uri.path(),
                        query,
                        views: Vec::new(),
                        sent: None,
                    };
                    (format!("<title>No such page – {}</title>", words::SITE), app.site.body(arrival))
                }
                page => {
                    let states = page.states(query, &clock);
                    Preview { page, uri, states, clock, site, settings: &settings }.parts(app, &held).await
                }
            };
            let root = embed.as_ref().map(Embed::root).unwrap_or_default();
            let additions =
                Additions { head: &head, config: &settings, preload: &preload, body: &body, root: &root };
            let policy = shell.policy(&body, embed.is_some());
            (shell.page(&additions), Some(policy), shell.link())
        }
    };
    let found = policy.is_some() && page != Page::Unknown;
    let coding = Coding::negotiate(headers, &Coding::MADE);
    let meta = Meta {
        content_type: "text/html; charset=utf-8",
        cache_control: "no-cache",
        tag: entity_tag(&[text.as_bytes(), coding.name().unwrap_or_default().as_bytes()]),
        coding,
        modified: None,
    };
    let mut response = if found && meta.is_known(headers) {
        meta.not_modified()
    } else if found {
        match make::coded(&app.bodies, &meta, text.into_bytes()).await {
            Ok(made) => meta.whole(made),
            Err(problem) => return problem.into_response(),
        }
    } else {
        // There are as many of these as there are mistakes, so none is kept; and who asks again has to learn that it still is
        // not there.
        let mut response = meta.answer(&HeaderMap::new(), || text.into_bytes());
        *response.status_mut() = StatusCode::NOT_FOUND;
        response.headers_mut().remove(header::ETAG);
        response
    };
    if let Some(Ok(policy)) = policy.map(HeaderValue::try_from) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    if let Some(Ok(link)) = link.map(HeaderValue::try_from) {
        response.headers_mut().insert(header::LINK, link);
    }
    if is_embed {
        response.headers_mut().insert(RESOURCE_POLICY, HeaderValue::from_static("cross-origin"));
    }
    response
}

/// What only an embed's address may say.
struct Embed {
    theme: Option<&'static str>,
    minimal: bool,
}

impl Embed {
    /// Reads `theme=light`, `theme=dark` and `ui=min`; anything else is passed over.
    fn parse(query: &str) -> Embed {
        let query = Query::parse(query);
        let theme = ["light", "dark"].into_iter().find(|theme| query.text("theme") == Some(*theme));
        Embed { theme, minimal: query.text("ui") == Some("min") }
    }

    /// Attributes of the root element, so that the page looks right before the app runs.
    fn root(&self) -> String {
        let theme = self.theme.map_or(String::new(), |theme| format!(" data-theme=\"{theme}\""));
        format!(" data-embed=\"{}\"{theme}", if self.minimal { "min" } else { "full" })
    }
}

/// What the app has to know before it runs.
#[derive(Serialize)]
struct Settings<'a> {
    today: String,
    /// Whether the numbers are made up.
    sample: bool,
    /// The version of the data set.
    version: &'a str,
    /// The origin at which visitors reach the site.
    site: &'a str,
    /// Where the API is.
    api: &'static str,
    /// Whether each of its answers is a file.
    #[serde(skip_serializing_if = "is_false")]
    files: bool,
    /// The version that its answers are asked for by, where the page was.
    #[serde(skip_serializing_if = "Option::is_none")]
    as_of: Option<&'a str>,
    /// The last day held of each metric that has one.
    latest: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "is_false")]
    embed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    theme: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ui: Option<&'static str>,
}

fn is_false(flag: &bool) -> bool {
    !flag
}

/// The compressed copies that `cargo xtask` puts beside the app's files.
const COPIES: [Coding; 2] = [Coding::Brotli, Coding::Gzip];

/// A file of the app, as one of its compressed copies where the client takes it.
fn file(app: &App, path: &str, headers: &HeaderMap) -> Option<Response> {
    if path.ends_with(".br") || path.ends_with(".gz") {
        return None;
    }
    let plain = app.site.file(path)?;
    let coding = Coding::negotiate(headers, &COPIES);
    let ending = if coding == Coding::Brotli { "br" } else { "gz" };
    let copy = if coding == Coding::Identity { None } else { app.site.file(&format!("{path}.{ending}")) };
    let (coding, body) = copy.map_or((Coding::Identity, plain), |copy| (coding, copy));
    let meta = Meta {
        content_type: media_type(path),
        cache_control: if is_hashed(path) { "public, max-age=31536000, immutable" } else { "no-cache" },
        tag: entity_tag(&[&body, coding.name().unwrap_or_default().as_bytes()]),
        coding,
        modified: None,
    };
    let mut response = if meta.is_known(headers) {
        meta.not_modified()
    } else {
        meta.with(match body {
            Cow::Borrowed(embedded) => Body::from(Bytes::from_static(embedded)),
            Cow::Owned(read) => Body::from(read),
        })
    };
    // Of an answer that is not modified browsers take the headers.
    let policy = match path {
        WORKER => Some(WORKER_POLICY),
        _ if path.starts_with(&manual::PATH[1..]) => Some(MANUAL_POLICY),
        _ => None,
    };
    if let Some(policy) = policy {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    Some(response)
}

/// The service worker. At the root, it may serve all pages.
const WORKER: &str = "sw.js";

/// Its policy: it fetches what is here, and nothing else.
const WORKER_POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
);

/// The policy of the manual, which runs nothing.
const MANUAL_POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'self'",
);
