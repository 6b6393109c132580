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

/// How often the server is looked for while it is not reached.
const AGAIN: Duration = Duration::from_secs(10);

/// What there is to be said.
#[derive(Clone, PartialEq, Debug)]
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
    let (is_old, now) = (RwSignal::new(false), RwSignal::new(Date::now()));
    let word = Memo::new(move |_| match since.get() {
        Some(since) => Some(Word::Away(since)),
        None if before::kept_since().is_some() => Some(Word::Back),
        None => is_old.get().then_some(Word::NewVersion),
    });
    if let Some(container) = worker::container() {
        use_element_event(&container, ev::Custom::<MessageEvent>::new("message"), move |message| {
            if message.data().as_string().is_some_and(|build| worker::is_other_build(&build)) {
                is_old.set(true);
            }
        });
        let is_kept_already = container.controller().is_some();
        let registration = RwSignal::new_local(None);
        set_timeout(
            move || {
                spawn_local(async move {
                    registration.set(worker::register(&container).await);
                });
            },
            IDLE,
        );
        keep_up(session, registration, is_kept_already);
        look_out(session, registration, now);
    }
    let text = move |word| match word {
        Word::Away(since) => {
            let state = session.route.get().chart().cloned().unwrap_or_else(ChartState::first);
            let data_to = provenance::data_to(&session.provenance(&state));
            ui::away(&data_to, ((now.get() - since) / 1000.0).max(0.0) as u64)
        }
        Word::Back => ui::BACK.to_owned(),
        Word::NewVersion => ui::NEW_VERSION.to_owned(),
    };
    let reload = move |_| {
        // Where a page may not load itself again, its visitor can.
        let _ = window().location().reload();
    };
    move || {
        word.get().map(|word| {
            let can_reload = !matches!(word, Word::Away(_));
            view! {
                <p>
                    // Spoken once, and not again whenever it is older.
                    <span aria-live="off">{move || text(word.clone())}</span>
                    {can_reload.then(|| view! { <button on:click=reload>{ui::RELOAD}</button> })}
                </p>
            }
        })
    }
}

/// Has the worker keep what the page needs: at first what it asked for before the worker was there; then of each chart its page,
/// which is not asked for while the app goes from one to another, and the answers of its other intervals.
fn keep_up(
    session: Session,
    registration: RwSignal<Option<ServiceWorkerRegistration>, LocalStorage>,
    is_kept_already: bool,
) {
    // The page that was told of last.
    Effect::new(move |told: Option<Option<String>>| {
        let told = told.flatten();
        let route = session.route.get();
        let page = route.chart().map_or_else(|| route.address(), |state| state.chart.path.to_owned());
        let (Some(registration), Progress::Ready) = (registration.get(), session.progress.get()) else {
            return told;
        };
        if told.as_ref() == Some(&page) {
            return told;
        }
        let mut addresses = Vec::new();
        if told.is_some() || !is_kept_already {
            addresses.push(route.address());
        }
        if told.is_none() && !is_kept_already {
            addresses.extend(worker::asked());
        }
        if let Route::Chart(state) = &route
            && !worker::saves_data()
        {
            addresses.extend(of_intervals(session, state));
        }
        worker::keep(&registration, addresses);
        Some(page)
    });
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
    requests.map(|request| format!("{}/{}", config.api, request.address())).collect()
}

/// Looks for the server while it is not reached; and for a new version whenever the visitor comes back to the page.
fn look_out(
    session: Session,
    registration: RwSignal<Option<ServiceWorkerRegistration>, LocalStorage>,
    now: RwSignal<f64>,
) {
    let since = session.answers.kept_since;
    let is_away = Memo::new(move |_| since.get().is_some());
    let look = move || {
        let Some(registration) = registration.get_untracked() else { return };
        spawn_local(async move {
            let is_reached = worker::look(&registration).await;
            now.set(Date::now());
            if is_reached && is_away.get_untracked() {
                since.set(None);
                session.parts.retry();
                session.answers.retry();
            }
        });
    };
    Effect::new(move |before: Option<Option<IntervalHandle>>| {
        if let Some(Some(looking)) = before {
            looking.clear();
        }
        now.set(Date::now());
        // Without a timer the line stays until something is fetched.
        is_away.get().then(|| set_interval_with_handle(look, AGAIN).ok()).flatten()
    });
    use_window_event(ev::online, move |_| look());
    use_window_event(ev::Custom::<web_sys::Event>::new("visibilitychange"), move |_| {
        if !document().hidden() {
            look();
        }
    });
}
