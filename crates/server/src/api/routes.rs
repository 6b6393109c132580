//! The API over HTTP: which answer an address has, made now, sent piece by piece, or kept from before.

use std::io::{self, Write};
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use http_body_util::Channel;
use rssac002_model::{Dataset, Endpoint, Snapshot};
use tokio::runtime::Handle;

use super::coverage::{self, CoverageRequest};
use super::detail::Detail;
use super::published::Emit;
use super::query::Query;
use super::request::{Request, Shape};
use super::{BASE, columns, openapi, published};
use crate::app::{App, Held};
use crate::http::coding::{Coding, Encoder};
use crate::http::headers::DATA_HEADER;
use crate::http::problem::Problem;
use crate::http::reply::{Meta, entity_tag};

/// What an address asks. Equal questions have equal `Debug` texts, which entity tags are made from.
#[derive(Clone, Debug)]
enum Ask {
    Numbers(Request),
    Coverage(CoverageRequest),
    OpenApi,
}

/// Answers everything below [`BASE`].
pub async fn answer(State(app): State<Arc<App>>, uri: Uri, headers: HeaderMap) -> Response {
    let held = app.held();
    let mut response = match ask(&app, &uri) {
        Ok(ask) => respond(&app, &held, ask, &headers).await.unwrap_or_else(Problem::into_response),
        Err(problem) => problem.into_response(),
    };
    if held.snapshot.sample {
        response.headers_mut().insert(DATA_HEADER, HeaderValue::from_static("sample"));
    }
    response
}

/// The names below [`BASE`] that are no endpoint of the published API.
const EXTRAS: [&str; 2] = ["coverage", "openapi.json"];

fn ask(app: &App, uri: &Uri) -> Result<Ask, Problem> {
    let name = uri.path().strip_prefix(BASE).unwrap_or_default().trim_matches('/');
    let query = Query::parse(uri.query().unwrap_or_default());
    let today = app.today.day();
    match name {
        "coverage" => Ok(Ask::Coverage(CoverageRequest::parse(&query, today)?)),
        "openapi.json" => Ok(Ask::OpenApi),
        _ => match name.strip_suffix(".php").unwrap_or(name).parse::<Endpoint>() {
            Ok(endpoint) => Ok(Ask::Numbers(Request::parse(endpoint, &query, today)?)),
            Err(error) => {
                let names = Endpoint::ALL.iter().map(|e| e.name()).chain(EXTRAS);
                let endpoints = names.map(|name| format!("{BASE}/{name}")).collect();
                Err(Problem { endpoints, ..Problem::new(StatusCode::NOT_FOUND, error.to_string()) })
            }
        },
    }
}

async fn respond(app: &Arc<App>, held: &Held, ask: Ask, headers: &HeaderMap) -> Result<Response, Problem> {
    let meta = meta(held, &ask, Coding::negotiate(headers, &Coding::MADE));
    if meta.is_known(headers) {
        return Ok(meta.not_modified());
    }
    if estimate(&held.snapshot, &ask) > STREAM_FROM {
        return stream(app, held.snapshot.clone(), ask, &meta);
    }
    Ok(meta.with(body(app, held, ask, &meta).await?))
}

/// An address below [`BASE`], made and kept for browsers that will ask for it, in the coding that they prefer.
///
/// Says whether it could be; an address that is refused or is sent piece by piece is not.
pub async fn warm(app: &Arc<App>, uri: &Uri) -> bool {
    let held = app.held();
    let Ok(ask) = ask(app, uri) else { return false };
    let meta = meta(&held, &ask, Coding::MADE[0]);
    estimate(&held.snapshot, &ask) <= STREAM_FROM && body(app, &held, ask, &meta).await.is_ok()
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
async fn body(app: &Arc<App>, held: &Held, ask: Ask, meta: &Meta) -> Result<Bytes, Problem> {
    if let Some(body) = app.bodies.get(&meta.tag) {
        return Ok(body);
    }
    let permit = app.makers.clone().acquire_owned().await.map_err(|_| stopping())?;
    // While this one waited, another may have made the same answer.
    if let Some(body) = app.bodies.get(&meta.tag) {
        return Ok(body);
    }
    let (snapshot, coding, tag, app) = (held.snapshot.clone(), meta.coding, meta.tag.clone(), app.clone());
    let made = tokio::task::spawn_blocking(move || {
        let mut plain = String::new();
        write(&snapshot, &ask, &mut |piece| {
            if plain.is_empty() { plain = piece } else { plain.push_str(&piece) }
        });
        let body = coding.encode(plain.as_bytes()).map(Bytes::from);
        if let Ok(body) = &body {
            app.bodies.put(&tag, body.clone());
        }
        drop(permit);
        body
    });
    match made.await {
        Ok(Ok(body)) => Ok(body),
        Ok(Err(_)) | Err(_) => {
            Err(Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "the answer could not be made"))
        }
    }
}

