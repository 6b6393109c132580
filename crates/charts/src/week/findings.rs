//! All that is told of a week.

use rssac002_model::{Columns, Day, DayRange, Metric, Snapshot};

use super::compare::Told;
use super::figure::Figure;
use super::reports::Report;
use super::state::{WeekState, days};
use crate::state::Clock;

/// What is told of a week.
#[derive(Clone, PartialEq, Debug)]
pub struct Week {
    /// Which week is asked for, and of which letters.
    pub state: WeekState,
    /// Its Monday.
    pub monday: Day,
    /// The figures, in the order of [`Figure::ALL`].
    pub told: Vec<Told>,
    /// What each letter reported, day by day.
    pub reports: Vec<Report>,
}

impl Week {
    /// What the answers to [`requests`](super::figure::requests), in their order, and the files that are held say of a week. What was
    /// not answered is missing, as are reports of days that charts do not show yet.
    pub fn new(state: WeekState, clock: &Clock, answers: &[Option<Columns>], snapshot: &Snapshot) -> Week {
        let monday = state.shown(clock);
        let of = |(at, figure): (usize, Figure)| {
            let answer = answers.get(at).and_then(Option::as_ref);
            Told::new(figure, state.rsis, monday, answer)
        };
        let told = Figure::ALL.into_iter().enumerate().map(of).collect();
        let shown = clock.latest(Metric::TrafficVolume);
        let report = |rsi| Report::new(snapshot, rsi, days(monday), shown);
        let reports = state.rsis.iter().map(report).collect();
        Week { state, monday, told, reports }
    }

    /// Its days.
    pub fn days(&self) -> DayRange {
        days(self.monday)
    }

    /// Whether nothing of it is held.
    pub fn is_empty(&self) -> bool {
        self.told.iter().all(|told| told.value.is_none())
    }
}
