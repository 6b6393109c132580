//! Which answers of the API a chart needs, and where they are kept.

use std::sync::Arc;

use rssac002_model::json::{self, Asked, JsonError};
use rssac002_model::{
    Columns, Day, DayPlaces, DayRange, Endpoint, Group, KeyedColumn, Metric, Record, RsiSet, Step, places,
};

use crate::catalogue::Keys;
use crate::events::Event;
use crate::transform::doubtful::AROUND;
use crate::transform::{Rules, keep_top, plain_codes, sums};
use crate::world::Outline;

/// What zeros and missing keys of an endpoint's answers say, of a total (`totals`) or of keys.
///
/// A total is zero where a day's counts are all null (NOTES.md, "totals"), and no letter has a day without a source
/// (charts.md, row 11). Operators leave out response codes and sizes of which they had none.
pub fn rules(endpoint: Endpoint, total: bool) -> Rules {
    let metric = endpoint.metric();
    Rules {
        zero_is_missing: total || metric == Metric::UniqueSources,
        unlisted_is_zero: matches!(metric, Metric::RcodeVolume | Metric::TrafficSizes),
    }
}

/// One request: numbers of the letters by day, by week or over a range, or the places of one day. Sums over letters,
/// shares and averages are made from the answer.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct DataRequest {
    /// The question.
    pub endpoint: Endpoint,
    /// Its keys.
    pub keys: Keys,
    /// The letters.
    pub rsis: RsiSet,
    /// The days.
    pub range: DayRange,
    /// Over which of them numbers are added up.
    pub step: Step,
}

/// What is usual is told from at least so many days to the end of a range: the last one and those before it that tell it.
const HISTORY: i32 = AROUND as i32 + 1;

impl DataRequest {
    /// The days whose numbers are looked at: those of the range, and so many before that it can be told what is usual, where
    /// the answer is not about all days anyway.
    fn history(&self) -> DayRange {
        let range = self.range;
        let earliest =
            if self.endpoint.metric() == Metric::Instances { Day::INSTANCES_START } else { Day::API_START };
        let chooses = matches!(self.keys, Keys::Top(_) | Keys::TopEach(_));
        let start = match self.step {
            _ if chooses => (range.start() - AROUND as i32).max(earliest).min(range.start()),
            Step::Range => range.start().min((range.end() - (HISTORY - 1)).max(earliest)),
            Step::DAY | Step::WEEK => range.start(),
        };
        DayRange::new(start, range.end()).unwrap_or(range)
    }

    /// The [`address`](DataRequest::address) at which the API answers from this version of the numbers, where one is named.
    pub fn address_as_of(&self, version: Option<&str>) -> String {
        as_of(&self.address(), version)
    }

    /// Path and query below the API's root (`traffic-volume?rsi=a-m&…`). `shape=columns`, `keys` and `step` are ignored
    /// by the published API, whose answer [`DataRequest::tidy`] makes the same.
    pub fn address(&self) -> String {
        let days = self.history();
        let mut address = format!(
            "{}?rsi={}&start_date={}&end_date={}",
            self.endpoint,
            self.rsis.to_api(),
            days.start(),
            days.end()
        );
        match self.keys {
            Keys::Total(direction) => address += &format!("&totals={}", direction.name()),
            Keys::These(keys) => address += &format!("&keys={}", keys.join(",")),
            Keys::Top(count) => address += &format!("&keys=top:{count}"),
            Keys::TopEach(count) => address += &format!("&keys=top-each:{count}"),
            Keys::All => {}
        }
        // Places have no other shape than the published one.
        if self.endpoint == Endpoint::InstancesDetail {
            return address;
        }
        address += "&shape=columns";
        match self.step {
            Step::DAY => {}
            Step::WEEK => address += "&step=week",
            Step::Range => address += "&step=range",
        }
        if self.step == Step::Range || days.start() != self.range.start() {
            address += &format!("&from={}", self.range.start());
        }
        address
    }

    /// Reads the answer to it.
    pub fn read(&self, bytes: &[u8]) -> Result<Answer, JsonError> {
        Ok(if self.endpoint == Endpoint::InstancesDetail {
            Answer::Places(places::read(bytes, self.range.start())?)
        } else {
            Answer::Columns(json::read(bytes, self.asked())?)
        })
    }

