//! Which day, on charts that show one: a slider from the first day on, a date to type, and a button that plays it month
//! by month.

use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use rssac002_charts::state::Bound;
use rssac002_charts::words::ui;
use rssac002_model::Day;

use crate::figure::{Figure, Status};
use crate::history::Entry;

/// How long each month stays to be looked at.
const STEP: Duration = Duration::from_millis(350);

/// The same day of the next month; its last day where there is none.
fn month_later(day: Day) -> Day {
    let (year, month, date) = day.ymd();
    let (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    (0..4).find_map(|less| Day::from_ymd(year, month, date - less)).unwrap_or(day + 31)
}

/// A day as the slider has it: days since 1970.
fn slid(text: &str) -> Option<Day> {
    text.parse::<i32>().ok().map(Day::from_epoch)
}

/// Slider, date and play button.
#[component]
pub fn DatePicker() -> impl IntoView {
    let figure = Figure::from_context();
    let session = figure.session;
    let shown = Memo::new(move |_| figure.of(|state| state.range(&session.clock()).end()));
    let (first, last) = figure.state.with_untracked(|state| {
        let last = state.whole_range(&session.clock()).end();
        (state.chart.first_day().min(last), last)
    });
    // While the slider is held, its day; the map follows when it is let go.
    let held = RwSignal::new(None::<Day>);
    let now = move || held.get().unwrap_or_else(|| shown.get());
    let playing = RwSignal::new(false);
    let show = move |day: Day| {
        figure.change(Entry::Replace, |state| state.set_day(Bound::On(day.clamp(first, last))));
    };
    let stop_and_show = move |day: Day| {
        playing.set(false);
        held.set(None);
        show(day);
    };
    let play = move |_| {
        if !playing.get_untracked() && shown.get_untracked() >= last {
            show(first);
        }
        playing.update(|on| *on = !*on);
    };
    play_month_by_month(figure, shown, playing, move |day| {
        if day >= last { playing.set(false) } else { show(month_later(day)) }
    });
    view! {
        <div class="time-picker" role="group" aria-label=ui::DAY>
            <button class="play" on:click=play>
                {Signal::derive(move || if playing.get() { ui::STOP } else { ui::PLAY }.to_owned())}
            </button>
            <input
                type="range"
                name="day"
                aria-label=ui::DAY
                min=first.to_epoch()
                max=last.to_epoch()
                aria-valuetext=move || now().to_string()
                value=untrack(now).to_epoch()
                prop:value=move || now().to_epoch().to_string()
                on:input:target=move |event| {
                    playing.set(false);
                    held.set(slid(&event.target().value()));
                }
                on:change:target=move |event| {
                    slid(&event.target().value()).into_iter().for_each(stop_and_show);
                }
            />
            <label class="date">
                {ui::ON}
                <input
                    type="date"
                    name="date"
                    min=first.to_string()
                    max=last.to_string()
                    value=untrack(now).to_string()
                    prop:value=move || now().to_string()
                    on:change:target=move |event| {
                        // Half-typed years and empty fields are no days of the archive.
                        let day = Day::parse_iso(&event.target().value());
                        day.filter(|day| *day >= first && *day <= last).into_iter().for_each(stop_and_show);
                    }
                />
            </label>
        </div>
    }
}

/// Goes on to the next month a while after the one before is drawn: however slow the answers are, none is skipped.
fn play_month_by_month(
    figure: Figure,
    shown: Memo<Day>,
    playing: RwSignal<bool>,
    go_on: impl Fn(Day) + Copy + Send + Sync + 'static,
) {
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let wait = move |next: Option<TimeoutHandle>| {
        let before = waiting.try_update_value(|now| std::mem::replace(now, next));
        if let Some(before) = before.flatten() {
            before.clear();
        }
    };
    let step = move || shown.try_get_untracked().into_iter().for_each(go_on);
    Effect::new(move || {
        shown.track();
        let (on, status, drawn) = (playing.get(), figure.status.get(), figure.drawn.get());
        if on && matches!(status, Status::Failed(_)) {
            playing.set(false);
        }
        let ready = on && drawn && status == Status::Ready;
        wait(ready.then(|| set_timeout_with_handle(step, STEP).ok()).flatten());
    });
    on_cleanup(move || wait(None));
}
