//! The router, and running it until it is told to stop.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::Serialize;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::api::{self, BASE};
use crate::app::{App, latest_days};
use crate::http::headers;
use crate::image;
use crate::site::{self, oembed, pages, preview, whole};

/// Everything that is answered.
pub fn router(app: Arc<App>) -> Router {
    Router::new()
        .route(BASE, get(api::routes::answer))
        .route(&format!("{BASE}/"), get(api::routes::answer))
        .route(&format!("{BASE}/{{*endpoint}}"), get(api::routes::answer))
        .route(&format!("{}/{{*name}}", image::routes::BASE), get(image::routes::answer))
        .route(image::font::PATH, get(image::font::answer))
        .route(preview::OEMBED, get(oembed::answer))
        .route(whole::BASE, get(whole::to_index))
        .route(&format!("{}/{{name}}", whole::BASE), get(whole::file))
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/status", get(status))
        .fallback(get(site::routes::answer))
        .layer(from_fn_with_state(app.clone(), mark))
        .layer(from_fn_with_state(is_open as fn(&str) -> bool, headers::apply))
        .with_state(app)
}

/// Adds [`headers::DATA_HEADER`] to every answer of a server whose numbers are made up: API, files, pictures and pages alike; and by
/// which header of the request answers name the site's addresses.
async fn mark(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let sample = app.held().snapshot.sample;
    let mut response = next.run(request).await;
    if let Some(header) = app.origin.varies_by() {
        response.headers_mut().append(header::VARY, HeaderValue::from_static(header));
    }
    if sample {
        response.headers_mut().insert(headers::DATA_HEADER, HeaderValue::from_static("sample"));
    }
    response
}

/// Whether any page may read what stands at a path: numbers, pictures, files of all kinds, and the page beside those of the whole
/// data set; but no page with a chart.
fn is_open(path: &str) -> bool {
    let below =
        |base: &str| path.strip_prefix(base).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let open =
        below(api::BASE) || below(image::routes::BASE) || below(whole::BASE) || path == preview::OEMBED;
    // A frame that may not have an origin of its own (`sandbox="allow-scripts"`) asks for the app's files as a stranger does.
    open || site::files::is_file(path)
}

/// What the server says of itself.
#[derive(Serialize)]
struct Status<'a> {
    program: &'static str,
    /// The version of the data set.
    version: &'a str,
    sample: bool,
    since: String,
    today: String,
    /// How many finished answers are kept, and their octets.
    bodies: u64,
    octets: u64,
    /// The last day held of each metric that has one.
    latest: BTreeMap<&'static str, String>,
}

/// What is served, since when, and up to which day: for people and for monitoring.
async fn status(State(app): State<Arc<App>>) -> Response {
    let (held, today) = (app.held(), app.today.day());
    let (bodies, octets) = app.bodies.size().await;
    let status = Status {
        program: env!("CARGO_PKG_VERSION"),
        version: &held.snapshot.version,
        sample: held.snapshot.sample,
        since: httpdate::fmt_http_date(held.since),
        today: today.to_string(),
        bodies,
        octets,
        latest: latest_days(&held.snapshot, today),
    };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    // Texts, numbers and maps with texts as keys can always be written.
    (headers, serde_json::to_string(&status).unwrap_or_default()).into_response()
}

/// How long open requests may take after the server was told to stop.
const LAST_CALL: Duration = Duration::from_secs(5);

/// Serves until it is told to stop; then takes no new connections and gives open requests five seconds.
pub async fn serve(listener: TcpListener, app: Arc<App>, mut stop: Stop) -> io::Result<()> {
    let warming = tokio::spawn(warm(app.clone()));
    let (tell, told) = oneshot::channel::<()>();
    let server = axum::serve(listener, router(app)).with_graceful_shutdown(async {
        // Told, or nobody is left who could tell: both mean to stop.
        let _ = told.await;
    });
    let mut server = tokio::spawn(server.into_future());
    tokio::select! {
        ended = &mut server => return ended.unwrap_or_else(|error| Err(io::Error::other(error))),
        () = stop.told() => {}
    }
    warming.abort();
    drop(tell);
    match tokio::time::timeout(LAST_CALL, &mut server).await {
        Ok(ended) => ended.unwrap_or_else(|error| Err(io::Error::other(error))),
        Err(_) => Ok(()),
    }
}

/// Being told to stop: SIGINT or SIGTERM, on other systems than Unix Ctrl-C.
pub struct Stop {
    #[cfg(unix)]
    signals: [tokio::signal::unix::Signal; 2],
    #[cfg(windows)]
    signals: [tokio::signal::windows::CtrlC; 1],
}

impl Stop {
    /// From now on these signals no longer end the process at once. Needs a running tokio runtime.
    pub fn new() -> io::Result<Stop> {
        #[cfg(unix)]
        let signals = {
            use tokio::signal::unix::{SignalKind, signal};
            [signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?]
        };
        #[cfg(windows)]
        let signals = [tokio::signal::windows::ctrl_c()?];
        Ok(Stop { signals })
    }

    /// Waits for one of them.
    async fn told(&mut self) {
        std::future::poll_fn(|context| {
            let told = self.signals.iter_mut().any(|signal| signal.poll_recv(context).is_ready());
            if told { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
    }
}

/// Makes the answers that the default view of every chart asks for, so that the first visitor need not wait.
pub async fn warm(app: Arc<App>) {
    let held = app.held();
    let clock = pages::clock(&held.snapshot, app.today.day());
    let mut addresses: Vec<String> = Vec::new();
    for chart in rssac002_charts::CATALOGUE {
        for address in pages::Page::Chart(chart).first_requests("", &clock) {
            if !addresses.contains(&address) {
                addresses.push(address);
            }
        }
    }
    for address in addresses {
        if let Ok(uri) = address.parse() {
            api::routes::warm(&app, &uri).await;
        }
    }
    let today = clock.today;
    // Whoever asks for the unusual days first would wait for some seconds.
    tokio::task::spawn_blocking(move || held.unusual(today)).await.ok();
}
