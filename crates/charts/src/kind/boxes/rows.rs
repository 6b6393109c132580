//! The numbers as rows: for the table, CSV and JSON.

use crate::rows::csv::number as digits;
use crate::rows::json::{Object, list, number, string};
use crate::rows::{Order, Style, Table};
use crate::view::{BoxPair, BoxView, FiveNumbers, Period};
use crate::words::FIVE_HEADINGS;

pub(crate) fn table(boxes: &BoxView) -> Table {
    let headings = |p: &Period| {
        let label = p.label.clone();
        let all = ["loads"].into_iter().chain(FIVE_HEADINGS);
        all.map(move |heading| format!("{label}: {heading}"))
    };
    let cells = |five: &Option<FiveNumbers>| {
        let count = five.as_ref().map(|f| f.count as f64);
        let quantiles = (0..5).map(|q| five.as_ref().map(|f| f.quantiles[q]));
        [count].into_iter().chain(quantiles).collect::<Vec<_>>()
    };
    let row = |l: &BoxPair| {
        let shown = l.boxes.iter().zip(&boxes.periods).filter(|(_, period)| !period.hidden);
        (l.rsi.to_string(), shown.flat_map(|(five, _)| cells(five)).collect())
    };
    let shown = boxes.periods.iter().filter(|p| !p.hidden);
    let columns: Vec<String> = ["RSI".to_owned()].into_iter().chain(shown.flat_map(headings)).collect();
    Table {
        rows: boxes.letters.iter().map(row).collect(),
        styles: vec![Style::Count; columns.len() - 1],
        columns,
        order: Order::OWN,
    }
}

pub(crate) fn csv(boxes: &BoxView, out: &mut String) {
    for (at, period) in boxes.periods.iter().enumerate().filter(|(_, period)| !period.hidden) {
        let (from, to) = (period.range.start(), period.range.end());
        for letter in &boxes.letters {
            for (q, name) in FIVE.iter().enumerate() {
                let value = letter.boxes[at].as_ref().map(|five| five.quantiles[q]);
                out.push_str(&format!("{from},{to},{},{name},{}\r\n", letter.rsi, digits(value)));
            }
        }
    }
}

pub(crate) fn json(boxes: &BoxView) -> (Vec<String>, Vec<String>) {
    let ids = boxes.letters.iter().map(|pair| string(pair.rsi.as_str())).collect();
    let mut columns = Vec::new();
    for (at, period) in boxes.periods.iter().enumerate().filter(|(_, period)| !period.hidden) {
        for (q, name) in FIVE.iter().enumerate() {
            let mut out = Object::new();
            out.text("from", &period.range.start().to_string());
            out.text("to", &period.range.end().to_string());
            out.text("series", name);
            let value = |pair: &BoxPair| pair.boxes[at].as_ref().map(|f| f.quantiles[q]);
            out.raw("values", &list(boxes.letters.iter().map(|pair| number(value(pair)))));
            columns.push(out.finish());
        }
    }
    (ids, columns)
}

/// The series of a box, as those of the charts of quartiles are called.
const FIVE: [&str; 5] = ["min", "q1", "median", "q3", "max"];

/// What stands in the series column.
pub(crate) fn names() -> Vec<(String, String)> {
    FIVE.iter().zip(FIVE_HEADINGS).map(|(id, label)| ((*id).to_owned(), label.to_owned())).collect()
}
