//! The search as a dialog: a field, and what fits, by the keyboard alone (the combobox of the WAI-ARIA authoring practices).

use js_sys::JsString;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use rssac002_charts::search::{self, Entry, entry, words};
use wasm_bindgen::JsCast;
use web_sys::{
    AbortController, HtmlElement, KeyboardEvent, MouseEvent, ScrollIntoViewOptions, ScrollLogicalPosition,
};

use super::dialog::Opening;
use super::link::is_plain;
use crate::fetch;
use crate::route::Route;
use crate::session::Session;

/// The list's name for the field.
const LIST: &str = "search-found";

/// The name of what was found at a place.
fn option_id(at: usize) -> String {
    format!("{LIST}-{at}")
}

/// Letters and their marks, as browsers take them apart.
fn decompose(text: &str) -> String {
    JsString::from(text).normalize("NFD").into()
}

/// What is in the dialog of the search.
#[component]
pub fn Palette() -> impl IntoView {
    let session = Session::from_context();
    let query = RwSignal::new(String::new());
    let entries = RwSignal::new(entry::known());
    let has_failed = RwSignal::new(false);
    spawn_local(async move {
        let told = told().await;
        // The dialog may be closed by now.
        match told {
            Some(told) => drop(entries.try_update(|entries| entries.extend(told))),
            None => drop(has_failed.try_set(true)),
        }
    });
    let found = Memo::new(move |_| search::find(&query.get(), &entries.get(), &session.clock(), decompose));
    let active = RwSignal::new(0);
    let field = NodeRef::<html::Input>::new();
    Effect::new(move || {
        if let Some(field) = field.get() {
            // It is in an open dialog.
            let _ = field.focus();
        }
    });
    Effect::new(move || {
        let at = option_id(active.get());
        if let Some(option) = document().get_element_by_id(&at) {
            let near = ScrollIntoViewOptions::new();
            near.set_block(ScrollLogicalPosition::Nearest);
            option.scroll_into_view_with_scroll_into_view_options(&near);
        }
    });
    let opening = expect_context::<Opening>();
    let go = move |address: &str| {
        opening.close();
        go(session, address);
    };
    let key = move |event: KeyboardEvent| {
        let count = found.with_untracked(Vec::len);
        let at = active.get_untracked();
        // Past either end it begins at the other.
        let to = match event.key().as_str() {
            "ArrowDown" => Some((at + 1).checked_rem(count)),
            "ArrowUp" => Some((at + count).saturating_sub(1).checked_rem(count)),
            "Enter" => {
                let chosen = found.with_untracked(|found| found.get(at).map(|entry| entry.address.clone()));
                chosen.iter().for_each(|address| go(address));
                Some(None)
            }
            _ => None,
        };
        if let Some(to) = to {
            event.prevent_default();
            to.into_iter().for_each(|at| active.set(at));
        }
    };
    let is_empty = move || found.with(Vec::is_empty);
    let status = move || {
        let query = query.get();
        match is_empty() {
            true => words::nothing(&query),
            false if query.trim().is_empty() => words::HOW.to_owned(),
            false => words::found(found.with(Vec::len)),
        }
    };
    let groups = move || {
        let found = found.get();
        let mut at = 0;
        let group = |entries: &[Entry]| {
            let options = entries.iter().map(|entry| {
                at += 1;
                view! { <Choice entry=entry.clone() at=at - 1 active go /> }
            });
            let heading = words::group(entries[0].group);
            view! {
                <div role="group" aria-label=heading>
                    <p class="group" aria-hidden="true">
                        {heading}
                    </p>
                    {options.collect_view()}
                </div>
            }
        };
        found.chunk_by(|a, b| a.group == b.group).map(group).collect_view()
    };
    view! {
        <div class="palette">
            <input
                type="text"
                role="combobox"
                aria-label=words::FIELD
                placeholder=words::FIELD
                aria-autocomplete="list"
                aria-controls=LIST
                aria-expanded=move || (!is_empty()).to_string()
                aria-activedescendant=move || (!is_empty()).then(|| option_id(active.get()))
                autocomplete="off"
                spellcheck="false"
                node_ref=field
                on:input:target=move |event| {
                    query.set(event.target().value());
                    active.set(0);
                }
                on:keydown=key
            />
            <p class="hint" role="status">
                {status}
            </p>
            <p class="hint" hidden=move || !has_failed.get()>
                {words::ONLY_CHARTS}
            </p>
            <div id=LIST class="found" role="listbox" aria-label=words::FOUND hidden=is_empty>
                {groups}
            </div>
        </div>
    }
}

/// Something that was found: a link that is chosen from the field.
#[component]
fn Choice(
    entry: Entry,
    at: usize,
    active: RwSignal<usize>,
    go: impl Fn(&str) + Copy + 'static,
) -> impl IntoView {
    let address = entry.address.clone();
    let click = move |event: MouseEvent| {
        if is_plain(&event) {
            event.prevent_default();
            go(&address);
        }
    };
    view! {
        <a
            id=option_id(at)
            role="option"
            tabindex="-1"
            aria-selected=move || (active.get() == at).to_string()
            href=entry.address
            on:click=click
        >
            <span>{entry.title}</span>
            <span class="about">{entry.about}</span>
        </a>
    }
}

/// What the server tells; `None` where it cannot be reached or says something else.
async fn told() -> Option<Vec<Entry>> {
    let controller = AbortController::new().ok()?;
    let octets = fetch::get(search::ADDRESS, &controller, |_| ()).await.ok()?.octets;
    entry::read(&octets)
}

/// Goes to an address of the site: within the app where that makes the page.
fn go(session: Session, address: &str) {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    match Route::parse(path, query, &session.clock()).0 {
        Route::Sent(_) => {
            // An address of ours is never refused.
            let _ = window().location().set_href(address);
        }
        route if route == session.route.get_untracked() => {}
        route => {
            session.go_to(route);
            // The focus is where the reading goes on.
            if let Some(main) = document().get_element_by_id("main") {
                let _ = main.unchecked_into::<HtmlElement>().focus();
            }
        }
    }
}
