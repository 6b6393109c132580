//! The parts of a view: those of the catalogue, or those that an answer tells.

use rssac002_model::columns::REST;
use rssac002_model::{Columns, Rsi};

use crate::catalogue::Keys;
use crate::catalogue::{self, IpVersions, Measure};
use crate::state::ChartState;
use crate::theme::{self, Colour};
use crate::transform::in_size_order;
use crate::words;

/// What a series counts.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Counted {
    /// Its name in addresses.
    pub id: String,
    /// Its name for people; empty for a total.
    pub label: String,
    pub colour: Colour,
    /// The published keys whose sum it is.
    pub keys: Vec<String>,
    /// Whether it has series. What has none still counts in shares.
    pub shown: bool,
}

impl Counted {
    fn of(part: &catalogue::Part) -> Counted {
        Counted {
            id: part.id.to_owned(),
            label: part.label.to_owned(),
            colour: part.colour(),
            keys: part.keys.iter().map(|k| (*k).to_owned()).collect(),
            shown: true,
        }
    }

    /// All that is counted, without parts.
    fn total() -> Counted {
        Counted {
            id: "total".into(),
            label: String::new(),
            colour: Colour::Hue(theme::Hue::Blue),
            keys: vec![String::new()],
            shown: true,
        }
    }

    /// What is counted and has no series.
    fn rest() -> Counted {
        Counted {
            id: REST.into(),
            label: words::REST.into(),
            keys: vec![REST.into()],
            shown: false,
            ..Counted::total()
        }
    }
}

/// The parts that a state shows, and where shares are of all, the rest.
pub(crate) fn parts_of(state: &ChartState, columns: &Columns) -> Vec<Counted> {
    let chart = state.chart;
    if matches!(chart.needs[0].keys, Keys::Top(_) | Keys::TopEach(_)) {
        return ranges(columns);
    }
    if chart.parts.is_empty() {
        return vec![Counted::total()];
    }
    let chosen = match state.ip {
        _ if chart.ip_versions.is_empty() => chart.parts,
        IpVersions::Both => chart.parts,
        IpVersions::V4 => &chart.parts[..1],
        IpVersions::V6 => &chart.parts[1..],
    };
    let mut parts: Vec<Counted> = chosen.iter().map(Counted::of).collect();
    if chart.measure == Measure::Shares {
        parts.push(Counted::rest());
    }
    parts
}

/// The ranges of sizes of an answer, in order, and the rest. Each has a colour of its own, as long as there are any.
fn ranges(columns: &Columns) -> Vec<Counted> {
    let keys = columns.groups.iter().flat_map(|g| &g.columns).map(|c| c.key.as_str());
    let part = |(at, key): (usize, &str)| Counted {
        id: key.to_owned(),
        label: words::octets(key),
        colour: Colour::Nth((at % Rsi::COUNT) as u8),
        keys: vec![key.to_owned()],
        shown: true,
    };
    in_size_order(keys.filter(|k| *k != REST))
        .into_iter()
        .enumerate()
        .map(part)
        .chain([Counted::rest()])
        .collect()
}
