//! The numbers of the view as a table.

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::*;
use rssac002_charts::export::{self, Order, Table};
use rssac002_charts::words::ui;
use web_sys::{Element, HtmlElement};

use crate::dom::{El, append, button, el};
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
        made.map(|(caption, table)| contents(&caption, table)).unwrap_or_default()
    })
}

/// A table whose rows are sorted by the column that is chosen, and a button for more of them.
fn contents(caption: &str, table: Table) -> Vec<El> {
    // Signals of their own types would take more code.
    let shown = Rc::new(Cell::new((table.order, FIRST)));
    let changed = RwSignal::new(false);
    let all = table.rows.len();
    let [in_head, in_button, in_flag, in_words] = [(); 4].map(|()| shown.clone());
    let columns = table.columns.clone();
    let body = el("tbody", "");
    let tbody: Element = body.node();
    let fill = Rc::new(move |from: usize| {
        let (order, to) = shown.get();
        let sorted = table.sorted(order);
        let rows = sorted.iter().take(to).skip(from).filter_map(|row| table.rows.get(*row));
        let row = |(name, values): &(String, Vec<Option<f64>>)| {
            row_of(name, values.iter().zip(&table.styles).map(|(v, style)| style.write(*v)))
        };
        if from == 0 {
            tbody.set_text_content(None);
        }
        append(&tbody, rows.map(row));
        changed.notify();
    });
    fill(0);
    let head = columns.iter().enumerate().map(|(column, name)| {
        let (read, write, fill) = (in_head.clone(), in_head.clone(), fill.clone());
        let direction = move || {
            changed.track();
            let (order, _) = read.get();
            (order.column == column).then(|| if order.descending { "descending" } else { "ascending" }.into())
        };
        let sort = move || {
            // A new order begins at its beginning: laying out thousands of rows takes seconds.
            write.set((write.get().0.choose(column), FIRST));
            fill(0);
        };
        el("th", "").attr("scope", "col").attr_of("aria-sort", direction).child(button("", name, sort))
    });
    let table = scrolling(caption, head.collect(), body);
    let node: HtmlElement = table.node();
    let more = move || {
        let (order, rows) = in_button.get();
        in_button.set((order, rows + MORE));
        fill(rows);
        if rows + MORE >= all {
            // The button leaves.
            let _ = node.focus();
        }
    };
    let left = move |shown: &Cell<(Order, usize)>| {
        changed.track();
        all.saturating_sub(shown.get().1)
    };
    let more = button("", "", more)
        .flag("hidden", move || left(&in_flag) == 0)
        .text_of(move || ui::show_more(left(&in_words).min(MORE), all));
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
        .attr("aria-label", ui::TABLE)
        .child(numbers)
}
