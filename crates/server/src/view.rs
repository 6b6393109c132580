//! Views of a snapshot without the way over HTTP: the numbers that the app would get, made by the code that answers it.

use std::sync::{Arc, LazyLock};

use rssac002_charts::catalogue::Keys as DataKeys;
use rssac002_charts::day::{DayState, Findings};
use rssac002_charts::events::Mark;
use rssac002_charts::unusual::{Marked, Unusual};
use rssac002_charts::world::Outline;
use rssac002_charts::{Answer, ChartState, Clock, DataRequest, DataStore, View, kind};
use rssac002_model::{
    Columns, Dataset, Day, DayPlaces, DayRange, Endpoint, Interval, Rsi, RsiSet, Snapshot, Step,
};

use crate::api::columns::columns;
use crate::api::request::{Keys, Request, Shape, check_years, first_year};
use crate::events::EVENTS;

/// The land, the very file that the app fetches; `None` were it damaged, which a test would have found.
static OUTLINE: LazyLock<Option<Outline>> =
    LazyLock::new(|| Outline::decode(include_bytes!("../../../public/world.bin")).ok());

/// The question that a request of the app asks, as its address says it; `None` where the API would refuse it.
fn question(request: &DataRequest, today: Day) -> Option<Request> {
    check_years(request.asked().range, first_year(request.endpoint), today.year()).ok()?;
    Some(asked(request))
}

/// The question that a request asks, of any year.
fn asked(request: &DataRequest) -> Request {
    let range = request.asked().range;
    let detail = request.endpoint == Endpoint::InstancesDetail;
    let zone = request.endpoint == Endpoint::Data(Dataset::ZoneSize);
    let top = |count: u8, each| Some(Keys::Top { count: count.into(), each });
    Request {
        endpoint: request.endpoint,
        rsi: if zone { RsiSet::only(Rsi::A) } else { request.rsis },
        range,
        step: Interval::Day,
        sum: false,
        totals: if let DataKeys::Total(direction) = request.keys { Some(direction) } else { None },
        shape: if detail { Shape::Published } else { Shape::Columns },
        keys: match request.keys {
            _ if detail => None,
            DataKeys::These(keys) => Some(Keys::These(keys.iter().map(|key| (*key).to_owned()).collect())),
            DataKeys::Top(count) => top(count, false),
            DataKeys::TopEach(count) => top(count, true),
            DataKeys::Total(_) | DataKeys::All => None,
        },
        days: request.range,
        sums: match request.step {
            Step::Every(Interval::Day) => None,
            _ if detail || request.asked().serials => None,
            step => Some(step),
        },
    }
}

/// The answer to a request of the app; `None` where the API would refuse it.
pub fn answer(snapshot: &Snapshot, request: &DataRequest, today: Day) -> Option<Answer> {
    let asked = question(request, today)?;
    if asked.endpoint != Endpoint::InstancesDetail {
        return columns(snapshot, &asked).map(Answer::Columns);
    }
    let mut places = DayPlaces::new(request.range.start());
    for rsi in asked.rsi.iter() {
        if let Some(list) = snapshot.instances(rsi).places(places.day) {
            *places.list_mut(rsi) = list.to_vec();
        }
    }
    Some(Answer::Places(places))
}

/// The view of a state; `None` where it asks for more than was answered, which would be a mistake in this program.
///
/// What the API would refuse is answered with nothing, so that its values are missing. Unusual days are not known.
pub fn view(snapshot: &Arc<Snapshot>, state: &ChartState, clock: &Clock) -> Option<View> {
    marked(snapshot, state, clock, None)
}

/// The same with the unusual days that a state marks, where they are known.
pub fn marked(
    snapshot: &Arc<Snapshot>,
    state: &ChartState,
    clock: &Clock,
    unusual: Option<&Unusual>,
) -> Option<View> {
    view_from(snapshot, state, clock, unusual, |request| Some(*request))
}

/// The same of a chart over time, made from the numbers of these days alone: it is made in a fraction of the time, and what is
/// doubtful is told from them.
pub fn view_within(
    snapshot: &Arc<Snapshot>,
    state: &ChartState,
    clock: &Clock,
    days: DayRange,
) -> Option<View> {
    let within =
        |request: &DataRequest| Some(DataRequest { range: request.range.intersection(days)?, ..*request });
    view_from(snapshot, state, clock, None, within)
}

