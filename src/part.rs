//! A part of the app that its usual first page, a chart over time, does without: it comes when it is wanted, or when nothing
//! else is left to do. What is in each is named in `parts`.

use std::pin::Pin;

use leptos::prelude::*;
use leptos::task::spawn_local;
use rssac002_charts::words::ui;
use rssac002_charts::{Provenance, View, kind};

/// The kinds of drawing that are not over time.
pub struct Kinds {
    /// Makes the view of a state of theirs.
    pub view: kind::Make,
    /// The panel of a map, whose state is in the context.
    pub map: fn() -> AnyView,
}

/// What visitors read beside the chart, print and take along.
pub struct Tools {
    /// How to read the chart, and its words.
    pub guidance: fn() -> AnyView,
    /// The numbers as a table.
    pub table: fn() -> AnyView,
    /// The keys of the chart.
    pub keys: fn() -> AnyView,
    /// What is in the dialog of links.
    pub sharing: fn() -> AnyView,
    /// What is in the dialog of embeds.
    pub embedding: fn() -> AnyView,
    /// What is in the dialog of files.
    pub downloads: fn() -> AnyView,
    /// Says when what is shown is from before, and has the service worker keep it.
    pub notice: fn() -> AnyView,
    /// The picture that is printed, as SVG.
    pub print: fn(&View, &Provenance) -> String,
}

/// What moves the days of a chart over time.
pub struct Moves {
    /// Listens to a panel, whose state is in the context.
    pub panel: fn() -> AnyView,
    /// Fills the strip of all days, whose elements are in the context, and listens to it.
    pub strip: fn() -> AnyView,
}

/// The search.
pub struct Search {
    /// What is in its dialog, which is in the context ([`Opening`](crate::components::dialog::Opening)).
    pub palette: fn() -> AnyView,
}

/// The study.
pub struct Study {
    /// Its page.
    pub page: fn() -> AnyView,
}

/// A part on its way; `None` if it does not come.
pub type Coming<T> = Pin<Box<dyn Future<Output = Option<&'static T>>>>;

/// A part of the app.
pub struct Part<T: Sync + 'static> {
    here: RwSignal<Option<&'static T>>,
    failed: RwSignal<bool>,
    asked: StoredValue<bool>,
    /// Whether anything on the page waits for it.
    wanted: StoredValue<bool>,
    fetch: fn() -> Coming<T>,
}

impl<T: Sync> Clone for Part<T> {
    fn clone(&self) -> Part<T> {
        *self
    }
}

impl<T: Sync> Copy for Part<T> {}

impl<T: Sync> Part<T> {
    /// A part that may be here already, and the way to fetch it.
    pub fn new(here: Option<&'static T>, fetch: fn() -> Coming<T>) -> Part<T> {
        Part {
            here: RwSignal::new(here),
            failed: RwSignal::new(false),
            asked: StoredValue::new(false),
            wanted: StoredValue::new(false),
            fetch,
        }
    }

    /// The part, followed, and not asked for.
    pub fn here(self) -> Option<&'static T> {
        self.here.get()
    }

    /// The part, followed; it is asked for if it is not here.
    pub fn get(self) -> Option<&'static T> {
        let here = self.here.get();
        if here.is_none() {
            self.wanted.set_value(true);
            self.ask();
        }
        here
    }

    /// Whether there is nothing to wait for: it is here or did not come. Followed; it is asked for if it is not here.
    pub fn is_settled(self) -> bool {
        self.get().is_some() || self.has_failed()
    }

    /// Whether it did not come, followed.
    pub fn has_failed(self) -> bool {
        self.failed.get()
    }

    /// Asks again for what did not come.
    pub fn retry(self) {
        if self.failed.get_untracked() {
            self.asked.set_value(false);
            self.failed.set(false);
        }
    }

    /// Fetches it, unless it is here or on its way.
    pub fn ask(self) {
        if self.here.get_untracked().is_some() || self.asked.get_value() {
            return;
        }
        self.asked.set_value(true);
        spawn_local(async move {
            match (self.fetch)().await {
                Some(part) => self.here.set(Some(part)),
                None if self.wanted.get_value() => self.failed.set(true),
                // It was fetched ahead only.
                None => self.asked.set_value(false),
            }
        });
    }

    /// A piece of page made by the part: nothing until that is here, and where it does not come a way to ask again.
    pub fn piece(self, make: fn(&T) -> fn() -> AnyView) -> impl Fn() -> AnyView + Send + Clone {
        move || match self.get() {
            Some(part) => make(part)(),
            None if self.has_failed() => view! {
                <p class="failure" role="alert">
                    <span>{ui::PART_FAILED}</span>
                    <button on:click=move |_| self.retry()>{ui::TRY_AGAIN}</button>
                </p>
            }
            .into_any(),
            None => ().into_any(),
        }
    }
}

/// All parts.
#[derive(Clone, Copy)]
pub struct Parts {
    /// The kinds of drawing that are not over time.
    pub kinds: Part<Kinds>,
    /// What visitors read beside the chart and take along.
    pub tools: Part<Tools>,
    /// What moves days.
    pub moves: Part<Moves>,
    /// The study.
    pub study: Part<Study>,
    /// The search.
    pub search: Part<Search>,
}

impl Parts {
    /// Asks again for what did not come.
    pub fn retry(self) {
        self.tools.retry();
        self.moves.retry();
        self.kinds.retry();
        self.study.retry();
        self.search.retry();
    }

    /// Fetches what is not here, but for the search, which many never open.
    pub fn ask(self) {
        self.tools.ask();
        self.moves.ask();
        self.kinds.ask();
        self.study.ask();
    }
}
