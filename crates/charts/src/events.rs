//! Known dates that explain what charts show, each with a public source. The list is kept by the server, as data.

use rssac002_model::{Day, DayRange, RsiSet};

/// Where their page stands; with `.json` behind it, the list for programs.
pub const PATH: &str = "/events";
/// The title of the page, and the line in the menu.
pub const TITLE: &str = "Known events";
/// What it is.
pub const INTRODUCTION: &str = "Dates that explain what the charts show: attacks, new addresses, rollovers of the root key, versions of \
    RSSAC002, each with its source";
/// The headings of the table.
pub const COLUMNS: [&str; 4] = ["day", "what", "whose", "source"];

/// Something that happened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Event {
    /// On this day, UTC.
    pub day: Day,
    /// What, as a sentence without a full stop.
    pub what: String,
    /// To these letters; all of them where it is everybody's.
    pub rsis: RsiSet,
    /// The address of a public source that says so.
    pub source: String,
}

/// Those on these days that are of any of these letters, in order.
pub fn on(events: &[Event], days: DayRange, rsis: RsiSet) -> impl Iterator<Item = &Event> {
    events
        .iter()
        .filter(move |event| days.contains(event.day) && event.rsis.iter().any(|rsi| rsis.contains(rsi)))
}
