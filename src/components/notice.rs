//! One line at the end of what is seen: how old that is, where the server is not reached; and that there is a new version of the
//! site. Behind it stands the service worker, which it has keep the page (`public/sw.js`).

use std::time::Duration;

use js_sys::Date;
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use rssac002_charts::words::ui;
use rssac002_charts::{ChartState, kind, provenance};
use web_sys::{MessageEvent, ServiceWorkerRegistration};

use crate::before;
use crate::listen::{use_element_event, use_window_event};
use crate::route::Route;
use crate::session::{Progress, Session};
use crate::worker;

/// How long after the page is there the worker begins, so that nothing that a visitor waits for is slower for it.
const IDLE: Duration = Duration::from_secs(3);

/// How long a visitor looks at a chart before the answers of its other intervals are fetched: they are up to a megabyte.
const DWELL: Duration = Duration::from_secs(5);

/// How often the server is looked for while it is not reached.
const AGAIN: Duration = Duration::from_secs(10);

/// What there is to be said.
#[derive(Clone, Copy)]
enum Word {
    /// The server is not reached, and what is shown came at this time.
    Away(f64),
    /// It is reached again, and the page is one from before.
    Back,
    /// The page is of another version than the server.
    NewVersion,
}

/// The line.
#[component]
pub fn Notice() -> impl IntoView {
    let session = Session::from_context();
    let since = session.answers.kept_since;
    let (is_old, older) = (RwSignal::new(false), RwSignal::new(()));
    let word = move || match since.get() {
        Some(since) => Some(Word::Away(since)),
        None if before::kept_since().is_some() => Some(Word::Back),
        None => is_old.get().then_some(Word::NewVersion),
    };
    if let Some(container) = worker::container() {
        use_element_event(&container, ev::Custom::<MessageEvent>::new("message"), move |message| {
            if message.data().as_string().is_some_and(|build| worker::is_other_build(&build)) {
                is_old.set(true);
            }
        });
        let keeper = Keeper {
            session,
            registration: StoredValue::new_local(None),
            works: RwSignal::new(false),
            was_there: container.controller().is_some(),
        };
        let begin = async move {
            let registration = worker::register(&container).await;
            let works = registration.is_some();
            keeper.registration.set_value(registration);
            keeper.works.set(works);
        };
        set_timeout(move || spawn_local(begin), IDLE);
        keeper.keep_up();
        keeper.look_out(older);
    }
    let text = move |word| match word {
        Word::Away(since) => {
            let state = session.route.get().chart().cloned().unwrap_or_else(ChartState::first);
            let data_to = provenance::data_to(&session.provenance(&state));
            older.track();
            ui::away(&data_to, ((Date::now() - since) / 1000.0).max(0.0) as u64)
        }
        Word::Back => ui::BACK.to_owned(),
        Word::NewVersion => ui::NEW_VERSION.to_owned(),
    };
    let reload = move |_| {
        // Where a page may not load itself again, its visitor can.
        let _ = window().location().reload();
    };
    move || {
        word().map(|word| {
            let can_reload = !matches!(word, Word::Away(_));
            view! {
                <p>
                    // Spoken once, and not again whenever it is older.
                    <span aria-live="off">{move || text(word)}</span>
                    {can_reload.then(|| view! { <button on:click=reload>{ui::RELOAD}</button> })}
                </p>
            }
        })
    }
}

/// The worker, as the page speaks to it.
#[derive(Clone, Copy)]
struct Keeper {
    session: Session,
    registration: StoredValue<Option<ServiceWorkerRegistration>, LocalStorage>,
    /// Whether it works.
    works: RwSignal<bool>,
    /// Whether it did so before the page came, which then came by it, and so did all that the page asked for.
    was_there: bool,
}

impl Keeper {
    /// Has the worker keep what the page needs: at first what it asked for before the worker was there; then of each chart its
    /// page, which is not asked for while the app goes from one to another, and, if its visitor stays, the answers of its other
    /// intervals.
    fn keep_up(self) {
        let Keeper { session, registration, works, was_there } = self;
        // The page that it was told of last.
        let last = StoredValue::new(String::new());
        Effect::new(move || {
            let route = session.route.get();
            let page = route.chart().map_or_else(|| route.address(), |state| state.chart.path.to_owned());
            let is_ready = works.get() && session.progress.get() == Progress::Ready;
            let before = last.get_value();
            if !is_ready || before == page {
                return;
            }
            last.set_value(page.clone());
            let (is_first, mut addresses) = (before.is_empty(), Vec::new());
            if !(is_first && was_there) {
                addresses.push(route.address());
            }
            if is_first && !was_there {
                addresses.extend(worker::asked());
            }
            let keep = move |addresses| {
                if let Some(registration) = registration.get_value() {
                    worker::keep(&registration, addresses);
                }
            };
            keep(addresses);
            if let Route::Chart(state) = route
                && !worker::saves_data()
            {
                let ahead = move || {
                    if last.get_value() == page {
                        keep(of_intervals(session, &state));
                    }
                };
                set_timeout(ahead, DWELL);
            }
        });
    }

    /// Looks for the server while it is not reached; and for a new version whenever the visitor comes back to the page.
    fn look_out(self, older: RwSignal<()>) {
        let session = self.session;
        let since = session.answers.kept_since;
        let is_away = move || since.get_untracked().is_some();
        let look = move || {
            let Some(registration) = self.registration.get_value() else { return };
            spawn_local(async move {
                let is_reached = worker::look(&registration).await;
                if is_reached && is_away() {
                    since.set(None);
                    session.parts.retry();
                    session.answers.retry();
                }
            });
        };
        let tick = move || {
            if is_away() {
                older.notify();
                look();
            }
        };
        set_interval(tick, AGAIN);
        use_window_event(ev::online, move |_| look());
        use_window_event(ev::Custom::<web_sys::Event>::new("visibilitychange"), move |_| {
            if !document().hidden() {
                look();
            }
        });
    }
}

/// The addresses of the answers that a chart needs in each of its intervals.
fn of_intervals(session: Session, state: &ChartState) -> Vec<String> {
    let config = session.config();
    let of = |interval| {
        let mut state = state.clone();
        state.set_interval(interval);
        kind::requests(&state, &config.clock)
    };
    let requests = state.chart.intervals.iter().copied().flat_map(of);
    requests.map(|request| config.api.address(&request)).collect()
}
