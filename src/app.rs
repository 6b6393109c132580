//! The page.

use leptos::prelude::*;
use rssac002_charts::state::Tab;
use rssac002_charts::words::ui;
use rssac002_charts::{CATALOGUE, Chart, study, words};
use wasm_bindgen::JsCast;

use crate::chart::{Pointing, mark_page, panels};
use crate::dom::{El, append, button, el, focus_chart, follow};
use crate::embed::embed_page;
use crate::history::{Entry, Place};
use crate::panels::controls::controls;
use crate::panels::header::{ThemeChoice, header};
use crate::panels::legend::legend;
use crate::panels::menu::{chart_link, menu, on_plain_click};
use crate::panels::notes::notes;
use crate::panels::table::table_view;
use crate::panels::take::{permalink, sheet, take};
use crate::store::{Status, Store};
use crate::study::study_page;

/// Puts the whole app into the page.
pub fn start() {
    let store = Store::new();
    let embed = store.config.with_value(|c| c.embed);
    let theme = ThemeChoice::new(embed);
    let menu_open = RwSignal::new(false);
    // What the server put into the page for the time before this runs.
    if let Some(before) = document().get_element_by_id("before") {
        before.remove();
    }
    follow(move || {
        let table = store.of(|s| s.tab == Tab::Table) && store.view.with(Option::is_some);
        mark_page(&store.status.get(), store.drawn.get() || table);
    });
    follow(move || {
        let title = match store.place.get() {
            Place::Chart(_) => title(store),
            Place::Study => study::TITLE.into(),
            Place::Unknown(_) => ui::NO_PAGE.into(),
        };
        document().set_title(&format!("{title} – {}", words::SITE));
    });
    if let Some(embed) = embed {
        embed_page(store, theme, embed);
        return;
    }
    let kind = Memo::new(move |_| store.place.with(std::mem::discriminant));
    let main = el("main", "").attr("id", "main").attr("tabindex", "-1").part(move || {
        // A memo that nobody reads follows nothing.
        kind.get();
        match untrack(|| store.place.get()) {
            Place::Chart(_) => chart_page(store, theme),
            Place::Study => study_page(store, theme),
            Place::Unknown(_) => vec![unknown_page(store)],
        }
    });
    let mut page = vec![on_plain_click(el("a", "skip").attr("href", "#main").text(ui::SKIP), skip)];
    if store.config.with_value(|c| c.sample) {
        page.push(el("p", "banner").attr("role", "note").text(words::SAMPLE));
    }
    page.push(header(store, theme, menu_open));
    page.push(el("div", "columns").child(menu(store, menu_open)).child(main));
    if let Some(body) = document().body() {
        append(&body, page);
    }
}

/// Goes past the menu. (A fragment would be an entry of the history that shows nothing of its own.)
fn skip() {
    if let Some(main) = document().get_element_by_id("main") {
        // What has a `tabindex` takes the focus.
        let _ = main.unchecked_into::<web_sys::HtmlElement>().focus();
    }
}

/// The view's title, or the chart's until there is a view.
pub fn title(store: Store) -> String {
    let of_view = store.view.with(|v| v.as_ref().map(|v| v.title.clone()));
    of_view.unwrap_or_else(|| store.of(|s| s.chart.title.into()))
}

