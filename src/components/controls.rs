//! The choices, in the order in which people decide: interval, form, unit, who, when. Only what the chart offers.

use leptos::prelude::*;
use rssac002_charts::catalogue::{MOST_TOP, Messages, Per, Rate};
use rssac002_charts::state::{Interval, LONGEST_LOAD, PanelAxis, Scale};
use rssac002_charts::words::ui;
use rssac002_charts::{ChartState, words};

use super::date_picker::DatePicker;
use super::focus::focus_chart;
use super::number_field::NumberField;
use super::rsi_picker::RsiPicker;
use super::segmented::{Choice, Segmented};
use super::time_picker::{SecondPeriod, TimePicker};
use crate::figure::Figure;
use crate::history::Entry;

/// The values that a chart offers; none where there is nothing to choose.
fn choices<T: Copy + PartialEq + Send + Sync + 'static>(
    figure: Figure,
    values: &[T],
    word: impl Fn(T) -> &'static str,
    read: fn(&ChartState) -> T,
    write: fn(&mut ChartState, T),
) -> Vec<Choice> {
    let choice = |value: &T| {
        let value = *value;
        Choice {
            word: word(value),
            is_chosen: Signal::derive(move || figure.of(|state| read(state) == value)),
            choose: Callback::new(move |()| figure.change(Entry::Replace, |state| write(state, value))),
        }
    };
    if values.len() > 1 { values.iter().map(choice).collect() } else { Vec::new() }
}

/// What the chart itself offers, which another choice on the same chart leaves as it is.
#[component]
fn ChartChoices() -> impl IntoView {
    let figure = Figure::from_context();
    let state = figure.state.get_untracked();
    let chart = state.chart;
    // In the order of the calendar, whichever is the default.
    let mut intervals: Vec<Interval> = chart.intervals.to_vec();
    if intervals.first() == Some(&Interval::Week) {
        intervals.reverse();
    }
    let rates: &[Rate] = if chart.per == Per::DayOrSecond { &[Rate::PerDay, Rate::PerSecond] } else { &[] };
    let messages: &[Messages] = if state.offers_messages() { &Messages::ALL } else { &[] };
    let instances = state.offered_instances();
    let form = |form| words::form(chart, form);
    let groups = [
        (
            ui::INTERVAL,
            "interval",
            choices(figure, &intervals, words::interval, |s| s.interval, |s, v| s.interval = v),
        ),
        (
            ui::MESSAGES,
            "messages",
            choices(figure, messages, words::messages, |s| s.messages, |s, v| s.messages = v),
        ),
        (ui::FORM, "form", choices(figure, chart.forms(), form, |s| s.form, ChartState::set_form)),
        (
            ui::IP_VERSION,
            "ip",
            choices(figure, chart.ip_versions, words::ip_versions, |s| s.ip, |s, v| s.ip = v),
        ),
        (
            ui::INSTANCES,
            "count",
            choices(figure, instances, words::instances, |s| s.instances, |s, v| s.instances = v),
        ),
        (ui::UNIT, "per", choices(figure, rates, words::rate, |s| s.rate, |s, v| s.rate = v)),
    ];
    let group = |(legend, name, choices): (_, _, Vec<Choice>)| {
        (!choices.is_empty()).then(|| view! { <Segmented legend name choices /> })
    };
    let threshold = state.offers_threshold().then(|| {
        view! {
            <NumberField
                name="threshold"
                before=ui::WITHIN
                after=ui::SECONDS
                most=LONGEST_LOAD
                value=Signal::derive(move || figure.of(|state| state.threshold))
                choose=move |value| figure.change(Entry::Replace, |state| state.threshold = value)
            />
        }
    });
    let top = state.offers_top().then(|| {
        // The field takes no more than MOST_TOP.
        let choose = move |value: u32| {
            figure.change(Entry::Replace, |state| state.top = value.try_into().unwrap_or(MOST_TOP));
        };
        view! {
            <NumberField
                name="top"
                before=ui::THE
                after=ui::MOST_FREQUENT
                most=MOST_TOP.into()
                value=Signal::derive(move || figure.of(|state| state.top.into()))
                choose
            />
        }
    });
    view! {
        {groups.into_iter().map(group).collect_view()}
        {threshold}
        {top}
    }
}

/// Linear or logarithmic.
#[component]
fn AxisChoice() -> impl IntoView {
    let figure = Figure::from_context();
    let scales = [Scale::Linear, Scale::Log];
    let choices = choices(figure, &scales, words::scale, |s| s.scale, |s, v| s.scale = v);
    view! { <Segmented legend=ui::AXIS name="scale" choices /> }
}

/// One axis for all panels, or one for each.
#[component]
fn PanelAxisChoice() -> impl IntoView {
    let figure = Figure::from_context();
    let axes = [PanelAxis::Same, PanelAxis::Own];
    let choices = choices(figure, &axes, words::panel_axis, |s| s.axis, |s, v| s.axis = v);
    view! { <Segmented legend=ui::PANEL_AXES name="axis" choices /> }
}

/// All controls of the chart shown.
#[component]
pub fn Controls() -> impl IntoView {
    let figure = Figure::from_context();
    let followed = |read: fn(&ChartState) -> bool| Memo::new(move |_| figure.of(read));
    let chart = Memo::new(move |_| figure.of(|state| state.chart.path));
    let has_scales = followed(ChartState::offers_log);
    let has_axes = followed(ChartState::offers_axis);
    let has_rsis = followed(|state| state.chart.letters);
    let is_map = followed(ChartState::is_map);
    let has_second = followed(ChartState::offers_second_period);
    let is_default = followed(|state| *state == ChartState::new(state.chart));
    let reset = move |_| {
        focus_chart();
        figure.change(Entry::Push, |state| *state = ChartState::new(state.chart));
    };
    let of_chart = move || {
        chart.track();
        view! { <ChartChoices /> }
    };
    view! {
        <div class="controls" role="group" aria-label=ui::CHOICES>
            {of_chart}
            <Show when=move || has_scales.get()>
                <AxisChoice />
            </Show>
            <Show when=move || has_axes.get()>
                <PanelAxisChoice />
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
