//! The top of the page: name, search, last day held, light or dark.

use leptos::prelude::*;
use rssac002_charts::words::ui;
use rssac002_charts::{ChartState, provenance, week, words};

use super::search::SearchLink;
use crate::session::Session;

/// The top of the page.
#[component]
pub fn Header(menu_open: RwSignal<bool>) -> impl IntoView {
    let session = Session::from_context();
    let latest = Signal::derive(move || {
        let state = session.route.get().chart().cloned().unwrap_or_else(ChartState::first);
        provenance::data_to(&session.provenance(&state))
    });
    view! {
        <header class="top">
            <button
                class="menu-button"
                aria-expanded=move || menu_open.get().to_string()
                aria-controls="menu"
                on:click=move |_| menu_open.update(|open| *open = !*open)
            >
                {words::CHARTS}
            </button>
            <a class="brand" href=week::PATH>
                {words::SITE}
            </a>
            <SearchLink />
            <span class="latest">{latest}</span>
            <button class="quiet" on:click=move |_| session.appearance.toggle()>
                // Styles show the one that is not the page's.
                <span class="to-dark">{ui::DARK}</span>
                <span class="to-light">{ui::LIGHT}</span>
            </button>
        </header>
    }
}
