//! Shares of a total over a range of days.

pub mod draw;
pub mod readout;
pub mod view;
pub(crate) mod words;
