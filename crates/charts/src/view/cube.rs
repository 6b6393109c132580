//! Daily numbers by letter and part, and what becomes of them in a bin.

use std::sync::Arc;

use rssac002_model::{Column, Columns, Day, DayRange, Group, Metric, Rsi, RsiSet};

use super::DoubtfulValue;
use crate::catalogue::{Instances, IpVersions, Measure, Part};
use crate::data::Keys;
use crate::state::{ChartState, Doubtful};
use crate::theme;
use crate::transform::{Bin, daily_mean, doubtful_in, ratio, sum};

/// The total of a chart without parts.
static TOTAL: Part = Part { id: "total", label: "", colour: theme::Part::Blue, keys: &[""] };

/// The parts that a state shows.
pub(super) fn parts_of(state: &ChartState) -> Vec<&'static Part> {
    let parts = state.chart.parts;
    if parts.is_empty() {
        return vec![&TOTAL];
    }
    if state.chart.ip_versions.is_empty() {
        return parts.iter().collect();
    }
    of_ip(parts, state.ip).iter().collect()
}

/// Of an IPv4 and an IPv6 part, those chosen.
fn of_ip(parts: &'static [Part], ip: IpVersions) -> &'static [Part] {
    match ip {
        IpVersions::Both => parts,
        IpVersions::V4 => &parts[..1],
        IpVersions::V6 => &parts[1..],
    }
}

/// One letter's daily numbers of one part.
struct Daily {
    rsi: Rsi,
    part: &'static Part,
    values: Column,
    /// Rows of doubtful values, with what was published there.
    doubtful: Vec<(usize, f64)>,
}

/// The letters' daily numbers, on the way to series.
pub(super) struct Cube {
    /// The day of the first row.
    first: Day,
    daily: Vec<Daily>,
    /// What they are divided by, for a ratio: of the same letters and parts, in the same order.
    below: Option<Vec<Daily>>,
    /// Whether doubtful values are left out of everything but their list.
    leave_out: bool,
}

impl Cube {
    /// The numbers of a state's letters and parts. `history` are the days asked for: more may be held, and what is
    /// doubtful must not depend on that.
    pub(super) fn new(
        state: &ChartState,
        history: DayRange,
        columns: &[Arc<Columns>],
        parts: &[&'static Part],
    ) -> Cube {
        let leave_out = state.doubtful == Doubtful::LeaveOut;
        let above = &columns[0];
        let each = |columns: &Columns, rsi: Rsi, part: &'static Part, values: Column| {
            let mut values = aligned(values, columns.start, above);
            let rows = doubtful_in(&values, above.start, history);
            let doubtful = rows.into_iter().filter_map(|row| Some((row, values.get(row)?))).collect();
            if leave_out {
                let rows: &Vec<(usize, f64)> = &doubtful;
                rows.iter().for_each(|(row, _)| values.set(*row, None));
            }
            Daily { rsi, part, values, doubtful }
        };
        let of_all = |columns: &Columns, numbers: &dyn Fn(Rsi, &'static Part) -> Column| -> Vec<Daily> {
            let letters = state.letters();
            let pairs = letters.iter().flat_map(|rsi| parts.iter().map(move |part| (rsi, *part)));
            pairs.map(|(rsi, part)| each(columns, rsi, part, numbers(rsi, part))).collect()
        };
        let mut daily = of_all(above, &|rsi, part| numbers(state, above, rsi, part));
        let other = columns.get(1).filter(|_| state.chart.measure == Measure::Ratio);
        let mut below = other.map(|other| of_all(other, &|rsi, part| divisor(state, other, rsi, part)));
        for (above, below) in daily.iter_mut().zip(below.iter_mut().flatten()) {
            keep_pairs(&mut above.values, &mut below.values);
        }
        Cube { first: above.start, daily, below, leave_out }
    }

    fn mean_sum(
        &self,
        daily: &[Daily],
        rsis: RsiSet,
        wanted: impl Fn(&Daily) -> bool,
        bins: &[Bin],
    ) -> Column {
        let by_letter: Vec<Column> = rsis
            .iter()
            .map(|rsi| sum(daily.iter().filter(|d| d.rsi == rsi && wanted(d)).map(|d| &d.values)))
            .map(|daily| daily_mean(&daily, self.first, bins))
            .collect();
        sum(&by_letter)
    }

    /// The values of these letters and parts: a letter's parts are added by day and averaged over the bin; the
    /// averages of the letters are added up; a ratio divides the one by the other in the end.
    pub(super) fn values(&self, rsis: RsiSet, parts: &[&'static Part], bins: &[Bin]) -> Column {
        let above = self.mean_sum(&self.daily, rsis, |d| parts.contains(&d.part), bins);
        match &self.below {
            Some(below) => ratio(&above, &self.mean_sum(below, rsis, |d| parts.contains(&d.part), bins)),
            None => above,
        }
    }

    /// The bins of these letters and parts that hold a doubtful value.
    pub(super) fn doubtful(&self, rsis: RsiSet, parts: &[&'static Part], bins: &[Bin]) -> Vec<usize> {
        if self.leave_out {
            return Vec::new();
        }
        let bin_of = |day: Day| {
            let at = bins.partition_point(|b| b.days.end() < day);
            bins.get(at).filter(|b| b.days.contains(day)).map(|_| at)
        };
        let all = self.daily.iter().chain(self.below.iter().flatten());
        let mine = all.filter(|d| parts.contains(&d.part) && rsis.contains(d.rsi));
        let rows = mine.flat_map(|d| &d.doubtful);
        let mut marked: Vec<usize> = rows.filter_map(|(row, _)| bin_of(self.first + *row as i32)).collect();
        marked.sort_unstable();
        marked.dedup();
        marked
    }

    /// The doubtful values in a range of days.
    pub(super) fn doubtful_values(&self, range: DayRange) -> Vec<DoubtfulValue> {
        let named = |d: &'_ Daily| -> Vec<DoubtfulValue> {
            let value = |(row, value): &(usize, f64)| DoubtfulValue {
                rsi: d.rsi,
                part: d.part.label,
                day: self.first + *row as i32,
                value: *value,
            };
            d.doubtful.iter().map(value).filter(|v| range.contains(v.day)).collect()
        };
        self.daily.iter().chain(self.below.iter().flatten()).flat_map(named).collect()
    }

    /// A letter's days: with a value where it reported.
    pub(super) fn reported(&self, rsi: Rsi) -> (Day, Column) {
        (self.first, sum(self.daily.iter().filter(|d| d.rsi == rsi).map(|d| &d.values)))
    }
}

/// A column moved to the days of another answer; what falls outside is cut, what is not there is missing.
fn aligned(values: Column, start: Day, to: &Columns) -> Column {
    if start == to.start && values.len() == to.rows {
        return values;
    }
    let shift = to.start - start;
    (0..to.rows as i32).map(|row| usize::try_from(row + shift).ok().and_then(|r| values.get(r))).collect()
}

fn column_sum(columns: &Columns, rsi: Rsi, keys: &[&str]) -> Column {
    let group = columns.rsi(rsi);
    let values = sum(keys.iter().filter_map(|key| group.and_then(|g: &Group| g.column(key))));
    if values.is_empty() { Column::missing(columns.rows) } else { values }
}

/// A letter's daily numbers of a part, as the chart's measure has it.
fn numbers(state: &ChartState, columns: &Columns, rsi: Rsi, part: &'static Part) -> Column {
    match state.chart.measure {
        Measure::ZoneSize => first_records(columns, rsi),
        Measure::Instances => instances(columns, rsi, state.instances),
        Measure::Counts | Measure::Ratio | Measure::LoadsWithin | Measure::LoadQuantiles => {
            let values = column_sum(columns, rsi, part.keys);
            if zero_is_missing(state) {
                values.iter().map(|v| v.filter(|v| *v != 0.0)).collect()
            } else if unlisted_is_zero(state) {
                let reported = columns
                    .rsi(rsi)
                    .map_or_else(Column::default, |g| sum(g.columns.iter().map(|c| &c.values)));
                (0..values.len()).map(|row| values.get(row).or(reported.get(row).map(|_| 0.0))).collect()
            } else {
                values
            }
        }
    }
}

/// Whether a zero says that nothing was reported. A total is zero where a day's counts are all null (NOTES.md,
/// "totals"), and no letter has a day without a query or a source (charts.md, row 11).
fn zero_is_missing(state: &ChartState) -> bool {
    matches!(state.chart.needs[0].keys, Keys::Total(_)) || !state.chart.ip_versions.is_empty()
}

/// Whether a key that a day does not list was counted zero times, if the day lists others: operators leave out response
/// codes that they did not send.
fn unlisted_is_zero(state: &ChartState) -> bool {
    state.chart.metric() == Metric::RcodeVolume
}

/// What a letter's numbers of an IP version are divided by.
fn divisor(state: &ChartState, columns: &Columns, rsi: Rsi, part: &Part) -> Column {
    let v6 = part.id == "ipv6";
    match state.chart.needs[1].keys {
        Keys::These([ipv4, ipv6]) => column_sum(columns, rsi, &[if v6 { ipv6 } else { ipv4 }]),
        _ => instances(columns, rsi, if v6 { Instances::V6 } else { Instances::V4 }),
    }
}

/// A ratio counts the days of a letter and IP version that have both numbers, so that it never divides what one of
/// them counted by what the other did not. None of what divides is no number.
fn keep_pairs(above: &mut Column, below: &mut Column) {
    for row in 0..above.len() {
        if above.get(row).is_none() || below.get(row).is_none_or(|v| v == 0.0) {
            above.set(row, None);
            below.set(row, None);
        }
    }
}

fn instances(columns: &Columns, rsi: Rsi, count: Instances) -> Column {
    let (v4, v6) = (column_sum(columns, rsi, &["ipv4"]), column_sum(columns, rsi, &["ipv6"]));
    let of = |(v4, v6): (Option<f64>, Option<f64>)| match (count, v4, v6) {
        (Instances::V4, v4, _) => v4,
        (Instances::V6, _, v6) => v6,
        (Instances::All, Some(a), Some(b)) => Some(a.max(b)),
        (Instances::DualStack, Some(a), Some(b)) => Some(a.min(b)),
        _ => None,
    };
    v4.iter().zip(v6.iter()).map(of).collect()
}

/// Of each day the first number.
fn first_records(columns: &Columns, rsi: Rsi) -> Column {
    let mut values = Column::missing(columns.rows);
    for record in columns.rsi(rsi).into_iter().flat_map(|g| &g.records) {
        if values.get(record.row).is_none() {
            values.set(record.row, record.value.filter(|v| *v > 0.0));
        }
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Chart;
    use crate::state::Interval;
    use crate::transform::bins;
    use rssac002_model::{KeyedColumn, Step};

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
        Arc::new(Columns { start: Day::CHARTS_START, step: Step::Day, rows: 40, groups: vec![group] })
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
        let history = DayRange::new(Day::CHARTS_START, Day::CHARTS_START + 39).unwrap();
        let (bins, parts) = (bins(range, state.interval), parts_of(&state));
        let cube = Cube::new(&state, history, &[queries, sources], &parts);
        let one = RsiSet::only(Rsi::A);
        let named = cube.doubtful_values(range).iter().map(|d| d.value).collect();
        (cube.values(one, &parts, &bins).iter().collect(), cube.doubtful(one, &parts, &bins), named)
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
