//! A page that the server makes whole, of which the app makes nothing anew: it takes over what was sent.

use leptos::prelude::*;

#[cfg(target_arch = "wasm32")]
use rssac002_charts::words::ui;

#[cfg(target_arch = "wasm32")]
use crate::session::Progress;
use crate::session::Session;

/// The part of such a page that stays.
const PART: &str = "sent";

/// The page of the address, as the server made it.
#[component]
pub fn SentPage() -> impl IntoView {
    page(Session::from_context())
}

#[cfg(not(target_arch = "wasm32"))]
fn page(_: Session) -> impl IntoView {
    view! {
        <div class=PART>
            <super::day::DayPage />
        </div>
    }
}

#[cfg(target_arch = "wasm32")]
fn page(session: Session) -> impl IntoView {
    let find = |css: &str| document().query_selector(css).ok().flatten();
    let (sent, is_arriving) = (find(&format!("#before .{PART}")), find("#before").is_some());
    session.progress.set(if sent.is_some() { Progress::Ready } else { Progress::Failed });
    let html = match sent {
        Some(sent) => sent.inner_html(),
        None if is_arriving => ui::UNREACHABLE.to_owned(),
        None => {
            // It was left for a page that the app makes, and is gone.
            let _ = window().location().reload();
            String::new()
        }
    };
    view! { <div class=PART inner_html=html></div> }
}
