//! Columns by range of sizes.

pub mod draw;
pub mod view;
