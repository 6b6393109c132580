//! Numbers by letter, part and bin, on the way to series.

use rssac002_model::{Column, Columns, Day, DoubtfulRecord, Group, Rsi, RsiSet};
use std::sync::Arc;

use super::DoubtfulValue;
use super::parts::Counted;
use crate::catalogue::Keys;
use crate::catalogue::{Instances, Measure};
use crate::data::rules;
use crate::state::{ChartState, Reading};
use crate::transform::{Bin, daily_mean, each_once, ratio, sum};

/// One letter's numbers of one part.
struct Cell {
    rsi: Rsi,
    /// Which part.
    part: usize,
    /// Daily averages by bin, or sums.
    values: Column,
    /// The bins that hold a doubtful value.
    doubtful: Vec<usize>,
}

/// The letters' numbers of all parts.
pub(crate) struct Cube {
    cells: Vec<Cell>,
    /// What they are divided by, for a ratio: of the same letters and parts, in the same order.
    below: Option<Vec<Cell>>,
    /// On how many days of each bin a letter reported.
    days: Vec<(Rsi, Vec<usize>)>,
    /// Doubtful values in the bins.
    doubtful: Vec<DoubtfulValue>,
    /// Whether they are left out of everything but their list.
    leave_out: bool,
}

/// Reads one answer into bins.
struct Reader<'a> {
    columns: &'a Columns,
    bins: &'a [Bin],
    leave_out: bool,
    /// Whether a key that a letter never lists was counted zero times.
    unlisted_is_zero: bool,
    /// Whether the days of a bin are added up, not averaged.
    adds_up: bool,
}

