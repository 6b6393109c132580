//! The API over HTTP: answers made now, sent piece by piece, or kept from before.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, Method, Uri};
use axum::response::{IntoResponse, Response};
use rssac002_model::Snapshot;

use super::ask::{Ask, Size};
use crate::app::App;
use crate::held::Held;
use crate::http::bodies::Made;
use crate::http::coding::Coding;
use crate::http::make;
use crate::http::problem::Problem;
use crate::http::reply::{Meta, entity_tag};
use crate::http::work::Effort;

/// Answers everything below [`BASE`](super::BASE).
pub async fn answer(State(app): State<Arc<App>>, method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let held = app.held();
    match Ask::read(app.today.day(), &uri) {
        Ok(ask) => respond(&app, &held, ask, method, &headers).await.unwrap_or_else(Problem::into_response),
        Err(problem) => problem.into_response(),
    }
}

async fn respond(
    app: &Arc<App>,
    held: &Held,
    ask: Ask,
    method: Method,
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    let meta = meta(held, &ask, Coding::negotiate(headers, &Coding::MADE));
    if meta.is_known(headers) {
        return Ok(meta.not_modified());
    }
    let size = Size::of(&held.snapshot, &ask);
    if method == Method::HEAD && size.effort() == Effort::Large {
        return Ok(meta.alone());
    }
    if size.octets > STREAM_FROM {
        return stream(app, held.snapshot.clone(), ask, size.held, &meta);
    }
    Ok(meta.whole(body(app, held, ask, size.effort(), &meta).await?))
}

/// An address below [`BASE`](super::BASE), made and kept for browsers that will ask for it, in the coding that they prefer.
///
/// Says whether it could be; an address that is refused or is sent piece by piece is not.
pub async fn warm(app: &Arc<App>, uri: &Uri) -> bool {
    let held = app.held();
    let Ok(ask) = Ask::read(app.today.day(), uri) else { return false };
    let meta = meta(&held, &ask, Coding::MADE[0]);
    let size = Size::of(&held.snapshot, &ask);
    size.octets <= STREAM_FROM && body(app, &held, ask, size.effort(), &meta).await.is_ok()
}

fn meta(held: &Held, ask: &Ask, coding: Coding) -> Meta {
    let tag = entity_tag(&[
        held.snapshot.version.as_bytes(),
        if held.snapshot.sample { b"sample" } else { b"" },
        format!("{ask:?}").as_bytes(),
        coding.name().unwrap_or_default().as_bytes(),
    ]);
    Meta {
        content_type: "application/json",
        // Kept by anyone, but asked about every time: the tag says at little cost whether the numbers changed, and no page
        // mixes old numbers with new ones.
        cache_control: "public, no-cache",
        coding,
        tag,
        modified: Some(held.since),
    }
}

/// The coded body: a kept one, or made now and kept.
async fn body(app: &Arc<App>, held: &Held, ask: Ask, effort: Effort, meta: &Meta) -> Result<Made, Problem> {
    let snapshot = held.snapshot.clone();
    make::whole(&app.bodies, effort, meta, move || Ok(ask.text(&snapshot).into_bytes())).await
}

/// Answers estimated at more octets than this are sent piece by piece and not kept.
const STREAM_FROM: usize = 8 * 1024 * 1024;

/// Makes the answer while it is sent, so that it is never held whole.
fn stream(
    app: &Arc<App>,
    snapshot: Arc<Snapshot>,
    ask: Ask,
    held: usize,
    meta: &Meta,
) -> Result<Response, Problem> {
    make::pieces(&app.bodies, meta, held, move |out| {
        ask.write(&snapshot, &mut |piece| out.write_all(piece.as_bytes()))
    })
}
