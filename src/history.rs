//! The only file that touches the address bar. The address is the state: every change of state writes it, and back
//! and forward read it.

use std::cell::RefCell;
use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use rssac002_charts::state::url::{self, Ignored};
use rssac002_charts::{Chart, ChartState, Clock, study};
use wasm_bindgen::JsValue;

/// What an address leads to.
#[derive(Clone, PartialEq, Debug)]
pub enum Place {
    /// A chart in a state.
    Chart(ChartState),
    /// The study of Chromium.
    Study,
    /// No page of ours.
    Unknown(String),
}

impl Place {
    /// Its address, from the slash on.
    pub fn address(&self) -> String {
        match self {
            Place::Chart(state) => url::address(state),
            Place::Study => format!("/{}", study::PATH),
            Place::Unknown(path) => path.clone(),
        }
    }
}

/// How a change enters the history.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Entry {
    /// A place of its own, that "back" returns from: another chart, another tab, a zoom.
    Push,
    /// The same place, seen otherwise: a toggle.
    Replace,
}

/// Safari refuses more than 100 changes in 10 seconds, so small ones are gathered for this long.
const GATHER: Duration = Duration::from_millis(100);

thread_local! {
    static WAITING: RefCell<Option<(TimeoutHandle, String)>> = const { RefCell::new(None) };
}

/// Reads the address bar. What was not understood is named.
pub fn read(clock: &Clock) -> (Place, Vec<Ignored>) {
    let location = window().location();
    let path = location.pathname().unwrap_or_default();
    let query = location.search().unwrap_or_default();
    let chart = match path.as_str() {
        "/" => Some(ChartState::start_page().chart),
        path => Chart::find(path.strip_prefix("/embed/").unwrap_or(path)),
    };
    match (chart, Chart::find_old(&path)) {
        (Some(chart), _) => {
            let (state, ignored) = url::parse(chart, &query, clock);
            (Place::Chart(state), ignored)
        }
        // The published pages had no state in their addresses.
        (None, Some(chart)) => {
            let state = ChartState::new(chart);
            set(&url::address(&state), Entry::Replace);
            (Place::Chart(state), Vec::new())
        }
        (None, None) if path.trim_matches('/') == study::PATH => (Place::Study, Vec::new()),
        (None, None) => (Place::Unknown(path), Vec::new()),
    }
}

fn set(address: &str, entry: Entry) {
    let Ok(history) = window().history() else { return };
    // A refusal (too many changes, a sandboxed frame) leaves the old address: the chart is right all the same.
    let _ = match entry {
        Entry::Push => history.push_state_with_url(&JsValue::NULL, "", Some(address)),
        Entry::Replace => history.replace_state_with_url(&JsValue::NULL, "", Some(address)),
    };
}

/// Writes what waits to be written.
fn flush() {
    if let Some((timer, address)) = WAITING.take() {
        timer.clear();
        set(&address, Entry::Replace);
    }
}

/// Writes a place to the address bar.
pub fn write(place: &Place, entry: Entry) {
    let address = place.address();
    match entry {
        Entry::Push => {
            flush();
            set(&address, Entry::Push);
        }
        Entry::Replace => {
            if let Some((timer, _)) = WAITING.take() {
                timer.clear();
            }
            match set_timeout_with_handle(flush, GATHER) {
                Ok(timer) => WAITING.set(Some((timer, address))),
                Err(_) => set(&address, Entry::Replace),
            }
        }
    }
}

/// Calls back when the visitor goes back or forward.
pub fn on_move(moved: impl Fn() + 'static) {
    window_event_listener_untyped("popstate", move |_| {
        // What waited belonged to the entry that was left.
        if let Some((timer, _)) = WAITING.take() {
            timer.clear();
        }
        moved();
    });
}
