//! One panel: its canvas, drawn when view, size, pixel ratio or theme change, and the overlay that follows the
//! pointer.

use std::sync::Arc;

use leptos::prelude::*;
use rssac002_charts::Theme;
use rssac002_charts::draw::{self, Frame, Geometry, Layer, Scene, render};
use rssac002_charts::state::Bound;
use rssac002_charts::view::{self, Body, TimeView, View};
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{
    CanvasRenderingContext2d, Event, HtmlCanvasElement, HtmlElement, IntersectionObserver,
    IntersectionObserverInit, KeyboardEvent, MouseEvent, PointerEvent, ResizeObserver,
};

use super::canvas::{CanvasBackend, Lettering};
use super::readout::readout_view;
use super::{Cursor, Pointing};
use crate::dom::{El, el, follow};
use crate::history::{self, Entry, Place};
use crate::panels::header::ThemeChoice;
use crate::store::{Status, Store};

/// Fewer pixels than this are a click, not a drag.
pub(super) const DRAG: f64 = 5.0;

/// What browsers call a finger.
pub(super) const TOUCH: &str = "touch";

/// Panels are drawn when they are this many CSS pixels from being seen, so that a scrolling visitor finds them there.
const MARGIN: f64 = 300.0;

/// What was last drawn.
#[derive(Clone)]
pub(super) struct Drawn {
    pub view: Arc<View>,
    pub frame: Frame,
    pub geometry: Geometry,
}

/// Where a panel's canvas lies.
#[derive(Clone, Copy, PartialEq, Default)]
pub struct Spot {
    /// Its width in CSS pixels; 0 while it is not laid out.
    pub width: f64,
    /// Its height in CSS pixels.
    height: f64,
    /// Device pixels for each CSS pixel.
    ratio: f64,
    /// Whether it is seen, or nearly.
    pub near: bool,
}

/// A panel's state, which the whole page waits for.
#[derive(Clone, Copy)]
pub struct PanelState {
    pub(super) spot: RwSignal<Spot>,
    pub(super) drawn: RwSignal<Option<Drawn>>,
}

impl PanelState {
    /// A panel that is not laid out yet.
    pub fn new() -> PanelState {
        PanelState { spot: RwSignal::default(), drawn: RwSignal::new(None) }
    }

    /// Whether nothing of this view is still to be drawn here: it is drawn, or out of sight.
    pub fn shows(self, view: &Arc<View>) -> bool {
        let spot = self.spot.get();
        let drawn = self.drawn.with(|d| d.as_ref().is_some_and(|d| Arc::ptr_eq(&d.view, view)));
        spot.width > 0.0 && (drawn || !spot.near)
    }
}

fn context(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok().flatten()?.dyn_into().ok()
}

/// Takes everything off a canvas.
pub(super) fn wipe(canvas: &HtmlCanvasElement) {
    if let Some(context) = context(canvas) {
        context.clear_rect(0.0, 0.0, f64::from(canvas.width()), f64::from(canvas.height()));
    }
}

/// Draws a scene over a whole canvas, in the letters of the page.
pub fn paint(canvas: &HtmlCanvasElement, scene: &Scene) {
    paint_in(canvas, scene, Lettering::System);
}

/// The same in these letters.
pub fn paint_in(canvas: &HtmlCanvasElement, scene: &Scene, lettering: Lettering) {
    if canvas.width() != scene.width || canvas.height() != scene.height {
        canvas.set_width(scene.width);
        canvas.set_height(scene.height);
    }
    let Some(context) = context(canvas) else { return };
    context.clear_rect(0.0, 0.0, f64::from(scene.width), f64::from(scene.height));
    let mut backend = CanvasBackend::new(&context, (scene.width, scene.height), lettering);
    // The canvas backend's errors cannot exist.
    let _ = render(scene, &mut backend);
}

/// The size of the page's text against the usual 16 pixels: labels on the canvas follow it.
fn text_scale() -> f64 {
    let root = document().document_element();
    let style = root.and_then(|r| window().get_computed_style(&r).ok().flatten());
    let size = style.and_then(|s| s.get_property_value("font-size").ok());
    // The browser's reading stops at the unit; the standard library's takes 10 kB.
    let size = size.map_or(16.0, |s| js_sys::parse_float(&s));
    if size.is_nan() { 1.0 } else { size / 16.0 }
}

/// The surface of an element of this width, height and pixel ratio; `None` until it is laid out.
pub(super) fn frame_of((width, height, ratio): (f64, f64, f64), theme: Theme) -> Option<Frame> {
    (width > 0.0).then(|| Frame { width, height, ratio, font: 12.0 * text_scale(), theme })
}

