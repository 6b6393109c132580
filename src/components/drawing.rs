//! The chart, or what is said in its place.

use leptos::prelude::*;
use rssac002_charts::words;
use rssac002_charts::words::ui;

use crate::chart::{Panels, Strip};
use crate::figure::{Figure, Status};

/// The chart's panels, and what is said in their place while there is nothing to draw.
#[component]
pub fn Drawing() -> impl IntoView {
    let figure = Figure::from_context();
    let empty = move || {
        figure.of_view(|view| match view {
            view if view.is_empty() && view.state.is_map() => words::NO_INSTANCES,
            view if view.none_complete() => words::NONE_COMPLETE,
            view if view.is_empty() => ui::NO_REPORT,
            view if view.hides_all() => ui::ALL_HIDDEN,
            _ => "",
        })
    };
    let has_strip = !figure.is_among_others() && !figure.session.is_embed();
    let waits = move || figure.view.get().is_none() && figure.status.get() == Status::Loading;
    view! {
        <Panels />
        {has_strip.then(|| view! { <Strip /> })}
        <p class="empty" hidden=move || empty().is_empty()>
            {empty}
        </p>
        <p class="waiting" hidden=move || !waits()>
            {ui::LOADING}
        </p>
    }
}
