//! The numbers as rows: for the table, CSV and JSON.

use rssac002_model::csv::field;

use super::words::town;
use crate::rows::csv::number as digits;
use crate::rows::json::{Object, column, list, number, string};
use crate::rows::{Order, Style, Table};
use crate::view::{MapLetter, MapPlace, MapView};

pub(crate) fn table(map: &MapView) -> Table {
    let mut columns = vec!["Place".into(), "Instances".into(), "Latitude".into(), "Longitude".into()];
    let shown = || map.letters.iter().filter(|l| !l.hidden);
    columns.extend(shown().map(|l| l.rsi.to_string()));
    let mut styles = vec![Style::Count, Style::Plain, Style::Plain];
    styles.resize(columns.len() - 1, Style::Count);
    let row = |place: &MapPlace| {
        let mut cells = vec![Some(map.shown(place)), place.at.map(|at| at.0), place.at.map(|at| at.1)];
        let of = |l: &MapLetter| place.counts.iter().find(|(rsi, _)| *rsi == l.rsi).map(|(_, n)| *n);
        cells.extend(shown().map(of));
        (town(place).to_owned(), cells)
    };
    let places = map.places.iter().filter(|place| map.counts(place).next().is_some());
    let rows = places.map(row).collect();
    Table { columns, rows, styles, order: Order::LARGEST_FIRST }
}

pub(crate) fn csv(map: &MapView, out: &mut String) {
    for place in &map.places {
        let (town, day) = (field(&place.town), map.day);
        let [latitude, longitude] = [place.at.map(|at| at.0), place.at.map(|at| at.1)].map(digits);
        for (rsi, count) in map.counts(place) {
            let count = digits(Some(*count));
            out.push_str(&format!("{day},{rsi},{town},{latitude},{longitude},{count}\r\n"));
        }
    }
}

pub(crate) fn json(map: &MapView) -> (Vec<String>, Vec<String>) {
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
    (towns, columns)
}
