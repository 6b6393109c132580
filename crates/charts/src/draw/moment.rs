//! Moments on the axis of days.

use rssac002_model::{Day, DayRange};

/// A moment in UTC, to the part of a day.
#[derive(Clone, Copy, PartialEq, PartialOrd, Debug)]
pub struct Moment {
    /// Days since [`Day::CHARTS_START`] began.
    pub(super) days: f64,
}

impl Moment {
    /// The middle between the start of the first day and the end of the last.
    pub fn middle(days: DayRange) -> Moment {
        Moment { days: Moment::from(days.start()).days + days.len() as f64 / 2.0 }
    }

    /// The day that it belongs to.
    pub fn day(self) -> Day {
        Day::CHARTS_START + self.days.floor() as i32
    }

    /// The day that ends with it, or that it belongs to.
    pub fn last_day(self) -> Day {
        Day::CHARTS_START + (self.days.ceil() as i32 - 1)
    }

    /// So many days later.
    pub fn later(self, days: f64) -> Moment {
        Moment { days: self.days + days }
    }

    /// How many days have gone by since an earlier moment; below zero since a later one.
    pub fn days_since(self, other: impl Into<Moment>) -> f64 {
        self.days - other.into().days
    }
}

/// The start of a day.
impl From<Day> for Moment {
    fn from(day: Day) -> Moment {
        Moment { days: f64::from(day - Day::CHARTS_START) }
    }
}
