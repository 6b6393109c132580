//! Whether what is shared moves on with the data.

use leptos::prelude::*;
use rssac002_charts::ChartState;
use rssac002_charts::words::ui;

use super::segmented::LabelledChoice;
use crate::figure::Figure;

/// Whether what is shared moves on with the data; hidden where the days chosen are fixed anyway.
#[component]
pub fn DaysChoice(name: &'static str, chosen: RwSignal<&'static str>) -> impl IntoView {
    let figure = Figure::from_context();
    let is_fixed = move || figure.of(|state| state.fixed(&figure.session.clock()) == *state);
    view! {
        <LabelledChoice
            legend=ui::DAYS
            name
            words=&[ui::MOVING, ui::FIXED]
            chosen
            hidden=Signal::derive(is_fixed)
        />
    }
}

/// The state to be shared, with fixed days or with those that move on.
pub fn state_to_share(figure: Figure, days: RwSignal<&'static str>) -> ChartState {
    let state = figure.state.get();
    if days.get() == ui::FIXED { state.fixed(&figure.session.clock()) } else { state }
}
