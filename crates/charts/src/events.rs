//! Known dates that explain what charts show, each with a public source. The list is kept by the server, as data.

use std::collections::BTreeMap;

use rssac002_model::{Day, DayRange, RsiSet};
use serde_json::{Value, json};

/// Where their page stands.
pub const PATH: &str = "/events";
/// The list for programs.
pub const ADDRESS: &str = "/events.json";
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

/// The list as JSON, for programs.
pub fn write(events: &[Event]) -> String {
    let written = events.iter().map(|event| {
        json!({
            "day": event.day.to_string(),
            "what": event.what,
            "rsi": event.rsis.to_permalink(),
            "source": event.source,
        })
    });
    Value::Array(written.collect()).to_string()
}

/// Reads what [`write`] wrote; `None` where it is something else.
pub fn read(json: &[u8]) -> Option<Vec<Event>> {
    let event = |written: BTreeMap<String, String>| {
        let field = |name: &str| written.get(name).cloned();
        let rsis = RsiSet::parse_permalink(&field("rsi")?).ok()?;
        Some(Event {
            day: Day::parse_iso(&field("day")?)?,
            what: field("what")?,
            rsis,
            source: field("source")?,
        })
    };
    let list: Vec<_> = serde_json::from_str(std::str::from_utf8(json).ok()?).ok()?;
    list.into_iter().map(event).collect()
}
