//! One panel: its canvas, drawn when view, size, pixel ratio or theme change, and what follows the pointer.

use std::sync::Arc;

use leptos::ev::{self, KeyboardEvent, PointerEvent};
use leptos::html::Canvas;
use leptos::prelude::*;
use rssac002_charts::draw::Layer;
use rssac002_charts::kind;
use rssac002_charts::state::Tab;
use rssac002_charts::view::{More, View};
use wasm_bindgen::JsCast;

use super::canvas::{Lettering, paint, paint_moving};
use super::drawn::{Drawn, PanelState};
use super::hover::{DRAG, Highlight, Overlay, TOUCH, cursor_at, hairline, highlighted, host_of, point};
use super::keys::{self, Places, Step};
use super::layout::follow_layout;
use super::pointing::{Cursor, Pointing};
use super::readout::ReadoutOf;
use super::still_of;
use super::zoom::{over_time, selection, zoom};
use crate::ON_SERVER;
use crate::components::focus::{focus_tab, show_keys};
use crate::components::full_screen::toggle_full_screen;
use crate::figure::Figure;
use crate::history::Entry;
use crate::turns::later;

/// A panel with its heading. It is drawn once it is near to being seen, and for print in any case.
#[component]
pub fn Panel(
    /// Which of the view's panels it is.
    index: usize,
    /// Its heading, where there are several.
    title: Option<String>,
    state: PanelState,
    /// Which panel is seen where there is room for one only.
    chosen: RwSignal<usize>,
) -> impl IntoView {
    let figure = Figure::from_context();
    let pointing = Pointing::from_context();
    let appearance = figure.session.appearance;
    let view = figure.view;
    let PanelState { host, layout, drawn } = state;
    follow_layout(host, layout);
    provide_context(state);

    let size = Memo::new(move |_| layout.get().size);
    let near = Memo::new(move |_| appearance.printing.get() || layout.get().near);
    let canvas = NodeRef::<Canvas>::new();
    let draw = move || {
        // The panel may have left the page by now.
        let Some(canvas) = canvas.try_get_untracked().flatten() else { return };
        let surface = size.get_untracked().surface(appearance.theme.get_untracked());
        let view = figure.live.get_untracked().or_else(|| view.get_untracked());
        let (Some(view), Some(surface)) = (view, surface) else { return };
        let same = |drawn: &Drawn| Arc::ptr_eq(&drawn.view, &view) && drawn.surface == surface;
        if drawn.get_untracked().as_ref().is_some_and(same) {
            return;
        }
        let Some(scene) = kind::place(&view, index, &surface, Layer::All) else { return };
        if figure.live.with_untracked(Option::is_some) {
            paint_moving(&canvas, &scene);
        } else {
            paint(&canvas, &scene, Lettering::System);
        }
        drawn.set(Some(Drawn { view, surface, geometry: scene.geometry }));
    };
    Effect::new(move || {
        view.track();
        size.track();
        appearance.theme.track();
        let is_moving = figure.live.get().is_some();
        if canvas.get().is_none() || !near.get() {
            return;
        }
        // Paper does not wait, nor what a visitor moves, and of a page that is there already the first.
        let is_first = index == 0 && !figure.session.is_arriving();
        if is_first || is_moving || appearance.printing.get() { draw() } else { later(draw) }
    });
    let highlight = Callback::new(
        move |(series,): (String,)| {
            if near.get() { highlighted(index, drawn, &series) } else { None }
        },
    );

    // Where a drag over time began, and where it is.
    let drag = RwSignal::new(None::<(f64, f64)>);
    let time = move || over_time(drawn.get_untracked());
    let seen = move || Some((view.get_untracked()?, drawn.get_untracked()?.geometry));
    let cursor = move |pointer| {
        let (view, geometry) = seen()?;
        cursor_at(&view, index, &geometry, pointer)
    };
    let show = move |pointer: (f64, f64), is_pinned: bool| {
        pointing.cursor.set(cursor(pointer).map(|cursor| Cursor { is_pinned, ..cursor }));
        let series = seen()
            .and_then(|(view, geometry)| kind::series_at(&view, index, &geometry, pointer.0, pointer.1));
        pointing.point_out(series);
    };
    let is_moving = move || figure.live.with_untracked(Option::is_some);
    let on_move = move |event: PointerEvent| {
        if is_moving() {
            return;
        }
        let pointer = point(&event);
        if let Some((from, _)) = drag.get_untracked() {
            drag.set(Some((from, pointer.0)));
        }
        // A finger takes what it holds with it.
        let is_touch = event.pointer_type() == TOUCH;
        if is_touch || !pointing.is_pinned() {
            show(pointer, is_touch);
        }
    };
    let on_down = move |event: PointerEvent| {
        // With Shift, and while they move, it is the days that are held.
        if is_link(&event) || event.shift_key() || is_moving() {
            return;
        }
        if event.pointer_type() == TOUCH {
            // A finger that taps does not move.
            show(point(&event), true);
        } else if event.button() == 0 && time().is_some() {
            let x = point(&event).0;
            drag.set(Some((x, x)));
            if let Some(host) = host_of(&event) {
                // Without capture the drag ends at the chart's edge: less handy, not wrong.
                let _ = host.set_pointer_capture(event.pointer_id());
            }
        }
    };
    let on_up = move |event: PointerEvent| {
        if let Some((from, to)) = drag.get_untracked() {
            drag.set(None);
            if let Some(plot) = time().filter(|_| (to - from).abs() >= DRAG) {
                zoom(figure, &plot, (from, to));
                return;
            }
        }
        if is_link(&event) || event.shift_key() || is_moving() {
            return;
        }
        // A click holds what is read out, and another one lets it go.
        if event.pointer_type() != TOUCH && time().is_some() {
            show(point(&event), !pointing.is_pinned());
        }
        open_part(figure, cursor(point(&event)));
    };
    // A finger that is lifted leaves what it pointed out to be read; a tap elsewhere takes the focus and clears it.
    let on_leave = move |event: PointerEvent| {
        let is_free = !pointing.is_pinned();
        if is_free && event.pointer_type() != TOUCH && drag.try_with_untracked(Option::is_none) == Some(true)
        {
            pointing.clear();
        }
    };
    let on_double_click = move |_| {
        if time().is_some() && !figure.is_among_others() {
            figure.reset_zoom();
        }
    };
    // Says what stands at the place read out.
    let speak = move || {
        let (Some(view), Some(cursor)) = (view.get_untracked(), pointing.cursor.get_untracked()) else {
            return;
        };
        let readout = kind::readout(&view, index, cursor.at);
        let series = pointing.series.get_untracked();
        let said = readout.map(|readout| readout.spoken(series.as_deref(), (view.places(), cursor.at)));
        pointing.spoken.set(said.unwrap_or_default());
    };
    let read_out = move |view: &View, at: usize| {
        if at < view.places() {
            let drawn = drawn.get_untracked();
            let pointer = drawn.and_then(|drawn| keys::pointer_at(&drawn.geometry, view, at));
            pointing.cursor.set(Some(Cursor {
                panel: index,
                at,
                pointer: pointer.unwrap_or_default(),
                is_pinned: pointing.is_pinned(),
            }));
            speak();
        }
    };
    // What is held is opened; a place that leads to parts of its own needs no holding.
    let enter = move |view: &View| {
        let now = pointing.cursor.get_untracked();
        let leads_on = now.is_some_and(|cursor| view.opens(cursor.at).is_some());
        match more(view, now).filter(|_| !figure.session.is_embed() && pointing.is_pinned()) {
            Some(more) => {
                // An address of ours is never refused.
                let _ = window().location().set_href(&more.address);
            }
            None if leads_on => open_part(figure, now),
            None => pointing.cursor.set(now.map(|cursor| Cursor { is_pinned: true, ..cursor })),
        }
    };
    let on_key = move |event: KeyboardEvent| {
        let Some(view) = view.get_untracked().filter(|_| !has_modifier(&event)) else { return };
        let now = pointing.cursor.get_untracked().map(|cursor| cursor.at);
        let Some(step) = keys::step(&event.key(), Places::of(&view, now)) else { return };
        let is_page = !figure.is_among_others() && !figure.session.is_embed();
        match step {
            Step::To(at) => read_out(&view, at),
            Step::Series { is_next } => {
                let series = pointing.series.get_untracked();
                pointing.point_out(keys::series(&view, series.as_deref(), is_next));
                read_out(&view, now.unwrap_or(view.places().saturating_sub(1)));
            }
            // A link in the readout has its own.
            Step::Enter if is_link(&event) => return,
            Step::Enter => enter(&view),
            Step::Leave => pointing.clear(),
            Step::Table if is_page => {
                figure.change(Entry::Push, |state| state.tab = Tab::Table);
                focus_tab();
            }
            Step::FullScreen if !figure.is_among_others() => toggle_full_screen(),
            Step::Help if is_page => show_keys(),
            Step::Table | Step::FullScreen | Step::Help => return,
        }
        event.prevent_default();
    };

    let can_move = move || figure.of(|state| state.over_time()) && !figure.is_among_others();
    let moves = figure.session.parts.moves;
    let motion = move || {
        let waits = ON_SERVER || figure.session.arriving.get();
        let moves = if waits || !can_move() { None } else { moves.get() };
        moves.map(|moves| (moves.panel)())
    };
    let selected = move || Some(selection(drag.get()?, &over_time(drawn.get())?));
    // Each of several panels has a name of its own for those who hear the page, one level below that of its chart.
    let heading = title.clone().map(|title| match figure.is_among_others() {
        false => view! { <h2>{title}</h2> }.into_any(),
        true => view! { <h4>{title}</h4> }.into_any(),
    });
    let label = move || {
        // A title may say more when the numbers are there.
        let chart = view
            .get()
            .map_or_else(|| figure.of(|state| state.chart.title.to_owned()), |view| view.title.clone());
        match &title {
            Some(panel) => format!("{chart}: {panel}"),
            None => chart,
        }
    };
    view! {
        <section class="panel" class:chosen=move || chosen.get() == index data-panel=index>
            {heading}
            <div
                class="canvas-host"
                tabindex="0"
                role="application"
                aria-roledescription="chart"
                aria-label=label
                aria-describedby=(!figure.is_among_others()).then_some("chart-summary")
                node_ref=host
                on:pointermove=on_move
                on:pointerdown=on_down
                on:pointerup=on_up
                on:pointercancel=move |_| drag.set(None)
                on:pointerleave=on_leave
                on:focusout=move |event: ev::FocusEvent| {
                    // The link in the readout is in the panel, too.
                    let to = event.related_target().map(|to| to.unchecked_into::<web_sys::Node>());
                    if !host_of(&event).is_some_and(|host| host.contains(to.as_ref())) {
                        pointing.clear();
                    }
                }
                on:dblclick=on_double_click
                on:keydown=on_key
            >
                <canvas aria-hidden="true" node_ref=canvas></canvas>
                {still_of(index)}
                <Highlight scene=highlight />
                <Overlay class="hairline" place=Signal::derive(move || hairline(figure, pointing, drawn)) />
                <Overlay class="selection" place=Signal::derive(selected) />
                <ReadoutOf index size />
                {motion}
            </div>
        </section>
    }
}

/// Whether a key is the browser's or the system's, held down with another one.
pub fn has_modifier(event: &KeyboardEvent) -> bool {
    event.ctrl_key() || event.meta_key() || event.alt_key()
}

/// Whether a click or a key goes to a link, and not to the chart under it.
fn is_link(event: &web_sys::Event) -> bool {
    event.target().is_some_and(|target| target.is_instance_of::<web_sys::HtmlAnchorElement>())
}

/// Where more is told of what is read out.
fn more(view: &View, cursor: Option<Cursor>) -> Option<More> {
    let cursor = cursor?;
    kind::readout(view, cursor.panel, cursor.at)?.more
}

/// Opens the letters of a slice or a column. Not in an embed, which has no way back.
fn open_part(figure: Figure, cursor: Option<Cursor>) {
    let (Some(view), Some(cursor)) = (figure.view.get_untracked(), cursor) else { return };
    if let Some(part) = view.opens(cursor.at).filter(|_| !figure.session.is_embed()) {
        figure.change(Entry::Push, |state| state.open(Some(part.to_owned())));
    }
}
