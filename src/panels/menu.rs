//! The menu: the whole catalogue, by section.

use leptos::prelude::*;
use rssac002_charts::state::url;
use rssac002_charts::{CATALOGUE, Chart, ChartState, study, words};
use web_sys::{Event, MouseEvent};

use crate::dom::{El, el};
use crate::history::Place;
use crate::store::Store;

/// Whether a click on a link means "go there", and not a new tab, a new window or a download.
pub fn is_plain(event: &MouseEvent) -> bool {
    event.button() == 0 && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key())
}

/// Lets a plain click on a link do something in the page. The link keeps its address, for new tabs and for copying.
pub fn on_plain_click(link: El, go: impl Fn() + 'static) -> El {
    let go: Box<dyn Fn()> = Box::new(go);
    link.on("click", move |event: MouseEvent| {
        if is_plain(&event) {
            event.prevent_default();
            go();
        }
    })
}

/// A list item with a link to a chart.
pub fn chart_link(store: Store, chart: &'static Chart, text: &'static str) -> El {
    let current = move || store.place.with(|_| store.state().is_some_and(|s| s.chart == chart));
    let link = el("a", "")
        .attr("href", &url::address(&ChartState::new(chart)))
        .attr_of("aria-current", move || current().then(|| "page".to_owned()))
        .text(text);
    el("li", "").child(on_plain_click(link, move || store.go_to_chart(chart)))
}

/// The same to the study.
fn study_link(store: Store) -> El {
    let current = move || store.place.with(|place| *place == Place::Study);
    let link = el("a", "")
        .attr("href", &Place::Study.address())
        .attr_of("aria-current", move || current().then(|| "page".to_owned()))
        .text(study::MENU);
    el("li", "").child(on_plain_click(link, move || {
        if store.place.with_untracked(|place| *place != Place::Study) {
            store.go_to(Place::Study);
        }
    }))
}

/// The menu. Choosing a chart closes it where it lies over the page.
pub fn menu(store: Store, open: RwSignal<bool>) -> El {
    let sections = CATALOGUE.chunk_by(|a, b| a.section == b.section).flat_map(|charts| {
        let links = charts.iter().map(|chart| chart_link(store, chart, chart.menu));
        [el("h2", "").text(words::section(charts[0].section)), el("ul", "").children(links)]
    });
    el("nav", "menu")
        .attr("id", "menu")
        .attr("aria-label", words::CHARTS)
        .class_if("open", move || open.get())
        .on("click", move |_: Event| open.set(false))
        .children(sections)
        .child(el("h2", "").text(words::STUDIES))
        .child(el("ul", "").child(study_link(store)))
}
