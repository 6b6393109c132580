//! Columns by range of sizes.

pub mod draw;
pub mod readout;
pub mod view;
pub(crate) mod words;

pub(crate) use words::range_of_octets;
