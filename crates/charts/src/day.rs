//! One day and what was unusual about it: every metric beside the days before, for the system and by RSI, and sentences that
//! are computed from that.
//!
//! - [`state`]: which day, which letters, and beside which days;
//! - [`topic`]: the metrics of a day;
//! - [`words`]: the texts of its page;
//! - [`findings`]: what is found of it.

pub mod findings;
pub mod state;
pub mod topic;
pub mod words;

pub use findings::{Findings, Letter, Row};
pub use state::{Baseline, DayState, find};
pub use topic::Topic;
