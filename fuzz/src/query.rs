//! The parameters of the API, asked of the router as a client asks it.

use std::cell::OnceCell;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Request, StatusCode, Uri, header};
use http_body_util::BodyExt;
use percent_encoding::{AsciiSet, CONTROLS, percent_encode};
use rssac002_model::json::{self, Asked};
use rssac002_model::{Day, DayRange, Endpoint, InstanceSeries, Rsi, Snapshot, Step};
use rssac002_server::api::BASE;
use rssac002_server::app::{App, Today};
use rssac002_server::server::router;
use rssac002_server::site::Site;
use serde::de::IgnoredAny;
use serde_json::Value;
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt;

/// What an address cannot carry as it is.
const ESCAPED: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'<').add(b'>').add(b'`');

/// Longer addresses are none of HTTP's.
const LONGEST: usize = 20_000;

/// What a refusal may name.
const PARAMETERS: [&str; 8] = ["rsi", "start_date", "end_date", "from", "step", "keys", "metric", "version"];

/// Any text as an address below that of the API, or as the query of one. The answer is of the documented kind, or a refusal that names
/// the parameter and says what it takes.
pub fn query(octets: &[u8]) {
    let names = Endpoint::ALL.iter().map(|endpoint| endpoint.name()).chain(["coverage", "openapi.json"]);
    let names: Vec<&str> = names.collect();
    let mut parts = octets.splitn(2, |octet| *octet == b'?');
    let named =
        parts.next().and_then(|first| names.iter().find(|name| name.as_bytes() == first)).zip(parts.next());
    // Where no endpoint is named, any is as good as another.
    let (name, text) = named.unwrap_or((&names[octets.len() % names.len()], octets));
    let address = format!("{BASE}/{name}?{}", percent_encode(text, ESCAPED));
    if address.len() > LONGEST {
        return;
    }
    let uri: Uri = match address.parse() {
        Ok(uri) => uri,
        Err(error) => panic!("{address} is no address: {error}"),
    };
    thread_local! { static SERVER: OnceCell<Server> = const { OnceCell::new() } }
    let (status, headers, body) = SERVER.with(|server| server.get_or_init(Server::new).ask(uri));
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    if status == StatusCode::OK {
        assert_eq!(kind, Some("application/json"), "{address}");
        let asked = Asked { range: served(), step: Step::DAY, serials: false };
        if body.starts_with(b"{\"shape\"") {
            assert!(json::read(&body, asked).is_ok(), "{address}");
        } else {
            assert!(serde_json::from_slice::<IgnoredAny>(&body).is_ok(), "{address}");
        }
        return;
    }
    assert_eq!(kind, Some("application/problem+json"), "{status}: {address}");
    let problem: Value = serde_json::from_slice(&body).unwrap_or_else(|error| panic!("{address}: {error}"));
    let text =
        |field: &str| problem[field].as_str().unwrap_or_else(|| panic!("{address}: no {field}: {problem}"));
    let expected = match text("parameter") {
        // A version that is not held is not found.
        "version" => StatusCode::NOT_FOUND,
        _ => StatusCode::BAD_REQUEST,
    };
    assert_eq!(status, expected, "{address}: {problem}");
    assert!(PARAMETERS.contains(&text("parameter")), "{address}: {problem}");
    assert!(text("detail").starts_with(&format!("`{}`: ", text("parameter"))), "{address}: {problem}");
    assert!(!text("accepted").is_empty(), "{address}: {problem}");
}

/// Five weeks of numbers have been published by this day.
fn today() -> Day {
    Day::CHARTS_START + 56
}

/// All that may be asked for, in whole weeks.
fn served() -> DayRange {
    DayRange::new(Day::API_START, today() + 366).unwrap_or(DayRange::single(today()))
}

/// The server without a socket, with little sample data.
struct Server {
    router: Router,
    runtime: Runtime,
}

impl Server {
    fn new() -> Server {
        let mut snapshot = rssac002_ingest::sample::snapshot(today());
        keep_last_places(&mut snapshot);
        let app = Arc::new(App::new(snapshot, Today::Fixed(today()), Site::embedded()));
        match Builder::new_current_thread().enable_all().build() {
            Ok(runtime) => Server { router: router(app), runtime },
            Err(error) => panic!("no runtime: {error}"),
        }
    }

    fn ask(&self, uri: Uri) -> (StatusCode, HeaderMap, Bytes) {
        let mut request = Request::new(Body::empty());
        *request.uri_mut() = uri;
        self.runtime.block_on(async {
            let Ok(response) = self.router.clone().oneshot(request).await;
            let (parts, body) = response.into_parts();
            match body.collect().await {
                Ok(body) => (parts.status, parts.headers, body.to_bytes()),
                Err(error) => panic!("the answer breaks off: {error}"),
            }
        })
    }
}

/// Two years of places would be most of what is answered.
fn keep_last_places(snapshot: &mut Snapshot) {
    for rsi in Rsi::all() {
        let all = std::mem::take(snapshot.instances_mut(rsi));
        let mut kept = InstanceSeries::default();
        let last = all.range().and_then(|range| DayRange::new(range.end() - 6, range.end()));
        for day in last.into_iter().flat_map(DayRange::days) {
            kept.push(day, all.status(day), all.places(day).cloned());
        }
        *snapshot.instances_mut(rsi) = kept;
    }
}
