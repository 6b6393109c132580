//! A view as JSON: columns, `null` for missing, with everything that says what the numbers are and where they are from.

use std::io;

use rssac002_model::RsiSet;
use rssac002_model::json::{write_numbers, write_places, write_start, write_string};

use super::citation;
use super::csv::{by_letter, headings};
use super::file::Extent;
use crate::data::{Answer, DataRequest};
use crate::provenance::Provenance;
use crate::rows::csv::letters;
use crate::rows::json::{Object, list, string};
use crate::state::Interval;
use crate::view::{DoubtfulValue, View};

/// The view's numbers and all about them.
pub fn json(view: &View, provenance: &Provenance) -> String {
    let mut out = head(view, provenance);
    let (rows, columns) = view.body.rows().json(view);
    let mut index = Object::new();
    index.text("name", view.body.rows().row_name()).raw("values", &list(rows));
    out.raw("index", &index.finish()).raw("columns", &list(columns));
    out.raw("hidden", &hidden(view));
    about_gaps(&mut out, view);
    out.finish()
}

/// What the legend hides, by the names of series in addresses.
fn hidden(view: &View) -> String {
    list(view.legend().iter().filter(|entry| entry.hidden).map(|entry| string(&entry.id)))
}

/// The published numbers behind a view, day by day: the answers of the API to
/// [`raw_requests`](crate::kind::raw_requests), untouched, in its own shape.
///
/// Each letter is asked for by itself and written column by column, as for [`csv::full`](super::csv::full).
pub fn full(
    view: &View,
    provenance: &Provenance,
    requests: &[DataRequest],
    answer: &mut dyn FnMut(&DataRequest) -> Option<Answer>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let mut start = head(view, provenance);
    start.raw("answers", "[");
    let mut text = start.0;
    for (i, request) in requests.iter().enumerate() {
        text.push_str(if i > 0 { ",{\"endpoint\":" } else { "{\"endpoint\":" });
        write_string(&mut text, request.endpoint.name());
        text.push_str(",\"answer\":");
        let mut started = false;
        let mut columns = false;
        for (rsi, request) in by_letter(request) {
            let Some(answer) = answer(&request) else { continue };
            let serials = request.asked().serials;
            if let (Answer::Columns(answered), false) = (&answer, started) {
                write_start(&mut text, answered, serials);
                columns = true;
            }
            text.push_str(if started { "," } else { "{" });
            started = true;
            write_string(&mut text, rsi.as_str());
            text.push(':');
            match &answer {
                Answer::Columns(answered) => {
                    let mut sent = Ok(());
                    match answered.groups.first() {
                        Some(group) => write_numbers(&mut text, group, serials, &mut |text| {
                            if sent.is_ok() {
                                sent = out.write_all(text.as_bytes());
                            }
                            text.clear();
                        }),
                        None => text.push_str("{}"),
                    }
                    sent?;
                }
                Answer::Places(places) => {
                    text.push_str(&format!("{{\"{}\":", places.day));
                    match places.of(rsi) {
                        Some(places) => write_places(&mut text, places),
                        None => text.push_str("null"),
                    }
                    text.push('}');
                }
            }
            out.write_all(text.as_bytes())?;
            text.clear();
        }
        text.push_str(match (started, columns) {
            (false, _) => "null}",
            (true, true) => "}}}",
            (true, false) => "}}",
        });
    }
    text.push_str("]}");
    out.write_all(text.as_bytes())
}

/// All about a file but its numbers: what `extent` is of, what heads the CSV, and, where it is what the chart shows, what
/// stands before each row of the JSON and which series there are.
pub fn metadata(view: &View, provenance: &Provenance, extent: Extent) -> String {
    let mut out = head(view, provenance);
    let texts = |words: &[&str]| list(words.iter().map(|w| string(w)));
    match extent {
        Extent::View => out.text("data", "view").text("index", view.body.rows().row_name()),
        Extent::Full => out.text("data", "full"),
    };
    out.raw("csv_columns", &texts(&headings(view, extent)));
    if extent == Extent::View {
        out.raw("series", &list(series(view))).raw("hidden", &hidden(view));
    }
    out.text("note", view.state.chart.note).text("method", view.state.chart.method);
    out.text("citation_bibtex", &citation::bibtex(view, provenance));
    about_gaps(&mut out, view);
    out.finish()
}

/// What every file says first.
fn head(view: &View, provenance: &Provenance) -> Object {
    let mut out = Object::new();
    out.text("title", &view.title).text("subtitle", &view.subtitle);
    out.text("chart", view.state.chart.path).text("letters", &letters(&view.state, view.state.letters()));
    out.text("from", &view.range.start().to_string()).text("to", &view.range.end().to_string());
    if let Some(time) = view.time() {
        out.text(
            "interval",
            match time.interval {
                Interval::Day => "day",
                Interval::Week => "week",
            },
        );
    }
    out.text("unit", &view.body.rows().unit(view))
        .text("coverage", &view.coverage)
        .text("summary", &view.summary);
    out.text("source", &provenance.source.to_string());
    let data_to = provenance.data_to.map_or_else(|| "null".to_owned(), |day| string(&day.to_string()));
    out.raw("data_to", &data_to);
    out.text("retrieved", &provenance.retrieved.to_string()).text("data_version", &provenance.version);
    out.raw("sample", if provenance.sample { "true" } else { "false" });
    out.text("link", &provenance.link).text("licence", &crate::provenance::licence(&provenance.source));
    out.text("citation", &citation::text(view, provenance));
    out
}

/// What stands in the series column of the CSV: its names, and what they are for people.
fn series(view: &View) -> Vec<String> {
    let mut names: Vec<(String, String)> = Vec::new();
    for (id, label) in view.body.rows().names_in_files() {
        if !names.iter().any(|(known, _)| *known == id) {
            names.push((id, label));
        }
    }
    let object = |(id, label): &(String, String)| {
        let mut out = Object::new();
        out.text("id", id).text("label", label);
        out.finish()
    };
    names.iter().map(object).collect()
}

/// Who is missing, and which values are doubtful.
fn about_gaps(out: &mut Object, view: &View) {
    let missing = view.time().map_or(&[][..], |time| &time.missing);
    let missing = missing.iter().map(|(rsi, days)| {
        let mut one = Object::new();
        one.text("letter", &letters(&view.state, RsiSet::only(*rsi))).number("days", *days as f64);
        one.finish()
    });
    out.raw("missing", &list(missing));
    let doubtful = view.doubtful().iter().map(|DoubtfulValue { rsi, part, day, value }| {
        let mut one = Object::new();
        one.text("letter", rsi.as_str()).text("series", part).text("date", &day.to_string());
        one.number("value", *value);
        one.finish()
    });
    out.raw("doubtful", &list(doubtful));
}
