//! A view as something to take away. Everything here is made from the view on screen and agrees with it.

pub mod csv;
#[cfg(feature = "svg")]
pub mod svg;
pub mod table;

pub use csv::csv;
pub use table::{Table, table};
