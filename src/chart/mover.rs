//! Days on the move: what is drawn while a visitor holds them, and where they stay.

use std::sync::Arc;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use rssac002_charts::draw::Window;
use rssac002_charts::draw::window::Limits;
use rssac002_charts::state::{Bound, Second};
use rssac002_charts::{ChartState, DataRequest, View, kind};

use super::hover::REST;
use super::pointing::Pointing;
use crate::figure::{Figure, Status};
use crate::history::Entry;

/// The view of all days of a chart over time, in which the days shown are moved; or what it lacks. The days to compare with go
/// along with those shown, so they are not in it.
pub fn whole(figure: Figure) -> Result<Arc<View>, Vec<DataRequest>> {
    let state = figure.state.get_untracked();
    let ChartState { from, to, .. } = ChartState::new(state.chart);
    let state = ChartState { from, to, with: Second::None, ..state };
    let made = [figure.view.get_untracked(), figure.whole.get_value()];
    if let Some(view) = made.into_iter().flatten().find(|view| view.state == state) {
        return Ok(view);
    }
    let clock = figure.session.clock();
    let view = figure.session.answers.read(|data| kind::view_over_time(&state, data, &clock))?;
    let view = Arc::new(view);
    figure.whole.set_value(Some(view.clone()));
    Ok(view)
}

/// Moves the days of a chart over time.
#[derive(Clone, Copy)]
pub struct Mover {
    figure: Figure,
    pointing: Pointing,
    /// Where they are to be in the next frame.
    next: StoredValue<Option<Window>>,
    /// What comes when the wheel or a key rests.
    resting: StoredValue<Option<TimeoutHandle>>,
}

impl Mover {
    /// For the chart of the component that asks.
    pub fn from_context() -> Mover {
        Mover {
            figure: Figure::from_context(),
            pointing: Pointing::from_context(),
            next: StoredValue::new(None),
            resting: StoredValue::new(None),
        }
    }

    /// How far days can be moved.
    pub fn limits(self) -> Limits {
        let state = self.figure.state.get_untracked();
        Limits { whole: state.whole_range(&self.figure.session.clock()), interval: state.interval }
    }

    /// The days that are seen.
    pub fn window(self) -> Window {
        let moved = || self.figure.live.get_untracked().and_then(|view| view.time()?.window);
        self.next.get_value().or_else(moved).unwrap_or_else(|| {
            let state = self.figure.state.get_untracked();
            Window::of(kind::days_shown(&state, &self.figure.session.clock()))
        })
    }

    /// Whether days are under way.
    pub fn is_moving(self) -> bool {
        self.figure.live.with_untracked(Option::is_some) || self.next.with_value(Option::is_some)
    }

    /// Moves them there with the browser's next frame.
    pub fn to(self, window: Window) {
        if self.figure.status.get_untracked() != Status::Ready {
            return;
        }
        let waits = self.next.with_value(Option::is_some);
        self.next.set_value(Some(window));
        if !waits {
            request_animation_frame(move || self.draw());
        }
    }

    fn draw(self) {
        // The chart may have left the page by now, or the days have come to rest.
        let Some(window) = self.next.try_update_value(Option::take).flatten() else { return };
        // Without all days those that are shown are moved.
        let view = whole(self.figure).ok().or_else(|| self.figure.view.get_untracked());
        if let Some(part) = view.and_then(|view| view.part(window)) {
            self.pointing.clear();
            self.figure.live.set(Some(Arc::new(part)));
        }
    }

    /// Leaves them where they are once nothing has moved them for a moment.
    pub fn rest_soon(self) {
        let rest = set_timeout_with_handle(move || self.rest(), REST).ok();
        let before = self.resting.try_update_value(|resting| std::mem::replace(resting, rest));
        before.flatten().iter().for_each(TimeoutHandle::clear);
    }

    /// Leaves them where they are: they are the page's from now on, to the whole day or week.
    pub fn rest(self) {
        if self.figure.live.try_with_untracked(Option::is_some).is_none() || !self.is_moving() {
            return;
        }
        let (window, limits) = (self.window(), self.limits());
        self.next.set_value(None);
        let days = window.days(limits);
        self.figure.change(Entry::Push, |state| {
            let ChartState { from, to, .. } = ChartState::new(state.chart);
            state.from = if days.start() == limits.whole.start() { from } else { Bound::On(days.start()) };
            state.to = if days.end() == limits.whole.end() { to } else { Bound::On(days.end()) };
        });
        // Where nothing changed, nothing will be drawn in its place.
        if self
            .figure
            .view
            .get_untracked()
            .is_some_and(|view| view.state == self.figure.state.get_untracked())
        {
            self.leave();
        }
    }

    /// Puts them back where they were.
    pub fn leave(self) {
        self.next.set_value(None);
        self.figure.live.set(None);
    }
}