    /// The requests of the whole years that have its days, whose answers [`DataRequest::join`] makes into the one to this: each of all
    /// letters and every key, day by day. None for places, of which no answer has more than a day.
    pub fn years(&self) -> Vec<DataRequest> {
        let keys = match self.keys {
            Keys::Total(direction) => Keys::Total(direction),
            Keys::All | Keys::These(_) | Keys::Top(_) | Keys::TopEach(_) => Keys::All,
        };
        let days = self.history();
        if self.endpoint == Endpoint::InstancesDetail {
            return Vec::new();
        }
        let request = |year| {
            let range = DayRange::new(Day::from_ymd(year, 1, 1)?, Day::from_ymd(year, 12, 31)?)?;
            Some(DataRequest { endpoint: self.endpoint, keys, rsis: RsiSet::ALL, range, step: Step::DAY })
        };
        (days.start().ymd().0..=days.end().ymd().0).filter_map(request).collect()
    }

    /// The answer to this in the answers of its [`years`](DataRequest::years), which are in order: its letters and days, day by day, as
    /// [`DataRequest::tidy`] takes them. Keys without any value on these days are not in it.
    pub fn join(&self, years: &[Columns]) -> Columns {
        let days = self.history();
        let row = |day: Day| usize::try_from(day - days.start()).ok().filter(|row| *row < days.len());
        let mut groups: Vec<Group> = Vec::new();
        for year in years {
            let within = |at: usize| row(year.day(at));
            for of in year.groups.iter().filter(|of| of.rsi.is_none_or(|rsi| self.rsis.contains(rsi))) {
                let at = groups.iter().position(|group| group.rsi == of.rsi).unwrap_or_else(|| {
                    groups.push(Group::new(of.rsi));
                    groups.len() - 1
                });
                let group = &mut groups[at];
                for KeyedColumn { key, values } in &of.columns {
                    let held = values.iter().enumerate().filter(|(_, value)| value.is_some());
                    for (row, value) in held.filter_map(|(at, value)| Some((within(at)?, value))) {
                        group.column_mut(key, days.len()).set(row, value);
                    }
                }
                let records = of.records.iter();
                group.records.extend(
                    records.filter_map(|record| Some(Record { row: within(record.row)?, ..record.clone() })),
                );
            }
        }
        groups.retain(|group| !group.columns.is_empty() || !group.records.is_empty());
        groups.sort_by_key(|group| group.rsi);
        Columns { start: days.start(), step: Step::DAY, rows: days.len(), groups }
    }

    /// What [`rssac002_model::json::read`] has to know of it.
    pub fn asked(&self) -> Asked {
        Asked { range: self.history(), step: Step::DAY, serials: self.serials() }
    }

    fn serials(&self) -> bool {
        matches!(self.endpoint, Endpoint::Data(dataset) if dataset.keyed_by_serial())
    }

    /// Brings an answer into the form asked for: sums over days with their numbers of days, also where the API knows
    /// neither `keys` nor `step`. Records stay as they are.
    pub fn tidy(&self, mut columns: Columns) -> Columns {
        if self.serials() || columns.groups.iter().any(|g| g.days.is_some()) {
            return columns;
        }
        if self.endpoint.metric() == Metric::RcodeVolume && self.keys != Keys::All {
            plain_codes(&mut columns);
        }
        match self.keys {
            Keys::These(keys) => columns.keep(keys),
            Keys::Top(count) => keep_top(&mut columns, count.into(), false, self.range),
            Keys::TopEach(count) => keep_top(&mut columns, count.into(), true, self.range),
            Keys::Total(_) | Keys::All => {}
        }
        let total = matches!(self.keys, Keys::Total(_));
        sums(&columns, self.step, self.range, rules(self.endpoint, total))
    }
}

/// What an answer holds.
#[derive(Clone, PartialEq, Debug)]
pub enum Answer {
    /// Numbers over days.
    Columns(Columns),
    /// The places of one day, as instances-detail gives them.
    Places(DayPlaces),
}

impl From<Columns> for Answer {
    fn from(columns: Columns) -> Answer {
        Answer::Columns(columns)
    }
}

/// Where a view finds its numbers.
pub trait Data {
    /// The answer to a request; `None` where it is not held.
    fn columns(&self, request: &DataRequest) -> Option<Arc<Columns>>;

    /// The places of a day; `None` where they are not held.
    fn places(&self, day: Day) -> Option<Arc<DayPlaces>>;

    /// The outline of the land; `None` where it is not held: a map without it is less handsome, and as right.
    fn outline(&self) -> Option<Arc<Outline>>;

    /// The days of a list by its address, such as that of known events; `None` where it is not held: a chart without them is
    /// right.
    fn events(&self, address: &str) -> Option<&[Event]>;
}

/// Answers kept in memory, so that nothing is fetched twice.
#[derive(Clone, Default, Debug)]
pub struct DataStore {
    held: Vec<(DataRequest, Arc<Columns>)>,
    places: Vec<Arc<DayPlaces>>,
    outline: Option<Arc<Outline>>,
    events: Vec<(String, Vec<Event>)>,
}

/// Answers that are kept; the oldest leave first.
const KEPT: usize = 40;

