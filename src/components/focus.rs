//! Where the focus goes when the button pressed leaves the page.

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Gives the focus to the chart or table that the button pressed belongs to, for buttons that leave the page with what
/// they do: without this it would be nowhere.
pub fn focus_chart() {
    let Some(pressed) = document().active_element() else { return };
    let figure = pressed.closest(".figure").ok().flatten();
    let Some(figure) = figure.or_else(|| pressed.closest("main").ok().flatten()) else { return };
    let places = "div:not([hidden]) > .panels .canvas-host, .table-scroll";
    if let Some(place) = figure.query_selector(places).ok().flatten() {
        // What cannot be seen takes no focus.
        let _ = place.unchecked_into::<HtmlElement>().focus();
    }
}
