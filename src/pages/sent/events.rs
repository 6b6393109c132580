//! The page of known events. The list is the server's, `crates/server/events.toml`.

use leptos::prelude::*;
use rssac002_charts::day::DayState;
use rssac002_charts::events::{self, Event};
use rssac002_charts::state::url::Ignored;
use rssac002_charts::words;
use rssac002_model::RsiSet;
use rssac002_server::events::EVENTS;

use super::parts::NotUnderstood;
use crate::components::table::ScrollingTable;

/// All known events, the latest first.
#[component]
pub fn EventsPage(ignored: Vec<Ignored>) -> impl IntoView {
    let head = events::COLUMNS.map(|name| view! { <th scope="col">{name}</th> }).collect_view().into_any();
    let row = |event: &Event| {
        let day = DayState { rsis: event.rsis, ..DayState::new(event.day) };
        let whose = if event.rsis == RsiSet::ALL { String::new() } else { words::letters(event.rsis) };
        view! {
            <tr>
                <th scope="row">
                    <a href=day.address()>{event.day.to_string()}</a>
                </th>
                <td>{event.what.clone()}</td>
                <td>{whose}</td>
                <td>
                    <Source event=event.clone() />
                </td>
            </tr>
        }
    };
    let rows = EVENTS.iter().rev().map(row).collect_view();
    view! {
        <h1>{events::TITLE}</h1>
        <NotUnderstood ignored />
        <p>{events::INTRODUCTION} "."</p>
        <div class="listed">
            <ScrollingTable caption=events::TITLE.to_owned() head>
                {rows}
            </ScrollingTable>
        </div>
        <p>
            <a href=format!("{}.csv", events::PATH)>"CSV"</a>
            " · "
            <a href=events::ADDRESS>"JSON"</a>
        </p>
    }
}

/// A link to where an event is told.
#[component]
pub fn Source(event: Event) -> impl IntoView {
    let host = event.source.trim_start_matches("https://").split('/').next().unwrap_or_default().to_owned();
    view! { <a href=event.source>{host}</a> }
}
