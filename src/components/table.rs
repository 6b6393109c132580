//! Numbers as a table.

use std::ops::Range;
use std::sync::Arc;

use js_sys::Promise;
use leptos::html::Div;
use leptos::prelude::*;
use leptos_use_resize_observer::use_resize_observer;
use rssac002_charts::day::DayState;
use rssac002_charts::export::{self, Order, Table, Written, copied};
use rssac002_charts::state::Interval;
use rssac002_charts::words::ui;
use rssac002_model::Day;
use web_sys::FocusOptions;

use super::copying::{CopyButton, promised};
use super::in_sight::Sight;
use crate::ON_SERVER;
use crate::figure::Figure;

/// Rows in the page that the server sends, which does not know the height of the window.
const SENT: usize = 120;
/// Rows on paper. All of a table over ten years would be a hundred sheets, and take a browser a minute.
const PRINTED: usize = 500;

/// What is shown of the figure's table.
#[derive(Clone, Copy)]
struct Shown {
    figure: Figure,
    table: Memo<Option<Arc<Table>>>,
    /// By which column it is sorted; as it comes without one.
    order: RwSignal<Option<Order>>,
    /// What is looked for.
    asked: RwSignal<String>,
    /// The rows in which that is written, in the order in which they stand.
    rows: Memo<Arc<[usize]>>,
    /// The table's box.
    scrolling: NodeRef<Div>,
    sight: RwSignal<Sight>,
}

impl Shown {
    fn new() -> Shown {
        let figure = Figure::from_context();
        let table = Memo::new(move |_| figure.view.get().map(|view| Arc::new(export::table(&view))));
        let order = RwSignal::new(None);
        // Another table comes as it is.
        Effect::new(move || {
            table.track();
            order.set(None);
        });
        let sorted = Memo::new(move |_| {
            let table = table.get();
            let sorted = table.map(|table| table.sorted(order.get().unwrap_or(table.order)));
            Arc::<[usize]>::from(sorted.unwrap_or_default())
        });
        let asked = RwSignal::new(String::new());
        // Read only where something is looked for.
        let written = Memo::new(move |_| table.get().map(|table| Arc::new(Written::of(&table))));
        let rows = Memo::new(move |_| {
            let (sorted, asked) = (sorted.get(), asked.get());
            match if asked.trim().is_empty() { None } else { written.get() } {
                Some(written) => written.found(&asked, &sorted).into(),
                None => sorted,
            }
        });
        let (scrolling, sight) = (NodeRef::new(), RwSignal::new(Sight::UNMEASURED));
        Shown { figure, table, order, asked, rows, scrolling, sight }
    }

    /// Shows other rows or another order, from its beginning.
    fn change(self, change: impl FnOnce()) {
        if let Some(scrolling) = self.scrolling.get_untracked() {
            scrolling.set_scroll_top(0);
        }
        self.sight.update(|sight| sight.top = 0.0);
        change();
    }

    /// The rows that are in the page, by their places among those shown.
    fn in_page(self) -> Range<usize> {
        let count = self.rows.with(|rows| rows.len());
        match self.is_printing() {
            true => 0..count.min(PRINTED),
            false if ON_SERVER => 0..count.min(SENT),
            false => self.sight.get().rows(count),
        }
    }

    fn is_printing(self) -> bool {
        self.figure.session.appearance.printing.get()
    }

    /// How many rows there are.
    fn count(self) -> String {
        let (found, all) = (self.rows.with(|rows| rows.len()), self.table.get().map_or(0, |t| t.rows.len()));
        match self.is_printing() && found > PRINTED {
            true => ui::rows_printed(PRINTED, found),
            false => ui::rows(found, all),
        }
    }

    /// Looks where the box is, and which rows it shows.
    fn measure(self) {
        let Some(scrolling) = self.scrolling.try_get_untracked().flatten() else { return };
        let rows = scrolling.query_selector(".rows").ok().flatten();
        // The first one has half of a border only.
        let row =
            rows.map(|rows| rows.get_bounding_client_rect().height() / f64::from(rows.child_element_count()));
        let row = row.filter(|height| *height > 0.0 && height.is_finite());
        let sight = Sight {
            top: f64::from(scrolling.scroll_top()),
            height: f64::from(scrolling.client_height()),
            row: row.unwrap_or(self.sight.get_untracked().row),
        };
        if sight == self.sight.get_untracked() {
            return;
        }
        // What has the focus may leave; then the box has it, or keys would scroll the page from here on.
        let focused = document().active_element().and_then(|element| element.closest(".rows > tr").ok()?);
        let place = focused.and_then(|row| row.get_attribute("aria-rowindex")?.parse().ok());
        let rows = sight.rows(self.rows.get_untracked().len());
        if place.is_some_and(|place: usize| !rows.contains(&place.saturating_sub(FIRST_ROW))) {
            let options = FocusOptions::new();
            options.set_prevent_scroll(true);
            // It has a `tabindex`.
            let _ = scrolling.focus_with_options(&options);
        }
        self.sight.set(sight);
    }

