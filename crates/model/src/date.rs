//! UTC days and ISO weeks. A day is a day: there are no hours and no time zones here.

use std::fmt;
use std::ops::{Add, Sub};

use chrono::{Datelike, NaiveDate};

/// A UTC day, counted from 1970-01-01. Years 0 to 9999.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Day(i32);

/// Days from 0001-01-01, which chrono counts from, to 1970-01-01.
const EPOCH_FROM_CE: i32 = 719_163;

impl Day {
    /// The first day of the first year that the API serves, 2013-01-01.
    pub const API_START: Day = Day(15_706);
    /// The Monday on which charts of the RSSAC002 metrics start by default (data.md).
    pub const CHARTS_START: Day = Day(17_168);
    /// The first day of the instance archive, 2015-03-02, a Monday.
    pub const INSTANCES_START: Day = Day(16_496);
    /// The Monday on which charts of packet sizes by RSI start by default, 2019-01-07 (charts.md).
    pub const SIZES_START: Day = Day(17_903);

    /// The day with this date, or `None` if the calendar has none.
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Day> {
        (0..=9999)
            .contains(&year)
            .then(|| NaiveDate::from_ymd_opt(year, month, day))
            .flatten()
            .map(|d| Day(d.num_days_from_ce() - EPOCH_FROM_CE))
    }

    /// The day this many days after 1970-01-01.
    pub const fn from_epoch(days: i32) -> Day {
        Day(days)
    }

    /// Days since 1970-01-01.
    pub const fn to_epoch(self) -> i32 {
        self.0
    }

    fn date(self) -> NaiveDate {
        // Days far outside the calendar do not arise from dates; the clamp keeps arithmetic on them from panicking.
        NaiveDate::from_num_days_from_ce_opt(self.0.clamp(-719_528, 2_932_896) + EPOCH_FROM_CE)
            .unwrap_or(NaiveDate::MIN)
    }

    /// Year, month (1 to 12), day of the month.
    pub fn ymd(self) -> (i32, u32, u32) {
        let d = self.date();
        (d.year(), d.month(), d.day())
    }

    /// The year.
    pub fn year(self) -> i32 {
        self.date().year()
    }

    /// 0 for Monday to 6 for Sunday.
    pub fn weekday(self) -> u32 {
        // 1970-01-01 was a Thursday.
        (self.0 + 3).rem_euclid(7) as u32
    }

    /// The Monday of its ISO week.
    pub fn monday(self) -> Day {
        self - self.weekday() as i32
    }

    /// Its ISO 8601 week.
    pub fn iso_week(self) -> IsoWeek {
        let w = self.date().iso_week();
        IsoWeek { year: w.year(), week: w.week() }
    }

    /// Reads `YYYY-MM-DD`, exactly.
    pub fn parse_iso(text: &str) -> Option<Day> {
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
            return None;
        }
        Self::from_digits(&text[0..4], &text[5..7], &text[8..10])
    }

    /// Reads `YYYYMMDD`, exactly, as it stands in file names.
    pub fn parse_compact(text: &str) -> Option<Day> {
        if text.len() != 8 || !text.is_ascii() {
            return None;
        }
        Self::from_digits(&text[0..4], &text[4..6], &text[6..8])
    }

    fn from_digits(year: &str, month: &str, day: &str) -> Option<Day> {
        let number = |s: &str| s.bytes().all(|b| b.is_ascii_digit()).then(|| s.parse::<u32>().ok()).flatten();
        Self::from_ymd(number(year)? as i32, number(month)?, number(day)?)
    }

    /// The same day of the month this many years earlier; 29 February becomes 28 February.
    pub fn years_before(self, years: i32) -> Day {
        let (y, m, d) = self.ymd();
        Self::from_ymd(y - years, m, d).or_else(|| Self::from_ymd(y - years, m, 28)).unwrap_or(self)
    }
}

impl Add<i32> for Day {
    type Output = Day;
    fn add(self, days: i32) -> Day {
        Day(self.0.saturating_add(days))
    }
}

impl Sub<i32> for Day {
    type Output = Day;
    fn sub(self, days: i32) -> Day {
        Day(self.0.saturating_sub(days))
    }
}

/// The days from the right one to the left one.
impl Sub for Day {
    type Output = i32;
    fn sub(self, other: Day) -> i32 {
        self.0 - other.0
    }
}

/// `2020-11-04`.
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (y, m, d) = self.ymd();
        write!(f, "{y:04}-{m:02}-{d:02}")
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// An ISO 8601 week: Monday to Sunday, in the year that holds its Thursday.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct IsoWeek {
    /// The ISO year, which differs from the calendar year around New Year.
    pub year: i32,
    /// 1 to 53.
    pub week: u32,
}

