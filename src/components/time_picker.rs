//! Which days: presets that move on with the data, two dates, and the way back from a zoom.

use leptos::prelude::*;
use rssac002_charts::state::{Bound, Second};
use rssac002_charts::words::ui;
use rssac002_charts::{ChartState, Clock};
use rssac002_model::{Day, DayRange};

use super::wrong::Wrong;
use crate::figure::Figure;
use crate::history::Entry;

const PRESETS: [(&str, Bound); 4] = [
    ("1 y", Bound::YearsBack(1)),
    ("3 y", Bound::YearsBack(3)),
    ("5 y", Bound::YearsBack(5)),
    (ui::ALL_DAYS, Bound::Earliest),
];

/// Presets and dates.
#[component]
pub fn TimePicker() -> impl IntoView {
    let figure = Figure::from_context();
    let is_zoomed = move || {
        figure.of(|state| {
            let default = ChartState::new(state.chart);
            (state.from, state.to) != (default.from, default.to)
        })
    };
    let presets = PRESETS.map(|(word, from)| {
        let is_chosen = move || figure.of(|state| (state.from, state.to) == (from, Bound::Latest));
        let choose = move |_| {
            figure.change(Entry::Push, |state| (state.from, state.to) = (from, Bound::Latest));
        };
        view! {
            <button aria-pressed=move || is_chosen().to_string() on:click=choose>
                {word}
            </button>
        }
    });
    view! {
        <div class="time-picker" role="group" aria-label=ui::DAYS>
            <div class="presets">{presets}</div>
            <Dates
                names=["from", "to"]
                range=ChartState::range
                bounds=|state, _| [state.from, state.to]
                choose=|state, [from, to]| (state.from, state.to) = (from, to)
            />
            <button class="reset-zoom" hidden=move || !is_zoomed() on:click=move |_| figure.reset_zoom()>
                {ui::RESET_ZOOM}
            </button>
        </div>
    }
}

/// The days to compare with.
#[component]
pub fn SecondPeriod() -> impl IntoView {
    let figure = Figure::from_context();
    let has_any = Memo::new(move |_| figure.of(|state| state.with != Second::None));
    let is_year_before = move || figure.of(|state| state.with == Second::YearBefore);
    let choose = move |with: Second| figure.change(Entry::Replace, |state| state.set_second(with));
    // A second click takes it back, where a chart can be without.
    let year_before = move |_| {
        let takes_back = is_year_before() && figure.of(|state| !state.needs_second_period());
        choose(if takes_back { Second::None } else { Second::YearBefore });
    };
    let with_none = move || has_any.get() && figure.of(|state| !state.needs_second_period());
    view! {
        <div class="time-picker" role="group" aria-label=ui::OTHER_DAYS>
            <span class="date">{ui::AGAINST}</span>
            <div class="presets">
                <button aria-pressed=move || is_year_before().to_string() on:click=year_before>
                    {ui::YEAR_BEFORE}
                </button>
            </div>
            <Show when=move || has_any.get()>
                <Dates
                    names=["with-from", "with-to"]
                    range=|state, clock| state.second_range(clock).unwrap_or_else(|| state.range(clock))
                    bounds=|state, range| match state.with {
                        Second::Days(from, to) => [from, to],
                        Second::None | Second::YearBefore => [range.start(), range.end()].map(Bound::On),
                    }
                    choose=|state, [from, to]| state.set_second(Second::Days(from, to))
                />
            </Show>
            <button class="reset-zoom" hidden=move || !with_none() on:click=move |_| choose(Second::None)>
                {ui::COMPARE_WITH_NONE}
            </button>
        </div>
    }
}

/// The day on which an index is 100; empty for the first one shown.
#[component]
pub fn BaseDay() -> impl IntoView {
    let figure = Figure::from_context();
    let wrong = RwSignal::new(String::new());
    let value = move || figure.of(|state| state.base.map(|day| day.to_string())).unwrap_or_default();
    let typed = move |text: String| {
        let base = Day::parse_iso(&text);
        let (first, last) =
            figure.of(|state| (state.chart.first_day(), state.whole_range(&figure.session.clock()).end()));
        if base.is_none_or(|day| (first..=last).contains(&day)) {
            wrong.set(String::new());
            figure.change(Entry::Replace, |state| state.base = base);
        } else {
            wrong.set(ui::days_are(first, last));
        }
    };
    view! {
        <label class="date">
            {ui::BASE}
            <input
                type="date"
                name="base"
                value=untrack(value)
                prop:value=value
                on:change:target=move |event| typed(event.target().value())
            />
        </label>
        <Wrong reason=wrong />
    }
}

/// Fields for the first and the last day of a range, and the line that says what is wrong.
#[component]
fn Dates(
    /// The fields' names.
    names: [&'static str; 2],
    range: fn(&ChartState, &Clock) -> DayRange,
    /// The bounds that have this range.
    bounds: fn(&ChartState, DayRange) -> [Bound; 2],
    choose: fn(&mut ChartState, [Bound; 2]),
) -> impl IntoView {
    let figure = Figure::from_context();
    let session = figure.session;
    let range = Memo::new(move |_| figure.of(|state| range(state, &session.clock())));
    let wrong = RwSignal::new(String::new());
    let earliest = move || figure.of(|state| state.chart.first_day());
    let latest = move || figure.of(|state| state.whole_range(&session.clock()).end());
    // A date typed in: taken if it makes a range, else named. Browsers tell of every key, and a year that is half
    // typed (0002, 0020) or empty must be left alone, or the field would be filled anew under the visitor's hands.
    let typed = move |text: String, is_start: bool| {
        if text.is_empty() {
            return;
        }
        let shown = range.get_untracked();
        let (first, last) = (earliest(), latest());
        let day = Day::parse_iso(&text);
        let new = day.and_then(|day| {
            if is_start { DayRange::new(day, shown.end()) } else { DayRange::new(shown.start(), day) }
        });
        match (day, new) {
            (Some(day), _) if day < first || day > last => wrong.set(ui::days_are(first, last)),
            (Some(day), Some(_)) => {
                wrong.set(String::new());
                figure.change(Entry::Replace, |state| {
                    let mut chosen = bounds(state, shown);
                    chosen[usize::from(!is_start)] = Bound::On(day);
                    choose(state, chosen);
                });
            }
            (Some(_), None) => wrong.set(ui::FIRST_BEFORE_LAST.into()),
            (None, _) => wrong.set(ui::no_day(&text)),
        }
    };
    let date = |label: &'static str, name: &'static str, is_start: bool| {
        let value = move || {
            let range = range.get();
            if is_start { range.start() } else { range.end() }.to_string()
        };
        view! {
            <label class="date">
                {label}
                <input
                    type="date"
                    name=name
                    min=move || earliest().to_string()
                    max=move || latest().to_string()
                    value=untrack(value)
                    prop:value=value
                    on:change:target=move |event| typed(event.target().value(), is_start)
                />
            </label>
        }
    };
    view! {
        {date(ui::FROM, names[0], true)}
        {date(ui::TO, names[1], false)}
        <Wrong reason=wrong />
    }
}
