//! A small square in a series' colour.

use leptos::prelude::*;
use rssac002_charts::theme::{Colour, css_class};

/// A small square in a series' colour.
#[component]
pub fn Swatch(colour: Colour) -> impl IntoView {
    // A class, because the page's policy takes no styles in an attribute.
    view! { <span class=format!("swatch {}", css_class(colour))></span> }
}
