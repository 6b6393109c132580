//! What the browser's window tells. (leptos-use-event-listener and leptos-use-preferences follow elements that may change, and
//! headers and cookies; for a window and one media query they took 6 kB of the app.)

use leptos::ev::EventDescriptor;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Event, EventTarget, MediaQueryListEvent};

use crate::ON_SERVER;

/// Listens to the window for as long as what asks for it stands.
pub fn use_window_event<E>(event: E, heard: impl Fn(E::EventType) + 'static)
where
    E: EventDescriptor + 'static,
    E::EventType: JsCast,
{
    if !ON_SERVER {
        let listener = window_event_listener(event, heard);
        on_cleanup(move || listener.remove());
    }
}

/// Listens to an element for as long as what asks for it stands.
pub fn use_element_event<E>(element: &EventTarget, event: E, heard: impl Fn(E::EventType) + 'static)
where
    E: EventDescriptor + 'static,
    E::EventType: JsCast,
{
    let name = event.name();
    let heard = Closure::<dyn Fn(Event)>::new(move |event: Event| heard(event.unchecked_into()));
    // It takes any function.
    let _ = element.add_event_listener_with_callback(&name, heard.as_ref().unchecked_ref());
    let listener = StoredValue::new_local((element.clone(), heard));
    on_cleanup(move || {
        listener.with_value(|(element, heard)| {
            // What is not there any more needs no removing.
            let _ = element.remove_event_listener_with_callback(&name, heard.as_ref().unchecked_ref());
        });
    });
}

/// How many device pixels a CSS pixel has, followed for as long as the page stands: a window that is dragged to another screen
/// keeps its size. 1 on the server, which knows no screen.
pub fn use_pixel_ratio() -> RwSignal<f64> {
    let ratio = RwSignal::new(1.0);
    if !ON_SERVER {
        follow_ratio(ratio);
    }
    ratio
}

/// A query fits one ratio, so each change asks anew.
fn follow_ratio(ratio: RwSignal<f64>) {
    let now = window().device_pixel_ratio();
    ratio.set(now);
    if let Ok(Some(list)) = window().match_media(&format!("(resolution: {now}dppx)")) {
        let asked = list.clone();
        let changed = Closure::once_into_js(move || {
            asked.set_onchange(None);
            follow_ratio(ratio);
        });
        list.set_onchange(Some(changed.unchecked_ref()));
    }
}

/// Whether a media query fits, followed for as long as the page stands. False on the server, which knows no screen.
pub fn use_media(query: &str) -> RwSignal<bool> {
    let fits = RwSignal::new(false);
    let list = if ON_SERVER { None } else { window().match_media(query).ok().flatten() };
    if let Some(list) = list {
        fits.set(list.matches());
        let changed = Closure::<dyn Fn(MediaQueryListEvent)>::new(move |event: MediaQueryListEvent| {
            fits.set(event.matches())
        });
        // It takes any function.
        let _ = list.add_event_listener_with_callback("change", changed.as_ref().unchecked_ref());
        changed.forget();
    }
    fits
}
