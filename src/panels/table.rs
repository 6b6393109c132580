//! The numbers of the view as a table, and as a CSV file.

use leptos::prelude::*;
use rssac002_charts::export;
use rssac002_charts::view::View;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

use crate::dom::{El, button, el};
use crate::store::Store;

/// Rows that are shown before the visitor asks for all.
const FIRST: usize = 120;

/// The table, the latest day on top.
pub fn table_view(store: Store) -> El {
    let all = RwSignal::new(false);
    el("div", "table-tab")
        .part(move || store.view.with(|v| v.as_ref().map(|v| contents(v, all)).unwrap_or_default()))
}

fn contents(view: &View, all: RwSignal<bool>) -> Vec<El> {
    let table = export::table(view);
    let shown = if all.get() { table.rows.len() } else { FIRST };
    let rows = table.rows.iter().take(shown).map(|(name, values)| {
        let cells = values.iter().zip(&table.styles).map(|(v, style)| style.write(*v));
        (name.clone(), cells.collect())
    });
    let caption = format!("{}. {}", view.title, view.subtitle);
    let more = table.rows.len().saturating_sub(shown);
    let mut contents = vec![table_of(&caption, &table.columns, rows.collect())];
    if more > 0 {
        contents.push(button("", &format!("Show {more} more rows"), move || all.set(true)));
    }
    contents
}

/// A table that scrolls by itself. The first column is that of the rows' names.
pub fn table_of(caption: &str, columns: &[String], rows: Vec<(String, Vec<String>)>) -> El {
    let head = columns.iter().map(|c| el("th", "").attr("scope", "col").text(c));
    let rows = rows.iter().map(|(name, cells)| {
        let cells = cells.iter().map(|cell| el("td", "").text(cell));
        el("tr", "").child(el("th", "").attr("scope", "row").text(name)).children(cells)
    });
    let numbers = el("table", "numbers")
        .child(el("caption", "").text(caption))
        .child(el("thead", "").child(el("tr", "").children(head)))
        .child(el("tbody", "").children(rows));
    el("div", "table-scroll")
        .attr("tabindex", "0")
        .attr("role", "region")
        .attr("aria-label", "Table")
        .child(numbers)
}

/// Hands the view's CSV to the browser as a file; its name says where the numbers are made up (`sample`).
pub fn save_csv(view: &View, sample: bool) {
    // Each step fails only where the browser has no files at all; then there is nothing to save to.
    let _ = save(&export::csv(view), &export::file_name(&view.state, view.range, sample, "csv"));
}

fn save(text: &str, name: &str) -> Result<(), JsValue> {
    let kind = BlobPropertyBag::new();
    kind.set_type("text/csv;charset=utf-8");
    let parts = js_sys::Array::of1(&text.into());
    let url = Url::create_object_url_with_blob(&Blob::new_with_str_sequence_and_options(&parts, &kind)?)?;
    let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    Url::revoke_object_url(&url)
}