/// A chart with everything around it.
fn chart_page(store: Store, theme: ThemeChoice) -> Vec<El> {
    let pointing = Pointing::new();
    let view = store.view;
    let subtitle = move || view.with(|v| v.as_ref().map(|v| v.subtitle.clone()).unwrap_or_default());
    let tab = Memo::new(move |_| store.of(|s| s.tab));
    let tab_button = |to: Tab, word| {
        button("", word, move || store.change(Entry::Push, |s| s.tab = to))
            .state("aria-pressed", move || tab.get() == to)
    };
    let tabs = el("div", "tabs")
        .attr("role", "group")
        .attr("aria-label", ui::SHOW_AS)
        .child(tab_button(Tab::Chart, ui::CHART))
        .child(tab_button(Tab::Table, ui::TABLE));
    let titles = el("div", "")
        .child(el("h1", "").text_of(move || title(store)))
        .child(el("p", "subtitle").text_of(subtitle));
    let back = move || {
        focus_chart();
        store.change(Entry::Push, |s| {
            s.code = None;
            s.hidden.clear();
        });
    };
    let chart = drawing(store, pointing, theme).flag("hidden", move || tab.get() != Tab::Chart);
    vec![
        el("div", "title-row").child(titles).child(el("div", "actions").child(tabs).child(take(store))),
        ignored(store),
        controls(store),
        button("crumb", ui::ALL_CODES, back).flag("hidden", move || store.of(|s| s.code.is_none())),
        failure(store),
        el("figure", "figure")
            .class_if("stale", move || store.status.get() != Status::Ready)
            .child(chart)
            .part(move || if tab.get() == Tab::Table { vec![table_view(store)] } else { Vec::new() })
            // What it hides is not in the table either.
            .child(legend(store, pointing)),
        notes(store),
        el("p", "address").text_of(move || permalink(store)),
        sheet(store, theme),
    ]
}

/// The chart's panels, and what is said in their place while there is nothing to draw.
pub fn drawing(store: Store, pointing: Pointing, theme: ThemeChoice) -> El {
    let view = store.view;
    let empty = Memo::new(move |_| {
        view.with(|v| match v {
            Some(v) if v.is_empty() && v.state.is_map() => words::NO_INSTANCES,
            Some(v) if v.is_empty() => ui::NO_REPORT,
            Some(v) if v.hides_all() => ui::ALL_HIDDEN,
            _ => "",
        })
    });
    el("div", "")
        .child(panels(store, pointing, theme))
        .child(
            el("p", "empty")
                .flag("hidden", move || empty.get().is_empty())
                .text_of(move || empty.get().to_owned()),
        )
        .child(
            el("p", "waiting")
                .flag("hidden", move || view.with(Option::is_some) || store.status.get() != Status::Loading)
                .text(ui::LOADING),
        )
}

/// One line for parts of the address that were not understood.
pub fn ignored(store: Store) -> El {
    el("div", "").part(move || {
        let named: Vec<String> =
            store.ignored.with(|parts| parts.iter().map(|i| ui::ignored(&i.part, &i.accepted)).collect());
        if named.is_empty() {
            return Vec::new();
        }
        let line = el("p", "ignored")
            .attr("role", "status")
            .child(el("span", "").text(&named.join("; ")).text("."))
            .child(button("quiet", ui::DISMISS, move || {
                focus_chart();
                store.ignored.set(Vec::new());
            }));
        vec![line]
    })
}

/// What did not come, and the way to ask again. The chart before stays.
pub fn failure(store: Store) -> El {
    el("div", "").part(move || {
        let Status::Failed(reason) = store.status.get() else { return Vec::new() };
        let stays = if store.view.with_untracked(Option::is_some) { ui::CHART_BEFORE } else { "" };
        let line = el("p", "failure")
            .attr("role", "alert")
            .child(el("span", "").text(&reason).text(stays))
            .child(button("", ui::TRY_AGAIN, move || {
                focus_chart();
                store.retry();
            }));
        vec![line]
    })
}

/// An address that leads nowhere.
fn unknown_page(store: Store) -> El {
    el("div", "unknown").part(move || {
        let Place::Unknown(path) = store.place.get() else { return Vec::new() };
        let mut charts = Chart::nearest(&path);
        if charts.is_empty() {
            charts.push(&CATALOGUE[0]);
        }
        let links = charts.into_iter().map(|chart| chart_link(store, chart, chart.title));
        vec![
            el("h1", "").text(ui::NO_PAGE),
            el("p", "").text(ui::NO_CHART_AT).child(el("code", "").text(&path)).text(ui::NEAREST),
            el("ul", "").children(links),
        ]
    })
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
        line.set_text_content(Some(ui::BROKEN));
        // A body takes any element.
        let _ = body.prepend_with_node_1(&line);
    }
}
