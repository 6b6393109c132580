//! The legend: a button per series that hides and shows it; pointing at one points out its series.

use std::sync::Arc;

use leptos::prelude::*;
use rssac002_charts::theme::css_variable;
use rssac002_charts::view::{LegendEntry, View};

use crate::chart::Pointing;
use crate::history::Entry;
use crate::store::Store;

/// The legend of the view; nothing where there is only one series.
#[component]
pub fn Legend(view: Signal<Option<Arc<View>>>) -> impl IntoView {
    let store = expect_context::<Store>();
    let pointing = expect_context::<Pointing>();
    let list = Memo::new(move |_| view.with(|v| v.as_ref().map_or(Vec::new(), |v| v.legend())));
    let buttons = move || {
        let list = list.get();
        if list.len() < 2 {
            return None;
        }
        let all: Vec<String> = list.iter().map(|e| e.id.clone()).collect();
        let button = move |LegendEntry { id, label, colour, hidden }: LegendEntry| {
            let (toggled, alone, over) = (id.clone(), id.clone(), id);
            let all = all.clone();
            view! {
                <button
                    aria-pressed=(!hidden).to_string()
                    title="Click hides or shows; double click shows it alone"
                    on:click=move |_| store.change(Entry::Replace, |s| s.toggle_hidden(&toggled))
                    on:dblclick=move |_| store.change(Entry::Replace, |s| s.toggle_alone(&alone, &all))
                    on:pointerenter=move |_| {
                        if !hidden {
                            pointing.series.set(Some(over.clone()));
                        }
                    }
                    on:pointerleave=move |_| pointing.series.set(None)
                >
                    <span class="swatch" style=format!("background:var({})", css_variable(colour))></span>
                    {label}
                </button>
            }
        };
        Some(list.into_iter().map(button).collect_view())
    };
    view! {
        <div class="legend" role="group" aria-label="Series: hide and show">
            {buttons}
        </div>
    }
}
