//! What stands around the chart.

pub mod controls;
pub mod header;
pub mod legend;
pub mod menu;
pub mod notes;
pub mod rsi_picker;
pub mod table;
pub mod time_picker;
