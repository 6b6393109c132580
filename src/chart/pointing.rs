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
    /// Whether it stays while the mouse moves on, until it is let go of: after a click or a tap.
    pub is_pinned: bool,
}

/// What is pointed out, shared by the panels and the legend of a chart. Components take it from the context.
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

    /// What is pointed out in the chart of the component that asks.
    pub fn from_context() -> Pointing {
        expect_context()
    }

    /// Whether the place stays while the mouse moves on.
    pub fn is_pinned(self) -> bool {
        self.cursor.try_get_untracked().flatten().is_some_and(|cursor| cursor.is_pinned)
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

    /// Points out this series, or none.
    pub fn point_out(self, series: Option<String>) {
        if self.series.with_untracked(|now| *now != series) {
            self.series.set(series);
        }
    }
}
