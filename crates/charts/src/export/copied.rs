//! Rows of a table as they are put on the clipboard: for text fields and spreadsheets, which take one of the two. Numbers are whole
//! and without commas, as in files, so that they arrive as numbers; missing ones are empty.

use crate::export::embed::escape;
use crate::rows::csv::number;
use crate::rows::{Style, Table};

/// The headings and these rows, a line for each, cells apart by tabs.
pub fn text(table: &Table, rows: &[usize]) -> String {
    // What would begin another cell or line is a blank.
    let cell = |text: &str| text.replace(['\t', '\r', '\n'], " ");
    let mut out = String::new();
    for line in lines(table, rows) {
        out.push_str(&line.map(|text| cell(&text)).collect::<Vec<_>>().join("\t"));
        out.push('\n');
    }
    out
}

/// The same as an HTML table.
pub fn html(table: &Table, rows: &[usize]) -> String {
    let mut out = String::from("<table>");
    for (at, line) in lines(table, rows).enumerate() {
        out.push_str("<tr>");
        for (column, text) in line.enumerate() {
            let tag = if at == 0 || column == 0 { "th" } else { "td" };
            out.push_str(&format!("<{tag}>{}</{tag}>", escape(&text)));
        }
        out.push_str("</tr>");
    }
    out + "</table>"
}

/// The cells of the headings' line and of these rows.
fn lines<'a>(
    table: &'a Table,
    rows: &'a [usize],
) -> impl Iterator<Item = Box<dyn Iterator<Item = String> + 'a>> {
    let cell = |(value, style): (&Option<f64>, &Style)| match style {
        Style::Text(_) => style.write(*value),
        _ => number(*value),
    };
    let head: Box<dyn Iterator<Item = String>> = Box::new(table.columns.iter().cloned());
    let rows = rows.iter().filter_map(|row| table.rows.get(*row)).map(move |(heading, values)| {
        let cells = values.iter().zip(&table.styles).map(cell);
        Box::new(std::iter::once(heading.clone()).chain(cells)) as Box<dyn Iterator<Item = String>>
    });
    std::iter::once(head).chain(rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rows::Order;

    fn table() -> Table {
        Table {
            columns: vec!["Day".into(), "a".into(), "a %".into(), "Known events".into()],
            rows: vec![
                ("2020-11-04".into(), vec![Some(1_234_567.0), Some(12.345_678), Some(0.0)]),
                ("2020-11-05".into(), vec![None, Some(-0.5), None]),
            ],
            styles: vec![Style::Count, Style::Percent, Style::Text(vec!["a\tb\n<c>".to_owned()].into())],
            order: Order::LATEST_FIRST,
        }
    }

    #[test]
    fn cells_are_apart_by_tabs_and_rows_stand_in_the_order_asked_for() {
        let expected =
            "Day\ta\ta %\tKnown events\n2020-11-05\t\t-0.5\t\n2020-11-04\t1234567\t12.345678\ta b <c>\n";
        assert_eq!(text(&table(), &[1, 0]), expected);
    }

    #[test]
    fn html_has_the_same_cells_and_no_tags_of_theirs() {
        let expected = "<table><tr><th>Day</th><th>a</th><th>a %</th><th>Known events</th></tr>\
            <tr><th>2020-11-05</th><td></td><td>-0.5</td><td></td></tr></table>";
        assert_eq!(html(&table(), &[1]), expected);
        assert!(html(&table(), &[0]).contains("&lt;c&gt;"));
    }
}
