//! What stands under the chart: coverage, doubtful values, what the metric counts, how it is computed, the source.

use leptos::prelude::*;
use rssac002_charts::ChartState;
use rssac002_charts::events;
use rssac002_charts::guide::{api, metrics};
use rssac002_charts::state::Doubtful;
use rssac002_charts::unusual;
use rssac002_charts::view::doubtful_values;
use rssac002_charts::words::ui;

use crate::before::sent_html;
use crate::figure::Figure;
use crate::history::Entry;

/// The notes of the view.
#[component]
pub fn Notes() -> impl IntoView {
    let figure = Figure::from_context();
    let is_below = move || {
        figure.of_view(|view| view.time().is_some_and(|time| !time.missing.is_empty() && !time.per_letter))
    };
    let doubtful = figure.text(doubtful_values);
    let source = figure.source();
    // They are asked for when they are looked at.
    let has_keys = RwSignal::new(false);
    let keys = figure.session.parts.tools.piece(|tools| tools.keys);
    view! {
        <div class="notes">
            <p id="chart-summary">{figure.text(|view| view.summary.clone())}</p>
            <p class="coverage" class:below=is_below>
                {figure.text(|view| view.coverage.clone())}
                " "
                <Tick
                    name="days"
                    words=ui::COMPLETE
                    is_offered=ChartState::offers_complete
                    is_on=|state| state.complete
                    choose=|state, on| state.complete = on
                />
            </p>
            <p class="doubtful" hidden=move || doubtful.with(String::is_empty)>
                <span class="ring" aria-hidden="true"></span>
                {doubtful}
                " "
                <Tick
                    name="doubtful"
                    words=ui::LEAVE_OUT
                    is_offered=ChartState::offers_doubtful
                    is_on=|state| state.doubtful == Doubtful::LeaveOut
                    choose=|state, out| {
                        state.doubtful = if out { Doubtful::LeaveOut } else { Doubtful::Mark };
                    }
                />
            </p>
            <p class="marks" hidden=move || !figure.of(|state| state.over_time())>
                <span>
                    <Tick
                        name="events"
                        words=ui::MARK
                        is_offered=ChartState::over_time
                        is_on=|state| state.events
                        choose=|state, on| state.events = on
                    />
                    <a href=events::PATH>{ui::EVENTS}</a>
                </span>
                <span hidden=move || !figure.of(ChartState::offers_unusual)>
                    <Tick
                        name="unusual"
                        words=ui::MARK
                        is_offered=ChartState::offers_unusual
                        is_on=|state| state.unusual
                        choose=|state, on| state.unusual = on
                    />
                    <a href=unusual::PATH>{ui::UNUSUAL}</a>
                </span>
            </p>
            <Guided />
            <details>
                <summary>{ui::METHOD}</summary>
                <p>{figure.text_of_state(|state| state.chart.note.to_owned())}</p>
                <p>{figure.text_of_state(|state| state.chart.method.to_owned())}</p>
                <p>
                    <a href=figure.text_of_state(|state| metrics::address(state.chart.section))>{metrics::MORE}</a>
                </p>
            </details>
            <details class="keys" on:toggle=move |_| has_keys.set(true)>
                <summary>{ui::KEYS}</summary>
                <Show when=move || has_keys.get()>{keys.clone()}</Show>
            </details>
            <p class="source">
                {source}
                {ui::DAYS_ARE_UTC}
                <a href=api::PATH>{api::TITLE}</a>
            </p>
        </div>
    }
}

/// How to read the chart. While the part is not here that makes it, it is what the server sent.
#[component]
fn Guided() -> impl IntoView {
    let tools = Figure::from_context().session.parts.tools;
    let sent = sent_html(".guided").unwrap_or_default();
    move || match tools.here() {
        Some(tools) => view! { <div class="guided">{(tools.guidance)()}</div> }.into_any(),
        None => view! { <div class="guided" inner_html=sent.clone()></div> }.into_any(),
    }
}

/// A box that chooses something of the state.
#[component]
fn Tick(
    name: &'static str,
    words: &'static str,
    is_offered: fn(&ChartState) -> bool,
    is_on: fn(&ChartState) -> bool,
    choose: fn(&mut ChartState, bool),
) -> impl IntoView {
    let figure = Figure::from_context();
    let is_on = move || figure.of(is_on);
    let change = move |on: bool| figure.change(Entry::Replace, |state| choose(state, on));
    view! {
        <label hidden=move || !figure.of(is_offered)>
            <input
                type="checkbox"
                name=name
                checked=untrack(is_on)
                prop:checked=is_on
                on:change:target=move |event| change(event.target().checked())
            />
            {words}
        </label>
    }
}