impl IsoWeek {
    /// The week's first day, or `None` if that year has no such week.
    pub fn monday(self) -> Option<Day> {
        // 4 January is always in week 1.
        let monday = Day::from_ymd(self.year, 1, 4)?.monday() + 7 * (self.week as i32 - 1);
        (self.week >= 1 && monday.iso_week() == self).then_some(monday)
    }

    /// Reads the API's key, `2020-53`.
    pub fn parse(text: &str) -> Option<IsoWeek> {
        let (year, week) = text.split_once('-')?;
        if year.len() != 4 || week.len() != 2 || !text.bytes().all(|b| b.is_ascii_digit() || b == b'-') {
            return None;
        }
        let week = IsoWeek { year: year.parse().ok()?, week: week.parse().ok()? };
        week.monday().map(|_| week)
    }
}

/// The published API's key: `2020-53`, without a W.
impl fmt::Display for IsoWeek {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.week)
    }
}

/// Consecutive days, both ends included; never empty.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct DayRange {
    start: Day,
    end: Day,
}

impl DayRange {
    /// From `start` to `end`, both included; `None` if `end` is before `start`.
    pub fn new(start: Day, end: Day) -> Option<DayRange> {
        (start <= end).then_some(DayRange { start, end })
    }

    /// One day.
    pub fn single(day: Day) -> DayRange {
        DayRange { start: day, end: day }
    }

    /// The first day.
    pub fn start(self) -> Day {
        self.start
    }

    /// The last day.
    pub fn end(self) -> Day {
        self.end
    }

    /// How many days: at least 1.
    #[expect(clippy::len_without_is_empty, reason = "a range of days is never empty")]
    pub fn len(self) -> usize {
        (self.end - self.start) as usize + 1
    }

    /// The days in order.
    pub fn days(self) -> impl DoubleEndedIterator<Item = Day> + ExactSizeIterator {
        (self.start.0..self.end.0 + 1).map(Day)
    }

    /// Whether the day is one of these.
    pub fn contains(self, day: Day) -> bool {
        self.start <= day && day <= self.end
    }

    /// The range widened to whole ISO weeks.
    pub fn whole_weeks(self) -> DayRange {
        DayRange { start: self.start.monday(), end: self.end.monday() + 6 }
    }

    /// The days that both ranges have; `None` if there are none.
    pub fn intersection(self, other: DayRange) -> Option<DayRange> {
        DayRange::new(self.start.max(other.start), self.end.min(other.end))
    }
}

impl fmt::Display for DayRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    #[test]
    fn fixed_days_are_what_they_say() {
        assert_eq!(Day::CHARTS_START, day("2017-01-02"));
        assert_eq!(Day::INSTANCES_START, day("2015-03-02"));
        assert_eq!(Day::SIZES_START, day("2019-01-07"));
        assert_eq!(Day::CHARTS_START.weekday(), 0);
        assert_eq!(Day::INSTANCES_START.weekday(), 0);
    }

    #[test]
    fn weeks_at_year_ends_follow_iso_8601() {
        for (date, week) in [
            ("2019-12-31", "2020-01"),
            ("2020-12-31", "2020-53"),
            ("2021-01-01", "2020-53"),
            ("2021-01-03", "2020-53"),
            ("2021-01-04", "2021-01"),
            ("2017-01-01", "2016-52"),
        ] {
            assert_eq!(day(date).iso_week().to_string(), week, "{date}");
        }
        assert_eq!(IsoWeek::parse("2021-53"), None);
        assert_eq!(IsoWeek::parse("2020-00"), None);
    }

    #[test]
    fn only_dates_of_the_calendar_are_days() {
        for text in ["2019-02-29", "2020-00-10", "2020-13-01", "2020-1-05", "2020/01/05", "", "2020-01-0é"] {
            assert_eq!(Day::parse_iso(text), None, "{text}");
        }
        assert_eq!(Day::parse_compact("20200229"), Some(day("2020-02-29")));
        assert_eq!(Day::parse_compact("20190229"), None);
        assert_eq!(day("2020-02-29").years_before(1), day("2019-02-28"));
    }

    proptest! {
        #[test]
        fn days_read_back(days in -700_000i32..2_900_000) {
            let d = Day::from_epoch(days);
            prop_assert_eq!(Day::parse_iso(&d.to_string()), Some(d));
            let (y, m, dd) = d.ymd();
            prop_assert_eq!(Day::from_ymd(y, m, dd), Some(d));
            prop_assert_eq!(d.iso_week().monday(), Some(d.monday()));
            prop_assert_eq!(d.monday().weekday(), 0);
        }
    }
}
