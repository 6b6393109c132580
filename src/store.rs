//! Fetches what a state needs, once, keeps it, and makes the view. While something is on its way, or has failed to
//! come, the view before stays.

use std::sync::Arc;

use js_sys::Uint8Array;
use leptos::prelude::*;
use rssac002_charts::state::url::Ignored;
use rssac002_charts::view::{self, View};
use rssac002_charts::world::{Outline, outline};
use rssac002_charts::{Chart, ChartState, DataRequest, DataStore};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, RequestCredentials, RequestInit, RequestMode, Response};

use crate::config::Config;
use crate::dom::follow;
use crate::history::{self, Entry, Place};

/// How long an answer may take.
const PATIENCE_MS: u32 = 30_000;

/// What the page waits for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Status {
    /// An answer is on its way.
    Loading,
    /// The view is the state's.
    Ready,
    /// An answer did not come, with the reason.
    Failed(String),
}

/// The page's state and data, handed to all components.
#[derive(Clone, Copy)]
pub struct Store {
    /// The page's settings.
    pub config: StoredValue<Config>,
    /// What the address leads to. Changed by [`Store::change`] only.
    pub place: RwSignal<Place>,
    /// Parts of the address that were not understood.
    pub ignored: RwSignal<Vec<Ignored>>,
    /// What is shown.
    pub view: RwSignal<Option<Arc<View>>>,
    /// Whether that is what the state asks for.
    pub status: RwSignal<Status>,
    /// Whether the view is on the canvas.
    pub drawn: RwSignal<bool>,
    data: StoredValue<DataStore>,
    outline_asked: StoredValue<bool>,
    under_way: StoredValue<Vec<DataRequest>>,
}

impl Store {
    /// Reads page and address, and follows back and forward.
    pub fn new() -> Store {
        let config = Config::read();
        let (place, ignored) = history::read(&config.clock);
        let store = Store {
            config: StoredValue::new(config),
            place: RwSignal::new(place),
            ignored: RwSignal::new(ignored),
            view: RwSignal::new(None),
            status: RwSignal::new(Status::Loading),
            drawn: RwSignal::new(false),
            data: StoredValue::default(),
            outline_asked: StoredValue::default(),
            under_way: StoredValue::default(),
        };
        history::on_move(move || {
            let (place, ignored) = store.config.with_value(|c| history::read(&c.clock));
            store.ignored.set(ignored);
            store.place.set(place);
        });
        follow(move || store.refresh());
        store
    }

    /// The state, if the page is a chart's.
    pub fn state(self) -> Option<ChartState> {
        match self.place.get() {
            Place::Chart(state) => Some(state),
            Place::Unknown(_) => None,
        }
    }

    /// Something of the state, followed; the default's where the page is no chart.
    pub fn of<T>(self, read: impl FnOnce(&ChartState) -> T) -> T {
        self.place.with(|place| match place {
            Place::Chart(state) => read(state),
            Place::Unknown(_) => read(&ChartState::start_page()),
        })
    }

    /// Changes the state, and the address with it.
    pub fn change(self, entry: Entry, change: impl FnOnce(&mut ChartState)) {
        let Place::Chart(mut state) = self.place.get_untracked() else { return };
        let before = state.clone();
        change(&mut state);
        if state != before {
            self.go(state, entry);
        }
    }

    /// Goes to another chart, with the days and letters chosen here.
    pub fn go_to_chart(self, chart: &'static Chart) {
        let state = match self.place.get_untracked() {
            Place::Chart(state) if state.chart == chart => return,
            Place::Chart(state) => state.for_chart(chart),
            Place::Unknown(_) => ChartState::new(chart),
        };
        self.go(state, Entry::Push);
        window().scroll_to_with_x_and_y(0.0, 0.0);
    }

    fn go(self, state: ChartState, entry: Entry) {
        history::write(&state, entry);
        self.ignored.set(Vec::new());
        self.place.set(Place::Chart(state));
    }

    /// Asks again for what did not come.
    pub fn retry(self) {
        self.refresh();
    }

    /// Makes the view, or fetches what it lacks.
    fn refresh(self) {
        let Some(state) = self.state() else {
            self.view.set(None);
            self.status.set(Status::Ready);
            self.drawn.set(true);
            return;
        };
        if state.is_map() {
            self.fetch_outline();
        }
        let made =
            self.config.with_value(|c| self.data.with_value(|data| view::view(&state, data, &c.clock)));
        match made {
            Ok(view) => {
                self.drawn.set(false);
                self.view.set(Some(Arc::new(view)));
                self.status.set(Status::Ready);
            }
            Err(missing) => {
                self.status.set(Status::Loading);
                missing.into_iter().for_each(|request| self.fetch(request));
            }
        }
    }

    fn lacks(self, request: &DataRequest) -> bool {
        self.state().is_some_and(|state| {
            self.config.with_value(|c| view::requests(&state, &c.clock)).contains(request)
        })
    }

    /// Fetches the land of maps, once. A map without it is as right, so nobody is told where it does not come.
    fn fetch_outline(self) {
        if self.outline_asked.get_value() {
            return;
        }
        self.outline_asked.set_value(true);
        wasm_bindgen_futures::spawn_local(async move {
            match get(outline::ADDRESS).await.map(|bytes| Outline::decode(&bytes)) {
                Ok(Ok(outline)) => {
                    self.data.update_value(|data| data.set_outline(outline));
                    untrack(|| self.refresh());
                }
                _ => self.outline_asked.set_value(false),
            }
        });
    }

    fn fetch(self, request: DataRequest) {
        if self.under_way.with_value(|all| all.contains(&request)) {
            return;
        }
        self.under_way.update_value(|all| all.push(request));
        let url = self.config.with_value(|c| format!("{}/{}", c.api, request.address()));
        wasm_bindgen_futures::spawn_local(async move {
            let answer = get(&url).await.and_then(|bytes| {
                request.read(&bytes).map_err(|e| format!("The server's answer is not understood: {e}."))
            });
            self.under_way.update_value(|all| all.retain(|other| *other != request));
            match answer {
                Ok(answer) => {
                    self.data.update_value(|data| data.insert(request, answer));
                    untrack(|| self.refresh());
                }
                Err(reason) => {
                    // The visitor may have gone on to something that is held.
                    let wanted = untrack(|| self.lacks(&request));
                    if wanted {
                        self.status.set(Status::Failed(reason));
                    }
                }
            }
        });
    }
}

/// The bytes at an address. Mode and credentials are those of the preload links that the
/// server puts into the page, so that the browser uses what it has fetched already. (gloo-net would append a bare
/// `&` to the address, which makes it another one.)
async fn get(url: &str) -> Result<Vec<u8>, String> {
    let init = RequestInit::new();
    init.set_mode(RequestMode::Cors);
    init.set_credentials(RequestCredentials::SameOrigin);
    init.set_signal(Some(&AbortSignal::timeout_with_u32(PATIENCE_MS)));
    let unreachable = |_: JsValue| "The server cannot be reached.".to_owned();
    let answer = JsFuture::from(window().fetch_with_str_and_init(url, &init)).await.map_err(unreachable)?;
    let response: Response = answer.unchecked_into();
    if !response.ok() {
        return Err(format!("The server answered {} {}.", response.status(), response.status_text()));
    }
    let broken = |_: JsValue| "The answer broke off.".to_owned();
    let buffer = JsFuture::from(response.array_buffer().map_err(broken)?).await.map_err(broken)?;
    Ok(Uint8Array::new(&buffer).to_vec())
}
