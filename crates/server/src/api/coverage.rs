//! `coverage`: per metric and letter, the days held, missing, repaired and refused.
//!
//! ```json
//! {"sample":false,"version":"…","metrics":{"load-time":{"start":"2017-01-02","end":"2026-10-31","rsi":{"a":
//!   {"held":3580,"repaired":1,"refused":1,"missing":10,
//!    "days":{"repaired":["2019-02-03"],"refused":["2019-02-04"],"missing":["2020-01-01..2020-01-10"]}}}}}}
//! ```
//!
//! `held` counts the days whose file was read, repaired or not; held, refused and missing together are all days from
//! `start` to `end`. Days stand as dates and as ranges `first..last`, and only the kinds that occur are listed. A metric
//! without any file has `start` and `end` null and no letters.

use rssac002_model::{Day, DayRange, DayStatus, Metric, Rsi, RsiSet, Snapshot};
use serde::{Serialize, Serializer};

use super::accepted;
use super::query::{Query, Value};
use super::request::{FIRST_YEAR, check_years, date, range, rsi};
use crate::http::problem::Problem;

/// A question about coverage.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct CoverageRequest {
    /// The metrics, in the order of [`Metric::ALL`].
    pub metrics: Vec<Metric>,
    /// The letters; zone-size has only `a`.
    pub rsi: RsiSet,
    /// The first day; `None` for the first day held of each metric.
    pub start: Option<Day>,
    /// The last day; `None` for the last day held of each metric.
    pub end: Option<Day>,
}

impl CoverageRequest {
    /// Reads and checks the parameters, all of which may be left out.
    pub fn parse(query: &Query, today: Day) -> Result<CoverageRequest, Problem> {
        let metrics = match query.get("metric") {
            None => Metric::ALL.to_vec(),
            Some(Value::Text(name)) => match Metric::from_name(name) {
                Some(metric) => vec![metric],
                None => return Err(Problem::parameter("metric", "no metric is called so", accepted::METRIC)),
            },
            Some(Value::List) => {
                return Err(Problem::parameter("metric", "it is a list, not one text", accepted::METRIC));
            }
        };
        let (start, end) = (date(query, "start_date")?, date(query, "end_date")?);
        for (start, end) in [(start, start), (end, end), (start, end)] {
            if let (Some(start), Some(end)) = (start, end) {
                check_years(range(start, end)?, FIRST_YEAR, today.year())?;
            }
        }
        Ok(CoverageRequest { metrics, rsi: rsi(query)?.unwrap_or(RsiSet::ALL), start, end })
    }
}

