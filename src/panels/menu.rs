//! The menu: the whole catalogue, by section.

use leptos::prelude::*;
use rssac002_charts::state::url;
use rssac002_charts::{CATALOGUE, Chart, ChartState, words};
use web_sys::{Event, MouseEvent};

use crate::dom::{El, el};
use crate::store::Store;

/// Whether a click on a link means "go there", and not a new tab, a new window or a download.
pub fn is_plain(event: &MouseEvent) -> bool {
    event.button() == 0 && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key())
}

/// A list item with a link to a chart. It is a real address, for new tabs and for copying; a plain click stays in the
/// page.
pub fn chart_link(store: Store, chart: &'static Chart, text: &'static str) -> El {
    let current = move || store.place.with(|_| store.state().is_some_and(|s| s.chart == chart));
    let go = move |event: MouseEvent| {
        if is_plain(&event) {
            event.prevent_default();
            store.go_to_chart(chart);
        }
    };
    let link = el("a", "")
        .attr("href", &url::address(&ChartState::new(chart)))
        .attr_of("aria-current", move || current().then(|| "page".to_owned()))
        .on("click", go)
        .text(text);
    el("li", "").child(link)
}

/// The menu. Choosing a chart closes it where it lies over the page.
pub fn menu(store: Store, open: RwSignal<bool>) -> El {
    let sections = CATALOGUE.chunk_by(|a, b| a.section == b.section).flat_map(|charts| {
        let links = charts.iter().map(|chart| chart_link(store, chart, chart.menu));
        [el("h2", "").text(words::section(charts[0].section)), el("ul", "").children(links)]
    });
    el("nav", "menu")
        .attr("id", "menu")
        .attr("aria-label", "Charts")
        .class_if("open", move || open.get())
        .on("click", move |_: Event| open.set(false))
        .children(sections)
}
