//! What is in the parts of the app. Each is a file of its own, cut out of the app's by `xtask/src/parts.rs`.
//!
//! What is reached only from here is only in its part: a call from elsewhere puts it back into the first file.

use leptos::prelude::*;
use rssac002_charts::export::svg;
use rssac002_charts::kind;

use crate::chart::{MapPanel, PanelMoves, StripMoves};
use crate::components::download::Downloads;
use crate::components::embed_code::Embedding;
use crate::components::guidance::Guidance;
use crate::components::key_list::KeyList;
use crate::components::notice::Notice;
use crate::components::palette::Palette;
use crate::components::picture::surface;
use crate::components::share::Sharing;
use crate::components::table::ViewTable;
use crate::pages::study::StudyPage;
use crate::part::{Kinds, Moves, Part, Parts, Search, Study, Tools};

static KINDS: Kinds = Kinds { view: kind::view_at_once, map: || view! { <MapPanel /> }.into_any() };

static TOOLS: Tools = Tools {
    guidance: || view! { <Guidance /> }.into_any(),
    table: || view! { <ViewTable /> }.into_any(),
    keys: || view! { <KeyList /> }.into_any(),
    sharing: || view! { <Sharing /> }.into_any(),
    embedding: || view! { <Embedding /> }.into_any(),
    downloads: || view! { <Downloads /> }.into_any(),
    notice: || view! { <Notice /> }.into_any(),
    print: |view, provenance| svg::picture(view, &surface(view, 1.0), provenance),
};

static MOVES: Moves =
    Moves { panel: || view! { <PanelMoves /> }.into_any(), strip: || view! { <StripMoves /> }.into_any() };

static STUDY: Study = Study { page: || view! { <StudyPage /> }.into_any() };

static SEARCH: Search = Search { palette: || view! { <Palette /> }.into_any() };

/// All parts. None is here at first, where the app is cut.
pub fn all() -> Parts {
    #[cfg(not(cut))]
    return Parts {
        kinds: Part::new(Some(&KINDS), || Box::pin(async { Some(&KINDS) })),
        tools: Part::new(Some(&TOOLS), || Box::pin(async { Some(&TOOLS) })),
        moves: Part::new(Some(&MOVES), || Box::pin(async { Some(&MOVES) })),
        study: Part::new(Some(&STUDY), || Box::pin(async { Some(&STUDY) })),
        search: Part::new(Some(&SEARCH), || Box::pin(async { Some(&SEARCH) })),
    };
    #[cfg(cut)]
    Parts {
        kinds: Part::new(None, || Box::pin(async { cut::kinds().await.ok() })),
        tools: Part::new(None, || Box::pin(async { cut::tools().await.ok() })),
        moves: Part::new(None, || Box::pin(async { cut::moves().await.ok() })),
        study: Part::new(None, || Box::pin(async { cut::study().await.ok() })),
        search: Part::new(None, || Box::pin(async { cut::search().await.ok() })),
    }
}

/// Where the app is cut: each function is the way into a part, and is called when that has come.
#[cfg(cut)]
mod cut {
    use leptos::wasm_split::{SplitLoaderError, wasm_split};

    use super::{KINDS, Kinds, MOVES, Moves, SEARCH, STUDY, Search, Study, TOOLS, Tools};

    #[wasm_split(kinds, wasm_split_path = ::leptos::wasm_split, fallible)]
    pub fn kinds() -> Result<&'static Kinds, SplitLoaderError> {
        Ok(&KINDS)
    }

    #[wasm_split(tools, wasm_split_path = ::leptos::wasm_split, fallible)]
    pub fn tools() -> Result<&'static Tools, SplitLoaderError> {
        Ok(&TOOLS)
    }

    #[wasm_split(moves, wasm_split_path = ::leptos::wasm_split, fallible)]
    pub fn moves() -> Result<&'static Moves, SplitLoaderError> {
        Ok(&MOVES)
    }

    #[wasm_split(study, wasm_split_path = ::leptos::wasm_split, fallible)]
    pub fn study() -> Result<&'static Study, SplitLoaderError> {
        Ok(&STUDY)
    }

    #[wasm_split(search, wasm_split_path = ::leptos::wasm_split, fallible)]
    pub fn search() -> Result<&'static Search, SplitLoaderError> {
        Ok(&SEARCH)
    }
}
