//! What the search says.

use super::entry::Group;

/// Its title, and the button's word.
pub const TITLE: &str = "Search";
/// What the field takes.
pub const FIELD: &str = "Search charts, letters, days, events, words";
/// What can be searched.
pub const HOW: &str = "Charts by title, metric or address; letters (k, k root); days, weeks, months and years (4 Nov 2020, 2020-11-04, \
    week 45 2020, November 2020), also with a metric; events; words of the glossary; pages. Words in any order; their beginnings do.";
/// The name of what was found.
pub const FOUND: &str = "Found";
/// Where events, words and pages could not be fetched.
pub const ONLY_CHARTS: &str = "Events, words and pages cannot be searched now: the server cannot be reached.";

/// The heading of a group.
pub fn group(group: Group) -> &'static str {
    match group {
        Group::Days => "Days",
        Group::Charts => "Charts",
        Group::Letters => "Letters",
        Group::Pages => "Pages",
        Group::Words => "Words",
        Group::Events => "Events",
    }
}

/// How many were found, for ears.
pub fn found(count: usize) -> String {
    match count {
        1 => "1 found".to_owned(),
        n => format!("{n} found"),
    }
}

/// Where nothing was.
pub fn nothing(query: &str) -> String {
    format!("Nothing fits “{query}”. What can be searched: {HOW}")
}
