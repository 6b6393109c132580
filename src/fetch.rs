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

/// The octets at an address. The controller ends the request early; `heard` is called for each piece that comes. Mode and credentials are those of the preload links
/// that the server puts into the page, so that the browser uses what it has fetched already.
pub async fn get(
    url: &str,
    controller: &AbortController,
    heard: impl Fn(Received),
) -> Result<Vec<u8>, FetchError> {
    let aborting = controller.clone();
    let patience = set_timeout_with_handle(move || aborting.abort(), PATIENCE);
    let octets = octets(url, controller, heard).await;
    if let Ok(patience) = patience {
        patience.clear();
    }
    octets
}

async fn octets(
    url: &str,
    controller: &AbortController,
    heard: impl Fn(Received),
) -> Result<Vec<u8>, FetchError> {
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
    let of = answer.headers().get(OCTETS_HEADER).and_then(|octets| octets.parse().ok());
    // An answer without a body has nothing to read.
    let Some(body) = answer.body() else { return Ok(Vec::new()) };
    let reader: ReadableStreamDefaultReader = body.get_reader().unchecked_into();
    let mut octets = Vec::new();
    loop {
        let piece = JsFuture::from(reader.read()).await.map_err(|_| FetchError::BrokenOff)?;
        // The last one has no value.
        let Ok(piece) =
            js_sys::Reflect::get(&piece, &"value".into()).and_then(|value| value.dyn_into::<Uint8Array>())
        else {
            return Ok(octets);
        };
        octets.extend(piece.to_vec());
        heard(Received { octets: octets.len() as u32, of });
    }
}
