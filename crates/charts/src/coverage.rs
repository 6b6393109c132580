//! Which days are reported, by letter and metric: a calendar, and the reasons where a day's file was repaired or refused.
//!
//! - [`state`]: which letters, metrics and years the page shows;
//! - [`calendar`]: the days of these, in runs of equal status;
//! - [`picture`]: these as a picture;
//! - [`words`]: the texts of the page.

pub mod calendar;
pub mod picture;
pub mod state;
pub mod words;

pub use calendar::{Calendar, Note, Row, Run};
pub use state::{CoverageState, PATH};
