//! Which week and which letters: what the address of the front page says.

use rssac002_model::{Day, DayRange, Metric, RsiSet};

use crate::state::url::{self, Ignored};
use crate::state::{Clock, YEAR};

/// Where it stands.
pub const PATH: &str = "/";

/// What the front page shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct WeekState {
    /// The Monday of the ISO week; `None` for the latest full one, which moves on as data arrive.
    pub monday: Option<Day>,
    /// The letters, at least one.
    pub rsis: RsiSet,
}

impl Default for WeekState {
    fn default() -> WeekState {
        WeekState { monday: None, rsis: RsiSet::ALL }
    }
}

impl WeekState {
    /// Reads the query of the page's address, in which a day stands for its ISO week. What is not understood has its default,
    /// and is named.
    pub fn parse(query: &str) -> (WeekState, Vec<Ignored>) {
        let mut state = WeekState::default();
        let ignored = url::read(query, |key, value| {
            match key {
                "time" if value == "latest" => state.monday = None,
                "time" => {
                    // The week of the first day begins in the year before.
                    let first = Day::API_START.monday();
                    let day = Day::parse_iso(value).filter(|day| *day >= first);
                    state.monday =
                        Some(day.ok_or_else(|| format!("latest, a day from {first} on"))?.monday());
                }
                "rsi" => {
                    let accepted = |_| "letters from a to m, such as a-c.k".to_owned();
                    state.rsis = RsiSet::parse_permalink(value).map_err(accepted)?;
                }
                _ => return Err("time, rsi".into()),
            }
            Ok(())
        });
        (state, ignored)
    }

    /// Its address; what has its default is not in it.
    pub fn address(&self) -> String {
        let time = self.monday.map(|monday| format!("time={monday}"));
        let rsis = (self.rsis != RsiSet::ALL).then(|| format!("rsi={}", self.rsis.to_permalink()));
        let parts: Vec<String> = time.into_iter().chain(rsis).collect();
        let query = if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) };
        format!("{PATH}{query}")
    }

    /// The same letters in another week.
    pub fn in_week(self, monday: Day) -> WeekState {
        WeekState { monday: Some(monday), ..self }
    }

    /// The Monday of the week that is shown.
    pub fn shown(&self, clock: &Clock) -> Day {
        self.monday.unwrap_or_else(|| latest_full(clock))
    }
}

/// The Monday of the last week that charts of traffic-volume show up to its Sunday.
pub fn latest_full(clock: &Clock) -> Day {
    (clock.latest(Metric::TrafficVolume) + 1).monday() - 7
}

/// The days of a week.
pub fn days(monday: Day) -> DayRange {
    DayRange::new(monday, monday + 6).unwrap_or(DayRange::single(monday))
}

/// The days that its charts show and that its figures are computed from: from the week 52 weeks before to the end of the week.
pub fn year(monday: Day) -> DayRange {
    DayRange::new(monday - YEAR, monday + 6).unwrap_or(days(monday))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_not_understood_is_named_and_has_its_default() {
        let query = "?time=2020-11-31&rsi=x&v=1&colour=red&rsi&time=2012-12-30";
        let (state, ignored) = WeekState::parse(query);
        assert_eq!(state, WeekState::default());
        let parts: Vec<&str> = ignored.iter().map(|ignored| ignored.part.as_str()).collect();
        assert_eq!(parts, ["time=2020-11-31", "rsi=x", "colour=red", "rsi", "time=2012-12-30"]);
        assert_eq!(ignored[0].accepted, "latest, a day from 2012-12-31 on");
        assert_eq!(WeekState::parse("time=latest&rsi=a%2Ck").0.rsis.to_api(), "a,k");
        // The first week has an address that leads to it.
        let first = WeekState::parse("time=2013-01-01").0;
        assert_eq!(first.address(), "/?time=2012-12-31");
        assert_eq!(WeekState::parse("time=2012-12-31"), (first, Vec::new()));
    }

    #[test]
    fn the_latest_week_is_full() {
        let sunday = Day::parse_iso("2020-11-08").unwrap();
        for (latest, monday) in [(0, -6), (1, -6), (6, -6), (7, 1), (-1, -13)] {
            let clock = Clock::new(sunday + 300).with_latest(Metric::TrafficVolume, sunday + latest);
            assert_eq!(latest_full(&clock), sunday + monday, "{latest}");
        }
    }

    proptest! {
        #[test]
        fn an_address_leads_to_its_state(day in 15_706..25_000i32, latest: bool, letters in 1..8192u32) {
            let rsis = rssac002_model::Rsi::all().filter(|rsi| letters >> rsi.index() & 1 == 1).collect();
            let day = Day::from_epoch(day);
            let state = WeekState { monday: (!latest).then(|| day.monday()), rsis };
            let address = state.address();
            let (path, query) = address.split_once('?').unwrap_or((&address, ""));
            prop_assert_eq!(path, PATH);
            prop_assert_eq!(WeekState::parse(query), (state, Vec::new()));
            // Any day of it stands for the week.
            prop_assert_eq!(WeekState::parse(&format!("time={day}")).0.monday, Some(day.monday()));
        }
    }
}