/// The element that listens.
pub(super) fn host_of(event: &MouseEvent) -> Option<HtmlElement> {
    event.current_target().map(JsCast::unchecked_into)
}

/// Where the pointer is, in CSS pixels of that element.
pub(super) fn point(event: &MouseEvent) -> (f64, f64) {
    let rect = host_of(event).map(|h| h.get_bounding_client_rect());
    let (left, top) = rect.map_or((0.0, 0.0), |r| (r.left(), r.top()));
    (f64::from(event.client_x()) - left, f64::from(event.client_y()) - top)
}

/// Width, height and pixel ratio, which scrolling to and fro leaves as they are.
pub(super) fn size_of(spot: RwSignal<Spot>) -> Memo<(f64, f64, f64)> {
    Memo::new(move |_| {
        let Spot { width, height, ratio, .. } = spot.get();
        (width, height, ratio)
    })
}

/// A panel with its heading. It is drawn once it is near to being seen, and all of them are for `printing`.
pub fn panel_view(
    store: Store,
    pointing: Pointing,
    theme: ThemeChoice,
    printing: RwSignal<bool>,
    PanelState { spot, drawn }: PanelState,
    (index, title): (usize, Option<String>),
) -> El {
    let view = store.view;
    let theme = theme.effective;
    let box_of_canvas = el("div", "canvas-host");
    let host: HtmlElement = box_of_canvas.node();
    let drag = RwSignal::new(None::<(f64, f64)>);

    observe(host, spot);

    let size = size_of(spot);
    let near = Memo::new(move |_| printing.get() || spot.get().near);
    let canvas = el("canvas", "");
    let surface: HtmlCanvasElement = canvas.node();
    follow(move || {
        if !near.get() {
            return;
        }
        let (Some(view), Some(frame)) = (view.get(), frame_of(size.get(), theme.get())) else { return };
        let same = |d: &Drawn| Arc::ptr_eq(&d.view, &view) && d.frame == frame;
        if drawn.with_untracked(|d| d.as_ref().is_some_and(same)) {
            return;
        }
        let Some(scene) = draw::place(&view, index, &frame, Layer::All) else { return };
        paint(&surface, &scene);
        drawn.set(Some(Drawn { view, frame, geometry: scene.geometry }));
    });
    // The series pointed out, over the faded whole.
    let overlay = el("canvas", "highlight");
    let surface: HtmlCanvasElement = overlay.node();
    follow(move || {
        if !near.get() {
            return;
        }
        let Some(Drawn { view, frame, .. }) = drawn.get() else { return };
        let Some(series) = pointing.series.get() else {
            wipe(&surface);
            return;
        };
        if let Some(scene) = draw::place(&view, index, &frame, Layer::Only(&series)) {
            paint(&surface, &scene);
        }
    });

    let place = move |pointer: (f64, f64)| -> Option<Cursor> {
        let view = view.get_untracked()?;
        let drawn = drawn.get_untracked()?;
        let at = draw::place_at(&view, &drawn.geometry, pointer.0, pointer.1);
        at.map(|at| Cursor { panel: index, at, pointer })
    };
    let show = move |pointer: (f64, f64)| {
        pointing.cursor.set(place(pointer));
        let series = view
            .get_untracked()
            .zip(drawn.get_untracked())
            .and_then(|(view, drawn)| draw::series_at(&view, index, &drawn.geometry, pointer.0, pointer.1));
        if pointing.series.with_untracked(|s| *s != series) {
            pointing.series.set(series);
        }
    };
    let on_move = move |event: PointerEvent| {
        let pointer = point(&event);
        if drag.with_untracked(Option::is_some) {
            drag.update(|d| {
                if let Some(d) = d {
                    d.1 = pointer.0;
                }
            });
        }
        show(pointer);
    };
    let over_time =
        move || drawn.with_untracked(|d| matches!(d, Some(Drawn { geometry: Geometry::Time(_), .. })));
    let on_down = move |event: PointerEvent| {
        if event.pointer_type() == TOUCH {
            // A finger that taps does not move.
            show(point(&event));
        } else if event.button() == 0 && over_time() {
            let x = point(&event).0;
            drag.set(Some((x, x)));
            if let Some(host) = host_of(&event) {
                // Without capture the drag ends at the chart's edge: less handy, not wrong.
                let _ = host.set_pointer_capture(event.pointer_id());
            }
        }
    };
    let on_up = move |event: PointerEvent| {
        let pointer = point(&event);
        if let Some((from, to)) = drag.get_untracked() {
            drag.set(None);
            if (to - from).abs() >= DRAG {
                zoom(store, view, drawn, from, to);
                return;
            }
        }
        open_slice(store, view, place(pointer));
    };
    // A finger that is lifted leaves what it pointed out to be read; a tap elsewhere takes the focus and clears it.
    let on_leave = move |event: PointerEvent| {
        if event.pointer_type() != TOUCH && drag.try_with_untracked(Option::is_none) == Some(true) {
            pointing.clear();
        }
    };
    let on_key = move |event: KeyboardEvent| {
        let count = view.with_untracked(|v| v.as_ref().map_or(0, |v| v.places()));
        let now = pointing.cursor.get_untracked().map(|c| c.at);
        let last = count.saturating_sub(1);
        let at = match (event.key().as_str(), now) {
            ("ArrowLeft", Some(at)) => at.saturating_sub(1),
            ("ArrowRight", Some(at)) => (at + 1).min(last),
            ("ArrowLeft" | "End", _) => last,
            ("ArrowRight" | "Home", _) => 0,
            ("Escape", _) => {
                pointing.clear();
                return;
            }
            ("Enter", Some(_)) => {
                open_slice(store, view, pointing.cursor.get_untracked());
                return;
            }
            _ => return,
        };
        event.prevent_default();
        if count > 0 {
            let pointer = drawn.get_untracked().and_then(|d| pointer_at(&d, view, at)).unwrap_or_default();
            pointing.cursor.set(Some(Cursor { panel: index, at, pointer }));
            let said = view.with_untracked(|v| view::readout(v.as_ref()?, index, at)).map(|r| r.spoken());
            pointing.spoken.set(said.unwrap_or_default());
        }
    };

    let hairline = move || {
        let cursor = pointing.cursor.get()?;
        let drawn = drawn.get()?;
        let view = view.get()?;
        let (x, plot) = match (drawn.geometry, view.time()) {
            (Geometry::Time(geometry), Some(time)) => {
                (geometry.x_of_bin(time.bins.get(cursor.at)?), geometry.plot)
            }
            (Geometry::Bands(geometry), _) => (geometry.x_of(cursor.at), geometry.plot),
            _ => return None,
        };
        Some(format!("left:{x}px;top:{}px;height:{}px", plot.top, plot.bottom - plot.top))
    };
    let selection = move || {
        let (from, to) = drag.get()?;
        let Some(Drawn { geometry: Geometry::Time(geometry), .. }) = drawn.get() else { return None };
        let plot = geometry.plot;
        let (left, right) = (from.min(to).max(plot.left), from.max(to).min(plot.right));
        let width = (right - left).max(0.0);
        Some(format!("left:{left}px;width:{width}px;top:{}px;height:{}px", plot.top, plot.bottom - plot.top))
    };
    // Each of several panels has a name of its own for those who hear the page.
    let heading = title.as_ref().map(|title| el("h3", "").text(title));
    let label = move || {
        let view = view.get()?;
        Some(match &title {
            Some(panel) => format!("{}: {panel}", view.title),
            None => view.title.clone(),
        })
    };
    let box_of_canvas = box_of_canvas
        .attr("tabindex", "0")
        .attr("role", "group")
        .attr("aria-roledescription", "chart")
        .attr_of("aria-label", label)
        .attr("aria-describedby", "chart-summary")
        .on("pointermove", on_move)
        .on("pointerdown", on_down)
        .on("pointerup", on_up)
        .on("pointercancel", move |_: Event| drag.set(None))
        .on("pointerleave", on_leave)
        .on("blur", move |_: Event| pointing.clear())
        .on("dblclick", move |_: Event| {
            if over_time() && !store.is_figure() {
                reset_zoom(store);
            }
        })
        .on("keydown", on_key)
        .child(canvas.attr("aria-hidden", "true"))
        .child(
            overlay.class_if("on", move || pointing.series.with(Option::is_some)).attr("aria-hidden", "true"),
        )
        .child(bar("hairline", hairline))
        .child(bar("selection", selection))
        .child(readout_view(store, pointing, index, size));
    el("section", "panel").attr("data-panel", &index.to_string()).children(heading).child(box_of_canvas)
}

