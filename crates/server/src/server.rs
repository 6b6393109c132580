//! The router, and running it until it is told to stop.

use std::io;
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, Instant, SystemTime};

use axum::Router;
use axum::body::{Body, HttpBody};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use rssac002_charts::export::embed::PATH as EMBED;
use tokio::net::TcpListener;
use tower_http::catch_panic::CatchPanicLayer;

use crate::api::query::Query;
use crate::api::{self, BASE};
use crate::app::App;
use crate::http::client::Client;
use crate::http::connections::{self, Limits, Peer};
use crate::http::headers;
use crate::http::metrics::{Kind, Metrics};
use crate::http::problem::Problem;
use crate::http::reply::unmade;
use crate::http::work::Holding;
use crate::image;
use crate::monitor;
use crate::older;
use crate::site::{self, oembed, package, pages, preview, whole, years};

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
        .route(package::PATH, get(site::routes::answer))
        .route(&format!("{}/{{name}}", whole::BASE), get(whole::file))
        .route(years::BASE, get(years::answer))
        .route(&format!("{}/", years::BASE), get(years::answer))
        .route(&format!("{}/{{*path}}", years::BASE), get(years::answer))
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(monitor::ready))
        .route("/status", get(monitor::status))
        .fallback(get(site::routes::answer))
        .layer(from_fn_with_state(app.clone(), version))
        .layer(CatchPanicLayer::custom(|_| failed().into_response()))
        .layer(from_fn_with_state(app.clone(), account))
        .layer(from_fn_with_state(app.clone(), mark))
        .layer(from_fn_with_state(app.clone(), wait))
        .layer(from_fn_with_state(is_open as fn(&str) -> bool, headers::apply))
        .with_state(app)
}

/// How long a request waits for the numbers to be read.
const START: Duration = Duration::from_secs(20);

/// Has requests wait while the numbers are read, but those that ask whether they are.
async fn wait(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let waits = kind(request.uri().path()) != Kind::Health && !app.is_ready();
    if waits && tokio::time::timeout(START, app.ready()).await.is_err() {
        let detail = "the server has begun and is still reading its numbers; try again soon";
        return Problem::new(StatusCode::SERVICE_UNAVAILABLE, detail).into_response();
    }
    next.run(request).await
}

/// Adds [`headers::DATA_HEADER`] to every answer of a server whose numbers are made up: API, files, pictures and pages alike; by
/// which header of the request answers name the site's addresses; and to answers of the API how old their numbers are, where these
/// are another server's.
async fn mark(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let sample = app.held().snapshot.sample;
    let kind = kind(request.uri().path());
    let mut response = next.run(request).await;
    let is_answer = response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED;
    if let (Kind::Api, true, Some(freshness)) = (kind, is_answer, &*app.freshness.load()) {
        let age = freshness.age(SystemTime::now()).map(|age| HeaderValue::from(age.as_secs()));
        age.map(|age| response.headers_mut().insert(header::AGE, age));
    }
    if let Some(header) = app.origin.varies_by() {
        response.headers_mut().append(header::VARY, HeaderValue::from_static(header));
    }
    if sample {
        response.headers_mut().insert(headers::DATA_HEADER, HeaderValue::from_static("sample"));
    }
    response
}

/// Has what names a version of the numbers answered from these: an answer of the API, a picture, a file or an embed. Nothing behind
/// this knows the parameter.
async fn version(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let uri = request.uri();
    let is_page = kind(uri.path()) == Kind::Page && !uri.path().starts_with(EMBED);
    let query = Query::parse(uri.query().unwrap_or_default());
    let Some(version) = query.text(older::PARAMETER).filter(|_| !is_page) else {
        return next.run(request).await;
    };
    let (mut parts, body) = request.into_parts();
    parts.uri = without(&parts.uri, older::PARAMETER);
    let answer = next.run(Request::from_parts(parts, body));
    app.answering_from(version, answer).await.unwrap_or_else(Problem::into_response)
}

/// An address without a parameter.
fn without(uri: &Uri, name: &str) -> Uri {
    let rest = uri.query().unwrap_or_default().split('&').filter(|part| !Query::parse(part).has(name));
    let query = rest.collect::<Vec<_>>().join("&");
    let path = if query.is_empty() { uri.path().to_owned() } else { format!("{}?{query}", uri.path()) };
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = path.parse().ok();
    // A part of what was an address is one.
    Uri::from_parts(parts).unwrap_or_else(|_| uri.clone())
}

