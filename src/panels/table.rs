//! The numbers of the view as a table, and as a CSV file.

use std::sync::Arc;

use leptos::prelude::*;
use rssac002_charts::export;
use rssac002_charts::view::View;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// Rows that are shown before the visitor asks for all.
const FIRST: usize = 120;

/// The table, the latest day on top.
#[component]
pub fn TableView(view: Signal<Option<Arc<View>>>) -> impl IntoView {
    let all = RwSignal::new(false);
    let table = move || {
        let view = view.get()?;
        let table = export::table(&view);
        let more = table.rows.len().saturating_sub(FIRST);
        let shown = if all.get() { table.rows.len() } else { FIRST };
        let head = table.columns.iter().map(|c| view! { <th scope="col">{c.clone()}</th> }).collect_view();
        let rows = table
            .rows
            .iter()
            .take(shown)
            .map(|(name, values)| {
                let cells = values
                    .iter()
                    .zip(&table.styles)
                    .map(|(v, style)| view! { <td>{style.write(*v)}</td> })
                    .collect_view();
                view! {
                    <tr>
                        <th scope="row">{name.clone()}</th>
                        {cells}
                    </tr>
                }
            })
            .collect_view();
        let more = (more > 0 && !all.get()).then(|| {
            view! {
                <button on:click=move |_| all.set(true)>{format!("Show {more} more rows")}</button>
            }
        });
        Some(view! {
            <div class="table-scroll" tabindex="0" role="region" aria-label="Table">
                <table class="numbers">
                    <caption>{format!("{}. {}", view.title, view.subtitle)}</caption>
                    <thead>
                        <tr>{head}</tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            {more}
        })
    };
    view! { <div class="table-tab">{table}</div> }
}

/// Hands the view's CSV to the browser as a file.
pub fn save_csv(view: &View) {
    // Each step fails only where the browser has no files at all; then there is nothing to save to.
    let _ = save(&export::csv(view), &export::csv::file_name(view));
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
