//! The menu: the whole catalogue, by section.

use leptos::prelude::*;
use rssac002_charts::state::url;
use rssac002_charts::{CATALOGUE, Chart, ChartState, words};

use crate::store::Store;

/// Whether a click on a link means "go there", and not a new tab, a new window or a download.
pub fn is_plain(event: &leptos::ev::MouseEvent) -> bool {
    event.button() == 0 && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key())
}

/// A link to a chart. It is a real address, for new tabs and for copying; a plain click stays in the page.
#[component]
pub fn ChartLink(chart: &'static Chart, text: &'static str) -> impl IntoView {
    let store = expect_context::<Store>();
    let current = move || store.place.with(|_| store.state().is_some_and(|s| s.chart == chart));
    let href = url::address(&ChartState::new(chart));
    let go = move |event: leptos::ev::MouseEvent| {
        if is_plain(&event) {
            event.prevent_default();
            store.go_to_chart(chart);
        }
    };
    view! {
        <a href=href aria-current=move || current().then_some("page") on:click=go>
            {text}
        </a>
    }
}

/// The menu. Choosing a chart closes it where it lies over the page.
#[component]
pub fn Menu(open: RwSignal<bool>) -> impl IntoView {
    let sections = CATALOGUE
        .chunk_by(|a, b| a.section == b.section)
        .map(|charts| {
            let links = charts
                .iter()
                .map(|chart| view! { <li><ChartLink chart text=chart.menu /></li> })
                .collect_view();
            view! {
                <h2>{words::section(charts[0].section)}</h2>
                <ul>{links}</ul>
            }
        })
        .collect_view();
    view! {
        <nav id="menu" class="menu" class:open=move || open.get() aria-label="Charts" on:click=move |_| open.set(false)>
            {sections}
        </nav>
    }
}
