//! A view as CSV: UTF-8, RFC 4180, one heading line, long form, full precision, missing is empty and never 0
//! (`../shared/spec/conventions.md`, "Downloads").

use rssac002_model::{KeyedColumn, RsiSet};

use crate::data::{Answer, DataRequest};
use crate::view::{Body, Panel, Series, TimeView, View};

/// A number in the shortest form that reads back, without an exponent.
fn number(value: Option<f64>) -> String {
    value.map_or_else(String::new, |v| v.to_string())
}

/// The letters of a series: one letter, or a set as in addresses.
fn letters(rsis: RsiSet) -> String {
    rsis.to_permalink()
}

/// A text, in quotes where it would not be one field otherwise.
fn field(text: &str) -> String {
    if text.contains([',', '"', '\r', '\n']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

/// `date,letter,series,value` for values over time, in the view's unit; `from,to,letter,series,value` (counts, or
/// the five numbers of a box) for a range of days; `date,letter,town,latitude,longitude,count` for a map.
/// Hidden series are there, because hiding is for the eye.
pub fn csv(view: &View) -> String {
    let mut out = String::new();
    match &view.body {
        Body::Time(time) => {
            out.push_str("date,letter,series,value\r\n");
            for panel in &time.panels {
                for series in &panel.series {
                    let name = name(time, panel, series);
                    for (bin, value) in time.bins.iter().zip(series.values.iter()) {
                        out.push_str(&format!(
                            "{},{},{name},{}\r\n",
                            bin.start(),
                            letters(series.rsis),
                            number(value)
                        ));
                    }
                }
            }
        }
        Body::Pie(pie) => {
            out.push_str("from,to,letter,series,value\r\n");
            for slice in &pie.slices {
                let (letter, series) = match pie.code {
                    Some(code) => (slice.id.clone(), code.to_string()),
                    None => (letters(pie.expected), slice.id.clone()),
                };
                let (from, to) = (view.range.start(), view.range.end());
                out.push_str(&format!("{from},{to},{letter},{series},{}\r\n", number(Some(slice.value))));
            }
        }
        Body::Bars(bars) => {
            out.push_str("from,to,letter,series,value\r\n");
            let (from, to) = (view.range.start(), view.range.end());
            for series in &bars.series {
                let counts = series.counts.iter().flat_map(|c| c.iter());
                for (range, count) in bars.ranges.iter().zip(counts) {
                    out.push_str(&format!("{from},{to},{},{},{}\r\n", series.id, range.id, number(count)));
                }
            }
        }
        Body::Boxes(boxes) => {
            out.push_str("from,to,letter,series,value\r\n");
            for (at, period) in boxes.periods.iter().enumerate() {
                let (from, to) = (period.range.start(), period.range.end());
                for letter in &boxes.letters {
                    for (q, name) in FIVE.iter().enumerate() {
                        let value = letter.boxes[at].as_ref().map(|five| five.quantiles[q]);
                        out.push_str(&format!("{from},{to},{},{name},{}\r\n", letter.rsi, number(value)));
                    }
                }
            }
        }
        Body::Map(map) => {
            out.push_str("date,letter,town,latitude,longitude,count\r\n");
            for place in &map.places {
                let (town, day) = (field(&place.town), map.day);
                let [latitude, longitude] = [place.at.map(|at| at.0), place.at.map(|at| at.1)].map(number);
                for (rsi, count) in &place.counts {
                    let count = number(Some(*count));
                    out.push_str(&format!("{day},{rsi},{town},{latitude},{longitude},{count}\r\n"));
                }
            }
        }
    }
    out
}

/// The series of a box, as those of the charts of quartiles are called.
pub(super) const FIVE: [&str; 5] = ["min", "q1", "median", "q3", "max"];

/// The name of a series in files. One panel per part: the part is the panel's name, and the series may be a letter.
pub(super) fn name<'a>(time: &TimeView, panel: &'a Panel, series: &'a Series) -> &'a str {
    if panel.title.is_some() && !time.per_letter { &panel.id } else { &series.id }
}

/// The published numbers behind a view, `date,letter,series,value`, day by day: those of the API's answers to
/// [`raw_requests`](crate::view::raw_requests), untouched. A day without a report has a row without a value for each
/// key, unless its keys are serials: then it has none. `emit` gets the text in pieces.
pub fn full<'a>(
    answers: impl IntoIterator<Item = (&'a DataRequest, &'a Answer)>,
    emit: &mut dyn FnMut(&str),
) {
    emit("date,letter,series,value\r\n");
    for (request, answer) in answers {
        // A map shows all that there is.
        let Answer::Columns(columns) = answer else { continue };
        for group in &columns.groups {
            let letter = group.rsi.map_or_else(|| letters(request.rsis), |rsi| rsi.as_str().to_owned());
            for KeyedColumn { key, values } in &group.columns {
                let mut out = String::new();
                for (row, value) in values.iter().enumerate() {
                    out += &format!("{},{letter},{},{}\r\n", columns.day(row), field(key), number(value));
                }
                emit(&out);
            }
            let mut out = String::new();
            for record in &group.records {
                let (day, key) = (columns.day(record.row), field(&record.key));
                out += &format!("{day},{letter},{key},{}\r\n", number(record.value));
            }
            emit(&out);
        }
    }
}
