//! A chart by itself, in a frame of somebody else's page: title, subtitle, chart, legend, source, and nothing that
//! the page around it would feel: no storage, no history, no more height than it has.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use js_sys::JSON;
use leptos::prelude::*;
use rssac002_charts::state::url;
use rssac002_charts::words;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{HtmlElement, MessageEvent, ResizeObserver};

use crate::app::{drawing, failure, ignored, title};
use crate::chart::Pointing;
use crate::config::Embed;
use crate::dom::{El, append, el};
use crate::panels::header::ThemeChoice;
use crate::panels::legend::legend;
use crate::store::{Status, Store};

/// Puts an embed into its page.
pub fn embed_page(store: Store, theme: ThemeChoice, embed: Embed) {
    let pointing = Pointing::new();
    let of_view = move |read: fn(&rssac002_charts::View) -> &String| {
        move || store.view.with(|v| v.as_ref().map(|v| read(v).clone()).unwrap_or_default())
    };
    let to_the_page = || {
        el("a", "")
            .attr_of("href", move || Some(store.of(url::permalink)))
            .attr("target", "_blank")
            .attr("rel", "noopener")
    };
    let mut page = vec![el("h1", "").child(to_the_page().text_of(move || title(store)))];
    if !embed.minimal {
        page.push(el("p", "subtitle").text_of(of_view(|v| &v.subtitle)));
    }
    page.push(ignored(store));
    page.push(failure(store));
    let mut chart = drawing(store, pointing, theme);
    if !embed.minimal {
        chart = chart.child(legend(store, pointing));
    }
    page.push(
        el("figure", "figure")
            .class_if("stale", move || store.status.get() != Status::Ready)
            .child(chart)
            // For those who hear the chart.
            .child(el("p", "unseen").attr("id", "chart-summary").text_of(of_view(|v| &v.summary))),
    );
    let source = move || store.of(|s| words::source_line(&store.imprint(s)));
    let mut line = el("p", "source").text_of(source).text(" ").child(to_the_page().text(words::SITE));
    if store.config.with_value(|c| c.sample) {
        line = line.text(". ").child(el("em", "").text(words::SAMPLE_PICTURE));
    }
    page.push(line);
    let main = el("main", "").children(page);
    tell_height(&main);
    if let Some(body) = document().body() {
        append(&body, [main]);
    }
}

/// How long after a change a frame that follows has followed.
const FOLLOWED: Duration = Duration::from_millis(500);

/// Tells the page around this one, for as long as both stand, how high the content is (conventions.md, "Embedding"): when
/// that changes, and when it asks, because its script came later.
fn tell_height(main: &El) {
    let content: HtmlElement = main.node();
    let told = Rc::new(Cell::new(0.0));
    let [telling, last, shown] = [(); 3].map(|()| told.clone());
    let tell = move || {
        let message = format!("{{\"type\":\"rssac002:height\",\"version\":1,\"height\":{}}}", telling.get());
        if let (Ok(Some(parent)), Ok(message)) = (window().parent(), JSON::parse(&message)) {
            // The height is no secret, so any page may know it; one that is gone needs none.
            let _ = parent.post_message(&message, "*");
        }
    };
    // A frame that follows needs no scroll bar. With one, the chart is narrower and so lower, and just fits into a frame
    // that is too low without it: both would stay.
    let note = move |resized: bool| {
        let follows = window().inner_height().is_ok_and(|height| height == last.get());
        // Without a new size of the frame only the contrary is news.
        if let Some(root) = document().document_element().filter(|_| resized || !follows) {
            // An attribute's name without spaces is never refused.
            let _ = root.toggle_attribute_with_force("data-followed", follows);
        }
    };
    let (tell_changed, noted) = (tell.clone(), note.clone());
    let observed = content.clone();
    // A resize observer calls at most once per frame.
    let changed = Closure::<dyn FnMut()>::new(move || {
        let height = content.get_bounding_client_rect().height().ceil();
        if height != told.replace(height) {
            tell_changed();
            let noted = noted.clone();
            set_timeout(move || noted(false), FOLLOWED);
        }
    });
    if let Ok(observer) = ResizeObserver::new(changed.as_ref().unchecked_ref()) {
        observer.observe(&observed);
        // A page has one embed, which stands until the page goes.
        std::mem::forget(observer);
        changed.forget();
    }
    window_event_listener_untyped("resize", move |_| note(true));
    window_event_listener_untyped("message", move |event| {
        let data = event.unchecked_into::<MessageEvent>().data();
        let asked = js_sys::Reflect::get(&data, &"type".into());
        // Before anything is measured there is nothing to tell.
        if shown.get() > 0.0 && asked.is_ok_and(|kind| kind == "rssac002:ask") {
            tell();
        }
    });
}
