//! Known dates that explain what charts show, each with a public source. The list is kept by the server, as data.

use std::collections::BTreeMap;

use rssac002_model::{Day, DayRange, RsiSet, csv};
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

/// The names of the columns of CSV.
const FILE_COLUMNS: [&str; 4] = ["day", "what", "rsi", "source"];

/// Something that happened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Event {
    /// On this day, UTC.
    pub day: Day,
    /// What, as a sentence without a full stop.
    pub what: String,
    /// To these letters; all of them where it is everybody's.
    pub rsis: RsiSet,
    /// The address of a public source that says so; of an unusual day that of its page.
    pub source: String,
}

/// A kind of days that are marked in charts over time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mark {
    /// Known events.
    Event,
    /// Unusual days. Such a day is an event, too: what was unusual, at which letters, and where that is told.
    Unusual,
}

impl Mark {
    /// Both, in the order of pages and files.
    pub const ALL: [Mark; 2] = [Mark::Event, Mark::Unusual];

    /// Its name in addresses and files.
    pub fn id(self) -> &'static str {
        match self {
            Mark::Event => "events",
            Mark::Unusual => "unusual",
        }
    }
}

/// The days of a kind that a chart over time marks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Marks {
    /// Which kind.
    pub mark: Mark,
    /// Those among the days shown: first those that are marked, then those that have no room.
    pub days: Vec<Event>,
    /// How many are marked.
    pub marked: usize,
    /// Those among the days to compare with, if any. They are told in files, and not marked.
    pub second: Vec<Event>,
}

/// More unusual days than this are not marked: they would hide what they are to explain.
pub const MOST_MARKED: usize = 12;
/// Marks are at least this part of the days shown apart, so that they can be told from one another where a plot is narrow.
const APART: usize = 40;

impl Marks {
    /// Those of a list that are of any of these letters, on the days shown and on those to compare with. Known events are all
    /// marked. Of unusual days, whose list begins with the most unusual, as many as can be told from one another.
    pub fn new(mark: Mark, list: &[Event], days: DayRange, second: Option<DayRange>, rsis: RsiSet) -> Marks {
        let of = |days: DayRange| on(list, days, rsis).cloned().collect::<Vec<Event>>();
        let (mut there, second) = (of(days), second.map(of).unwrap_or_default());
        let marked = match mark {
            Mark::Event => there.len(),
            Mark::Unusual => apart_first(&mut there, days.len() / APART),
        };
        Marks { mark, days: there, marked, second }
    }

    /// Those that are marked.
    pub fn shown(&self) -> &[Event] {
        self.days.get(..self.marked).unwrap_or_default()
    }
}

/// Brings those to the front that are more than so many days from every one before them, [`MOST_MARKED`] at most; says how many.
fn apart_first(list: &mut Vec<Event>, apart: usize) -> usize {
    let (mut marked, mut others): (Vec<Event>, Vec<Event>) = (Vec::new(), Vec::new());
    for event in list.drain(..) {
        let is_apart = |other: &Event| (other.day - event.day).unsigned_abs() as usize > apart;
        let has_room = marked.len() < MOST_MARKED && marked.iter().all(is_apart);
        if has_room { &mut marked } else { &mut others }.push(event);
    }
    let count = marked.len();
    *list = marked;
    list.append(&mut others);
    count
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

/// The list as CSV with a line of names first.
pub fn csv(events: &[Event]) -> String {
    let mut out = FILE_COLUMNS.join(",") + "\r\n";
    for event in events {
        let (what, source) = (csv::field(&event.what), csv::field(&event.source));
        out.push_str(&format!("{},{what},{},{source}\r\n", event.day, event.rsis.to_permalink()));
    }
    out
}

/// Reads what [`write()`] wrote; `None` where it is something else.
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn event(day: i32) -> Event {
        let day = Day::CHARTS_START + day;
        Event { day, what: day.to_string(), rsis: RsiSet::ALL, source: String::new() }
    }

    proptest! {
        #[test]
        fn the_first_of_a_list_are_marked_as_far_as_they_can_be_told_apart(
            days in proptest::collection::btree_set(0..400i32, 0..60), length in 1..500i32, rotated in 0..60usize,
        ) {
            // In some order, as it is in a list by rank.
            let mut days: Vec<i32> = days.into_iter().collect();
            let middle = rotated % days.len().max(1);
            days.rotate_left(middle);
            let list: Vec<Event> = days.iter().map(|day| event(*day)).collect();
            let range = DayRange::new(Day::CHARTS_START, Day::CHARTS_START + (length - 1)).unwrap();
            let marks = Marks::new(Mark::Unusual, &list, range, None, RsiSet::ALL);
            // Nothing is lost, and what lies outside is not there.
            let mut all: Vec<Day> = marks.days.iter().map(|event| event.day).collect();
            all.sort();
            let mut there: Vec<Day> = on(&list, range, RsiSet::ALL).map(|event| event.day).collect();
            there.sort();
            prop_assert_eq!(&all, &there);
            let shown = marks.shown();
            prop_assert!(shown.len() <= MOST_MARKED);
            let near = |a: &Event, b: &Event| (a.day - b.day).unsigned_abs() as usize <= range.len() / APART;
            for (at, mark) in shown.iter().enumerate() {
                prop_assert!(shown[..at].iter().all(|other| !near(mark, other)));
            }
            // What is not marked has no room: there are enough, or one before it in the list is too near.
            let place = |event: &Event| list.iter().position(|other| other == event).unwrap();
            for other in &marks.days[marks.marked..] {
                let before = |mark: &Event| place(mark) < place(other);
                prop_assert!(shown.iter().filter(|mark| before(mark)).count() == MOST_MARKED
                    || shown.iter().any(|mark| before(mark) && near(mark, other)));
            }
            prop_assert_eq!(shown.first(), on(&list, range, RsiSet::ALL).next());
            prop_assert_eq!(Marks::new(Mark::Event, &list, range, Some(range), RsiSet::ALL).shown().len(), there.len());
        }
    }
}
