//! The pages: a component, a file.

pub mod chart;
pub mod embed;
pub mod sent;
pub mod study;
