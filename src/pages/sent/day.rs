//! The page of a day, which is made on the server only: what was unusual, and every metric beside the days before. What it
//! says is made by [`rssac002_charts::day`].

use std::sync::Arc;

use leptos::prelude::*;
use rssac002_charts::day::{Baseline, DayState, Findings, Measured, Row, Topic, words};
use rssac002_charts::events;
use rssac002_charts::state::url;
use rssac002_charts::state::url::Ignored;
use rssac002_charts::view::View;
use rssac002_charts::words::{THIS_AS_CSV, ui};
use rssac002_charts::{format, provenance};
use rssac002_model::{Day, DayRange, Metric, Rsi, RsiSet};
use rssac002_server::events::EVENTS;

use super::events::Source;
use super::parts::{Choices, NotUnderstood};
use crate::chart::still::Stills;
use crate::components::table::TextTable;
use crate::figure::Made;
use crate::session::Session;

/// The sizes of a picture, in CSS pixels, in a wide window and in a narrow one.
const WIDE: (f64, f64) = (564.0, 240.0);
const NARROW: (f64, f64) = (358.0, 224.0);

/// The page of the day that was found out about.
#[component]
pub fn DayPage(found: Arc<Findings>, ignored: Vec<Ignored>) -> impl IntoView {
    let state = found.state;
    let known = events::on(&EVENTS, DayRange::single(state.day), state.rsis).cloned().map(|event| {
        view! {
            <p class="known">{event.what.clone()} " (" <Source event /> ")."</p>
        }
    });
    let stills = expect_context::<Stills>();
    let topics = Topic::ALL.map(|topic| view! { <Section topic found=found.clone() /> });
    let moved: Vec<(String, Vec<String>)> = found.moved().into_iter().map(|row| line(row, true)).collect();
    let moved = (!moved.is_empty()).then(|| {
        view! { <TextTable caption=words::MOVED columns=columns() rows=moved /> }
    });
    view! {
        <h1>{format::weekday(state.day)}</h1>
        <p class="subtitle">{words::subtitle(state.rsis, state.baseline)}</p>
        <NotUnderstood ignored />
        <Elsewhere state />
        <div class="prose said">
            {known.collect_view()}
            {found.sentences.iter().map(|said| view! { <p>{said.clone()}</p> }).collect_view()}
        </div>
        {moved}
        {topics.collect_view()}
        <p>
            <a href=state.file_address(".csv")>{THIS_AS_CSV}</a>
            " · "
            <a href=state.file_address(".json")>"JSON"</a>
        </p>
        <p class="source">{words::METHOD} " " {provenance::source_of(&Metric::ALL).to_string()} "."</p>
        <div inner_html=stills.styles()></div>
    }
}

/// Links to other days, other letters and another baseline.
#[component]
fn Elsewhere(state: DayState) -> impl IntoView {
    let (year, month, date) = state.day.ymd();
    let of_year = |year: i32| Day::from_ymd(year, month, date).unwrap_or(state.day);
    let days = [
        (words::YEAR_BEFORE, of_year(year - 1)),
        (words::WEEK_BEFORE, state.day - 7),
        (words::DAY_BEFORE, state.day - 1),
        (words::DAY_AFTER, state.day + 1),
        (words::WEEK_AFTER, state.day + 7),
        (words::YEAR_AFTER, of_year(year + 1)),
    ];
    // A program that follows links comes to an end.
    let held = Day::API_START..=Session::from_context().clock().today;
    let days = days.into_iter().filter(|(_, day)| held.contains(day));
    let days = days.map(|(label, day)| (label.to_owned(), state.on(day).address(), false));
    let letters = |label: &str, rsis: RsiSet| {
        (label.to_owned(), DayState { rsis, ..state }.address(), state.rsis == rsis)
    };
    let all = std::iter::once(letters(ui::ALL_RSIS, RsiSet::ALL));
    let each = Rsi::all().map(|rsi| letters(&rsi.to_string(), RsiSet::only(rsi)));
    let baselines = Baseline::ALL.map(|baseline| {
        (words::beside(baseline), DayState { baseline, ..state }.address(), state.baseline == baseline)
    });
    let lines = vec![days.collect(), all.chain(each).collect(), baselines.into()];
    view! { <Choices label=words::ELSEWHERE lines /> }
}

