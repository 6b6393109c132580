//! An address that leads nowhere.

use leptos::prelude::*;
use rssac002_charts::words::ui;
use rssac002_charts::{CATALOGUE, Chart};

use crate::components::menu::ChartLink;
use crate::route::Route;
use crate::session::{Progress, Session};

/// The page of an address that leads nowhere, with the charts whose addresses are near to it.
#[component]
pub fn NotFound() -> impl IntoView {
    let session = Session::from_context();
    session.set_title(Signal::stored(ui::NO_PAGE.to_owned()));
    session.progress.set(Progress::Ready);
    let contents = move || {
        let Route::Unknown(path) = session.route.get() else { return None };
        let mut charts = Chart::nearest(&path);
        if charts.is_empty() {
            charts.push(&CATALOGUE[0]);
        }
        let links = charts.into_iter().map(|chart| view! { <ChartLink chart text=chart.title /> });
        Some(view! {
            <h1>{ui::NO_PAGE}</h1>
            <p>
                {ui::NO_CHART_AT}
                <code>{path}</code>
                {ui::NEAREST}
            </p>
            <ul>{links.collect_view()}</ul>
        })
    };
    view! { <div class="unknown">{contents}</div> }
}
