//! A view as JSON: columns, `null` for missing, with everything that says what the numbers are and where they are from.

use std::io;

use rssac002_model::json::{write_number, write_numbers, write_places, write_start, write_string};
use rssac002_model::{Column, RsiSet};

use super::citation;
use super::csv::{FIVE, by_letter, heading, letters, name};
use super::file::Extent;
use crate::data::{Answer, DataRequest};
use crate::provenance::Provenance;
use crate::state::Interval;
use crate::view::{Body, DoubtfulValue, MapPlace, View};
use crate::words;

/// An object in the making.
struct Object(String);

impl Object {
    fn new() -> Object {
        Object("{".into())
    }

    /// A field whose value is JSON already.
    fn raw(&mut self, key: &str, json: &str) -> &mut Object {
        if self.0.len() > 1 {
            self.0.push(',');
        }
        write_string(&mut self.0, key);
        self.0.push(':');
        self.0.push_str(json);
        self
    }

    fn text(&mut self, key: &str, value: &str) -> &mut Object {
        self.raw(key, &string(value))
    }

    fn number(&mut self, key: &str, value: f64) -> &mut Object {
        self.raw(key, &number(Some(value)))
    }

    fn finish(mut self) -> String {
        self.0.push('}');
        self.0
    }
}

fn string(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    write_string(&mut out, text);
    out
}

fn number(value: Option<f64>) -> String {
    let mut out = String::new();
    match value {
        Some(value) => write_number(&mut out, value),
        None => out.push_str("null"),
    }
    out
}

fn list(items: impl IntoIterator<Item = String>) -> String {
    let items: Vec<String> = items.into_iter().collect();
    format!("[{}]", items.join(","))
}

fn values(column: &Column) -> String {
    list(column.iter().map(number))
}

/// The view's numbers and all about them.
pub fn json(view: &View, provenance: &Provenance) -> String {
    let mut out = head(view, provenance);
    let (index, columns) = columns(view);
    out.raw("index", &index).raw("columns", &list(columns));
    out.raw("hidden", &hidden(view));
    about_gaps(&mut out, view);
    out.finish()
}

/// What the legend hides, by the names of series in addresses.
fn hidden(view: &View) -> String {
    list(view.legend().iter().filter(|entry| entry.hidden).map(|entry| string(&entry.id)))
}

/// The published numbers behind a view, day by day: the answers of the API to
/// [`raw_requests`](crate::view::raw_requests), untouched, in its own shape.
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
        Extent::View => out.text("data", "view").text("index", index_name(view)),
        Extent::Full => out.text("data", "full"),
    };
    out.raw("csv_columns", &texts(heading(&view.state, extent)));
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
    out.text("chart", view.state.chart.path).text("letters", &letters(view, view.state.letters()));
    out.text("from", &view.range.start().to_string()).text("to", &view.range.end().to_string());
    if let Body::Time(time) = &view.body {
        out.text(
            "interval",
            match time.interval {
                Interval::Day => "day",
                Interval::Week => "week",
            },
        );
    }
    out.text("unit", &unit(view)).text("coverage", &view.coverage).text("summary", &view.summary);
    out.text("source", &provenance.source.to_string());
    let data_to = provenance.data_to.map_or_else(|| "null".to_owned(), |day| string(&day.to_string()));
    out.raw("data_to", &data_to);
    out.text("retrieved", &provenance.retrieved.to_string()).text("data_version", &provenance.version);
    out.raw("sample", if provenance.sample { "true" } else { "false" });
    out.text("link", &provenance.link).text("licence", &crate::provenance::licence(&provenance.source));
    out.text("citation", &citation::text(view, provenance));
    out
}

/// What the values are.
fn unit(view: &View) -> String {
    match &view.body {
        Body::Time(time) => time.unit.words(),
        Body::Pie(pie) => pie.noun.to_owned(),
        Body::Bars(bars) => bars.noun.to_owned(),
        Body::Boxes(boxes) => boxes.noun.to_owned(),
        Body::Map(_) => view.state.chart.noun.to_owned(),
    }
}

/// What stands before each row.
fn index_name(view: &View) -> &'static str {
    match &view.body {
        Body::Time(_) => "date",
        Body::Pie(pie) if pie.code.is_none() => "series",
        Body::Bars(_) => "series",
        Body::Pie(_) | Body::Boxes(_) => "letter",
        Body::Map(_) => "town",
    }
}

