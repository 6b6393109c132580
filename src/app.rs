//! The page.

use std::sync::Arc;

use leptos::prelude::*;
use rssac002_charts::state::Tab;
use rssac002_charts::{Chart, View, words};

use crate::chart::{Panels, Pointing, mark_page};
use crate::history::{Entry, Place};
use crate::panels::controls::Controls;
use crate::panels::header::{Header, ThemeChoice};
use crate::panels::legend::Legend;
use crate::panels::menu::{ChartLink, Menu};
use crate::panels::notes::Notes;
use crate::panels::table::{TableView, save_csv};
use crate::store::{Status, Store};

/// The whole app.
#[component]
pub fn App() -> impl IntoView {
    let store = Store::new();
    provide_context(store);
    provide_context(ThemeChoice::new());
    provide_context(Pointing::new());
    let menu_open = RwSignal::new(false);
    // What the server put into the page for the time before this runs.
    if let Some(before) = document().get_element_by_id("before") {
        before.remove();
    }
    Effect::new(move |_| {
        let table = store.of(|s| s.tab == Tab::Table) && store.view.with(Option::is_some);
        mark_page(&store.status.get(), store.drawn.get() || table);
    });
    Effect::new(move |_| {
        let title = match store.place.get() {
            Place::Chart(state) => store
                .view
                .with(|v| v.as_ref().map(|v| v.title.clone()))
                .unwrap_or_else(|| state.chart.title.into()),
            Place::Unknown(_) => "No such page".into(),
        };
        document().set_title(&format!("{title} – {}", words::SITE));
    });
    let sample = store.config.with_value(|c| c.sample);
    let known = Memo::new(move |_| store.place.with(|p| matches!(p, Place::Chart(_))));
    view! {
        <a class="skip" href="#main">"Skip to the chart"</a>
        {sample.then(|| view! { <p class="banner" role="note">{words::SAMPLE}</p> })}
        <Header menu_open />
        <div class="columns">
            <Menu open=menu_open />
            <main id="main">
                <Show when=move || known.get() fallback=|| view! { <UnknownPage /> }>
                    <ChartPage />
                </Show>
            </main>
        </div>
    }
}

/// A chart with everything around it.
#[component]
fn ChartPage() -> impl IntoView {
    let store = expect_context::<Store>();
    let view: Signal<Option<Arc<View>>> = store.view.into();
    let title = move || {
        view.with(|v| v.as_ref().map(|v| v.title.clone()))
            .unwrap_or_else(|| store.of(|s| s.chart.title.into()))
    };
    let subtitle = move || view.with(|v| v.as_ref().map(|v| v.subtitle.clone()));
    let tab = Memo::new(move |_| store.of(|s| s.tab));
    let code = Memo::new(move |_| store.of(|s| s.code));
    let empty = move || {
        view.with(|v| match v.as_ref()? {
            v if v.is_empty() => Some("No report for this choice. Try other days, or more RSIs."),
            v if v.hides_all() => Some("All series are hidden. Choose one in the legend."),
            _ => None,
        })
    };
    let tab_button = move |to: Tab, word: &'static str| {
        view! {
            <button
                aria-pressed=move || (tab.get() == to).to_string()
                on:click=move |_| store.change(Entry::Push, |s| s.tab = to)
            >
                {word}
            </button>
        }
    };
    view! {
        <div class="title-row">
            <div>
                <h1>{title}</h1>
                <p class="subtitle">{subtitle}</p>
            </div>
            <div class="tabs" role="group" aria-label="Show as">
                {tab_button(Tab::Chart, "Chart")}
                {tab_button(Tab::Table, "Table")}
                <button
                    disabled=move || view.with(Option::is_none)
                    on:click=move |_| {
                        if let Some(view) = view.get_untracked() {
                            save_csv(&view);
                        }
                    }
                >
                    "CSV"
                </button>
            </div>
        </div>
        <Ignored />
        <Controls />
        <Show when=move || code.get().is_some()>
            <button class="crumb" on:click=move |_| store.change(Entry::Push, |s| {
                s.code = None;
                s.hidden.clear();
            })>"← All response codes"</button>
        </Show>
        <Failure />
        <figure class="figure" class:stale=move || store.status.get() != Status::Ready>
            <div hidden=move || tab.get() != Tab::Chart>
                <Panels view />
                <p class="empty" hidden=move || empty().is_none()>{empty}</p>
                <p class="waiting" hidden=move || view.with(Option::is_some) || store.status.get() != Status::Loading>
                    "Loading the numbers …"
                </p>
                <Legend view />
            </div>
            <Show when=move || tab.get() == Tab::Table>
                <TableView view />
            </Show>
        </figure>
        <Notes view />
    }
}

/// One line for parts of the address that were not understood.
#[component]
fn Ignored() -> impl IntoView {
    let store = expect_context::<Store>();
    let line = move || {
        let parts = store.ignored.get();
        let named: Vec<String> =
            parts.iter().map(|i| format!("{} was ignored (accepted: {})", i.part, i.accepted)).collect();
        (!named.is_empty()).then(|| {
            view! {
                <p class="ignored" role="status">
                    <span>{named.join("; ")} "."</span>
                    <button class="quiet" on:click=move |_| store.ignored.set(Vec::new())>"Dismiss"</button>
                </p>
            }
        })
    };
    view! { {line} }
}

/// What did not come, and the way to ask again. The chart before stays.
#[component]
fn Failure() -> impl IntoView {
    let store = expect_context::<Store>();
    let line = move || match store.status.get() {
        Status::Failed(reason) => Some(view! {
            <p class="failure" role="alert">
                <span>
                    {reason}
                    {store.view.with_untracked(Option::is_some).then_some(" The chart below is the one before.")}
                </span>
                <button on:click=move |_| store.retry()>"Try again"</button>
            </p>
        }),
        _ => None,
    };
    view! { {line} }
}

/// An address that leads nowhere.
#[component]
fn UnknownPage() -> impl IntoView {
    let store = expect_context::<Store>();
    let nearest = move || match store.place.get() {
        Place::Unknown(path) => {
            let mut charts = Chart::nearest(&path);
            if charts.is_empty() {
                charts.push(&rssac002_charts::CATALOGUE[0]);
            }
            let links = charts
                .into_iter()
                .map(|chart| view! { <li><ChartLink chart text=chart.title /></li> })
                .collect_view();
            Some(view! {
                <h1>"No such page"</h1>
                <p>"There is no chart at " <code>{path}</code> ". Perhaps one of these:"</p>
                <ul>{links}</ul>
            })
        }
        Place::Chart(_) => None,
    };
    view! { <div class="unknown">{nearest}</div> }
}

/// Says that the app has ended, where only plain document calls still work.
pub fn give_up() {
    let Some(page) = web_sys::window().and_then(|w| w.document()) else { return };
    if let Some(root) = page.document_element() {
        // An attribute's name without spaces is never refused.
        let _ = root.set_attribute("data-chart-state", "error");
    }
    if let (Some(body), Ok(line)) = (page.body(), page.create_element("p")) {
        line.set_class_name("failure");
        line.set_text_content(Some("Something in this page is broken. Loading it again may help."));
        // A body takes any element.
        let _ = body.prepend_with_node_1(&line);
    }
}
