//! `/image/<chart>.svg` and `.png`, with the page's query and a picture's options.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use rssac002_charts::state::url::Ignored;
use rssac002_charts::state::{Tab, url};
use rssac002_charts::{Chart, Provenance};

use super::options::Options;
use super::{Format, ImageError, draw, refusal};
use crate::app::App;
use crate::http::coding::Coding;
use crate::http::make;
use crate::http::problem::Problem;
use crate::http::reply::{Meta, entity_tag};
use crate::http::work::Effort;
use crate::site::pages;

/// Where pictures stand.
pub const BASE: &str = "/image";

/// The policy of a picture that is opened by itself or framed: it runs nothing, and anybody may show it.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors *",
);

/// Answers everything below [`BASE`].
pub async fn answer(State(app): State<Arc<App>>, method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let name = uri.path().strip_prefix(BASE).unwrap_or_default();
    let found = Format::of(name).and_then(|(path, format)| Some((Chart::find(path)?, format)));
    match found {
        Some((chart, format)) => {
            let query = uri.query().unwrap_or_default();
            let answer = picture(&app, &method, chart, query, format, &headers).await;
            answer.unwrap_or_else(Problem::into_response)
        }
        None => {
            let detail = "a picture is /image/ and the path of a chart and .svg or .png";
            let endpoints =
                Chart::nearest(name).into_iter().map(|c| format!("{BASE}/{}.png", c.path)).collect();
            Problem { endpoints, ..Problem::new(StatusCode::NOT_FOUND, detail) }.into_response()
        }
    }
}

/// The picture of a chart's address.
pub async fn picture(
    app: &Arc<App>,
    method: &Method,
    chart: &'static Chart,
    query: &str,
    format: Format,
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    let (options, query) = Options::parse(query)?;
    let held = app.held();
    let clock = pages::clock(&held.snapshot, app.today.day());
    let (mut state, ignored) = url::parse(chart, &query, &clock);
    // A picture is of the chart, whichever tab the page shows.
    state.tab = Tab::Chart;
    let site = app.origin.of(headers);
    let provenance = Provenance::new(&state, &clock, &site, &held.snapshot.version, held.snapshot.sample);
    if !ignored.is_empty() {
        return refused(app, ignored, options, format).await;
    }
    let coding = match format {
        Format::Svg => Coding::negotiate(headers, &Coding::MADE),
        Format::Png => Coding::Identity,
    };
    let meta = Meta {
        content_type: format.media_type(),
        // Kept for a while without asking, because pages with many pictures would ask for each.
        cache_control: "public, max-age=300",
        tag: entity_tag(&[
            b"image",
            format!("{provenance:?} {options:?} {format:?}").as_bytes(),
            coding.name().unwrap_or_default().as_bytes(),
        ]),
        coding,
        modified: Some(held.since),
    };
    if meta.is_known(headers) {
        return Ok(framed(meta.not_modified()));
    }
    if method == Method::HEAD && options.effort(format) == Effort::Large {
        return Ok(framed(meta.alone()));
    }
    let body = make::whole(&app.bodies, options.effort(format), &meta, move || {
        let view = held.view(&state, &clock).ok_or_else(undrawn)?;
        draw(&view, &options, &provenance, format).map_err(|_: ImageError| undrawn())
    });
    Ok(framed(meta.whole(body.await?)))
}

/// A picture that says what of its address was not understood. There are as many as there are mistakes, so none is kept.
async fn refused(
    app: &Arc<App>,
    ignored: Vec<Ignored>,
    options: Options,
    format: Format,
) -> Result<Response, Problem> {
    let body = make::once(&app.bodies, options.effort(format), move || {
        refusal(&ignored, &options, format).map_err(|_: ImageError| undrawn())
    });
    let mut response = framed(Response::new(Body::from(body.await?)));
    *response.status_mut() = StatusCode::BAD_REQUEST;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(format.media_type()));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

fn framed(mut response: Response) -> Response {
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, POLICY);
    response
}

fn undrawn() -> Problem {
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "the picture could not be drawn")
}
