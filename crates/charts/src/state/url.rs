//! The one codec between a state and its address (`../shared/spec/conventions.md`, "Permalink grammar").
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

use rssac002_model::sort::sort_by;
use rssac002_model::{Day, Metric, RsiSet};

use super::{
    Bound, ChartState, Clock, Doubtful, Interval, LONGEST_LOAD, Look, PanelAxis, Scale, Tab, default_scale,
};
use crate::catalogue::{Chart, Drawing, Form, Instances, IpVersions, MOST_TOP, Messages, Per, Rate};
use crate::view::PERIODS;

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

/// A table of (spelling, value): drives reading, writing and the words about what is accepted.
type Spellings<T> = &'static [(&'static str, T)];

const INTERVALS: Spellings<Interval> = &[("day", Interval::Day), ("week", Interval::Week)];
const FORMS: Spellings<Form> = &[
    ("line", Form::Line),
    ("stacked", Form::Stacked),
    ("share", Form::Share),
    ("lines", Form::Lines),
    ("bands", Form::Bands),
];
const RATES: Spellings<Rate> = &[("day", Rate::PerDay), ("second", Rate::PerSecond)];
const IPS: Spellings<IpVersions> =
    &[("both", IpVersions::Both), ("4", IpVersions::V4), ("6", IpVersions::V6)];
const INSTANCES: Spellings<Instances> = &[
    ("all", Instances::All),
    ("dual", Instances::DualStack),
    ("4", Instances::V4),
    ("6", Instances::V6),
    ("only4", Instances::OnlyV4),
    ("only6", Instances::OnlyV6),
];
const MESSAGES: Spellings<Messages> = &[
    ("udp-queries", Messages::UdpQueries),
    ("udp-responses", Messages::UdpResponses),
    ("tcp-queries", Messages::TcpQueries),
    ("tcp-responses", Messages::TcpResponses),
];
const SCALES: Spellings<Scale> = &[("linear", Scale::Linear), ("log", Scale::Log)];
const AXES: Spellings<PanelAxis> = &[("same", PanelAxis::Same), ("own", PanelAxis::Own)];
const DOUBTFULS: Spellings<Doubtful> = &[("mark", Doubtful::Mark), ("out", Doubtful::LeaveOut)];
const TABS: Spellings<Tab> = &[("chart", Tab::Chart), ("table", Tab::Table)];

fn spell<T: PartialEq + Copy>(table: Spellings<T>, value: T) -> &'static str {
    // Every value stands in its table: the tests write every one of them.
    table.iter().find(|(_, v)| *v == value).map_or("", |(s, _)| s)
}

