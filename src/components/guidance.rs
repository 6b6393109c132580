//! How to read the chart, and the words that it uses.

use leptos::prelude::*;
use rssac002_charts::guide::glossary::{self, Word};
use rssac002_charts::guide::how::{self, how_to_read};

use crate::figure::Figure;

/// How to read the chart in its state, and its words, each a link to its explanation.
#[component]
pub fn Guidance() -> impl IntoView {
    let figure = Figure::from_context();
    let used = Memo::new(move |_| figure.of(glossary::words_used));
    let links = move || {
        let link = |word: Word| view! { <a href=word.address()>{word.name()}</a> };
        used.get().into_iter().map(link).collect_view()
    };
    view! {
        <p>
            <b>{how::HOW}</b>
            " "
            {figure.text_of_state(how_to_read)}
        </p>
        <p class="words">{glossary::WORDS_USED} {links}</p>
    }
}
