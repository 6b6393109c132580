//! A page that the server makes whole, of which the app makes nothing anew: it takes over what was sent.

use leptos::prelude::*;

use crate::session::{Progress, Session};

/// The part of such a page that stays.
const PART: &str = "sent";

/// The page of the address, as the server made it.
#[component]
pub fn SentPage() -> impl IntoView {
    Session::from_context().progress.set(Progress::Ready);
    page()
}

#[cfg(not(target_arch = "wasm32"))]
fn page() -> impl IntoView {
    view! {
        <div class=PART>
            <super::day::DayPage />
        </div>
    }
}

#[cfg(target_arch = "wasm32")]
fn page() -> impl IntoView {
    let sent = document().query_selector(&format!("#before .{PART}")).ok().flatten();
    match sent {
        Some(sent) => view! { <div class=PART inner_html=sent.inner_html()></div> }.into_any(),
        // It was left for a page that the app makes, and is gone. What cannot be loaded again stays empty.
        None => {
            let _ = window().location().reload();
            ().into_any()
        }
    }
}
