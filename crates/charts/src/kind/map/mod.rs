//! Places in the world.

pub mod draw;
pub mod view;
