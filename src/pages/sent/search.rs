//! The search as a page, for browsers without scripts and for those that search from elsewhere.

use leptos::prelude::*;
use rssac002_charts::search::{Entry, KEY, words};
use rssac002_charts::state::url::Ignored;

use super::parts::{FORM, NotUnderstood};

/// What fits a query.
#[component]
pub fn SearchPage(query: String, found: Vec<Entry>, ignored: Vec<Ignored>) -> impl IntoView {
    let said = match (query.trim().is_empty(), found.len()) {
        (true, _) => words::HOW.to_owned(),
        (_, 0) => words::nothing(&query),
        (_, count) => words::found(count),
    };
    let one = |entry: &Entry| {
        view! {
            <li>
                <a href=entry.address.clone()>{entry.title.clone()}</a>
                " "
                <span class="hint">{entry.about.clone()}</span>
            </li>
        }
    };
    let group = |entries: &[Entry]| {
        view! {
            <h2>{words::group(entries[0].group)}</h2>
            <ul class="results">{entries.iter().map(one).collect_view()}</ul>
        }
    };
    let groups = found.chunk_by(|a, b| a.group == b.group).map(group).collect_view();
    view! {
        <h1>{words::TITLE}</h1>
        <NotUnderstood ignored />
        <p class="row" role="search">
            <input type="text" name=KEY value=query aria-label=words::FIELD placeholder=words::FIELD form=FORM />
            <button type="submit" form=FORM>
                {words::TITLE}
            </button>
        </p>
        <p>{said}</p>
        {groups}
    }
}
