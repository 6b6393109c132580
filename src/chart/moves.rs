//! What moves the days of a chart over time: two fingers, the wheel with Ctrl, Shift with the pointer and keys in a panel; its
//! handles, the days between them and keys in the strip below.

use leptos::ev::{self, KeyboardEvent, PointerEvent, WheelEvent};
use leptos::html::Div;
use leptos::prelude::*;
use rssac002_charts::draw::Window;
use rssac002_charts::draw::window::{End, Limits};
use rssac002_charts::kind::time::overview::overview;
use rssac002_model::Interval;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::canvas::{Lettering, paint, wipe};
use super::drawn::PanelState;
use super::fingers::{Fingers, Touch};
use super::hover::{TOUCH, host_of, point, turn_of};
use super::layout::{strip_surface, use_layout};
use super::mover::{Mover, whole};
use super::strip::{END, StripParts};
use super::zoom::over_time;
use crate::figure::{Figure, Status};
use crate::listen::use_element_event;
use crate::turns::later;

/// How many times as many days a key shows.
const STEP: f64 = 2.0;

/// Listens to pointers and keys on an element, for as long as what asks for it stands.
fn use_hands(
    host: NodeRef<Div>,
    down: impl Fn(PointerEvent) + Copy + 'static,
    moved: impl Fn(PointerEvent) + Copy + 'static,
    up: impl Fn(PointerEvent) + Copy + 'static,
    key: impl Fn(KeyboardEvent) + Copy + 'static,
) {
    Effect::new(move || {
        let Some(host) = host.get() else { return };
        use_element_event(&host, ev::pointerdown, down);
        use_element_event(&host, ev::pointermove, moved);
        use_element_event(&host, ev::pointerup, up);
        use_element_event(&host, ev::pointercancel, up);
        use_element_event(&host, ev::keydown, key);
    });
}

/// What a panel's canvas is held with.
#[derive(Clone, Default)]
struct Hold {
    fingers: Fingers,
    /// Where it was taken, and the days at that time.
    from: Option<(Touch, Window)>,
}

/// Listens to a panel, whose state is in the context.
#[component]
pub fn PanelMoves() -> impl IntoView {
    let PanelState { host, drawn, .. } = expect_context();
    let mover = Mover::from_context();
    let figure = Figure::from_context();
    let hold = StoredValue::new(Hold::default());
    // The share of the plot's width at a place, and that width.
    let across = move |x: f64| {
        let area = over_time(drawn.get_untracked())?.area();
        let width = (area.right - area.left).max(1.0);
        Some((((x - area.left) / width).clamp(0.0, 1.0), width))
    };
    let begin = move || {
        hold.update_value(|hold| hold.from = hold.fingers.touch().map(|touch| (touch, mover.window())));
    };
    let on_down = move |event: PointerEvent| {
        let is_touch = event.pointer_type() == TOUCH;
        let is_taken = is_touch || (event.shift_key() && event.button() == 0);
        if !is_taken {
            return;
        }
        hold.update_value(|hold| hold.fingers.take(event.pointer_id(), point(&event)));
        begin();
        if let Some(host) = host_of(&event).filter(|_| !is_touch) {
            // Without capture the drag ends at the chart's edge: less handy, not wrong.
            let _ = host.set_pointer_capture(event.pointer_id());
        }
    };
    let on_move = move |event: PointerEvent| {
        let mut held = None;
        hold.update_value(|hold| {
            if hold.fingers.follow(event.pointer_id(), point(&event)) {
                held = hold.fingers.touch().zip(hold.from).map(|both| (both, hold.fingers.count()));
            }
        });
        let Some(((touch, (from, window)), count)) = held else { return };
        // One finger scrolls the page, or reads out.
        if event.pointer_type() == TOUCH && count < 2 {
            return;
        }
        let Some((at, width)) = across(from.0.0) else { return };
        let times = if touch.1 > 0.0 { from.1 / touch.1 } else { 1.0 };
        let scaled = window.scaled(times, at, mover.limits());
        let by = (from.0.0 - touch.0.0) / width * scaled.length();
        mover.to(scaled.moved(by, mover.limits()));
    };
    let on_up = move |event: PointerEvent| {
        let was_held = hold.with_value(|hold| hold.fingers.count() > 0);
        hold.update_value(|hold| hold.fingers.let_go(event.pointer_id()));
        // The finger that stays begins anew.
        begin();
        if was_held && hold.with_value(|hold| hold.fingers.count() < 2) {
            mover.rest();
        }
    };
    // The page keeps its wheel, unless Ctrl is held.
    let on_wheel = move |event: WheelEvent| {
        if !event.ctrl_key() {
            return;
        }
        event.prevent_default();
        if let Some((at, _)) = across(point(&event).0) {
            mover.to(mover.window().scaled(1.0 / turn_of(&event), at, mover.limits()));
            mover.rest_soon();
        }
    };
    let on_key = move |event: KeyboardEvent| {
        let times = match event.key().as_str() {
            _ if event.ctrl_key() || event.meta_key() || event.alt_key() => return,
            "+" | "=" => 1.0 / STEP,
            "-" | "_" => STEP,
            "0" => return figure.reset_zoom(),
            "Escape" => {
                hold.set_value(Hold::default());
                return mover.leave();
            }
            _ => return,
        };
        event.prevent_default();
        mover.to(mover.window().scaled(times, 0.5, mover.limits()));
        mover.rest_soon();
    };
    use_hands(host, on_down, on_move, on_up, on_key);
    Effect::new(move || {
        host.get().iter().for_each(|host| use_element_event(host, ev::wheel, on_wheel));
    });
}

