//! What is put on the clipboard that is more than a text. Where a browser has no way to do so, the page shows no button for it
//! (`data-lacks` in `index.html`).

use js_sys::{Array, Object, Promise, Reflect};
use leptos::prelude::*;
use leptos::task::spawn_local;
use rssac002_charts::words::ui;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, ClipboardItem};

/// A button that copies what is made when it is pressed, and says whether it could.
#[component]
pub fn CopyButton<F>(
    word: &'static str,
    /// Media types and what comes of each, a promise of a blob. Nothing while there is nothing to copy.
    contents: F,
) -> impl IntoView
where
    F: Fn() -> Vec<(&'static str, Promise)> + 'static,
{
    let said = RwSignal::new(None);
    let copy = move |_| {
        // Safari takes it only in the task of the press, and waits for what is promised then.
        let written = write(contents());
        spawn_local(async move {
            let outcome = match written {
                Ok(written) => JsFuture::from(written).await.err(),
                Err(refused) => Some(refused),
            };
            // The dialog may be closed by now.
            said.try_set(Some(match outcome {
                None => ui::COPIED.to_owned(),
                Some(why) => ui::not_copied(&reason(&why)),
            }));
        });
    };
    view! {
        <button class="copy" on:click=copy>
            {word}
        </button>
        <span class="copied" role="status">
            {said}
        </span>
    }
}

/// Asks the browser to put contents on the clipboard.
fn write(contents: Vec<(&'static str, Promise)>) -> Result<Promise, JsValue> {
    let types = Object::new();
    for (kind, content) in contents {
        Reflect::set(&types, &kind.into(), &content)?;
    }
    let item = ClipboardItem::new_with_record_from_str_to_blob_promise(&types)?;
    Ok(window().navigator().clipboard().write(&Array::of1(&item)))
}

/// A text as a promise that is kept already.
pub fn promised(text: &str, kind: &str) -> Promise {
    let properties = BlobPropertyBag::new();
    properties.set_type(kind);
    match Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &properties) {
        Ok(blob) => Promise::resolve(&JsValue::from(blob)),
        Err(why) => Promise::reject(&why),
    }
}

/// Why a browser did not copy.
fn reason(why: &JsValue) -> String {
    match Reflect::get(why, &"name".into()).ok().and_then(|name| name.as_string()) {
        Some(name) if name == "NotAllowedError" => ui::NOT_ALLOWED.to_owned(),
        _ => {
            let message = Reflect::get(why, &"message".into()).ok().and_then(|message| message.as_string());
            message.unwrap_or_else(|| ui::NO_REASON.to_owned())
        }
    }
}
