//! Data sets behind a real router, and views made of its answers as the app makes them.

use std::path::Path;
use std::sync::{LazyLock, Mutex};

use axum::http::StatusCode;
use rssac002_charts::View;
use rssac002_charts::kind;
use rssac002_charts::state::url;
use rssac002_charts::world::Outline;
use rssac002_charts::{Chart, ChartState, Clock, DataRequest, DataStore};
use rssac002_model::{Day, DayRange, Snapshot};
use rssac002_server::site::{Site, pages};
use serde_json::Value;

use crate::support::{self, Server, TODAY};

/// A data set behind a router.
pub struct Fixture {
    /// Its name, for messages.
    pub name: &'static str,
    /// The clock that its pages have.
    pub clock: Clock,
    server: Server,
    held: Mutex<DataStore>,
}

/// How the API is asked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Asking {
    /// As the app asks.
    InColumns,
    /// As the published API understands it, which ignores `shape`, `keys`, `step` and `from`.
    Published,
}

static SAMPLE: LazyLock<Fixture> = LazyLock::new(|| {
    Fixture::new("sample", rssac002_ingest::sample::snapshot(Day::parse_iso(TODAY).unwrap()))
});
static NOTHING: LazyLock<Fixture> = LazyLock::new(|| Fixture::new("nothing", Snapshot::default()));
static DIRTY: LazyLock<Option<Fixture>> =
    LazyLock::new(|| support::dirty().map(|s| Fixture::new("dirty", s)));
static REAL: LazyLock<Option<Fixture>> = LazyLock::new(|| support::real().map(|s| Fixture::new("real", s)));

impl Fixture {
    /// A data set of a test's own.
    pub fn new(name: &'static str, snapshot: Snapshot) -> Fixture {
        let clock = pages::clock(&snapshot, Day::parse_iso(TODAY).unwrap());
        let server = Server::new(snapshot, TODAY, Site::embedded());
        let mut held = DataStore::default();
        held.set_outline(outline());
        Fixture { name, clock, server, held: Mutex::new(held) }
    }

    /// Sample data.
    pub fn sample() -> &'static Fixture {
        &SAMPLE
    }

    /// Nothing at all.
    pub fn nothing() -> &'static Fixture {
        &NOTHING
    }

    /// The dirty data of the recorded cases; `None`, said, where they are not there.
    pub fn dirty() -> Option<&'static Fixture> {
        DIRTY.as_ref()
    }

    /// Real data; `None`, said, where they are not there.
    pub fn real() -> Option<&'static Fixture> {
        REAL.as_ref()
    }

    /// The state of an address, all of which has to be understood.
    pub fn state(&self, address: &str) -> ChartState {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let chart = Chart::find(path).unwrap_or_else(|| panic!("no chart at {path}"));
        let (state, ignored) = url::parse(chart, query, &self.clock);
        assert_eq!(ignored, [], "{address}");
        state
    }

    /// The view of a state; what it needs is asked once and kept, as in the app.
    pub fn view(&self, state: &ChartState) -> View {
        let mut held = self.held.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        self.view_from(&mut held, state, Asking::InColumns)
    }

    /// The view of an address.
    pub fn view_at(&self, address: &str) -> View {
        self.view(&self.state(address))
    }

    /// The view of a state from these answers and those that it lacks.
    pub fn view_from(&self, held: &mut DataStore, state: &ChartState, asking: Asking) -> View {
        // What is new may push out what was held for long, so that a second round may be needed, as in the app.
        for _ in 0..2 {
            match kind::view(state, held, &self.clock) {
                Ok(view) => return view,
                Err(missing) => self.fetch(held, missing, asking),
            }
        }
        let view = kind::view(state, held, &self.clock);
        view.unwrap_or_else(|missing| panic!("asked for what was answered: {missing:?}"))
    }

    fn fetch(&self, held: &mut DataStore, missing: Vec<DataRequest>, asking: Asking) {
        for request in missing {
            let mut address = request.address();
            if asking == Asking::Published {
                let ours = ["shape=", "keys=", "step=", "from="];
                let known = |p: &&str| !ours.iter().any(|name| p.starts_with(name));
                address = address.split('&').filter(known).collect::<Vec<_>>().join("&");
            }
            let answer = self.server.get(&format!("/api/v1/{address}"));
            assert_eq!(answer.status, StatusCode::OK, "{address}: {}", answer.text());
            held.insert(request, request.read(&answer.body).unwrap());
        }
    }

    /// The daily answer of an endpoint for all letters, in the published shape.
    pub fn published(&self, endpoint: &str, days: DayRange) -> Value {
        let (start, end) = (days.start(), days.end());
        self.server.get(&format!("/api/v1/{endpoint}?rsi=a-m&start_date={start}&end_date={end}")).json()
    }
}

/// The land, as it is committed.
pub fn outline() -> Outline {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../public/world.bin");
    Outline::decode(&std::fs::read(file).unwrap()).unwrap()
}

/// The days between two dates.
pub fn days(from: &str, to: &str) -> DayRange {
    DayRange::new(Day::parse_iso(from).unwrap(), Day::parse_iso(to).unwrap()).unwrap()
}
