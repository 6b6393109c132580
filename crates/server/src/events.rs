//! The list of known events: `events.toml`, read once.

use std::sync::LazyLock;

use rssac002_charts::events::Event;
use rssac002_model::{Day, RsiSet};
use serde::Deserialize;

/// All of them, in order of day; none were the file damaged, which a test would have found.
pub static EVENTS: LazyLock<Vec<Event>> =
    LazyLock::new(|| read(include_str!("../events.toml")).unwrap_or_default());

/// Why a list of events is not understood.
#[derive(Debug, thiserror::Error)]
pub enum EventError {
    /// It is not TOML, or an entry lacks something or has something unknown.
    #[error(transparent)]
    Toml(#[from] toml::de::Error),
    /// A day is not in the calendar, or has a time.
    #[error("`{0}` is no day, such as 2018-10-11")]
    Day(String),
    /// Letters are not understood.
    #[error("`{0}` names no letters, such as a-c.k")]
    Letters(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    event: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    day: toml::value::Datetime,
    what: String,
    rsi: Option<String>,
    source: String,
}

fn read(text: &str) -> Result<Vec<Event>, EventError> {
    let event = |entry: Entry| {
        let day = entry.day.to_string();
        let day = Day::parse_iso(&day).ok_or(EventError::Day(day))?;
        let rsis = match entry.rsi {
            None => RsiSet::ALL,
            Some(text) => RsiSet::parse_permalink(&text).map_err(|_| EventError::Letters(text))?,
        };
        Ok(Event { day, what: entry.what, rsis, source: entry.source })
    };
    let list: List = toml::from_str(text)?;
    let mut events = list.event.into_iter().map(event).collect::<Result<Vec<Event>, EventError>>()?;
    events.sort_by_key(|event| event.day);
    Ok(events)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rssac002_charts::events;

    #[test]
    fn every_event_has_a_day_a_sentence_and_a_source() {
        let list = read(include_str!("../events.toml")).unwrap();
        assert!(list.len() > 10 && list.windows(2).all(|pair| pair[0].day <= pair[1].day));
        for event in &list {
            assert!(event.day >= Day::API_START, "{event:?}");
            assert!(
                event.source.starts_with("https://") && !event.source.contains(char::is_whitespace),
                "{event:?}"
            );
            assert!(!event.what.is_empty() && !event.what.ends_with('.'), "{event:?}");
        }
        assert!(list.iter().any(|event| event.day == Day::from_epoch(18_570) && event.rsis == RsiSet::ALL));
        assert_eq!(*EVENTS, list);
        assert_eq!(events::read(events::write(&EVENTS).as_bytes()), Some(EVENTS.clone()));
    }

    #[test]
    fn what_is_wrong_with_a_list_is_said() {
        let entry = |day: &str, rest: &str| {
            format!("[[event]]\nday = {day}\nwhat = \"x\"\nsource = \"https://example.org\"\n{rest}")
        };
        assert_eq!(read(&entry("2018-10-11", "rsi = \"b.k\"")).unwrap()[0].rsis.len(), 2);
        for (text, said) in [
            (entry("2018-10-11T10:00:00", ""), "`2018-10-11T10:00:00` is no day"),
            (entry("2018-10-11", "rsi = \"z\""), "`z` names no letters"),
            (entry("2018-10-11", "colour = \"red\""), "unknown field `colour`"),
            (entry("2018-02-30", ""), "day"),
            ("[[event]]\nday = 2018-10-11\nwhat = \"x\"".to_owned(), "missing field `source`"),
        ] {
            let error = read(&text).unwrap_err().to_string();
            assert!(error.contains(said), "{text}: {error}");
        }
    }
}
