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
use crate::events;
use crate::state::{ChartState, Clock, Interval};
use crate::view::{Readout, View};

/// The answers that a state needs. Zooming and switching forms need no others: charts over time ask for all days
/// that they show by default, except those whose days decide which sizes they show.
pub fn requests(state: &ChartState, clock: &Clock) -> Vec<DataRequest> {
    let range = days_shown(state, clock);
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
            let all = DayRange::new(range.start().min(whole.start()), whole.end()).unwrap_or(range);
            let days = |keys: Keys| if matches!(keys, Keys::Top(_) | Keys::TopEach(_)) { range } else { all };
            let step = |endpoint| Step::Every(if daily(endpoint) { Interval::Day } else { state.interval });
            let ask = |need: &Need| request(need.endpoint, need.keys, days(need.keys), step(need.endpoint));
            needs.iter().map(ask).collect()
        }
        Drawing::RcodePie | Drawing::SizeColumns => {
            needs.iter().map(|need| request(need.endpoint, need.keys, range, Step::Range)).collect()
        }
        Drawing::Boxes => {
            let ranges = [range, state.second_range(clock)];
            ranges.map(|range| request(needs[0].endpoint, needs[0].keys, range, Step::DAY)).to_vec()
        }
        Drawing::Map => {
            needs.iter().map(|need| request(need.endpoint, need.keys, range, Step::DAY)).collect()
        }
    }
}

/// The published numbers behind a state, day by day, for those who want to compute for themselves: of the letters and
/// days shown, with every key that a sum or a choice of the highest was made from.
pub fn raw_requests(state: &ChartState, clock: &Clock) -> Vec<DataRequest> {
    let mut ranges = vec![days_shown(state, clock)];
    if state.offers_second_period() {
        let (first, second) = (days_shown(state, clock), state.second_range(clock));
        // A day of both periods is one row.
        let apart = second.end() < first.start() || first.end() < second.start();
        let both = DayRange::new(first.start().min(second.start()), first.end().max(second.end()));
        ranges = if apart { vec![first, second] } else { both.into_iter().collect() };
    }
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
    let whole = state.whole_range(clock);
    let held = DayRange::new(state.chart.first_day(), whole.end());
    held.and_then(|held| chosen.whole_weeks().intersection(held)).unwrap_or(chosen)
}

/// Makes the view of a state, or says which answers it lacks.
pub fn view(state: &ChartState, data: &dyn Data, clock: &Clock) -> Result<View, Vec<DataRequest>> {
    let requests = requests(state, clock);
    let columns = || -> Result<Vec<Arc<Columns>>, Vec<DataRequest>> {
        let held: Vec<Arc<Columns>> = requests.iter().filter_map(|r| data.columns(r)).collect();
        if held.len() == requests.len() {
            return Ok(held);
        }
        let mut missing: Vec<DataRequest> = Vec::new();
        for request in &requests {
            if data.columns(request).is_none() && !missing.contains(request) {
                missing.push(*request);
            }
        }
        Err(missing)
    };
    let range = days_shown(state, clock);
    Ok(match state.chart.drawing {
        Drawing::Time { panels, by, .. } => {
            let events = if state.events { data.events() } else { &[] };
            let shown = events::on(events, range, state.rsis).cloned().collect();
            time::view::build(state, range, panels, by, &columns()?, shown)
        }
        Drawing::RcodePie => pie::view::build(state, range, &columns()?[0]),
        Drawing::SizeColumns => columns::view::build(state, range, &columns()?[0]),
        Drawing::Boxes => boxes::view::build(state, [range, state.second_range(clock)], &columns()?),
        Drawing::Map => match data.places(range.start()) {
            Some(places) => map::view::build(state, &places, data.outline()),
            None => return Err(requests),
        },
    })
}

/// What stands at a bin of a panel, at a slice or at a place. `None` where there is no such panel, bin, slice or place.
pub fn readout(view: &View, panel: usize, at: usize) -> Option<Readout> {
    view.body.kind().readout(view, panel, at)
}

/// Places a panel of a view, or its pie. `None` where there is no such panel.
pub fn place(view: &View, panel: usize, surface: &Surface, layer: Layer<'_>) -> Option<Scene> {
    view.body.kind().place(view, panel, surface, layer)
}

/// The place under a pointer that can be read out: a bin, a slice that is not hidden, a band.
pub fn place_at(view: &View, geometry: &Geometry, x: f64, y: f64) -> Option<usize> {
    view.body.kind().place_at(geometry, x, y)
}

/// The series under a pointer in a panel. `None` where there is nothing, or nothing to tell apart.
pub fn series_at(view: &View, panel: usize, geometry: &Geometry, x: f64, y: f64) -> Option<String> {
    view.body.kind().series_at(panel, geometry, x, y)
}
