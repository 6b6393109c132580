//! What a running server holds.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use arc_swap::{ArcSwap, ArcSwapOption};
use rssac002_fetch::upstream::Freshness;
use rssac002_model::{Day, Snapshot};
use tokio::sync::watch;

use crate::held::Held;
use crate::http::bodies::Bodies;
use crate::http::metrics::Metrics;
use crate::http::origin::Origin;
use crate::http::problem::Problem;
use crate::older::{Older, Shelf};
use crate::site::Site;

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
    /// Whether its pages are for a site of files, where no server answers.
    pub is_for_files: bool,
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
            is_for_files: false,
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

    /// The same, with pages for a site of files.
    pub fn for_files(self) -> App {
        App { is_for_files: true, ..self }
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
        let is_current = current.snapshot.version == version;
        let held =
            if is_current { current } else { self.older.get(version, &current.snapshot.version).await? };
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_system_clock_is_after_this_was_written() {
        assert!(Today::System.day() > Day::parse_iso("2026-01-01").unwrap());
    }
}
