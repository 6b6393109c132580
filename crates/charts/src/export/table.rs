//! A view as rows of numbers.

use crate::kind;
use crate::state::Interval;
use crate::view::{Body, MapLetter, MapPlace, View};
use crate::{format, words};

/// A table: what stands on top, and the rows.
#[derive(Clone, PartialEq, Debug)]
pub struct Table {
    /// Headings; the first column is the day, week, code, letter or place.
    pub columns: Vec<String>,
    /// Rows, the latest or largest first: the first cell is the row's heading, missing values are `None`.
    pub rows: Vec<(String, Vec<Option<f64>>)>,
    /// How a value of each column after the first is written.
    pub styles: Vec<Style>,
    /// In which order the rows stand.
    pub order: Order,
}

/// By which column rows are sorted, and in which direction.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Order {
    /// The number of the column; 0 is that of the rows' headings.
    pub column: usize,
    /// Whether the largest or latest comes first.
    pub descending: bool,
}

impl Order {
    /// The first order of a table that has days on its rows.
    const LATEST_FIRST: Order = Order { column: 0, descending: true };
    /// That of one whose rows have an order of their own.
    const OWN: Order = Order { column: 0, descending: false };
    /// That of one whose first column of numbers is what it is about.
    const LARGEST_FIRST: Order = Order { column: 1, descending: true };

    /// What choosing a column makes of the order: the other direction where it is the column already; else the largest
    /// number first, or headings from the beginning.
    pub fn choose(self, column: usize) -> Order {
        let descending = if self.column == column { !self.descending } else { column > 0 };
        Order { column, descending }
    }
}

impl Table {
    /// The numbers of the rows as they stand in an order. Rows without a value in its column come last in either
    /// direction; equal ones stay as they were. Headings are in the order in which the table has them, or by the alphabet
    /// where its rows stand by their numbers. A column that is not there changes nothing.
    pub fn sorted(&self, order: Order) -> Vec<usize> {
        let mut rows: Vec<usize> = (0..self.rows.len()).collect();
        let heading = |row: usize| &self.rows[row].0;
        let value = |row: usize, column: usize| self.rows[row].1.get(column).copied().flatten();
        match order.column.checked_sub(1) {
            None if self.order.column == 0 => {
                if order.descending != self.order.descending {
                    rows.reverse();
                }
            }
            column => rows.sort_by(|a, b| {
                let ordering = match column {
                    None => heading(*a).cmp(heading(*b)),
                    Some(column) => match (value(*a, column), value(*b, column)) {
                        (Some(a), Some(b)) => a.total_cmp(&b),
                        (a, b) => return a.is_none().cmp(&b.is_none()),
                    },
                };
                if order.descending { ordering.reverse() } else { ordering }
            }),
        }
        rows
    }
}

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
    let (columns, mut rows) = if matches!(view.body, Body::Time(_)) {
        let held = table.rows.iter().filter(|(_, cells)| cells.iter().any(Option::is_some));
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

/// How a number is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Style {
    /// With all digits before the point.
    Count,
    /// In percent, with two decimals.
    Percent,
    /// As it is.
    Plain,
}

impl Style {
    /// A value as text; missing is empty.
    pub fn write(self, value: Option<f64>) -> String {
        match (self, value) {
            (_, None) => String::new(),
            (Style::Count, Some(v)) => format::count(v),
            (Style::Percent, Some(v)) => format::percent(v),
            (Style::Plain, Some(v)) => v.to_string(),
        }
    }
}

