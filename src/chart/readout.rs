//! The values at the place pointed out, as a small table that floats beside it, or below it where there is no room.

use std::sync::Arc;

use leptos::prelude::*;
use rssac002_charts::theme::css_variable;
use rssac002_charts::view::{self, View};

use super::Pointing;

/// From this width on the readout floats beside the pointer.
const FLOATS: f64 = 480.0;
/// About its width, to see on which side there is room.
const WIDTH: f64 = 290.0;

/// The readout of a panel. Shown in the panel that is pointed at.
#[component]
pub fn ReadoutView(view: Signal<Option<Arc<View>>>, index: usize, width: Signal<f64>) -> impl IntoView {
    let pointing = expect_context::<Pointing>();
    let cursor = move || pointing.cursor.get().filter(|c| c.panel == index);
    let place = move || {
        let Some(cursor) = cursor() else { return String::new() };
        let (x, width) = (cursor.pointer.0, width.get());
        if width < FLOATS {
            return "left:0;right:0;top:100%".into();
        }
        if x + WIDTH + 28.0 > width {
            format!("right:{}px;top:24px", (width - x + 16.0).min(width - WIDTH).max(0.0))
        } else {
            format!("left:{}px;top:24px", x + 16.0)
        }
    };
    view! {
        <div class="readout" hidden=move || cursor().is_none() style=place>
            {move || {
                let cursor = cursor()?;
                let readout = view.with(|v| view::readout(v.as_ref()?, index, cursor.at))?;
                let faded = pointing.series.get();
                let rows = readout
                    .rows
                    .into_iter()
                    .map(|row| {
                        let value = if row.value.is_empty() { "no report".to_owned() } else { row.value };
                        let doubt = if row.doubtful { " (doubtful)" } else { "" };
                        let on = faded.as_deref() == Some(row.id.as_str());
                        view! {
                            <tr class:on=on>
                                <th scope="row">
                                    <span
                                        class="swatch"
                                        style=format!("background:var({})", css_variable(row.colour))
                                    ></span>
                                    {row.label}
                                </th>
                                <td>{value}{doubt}</td>
                                <td class="share">{row.share}</td>
                            </tr>
                        }
                    })
                    .collect_view();
                let total = (!readout.total.is_empty())
                    .then(|| {
                        view! {
                            <tfoot>
                                <tr>
                                    <th scope="row">"Total"</th>
                                    <td>{readout.total}</td>
                                    <td></td>
                                </tr>
                            </tfoot>
                        }
                    });
                Some(
                    view! {
                        <p class="readout-heading">{readout.heading}</p>
                        <table>
                            <tbody>{rows}</tbody>
                            {total}
                        </table>
                        <p class="readout-note">{readout.note}</p>
                    },
                )
            }}
        </div>
    }
}
