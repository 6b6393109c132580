//! What stands around the chart.

pub mod controls;
pub mod date_picker;
pub mod header;
pub mod legend;
pub mod menu;
pub mod notes;
pub mod rsi_picker;
pub mod table;
pub mod take;
pub mod time_picker;

use rssac002_charts::theme::{Colour, css_variable};

use crate::dom::{El, el};

/// A small square in a series' colour.
pub fn swatch(colour: Colour) -> El {
    el("span", "swatch").attr("style", &format!("background:var({})", css_variable(colour)))
}
