//! The kinds of drawing, a folder each: how the view of a state is made, placed, read out and spoken of. This file is where
//! a view meets its kind; a new kind is a new folder and an arm of each `match` here.

pub mod boxes;
pub mod columns;
pub mod map;
pub mod pie;
pub mod time;

use std::sync::Arc;

use rssac002_model::columns::REST;
use rssac002_model::{Columns, DayRange, Endpoint, RsiSet, Step};

use crate::catalogue::{Drawing, Keys, Need};
use crate::data::{Data, DataRequest};
use crate::draw::{Geometry, Layer, Scene, Surface};
use crate::events::{self, Mark, Marks};
use crate::state::{Align, ChartState, Clock, Interval};
use crate::unusual::Marked;
use crate::view::{Readout, View};

/// The answers that a state needs. Zooming and switching forms need no others: charts over time ask for all days
/// that they show by default, except those whose days decide which sizes they show.
pub fn requests(state: &ChartState, clock: &Clock) -> Vec<DataRequest> {
    let range = days_shown(state, clock);
    let second = second_shown(state, clock);
    let whole = state.whole_range(clock);
    let daily = |endpoint: Endpoint| match endpoint {
        Endpoint::Data(dataset) => dataset.keyed_by_serial(),
        Endpoint::InstancesCount | Endpoint::InstancesDetail => true,
    };
    let request = |endpoint: Endpoint, keys: Keys, range: DayRange, step: Step| {
        // Which keys are the highest depends on the letters.
        let rsis = if matches!(keys, Keys::Top(_)) { state.letters() } else { RsiSet::ALL };
        DataRequest { endpoint, keys, rsis, range, step }
    };
    let needs = state.needs();
    match state.chart.drawing {
        Drawing::Time { .. } => {
            // What decides which sizes are shown: all that is looked at, from the first to the last day of it.
            let looked_at = time::looked_at(state, range, second);
            let looked_at =
                held(state, &whole).and_then(|held| looked_at.intersection(held)).unwrap_or(range);
            let all = DayRange::new(range.start().min(whole.start()), whole.end()).unwrap_or(range);
            let all = if second.is_some() { hull(all, looked_at) } else { all };
            let days =
                |keys: Keys| if matches!(keys, Keys::Top(_) | Keys::TopEach(_)) { looked_at } else { all };
            let step = |endpoint| Step::Every(if daily(endpoint) { Interval::Day } else { state.interval });
            let ask = |need: &Need| request(need.endpoint, need.keys, days(need.keys), step(need.endpoint));
            needs.iter().map(ask).collect()
        }
        Drawing::Shares { .. } | Drawing::SizeColumns => {
            let second = second.and_then(|second| asked(state, second, clock));
            let ranges = std::iter::once(range).chain(second);
            ranges.map(|range| request(needs[0].endpoint, needs[0].keys, range, Step::Range)).collect()
        }
        Drawing::Boxes => {
            // The days shown, asked for once more, have none of other days.
            let second = second.map(|second| asked(state, second, clock).unwrap_or(range));
            let ranges = std::iter::once(range).chain(second);
            ranges.map(|range| request(needs[0].endpoint, needs[0].keys, range, Step::DAY)).collect()
        }
        Drawing::Map => {
            needs.iter().map(|need| request(need.endpoint, need.keys, range, Step::DAY)).collect()
        }
    }
}

/// The lists of days that a state marks, and their addresses.
pub fn lists(state: &ChartState) -> Vec<(Mark, String)> {
    let address = |mark| match mark {
        Mark::Event => state.events.then(|| events::ADDRESS.to_owned()),
        Mark::Unusual => Marked::of(state).filter(|_| state.unusual).map(|marked| marked.address()),
    };
    Mark::ALL.into_iter().filter_map(|mark| Some((mark, address(mark)?))).collect()
}

/// The published numbers behind a state, day by day, for those who want to compute for themselves: of the letters and
/// days shown, with every key that a sum or a choice of the highest was made from.
pub fn raw_requests(state: &ChartState, clock: &Clock) -> Vec<DataRequest> {
    let first = days_shown(state, clock);
    let second = second_shown(state, clock).and_then(|second| asked(state, second, clock));
    let ranges = match second {
        None => vec![first],
        // A day of both periods is one row.
        Some(second) if first.intersection(second).is_some() => vec![hull(first, second)],
        Some(second) => vec![first, second],
    };
    let mut requests: Vec<DataRequest> = Vec::new();
    for need in state.needs() {
        let keys = match need.keys {
            Keys::Total(direction) => Keys::These(direction.keys()),
            Keys::These(keys) if !keys.contains(&REST) => Keys::These(keys),
            Keys::These(_) | Keys::Top(_) | Keys::TopEach(_) | Keys::All => Keys::All,
        };
        for range in &ranges {
            let (endpoint, rsis, range) = (need.endpoint, state.letters(), *range);
            let request = DataRequest { endpoint, keys, rsis, range, step: Step::DAY };
            if !requests.contains(&request) {
                requests.push(request);
            }
        }
    }
    requests
}

/// The days that a view shows: those chosen, or the whole ISO weeks that they touch, as far as there are days.
pub fn days_shown(state: &ChartState, clock: &Clock) -> DayRange {
    let chosen = state.range(clock);
    if !state.over_time() || state.interval == Interval::Day {
        return chosen;
    }
    let held = held(state, &state.whole_range(clock));
    held.and_then(|held| chosen.whole_weeks().intersection(held)).unwrap_or(chosen)
}

