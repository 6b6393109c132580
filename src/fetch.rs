//! One request to a server.

use std::time::Duration;

use gloo_net::http::Request;
use leptos::prelude::set_timeout_with_handle;
use rssac002_charts::words::ui;
use web_sys::{AbortController, RequestCredentials, RequestMode};

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

/// The octets at an address. The controller ends the request early. Mode and credentials are those of the preload links
/// that the server puts into the page, so that the browser uses what it has fetched already.
pub async fn get(url: &str, controller: &AbortController) -> Result<Vec<u8>, FetchError> {
    let aborting = controller.clone();
    let patience = set_timeout_with_handle(move || aborting.abort(), PATIENCE);
    let octets = octets(url, controller).await;
    if let Ok(patience) = patience {
        patience.clear();
    }
    octets
}

async fn octets(url: &str, controller: &AbortController) -> Result<Vec<u8>, FetchError> {
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
    answer.binary().await.map_err(|_| FetchError::BrokenOff)
}
