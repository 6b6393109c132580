//! The values at the place pointed out, as a small table that floats beside it, or below it where there is no room.

use leptos::prelude::*;
use rssac002_charts::view::{self, Readout};
use rssac002_charts::words::ui;

use super::Pointing;
use crate::dom::{El, el};
use crate::panels::swatch;
use crate::store::Store;

/// From this width on the readout floats beside the pointer.
const FLOATS: f64 = 480.0;
/// About its width, to see on which side there is room.
const WIDTH: f64 = 290.0;

/// Where the readout stands in a panel of this width.
fn place(x: f64, width: f64) -> String {
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
    readout_box(pointing, size, move || {
        let cursor = pointing.cursor.get().filter(|c| c.panel == index)?;
        let readout = store.view.with(|v| view::readout(v.as_ref()?, index, cursor.at))?;
        Some((readout, cursor.pointer.0))
    })
}

/// A readout beside a place of this many pixels from the left, or nothing.
pub fn readout_box(
    pointing: Pointing,
    size: Memo<(f64, f64, f64)>,
    read: impl Fn() -> Option<(Readout, f64)> + Send + Sync + 'static,
) -> El {
    let now = Memo::new(move |_| read());
    el("div", "readout")
        .flag("hidden", move || now.with(Option::is_none))
        .attr_of("style", move || now.with(|now| now.as_ref().map(|(_, x)| place(*x, size.get().0))))
        .part(move || now.with(|now| now.as_ref().map(|(r, _)| contents(pointing, r))).unwrap_or_default())
}

fn contents(pointing: Pointing, readout: &Readout) -> Vec<El> {
    let faded = pointing.series.get();
    let rows = readout.rows.iter().map(|row| {
        let value = if row.value.is_empty() { ui::NO_VALUE } else { &row.value };
        let on = faded.as_ref() == Some(&row.id);
        el("tr", if on { "on" } else { "" })
            .child(el("th", "").attr("scope", "row").child(swatch(row.colour)).text(&row.label))
            .child(el("td", "").text(value).text(if row.doubtful { ui::DOUBTFUL } else { "" }))
            .child(el("td", "share").text(&row.share))
    });
    let mut table = el("table", "").child(el("tbody", "").children(rows));
    if !readout.total.is_empty() {
        let total = el("tr", "")
            .child(el("th", "").attr("scope", "row").text(ui::TOTAL))
            .child(el("td", "").text(&readout.total))
            .child(el("td", ""));
        table = table.child(el("tfoot", "").child(total));
    }
    vec![
        el("p", "readout-heading").text(&readout.heading),
        table,
        el("p", "readout-note").text(&readout.note),
    ]
}
