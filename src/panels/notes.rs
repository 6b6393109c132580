//! What stands under the chart: coverage, doubtful values, what the metric counts, how it is computed, the source.

use leptos::prelude::*;
use rssac002_charts::state::Doubtful;
use rssac002_charts::view::View;
use rssac002_charts::words;
use rssac002_charts::words::ui;
use web_sys::{Event, HtmlInputElement};

use crate::dom::{El, el};
use crate::history::Entry;
use crate::store::Store;

/// The notes of the view.
pub fn notes(store: Store) -> El {
    let view = store.view;
    let of_view = move |read: fn(&View) -> String| {
        move || view.with(|v| v.as_ref().map(|v| read(v)).unwrap_or_default())
    };
    let complete = move || {
        view.with(|v| v.as_ref().and_then(|v| v.time()).is_none_or(|t| t.missing.is_empty() || t.per_letter))
    };
    let left_out = move || store.of(|s| s.doubtful == Doubtful::LeaveOut);
    let leave_out = move |event: Event| {
        let out = event_target::<HtmlInputElement>(&event).checked();
        store.change(Entry::Replace, |s| {
            s.doubtful = if out { Doubtful::LeaveOut } else { Doubtful::Mark };
        });
    };
    let choice = el("label", "")
        .child(
            el("input", "")
                .attr("type", "checkbox")
                .attr("name", "doubtful")
                .prop_of("checked", move || left_out().into())
                .on("change", leave_out),
        )
        .text(ui::LEAVE_OUT);
    el("div", "notes")
        .child(el("p", "").attr("id", "chart-summary").text_of(of_view(|v| v.summary.clone())))
        .child(
            el("p", "coverage")
                .class_if("below", move || !complete())
                .text_of(of_view(|v| v.coverage.clone())),
        )
        .child(
            el("p", "doubtful")
                .flag("hidden", move || of_view(words::doubtful_values)().is_empty())
                .child(el("span", "ring").attr("aria-hidden", "true"))
                .text_of(of_view(words::doubtful_values))
                .text(" ")
                .child(choice),
        )
        .child(
            el("details", "")
                .child(el("summary", "").text(ui::METHOD))
                .child(el("p", "").text_of(move || store.of(|s| s.chart.note.to_owned())))
                .child(el("p", "").text_of(move || store.of(|s| s.chart.method.to_owned()))),
        )
        .child(
            el("p", "source")
                .text_of(move || store.of(|s| words::source_line(&store.imprint(s))))
                .text(ui::DAYS_ARE_UTC)
                .child(el("a", "").attr("href", "/api/v1/openapi.json").text(ui::API)),
        )
}
