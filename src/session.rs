//! What the whole page shares.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use rssac002_charts::state::Tab;
use rssac002_charts::state::url::Ignored;
use rssac002_charts::{Chart, ChartState, Clock, Provenance, words};

use crate::answers::Answers;
use crate::appearance::Appearance;
use crate::before;
use crate::config::Config;
use crate::history::{self, Entry};
use crate::part::Parts;
use crate::route::Route;
use crate::turns;

/// How long after the app has arrived the other kinds of drawing and the study are fetched, if nothing has asked for them yet:
/// later than what the first page still does.
const IDLE: Duration = Duration::from_secs(1);

/// How far the page is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Progress {
    /// Something that is to be seen is still to come.
    Loading,
    /// All that is to be seen is there.
    Ready,
    /// Something did not come.
    Failed,
}

/// The page: its settings, its address and its answers. Components take it from the context.
#[derive(Clone, Copy)]
pub struct Session {
    /// The page's settings.
    config: StoredValue<Arc<Config>>,
    /// What the address leads to. Changed by [`Session::go`] only.
    pub route: RwSignal<Route>,
    /// Parts of the address that were not understood.
    pub ignored: RwSignal<Vec<Ignored>>,
    /// The answers of the API.
    pub answers: Answers,
    /// The parts of the app.
    pub parts: Parts,
    /// Light or dark.
    pub appearance: Appearance,
    /// How far the page is; each page says so itself.
    pub progress: RwSignal<Progress>,
    /// How many parts of the first page are still to be made.
    pub unmade: RwSignal<usize>,
    /// Whether the app has not taken the place of the server's page yet.
    pub arriving: RwSignal<bool>,
}

impl Session {
    fn new(config: Config, parts: Parts, (route, ignored): (Route, Vec<Ignored>)) -> Session {
        Session {
            route: RwSignal::new(route),
            ignored: RwSignal::new(ignored),
            answers: Answers::new(config.api.clone(), before::kept_since()),
            parts,
            appearance: Appearance::new(config.embed),
            progress: RwSignal::new(Progress::Loading),
            unmade: RwSignal::new(0),
            arriving: RwSignal::new(true),
            config: StoredValue::new(Arc::new(config)),
        }
    }

    /// Reads page and address, and follows back and forward.
    pub fn in_browser(parts: Parts) -> Session {
        let config = Config::read();
        let address = history::read(&config.clock);
        // What the first view needs is asked for before anything is made.
        match &address.0 {
            Route::Study => parts.study.ask(),
            Route::Chart(state) if !state.over_time() => parts.kinds.ask(),
            Route::Chart(state) if state.tab == Tab::Table => parts.tools.ask(),
            Route::Chart(_) | Route::Sent(_) => {}
        }
        let session = Session::new(config, parts, address);
        session.follow_history();
        session
    }

    /// A page made on the server.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn on_server(config: Config, parts: Parts, path: &str, query: &str) -> Session {
        let address = Route::parse(path, query, &config.clock);
        Session::new(config, parts, address)
    }

    /// The session of the component that asks.
    pub fn from_context() -> Session {
        expect_context()
    }

    fn follow_history(self) {
        let back = RwSignal::new(false);
        history::on_move(move || {
            let (route, ignored) = history::read(&self.clock());
            self.ignored.set(ignored);
            self.answers.forgive();
            self.parts.retry();
            self.route.set(route);
            back.set(true);
        });
        let is_there = move || back.get_untracked() && self.progress.get_untracked() == Progress::Ready;
        // Scrolls once the page that the visitor went back to is there, and laid out.
        Effect::new(move || {
            if back.get() && self.progress.get() == Progress::Ready {
                request_animation_frame(move || {
                    if is_there() {
                        back.set(false);
                        history::restore();
                    }
                });
            }
        });
    }

    /// Today and the last days held.
    pub fn clock(self) -> Clock {
        self.config().clock.clone()
    }

    /// The page's settings.
    pub fn config(self) -> Arc<Config> {
        self.config.get_value()
    }

    /// Whether the app is still made behind the page that the server sent.
    pub fn is_arriving(self) -> bool {
        self.arriving.get_untracked()
    }

    /// How far the page is, all its parts made; the first time that it is not loading, the app has arrived.
    pub fn arrive(self) -> Progress {
        let progress = if self.unmade.get() > 0 { Progress::Loading } else { self.progress.get() };
        if progress != Progress::Loading && self.is_arriving() {
            self.arriving.set(false);
            turns::arrived();
            // An embed has neither dialogs nor other pages.
            if !self.is_embed() {
                self.parts.tools.ask();
                set_timeout(move || self.parts.ask(), IDLE);
            }
        }
        progress
    }

    /// Whether the page is a chart by itself in somebody else's page.
    pub fn is_embed(self) -> bool {
        self.config().embed.is_some()
    }

    /// Where a file or citation of a state says that it is from. Neither has a tab.
    pub fn provenance(self, state: &ChartState) -> Provenance {
        let state = ChartState { tab: Tab::Chart, ..state.clone() };
        let config = self.config();
        let Config { clock, site, version, sample, .. } = &*config;
        Provenance::new(&state, clock, site, version, *sample)
    }

    /// Changes the route, and the address with it.
    pub fn go(self, route: Route, entry: Entry) {
        // An embed's changes stay in it: its entries would be among those of the page around it.
        if !self.is_embed() {
            history::write(&route, entry);
        }
        self.answers.forgive();
        self.parts.retry();
        self.ignored.set(Vec::new());
        self.route.set(route);
    }

    /// Goes to another page, and to its top.
    pub fn go_to(self, route: Route) {
        self.go(route, Entry::Push);
        window().scroll_to_with_x_and_y(0.0, 0.0);
    }

    /// Goes to another chart, with the days and letters chosen here.
    pub fn go_to_chart(self, chart: &'static Chart) {
        let state = match self.route.get_untracked().chart() {
            Some(state) if state.chart == chart => return,
            Some(state) => state.for_chart(chart),
            None => ChartState::new(chart),
        };
        self.go_to(Route::Chart(state));
    }

    /// Keeps the window's title at this one and the site's name.
    pub fn set_title(self, title: Signal<String>) {
        Effect::new(move || document().set_title(&format!("{} – {}", title.get(), words::SITE)));
    }
}
