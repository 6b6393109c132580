//! What keys and hands do in a chart.

use leptos::prelude::*;
use rssac002_charts::ChartState;
use rssac002_charts::words::ui;

use super::full_screen::has_full_screen;
use crate::figure::Figure;

/// The list of the keys and gestures of the figure.
#[component]
pub fn KeyList() -> impl IntoView {
    let figure = Figure::from_context();
    let keys = move || {
        let keys = if figure.of(|state| state.is_map()) { ui::KEYS_OF_MAPS } else { ui::KEYS_OF_CHARTS };
        let moves = if figure.of(ChartState::over_time) { ui::KEYS_OF_DAYS } else { &[] };
        let screens = if has_full_screen() { ui::KEYS_OF_SCREENS } else { &[] };
        let all = keys.iter().chain(moves).chain(screens);
        all.map(|(key, what)| view! { <dt>{*key}</dt><dd>{*what}</dd> }).collect_view()
    };
    view! {
        <p>{ui::KEYS_WHERE}</p>
        <dl>{keys}</dl>
    }
}
