//! Parts of the app that its usual first page, a chart over time, does without. Each is a file of its own, cut out of the
//! app's by `xtask/src/parts.rs`, and comes when it is wanted or when nothing else is left to do.
//!
//! What is only named here is only in its part: a call from elsewhere puts it back into the first file.

use std::pin::Pin;

use leptos::prelude::*;
use leptos::task::spawn_local;
use rssac002_charts::export::svg;
use rssac002_charts::words::ui;
use rssac002_charts::{Provenance, View, kind};

use crate::chart::{MapPanel, PanelState};
use crate::components::download::Downloads;
use crate::components::embed_code::Embedding;
use crate::components::picture::surface;
use crate::components::share::Sharing;
use crate::components::table::ViewTable;
use crate::pages::study::StudyPage;

/// The kinds of drawing that are not over time.
pub struct Kinds {
    /// Makes the view of a state of theirs.
    pub view: kind::Make,
    /// The panel of a map.
    pub map: fn(PanelState) -> AnyView,
}

/// What visitors read beside the chart, print and take along.
pub struct Tools {
    /// The numbers as a table.
    pub table: fn() -> AnyView,
    /// What is in the dialog of links.
    pub sharing: fn() -> AnyView,
    /// What is in the dialog of embeds.
    pub embedding: fn() -> AnyView,
    /// What is in the dialog of files.
    pub downloads: fn() -> AnyView,
    /// The picture that is printed, as SVG.
    pub print: fn(&View, &Provenance) -> String,
}

/// The study.
pub struct Study {
    /// Its page.
    pub page: fn() -> AnyView,
}

static KINDS: Kinds =
    Kinds { view: kind::view_at_once, map: |state| view! { <MapPanel state /> }.into_any() };

static TOOLS: Tools = Tools {
    table: || view! { <ViewTable /> }.into_any(),
    sharing: || view! { <Sharing /> }.into_any(),
    embedding: || view! { <Embedding /> }.into_any(),
    downloads: || view! { <Downloads /> }.into_any(),
    print: |view, provenance| svg::picture(view, &surface(view, 1.0), provenance),
};

static STUDY: Study = Study { page: || view! { <StudyPage /> }.into_any() };

/// A part on its way; `None` if it does not come.
type Coming<T> = Pin<Box<dyn Future<Output = Option<&'static T>>>>;

/// A part of the app.
pub struct Part<T: Sync + 'static> {
    here: RwSignal<Option<&'static T>>,
    failed: RwSignal<bool>,
    asked: StoredValue<bool>,
    fetch: fn() -> Coming<T>,
}

impl<T: Sync> Clone for Part<T> {
    fn clone(&self) -> Part<T> {
        *self
    }
}

impl<T: Sync> Copy for Part<T> {}

impl<T: Sync> Part<T> {
    fn new(here: Option<&'static T>, fetch: fn() -> Coming<T>) -> Part<T> {
        Part {
            here: RwSignal::new(here),
            failed: RwSignal::new(false),
            asked: StoredValue::new(false),
            fetch,
        }
    }

    /// The part, followed; it is asked for if it is not here.
    pub fn get(self) -> Option<&'static T> {
        let here = self.here.get();
        if here.is_none() {
            self.ask();
        }
        here
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

    fn ask(self) {
        if self.here.get_untracked().is_some() || self.asked.get_value() {
            return;
        }
        self.asked.set_value(true);
        spawn_local(async move {
            match (self.fetch)().await {
                Some(part) => self.here.set(Some(part)),
                None => self.failed.set(true),
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
    /// The study.
    pub study: Part<Study>,
}

impl Parts {
    /// None is here, where the app is cut into parts.
    pub fn new() -> Parts {
        #[cfg(not(cut))]
        return Parts {
            kinds: Part::new(Some(&KINDS), || Box::pin(async { Some(&KINDS) })),
            tools: Part::new(Some(&TOOLS), || Box::pin(async { Some(&TOOLS) })),
            study: Part::new(Some(&STUDY), || Box::pin(async { Some(&STUDY) })),
        };
        #[cfg(cut)]
        Parts {
            kinds: Part::new(None, || Box::pin(async { cut::kinds().await.ok() })),
            tools: Part::new(None, || Box::pin(async { cut::tools().await.ok() })),
            study: Part::new(None, || Box::pin(async { cut::study().await.ok() })),
        }
    }

    /// Fetches what is not here.
    pub fn ask(self) {
        self.tools.ask();
        self.kinds.ask();
        self.study.ask();
    }
}

/// Where the app is cut: each function is the way into a part, and is called when that has come.
#[cfg(cut)]
mod cut {
    use leptos::wasm_split::{SplitLoaderError, wasm_split};

    use super::{KINDS, Kinds, STUDY, Study, TOOLS, Tools};

    #[wasm_split(kinds, wasm_split_path = ::leptos::wasm_split, fallible)]
    pub fn kinds() -> Result<&'static Kinds, SplitLoaderError> {
        Ok(&KINDS)
    }

    #[wasm_split(tools, wasm_split_path = ::leptos::wasm_split, fallible)]
    pub fn tools() -> Result<&'static Tools, SplitLoaderError> {
        Ok(&TOOLS)
    }

    #[wasm_split(study, wasm_split_path = ::leptos::wasm_split, fallible)]
    pub fn study() -> Result<&'static Study, SplitLoaderError> {
        Ok(&STUDY)
    }
}
