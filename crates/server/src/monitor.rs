//! What the server says of itself: to people, to what sends it visitors, and to Prometheus.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::{SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;
use rssac002_model::Metric;
use serde::Serialize;

use crate::app::App;
use crate::held::{self, latest_days};

/// What is served, and how old it is.
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
pub async fn status(State(app): State<Arc<App>>) -> Response {
    let (held, today) = (app.held(), app.today.day());
    let (bodies, octets) = app.bodies.size().await;
    json(
        StatusCode::OK,
        &Status {
            program: env!("CARGO_PKG_VERSION"),
            version: &held.snapshot.version,
            sample: held.snapshot.sample,
            since: httpdate::fmt_http_date(held.since),
            today: today.to_string(),
            bodies,
            octets,
            latest: latest_days(&held.snapshot, today),
        },
    )
}

/// Whether there are numbers to serve, and how old they are.
#[derive(Serialize)]
#[serde(tag = "state", rename_all = "lowercase")]
enum Ready {
    /// They are being read.
    Starting {
        #[serde(skip_serializing_if = "Option::is_none")]
        upstream: Option<Upstream>,
    },
    Ready {
        /// The version of the data set.
        version: String,
        /// How long it has been served, in seconds.
        served_for: u64,
        /// The last day held of each metric that has one.
        latest: BTreeMap<&'static str, String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        upstream: Option<Upstream>,
    },
}

/// Of numbers that are from another server's API.
#[derive(Serialize)]
struct Upstream {
    from: String,
    /// How long ago it said that they are current, in seconds.
    age: Option<u64>,
    /// Answers that it could not give when they were asked for again, and that are served on.
    failing: usize,
    /// Answers that are not there yet.
    missing: usize,
}

impl Upstream {
    fn of(app: &App) -> Option<Upstream> {
        let freshness = app.freshness.load_full()?;
        Some(Upstream {
            age: freshness.age(SystemTime::now()).map(|age| age.as_secs()),
            from: freshness.from.clone(),
            failing: freshness.failing,
            missing: freshness.missing,
        })
    }
}

/// Whether visitors may be sent here: 200, or 503 while numbers are read.
pub async fn ready(State(app): State<Arc<App>>) -> Response {
    let upstream = Upstream::of(&app);
    if !app.is_ready() {
        return json(StatusCode::SERVICE_UNAVAILABLE, &Ready::Starting { upstream });
    }
    let held = app.held();
    let ready = Ready::Ready {
        version: held.snapshot.version.clone(),
        served_for: held.since.elapsed().map_or(0, |age| age.as_secs()),
        latest: latest_days(&held.snapshot, app.today.day()),
        upstream,
    };
    json(StatusCode::OK, &ready)
}

fn json(status: StatusCode, value: &impl Serialize) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    // Texts, numbers and maps with texts as keys can always be written.
    (status, headers, serde_json::to_string(value).unwrap_or_default()).into_response()
}

/// What answers at the address for metrics, and nothing else.
pub fn router(app: Arc<App>) -> Router {
    Router::new().route("/metrics", get(metrics)).with_state(app)
}

/// OpenMetrics text 1.0.
async fn metrics(State(app): State<Arc<App>>) -> Response {
    // It fails only where writing to memory does.
    let text = text(&app).await.unwrap_or_default();
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(header::CONTENT_TYPE, kind)], text).into_response()
}

async fn text(app: &App) -> Result<String, std::fmt::Error> {
    let mut all = Registry::default();
    if let Some(memory) = memory_stats::memory_stats() {
        // The name that Prometheus gives it for any process.
        let resident = memory.physical_mem as u64;
        all.register("process_resident_memory_bytes", "Resident memory size in bytes", gauge(resident));
    }
    let ours = all.sub_registry_with_prefix("rssac002");
    app.metrics.register(ours);
    let (bodies, octets) = app.bodies.size().await;
    let load = app.bodies.work.load();
    let held = app.is_ready().then(|| app.held());
    let written = held.as_ref().and_then(|held| held.written);
    let upstream = Upstream::of(app);
    let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let numbers = [
        ("ready", "1 where numbers are served, 0 while they are read", Some(u64::from(held.is_some()))),
        ("kept_answers", "Finished answers that are kept", Some(bodies)),
        ("kept_answer_octets", "Octets of finished answers that are kept", Some(octets)),
        ("work_under_way", "Answers being made", Some(load.under_way)),
        ("work_waiting", "Large answers that wait to be made", Some(load.waiting)),
        ("streams", "Answers being sent piece by piece", Some(load.streams)),
        ("octets_under_way", "Octets of answers being sent, or held for them", Some(load.octets)),
        (
            "data_since_seconds",
            "When the numbers that are served were taken over",
            held.as_ref().map(|held| seconds(held.since)),
        ),
        ("last_ingest_seconds", "When the store that is served was written", written.map(seconds)),
        (
            "upstream_age_seconds",
            "How long ago the upstream said that the numbers are current",
            upstream.as_ref().and_then(|upstream| upstream.age),
        ),
        (
            "upstream_failing_answers",
            "Answers that the upstream could not give again, and that are served on",
            upstream.as_ref().map(|upstream| count(upstream.failing)),
        ),
        (
            "upstream_missing_answers",
            "Answers that the upstream has not given yet",
            upstream.as_ref().map(|upstream| count(upstream.missing)),
        ),
    ];
    for (name, help, value) in numbers {
        if let Some(value) = value {
            ours.register(name, help, gauge(value));
        }
    }
    if let Some(held) = held {
        let latest = Family::<OfMetric, Gauge>::default();
        for metric in Metric::ALL {
            if let Some(day) = held::latest(&held.snapshot, metric, app.today.day()) {
                let metric = OfMetric { metric: metric.name() };
                latest.get_or_create(&metric).set(i64::from(day.to_epoch()) * 86_400);
            }
        }
        ours.register("latest_day_seconds", "The beginning of the last day held, by metric", latest);
    }
    let mut text = String::new();
    encode(&mut text, &all)?;
    Ok(text)
}

#[derive(Clone, PartialEq, Eq, Hash, Debug, EncodeLabelSet)]
struct OfMetric {
    metric: &'static str,
}

fn gauge(value: u64) -> Gauge<u64, AtomicU64> {
    let gauge = Gauge::default();
    gauge.set(value);
    gauge
}

fn seconds(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}
