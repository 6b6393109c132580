//! Made-up data, always the same for the same day: no clock, no chance.
//!
//! It has what the published collections show: growth, a weekly rhythm, days without files, a letter that is silent for
//! two months, one-day attacks, and the end of Chromium's probes on 2020-11-04 (data.md). The numbers of a day fit
//! together: responses follow queries, codes add up to responses, sizes to messages.
//!
//! - `story`: what happens when;
//! - `traffic`, `sizes`, `places`: the numbers of one letter;
//! - `tree`: the same as YAML files in the published layouts.

mod places;
mod rng;
mod sizes;
mod story;
mod traffic;
mod tree;

use rayon::prelude::*;
use rssac002_model::metric::{TRAFFIC_VOLUME_KEYS, UNIQUE_SOURCES_KEYS};
use rssac002_model::{
    Dataset, Day, DayRange, DaySeries, DayStatus, InstanceSeries, Metric, Rsi, RsiSet, Snapshot, Table,
};

pub use tree::write_tree;

use crate::version;

/// Everything that the published collections hold, made up: all letters, metrics, instances and zone size.
///
/// RSSAC002 metrics and zone size run from Monday 2017-01-02 to 21 days before `today`, instances from 2015-03-02 to
/// 2 days before. Another `today` makes it longer or shorter and changes no number. Empty before 2015.
pub fn snapshot(today: Day) -> Snapshot {
    let mut snapshot = Snapshot::default();
    snapshot.sample = true;
    if let Some(days) = DayRange::new(Day::CHARTS_START, today - Metric::TrafficVolume.lag()) {
        fill_tables(&mut snapshot, days);
    }
    if let Some(days) = DayRange::new(Day::INSTANCES_START, today - Metric::Instances.lag()) {
        let letters: Vec<Rsi> = Rsi::all().collect();
        let series: Vec<InstanceSeries> = letters.par_iter().map(|r| places::series(*r, days)).collect();
        for (rsi, series) in letters.into_iter().zip(series) {
            *snapshot.instances_mut(rsi) = series;
        }
    }
    snapshot.version = version::of(&snapshot);
    snapshot
}

/// The days of attacks, with the letters that were attacked.
pub fn attacks(days: DayRange) -> Vec<(Day, RsiSet)> {
    let attacked = |day: Day| Rsi::all().filter(|rsi| story::attack(*rsi, day) > 1.0).collect::<RsiSet>();
    days.days().map(|day| (day, attacked(day))).filter(|(_, rsis)| !rsis.is_empty()).collect()
}

/// Numbers of the keys whose order is not that of their numbers.
struct Keys {
    /// By response code, 0 to 23.
    codes: Vec<u32>,
    /// By day and serial of the day, for load-time and for zone-size.
    serials: Vec<Vec<u32>>,
}

fn fill_tables(snapshot: &mut Snapshot, days: DayRange) {
    let keys = intern(snapshot, days);
    let shares = sizes::Shares::new();
    let letters: Vec<Rsi> = Rsi::all().collect();
    let all: Vec<[DaySeries; 8]> = letters.par_iter().map(|r| letter(*r, days, &keys, &shares)).collect();
    for (rsi, series) in letters.into_iter().zip(all) {
        for (dataset, series) in LETTER_DATASETS.into_iter().zip(series) {
            *snapshot.table_mut(dataset).series_mut(rsi) = series;
        }
    }
    *snapshot.table_mut(Dataset::ZoneSize).series_mut(Rsi::A) = zone_size(days, &keys);
}

/// In the order in which [`letter`] makes them.
const LETTER_DATASETS: [Dataset; 8] = [
    Dataset::TrafficVolume,
    Dataset::RcodeVolume,
    Dataset::UniqueSources,
    Dataset::LoadTime,
    Dataset::UdpRequestSizes,
    Dataset::UdpResponseSizes,
    Dataset::TcpRequestSizes,
    Dataset::TcpResponseSizes,
];

fn intern(snapshot: &mut Snapshot, days: DayRange) -> Keys {
    let fixed = |table: &mut Table, keys: &[&str]| {
        for key in keys {
            table.intern(key);
        }
    };
    fixed(snapshot.table_mut(Dataset::TrafficVolume), &TRAFFIC_VOLUME_KEYS);
    fixed(snapshot.table_mut(Dataset::UniqueSources), &UNIQUE_SOURCES_KEYS);
    sizes::intern(snapshot.table_mut(Dataset::UdpRequestSizes), true);
    sizes::intern(snapshot.table_mut(Dataset::TcpRequestSizes), true);
    sizes::intern(snapshot.table_mut(Dataset::UdpResponseSizes), false);
    sizes::intern(snapshot.table_mut(Dataset::TcpResponseSizes), false);
    let codes = snapshot.table_mut(Dataset::RcodeVolume);
    let codes = (0..=23).map(|code: u32| codes.intern(&code.to_string())).collect();
    // load-time and zone-size meet the same serials in the same order, so their numbers are the same.
    let mut of = |dataset| -> Vec<Vec<u32>> {
        let table = snapshot.table_mut(dataset);
        days.days().map(|d| story::serials(d).map(|s| table.intern(&s.to_string())).collect()).collect()
    };
    of(Dataset::ZoneSize);
    Keys { codes, serials: of(Dataset::LoadTime) }
}

/// All of one letter's numbers, by [`LETTER_DATASETS`].
fn letter(rsi: Rsi, days: DayRange, keys: &Keys, shares: &sizes::Shares) -> [DaySeries; 8] {
    let mut series: [DaySeries; 8] = Default::default();
    for (index, at) in days.days().enumerate() {
        let day = traffic::letter_day(rsi, at);
        let sizes = sizes::sizes(shares, rsi.index() as u64, at, &day);
        let numbered =
            |values: &[f64]| values.iter().enumerate().map(|(i, v)| (i as u32, *v)).collect::<Vec<_>>();
        let codes: Vec<_> = day.codes.iter().map(|(c, v)| (keys.codes[*c as usize], *v)).collect();
        let load: Vec<_> = keys.serials[index].iter().copied().zip(day.load.iter().copied()).collect();
        let entries = [numbered(&day.volume), codes, numbered(&day.sources), load];
        for (i, entries) in entries.iter().chain(&sizes).enumerate() {
            if !story::gap(LETTER_DATASETS[i].metric(), rsi, at) {
                series[i].push(at, DayStatus::Clean, Some(entries));
            }
        }
    }
    series
}

/// The zone grows, with steps where keys were rolled.
fn zone_size(days: DayRange, keys: &Keys) -> DaySeries {
    let mut series = DaySeries::default();
    for (index, at) in days.days().enumerate() {
        let years = story::years(at);
        let rolling = [((2017, 7, 11), (2018, 1, 11)), ((2024, 10, 1), (2026, 4, 1))]
            .into_iter()
            .any(|(from, to)| at >= story::day(from) && at < story::day(to));
        let usual = 1.405e6 + 8.0e4 * years + 9e3 * (years * 7.1).sin() + if rolling { 1.1e3 } else { 0.0 };
        let mut rng = rng::Rng::new(&[30, at.to_epoch() as u64]);
        let entries: Vec<_> =
            keys.serials[index].iter().map(|key| (*key, (usual + 300.0 * rng.bell()).floor())).collect();
        if !story::gap(Metric::ZoneSize, Rsi::A, at) {
            series.push(at, DayStatus::Clean, Some(&entries));
        }
    }
    series
}

#[cfg(test)]
mod tests;
