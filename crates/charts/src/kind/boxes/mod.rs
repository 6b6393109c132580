//! Box plots of two periods.

pub mod draw;
pub mod view;
