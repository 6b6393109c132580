//! A text to be copied.

use leptos::html::Textarea;
use leptos::prelude::*;
use leptos::task::spawn_local;
use rssac002_charts::words::ui;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlDocument, HtmlTextAreaElement};

/// A text with a button that copies it.
#[component]
pub fn Copied(
    label: &'static str,
    /// The height of the field in lines.
    rows: u32,
    #[prop(into)] text: Signal<String>,
) -> impl IntoView {
    let field = NodeRef::<Textarea>::new();
    let said = RwSignal::new("");
    let text = Memo::new(move |_| text.get());
    Effect::new(move || {
        text.with(|_| said.set(""));
    });
    let copy = move |_| {
        let Some(field) = field.get_untracked() else { return };
        spawn_local(async move {
            let outcome = if copy(&field).await { ui::COPIED } else { ui::SELECTED };
            // The dialog may be closed by now.
            said.try_set(outcome);
        });
    };
    view! {
        <div class="field">
            <span class="label" aria-hidden="true">
                {label}
            </span>
            <textarea
                readonly
                rows=rows
                spellcheck="false"
                aria-label=label
                node_ref=field
                prop:value=move || text.get()
            ></textarea>
            <div class="row">
                <button on:click=copy>
                    {ui::COPY} <span class="unseen">" "{label}</span>
                </button>
                <span class="copied" role="status">
                    {said}
                </span>
            </div>
        </div>
    }
}

/// Copies a field's text; whether that was possible. It is selected in any case, so that the visitor can.
/// (leptos-use's `use_clipboard` does not say whether it could, and knows only encrypted connections.)
async fn copy(field: &HtmlTextAreaElement) -> bool {
    field.select();
    let clipboard = window().navigator().clipboard();
    // There is none where the page did not come over an encrypted connection.
    let old = || document().unchecked_into::<HtmlDocument>().exec_command("copy").unwrap_or(false);
    if clipboard.is_undefined() {
        return old();
    }
    JsFuture::from(clipboard.write_text(&field.value())).await.is_ok() || old()
}
