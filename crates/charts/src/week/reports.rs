//! Which letters reported in a week.

use rssac002_model::{Day, DayRange, Metric, Rsi, Snapshot};

use crate::coverage::calendar::is_held;

/// What each letter reports. Instances are told by the archive of root-servers.org, the zone's size by its maintainer.
pub const REPORTED: [Metric; 5] = [
    Metric::TrafficVolume,
    Metric::UniqueSources,
    Metric::RcodeVolume,
    Metric::TrafficSizes,
    Metric::LoadTime,
];

/// How much of a day is held.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Held {
    /// Every metric.
    All,
    /// Some of them.
    Some,
    /// None.
    None,
}

/// What a letter reported in a week.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Report {
    /// The letter.
    pub rsi: Rsi,
    /// Of each day which metrics are held, in the order of [`REPORTED`].
    held: Vec<[bool; REPORTED.len()]>,
}

impl Report {
    /// What is held of a letter on these days, up to the last one that is shown.
    pub fn new(snapshot: &Snapshot, rsi: Rsi, days: DayRange, shown: Day) -> Report {
        let of_day = |day| REPORTED.map(|metric| day <= shown && is_held(snapshot.status(metric, rsi, day)));
        Report { rsi, held: days.days().map(of_day).collect() }
    }

    /// How much is held, day by day.
    pub fn days(&self) -> impl Iterator<Item = Held> + '_ {
        self.held.iter().map(|metrics| match metrics.iter().filter(|held| **held).count() {
            0 => Held::None,
            count if count == metrics.len() => Held::All,
            _ => Held::Some,
        })
    }

    /// On how many days each metric is held, in the order of [`REPORTED`].
    pub fn by_metric(&self) -> impl Iterator<Item = (Metric, usize)> + '_ {
        let count = |at: usize| self.held.iter().filter(|metrics| metrics[at]).count();
        REPORTED.into_iter().enumerate().map(move |(at, metric)| (metric, count(at)))
    }

    /// Whether every metric is held on every day.
    pub fn is_whole(&self) -> bool {
        self.days().all(|held| held == Held::All)
    }

    /// Whether nothing is held on any day.
    pub fn is_empty(&self) -> bool {
        self.days().all(|held| held == Held::None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rssac002_model::{Dataset, DayStatus};

    #[test]
    fn a_day_is_whole_with_all_metrics() {
        let monday = Day::from_epoch(18_567);
        let mut snapshot = Snapshot::default();
        for metric in REPORTED {
            for dataset in metric.datasets() {
                let series = snapshot.table_mut(*dataset).series_mut(Rsi::A);
                series.push(monday, DayStatus::Clean, Some(&[]));
                series.push(monday + 1, DayStatus::Repaired, Some(&[]));
                series.push(monday + 2, DayStatus::Refused, None);
            }
        }
        let more = snapshot.table_mut(Dataset::LoadTime).series_mut(Rsi::A);
        more.push(monday + 3, DayStatus::Clean, Some(&[]));
        let week = DayRange::new(monday, monday + 6).unwrap();
        let report = Report::new(&snapshot, Rsi::A, week, monday + 9);
        let mut days = [Held::None; 7];
        (days[0], days[1], days[3]) = (Held::All, Held::All, Held::Some);
        assert_eq!(report.days().collect::<Vec<_>>(), days);
        let counts: Vec<usize> = report.by_metric().map(|(_, days)| days).collect();
        assert_eq!(counts, [2, 2, 2, 2, 3]);
        assert!(!report.is_whole() && !report.is_empty());
        let first = Report::new(&snapshot, Rsi::A, DayRange::new(monday, monday + 1).unwrap(), monday + 9);
        assert!(first.is_whole());
        let early = Report::new(&snapshot, Rsi::A, week, monday);
        assert_eq!(early.days().filter(|held| *held == Held::None).count(), 6);
        assert!(Report::new(&snapshot, Rsi::from_letter('b').unwrap(), week, monday + 9).is_empty());
    }
}
