//! What a running server holds.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};
use std::time::{SystemTime, UNIX_EPOCH};

use arc_swap::{ArcSwap, ArcSwapOption};
use rssac002_charts::coverage::Note;
use rssac002_charts::unusual::Unusual;
use rssac002_charts::{ChartState, Clock, View};
use rssac002_fetch::upstream::Freshness;
use rssac002_model::{Day, DayRange, DayStatus, Metric, Rsi, Snapshot};
use tokio::sync::watch;

use crate::http::bodies::Bodies;
use crate::http::metrics::Metrics;
use crate::http::origin::Origin;
use crate::http::problem::Problem;
use crate::older::{Older, Shelf};
use crate::site::Site;
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

/// What day it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Today {
    /// Always this day, for tests and pictures.
    Fixed(Day),
    /// The day of the system's clock, UTC.
    System,
}

impl Today {
    /// The day.
    pub fn day(self) -> Day {
        match self {
            Today::Fixed(day) => day,
            Today::System => {
                // A clock before 1970 or after the year 9999 is no clock; 1970 is as good an answer as any.
                let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs());
                Day::from_epoch(i32::try_from(seconds / 86_400).unwrap_or(0))
            }
        }
    }
}

tokio::task_local! {
    /// The numbers that the request names whose answer the task makes.
    static NAMED: Arc<Held>;
}

/// Everything that requests share.
pub struct App {
    held: ArcSwap<Held>,
    older: Shelf,
    /// How many snapshots there have been to serve.
    swaps: watch::Sender<u64>,
    /// How current the answers are that the numbers are from, where they are another server's.
    pub freshness: ArcSwapOption<Freshness>,
    /// The clock.
    pub today: Today,
    /// The web app.
    pub site: Site,
    /// Where visitors reach it.
    pub origin: Origin,
    /// Whether a proxy says who asks.
    pub is_behind_proxy: bool,
    /// Finished answers.
    pub bodies: Bodies,
    /// What is counted.
    pub metrics: Metrics,
}

/// Octets of finished answers that are kept.
const CACHE_OCTETS: u64 = 128 * 1024 * 1024;

impl App {
    /// A server's state with these numbers.
    pub fn new(held: impl Into<Held>, today: Today, site: Site) -> App {
        let app = App::starting(today, site);
        app.swap(held);
        app
    }

    /// A server's state while its numbers are read; requests wait until they are there.
    pub fn starting(today: Today, site: Site) -> App {
        App {
            held: ArcSwap::from_pointee(Held::from(Snapshot::default())),
            older: Shelf::new(()),
            swaps: watch::Sender::new(0),
            freshness: ArcSwapOption::empty(),
            today,
            site,
            origin: Origin::asked(false),
            is_behind_proxy: false,
            bodies: Bodies::new(CACHE_OCTETS),
            metrics: Metrics::default(),
        }
    }

    /// The same, reached at this origin.
    pub fn at(self, origin: Origin) -> App {
        App { origin, ..self }
    }

    /// The same, behind a proxy that says who asks, or not.
    pub fn behind_proxy(self, is_behind_proxy: bool) -> App {
        App { is_behind_proxy, ..self }
    }

    /// The same, with the numbers before, for those who name their version.
    pub fn with_older(self, older: impl Older + 'static) -> App {
        App { older: Shelf::new(older), ..self }
    }

    /// What is served now, or what the request names. A request asks once, so that it sees one snapshot from start to end.
    pub fn held(&self) -> Arc<Held> {
        NAMED.try_with(Arc::clone).unwrap_or_else(|_| self.held.load_full())
    }

    /// The version that the request names.
    pub fn named_version(&self) -> Option<String> {
        NAMED.try_with(|held| held.snapshot.version.clone()).ok()
    }

    /// Does what answers a request from the numbers of the version that it names.
    pub async fn answering_from<T>(
        &self,
        version: &str,
        answer: impl Future<Output = T>,
    ) -> Result<T, Problem> {
        let current = self.held.load_full();
        let held = match &current.snapshot.version {
            held if held == version => current,
            held => self.older.get(version, held).await?,
        };
        Ok(NAMED.scope(held, answer).await)
    }

    /// Serves other numbers from now on.
    pub fn swap(&self, held: impl Into<Held>) {
        self.held.store(Arc::new(held.into()));
        self.bodies.clear();
        self.swaps.send_modify(|swaps| *swaps += 1);
    }

    /// Whether there are numbers to serve.
    pub fn is_ready(&self) -> bool {
        *self.swaps.borrow() > 0
    }

    /// Waits until there are numbers to serve.
    pub async fn ready(&self) {
        // The sender is here, so that nobody can close it while this waits.
        let _ = self.swaps.subscribe().wait_for(|swaps| *swaps > 0).await;
    }

    /// Tells of each snapshot that is served from now on.
    pub fn swaps(&self) -> watch::Receiver<u64> {
        self.swaps.subscribe()
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

    #[test]
    fn the_system_clock_is_after_this_was_written() {
        assert!(Today::System.day() > Day::parse_iso("2026-01-01").unwrap());
    }
}
