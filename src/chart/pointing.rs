//! What is pointed out, by pointer, keys or legend.

use leptos::prelude::*;

/// Where the visitor points.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Cursor {
    /// The panel.
    pub panel: usize,
    /// The bin, slice or band.
    pub at: usize,
    /// The pointer, in CSS pixels of the panel.
    pub pointer: (f64, f64),
}

/// What is pointed out, shared by the panels and the legend of a chart. Components take it from the context.
#[derive(Clone, Copy)]
pub struct Pointing {
    /// The place.
    pub cursor: RwSignal<Option<Cursor>>,
    /// Whether it stays while the pointer moves on, until it is let go of: after a click or a tap.
    pub pinned: RwSignal<bool>,
    /// The series that stays while the others fade.
    pub series: RwSignal<Option<String>>,
    /// What was read out last by keys, for those who do not see it.
    pub spoken: RwSignal<String>,
}

impl Pointing {
    /// Nothing is pointed out.
    pub fn new() -> Pointing {
        Pointing {
            cursor: RwSignal::new(None),
            pinned: RwSignal::new(false),
            series: RwSignal::new(None),
            spoken: RwSignal::default(),
        }
    }

    /// What is pointed out in the chart of the component that asks.
    pub fn from_context() -> Pointing {
        expect_context()
    }

    /// Lets go of everything.
    pub fn clear(self) {
        // A panel that leaves the page with the focus in it says so when its signals are gone.
        if self.cursor.try_with_untracked(Option::is_some) == Some(true) {
            self.cursor.set(None);
            self.pinned.set(false);
        }
        if self.series.try_with_untracked(Option::is_some) == Some(true) {
            self.series.set(None);
        }
    }

    /// Points out this series, or none.
    pub fn point_out(self, series: Option<String>) {
        if self.series.with_untracked(|now| *now != series) {
            self.series.set(series);
        }
    }
}