impl Reader<'_> {
    fn row(&self, bin: &Bin) -> Option<usize> {
        self.columns.row(bin.days.start())
    }

    fn bin_of(&self, day: Day) -> Option<usize> {
        let at = self.bins.partition_point(|b| b.days.end() < day);
        self.bins.get(at).filter(|b| b.days.contains(day)).map(|_| at)
    }

    /// The doubtful values of a key, with their bins.
    fn doubtful<'g>(&self, group: &'g Group, key: &str) -> Vec<(usize, &'g DoubtfulRecord)> {
        let all = group.days.iter().flat_map(|d| &d.doubtful).filter(|o| o.key == key);
        all.filter_map(|o| Some((self.bin_of(o.day)?, o))).collect()
    }

    /// Daily averages of a key over the days that have it, or their sums.
    fn means(&self, group: Option<&Group>, key: &str) -> Column {
        let columns = group.and_then(|g| Some((g, g.column(key)?, g.days_summed(key)?)));
        let Some((group, sums, days)) = columns else {
            let days = group.and_then(|g| g.days.as_ref()).filter(|_| self.unlisted_is_zero);
            let reported = |bin: &Bin| self.row(bin).and_then(|r| days?.reported.get(r)).filter(|d| *d > 0.0);
            return self.bins.iter().map(|bin| reported(bin).map(|_| 0.0)).collect();
        };
        let mut sum_of: Vec<f64> = Vec::with_capacity(self.bins.len());
        let mut days_of: Vec<f64> = Vec::with_capacity(self.bins.len());
        for bin in self.bins {
            let row = self.row(bin);
            sum_of.push(row.and_then(|r| sums.get(r)).unwrap_or(0.0));
            days_of.push(row.and_then(|r| days.get(r)).unwrap_or(0.0));
        }
        if !self.leave_out {
            for (bin, record) in self.doubtful(group, key) {
                sum_of[bin] += record.value;
                days_of[bin] += 1.0;
            }
        }
        let of = |(sum, days): (f64, f64)| (days > 0.0).then(|| if self.adds_up { sum } else { sum / days });
        sum_of.into_iter().zip(days_of).map(of).collect()
    }

    /// On how many days of each bin a letter reported any of these keys.
    fn reported(&self, group: Option<&Group>, keys: &[&String]) -> Vec<usize> {
        let Some((group, days)) = group.and_then(|g| Some((g, g.days.as_ref()?))) else {
            return vec![0; self.bins.len()];
        };
        let of = |column: &Column, bin: &Bin| {
            self.row(bin).and_then(|r| column.get(r)).map_or(0, |days| days as usize)
        };
        let all = group.columns.iter().all(|c| keys.contains(&&c.key));
        let doubtful: Vec<Vec<usize>> = keys
            .iter()
            .map(|key| self.doubtful(group, key).into_iter().map(|(bin, _)| bin).collect())
            .collect();
        let of_key = |at: usize, bin: usize| {
            let there = group.days_summed(keys[at]).filter(|_| group.column(keys[at]).is_some());
            let listed = doubtful[at].iter().filter(|b| **b == bin).count();
            there.map_or(0, |days| of(days, &self.bins[bin]) + listed)
        };
        let of_bin = |bin: usize| {
            if all && !group.columns.is_empty() {
                of(&days.reported, &self.bins[bin])
            } else {
                (0..keys.len()).map(|at| of_key(at, bin)).max().unwrap_or(0)
            }
        };
        (0..self.bins.len()).map(of_bin).collect()
    }

    /// A cell of these keys' sum.
    fn cell(&self, rsi: Rsi, part: usize, keys: &[String]) -> Cell {
        let group = self.columns.rsi(rsi);
        let means: Vec<Column> = keys.iter().map(|key| self.means(group, key)).collect();
        let marked = keys.iter().flat_map(|key| group.into_iter().flat_map(|g| self.doubtful(g, key)));
        let doubtful = each_once(marked.map(|(bin, _)| bin).collect());
        Cell { rsi, part, values: sum(&means), doubtful }
    }

    /// A letter's instances.
    fn instances(&self, rsi: Rsi, count: Instances) -> Cell {
        let [mut cell, other] = ["ipv4", "ipv6"].map(|key| self.cell(rsi, 0, &[key.to_owned()]));
        let of = |(v4, v6): (Option<f64>, Option<f64>)| match (count, v4, v6) {
            (Instances::V4, v4, _) => v4,
            (Instances::V6, _, v6) => v6,
            (Instances::All, Some(a), Some(b)) => Some(a.max(b)),
            (Instances::DualStack, Some(a), Some(b)) => Some(a.min(b)),
            (Instances::OnlyV4, Some(a), Some(b)) => Some((a - b).max(0.0)),
            (Instances::OnlyV6, Some(a), Some(b)) => Some((b - a).max(0.0)),
            _ => None,
        };
        cell.values = cell.values.iter().zip(other.values.iter()).map(of).collect();
        cell.doubtful.extend(other.doubtful);
        cell.doubtful = each_once(cell.doubtful);
        cell
    }

    /// Of each day the first record that has a value above zero, averaged over the bin, and on how many days there is one.
    fn first_records(&self, rsi: Rsi) -> (Cell, Vec<usize>) {
        let mut daily = Column::missing(self.columns.rows);
        for record in self.columns.rsi(rsi).into_iter().flat_map(|g| &g.records) {
            if daily.get(record.row).is_none() {
                daily.set(record.row, record.value.filter(|v| *v > 0.0));
            }
        }
        let there = |day: &Day| self.columns.row(*day).is_some_and(|r| daily.get(r).is_some());
        let days = self.bins.iter().map(|bin| bin.days.days().filter(there).count()).collect();
        let values = daily_mean(&daily, self.columns.start, self.bins);
        (Cell { rsi, part: 0, values, doubtful: Vec::new() }, days)
    }

    /// Doubtful values of these letters and parts.
    fn named(&self, rsis: RsiSet, parts: &[Counted]) -> Vec<DoubtfulValue> {
        let mut named = Vec::new();
        for rsi in rsis.iter() {
            let Some(group) = self.columns.rsi(rsi) else { continue };
            for part in parts {
                for (_, record) in part.keys.iter().flat_map(|key| self.doubtful(group, key)) {
                    let (day, value) = (record.day, record.value);
                    named.push(DoubtfulValue { rsi, part: part.label.clone(), day, value });
                }
            }
        }
        named
    }
}

