//! The addresses of charts, days and unusual days.

use rssac002_charts::day::DayState;
use rssac002_charts::state::url::{Ignored, full_query, link_query, parse, query};
use rssac002_charts::unusual::UnusualState;
use rssac002_charts::{CATALOGUE, Chart, Clock};
use rssac002_model::Day;

/// Any text as an address, or as the query of one. It gives a state, and what is written of a state reads back as it was.
pub fn permalink(octets: &[u8]) {
    let text = String::from_utf8_lossy(octets);
    let named = text.split_once('?').and_then(|(path, query)| Some((Chart::find(path)?, query)));
    // Where no chart is named, any is as good as another.
    let (chart, text) = named.unwrap_or((&CATALOGUE[text.len() % CATALOGUE.len()], &text));
    let today = Day::from_epoch(20_778);
    let clock = Clock::new(today);
    let (state, ignored) = parse(chart, text, &clock);
    assert!(!state.rsis.is_empty());
    assert!(state.chosen_range(&clock).is_some());
    is_short(&ignored);
    for written in [query(&state), link_query(&state), full_query(&state)] {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._~=&".contains(c);
        assert!(written.chars().all(is_plain), "{written}");
        let (back, ignored) = parse(chart, &written, &clock);
        assert_eq!(ignored, [], "{written}");
        assert_eq!(back, state, "{written}");
    }

    let (state, ignored) = DayState::parse(today, text);
    is_short(&ignored);
    assert_eq!(DayState::parse(today, after_question_mark(&state.address())), (state, Vec::new()));

    let (state, ignored) = UnusualState::parse(text);
    is_short(&ignored);
    assert_eq!(UnusualState::parse(after_question_mark(&state.address(""))), (state, Vec::new()));
}

fn after_question_mark(address: &str) -> &str {
    address.split_once('?').map_or("", |(_, query)| query)
}

/// What is said of a hostile address costs little, and always says what would be right.
fn is_short(ignored: &[Ignored]) {
    for Ignored { part, accepted } in ignored {
        assert!(part.chars().count() <= 61 && !accepted.is_empty(), "{part}: {accepted}");
    }
}
