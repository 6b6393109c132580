//! Parts of the address that were not understood.

use leptos::prelude::*;
use rssac002_charts::words::ui;

use super::focus::focus_chart;
use crate::session::Session;

/// One line for parts of the address that were not understood.
#[component]
pub fn IgnoredParts() -> impl IntoView {
    let session = Session::from_context();
    let named = move || {
        let parts = session.ignored.get();
        parts
            .iter()
            .map(|ignored| ui::ignored(&ignored.part, &ignored.accepted))
            .collect::<Vec<_>>()
            .join("; ")
    };
    let dismiss = move |_| {
        focus_chart();
        session.ignored.set(Vec::new());
    };
    view! {
        <div>
            <Show when=move || !session.ignored.get().is_empty()>
                <p class="ignored" role="status">
                    <span>{named} "."</span>
                    <button class="quiet" on:click=dismiss>
                        {ui::DISMISS}
                    </button>
                </p>
            </Show>
        </div>
    }
}
