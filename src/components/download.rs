//! Files of what is shown: PNG, SVG, CSV and JSON are made here from the view on screen, so that they are there without the server
//! too; and the addresses of those that the server makes.

use js_sys::{Array, Promise, Uint8Array};
use leptos::html::Canvas;
use leptos::prelude::*;
use leptos::task::spawn_local;
use rssac002_charts::export::{self, png, svg};
use rssac002_charts::guide::whole;
use rssac002_charts::state::url;
use rssac002_charts::words::ui;
use rssac002_charts::{Provenance, View, picture, provenance, words};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

use super::copying::CopyButton;
use super::dialog::Dialog;
use super::picture::surface;
use super::segmented::LabelledChoice;
use crate::chart::{Lettering, paint};
use crate::figure::Figure;

/// The button and its dialog.
#[component]
pub fn DownloadDialog() -> impl IntoView {
    let tools = Figure::from_context().session.parts.tools;
    view! {
        <Dialog word=ui::DOWNLOAD heading=ui::DOWNLOAD_LONG>
            {tools.piece(|tools| tools.downloads)}
        </Dialog>
    }
}

/// What is in the dialog.
#[component]
pub fn Downloads() -> impl IntoView {
    let figure = Figure::from_context();
    let ratio = RwSignal::new("2");
    let canvas = NodeRef::<Canvas>::new();
    // The letters of the server's pictures come when they are wanted; without them the system's will do.
    let has_letters = RwSignal::new(false);
    let asked = document().fonts().load("12px picture");
    spawn_local(async move {
        if JsFuture::from(asked).await.is_ok() {
            // The dialog may be closed by now.
            has_letters.try_set(true);
        }
    });
    Effect::new(move || {
        if let (Some(canvas), Some((view, provenance))) = (canvas.get(), figure.shown()) {
            let surface = surface(&view, f64::from(ratio.get().parse().unwrap_or(1_u8)));
            let lettering = if has_letters.get() { Lettering::Bundled } else { Lettering::System };
            paint(&canvas, &picture::picture(&view, &surface, &provenance), lettering);
        }
    });
    let save_png = move |_| {
        let (Some(canvas), Some(name)) = (canvas.get_untracked(), name(figure, "png")) else { return };
        let Some((view, provenance)) = untrack(|| figure.shown()) else { return };
        let done = Closure::once_into_js(move |blob: Option<Blob>| {
            let Some(blob) = blob else { return };
            spawn_local(async move {
                let Ok(drawn) = JsFuture::from(blob.array_buffer()).await else { return };
                let drawn = Uint8Array::new(&drawn).to_vec();
                let told = png::with_texts(&drawn, &png::texts(&view, &provenance));
                save(&Uint8Array::from(told.as_slice()), "image/png", &name);
            });
        });
        // A canvas of this size that holds nothing from elsewhere is always a picture.
        let _ = canvas.to_blob(done.unchecked_ref());
    };
    let copy_png = move || {
        let Some(canvas) = canvas.get_untracked() else { return Vec::new() };
        let png = Promise::new(&mut |resolve, reject| {
            let done = Closure::once_into_js(move |blob: Option<Blob>| {
                let (tell, what) = match blob {
                    Some(blob) => (resolve, JsValue::from(blob)),
                    None => (reject, JsValue::UNDEFINED),
                };
                // A promise takes anything.
                let _ = tell.call1(&JsValue::UNDEFINED, &what);
            });
            // As above.
            let _ = canvas.to_blob(done.unchecked_ref());
        });
        vec![("image/png", png)]
    };
    view! {
        <canvas class="picture" role="img" aria-label=ui::PICTURE node_ref=canvas></canvas>
        <LabelledChoice legend=ui::RATIO name="ratio" words=&["1", "2", "3"] chosen=ratio />
        <div class="row">
            <CopyButton word=ui::COPY_PICTURE contents=copy_png />
        </div>
        <div class="row">
            <button on:click=save_png>"PNG"</button>
            <FileButton
                word="SVG"
                ending="svg"
                kind="image/svg+xml"
                write=|view, provenance| svg::picture(view, &surface(view, 1.0), provenance)
            />
            <FileButton
                word="CSV"
                ending="csv"
                kind="text/csv;charset=utf-8"
                write=|view, _| export::csv(view)
            />
            <FileButton word="JSON" ending="json" kind="application/json" write=export::json />
        </div>
        <ul>
            <li>
                <ServerFile ending="zip" more="" words=words::ZIP />
            </li>
            <li>
                <ServerFile ending="csv" more="&data=full" words=words::RAW_CSV />
            </li>
            <li>
                <a href=whole::PATH>{whole::LINK}</a>
            </li>
        </ul>
        <p class="hint">{figure.text_of_state(|state| provenance::licence(&provenance::source(state.chart)))}</p>
    }
}

/// A button that saves a file made here.
#[component]
fn FileButton(
    word: &'static str,
    /// The ending of the file's name.
    ending: &'static str,
    /// The media type.
    kind: &'static str,
    write: fn(&View, &Provenance) -> String,
) -> impl IntoView {
    let figure = Figure::from_context();
    let click = move |_| {
        if let (Some((view, provenance)), Some(name)) = (untrack(|| figure.shown()), name(figure, ending)) {
            save(&write(&view, &provenance).into(), kind, &name);
        }
    };
    view! { <button on:click=click>{word}</button> }
}

/// A link to a file that the server makes.
#[component]
fn ServerFile(
    ending: &'static str,
    /// What comes after the chart's own query.
    more: &'static str,
    words: &'static str,
) -> impl IntoView {
    let figure = Figure::from_context();
    let address =
        move || figure.of(|state| format!("/{}.{ending}?{}{more}", state.chart.path, url::link_query(state)));
    view! {
        <a href=address download="">
            {words}
        </a>
    }
}

fn name(figure: Figure, ending: &str) -> Option<String> {
    let view = figure.view.get_untracked()?;
    let sample = figure.session.config().sample;
    Some(export::file_name(&view.state, view.range, sample, ending))
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