/// What stands in the series column of the CSV: its names, and what they are for people.
fn series(view: &View) -> Vec<String> {
    let mut names: Vec<(String, String)> = Vec::new();
    let mut add = |id: &str, label: &str| {
        if !names.iter().any(|(known, _)| known == id) {
            names.push((id.to_owned(), label.to_owned()));
        }
    };
    match &view.body {
        Body::Time(time) => {
            for panel in &time.panels {
                for series in panel.shown() {
                    let name = name(time, panel, series);
                    let of_panel = panel.title.as_deref().filter(|_| name != series.id);
                    add(name, of_panel.unwrap_or(&series.label));
                }
            }
        }
        Body::Pie(pie) => match pie.code {
            Some(code) => add(&code.to_string(), words::rcode(code)),
            None => pie.slices.iter().filter(|s| !s.hidden).for_each(|slice| add(&slice.id, &slice.label)),
        },
        Body::Bars(bars) => bars.ranges.iter().for_each(|range| add(&range.id, &range.label)),
        Body::Boxes(_) => FIVE.iter().zip(words::FIVE_HEADINGS).for_each(|(id, label)| add(id, label)),
        // A map has towns in place of series.
        Body::Map(_) => {}
    }
    let object = |(id, label): &(String, String)| {
        let mut out = Object::new();
        out.text("id", id).text("label", label);
        out.finish()
    };
    names.iter().map(object).collect()
}

/// What stands before each row, and the columns.
fn columns(view: &View) -> (String, Vec<String>) {
    let index = |items: Vec<String>| {
        let mut out = Object::new();
        out.text("name", index_name(view)).raw("values", &list(items));
        out.finish()
    };
    let column = |letter: &str, series: &str, label: &str| {
        let mut out = Object::new();
        out.text("letter", letter).text("series", series).text("label", label);
        out
    };
    let letters = |rsis: RsiSet| letters(view, rsis);
    match &view.body {
        Body::Time(time) => {
            let dates = time.bins.iter().map(|bin| string(&bin.start().to_string())).collect();
            let mut columns = Vec::new();
            for panel in &time.panels {
                for series in panel.shown() {
                    let mut out = column(&letters(series.rsis), name(time, panel, series), &series.label);
                    out.raw("values", &values(&series.values));
                    if let Some(counts) = &series.counts {
                        out.raw("counts", &values(counts));
                    }
                    columns.push(out.finish());
                }
            }
            (index(dates), columns)
        }
        Body::Pie(pie) => {
            let shown = || pie.slices.iter().filter(|s| !s.hidden);
            let ids = shown().map(|slice| string(&slice.id)).collect();
            let code = pie.code.map(|code| code.to_string());
            let mut out = column(&letters(pie.expected), code.as_deref().unwrap_or("all"), pie.noun);
            out.raw("values", &list(shown().map(|s| number(Some(s.value)))));
            out.raw("shares", &list(shown().map(|s| number(Some(s.share)))));
            (index(ids), vec![out.finish()])
        }
        Body::Bars(bars) => {
            let ids = bars.ranges.iter().map(|range| string(&range.id)).collect();
            let columns = bars.series.iter().filter(|s| !s.hidden).map(|series| {
                let mut out = column(&letters(series.rsis), &series.id, &series.label);
                if let Some(counts) = &series.counts {
                    out.raw("values", &values(counts));
                }
                out.raw("shares", &values(&series.values));
                out.finish()
            });
            (index(ids), columns.collect())
        }
        Body::Boxes(boxes) => {
            let ids = boxes.letters.iter().map(|pair| string(pair.rsi.as_str())).collect();
            let mut columns = Vec::new();
            for (at, period) in boxes.periods.iter().enumerate().filter(|(_, period)| !period.hidden) {
                for (q, name) in FIVE.iter().enumerate() {
                    let mut out = Object::new();
                    out.text("from", &period.range.start().to_string());
                    out.text("to", &period.range.end().to_string());
                    out.text("series", name);
                    let value = |pair: &crate::view::BoxPair| pair.boxes[at].as_ref().map(|f| f.quantiles[q]);
                    out.raw("values", &list(boxes.letters.iter().map(|pair| number(value(pair)))));
                    columns.push(out.finish());
                }
            }
            (index(ids), columns)
        }
        Body::Map(map) => {
            let places = || map.places.iter().filter(|place| map.counts(place).next().is_some());
            let towns = places().map(|place| string(&place.town)).collect();
            let degrees = |name: &str, part: fn(&(f64, f64)) -> f64| {
                let mut out = Object::new();
                let values = places().map(|place| number(place.at.as_ref().map(part)));
                out.text("series", name).raw("values", &list(values));
                out.finish()
            };
            let mut columns = vec![degrees("latitude", |at| at.0), degrees("longitude", |at| at.1)];
            for letter in map.letters.iter().filter(|l| !l.hidden) {
                let rsi = letter.rsi;
                let of = |place: &MapPlace| place.counts.iter().find(|(r, _)| *r == rsi).map(|(_, n)| *n);
                let mut out = column(rsi.as_str(), "count", rsi.as_str());
                out.raw("values", &list(places().map(|place| number(of(place)))));
                columns.push(out.finish());
            }
            (index(towns), columns)
        }
    }
}

/// Who is missing, and which values are doubtful.
fn about_gaps(out: &mut Object, view: &View) {
    let missing = match &view.body {
        Body::Time(time) => time.missing.as_slice(),
        Body::Pie(_) | Body::Bars(_) | Body::Boxes(_) | Body::Map(_) => &[],
    };
    let missing = missing.iter().map(|(rsi, days)| {
        let mut one = Object::new();
        one.text("letter", &letters(view, RsiSet::only(*rsi))).number("days", *days as f64);
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
