//! What an address leads to.

use leptos::prelude::window;
use rssac002_charts::state::url::{self, Ignored};
use rssac002_charts::{Chart, ChartState, Clock, study};

/// A page of the site.
#[derive(Clone, PartialEq, Debug)]
pub enum Route {
    /// A chart in a state.
    Chart(ChartState),
    /// The study of Chromium.
    Study,
    /// Any other page, by its path: the server makes it, also one that says that there is none, and it stays as it is.
    Sent(String),
}

impl Route {
    /// Its address, from the slash on.
    pub fn address(&self) -> String {
        match self {
            Route::Chart(state) => url::address(state),
            Route::Study => format!("/{}", study::PATH),
            Route::Sent(path) => path.clone(),
        }
    }

    /// The chart's state, if the page is a chart's.
    pub fn chart(&self) -> Option<&ChartState> {
        match self {
            Route::Chart(state) => Some(state),
            Route::Study | Route::Sent(_) => None,
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
        let chart = Chart::find(path.strip_prefix("/embed/").unwrap_or(path));
        match (chart, Chart::find_old(path)) {
            (Some(chart), _) => {
                let (state, ignored) = url::parse(chart, query, clock);
                (Route::Chart(state), ignored)
            }
            // The published pages had no state in their addresses.
            (None, Some(chart)) => (Route::Chart(ChartState::new(chart)), Vec::new()),
            (None, None) if path.trim_matches('/') == study::PATH => (Route::Study, Vec::new()),
            // What of it is not understood says the page itself.
            (None, None) => (Route::Sent(path.to_owned()), Vec::new()),
        }
    }

    /// Whether the address bar has the address of a page of the published site, whose pages are ours by other names.
    pub fn is_published_address() -> bool {
        let path = window().location().pathname().unwrap_or_default();
        Chart::find(&path).is_none() && Chart::find_old(&path).is_some()
    }
}
