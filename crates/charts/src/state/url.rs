//! The one codec between a state and its address (conventions.md, "Permalink grammar").
//!
//! `/queries-received?v=1&time=2020-01-01..latest&rsi=a-c.k&interval=day&type=stacked`: only what differs from
//! the default, in a fixed order, in unreserved characters. `v` is the version of the defaults and spellings; an
//! address with any choice in it carries it.
//!
//! `at=48.5_-3.25_8` is the centre of a map, in degrees north and east, and its zoom, all to hundredths at most; 1 is the
//! whole world. `date=2020-11-04` is its day, where other charts have `time`.
//!
//! Reading never fails: each key is valid, mended with a reason, or missing. Keys that are not ours (trackers add
//! some) are passed over.

use percent_encoding::percent_decode_str;

use super::choices::{CHOICES, Choice, cut};
use super::{ChartState, Clock};
use crate::catalogue::Chart;
use crate::words::ui;

/// The version of defaults and spellings that is written today.
pub const VERSION: &str = "1";

/// A part of an address that was not understood, for one line on the page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ignored {
    /// Key and value as they stood (`scale=lgo`).
    pub part: String,
    /// What is accepted.
    pub accepted: String,
}

/// Key and value of each choice in the fixed order: those that differ from the default, or all that the chart offers.
fn choices(state: &ChartState, all: bool) -> String {
    let is_written = |choice: &&&dyn Choice| {
        choice.is_offered(state) && (choice.is_chosen(state) || all && !choice.is_nothing(state))
    };
    let spelled = |choice: &&dyn Choice| Some(format!("{}={}", choice.key(), choice.write(state)?));
    CHOICES.iter().filter(is_written).filter_map(spelled).collect::<Vec<_>>().join("&")
}

/// The query of a state, without the question mark; empty for the default.
pub fn query(state: &ChartState) -> String {
    match choices(state, false).as_str() {
        "" => String::new(),
        choices => format!("v={VERSION}&{choices}"),
    }
}

/// The query of a link that is handed on: it always says by which defaults it is to be read.
pub fn link_query(state: &ChartState) -> String {
    match choices(state, false).as_str() {
        "" => format!("v={VERSION}"),
        choices => format!("v={VERSION}&{choices}"),
    }
}

/// The query with everything that the chart offers, for embeds: they depend on no default.
pub fn full_query(state: &ChartState) -> String {
    format!("v={VERSION}&{}", choices(state, true))
}

/// The address of a state, from the slash on.
pub fn address(state: &ChartState) -> String {
    match query(state).as_str() {
        "" => format!("/{}", state.chart.path),
        query => format!("/{}?{query}", state.chart.path),
    }
}

/// The address of a state as it is handed on.
pub fn permalink(state: &ChartState) -> String {
    format!("/{}?{}", state.chart.path, link_query(state))
}

/// Turns keys and values of an earlier spelling into the next one.
type Migration = fn(&mut [(String, String)]);

/// Earlier spellings become today's, one after the other. The list only grows: links are for ever. Every spelling that
/// was ever published stands in `tests/permalinks.txt`.
const MIGRATIONS: &[Migration] = &[
    // `by=system` and `by=rsi` are one line for the system, and one for each RSI.
    |pairs| {
        for (key, value) in pairs.iter_mut().filter(|(key, _)| key == "by") {
            if let Some(form) = [("system", "line"), ("rsi", "lines")].iter().find(|(by, _)| by == value) {
                (*key, *value) = ("type".into(), form.1.into());
            }
        }
    },
];

/// Decodes `%41` and `+`, which messengers and mail put in. What is not valid stays as it is.
fn decode(text: &str) -> String {
    percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}