/// Writes the plain text of an answer.
fn write(snapshot: &Arc<Snapshot>, ask: &Ask, emit: Emit) {
    match ask {
        Ask::Coverage(request) => emit(coverage::write(snapshot, request)),
        Ask::OpenApi => emit(openapi::document()),
        Ask::Numbers(request) => match request.endpoint {
            Endpoint::InstancesDetail => {
                Detail::new(snapshot.clone(), request.rsi, request.range).for_each(emit)
            }
            _ if request.shape == Shape::Columns => {
                emit(columns::write(snapshot, request).unwrap_or_default())
            }
            _ => published::write(snapshot, request, emit),
        },
    }
}

/// Answers estimated at more octets than this are sent piece by piece and not kept.
const STREAM_FROM: usize = 8 * 1024 * 1024;

/// About how many octets an answer has.
fn estimate(snapshot: &Arc<Snapshot>, ask: &Ask) -> usize {
    let Ask::Numbers(request) = ask else { return 0 };
    let row = match request.endpoint {
        Endpoint::InstancesDetail => {
            return Detail::new(snapshot.clone(), request.rsi, request.range).estimate();
        }
        // Columns are held whole before they are written in any case, and are a third as long.
        _ if request.shape == Shape::Columns => return 0,
        _ if request.totals.is_some() => 25,
        Endpoint::InstancesCount => 45,
        Endpoint::Data(Dataset::LoadTime | Dataset::ZoneSize) => 60,
        Endpoint::Data(Dataset::UniqueSources) => 110,
        Endpoint::Data(Dataset::RcodeVolume) => 200,
        Endpoint::Data(Dataset::TrafficVolume) => 370,
        Endpoint::Data(_) => 600,
    };
    row * request.rows() * if request.sum { 1 } else { request.rsi.len() }
}

/// Makes the answer while it is sent, so that it is never held whole.
fn stream(app: &Arc<App>, snapshot: Arc<Snapshot>, ask: Ask, meta: &Meta) -> Result<Response, Problem> {
    let busy =
        || Problem::new(StatusCode::SERVICE_UNAVAILABLE, "too many long answers at once; try again soon");
    let permit = app.streams.clone().try_acquire_owned().map_err(|_| busy())?;
    let (sender, body) = Channel::<Bytes, io::Error>::new(4);
    let (coding, runtime) = (meta.coding, Handle::current());
    tokio::task::spawn_blocking(move || {
        let mut out = Sender { sender, runtime };
        let mut gone = false;
        let sent = Encoder::new(coding, &mut out).and_then(|mut encoder| {
            write(&snapshot, &ask, &mut |piece| gone = gone || encoder.write_all(piece.as_bytes()).is_err());
            if gone { Err(io::ErrorKind::BrokenPipe.into()) } else { encoder.finish().map(|_| ()) }
        });
        if let Err(error) = sent {
            out.sender.abort(error);
        }
        drop(permit);
    });
    Ok(meta.with(Body::new(body)))
}

/// How long a client may leave a piece untaken before its answer is given up.
const PATIENCE: Duration = Duration::from_secs(60);

/// Hands octets to a body, waiting until the client has taken the ones before.
struct Sender {
    sender: http_body_util::channel::Sender<Bytes, io::Error>,
    runtime: Handle,
}

impl Write for Sender {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let data = Bytes::copy_from_slice(bytes);
        let sent = self.runtime.block_on(tokio::time::timeout(PATIENCE, self.sender.send_data(data)));
        if let Ok(Ok(())) = sent { Ok(bytes.len()) } else { Err(io::ErrorKind::BrokenPipe.into()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn stopping() -> Problem {
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "the server is stopping")
}
