//! A small square in a series' colour.

use leptos::prelude::*;
use rssac002_charts::theme::{Colour, css_variable};

/// A small square in a series' colour.
#[component]
pub fn Swatch(colour: Colour) -> impl IntoView {
    view! { <span class="swatch" style=format!("background:var({})", css_variable(colour))></span> }
}