/// A JSON object whose fields stand in this order.
struct InOrder<T>(Vec<(&'static str, T)>);

impl<T: Serialize> Serialize for InOrder<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

#[derive(Serialize)]
struct Answer<'a> {
    sample: bool,
    version: &'a str,
    metrics: InOrder<OfMetric>,
}

/// The days asked for of a metric; without any where nothing of it is held.
#[derive(Serialize)]
struct OfMetric {
    start: Option<String>,
    end: Option<String>,
    rsi: InOrder<OfLetter>,
}

/// How many days are held, mended, refused and missing, and which these are.
#[derive(Serialize)]
struct OfLetter {
    held: usize,
    repaired: usize,
    refused: usize,
    missing: usize,
    days: InOrder<Vec<String>>,
}

/// Writes the answer.
pub fn write(snapshot: &Snapshot, request: &CoverageRequest) -> String {
    let of_metric = |metric: &Metric| {
        let days = snapshot.range(*metric).and_then(|held| {
            DayRange::new(request.start.unwrap_or(held.start()), request.end.unwrap_or(held.end()))
        });
        let rsis = if *metric == Metric::ZoneSize { RsiSet::only(Rsi::A) } else { request.rsi };
        let of_letter =
            |rsi: Rsi| Some((rsi.as_str(), of_letter(days?, |day| snapshot.status(*metric, rsi, day))));
        let of_metric = OfMetric {
            start: days.map(|days| days.start().to_string()),
            end: days.map(|days| days.end().to_string()),
            rsi: InOrder(rsis.iter().filter_map(of_letter).collect()),
        };
        (metric.name(), of_metric)
    };
    let answer = Answer {
        sample: snapshot.sample,
        version: &snapshot.version,
        metrics: InOrder(request.metrics.iter().map(of_metric).collect()),
    };
    // Texts and numbers can always be written.
    serde_json::to_string(&answer).unwrap_or_default()
}

fn of_letter(days: DayRange, status: impl Fn(Day) -> DayStatus) -> OfLetter {
    let listed = [DayStatus::Repaired, DayStatus::Refused, DayStatus::Missing];
    let mut ranges: [Vec<DayRange>; 3] = Default::default();
    for day in days.days() {
        let Some(kind) = listed.iter().position(|s| *s == status(day)) else { continue };
        let longer =
            ranges[kind].last().filter(|r| r.end() + 1 == day).and_then(|r| DayRange::new(r.start(), day));
        match (longer, ranges[kind].last_mut()) {
            (Some(longer), Some(last)) => *last = longer,
            _ => ranges[kind].extend(DayRange::new(day, day)),
        }
    }
    let [repaired, refused, missing] =
        [0, 1, 2].map(|kind| ranges[kind].iter().map(|range| range.len()).sum());
    let spelled = |range: &DayRange| {
        if range.len() == 1 { range.start().to_string() } else { range.to_string() }
    };
    let named = ["repaired", "refused", "missing"].into_iter().zip(&ranges);
    let some = named.filter(|(_, ranges)| !ranges.is_empty());
    OfLetter {
        held: days.len() - refused - missing,
        repaired,
        refused,
        missing,
        days: InOrder(some.map(|(name, ranges)| (name, ranges.iter().map(spelled).collect())).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rssac002_model::Dataset;

    #[test]
    fn counts_and_ranges_tell_every_day() {
        let mut snapshot = Snapshot::default();
        snapshot.version = "v".into();
        snapshot.sample = true;
        let table = snapshot.table_mut(Dataset::LoadTime);
        let day = Day::parse_iso("2020-01-01").unwrap();
        let a = table.series_mut(Rsi::A);
        a.push(day, DayStatus::Clean, Some(&[]));
        a.push(day + 1, DayStatus::Repaired, Some(&[]));
        a.push(day + 2, DayStatus::Refused, None);
        a.push(day + 6, DayStatus::Refused, None);
        a.push(day + 7, DayStatus::Clean, Some(&[]));
        let query = Query::parse("metric=load-time&rsi=a,b&end_date=2020-01-07");
        let request = CoverageRequest::parse(&query, day).unwrap();
        assert_eq!(
            write(&snapshot, &request),
            concat!(
                r#"{"sample":true,"version":"v","metrics":{"load-time":{"start":"2020-01-01","end":"2020-01-07","rsi":{"#,
                r#""a":{"held":2,"repaired":1,"refused":2,"missing":3,"days":{"repaired":["2020-01-02"],"#,
                r#""refused":["2020-01-03","2020-01-07"],"missing":["2020-01-04..2020-01-06"]}},"#,
                r#""b":{"held":0,"repaired":0,"refused":0,"missing":7,"days":{"missing":["2020-01-01..2020-01-07"]}}}}}}"#
            )
        );
        let request = CoverageRequest::parse(&Query::parse("metric=instances"), day).unwrap();
        assert!(write(&snapshot, &request).contains(r#""instances":{"start":null,"end":null,"rsi":{}}"#));
    }

    #[test]
    fn bad_parameters_are_named() {
        let today = Day::parse_iso("2020-12-31").unwrap();
        for (query, parameter) in [
            ("metric=traffic", "metric"),
            ("metric[]=traffic-volume", "metric"),
            ("rsi=z", "rsi"),
            ("start_date=x", "start_date"),
            ("end_date=2021-01-01", "end_date"),
            ("start_date=2020-01-02&end_date=2020-01-01", "end_date"),
        ] {
            let problem = CoverageRequest::parse(&Query::parse(query), today).unwrap_err();
            assert_eq!(problem.parameter, Some(parameter), "{query}");
        }
    }
}
