//! The router, and running it until it is told to stop.

use std::fmt::Write;
use std::io;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use rssac002_model::json::write_string;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::api::{self, BASE};
use crate::app::App;
use crate::http::headers;
use crate::image;
use crate::site::{self, oembed, pages, whole};

/// Everything that is answered.
pub fn router(app: Arc<App>) -> Router {
    Router::new()
        .route(BASE, get(api::routes::answer))
        .route(&format!("{BASE}/"), get(api::routes::answer))
        .route(&format!("{BASE}/{{*endpoint}}"), get(api::routes::answer))
        .route(&format!("{}/{{*name}}", image::routes::BASE), get(image::routes::answer))
        .route(image::font::PATH, get(image::font::answer))
        .route(oembed::PATH, get(oembed::answer))
        .route(whole::BASE, get(whole::to_index))
        .route(&format!("{}/", whole::BASE), get(whole::index))
        .route(&format!("{}/{{name}}", whole::BASE), get(whole::file))
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/status", get(status))
        .fallback(get(site::routes::answer))
        .layer(from_fn_with_state(app.clone(), headers::mark))
        .layer(from_fn(headers::apply))
        .with_state(app)
}

/// What is served, since when, and up to which day: for people and for monitoring.
async fn status(State(app): State<Arc<App>>) -> Response {
    let (held, today) = (app.held(), app.today.day());
    let (bodies, octets) = app.bodies.size();
    let mut out = format!("{{\"program\":\"{}\",\"version\":", env!("CARGO_PKG_VERSION"));
    write_string(&mut out, &held.snapshot.version);
    let since = httpdate::fmt_http_date(held.since);
    let written = write!(
        out,
        ",\"sample\":{},\"since\":\"{since}\",\"today\":\"{today}\",\"bodies\":{bodies},\"octets\":{octets},\"latest\":",
        held.snapshot.sample
    );
    debug_assert!(written.is_ok(), "writing to a String cannot fail");
    site::routes::write_latest(&mut out, &held.snapshot, today);
    out.push_str("}\n");
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (headers, out).into_response()
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
}
