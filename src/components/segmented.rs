//! One choice among a few, as a row of radio buttons that look like one segmented button.

use leptos::prelude::*;

/// One of a few values.
#[derive(Clone)]
pub struct Segment {
    /// Its word.
    pub word: &'static str,
    /// Whether it is the one chosen.
    pub is_chosen: Signal<bool>,
    /// Chooses it.
    pub choose: Callback<()>,
}

/// One choice among a few.
#[component]
pub fn Segmented(
    /// What is chosen, for those who do not see the row.
    legend: &'static str,
    /// The group's name.
    name: &'static str,
    segments: Vec<Segment>,
) -> impl IntoView {
    let option = |Segment { word, is_chosen, choose }| {
        view! {
            <label>
                <input
                    type="radio"
                    name=name
                    value=word
                    checked=is_chosen.get_untracked()
                    prop:checked=is_chosen
                    on:change=move |_| choose.run(())
                />
                <span>{word}</span>
            </label>
        }
    };
    view! {
        <fieldset class="segmented">
            <legend>{legend}</legend>
            {segments.into_iter().map(option).collect_view()}
        </fieldset>
    }
}

/// A choice among words that belongs to no chart, with its label beside it.
#[component]
pub fn LabelledChoice(
    legend: &'static str,
    name: &'static str,
    words: &'static [&'static str],
    chosen: RwSignal<&'static str>,
    #[prop(optional, into)] hidden: Signal<bool>,
) -> impl IntoView {
    let segment = |word: &&'static str| {
        let word = *word;
        Segment {
            word,
            is_chosen: Signal::derive(move || chosen.get() == word),
            choose: Callback::new(move |()| chosen.set(word)),
        }
    };
    let segments = words.iter().map(segment).collect();
    view! {
        <div class="field" hidden=hidden>
            <span class="label" aria-hidden="true">
                {legend}
            </span>
            <Segmented legend name segments />
        </div>
    }
}
