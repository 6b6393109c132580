//! One request to a server.

use std::time::Duration;

use gloo_net::http::Request;
use js_sys::Uint8Array;
use leptos::prelude::set_timeout_with_handle;
use rssac002_charts::words::ui;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, ReadableStreamDefaultReader, RequestCredentials, RequestMode};

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Why an answer did not come.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum FetchError {
    /// The server was not reached, or took too long to begin its answer.
    #[error("{}", ui::UNREACHABLE)]
    Unreachable,
    /// The server answered with another status than success.
    #[error("{}", ui::answered(*.0, .1))]
    Status(u16, String),
    /// The answer ended before its end.
    #[error("{}", ui::BROKEN_OFF)]
    BrokenOff,
}

/// How much of an answer is there, in octets, and of how many, where the server says so.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Received {
    /// What has come.
    pub octets: u32,
    /// What is to come in all.
    pub of: Option<u32>,
}

/// What an answer has octets of in all, as it is read here: `Content-Length` counts what goes over the line.
const OCTETS_HEADER: &str = "x-rssac002-octets";

/// When an answer came that the service worker kept (`public/sw.js`), in milliseconds since 1970.
const KEPT_HEADER: &str = "x-rssac002-kept";

/// An answer.
pub struct Fetched {
    /// What it holds.
    pub octets: Vec<u8>,
    /// When it came, in milliseconds since 1970, where the server is not reached and it is one from before.
    pub kept_since: Option<f64>,
}

/// The answer at an address. The controller ends the request early; `heard` is called for each piece that comes. Mode and credentials are those of the preload links
/// that the server puts into the page, so that the browser uses what it has fetched already.
pub async fn get(
    url: &str,
    controller: &AbortController,
    heard: impl Fn(Received),
) -> Result<Fetched, FetchError> {
    let aborting = controller.clone();
    let patience = set_timeout_with_handle(move || aborting.abort(), PATIENCE);
    let fetched = fetch(url, controller, heard).await;
    if let Ok(patience) = patience {
        patience.clear();
    }
    fetched
}

async fn fetch(
    url: &str,
    controller: &AbortController,
    heard: impl Fn(Received),
) -> Result<Fetched, FetchError> {
    let answer = Request::get(url)
        .mode(RequestMode::Cors)
        .credentials(RequestCredentials::SameOrigin)
        .abort_signal(Some(&controller.signal()))
        .send()
        .await
        .map_err(|_| FetchError::Unreachable)?;
    if !answer.ok() {
        return Err(FetchError::Status(answer.status(), answer.status_text()));
    }
    let kept_since = answer.headers().get(KEPT_HEADER).and_then(|since| milliseconds(&since));
    let of = answer.headers().get(OCTETS_HEADER).and_then(|octets| octets.parse().ok());
    // An answer without a body has nothing to read.
    let Some(body) = answer.body() else { return Ok(Fetched { octets: Vec::new(), kept_since }) };
    let reader: ReadableStreamDefaultReader = body.get_reader().unchecked_into();
    let mut octets = Vec::new();
    loop {
        let piece = JsFuture::from(reader.read()).await.map_err(|_| FetchError::BrokenOff)?;
        // The last one has no value.
        let Ok(piece) =
            js_sys::Reflect::get(&piece, &"value".into()).and_then(|value| value.dyn_into::<Uint8Array>())
        else {
            return Ok(Fetched { octets, kept_since });
        };
        octets.extend(piece.to_vec());
        heard(Received { octets: octets.len() as u32, of });
    }
}

/// A time as the service worker writes it. (The crate has no use for Rust's own reader of fractions, which is large.)
pub fn milliseconds(text: &str) -> Option<f64> {
    text.parse::<u64>().ok().map(|since| since as f64)
}
