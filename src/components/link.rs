//! Links within the site.

use leptos::prelude::*;
use web_sys::MouseEvent;

/// Whether a click on a link means "go there", and not a new tab, a new window or a download.
pub fn is_plain(event: &MouseEvent) -> bool {
    event.button() == 0 && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key())
}

/// A link that a plain click follows within the page, by `go`. It keeps its address, for new tabs and for copying.
#[component]
pub fn Link(
    #[prop(into)] href: Signal<String>,
    /// What a plain click does.
    #[prop(into)]
    go: Callback<()>,
    #[prop(optional)] class: &'static str,
    /// Whether it leads to the page that is shown.
    #[prop(optional, into)]
    current: Signal<bool>,
    children: Children,
) -> impl IntoView {
    let follow = move |event: MouseEvent| {
        if is_plain(&event) {
            event.prevent_default();
            go.run(());
        }
    };
    view! {
        <a
            class=(!class.is_empty()).then_some(class)
            href=move || href.get()
            aria-current=move || current.get().then_some("page")
            on:click=follow
        >
            {children()}
        </a>
    }
}
