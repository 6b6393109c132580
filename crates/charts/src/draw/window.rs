//! Which days are seen while a visitor moves them, to the part of a day.

use rssac002_model::{Day, DayRange, Interval};

use super::moment::Moment;

/// Days that are seen, from one moment to a later one.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Window {
    from: Moment,
    to: Moment,
}

/// Which end of a window.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum End {
    /// Where it begins.
    First,
    /// Where it ends.
    Last,
}

/// How far a window may go: all days that there are, and how short it may be.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Limits {
    /// The days.
    pub whole: DayRange,
    /// Days or weeks; it is at least two of them long, as far as there are so many.
    pub interval: Interval,
}

impl Limits {
    fn least(self) -> f64 {
        (2.0 * f64::from(self.interval.days())).min(self.whole.len() as f64)
    }

    /// A window that begins so many days after the first of all, and is so long, as far as both can be.
    fn window(self, start: f64, length: f64) -> Window {
        let whole = self.whole.len() as f64;
        let length = length.clamp(self.least(), whole);
        let start = start.clamp(0.0, whole - length);
        let first = Moment::from(self.whole.start());
        Window { from: first.later(start), to: first.later(start + length) }
    }

    fn start_of(self, window: Window) -> f64 {
        window.from.days_since(self.whole.start())
    }
}

impl Window {
    /// All of these days.
    pub fn of(days: DayRange) -> Window {
        Window { from: days.start().into(), to: (days.end() + 1).into() }
    }

    /// Where it begins.
    pub fn from(self) -> Moment {
        self.from
    }

    /// Where it ends.
    pub fn to(self) -> Moment {
        self.to
    }

    /// How many days it has.
    pub fn length(self) -> f64 {
        self.to.days_since(self.from)
    }

    /// The days of which a part is seen.
    pub fn touched(self) -> DayRange {
        let (first, last) = (self.from.day(), self.to.last_day());
        DayRange::new(first, last).unwrap_or(DayRange::single(first))
    }

    /// As long as before, and so many days later.
    pub fn moved(self, days: f64, limits: Limits) -> Window {
        limits.window(limits.start_of(self) + days, self.length())
    }

    /// So many times as long, where what lies at a share of its width, from 0 to 1, stays where it is.
    pub fn scaled(self, times: f64, at: f64, limits: Limits) -> Window {
        let length = (self.length() * times).clamp(limits.least(), limits.whole.len() as f64);
        limits.window(limits.start_of(self) + at * (self.length() - length), length)
    }

    /// The same with one end so many days later, as far as it does not come too near to the other.
    pub fn with_end_moved(self, end: End, days: f64, limits: Limits) -> Window {
        let (start, whole) = (limits.start_of(self), limits.whole.len() as f64);
        let last = start + self.length();
        match end {
            End::First => {
                let start = (start + days).clamp(0.0, (last - limits.least()).max(0.0));
                limits.window(start, last - start)
            }
            End::Last => {
                let last = (last + days).clamp((start + limits.least()).min(whole), whole);
                limits.window(start, last - start)
            }
        }
    }

    /// Where it begins and how long it is, as shares of all days.
    pub fn shares(self, whole: DayRange) -> [f64; 2] {
        [self.from.days_since(whole.start()), self.length()].map(|days| days / whole.len() as f64)
    }

    /// The days, or the days of the ISO weeks, that come nearest to it.
    pub fn days(self, limits: Limits) -> DayRange {
        let Limits { whole, interval } = limits;
        // Both ends lie between two days or weeks.
        let near = |moment: Moment| -> Day {
            let day = moment.later(0.5).day();
            match interval {
                Interval::Day => day,
                Interval::Week => (day + 3).monday(),
            }
        };
        let all = Window::of(whole);
        let start = if self.from <= all.from { whole.start() } else { near(self.from) };
        let end = if self.to >= all.to { whole.end() } else { near(self.to) + (-1) };
        let one = || match interval {
            Interval::Day => DayRange::single(self.from.day()),
            Interval::Week => DayRange::single(self.from.day()).whole_weeks(),
        };
        DayRange::new(start, end).unwrap_or_else(one).intersection(whole).unwrap_or(whole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn limits(length: usize, weekly: bool) -> Limits {
        let whole = DayRange::new(Day::CHARTS_START, Day::CHARTS_START + (length as i32 - 1)).unwrap();
        Limits { whole, interval: if weekly { Interval::Week } else { Interval::Day } }
    }

    /// What a hand does.
    #[derive(Clone, Debug)]
    enum Act {
        Move(f64),
        Scale(f64, f64),
        MoveEnd(End, f64),
    }

    fn act() -> impl Strategy<Value = Act> {
        let end = prop_oneof![Just(End::First), Just(End::Last)];
        prop_oneof![
            (-9000.0..9000.0f64).prop_map(Act::Move),
            (0.01..50.0f64, 0.0..=1.0f64).prop_map(|(times, at)| Act::Scale(times, at)),
            (end, -9000.0..9000.0f64).prop_map(|(end, days)| Act::MoveEnd(end, days)),
        ]
    }

    proptest! {
        #[test]
        fn whatever_is_done_it_stays_within_all_days(
            length in 1..4000usize,
            weekly: bool,
            acts in proptest::collection::vec(act(), 0..20),
        ) {
            let limits = limits(length, weekly);
            let mut window = Window::of(limits.whole);
            for act in acts {
                window = match act {
                    Act::Move(days) => window.moved(days, limits),
                    Act::Scale(times, at) => window.scaled(times, at, limits),
                    Act::MoveEnd(end, days) => window.with_end_moved(end, days, limits),
                };
                let [start, share] = window.shares(limits.whole);
                prop_assert!(start > -1e-9 && start + share < 1.0 + 1e-9, "{start} {share}");
                prop_assert!(window.length() > limits.least() - 1e-6);
                let days = window.days(limits);
                prop_assert_eq!(days.intersection(limits.whole), Some(days));
                let apart = f64::from(limits.interval.days());
                let edges = [window.from().days_since(days.start()), window.to().days_since(days.end() + 1)];
                prop_assert!(edges.iter().all(|edge| edge.abs() <= apart), "{edges:?}");
            }
        }

        #[test]
        fn what_is_zoomed_about_stays_in_its_place(
            // With as many days on both sides as the longest may grow by, so that no end of all days is in the way.
            start in 400.0..3200.0f64,
            length in 100.0..400.0f64,
            times in 0.5..2.0f64,
            at in 0.0..=1.0f64,
        ) {
            let limits = limits(4000, false);
            let window = limits.window(start, length);
            let scaled = window.scaled(times, at, limits);
            let there = |window: Window| limits.start_of(window) + at * window.length();
            prop_assert!((there(window) - there(scaled)).abs() < 1e-6);
            prop_assert!((scaled.length() - times * length).abs() < 1e-6);
        }
    }

    #[test]
    fn the_days_of_a_window_that_was_not_moved_are_its_days() {
        for weekly in [false, true] {
            let limits = limits(4000, weekly);
            let days = DayRange::new(Day::CHARTS_START + 70, Day::CHARTS_START + 139).unwrap();
            assert_eq!(Window::of(days).days(limits), days);
            assert_eq!(Window::of(limits.whole).days(limits), limits.whole);
        }
    }
}
