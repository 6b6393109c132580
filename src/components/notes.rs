//! What stands under the chart: coverage, doubtful values, what the metric counts, how it is computed, the source.

use leptos::prelude::*;
use rssac002_charts::state::Doubtful;
use rssac002_charts::view::doubtful_values;
use rssac002_charts::words::ui;

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
    view! {
        <div class="notes">
            <p id="chart-summary">{figure.text(|view| view.summary.clone())}</p>
            <p class="coverage" class:below=is_below>
                {figure.text(|view| view.coverage.clone())}
            </p>
            <p class="doubtful" hidden=move || doubtful.with(String::is_empty)>
                <span class="ring" aria-hidden="true"></span>
                {doubtful}
                " "
                <LeaveOut />
            </p>
            <details>
                <summary>{ui::METHOD}</summary>
                <p>{figure.text_of_state(|state| state.chart.note.to_owned())}</p>
                <p>{figure.text_of_state(|state| state.chart.method.to_owned())}</p>
            </details>
            <p class="source">
                {source}
                {ui::DAYS_ARE_UTC}
                <a href="/api/v1/openapi.json">{ui::API}</a>
            </p>
        </div>
    }
}

/// Whether doubtful values are left out.
#[component]
fn LeaveOut() -> impl IntoView {
    let figure = Figure::from_context();
    let is_out = move || figure.of(|state| state.doubtful == Doubtful::LeaveOut);
    let choose = move |out: bool| {
        figure.change(Entry::Replace, |state| {
            state.doubtful = if out { Doubtful::LeaveOut } else { Doubtful::Mark };
        });
    };
    view! {
        <label>
            <input
                type="checkbox"
                name="doubtful"
                checked=untrack(is_out)
                prop:checked=is_out
                on:change:target=move |event| choose(event.target().checked())
            />
            {ui::LEAVE_OUT}
        </label>
    }
}
