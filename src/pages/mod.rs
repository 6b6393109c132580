//! The pages: a component, a file.

pub mod chart;
#[cfg(not(target_arch = "wasm32"))]
pub mod day;
pub mod embed;
pub mod not_found;
pub mod sent;
pub mod study;
