//! What an address of the API asks: the answer's text, and about how large it is.

use std::io;
use std::sync::Arc;

use axum::http::{StatusCode, Uri};
use rssac002_model::{Day, Endpoint, Snapshot, Step, Table};

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
            Endpoint::Data(dataset) => return Size::of_maps(snapshot.table(dataset), request),
        })
    }

    /// A row has each of its numbers with its key. Where rows add up days or letters there is no more of a key than one in each, so this
    /// is rather too much than too little.
    fn of_maps(table: &Table, request: &Request) -> Size {
        let rows = request.rows() * if request.sum { 1 } else { request.rsi.len() };
        let numbers: usize = request.rsi.iter().map(|rsi| table.series(rsi).numbers(request.range)).sum();
        let numbers = numbers.min(rows * table.key_count());
        let keys: usize = table.keys().map(str::len).sum();
        let key = keys.checked_div(table.key_count()).unwrap_or(0);
        Size { octets: rows * ROW + numbers * (key + NUMBER), held: 0 }
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
/// The octets of a row without its numbers: `"2020-01-01":{},`.
const ROW: usize = 16;
/// About how many octets a number has besides its key: `"":1234567,`.
const NUMBER: usize = 11;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_about_as_large_as_it_is_reckoned_to_be() {
        let today = Day::parse_iso("2026-11-21").unwrap();
        let snapshot = Arc::new(rssac002_ingest::sample::snapshot(today));
        for endpoint in Endpoint::ALL {
            for query in ["rsi=a-m", "rsi=a-m&week", "rsi=a-m&sum", "rsi=a-m&week&sum", "rsi=k"] {
                let name = endpoint.name();
                let uri = format!("{BASE}/{name}?{query}&start_date=2017-01-01&end_date=2026-11-20");
                let ask = Ask::read(today, &uri.parse().unwrap()).unwrap();
                let mut octets = 0;
                let mut count = |piece: String| {
                    octets += piece.len();
                    Ok(())
                };
                ask.write(&snapshot, &mut count).unwrap();
                let ratio = Size::of(&snapshot, &ask).octets as f64 / octets as f64;
                assert!(
                    (0.8..2.5).contains(&ratio),
                    "{uri} has {octets} octets, {ratio} times as many were reckoned"
                );
            }
        }
    }
}
