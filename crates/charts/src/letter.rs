//! The page of one letter, for its operator and for others: its share of the system, its charts, its coverage, its files that
//! were repaired or refused, its instances and its unusual days.

use rssac002_model::{Columns, Day, DayRange, Direction, Endpoint, Rsi, RsiSet, Snapshot, Step};

use crate::catalogue::{Chart, Keys};
use crate::data::DataRequest;
use crate::format;
use crate::state::ChartState;

/// Below this path stand the letters, `/rsi/k`.
pub const PATH: &str = "/rsi/";
/// The line in the menu.
pub const MENU: &str = "An RSI by itself";
/// The name of the links to the others.
pub const OTHERS: &str = "Other RSIs";
/// The heading of its unusual days.
pub const UNUSUAL: &str = "Unusual days";
/// The link to all of them.
pub const ALL_UNUSUAL: &str = "All its unusual days";
/// The link to its days.
pub const ALL_COVERAGE: &str = "All its days";
/// Where nothing of it is held.
pub const NOTHING: &str = "No report of this RSI is held.";

/// Days behind its share of the system.
const DAYS: i32 = 28;

/// The letter that a path leads to; `None` where it is no letter's.
pub fn find(path: &str) -> Option<Rsi> {
    let name = path.strip_prefix(PATH)?.trim_end_matches('/');
    Rsi::all().find(|rsi| rsi.as_str() == name)
}

/// Its address.
pub fn address(rsi: Rsi) -> String {
    format!("{PATH}{rsi}")
}

/// Its title.
pub fn title(rsi: Rsi) -> String {
    format!("RSI {rsi}")
}

/// Who runs it, as root-servers.org says (2026-11).
pub fn operator(rsi: Rsi) -> &'static str {
    match rsi.letter() {
        'a' | 'j' => "Verisign, Inc.",
        'b' => "University of Southern California, Information Sciences Institute",
        'c' => "Cogent Communications",
        'd' => "University of Maryland",
        'e' => "NASA Ames Research Center",
        'f' => "Internet Systems Consortium, Inc.",
        'g' => "US Department of Defense, Network Information Center",
        'h' => "US Army Research Lab",
        'i' => "Netnod",
        'k' => "RIPE NCC",
        'l' => "ICANN",
        _ => "WIDE Project",
    }
}

/// The line under the title.
pub fn subtitle(rsi: Rsi) -> String {
    format!("{rsi}.root-servers.net, operated by {} (root-servers.org)", operator(rsi))
}

/// Its charts, in the order of the page.
pub fn charts(rsi: Rsi) -> Vec<ChartState> {
    let paths = [
        "queries-received/protocol",
        "responses-sent/protocol",
        "unique-sources",
        "unique-sources/queries",
        "response-codes/noerror-nxdomain",
        "packet-sizes/percent",
        "load-time/quartiles",
        "instances",
        "instances/map",
    ];
    let state = |path: &str| {
        let mut state = ChartState::new(Chart::find(path)?);
        state.rsis = RsiSet::only(rsi);
        Some(state)
    };
    paths.into_iter().filter_map(state).collect()
}

/// The published numbers that its share is computed from, up to this day.
pub fn request(last: Day) -> DataRequest {
    DataRequest {
        endpoint: Endpoint::Data(rssac002_model::Dataset::TrafficVolume),
        keys: Keys::Total(Direction::Received),
        rsis: RsiSet::ALL,
        range: DayRange::new(last - (DAYS - 1), last).unwrap_or(DayRange::single(last)),
        step: Step::DAY,
    }
}

/// Its share of the queries of all letters, on the days that it reported, from the answer to [`request`].
pub fn share(rsi: Rsi, totals: &Columns) -> Option<String> {
    let own = totals.rsi(rsi)?.columns.first()?;
    let (mut ours, mut all, mut days, mut letters) = (0.0, 0.0, 0, RsiSet::EMPTY);
    for row in 0..totals.rows {
        let Some(value) = own.values.get(row) else { continue };
        (ours, days) = (ours + value, days + 1);
        for group in &totals.groups {
            let (Some(rsi), Some(column)) = (group.rsi, group.columns.first()) else { continue };
            if let Some(value) = column.values.get(row) {
                all += value;
                letters.insert(rsi);
            }
        }
    }
    let range = DayRange::new(totals.start, totals.start + (i32::try_from(totals.rows).ok()? - 1))?;
    (all > 0.0).then(|| {
        format!(
            "{rsi} received {} queries a day on the {days} days that it reported of {}: {} of what {} RSIs received.",
            format::short(ours / f64::from(days)),
            format::range(range),
            format::percent(100.0 * ours / all),
            letters.len(),
        )
    })
}

/// How many instances it had on the last day that its list is held.
pub fn instances(rsi: Rsi, snapshot: &Snapshot) -> Option<String> {
    let series = snapshot.instances(rsi);
    let last = snapshot
        .range(rssac002_model::Metric::Instances)?
        .days()
        .rev()
        .find(|day| series.count(*day).is_some())?;
    let (ipv4, ipv6) = series.count(last)?;
    let [ipv4, ipv6] = [ipv4, ipv6].map(format::grouped);
    Some(format!("It had {ipv4} instances over IPv4 and {ipv6} over IPv6 on {}.", format::long_day(last)))
}
