//! Where an element lies on the screen.

use leptos::ev;
use leptos::html::ElementType;
use leptos::prelude::*;
use leptos_use_intersection_observer::{
    UseIntersectionObserverOptions, use_intersection_observer_with_options,
};
use leptos_use_resize_observer::use_resize_observer;
use rssac002_charts::Theme;
use rssac002_charts::draw::Surface;
use wasm_bindgen::JsCast;
use web_sys::Element;

use crate::listen::use_window_event;
use crate::session::Session;

/// Panels are drawn when they are this many CSS pixels from being seen, so that a scrolling visitor finds them there. Those
/// that are not seen keep no page from arriving.
const MARGIN: f64 = 300.0;

/// The size of labels where it is not known, in CSS pixels.
const USUAL_TEXT: f64 = 12.0;

/// Where an element lies.
#[derive(Clone, Copy, PartialEq, Default)]
pub struct Layout {
    /// Its size.
    pub size: Size,
    /// Whether it is seen, or nearly.
    pub near: bool,
}

/// The size of an element.
#[derive(Clone, Copy, PartialEq, Default)]
pub struct Size {
    /// Width in CSS pixels; 0 while it is not laid out.
    pub width: f64,
    /// Height in CSS pixels.
    pub height: f64,
    /// Device pixels for each CSS pixel.
    pub ratio: f64,
    /// The size of its text in CSS pixels, which labels have.
    pub font: f64,
}

impl Size {
    /// The surface to draw on; `None` until it is laid out.
    pub fn surface(self, theme: Theme) -> Option<Surface> {
        let Size { width, height, ratio, font } = self;
        (width > 0.0).then_some(Surface { width, height, ratio, font, theme })
    }
}

/// The size of an element's text in CSS pixels, as large as the reader's browser makes it.
fn text_size(element: &Element) -> f64 {
    let style = window().get_computed_style(element).ok().flatten();
    let size = style.and_then(|style| style.get_property_value("font-size").ok());
    let pixels = size.map(|size| js_sys::Number::parse_float(&size)).filter(|pixels| pixels.is_finite());
    pixels.unwrap_or(USUAL_TEXT)
}

/// Where an element lies, followed for as long as it is in the page.
pub fn use_layout<E>(target: NodeRef<E>) -> RwSignal<Layout>
where
    E: ElementType,
    E::Output: JsCast + Clone + 'static,
{
    let layout = RwSignal::new(Layout::default());
    follow_layout(target, layout);
    layout
}

/// Keeps a signal at where an element lies, for as long as that is in the page.
pub fn follow_layout<E>(target: NodeRef<E>, layout: RwSignal<Layout>)
where
    E: ElementType,
    E::Output: JsCast + Clone + 'static,
{
    follow(Signal::derive_local(move || target.get().map(|element| element.unchecked_into())), layout);
}

fn follow(element: Signal<Option<Element>, LocalStorage>, layout: RwSignal<Layout>) {
    let session = Session::from_context();
    let measure = move || {
        let Some(element) = element.try_get_untracked().flatten() else { return };
        let rect = element.get_bounding_client_rect();
        // A pixel more than the observer's margin, so that what it tells of is near.
        let margin = if session.is_arriving() { 0.0 } else { MARGIN + 1.0 };
        let screen = window().inner_height().ok().and_then(|h| h.as_f64()).unwrap_or(f64::INFINITY);
        let new = Layout {
            size: Size {
                width: rect.width(),
                height: rect.height(),
                ratio: window().device_pixel_ratio().clamp(0.5, 4.0),
                font: text_size(&element),
            },
            near: rect.bottom() > -margin && rect.top() < screen + margin,
        };
        if layout.try_get_untracked().is_some_and(|now| now != new) {
            layout.set(new);
        }
    };
    let margin = UseIntersectionObserverOptions::default().root_margin(format!("{MARGIN}px 0px"));
    let _ = use_resize_observer(element, move |_, _| measure());
    let _ = use_intersection_observer_with_options(element, move |_, _| measure(), margin);
    // What is near depends on the window's height.
    use_window_event(ev::resize, move |_| measure());
    use_window_event(ev::scroll, move |_| {
        if session.is_arriving() {
            measure();
        }
    });
    Effect::new(move || {
        session.appearance.ratio.track();
        if !session.arriving.get() {
            measure();
        }
    });
}

/// The same surface with labels for a strip, smaller than those of the chart.
pub fn strip_surface(surface: Surface) -> Surface {
    Surface { font: 0.85 * surface.font, ..surface }
}
