//! The choices, in the order in which people decide: interval, form, unit, who, when. Only what the chart offers.

use std::sync::Arc;

use leptos::prelude::*;
use rssac002_charts::catalogue::{Instances, MOST_TOP, Messages, Per, Rate};
use rssac002_charts::state::{Interval, LONGEST_LOAD, Scale};
use rssac002_charts::{ChartState, words};

use super::rsi_picker::RsiPicker;
use super::time_picker::{SecondPeriod, TimePicker};
use crate::history::Entry;
use crate::store::Store;

/// One of a few values: its word, whether a state has it, and how it gets it.
#[derive(Clone)]
struct Choice {
    word: &'static str,
    is: Arc<dyn Fn(&ChartState) -> bool + Send + Sync>,
    take: Arc<dyn Fn(&mut ChartState) + Send + Sync>,
}

/// The values that a chart offers; none where there is nothing to choose.
fn choices<T: Copy + PartialEq + Send + Sync + 'static>(
    values: &[T],
    word: impl Fn(T) -> &'static str,
    read: fn(&ChartState) -> T,
    write: fn(&mut ChartState, T),
) -> Vec<Choice> {
    let choice = |value: &T| {
        let value = *value;
        Choice {
            word: word(value),
            is: Arc::new(move |state| read(state) == value),
            take: Arc::new(move |state| write(state, value)),
        }
    };
    if values.len() > 1 { values.iter().map(choice).collect() } else { Vec::new() }
}

/// One choice among a few, as a row of radio buttons that look like one segmented button; nothing without choices.
#[component]
fn Segmented(
    /// What is chosen, for those who do not see the row.
    legend: &'static str,
    /// The name of the group.
    name: &'static str,
    /// The values.
    choices: Vec<Choice>,
) -> impl IntoView {
    let store = expect_context::<Store>();
    if choices.is_empty() {
        return None;
    }
    let buttons = choices
        .into_iter()
        .map(|Choice { word, is, take }| {
            let now = Memo::new(move |_| store.of(|s| is(s)));
            view! {
                <label>
                    <input
                        type="radio"
                        name=name
                        value=word
                        prop:checked=move || now.get()
                        on:change=move |_| store.change(Entry::Replace, |s| take(s))
                    />
                    <span>{word}</span>
                </label>
            }
        })
        .collect_view();
    Some(view! {
        <fieldset class="segmented">
            <legend>{legend}</legend>
            {buttons}
        </fieldset>
    })
}

const COUNTS: [Instances; 4] = [Instances::All, Instances::DualStack, Instances::V4, Instances::V6];

/// All controls of the chart shown.
#[component]
pub fn Controls() -> impl IntoView {
    let store = expect_context::<Store>();
    let chart = Memo::new(move |_| store.of(|s| s.chart.path));
    let log = Memo::new(move |_| store.of(ChartState::offers_log));
    let differs = Memo::new(move |_| store.of(|s| *s != ChartState::new(s.chart)));
    let of_chart = move || {
        chart.track();
        // Another choice on the same chart leaves the controls as they are.
        let state = untrack(|| store.of(ChartState::clone));
        let chart = state.chart;
        // In the order of the calendar, whichever is the default.
        let mut intervals: Vec<Interval> = chart.intervals.to_vec();
        intervals.sort_by_key(|i| *i == Interval::Week);
        let rates: &[Rate] =
            if chart.per == Per::DayOrSecond { &[Rate::PerDay, Rate::PerSecond] } else { &[] };
        let messages: &[Messages] = if state.offers_messages() { &Messages::ALL } else { &[] };
        let counts: &[Instances] = if state.offers_instances() { &COUNTS } else { &[] };
        view! {
            <Segmented
                legend="Interval"
                name="interval"
                choices=choices(&intervals, words::interval, |s| s.interval, |s, v| s.interval = v)
            />
            <Segmented
                legend="Messages"
                name="messages"
                choices=choices(messages, words::messages, |s| s.messages, |s, v| s.messages = v)
            />
            <Segmented
                legend="Form"
                name="form"
                choices=choices(chart.forms(), |form| words::form(chart, form), |s| s.form, ChartState::set_form)
            />
            <Segmented
                legend="IP version"
                name="ip"
                choices=choices(chart.ip_versions, words::ip_versions, |s| s.ip, |s, v| s.ip = v)
            />
            <Segmented
                legend="Instances"
                name="count"
                choices=choices(counts, words::instances, |s| s.instances, |s, v| s.instances = v)
            />
            <Segmented
                legend="Unit"
                name="per"
                choices=choices(rates, words::rate, |s| s.rate, |s, v| s.rate = v)
            />
            {state
                .offers_threshold()
                .then(|| number("within", "seconds", "threshold", LONGEST_LOAD, |s| s.threshold, |s, v| s.threshold = v))}
            {state
                .offers_top()
                .then(|| number("the", "most frequent", "top", MOST_TOP.into(), |s| s.top.into(), |s, v| {
                    // The field takes no more than MOST_TOP.
                    s.top = u8::try_from(v).unwrap_or(MOST_TOP);
                }))}
        }
    };
    view! {
        <div class="controls" role="group" aria-label="Choices">
            {of_chart}
            <Show when=move || log.get()>
                <Segmented
                    legend="Axis"
                    name="scale"
                    choices=choices(&[Scale::Linear, Scale::Log], words::scale, |s| s.scale, |s, v| s.scale = v)
                />
            </Show>
            <Show when=move || store.of(|s| s.chart.letters)>
                <RsiPicker />
            </Show>
            <TimePicker />
            <Show when=move || store.of(ChartState::offers_second_period)>
                <SecondPeriod />
            </Show>
            <Show when=move || differs.get()>
                <button
                    class="quiet reset"
                    on:click=move |_| store.change(Entry::Push, |s| *s = ChartState::new(s.chart))
                >
                    "Reset all"
                </button>
            </Show>
        </div>
    }
}

/// A field for a whole number from 1 on, between the words around it.
fn number(
    before: &'static str,
    after: &'static str,
    name: &'static str,
    most: u32,
    get: fn(&ChartState) -> u32,
    set: fn(&mut ChartState, u32),
) -> AnyView {
    let store = expect_context::<Store>();
    let now = Memo::new(move |_| store.of(get));
    let wrong = RwSignal::new(false);
    let typed = move |text: String| match text.trim().parse::<u32>() {
        Ok(number) if (1..=most).contains(&number) => {
            wrong.set(false);
            store.change(Entry::Replace, |s| set(s, number));
        }
        _ => wrong.set(true),
    };
    view! {
        <label class="date">
            {before}
            <input
                type="number"
                name=name
                min="1"
                max=most.to_string()
                prop:value=move || now.get().to_string()
                on:change=move |e| typed(event_target_value(&e))
            />
            {after}
        </label>
        <p class="wrong" role="alert">
            {move || wrong.get().then(|| format!("A whole number from 1 to {most}."))}
        </p>
    }
    .into_any()
}
