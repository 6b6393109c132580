//! The API over HTTP: which answer an address has, made now, sent piece by piece, or kept from before.

use std::io;
use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use rssac002_model::{Dataset, Day, Endpoint, Snapshot, Step};

use super::coverage::{self, CoverageRequest};
use super::detail::Detail;
use super::numbers::Numbers;
use super::published::Emit;
use super::query::Query;
use super::request::{Keys, Request, Shape};
use super::{BASE, columns, openapi, published};
use crate::app::App;
use crate::held::Held;
use crate::http::bodies::Made;
use crate::http::coding::Coding;
use crate::http::make;
use crate::http::problem::Problem;
use crate::http::reply::{Meta, entity_tag};
use crate::http::work::Effort;

/// What an address asks. Equal questions have equal `Debug` texts, which entity tags are made from.
#[derive(Clone, Debug)]
enum Ask {
    Numbers(Request),
    Coverage(CoverageRequest),
    /// The description, which names the last year served.
    OpenApi(Day),
}

/// Answers everything below [`BASE`].
pub async fn answer(State(app): State<Arc<App>>, method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let held = app.held();
    match ask(app.today.day(), &uri) {
        Ok(ask) => respond(&app, &held, ask, method, &headers).await.unwrap_or_else(Problem::into_response),
        Err(problem) => problem.into_response(),
    }
}

/// The names below [`BASE`] that are no endpoint of the published API.
const EXTRAS: [&str; 2] = ["coverage", "openapi.json"];

