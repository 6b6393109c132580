//! The numbers of the view as a table.

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::*;
use rssac002_charts::export::{self, Order, Table};
use web_sys::HtmlElement;

use crate::dom::{El, button, el};
use crate::store::Store;

/// Rows that are shown at first, and how many more each time that the visitor asks for more: a browser lays out a table
/// as a whole.
const FIRST: usize = 120;
const MORE: usize = 1000;

/// The table of the view.
pub fn table_view(store: Store) -> El {
    el("div", "table-tab").part(move || {
        let made = store.view.with(|v| {
            let v = v.as_ref()?;
            Some((format!("{}. {}", v.title, v.subtitle), export::table(v)))
        });
        made.map(|(caption, table)| contents(&caption, Rc::new(table))).unwrap_or_default()
    })
}

/// A table whose rows are sorted by the column that is chosen, and a button for more of them.
fn contents(caption: &str, table: Rc<Table>) -> Vec<El> {
    // Beside a signal that only tells of changes: signals of more types would take more code.
    let shown = Rc::new(Cell::new((table.order, FIRST)));
    let changed = RwSignal::new(false);
    let look = move |shown: &Cell<(Order, usize)>| {
        changed.track();
        shown.get()
    };
    let all = table.rows.len();
    let head = table.columns.iter().enumerate().map(|(column, name)| {
        let (read, write) = (shown.clone(), shown.clone());
        let direction = move || {
            let (order, _) = look(&read);
            (order.column == column).then(|| if order.descending { "descending" } else { "ascending" }.into())
        };
        el("th", "").attr("scope", "col").attr_of("aria-sort", direction).child(button("", name, move || {
            let (order, rows) = write.get();
            write.set((order.choose(column), rows));
            changed.notify();
        }))
    });
    let head: Vec<El> = head.collect();
    let [in_body, in_button, in_words] = [(); 3].map(|()| shown.clone());
    let body = el("tbody", "").part(move || {
        let (order, most) = look(&in_body);
        let sorted = table.sorted(order);
        let rows = sorted.iter().take(most).filter_map(|row| table.rows.get(*row));
        let row = |(name, values): &(String, Vec<Option<f64>>)| {
            let cells = values.iter().zip(&table.styles).map(|(v, style)| style.write(*v));
            row_of(name, cells)
        };
        rows.map(row).collect()
    });
    let table = scrolling(caption, head, body);
    let node: HtmlElement = table.node();
    let more = move || {
        let (order, rows) = in_button.get();
        in_button.set((order, rows + MORE));
        changed.notify();
        if rows + MORE >= all {
            // The button leaves.
            let _ = node.focus();
        }
    };
    let left = move |shown: &Cell<(Order, usize)>| all.saturating_sub(look(shown).1);
    let more = button("", "", more)
        .flag("hidden", move || left(&shown) == 0)
        .text_of(move || format!("Show {} more rows of {all}", left(&in_words).min(MORE)));
    vec![table, more]
}

fn row_of(name: &str, cells: impl Iterator<Item = String>) -> El {
    let cells = cells.map(|cell| el("td", "").text(&cell));
    el("tr", "").child(el("th", "").attr("scope", "row").text(name)).children(cells)
}

/// A table that scrolls by itself. The first column is that of the rows' names.
pub fn table_of(caption: &str, columns: &[String], rows: Vec<(String, Vec<String>)>) -> El {
    let head = columns.iter().map(|c| el("th", "").attr("scope", "col").text(c)).collect();
    let rows = rows.into_iter().map(|(name, cells)| row_of(&name, cells.into_iter()));
    scrolling(caption, head, el("tbody", "").children(rows))
}

fn scrolling(caption: &str, head: Vec<El>, body: El) -> El {
    let numbers = el("table", "numbers")
        .child(el("caption", "").text(caption))
        .child(el("thead", "").child(el("tr", "").children(head)))
        .child(body);
    el("div", "table-scroll")
        .attr("tabindex", "0")
        .attr("role", "region")
        .attr("aria-label", "Table")
        .child(numbers)
}
