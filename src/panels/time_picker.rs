//! Which days: presets that move on with the data, two dates, and the way back from a zoom.

use leptos::prelude::*;
use rssac002_charts::state::Bound;
use rssac002_charts::words::ui;
use rssac002_charts::{ChartState, Clock};
use rssac002_model::{Day, DayRange};
use web_sys::{Event, HtmlInputElement};

use super::controls::wrong_line;
use crate::chart::reset_zoom;
use crate::dom::{El, button, el};
use crate::history::Entry;
use crate::store::Store;

const PRESETS: [(&str, Bound); 4] = [
    ("1 y", Bound::YearsBack(1)),
    ("3 y", Bound::YearsBack(3)),
    ("5 y", Bound::YearsBack(5)),
    (ui::ALL_DAYS, Bound::Earliest),
];

/// Presets and dates.
pub fn time_picker(store: Store) -> El {
    let zoomed = move || {
        store.of(|s| {
            let default = ChartState::new(s.chart);
            (s.from, s.to) != (default.from, default.to)
        })
    };
    let presets = PRESETS.map(|(word, from)| {
        let choose = move || store.change(Entry::Push, |s| (s.from, s.to) = (from, Bound::Latest));
        button("", word, choose)
            .state("aria-pressed", move || store.of(|s| (s.from, s.to) == (from, Bound::Latest)))
    });
    el("div", "time-picker")
        .attr("role", "group")
        .attr("aria-label", ui::DAYS)
        .child(el("div", "presets").children(presets))
        .children(dates(store, ["from", "to"], ChartState::range, |s| (&mut s.from, &mut s.to)))
        .child(
            button("reset-zoom", ui::RESET_ZOOM, move || reset_zoom(store)).flag("hidden", move || !zoomed()),
        )
}

/// The days to compare with.
pub fn second_period(store: Store) -> El {
    let names = ["with-from", "with-to"];
    el("div", "time-picker")
        .attr("role", "group")
        .attr("aria-label", ui::OTHER_DAYS)
        .child(el("span", "date").text(ui::AGAINST))
        .children(dates(store, names, ChartState::second_range, |s| (&mut s.with.0, &mut s.with.1)))
}

/// Fields of these names for the first and the last day of a range, and the line that says what is wrong.
fn dates(
    store: Store,
    names: [&'static str; 2],
    get: fn(&ChartState, &Clock) -> DayRange,
    bounds: fn(&mut ChartState) -> (&mut Bound, &mut Bound),
) -> [El; 3] {
    let range = Memo::new(move |_| store.config.with_value(|c| store.of(|s| get(s, &c.clock))));
    let wrong = RwSignal::new(String::new());
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
                wrong.set(ui::days_are(first, last));
            }
            (Some(day), Some(_)) => {
                wrong.set(String::new());
                store.change(Entry::Replace, |s| {
                    let (from, to) = bounds(s);
                    *(if is_start { from } else { to }) = Bound::On(day);
                });
            }
            (Some(_), None) => wrong.set(ui::FIRST_BEFORE_LAST.into()),
            (None, _) => wrong.set(ui::no_day(&text)),
        }
    };
    let date = |label: &'static str, name: &'static str, is_start: bool| {
        let value = move || {
            let range = range.get();
            if is_start { range.start() } else { range.end() }.to_string().into()
        };
        let input = el("input", "")
            .attr("type", "date")
            .attr("name", name)
            .attr_of("min", move || Some(earliest().to_string()))
            .attr_of("max", move || Some(latest().to_string()))
            .prop_of("value", value)
            .on("change", move |e: Event| typed(event_target::<HtmlInputElement>(&e).value(), is_start));
        el("label", "date").text(label).child(input)
    };
    [date(ui::FROM, names[0], true), date(ui::TO, names[1], false), wrong_line(wrong)]
}
