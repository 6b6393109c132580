//! What an address of the API asks: the answer's text, and about how large it is.

use std::io;
use std::sync::Arc;

use axum::http::{StatusCode, Uri};
use rssac002_model::{Dataset, Day, Endpoint, Snapshot, Step};

use super::coverage::{self, CoverageRequest};
use super::detail::Detail;
use super::numbers::Numbers;
use super::published::Emit;
use super::query::Query;
use super::request::{Keys, Request, Shape};
use super::{BASE, columns, openapi, published};
use crate::http::problem::Problem;
use crate::http::work::Effort;

/// What an address asks. Equal questions have equal `Debug` texts, which entity tags are made from.
#[derive(Clone, Debug)]
pub enum Ask {
    /// The numbers of an endpoint.
    Numbers(Request),
    /// Which days are there.
    Coverage(CoverageRequest),
    /// The description, which names the last year served.
    OpenApi(Day),
}

/// The names below [`BASE`] that are no endpoint of the published API.
const EXTRAS: [&str; 2] = ["coverage", "openapi.json"];

impl Ask {
    /// Reads an address below [`BASE`], on this day.
    pub fn read(today: Day, uri: &Uri) -> Result<Ask, Problem> {
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

    /// The plain text of the answer.
    pub fn text(&self, snapshot: &Arc<Snapshot>) -> String {
        let mut plain = String::new();
        let written = self.write(snapshot, &mut |piece| {
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

    /// Writes the plain text of the answer. Ends with the error of the first piece that is not taken.
    pub fn write(&self, snapshot: &Arc<Snapshot>, emit: Emit) -> io::Result<()> {
        match self {
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
}

/// From this many octets on an answer is large work.
const LARGE_FROM: usize = 1024 * 1024;

/// About how large an answer is.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Its octets, before they are coded.
    pub octets: usize,
    /// The octets of what is held while it is written.
    pub held: usize,
}

impl Size {
    /// That of the answer to this.
    pub fn of(snapshot: &Arc<Snapshot>, ask: &Ask) -> Size {
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

    /// The work that it is to make it.
    pub fn effort(self) -> Effort {
        if self.octets.max(self.held) < LARGE_FROM { Effort::Small } else { Effort::Large }
    }
}

/// About how many octets a cell of a column has as text.
const CELL: usize = 8;
