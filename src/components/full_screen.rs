//! The chart over the whole screen: title, chart or table, legend and source (`main:fullscreen` in `style/main.css`). Where a browser
//! has no way to do so, or a frame may not, the page shows no button for it (`data-lacks` in `index.html`).

use leptos::ev;
use leptos::prelude::*;
use rssac002_charts::words::ui;

use crate::ON_SERVER;
use crate::listen::use_window_event;

/// Whether anything can be shown over the whole screen.
pub fn has_full_screen() -> bool {
    !ON_SERVER && document().fullscreen_enabled()
}

/// Shows the page's main part over the whole screen, or in the page again.
pub fn toggle_full_screen() {
    let page = document();
    if page.fullscreen_element().is_some() {
        page.exit_fullscreen();
    } else if let Some(main) = page.query_selector("main").ok().flatten().filter(|_| has_full_screen()) {
        // A browser that refuses leaves the page as it is.
        let _ = main.request_fullscreen();
    }
}

/// The button that does so.
#[component]
pub fn FullScreenButton(
    /// What stands on it.
    children: Children,
) -> impl IntoView {
    let is_full = RwSignal::new(false);
    // Esc leaves, too.
    use_window_event(ev::fullscreenchange, move |_| is_full.set(document().fullscreen_element().is_some()));
    view! {
        <button
            class="full-screen"
            title=ui::FULL_SCREEN
            aria-label=ui::FULL_SCREEN
            aria-pressed=move || is_full.get().to_string()
            on:click=move |_| toggle_full_screen()
        >
            {children()}
        </button>
    }
}
