//! Rows of numbers below headings.

use std::sync::Arc;

use crate::format;
use crate::transform::places;

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
    pub(crate) const LATEST_FIRST: Order = Order { column: 0, descending: true };
    /// That of one whose rows have an order of their own.
    pub(crate) const OWN: Order = Order { column: 0, descending: false };
    /// That of one whose first column of numbers is what it is about.
    pub(crate) const LARGEST_FIRST: Order = Order { column: 1, descending: true };

    /// What choosing a column makes of the order: the other direction where it is the column already; else the largest
    /// number first, or headings from the beginning.
    pub fn choose(self, column: usize) -> Order {
        let descending = if self.column == column { !self.descending } else { column > 0 };
        Order { column, descending }
    }
}

impl Table {
    /// Adds columns of counts and their shares, and, where other days are named, those of them and the changes.
    pub(crate) fn add_counted(&mut self, [count, share]: [&str; 2], second: Option<&str>) {
        let mut add = |name: String, style: Style| {
            self.columns.push(name);
            self.styles.push(style);
        };
        add(count.to_owned(), Style::Count);
        add(share.to_owned(), Style::Percent);
        if let Some(days) = second {
            add(format!("{count}, {days}"), Style::Count);
            add(format!("{share}, {days}"), Style::Percent);
            add(format!("{count}, change"), Style::SignedCount);
            add(format!("{count}, change in %"), Style::Signed);
            add(format!("{share}, change in points"), Style::Signed);
        }
    }

    /// For each column the widest text of its cells, that of headings apart. A table of which only some rows are in a page keeps its
    /// columns with them.
    pub fn widest(&self) -> Vec<String> {
        let headings = self.rows.iter().map(|(heading, _)| heading.as_str());
        let headings = headings.max_by_key(|heading| wide(heading)).unwrap_or_default().to_owned();
        let cells = self.styles.iter().enumerate().map(|(column, style)| {
            let values = || self.rows.iter().filter_map(|(_, values)| values.get(column).copied().flatten());
            // Writing all of them would take longer than drawing the table. Only numbers of many digits are long.
            let ends = [values().min_by(f64::total_cmp), values().max_by(f64::total_cmp)];
            let others = values().filter(|value| style.is_long(*value));
            let written = ends.into_iter().flatten().chain(others).map(|value| style.write(Some(value)));
            written.max_by_key(|text| wide(text)).unwrap_or_default()
        });
        std::iter::once(headings).chain(cells).collect()
    }

    /// The numbers of the rows as they stand in an order. Rows without a value in its column come last in either
    /// direction; equal ones stay as they were. Headings are in the order in which the table has them, or by the alphabet
    /// where its rows stand by their numbers. A column that is not there changes nothing.
    pub fn sorted(&self, order: Order) -> Vec<usize> {
        let count = self.rows.len();
        let heading = |row: usize| &self.rows[row].0;
        let value = |row: usize, column: usize| self.rows[row].1.get(column).copied().flatten();
        match order.column.checked_sub(1) {
            None if self.order.column == 0 => {
                let rows = 0..count;
                if order.descending == self.order.descending { rows.collect() } else { rows.rev().collect() }
            }
            column => places(count, &mut |a, b| {
                let ordering = match column {
                    None => heading(a).cmp(heading(b)),
                    Some(column) => match (value(a, column), value(b, column)) {
                        (Some(a), Some(b)) => a.total_cmp(&b),
                        (a, b) => return a.is_none().cmp(&b.is_none()),
                    },
                };
                if order.descending { ordering.reverse() } else { ordering }
            }),
        }
    }
}

/// How a number is written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Style {
    /// With all digits before the point.
    Count,
    /// In percent, with two decimals.
    Percent,
    /// A change with two decimals and its sign.
    Signed,
    /// The change of a count, with its sign.
    SignedCount,
    /// As it is.
    Plain,
    /// As one of these texts, by its place among them: the column has words, and its numbers only say which, in the order of the
    /// rows.
    Text(Arc<[String]>),
}

/// How wide a text is, in characters.
fn wide(text: &str) -> usize {
    text.chars().count()
}

impl Style {
    /// Whether a value may be written longer than values greater than it.
    fn is_long(&self, value: f64) -> bool {
        match self {
            Style::Count | Style::SignedCount => value.fract() != 0.0 && value.abs() < 1000.0,
            Style::Percent | Style::Signed => false,
            Style::Plain | Style::Text(_) => true,
        }
    }

    /// A value as text; missing is empty.
    pub fn write(&self, value: Option<f64>) -> String {
        match (self, value) {
            (_, None) => String::new(),
            (Style::Count, Some(v)) => format::count(v),
            (Style::Percent, Some(v)) => format::percent(v),
            (Style::Signed, Some(v)) => format::signed(v),
            (Style::SignedCount, Some(v)) => format::with_sign(v, format::count),
            (Style::Plain, Some(v)) => v.to_string(),
            (Style::Text(texts), Some(v)) => texts.get(v as usize).cloned().unwrap_or_default(),
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

    proptest! {
        #[test]
        fn no_cell_is_wider_than_the_widest(values in vec(option::of(-1e7..1e7f64), 0..40), small: bool) {
            let values: Vec<Option<f64>> =
                values.into_iter().map(|value| if small { value.map(|v| v / 1e5) } else { value.map(f64::round) }).collect();
            let styles = vec![Style::Count, Style::Percent, Style::Signed, Style::SignedCount, Style::Plain];
            let rows = values.iter().map(|value| (String::new(), vec![*value; styles.len()])).collect();
            let table = Table { columns: vec![], rows, styles: styles.clone(), order: Order::OWN };
            let widest = table.widest();
            prop_assert_eq!(widest.len(), 1 + styles.len());
            for (style, widest) in styles.iter().zip(&widest[1..]) {
                for value in &values {
                    let text = style.write(*value);
                    prop_assert!(wide(&text) <= wide(widest), "{:?}: {} is longer than {}", style, text, widest);
                }
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
