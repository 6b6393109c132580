//! The search over charts, letters, days, events, words and pages: one function, which app and server share.
//!
//! From the lowest to the highest:
//!
//! - [`words`]: what its page says;
//! - [`text`]: a text as words that compare;
//! - [`entry`]: what can be found;
//! - [`time`]: days, weeks, months and years, in all spellings;
//! - [`find`](mod@find): what fits a query, ranked.

pub mod entry;
pub mod find;
pub mod text;
pub mod time;
pub mod words;

pub use entry::{Entry, Group};
pub use find::find;

/// Where its page stands, `/search?q=`.
pub const PATH: &str = "/search";
/// The key of the query in the page's address.
pub const KEY: &str = "q";
/// What can be found that the app does not know by itself, for programs: events, words, pages.
pub const ADDRESS: &str = "/search.json";
