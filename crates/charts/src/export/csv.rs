//! A view as CSV: UTF-8, RFC 4180, one heading line, long form, full precision, missing is empty and never 0
//! (conventions.md, "Downloads").

use std::io;

use rssac002_model::csv::field;
use rssac002_model::{Day, Field, KeyedColumn, Place, Rsi, RsiSet};

use super::file::Extent;
use crate::catalogue::Drawing;
use crate::data::{Answer, DataRequest};
use crate::rows::csv::number;
use crate::state::{ChartState, Second};
use crate::view::View;

/// The names of a file's fields: those of its chart, and of what is shown one for each kind of days that is marked.
pub fn headings(view: &View, extent: Extent) -> Vec<&'static str> {
    let marks = view.time().filter(|_| extent == Extent::View).map(|time| &time.marks);
    let marks = marks.into_iter().flatten().map(|marks| marks.mark.id());
    heading(&view.state, extent).iter().copied().chain(marks).collect()
}

/// The names of a chart's fields.
pub fn heading(state: &ChartState, extent: Extent) -> &'static [&'static str] {
    match (state.chart.drawing, extent) {
        (Drawing::Map, Extent::View) => &["date", "letter", "town", "latitude", "longitude", "count"],
        (Drawing::Map, Extent::Full) => {
            &["date", "letter", "town", "latitude", "longitude", "count", "ipv4", "ipv6"]
        }
        (Drawing::Time { .. }, _) | (_, Extent::Full) => &["date", "letter", "series", "value"],
        (Drawing::Shares { .. } | Drawing::SizeColumns, Extent::View) if state.with != Second::None => {
            &["from", "to", "letter", "series", "value", "change", "change_percent", "change_points"]
        }
        (Drawing::Shares { .. } | Drawing::SizeColumns | Drawing::Boxes, Extent::View) => {
            &["from", "to", "letter", "series", "value"]
        }
    }
}

/// `date,letter,series,value` for values over time, in the view's unit, with what is told of the row's day or week in a field of its
/// own where days are marked (`events`, `unusual`; joined by a semicolon and a blank, in a week each with its date);
/// `from,to,letter,series,value` (counts, or the five numbers of a box) for a range of days, and where totals are compared with
/// those of other days `change,change_percent,change_points` behind them; `date,letter,town,latitude,longitude,count` for a map.
/// What the legend hides is left out, as in the picture. A number of no letter, the size of the zone, has none.
pub fn csv(view: &View) -> String {
    let mut out = headings(view, Extent::View).join(",") + "\r\n";
    view.body.rows().csv(view, &mut out);
    out
}

/// The published numbers behind a view, `date,letter,series,value`, day by day: those of the API's answers to
/// [`raw_requests`](crate::kind::raw_requests), untouched. A day without a report has a row without a value for each
/// key, unless its keys are serials: then it has none. Of a map, the places of its day with all their fields, those
/// that cannot be drawn too: `date,letter,town,latitude,longitude,count,ipv4,ipv6`.
///
/// Each letter is asked for by itself and written column by column, so that neither the answer nor the text is ever
/// held whole; what `answer` knows no answer to is left out. Ends early where `out` fails.
pub fn full(
    state: &ChartState,
    requests: &[DataRequest],
    answer: &mut dyn FnMut(&DataRequest) -> Option<Answer>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    out.write_all(heading(state, Extent::Full).join(",").as_bytes())?;
    out.write_all(b"\r\n")?;
    for (rsi, request) in requests.iter().flat_map(by_letter) {
        match answer(&request) {
            Some(Answer::Columns(columns)) => {
                for group in &columns.groups {
                    for KeyedColumn { key, values } in &group.columns {
                        let mut text = String::new();
                        for (row, value) in values.iter().enumerate() {
                            let day = columns.day(row);
                            text += &format!("{day},{rsi},{},{}\r\n", field(key), number(value));
                        }
                        out.write_all(text.as_bytes())?;
                    }
                    for records in group.records.chunks(RECORDS) {
                        let mut text = String::new();
                        for record in records {
                            let (day, key) = (columns.day(record.row), field(&record.key));
                            text += &format!("{day},{rsi},{key},{}\r\n", number(record.value));
                        }
                        out.write_all(text.as_bytes())?;
                    }
                }
            }
            Some(Answer::Places(places)) => {
                for place in places.of(rsi).unwrap_or_default() {
                    out.write_all(row(places.day, rsi, place).as_bytes())?;
                }
            }
            None => {}
        }
    }
    Ok(())
}

/// Rows by serial that are written at once.
const RECORDS: usize = 1000;

/// A request for each of its letters.
pub(super) fn by_letter(request: &DataRequest) -> impl Iterator<Item = (Rsi, DataRequest)> {
    let request = *request;
    request.rsis.iter().map(move |rsi| (rsi, DataRequest { rsis: RsiSet::only(rsi), ..request }))
}

/// A published place; a field that its file lacks is empty.
fn row(day: Day, rsi: Rsi, place: &Place) -> String {
    let flag = |value: &Field<bool>| value.value().map_or_else(String::new, bool::to_string);
    let of = |value: &Field<f64>| number(value.value().copied());
    format!(
        "{day},{rsi},{},{},{},{},{},{}\r\n",
        place.town.value().map_or_else(String::new, |town| field(town)),
        of(&place.latitude),
        of(&place.longitude),
        of(&place.count),
        flag(&place.ipv4),
        flag(&place.ipv6),
    )
}
