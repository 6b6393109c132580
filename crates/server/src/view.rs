//! Views of a snapshot without the way over HTTP: the answers that the app would ask for, read into columns by the code
//! that answers it, so that there is no second computation.

use std::sync::Arc;

use rssac002_charts::{ChartState, Clock, Data, DataRequest, DataStore, View, view};
use rssac002_model::{Columns, Day, Snapshot};

use crate::api::columns::columns;
use crate::api::query::Query;
use crate::api::request::Request;

/// The answer to a request of the app; `None` where the API would refuse it.
pub fn answer(snapshot: &Snapshot, request: &DataRequest, today: Day) -> Option<Columns> {
    let address = request.address();
    let query = address.split_once('?').map_or("", |(_, query)| query);
    columns(snapshot, &Request::parse(request.endpoint, &Query::parse(query), today).ok()?)
}

/// Everything that a state is made from: the answers, kept as the app keeps them.
///
/// What the API would refuse is answered with no rows, so that its values are missing.
pub fn answers(snapshot: &Snapshot, state: &ChartState, clock: &Clock) -> Answers {
    let mut held = DataStore::default();
    for request in view::requests(state, clock) {
        let columns = answer(snapshot, &request, clock.today).unwrap_or_else(|| Columns {
            start: request.range.start(),
            step: request.asked().step,
            rows: 0,
            groups: Vec::new(),
        });
        held.insert(request, columns);
    }
    Answers(held)
}

/// The answers to all requests of one state.
pub struct Answers(DataStore);

impl Data for Answers {
    fn columns(&self, request: &DataRequest) -> Option<Arc<Columns>> {
        self.0.columns(request)
    }
}

/// The view of a state; `None` where it asks for more than was answered, which would be a mistake in this program.
pub fn view(snapshot: &Snapshot, state: &ChartState, clock: &Clock) -> Option<View> {
    view::view(state, &answers(snapshot, state, clock), clock).ok()
}
