//! What did not come.

use leptos::prelude::*;
use rssac002_charts::words::ui;

use super::focus::focus_chart;
use crate::figure::{Figure, Status};

/// What did not come, and the way to ask again. The chart before stays.
#[component]
pub fn Failure() -> impl IntoView {
    let figure = Figure::from_context();
    let reason = move || match figure.status.get() {
        Status::Failed(reason) => Some(reason),
        Status::Loading | Status::Ready => None,
    };
    let stays = move || figure.view.get().is_some().then_some(ui::CHART_BEFORE);
    let retry = move |_| {
        focus_chart();
        figure.session.parts.retry();
        figure.session.answers.retry();
    };
    view! {
        <div>
            <Show when=move || reason().is_some()>
                <p class="failure" role="alert">
                    <span>{reason}{stays}</span>
                    <button on:click=retry>{ui::TRY_AGAIN}</button>
                </p>
            </Show>
        </div>
    }
}