fn ask(today: Day, uri: &Uri) -> Result<Ask, Problem> {
    let name = uri.path().strip_prefix(BASE).unwrap_or_default().trim_matches('/');
    let query = Query::parse(uri.query().unwrap_or_default());
    match name {
        "coverage" => Ok(Ask::Coverage(CoverageRequest::parse(&query, today)?)),
        "openapi.json" => Ok(Ask::OpenApi(today)),
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

/// An address below [`BASE`], made and kept for browsers that will ask for it, in the coding that they prefer.
///
/// Says whether it could be; an address that is refused or is sent piece by piece is not.
pub async fn warm(app: &Arc<App>, uri: &Uri) -> bool {
    let held = app.held();
    let Ok(ask) = ask(app.today.day(), uri) else { return false };
    let meta = meta(&held, &ask, Coding::MADE[0]);
    let size = Size::of(&held.snapshot, &ask);
    size.octets <= STREAM_FROM && body(app, &held, ask, size.effort(), &meta).await.is_ok()
}

/// The beginning of an answer, for people.
pub enum Excerpt {
    /// All of it.
    Whole(String),
    /// This, and how many octets the whole has.
    Beginning(String, usize),
    /// Nothing of so many octets, because it takes long to make.
    Large(usize),
    /// A refusal: its status and its document.
    Refused(StatusCode, String),
}

/// So many octets of an answer are shown.
const SHOWN: usize = 4000;

/// The beginning of the answer of an address below [`BASE`].
pub fn excerpt(held: &Held, today: Day, uri: &Uri) -> Excerpt {
    let ask = match ask(today, uri) {
        Ok(ask) => ask,
        Err(problem) => return Excerpt::Refused(problem.status, problem.to_json()),
    };
    let size = Size::of(&held.snapshot, &ask);
    if size.effort() == Effort::Large {
        return Excerpt::Large(size.octets);
    }
    let text = text(&held.snapshot, &ask);
    match text.floor_char_boundary(SHOWN) {
        end if end == text.len() => Excerpt::Whole(text),
        end => Excerpt::Beginning(text[..end].to_owned(), text.len()),
    }
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
    make::whole(&app.bodies, effort, meta, move || Ok(text(&snapshot, &ask).into_bytes())).await
}

/// The plain text of an answer.
fn text(snapshot: &Arc<Snapshot>, ask: &Ask) -> String {
    let mut plain = String::new();
    let written = write(snapshot, ask, &mut |piece| {
        if plain.is_empty() {
            plain = piece
        } else {
            plain.push_str(&piece)
        }
        Ok(())
    });
    debug_assert!(written.is_ok(), "writing to a String cannot fail");
    plain
}

/// Writes the plain text of an answer. Ends with the error of the first piece that is not taken.
fn write(snapshot: &Arc<Snapshot>, ask: &Ask, emit: Emit) -> io::Result<()> {
    match ask {
        Ask::Coverage(request) => emit(coverage::write(snapshot, request)),
        Ask::OpenApi(today) => emit(openapi::document(*today)),
        Ask::Numbers(request) => match request.endpoint {
            Endpoint::InstancesDetail => {
                Detail::new(snapshot.clone(), request.rsi, request.range).try_for_each(emit)
            }
            _ if request.shape == Shape::Columns => columns::write(snapshot, request, emit),
            _ => published::write(snapshot, request, emit),
        },
    }
}

/// Answers estimated at more octets than this are sent piece by piece and not kept.
const STREAM_FROM: usize = 8 * 1024 * 1024;

/// From this many octets on an answer is large work.
const LARGE_FROM: usize = 1024 * 1024;

/// About how large an answer is.
#[derive(Clone, Copy, Debug)]
struct Size {
    /// Its octets, before they are coded.
    octets: usize,
    /// The octets of what is held while it is written.
    held: usize,
}

impl Size {
    fn of(snapshot: &Arc<Snapshot>, ask: &Ask) -> Size {
        let Ask::Numbers(request) = ask else { return Size { octets: 0, held: 0 } };
        let days = |row: usize| {
            let octets = row * request.rows() * if request.sum { 1 } else { request.rsi.len() };
            // A letter's days are written one by one.
            Size { octets, held: 0 }
        };
        days(match request.endpoint {
            Endpoint::InstancesDetail => {
                let octets = Detail::new(snapshot.clone(), request.rsi, request.range).estimate();
                return Size { octets, held: 0 };
            }
            _ if request.shape == Shape::Columns => return Size::of_columns(snapshot, request),
            _ if request.totals.is_some() => 25,
            Endpoint::InstancesCount => 45,
            Endpoint::Data(Dataset::LoadTime | Dataset::ZoneSize) => 60,
            Endpoint::Data(Dataset::UniqueSources) => 110,
            Endpoint::Data(Dataset::RcodeVolume) => 200,
            Endpoint::Data(Dataset::TrafficVolume) => 370,
            Endpoint::Data(_) => 600,
        })
    }

    /// Columns are made as a whole before they are written: of every key that any letter has, and of those asked for.
    fn of_columns(snapshot: &Snapshot, request: &Request) -> Size {
        let letters = if request.sum { 1 } else { request.rsi.len() };
        let keys = Numbers::new(snapshot, request).map_or(0, |numbers| match columns::by_serial(request) {
            // A row has the serials of its day only.
            true => 2,
            false => numbers.key_count(),
        });
        let written = match &request.keys {
            Some(Keys::These(these)) => these.len(),
            Some(Keys::Top { count, .. }) => (*count).min(keys),
            None => keys,
        };
        let rows = match request.sums {
            None => request.rows(),
            Some(Step::Every(interval)) => request.range.len().div_ceil(interval.days() as usize),
            Some(Step::Range) => 1,
        };
        let octets = |octets: usize, keys: usize, rows: usize| octets * letters * keys * rows;
        Size { octets: octets(CELL, written, rows), held: octets(size_of::<f64>(), keys, request.rows()) }
    }

    fn effort(self) -> Effort {
        if self.octets.max(self.held) < LARGE_FROM { Effort::Small } else { Effort::Large }
    }
}

/// About how many octets a cell of a column has as text.
const CELL: usize = 8;

/// Makes the answer while it is sent, so that it is never held whole.
fn stream(
    app: &Arc<App>,
    snapshot: Arc<Snapshot>,
    ask: Ask,
    held: usize,
    meta: &Meta,
) -> Result<Response, Problem> {
    make::pieces(&app.bodies, meta, held, move |out| {
        write(&snapshot, &ask, &mut |piece| out.write_all(piece.as_bytes()))
    })
}
