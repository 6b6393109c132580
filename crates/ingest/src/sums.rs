//! Whether files of one letter and day agree: response codes and sizes add up to what traffic-volume counts.
//!
//! RSSAC002 counts the same messages three times, and published sums are equal or nearly so: what arrives while one
//! counter is read and the next one is not, or cannot be parsed, makes a few hundredths of a percent. All is computed
//! from the columns that are held; no file is read for it.

use rssac002_model::metric::TRAFFIC_VOLUME_KEYS;
use rssac002_model::{Dataset, Day, Metric, Rsi, Snapshot, Table};

/// Sums may differ by this part of the larger one,
const PART: f64 = 0.01;
/// or by so many messages, which matters where a letter had next to no TCP.
const MESSAGES: f64 = 1000.0;

/// Compares sums with traffic-volume.
pub(crate) struct Sums<'a> {
    snapshot: &'a Snapshot,
    /// The numbers of [`TRAFFIC_VOLUME_KEYS`] in their table.
    volume_keys: [Option<u32>; TRAFFIC_VOLUME_KEYS.len()],
}

impl<'a> Sums<'a> {
    pub(crate) fn new(snapshot: &'a Snapshot) -> Sums<'a> {
        let volume = snapshot.table(Dataset::TrafficVolume);
        Sums { snapshot, volume_keys: TRAFFIC_VOLUME_KEYS.map(|key| volume.key_id(key)) }
    }

    /// What differs in a letter's file of one day by more than 1% and 1,000 messages, a sentence each. Nothing is
    /// compared where one of the files is missing or has a null among what is added; or where a data set has no number,
    /// because operators may leave TCP out of sizes.
    pub(crate) fn check(&self, metric: Metric, rsi: Rsi, day: Day) -> Vec<String> {
        let differs = |dataset: &Dataset| {
            let (keys, messages) = counterpart(*dataset)?;
            let sum = sum(self.snapshot.table(*dataset), rsi, day)?;
            let counted = self.volume(keys, rsi, day)?;
            let apart = (sum - counted).abs();
            let larger = sum.max(counted);
            (apart > MESSAGES && apart > larger * PART).then(|| {
                let percent = apart / larger * 100.0;
                format!("`{dataset}` adds up to {sum}, traffic-volume counts {counted} {messages}: {percent:.1}% apart")
            })
        };
        metric.datasets().iter().filter_map(differs).collect()
    }

    /// The sum of some counts of traffic-volume, given by their positions in [`TRAFFIC_VOLUME_KEYS`].
    fn volume(&self, keys: std::ops::Range<usize>, rsi: Rsi, day: Day) -> Option<f64> {
        let (ids, values) = self.snapshot.table(Dataset::TrafficVolume).cell(rsi, day)?.raw();
        let value = |key: &Option<u32>| Some(values[ids.iter().position(|id| Some(*id) == *key)?]);
        let sum = self.volume_keys[keys].iter().map(value).sum::<Option<f64>>()?;
        (!sum.is_nan()).then_some(sum)
    }
}

/// What traffic-volume counts of the same messages: positions in [`TRAFFIC_VOLUME_KEYS`], and the words for it.
fn counterpart(dataset: Dataset) -> Option<(std::ops::Range<usize>, &'static str)> {
    match dataset {
        Dataset::RcodeVolume => Some((4..8, "responses")),
        Dataset::UdpRequestSizes => Some((0..2, "queries over UDP")),
        Dataset::TcpRequestSizes => Some((2..4, "queries over TCP")),
        Dataset::UdpResponseSizes => Some((4..6, "responses over UDP")),
        Dataset::TcpResponseSizes => Some((6..8, "responses over TCP")),
        Dataset::LoadTime | Dataset::TrafficVolume | Dataset::UniqueSources | Dataset::ZoneSize => None,
    }
}

/// The sum of a day; `None` where it is missing, has no number or has a null.
fn sum(table: &Table, rsi: Rsi, day: Day) -> Option<f64> {
    let (_, values) = table.cell(rsi, day)?.raw();
    let sum: f64 = values.iter().sum();
    (!values.is_empty() && !sum.is_nan()).then_some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rssac002_model::DayStatus;

    const DAY: Day = Day::CHARTS_START;

    fn push(snapshot: &mut Snapshot, dataset: Dataset, numbers: &[(String, f64)]) {
        let table = snapshot.table_mut(dataset);
        let entries: Vec<(u32, f64)> =
            numbers.iter().map(|(key, value)| (table.intern(key), *value)).collect();
        table.series_mut(Rsi::A).push(DAY, DayStatus::Clean, Some(&entries));
    }

    /// Traffic-volume as given, in any order of keys, and one data set with these values.
    fn snapshot(volume: &[f64], turned: usize, dataset: Dataset, values: &[f64]) -> Snapshot {
        let mut snapshot = Snapshot::default();
        let mut counts: Vec<(String, f64)> =
            TRAFFIC_VOLUME_KEYS.iter().zip(volume).map(|(key, value)| ((*key).to_owned(), *value)).collect();
        counts.rotate_left(turned);
        push(&mut snapshot, Dataset::TrafficVolume, &counts);
        let numbers: Vec<(String, f64)> =
            values.iter().enumerate().map(|(i, v)| (i.to_string(), *v)).collect();
        push(&mut snapshot, dataset, &numbers);
        snapshot
    }

    fn differing(snapshot: &Snapshot, dataset: Dataset) -> Vec<String> {
        Sums::new(snapshot).check(dataset.metric(), Rsi::A, DAY)
    }

    /// All data sets that are compared, each with what its messages are called in traffic-volume.
    const COMPARED: [(Dataset, &[&str]); 5] = [
        (Dataset::RcodeVolume, &["responses-sent"]),
        (Dataset::UdpRequestSizes, &["udp-queries"]),
        (Dataset::TcpRequestSizes, &["tcp-queries"]),
        (Dataset::UdpResponseSizes, &["udp-responses"]),
        (Dataset::TcpResponseSizes, &["tcp-responses"]),
    ];

    proptest! {
        #[test]
        fn a_sum_is_told_where_it_is_beyond_what_is_tolerated(
            which in 0..COMPARED.len(),
            volume in prop::collection::vec(1u64..1 << 40, 8),
            turned in 0usize..8,
            parts in 1u64..9,
            off in -0.03f64..0.03,
        ) {
            let (dataset, names) = COMPARED[which];
            let named = |key: &str| names.iter().all(|name| key.contains(name));
            let counted: u64 =
                TRAFFIC_VOLUME_KEYS.iter().zip(&volume).filter(|(key, _)| named(key)).map(|(_, v)| v).sum();
            let sum = (counted as f64 * (1.0 + off)) as u64;
            let mut values = vec![(sum / parts) as f64; parts as usize];
            values[0] += (sum % parts) as f64;
            let volume: Vec<f64> = volume.iter().map(|v| *v as f64).collect();
            let told = differing(&snapshot(&volume, turned, dataset, &values), dataset);
            let apart = sum.abs_diff(counted);
            let expected = apart > 1000 && apart * 100 > sum.max(counted);
            prop_assert_eq!(told.len(), usize::from(expected), "{:?}", told);
            let said = format!("`{dataset}` adds up to {sum}, traffic-volume counts {counted} ");
            prop_assert!(told.iter().all(|reason| reason.starts_with(&said)), "{:?}", told);
        }

        #[test]
        fn nothing_is_compared_with_what_is_not_there(which in 0..COMPARED.len(), gap in 0usize..8) {
            let (dataset, names) = COMPARED[which];
            let mut volume = vec![1e6; 8];
            prop_assert_eq!(differing(&snapshot(&volume, 0, dataset, &[5.0]), dataset).len(), 1);
            prop_assert_eq!(differing(&snapshot(&volume, 0, dataset, &[]), dataset).len(), 0);
            prop_assert_eq!(differing(&snapshot(&volume, 0, dataset, &[5.0, f64::NAN]), dataset).len(), 0);
            prop_assert_eq!(differing(&snapshot(&volume[..gap], 0, dataset, &[5.0]), Dataset::LoadTime).len(), 0);
            volume[gap] = f64::NAN;
            let hit = names.iter().all(|name| TRAFFIC_VOLUME_KEYS[gap].contains(name));
            prop_assert_eq!(differing(&snapshot(&volume, 0, dataset, &[5.0]), dataset).len(), usize::from(!hit));
            let mut alone = Snapshot::default();
            push(&mut alone, dataset, &[("0".to_owned(), 5.0)]);
            prop_assert_eq!(differing(&alone, dataset).len(), 0);
        }
    }
}
