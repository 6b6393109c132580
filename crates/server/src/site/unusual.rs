//! The unusual days as files: `/unusual.csv` and `/unusual.json`, with the page's query.

use std::sync::Arc;

use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use rssac002_charts::unusual::{PATH, UnusualState};
use rssac002_charts::words;

use crate::app::App;
use crate::http::coding::Coding;
use crate::http::make;
use crate::http::problem::Problem;
use crate::http::reply::{Meta, entity_tag};

/// What kind of file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Rows.
    Csv,
    /// Objects.
    Json,
}

impl Kind {
    /// The file at a path.
    pub fn find(path: &str) -> Option<Kind> {
        match path.strip_prefix(PATH)? {
            ".csv" => Some(Kind::Csv),
            ".json" => Some(Kind::Json),
            _ => None,
        }
    }

    /// The file, or why there is none.
    pub async fn answer(self, app: &Arc<App>, query: &str, headers: &HeaderMap) -> Result<Response, Problem> {
        let (state, ignored) = UnusualState::parse(query);
        if let Some(bad) = ignored.first() {
            return Err(Problem::new(
                StatusCode::BAD_REQUEST,
                words::not_understood(&bad.part, &bad.accepted),
            ));
        }
        let (held, today) = (app.held(), app.today.day());
        let coding = Coding::negotiate(headers, &Coding::MADE);
        let about = format!("{self:?} {} {} {today}", state.address(""), held.snapshot.version);
        let sample: &[u8] = if held.snapshot.sample { b"sample" } else { b"" };
        let meta = Meta {
            content_type: match self {
                Kind::Csv => "text/csv; charset=utf-8; header=present",
                Kind::Json => "application/json",
            },
            cache_control: "public, no-cache",
            tag: entity_tag(&[
                b"unusual",
                about.as_bytes(),
                sample,
                coding.name().unwrap_or_default().as_bytes(),
            ]),
            coding,
            modified: Some(held.since),
        };
        if meta.is_known(headers) {
            return Ok(meta.not_modified());
        }
        let made = make::whole(&app.bodies, &meta, move || {
            let unusual = held.unusual(today);
            Ok(match self {
                Kind::Csv => unusual.csv(&state),
                Kind::Json => unusual.json(&state).to_string(),
            }
            .into_bytes())
        });
        Ok(meta.whole(made.await?))
    }
}
