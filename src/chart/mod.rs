//! The chart: a figure of one or more panels, each a canvas with an overlay for pointer, keys and readout. Hovering
//! moves the overlay and never redraws the chart.

mod canvas;
mod panel;
mod readout;

use std::sync::Arc;

use leptos::prelude::*;
use rssac002_charts::view::{Body, View};

use crate::store::Store;
use panel::PanelView;
pub use panel::{mark_page, reset_zoom};

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
        if self.cursor.with_untracked(Option::is_some) {
            self.cursor.set(None);
        }
        if self.series.with_untracked(Option::is_some) {
            self.series.set(None);
        }
    }
}

/// All panels of the view.
#[component]
pub fn Panels(view: Signal<Option<Arc<View>>>) -> impl IntoView {
    let store = expect_context::<Store>();
    let pointing = expect_context::<Pointing>();
    let shape = Memo::new(move |_| {
        let shape = |v: &Arc<View>| {
            let titles: Vec<Option<String>> =
                v.headings().into_iter().map(|t| t.map(str::to_owned)).collect();
            (titles, matches!(v.body, Body::Pie(_)))
        };
        view.with(|v| v.as_ref().map(shape)).unwrap_or((vec![None], false))
    });
    // What was pointed out belongs to the view before.
    Effect::new(move |_| {
        view.track();
        pointing.clear();
    });
    let busy = move || (store.status.get() == crate::store::Status::Loading).to_string();
    view! {
        <div
            class="panels"
            class:many=move || shape.with(|(titles, _)| titles.len() > 1)
            class:pie=move || shape.with(|(_, pie)| *pie)
            aria-busy=busy
        >
            {move || {
                let (titles, _) = shape.get();
                titles
                    .into_iter()
                    .enumerate()
                    .map(|(index, title)| view! { <PanelView view index title /> })
                    .collect_view()
            }}
            <p class="unseen" aria-live="polite">{move || pointing.spoken.get()}</p>
        </div>
    }
}

/// Tells tests and benchmarks that a picture is complete.
fn announce_drawn() {
    if let Some(performance) = window().performance() {
        // A full buffer of marks is no reason to stop.
        let _ = performance.mark("chart-drawn");
    }
}
