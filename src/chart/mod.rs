//! The chart: one or more panels, each a canvas with an overlay for pointer, keys and readout. Pointing moves the
//! overlay and never draws the chart again.

mod canvas;
mod drawn;
mod fingers;
mod hover;
mod keys;
mod layout;
mod map;
mod mover;
mod moves;
mod panel;
mod panels;
mod pointing;
mod readout;
#[cfg(not(target_arch = "wasm32"))]
pub mod still;
mod strip;
mod zoom;

pub use canvas::{Lettering, paint};
pub use layout::{Layout, use_layout};
pub use map::MapPanel;
pub use moves::{PanelMoves, StripMoves};
pub use panels::Panels;
pub use pointing::Pointing;
pub use strip::Strip;

/// What stands in the place of a panel's canvas until that is drawn: on the server a picture, in the browser nothing.
#[cfg(not(target_arch = "wasm32"))]
fn still_of(index: usize) -> impl leptos::IntoView {
    use leptos::prelude::*;
    view! { <still::Still index /> }
}

#[cfg(target_arch = "wasm32")]
fn still_of(_index: usize) {}
