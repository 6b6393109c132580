//! A chart with everything around it.

use leptos::prelude::*;
use rssac002_charts::state::Tab;
use rssac002_charts::words::ui;

use crate::chart::Pointing;
use crate::components::controls::Controls;
use crate::components::drawing::Drawing;
use crate::components::failure::Failure;
use crate::components::focus::focus_chart;
use crate::components::ignored::IgnoredParts;
use crate::components::later::Later;
use crate::components::legend::Legend;
use crate::components::notes::Notes;
use crate::components::share_bar::ShareBar;
use crate::components::sheet::Sheet;
use crate::figure::{Figure, Status};
use crate::history::Entry;
use crate::session::Session;

/// The page of a chart.
#[component]
pub fn ChartPage() -> impl IntoView {
    let figure = Figure::of_page(Session::from_context());
    provide_context(figure);
    provide_context(Pointing::new());
    let tab = Memo::new(move |_| figure.of(|state| state.tab));
    let close_slice = move |_| {
        focus_chart();
        figure.change(Entry::Push, |state| {
            state.open(None);
        });
    };
    view! {
        <div class="title-row">
            <div>
                <h1>{figure.title()}</h1>
                <p class="subtitle">{figure.text(|view| view.subtitle.clone())}</p>
            </div>
            <div class="actions">
                <div class="tabs" role="group" aria-label=ui::SHOW_AS>
                    <TabButton to=Tab::Chart word=ui::CHART />
                    <TabButton to=Tab::Table word=ui::TABLE />
                </div>
                <ShareBar />
            </div>
        </div>
        <IgnoredParts />
        <Later>
            <Controls />
        </Later>
        <button class="crumb" hidden=move || figure.of(|state| state.part.is_none()) on:click=close_slice>
            {ui::WHOLE_PIE}
        </button>
        <Failure />
        <figure class="figure" class:stale=move || figure.status.get() != Status::Ready>
            <div hidden=move || tab.get() != Tab::Chart>
                <Later>
                    <Drawing />
                </Later>
            </div>
            <Show when=move || tab.get() == Tab::Table>
                {figure.session.parts.tools.piece(|tools| tools.table)}
            </Show>
            // What it hides is not in the table either.
            <Legend />
        </figure>
        <Later>
            <Notes />
        </Later>
        <p class="address">{figure.permalink()}</p>
        <Sheet />
    }
}

/// The button of a tab.
#[component]
fn TabButton(to: Tab, word: &'static str) -> impl IntoView {
    let figure = Figure::from_context();
    let is_shown = move || figure.of(|state| state.tab == to);
    view! {
        <button
            aria-pressed=move || is_shown().to_string()
            on:click=move |_| figure.change(Entry::Push, |state| state.tab = to)
        >
            {word}
        </button>
    }
}
