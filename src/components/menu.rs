//! The menu: the whole catalogue, by section.

use leptos::prelude::*;
use rssac002_charts::day::{self, DayState};
use rssac002_charts::guide::{about, glossary, whole};
use rssac002_charts::state::url;
use rssac002_charts::{CATALOGUE, Chart, ChartState, coverage, events, letter, study, unusual, week, words};
use rssac002_model::{Metric, Rsi};

use super::link::Link;
use crate::route::Route;
use crate::session::Session;

/// A list item with a link to a chart.
#[component]
pub fn ChartLink(chart: &'static Chart, text: &'static str) -> impl IntoView {
    let session = Session::from_context();
    let current = move || session.route.get().chart().is_some_and(|state| state.chart == chart);
    view! {
        <li>
            <Link
                href=url::address(&ChartState::new(chart))
                current=Signal::derive(current)
                go=move |()| session.go_to_chart(chart)
            >
                {text}
            </Link>
        </li>
    }
}

/// A list item with a link to the study.
#[component]
fn StudyLink() -> impl IntoView {
    let session = Session::from_context();
    let current = move || session.route.get() == Route::Study;
    let go = move |()| {
        if !untrack(current) {
            session.go_to(Route::Study);
        }
    };
    view! {
        <li>
            <Link href=Route::Study.address() current=Signal::derive(current) go>
                {study::MENU}
            </Link>
        </li>
    }
}

/// Whether a path is of the pages whose paths begin so. All begin as that of the front page does.
fn is_of(to: &str, path: &str) -> bool {
    if path == week::PATH { to == path } else { to.starts_with(path) }
}

/// A list item with a link to a page that the server makes.
#[component]
fn SentLink(
    href: String,
    /// How the paths of such pages begin.
    path: &'static str,
    text: &'static str,
) -> impl IntoView {
    let session = Session::from_context();
    let current =
        move || matches!(session.route.get(), Route::Sent(to) if is_of(&to, path)).then_some("page");
    view! {
        <li>
            <a href=href aria-current=current>
                {text}
            </a>
        </li>
    }
}

/// The menu. Choosing a chart closes it where it lies over the page.
#[component]
pub fn Menu(open: RwSignal<bool>) -> impl IntoView {
    let sections = CATALOGUE.chunk_by(|a, b| a.section == b.section).map(|charts| {
        let links = charts.iter().map(|chart| view! { <ChartLink chart text=chart.menu /> });
        view! {
            <h2>{words::section(charts[0].section)}</h2>
            <ul>{links.collect_view()}</ul>
        }
    });
    let last = DayState::new(Session::from_context().clock().latest(Metric::TrafficVolume));
    let sent = [
        (unusual::PATH.to_owned(), unusual::PATH, unusual::words::MENU),
        (events::PATH.to_owned(), events::PATH, events::TITLE),
        (last.address(), day::PATH, day::words::MENU),
        (letter::address(Rsi::A), letter::PATH, letter::MENU),
        (coverage::PATH.to_owned(), coverage::PATH, coverage::words::MENU),
        (about::PATH.to_owned(), about::PATH, about::MENU),
        (glossary::PATH.to_owned(), glossary::PATH, glossary::TITLE),
        (whole::PATH.to_owned(), whole::PATH, whole::MENU),
    ];
    view! {
        <nav class="menu" class:open=open id="menu" aria-label=words::CHARTS on:click=move |_| open.set(false)>
            <ul>
                <SentLink href=week::PATH.to_owned() path=week::PATH text=week::words::MENU />
            </ul>
            {sections.collect_view()}
            <h2>{words::STUDIES}</h2>
            <ul>
                <StudyLink />
                {sent.map(|(href, path, text)| view! { <SentLink href path text /> }).collect_view()}
            </ul>
        </nav>
    }
}
