//! The HTML that puts the chart into another page, and how it looks there.

use leptos::prelude::*;
use rssac002_charts::export::embed::{self, Options};
use rssac002_charts::words::ui;
use rssac002_charts::{ChartState, Theme, View, words};
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlIFrameElement, HtmlInputElement, MessageEvent};

use super::{choice, copied, days, dialog, state};
use crate::dom::{El, el};
use crate::store::Store;

/// The heights that a frame may be given, in CSS pixels.
const HEIGHTS: (u32, u32) = (200, 3000);

/// The height of a view's frame in a column of usual width.
fn height(store: Store) -> u32 {
    store.view.with(|v| v.as_ref().map_or(480, |v| embed::height(v, 800.0) as u32))
}

/// The button and its dialog.
pub fn embed(store: Store) -> El {
    dialog(ui::EMBED, ui::EMBED_LONG, move || {
        let (chosen, theme, follows) =
            (RwSignal::new(ui::MOVING), RwSignal::new(ui::SYSTEM), RwSignal::new(true));
        let (minimal, typed) = (RwSignal::new(false), RwSignal::new(String::new()));
        let options = move || Options {
            theme: match theme.get() {
                ui::LIGHT => Some(Theme::Light),
                ui::DARK => Some(Theme::Dark),
                _ => None,
            },
            minimal: minimal.get(),
            height: match typed.get().parse() {
                Ok(height) => u32::clamp(height, HEIGHTS.0, HEIGHTS.1),
                Err(_) => height(store),
            },
            follows: follows.get(),
        };
        let html = move |write: fn(&View, &ChartState, &str, Options) -> String| {
            move || {
                let site = store.config.with_value(|c| c.site.clone());
                let (state, options) = (state(store, chosen), options());
                store.view.with(|v| v.as_ref().map(|v| write(v, &state, &site, options))).unwrap_or_default()
            }
        };
        let tall = el("input", "")
            .attr("type", "number")
            .attr("name", "height")
            .attr("min", &HEIGHTS.0.to_string())
            .attr("max", &HEIGHTS.1.to_string())
            .prop_of("value", move || options().height.into())
            .on("change", move |e: Event| {
                typed.set(event_target::<HtmlInputElement>(&e).value());
            });
        // From where the page itself is, whatever its public name.
        let source = Memo::new(move |_| embed::styled(&state(store, chosen), "", options()));
        let preview = el("iframe", "").attr("title", ui::PREVIEW).attr_of("src", move || Some(source.get()));
        let wanted = wanted_height(preview.node());
        let height =
            move || wanted.get().filter(|_| follows.get()).unwrap_or_else(|| options().height.into());
        let preview = preview.attr_of("style", move || Some(format!("height:{}px", height())));
        vec![
            days(store, "embed-days", chosen),
            choice(ui::THEME, "embed-theme", &[ui::SYSTEM, ui::LIGHT, ui::DARK], theme),
            el("div", "row")
                .child(el("label", "date").text(ui::HEIGHT).child(tall).text(ui::PIXELS))
                .child(tick("follows", words::EMBED_FOLLOWS, follows))
                .child(tick("minimal", ui::MINIMAL, minimal)),
            copied(ui::HTML, "5", html(embed::frame)),
            copied(words::EMBED_PICTURE, "4", html(|v, s, site, o| embed::image(v, s, site, o.theme))),
            el("h3", "").text(ui::PREVIEW),
            preview,
        ]
    })
}

/// A box to tick, and its words.
fn tick(name: &'static str, words: &'static str, ticked: RwSignal<bool>) -> El {
    let input = el("input", "")
        .attr("type", "checkbox")
        .attr("name", name)
        .prop_of("checked", move || ticked.get().into())
        .on("change", move |e: Event| ticked.set(event_target::<HtmlInputElement>(&e).checked()));
    el("label", "").child(input).text(words)
}

/// The height that the chart in a frame says it wants, as the script for other pages takes it.
fn wanted_height(frame: HtmlIFrameElement) -> RwSignal<Option<f64>> {
    let wanted = RwSignal::new(None);
    let listener = window_event_listener_untyped("message", move |event| {
        let message: MessageEvent = event.unchecked_into();
        if message.source().is_some_and(|from| frame.content_window().is_some_and(|own| *from == ***own)) {
            let height = js_sys::Reflect::get(&message.data(), &"height".into());
            wanted.set(height.ok().and_then(|height| height.as_f64()));
        }
    });
    on_cleanup(move || listener.remove());
    wanted
}