/// The published numbers of requests as columns, of any year.
pub fn numbers(snapshot: &Snapshot, requests: &[DataRequest]) -> Vec<Option<Columns>> {
    requests.iter().map(|request| columns(snapshot, &asked(request))).collect()
}

/// The unusual ones of these days.
pub fn unusual(snapshot: &Snapshot, range: DayRange) -> Unusual {
    Unusual::search(range, |request| columns(snapshot, &asked(request)))
}

/// What is found of a day.
pub fn findings(snapshot: &Snapshot, state: DayState) -> Findings {
    Findings::new(state, &numbers(snapshot, &state.requests()))
}

fn view_from(
    snapshot: &Arc<Snapshot>,
    state: &ChartState,
    clock: &Clock,
    unusual: Option<&Unusual>,
    within: impl Fn(&DataRequest) -> Option<DataRequest>,
) -> Option<View> {
    let mut held = DataStore::default();
    for (mark, address) in kind::lists(state) {
        let list = match mark {
            Mark::Event => Some(EVENTS.clone()),
            Mark::Unusual => unusual.zip(Marked::of(state)).map(|(all, marked)| all.marks(&marked)),
        };
        if let Some(list) = list {
            held.set_events(address, list);
        }
    }
    if let Some(outline) = OUTLINE.as_ref().filter(|_| state.is_map()) {
        held.set_outline(outline.clone());
    }
    for request in kind::requests(state, clock) {
        let answer = within(&request).and_then(|asked| answer(snapshot, &asked, clock.today));
        let answer = answer.unwrap_or_else(|| nothing(&request));
        held.insert(request, answer);
    }
    kind::view(state, &held, clock).ok()
}

fn nothing(request: &DataRequest) -> Answer {
    let start = request.range.start();
    if request.endpoint == Endpoint::InstancesDetail {
        return Answer::Places(DayPlaces::new(start));
    }
    Answer::Columns(Columns { start, step: request.asked().step, rows: 0, groups: Vec::new() })
}

#[cfg(test)]
mod tests {
    use rssac002_charts::CATALOGUE;
    use rssac002_model::places;

    use super::*;
    use crate::api::detail::Detail;
    use crate::api::query::Query;

    #[test]
    fn the_land_is_there() {
        assert!(OUTLINE.is_some());
    }

    /// The same question as the address of the request, parsed.
    #[test]
    fn a_request_asks_what_its_address_asks() {
        let today = Day::from_ymd(2020, 11, 25).unwrap();
        let clock = Clock::new(today);
        let mut asked = 0;
        for chart in CATALOGUE {
            for interval in [Interval::Day, Interval::Week] {
                let state = ChartState { interval, ..ChartState::new(chart) };
                let requests =
                    kind::requests(&state, &clock).into_iter().chain(kind::raw_requests(&state, &clock));
                for request in requests {
                    // An answer of another year than are served is refused by both.
                    for today in [today, Day::from_ymd(2016, 1, 1).unwrap()] {
                        let address = request.address();
                        let (_, query) = address.split_once('?').unwrap();
                        let parsed = Request::parse(request.endpoint, &Query::parse(query), today).ok();
                        assert_eq!(question(&request, today), parsed, "{address}");
                        asked += usize::from(parsed.is_some());
                    }
                }
            }
        }
        assert!(asked > CATALOGUE.len());
    }

    #[test]
    fn places_are_those_of_the_published_answer() {
        let snapshot = Arc::new(rssac002_ingest::sample::snapshot(Day::from_ymd(2020, 11, 25).unwrap()));
        let day = Day::from_ymd(2020, 11, 2).unwrap();
        let state = ChartState::new(CATALOGUE.iter().find(|c| c.path == "instances/map").unwrap());
        let clock = Clock::new(day + 23);
        let requests = kind::requests(&state, &clock);
        let Some(Answer::Places(held)) = answer(&snapshot, &requests[0], clock.today) else {
            panic!("no places")
        };
        let (rsis, range) = (requests[0].rsis, requests[0].range);
        let text: String = Detail::new(snapshot.clone(), rsis, range).collect();
        assert_eq!(places::read(text.as_bytes(), range.start()).unwrap(), held);
        assert!(rsis.iter().any(|rsi| held.of(rsi).is_some_and(|list| !list.is_empty())));
    }
}