/// A topic: its chart over the weeks around the day, its quantities, and those of each letter.
#[component]
fn Section(topic: Topic, found: Arc<Findings>) -> impl IntoView {
    let rows: Vec<&Row> = found.shown(topic).collect();
    let heading = words::topic(topic);
    let lines: Vec<(String, Vec<String>)> = rows.iter().map(|row| line(row, false)).collect();
    let by_rsi = by_rsi(topic, &rows);
    let is_empty = rows.is_empty();
    let names: Vec<String> = rows.iter().map(|row| row.label.clone()).collect();
    let chart = topic.chart(&found.state);
    let made = use_context::<Made>().map(|Made(views)| views).unwrap_or_default();
    let drawn = chart.and_then(|chart| made.into_iter().find(|view| view.state == chart && !view.is_empty()));
    view! {
        <section class="study-figure day-topic" id=topic.id()>
            <h2>{heading}</h2>
            {drawn.map(|view| view! { <Picture view day=found.state.day /> })}
            {(!is_empty).then(|| view! { <TextTable caption=heading columns=columns() rows=lines /> })}
            {is_empty.then(|| view! { <p>{words::NOTHING_HELD}</p> })}
            {(!is_empty)
                .then(|| {
                    let columns = std::iter::once(String::new()).chain(names).collect::<Vec<_>>();
                    view! {
                        <details>
                            <summary>{words::BY_RSI}</summary>
                            <TextTable caption=words::topic_by_rsi(topic) columns rows=by_rsi />
                        </details>
                    }
                })}
        </section>
    }
}

/// A chart as a picture that leads to it, with a line through the day.
#[component]
fn Picture(view: Arc<View>, day: Day) -> impl IntoView {
    let stills = expect_context::<Stills>();
    let label = format!("{}. {}", view.title, view.subtitle);
    view! {
        <a class="day-picture" href=url::address(&view.state) >
            <span class="unseen">{label}</span>
            {stills.picture(&view, 0, "still wide", WIDE, Some(day))}
            {stills.picture(&view, 0, "still narrow", NARROW, Some(day))}
        </a>
    }
}

fn columns() -> Vec<String> {
    std::iter::once("").chain(words::COLUMNS).map(str::to_owned).collect()
}

/// A quantity of all letters together, and at which of them it is unusual.
fn line(row: &Row, with_topic: bool) -> (String, Vec<String>) {
    let name =
        if with_topic { format!("{}: {}", words::topic(row.topic), row.label) } else { row.label.clone() };
    let [more, less] = [true, false].map(|more| row.unusual(more));
    let write = |value: f64| row.topic.write(value);
    let deviation = row.deviation();
    let cells = vec![
        row.all.map(|all| write(all.value())).unwrap_or_default(),
        deviation.map(|all| write(all.usual)).unwrap_or_default(),
        deviation.map(|all| words::change(row.topic.scale(), &all)).unwrap_or_default(),
        words::unusual(more, less, row.doubtful()),
    ];
    (name, cells)
}

/// Each letter's values, with how far from the usual they are.
fn by_rsi(topic: Topic, rows: &[&Row]) -> Vec<(String, Vec<String>)> {
    let cell = |rsi: Rsi, row: &&Row| {
        let letter = row.letters.iter().find(|(one, _)| *one == rsi).map(|(_, letter)| *letter);
        match letter {
            None => String::new(),
            Some(Measured::Alone(value)) => topic.write(value),
            Some(Measured::Compared(deviation)) => {
                words::beside_usual(&topic.write(deviation.value), topic.scale(), &deviation)
            }
        }
    };
    let reported =
        Rsi::all().filter(|rsi| rows.iter().any(|row| row.letters.iter().any(|(one, _)| one == rsi)));
    reported.map(|rsi| (rsi.to_string(), rows.iter().map(|row| cell(rsi, row)).collect())).collect()
}
