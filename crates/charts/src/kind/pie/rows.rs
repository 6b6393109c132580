//! The numbers as rows: for the table, CSV and JSON.

use rssac002_model::csv::field;

use crate::rows::csv::{letters, number as digits};
use crate::rows::json::{column, list, number, string};
use crate::rows::{Order, Style, Table};
use crate::view::{PieView, Slice, View};

fn shown(pie: &PieView) -> impl Iterator<Item = &Slice> {
    pie.slices.iter().filter(|s| !s.hidden)
}

pub(crate) fn table(pie: &PieView) -> Table {
    let mut noun = pie.noun.to_owned();
    noun[..1].make_ascii_uppercase();
    Table {
        columns: vec![pie.what.into(), noun, "Share".into()],
        rows: shown(pie).map(|s| (s.label.clone(), vec![Some(s.value), Some(s.share)])).collect(),
        styles: vec![Style::Count, Style::Percent],
        order: Order::LARGEST_FIRST,
    }
}

pub(crate) fn csv(pie: &PieView, view: &View, out: &mut String) {
    let letters = letters(&view.state, pie.expected);
    for slice in shown(pie) {
        let (letter, series) = match &pie.part {
            Some((part, _)) => (&slice.id, part),
            None => (&letters, &slice.id),
        };
        let (from, to) = (view.range.start(), view.range.end());
        out.push_str(&format!("{from},{to},{letter},{},{}\r\n", field(series), digits(Some(slice.value))));
    }
}

pub(crate) fn json(pie: &PieView, view: &View) -> (Vec<String>, Vec<String>) {
    let ids = shown(pie).map(|slice| string(&slice.id)).collect();
    let part = pie.part.as_ref().map_or("all", |(part, _)| part);
    let mut out = column(&letters(&view.state, pie.expected), part, pie.noun);
    out.raw("values", &list(shown(pie).map(|s| number(Some(s.value)))));
    out.raw("shares", &list(shown(pie).map(|s| number(Some(s.share)))));
    (ids, vec![out.finish()])
}

/// What stands in the series column: the part whose letters are shown, or each part.
pub(crate) fn names(pie: &PieView) -> Vec<(String, String)> {
    match &pie.part {
        Some(part) => vec![part.clone()],
        None => shown(pie).map(|s| (s.id.clone(), s.label.clone())).collect(),
    }
}
