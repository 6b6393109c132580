//! Which letters: thirteen boxes, all at once, those that reported throughout, or typed.

use leptos::prelude::*;
use rssac002_charts::theme::Colour;
use rssac002_charts::words::ui;
use rssac002_model::{Rsi, RsiSet};
use web_sys::{Event, HtmlInputElement};

use super::controls::wrong_line;
use super::swatch;
use crate::dom::{El, button, el};
use crate::history::Entry;
use crate::store::Store;

/// The letters, folded away until they are wanted.
pub fn rsi_picker(store: Store) -> El {
    let chosen = Memo::new(move |_| store.of(|s| s.rsis));
    let wrong = RwSignal::new(String::new());
    let choose = move |rsis: RsiSet| {
        wrong.set(String::new());
        store.change(Entry::Replace, |s| s.rsis = rsis);
    };
    let toggle = move |rsi: Rsi, on: bool| {
        let mut rsis = chosen.get_untracked();
        if on {
            rsis.insert(rsi)
        } else {
            rsis.remove(rsi)
        }
        if rsis.is_empty() {
            wrong.set(ui::NO_RSI.into());
        } else {
            choose(rsis);
        }
    };
    let typed = move |text: String| match RsiSet::parse_api(&text.replace('.', ",")) {
        Ok(rsis) => choose(rsis),
        Err(error) => wrong.set(format!("`{text}` is not understood: {error}. Letters a to m, as a-c,k.")),
    };
    let throughout = Memo::new(move |_| {
        let complete = store.view.with(|v| v.as_ref().filter(|v| v.time().is_some()).map(|v| v.throughout()));
        complete.filter(|c| *c != chosen.get() && !c.is_empty())
    });
    let boxes = Rsi::all().map(|rsi| {
        let input = el("input", "")
            .attr("type", "checkbox")
            .attr("name", "rsi")
            .attr("value", rsi.as_str())
            .prop_of("checked", move || chosen.get().contains(rsi).into())
            .on("change", move |e: Event| {
                let field: HtmlInputElement = event_target(&e);
                toggle(rsi, field.checked());
                // The box of the last letter stays ticked.
                field.set_checked(chosen.get_untracked().contains(rsi));
            });
        el("label", "rsi").child(input).child(swatch(Colour::Rsi(rsi))).text(rsi.as_str())
    });
    let reported = move || {
        if let Some(rsis) = throughout.get_untracked() {
            choose(rsis);
        }
    };
    let rows = el("div", "row")
        .child(button("", ui::ALL_RSIS, move || choose(RsiSet::ALL)))
        .child(button("", ui::REPORTED_RSIS, reported).flag("disabled", move || throughout.get().is_none()));
    let field = el("input", "")
        .attr("type", "text")
        .attr("name", "rsi-text")
        .attr("size", "14")
        .attr("maxlength", "50")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .prop_of("value", move || chosen.get().to_api().into())
        .on("change", move |e: Event| typed(event_target::<HtmlInputElement>(&e).value()));
    let body = el("div", "picker-body")
        .child(el("div", "rsi-boxes").attr("role", "group").attr("aria-label", ui::RSIS_LONG).children(boxes))
        .child(rows)
        .child(el("label", "row").text(ui::LETTERS).child(field))
        .child(wrong_line(wrong));
    let summary =
        el("summary", "").text(ui::RSIS).child(el("span", "chosen").text_of(move || chosen.get().to_api()));
    el("details", "picker rsi-picker").child(summary).child(body)
}
