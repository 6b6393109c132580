//! The map: drawn when view, size, theme or viewport change; moved by dragging, wheel, fingers, keys and buttons. While it
//! is moved only the picture follows; where it comes to rest becomes part of the state.

use leptos::ev::{KeyboardEvent, PointerEvent, WheelEvent};
use leptos::html::Canvas;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use rssac002_charts::draw::geometry::{MapGeometry, Mark};
use rssac002_charts::draw::{Geometry, Layer, Scene};
use rssac002_charts::kind::map::{draw, readout};
use rssac002_charts::state::{MOST_ZOOM, Viewport};
use rssac002_charts::view::{Body, MapView, Readout, View};
use rssac002_charts::words::ui;

use super::canvas::{Lettering, paint};
use super::drawn::{Drawn, PanelState};
use super::fingers::{Fingers, Touch};
use super::hover::{DRAG, Highlight, Overlay, Place, REST, TOUCH, host_of, point, turn_of};
use super::layout::follow_layout;
use super::panel::has_modifier;
use super::pointing::Pointing;
use super::readout::ReadoutBox;
use super::still_of;
use crate::components::full_screen::toggle_full_screen;
use crate::figure::Figure;
use crate::history::Entry;

/// How much a step of keys and buttons enlarges.
const STEP: f64 = 1.5;
/// The part of the surface by which keys and buttons move the map.
const SHIFT: f64 = 0.2;

/// A movement of the map by a step.
#[derive(Clone, Copy)]
enum Move {
    /// Larger by a factor.
    Zoom(f64),
    /// By parts of the surface, east and south.
    Shift(f64, f64),
    /// Back to the whole world.
    World,
}

const BUTTONS: [(&str, &str, Move); 7] = [
    (ui::ZOOM_IN, "+", Move::Zoom(STEP)),
    (ui::ZOOM_OUT, "−", Move::Zoom(1.0 / STEP)),
    (ui::WHOLE_WORLD, "◯", Move::World),
    (ui::WEST, "←", Move::Shift(-SHIFT, 0.0)),
    (ui::EAST, "→", Move::Shift(SHIFT, 0.0)),
    (ui::NORTH, "↑", Move::Shift(0.0, -SHIFT)),
    (ui::SOUTH, "↓", Move::Shift(0.0, SHIFT)),
];

/// A movement under way: where the map stood when it began, the pointers then, and how much a wheel enlarged it.
#[derive(Clone)]
struct Gesture {
    base: MapGeometry,
    from: Touch,
    factor: f64,
}

/// What pointers and wheel do on the map.
#[derive(Default)]
struct Hands {
    /// The pointers that hold the map.
    pointers: Fingers,
    /// The movement under way.
    gesture: Option<Gesture>,
    /// Whether the pointers have moved the map since the first of them took it.
    dragged: bool,
    /// What comes when the wheel rests.
    resting: Option<TimeoutHandle>,
}

impl Hands {
    /// Begins a movement of the map as it stands, with the pointers as they are.
    fn begin(&mut self, base: Option<MapGeometry>) {
        let from = self.pointers.touch();
        self.gesture = from.zip(base).map(|(from, base)| Gesture { base, from, factor: 1.0 });
    }
}

fn map_of(view: &View) -> Option<&MapView> {
    if let Body::Map(map) = &view.body { Some(map) } else { None }
}

/// Where the world stands in what is drawn.
fn geometry_of(drawn: Option<Drawn>) -> Option<MapGeometry> {
    match drawn?.geometry {
        Geometry::Map(geometry) => Some(geometry),
        _ => None,
    }
}

