//! A view as rows of numbers.

use crate::rows::{Style, Table};
use crate::view::View;
use crate::words;

/// The few numbers of a view that fit where there is little room, as text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Digest {
    /// Headings, the first of them that of the rows' names.
    pub columns: Vec<String>,
    /// Rows: a name, and its values; missing is empty.
    pub rows: Vec<(String, Vec<String>)>,
    /// How many rows more the whole table has.
    pub more: usize,
}

/// Rows of a digest: 13 RSIs by IP version and transport.
const DIGEST_ROWS: usize = 52;
/// Days or weeks of a digest.
const DIGEST_BINS: usize = 3;

/// A view in short: of days or weeks the latest for which there is any report, earliest first, with a row for each series;
/// of everything else the first rows.
pub fn digest(view: &View) -> Digest {
    let table = table(view);
    let (columns, mut rows) = if view.time().is_some() {
        // What is told of a day is no report of it.
        let is_report =
            |(cell, style): (&Option<f64>, &Style)| cell.is_some() && !matches!(style, Style::Text(_));
        let held = table.rows.iter().filter(|(_, cells)| cells.iter().zip(&table.styles).any(is_report));
        let mut bins: Vec<_> = held.take(DIGEST_BINS).collect();
        bins.reverse();
        let columns =
            [words::SERIES.to_owned()].into_iter().chain(bins.iter().map(|(name, _)| name.clone())).collect();
        let rows = table.columns.iter().skip(1).zip(&table.styles).enumerate().map(|(at, (name, style))| {
            let cell =
                |(_, cells): &&(String, Vec<Option<f64>>)| style.write(cells.get(at).copied().flatten());
            (name.clone(), bins.iter().map(cell).collect::<Vec<_>>())
        });
        (columns, rows.collect::<Vec<_>>())
    } else {
        let write = |(name, cells): &(String, Vec<Option<f64>>)| {
            (name.clone(), cells.iter().zip(&table.styles).map(|(v, style)| style.write(*v)).collect())
        };
        (table.columns.clone(), table.rows.iter().map(write).collect())
    };
    let more = rows.len().saturating_sub(DIGEST_ROWS);
    rows.truncate(DIGEST_ROWS);
    Digest { columns, rows, more }
}

/// The numbers of a view without those that the legend hides. Shares stand beside their counts.
pub fn table(view: &View) -> Table {
    view.body.rows().table()
}