/// What of the strip is held.
#[derive(Clone, Copy, PartialEq)]
enum Grip {
    Handle(End),
    /// The days between the handles.
    Days,
}

/// What of the strip belongs to an element.
fn grip_of(target: &Element) -> Option<Grip> {
    Some(match target.get_attribute(END)?.as_str() {
        "first" => Grip::Handle(End::First),
        _ => Grip::Handle(End::Last),
    })
}

/// How many days a key moves a handle: a day or a week, a month, or all there are.
fn days_of(key: &str, limits: Limits) -> Option<f64> {
    let one = f64::from(limits.interval.days());
    // About a month, in whole days or weeks.
    let month = match limits.interval {
        Interval::Day => 30.0,
        Interval::Week => 28.0,
    };
    let all = limits.whole.len() as f64;
    Some(match key {
        "ArrowLeft" | "ArrowDown" => -one,
        "ArrowRight" | "ArrowUp" => one,
        "PageDown" => -month,
        "PageUp" => month,
        "Home" => -all,
        "End" => all,
        _ => return None,
    })
}

/// Draws the outline of all days on the strip, whose elements are in the context, and listens to it.
#[component]
pub fn StripMoves() -> impl IntoView {
    let StripParts { host, canvas, drawn } = expect_context();
    let figure = Figure::from_context();
    let mover = Mover::from_context();
    let layout = use_layout(canvas);
    let size = Memo::new(move |_| layout.get().size);
    let answers = figure.session.answers;
    let reader = answers.reader();
    on_cleanup(move || answers.want(reader, Vec::new()));
    let draw = move || {
        let theme = figure.session.appearance.theme;
        let Some(canvas) = canvas.try_get_untracked().flatten() else { return };
        let Some(surface) = size.get_untracked().surface(theme.get_untracked()) else { return };
        let surface = strip_surface(surface);
        match whole(figure) {
            Ok(view) => {
                answers.want(reader, Vec::new());
                drawn.set(true);
                match overview(&view, &surface) {
                    Some(scene) => paint(&canvas, &scene, Lettering::System),
                    None => wipe(&canvas),
                }
            }
            Err(missing) => answers.want(reader, missing),
        }
    };
    Effect::new(move || {
        figure.view.track();
        figure.session.appearance.theme.track();
        size.track();
        answers.read(|_| ());
        if figure.status.get() == Status::Ready && !figure.session.arriving.get() {
            later(draw);
        }
    });

    // What is held, where it was taken, and the days at that time.
    let hold = StoredValue::new(None::<(Grip, f64, Window)>);
    let width = move || host.get_untracked().map_or(1.0, |host| host.get_bounding_client_rect().width());
    let on_down = move |event: PointerEvent| {
        if event.button() != 0 {
            return;
        }
        let limits = mover.limits();
        let (x, window) = (point(&event).0, mover.window());
        let [start, length] = window.shares(limits.whole);
        let at = x / width().max(1.0);
        let target = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
        let part = target.and_then(|target| grip_of(&target)).unwrap_or(Grip::Days);
        // Beside the days shown it brings them there.
        let window = if part == Grip::Days && !(start..=start + length).contains(&at) {
            let by = (at - start - length / 2.0) * limits.whole.len() as f64;
            window.moved(by, limits)
        } else {
            window
        };
        hold.set_value(Some((part, x, window)));
        if let Some(host) = host_of(&event) {
            // Without capture the drag ends at the strip's edge: less handy, not wrong.
            let _ = host.set_pointer_capture(event.pointer_id());
        }
        mover.to(window);
    };
    let on_move = move |event: PointerEvent| {
        let Some((part, from, window)) = hold.get_value() else { return };
        let limits = mover.limits();
        let days = (point(&event).0 - from) / width().max(1.0) * limits.whole.len() as f64;
        mover.to(match part {
            Grip::Handle(end) => window.with_end_moved(end, days, limits),
            Grip::Days => window.moved(days, limits),
        });
    };
    let on_up = move |_: PointerEvent| {
        if hold.get_value().is_some() {
            hold.set_value(None);
            mover.rest();
        }
    };
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            hold.set_value(None);
            return mover.leave();
        }
        let limits = mover.limits();
        let target = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
        let Some(Grip::Handle(end)) = target.and_then(|target| grip_of(&target)) else { return };
        let Some(days) = days_of(&event.key(), limits) else { return };
        event.prevent_default();
        mover.to(mover.window().with_end_moved(end, days, limits));
        mover.rest_soon();
    };
    use_hands(host, on_down, on_move, on_up, on_key);
    Effect::new(move || {
        let reset = move |_| figure.reset_zoom();
        host.get().iter().for_each(|host| use_element_event(host, ev::dblclick, reset));
    });
}
