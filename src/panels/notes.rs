//! What stands under the chart: coverage, doubtful values, what the metric counts, how it is computed, the source.

use std::sync::Arc;

use leptos::prelude::*;
use rssac002_charts::state::Doubtful;
use rssac002_charts::view::View;
use rssac002_charts::{format, words};

use crate::history::Entry;
use crate::store::Store;

/// More doubtful values than this are counted, not named.
const NAMED: usize = 6;

/// The notes of the view.
#[component]
pub fn Notes(view: Signal<Option<Arc<View>>>) -> impl IntoView {
    let store = expect_context::<Store>();
    let coverage = move || view.with(|v| v.as_ref().map(|v| v.coverage.clone()));
    let complete = move || {
        view.with(|v| v.as_ref().and_then(|v| v.time()).is_none_or(|t| t.missing.is_empty() || t.per_letter))
    };
    let summary = move || view.with(|v| v.as_ref().map(|v| v.summary.clone()));
    let doubtful = move || {
        view.with(|v| {
            let view = v.as_ref()?;
            let doubtful = view.doubtful();
            let named = doubtful.iter().take(NAMED).map(|d| words::doubtful(d.rsi, &d.part, d.day, d.value));
            let mut named: Vec<String> = named.collect();
            if doubtful.len() > NAMED {
                named.push(format!("and {} more", doubtful.len() - NAMED));
            }
            let has_axis = view.time().is_some();
            (!named.is_empty()).then(|| (has_axis, named.join("; ")))
        })
    };
    let latest = move || {
        let metric = store.of(|s| s.chart.metric());
        store.config.with_value(|c| format::short_day(c.clock.latest(metric)))
    };
    let left_out = Memo::new(move |_| store.of(|s| s.doubtful == Doubtful::LeaveOut));
    let chart = Memo::new(move |_| store.of(|s| (s.chart.note, s.chart.method)));
    view! {
        <div class="notes">
            <p id="chart-summary">{summary}</p>
            <p class="coverage" class:below=move || !complete()>{coverage}</p>
            {move || {
                doubtful()
                    .map(|(has_axis, list)| {
                        let what = match (left_out.get(), has_axis) {
                            (true, _) => words::DOUBTFUL_OUT,
                            (false, true) => words::DOUBTFUL,
                            (false, false) => words::DOUBTFUL_COUNTED,
                        };
                        view! {
                            <p class="doubtful">
                                <span class="ring" aria-hidden="true"></span>
                                {what}
                                ": "
                                {list}
                                ". "
                                <label>
                                    <input
                                        type="checkbox"
                                        name="doubtful"
                                        prop:checked=move || left_out.get()
                                        on:change=move |e| {
                                            let out = event_target_checked(&e);
                                            store
                                                .change(
                                                    Entry::Replace,
                                                    |s| {
                                                        s.doubtful = if out {
                                                            Doubtful::LeaveOut
                                                        } else {
                                                            Doubtful::Mark
                                                        };
                                                    },
                                                )
                                        }
                                    />
                                    " leave them out altogether"
                                </label>
                            </p>
                        }
                    })
            }}
            <details>
                <summary>"What this counts, and how it is computed"</summary>
                <p>{move || chart.get().0}</p>
                <p>{move || chart.get().1}</p>
            </details>
            <p class="source">
                {words::SOURCE} ". Data to " {latest} ". Days are UTC. " <a href="/api/v1/openapi.json">"API"</a>
            </p>
        </div>
    }
}
