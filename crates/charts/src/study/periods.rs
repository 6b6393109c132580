//! The day of the change, and the periods before and after it.

use rssac002_model::{Day, DayRange};

use crate::state::Interval;
use crate::transform::bins;

/// The day of the change, 2020-11-04.
pub const CHANGE: Day = Day::from_epoch(18_570);

/// The first and last days of the periods before and after it: 2019-11-04 to 2020-11-04, 2021-02-01 to 2022-02-01.
pub(super) const PERIODS: [(Day, Day); 2] =
    [(Day::from_epoch(18_204), CHANGE), (Day::from_epoch(18_659), Day::from_epoch(19_024))];

/// The periods before and after the change.
pub fn periods() -> [DayRange; 2] {
    PERIODS.map(|(from, to)| DayRange::new(from, to).unwrap_or(DayRange::single(from)))
}

/// How many weeks lie wholly in each period, whether or not there are data.
pub(super) fn whole_weeks() -> [usize; 2] {
    periods().map(|period| bins(period, Interval::Week).iter().filter(|bin| !bin.is_partial()).count())
}
