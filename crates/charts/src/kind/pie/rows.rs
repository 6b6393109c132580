//! The numbers as rows: for the table, CSV and JSON.

use rssac002_model::csv::field;

use crate::rows::csv::{compared, letters, number as digits};
use crate::rows::json::{Object, column, list, number, string};
use crate::rows::{Order, Table};
use crate::view::change::{cells, changes};
use crate::view::{PieView, Slice, View};

fn shown(pie: &PieView) -> impl Iterator<Item = &Slice> {
    pie.shown().map(|(slice, _)| slice)
}

pub(crate) fn table(pie: &PieView) -> Table {
    let mut noun = pie.noun.to_owned();
    noun[..1].make_ascii_uppercase();
    let cells = |(s, before): (&Slice, Option<&Slice>)| {
        (s.label.clone(), cells(s.counted(), before.map(Slice::counted)))
    };
    let mut table = Table {
        columns: vec![pie.what.into()],
        rows: pie.shown().map(cells).collect(),
        styles: Vec::new(),
        order: Order::LARGEST_FIRST,
    };
    table.add_counted([&noun, "Share"], pie.second.as_ref().map(|second| second.days.as_str()));
    table
}

pub(crate) fn csv(pie: &PieView, view: &View, out: &mut String) {
    let letters = letters(&view.state, pie.expected);
    for period in pie.periods() {
        let (from, to) = (period.range.start(), period.range.end());
        for (slice, before) in period.shown() {
            let (letter, series) = match &pie.part {
                Some((part, _)) => (&slice.id, part),
                None => (&letters, &slice.id),
            };
            let value = digits(slice.counted()[0]);
            let changes = before.map(|before| changes(slice.counted(), before.counted()));
            let more = compared(&view.state, changes);
            out.push_str(&format!("{from},{to},{letter},{},{value}{more}\r\n", field(series)));
        }
    }
}

pub(crate) fn json(pie: &PieView, view: &View) -> (Vec<String>, Vec<String>) {
    let ids = shown(pie).map(|slice| string(&slice.id)).collect();
    let part = pie.part.as_ref().map_or("all", |(part, _)| part);
    let of_period = |period: &PieView| {
        let mut out = column(&letters(&view.state, pie.expected), part, pie.noun);
        out.days(&view.state, period.range);
        let counted = |which: usize| list(shown(period).map(|slice| number(slice.counted()[which])));
        out.raw("values", &counted(0)).raw("shares", &counted(1));
        let both = period.shown().filter_map(|(slice, before)| Some((slice, before?)));
        out.changes(both.map(|(slice, before)| changes(slice.counted(), before.counted())));
        out
    };
    (ids, pie.periods().map(of_period).map(Object::finish).collect())
}

/// What stands in the series column: the part whose letters are shown, or each part.
pub(crate) fn names(pie: &PieView) -> Vec<(String, String)> {
    match &pie.part {
        Some(part) => vec![part.clone()],
        None => shown(pie).map(|s| (s.id.clone(), s.label.clone())).collect(),
    }
}
