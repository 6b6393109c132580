//! Answers in columns: the same numbers as in the published shape, one list per letter and key.

use std::convert::Infallible;
use std::io;

use rssac002_model::{
    Column, Columns, Dataset, Endpoint, Group, KeyedColumn, Record, Rsi, Snapshot, Step, json,
};

use rssac002_charts::data::rules;
use rssac002_transform::{keep_top, plain_codes, sums};

use super::numbers::{Entry, Numbers};
use super::published::{Emit, PIECE};
use super::request::{Keys, Request};

/// The columns of a request; `None` for instances-detail.
///
/// A day or week without any data is missing. Keys stand in one order, whatever the order of the files.
pub fn columns(snapshot: &Snapshot, request: &Request) -> Option<Columns> {
    let numbers = Numbers::new(snapshot, request)?;
    let mut groups = Vec::new();
    if request.sum {
        let mut filler = Filler::new(&numbers, request);
        let Ok(()) = numbers.sum(|row, values| filler.row(row, values));
        groups.push(filler.finish(None));
    } else {
        for rsi in request.rsi.iter() {
            let mut filler = Filler::new(&numbers, request);
            let Ok(()) = numbers.letter(rsi, |row, values| filler.row(row, values));
            groups.push(filler.finish(Some(rsi)));
        }
    }
    let mut columns = Columns {
        start: request.range.start(),
        step: Step::Every(request.step),
        rows: request.rows(),
        groups,
    };
    if request.keys.is_some() && request.endpoint == Endpoint::Data(Dataset::RcodeVolume) {
        plain_codes(&mut columns);
    }
    match request.keys.as_ref().filter(|_| !by_serial(request)) {
        Some(Keys::These(keys)) => columns.keep(&keys.iter().map(String::as_str).collect::<Vec<_>>()),
        Some(Keys::Top { count, each }) => keep_top(&mut columns, *count, *each, request.days),
        None => {}
    }
    let rules = rules(request.endpoint, request.totals.is_some());
    Some(match request.sums {
        None => columns,
        Some(step) => sums(&columns, step, request.days, rules),
    })
}

/// Writes the answer as JSON in pieces of [`PIECE`] octets and more; nothing for instances-detail.
pub fn write(snapshot: &Snapshot, request: &Request, emit: Emit) -> io::Result<()> {
    let Some(columns) = columns(snapshot, request) else { return Ok(()) };
    let mut taken = Ok(());
    let last = json::write_in_pieces(&columns, by_serial(request), &mut |out| {
        if out.len() >= PIECE {
            let piece = std::mem::take(out);
            if taken.is_ok() {
                taken = emit(piece);
            }
        }
    });
    taken?;
    emit(last)
}

/// Whether the answer is records instead of columns.
pub fn by_serial(request: &Request) -> bool {
    matches!(request.endpoint, Endpoint::Data(dataset) if dataset.keyed_by_serial())
}

/// Takes rows and makes a group of them.
struct Filler<'a> {
    numbers: &'a Numbers<'a>,
    rows: usize,
    by_serial: bool,
    /// By number of key: whether it is asked for.
    kept: Vec<bool>,
    columns: Vec<Option<Column>>,
    records: Vec<Record>,
}

