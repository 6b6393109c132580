//! The page for newcomers. What it says stands in [`rssac002_charts::guide::about`].

use leptos::prelude::*;
use rssac002_charts::guide::about::{self, Chapter};
use rssac002_charts::state::url::Ignored;

use super::parts::NotUnderstood;

/// What RSSAC002 is, and how this site treats it.
#[component]
pub fn Rssac002Page(ignored: Vec<Ignored>) -> impl IntoView {
    let chapter = |chapter: &'static Chapter| {
        let link = |(text, href): &(&'static str, &'static str)| {
            view! {
                <li>
                    <a href=*href>{*text}</a>
                </li>
            }
        };
        view! {
            <h2 id=chapter.anchor>{chapter.heading}</h2>
            {chapter.paragraphs.iter().map(|text| view! { <p class="prose">{*text}</p> }).collect_view()}
            {(!chapter.links.is_empty())
                .then(|| view! { <ul class="further">{chapter.links.iter().map(link).collect_view()}</ul> })}
        }
    };
    view! {
        <h1>{about::TITLE}</h1>
        <NotUnderstood ignored />
        {about::CHAPTERS.iter().map(chapter).collect_view()}
    }
}
