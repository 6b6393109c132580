//! Which letters: thirteen boxes, all at once, those that reported throughout, or typed.

use leptos::prelude::*;
use rssac002_charts::theme::{Colour, css_variable};
use rssac002_model::{Rsi, RsiSet};

use web_sys::HtmlInputElement;

use crate::history::Entry;
use crate::store::Store;

/// The letters, folded away until they are wanted.
#[component]
pub fn RsiPicker() -> impl IntoView {
    let store = expect_context::<Store>();
    let chosen = Memo::new(move |_| store.of(|s| s.rsis));
    let wrong = RwSignal::new(None::<String>);
    let choose = move |rsis: RsiSet| {
        wrong.set(None);
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
            wrong.set(Some("At least one RSI has to be shown.".into()));
        } else {
            choose(rsis);
        }
    };
    let typed = move |text: String| match RsiSet::parse_api(&text.replace('.', ",")) {
        Ok(rsis) => choose(rsis),
        Err(error) => {
            wrong.set(Some(format!("`{text}` is not understood: {error}. Letters a to m, as a-c,k.")))
        }
    };
    let throughout = Memo::new(move |_| {
        let complete = store.view.with(|v| v.as_ref().filter(|v| v.time().is_some()).map(|v| v.throughout()));
        complete.filter(|c| *c != chosen.get() && !c.is_empty())
    });
    let boxes = Rsi::all()
        .map(|rsi| {
            view! {
                <label class="rsi">
                    <input
                        type="checkbox"
                        name="rsi"
                        value=rsi.as_str()
                        prop:checked=move || chosen.get().contains(rsi)
                        on:change=move |e| {
                            let field: HtmlInputElement = event_target(&e);
                            toggle(rsi, field.checked());
                            // The box of the last letter stays ticked.
                            field.set_checked(chosen.get_untracked().contains(rsi));
                        }
                    />
                    <span class="swatch" style=format!("background:var({})", css_variable(Colour::Rsi(rsi)))></span>
                    {rsi.as_str()}
                </label>
            }
        })
        .collect_view();
    view! {
        <details class="picker rsi-picker">
            <summary>"RSIs: " <span class="chosen">{move || chosen.get().to_api()}</span></summary>
            <div class="picker-body">
                <div class="rsi-boxes" role="group" aria-label="Root server identifiers">{boxes}</div>
                <div class="row">
                    <button on:click=move |_| choose(RsiSet::ALL)>"All 13"</button>
                    <button
                        disabled=move || throughout.get().is_none()
                        on:click=move |_| {
                            if let Some(rsis) = throughout.get_untracked() {
                                choose(rsis);
                            }
                        }
                    >
                        "Only those that reported throughout"
                    </button>
                </div>
                <label class="row">
                    "Letters "
                    <input
                        type="text"
                        name="rsi-text"
                        size="14"
                        maxlength="50"
                        autocomplete="off"
                        spellcheck="false"
                        prop:value=move || chosen.get().to_api()
                        on:change=move |e| typed(event_target_value(&e))
                    />
                </label>
                <p class="wrong" role="alert">{move || wrong.get()}</p>
            </div>
        </details>
    }
}
