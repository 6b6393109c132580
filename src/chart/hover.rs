//! What lies over the canvas: the series pointed out, the hairline, the days selected.

use std::time::Duration;

use leptos::html::Canvas;
use leptos::prelude::*;
use rssac002_charts::draw::{Geometry, Layer, Scene};
use rssac002_charts::{View, kind};
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, MouseEvent, WheelEvent};

use super::canvas::{Lettering, paint, wipe};
use super::drawn::Drawn;
use super::pointing::{Cursor, Pointing};
use crate::figure::Figure;

/// Fewer pixels than this are a click, not a drag.
pub const DRAG: f64 = 5.0;

/// What browsers call a finger.
pub const TOUCH: &str = "touch";

/// How long after its last turn a wheel rests.
pub const REST: Duration = Duration::from_millis(200);

/// How many times nearer a turn of the wheel brings what is below it.
pub fn turn_of(event: &WheelEvent) -> f64 {
    // Lines and pages come in small numbers, pixels in large ones.
    let pixels = event.delta_y() * if event.delta_mode() == 0 { 1.0 } else { 30.0 };
    1.0 - pixels.clamp(-150.0, 150.0) * 0.002
}

/// The element that listens.
pub fn host_of(event: &Event) -> Option<HtmlElement> {
    event.current_target().map(JsCast::unchecked_into)
}

/// Where the pointer is, in CSS pixels of that element.
pub fn point(event: &MouseEvent) -> (f64, f64) {
    let rect = host_of(event).map(|host| host.get_bounding_client_rect());
    let (left, top) = rect.map_or((0.0, 0.0), |rect| (rect.left(), rect.top()));
    (f64::from(event.client_x()) - left, f64::from(event.client_y()) - top)
}

/// The canvas over the faded chart: the series pointed out, placed by `scene` for the layer of that series.
#[component]
pub fn Highlight(scene: Callback<(String,), Option<Scene>>) -> impl IntoView {
    let pointing = Pointing::from_context();
    let canvas = NodeRef::<Canvas>::new();
    Effect::new(move || {
        let Some(canvas) = canvas.get() else { return };
        match pointing.series.get().and_then(|series| scene.run((series,))) {
            Some(scene) => paint(&canvas, &scene, Lettering::System),
            None => wipe(&canvas),
        }
    });
    let on = move || pointing.series.get().is_some();
    view! { <canvas class="highlight" class:on=on aria-hidden="true" node_ref=canvas></canvas> }
}

/// A place over the canvas, in CSS pixels.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Place {
    pub left: f64,
    pub top: f64,
    /// As wide as the styles say where it is `None`.
    pub width: Option<f64>,
    pub height: f64,
}

/// Something that lies over the canvas in a place, while there is one.
#[component]
pub fn Overlay(class: &'static str, #[prop(into)] place: Signal<Option<Place>>) -> impl IntoView {
    let pixels = move |of: fn(Place) -> Option<f64>| place.get().and_then(of).map(|at| format!("{at}px"));
    // One property after the other: the page's policy takes no whole attribute of styles.
    view! {
        <div
            class=class
            hidden=move || place.get().is_none()
            style:left=move || pixels(|place| Some(place.left))
            style:top=move || pixels(|place| Some(place.top))
            style:width=move || pixels(|place| place.width)
            style:height=move || pixels(|place| Some(place.height))
        ></div>
    }
}

/// The place under a pointer that can be read out.
pub fn cursor_at(view: &View, panel: usize, geometry: &Geometry, pointer: (f64, f64)) -> Option<Cursor> {
    let at = kind::place_at(view, geometry, pointer.0, pointer.1)?;
    Some(Cursor { panel, at, pointer, is_pinned: false })
}

/// The series pointed out in a panel, placed over the faded whole.
pub fn highlighted(panel: usize, drawn: RwSignal<Option<Drawn>>, series: &str) -> Option<Scene> {
    let Drawn { view, surface, .. } = drawn.get()?;
    kind::place(&view, panel, &surface, Layer::Only(series))
}

/// The line through the place pointed out.
pub fn hairline(figure: Figure, pointing: Pointing, drawn: RwSignal<Option<Drawn>>) -> Option<Place> {
    let cursor = pointing.cursor.get()?;
    let drawn = drawn.get()?;
    let view = figure.view.get()?;
    let (x, area) = match (drawn.geometry, view.time()) {
        (Geometry::Time(plot), Some(time)) => (plot.x_of_bin(time.bins.get(cursor.at)?), plot.area()),
        (Geometry::Bands(plot), _) => (plot.x_of(cursor.at), plot.area()),
        _ => return None,
    };
    Some(Place { left: x, top: area.top, width: None, height: area.bottom - area.top })
}
