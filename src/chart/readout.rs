//! The values at the place pointed out, as a small table that floats beside it, or below it where there is no room.

use leptos::prelude::*;
use rssac002_charts::kind;
use rssac002_charts::view::Readout;
use rssac002_charts::words::ui;

use super::layout::Size;
use super::pointing::Pointing;
use crate::components::swatch::Swatch;
use crate::figure::Figure;

/// From this width on the readout floats beside the pointer.
const FLOATS: f64 = 480.0;
/// About its width, to see on which side there is room.
const WIDTH: f64 = 290.0;

/// Where the readout stands in a panel of this width: its left, right and top, as CSS.
fn place(x: f64, width: f64) -> [Option<String>; 3] {
    let at = |pixels: f64| Some(format!("{pixels}px"));
    if width < FLOATS {
        [at(0.0), at(0.0), Some("100%".into())]
    } else if x + WIDTH + 28.0 > width {
        [None, at((width - x + 16.0).min(width - WIDTH).max(0.0)), at(24.0)]
    } else {
        [at(x + 16.0), None, at(24.0)]
    }
}

/// The readout of a panel. Shown in the panel that is pointed at.
#[component]
pub fn ReadoutOf(index: usize, size: Memo<Size>) -> impl IntoView {
    let figure = Figure::from_context();
    let pointing = Pointing::from_context();
    let read = Memo::new(move |_| {
        let cursor = pointing.cursor.get().filter(|cursor| cursor.panel == index)?;
        let readout = kind::readout(figure.view.get().as_deref()?, index, cursor.at)?;
        Some((readout, cursor.pointer.0))
    });
    view! { <ReadoutBox read size /> }
}

/// A readout beside a place of so many CSS pixels from the left, or nothing.
#[component]
pub fn ReadoutBox(read: Memo<Option<(Readout, f64)>>, size: Memo<Size>) -> impl IntoView {
    let pointing = Pointing::from_context();
    let hidden = move || read.get().is_none();
    let is_pinned = move || pointing.cursor.get().is_some_and(|cursor| cursor.is_pinned);
    let place =
        Memo::new(move |_| read.get().map_or([const { None }; 3], |(_, x)| place(x, size.get().width)));
    let contents = move || read.get().map(|(readout, _)| contents(pointing, readout));
    view! {
        <div
            class="readout"
            class:pinned=is_pinned
            hidden=hidden
            style:left=move || place.get()[0].clone()
            style:right=move || place.get()[1].clone()
            style:top=move || place.get()[2].clone()
        >
            {contents}
        </div>
    }
}

fn contents(pointing: Pointing, readout: Readout) -> impl IntoView {
    let Readout { heading, rows, total, note, more } = readout;
    let faded = pointing.series.get();
    let rows = rows.into_iter().map(|row| {
        let value = if row.value.is_empty() { ui::NO_VALUE.to_owned() } else { row.value };
        let on = faded.as_ref() == Some(&row.id);
        view! {
            <tr class:on=on>
                <th scope="row">
                    <Swatch colour=row.colour />
                    {row.label}
                </th>
                <td>{value}{row.doubtful.then_some(ui::DOUBTFUL)}</td>
                <td class="share">{row.share}</td>
            </tr>
        }
    });
    let foot = (!total.is_empty()).then(|| {
        view! {
            <tfoot>
                <tr>
                    <th scope="row">{ui::TOTAL}</th>
                    <td>{total}</td>
                    <td></td>
                </tr>
            </tfoot>
        }
    });
    view! {
        <p class="readout-heading">{heading}</p>
        <table>
            <tbody>{rows.collect_view()}</tbody>
            {foot}
        </table>
        <p class="readout-note">{note}</p>
        {more.map(|more| view! { <a href=more.address>{more.words}</a> })}
    }
}
