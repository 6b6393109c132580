//! Which day, which letters, and beside which days: what the address of a day's page says.

use rssac002_model::{Dataset, Day, DayRange, Endpoint, RsiSet, Step};

use crate::catalogue::Keys;
use crate::data::DataRequest;
use crate::state::url::{self, Ignored};

/// Below this path stand the days, `/day/2020-11-04`.
pub const PATH: &str = "/day/";

/// The days that a day is compared with.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Baseline {
    /// The 28 days before it.
    #[default]
    DaysBefore,
    /// The same day of the 8 weeks before it.
    SameWeekday,
}

impl Baseline {
    /// Both, the default first.
    pub const ALL: [Baseline; 2] = [Baseline::DaysBefore, Baseline::SameWeekday];

    /// Its name in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Baseline::DaysBefore => "days",
            Baseline::SameWeekday => "weekday",
        }
    }

    /// How many days before the day its days are, the farthest last.
    pub fn days_before(self) -> Vec<i32> {
        match self {
            Baseline::DaysBefore => (1..=28).collect(),
            Baseline::SameWeekday => (1..=8).map(|weeks| weeks * 7).collect(),
        }
    }
}

/// What a day's page shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DayState {
    /// The day.
    pub day: Day,
    /// The letters, at least one.
    pub rsis: RsiSet,
    /// What the day is compared with.
    pub baseline: Baseline,
}

/// The day that a path leads to; `None` where it is no day's.
pub fn find(path: &str) -> Option<Day> {
    Day::parse_iso(path.strip_prefix(PATH)?.trim_end_matches('/'))
}

impl DayState {
    /// All letters of a day beside the days before.
    pub fn new(day: Day) -> DayState {
        DayState { day, rsis: RsiSet::ALL, baseline: Baseline::default() }
    }

    /// Reads the query of a day's address. What is not understood has its default, and is named.
    pub fn parse(day: Day, query: &str) -> (DayState, Vec<Ignored>) {
        let mut state = DayState::new(day);
        let ignored = url::read(query, |key, value| {
            match key {
                "rsi" => {
                    let accepted = |_| "letters from a to m, such as a-c.k".to_owned();
                    state.rsis = RsiSet::parse_permalink(value).map_err(accepted)?;
                }
                "baseline" => {
                    let named = Baseline::ALL.into_iter().find(|baseline| baseline.name() == value);
                    state.baseline = named.ok_or("days, weekday")?;
                }
                _ => return Err("rsi, baseline".into()),
            }
            Ok(())
        });
        (state, ignored)
    }

    /// Its address; what has its default is not in it.
    pub fn address(&self) -> String {
        self.file_address("")
    }

    /// The address of the same as a file with an ending such as `.csv`.
    pub fn file_address(&self, ending: &str) -> String {
        let mut parts = Vec::new();
        if self.rsis != RsiSet::ALL {
            parts.push(format!("rsi={}", self.rsis.to_permalink()));
        }
        if self.baseline != Baseline::default() {
            parts.push(format!("baseline={}", self.baseline.name()));
        }
        let query = if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) };
        format!("{PATH}{}{ending}{query}", self.day)
    }

    /// The same of another day.
    pub fn on(self, day: Day) -> DayState {
        DayState { day, ..self }
    }

    /// From the first day that it is compared with to the day itself.
    pub fn range(&self) -> DayRange {
        let farthest = self.baseline.days_before().last().copied().unwrap_or(0);
        DayRange::new((self.day - farthest).max(Day::API_START), self.day)
            .unwrap_or(DayRange::single(self.day))
    }

    /// The days whose numbers its charts are made from: those that they show, and so many before that it can be told what is
    /// doubtful.
    pub fn around(&self) -> DayRange {
        DayRange::new((self.day - HISTORY).max(Day::API_START), self.day + AROUND.1)
            .unwrap_or(DayRange::single(self.day))
    }

    /// The published numbers that it is made from, in the order in which [`Findings::new`](super::Findings::new) takes them.
    pub fn requests(&self) -> Vec<DataRequest> {
        requests(self.range())
    }
}

/// The published numbers that [`quantities`](super::quantities()) are made from, in their order.
pub fn requests(range: DayRange) -> Vec<DataRequest> {
    let request = |endpoint: &Endpoint| DataRequest {
        endpoint: *endpoint,
        keys: Keys::All,
        rsis: RsiSet::ALL,
        range,
        step: Step::DAY,
    };
    ENDPOINTS.iter().map(request).collect()
}

/// What is asked, in order.
pub(super) const ENDPOINTS: [Endpoint; 7] = [
    Endpoint::Data(Dataset::TrafficVolume),
    Endpoint::Data(Dataset::UniqueSources),
    Endpoint::Data(Dataset::RcodeVolume),
    Endpoint::Data(Dataset::UdpRequestSizes),
    Endpoint::Data(Dataset::UdpResponseSizes),
    Endpoint::Data(Dataset::LoadTime),
    Endpoint::InstancesCount,
];

/// Days around the day that its charts show: six weeks before and two after.
pub(super) const AROUND: (i32, i32) = (42, 14);

/// How many days before the day its charts know.
const HISTORY: i32 = 92;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_not_understood_is_named_and_has_its_default() {
        let day = Day::from_epoch(18_570);
        let (state, ignored) = DayState::parse(day, "?rsi=x&baseline=month&v=1&colour=red&rsi");
        assert_eq!(state, DayState::new(day));
        let parts: Vec<&str> = ignored.iter().map(|ignored| ignored.part.as_str()).collect();
        assert_eq!(parts, ["rsi=x", "baseline=month", "colour=red", "rsi"]);
        assert!(ignored[1].accepted.contains("weekday"), "{ignored:?}");
        assert_eq!(DayState::parse(day, "rsi=a%2Ck").0.rsis.to_api(), "a,k");
        assert_eq!(find("/day/2020-11-04"), Some(day));
        assert_eq!([find("/day/2020-11-31"), find("/day/x"), find("/2020-11-04")], [None; 3]);
    }

    proptest! {
        #[test]
        fn an_address_leads_to_its_state(day in 15_706..25_000i32, letters in 1..8192u32, weekday: bool) {
            let rsis = rssac002_model::Rsi::all().filter(|rsi| letters >> rsi.index() & 1 == 1).collect();
            let baseline = if weekday { Baseline::SameWeekday } else { Baseline::DaysBefore };
            let state = DayState { day: Day::from_epoch(day), rsis, baseline };
            let address = state.address();
            let (path, query) = address.split_once('?').unwrap_or((&address, ""));
            prop_assert_eq!(find(path), Some(state.day));
            prop_assert_eq!(DayState::parse(state.day, query), (state, Vec::new()));
            prop_assert_eq!(state.file_address(".csv"), address.replacen(path, &format!("{path}.csv"), 1));
        }
    }
}
