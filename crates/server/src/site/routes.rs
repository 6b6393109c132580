//! The site over HTTP: files, pages, and what leads to them.

use std::borrow::Cow;
use std::fmt::Write;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use rssac002_model::json::write_string;
use rssac002_model::{Day, Metric, Snapshot};

use super::files::{is_hashed, media_type};
use super::pages::{self, Page};
use crate::api::BASE;
use crate::app::{App, latest};
use crate::http::coding::Coding;
use crate::http::reply::{Meta, entity_tag};

/// What the pages say where the site was not built.
const NOT_BUILT: &str = "<!doctype html><html lang=\"en\"><title>RSSAC002 explorer</title>\
    <h1>The pages are not in this program</h1><p>It was built without the web app. <code>cargo xtask serve</code> builds \
    both. The API answers at <a href=\"/api/v1/openapi.json\">/api/v1/</a>.</p></html>";

/// Answers every address that is not the API's or the server's own: a file, a page, a redirect, or "not found".
pub async fn answer(State(app): State<Arc<App>>, uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path();
    match Page::find(path) {
        Page::Moved(chart) => moved(chart.path),
        page @ (Page::Start | Page::Chart(_) | Page::Study) => shell(&app, page, &uri, &headers),
        Page::Unknown => {
            let name = path.trim_start_matches('/');
            file(&app, name, &headers).unwrap_or_else(|| shell(&app, Page::Unknown, &uri, &headers))
        }
    }
}

fn moved(path: &str) -> Response {
    let mut response = StatusCode::MOVED_PERMANENTLY.into_response();
    if let Ok(location) = HeaderValue::try_from(format!("/{path}")) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}

/// The page shell, which asks to be checked every time, because it names the current files and days.
fn shell(app: &App, page: Page, uri: &Uri, headers: &HeaderMap) -> Response {
    let (text, policy) = match app.site.shell() {
        None => (NOT_BUILT.to_owned(), None),
        Some(shell) => {
            let (held, today) = (app.held(), app.today.day());
            let clock = pages::clock(&held.snapshot, today);
            let requests = page.first_requests(uri.query().unwrap_or_default(), &clock);
            let config = config(&held.snapshot, today);
            (shell.page(&page.title(), &config, &requests), Some(shell.policy.clone()))
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
    let mut response = meta.answer(headers, || text.into_bytes());
    if !found && response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::NOT_FOUND;
    }
    if let Some(Ok(policy)) = policy.map(HeaderValue::try_from) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// What the app has to know before it runs: the day, whose numbers these are, where the API is, and the last day held
/// of each metric.
fn config(snapshot: &Snapshot, today: Day) -> String {
    let mut out = format!("{{\"today\":\"{today}\",\"sample\":{},\"version\":", snapshot.sample);
    write_string(&mut out, &snapshot.version);
    out.push_str(&format!(",\"api\":\"{BASE}\",\"latest\":"));
    write_latest(&mut out, snapshot, today);
    out.push('}');
    out
}

/// Appends the last day held of each metric that has one.
pub fn write_latest(out: &mut String, snapshot: &Snapshot, today: Day) {
    let mut separator = '{';
    for metric in Metric::ALL {
        if let Some(day) = latest(snapshot, metric, today) {
            let written = write!(out, "{separator}\"{metric}\":\"{day}\"");
            debug_assert!(written.is_ok(), "writing to a String cannot fail");
            separator = ',';
        }
    }
    out.push_str(if separator == '{' { "{}" } else { "}" });
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
    if meta.is_known(headers) {
        return Some(meta.not_modified());
    }
    Some(meta.with(match body {
        Cow::Borrowed(embedded) => Body::from(Bytes::from_static(embedded)),
        Cow::Owned(read) => Body::from(read),
    }))
}
