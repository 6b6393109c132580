//! Which letters: thirteen boxes, all at once, those that reported throughout, or typed.

use leptos::prelude::*;
use rssac002_charts::theme::Colour;
use rssac002_charts::words::ui;
use rssac002_model::{Rsi, RsiSet};

use super::swatch::Swatch;
use super::wrong::Wrong;
use crate::figure::Figure;
use crate::history::Entry;

/// The letters, folded away until they are wanted.
#[component]
pub fn RsiPicker() -> impl IntoView {
    let figure = Figure::from_context();
    let chosen = Memo::new(move |_| figure.of(|state| state.rsis));
    let wrong = RwSignal::new(String::new());
    let choose = move |rsis: RsiSet| {
        wrong.set(String::new());
        figure.change(Entry::Replace, |state| state.rsis = rsis);
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
        Err(error) => wrong.set(ui::wrong_rsis(&text, &error)),
    };
    let throughout = Memo::new(move |_| {
        let complete = figure.view.get().map(|view| view.throughout);
        complete.filter(|complete| *complete != chosen.get() && !complete.is_empty())
    });
    let reported = move |_| {
        if let Some(rsis) = throughout.get_untracked() {
            choose(rsis);
        }
    };
    let boxes = Rsi::all().map(|rsi| {
        view! {
            <label class="rsi">
                <input
                    type="checkbox"
                    name="rsi"
                    value=rsi.as_str()
                    checked=chosen.get_untracked().contains(rsi)
                    prop:checked=move || chosen.get().contains(rsi)
                    on:change:target=move |event| {
                        toggle(rsi, event.target().checked());
                        // The box of the last letter stays ticked.
                        event.target().set_checked(chosen.get_untracked().contains(rsi));
                    }
                />
                <Swatch colour=Colour::Rsi(rsi) />
                {rsi.as_str()}
            </label>
        }
    });
    view! {
        <details class="picker rsi-picker">
            <summary>
                {ui::RSIS} <span class="chosen">{Signal::derive(move || chosen.get().to_api())}</span>
            </summary>
            <div class="picker-body">
                <div class="rsi-boxes" role="group" aria-label=ui::RSIS_LONG>
                    {boxes.collect_view()}
                </div>
                <div class="row">
                    <button on:click=move |_| choose(RsiSet::ALL)>{ui::ALL_RSIS}</button>
                    <button disabled=move || throughout.get().is_none() on:click=reported>
                        {ui::REPORTED_RSIS}
                    </button>
                </div>
                <label class="row">
                    {ui::LETTERS}
                    <input
                        type="text"
                        name="rsi-text"
                        size="14"
                        maxlength="50"
                        autocomplete="off"
                        spellcheck="false"
                        value=chosen.get_untracked().to_api()
                        prop:value=move || chosen.get().to_api()
                        on:change:target=move |event| typed(event.target().value())
                    />
                </label>
                <Wrong reason=wrong />
            </div>
        </details>
    }
}