impl Cube {
    /// The numbers of a state's letters and these parts.
    pub(crate) fn new(state: &ChartState, columns: &[Arc<Columns>], parts: &[Counted], bins: &[Bin]) -> Cube {
        let leave_out = state.leaves_out_doubtful();
        let letters = state.letters();
        let needs = state.needs();
        let reader = |at: usize| Reader {
            columns: &columns[at],
            bins,
            leave_out,
            unlisted_is_zero: needs.get(at).is_some_and(|need| rules(need.endpoint, false).unlisted_is_zero),
            adds_up: state.reading == Reading::Cumulative,
        };
        let (reader, other) = (reader(0), (columns.len() > 1).then(|| reader(1)));
        let mut cells = Vec::new();
        let mut days = Vec::new();
        let mut named = Vec::new();
        match state.chart.measure {
            Measure::ZoneSize => {
                for rsi in letters.iter() {
                    let (cell, there) = reader.first_records(rsi);
                    cells.push(cell);
                    days.push((rsi, there));
                }
            }
            Measure::Instances => {
                let keys = ["ipv4", "ipv6"].map(str::to_owned);
                let both = Counted { keys: keys.to_vec(), ..parts[0].clone() };
                cells.extend(letters.iter().map(|rsi| reader.instances(rsi, state.instances)));
                days.extend(letters.iter().map(|rsi| {
                    let keys: Vec<&String> = keys.iter().collect();
                    (rsi, reader.reported(reader.columns.rsi(rsi), &keys))
                }));
                named = reader.named(letters, &[both]);
            }
            Measure::Counts
            | Measure::Ratio
            | Measure::Shares
            | Measure::LoadsWithin
            | Measure::LoadQuantiles => {
                cells = reader.cells(letters, parts);
                days = reader.days(letters, parts);
                named = reader.named(letters, parts);
            }
        }
        let mut cube = Cube { cells, below: None, days, doubtful: named, leave_out };
        if let (Measure::Ratio, Some(reader)) = (state.chart.measure, other) {
            let divisors: Vec<Counted> = parts.iter().map(|part| divisor(state, part)).collect();
            cube.divide(reader.cells(letters, &divisors), &reader.days(letters, &divisors));
            cube.doubtful.extend(reader.named(letters, &divisors));
        }
        cube
    }

    /// A ratio counts a letter and IP version in the bins that have both numbers, so that it never divides what one of
    /// them counted by what the other did not. A letter without any query or source did not count.
    fn divide(&mut self, mut below: Vec<Cell>, days: &[(Rsi, Vec<usize>)]) {
        for (above, below) in self.cells.iter_mut().zip(&mut below) {
            for bin in 0..above.values.len() {
                let nothing = |values: &Column| values.get(bin).is_none_or(|v| v == 0.0);
                if nothing(&above.values) || nothing(&below.values) {
                    above.values.set(bin, None);
                    below.values.set(bin, None);
                }
            }
        }
        for ((rsi, mine), (_, theirs)) in self.days.iter_mut().zip(days) {
            let cells = self.cells.iter().filter(|c| c.rsi == *rsi);
            let there = sum(cells.map(|c| &c.values));
            for (bin, (mine, theirs)) in mine.iter_mut().zip(theirs).enumerate() {
                *mine = if there.get(bin).is_some() { (*mine).min(*theirs) } else { 0 };
            }
        }
        self.below = Some(below);
    }

    fn sum_of(cells: &[Cell], rsis: RsiSet, parts: &[usize]) -> Column {
        let wanted = cells.iter().filter(|c| rsis.contains(c.rsi) && parts.contains(&c.part));
        sum(wanted.map(|c| &c.values))
    }

    /// The values of these letters and parts: daily averages added up; a ratio divides the one sum by the other.
    pub(crate) fn values(&self, rsis: RsiSet, parts: &[usize]) -> Column {
        let above = Self::sum_of(&self.cells, rsis, parts);
        match &self.below {
            Some(below) => ratio(&above, &Self::sum_of(below, rsis, parts)),
            None => above,
        }
    }

    /// The bins of these letters and parts that hold a doubtful value.
    pub(crate) fn doubtful(&self, rsis: RsiSet, parts: &[usize]) -> Vec<usize> {
        if self.leave_out {
            return Vec::new();
        }
        let all = self.cells.iter().chain(self.below.iter().flatten());
        let mine = all.filter(|c| parts.contains(&c.part) && rsis.contains(c.rsi));
        each_once(mine.flat_map(|c| &c.doubtful).copied().collect())
    }

    /// The bins in which nothing of a letter's part counts, because all of it is doubtful and left out.
    pub(crate) fn left_out(&self, rsi: Rsi) -> Vec<usize> {
        let cells = self.cells.iter().filter(|c| self.leave_out && c.rsi == rsi);
        let bins = cells.flat_map(|c| c.doubtful.iter().filter(|bin| c.values.get(**bin).is_none()));
        bins.copied().collect()
    }

    /// The doubtful values in the bins.
    pub(crate) fn doubtful_values(&self) -> Vec<DoubtfulValue> {
        self.doubtful.clone()
    }

