//! The page of one letter. What it says is made by [`rssac002_charts::letter`].

use std::sync::Arc;

use leptos::prelude::*;
use rssac002_charts::coverage::{CoverageState, words as coverage_words};
use rssac002_charts::state::url::{self, Ignored};
use rssac002_charts::unusual::{UnusualState, Who};
use rssac002_charts::view::View;
use rssac002_charts::{letter, provenance};
use rssac002_model::{Metric, Rsi};
use rssac002_server::site::page::Letter;

use super::coverage::{ByYear, Gaps};
use super::parts::{Choices, NotUnderstood};
use super::unusual::{UnusualDays, written};
use crate::chart::still::Stills;
use crate::figure::Made;

/// The sizes of a picture, in CSS pixels, in a wide window and in a narrow one.
const WIDE: (f64, f64) = (564.0, 240.0);
const NARROW: (f64, f64) = (358.0, 224.0);
/// How many unusual days and gaps are listed.
const MOST: usize = 10;
const MOST_GAPS: usize = 50;

/// What is known of a letter.
#[component]
pub fn LetterPage(letter: Arc<Letter>, ignored: Vec<Ignored>) -> impl IntoView {
    let rsi = letter.rsi;
    let stills = expect_context::<Stills>();
    let others = Rsi::all().map(|other| (other.to_string(), letter::address(other), other == rsi));
    let views = use_context::<Made>().map(|Made(views)| views).unwrap_or_default();
    let charts = views.into_iter().filter(|view| !view.is_empty()).map(|view| view! { <Picture view /> });
    let of_letter = UnusualState { who: Some(Who::Letter(rsi)), ..UnusualState::default() };
    let lines = letter.unusual.lines(&of_letter, None);
    let days = CoverageState { rsi: Some(rsi), ..CoverageState::default() };
    let calendar = Arc::new(letter.calendar.clone());
    view! {
        <h1>{letter::title(rsi)}</h1>
        <p class="subtitle">{letter::subtitle(rsi)}</p>
        <NotUnderstood ignored />
        <Choices label=letter::OTHERS lines=vec![others.collect()] />
        <div class="prose said">
            {letter.sentences.iter().map(|said| view! { <p>{said.clone()}</p> }).collect_view()}
            {letter.sentences.is_empty().then(|| view! { <p>{letter::NOTHING}</p> })}
        </div>
        <div class="letter-charts">{charts.collect_view()}</div>
        <h2>{letter::UNUSUAL}</h2>
        <UnusualDays caption=letter::UNUSUAL lines=written(&lines, MOST) />
        <p>
            <a href=of_letter.address("")>{letter::ALL_UNUSUAL}</a>
        </p>
        <h2>{coverage_words::BY_YEAR}</h2>
        <ByYear state=days calendar=calendar.clone() />
        <h2>{coverage_words::GAPS}</h2>
        <Gaps state=days calendar most=MOST_GAPS />
        <p>
            <a href=days.address("")>{letter::ALL_COVERAGE}</a>
        </p>
        <p class="source">{provenance::source_of(&Metric::ALL).to_string()} "."</p>
        <div inner_html=stills.styles()></div>
    }
}

/// A chart as a picture that leads to it.
#[component]
fn Picture(view: Arc<View>) -> impl IntoView {
    let stills = expect_context::<Stills>();
    view! {
        <section>
            <h2>{view.title.clone()}</h2>
            <a class="day-picture" href=url::address(&view.state) >
            <span class="unseen">{format!("{}. {}", view.title, view.subtitle)}</span>
                {stills.picture(&view, 0, "still wide", WIDE, None)}
                {stills.picture(&view, 0, "still narrow", NARROW, None)}
            </a>
        </section>
    }
}