/// Something that lies over the canvas at a place, while there is one.
pub(super) fn bar(class: &'static str, place: impl Fn() -> Option<String> + Copy + 'static) -> El {
    el("div", class).flag("hidden", move || place().is_none()).attr_of("style", place)
}

/// Where the pointer would be at a bin, for the readout that the keys move.
fn pointer_at(drawn: &Drawn, view: RwSignal<Option<Arc<View>>>, at: usize) -> Option<(f64, f64)> {
    let view = view.get_untracked()?;
    match &drawn.geometry {
        Geometry::Time(geometry) => {
            let bin = view.time().and_then(|t: &TimeView| t.bins.get(at))?;
            Some((geometry.x_of_bin(bin), geometry.plot.top + 20.0))
        }
        Geometry::Pie(geometry) => Some(geometry.centre),
        Geometry::Bands(geometry) => Some((geometry.x_of(at), geometry.plot.top + 20.0)),
        // A map has a panel of its own.
        Geometry::Map(_) | Geometry::Whole => None,
    }
}

/// Shows the days between two places.
fn zoom(store: Store, view: RwSignal<Option<Arc<View>>>, drawn: RwSignal<Option<Drawn>>, from: f64, to: f64) {
    let Some(Drawn { geometry: Geometry::Time(geometry), .. }) = drawn.get_untracked() else { return };
    let Some(view) = view.get_untracked() else { return };
    let Some(time) = view.time() else { return };
    let bin = |x: f64| geometry.bin_at(&time.bins, x).and_then(|i| time.bins.get(i)).map(|b| b.days);
    if let (Some(first), Some(last)) = (bin(from.min(to)), bin(from.max(to))) {
        store.change(Entry::Push, |state| {
            (state.from, state.to) = (Bound::On(first.start()), Bound::On(last.end()));
        });
    }
}

