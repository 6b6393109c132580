//! The world as maps show it: a projection and the outline of the land, both without pixels.

pub mod outline;
pub mod projection;

pub use outline::{Outline, OutlineError};
pub use projection::Parallel;
