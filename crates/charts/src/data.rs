//! Which answers of the API a chart needs, and where they are kept.

use std::sync::Arc;

use rssac002_model::columns::REST;
use rssac002_model::json::Asked;
use rssac002_model::{Column, Columns, DayRange, Direction, Endpoint, Group, KeyedColumn, RsiSet, Step};

/// Which keys of a data set are needed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Keys {
    /// traffic-volume's total of one direction, under the empty key.
    Total(Direction),
    /// These, with [`REST`] for the sum of all others.
    These(&'static [&'static str]),
    /// All.
    All,
}

/// One request: daily numbers of all 13 letters. Weeks, sums and shares are made from the answer.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct DataRequest {
    /// The question.
    pub endpoint: Endpoint,
    /// Its keys.
    pub keys: Keys,
    /// The days.
    pub range: DayRange,
}

impl DataRequest {
    /// Path and query below the API's root (`traffic-volume?rsi=a-m&…`). `shape=columns` and `keys` are ignored by
    /// the published API, whose answer [`DataRequest::tidy`] makes the same.
    pub fn address(&self) -> String {
        let mut address = format!(
            "{}?rsi={}&start_date={}&end_date={}",
            self.endpoint,
            RsiSet::ALL.to_api(),
            self.range.start(),
            self.range.end()
        );
        match self.keys {
            Keys::Total(direction) => address += &format!("&totals={}", direction.name()),
            Keys::These(keys) => address += &format!("&keys={}", keys.join(",")),
            Keys::All => {}
        }
        address + "&shape=columns"
    }

    /// What [`rssac002_model::json::read`] has to know of it.
    pub fn asked(&self) -> Asked {
        Asked { range: self.range, step: Step::Day, serials: self.serials() }
    }

    fn serials(&self) -> bool {
        matches!(self.endpoint, Endpoint::Data(dataset) if dataset.keyed_by_serial())
    }

    /// Brings an answer into the form asked for, where the API does not know `keys`.
    pub fn tidy(&self, mut columns: Columns) -> Columns {
        if let Keys::These(keys) = self.keys {
            columns.keep(keys);
        }
        columns
    }

    /// Whether this request's answer holds all that the other one asks for.
    fn covers(&self, other: &DataRequest) -> bool {
        let range = self.range.contains(other.range.start()) && self.range.contains(other.range.end());
        let keys = match (self.keys, other.keys) {
            (a, b) if a == b => true,
            (Keys::These(a), Keys::These(b)) => !b.contains(&REST) && b.iter().all(|k| a.contains(k)),
            (Keys::These(a), Keys::Total(direction)) => direction.keys().iter().all(|k| a.contains(k)),
            (Keys::All, Keys::These(_) | Keys::Total(_)) => true,
            _ => false,
        };
        self.endpoint == other.endpoint && range && keys
    }
}

/// Where a view finds its numbers.
pub trait Data {
    /// The answer to a request, or one that covers more days; `None` where it is not held.
    fn columns(&self, request: &DataRequest) -> Option<Arc<Columns>>;
}

/// Answers kept in memory. What covers a request answers it, so that nothing is fetched twice.
#[derive(Clone, Default, Debug)]
pub struct DataStore {
    held: Vec<(DataRequest, Arc<Columns>)>,
}

impl DataStore {
    /// Keeps an answer. Answers that it covers are dropped.
    pub fn insert(&mut self, request: DataRequest, columns: Columns) {
        let columns = request.tidy(columns);
        self.held.retain(|(held, _)| !request.covers(held) || held.keys != request.keys);
        self.held.push((request, Arc::new(columns)));
    }

    /// Whether a request is answered by what is held.
    pub fn has(&self, request: &DataRequest) -> bool {
        self.held.iter().any(|(held, _)| held.covers(request))
    }
}

impl Data for DataStore {
    fn columns(&self, request: &DataRequest) -> Option<Arc<Columns>> {
        let exact = self.held.iter().find(|(held, _)| held.covers(request) && held.keys == request.keys);
        if let Some((_, columns)) = exact {
            return Some(columns.clone());
        }
        let (_, columns) = self.held.iter().find(|(held, _)| held.covers(request))?;
        Some(match request.keys {
            Keys::Total(direction) => Arc::new(totals(columns, direction)),
            _ => Arc::new(request.tidy(Columns::clone(columns))),
        })
    }
}

/// The total of one direction per row: the sum of those of its four counts that are there; missing where none is.
fn totals(columns: &Columns, direction: Direction) -> Columns {
    let total = |group: &Group| {
        let parts: Vec<&Column> = direction.keys().iter().filter_map(|k| group.column(k)).collect();
        let at = |row| parts.iter().filter_map(|c| c.get(row)).reduce(|a, b| a + b);
        let values = (0..columns.rows).map(at).collect();
        Group { columns: vec![KeyedColumn { key: String::new(), values }], ..Group::new(group.rsi) }
    };
    Columns { groups: columns.groups.iter().map(total).collect(), ..*columns }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rssac002_model::{Dataset, Day, Rsi};

    fn request(keys: Keys, from: i32, to: i32) -> DataRequest {
        let range = DayRange::new(Day::CHARTS_START + from, Day::CHARTS_START + to).unwrap();
        DataRequest { endpoint: Endpoint::Data(Dataset::TrafficVolume), keys, range }
    }

    #[test]
    fn addresses_are_the_published_ones_with_additions() {
        assert_eq!(
            request(Keys::Total(Direction::Received), 0, 1).address(),
            "traffic-volume?rsi=a-m&start_date=2017-01-02&end_date=2017-01-03&totals=received&shape=columns"
        );
    }

    #[test]
    fn what_is_held_is_not_asked_for_again() {
        let four = Direction::Received.keys();
        let column = |key: &&str| KeyedColumn { key: key.to_string(), values: vec![1.0, f64::NAN].into() };
        let group = Group { columns: four.iter().map(column).collect(), ..Group::new(Some(Rsi::A)) };
        let columns = Columns { start: Day::CHARTS_START, step: Step::Day, rows: 2, groups: vec![group] };
        let mut store = DataStore::default();
        store.insert(request(Keys::These(four), 0, 1), columns);
        let total = request(Keys::Total(Direction::Received), 0, 0);
        assert!(store.has(&total));
        let answer = store.columns(&total).unwrap();
        let values: Vec<_> = answer.groups[0].column("").unwrap().iter().collect();
        assert_eq!(values, [Some(4.0), None]);
        assert!(!store.has(&request(Keys::Total(Direction::Sent), 0, 0)));
        assert!(!store.has(&request(Keys::These(four), 0, 2)));
    }
}
