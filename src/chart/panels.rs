//! All panels of a view.

use leptos::context::Provider;
use leptos::prelude::*;
use rssac002_charts::words::ui;

use super::drawn::PanelState;
use super::panel::Panel;
use super::pointing::Pointing;
use crate::components::later::Later;
use crate::figure::{Figure, Status};

/// All panels of the figure's view.
#[component]
pub fn Panels() -> impl IntoView {
    let figure = Figure::from_context();
    let pointing = Pointing::from_context();
    let view = figure.view;
    let opens = move || view.get().is_some_and(|view| view.opens(0).is_some());
    let is_map = Memo::new(move |_| figure.of_view(|view| view.state.is_map()));
    let titles = Memo::new(move |_| match view.get() {
        Some(view) => view.headings().into_iter().map(|title| title.map(str::to_owned)).collect(),
        None => vec![None::<String>],
    });
    let are_many = move || titles.get().len() > 1;
    // What was pointed out belongs to the view before.
    Effect::new(move || {
        view.track();
        pointing.clear();
    });
    let panels = move || {
        let titles = titles.get();
        let states: Vec<PanelState> = titles.iter().map(|_| PanelState::new()).collect();
        // Which one is seen where there is room for one only.
        let chosen = RwSignal::new(0);
        let chooser = (figure.session.is_embed() && titles.len() > 1).then(|| chooser(&titles, chosen));
        let is_map = is_map.get();
        let all = states.clone();
        // All that is to be seen is there once each panel is drawn or out of sight.
        Effect::new(move || {
            let Some(view) = view.get() else { return };
            if figure.live.get().is_some() {
                return;
            }
            let drawn = all.iter().all(|state| state.shows(&view));
            if drawn != figure.drawn.get_untracked() {
                figure.drawn.set(drawn);
                if drawn {
                    announce_drawn();
                }
            }
        });
        let panel = |(index, (title, state)): (usize, (Option<String>, PanelState))| {
            match is_map {
            true => view! { <Provider value=state>{figure.session.parts.kinds.get().map(|kinds| (kinds.map)())}</Provider> }.into_any(),
            false => view! {
                <Later>
                    <Panel index title=title.clone() state chosen />
                </Later>
            }
            .into_any(),
        }
        };
        let panels = titles.into_iter().zip(states).enumerate().map(panel).collect_view();
        (chooser, panels)
    };
    view! {
        <div
            class="panels"
            class:many=are_many
            class:opens=opens
            aria-busy=move || (figure.status.get() == Status::Loading).to_string()
        >
            {panels}
            <p class="unseen" aria-live="polite">
                {pointing.spoken}
            </p>
        </div>
    }
}

/// Chooses one of several panels.
fn chooser(titles: &[Option<String>], chosen: RwSignal<usize>) -> impl IntoView + use<> {
    let options = titles.iter().enumerate().map(|(index, title)| {
        view! { <option value=index>{title.clone()}</option> }
    });
    view! {
        <select
            class="chooser"
            aria-label=ui::PANEL
            on:change:target=move |event| chosen.set(event.target().value().parse().unwrap_or_default())
        >
            {options.collect_view()}
        </select>
    }
}

/// Tells tests and benchmarks that a picture is complete.
fn announce_drawn() {
    if let Some(performance) = window().performance() {
        // A full buffer of marks is no reason to stop.
        let _ = performance.mark("chart-drawn");
    }
}
