//! The choices, in the order in which people decide: interval, form, unit, axis, who, when. Only what the chart offers.

use leptos::prelude::*;
use rssac002_charts::ChartState;
use rssac002_charts::state::Reading;
use rssac002_charts::state::choices::{CONTROLS, Choice, ChoiceOption, Control};
use rssac002_charts::words::ui;

use super::date_picker::DatePicker;
use super::focus::focus_chart;
use super::number_field::NumberField;
use super::rsi_picker::RsiPicker;
use super::segmented::{Segment, Segmented};
use super::time_picker::{BaseDay, SecondPeriod, TimePicker};
use crate::figure::Figure;
use crate::history::Entry;

/// All controls of the chart shown.
#[component]
pub fn Controls() -> impl IntoView {
    let figure = Figure::from_context();
    let followed = |read: fn(&ChartState) -> bool| Memo::new(move |_| figure.of(read));
    let has_rsis = followed(|state| state.chart.letters);
    let is_map = followed(ChartState::is_map);
    let has_second = followed(ChartState::offers_second_period);
    let has_base = followed(|state| state.reading == Reading::Index);
    let is_default = followed(|state| *state == ChartState::new(state.chart));
    let reset = move |_| {
        focus_chart();
        figure.change(Entry::Push, |state| *state = ChartState::new(state.chart));
    };
    view! {
        <div class="controls" role="group" aria-label=ui::CHOICES>
            {CONTROLS.map(|choice| view! { <ChoiceControl choice /> })}
            <Show when=move || has_base.get()>
                <BaseDay />
            </Show>
            <Show when=move || has_rsis.get()>
                <RsiPicker />
            </Show>
            <Show when=move || is_map.get() fallback=|| view! { <TimePicker /> }>
                <DatePicker />
            </Show>
            <Show when=move || has_second.get()>
                <SecondPeriod />
            </Show>
            <button class="quiet reset" hidden=is_default on:click=reset>
                {ui::RESET_ALL}
            </button>
        </div>
    }
}

/// The control of a choice; nothing where the chart does not offer it.
#[component]
fn ChoiceControl(choice: &'static dyn Choice) -> impl IntoView {
    let figure = Figure::from_context();
    // Another value leaves the elements as they are, and the focus where it is.
    let control = Memo::new(move |_| figure.of(|state| choice.control(state)));
    let choose = move |spelling: &str| {
        figure.change(Entry::Replace, |state| {
            // What a control offers is never refused.
            let _ = choice.read(state, spelling, &figure.session.clock());
        });
    };
    move || match control.get()? {
        Control::OneOf { legend, options } => {
            let segment = |option: ChoiceOption| {
                let is_chosen =
                    move || figure.of(|state| choice.write(state).as_deref() == Some(option.spelling));
                Segment {
                    word: option.label,
                    is_chosen: Signal::derive(is_chosen),
                    choose: Callback::new(move |()| choose(option.spelling)),
                }
            };
            let segments = options.into_iter().map(segment).collect();
            Some(view! { <Segmented legend name=choice.key() segments /> }.into_any())
        }
        Control::Number { around: [before, after], most } => {
            let value = move || figure.of(|state| choice.write(state)).unwrap_or_default();
            let field = view! {
                <NumberField
                    name=choice.key()
                    before
                    after
                    most
                    value=Signal::derive(value)
                    choose=move |number: u32| choose(&number.to_string())
                />
            };
            Some(field.into_any())
        }
    }
}
