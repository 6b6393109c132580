//! What an address leads to.

use leptos::prelude::window;
use rssac002_charts::state::url::{self, Ignored};
use rssac002_charts::{Chart, ChartState, Clock, coverage, day, events, letter, study, unusual};

/// A page of the site.
#[derive(Clone, PartialEq, Debug)]
pub enum Route {
    /// A chart in a state.
    Chart(ChartState),
    /// The study of Chromium.
    Study,
    /// A page that the server makes and that stays as it is, by its path.
    Sent(String),
    /// No page of ours.
    Unknown(String),
}

/// Whether it is the path of a page that the server makes: of a day, a letter, unusual days, events or coverage.
fn is_sent(path: &str) -> bool {
    let lists = [unusual::PATH, coverage::PATH, events::PATH];
    day::find(path).is_some() || letter::find(path).is_some() || lists.contains(&path.trim_end_matches('/'))
}

impl Route {
    /// Its address, from the slash on.
    pub fn address(&self) -> String {
        match self {
            Route::Chart(state) => url::address(state),
            Route::Study => format!("/{}", study::PATH),
            Route::Sent(path) | Route::Unknown(path) => path.clone(),
        }
    }

    /// The chart's state, if the page is a chart's.
    pub fn chart(&self) -> Option<&ChartState> {
        match self {
            Route::Chart(state) => Some(state),
            Route::Study | Route::Sent(_) | Route::Unknown(_) => None,
        }
    }

    /// Reads the address bar. What was not understood is named.
    pub fn read(clock: &Clock) -> (Route, Vec<Ignored>) {
        let location = window().location();
        let path = location.pathname().unwrap_or_default();
        Route::parse(&path, &location.search().unwrap_or_default(), clock)
    }

    /// Reads an address: its path, and its query with or without the question mark.
    pub fn parse(path: &str, query: &str, clock: &Clock) -> (Route, Vec<Ignored>) {
        let chart = match path {
            "/" => Some(ChartState::start_page().chart),
            path => Chart::find(path.strip_prefix("/embed/").unwrap_or(path)),
        };
        match (chart, Chart::find_old(path)) {
            (Some(chart), _) => {
                let (state, ignored) = url::parse(chart, query, clock);
                (Route::Chart(state), ignored)
            }
            // The published pages had no state in their addresses.
            (None, Some(chart)) => (Route::Chart(ChartState::new(chart)), Vec::new()),
            (None, None) if path.trim_matches('/') == study::PATH => (Route::Study, Vec::new()),
            (None, None) if is_sent(path) => {
                // What of it is not understood says the page itself.
                (Route::Sent(path.to_owned()), Vec::new())
            }
            (None, None) => (Route::Unknown(path.to_owned()), Vec::new()),
        }
    }

    /// Whether the address bar has the address of a page of the published site, whose pages are ours by other names.
    pub fn is_published_address() -> bool {
        let path = window().location().pathname().unwrap_or_default();
        Chart::find(&path).is_none() && Chart::find_old(&path).is_some()
    }
}
