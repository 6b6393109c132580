//! The quantities of a metric, such as queries by UDP over IPv4 or the share of NXDomain, and how each compares with other days.

use std::sync::Arc;

use rssac002_model::{Column, Columns, Dataset, Direction, Endpoint, Rsi, RsiSet};

use super::state::ENDPOINTS;
use super::topic::Topic;
use super::words;
use crate::state::LONGEST_LOAD;
use crate::transform::usual::{LEAST_DAYS, Scale, is_doubtful};
use crate::transform::{Deviation, in_size_order, quantile, sum};
use crate::words::{octets, rcode};

/// One quantity of the day.
#[derive(Clone, PartialEq, Debug)]
pub struct Row {
    /// What it is a part of.
    pub topic: Topic,
    /// Its name for people, such as `UDP over IPv4`; of shares that of the code or the sizes.
    pub label: String,
    /// All letters together that can be compared and are not doubtful, beside the usual of the same letters; where none can be
    /// compared, all that have a value. `None` where no value can be trusted.
    pub all: Option<Measured>,
    /// Each letter that has a value, beside its own days before.
    pub letters: Vec<(Rsi, Measured)>,
}

/// A value of the day, of a letter or of letters together.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Measured {
    /// Beside the days before.
    Compared(Deviation),
    /// Too few days before have a value to say what is usual.
    Alone(f64),
}

impl Measured {
    /// The value of the day.
    pub fn value(self) -> f64 {
        match self {
            Measured::Compared(deviation) => deviation.value,
            Measured::Alone(value) => value,
        }
    }

    /// Beside the days before.
    pub fn deviation(self) -> Option<Deviation> {
        match self {
            Measured::Compared(deviation) => Some(deviation),
            Measured::Alone(_) => None,
        }
    }
}

impl Row {
    /// All letters together, beside the days before.
    pub fn deviation(&self) -> Option<Deviation> {
        self.all.and_then(Measured::deviation)
    }

    /// The letters that [`Row::all`] stands for.
    pub fn together(&self) -> RsiSet {
        let of = self.letters.iter().filter(|(_, letter)| match (self.all, letter) {
            (Some(Measured::Compared(_)), Measured::Compared(deviation)) => !deviation.is_doubtful,
            (Some(Measured::Alone(_)), Measured::Alone(_)) => true,
            _ => false,
        });
        of.map(|(rsi, _)| *rsi).collect()
    }

    /// The letters whose value is unusual, in this direction.
    pub fn unusual(&self, more: bool) -> RsiSet {
        let wanted = |deviation: Deviation| deviation.is_unusual() && (deviation.score > 0.0) == more;
        let letters = self.letters.iter().filter(|(_, letter)| letter.deviation().is_some_and(wanted));
        letters.map(|(rsi, _)| *rsi).collect()
    }

    /// The letters whose value is doubtful.
    pub fn doubtful(&self) -> RsiSet {
        let letters = self.letters.iter().filter(|(_, l)| l.deviation().is_some_and(|d| d.is_doubtful));
        letters.map(|(rsi, _)| *rsi).collect()
    }

    /// These letters' values together against their usual together: of counts.
    pub(super) fn ratio(&self, rsis: RsiSet) -> Option<f64> {
        let of =
            self.letters.iter().filter(|(rsi, _)| rsis.contains(*rsi)).filter_map(|(_, l)| l.deviation());
        let (value, usual) = of.fold((0.0, 0.0), |(v, u), d| (v + d.value, u + d.usual));
        (usual > 0.0).then(|| value / usual)
    }
}

/// A share that is smaller than this percentage, before as on the day, is not looked at.
const LEAST_SHARE: f64 = 1.0;

/// One quantity over days.
pub struct Quantity {
    /// What it is a part of.
    pub topic: Topic,
    /// Its name for people.
    pub label: String,
    series: Vec<Series>,
    /// Of a share, the largest of any letter on each day, in percent. That of letters together is never larger.
    largest: Option<Column>,
}

/// A column for each letter that has one.
type Sums = Vec<Option<Arc<Column>>>;

/// Values of a letter over days: a count, or a count and what it is a share or a ratio of.
struct Series {
    rsi: Rsi,
    above: Arc<Column>,
    below: Option<Arc<Column>>,
    /// Whether a count that is not listed beside others is zero.
    unlisted_is_zero: bool,
}

impl Series {
    /// What a value is made of, above and below the line.
    fn parts(&self, row: usize) -> Option<(f64, f64)> {
        let above = self.above.get(row);
        match &self.below {
            None => Some((above?, 1.0)),
            Some(below) => {
                let below = below.get(row).filter(|below| *below > 0.0)?;
                Some((if self.unlisted_is_zero { above.unwrap_or(0.0) } else { above? }, below))
            }
        }
    }

    fn value(&self, row: usize, factor: f64) -> Option<f64> {
        self.parts(row).map(|(above, below)| factor * above / below)
    }

