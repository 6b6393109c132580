//! The link to what is shown, and how to cite it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use rssac002_charts::export::citation;
use rssac002_charts::state::url;
use rssac002_charts::words::ui;
use rssac002_charts::{Provenance, View, provenance};
use wasm_bindgen_futures::JsFuture;
use web_sys::ShareData;

use super::copied::Copied;
use super::days_choice::{DaysChoice, state_to_share};
use super::dialog::Dialog;
use crate::figure::Figure;

/// The button and its dialog.
#[component]
pub fn ShareDialog() -> impl IntoView {
    let tools = Figure::from_context().session.parts.tools;
    view! {
        <Dialog word=ui::SHARE heading=ui::SHARE_LONG>
            {tools.piece(|tools| tools.sharing)}
        </Dialog>
    }
}

/// What is in the dialog.
#[component]
pub fn Sharing() -> impl IntoView {
    let figure = Figure::from_context();
    let days = RwSignal::new(ui::MOVING);
    let link = move || {
        let site = figure.session.config().site.clone();
        site + &url::permalink(&state_to_share(figure, days))
    };
    let cite = move |write: fn(&View, &Provenance) -> String| {
        Signal::derive(move || {
            figure.shown().map(|(view, provenance)| write(&view, &provenance)).unwrap_or_default()
        })
    };
    let send = move |_| {
        let data = ShareData::new();
        data.set_title(&untrack(|| figure.of_view(|view| view.title.clone())));
        data.set_url(&untrack(link));
        let sent = window().navigator().share_with_data(&data);
        // The visitor may close the sheet without sharing; that is no failure.
        spawn_local(async move { drop(JsFuture::from(sent).await) });
    };
    let can_send = js_sys::Reflect::has(&window().navigator(), &"share".into()) == Ok(true);
    view! {
        <DaysChoice name="share-days" chosen=days />
        <Copied label=ui::LINK rows=2 text=Signal::derive(link) />
        {can_send.then(|| view! { <button on:click=send>{ui::SEND}</button> })}
        <h3>{ui::CITE}</h3>
        <Copied label=ui::CITATION rows=4 text=cite(citation::text) />
        <Copied label=ui::BIBTEX rows=6 text=cite(citation::bibtex) />
        <p class="hint">{figure.text_of_state(|state| provenance::licence(&provenance::source(state.chart)))}</p>
    }
}
