//! Shares of a total over a range of days.

pub mod draw;
pub mod view;
