//! The coverage page. What it says is made by [`rssac002_charts::coverage`].

use std::sync::Arc;

use leptos::prelude::*;
use rssac002_charts::coverage::calendar::is_held;
use rssac002_charts::coverage::{Calendar, CoverageState, Row, Run, words};
use rssac002_charts::day::DayState;
use rssac002_charts::state::url::Ignored;
use rssac002_charts::words::THIS_AS_CSV;
use rssac002_charts::{format, letter, provenance};
use rssac002_model::{DayRange, DayStatus, Metric, Rsi, RsiSet};
use rssac002_server::image::routes;

use super::parts::{Choice, Choices, NotUnderstood};
use crate::components::table::{ScrollingTable, heading};

/// How many runs of days are drawn, so that a page stays small.
const MOST_DRAWN: usize = 2500;
/// How many days are listed.
const MOST_LISTED: usize = 200;

/// Which days are reported.
#[component]
pub fn CoveragePage(state: CoverageState, calendar: Arc<Calendar>, ignored: Vec<Ignored>) -> impl IntoView {
    view! {
        <h1>{words::TITLE}</h1>
        <p class="subtitle">{words::subtitle(&state, calendar.range)}</p>
        <NotUnderstood ignored />
        <p>{words::INTRODUCTION} "."</p>
        <Choices label=words::CHOOSE lines=choices(&state, &calendar) />
        <Days state calendar=calendar.clone() />
        <h2>{words::BY_YEAR}</h2>
        <ByYear state calendar=calendar.clone() />
        <h2>{words::GAPS}</h2>
        <Gaps state calendar most=MOST_LISTED />
        <p>
            <a href=state.address(".csv")>{THIS_AS_CSV}</a>
            " · "
            <a href=format!("{}{}", routes::BASE, state.address(".svg"))>"SVG"</a>
            " · "
            <a href=format!("{}{}", routes::BASE, state.address(".png"))>"PNG"</a>
        </p>
        <p class="source">{words::METHOD} " " {provenance::source_of(&state.metrics()).to_string()} "."</p>
    }
}

fn choices(state: &CoverageState, calendar: &Calendar) -> Vec<Vec<Choice>> {
    // What is shown without a choice is chosen.
    let shown = match (state.metric, state.rsi) {
        (None, None) => CoverageState { metric: Some(Metric::TrafficVolume), ..*state },
        _ => *state,
    };
    let choice = |text: String, to: CoverageState| (text, to.address(""), to == *state || to == shown);
    let metrics = Metric::ALL
        .map(|metric| choice(metric.to_string(), CoverageState { metric: Some(metric), ..*state }));
    let of_letter =
        state.rsi.map(|_| choice(words::ALL_METRICS.to_owned(), CoverageState { metric: None, ..*state }));
    let letters = Rsi::all().map(|rsi| choice(rsi.to_string(), CoverageState { rsi: Some(rsi), ..*state }));
    let all = choice(words::ALL_RSIS.to_owned(), CoverageState { rsi: None, ..*state });
    let years = match state.year {
        Some(year) => vec![year],
        None => calendar.years().into_iter().map(|(year, _)| year).collect(),
    };
    let years =
        years.into_iter().map(|year| choice(year.to_string(), CoverageState { year: Some(year), ..*state }));
    let all_years = choice(words::ALL_YEARS.to_owned(), CoverageState { year: None, ..*state });
    vec![
        of_letter.into_iter().chain(metrics).collect(),
        std::iter::once(all).chain(letters).collect(),
        std::iter::once(all_years).chain(years).collect(),
    ]
}

/// The picture's measures: a day, a row, and the room for months.
const DAY: i32 = 2;
const ROW: i32 = 13;
const MONTHS: i32 = 14;

/// The class of a status, by which styles know its colour.
fn class(status: DayStatus) -> &'static str {
    match status {
        DayStatus::Missing => "missing",
        DayStatus::Refused => "refused",
        DayStatus::Repaired => "repaired",
        DayStatus::Clean => "reported",
    }
}

/// A picture of each year, the latest first, and what its colours mean.
#[component]
pub fn Days(state: CoverageState, calendar: Arc<Calendar>) -> impl IntoView {
    let years = calendar.years();
    if years.is_empty() {
        return view! { <p>{words::NOTHING}</p> }.into_any();
    }
    let all = years.len();
    let mut drawn = 0;
    let few = years.into_iter().take_while(|(_, days)| {
        let runs = calendar.rows.iter().flat_map(|row| &row.runs);
        let before = drawn;
        drawn += runs.filter(|run| run.days.intersection(*days).is_some()).count();
        before == 0 || drawn <= MOST_DRAWN
    });
    let few: Vec<(i32, DayRange)> = few.collect();
    let left = all - few.len();
    let key = [DayStatus::Clean, DayStatus::Repaired, DayStatus::Refused, DayStatus::Missing].map(|status| {
        view! {
            <li>
                <svg class="calendar-key" viewBox="0 0 12 11" aria-hidden="true">
                    <rect class="missing" y="5" width="12" height="1" />
                    {mark(status, 0, 12, 0, String::new())}
                </svg>
                {words::status(status)}
            </li>
        }
    });
    let years =
        few.into_iter().map(|(year, days)| view! { <Year state calendar=calendar.clone() year days /> });
    view! {
        <ul class="calendar-keys">{key.collect_view()}</ul>
        {years.collect_view()}
        {(left > 0).then(|| view! { <p>{words::more_years(left)}</p> })}
    }
    .into_any()
}

