//! Which days: presets that move on with the data, two dates, and the way back from a zoom.

use leptos::prelude::*;
use rssac002_charts::state::Bound;
use rssac002_charts::{ChartState, Clock};
use rssac002_model::{Day, DayRange};

use crate::chart::reset_zoom;
use crate::history::Entry;
use crate::store::Store;

const PRESETS: [(&str, Bound); 4] = [
    ("1 y", Bound::YearsBack(1)),
    ("3 y", Bound::YearsBack(3)),
    ("5 y", Bound::YearsBack(5)),
    ("All", Bound::Earliest),
];

/// Presets and dates.
#[component]
pub fn TimePicker() -> impl IntoView {
    let store = expect_context::<Store>();
    let bounds = Memo::new(move |_| store.of(|s| (s.from, s.to)));
    let zoomed = Memo::new(move |_| {
        store.of(|s| {
            let default = ChartState::new(s.chart);
            (s.from, s.to) != (default.from, default.to)
        })
    });
    let presets = PRESETS
        .map(|(word, from)| {
            view! {
                <button
                    aria-pressed=move || (bounds.get() == (from, Bound::Latest)).to_string()
                    on:click=move |_| store.change(Entry::Push, |s| (s.from, s.to) = (from, Bound::Latest))
                >
                    {word}
                </button>
            }
        })
        .collect_view();
    view! {
        <div class="time-picker" role="group" aria-label="Days">
            <div class="presets">{presets}</div>
            {dates(["from", "to"], ChartState::range, |s| (&mut s.from, &mut s.to))}
            <button class="reset-zoom" hidden=move || !zoomed.get() on:click=move |_| reset_zoom(store)>
                "Reset zoom"
            </button>
        </div>
    }
}

/// The days to compare with.
#[component]
pub fn SecondPeriod() -> impl IntoView {
    view! {
        <div class="time-picker" role="group" aria-label="Days to compare with">
            <span class="date">"against"</span>
            {dates(["with-from", "with-to"], ChartState::second_range, |s| (&mut s.with.0, &mut s.with.1))}
        </div>
    }
}

/// Fields for the first and the last day of a range, with these names, and what is wrong with what was typed.
fn dates(
    names: [&'static str; 2],
    get: fn(&ChartState, &Clock) -> DayRange,
    bounds: fn(&mut ChartState) -> (&mut Bound, &mut Bound),
) -> AnyView {
    let store = expect_context::<Store>();
    let range = Memo::new(move |_| store.config.with_value(|c| store.of(|s| get(s, &c.clock))));
    let wrong = RwSignal::new(None::<String>);
    let earliest = move || store.of(|s| s.chart.first_day());
    let latest = move || store.config.with_value(|c| store.of(|s| s.whole_range(&c.clock).end()));
    // A date typed in: taken if it makes a range, else named. Browsers tell of every key, and a year that is half
    // typed (0002, 0020) or empty must be left alone, or the field would be filled anew under the visitor's hands.
    let typed = move |text: String, is_start: bool| {
        if text.is_empty() {
            return;
        }
        let shown = range.get_untracked();
        let (first, last) = (untrack(earliest), untrack(latest));
        let day = Day::parse_iso(&text);
        let new = day.and_then(|d| {
            if is_start { DayRange::new(d, shown.end()) } else { DayRange::new(shown.start(), d) }
        });
        match (day, new) {
            (Some(day), _) if day < first || day > last => {
                wrong.set(Some(format!("Days are from {first} to {last}.")));
            }
            (Some(day), Some(_)) => {
                wrong.set(None);
                store.change(Entry::Replace, |s| {
                    let (from, to) = bounds(s);
                    *(if is_start { from } else { to }) = Bound::On(day);
                });
            }
            (Some(_), None) => wrong.set(Some("The first day has to come before the last.".into())),
            (None, _) => wrong.set(Some(format!("`{text}` is no day; days are written 2020-11-04."))),
        }
    };
    let date = move |label: &'static str, name: &'static str, is_start: bool| {
        view! {
            <label class="date">
                {label}
                <input
                    type="date"
                    name=name
                    min=move || earliest().to_string()
                    max=move || latest().to_string()
                    prop:value=move || {
                        let range = range.get();
                        (if is_start { range.start() } else { range.end() }).to_string()
                    }
                    on:change=move |e| typed(event_target_value(&e), is_start)
                />
            </label>
        }
    };
    view! {
        {date("from", names[0], true)}
        {date("to", names[1], false)}
        <p class="wrong" role="alert">{move || wrong.get()}</p>
    }
    .into_any()
}