/// Reads the query of a chart's address. What is not understood keeps its default and is named.
pub fn parse(chart: &'static Chart, query: &str, clock: &Clock) -> (ChartState, Vec<Ignored>) {
    let mut state = ChartState::new(chart);
    let mut ignored = Vec::new();
    // Of a repeated key the last counts, as in the API.
    let mut pairs: Vec<(String, String)> = query
        .trim_start_matches('?')
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(k, v)| (decode(k).to_ascii_lowercase(), decode(v).trim().to_owned()))
        .collect();
    MIGRATIONS.iter().for_each(|migrate| migrate(&mut pairs));
    let last = |key: &str| pairs.iter().rev().find(|(k, _)| k == key).map(|(_, value)| value);
    let mut refuse = |key: &str, value: &str, accepted: &str| {
        ignored.push(Ignored { part: cut(&format!("{key}={value}"), 60), accepted: cut(accepted, 300) });
    };
    if let Some(version) = last("v").filter(|version| *version != VERSION) {
        refuse("v", version, VERSION);
    }
    let mut taken = Vec::new();
    for choice in CHOICES {
        let Some(value) = last(choice.key()) else { continue };
        match choice.read(&mut state, value, clock) {
            Ok(()) => taken.push((choice, value, choice.write(&state))),
            Err(accepted) => refuse(choice.key(), value, &accepted),
        }
    }
    // What a later choice has taken back.
    for (choice, value, _) in taken.iter().filter(|(choice, _, written)| choice.write(&state) != *written) {
        refuse(choice.key(), value, ui::NOT_TOGETHER);
    }
    (state, ignored)
}

