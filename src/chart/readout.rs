//! The values at the place pointed out, as a small table that floats beside it, or below it where there is no room.

use leptos::prelude::*;
use rssac002_charts::view;

use super::{Cursor, Pointing};
use crate::dom::{El, el};
use crate::panels::swatch;
use crate::store::Store;

/// From this width on the readout floats beside the pointer.
const FLOATS: f64 = 480.0;
/// About its width, to see on which side there is room.
const WIDTH: f64 = 290.0;

/// Where the readout stands in a panel of this width.
fn place(cursor: Cursor, width: f64) -> String {
    let x = cursor.pointer.0;
    if width < FLOATS {
        "left:0;right:0;top:100%".into()
    } else if x + WIDTH + 28.0 > width {
        format!("right:{}px;top:24px", (width - x + 16.0).min(width - WIDTH).max(0.0))
    } else {
        format!("left:{}px;top:24px", x + 16.0)
    }
}

/// The readout of a panel. Shown in the panel that is pointed at.
pub fn readout_view(store: Store, pointing: Pointing, index: usize, size: Memo<(f64, f64, f64)>) -> El {
    let cursor = move || pointing.cursor.get().filter(|c| c.panel == index);
    el("div", "readout")
        .flag("hidden", move || cursor().is_none())
        .attr_of("style", move || cursor().map(|cursor| place(cursor, size.get().0)))
        .part(move || cursor().and_then(|cursor| contents(store, pointing, cursor)).unwrap_or_default())
}

fn contents(store: Store, pointing: Pointing, cursor: Cursor) -> Option<Vec<El>> {
    let readout = store.view.with(|v| view::readout(v.as_ref()?, cursor.panel, cursor.at))?;
    let faded = pointing.series.get();
    let rows = readout.rows.iter().map(|row| {
        let value = if row.value.is_empty() { "no report" } else { &row.value };
        let on = faded.as_ref() == Some(&row.id);
        el("tr", if on { "on" } else { "" })
            .child(el("th", "").attr("scope", "row").child(swatch(row.colour)).text(&row.label))
            .child(el("td", "").text(value).text(if row.doubtful { " (doubtful)" } else { "" }))
            .child(el("td", "share").text(&row.share))
    });
    let mut table = el("table", "").child(el("tbody", "").children(rows));
    if !readout.total.is_empty() {
        let total = el("tr", "")
            .child(el("th", "").attr("scope", "row").text("Total"))
            .child(el("td", "").text(&readout.total))
            .child(el("td", ""));
        table = table.child(el("tfoot", "").child(total));
    }
    Some(vec![
        el("p", "readout-heading").text(&readout.heading),
        table,
        el("p", "readout-note").text(&readout.note),
    ])
}
