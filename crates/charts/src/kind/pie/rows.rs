//! The numbers as rows: for the table, CSV and JSON.

use crate::rows::csv::{letters, number as digits};
use crate::rows::json::{column, list, number, string};
use crate::rows::{Order, Style, Table};
use crate::view::{PieView, View};
use crate::words::rcode;

pub(crate) fn table(pie: &PieView) -> Table {
    Table {
        columns: vec![
            if pie.code.is_some() { "RSI".into() } else { "Response code".into() },
            "Responses".into(),
            "Share".into(),
        ],
        rows: pie
            .slices
            .iter()
            .filter(|s| !s.hidden)
            .map(|s| (s.label.clone(), vec![Some(s.value), Some(s.share)]))
            .collect(),
        styles: vec![Style::Count, Style::Percent],
        order: Order::LARGEST_FIRST,
    }
}

pub(crate) fn csv(pie: &PieView, view: &View, out: &mut String) {
    let letters = |rsis| letters(&view.state, rsis);
    for slice in pie.slices.iter().filter(|s| !s.hidden) {
        let (letter, series) = match pie.code {
            Some(code) => (slice.id.clone(), code.to_string()),
            None => (letters(pie.expected), slice.id.clone()),
        };
        let (from, to) = (view.range.start(), view.range.end());
        out.push_str(&format!("{from},{to},{letter},{series},{}\r\n", digits(Some(slice.value))));
    }
}

pub(crate) fn json(pie: &PieView, view: &View) -> (Vec<String>, Vec<String>) {
    let letters = |rsis| letters(&view.state, rsis);
    let shown = || pie.slices.iter().filter(|s| !s.hidden);
    let ids = shown().map(|slice| string(&slice.id)).collect();
    let code = pie.code.map(|code| code.to_string());
    let mut out = column(&letters(pie.expected), code.as_deref().unwrap_or("all"), pie.noun);
    out.raw("values", &list(shown().map(|s| number(Some(s.value)))));
    out.raw("shares", &list(shown().map(|s| number(Some(s.share)))));
    (ids, vec![out.finish()])
}

/// What stands in the series column: the code whose letters are shown, or each code.
pub(crate) fn names(pie: &PieView) -> Vec<(String, String)> {
    match pie.code {
        Some(code) => vec![(code.to_string(), rcode(code).to_owned())],
        None => pie.slices.iter().filter(|s| !s.hidden).map(|s| (s.id.clone(), s.label.clone())).collect(),
    }
}
