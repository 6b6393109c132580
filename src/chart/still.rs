//! What the server shows of a panel until the app draws it: a picture of the very state, in two sizes, of which styles show
//! the one that is nearer to the box.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use leptos::prelude::*;
use rssac002_charts::ChartState;
use rssac002_charts::draw::Surface;
use rssac002_charts::export::svg::{self, Inline};
use rssac002_charts::view::View;
use rssac002_model::Day;

use super::layout::strip_surface;
use crate::figure::Figure;

/// How many panels of a page have pictures, in a wide window and in a narrow one: those that are seen before a visitor
/// scrolls.
const SEEN: [usize; 2] = [6, 3];

/// How many octets the pictures of a page may have before there are no more: about 40 kB compressed.
const MOST: usize = 150_000;

/// All pictures of a page.
#[derive(Clone, Default)]
pub struct Stills(Arc<Mutex<Drawn>>);

#[derive(Default)]
struct Drawn {
    panels: usize,
    /// The size of the pictures.
    octets: usize,
    /// For each light colour, as `#RRGGBB`, the dark one.
    dark: BTreeMap<String, String>,
}

impl Stills {
    /// Runs on the pictures drawn so far. A page is made on one thread, so nobody holds them.
    fn with<T: Default>(&self, run: impl FnOnce(&mut Drawn) -> T) -> T {
        self.0.lock().map(|mut drawn| run(&mut drawn)).unwrap_or_default()
    }

    /// Styles that make the pictures dark where the page is dark.
    pub fn styles(&self) -> String {
        let (mut rules, mut dark) = (String::new(), String::new());
        for (from, to) in self.with(|drawn| std::mem::take(&mut drawn.dark)) {
            let name = &from[1..];
            for property in ["fill", "stroke"] {
                rules.push_str(&format!(".still [{property}=\"{from}\"]{{{property}:var(--{name},{from})}}"));
            }
            dark.push_str(&format!("--{name}:{to};"));
        }
        format!(
            "<style>{rules}@media (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}}}}}\
             :root[data-theme=dark]{{{dark}}}</style>"
        )
    }
}

/// The box of a panel, in CSS pixels, in a wide window and in a narrow one.
fn boxes(figure: Figure, view: &View) -> [(f64, f64); 2] {
    let many = view.headings().len() > 1;
    match (figure.is_among_others(), figure.session.is_embed(), many) {
        (true, ..) if figure.is_across => [(1156.0, 340.0), (358.0, 268.0)],
        (true, ..) => [(564.0, 340.0), (358.0, 268.0)],
        (_, true, false) => [(768.0, 384.0), (366.0, 274.0)],
        (_, true, true) => [(370.0, 231.0), (366.0, 229.0)],
        (_, _, true) => [(564.0, 260.0), (358.0, 224.0)],
        _ if view.state.is_map() => [(1156.0, 520.0), (358.0, 239.0)],
        _ => [(1156.0, 520.0), (358.0, 268.0)],
    }
}

impl Stills {
    /// The picture of a panel in a box of this size, with a line through a day. Every panel that the view has can be drawn.
    pub fn picture(
        &self,
        view: &View,
        index: usize,
        class: &'static str,
        (width, height): (f64, f64),
        mark: Option<Day>,
    ) -> Option<AnyView> {
        let drawn = svg::inline(view, index, &Surface::new(width, height)).ok()?;
        Some(self.keep(mark.into_iter().fold(drawn, Inline::marked), class))
    }

    fn keep(&self, drawn: Inline, class: &'static str) -> AnyView {
        self.with(|all| {
            all.octets += drawn.svg.len();
            all.dark.extend(drawn.dark);
        });
        view! { <div class=class inner_html=drawn.svg></div> }.into_any()
    }
}

/// The picture of a panel.
#[component]
pub fn Still(index: usize) -> impl IntoView {
    let figure = Figure::from_context();
    let stills = expect_context::<Stills>();
    let view = figure.view.get_untracked()?;
    let before = stills.with(|drawn| {
        drawn.panels += 1;
        drawn.panels - 1
    });
    let picture = |class: &'static str, size: (f64, f64), seen: usize| {
        let is_seen = before < seen && stills.with(|all| all.octets) < MOST;
        is_seen.then(|| stills.picture(&view, index, class, size, None))?
    };
    let [wide, narrow] = boxes(figure, &view);
    Some(view! {
        {picture("still wide", wide, SEEN[0])}
        {picture("still narrow", narrow, SEEN[1])}
    })
}

/// The strip of all days, in a wide window and in a narrow one, in CSS pixels.
const STRIPS: [(&str, f64); 2] = [("still wide", 1132.0), ("still narrow", 334.0)];

/// How high a strip is, in CSS pixels, as in its styles.
const STRIP_HEIGHT: f64 = 52.0;

/// The outline of all days, where it is known: where all of them are shown.
#[component]
pub fn StripStill() -> impl IntoView {
    let figure = Figure::from_context();
    let stills = expect_context::<Stills>();
    let view = figure.view.get_untracked()?;
    let all = ChartState::new(view.state.chart);
    let shows_all = (view.state.from, view.state.to) == (all.from, all.to);
    let picture = |(class, width)| {
        let surface = strip_surface(Surface::new(width, STRIP_HEIGHT));
        svg::inline_overview(&view, &surface).map(|drawn| stills.keep(drawn, class))
    };
    shows_all.then(|| STRIPS.map(picture))
}
