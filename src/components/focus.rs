//! Where the focus goes when what had it leaves the page, or a key leads elsewhere.

use leptos::prelude::{document, request_animation_frame};
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

fn focus(css: &str) {
    let found = document().query_selector(css).ok().flatten();
    if let Some(place) = found.and_then(|place| place.dyn_into::<HtmlElement>().ok()) {
        // What cannot be seen takes no focus.
        let _ = place.focus();
    }
}

/// Gives the focus to the tab that is shown, once the page says which.
pub fn focus_tab() {
    request_animation_frame(|| focus(".tabs [aria-pressed=true]"));
}

/// Opens the list of the chart's keys and gives it the focus.
pub fn show_keys() {
    if let Some(list) = document().query_selector(".keys").ok().flatten() {
        // It takes any attribute.
        let _ = list.set_attribute("open", "");
    }
    focus(".keys > summary");
}
