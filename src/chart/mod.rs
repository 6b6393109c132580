//! The chart: one or more panels, each a canvas with an overlay for pointer, keys and readout. Pointing moves the
//! overlay and never draws the chart again.

mod canvas;
mod drawn;
mod hover;
mod keys;
mod layout;
mod map;
mod panel;
mod panels;
mod pointing;
mod readout;
mod zoom;

pub use canvas::{Lettering, paint};
pub use layout::{Layout, use_layout};
pub use panels::Panels;
pub use pointing::Pointing;