fn read<T: Copy>(table: &[(&'static str, T)], text: &str) -> Result<T, String> {
    let found = table.iter().find(|(s, _)| s.eq_ignore_ascii_case(text)).map(|(_, v)| *v);
    found.ok_or_else(|| table.iter().map(|(s, _)| *s).collect::<Vec<_>>().join(", "))
}

/// The spelling of a form, as in addresses and element ids.
pub fn form_name(form: Form) -> &'static str {
    spell(FORMS, form)
}

fn bound(text: &str) -> Option<Bound> {
    match text.to_ascii_lowercase().as_str() {
        "earliest" => Some(Bound::Earliest),
        "latest" => Some(Bound::Latest),
        other => match other.strip_suffix('y') {
            Some(years) => years.parse().ok().filter(|y| (1..=50).contains(y)).map(Bound::YearsBack),
            None => Day::parse_iso(other).map(Bound::On),
        },
    }
}

fn spell_bound(bound: Bound) -> String {
    match bound {
        Bound::Earliest => "earliest".into(),
        Bound::Latest => "latest".into(),
        Bound::YearsBack(years) => format!("{years}y"),
        Bound::On(day) => day.to_string(),
    }
}

fn spell_bounds((from, to): (Bound, Bound)) -> String {
    format!("{}..{}", spell_bound(from), spell_bound(to))
}

/// Two bounds between which the chart has days.
fn bounds(state: &ChartState, value: &str, clock: &Clock) -> Result<(Bound, Bound), String> {
    let accepted = "two of YYYY-MM-DD, earliest, latest or 1y (years before the latest), joined by ..";
    let (from, to) = value.split_once("..").ok_or(accepted)?;
    let (from, to) = (bound(from).ok_or(accepted)?, bound(to).ok_or(accepted)?);
    if state.between(from, to, clock).is_none() {
        let latest = state.whole_range(clock).end();
        return Err(format!("days in order, from {} to {latest}", state.chart.first_day()));
    }
    Ok((from, to))
}

/// Key and value of each choice in the fixed order: those that differ from the default, or all that the chart offers.
fn choices(state: &ChartState, all: bool) -> String {
    let default = ChartState::new(state.chart);
    let chart = state.chart;
    let mut parts: Vec<String> = Vec::new();
    let mut add = |key: &str, offered: bool, differs: bool, value: String| {
        if differs || (all && offered) {
            parts.push(format!("{key}={value}"));
        }
    };
    let chosen_days = (state.from, state.to) != (default.from, default.to);
    if state.is_map() {
        add("date", true, chosen_days, spell_bound(state.to));
    } else {
        add("time", true, chosen_days, spell_bounds((state.from, state.to)));
    }
    add("with", state.offers_second_period(), state.with != default.with, spell_bounds(state.with));
    add("rsi", chart.letters, state.rsis != default.rsis, state.rsis.to_permalink());
    let several = chart.intervals.len() > 1;
    let interval = spell(INTERVALS, state.interval);
    add("interval", several, state.interval != default.interval, interval.into());
    let forms = !chart.forms().is_empty();
    add("type", forms, state.form != default.form, spell(FORMS, state.form).into());
    add("per", chart.per == Per::DayOrSecond, state.rate != default.rate, spell(RATES, state.rate).into());
    add("ip", !chart.ip_versions.is_empty(), state.ip != default.ip, spell(IPS, state.ip).into());
    let count = spell(INSTANCES, state.instances);
    add("count", !state.offered_instances().is_empty(), state.instances != default.instances, count.into());
    let threshold = state.threshold.to_string();
    add("threshold", state.offers_threshold(), state.threshold != default.threshold, threshold);
    let messages = spell(MESSAGES, state.messages);
    add("messages", state.offers_messages(), state.messages != default.messages, messages.into());
    add("top", state.offers_top(), state.top != default.top, state.top.to_string());
    let scale = state.scale != default_scale(chart, state.form);
    add("scale", state.offers_log(), scale, spell(SCALES, state.scale).into());
    add("axis", state.offers_axis(), state.axis != default.axis, spell(AXES, state.axis).into());
    let doubtful = spell(DOUBTFULS, state.doubtful);
    add("doubtful", state.offers_doubtful(), state.doubtful != default.doubtful, doubtful.into());
    // What is not there, a code, a hidden series, is not spelled.
    add("code", false, state.code.is_some(), state.code.map_or_else(String::new, |code| code.to_string()));
    add("at", state.is_map(), state.look != default.look, state.look.spell());
    add("hide", false, !state.hidden.is_empty(), state.hidden.join("."));
    add("tab", true, state.tab != default.tab, spell(TABS, state.tab).into());
    parts.join("&")
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
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        let hex = bytes.get(i + 1..i + 3).filter(|_| bytes[i] == b'%');
        // Of digits alone: a sign is no part of an octet.
        let hex = hex.filter(|h| h.iter().all(u8::is_ascii_hexdigit));
        let byte = hex.and_then(|h| std::str::from_utf8(h).ok()).and_then(|h| u8::from_str_radix(h, 16).ok());
        match byte {
            Some(byte) => {
                out.push(byte);
                i += 3;
            }
            None => {
                out.push(if bytes[i] == b'+' { b' ' } else { bytes[i] });
                i += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// A range of octets as it is published: `32-47`, open `288-`.
fn size_name(name: &str) -> bool {
    let number = |text: &str| !text.is_empty() && text.len() <= 6 && text.bytes().all(|b| b.is_ascii_digit());
    name.split_once('-').is_some_and(|(from, to)| number(from) && (to.is_empty() || number(to)))
}

/// Names of series that an address of a chart can carry: letters, its parts, response codes, ranges of sizes.
pub(crate) fn series_name(chart: &Chart, name: &str) -> bool {
    if chart.drawing == Drawing::Boxes {
        return PERIODS.contains(&name);
    }
    RsiSet::ALL.iter().any(|r| r.as_str() == name)
        || chart.parts.iter().any(|p| p.id == name)
        || (chart.drawing == Drawing::RcodePie
            && name.parse::<u8>().is_ok_and(|c| c <= 23 && c.to_string() == name))
        || (chart.metric() == Metric::TrafficSizes && size_name(name))
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
    // The form comes first: whether an axis may be logarithmic, or a panel's own, depends on it.
    const KEYS: [&str; 20] = [
        "v",
        "time",
        "date",
        "with",
        "rsi",
        "interval",
        "type",
        "per",
        "ip",
        "count",
        "threshold",
        "messages",
        "top",
        "scale",
        "axis",
        "doubtful",
        "code",
        "at",
        "hide",
        "tab",
    ];
    for key in KEYS {
        let Some((_, value)) = pairs.iter().rev().find(|(k, _)| k == key) else { continue };
        if let Err(accepted) = take(&mut state, key, value, clock) {
            ignored.push(Ignored { part: cut(&format!("{key}={value}"), 60), accepted: cut(&accepted, 300) });
        }
    }
    (state, ignored)
}

/// No chart has more series that could be hidden.
const MOST_HIDDEN: usize = 100;

/// As much as is repeated of a text that was not understood.
fn cut(text: &str, characters: usize) -> String {
    match text.char_indices().nth(characters) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Why a key that other charts have is not taken.
pub const NOT_OFFERED: &str = "this chart has no such choice";

fn offered(yes: bool) -> Result<(), String> {
    if yes { Ok(()) } else { Err(NOT_OFFERED.into()) }
}

/// Takes one key into the state, or says what is accepted and leaves the state alone.
fn take(state: &mut ChartState, key: &str, value: &str, clock: &Clock) -> Result<(), String> {
    let chart = state.chart;
    match key {
        "v" => return if value == VERSION { Ok(()) } else { Err(VERSION.into()) },
        "date" => {
            offered(state.is_map())?;
            let mut next = state.clone();
            match bound(value) {
                Some(day @ (Bound::On(_) | Bound::Latest)) => next.set_day(day),
                _ => return Err("YYYY-MM-DD or latest".into()),
            }
            if next.chosen_range(clock).is_none() {
                let latest = next.whole_range(clock).end();
                return Err(format!("a day from {} to {latest}", chart.first_day()));
            }
            *state = next;
        }
        "time" => {
            offered(!state.is_map())?;
            (state.from, state.to) = bounds(state, value, clock)?;
        }
        "with" => {
            offered(state.offers_second_period())?;
            state.with = bounds(state, value, clock)?;
        }
        "rsi" => {
            offered(chart.letters)?;
            let set = RsiSet::parse_permalink(value);
            state.rsis =
                set.map_err(|e| format!("letters a to m and ranges joined by dots, as a-c.k; {e}"))?;
        }
        "interval" => {
            let offers = chart.intervals;
            offered(offers.len() > 1)?;
            let table: Vec<_> = INTERVALS.iter().filter(|(_, i)| offers.contains(i)).copied().collect();
            state.interval = read(&table, value)?;
        }
        "type" => {
            let forms = chart.forms();
            offered(!forms.is_empty())?;
            let table: Vec<_> = FORMS.iter().filter(|(_, f)| forms.contains(f)).copied().collect();
            state.set_form(read(&table, value)?);
        }
        "count" => {
            let offers = state.offered_instances();
            offered(!offers.is_empty())?;
            let table: Vec<_> = INSTANCES.iter().filter(|(_, i)| offers.contains(i)).copied().collect();
            state.instances = read(&table, value)?;
        }
        "threshold" => {
            offered(state.offers_threshold())?;
            let seconds = value.parse().ok().filter(|s| (1..=LONGEST_LOAD).contains(s));
            state.threshold = seconds.ok_or_else(|| format!("whole seconds from 1 to {LONGEST_LOAD}"))?;
        }
        "messages" => {
            offered(state.offers_messages())?;
            state.messages = read(MESSAGES, value)?;
        }
        "top" => {
            offered(state.offers_top())?;
            let count = value.parse().ok().filter(|n| (1..=MOST_TOP).contains(n));
            state.top = count.ok_or_else(|| format!("a number from 1 to {MOST_TOP}"))?;
        }
        "per" => {
            offered(chart.per == Per::DayOrSecond)?;
            state.rate = read(RATES, value)?;
        }
        "ip" => {
            let offers = chart.ip_versions;
            offered(!offers.is_empty())?;
            let table: Vec<_> = IPS.iter().filter(|(_, i)| offers.contains(i)).copied().collect();
            state.ip = read(&table, value)?;
        }
        "scale" => {
            offered(state.over_time() || state.offers_second_period())?;
            let scale = read(SCALES, value)?;
            if scale == Scale::Log && !state.offers_log() {
                return Err("a logarithmic axis goes with lines only".into());
            }
            state.scale = scale;
        }
        "axis" => {
            offered(state.offers_axis())?;
            state.axis = read(AXES, value)?;
        }
        "doubtful" => {
            offered(state.offers_doubtful())?;
            state.doubtful = read(DOUBTFULS, value)?;
        }
        "code" => {
            offered(chart.drawing == Drawing::RcodePie)?;
            let code = value.parse::<u8>().ok().filter(|c| *c <= 23);
            state.code = Some(code.ok_or("a response code from 0 to 23")?);
        }
        "at" => {
            offered(state.is_map())?;
            let accepted = "latitude, longitude and zoom joined by _, as 48.5_-3.25_8";
            state.look = Look::parse(value).ok_or(accepted)?;
        }
        "hide" => {
            let mut names: Vec<String> = value.split('.').map(str::to_owned).collect();
            if let Some(unknown) = names.iter().find(|n| !series_name(chart, n)) {
                return Err(format!("names of series joined by dots; `{}` is none", cut(unknown, 20)));
            }
            sort_by(&mut names, Ord::cmp);
            names.dedup();
            if names.len() > MOST_HIDDEN {
                return Err(format!("at most {MOST_HIDDEN} names of series"));
            }
            state.hidden = names;
        }
        "tab" => state.tab = read(TABS, value)?,
        _ => {}
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::CATALOGUE;
    use proptest::prelude::*;

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
            ("response-codes", "with=2020-01-01..2020-02-01"),
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
            ("response-codes", "scale=linear"),
            ("instances/map", "doubtful=out"),
            ("load-time", "doubtful=out"),
            ("root-zone-size", "doubtful=out"),
            ("load-time/compare", "hide=min"),
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

    fn one_of<T: Copy + std::fmt::Debug + 'static>(table: Spellings<T>) -> impl Strategy<Value = T> {
        (0..table.len()).prop_map(move |i| table[i].1)
    }

    fn any_bound() -> impl Strategy<Value = Bound> {
        prop_oneof![
            Just(Bound::Earliest),
            Just(Bound::Latest),
            (1u8..=50).prop_map(Bound::YearsBack),
            (0..4000i32).prop_map(|d| Bound::On(Day::CHARTS_START + d)),
        ]
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
            chart in 0..CATALOGUE.len(), from in any_bound(), to in any_bound(), rsis in 1u16..1 << 13,
            interval in one_of(INTERVALS), form in 0..4usize, rate in one_of(RATES), ip in one_of(IPS),
            with in (any_bound(), any_bound()), messages in one_of(MESSAGES), top in 1..=MOST_TOP,
            scale in one_of(SCALES), axis in one_of(AXES), instances in one_of(INSTANCES), look in (-95f64..95.0, -200f64..200.0, 0.5f64..60.0), threshold in 1..=LONGEST_LOAD, doubtful in one_of(DOUBTFULS), code in proptest::option::of(0u8..=23),
            hidden in proptest::collection::btree_set(0..13usize, 0..4), tab in one_of(TABS),
        ) -> ChartState {
            let chart = &CATALOGUE[chart];
            let mut state = ChartState::new(chart);
            (state.from, state.to) = (from, to);
            if state.is_map() {
                state.set_day(if matches!(to, Bound::On(_)) { to } else { Bound::Latest });
                state.look = Look::new(look.0, look.1, look.2);
            }
            if state.chosen_range(&clock()).is_none() {
                let first = if state.is_map() { Bound::Latest } else { Bound::Earliest };
                (state.from, state.to) = (first, Bound::Latest);
            }
            state.rsis = RsiSet::ALL.iter().filter(|r| rsis & (1 << r.index()) != 0).collect();
            if !chart.letters {
                state.rsis = RsiSet::ALL;
            }
            if chart.intervals.len() > 1 {
                state.interval = interval;
            }
            if state.offered_instances().contains(&instances) {
                state.instances = instances;
            }
            if state.offers_threshold() {
                state.threshold = threshold;
            }
            if state.over_time() {
                state.set_form(chart.forms()[form % chart.forms().len()]);
            }
            if state.offers_log() {
                state.scale = scale;
            }
            if state.offers_axis() {
                state.axis = axis;
            }
            if chart.drawing == Drawing::RcodePie {
                state.code = code;
            }
            if state.offers_second_period() && state.between(with.0, with.1, &clock()).is_some() {
                state.with = with;
            }
            if state.offers_messages() {
                state.messages = messages;
            }
            if state.offers_top() {
                state.top = top;
            }
            if chart.per == Per::DayOrSecond {
                state.rate = rate;
            }
            if chart.ip_versions.contains(&ip) {
                state.ip = ip;
            }
            if state.offers_doubtful() {
                state.doubtful = doubtful;
            }
            state.hidden = RsiSet::ALL.iter().filter(|r| hidden.contains(&r.index())).map(|r| r.to_string()).collect();
            if chart.drawing == Drawing::Boxes {
                state.hidden = PERIODS.iter().take(hidden.len() % 3).map(|p| (*p).to_owned()).collect();
            }
            state.tab = tab;
            state
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
