//! The page of the study: what changed, and its figures, each with its sentences and its charts. What it says is made
//! by [`rssac002_charts::study`].

use std::sync::Arc;

use leptos::prelude::*;
use rssac002_charts::study::{self, Figure, Findings};
use rssac002_charts::view::View;
use rssac002_charts::{ChartState, format, words};

use crate::app::failure;
use crate::chart::{Pointing, Spot, observe, panels};
use crate::dom::{El, el, follow};
use crate::history::Place;
use crate::panels::header::ThemeChoice;
use crate::panels::legend::legend;
use crate::panels::menu::on_plain_click;
use crate::panels::table::table_of;
use crate::store::{Status, Store};

/// A chart of a figure.
#[derive(Clone, Copy)]
struct Shown {
    /// Its state and view.
    store: Store,
    /// Where it lies.
    spot: RwSignal<Spot>,
    /// Whether there is any day of its range.
    held: bool,
}

impl Shown {
    /// Whether all that is to be seen of it now is there.
    fn complete(self) -> bool {
        let spot = self.spot.get();
        let far = spot.width > 0.0 && !spot.near;
        far || !self.held || (self.store.status.get() == Status::Ready && self.store.drawn.get())
    }

    /// Why it did not come, if it is to be seen.
    fn failed(self) -> Option<Status> {
        let status = self.store.status.get();
        (self.spot.get().near && matches!(status, Status::Failed(_))).then_some(status)
    }
}

/// The page of the study.
pub fn study_page(store: Store, theme: ThemeChoice) -> Vec<El> {
    let mut page = vec![el("h1", "").text(study::TITLE), el("p", "prose").text(words::STUDY_INTRODUCTION)];
    let mut all: Vec<Shown> = Vec::new();
    for figure in study::figures() {
        let clock = store.config.with_value(|c| c.clock.clone());
        let shown = figure.charts.iter().map(|state| Shown {
            store: store.figure(state.clone()),
            spot: RwSignal::default(),
            held: state.chosen_range(&clock).is_some(),
        });
        let shown: Vec<Shown> = shown.collect();
        all.extend(&shown);
        page.push(section(figure, shown, theme));
    }
    follow(move || {
        let failed = all.iter().find_map(|shown| shown.failed());
        // Each is asked, so that each is followed.
        let complete = all.iter().filter(|shown| shown.complete()).count() == all.len();
        store.status.set(failed.unwrap_or(Status::Ready));
        store.drawn.set(complete);
    });
    page.push(
        el("p", "source").text(&words::SOURCE.to_string()).text(". ").text(words::STUDY_SOURCE).text("."),
    );
    page
}

/// A figure with its heading, its sentences and its charts.
fn section(figure: Figure, shown: Vec<Shown>, theme: ThemeChoice) -> El {
    let charts = figure.charts.iter().zip(&shown).map(|(state, shown)| chart(state, *shown, theme));
    let charts = el("div", "study-charts").children(charts);
    let heading = el("h2", "").text(figure.heading);
    let id = figure.id;
    let said = move || {
        // Each is asked, so that each is followed.
        let views: Vec<Option<Arc<View>>> = shown.iter().map(|shown| shown.store.view.get()).collect();
        let waits = views.iter().zip(&shown).any(|(view, shown)| shown.held && view.is_none());
        if waits { Vec::new() } else { findings(&figure, &views) }
    };
    el("section", "study-figure")
        .attr("id", id)
        .child(heading)
        .child(el("div", "prose findings").part(said))
        .child(charts)
}

fn findings(figure: &Figure, views: &[Option<Arc<View>>]) -> Vec<El> {
    let views: Vec<Option<&View>> = views.iter().map(|view| view.as_deref()).collect();
    let findings = figure.findings(&views);
    let mut said: Vec<El> = findings.sentences.iter().map(|s| el("p", "").text(s)).collect();
    if !findings.rows.is_empty() {
        said.push(numbers(&findings));
    }
    said
}

/// All numbers compared, to be opened.
fn numbers(findings: &Findings) -> El {
    let [first, second] = findings.spans.map(format::range);
    let columns = [String::new(), first, second, words::CHANGE.to_owned()];
    let rows = findings.rows.iter().map(|row| (row.label.clone(), findings.cells(row).to_vec()));
    el("details", "").child(el("summary", "").text(words::ALL_COMPARED)).child(table_of(
        words::ALL_COMPARED,
        &columns,
        rows.collect(),
    ))
}

/// A chart, which is fetched once it is near to being seen.
fn chart(state: &ChartState, shown: Shown, theme: ThemeChoice) -> El {
    let Shown { store, spot, held } = shown;
    let pointing = Pointing::new();
    let text = move |read: fn(&View) -> &str| {
        move || store.view.with(|v| v.as_ref().map(|v| read(v).to_owned()).unwrap_or_default())
    };
    let figure = el("figure", "figure").class_if("stale", move || store.status.get() != Status::Ready);
    observe(figure.node(), spot);
    let near = Memo::new(move |before: Option<&bool>| before == Some(&true) || spot.get().near);
    follow(move || {
        if held && near.get() {
            store.refresh();
        }
    });
    let address = move || store.place.with(Place::address);
    let open = el("a", "")
        .attr_of("href", move || Some(address()))
        .text(words::OPEN_CHART)
        .child(el("span", "unseen").text(": ").text(state.chart.title));
    let open = on_plain_click(open, move || store.go_to(store.place.get_untracked()));
    let picture = if held {
        el("div", "").child(panels(store, pointing, theme)).child(legend(store, pointing))
    } else {
        el("p", "").text(words::NO_DATA_PERIOD)
    };
    figure
        .child(el("h3", "").text(state.chart.title))
        .child(el("p", "subtitle").text_of(text(|v| &v.subtitle)))
        .child(failure(store))
        .child(picture)
        .child(el("p", "source").text_of(text(|v| &v.coverage)).text(" ").child(open))
}