    /// Beside the days before. What an absurd count is a part of is as doubtful as the count.
    fn compared(&self, today: usize, before: &[usize], scale: Scale, factor: f64) -> Option<Measured> {
        let value = self.value(today, factor)?;
        let usual = before.iter().filter_map(|row| self.value(*row, factor));
        let Some(mut deviation) = Deviation::of(value, usual, scale) else {
            return Some(Measured::Alone(value));
        };
        if let Some((below, now)) = self.below.as_ref().and_then(|below| Some((below, below.get(today)?))) {
            let usual = before.iter().filter_map(|row| below.get(*row));
            deviation.is_doubtful |= Deviation::of(now, usual, Scale::Ratio).is_some_and(|d| d.is_doubtful);
        }
        Some(Measured::Compared(deviation))
    }
}

/// The quantities of a topic for these letters, from answers over the same days in the order of
/// [`DayState::requests`](super::DayState::requests). What was not answered is missing.
pub fn quantities(topic: Topic, rsis: RsiSet, answers: &[Option<Columns>]) -> Vec<Quantity> {
    let answer = |endpoint: Endpoint| {
        debug_assert!(topic.endpoints().contains(&endpoint));
        let at = ENDPOINTS.iter().position(|one| *one == endpoint)?;
        answers.get(at)?.as_ref()
    };
    let data = |dataset: Dataset| answer(Endpoint::Data(dataset));
    // The sum of these keys of each letter.
    let sums = |columns: Option<&Columns>, keys: &[&str]| -> Sums {
        Rsi::all()
            .map(|rsi| {
                let group = columns?.rsi(rsi).filter(|_| rsis.contains(rsi))?;
                let columns: Vec<&Column> = keys.iter().filter_map(|key| group.column(key)).collect();
                (!columns.is_empty()).then(|| Arc::new(sum(columns)))
            })
            .collect()
    };
    // The same, as a count or over what it is a share or a ratio of.
    let series = |columns: Option<&Columns>, keys: &[&str], below: Option<&Sums>| {
        let unlisted_is_zero = topic.scale() == Scale::Share;
        let above = sums(columns, keys);
        let of_letter = |rsi: Rsi| {
            let below = match below {
                None => None,
                Some(below) => Some(below[rsi.index()].clone()?),
            };
            let above = above[rsi.index()].clone();
            let above = match below.as_ref().filter(|_| unlisted_is_zero) {
                Some(below) => above.or_else(|| Some(Arc::new(Column::missing(below.len())))),
                None => above,
            };
            Some(Series { rsi, above: above?, below, unlisted_is_zero })
        };
        rsis.iter().filter_map(of_letter).collect::<Vec<_>>()
    };
    let quantity = |label: &str, series: Vec<Series>| {
        let rows = series.iter().map(|series| series.above.len()).max().unwrap_or(0);
        let of_day = |row: usize| series.iter().filter_map(|s| s.value(row, 100.0)).reduce(f64::max);
        let largest = (topic.scale() == Scale::Share).then(|| (0..rows).map(of_day).collect());
        Quantity { topic, label: label.to_owned(), series, largest }
    };
    let volumes = || data(Dataset::TrafficVolume);
    match topic {
        Topic::Queries | Topic::Responses => {
            let direction = if topic == Topic::Queries { Direction::Received } else { Direction::Sent };
            let keys = direction.keys();
            let all = quantity(words::ALL_PROTOCOLS, series(volumes(), keys, None));
            let parts =
                keys.iter().map(|key| quantity(words::protocol(key), series(volumes(), &[key], None)));
            std::iter::once(all).chain(parts).collect()
        }
        Topic::Sources | Topic::PerSource => {
            let sources = data(Dataset::UniqueSources);
            let versions =
                [("IPv4", "num-sources-ipv4", "-ipv4"), ("IPv6", "num-sources-ipv6-aggregate", "-ipv6")];
            let of_version = |(label, key, ending): (&str, &'static str, &str)| {
                let queries: Vec<&str> =
                    Direction::Received.keys().iter().copied().filter(|key| key.ends_with(ending)).collect();
                match topic {
                    Topic::Sources => quantity(label, series(sources, &[key], None)),
                    _ => quantity(label, series(volumes(), &queries, Some(&sums(sources, &[key])))),
                }
            };
            versions.map(of_version).into()
        }
        Topic::Codes => {
            let codes = data(Dataset::RcodeVolume);
            let keys = keys_of(codes);
            let all = sums(codes, &keys);
            let share =
                |key: &&str| Some(quantity(rcode(key.parse().ok()?), series(codes, &[*key], Some(&all))));
            keys.iter().filter_map(share).collect()
        }
        Topic::QuerySizes | Topic::ResponseSizes => {
            let is_query = topic == Topic::QuerySizes;
            let sizes = data(if is_query { Dataset::UdpRequestSizes } else { Dataset::UdpResponseSizes });
            let keys = keys_of(sizes);
            let all = sums(sizes, &keys);
            keys.iter().map(|key| quantity(&octets(key), series(sizes, &[*key], Some(&all)))).collect()
        }
        Topic::LoadTime => {
            let loads = data(Dataset::LoadTime);
            let medians = |rsi: Rsi| {
                let columns = loads?;
                let group = columns.rsi(rsi)?;
                let mut above = Column::missing(columns.rows);
                for day in group.records.chunk_by(|a, b| a.row == b.row) {
                    let mut seconds: Vec<f64> = day.iter().filter_map(|record| record.value).collect();
                    seconds.retain(|seconds| (1.0..=f64::from(LONGEST_LOAD)).contains(seconds));
                    seconds.sort_unstable_by(f64::total_cmp);
                    above.set(day[0].row, quantile(&seconds, 0.5));
                }
                Some(Series { rsi, above: Arc::new(above), below: None, unlisted_is_zero: false })
            };
            vec![quantity(words::MEDIAN, rsis.iter().filter_map(medians).collect())]
        }
        Topic::Instances => {
            let counts = answer(Endpoint::InstancesCount);
            let larger = |rsi: Rsi| {
                let group = counts?.rsi(rsi)?;
                let [v4, v6] = ["ipv4", "ipv6"].map(|key| group.column(key));
                let larger = |(a, b): (Option<f64>, Option<f64>)| match (a, b) {
                    (Some(a), Some(b)) => Some(a.max(b)),
                    _ => None,
                };
                let above = Arc::new(v4?.iter().zip(v6?.iter()).map(larger).collect());
                Some(Series { rsi, above, below: None, unlisted_is_zero: false })
            };
            vec![quantity(words::ALL_INSTANCES, rsis.iter().filter_map(larger).collect())]
        }
    }
}

