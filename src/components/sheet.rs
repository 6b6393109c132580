//! What is printed.

use leptos::prelude::*;
use rssac002_charts::state::Tab;

use crate::figure::Figure;

/// What is printed of a chart: its picture, which fits on one sheet of paper. It is there only for print.
#[component]
pub fn Sheet() -> impl IntoView {
    let figure = Figure::from_context();
    let printing = figure.session.appearance.printing;
    let picture = move || {
        let printed = printing.get() && figure.of(|state| state.tab == Tab::Chart);
        let shown = figure.shown().filter(|_| printed);
        let picture = shown.and_then(|(view, provenance)| {
            let tools = figure.session.parts.tools;
            // Nobody can press a button here.
            tools.retry();
            let tools = tools.get()?;
            Some((tools.print)(&view, &provenance))
        });
        picture.unwrap_or_default()
    };
    view! { <div class="sheet" inner_html=picture></div> }
}
