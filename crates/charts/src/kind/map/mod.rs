//! Places in the world.

pub mod draw;
pub mod readout;
pub mod view;
pub(crate) mod words;

pub(crate) use words::town;