    /// The rows shown, as they are copied.
    fn contents(self) -> Vec<(&'static str, Promise)> {
        let Some(table) = self.table.get_untracked() else { return Vec::new() };
        let rows = self.rows.get_untracked();
        vec![
            ("text/plain", promised(&copied::text(&table, &rows), "text/plain")),
            ("text/html", promised(&copied::html(&table, &rows), "text/html")),
        ]
    }
}

/// The number of the first row below that of the headings, for those who hear the table.
const FIRST_ROW: usize = 2;

/// The table of the figure's view, a field that finds rows, and a button that copies it.
#[component]
pub fn ViewTable() -> impl IntoView {
    let shown = Shown::new();
    let table = move || shown.table.get().map(|table| view! { <LongTable shown table /> });
    view! {
        <div class="table-tab">
            <div class="row">
                <label class="find">
                    {ui::FIND}
                    <input
                        type="search"
                        name="find"
                        autocomplete="off"
                        spellcheck="false"
                        placeholder=ui::FIND_WHAT
                        prop:value=shown.asked
                        on:input:target=move |event| {
                            let asked = event.target().value();
                            shown.change(|| shown.asked.set(asked));
                        }
                    />
                </label>
                <CopyButton word=ui::COPY_TABLE contents=move || shown.contents() />
                <span class="count" role="status">
                    {move || shown.count()}
                </span>
            </div>
            {table}
        </div>
    }
}

/// A table of which only the rows in sight are in the page. Its box scrolls as if all of them were.
#[component]
fn LongTable(shown: Shown, table: Arc<Table>) -> impl IntoView {
    let figure = shown.figure;
    let (caption, days_of) = untrack(|| {
        figure.of_view(|view| {
            let days = view.time().filter(|time| time.interval == Interval::Day).map(|_| view.state.rsis);
            (format!("{}. {}", view.title, view.subtitle), days)
        })
    });
    let first_order = table.order;
    let order = move || shown.order.get().unwrap_or(first_order);
    let head = table.columns.iter().cloned().enumerate().map(|(column, name)| {
        let direction = move || {
            let Order { column: chosen, descending } = order();
            (chosen == column).then_some(if descending { "descending" } else { "ascending" })
        };
        let sort = move |_| shown.change(|| shown.order.set(Some(untrack(order).choose(column))));
        view! {
            <th scope="col" aria-sort=direction>
                <button on:click=sort>{name}</button>
            </th>
        }
    });
    let head = head.collect_view();
    let widest = table.widest().into_iter().map(|text| view! { <td>{text}</td> }).collect_view();
    let in_page = Memo::new(move |_| shown.in_page());
    let places = move || {
        let (rows, in_page) = (shown.rows.get(), in_page.get());
        in_page.filter_map(|place| Some((place, *rows.get(place)?))).collect::<Vec<_>>()
    };
    let row = move |(place, row): (usize, usize)| {
        let (name, values) = table.rows.get(row).cloned().unwrap_or_default();
        let cells = values.iter().zip(&table.styles).map(|(value, style)| style.write(*value)).collect();
        let day = Day::parse_iso(&name).zip(days_of);
        let address = day.map(|(day, rsis)| DayState { rsis, ..DayState::new(day) }.address());
        view! { <Row name address cells place=place + FIRST_ROW /> }
    };
    let count = move || shown.rows.with(|rows| rows.len());
    let above = move || in_page.get().start;
    // Without scripts there would be nothing in it.
    let below = move || if ON_SERVER { 0 } else { count().saturating_sub(in_page.get().end) };
    let scrolling = shown.scrolling;
    let element = Signal::derive_local(move || scrolling.get().map(web_sys::Element::from));
    let _ = use_resize_observer(element, move |_, _| shown.measure());
    view! {
        <div
            class="table-scroll"
            tabindex="0"
            role="region"
            aria-label=ui::TABLE
            node_ref=scrolling
            on:scroll=move |_| shown.measure()
        >
            <table class="numbers" aria-rowcount=move || count() + 1>
                <caption>{caption}</caption>
                <thead>
                    <tr aria-rowindex="1">{head}</tr>
                    // Columns are as wide as if all rows were there.
                    <tr class="widest" aria-hidden="true">
                        {widest}
                    </tr>
                </thead>
                <Space shown rows=Signal::derive(above) />
                <tbody class="rows">
                    <For each=places key=|place| *place children=row />
                </tbody>
                <Space shown rows=Signal::derive(below) />
            </table>
        </div>
    }
}

/// The room of rows that are not in the page.
#[component]
fn Space(shown: Shown, rows: Signal<usize>) -> impl IntoView {
    let height = move || format!("{}px", rows.get() as f64 * shown.sight.get().row);
    view! {
        <tbody class="space" aria-hidden="true">
            <tr>
                <td style:height=height></td>
            </tr>
        </tbody>
    }
}

/// A row: its heading, which may lead to a page, and its cells.
#[component]
fn Row(
    name: String,
    #[prop(optional_no_strip)] address: Option<String>,
    cells: Vec<String>,
    /// Its number among all of the table, where not all of them are in the page.
    #[prop(optional)]
    place: Option<usize>,
) -> impl IntoView {
    view! {
        <tr aria-rowindex=place>
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
    /// The rows.
    children: Children,
) -> impl IntoView {
    let name = caption.clone();
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=name>
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
