//! Numbers as rows, whatever the kind of drawing: a table, and what CSV and JSON are written with.

pub(crate) mod csv;
pub(crate) mod json;
pub(crate) mod listed;
pub mod table;
pub mod written;

pub use table::{Order, Style, Table};
pub use written::Written;
