//! The chart: a figure of one or more panels, each a canvas with an overlay for pointer, keys and readout. Hovering
//! moves the overlay and never redraws the chart.

mod canvas;
mod map;
mod panel;
mod readout;

use leptos::prelude::*;
use rssac002_charts::view::Body;

use crate::dom::{El, el, follow};
use crate::panels::header::ThemeChoice;
use crate::store::{Status, Store};
pub use canvas::Lettering;
use map::map_view;
use panel::{PanelState, panel_view};
pub use panel::{Spot, mark_page, observe, paint_in, reset_zoom};

/// Where the visitor points.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Cursor {
    /// The panel.
    pub panel: usize,
    /// The bin or slice.
    pub at: usize,
    /// The pointer, in CSS pixels of the panel.
    pub pointer: (f64, f64),
}

/// What is pointed out, shared by all panels and the legend.
#[derive(Clone, Copy)]
pub struct Pointing {
    /// The place.
    pub cursor: RwSignal<Option<Cursor>>,
    /// The series that stays while the others fade.
    pub series: RwSignal<Option<String>>,
    /// What was read out last by keys, for those who do not see it.
    pub spoken: RwSignal<String>,
}

impl Pointing {
    /// Nothing is pointed out.
    pub fn new() -> Pointing {
        Pointing { cursor: RwSignal::new(None), series: RwSignal::new(None), spoken: RwSignal::default() }
    }

    /// Lets go of everything.
    pub fn clear(self) {
        // A panel that leaves the page with the focus in it says so when its signals are gone.
        if self.cursor.try_with_untracked(Option::is_some) == Some(true) {
            self.cursor.set(None);
        }
        if self.series.try_with_untracked(Option::is_some) == Some(true) {
            self.series.set(None);
        }
    }
}

/// All panels of the view.
pub fn panels(store: Store, pointing: Pointing, theme: ThemeChoice) -> El {
    let view = store.view;
    let is_pie = move || view.with(|v| matches!(v.as_ref().map(|v| &v.body), Some(Body::Pie(_))));
    let map = Memo::new(move |_| view.with(|v| v.as_ref().is_some_and(|v| v.state.is_map())));
    let titles = Memo::new(move |_| {
        view.with(|v| match v {
            Some(view) => view.headings().into_iter().map(|t| t.map(str::to_owned)).collect(),
            None => vec![None],
        })
    });
    // What was pointed out belongs to the view before.
    follow(move || {
        view.track();
        pointing.clear();
    });
    let printing = theme.printing;
    el("div", "panels")
        .class_if("many", move || titles.with(|t| t.len() > 1))
        .class_if("pie", is_pie)
        .state("aria-busy", move || store.status.get() == Status::Loading)
        .part(move || {
            let titles: Vec<Option<String>> = titles.get();
            let states: Vec<PanelState> = titles.iter().map(|_| PanelState::new()).collect();
            let map = map.get();
            let panels = titles.into_iter().enumerate().zip(&states);
            let made = panels
                .map(|(at, state)| match map {
                    true => map_view(store, pointing, theme, *state),
                    false => panel_view(store, pointing, theme, printing, *state, at),
                })
                .collect();
            // What is to be seen is there once each panel is drawn or out of sight.
            follow(move || {
                let Some(view) = view.get() else { return };
                let all = states.iter().all(|state| state.shows(&view));
                if all != store.drawn.get_untracked() {
                    store.drawn.set(all);
                    if all {
                        announce_drawn();
                    }
                }
            });
            made
        })
        .child(el("p", "unseen").attr("aria-live", "polite").text_of(move || pointing.spoken.get()))
}

/// Tells tests and benchmarks that a picture is complete.
fn announce_drawn() {
    if let Some(performance) = window().performance() {
        // A full buffer of marks is no reason to stop.
        let _ = performance.mark("chart-drawn");
    }
}
