//! Values over days or weeks.

pub mod draw;
pub mod view;
