//! Answers in the published shape: letter, date or week, value; with `sum` without the letters.

use std::io;

use rssac002_model::json::{write_number, write_string};
use rssac002_model::{Interval, Snapshot};

use super::numbers::{Entry, Numbers};
use super::request::Request;

/// Takes an answer piece by piece, for as long as somebody reads it.
pub type Emit<'a> = &'a mut dyn FnMut(String) -> io::Result<()>;

/// About how many octets a piece of an answer has.
pub const PIECE: usize = 256 * 1024;

/// Writes the answer of every endpoint but instances-detail, in pieces of [`PIECE`] octets and more; nothing for that one.
///
/// A day without data is null, or left out of a sum; a week without any data is 0, as the published API answers it.
/// Empty maps are `{}`.
///
/// Ends with the error of the first piece that is not taken.
pub fn write(snapshot: &Snapshot, request: &Request, emit: Emit) -> io::Result<()> {
    let Some(numbers) = Numbers::new(snapshot, request) else { return Ok(()) };
    let mut writer = Writer {
        numbers: &numbers,
        request,
        out: String::from("{"),
        emit,
        first: true,
        keys: vec![None; numbers.key_count()],
    };
    if request.sum {
        numbers.sum(|row, values| {
            let written = values.is_some() || request.step == Interval::Week;
            if written { writer.row(row, values) } else { Ok(()) }
        })?;
    } else {
        for (i, rsi) in request.rsi.iter().enumerate() {
            writer.out.push_str(if i > 0 { "," } else { "" });
            write_string(&mut writer.out, rsi.as_str());
            writer.out.push_str(":{");
            writer.first = true;
            numbers.letter(rsi, |row, values| writer.row(row, values))?;
            writer.out.push('}');
        }
    }
    writer.out.push('}');
    (writer.emit)(writer.out)
}

struct Writer<'a, 'e> {
    numbers: &'a Numbers<'a>,
    request: &'a Request,
    out: String,
    emit: Emit<'e>,
    /// Whether the next row is the first of its level.
    first: bool,
    /// By number of key, as it is written with the colon behind it; from its first use on.
    keys: Vec<Option<String>>,
}

impl Writer<'_, '_> {
    fn row(&mut self, row: usize, values: Option<&[Entry]>) -> io::Result<()> {
        let out = &mut self.out;
        out.push_str(if self.first { "\"" } else { ",\"" });
        self.first = false;
        out.push_str(&self.request.row_key(row));
        out.push_str("\":");
        match (values, self.request.step) {
            // Rows of requests are days or weeks; ranges are added up afterwards.
            (None, Interval::Day) => out.push_str("null"),
            (None, Interval::Week) => out.push('0'),
            (Some(values), _) if self.request.totals.is_some() => {
                values.iter().for_each(|(_, value)| write_value(out, *value));
            }
            (Some(values), _) => {
                out.push('{');
                for (i, (key, value)) in values.iter().enumerate() {
                    out.push_str(if i > 0 { "," } else { "" });
                    let written = self.keys[*key as usize].get_or_insert_with(|| {
                        let mut written = String::new();
                        write_string(&mut written, self.numbers.key(*key));
                        written + ":"
                    });
                    out.push_str(written);
                    write_value(out, *value);
                }
                out.push('}');
            }
        }
        if out.len() < PIECE {
            return Ok(());
        }
        (self.emit)(std::mem::take(out))
    }
}

fn write_value(out: &mut String, value: f64) {
    if value.is_nan() { out.push_str("null") } else { write_number(out, value) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::query::Query;
    use rssac002_model::{Dataset, Day, DayStatus, Rsi};

    /// Letters a and b, one week: a has 6 (null beside) and 1 on Monday and Wednesday, b an empty map on Tuesday.
    fn snapshot() -> Snapshot {
        let mut snapshot = Snapshot::default();
        let monday = Day::parse_iso("2020-01-06").unwrap();
        let table = snapshot.table_mut(Dataset::RcodeVolume);
        let (zero, three) = (table.intern("0"), table.intern("3"));
        let a = table.series_mut(Rsi::A);
        a.push(monday, DayStatus::Clean, Some(&[(three, 6.0), (zero, f64::NAN)]));
        a.push(monday + 2, DayStatus::Clean, Some(&[(zero, 1.0)]));
        table.series_mut(Rsi::from_letter('b').unwrap()).push(monday + 1, DayStatus::Clean, Some(&[]));
        snapshot
    }

    fn answer(query: &str) -> String {
        let query = Query::parse(&format!("{query}&start_date=2020-01-06&end_date=2020-01-08"));
        let today = Day::parse_iso("2020-12-31").unwrap();
        let request = Request::parse("rcode-volume".parse().unwrap(), &query, today).unwrap();
        let mut out = String::new();
        let mut emit = |piece: String| {
            out.push_str(&piece);
            Ok(())
        };
        write(&snapshot(), &request, &mut emit).unwrap();
        out
    }

    #[test]
    fn days_weeks_and_sums() {
        for (query, json) in [
            ("rsi=a", r#"{"a":{"2020-01-06":{"3":6,"0":null},"2020-01-07":null,"2020-01-08":{"0":1}}}"#),
            ("rsi=a&week", r#"{"a":{"2020-02":{"3":6,"0":1}}}"#),
            ("rsi=a,b&sum", r#"{"2020-01-06":{"3":6,"0":0},"2020-01-07":{},"2020-01-08":{"0":1}}"#),
            ("rsi=a-c&sum&week", r#"{"2020-02":{"3":6,"0":1}}"#),
            ("rsi=b,c&week", r#"{"b":{"2020-02":{}},"c":{"2020-02":0}}"#),
            ("rsi=c&sum", "{}"),
            ("rsi=c&sum&week", r#"{"2020-02":0}"#),
            ("rsi=b-c&sum&week", r#"{"2020-02":{}}"#),
        ] {
            assert_eq!(answer(query), json, "{query}");
        }
    }

    #[test]
    fn who_reads_no_more_ends_the_work() {
        let query = Query::parse("rsi=a-m&start_date=2015-01-01&end_date=2020-01-01");
        let today = Day::parse_iso("2020-12-31").unwrap();
        for sum in [false, true] {
            let request = Request::parse("rcode-volume".parse().unwrap(), &query, today).unwrap();
            let request = Request { sum, step: Interval::Week, ..request };
            let mut snapshot = snapshot();
            let table = snapshot.table_mut(Dataset::RcodeVolume);
            // Keys long enough for many pieces.
            let keys: Vec<u32> = (0..400).map(|i| table.intern(&format!("{i:0>900}"))).collect();
            let entries: Vec<_> = keys.iter().map(|key| (*key, 1.0)).collect();
            let m = Rsi::from_letter('m').unwrap();
            for day in 0..70 {
                let day = Day::parse_iso("2019-01-07").unwrap() + day;
                table.series_mut(m).push(day, DayStatus::Clean, Some(&entries));
            }
            let mut pieces = 0;
            let ended = write(&snapshot, &request, &mut |_| {
                pieces += 1;
                Err(io::ErrorKind::BrokenPipe.into())
            });
            assert_eq!(ended.unwrap_err().kind(), io::ErrorKind::BrokenPipe);
            assert_eq!(pieces, 1, "sum: {sum}");
        }
    }
}
