//! The legend: a button per series that hides and shows it; pointing at one points out its series.

use leptos::prelude::*;
use rssac002_charts::view::LegendEntry;
use rssac002_charts::words::ui;
use web_sys::Event;

use super::swatch;
use crate::chart::Pointing;
use crate::dom::{El, button, el};
use crate::history::Entry;
use crate::store::Store;

/// The legend of the view; nothing where there is only one series.
pub fn legend(store: Store, pointing: Pointing) -> El {
    // Hiding a series leaves the buttons as they are, and the focus where it is.
    let list = Memo::new(move |_| {
        let mut list = store.view.with(|v| v.as_ref().map(|v| v.legend()).unwrap_or_default());
        list.iter_mut().for_each(|entry| entry.hidden = false);
        list
    });
    let buttons = move || {
        let list = list.get();
        if list.len() < 2 {
            return Vec::new();
        }
        let all: Vec<String> = list.iter().map(|e| e.id.clone()).collect();
        list.into_iter().map(|item| series_button(store, pointing, item, all.clone())).collect()
    };
    el("div", "legend").attr("role", "group").attr("aria-label", ui::LEGEND).part(buttons)
}

fn series_button(store: Store, pointing: Pointing, item: LegendEntry, all: Vec<String>) -> El {
    let LegendEntry { id, label, colour, .. } = item;
    let [toggled, alone, over, shown] = [(); 4].map(|()| id.clone());
    button("", "", move || store.change(Entry::Replace, |s| s.toggle_hidden(&toggled)))
        .attr("title", ui::LEGEND_HOW)
        .state("aria-pressed", move || store.of(|s| !s.hidden.contains(&shown)))
        .on("dblclick", move |_: Event| store.change(Entry::Replace, |s| s.toggle_alone(&alone, &all)))
        .on("pointerenter", move |_: Event| {
            if untrack(|| store.of(|s| !s.hidden.contains(&over))) {
                pointing.series.set(Some(over.clone()));
            }
        })
        .on("pointerleave", move |_: Event| pointing.series.set(None))
        .child(swatch(colour))
        .text(&label)
}