/// The keys of all letters, in the order of their numbers.
fn keys_of(columns: Option<&Columns>) -> Vec<&str> {
    let groups = columns.into_iter().flat_map(|columns| &columns.groups);
    in_size_order(groups.flat_map(|group| &group.columns).map(|column| column.key.as_str()))
}

impl Quantity {
    /// The value of one day beside others, all as rows of the answers; `None` for a share of less than one percent, before as
    /// on the day.
    pub fn beside(&self, today: usize, before: &[usize]) -> Option<Row> {
        let (topic, scale) = (self.topic, self.topic.scale());
        if let Some(largest) = &self.largest {
            let is_large = |row: &usize| largest.get(*row).is_some_and(|share| share >= LEAST_SHARE);
            std::iter::once(&today).chain(before).find(|row| is_large(row))?;
        }
        let factor = if scale == Scale::Share { 100.0 } else { 1.0 };
        let of_letter = |series: &Series| Some((series.rsi, series.compared(today, before, scale, factor)?));
        let letters: Vec<(Rsi, Measured)> = self.series.iter().filter_map(of_letter).collect();
        // The system is those letters that can be compared, so that a letter which did not report is no fall. Where none can,
        // it is those that have a value.
        let is_known = letters.iter().any(|(_, letter)| letter.deviation().is_some());
        let usual = |rsi: Rsi| match letters.iter().find(|(one, _)| *one == rsi)?.1 {
            Measured::Compared(deviation) => (!deviation.is_doubtful).then_some(deviation.usual),
            Measured::Alone(value) => (!is_known).then_some(value),
        };
        let together: Vec<(&Series, f64)> =
            self.series.iter().filter_map(|series| Some((series, usual(series.rsi)?))).collect();
        let all_of = |row: usize| {
            if topic == Topic::LoadTime {
                // Of letters together it is the median of their medians, which a letter that failed does not sway.
                let mut medians: Vec<f64> =
                    together.iter().filter_map(|(s, _)| s.value(row, factor)).collect();
                medians.sort_unstable_by(f64::total_cmp);
                return quantile(&medians, 0.5);
            }
            let (mut above, mut below) = (0.0, 0.0);
            for (series, usual) in &together {
                let parts = series.parts(row);
                if series.below.is_some() {
                    let (a, b) = parts.unwrap_or_default();
                    (above, below) = (above + a, below + b);
                } else {
                    // A day that a letter did not report, or on which its count is absurd, is as its usual day.
                    let is_sound = |value: &f64| !is_doubtful(*value, *usual);
                    above += parts.map(|(value, _)| value).filter(is_sound).unwrap_or(*usual);
                }
            }
            let is_sum = together.first()?.0.below.is_none();
            if is_sum { Some(above) } else { (below > 0.0).then(|| factor * above / below) }
        };
        let all = all_of(today).map(|value| {
            let before = before.iter().filter(|_| is_known).filter_map(|row| all_of(*row));
            Deviation::of(value, before, scale).map_or(Measured::Alone(value), Measured::Compared)
        });
        let is_large = |all: Measured| {
            all.value() >= LEAST_SHARE || all.deviation().is_some_and(|all| all.usual >= LEAST_SHARE)
        };
        let is_shown = scale != Scale::Share || all.is_some_and(is_large);
        is_shown.then(|| Row { topic, label: self.label.clone(), all, letters })
    }

    /// The letters that have values on at least [`LEAST_DAYS`] of these days: those of which one can tell what is usual.
    pub fn known(&self, days: &[usize]) -> RsiSet {
        let is_known = |series: &&Series| {
            days.iter().filter(|row| series.parts(**row).is_some()).take(LEAST_DAYS).count() == LEAST_DAYS
        };
        self.series.iter().filter(is_known).map(|series| series.rsi).collect()
    }
}