/// Reads the query of a page that is no chart's: `take` is given keys and values, and says of those that it does not take what
/// is accepted. What was not taken is named.
pub fn read(query: &str, mut take: impl FnMut(&str, &str) -> Result<(), String>) -> Vec<Ignored> {
    let pairs = query.trim_start_matches('?').split('&').filter(|pair| !pair.is_empty());
    let refused = pairs.filter_map(|pair| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        let (key, value) = (decode(key).to_ascii_lowercase(), decode(value));
        if (key.as_str(), value.as_str()) == ("v", VERSION) {
            return None;
        }
        let accepted = take(&key, value.trim()).err()?;
        Some(Ignored { part: cut(pair, 60), accepted })
    });
    refused.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{CATALOGUE, Drawing};
    use crate::state::choices::Control;
    use crate::state::{Align, Bound, PERIOD_IDS, Second, Viewport};
    use proptest::prelude::*;
    use rssac002_model::{Day, RsiSet};

    fn clock() -> Clock {
        Clock::new(Day::parse_iso("2026-11-21").unwrap())
    }

    fn parse_one(path: &str, query: &str) -> (ChartState, Vec<Ignored>) {
        parse(Chart::find(path).unwrap(), query, &clock())
    }

    #[test]
    fn the_default_has_no_query() {
        for chart in CATALOGUE {
            assert_eq!(query(&ChartState::new(chart)), "");
        }
    }

    #[test]
    fn order_case_and_encoding_do_not_matter_when_reading() {
        let (state, ignored) = parse_one(
            "queries-received",
            "?v=1&interval=DAY&type=stacked&rsi=a-c%2Ek&time=2020-01-01..latest&utm_source=x",
        );
        assert_eq!(ignored, []);
        assert_eq!(query(&state), "v=1&time=2020-01-01..latest&rsi=a-c.k&interval=day&type=stacked");
    }

    #[test]
    fn bad_values_keep_the_default_and_are_named() {
        for (path, bad) in [
            ("queries-received", "scale=lgo"),
            ("queries-received", "time=2020-01-01"),
            ("queries-received", "time=2020-02-30..latest"),
            ("queries-received", "time=2021-01-01..2020-01-01"),
            ("queries-received", "time=2030-01-01..latest"),
            ("queries-received", "rsi=n"),
            ("queries-received", "rsi="),
            ("queries-received", "v=9"),
            ("queries-received", "hide=z"),
            ("queries-received", "code=3"),
            ("queries-received", "ip=4"),
            ("queries-received/ip-version", "type=line"),
            ("queries-received/ip-version", "scale=log"),
            ("instances", "time=2013-01-01..2015-03-01"),
            ("instances", "interval=week"),
            ("instances", "count=ipv4"),
            ("instances", "type=share"),
            ("load-time", "threshold=0"),
            ("load-time", "threshold=86401"),
            ("load-time/quartiles", "threshold=60"),
            ("load-time/quartiles", "scale=lin"),
            ("load-time/quartiles", "axis=own"),
            ("load-time", "type=bands"),
            ("load-time/rsi", "axis=each"),
            ("response-codes/rsi", "axis=own"),
            ("unique-sources/instances", "ip=both"),
            ("root-zone-size", "rsi=a"),
            ("root-zone-size", "type=lines"),
            ("instances", "count=only4"),
            ("instances", "date=2020-01-01"),
            ("instances/map", "count=only"),
            ("instances/map", "date=2015-03-01"),
            ("instances/map", "date=2026-11-20"),
            ("instances/map", "date=earliest"),
            ("instances/map", "date=2020-01-01..2020-01-01"),
            ("instances/map", "time=2020-01-01..2020-01-01"),
            ("instances/map", "at=1_2"),
            ("instances/map", "interval=day"),
            ("instances/map", "scale=log"),
            ("response-codes", "at=1_2_3"),
            ("response-codes", "interval=day"),
            ("response-codes", "with=2020-02-01..2020-01-01"),
            ("response-codes", "with=year-before..latest"),
            ("response-codes", "align=day"),
            ("packet-sizes/stacked", "align=weekday"),
            ("instances/map", "with=year-before"),
            ("load-time/compare", "with=2020-02-01..2020-01-01"),
            ("load-time/compare", "interval=day"),
            ("packet-sizes", "top=5"),
            ("packet-sizes/rsi", "top=0"),
            ("packet-sizes/rsi", "top=14"),
            ("packet-sizes", "messages=udp"),
            ("packet-sizes", "hide=32-47-"),
            ("packet-sizes", "hide=-"),
            ("response-codes", "messages=udp-queries"),
            ("response-codes", "code=24"),
            ("response-codes", "part=ipv4"),
            ("response-codes", "split=protocol"),
            ("response-codes", "type=stacked"),
            ("packet-sizes/stacked", "type=pie"),
            ("queries-received", "type=columns"),
            ("queries-received/share", "code=3"),
            ("queries-received/share", "part=ipv4"),
            ("queries-received/share", "split=code"),
            ("unique-sources/share", "split=transport"),
            ("packet-sizes/share", "part=ipv4-udp"),
            ("response-codes", "scale=linear"),
            ("instances/map", "doubtful=out"),
            ("load-time", "doubtful=out"),
            ("root-zone-size", "doubtful=out"),
            ("load-time/compare", "hide=min"),
            ("queries-received", "events=yes"),
            ("queries-received", "unusual=yes"),
            ("queries-received", "days=some"),
            ("root-zone-size", "unusual=on"),
            ("root-zone-size", "days=complete"),
            ("packet-sizes/share", "unusual=on"),
            ("response-codes", "days=complete"),
        ] {
            let (state, ignored) = parse_one(path, bad);
            assert_eq!(state, ChartState::new(state.chart), "{bad}");
            assert_eq!(ignored.len(), 1, "{bad}");
            assert_eq!(ignored[0].part, bad);
            assert!(!ignored[0].accepted.is_empty());
        }
    }

    #[test]
    fn what_is_hidden_has_one_spelling() {
        for hidden in ["%2B3", "03", "24", "-1", "1.3.03"] {
            let (state, ignored) = parse_one("response-codes", &format!("hide={hidden}"));
            assert_eq!((state.hidden.len(), ignored.len()), (0, 1), "{hidden}");
        }
        assert_eq!(decode("%+5%-1%4"), "% 5%-1%4");
        // A key that was published and that no address carries.
        let mut state = ChartState::new(Chart::find("packet-sizes/stacked").unwrap());
        state.toggle_hidden("total");
        state.toggle_alone("a", &["a".into(), "b".into(), "to.tal".into()]);
        assert_eq!(state.hidden, ["b"]);
    }

    #[test]
    fn a_long_list_is_refused_and_not_repeated() {
        let names: Vec<String> = (0..200).map(|i| format!("{i}-{i}")).collect();
        let (state, ignored) = parse_one("packet-sizes", &format!("hide={}", names.join(".")));
        assert_eq!((state.hidden.len(), ignored.len()), (0, 1));
        let (_, ignored) =
            parse_one("packet-sizes", &format!("hide={}&time={}", "x".repeat(9000), "y".repeat(9000)));
        assert_eq!(ignored.len(), 2);
        assert!(ignored.iter().all(|i| i.part.len() < 70 && i.accepted.len() < 310), "{ignored:?}");
    }

    fn any_bound() -> impl Strategy<Value = Bound> {
        prop_oneof![
            Just(Bound::Earliest),
            Just(Bound::Latest),
            (1u8..=50).prop_map(Bound::YearsBack),
            (0..4000i32).prop_map(|d| Bound::On(Day::CHARTS_START + d)),
        ]
    }

    fn any_second() -> impl Strategy<Value = Second> {
        prop_oneof![
            Just(Second::None),
            Just(Second::YearBefore),
            (any_bound(), any_bound()).prop_map(|(from, to)| Second::Days(from, to)),
        ]
    }

    #[test]
    fn what_another_choice_rules_out_is_named() {
        for (together, kept, lost) in [
            ("with=year-before&type=stacked", "v=1&type=stacked", "with=year-before"),
            ("type=share&view=index", "v=1&type=lines&view=index", "type=share"),
        ] {
            let (state, ignored) = parse_one("queries-received", together);
            assert_eq!(query(&state), kept);
            assert_eq!(ignored.iter().map(|i| i.part.as_str()).collect::<Vec<_>>(), [lost]);
            assert!(!ignored[0].accepted.is_empty());
        }
    }

    #[test]
    fn columns_open_a_pie_of_letters() {
        for (path, part, opened) in [
            ("queries-received/share", "ipv6", "v=1&split=ip-version&part=ipv6"),
            ("packet-sizes/share", "32-47", "v=1&part=32-47"),
            ("response-codes", "3", "v=1&code=3"),
        ] {
            let split = if part == "ipv6" { "&split=ip-version" } else { "" };
            let columns = format!("v=1&type=columns{split}&hide=k");
            let (mut state, ignored) = parse_one(path, &columns);
            assert_eq!((query(&state), ignored), (columns.clone(), vec![]));
            state.open(Some(part.into()));
            assert_eq!(query(&state), opened);
            // Their layers are letters already.
            let key = if part == "3" { "code" } else { "part" };
            let (state, ignored) = parse_one(path, &format!("{columns}&{key}={part}"));
            assert_eq!((query(&state), ignored.len()), (columns, 1));
            assert_eq!(ignored[0].part, format!("{key}={part}"));
        }
        let (mut state, _) = parse_one("queries-received/share", "type=columns&hide=k&with=year-before");
        state.set_split(crate::catalogue::Split::Transport);
        assert_eq!(query(&state), "v=1&with=year-before&type=columns&split=transport&hide=k");
        state.set_form(crate::catalogue::Form::Pie);
        assert_eq!(query(&state), "v=1&with=year-before&split=transport");
    }

    #[test]
    fn a_map_has_a_date_and_a_place() {
        let (state, ignored) =
            parse_one("instances/map", "at=48.500_-3.25_8&count=only6&date=2020-11-04&rsi=k");
        assert_eq!(ignored, []);
        assert_eq!(query(&state), "v=1&date=2020-11-04&rsi=k&count=only6&at=48.5_-3.25_8");
        let (state, ignored) = parse_one("instances/map", "date=latest&at=80_11_1");
        assert_eq!((state, ignored), (ChartState::new(Chart::find("instances/map").unwrap()), vec![]));
    }

    prop_compose! {
        /// Any state that a chart offers.
        fn any_state()(
            chart in 0..CATALOGUE.len(), picks in [any::<u32>(); CHOICES.len()], from in any_bound(), to in any_bound(),
            rsis in 1u16..1 << 13, with in any_second(), align in 0..2usize,
            viewport in (-95f64..95.0, -200f64..200.0, 0.5f64..60.0), code in proptest::option::of(0u8..=23),
            hidden in proptest::collection::btree_set(0..13usize, 0..4), events: bool, unusual: bool, complete: bool,
        ) -> ChartState {
            let chart = &CATALOGUE[chart];
            let mut state = ChartState::new(chart);
            for (choice, pick) in CHOICES.iter().zip(picks) {
                let picked = match choice.control(&state) {
                    Some(Control::OneOf { options, .. }) => {
                        options[pick as usize % options.len()].spelling.to_owned()
                    }
                    Some(Control::Number { most, .. }) => (1 + pick % most).to_string(),
                    None => continue,
                };
                choice.read(&mut state, &picked, &clock()).unwrap();
            }
            (state.from, state.to) = (from, to);
            if state.is_map() {
                state.set_day(if matches!(to, Bound::On(_)) { to } else { Bound::Latest });
                state.viewport = Viewport::new(viewport.0, viewport.1, viewport.2);
            }
            if state.chosen_range(&clock()).is_none() {
                let first = if state.is_map() { Bound::Latest } else { Bound::Earliest };
                (state.from, state.to) = (first, Bound::Latest);
            }
            if chart.letters {
                state.rsis = RsiSet::ALL.iter().filter(|r| rsis & (1 << r.index()) != 0).collect();
            }
            state.part = match state.parts() {
                _ if !state.is_pie() => None,
                [] if state.is_of_codes() => code.map(|code| code.to_string()),
                [] => code.map(|code| format!("{}-{}", 16 * u32::from(code), 16 * u32::from(code) + 15)),
                parts => code.and_then(|code| parts.get(usize::from(code))).map(|part| part.id.to_owned()),
            };
            state.events = events && state.over_time();
            state.unusual = unusual && state.offers_unusual();
            state.complete = complete && state.offers_complete();
            let has_days = match with {
                Second::Days(from, to) => state.between(from, to, &clock()).is_some(),
                Second::None => !state.needs_second_period(),
                Second::YearBefore => true,
            };
            if state.offers_second_period() && has_days {
                state.set_second(with);
            }
            if state.offers_align() {
                state.align = [Align::Weekday, Align::Number][align];
            }
            state.hidden = RsiSet::ALL.iter().filter(|r| hidden.contains(&r.index())).map(|r| r.to_string()).collect();
            if chart.drawing == Drawing::Boxes {
                state.hidden = PERIOD_IDS.iter().take(hidden.len() % 3).map(|p| (*p).to_owned()).collect();
            }
            state
        }
    }

    #[test]
    fn every_value_that_is_offered_reads_back() {
        for chart in CATALOGUE {
            for choice in CHOICES {
                let state = ChartState::new(chart);
                let Some(Control::OneOf { options, .. }) = choice.control(&state) else { continue };
                let chosen = choice.write(&state).unwrap();
                assert_eq!(options.iter().filter(|o| o.spelling == chosen).count(), 1, "{}", choice.key());
                for option in options {
                    let mut chosen = state.clone();
                    choice.read(&mut chosen, option.spelling, &clock()).unwrap();
                    assert_eq!(choice.write(&chosen).as_deref(), Some(option.spelling), "{}", choice.key());
                    assert!(!option.label.is_empty());
                }
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3000))]
        #[test]
        fn a_state_has_one_address_that_reads_back(state in any_state()) {
            let query = query(&state);
            prop_assert!(query.chars().all(|c| c.is_ascii_alphanumeric() || "-._~=&".contains(c)), "{query}");
            let (back, ignored) = parse(state.chart, &query, &clock());
            prop_assert_eq!(ignored, vec![]);
            prop_assert_eq!(&back, &state);
            for handed_on in [link_query(&state), full_query(&state)] {
                prop_assert!(handed_on.starts_with("v=1"), "{handed_on}");
                prop_assert!(handed_on.chars().all(|c| c.is_ascii_alphanumeric() || "-._~=&".contains(c)));
                let (back, ignored) = parse(state.chart, &handed_on, &clock());
                prop_assert_eq!(ignored, vec![], "{}", handed_on);
                prop_assert_eq!(&back, &state);
            }
        }

        #[test]
        fn no_query_panics(chart in 0..CATALOGUE.len(), text in ".{0,80}", pairs in "(&?(time|date|at|rsi|hide|code|type)=[^&]{0,12}){0,4}") {
            let (state, _) = parse(&CATALOGUE[chart], &text, &clock());
            prop_assert!(!state.rsis.is_empty());
            let (state, _) = parse(&CATALOGUE[chart], &pairs, &clock());
            prop_assert!(state.chosen_range(&clock()).is_some());
        }
    }
}