/// Shows all days again; in an embed those of its address.
pub fn reset_zoom(store: Store) {
    store.change(Entry::Push, |state| {
        let address = || store.config.with_value(|c| history::read(&c.clock).0);
        let whole = match store.is_embed().then(address) {
            Some(Place::Chart(state)) => state,
            _ => rssac002_charts::ChartState::new(state.chart),
        };
        (state.from, state.to) = (whole.from, whole.to);
    });
}

/// Opens a code's letters. Not in an embed, which has no way back.
fn open_slice(store: Store, view: RwSignal<Option<Arc<View>>>, cursor: Option<Cursor>) {
    let (Some(view), Some(cursor)) = (view.get_untracked(), cursor) else { return };
    let Body::Pie(pie) = &view.body else { return };
    let code = pie.slices.get(cursor.at).and_then(|s| s.id.parse::<u8>().ok());
    if pie.code.is_none() && code.is_some() && !store.is_embed() {
        store.change(Entry::Push, |state| {
            state.code = code;
            state.hidden.clear();
        });
    }
}

/// Keeps a signal at where an element lies.
pub fn observe(host: HtmlElement, spot: RwSignal<Spot>) {
    let observed = host.clone();
    let host = SendWrapper::new(host);
    let measure = move || {
        let rect = host.get_bounding_client_rect();
        let screen = window().inner_height().ok().and_then(|h| h.as_f64()).unwrap_or(f64::INFINITY);
        let new = Spot {
            width: rect.width(),
            height: rect.height(),
            ratio: window().device_pixel_ratio().clamp(0.5, 4.0),
            // A pixel more than the observer's margin, so that what it tells of is near.
            near: rect.bottom() > -MARGIN - 1.0 && rect.top() < screen + MARGIN + 1.0,
        };
        if spot.get_untracked() != new {
            spot.set(new);
        }
    };
    let changed = Closure::<dyn FnMut()>::new(measure.clone());
    let options = IntersectionObserverInit::new();
    options.set_root_margin(&format!("{MARGIN}px 0px"));
    let sizes = ResizeObserver::new(changed.as_ref().unchecked_ref());
    let moves = IntersectionObserver::new_with_options(changed.as_ref().unchecked_ref(), &options);
    if let (Ok(sizes), Ok(moves)) = (sizes, moves) {
        sizes.observe(&observed);
        moves.observe(&observed);
        let kept = SendWrapper::new((sizes, moves, changed));
        on_cleanup(move || {
            kept.0.disconnect();
            kept.1.disconnect();
        });
    }
    // Another screen or browser zoom changes the ratio without changing the size.
    let listener = window_event_listener_untyped("resize", move |_| measure());
    on_cleanup(move || listener.remove());
}

/// Whether the page waits, draws or failed, on the root element.
pub fn mark_page(status: &Status, drawn: bool) {
    let word = match status {
        Status::Loading => "loading",
        Status::Failed(_) => "error",
        Status::Ready if drawn => "ready",
        Status::Ready => "loading",
    };
    if let Some(root) = document().document_element() {
        // An attribute's name without spaces is never refused.
        let _ = root.set_attribute("data-chart-state", word);
    }
}