    /// On how many days of each bin a letter reported.
    pub(crate) fn reported(&self, rsi: Rsi) -> Vec<usize> {
        self.days.iter().find(|(r, _)| *r == rsi).map(|(_, days)| days.clone()).unwrap_or_default()
    }
}

impl Reader<'_> {
    fn cells(&self, letters: RsiSet, parts: &[Counted]) -> Vec<Cell> {
        let of = |rsi: Rsi| parts.iter().enumerate().map(move |(at, part)| self.cell(rsi, at, &part.keys));
        letters.iter().flat_map(of).collect()
    }

    fn days(&self, letters: RsiSet, parts: &[Counted]) -> Vec<(Rsi, Vec<usize>)> {
        let keys: Vec<&String> = parts.iter().flat_map(|p| &p.keys).collect();
        letters.iter().map(|rsi| (rsi, self.reported(self.columns.rsi(rsi), &keys))).collect()
    }
}

/// What a part of a ratio, an IP version, is divided by.
fn divisor(state: &ChartState, part: &Counted) -> Counted {
    let keys = match state.chart.needs[1].keys {
        Keys::These(keys) => keys,
        _ => &["ipv4", "ipv6"],
    };
    let key = keys[usize::from(part.id == "ipv6")];
    Counted { keys: vec![key.to_owned()], ..part.clone() }
}
#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Chart;
    use crate::state::{Doubtful, Interval};
    use crate::transform::{Rules, bins, sums};
    use crate::view::parts::parts_of;
    use rssac002_model::{DayRange, KeyedColumn, Step};

    /// Answers of forty days in which every key of letter `a` has these numbers.
    fn columns(keys: &[(&str, [Option<f64>; 3])]) -> Arc<Columns> {
        let values = |first: &[Option<f64>; 3]| -> Column {
            (0..40).map(|row| first.get(row).copied().unwrap_or(first[0])).collect()
        };
        let column = |(key, first): &(&str, [Option<f64>; 3])| KeyedColumn {
            key: (*key).to_owned(),
            values: values(first),
        };
        let group = Group { columns: keys.iter().map(column).collect(), ..Group::new(Some(Rsi::A)) };
        let daily = Columns { start: Day::CHARTS_START, step: Step::DAY, rows: 40, groups: vec![group] };
        let history = DayRange::new(Day::CHARTS_START, Day::CHARTS_START + 39).unwrap();
        Arc::new(sums(&daily, Step::DAY, history, Rules::default()))
    }

    /// Queries per source on the first three days, and the doubtful values by number.
    fn ratios(doubtful: Doubtful) -> (Vec<Option<f64>>, Vec<usize>, Vec<f64>) {
        let mut state = ChartState::new(Chart::find("unique-sources/queries").unwrap());
        (state.interval, state.doubtful) = (Interval::Day, doubtful);
        let queries = columns(&[
            ("dns-udp-queries-received-ipv4", [Some(60.0), Some(60.0), Some(1e18)]),
            ("dns-udp-queries-received-ipv6", [Some(20.0), Some(20.0), Some(20.0)]),
        ]);
        let sources = columns(&[
            ("num-sources-ipv4", [Some(2.0), Some(2.0), Some(2.0)]),
            ("num-sources-ipv6-aggregate", [Some(2.0), None, Some(2.0)]),
        ]);
        let range = DayRange::new(Day::CHARTS_START, Day::CHARTS_START + 2).unwrap();
        let bins = bins(range, state.interval);
        let parts = parts_of(&state, &queries);
        let cube = Cube::new(&state, &[queries, sources], &parts, &bins);
        let (one, all) = (RsiSet::only(Rsi::A), [0, 1]);
        let named = cube.doubtful_values().iter().map(|d| d.value).collect();
        (cube.values(one, &all).iter().collect(), cube.doubtful(one, &all), named)
    }

    #[test]
    fn a_ratio_takes_an_ip_version_that_has_both_numbers() {
        let (values, marked, named) = ratios(Doubtful::Mark);
        // On the second day nobody counted IPv6 sources, so that its queries do not count either.
        assert_eq!(values[..2], [Some(20.0), Some(30.0)]);
        assert_eq!((marked, named), (vec![2], vec![1e18]));
    }

    #[test]
    fn what_is_left_out_of_a_ratio_is_still_named() {
        let (values, marked, named) = ratios(Doubtful::LeaveOut);
        assert_eq!(values, [Some(20.0), Some(30.0), Some(10.0)]);
        assert_eq!((marked, named), (Vec::new(), vec![1e18]));
    }
}
