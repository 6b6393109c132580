//! A view as something to take away. Everything here is made from the view on screen and agrees with it.
//!
//! The server gives the same files, octet for octet, for the same link; see [`Provenance`](crate::provenance::Provenance) for what they say about where
//! they are from.

pub mod citation;
pub mod copied;
pub mod csv;
pub mod embed;
pub mod file;
pub mod json;
pub mod png;
pub mod readme;
pub mod svg;
pub mod table;

pub use crate::rows::{Order, Style, Table, Written};
pub use csv::csv;
pub use file::{Extent, file_name};
pub use json::{json, metadata};
pub use readme::readme;
pub use table::{Digest, digest, table};
