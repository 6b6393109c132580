//! The numbers as rows: for the table, CSV and JSON.

use rssac002_model::csv::field;

use crate::rows::csv::{letters, number};
use crate::rows::json::{column, string, values};
use crate::rows::{Order, Style, Table};
use crate::view::{BarView, View};

pub(crate) fn table(bars: &BarView) -> Table {
    let mut table = Table {
        columns: vec!["Octets".into(), "All RSIs chosen".into(), "%".into()],
        rows: Vec::new(),
        styles: vec![Style::Count, Style::Percent],
        order: Order::OWN,
    };
    let shown = || bars.series.iter().filter(|s| !s.hidden);
    for series in shown() {
        table.columns.extend([series.label.clone(), format!("{} %", series.label)]);
        table.styles.extend([Style::Count, Style::Percent]);
    }
    for (at, range) in bars.ranges.iter().enumerate() {
        let mut cells = vec![Some(range.count), Some(range.share)];
        for series in shown() {
            cells.extend([series.counts.as_ref().and_then(|c| c.get(at)), series.values.get(at)]);
        }
        table.rows.push((range.label.clone(), cells));
    }
    table
}

pub(crate) fn csv(bars: &BarView, view: &View, out: &mut String) {
    let (from, to) = (view.range.start(), view.range.end());
    for series in bars.series.iter().filter(|s| !s.hidden) {
        let counts = series.counts.iter().flat_map(|c| c.iter());
        for (range, count) in bars.ranges.iter().zip(counts) {
            out.push_str(&format!("{from},{to},{},{},{}\r\n", series.id, field(&range.id), number(count)));
        }
    }
}

pub(crate) fn json(bars: &BarView, view: &View) -> (Vec<String>, Vec<String>) {
    let letters = |rsis| letters(&view.state, rsis);
    let ids = bars.ranges.iter().map(|range| string(&range.id)).collect();
    let columns = bars.series.iter().filter(|s| !s.hidden).map(|series| {
        let mut out = column(&letters(series.rsis), &series.id, &series.label);
        if let Some(counts) = &series.counts {
            out.raw("values", &values(counts));
        }
        out.raw("shares", &values(&series.values));
        out.finish()
    });
    (ids, columns.collect())
}
