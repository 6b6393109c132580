//! One day and what was unusual about it: every metric beside the days before, for the system and by RSI, and sentences that
//! are computed from that.
//!
//! - [`state`]: which day, which letters, and beside which days;
//! - [`topic`]: the metrics of a day;
//! - [`words`]: the texts of its page;
//! - [`quantities`](mod@quantities): what they consist of, and how each compares with other days;
//! - [`findings`]: what is found of a day, and said of it;
//! - [`files`]: the same as CSV and JSON.

pub mod files;
pub mod findings;
pub mod quantities;
pub mod state;
pub mod topic;
pub mod words;

pub use findings::Findings;
pub use quantities::{Measured, Quantity, Row, quantities};
pub use state::{Baseline, DayState, PATH, find};
pub use topic::Topic;
