//! The choices, in the order in which people decide: interval, form, unit, who, when. Only what the chart offers.

use leptos::prelude::*;
use rssac002_charts::catalogue::{MOST_TOP, Messages, Per, Rate};
use rssac002_charts::state::{Interval, LONGEST_LOAD, PanelAxis, Scale};
use rssac002_charts::words::ui;
use rssac002_charts::{ChartState, words};
use web_sys::{Event, HtmlInputElement};

use super::date_picker::date_picker;
use super::rsi_picker::rsi_picker;
use super::time_picker::{second_period, time_picker};
use crate::dom::{El, button, el, focus_chart};
use crate::history::Entry;
use crate::store::Store;

/// One of a few values: its word, whether a state has it, and how it gets it.
struct Choice {
    word: &'static str,
    is: Box<dyn Fn(&ChartState) -> bool>,
    take: Box<dyn Fn(&mut ChartState)>,
}

/// The values that a chart offers; none where there is nothing to choose.
fn choices<T: Copy + PartialEq + 'static>(
    values: &[T],
    word: impl Fn(T) -> &'static str,
    read: fn(&ChartState) -> T,
    write: fn(&mut ChartState, T),
) -> Vec<Choice> {
    let choice = |value: &T| {
        let value = *value;
        Choice {
            word: word(value),
            is: Box::new(move |state| read(state) == value),
            take: Box::new(move |state| write(state, value)),
        }
    };
    if values.len() > 1 { values.iter().map(choice).collect() } else { Vec::new() }
}

/// One choice among a few, as a row of radio buttons that look like one segmented button; nothing without choices.
/// `legend` says what is chosen to those who do not see the row, `name` is the group's.
fn segmented(store: Store, legend: &'static str, name: &'static str, choices: Vec<Choice>) -> Option<El> {
    let option = |Choice { word, is, take }| {
        let input = el("input", "")
            .attr("type", "radio")
            .attr("name", name)
            .attr("value", word)
            .prop_of("checked", move || store.of(|s| is(s)).into())
            .on("change", move |_: Event| store.change(Entry::Replace, |s| take(s)));
        el("label", "").child(input).child(el("span", "").text(word))
    };
    let row = el("fieldset", "segmented").child(el("legend", "").text(legend));
    (!choices.is_empty()).then(|| row.children(choices.into_iter().map(option)))
}

/// What the chart itself offers.
fn of_chart(store: Store, state: &ChartState) -> Vec<El> {
    let chart = state.chart;
    // In the order of the calendar, whichever is the default.
    let mut intervals: Vec<Interval> = chart.intervals.to_vec();
    if intervals.first() == Some(&Interval::Week) {
        intervals.reverse();
    }
    let rates: &[Rate] = if chart.per == Per::DayOrSecond { &[Rate::PerDay, Rate::PerSecond] } else { &[] };
    let messages: &[Messages] = if state.offers_messages() { &Messages::ALL } else { &[] };
    let groups = [
        (
            ui::INTERVAL,
            "interval",
            choices(&intervals, words::interval, |s| s.interval, |s, v| s.interval = v),
        ),
        (ui::MESSAGES, "messages", choices(messages, words::messages, |s| s.messages, |s, v| s.messages = v)),
        (
            ui::FORM,
            "form",
            choices(chart.forms(), |form| words::form(chart, form), |s| s.form, ChartState::set_form),
        ),
        (ui::IP_VERSION, "ip", choices(chart.ip_versions, words::ip_versions, |s| s.ip, |s, v| s.ip = v)),
        (
            ui::INSTANCES,
            "count",
            choices(state.offered_instances(), words::instances, |s| s.instances, |s, v| s.instances = v),
        ),
        (ui::UNIT, "per", choices(rates, words::rate, |s| s.rate, |s, v| s.rate = v)),
    ];
    let mut all: Vec<El> = groups
        .into_iter()
        .filter_map(|(legend, name, choices)| segmented(store, legend, name, choices))
        .collect();
    if state.offers_threshold() {
        let field = Field { before: ui::WITHIN, after: ui::SECONDS, name: "threshold", most: LONGEST_LOAD };
        all.extend(number(store, field, |s| s.threshold, |s, v| s.threshold = v));
    }
    if state.offers_top() {
        let field = Field { before: ui::THE, after: ui::MOST_FREQUENT, name: "top", most: MOST_TOP.into() };
        // The field takes no more than MOST_TOP.
        all.extend(number(store, field, |s| s.top.into(), |s, v| s.top = v.try_into().unwrap_or(MOST_TOP)));
    }
    all
}

