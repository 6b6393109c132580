//! What explains the charts to those who are new to them.
//!
//! From the lowest to the highest:
//!
//! - [`glossary`]: the words, each with its explanation, and which of them a chart uses;
//! - [`metrics`]: what each metric counts and what it does not;
//! - [`manual`]: the chapters of the manual;
//! - [`whole`]: the whole data set as files;
//! - [`api`]: the API;
//! - [`about`]: what RSSAC002 is, and how this site treats it;
//! - [`how`]: how to read a chart, in the state that it is in.

pub mod about;
pub mod api;
pub mod glossary;
pub mod how;
pub mod manual;
pub mod metrics;
pub mod whole;

pub use how::how_to_read;
