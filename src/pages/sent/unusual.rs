//! The page of the unusual days. What it says is made by [`rssac002_charts::unusual`].

use std::sync::Arc;

use leptos::prelude::*;
use rssac002_charts::day::{Topic, words as day_words};
use rssac002_charts::events;
use rssac002_charts::provenance;
use rssac002_charts::state::url::{self, Ignored};
use rssac002_charts::unusual::{Apart, Line, Order, Unusual, UnusualState, Who, words};
use rssac002_charts::words::THIS_AS_CSV;
use rssac002_model::{Rsi, RsiSet};
use rssac002_server::events::EVENTS;

use super::parts::{Choice, Choices, NotUnderstood};
use crate::components::table::ScrollingTable;

/// How many days are listed; of those that stand apart the last figure.
const MOST: usize = 100;
const MOST_APART: usize = 20;

/// The unusual days of a state.
#[component]
pub fn UnusualPage(state: UnusualState, unusual: Arc<Unusual>, ignored: Vec<Ignored>) -> impl IntoView {
    let lines = unusual.lines(&state, None);
    let apart = [Apart::Partial, Apart::Doubtful].map(|apart| {
        let lines = unusual.lines(&state, Some(apart));
        (!lines.is_empty()).then(|| {
            view! { <Days caption=words::apart_heading(apart) lines=written(&lines, MOST_APART) all=lines.len() /> }
        })
    });
    view! {
        <h1>{words::TITLE}</h1>
        <p class="subtitle">{words::subtitle(unusual.range, lines.len())}</p>
        <NotUnderstood ignored />
        <p>{words::INTRODUCTION} "."</p>
        <Choices label=words::CHOOSE lines=choices(&state, &unusual) />
        <Days caption=words::heading(&state) lines=written(&lines, MOST) all=lines.len() />
        {apart}
        <p>
            <a href=state.address(".csv")>{THIS_AS_CSV}</a>
            " · "
            <a href=state.address(".json")>"JSON"</a>
        </p>
        <p class="source">{words::METHOD} " " {provenance::SOURCE.to_string()} "."</p>
    }
}

fn choices(state: &UnusualState, unusual: &Unusual) -> Vec<Vec<Choice>> {
    let choice = |text: String, to: UnusualState| {
        let is_chosen = to == *state;
        (text, to.address(""), is_chosen)
    };
    let everyone = [None, Some(Who::System)].into_iter().chain(Rsi::all().map(Who::Letter).map(Some));
    let who = everyone.map(|who| choice(words::who(who), UnusualState { who, ..state.clone() }));
    let topics = std::iter::once(None).chain(Topic::ALL.map(Some));
    let topic = topics.map(|topic| {
        let name = topic.map_or(words::ANY_METRIC, day_words::topic);
        choice(name.to_owned(), UnusualState { topic, ..state.clone() })
    });
    let held = unusual.range.start().year()..=unusual.range.end().year();
    let spans = std::iter::once(None).chain(held.map(|year| Some(year..=year)));
    let years = spans.map(|years| {
        let name = years.as_ref().map_or(words::ANY_YEAR.to_owned(), |years| years.start().to_string());
        choice(name, UnusualState { years, ..state.clone() })
    });
    let order = Order::ALL
        .map(|order| choice(words::order(order).to_owned(), UnusualState { order, ..state.clone() }));
    vec![who.collect(), topic.collect(), years.collect(), order.into()]
}

/// A line as texts, and where it leads: the day's page and the chart.
pub struct Written {
    day: String,
    about: String,
    what: String,
    chart: Option<String>,
    cells: Vec<String>,
}

/// The first lines as texts.
pub fn written(lines: &[Line<'_>], most: usize) -> Vec<Written> {
    let write = |line: &Line<'_>| {
        let (first, (together, rsis)) = (line.first(), line.who());
        let (topic, deviation) = (first.topic, &first.deviation);
        Written {
            day: line.day.to_string(),
            about: first.day_state().address(),
            what: words::quantity(first),
            chart: first.chart().map(|chart| url::address(&chart)),
            cells: vec![
                words::at(together, rsis) + &words::lasted(first.days),
                topic.write(deviation.value),
                topic.write(deviation.usual),
                words::change(topic.scale(), deviation),
                format!("{:+.1}", first.score).replace('-', "−"),
                words::others(known(line), line.others()),
            ],
        }
    };
    lines.iter().take(most).map(write).collect()
}

/// What is known of the days of a line.
fn known(line: &Line<'_>) -> Vec<String> {
    let rsis = match (line.first().who, line.who().1) {
        (Who::System, _) => RsiSet::ALL,
        (Who::Letter(_), letters) => letters,
    };
    events::on(&EVENTS, line.first().days, rsis).map(|event| event.what.clone()).collect()
}

/// Days with their heading, of which not all are listed.
#[component]
fn Days(
    caption: &'static str,
    lines: Vec<Written>,
    /// How many there are.
    all: usize,
) -> impl IntoView {
    let left = all.saturating_sub(lines.len());
    view! {
        <h2>{caption}</h2>
        <UnusualDays caption lines />
        {(left > 0).then(|| view! { <p>{words::more(left)}</p> })}
    }
}

/// Days as a table.
#[component]
pub fn UnusualDays(caption: &'static str, lines: Vec<Written>) -> impl IntoView {
    if lines.is_empty() {
        return view! { <p>{words::NOTHING}</p> }.into_any();
    }
    let head = words::COLUMNS.map(|column| view! { <th scope="col">{column}</th> }).collect_view();
    let row = |line: Written| {
        view! {
            <tr>
                <th scope="row">
                    <a href=line.about>{line.day}</a>
                </th>
                <td>
                    <a href=line.chart>{line.what}</a>
                </td>
                {line.cells.into_iter().map(|cell| view! { <td>{cell}</td> }).collect_view()}
            </tr>
        }
    };
    view! {
        <div class="listed">
            <ScrollingTable caption=caption.to_owned() head=head.into_any()>
                {lines.into_iter().map(row).collect_view()}
            </ScrollingTable>
        </div>
    }
    .into_any()
}
