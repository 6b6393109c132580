//! The page of the words. They are those of [`rssac002_charts::guide`].

use leptos::prelude::*;
use rssac002_charts::catalogue::{Chart, Section};
use rssac002_charts::guide::glossary::{self, Word};
use rssac002_charts::guide::metrics::{self, Explained};
use rssac002_charts::state::url::Ignored;
use rssac002_charts::words;

use super::parts::NotUnderstood;

/// What each metric counts, and all words.
#[component]
pub fn GlossaryPage(ignored: Vec<Ignored>) -> impl IntoView {
    let metrics = metrics::sections().map(|(section, chart)| view! { <Metric section chart /> });
    let word = |word: Word| {
        view! {
            <div id=word.anchor()>
                <dt>{word.name()}</dt>
                <dd>{word.meaning()}</dd>
            </div>
        }
    };
    view! {
        <h1>{glossary::TITLE}</h1>
        <NotUnderstood ignored />
        <p>{glossary::INTRODUCTION} "."</p>
        <h2 id=metrics::COUNTED_ANCHOR>{metrics::HEADING}</h2>
        {metrics.collect_view()}
        <h2 id=glossary::WORDS_ANCHOR>{glossary::WORDS}</h2>
        <dl class="guide">{Word::ALL.map(word).collect_view()}</dl>
    }
}

/// What a metric counts, under its heading.
#[component]
fn Metric(
    section: Section,
    /// The first chart of it.
    chart: &'static Chart,
) -> impl IntoView {
    let Explained { counted, not, laid_down, published_as } = metrics::explained(section);
    let lines = [
        (metrics::COUNTED, counted),
        (metrics::NOT_COUNTED, not),
        (metrics::LAID_DOWN, laid_down),
        (metrics::PUBLISHED_AS, published_as),
    ];
    let line = |(term, text): (&'static str, &'static str)| {
        view! {
            <div>
                <dt>{term}</dt>
                <dd>{text}</dd>
            </div>
        }
    };
    view! {
        <h3 id=metrics::anchor(section)>
            <a href=format!("/{}", chart.path)>{words::section(section)}</a>
        </h3>
        <dl class="guide">{lines.map(line).collect_view()}</dl>
    }
}
