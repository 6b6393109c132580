//! `/image/<chart>.svg` and `.png`, and the same of the coverage's calendar, with the page's query and a picture's options.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use rssac002_charts::coverage::{self, Calendar, CoverageState};
use rssac002_charts::state::url::Ignored;
use rssac002_charts::state::{Tab, url};
use rssac002_charts::{Chart, Provenance, provenance};
use rssac002_model::DayRange;

use super::options::Options;
use super::{Format, ImageError, draw, draw_calendar, refusal};
use crate::app::App;
use crate::held::Held;
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
    let query = uri.query().unwrap_or_default();
    let answer = match Format::of(name) {
        Some((coverage::PATH, format)) => calendar(&app, &method, query, format, &headers).await,
        Some((path, format)) => match Chart::find(path) {
            Some(chart) => picture(&app, &method, chart, query, format, &headers).await,
            None => Err(nothing(name)),
        },
        None => Err(nothing(name)),
    };
    answer.unwrap_or_else(Problem::into_response)
}

fn nothing(name: &str) -> Problem {
    let detail = "a picture is /image/ and coverage or the path of a chart and .svg or .png";
    let endpoints = Chart::nearest(name).into_iter().map(|c| format!("{BASE}/{}.png", c.path)).collect();
    Problem { endpoints, ..Problem::new(StatusCode::NOT_FOUND, detail) }
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
    let about = format!("{provenance:?}");
    let asked = Asked { method, headers, options, format, held: held.clone() };
    asked
        .answer(app, &about, move || {
            let view = held.view(&state, &clock).ok_or_else(undrawn)?;
            draw(&view, &options, &provenance, format).map_err(|_: ImageError| undrawn())
        })
        .await
}

/// The picture of the coverage's calendar.
async fn calendar(
    app: &Arc<App>,
    method: &Method,
    query: &str,
    format: Format,
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    let (options, query) = Options::parse_apart(query)?;
    if options.bare {
        return Err(Problem::parameter("ui", "a calendar is not drawn without its words".to_owned(), "full"));
    }
    let (state, ignored) = CoverageState::parse(&query);
    if !ignored.is_empty() {
        return refused(app, ignored, options, format).await;
    }
    let (held, retrieved, site) = (app.held(), app.today.day(), app.origin.of(headers));
    let about = format!("{state:?} {retrieved} {site} {} {}", held.snapshot.version, held.snapshot.sample);
    let asked = Asked { method, headers, options, format, held: held.clone() };
    asked
        .answer(app, &about, move || {
            let calendar = Calendar::new(&held.snapshot, &held.notes, &state);
            let provenance = Provenance {
                link: format!("{site}{}", state.address("")),
                site,
                source: provenance::source_of(&state.metrics()),
                data_to: calendar.range.map(DayRange::end),
                retrieved,
                version: held.snapshot.version.clone(),
                sample: held.snapshot.sample,
            };
            draw_calendar(&state, &calendar, &options, &provenance, format).map_err(|_: ImageError| undrawn())
        })
        .await
}

/// How a picture is asked for, by whom, and of what data.
struct Asked<'a> {
    method: &'a Method,
    headers: &'a HeaderMap,
    options: Options,
    format: Format,
    held: Arc<Held>,
}

impl Asked<'_> {
    /// The answer, drawn where it is not known. `about` tells it from all others of this size.
    async fn answer(
        self,
        app: &Arc<App>,
        about: &str,
        draw: impl FnOnce() -> Result<Vec<u8>, Problem> + Send + 'static,
    ) -> Result<Response, Problem> {
        let Asked { method, headers, options, format, held } = self;
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
                format!("{about} {options:?} {format:?}").as_bytes(),
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
        let body = make::whole(&app.bodies, options.effort(format), &meta, draw);
        Ok(framed(meta.whole(body.await?)))
    }
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
