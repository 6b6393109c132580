//! Pages that the server makes whole, of which the app makes nothing anew: it takes over what was sent.
//!
//! - [`api`], [`data`], [`day`], [`unusual`], [`events`], [`coverage`], [`letter`], [`front`], [`glossary`], [`rssac002`], [`search`], [`not_found`]: the pages, which exist
//!   on the server only;
//! - [`parts`]: what they have in common.

#[cfg(not(target_arch = "wasm32"))]
pub mod api;
#[cfg(not(target_arch = "wasm32"))]
pub mod coverage;
#[cfg(not(target_arch = "wasm32"))]
pub mod data;
#[cfg(not(target_arch = "wasm32"))]
pub mod day;
#[cfg(not(target_arch = "wasm32"))]
pub mod events;
#[cfg(not(target_arch = "wasm32"))]
pub mod front;
#[cfg(not(target_arch = "wasm32"))]
pub mod glossary;
#[cfg(not(target_arch = "wasm32"))]
pub mod letter;
#[cfg(not(target_arch = "wasm32"))]
pub mod not_found;
#[cfg(not(target_arch = "wasm32"))]
pub mod parts;
#[cfg(not(target_arch = "wasm32"))]
pub mod rssac002;
#[cfg(not(target_arch = "wasm32"))]
pub mod search;
#[cfg(not(target_arch = "wasm32"))]
pub mod unusual;

use leptos::prelude::*;

#[cfg(target_arch = "wasm32")]
use rssac002_charts::words::ui;
#[cfg(not(target_arch = "wasm32"))]
use rssac002_server::site::page::{About, Sent};

#[cfg(target_arch = "wasm32")]
use crate::before::sent_html;
#[cfg(target_arch = "wasm32")]
use crate::session::Progress;
use crate::session::Session;
#[cfg(not(target_arch = "wasm32"))]
use {
    api::ApiPage, coverage::CoveragePage, data::DataPage, day::DayPage, events::EventsPage, front::FrontPage,
    glossary::GlossaryPage, letter::LetterPage, not_found::NotFound, rssac002::Rssac002Page,
    search::SearchPage, unusual::UnusualPage,
};

/// The part of such a page that stays.
const PART: &str = "sent";

/// The page of the address, as the server made it.
#[component]
pub fn SentPage() -> impl IntoView {
    page(Session::from_context())
}

#[cfg(not(target_arch = "wasm32"))]
fn page(session: Session) -> impl IntoView {
    let page = use_context().map(|Sent { about, ignored }| match about {
        About::Day(found) => view! { <DayPage found ignored /> }.into_any(),
        About::Unusual(state, unusual) => view! { <UnusualPage state unusual ignored /> }.into_any(),
        About::Coverage(state, calendar) => view! { <CoveragePage state calendar ignored /> }.into_any(),
        About::Events => view! { <EventsPage ignored /> }.into_any(),
        About::Week(front) => view! { <FrontPage front ignored /> }.into_any(),
        About::Letter(letter) => view! { <LetterPage letter ignored /> }.into_any(),
        About::Glossary => view! { <GlossaryPage ignored /> }.into_any(),
        About::Rssac002 => view! { <Rssac002Page ignored /> }.into_any(),
        About::Api(guide) => view! { <ApiPage guide ignored /> }.into_any(),
        About::Data(data) => view! { <DataPage data ignored /> }.into_any(),
        About::Search(query, found) => view! { <SearchPage query found ignored /> }.into_any(),
    });
    let page = page.unwrap_or_else(|| {
        let path = session.route.get_untracked().address();
        view! { <NotFound path /> }.into_any()
    });
    view! { <div class=PART>{page}</div> }
}

#[cfg(target_arch = "wasm32")]
fn page(session: Session) -> impl IntoView {
    let is_arriving = document().get_element_by_id("before").is_some();
    let sent = sent_html(&format!(".{PART}"));
    session.progress.set(if sent.is_some() { Progress::Ready } else { Progress::Failed });
    let html = match sent {
        Some(sent) => sent,
        None if is_arriving => ui::UNREACHABLE.to_owned(),
        None => {
            // It was left for a page that the app makes, and is gone.
            let _ = window().location().reload();
            String::new()
        }
    };
    // The page is a file, whatever is asked for.
    let query = window().location().search().unwrap_or_default();
    let query = query.trim_start_matches('?');
    let ignored = (session.config().api.is_files && !query.is_empty()).then(|| {
        view! {
            <p class="ignored" role="status">
                {ui::only_default(query)}
            </p>
        }
    });
    view! {
        {ignored}
        <div class=PART inner_html=html></div>
    }
}
