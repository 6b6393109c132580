//! The page of the study: what changed, and its figures, each with its sentences and its charts. What it says is made
//! by [`rssac002_charts::study`].

use std::sync::Arc;

use leptos::context::Provider;
use leptos::html;
use leptos::prelude::*;
use rssac002_charts::study::{self, Findings};
use rssac002_charts::view::View;
use rssac002_charts::{Chart, format, provenance, words};

use crate::ON_SERVER;
use crate::chart::{Layout, Panels, Pointing, use_layout};
use crate::components::failure::Failure;
use crate::components::legend::Legend;
use crate::components::link::Link;
use crate::components::table::TextTable;
use crate::figure::{Figure, Status};
use crate::route::Route;
use crate::session::{Progress, Session};

/// A chart of the study.
#[derive(Clone, Copy)]
struct StudyChart {
    figure: Figure,
    chart: &'static Chart,
    /// Its element.
    host: NodeRef<html::Figure>,
    /// Where it lies.
    layout: RwSignal<Layout>,
    /// Whether there is any day of its range.
    held: bool,
}

impl StudyChart {
    /// How far it is. What is out of sight keeps nobody waiting.
    fn progress(self) -> Progress {
        let layout = self.layout.get();
        let progress = self.figure.progress();
        match progress {
            Progress::Failed if layout.near => Progress::Failed,
            Progress::Ready => Progress::Ready,
            _ if !self.held || (layout.size.width > 0.0 && !layout.near) => Progress::Ready,
            _ => Progress::Loading,
        }
    }
}

/// The page of the study.
#[component]
pub fn StudyPage() -> impl IntoView {
    let session = Session::from_context();
    session.set_title(Signal::stored(study::TITLE.to_owned()));
    let clock = session.clock();
    let figures: Vec<(study::Figure, Vec<StudyChart>)> = study::figures()
        .into_iter()
        .map(|figure| {
            // Two in a row; the one that is left over comes first.
            let is_odd = figure.charts.len() % 2 == 1;
            let charts = figure.charts.iter().enumerate().map(|(at, state)| {
                let host = NodeRef::new();
                StudyChart {
                    figure: Figure::within(session, state.clone(), at == 0 && is_odd),
                    chart: state.chart,
                    host,
                    layout: use_layout(host),
                    held: state.chosen_range(&clock).is_some(),
                }
            });
            let charts = charts.collect();
            (figure, charts)
        })
        .collect();
    let all: Vec<StudyChart> = figures.iter().flat_map(|(_, charts)| charts.iter().copied()).collect();
    Effect::new(move || {
        // Each is asked, so that each is followed.
        let all: Vec<Progress> = all.iter().map(|chart| chart.progress()).collect();
        session.progress.set(if all.contains(&Progress::Failed) {
            Progress::Failed
        } else if all.contains(&Progress::Loading) {
            Progress::Loading
        } else {
            Progress::Ready
        });
    });
    let sections = figures.into_iter().map(|(figure, charts)| view! { <Section figure charts /> });
    view! {
        <h1>{study::TITLE}</h1>
        <p class="prose">{words::STUDY_INTRODUCTION}</p>
        {sections.collect_view()}
        <p class="source">{provenance::SOURCE.to_string()} ". " {words::STUDY_SOURCE} "."</p>
    }
}

/// A figure with its heading, its sentences and its charts.
#[component]
fn Section(figure: study::Figure, charts: Vec<StudyChart>) -> impl IntoView {
    let (id, heading) = (figure.id, figure.heading);
    let followed = charts.clone();
    // As in the page that the server sent, where all is there already, until all is here: what it says stays, and nothing
    // below it moves.
    let before = section_before(id);
    let high = before.as_ref().map(|section| format!("{}px", section.get_bounding_client_rect().height()));
    let sent = before
        .and_then(|section| section.query_selector(".findings").ok().flatten())
        .map(|findings| findings.inner_html());
    let all = charts.clone();
    let is_whole =
        Memo::new(move |_| all.iter().all(|chart| !chart.held || chart.figure.view.get().is_some()));
    let said = move || {
        // Each is asked, so that each is followed.
        let views: Vec<Option<Arc<View>>> = followed.iter().map(|chart| chart.figure.view.get()).collect();
        if views.iter().zip(&followed).any(|(view, chart)| chart.held && view.is_none()) {
            return view! { <div inner_html=sent.clone()></div> }.into_any();
        }
        let views: Vec<Option<&View>> = views.iter().map(|view| view.as_deref()).collect();
        view! { <Said findings=figure.findings(&views) /> }.into_any()
    };
    view! {
        <section class="study-figure" id=id style:min-height=move || high.clone().filter(|_| !is_whole.get())>
            <h2>{heading}</h2>
            <div class="prose findings">{said}</div>
            <div class="study-charts">
                {charts.into_iter().map(|chart| view! { <ChartOfStudy chart /> }).collect_view()}
            </div>
        </section>
    }
}

/// A section of the page that the server sent; `None` where that page is not there any more.
fn section_before(id: &str) -> Option<web_sys::Element> {
    if ON_SERVER {
        return None;
    }
    document().query_selector(&format!("#before #{id}")).ok().flatten()
}

/// The sentences of a figure, and all numbers compared, to be opened.
#[component]
fn Said(findings: Findings) -> impl IntoView {
    let [first, second] = findings.spans.map(format::range);
    let columns = vec![String::new(), first, second, words::CHANGE.to_owned()];
    let rows: Vec<(String, Vec<String>)> =
        findings.rows.iter().map(|row| (row.label.clone(), findings.cells(row).to_vec())).collect();
    let numbers = (!rows.is_empty()).then(|| {
        view! {
            <details>
                <summary>{words::ALL_COMPARED}</summary>
                <TextTable caption=words::ALL_COMPARED columns rows />
            </details>
        }
    });
    view! {
        {findings.sentences.into_iter().map(|sentence| view! { <p>{sentence}</p> }).collect_view()}
        {numbers}
    }
}

/// A chart, which is fetched once it is near to being seen.
#[component]
fn ChartOfStudy(chart: StudyChart) -> impl IntoView {
    let StudyChart { figure, chart, host, layout, held } = chart;
    let near = Memo::new(move |before: Option<&bool>| before == Some(&true) || layout.get().near);
    Effect::new(move || {
        if held && near.get() {
            figure.refresh();
        }
    });
    let session = figure.session;
    let route = move || Route::Chart(figure.state.get());
    // Made within the providers, whose context its components take.
    let picture = move || match held {
        true => view! {
            <div>
                <Panels />
                <Legend />
            </div>
        }
        .into_any(),
        false => view! { <p>{words::NO_DATA_PERIOD}</p> }.into_any(),
    };
    view! {
        <figure
            class="figure"
            class:across=figure.is_across
            class:stale=move || figure.status.get() != Status::Ready
            node_ref=host
        >
            <h3>{chart.title}</h3>
            <p class="subtitle">{figure.text(|view| view.subtitle.clone())}</p>
            <Provider value=figure>
                <Failure />
                <Provider value=Pointing::new()>{picture()}</Provider>
            </Provider>
            <p class="source">
                {figure.text(|view| view.coverage.clone())}
                " "
                <Link
                    href=Signal::derive(move || route().address())
                    go=move |()| session.go_to(untrack(route))
                >
                    {words::OPEN_CHART}
                    <span class="unseen">": " {chart.title}</span>
                </Link>
            </p>
        </figure>
    }
}