/// The numbers of a view without those that the legend hides. Shares stand beside their counts.
pub fn table(view: &View) -> Table {
    match &view.body {
        Body::Time(time) => {
            let mut table = Table {
                columns: vec![match time.interval {
                    Interval::Day => "Day".into(),
                    Interval::Week => "Week from".into(),
                }],
                rows: Vec::new(),
                styles: Vec::new(),
                order: Order::LATEST_FIRST,
            };
            let mut columns = Vec::new();
            for panel in &time.panels {
                for series in panel.shown() {
                    let name = match (&panel.title, time.panels.len(), panel.series.len()) {
                        (Some(title), 2.., 1) => title.clone(),
                        (Some(title), 2.., _) => format!("{title}, {}", series.label),
                        _ => series.label.clone(),
                    };
                    columns.push(series.counts.as_ref().unwrap_or(&series.values));
                    table.columns.push(name.clone());
                    table.styles.push(Style::Count);
                    if series.counts.is_some() {
                        columns.push(&series.values);
                        table.columns.push(format!("{name} %"));
                        table.styles.push(Style::Percent);
                    }
                }
            }
            let row =
                |i: usize| (time.bins[i].start().to_string(), columns.iter().map(|c| c.get(i)).collect());
            table.rows = (0..time.bins.len()).rev().map(row).collect();
            table
        }
        Body::Pie(pie) => Table {
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
        },
        Body::Bars(bars) => {
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
        Body::Boxes(boxes) => {
            let headings = |p: &crate::view::Period| {
                let label = p.label.clone();
                let all = ["loads"].into_iter().chain(words::FIVE_HEADINGS);
                all.map(move |heading| format!("{label}: {heading}"))
            };
            let cells = |five: &Option<crate::view::FiveNumbers>| {
                let count = five.as_ref().map(|f| f.count as f64);
                let quantiles = (0..5).map(|q| five.as_ref().map(|f| f.quantiles[q]));
                [count].into_iter().chain(quantiles).collect::<Vec<_>>()
            };
            let row = |l: &crate::view::BoxPair| {
                let shown = l.boxes.iter().zip(&boxes.periods).filter(|(_, period)| !period.hidden);
                (l.rsi.to_string(), shown.flat_map(|(five, _)| cells(five)).collect())
            };
            let shown = boxes.periods.iter().filter(|p| !p.hidden);
            let columns: Vec<String> =
                ["RSI".to_owned()].into_iter().chain(shown.flat_map(headings)).collect();
            Table {
                rows: boxes.letters.iter().map(row).collect(),
                styles: vec![Style::Count; columns.len() - 1],
                columns,
                order: Order::OWN,
            }
        }
        Body::Map(map) => {
            let mut columns = vec!["Place".into(), "Instances".into(), "Latitude".into(), "Longitude".into()];
            let shown = || map.letters.iter().filter(|l| !l.hidden);
            columns.extend(shown().map(|l| l.rsi.to_string()));
            let mut styles = vec![Style::Count, Style::Plain, Style::Plain];
            styles.resize(columns.len() - 1, Style::Count);
            let row = |place: &MapPlace| {
                let mut cells =
                    vec![Some(map.shown(place)), place.at.map(|at| at.0), place.at.map(|at| at.1)];
                let of = |l: &MapLetter| place.counts.iter().find(|(rsi, _)| *rsi == l.rsi).map(|(_, n)| *n);
                cells.extend(shown().map(of));
                (kind::map::town(place).to_owned(), cells)
            };
            let places = map.places.iter().filter(|place| map.counts(place).next().is_some());
            let rows = places.map(row).collect();
            Table { columns, rows, styles, order: Order::LARGEST_FIRST }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::option;
    use proptest::prelude::*;

    fn own(column: usize) -> Order {
        Order { column, descending: column == 1 }
    }

    proptest! {
        #[test]
        fn sorting_keeps_every_row_and_puts_missing_values_last(
            values in vec(option::of(-5.0..5.0f64), 0..40), by_number: bool, column in 0usize..4, descending: bool,
        ) {
            let rows = values.iter().enumerate().map(|(i, v)| (format!("{:02}", 40 - i), vec![*v])).collect();
            let order = own(usize::from(by_number));
            let table = Table { columns: vec![], rows, styles: vec![Style::Plain], order };
            let sorted = table.sorted(Order { column, descending });
            let mut all = sorted.clone();
            all.sort_unstable();
            prop_assert_eq!(all, (0..values.len()).collect::<Vec<_>>());
            let shown: Vec<Option<f64>> = sorted.iter().map(|i| values[*i]).collect();
            if column == 1 {
                let held: Vec<f64> = shown.iter().flatten().copied().collect();
                prop_assert!(shown[held.len()..].iter().all(Option::is_none));
                let in_order = |a: &f64, b: &f64| if descending { a >= b } else { a <= b };
                prop_assert!(held.is_sorted_by(in_order));
            }
            if column == 0 {
                // The headings here run against the order of the rows.
                let backwards = if by_number { !descending } else { descending };
                prop_assert!(sorted.is_sorted_by(|a, b| (a > b) == backwards));
            }
            if column > 1 {
                prop_assert!(sorted.is_sorted());
            }
        }
    }

    #[test]
    fn choosing_a_column_again_turns_it_around() {
        let order = Order::LATEST_FIRST.choose(2);
        assert_eq!(order, Order { column: 2, descending: true });
        assert_eq!(order.choose(2), Order { column: 2, descending: false });
        assert_eq!(order.choose(0), Order { column: 0, descending: false });
        assert_eq!(Order::LATEST_FIRST.choose(0), Order { column: 0, descending: false });
    }
}
