//! oEmbed 1.0 (<https://oembed.com>): how a program that was given a chart's address may embed it.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use rssac002_charts::export::embed;
use rssac002_charts::state::url;
use rssac002_charts::{View, words};
use serde::Serialize;

use super::pages::{self, Page};
use super::preview::image;
use crate::api::query::{Query, Value};
use crate::app::App;
use crate::http::coding::Coding;
use crate::http::make;
use crate::http::problem::Problem;
use crate::http::reply::{Meta, entity_tag};
use crate::http::work::Effort;
use crate::image::options::{HEIGHTS, PREVIEW, WIDTHS};

/// The width of an embed for which none is asked.
const WIDTH: u32 = 800;
/// For how long an answer may be kept, in seconds.
const CACHE_AGE: u32 = 3600;

/// Answers [`OEMBED`](super::preview::OEMBED).
pub async fn answer(State(app): State<Arc<App>>, uri: Uri, headers: HeaderMap) -> Response {
    let query = Query::parse(uri.query().unwrap_or_default());
    respond(&app, &query, &headers).await.unwrap_or_else(Problem::into_response)
}

async fn respond(app: &Arc<App>, query: &Query, headers: &HeaderMap) -> Result<Response, Problem> {
    match query.get("format") {
        None | Some(Value::Text("json")) => {}
        Some(Value::List) => return Err(Problem::parameter("format", "this is a list", "json")),
        Some(Value::Text(_)) => {
            return Err(Problem::new(StatusCode::NOT_IMPLEMENTED, "only format=json is answered"));
        }
    }
    let most = (most(query, "maxwidth")?, most(query, "maxheight")?);
    let site = app.origin.of(headers);
    let accepted = "the whole address of a chart's page of this site";
    let address = match query.get("url") {
        Some(Value::Text(address)) => address,
        Some(Value::List) => return Err(Problem::parameter("url", "this is a list", accepted)),
        None => return Err(Problem::parameter("url", "it is missing", accepted)),
    };
    let unknown = || Problem::new(StatusCode::NOT_FOUND, "this is no address of a chart of this site");
    let (path, query) = ours(address, &site).ok_or_else(unknown)?;
    let chart = Page::find(path).chart().ok_or_else(unknown)?;
    let held = app.held();
    let clock = pages::clock(&held.snapshot, app.today.day());
    // As on the page: what is not understood keeps its default.
    let (state, _) = url::parse(chart, query, &clock);
    let coding = Coding::negotiate(headers, &Coding::MADE);
    let what = format!("{site} {} {:?} {}", url::permalink(&state), most, held.snapshot.version);
    let meta = Meta {
        content_type: "application/json",
        cache_control: "public, max-age=3600",
        tag: entity_tag(&[
            b"oembed",
            what.as_bytes(),
            clock.today.to_string().as_bytes(),
            coding.name().unwrap_or_default().as_bytes(),
        ]),
        coding,
        modified: Some(held.since),
    };
    if meta.is_known(headers) {
        return Ok(meta.not_modified());
    }
    let body = make::whole(&app.bodies, Effort::Small, &meta, move || {
        let view = held
            .view(&state, &clock)
            .ok_or_else(|| Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "the chart cannot be made"))?;
        Ok(document(&view, &site, most).into_bytes())
    })
    .await?;
    Ok(meta.whole(body))
}

/// Path and query of an address of this site.
fn ours<'a>(address: &'a str, site: &str) -> Option<(&'a str, &'a str)> {
    let host = |text: &str| text.split_once("://").map(|(_, rest)| rest.to_ascii_lowercase());
    let (scheme, rest) = address.split_once("://")?;
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return None;
    }
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (named, rest) = rest.split_at(end);
    // Whether a proxy speaks https for this server is not known, so the scheme does not count.
    if host(site)? != named.to_ascii_lowercase() {
        return None;
    }
    let rest = rest.split('#').next().unwrap_or_default();
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    Some((if path.is_empty() { "/" } else { path }, query))
}

