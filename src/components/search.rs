//! The way to the search: a link in the header, which opens it as a dialog, and two keys.

use leptos::ev;
use leptos::prelude::*;
use rssac002_charts::search::{self, words};
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent, MouseEvent};

use super::dialog::{Modal, Opening};
use super::link::is_plain;
use crate::listen::use_window_event;
use crate::session::Session;

/// Where a slash is a letter of what is typed.
const FIELDS: &str = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";

/// The link to the search. Where scripts run it opens the dialog, as `/` does outside of fields and Ctrl K everywhere.
#[component]
pub fn SearchLink() -> impl IntoView {
    let session = Session::from_context();
    let opening = Opening::new();
    provide_context(opening);
    let click = move |event: MouseEvent| {
        if is_plain(&event) {
            event.prevent_default();
            opening.open();
        }
    };
    use_window_event(ev::keydown, move |event: KeyboardEvent| {
        let held = event.ctrl_key() || event.meta_key();
        let opens = match event.key().as_str() {
            "/" => !held && !event.alt_key() && !is_typing(&event),
            "k" => held && !event.alt_key(),
            _ => false,
        };
        // While the app is made behind the server's page, what it opens would not be seen.
        if opens && !session.is_arriving() {
            event.prevent_default();
            if !opening.is_open() {
                opening.open();
            }
        }
    });
    view! {
        <a
            class="search"
            href=search::PATH
            aria-haspopup="dialog"
            aria-keyshortcuts="/ Control+K"
            on:click=click
        >
            {words::TITLE}
            <kbd aria-hidden="true">"/"</kbd>
        </a>
        <Modal opening heading=words::TITLE>
            {session.parts.search.piece(|search| search.palette)}
        </Modal>
    }
}

/// Whether a key goes into a field.
fn is_typing(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    // The selector is one, so no match is refused.
    target.is_some_and(|element| element.matches(FIELDS) == Ok(true))
}
