//! The numbers that are served, and what is known of them.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::SystemTime;

use rssac002_charts::coverage::Note;
use rssac002_charts::unusual::Unusual;
use rssac002_charts::{ChartState, Clock, View};
use rssac002_model::{Day, DayRange, DayStatus, Metric, Rsi, Snapshot};

use crate::view;

/// A snapshot and since when it is served.
pub struct Held {
    /// The numbers.
    pub snapshot: Arc<Snapshot>,
    /// When the server got them: `Last-Modified` of every answer.
    pub since: SystemTime,
    /// When the store that it is from was written, where it is from one.
    pub written: Option<SystemTime>,
    /// Why days were repaired or refused, in order.
    pub notes: Vec<Note>,
    unusual: OnceLock<Arc<Unusual>>,
    /// Whether somebody has begun to search them.
    is_searched: AtomicBool,
}

impl Held {
    /// A snapshot, and why days were repaired or refused when it was read.
    pub fn new(snapshot: Snapshot, mut notes: Vec<Note>) -> Held {
        notes.sort();
        Held {
            snapshot: Arc::new(snapshot),
            since: SystemTime::now(),
            written: None,
            notes,
            unusual: OnceLock::new(),
            is_searched: AtomicBool::new(false),
        }
    }

    /// The same, from a store that was written then.
    pub fn written_at(self, written: Option<SystemTime>) -> Held {
        Held { written, ..self }
    }

    /// The unusual days, if they have been searched.
    pub fn known_unusual(&self) -> Option<Arc<Unusual>> {
        self.unusual.get().cloned()
    }

    /// Has the unusual days searched behind, unless that has begun. Nobody else does for older numbers.
    pub fn search_unusual(self: Arc<Held>, today: Day) {
        if !self.is_searched.swap(true, Ordering::Relaxed) {
            tokio::task::spawn_blocking(move || self.unusual(today));
        }
    }

    /// The view of a state, with the unusual days that it marks, for which it waits; `None` as for [`view::view`].
    pub fn view(&self, state: &ChartState, clock: &Clock) -> Option<View> {
        let unusual = state.unusual.then(|| self.unusual(clock.today));
        view::marked(&self.snapshot, state, clock, unusual.as_deref())
    }

    /// The unusual days of the snapshot, up to this one. They are searched once, by whoever asks first, and that takes a while.
    pub fn unusual(&self, today: Day) -> Arc<Unusual> {
        let search = || {
            let held = Metric::ALL.into_iter().filter_map(|metric| self.snapshot.range(metric));
            let first = held.map(DayRange::start).min().unwrap_or(today);
            let last =
                Metric::ALL.into_iter().filter_map(|metric| latest(&self.snapshot, metric, today)).max();
            let range = last.and_then(|last| DayRange::new(first, last)).unwrap_or(DayRange::single(today));
            Arc::new(view::unusual(&self.snapshot, range))
        };
        self.unusual.get_or_init(search).clone()
    }
}

/// Of which nothing was repaired or refused, or nobody knows why.
impl From<Snapshot> for Held {
    fn from(snapshot: Snapshot) -> Held {
        Held::new(snapshot, Vec::new())
    }
}

/// The last day of a metric that any letter holds, at least its [`Metric::lag`] before today; `None` if there is none.
pub fn latest(snapshot: &Snapshot, metric: Metric, today: Day) -> Option<Day> {
    let range = snapshot.range(metric)?;
    let end = range.end().min(today - metric.lag());
    let held = |day: &Day| {
        Rsi::all()
            .any(|rsi| matches!(snapshot.status(metric, rsi, *day), DayStatus::Clean | DayStatus::Repaired))
    };
    DayRange::new(range.start(), end)?.days().rev().find(held)
}

/// The last day held of each metric that has one, by the metric's name.
pub fn latest_days(snapshot: &Snapshot, today: Day) -> BTreeMap<&'static str, String> {
    let day = |metric: Metric| Some((metric.name(), latest(snapshot, metric, today)?.to_string()));
    Metric::ALL.into_iter().filter_map(day).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rssac002_model::Dataset;

    #[test]
    fn latest_is_the_last_day_held_before_the_lag() {
        let mut snapshot = Snapshot::default();
        let day = Day::parse_iso("2020-01-01").unwrap();
        let series = snapshot.table_mut(Dataset::LoadTime).series_mut(Rsi::A);
        series.push(day, DayStatus::Clean, Some(&[]));
        series.push(day + 1, DayStatus::Repaired, Some(&[]));
        series.push(day + 2, DayStatus::Refused, None);
        let latest = |today| latest(&snapshot, Metric::LoadTime, today);
        assert_eq!(latest(day + 100), Some(day + 1));
        assert_eq!(latest(day + 21), Some(day));
        assert_eq!(latest(day + 20), None);
        assert_eq!(super::latest(&snapshot, Metric::Instances, day + 100), None);
    }
}
