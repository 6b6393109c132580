//! Which day, on charts that show one: a slider from the first day on, a date to type, and a button that plays it month
//! by month.

use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use rssac002_charts::state::Bound;
use rssac002_charts::words::ui;
use rssac002_model::Day;
use web_sys::{Event, HtmlInputElement};

use crate::dom::{El, button, el, follow};
use crate::history::Entry;
use crate::store::{Status, Store};

/// How long each month stays to be looked at.
const STEP: Duration = Duration::from_millis(350);

/// The same day of the next month; its last day where there is none.
fn month_later(day: Day) -> Day {
    let (year, month, date) = day.ymd();
    let (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    (0..4).find_map(|less| Day::from_ymd(year, month, date - less)).unwrap_or(day + 31)
}

fn typed(event: &Event) -> String {
    event_target::<HtmlInputElement>(event).value()
}

/// Slider, date and play button.
pub fn date_picker(store: Store) -> El {
    let shown = Memo::new(move |_| store.config.with_value(|c| store.of(|s| s.range(&c.clock).end())));
    let (first, last) = untrack(|| {
        let last = store.config.with_value(|c| store.of(|s| s.whole_range(&c.clock).end()));
        (store.of(|s| s.chart.first_day()).min(last), last)
    });
    // While the slider is held, its day; the map follows when it is let go.
    let held = RwSignal::new(None::<Day>);
    let now = move || held.get().unwrap_or_else(|| shown.get());
    let playing = RwSignal::new(false);
    let show = move |day: Day| store.change(Entry::Replace, |s| s.set_day(Bound::On(day.clamp(first, last))));
    let stop_and_show = move |day: Day| {
        playing.set(false);
        held.set(None);
        show(day);
    };
    // The next month, once the one before is drawn: however slow the answers are, none is skipped.
    let step = move || match shown.try_get_untracked() {
        Some(day) if day >= last => playing.set(false),
        Some(day) => show(month_later(day)),
        None => {}
    };
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let wait = move |next: Option<TimeoutHandle>| {
        let before = waiting.try_update_value(|now| std::mem::replace(now, next));
        if let Some(before) = before.flatten() {
            before.clear();
        }
    };
    follow(move || {
        shown.track();
        let (on, status, drawn) = (playing.get(), store.status.get(), store.drawn.get());
        if on && matches!(status, Status::Failed(_)) {
            playing.set(false);
        }
        let ready = on && drawn && status == Status::Ready;
        wait(ready.then(|| set_timeout_with_handle(step, STEP).ok()).flatten());
    });
    on_cleanup(move || wait(None));
    let play = move || {
        if !playing.get_untracked() && shown.get_untracked() >= last {
            show(first);
        }
        playing.update(|on| *on = !*on);
    };
    let day_of = |text: String| text.parse::<i32>().ok().map(Day::from_epoch);
    let slider = el("input", "")
        .attr("type", "range")
        .attr("name", "day")
        .attr("aria-label", ui::DAY)
        .attr("min", &first.to_epoch().to_string())
        .attr("max", &last.to_epoch().to_string())
        .attr_of("aria-valuetext", move || Some(now().to_string()))
        .prop_of("value", move || now().to_epoch().into())
        .on("input", move |e: Event| {
            playing.set(false);
            held.set(day_of(typed(&e)));
        })
        .on("change", move |e: Event| day_of(typed(&e)).into_iter().for_each(stop_and_show));
    let date = el("input", "")
        .attr("type", "date")
        .attr("name", "date")
        .attr("min", &first.to_string())
        .attr("max", &last.to_string())
        .prop_of("value", move || now().to_string().into())
        .on("change", move |e: Event| {
            // Half-typed years and empty fields are no days of the archive.
            let day = Day::parse_iso(&typed(&e)).filter(|day| *day >= first && *day <= last);
            day.into_iter().for_each(stop_and_show);
        });
    el("div", "time-picker")
        .attr("role", "group")
        .attr("aria-label", ui::DAY)
        .child(
            button("play", "", play).text_of(move || if playing.get() { ui::STOP } else { ui::PLAY }.into()),
        )
        .child(slider)
        .child(el("label", "date").text(ui::ON).child(date))
}