/// The map with its buttons.
#[component]
pub fn MapPanel() -> impl IntoView {
    let state: PanelState = expect_context();
    let figure = Figure::from_context();
    let pointing = Pointing::from_context();
    let appearance = figure.session.appearance;
    let view = figure.view;
    let PanelState { host, layout, drawn } = state;
    follow_layout(host, layout);
    let size = Memo::new(move |_| layout.get().size);
    // Where the map is while it is moved.
    let moving = RwSignal::new(None::<Viewport>);
    let hands = StoredValue::new(Hands::default());
    // The circle pointed out.
    let mark = RwSignal::new(None::<usize>);

    let placed = move |layer: Layer<'_>| -> Option<(Scene, Drawn)> {
        let (view, surface) = (view.get()?, size.get().surface(appearance.theme.get())?);
        let viewport = moving.get().unwrap_or(view.state.viewport);
        let scene = draw::place(map_of(&view)?, viewport, &surface, layer);
        let geometry = scene.geometry.clone();
        Some((scene, Drawn { view, surface, geometry }))
    };
    let canvas = NodeRef::<Canvas>::new();
    Effect::new(move || {
        let (Some(canvas), Some((scene, now))) = (canvas.get(), placed(Layer::All)) else { return };
        paint(&canvas, &scene, Lettering::System);
        mark.set(None);
        drawn.set(Some(now));
    });
    // The letter pointed out in the legend.
    let highlight =
        Callback::new(move |(series,): (String,)| placed(Layer::Only(&series)).map(|(scene, _)| scene));

    let settle = move |viewport: Viewport, entry: Entry| {
        figure.change(entry, |state| state.viewport = viewport);
        moving.set(None);
    };
    // Puts the map where the gesture left it. The wheel's timer may outlive the map.
    let rest = move || {
        hands.try_update_value(|hands| hands.gesture = None);
        if let Some(Some(viewport)) = moving.try_get_untracked() {
            settle(viewport, Entry::Replace);
        }
    };
    let step = move |step: Move| {
        let Some(geometry) = geometry_of(drawn.get_untracked()) else { return };
        let (width, height) = geometry.size;
        let middle = (width / 2.0, height / 2.0);
        let viewport = match step {
            Move::Zoom(factor) => geometry.moved(middle, middle, factor),
            Move::Shift(x, y) => geometry.moved(middle, (middle.0 - x * width, middle.1 - y * height), 1.0),
            Move::World => Viewport::WORLD,
        };
        settle(viewport, Entry::Replace);
    };
    let open = move |at: usize| {
        let opened = || {
            let drawn = drawn.get_untracked()?;
            let geometry = geometry_of(Some(drawn.clone()))?;
            draw::opened(map_of(&drawn.view)?, &geometry, geometry.marks.get(at)?)
        };
        if let Some(viewport) = opened() {
            settle(viewport, Entry::Push);
        }
    };
    let mark_at =
        move |(x, y): (f64, f64)| -> Option<usize> { geometry_of(drawn.get_untracked())?.mark_at(x, y) };
    let point_out = move |at: Option<usize>| {
        if mark.get_untracked() != at {
            mark.set(at);
        }
    };
    let on_down = move |event: PointerEvent| {
        if event.button() != 0 {
            return;
        }
        hands.update_value(|hands| {
            hands.pointers.take(event.pointer_id(), point(&event));
            hands.dragged = hands.pointers.count() > 1;
            hands.begin(geometry_of(drawn.get_untracked()));
        });
        if let Some(host) = host_of(&event) {
            // Without capture the drag ends at the map's edge: less handy, not wrong.
            let _ = host.set_pointer_capture(event.pointer_id());
        }
    };
    let on_move = move |event: PointerEvent| {
        let at = point(&event);
        let mut held = false;
        hands.update_value(|Hands { pointers, gesture, dragged, .. }| {
            held = pointers.follow(event.pointer_id(), at);
            let (true, Some(to), Some(Gesture { base, from, .. })) = (held, pointers.touch(), gesture) else {
                return;
            };
            *dragged |= (to.0.0 - from.0.0).hypot(to.0.1 - from.0.1) >= DRAG;
            if *dragged {
                let factor = if from.1 > 0.0 { to.1 / from.1 } else { 1.0 };
                moving.set(Some(base.moved(from.0, to.0, factor)));
            }
        });
        if !held {
            point_out(mark_at(at));
        }
    };
    let on_up = move |event: PointerEvent| {
        let (mut stays, mut dragged) = (false, false);
        hands.update_value(|hands| {
            hands.pointers.let_go(event.pointer_id());
            (stays, dragged) = (hands.pointers.count() > 0, hands.dragged);
            if stays {
                // The finger that stays begins anew.
                hands.begin(geometry_of(drawn.get_untracked()));
            }
        });
        if stays {
            return;
        }
        rest();
        if event.type_() == "pointerup" && !dragged {
            let over = mark_at(point(&event));
            // A finger has not hovered: its first tap reads out, the second opens.
            let hovered = event.pointer_type() != TOUCH || mark.get_untracked() == over;
            point_out(over);
            if let (Some(over), true) = (over, hovered) {
                open(over);
            }
        }
    };
    let on_leave = move |event: PointerEvent| {
        if event.pointer_type() != TOUCH && hands.with_value(|hands| hands.pointers.count() == 0) {
            point_out(None);
        }
    };
    // The page keeps its wheel, unless Ctrl is held or the map has the focus.
    let on_wheel = move |event: WheelEvent| {
        // In a frame an element stays the active one after the focus has gone back to the page around it.
        let focused = document().active_element().filter(|_| document().has_focus().unwrap_or(false));
        let mine = host_of(&event).is_some_and(|h| focused.is_some_and(|f| h.is_same_node(Some(&f))));
        if !mine && !event.ctrl_key() {
            return;
        }
        event.prevent_default();
        let at = point(&event);
        let turn = turn_of(&event);
        hands.update_value(|Hands { gesture, resting, .. }| {
            let begun =
                || Some(Gesture { base: geometry_of(drawn.get_untracked())?, from: (at, 0.0), factor: 1.0 });
            *gesture = gesture.take().or_else(begun);
            if let Some(Gesture { base, from, factor }) = gesture {
                let zoom = base.viewport.zoom();
                *factor = (*factor * turn).clamp(1.0 / zoom, MOST_ZOOM / zoom);
                moving.set(Some(base.moved(from.0, from.0, *factor)));
            }
            let before = std::mem::replace(resting, set_timeout_with_handle(rest, REST).ok());
            before.iter().for_each(TimeoutHandle::clear);
        });
    };
    // What the circle pointed out says, and where its right side is.
    let read = move || -> Option<(Readout, f64)> {
        let at = mark.get()?;
        let drawn = drawn.get()?;
        let geometry = geometry_of(Some(drawn.clone()))?;
        let mark = geometry.marks.get(at)?;
        Some((readout::together(map_of(&drawn.view)?, &mark.places)?, mark.at.0 + mark.radius))
    };
    let on_key = move |event: KeyboardEvent| {
        let last =
            geometry_of(drawn.get_untracked()).and_then(|geometry| geometry.marks.len().checked_sub(1));
        let now = mark.get_untracked();
        let to = match (event.key().as_str(), event.shift_key()) {
            ("Escape", _) => return mark.set(None),
            ("Enter", _) => return now.into_iter().for_each(open),
            ("+" | "=", _) => return step(Move::Zoom(STEP)),
            ("-" | "_", _) => return step(Move::Zoom(1.0 / STEP)),
            ("0", _) => return step(Move::World),
            // With Ctrl it looks for words in the page.
            ("f", _) if !has_modifier(&event) && !figure.is_among_others() => return toggle_full_screen(),
            ("ArrowLeft", false) => now.map_or(last, |at| Some(at.saturating_sub(1))),
            ("ArrowRight", false) => now.map_or(Some(0), |at| Some(at + 1)).min(last),
            ("Home", _) => Some(0).min(last),
            ("End", _) => last,
            (arrow, _) => {
                let by = match arrow {
                    "ArrowLeft" => (-SHIFT, 0.0),
                    "ArrowRight" => (SHIFT, 0.0),
                    "ArrowUp" => (0.0, -SHIFT),
                    "ArrowDown" => (0.0, SHIFT),
                    _ => return,
                };
                event.prevent_default();
                return step(Move::Shift(by.0, by.1));
            }
        };
        event.prevent_default();
        mark.set(to);
        let count = last.map_or(0, |last| last + 1);
        let said = untrack(read).zip(to).map(|((readout, _), at)| readout.spoken(None, (count, at)));
        pointing.spoken.set(said.unwrap_or_default());
    };
    let ring = move || {
        let geometry = geometry_of(drawn.get())?;
        let Mark { at: (x, y), radius, .. } = geometry.marks.get(mark.get()?)?;
        let (left, top, wide) = (x - radius - 3.0, y - radius - 3.0, 2.0 * radius + 6.0);
        Some(Place { left, top, width: Some(wide), height: wide })
    };
    let buttons = BUTTONS.map(|(name, sign, by)| {
        view! {
            <button title=name aria-label=name on:click=move |_| step(by)>
                {sign}
            </button>
        }
    });
    view! {
        <section class="panel" data-panel="0">
            <div
                class="canvas-host map"
                class:zoomed=move || figure.of(|state| state.viewport.zoom() > 1.0)
                class:over=move || mark.get().is_some()
                tabindex="0"
                role="application"
                aria-roledescription="map"
                aria-label=move || view.get().map(|view| view.title.clone())
                aria-describedby="chart-summary"
                node_ref=host
                on:pointermove=on_move
                on:pointerdown=on_down
                on:pointerup=on_up
                on:pointercancel=on_up
                on:pointerleave=on_leave
                on:wheel=on_wheel
                on:blur=move |_| mark.set(None)
                on:keydown=on_key
            >
                <canvas aria-hidden="true" node_ref=canvas></canvas>
                {still_of(0)}
                <Highlight scene=highlight />
                <Overlay class="map-ring" place=Signal::derive(ring) />
                <ReadoutBox read=Memo::new(move |_| read()) size />
            </div>
            <div class="map-buttons" role="group" aria-label=ui::MOVE_MAP>
                {buttons}
            </div>
        </section>
    }
}
