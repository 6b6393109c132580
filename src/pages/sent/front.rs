//! The front page: a week at a glance, and a way to every chart. What it says is made by [`rssac002_charts::week`].

use std::sync::Arc;

use leptos::prelude::*;
use rssac002_charts::day::DayState;
use rssac002_charts::state::url::{self, Ignored};
use rssac002_charts::state::{Bound, YEAR};
use rssac002_charts::unusual::{Order, UnusualState, Who, words as unusual_words};
use rssac002_charts::view::View;
use rssac002_charts::week::{Before, Held, Told, Week, WeekState, figure, words};
use rssac002_charts::words::ui;
use rssac002_charts::{CATALOGUE, Chart, ChartState, Theme, coverage, events, letter, provenance};
use rssac002_model::{Day, DayRange, Metric, Rsi, RsiSet};
use rssac002_server::events::EVENTS;
use rssac002_server::image::options::Options;
use rssac002_server::site::page::Front;
use rssac002_server::site::preview::drawn;

use super::events::Source;
use super::parts::{Choice, Choices, NotUnderstood};
use crate::chart::still::Stills;
use crate::components::table::TextTable;
use crate::figure::Made;

/// The sizes of a figure's picture, in CSS pixels, in a wide window and in a narrow one.
const WIDE: (f64, f64) = (360.0, 132.0);
const NARROW: (f64, f64) = (171.0, 92.0);
/// The size of the map's picture.
const MAP: (u32, u32) = (1156, 520);
/// The size of a chart's picture in the list of all.
const THUMBNAIL: (u32, u32) = (320, 200);
/// How many unusual days and events are told.
const MOST: usize = 4;

/// A week at a glance.
#[component]
pub fn FrontPage(front: Arc<Front>, ignored: Vec<Ignored>) -> impl IntoView {
    let week = &front.week;
    let stills = expect_context::<Stills>();
    let figures =
        week.told.iter().map(|told| view! { <FigureOfWeek told=told.clone() front=front.clone() /> });
    view! {
        <h1>{words::title(week.monday)}</h1>
        <p class="subtitle">{words::subtitle(week.state.rsis, week.days())}</p>
        <NotUnderstood ignored />
        <Choices label=words::ELSEWHERE lines=choices(&front) />
        {week.is_empty().then(|| view! { <p class="not-full">{words::NOTHING_HELD}</p> })}
        {words::not_full(week).map(|said| view! { <p class="not-full">{said}</p> })}
        <div class="figures">{figures.collect_view()}</div>
        <details>
            <summary>{words::TABLE}</summary>
            <Table front=front.clone() />
        </details>
        <Reports front=front.clone() />
        <div class="lately">
            <Unusual front=front.clone() />
            <Events front=front.clone() />
        </div>
        <Map front=front.clone() />
        <Charts rsis=week.state.rsis />
        <p class="source">{words::METHOD} " " {provenance::source_of(&Metric::ALL).to_string()} "."</p>
        <div inner_html=stills.styles()></div>
    }
}

/// Links to other weeks and other letters.
fn choices(front: &Front) -> Vec<Vec<Choice>> {
    let Week { state, monday, .. } = front.week;
    let weeks = [
        (words::YEAR_BEFORE, monday - YEAR),
        (words::WEEK_BEFORE, monday - 7),
        (words::WEEK_AFTER, monday + 7),
        (words::YEAR_AFTER, monday + YEAR),
    ];
    // A program that follows links comes to an end.
    let held = front.held.whole_weeks();
    let weeks = weeks.into_iter().filter(|(_, to)| held.contains(*to));
    let weeks = weeks.map(|(label, to)| (label.to_owned(), state.in_week(to).address(), false));
    let latest = WeekState { monday: None, ..state };
    let latest = (words::LATEST.to_owned(), latest.address(), state.monday.is_none());
    let letters = |label: &str, rsis: RsiSet| {
        (label.to_owned(), WeekState { rsis, ..state }.address(), state.rsis == rsis)
    };
    let all = std::iter::once(letters(ui::ALL_RSIS, RsiSet::ALL));
    let each = Rsi::all().map(|rsi| letters(&rsi.to_string(), RsiSet::only(rsi)));
    vec![weeks.chain([latest]).collect(), all.chain(each).collect()]
}

