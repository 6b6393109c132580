//! What is wrong with something typed.

use leptos::prelude::*;

/// The line that says what is wrong with something typed, empty while nothing is.
#[component]
pub fn Wrong(#[prop(into)] reason: Signal<String>) -> impl IntoView {
    view! {
        <p class="wrong" role="alert" hidden=move || reason.with(String::is_empty)>
            {reason}
        </p>
    }
}
