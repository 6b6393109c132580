//! Numbers as a table.

use std::sync::Arc;

use leptos::html::Div;
use leptos::prelude::*;
use rssac002_charts::day::DayState;
use rssac002_charts::export::{self, Order, Table};
use rssac002_charts::state::Interval;
use rssac002_charts::words::ui;
use rssac002_model::{Day, RsiSet};

use crate::figure::Figure;

/// Rows that are shown at first, and how many more each time that the visitor asks for more: a browser lays out a table
/// as a whole.
const FIRST: usize = 120;
const MORE: usize = 1000;

/// The table of the figure's view.
#[component]
pub fn ViewTable() -> impl IntoView {
    let figure = Figure::from_context();
    let table = move || {
        let view = figure.view.get()?;
        let caption = format!("{}. {}", view.title, view.subtitle);
        let rsis = view.time().filter(|time| time.interval == Interval::Day).map(|_| view.state.rsis);
        Some(view! { <SortedTable caption table=export::table(&view) days_of=rsis /> })
    };
    view! { <div class="table-tab">{table}</div> }
}

/// A table whose rows are sorted by the column that is chosen, and a button for more of them.
#[component]
fn SortedTable(
    caption: String,
    table: Table,
    /// The letters, where its rows are days.
    days_of: Option<RsiSet>,
) -> impl IntoView {
    let all = table.rows.len();
    let columns = table.columns.clone();
    let order = RwSignal::new(table.order);
    let count = RwSignal::new(FIRST);
    let table = Arc::new(table);
    let (sorting, reading) = (table.clone(), table);
    let sorted = Memo::new(move |_| sorting.sorted(order.get()));
    let row = move |at: usize| {
        let (name, values) = reading.rows.get(at).cloned().unwrap_or_default();
        let cells = values.iter().zip(&reading.styles).map(|(value, style)| style.write(*value)).collect();
        let day = Day::parse_iso(&name).zip(days_of);
        let address = day.map(|(day, rsis)| DayState { rsis, ..DayState::new(day) }.address());
        view! { <Row name address cells /> }
    };
    let rows = move || sorted.get().into_iter().take(count.get()).map(&row).collect_view();
    let head = columns.into_iter().enumerate().map(|(column, name)| {
        let direction = move || {
            let Order { column: chosen, descending } = order.get();
            (chosen == column).then_some(if descending { "descending" } else { "ascending" })
        };
        let sort = move |_| {
            // A new order begins at its beginning: laying out thousands of rows takes seconds.
            count.set(FIRST);
            order.update(|order| *order = order.choose(column));
        };
        view! {
            <th scope="col" aria-sort=direction>
                <button on:click=sort>{name}</button>
            </th>
        }
    });
    let left = move || all.saturating_sub(count.get());
    let scrolling = NodeRef::<Div>::new();
    let more = move |_| {
        count.update(|count| *count += MORE);
        if let (0, Some(table)) = (left(), scrolling.get_untracked()) {
            // The button leaves, and the focus would with it.
            let _ = table.focus();
        }
    };
    view! {
        <ScrollingTable caption head=head.collect_view().into_any() node_ref=scrolling>
            {rows}
        </ScrollingTable>
        <button hidden=move || left() == 0 on:click=more>
            {Signal::derive(move || ui::show_more(left().min(MORE), all))}
        </button>
    }
}

/// A row: its heading, which may lead to a page, and its cells.
#[component]
fn Row(
    name: String,
    #[prop(optional_no_strip)] address: Option<String>,
    cells: Vec<String>,
) -> impl IntoView {
    view! {
        <tr>
            <th scope="row">
                // Without an address it is plain text.
                <a href=address>{name}</a>
            </th>
            {cells.into_iter().map(|cell| view! { <td>{cell}</td> }).collect_view()}
        </tr>
    }
}

/// A table of texts. The first column is that of the rows' headings.
#[component]
pub fn TextTable(
    #[prop(into)] caption: String,
    columns: Vec<String>,
    /// Headings and cells.
    rows: Vec<(String, Vec<String>)>,
) -> impl IntoView {
    let head = columns.into_iter().map(heading).collect_view();
    let rows = rows.into_iter().map(|(name, cells)| view! { <Row name cells /> }).collect_view();
    view! {
        <ScrollingTable caption head=head.into_any()>
            {rows}
        </ScrollingTable>
    }
}

/// The head of a column; over headings of rows there may be nothing to say.
pub fn heading(name: String) -> AnyView {
    if name.is_empty() {
        view! { <td></td> }.into_any()
    } else {
        view! { <th scope="col">{name}</th> }.into_any()
    }
}

/// A table that scrolls by itself.
#[component]
pub fn ScrollingTable(
    caption: String,
    /// The cells of the heading line.
    head: AnyView,
    #[prop(optional)] node_ref: NodeRef<Div>,
    /// The rows.
    children: Children,
) -> impl IntoView {
    let name = caption.clone();
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=name node_ref=node_ref>
            <table class="numbers">
                <caption>{caption}</caption>
                <thead>
                    <tr>{head}</tr>
                </thead>
                <tbody>{children()}</tbody>
            </table>
        </div>
    }
}