impl DataStore {
    /// Keeps an answer.
    pub fn insert(&mut self, request: DataRequest, answer: impl Into<Answer>) {
        let columns = match answer.into() {
            Answer::Columns(columns) => request.tidy(columns),
            Answer::Places(places) => {
                self.places.retain(|held| held.day != places.day);
                if self.places.len() == KEPT {
                    self.places.remove(0);
                }
                self.places.push(Arc::new(places));
                return;
            }
        };
        self.held.retain(|(held, _)| *held != request);
        if self.held.len() == KEPT {
            self.held.remove(0);
        }
        self.held.push((request, Arc::new(columns)));
    }

    /// Keeps the outline of the land.
    pub fn set_outline(&mut self, outline: Outline) {
        self.outline = Some(Arc::new(outline));
    }

    /// Keeps the days of a list by its address.
    pub fn set_events(&mut self, address: String, events: Vec<Event>) {
        self.events.retain(|(held, _)| *held != address);
        if self.events.len() == KEPT {
            self.events.remove(0);
        }
        self.events.push((address, events));
    }

    /// Whether a request is answered by what is held.
    pub fn has(&self, request: &DataRequest) -> bool {
        if request.endpoint == Endpoint::InstancesDetail {
            return self.places(request.range.start()).is_some();
        }
        self.held.iter().any(|(held, _)| held == request)
    }
}

impl Data for DataStore {
    fn columns(&self, request: &DataRequest) -> Option<Arc<Columns>> {
        self.held.iter().find(|(held, _)| held == request).map(|(_, columns)| columns.clone())
    }

    fn places(&self, day: Day) -> Option<Arc<DayPlaces>> {
        self.places.iter().find(|held| held.day == day).cloned()
    }

    fn outline(&self) -> Option<Arc<Outline>> {
        self.outline.clone()
    }

    fn events(&self, address: &str) -> Option<&[Event]> {
        self.events.iter().find(|(held, _)| held == address).map(|(_, events)| events.as_slice())
    }
}

/// An address at which the server answers from this version of the numbers, where one is named.
pub fn as_of(address: &str, version: Option<&str>) -> String {
    let Some(version) = version else { return address.to_owned() };
    let joint = if address.contains('?') { '&' } else { '?' };
    format!("{address}{joint}version={version}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rssac002_model::Direction;
    use rssac002_model::{Dataset, Group, KeyedColumn, Rsi};

    fn request(keys: Keys, from: i32, to: i32, step: Step) -> DataRequest {
        let range = DayRange::new(Day::CHARTS_START + from, Day::CHARTS_START + to).unwrap();
        let endpoint = Endpoint::Data(Dataset::TrafficVolume);
        DataRequest { endpoint, keys, rsis: RsiSet::ALL, range, step }
    }

    #[test]
    fn addresses_are_the_published_ones_with_additions() {
        for (request, address) in [
            (
                request(Keys::Total(Direction::Received), 0, 1, Step::DAY),
                "traffic-volume?rsi=a-m&start_date=2017-01-02&end_date=2017-01-03&totals=received&shape=columns",
            ),
            (
                request(Keys::Top(8), 0, 1, Step::WEEK),
                "traffic-volume?rsi=a-m&start_date=2016-07-04&end_date=2017-01-03&keys=top:8&shape=columns&step=week&from=2017-01-02",
            ),
            // What is usual is told from half a year.
            (
                request(Keys::All, 199, 200, Step::Range),
                "traffic-volume?rsi=a-m&start_date=2017-01-20&end_date=2017-07-21&shape=columns&step=range&from=2017-07-20",
            ),
        ] {
            assert_eq!(request.address(), address);
        }
    }

    #[test]
    fn daily_answers_become_what_was_asked_for() {
        let four = Direction::Received.keys();
        let column = |key: &&str| KeyedColumn { key: key.to_string(), values: vec![1.0, f64::NAN].into() };
        let group = Group { columns: four.iter().map(column).collect(), ..Group::new(Some(Rsi::A)) };
        let columns = Columns { start: Day::CHARTS_START, step: Step::DAY, rows: 2, groups: vec![group] };
        let request = request(Keys::These(&four[..2]), 0, 1, Step::WEEK);
        let mut store = DataStore::default();
        store.insert(request, columns);
        let held = store.columns(&request).unwrap();
        assert_eq!((held.step, held.rows, held.groups[0].columns.len()), (Step::WEEK, 1, 2));
        assert_eq!(held.groups[0].days_summed(four[0]).unwrap().get(0), Some(1.0));
        // What is tidy stays as it is.
        assert_eq!(request.tidy(Columns::clone(&held)), *held);
        assert!(store.has(&request) && !store.has(&DataRequest { step: Step::DAY, ..request }));
    }
}
