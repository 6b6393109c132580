//! Views of a snapshot without the way over HTTP: the answers that the app would ask for, read into columns by the code
//! that answers it, so that there is no second computation.

use std::sync::{Arc, LazyLock};

use rssac002_charts::world::Outline;
use rssac002_charts::{Answer, ChartState, Clock, DataRequest, DataStore, View, kind};
use rssac002_model::{Columns, Day, DayPlaces, Endpoint, Snapshot, places};

use crate::api::columns::columns;
use crate::api::detail::Detail;
use crate::api::query::Query;
use crate::api::request::Request;

/// The land, the very file that the app fetches; `None` were it damaged, which a test would have found.
static OUTLINE: LazyLock<Option<Outline>> =
    LazyLock::new(|| Outline::decode(include_bytes!("../../../public/world.bin")).ok());

/// The answer to a request of the app; `None` where the API would refuse it.
pub fn answer(snapshot: &Arc<Snapshot>, request: &DataRequest, today: Day) -> Option<Answer> {
    let address = request.address();
    let query = address.split_once('?').map_or("", |(_, query)| query);
    let asked = Request::parse(request.endpoint, &Query::parse(query), today).ok()?;
    if asked.endpoint == Endpoint::InstancesDetail {
        let text: String = Detail::new(snapshot.clone(), asked.rsi, asked.range).collect();
        return places::read(text.as_bytes(), request.range.start()).ok().map(Answer::Places);
    }
    columns(snapshot, &asked).map(Answer::Columns)
}

/// The view of a state; `None` where it asks for more than was answered, which would be a mistake in this program.
///
/// What the API would refuse is answered with nothing, so that its values are missing.
pub fn view(snapshot: &Arc<Snapshot>, state: &ChartState, clock: &Clock) -> Option<View> {
    let mut held = DataStore::default();
    if let Some(outline) = OUTLINE.as_ref().filter(|_| state.is_map()) {
        held.set_outline(outline.clone());
    }
    for request in kind::requests(state, clock) {
        let answer = answer(snapshot, &request, clock.today).unwrap_or_else(|| nothing(&request));
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
    use super::OUTLINE;

    #[test]
    fn the_land_is_there() {
        assert!(OUTLINE.is_some());
    }
}