/// A run of days; what is not there has no mark of its own.
fn mark(status: DayStatus, x: i32, width: i32, y: i32, title: String) -> Option<AnyView> {
    let (top, height) = match status {
        DayStatus::Missing => return None,
        DayStatus::Refused => (7, 4),
        DayStatus::Repaired | DayStatus::Clean => (0, 11),
    };
    Some(
        view! {
            <rect class=class(status) x=x y=y + top width=width height=height>
                <title>{title}</title>
            </rect>
        }
        .into_any(),
    )
}

#[component]
fn Year(state: CoverageState, calendar: Arc<Calendar>, year: i32, days: DayRange) -> impl IntoView {
    let Some(first) = rssac002_model::Day::from_ymd(year, 1, 1) else { return ().into_any() };
    let names = if state.rsi.is_some() { 110 } else { 20 };
    let height = MONTHS + ROW * calendar.rows.len() as i32;
    let months = (1..=12).filter_map(|month| rssac002_model::Day::from_ymd(year, month, 1)).map(|day| {
        let x = names + DAY * (day - first);
        view! {
            <text x=x + 2 y="10">
                {format::month(day)}
            </text>
            <path d=format!("M{x} 2V{height}") />
        }
    });
    let rows = calendar.rows.iter().enumerate().map(|(at, row)| {
        let y = MONTHS + ROW * at as i32;
        let runs = row.runs.iter().filter_map(|run| {
            let within = run.days.intersection(days)?;
            let title = title(row, run);
            mark(run.status, names + DAY * (within.start() - first), DAY * within.len() as i32, y + 1, title)
        });
        view! {
            <text x="0" y=y + 10>
                {words::row(&state, row.rsi, row.metric)}
            </text>
            <rect class="missing" x=names y=y + 6 width=DAY * 366 height="1" />
            {runs.collect_view()}
        }
    });
    view! {
        <h2>{year.to_string()}</h2>
        <div class="table-scroll" tabindex="0" role="region" aria-label=year.to_string()>
            <svg class="calendar" role="img" aria-label=words::BY_YEAR viewBox=format!("0 0 {} {height}", names + DAY * 366)>
                {months.collect_view()}
                {rows.collect_view()}
            </svg>
        </div>
    }
    .into_any()
}

/// What a run says of itself.
fn title(row: &Row, run: &Run) -> String {
    let why = run.notes.join("; ");
    let why = if why.is_empty() { why } else { format!(": {why}") };
    format!("{} {}, {}, {}{why}", row.rsi, row.metric, format::range(run.days), words::status(run.status))
}

/// How many days of each year are held.
#[component]
pub fn ByYear(state: CoverageState, calendar: Arc<Calendar>) -> impl IntoView {
    let years = calendar.years();
    let head = std::iter::once(String::new()).chain(years.iter().map(|(year, _)| year.to_string()));
    let head = head.map(heading).collect_view().into_any();
    let rows = calendar.rows.iter().map(|row| {
        let cells = years.iter().map(|(_, days)| words::held(row.held(*days), days.len()));
        let name = words::row(&state, row.rsi, row.metric);
        let to = match state.rsi {
            Some(_) => CoverageState { metric: Some(row.metric), ..state }.address(""),
            None => letter::address(row.rsi),
        };
        view! {
            <tr>
                <th scope="row">
                    <a href=to>{name}</a>
                </th>
                {cells.map(|cell| view! { <td>{cell}</td> }).collect_view()}
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! { <ScrollingTable caption=words::BY_YEAR.to_owned() head>{rows}</ScrollingTable> }
}

/// The days that are not plainly reported: first those whose files were repaired or refused, and each the latest first.
#[component]
pub fn Gaps(state: CoverageState, calendar: Arc<Calendar>, most: usize) -> impl IntoView {
    let mut gaps: Vec<(&Row, &Run)> = calendar
        .rows
        .iter()
        .flat_map(|row| row.runs.iter().map(move |run| (row, run)))
        .filter(|(_, run)| run.status != DayStatus::Clean)
        .collect();
    if gaps.is_empty() {
        return view! { <p>{words::NO_GAPS}</p> }.into_any();
    }
    // Those that have a reason first.
    gaps.sort_by_key(|(row, run)| {
        (run.status == DayStatus::Missing, std::cmp::Reverse(run.days.end()), row.rsi, row.metric)
    });
    let left = gaps.len().saturating_sub(most);
    let head = words::GAP_COLUMNS.map(|name| view! { <th scope="col">{name}</th> }).collect_view().into_any();
    let rows = gaps.into_iter().take(most).map(|(row, run)| {
        let day = DayState { rsis: RsiSet::only(row.rsi), ..DayState::new(run.days.start()) };
        let address = is_held(run.status).then(|| day.address());
        view! {
            <tr>
                <th scope="row">{words::row(&state, row.rsi, row.metric)}</th>
                <td>
                    <a href=address>{format::range(run.days)}</a>
                </td>
                <td>{words::status(run.status)}</td>
                <td>{run.notes.join("; ")}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <div class="listed">
            <ScrollingTable caption=words::GAPS.to_owned() head>
                {rows}
            </ScrollingTable>
        </div>
        {(left > 0).then(|| view! { <p>{words::more(left)}</p> })}
    }
    .into_any()
}