impl<'a> Filler<'a> {
    fn new(numbers: &'a Numbers, request: &Request) -> Filler<'a> {
        let count = numbers.key_count() as u32;
        let mut columns = vec![None; count as usize];
        // A total is a column even where nothing is held, because its list stands in the place of the keys.
        if request.totals.is_some() {
            columns[0] = Some(Column::missing(request.rows()));
        }
        Filler {
            numbers,
            rows: request.rows(),
            by_serial: by_serial(request),
            kept: (0..count).map(|id| request.keeps(numbers.key(id))).collect(),
            columns,
            records: Vec::new(),
        }
    }

    /// A column takes any number of rows, so this never ends early.
    fn row(&mut self, row: usize, values: Option<&[Entry]>) -> Result<(), Infallible> {
        for (key, value) in values.unwrap_or_default() {
            let id = *key as usize;
            if !self.kept[id] {
                continue;
            }
            let value = (!value.is_nan()).then_some(*value);
            if self.by_serial {
                self.records.push(Record { row, key: self.numbers.key(*key).to_owned(), value });
            } else {
                self.columns[id].get_or_insert_with(|| Column::missing(self.rows)).set(row, value);
            }
        }
        Ok(())
    }

    fn finish(mut self, rsi: Option<Rsi>) -> Group {
        let mut ids: Vec<u32> =
            (0..self.columns.len() as u32).filter(|id| self.columns[*id as usize].is_some()).collect();
        self.numbers.sort_keys(&mut ids);
        let column = |id: u32| {
            let values = self.columns[id as usize].take().unwrap_or_default();
            KeyedColumn { key: self.numbers.key(id).to_owned(), values }
        };
        Group { columns: ids.into_iter().map(column).collect(), records: self.records, ..Group::new(rsi) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::query::Query;
    use rssac002_model::{Day, DayStatus};

    fn snapshot() -> Snapshot {
        let mut snapshot = Snapshot::default();
        let monday = Day::parse_iso("2020-01-06").unwrap();
        let table = snapshot.table_mut(Dataset::UdpRequestSizes);
        let (large, small) = (table.intern("128-143"), table.intern("16-31"));
        let a = table.series_mut(Rsi::A);
        a.push(monday, DayStatus::Clean, Some(&[(large, 6.0), (small, f64::NAN)]));
        a.push(monday + 2, DayStatus::Clean, Some(&[(large, 1.0)]));
        let table = snapshot.table_mut(Dataset::LoadTime);
        let serials = [table.intern("2020010600"), table.intern("x")];
        table.series_mut(Rsi::A).push(
            monday,
            DayStatus::Clean,
            Some(&[(serials[0], 5.0), (serials[1], f64::NAN)]),
        );
        let table = snapshot.table_mut(Dataset::TrafficVolume);
        let key = table.intern("dns-udp-queries-received-ipv4");
        table.series_mut(Rsi::A).push(monday + 1, DayStatus::Clean, Some(&[(key, 7.0)]));
        snapshot
    }

    #[test]
    fn keys_stand_in_order_and_missing_is_null() {
        for (endpoint, query, json) in [
            (
                "udp-request-sizes",
                "rsi=a,b",
                r#"{"shape":"columns","start":"2020-01-06","step":"day","rows":3,"series":{"a":{"16-31":[null,null,null],"128-143":[6,null,1]},"b":{}}}"#,
            ),
            (
                "udp-request-sizes",
                "rsi=a,b&week&sum&keys=128-143,1-2",
                r#"{"shape":"columns","start":"2020-01-06","step":"week","rows":1,"series":{"128-143":[7]}}"#,
            ),
            (
                "udp-request-sizes",
                "rsi=a&keys=128-143,rest",
                r#"{"shape":"columns","start":"2020-01-06","step":"day","rows":3,"series":{"a":{"128-143":[6,null,1],"rest":[null,null,null]}}}"#,
            ),
            (
                "traffic-volume",
                "rsi=a,b&totals=received",
                r#"{"shape":"columns","start":"2020-01-06","step":"day","rows":3,"series":{"a":[null,7,null],"b":[null,null,null]}}"#,
            ),
            (
                "traffic-volume",
                "rsi=a,b&totals=sent&sum",
                r#"{"shape":"columns","start":"2020-01-06","step":"day","rows":3,"series":[null,0,null]}"#,
            ),
            (
                "load-time",
                "rsi=a",
                r#"{"shape":"columns","start":"2020-01-06","step":"day","rows":3,"records":{"a":{"row":[0,0],"key":["2020010600","x"],"value":[5,null]}}}"#,
            ),
        ] {
            let query =
                Query::parse(&format!("{query}&shape=columns&start_date=2020-01-06&end_date=2020-01-08"));
            let today = Day::parse_iso("2020-12-31").unwrap();
            let request = Request::parse(endpoint.parse().unwrap(), &query, today).unwrap();
            let mut written = String::new();
            let mut emit = |piece: String| {
                written.push_str(&piece);
                Ok(())
            };
            write(&snapshot(), &request, &mut emit).unwrap();
            assert_eq!(written, json, "{endpoint}");
        }
    }
}
