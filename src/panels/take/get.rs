//! Files of what is shown, made here from the view on screen, so that they are there without the server too, and the
//! address of what is behind it.

use std::sync::Arc;

use js_sys::{Array, Uint8Array};
use leptos::prelude::*;
use rssac002_charts::draw::{self, Frame, picture};
use rssac002_charts::export::{self, png, svg};
use rssac002_charts::state::url;
use rssac002_charts::words::ui;
use rssac002_charts::{Imprint, Theme, View, words};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, HtmlCanvasElement, Url};

use super::{choice, dialog};
use crate::chart::{Lettering, paint_in};
use crate::dom::{El, button, el, follow};
use crate::store::Store;

/// The width of a picture in CSS pixels, as that of the server's.
const WIDTH: f64 = 960.0;

/// The surface of a view's picture with this many pixels for each CSS pixel.
pub fn frame(view: &View, ratio: f64) -> Frame {
    let height = picture::height(view, WIDTH);
    Frame { width: WIDTH, height, ratio, font: picture::font(WIDTH), theme: Theme::Light }
}

/// The view with where it is from, if there is one.
pub fn shown(store: Store) -> Option<(Arc<View>, Imprint)> {
    let view = store.view.get()?;
    let imprint = store.imprint(&view.state);
    Some((view, imprint))
}

/// The button and its dialog.
pub fn get(store: Store) -> El {
    dialog(ui::GET, ui::GET_LONG, move || {
        let ratio = RwSignal::new("2");
        let canvas = el("canvas", "picture").attr("role", "img").attr("aria-label", ui::PICTURE);
        let surface: HtmlCanvasElement = canvas.node();
        let shown_on = surface.clone();
        // The letters of the server's pictures come when they are wanted; without them the system's will do.
        let letters = RwSignal::new(false);
        let asked = document().fonts().load("12px picture");
        spawn_local(async move {
            if JsFuture::from(asked).await.is_ok() {
                // The dialog may be closed by now.
                letters.try_set(true);
            }
        });
        follow(move || {
            if let Some((view, imprint)) = shown(store) {
                let frame = frame(&view, f64::from(ratio.get().parse().unwrap_or(1_u8)));
                let lettering = if letters.get() { Lettering::Bundled } else { Lettering::System };
                paint_in(&shown_on, &draw::picture(&view, &frame, &imprint), lettering);
            }
        });
        let save_png = move || {
            let (Some(name), Some((view, imprint))) = (name(store, "png"), untrack(|| shown(store))) else {
                return;
            };
            let done = Closure::once_into_js(move |blob: Option<Blob>| {
                let Some(blob) = blob else { return };
                spawn_local(async move {
                    let Ok(drawn) = JsFuture::from(blob.array_buffer()).await else { return };
                    let drawn = Uint8Array::new(&drawn).to_vec();
                    let told = png::with_texts(&drawn, &png::texts(&view, &imprint));
                    save(&Uint8Array::from(told.as_slice()), "image/png", &name);
                });
            });
            // A canvas of this size that holds nothing from elsewhere is always a picture.
            let _ = surface.to_blob(done.unchecked_ref());
        };
        let file = |word: &'static str,
                    ending: &'static str,
                    kind: &'static str,
                    write: fn(&View, &Imprint) -> String| {
            button("", word, move || {
                if let (Some((view, imprint)), Some(name)) = (untrack(|| shown(store)), name(store, ending)) {
                    save(&write(&view, &imprint).into(), kind, &name);
                }
            })
        };
        let from_server = |ending: &'static str, more: &'static str, words: &'static str| {
            let address =
                move || store.of(|s| format!("/{}.{ending}?{}{more}", s.chart.path, url::link_query(s)));
            el("a", "").attr_of("href", move || Some(address())).attr("download", "").text(words)
        };
        let links = [
            from_server("zip", "", words::ZIP),
            from_server("csv", "&data=full", words::RAW_CSV),
            el("a", "").attr("href", "/data/").text(words::WHOLE_DATA),
        ];
        vec![
            canvas,
            choice(ui::RATIO, "ratio", &["1", "2", "3"], ratio),
            el("div", "row")
                .child(button("", "PNG", save_png))
                .child(file("SVG", "svg", "image/svg+xml", |v, i| svg::picture(v, &frame(v, 1.0), i)))
                .child(file("CSV", "csv", "text/csv;charset=utf-8", |v, _| export::csv(v)))
                .child(file("JSON", "json", "application/json", export::json)),
            el("ul", "").children(links.map(|link| el("li", "").child(link))),
            el("p", "hint").text_of(move || store.of(|s| words::licence(&words::source(s.chart)))),
        ]
    })
}

fn name(store: Store, ending: &str) -> Option<String> {
    let view = store.view.get_untracked()?;
    Some(export::file_name(&view.state, view.range, store.config.with_value(|c| c.sample), ending))
}

/// Hands a text or octets to the browser as a file.
fn save(content: &JsValue, kind: &str, name: &str) {
    let properties = BlobPropertyBag::new();
    properties.set_type(kind);
    // Each step fails only where the browser has no files at all; then there is nothing to save to.
    let _ =
        Blob::new_with_u8_array_sequence_and_options(&Array::of1(content), &properties).and_then(|blob| {
            let url = Url::create_object_url_with_blob(&blob)?;
            let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
            link.set_href(&url);
            link.set_download(name);
            link.click();
            Url::revoke_object_url(&url)
        });
}
