//! A chart by itself, in a frame of somebody else's page: title, subtitle, chart, legend, source, and nothing that
//! the page around it would feel: no storage, no history. Whether it has the size of the frame or says which height that should
//! have is decided in `index.html`, for the page that the server sent and for the app alike.

use leptos::prelude::*;
use rssac002_charts::state::url;
use rssac002_charts::{provenance, words};

use crate::chart::Pointing;
use crate::components::drawing::Drawing;
use crate::components::failure::Failure;
use crate::components::full_screen::FullScreenButton;
use crate::components::ignored::IgnoredParts;
use crate::components::legend::Legend;
use crate::config::Embed;
use crate::figure::{Figure, Status};
use crate::session::Session;

/// The page of an embed.
#[component]
pub fn EmbedPage(embed: Embed) -> impl IntoView {
    let session = Session::from_context();
    let figure = Figure::of_page(session);
    provide_context(figure);
    provide_context(Pointing::new());
    let long = figure.source();
    let short = move || figure.of(|state| provenance::short_source_line(state.chart));
    let sample = session.config().sample.then(|| {
        view! {
            ". "
            <em>
                <span class="long">{words::SAMPLE_PICTURE}</span>
                <span class="short">{words::SAMPLE_SHORT}</span>
            </em>
        }
    });
    let subtitle = (!embed.minimal).then(|| {
        view! { <p class="subtitle">{figure.text(|view| view.subtitle.clone())}</p> }
    });
    view! {
        <main>
            <h1>
                <PageLink>{figure.title()}</PageLink>
            </h1>
            // Over the corner that the title leaves free.
            <FullScreenButton>
                <svg viewBox="0 0 16 16" aria-hidden="true">
                    <path d="M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4" />
                </svg>
            </FullScreenButton>
            {subtitle}
            <IgnoredParts />
            <Failure />
            <figure class="figure" class:stale=move || figure.status.get() != Status::Ready>
                <div>
                    <Drawing />
                    {(!embed.minimal).then(|| view! { <Legend /> })}
                </div>
                // For those who hear the chart.
                <p class="unseen" id="chart-summary">
                    {figure.text(|view| view.summary.clone())}
                </p>
            </figure>
            <p class="source">
                // Styles show the one that there is room for.
                <span class="long">{long}</span>
                <span class="short">{short}</span>
                " "
                <PageLink>{words::SITE}</PageLink>
                {sample}
            </p>
        </main>
    }
}

/// A link to the chart's own page.
#[component]
fn PageLink(children: Children) -> impl IntoView {
    let figure = Figure::from_context();
    view! {
        <a href=move || figure.of(url::permalink) target="_blank" rel="noopener">
            {children()}
        </a>
    }
}