/// Reads `maxwidth` or `maxheight`.
fn most(query: &Query, name: &'static str) -> Result<Option<u32>, Problem> {
    match query.get(name) {
        None => Ok(None),
        Some(Value::Text(text)) => match text.parse().ok().filter(|n| *n > 0) {
            Some(most) => Ok(Some(most)),
            None => Err(Problem::parameter(name, "this is no number of pixels", "whole pixels from 1 on")),
        },
        Some(Value::List) => Err(Problem::parameter(name, "this is a list", "whole pixels from 1 on")),
    }
}

/// An answer of the kind "rich" (oEmbed 1.0, 2.3).
#[derive(Serialize)]
struct Document {
    #[serde(rename = "type")]
    kind: &'static str,
    version: &'static str,
    title: String,
    provider_name: &'static str,
    provider_url: String,
    html: String,
    #[serde(flatten)]
    thumbnail: Option<Thumbnail>,
    width: u32,
    height: u32,
    cache_age: u32,
}

/// A picture of the chart, its size in pixels.
#[derive(Serialize)]
struct Thumbnail {
    thumbnail_url: String,
    thumbnail_width: u32,
    thumbnail_height: u32,
}

fn document(view: &View, site: &str, (max_width, max_height): (Option<u32>, Option<u32>)) -> String {
    let width = max_width.map_or(WIDTH, |most| most.min(WIDTH));
    let wanted = embed::height(view, f64::from(width.max(WIDTHS.0))) as u32;
    let height = max_height.map_or(wanted, |most| most.min(wanted));
    let thumbnail = thumbnail(max_width, max_height).map(|(thumbnail_width, thumbnail_height)| {
        let (full_width, full_height) = PREVIEW;
        let full = format!("width={full_width}&height={full_height}");
        let size = format!("width={thumbnail_width}&height={thumbnail_height}");
        let thumbnail_url = image(&view.state, site).replace(&full, &size);
        Thumbnail { thumbnail_url, thumbnail_width, thumbnail_height }
    });
    let document = Document {
        kind: "rich",
        version: "1.0",
        title: embed::title(view),
        provider_name: words::SITE,
        provider_url: format!("{site}/"),
        html: embed::frame_of_size(view, site, width, height),
        thumbnail,
        width,
        height,
        cache_age: CACHE_AGE,
    };
    // Texts and numbers can always be written.
    serde_json::to_string(&document).unwrap_or_default()
}

/// The size of the preview within limits; `None` where no picture is that small.
fn thumbnail(max_width: Option<u32>, max_height: Option<u32>) -> Option<(u32, u32)> {
    let (width, height) = (f64::from(PREVIEW.0), f64::from(PREVIEW.1));
    let ratio = |most: Option<u32>, of: f64| most.map_or(1.0, |most| f64::from(most) / of);
    let ratio = ratio(max_width, width).min(ratio(max_height, height)).min(1.0);
    let (width, height) = ((width * ratio) as u32, (height * ratio) as u32);
    (width >= WIDTHS.0 && height >= HEIGHTS.0).then_some((width, height))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_this_site_are_ours() {
        let site = "https://example.org:8002";
        for (address, parts) in [
            ("https://example.org:8002/queries-received?v=1#x", Some(("/queries-received", "v=1"))),
            ("HTTP://Example.org:8002", Some(("/", ""))),
            ("https://example.org:8002?a=1", Some(("/", "a=1"))),
            ("https://example.org/queries-received", None),
            ("https://example.org:8002.evil.example/", None),
            ("https://evil.example/https://example.org:8002/", None),
            ("ftp://example.org:8002/", None),
            ("/queries-received", None),
            ("", None),
        ] {
            assert_eq!(ours(address, site), parts, "{address}");
        }
        assert_eq!(ours("https:///x", ""), None);
    }

    #[test]
    fn a_thumbnail_keeps_its_shape_and_the_limits() {
        assert_eq!(thumbnail(None, None), Some((1200, 630)));
        assert_eq!(thumbnail(Some(600), None), Some((600, 315)));
        assert_eq!(thumbnail(Some(600), Some(210)), Some((400, 210)));
        assert_eq!(thumbnail(Some(100), None), None);
    }
}
