//! Which days: presets that move on with the data, two dates, and the way back from a zoom.

use leptos::prelude::*;
use rssac002_charts::ChartState;
use rssac002_charts::state::Bound;
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
    ("All", Bound::Earliest),
];

/// Presets and dates.
pub fn time_picker(store: Store) -> El {
    let range = Memo::new(move |_| store.config.with_value(|c| store.of(|s| s.range(&c.clock))));
    let zoomed = move || {
        store.of(|s| {
            let default = ChartState::new(s.chart);
            (s.from, s.to) != (default.from, default.to)
        })
    };
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
                wrong.set(format!("Days are from {first} to {last}."));
            }
            (Some(day), Some(_)) => {
                wrong.set(String::new());
                store.change(Entry::Replace, |s| {
                    if is_start { s.from = Bound::On(day) } else { s.to = Bound::On(day) }
                });
            }
            (Some(_), None) => wrong.set("The first day has to come before the last.".into()),
            (None, _) => wrong.set(format!("`{text}` is no day; days are written 2020-11-04.")),
        }
    };
    let presets = PRESETS.map(|(word, from)| {
        let choose = move || store.change(Entry::Push, |s| (s.from, s.to) = (from, Bound::Latest));
        button("", word, choose)
            .state("aria-pressed", move || store.of(|s| (s.from, s.to) == (from, Bound::Latest)))
    });
    let date = |label: &'static str, is_start: bool| {
        let value = move || {
            let range = range.get();
            if is_start { range.start() } else { range.end() }.to_string().into()
        };
        let input = el("input", "")
            .attr("type", "date")
            .attr("name", label)
            .attr_of("min", move || Some(earliest().to_string()))
            .attr_of("max", move || Some(latest().to_string()))
            .prop_of("value", value)
            .on("change", move |e: Event| typed(event_target::<HtmlInputElement>(&e).value(), is_start));
        el("label", "date").text(label).child(input)
    };
    el("div", "time-picker")
        .attr("role", "group")
        .attr("aria-label", "Days")
        .child(el("div", "presets").children(presets))
        .child(date("from", true))
        .child(date("to", false))
        .child(
            button("reset-zoom", "Reset zoom", move || reset_zoom(store)).flag("hidden", move || !zoomed()),
        )
        .child(wrong_line(wrong))
}
