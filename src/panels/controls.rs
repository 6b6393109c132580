//! The choices, in the order in which people decide: interval, form, unit, who, when. Only what the chart offers.

use leptos::prelude::*;
use rssac002_charts::catalogue::{Form, IpVersions, Rate};
use rssac002_charts::state::{Interval, Scale};
use rssac002_charts::{ChartState, words};

use super::rsi_picker::RsiPicker;
use super::time_picker::TimePicker;
use crate::history::Entry;
use crate::store::Store;

/// One choice among a few, as a row of radio buttons that look like one segmented button.
#[component]
fn Segmented<T: Copy + PartialEq + Send + Sync + 'static>(
    /// What is chosen, for those who do not see the row.
    legend: &'static str,
    /// The name of the group.
    name: &'static str,
    /// Values and their words.
    options: Vec<(T, &'static str)>,
    read: fn(&ChartState) -> T,
    write: fn(&mut ChartState, T),
) -> impl IntoView {
    let store = expect_context::<Store>();
    let now = Memo::new(move |_| store.of(read));
    let buttons = options
        .into_iter()
        .map(|(value, word)| {
            view! {
                <label>
                    <input
                        type="radio"
                        name=name
                        value=word
                        prop:checked=move || now.get() == value
                        on:change=move |_| store.change(Entry::Replace, |s| write(s, value))
                    />
                    <span>{word}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="segmented">
            <legend>{legend}</legend>
            {buttons}
        </fieldset>
    }
}

/// All controls of the chart shown.
#[component]
pub fn Controls() -> impl IntoView {
    let store = expect_context::<Store>();
    let chart = Memo::new(move |_| store.of(|s| s.chart.path));
    let log = Memo::new(move |_| store.of(ChartState::offers_log));
    let differs = Memo::new(move |_| store.of(|s| *s != ChartState::new(s.chart)));
    view! {
        <div class="controls" role="group" aria-label="Choices">
            {move || {
                chart.track();
                // Another choice on the same chart leaves the controls as they are.
                let (over_time, forms, rates, ips) = untrack(|| {
                    store.of(|s| (s.over_time(), s.chart.forms(), s.chart.rates, s.chart.ip_versions))
                });
                view! {
                    {over_time
                        .then(|| {
                            view! {
                                <Segmented
                                    legend="Interval"
                                    name="interval"
                                    options=[Interval::Day, Interval::Week].map(|i| (i, words::interval(i))).into()
                                    read=|s| s.interval
                                    write=|s, v| s.interval = v
                                />
                            }
                        })}
                    {(forms.len() > 1)
                        .then(|| {
                            view! {
                                <Segmented
                                    legend="Form"
                                    name="form"
                                    options=forms.iter().map(|f| (*f, words::form(*f))).collect()
                                    read=|s| s.form
                                    write=set_form
                                />
                            }
                        })}
                    {ips
                        .then(|| {
                            view! {
                                <Segmented
                                    legend="IP version"
                                    name="ip"
                                    options=[IpVersions::Both, IpVersions::V4, IpVersions::V6]
                                        .map(|i| (i, words::ip_versions(i)))
                                        .into()
                                    read=|s| s.ip
                                    write=|s, v| s.ip = v
                                />
                            }
                        })}
                    {rates
                        .then(|| {
                            view! {
                                <Segmented
                                    legend="Unit"
                                    name="per"
                                    options=[Rate::PerDay, Rate::PerSecond].map(|r| (r, words::rate(r))).into()
                                    read=|s| s.rate
                                    write=|s, v| s.rate = v
                                />
                            }
                        })}
                }
            }}
            <Show when=move || log.get()>
                <Segmented
                    legend="Axis"
                    name="scale"
                    options=[Scale::Linear, Scale::Log].map(|s| (s, words::scale(s))).into()
                    read=|s| s.scale
                    write=|s, v| s.scale = v
                />
            </Show>
            <RsiPicker />
            <TimePicker />
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

/// Areas are read from zero, so a logarithmic axis goes when areas come.
fn set_form(state: &mut ChartState, form: Form) {
    state.form = form;
    if !state.offers_log() {
        state.scale = Scale::Linear;
    }
}
