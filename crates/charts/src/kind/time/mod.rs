//! Values over days or weeks.

pub mod draw;
pub mod readout;
pub mod view;