/// A figure: its value, how it changed, and its chart over a year.
#[component]
fn FigureOfWeek(told: Told, front: Arc<Front>) -> impl IntoView {
    let stills = expect_context::<Stills>();
    let Week { state, monday, .. } = front.week;
    let chart = told.figure.chart(monday, state.rsis);
    let views = use_context::<Made>().map(|Made(views)| views).unwrap_or_default();
    let view: Option<Arc<View>> =
        chart.as_ref().and_then(|chart| views.into_iter().find(|view| view.state == *chart));
    let picture = |view: Arc<View>| {
        let panel = (!view.is_empty()).then(|| {
            [("still wide", WIDE), ("still narrow", NARROW)]
                .map(|(class, size)| stills.picture(&view, 0, class, size, None))
        });
        view! { <div class="figure-picture">{panel}</div> }
    };
    let value = told.value.map(|value| {
        view! {
            {words::write(told.figure, value)}
            " "
            <small>{words::unit(told.figure)}</small>
        }
    });
    let changes = Before::ALL.map(|before| {
        let words::Changed { by, against } = words::changed(&told, before);
        view! {
            <li>
                {by.map(|by| view! { <b>{by}</b> " " })}
                {against}
            </li>
        }
    });
    let notes = [words::fewer(&told, state.rsis), words::doubtful(&told)].into_iter().flatten();
    let is_there = told.value.is_some();
    view! {
        <section class="figure-of-week" id=told.figure.id()>
            <h2>
                <a href=chart.as_ref().map(url::address)>{words::figure(told.figure)}</a>
            </h2>
            <p class="value">{value} {(!is_there).then_some(words::NO_VALUE)}</p>
            <ul>
                {is_there.then(|| changes.into_iter().collect_view())}
                {notes.map(|note| view! { <li>{note}</li> }).collect_view()}
            </ul>
            {view.map(picture)}
        </section>
    }
}

/// The figures as a table.
#[component]
fn Table(front: Arc<Front>) -> impl IntoView {
    let week = &front.week;
    let columns = std::iter::once(String::new()).chain(words::columns(week.monday)).collect::<Vec<_>>();
    let row = |told: &Told| (words::figure(told.figure).to_owned(), words::cells(told));
    let rows: Vec<(String, Vec<String>)> = week.told.iter().map(row).collect();
    view! { <TextTable caption=words::TABLE columns rows /> }
}

/// Who reported: a mark for each day of each letter.
#[component]
fn Reports(front: Arc<Front>) -> impl IntoView {
    let letters = front.week.reports.iter().map(|report| {
        let marks = report.days().enumerate().map(|(at, held)| {
            let (class, top, height) = match held {
                Held::All => ("reported", 0, 16),
                Held::Some => ("repaired", 6, 10),
                Held::None => ("missing", 14, 2),
            };
            view! { <rect class=class x=6 * at y=top width="5" height=height /> }
        });
        view! {
            <li>
                <a href=letter::address(report.rsi) aria-label=words::report(report)>
                    {report.rsi.to_string()}
                    <svg class="calendar-key" viewBox="0 0 41 16" aria-hidden="true">
                        {marks.collect_view()}
                    </svg>
                </a>
            </li>
        }
    });
    view! {
        <h2>{words::REPORTS}</h2>
        <p>{words::reported(&front.week.reports)}</p>
        <ul class="reports">{letters.collect_view()}</ul>
        <p class="more">
            <a href=coverage::PATH>{words::ALL_COVERAGE}</a>
        </p>
    }
}

/// The last day of which is told: the week's, or, where the latest week is shown, any day.
fn until(week: &Week) -> Day {
    if week.state.monday.is_some() { week.days().end() } else { Day::from_epoch(i32::MAX / 2) }
}

/// The latest unusual days.
#[component]
fn Unusual(front: Arc<Front>) -> impl IntoView {
    let rsis = front.week.state.rsis;
    let who = rsis.iter().next().filter(|_| rsis.len() == 1).map(Who::Letter);
    let all = UnusualState { who, order: Order::Day, ..UnusualState::default() };
    let days = front.unusual.as_ref().map(|unusual| {
        let lines = unusual.latest(rsis, until(&front.week), MOST);
        let told = lines.iter().map(|line| {
            let first = line.first();
            let said = unusual_words::unusual_day(first, line.who(), &line.findings);
            view! { <Line day=line.day about=first.day_state()>{said}</Line> }
        });
        view! {
            <ul>{told.collect_view()}</ul>
            {lines.is_empty().then_some(words::NO_UNUSUAL)}
        }
    });
    let is_searching = days.is_none();
    view! {
        <section>
            <h2>{words::UNUSUAL}</h2>
            {days}
            {is_searching.then(|| view! { <p>{words::SEARCHING}</p> })}
            <p class="more">
                <a href=all.address("")>{words::ALL_UNUSUAL}</a>
            </p>
        </section>
    }
}

