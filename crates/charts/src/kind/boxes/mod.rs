//! Box plots of two periods.

pub mod draw;
pub mod readout;
pub mod view;
pub(crate) mod words;
