//! The strip below a chart over time: all its days in little, with those shown between two handles. What moves them comes with a
//! part of the app.

use leptos::html::{Canvas, Div};
use leptos::prelude::*;
use rssac002_charts::draw::Window;
use rssac002_charts::draw::window::End;
use rssac002_charts::words::ui;
use rssac002_charts::{format, kind};
use rssac002_model::Day;

#[cfg(not(target_arch = "wasm32"))]
use super::still::StripStill;
use crate::ON_SERVER;
#[cfg(target_arch = "wasm32")]
use crate::before::sent_html;
use crate::figure::Figure;

/// The elements that the part of the app fills and listens to.
#[derive(Clone, Copy)]
pub struct StripParts {
    /// All of it.
    pub host: NodeRef<Div>,
    /// What the outline is drawn on.
    pub canvas: NodeRef<Canvas>,
    /// Whether it is drawn: until then the server's picture stands in its place.
    pub drawn: RwSignal<bool>,
}

/// The class of the server's picture of the outline.
const STILL: &str = "strip-still";

/// The server's picture: there it is drawn, in the browser it is what was sent.
#[cfg(not(target_arch = "wasm32"))]
fn still() -> impl IntoView {
    view! { <div class=STILL><StripStill /></div> }
}

#[cfg(target_arch = "wasm32")]
fn still() -> impl IntoView {
    let sent = sent_html(&format!(".{STILL}")).unwrap_or_default();
    let drawn = expect_context::<StripParts>().drawn;
    view! { <div class=STILL hidden=move || drawn.get() inner_html=sent></div> }
}

/// The attribute of a handle that says which end it is.
pub const END: &str = "data-end";

/// The strip of the page's chart; nothing where that is not over time.
#[component]
pub fn Strip() -> impl IntoView {
    let figure = Figure::from_context();
    let session = figure.session;
    let parts = StripParts { host: NodeRef::new(), canvas: NodeRef::new(), drawn: RwSignal::new(false) };
    provide_context(parts);
    let whole = Memo::new(move |_| figure.of(|state| state.whole_range(&session.clock())));
    let window = Memo::new(move |_| {
        let moved = figure.live.get().and_then(|view| view.time().and_then(|time| time.window));
        moved.unwrap_or_else(|| {
            let shown = figure.of(|state| kind::days_shown(state, &session.clock()));
            Window::of(shown.intersection(whole.get()).unwrap_or(whole.get()))
        })
    });
    let shares = move || {
        let [from, length] = window.get().shares(whole.get());
        [from.clamp(0.0, 1.0), (from + length).clamp(0.0, 1.0)].map(|share| 100.0 * share)
    };
    let handle = move |end: End| {
        let day = move || match end {
            End::First => window.get().touched().start(),
            End::Last => window.get().touched().end(),
        };
        let number = move |day: Day| (day - whole.get().start()).to_string();
        let (name, label, place) = match end {
            End::First => ("first", ui::FIRST_DAY, 0),
            End::Last => ("last", ui::LAST_DAY, 1),
        };
        view! {
            <div
                class="handle"
                role="slider"
                tabindex="0"
                data-end=name
                aria-label=label
                aria-valuemin="0"
                aria-valuemax=move || number(whole.get().end())
                aria-valuenow=move || number(day())
                aria-valuetext=move || format::long_day(day())
                style:left=move || percent(shares()[place])
            ></div>
        }
    };
    // The days while they move, about over their middle: as far along as that, so that they never stand out at an end.
    let moved = move || figure.live.get().map(|_| format::range(window.get().touched()));
    let middle = move || percent((shares()[0] + shares()[1]) / 2.0);
    let moves = session.parts.moves;
    // It is the same page without, so it is asked for when the page is there; on the server nobody moves anything.
    let motion = move || {
        let moves = if ON_SERVER || session.arriving.get() { None } else { moves.get() };
        moves.map(|moves| (moves.strip)())
    };
    view! {
        <Show when=move || figure.of(|state| state.over_time())>
            <div class="strip" role="group" aria-label=ui::STRIP node_ref=parts.host>
                {still()}
                <canvas aria-hidden="true" node_ref=parts.canvas></canvas>
                <div class="unseen-days" style:right=move || percent(100.0 - shares()[0])></div>
                <div class="unseen-days" style:left=move || percent(shares()[1])></div>
                <p class="moved-days" hidden=move || moved().is_none() style=("--place", middle)>
                    {moved}
                </p>
                {handle(End::First)}
                {handle(End::Last)}
                {ON_SERVER.then(|| placed(shares()))}
            </div>
            {motion}
        </Show>
    }
}

/// A place in the strip, in percent, as a style; none on the server, whose pages have no styles in attributes.
fn percent(place: f64) -> Option<String> {
    (!ON_SERVER).then(|| format!("{place}%"))
}

/// Where the handles and the days that are not shown stand in the server's page.
fn placed([from, to]: [f64; 2]) -> impl IntoView {
    let rules = format!(
        "[{END}=first]{{left:{from}%}}[{END}=last]{{left:{to}%}}.unseen-days{{right:{}%}}\
         .unseen-days~.unseen-days{{right:0;left:{to}%}}",
        100.0 - from
    );
    view! { <style inner_html=rules></style> }
}
