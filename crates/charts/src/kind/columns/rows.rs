//! The numbers as rows: for the table, CSV and JSON.

use rssac002_model::csv::field;

use crate::rows::csv::{compared, letters, number};
use crate::rows::json::{Object, column, string, values};
use crate::rows::{Order, Table};
use crate::view::change::{cells, changes};
use crate::view::{BarView, Series, View};

/// Each letter that the legend does not hide, and the same one over the days to compare with.
fn shown(bars: &BarView) -> impl Iterator<Item = (&Series, Option<&Series>)> {
    let second = |at: usize| bars.second.as_ref()?.series.get(at);
    let series = bars.series.iter().enumerate().filter(|(_, series)| !series.hidden);
    series.map(move |(at, series)| (series, second(at)))
}

pub(crate) fn table(bars: &BarView) -> Table {
    let mut table =
        Table { columns: vec![bars.what.into()], rows: Vec::new(), styles: Vec::new(), order: Order::OWN };
    let second = bars.second.as_deref();
    let days = second.map(|second| second.days.as_str());
    table.add_counted(["All RSIs chosen", "%"], days);
    for (series, _) in shown(bars) {
        table.add_counted([&series.label, &format!("{} %", series.label)], days);
    }
    for (at, part) in bars.parts.iter().enumerate() {
        let mut row = cells(bars.counted(at), second.map(|second| second.counted(at)));
        for (series, before) in shown(bars) {
            row.extend(cells(series.counted(at), before.map(|before| before.counted(at))));
        }
        table.rows.push((part.label.clone(), row));
    }
    table
}

pub(crate) fn csv(bars: &BarView, view: &View, out: &mut String) {
    for period in bars.periods() {
        let (from, to) = (period.range.start(), period.range.end());
        for (series, before) in shown(period) {
            for (at, part) in period.parts.iter().enumerate() {
                let value = number(series.counted(at)[0]);
                let changes = before.map(|before| changes(series.counted(at), before.counted(at)));
                let more = compared(&view.state, changes);
                out.push_str(&format!("{from},{to},{},{},{value}{more}\r\n", series.id, field(&part.id)));
            }
        }
    }
}

pub(crate) fn json(bars: &BarView, view: &View) -> (Vec<String>, Vec<String>) {
    let letters = |rsis| letters(&view.state, rsis);
    let ids = bars.parts.iter().map(|part| string(&part.id)).collect();
    let of_series = |period: &BarView, series: &Series, before: Option<&Series>| {
        let mut out = column(&letters(series.rsis), &series.id, &series.label);
        out.days(&view.state, period.range);
        if let Some(counts) = &series.counts {
            out.raw("values", &values(counts));
        }
        out.raw("shares", &values(&series.values));
        let places = 0..before.map_or(0, |_| period.parts.len());
        let both = places.filter_map(|at| Some((series.counted(at), before?.counted(at))));
        out.changes(both.map(|(now, before)| changes(now, before)));
        out
    };
    let columns = bars.periods().flat_map(|period| shown(period).map(move |(s, before)| (period, s, before)));
    let columns = columns.map(|(period, series, before)| of_series(period, series, before));
    (ids, columns.map(Object::finish).collect())
}
