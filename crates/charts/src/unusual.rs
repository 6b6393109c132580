//! The unusual days of all years: where a letter, or all of them together, left what was usual before.
//!
//! - [`state`]: which of them the page shows;
//! - [`search`]: the rule that finds them;
//! - [`lines`]: what is shown of them, day by day, and as a file;
//! - [`marks`]: those that a chart over time marks;
//! - [`words`]: the texts of the page.

pub mod lines;
pub mod marks;
pub mod search;
pub mod state;
pub mod words;

pub use lines::Line;
pub use marks::Marked;
pub use search::{Apart, Finding, Unusual, Who};
pub use state::{Order, PATH, UnusualState, Years};