/// The latest known events.
#[component]
fn Events(front: Arc<Front>) -> impl IntoView {
    let rsis = front.week.state.rsis;
    let days = DayRange::new(Day::API_START, until(&front.week)).unwrap_or(front.week.days());
    let known: Vec<events::Event> = events::on(&EVENTS, days, rsis).cloned().collect();
    let is_empty = known.is_empty();
    let told = known.into_iter().rev().take(MOST).map(|event| {
        let about = DayState { rsis, ..DayState::new(event.day) };
        let (day, what) = (event.day, event.what.clone());
        view! { <Line day about>{what} " (" <Source event /> ")"</Line> }
    });
    view! {
        <section>
            <h2>{words::EVENTS}</h2>
            <ul>{told.collect_view()}</ul>
            {is_empty.then_some(words::NO_EVENTS)}
            <p class="more">
                <a href=events::PATH>{words::ALL_EVENTS}</a>
            </p>
        </section>
    }
}

/// A day, which leads to its page, and what was.
#[component]
fn Line(day: Day, about: DayState, children: Children) -> impl IntoView {
    view! {
        <li>
            <a href=about.address()>{day.to_string()}</a>
            <span>{children()}</span>
        </li>
    }
}

/// The instances on the last day of the week that has any, as a picture that leads to the map.
#[component]
fn Map(front: Arc<Front>) -> impl IntoView {
    let day = front.map?;
    let mut chart = ChartState::new(Chart::find("instances/map")?);
    (chart.from, chart.to, chart.rsis) = (Bound::On(day), Bound::On(day), front.week.state.rsis);
    let (href, label) = (url::address(&chart), chart.chart.title);
    Some(view! {
        <h2>{words::MAP}</h2>
        <a class="map-picture" href=href aria-label=label>
            <Pictures chart size=MAP shown=MAP />
        </a>
    })
}

/// A picture of each chart, which leads to it.
#[component]
fn Charts(rsis: RsiSet) -> impl IntoView {
    let sections = CATALOGUE.chunk_by(|a, b| a.section == b.section).map(|charts| {
        let thumbnails = charts.iter().map(|chart| {
            let mut state = ChartState::new(chart);
            if chart.letters {
                state.rsis = rsis;
            }
            let (href, (width, height)) = (url::address(&state), THUMBNAIL);
            // Many panels are drawn larger than they are shown: what they say is their shape.
            let many = rsis.len() > 1 && figure::has_panels(chart);
            let size = if many { (2 * width, 2 * height) } else { (width, height) };
            view! {
                <li>
                    <a href=href>
                        <Pictures chart=state size shown=THUMBNAIL />
                        <span>{chart.title}</span>
                    </a>
                </li>
            }
        });
        view! {
            <h3>{rssac002_charts::words::section(charts[0].section)}</h3>
            <ul class="thumbnails">{thumbnails.collect_view()}</ul>
        }
    });
    view! {
        <h2>{words::CHARTS}</h2>
        {sections.collect_view()}
    }
}

/// A chart's picture by itself, light and dark: styles show the one that is the page's, and only that is fetched, once it comes
/// near to being seen.
#[component]
fn Pictures(
    chart: ChartState,
    /// The size in which it is drawn, in CSS pixels,
    size: (u32, u32),
    /// and the size that it takes.
    shown: (u32, u32),
) -> impl IntoView {
    let scale = f64::from(2 * shown.0) / f64::from(size.0);
    [(Theme::Light, "in-light"), (Theme::Dark, "in-dark")]
        .map(|(theme, class)| {
            let options = Options { width: size.0, height: Some(size.1), scale, theme, bare: true };
            let (width, height) = shown;
            view! { <img class=class loading="lazy" src=drawn(&chart, &options) alt="" width=width height=height /> }
        })
        .into_iter()
        .collect_view()
}