/// The days that a view compares with, if any: those chosen; over time the whole ISO weeks that they touch, or moved by so
/// few days that they begin on the same day of the week as those shown, where days of the week are to stand under one another.
pub fn second_shown(state: &ChartState, clock: &Clock) -> Option<DayRange> {
    let second = state.second_range(clock)?;
    if !state.over_time() {
        return Some(second);
    }
    if state.interval == Interval::Week {
        return Some(second.whole_weeks());
    }
    let ahead = (days_shown(state, clock).start() - second.start()).rem_euclid(7);
    let shift = match state.align {
        Align::Number => 0,
        Align::Weekday if ahead > 3 => ahead - 7,
        Align::Weekday => ahead,
    };
    DayRange::new(second.start() + shift, second.end() + shift)
}

/// The days to ask for of those compared with: as far as there can be numbers of them.
fn asked(state: &ChartState, second: DayRange, clock: &Clock) -> Option<DayRange> {
    held(state, &state.whole_range(clock)).and_then(|held| second.intersection(held))
}

/// The days that there can be numbers of.
fn held(state: &ChartState, whole: &DayRange) -> Option<DayRange> {
    DayRange::new(state.chart.first_day(), whole.end())
}

/// From the first to the last day of two ranges.
fn hull(a: DayRange, b: DayRange) -> DayRange {
    DayRange::new(a.start().min(b.start()), a.end().max(b.end())).unwrap_or(a)
}

/// What makes the view of a state, or says which answers it lacks.
pub type Make = fn(&ChartState, &dyn Data, &Clock) -> Result<View, Vec<DataRequest>>;

/// Makes the view of a state, or says which answers it lacks.
pub fn view(state: &ChartState, data: &dyn Data, clock: &Clock) -> Result<View, Vec<DataRequest>> {
    let make: Make = if state.over_time() { view_over_time } else { view_at_once };
    make(state, data, clock)
}

/// The same for a state of a chart over time. One of another chart lacks all its answers.
pub fn view_over_time(state: &ChartState, data: &dyn Data, clock: &Clock) -> Result<View, Vec<DataRequest>> {
    let requests = requests(state, clock);
    let Drawing::Time { panels, by, .. } = state.chart.drawing else { return Err(requests) };
    let columns = answers(&requests, data)?;
    let (range, second) = (days_shown(state, clock), second_shown(state, clock));
    // A view without marks is right, and says so.
    let marks = lists(state).into_iter().filter_map(|(mark, address)| {
        Some(Marks::new(mark, data.events(&address)?, range, second, state.rsis))
    });
    Ok(time::view::build(state, range, second, panels, by, &columns, marks.collect()))
}

/// The same for a state of any other chart. One of a chart over time lacks all its answers.
pub fn view_at_once(state: &ChartState, data: &dyn Data, clock: &Clock) -> Result<View, Vec<DataRequest>> {
    let requests = requests(state, clock);
    let columns = || answers(&requests, data);
    let (range, second) = (days_shown(state, clock), second_shown(state, clock));
    let ranges: Vec<DayRange> = std::iter::once(range).chain(second).collect();
    Ok(match state.chart.drawing {
        Drawing::Time { .. } => return Err(requests),
        Drawing::Shares { .. } if state.is_pie() => pie::view::build(state, &ranges, &columns()?),
        Drawing::Shares { .. } | Drawing::SizeColumns => columns::view::build(state, &ranges, &columns()?),
        Drawing::Boxes => boxes::view::build(state, [range, second.unwrap_or(range)], &columns()?),
        Drawing::Map => match data.places(range.start()) {
            Some(places) => map::view::build(state, &places, data.outline()),
            None => return Err(requests),
        },
    })
}

/// The answers to requests, or those requests that have none.
fn answers(requests: &[DataRequest], data: &dyn Data) -> Result<Vec<Arc<Columns>>, Vec<DataRequest>> {
    let held: Vec<Arc<Columns>> = requests.iter().filter_map(|r| data.columns(r)).collect();
    if held.len() == requests.len() {
        return Ok(held);
    }
    let mut missing: Vec<DataRequest> = Vec::new();
    for request in requests {
        if data.columns(request).is_none() && !missing.contains(request) {
            missing.push(*request);
        }
    }
    Err(missing)
}

/// What stands at a bin of a panel, at a slice or at a place. `None` where there is no such panel, bin, slice or place.
pub fn readout(view: &View, panel: usize, at: usize) -> Option<Readout> {
    view.kind().readout(view, panel, at)
}

/// Places a panel of a view, or its pie. `None` where there is no such panel.
pub fn place(view: &View, panel: usize, surface: &Surface, layer: Layer<'_>) -> Option<Scene> {
    view.kind().place(view, panel, surface, layer)
}

/// The place under a pointer that can be read out: a bin, a slice that is not hidden, a band.
pub fn place_at(view: &View, geometry: &Geometry, x: f64, y: f64) -> Option<usize> {
    view.kind().place_at(geometry, x, y)
}

/// The series under a pointer in a panel. `None` where there is nothing, or nothing to tell apart.
pub fn series_at(view: &View, panel: usize, geometry: &Geometry, x: f64, y: f64) -> Option<String> {
    view.kind().series_at(panel, geometry, x, y)
}