/// All controls of the chart shown.
pub fn controls(store: Store) -> El {
    let chart = Memo::new(move |_| store.of(|s| s.chart.path));
    let log = Memo::new(move |_| store.of(ChartState::offers_log));
    let several = Memo::new(move |_| store.of(ChartState::offers_axis));
    let axes = move || {
        let axes: &[PanelAxis] = if several.get() { &[PanelAxis::Same, PanelAxis::Own] } else { &[] };
        let choices = choices(axes, words::panel_axis, |s| s.axis, |s, v| s.axis = v);
        segmented(store, ui::PANEL_AXES, "axis", choices).into_iter().collect()
    };
    let axis = move || {
        let scales: &[Scale] = if log.get() { &[Scale::Linear, Scale::Log] } else { &[] };
        let choices = choices(scales, words::scale, |s| s.scale, |s, v| s.scale = v);
        segmented(store, ui::AXIS, "scale", choices).into_iter().collect()
    };
    let map = Memo::new(move |_| store.of(ChartState::is_map));
    let letters = Memo::new(move |_| store.of(|s| s.chart.letters));
    let second = Memo::new(move |_| store.of(ChartState::offers_second_period));
    let reset = move || {
        focus_chart();
        store.change(Entry::Push, |s| *s = ChartState::new(s.chart));
    };
    el("div", "controls")
        .attr("role", "group")
        .attr("aria-label", ui::CHOICES)
        .part(move || {
            chart.track();
            // Another choice on the same chart leaves the controls as they are.
            untrack(|| of_chart(store, &store.of(ChartState::clone)))
        })
        .part(axis)
        .part(axes)
        .part(move || if letters.get() { vec![rsi_picker(store)] } else { Vec::new() })
        .part(move || vec![if map.get() { date_picker(store) } else { time_picker(store) }])
        .part(move || if second.get() { vec![second_period(store)] } else { Vec::new() })
        .child(
            button("quiet reset", ui::RESET_ALL, reset)
                .flag("hidden", move || store.of(|s| *s == ChartState::new(s.chart))),
        )
}

/// A field for a whole number from 1 on, with the words around it.
struct Field {
    before: &'static str,
    after: &'static str,
    name: &'static str,
    most: u32,
}

fn number(store: Store, field: Field, get: fn(&ChartState) -> u32, set: fn(&mut ChartState, u32)) -> [El; 2] {
    let wrong = RwSignal::new(String::new());
    let most = field.most;
    let typed = move |event: Event| {
        let text = event_target::<HtmlInputElement>(&event).value();
        match text.trim().parse::<u32>() {
            Ok(number) if (1..=most).contains(&number) => {
                wrong.set(String::new());
                store.change(Entry::Replace, |s| set(s, number));
            }
            _ => wrong.set(ui::whole_number(most)),
        }
    };
    let input = el("input", "")
        .attr("type", "number")
        .attr("name", field.name)
        .attr("min", "1")
        .attr("max", &most.to_string())
        .prop_of("value", move || store.of(get).into())
        .on("change", typed);
    [el("label", "date").text(field.before).child(input).text(field.after), wrong_line(wrong)]
}

/// The line that says what is wrong with something typed, empty while nothing is.
pub fn wrong_line(wrong: RwSignal<String>) -> El {
    el("p", "wrong").attr("role", "alert").text_of(move || wrong.get())
}
