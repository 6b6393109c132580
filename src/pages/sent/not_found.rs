//! An address that leads nowhere.

use leptos::prelude::*;
use rssac002_charts::words::ui;
use rssac002_charts::{CATALOGUE, Chart};

use crate::components::menu::ChartLink;

/// The page of an address that leads nowhere, with the charts whose addresses are near to it.
#[component]
pub fn NotFound(path: String) -> impl IntoView {
    let mut charts = Chart::nearest(&path);
    if charts.is_empty() {
        charts.push(&CATALOGUE[0]);
    }
    let links = charts.into_iter().map(|chart| view! { <ChartLink chart text=chart.title /> });
    view! {
        <div class="unknown">
            <h1>{ui::NO_PAGE}</h1>
            <p>{ui::NO_CHART_AT} <code>{path}</code> {ui::NEAREST}</p>
            <ul>{links.collect_view()}</ul>
        </div>
    }
}
