//! Fetches what a state needs, once, keeps it, and makes the view. While something is on its way, or has failed to
//! come, the view before stays.

use std::sync::Arc;

use js_sys::Uint8Array;
use leptos::prelude::*;
use rssac002_charts::state::Tab;
use rssac002_charts::state::url::Ignored;
use rssac002_charts::view::{self, View};
use rssac002_charts::words::ui;
use rssac002_charts::world::{Outline, outline};
use rssac002_charts::{Chart, ChartState, DataRequest, DataStore, Imprint};
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

/// The state and data of the page, or of a figure in it, handed to all components.
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
    /// What did not come, with the reason, until it is asked for again.
    failed: StoredValue<Vec<(DataRequest, String)>>,
    /// Tells all who wait that something came, or did not. Its value says nothing.
    arrived: RwSignal<bool>,
    /// The place of the page, where this is a figure in it.
    page: Option<RwSignal<Place>>,
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
            failed: StoredValue::default(),
            arrived: RwSignal::new(true),
            page: None,
        };
        let back = RwSignal::new(false);
        history::on_move(move || {
            let (place, ignored) = store.config.with_value(|c| history::read(&c.clock));
            store.ignored.set(ignored);
            store.failed.update_value(Vec::clear);
            store.place.set(place);
            back.set(true);
        });
        follow(move || store.refresh());
        // Once the page that was gone back to is there, and laid out.
        follow(move || {
            if back.get() && store.drawn.get() && store.status.get() == Status::Ready {
                request_animation_frame(move || {
                    if back.get_untracked() {
                        back.set(false);
                        history::restore();
                    }
                });
            }
        });
        store
    }

    /// A figure of the page, with a state of its own and the page's data. Small changes stay in it, those that are
    /// places of their own lead to the chart's page. It fetches nothing until it is asked to by [`Store::refresh`].
    pub fn figure(self, state: ChartState) -> Store {
        Store {
            place: RwSignal::new(Place::Chart(state)),
            view: RwSignal::new(None),
            status: RwSignal::new(Status::Loading),
            drawn: RwSignal::new(false),
            page: Some(self.place),
            ..self
        }
    }

    /// Whether it is a figure of a page that is not the chart's own.
    pub fn is_figure(self) -> bool {
        self.page.is_some()
    }

    /// Whether it is a chart by itself in somebody else's page.
    pub fn is_embed(self) -> bool {
        self.config.with_value(|c| c.embed.is_some())
    }

    /// The state, if the page is a chart's.
    pub fn state(self) -> Option<ChartState> {
        match self.place.get() {
            Place::Chart(state) => Some(state),
            Place::Study | Place::Unknown(_) => None,
        }
    }

    /// Something of the state, followed; the default's where the page is no chart.
    pub fn of<T>(self, read: impl FnOnce(&ChartState) -> T) -> T {
        self.place.with(|place| match place {
            Place::Chart(state) => read(state),
            Place::Study | Place::Unknown(_) => read(&ChartState::start_page()),
        })
    }

    /// Where a file or citation of a state says that it is from. Neither has a tab.
    pub fn imprint(self, state: &ChartState) -> Imprint {
        let state = ChartState { tab: Tab::Chart, ..state.clone() };
        self.config.with_value(|c| Imprint::new(&state, &c.clock, &c.site, &c.version, c.sample))
    }

    /// Changes the state, and the address with it.
    pub fn change(self, entry: Entry, change: impl FnOnce(&mut ChartState)) {
        self.change_boxed(entry, Box::new(change));
    }

    fn change_boxed(self, entry: Entry, change: Box<dyn FnOnce(&mut ChartState) + '_>) {
        let Place::Chart(mut state) = self.place.get_untracked() else { return };
        let before = state.clone();
        change(&mut state);
        if state != before {
            self.go(Place::Chart(state), entry);
        }
    }

    /// Goes to another chart, with the days and letters chosen here.
    pub fn go_to_chart(self, chart: &'static Chart) {
        let state = match self.place.get_untracked() {
            Place::Chart(state) if state.chart == chart => return,
            Place::Chart(state) => state.for_chart(chart),
            Place::Study | Place::Unknown(_) => ChartState::new(chart),
        };
        self.go_to(Place::Chart(state));
    }

    /// Goes to another place, and to its top.
    pub fn go_to(self, place: Place) {
        self.go(place, Entry::Push);
        window().scroll_to_with_x_and_y(0.0, 0.0);
    }

    fn go(self, place: Place, entry: Entry) {
        let page = match (self.page, entry) {
            (Some(_), Entry::Replace) => {
                self.place.set(place);
                return;
            }
            (Some(page), Entry::Push) => page,
            (None, _) => self.place,
        };
        // An embed's changes stay in it: its entries would be among those of the page around it.
        if !self.is_embed() {
            history::write(&place, entry);
        }
        self.failed.update_value(Vec::clear);
        self.ignored.set(Vec::new());
        page.set(place);
        if self.is_figure() {
            window().scroll_to_with_x_and_y(0.0, 0.0);
        }
    }

    /// Asks again for what did not come.
    pub fn retry(self) {
        self.failed.update_value(Vec::clear);
        self.arrived.notify();
    }

    /// Makes the view, or fetches what it lacks. To be followed: it reads the state, and what arrives.
    pub fn refresh(self) {
        let Some(state) = self.state() else {
            self.view.set(None);
            // The study says itself how far its figures are.
            if self.place.with(|place| matches!(place, Place::Unknown(_))) {
                self.status.set(Status::Ready);
                self.drawn.set(true);
            }
            return;
        };
        if state.is_map() {
            self.fetch_outline();
        }
        self.arrived.track();
        // The land of a map arrives by itself.
        let is_made = !state.is_map()
            && self.status.with_untracked(|s| *s == Status::Ready)
            && self.view.with_untracked(|v| v.as_ref().is_some_and(|v| v.state == state));
        if is_made {
            return;
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
                let failed = self.failed.with_value(|all| {
                    all.iter().find(|(r, _)| missing.contains(r)).map(|(_, reason)| reason.clone())
                });
                if let Some(reason) = failed {
                    self.status.set(Status::Failed(reason));
                    return;
                }
                self.status.set(Status::Loading);
                missing.into_iter().for_each(|request| self.fetch(request));
            }
        }
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
                    self.arrived.notify();
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
            let answer =
                get(&url).await.and_then(|bytes| request.read(&bytes).map_err(|e| ui::not_understood(&e)));
            self.under_way.update_value(|all| all.retain(|other| *other != request));
            match answer {
                Ok(answer) => self.data.update_value(|data| data.insert(request, answer)),
                Err(reason) => self.failed.update_value(|all| all.push((request, reason))),
            }
            self.arrived.notify();
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
    let unreachable = |_: JsValue| ui::UNREACHABLE.to_owned();
    let answer = JsFuture::from(window().fetch_with_str_and_init(url, &init)).await.map_err(unreachable)?;
    let response: Response = answer.unchecked_into();
    if !response.ok() {
        return Err(ui::answered(response.status(), &response.status_text()));
    }
    let broken = |_: JsValue| ui::BROKEN_OFF.to_owned();
    let buffer = JsFuture::from(response.array_buffer().map_err(broken)?).await.map_err(broken)?;
    Ok(Uint8Array::new(&buffer).to_vec())
}