/// Answers in the name of the request's client, counts what is under way to it, and says in the log what came of it.
async fn account(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let (method, uri) = (request.method().clone(), request.uri().clone());
    let kind = kind(uri.path());
    let client = match request.extensions().get() {
        Some(Peer(peer)) if app.is_behind_proxy => Client::behind_proxy(*peer, request.headers()),
        Some(Peer(peer)) => Client::at(*peer),
        None => Client::ANYBODY,
    };
    let response = client.answering(next.run(request)).await;
    let length = response.body().size_hint().exact().unwrap_or_default();
    let (response, octets) = match method {
        // Its body was not made; it would say that there are no octets.
        Method::HEAD if length == 0 && !response.headers().contains_key(header::CONTENT_LENGTH) => {
            (unmade(response), 0)
        }
        // Its body is taken off after this.
        Method::HEAD => (response, 0),
        _ => (response, length),
    };
    let response = match app.bodies.work.octets(usize::try_from(octets).unwrap_or(usize::MAX)) {
        Ok(held) => response.map(|body| Body::new(Holding { body, held })),
        Err(problem) => problem.into_response(),
    };
    let (status, after) = (response.status().as_u16(), began.elapsed());
    app.metrics.answered(kind, status, after, octets);
    tracing::info!(%method, %uri, status, octets, ms = after.as_secs_f64() * 1000.0);
    response
}

/// Whether a path is a base or below it.
fn is_below(path: &str, base: &str) -> bool {
    path.strip_prefix(base).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// What kind of address a path is.
fn kind(path: &str) -> Kind {
    match path {
        "/healthz" | "/readyz" => Kind::Health,
        _ if is_below(path, api::BASE) => Kind::Api,
        _ if is_below(path, image::routes::BASE) => Kind::Picture,
        _ if is_below(path, whole::BASE) => Kind::Data,
        _ if site::files::is_file(path) => Kind::File,
        _ => Kind::Page,
    }
}

/// What is said where the server has made a mistake.
fn failed() -> Problem {
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "the answer could not be made")
}

/// Whether any page may read what stands at a path: numbers, pictures, files of all kinds, and the page beside those of the whole
/// data set; but no page with a chart.
fn is_open(path: &str) -> bool {
    // A frame that may not have an origin of its own (`sandbox="allow-scripts"`) asks for the app's files as a stranger does.
    matches!(kind(path), Kind::Api | Kind::Picture | Kind::Data | Kind::File) || path == preview::OEMBED
}

/// Serves until it is told to stop; then takes no new connections and gives open requests some time.
pub async fn serve(listener: TcpListener, app: Arc<App>, limits: Limits, mut stop: Stop, grace: Duration) {
    let warming = tokio::spawn(keep_warm(app.clone()));
    let told = async {
        stop.told().await;
        warming.abort();
    };
    let metrics = app.metrics.clone();
    connections::serve(listener, router(app), limits, &metrics, told, grace).await;
}

/// Serves what is counted, at an address of its own, for as long as the process runs.
pub async fn serve_metrics(listener: TcpListener, app: Arc<App>) {
    let metrics = Metrics::default();
    let limits = Limits { all: METRICS_CONNECTIONS, each: METRICS_CONNECTIONS };
    let router = monitor::router(app);
    connections::serve(listener, router, limits, &metrics, std::future::pending(), Duration::ZERO).await;
}

/// Connections at once of those who collect what is counted.
const METRICS_CONNECTIONS: usize = 16;

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

/// Makes what takes longest anew whenever there are other numbers.
async fn keep_warm(app: Arc<App>) {
    let mut swaps = app.swaps();
    app.ready().await;
    loop {
        swaps.mark_unchanged();
        warm(app.clone()).await;
        if swaps.changed().await.is_err() {
            return;
        }
    }
}

/// Makes what takes longest before anybody asks for it: the answers that the default view of every chart needs, the unusual days, and
/// pages that show many charts.
pub async fn warm(app: Arc<App>) {
    let held = app.held();
    let clock = pages::clock(&held.snapshot, app.today.day());
    let mut addresses: Vec<String> = Vec::new();
    for chart in rssac002_charts::CATALOGUE {
        for address in pages::Page::Chart(chart).first_requests("", &clock, None) {
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
    for page in PAGES.map(Uri::from_static) {
        drop(site::routes::answer(State(app.clone()), Method::GET, page, HeaderMap::new()).await);
    }
}

/// Pages of many charts.
const PAGES: [&str; 3] = ["/", "/unusual", "/studies/chromium"];
