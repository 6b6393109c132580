//! The legend: a button per series that hides and shows it; pointing at one points out its series.

use leptos::prelude::*;
use rssac002_charts::view::LegendEntry;
use rssac002_charts::words::ui;

use super::swatch::Swatch;
use crate::chart::Pointing;
use crate::figure::Figure;
use crate::history::Entry;

/// The legend of the view; nothing where there is only one series.
#[component]
pub fn Legend() -> impl IntoView {
    let figure = Figure::from_context();
    // Hiding a series leaves the buttons as they are, and the focus where it is.
    let entries = Memo::new(move |_| {
        let mut entries = figure.of_view(|view| view.legend());
        entries.iter_mut().for_each(|entry| entry.hidden = false);
        entries
    });
    let buttons = move || {
        let entries = Some(entries.get()).filter(|entries| entries.len() > 1).unwrap_or_default();
        let all: Vec<String> = entries.iter().map(|entry| entry.id.clone()).collect();
        entries.into_iter().map(|entry| view! { <Series entry all=all.clone() /> }).collect_view()
    };
    view! {
        <div class="legend" role="group" aria-label=ui::LEGEND>
            {buttons}
        </div>
    }
}

/// The button of a series.
#[component]
fn Series(
    entry: LegendEntry,
    /// The series of the legend.
    all: Vec<String>,
) -> impl IntoView {
    let figure = Figure::from_context();
    let pointing = Pointing::from_context();
    let LegendEntry { id, label, colour, .. } = entry;
    let id = StoredValue::new(id);
    let is_shown = move || id.with_value(|id| figure.of(|state| !state.hidden.contains(id)));
    let toggle = move |_| figure.change(Entry::Replace, |state| id.with_value(|id| state.toggle_hidden(id)));
    let alone = move |_| {
        figure.change(Entry::Replace, |state| id.with_value(|id| state.toggle_alone(id, &all)));
    };
    let point_out = move |_| {
        if untrack(is_shown) {
            pointing.series.set(Some(id.get_value()));
        }
    };
    view! {
        <button
            title=ui::LEGEND_HOW
            aria-pressed=move || is_shown().to_string()
            on:click=toggle
            on:dblclick=alone
            on:pointerenter=point_out
            on:pointerleave=move |_| pointing.series.set(None)
        >
            <Swatch colour />
            {label}
        </button>
    }
}
