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

use rssac002_model::json::write_string;
use rssac002_model::{Day, DayRange, DayStatus, Metric, Rsi, RsiSet, Snapshot};

use super::query::{Query, Value};
use super::request::{check_years, date, range, rsi};
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

/// What `metric` takes.
pub const METRIC_ACCEPTED: &str =
    "load-time, rcode-volume, traffic-sizes, traffic-volume, unique-sources, zone-size or instances";

impl CoverageRequest {
    /// Reads and checks the parameters, all of which may be left out.
    pub fn parse(query: &Query, today: Day) -> Result<CoverageRequest, Problem> {
        let metrics = match query.get("metric") {
            None => Metric::ALL.to_vec(),
            Some(Value::Text(name)) => match Metric::from_name(name) {
                Some(metric) => vec![metric],
                None => return Err(Problem::parameter("metric", "no metric is called so", METRIC_ACCEPTED)),
            },
            Some(Value::List) => {
                return Err(Problem::parameter("metric", "it is a list, not one text", METRIC_ACCEPTED));
            }
        };
        let (start, end) = (date(query, "start_date")?, date(query, "end_date")?);
        for (start, end) in [(start, start), (end, end), (start, end)] {
            if let (Some(start), Some(end)) = (start, end) {
                check_years(range(start, end)?, 2013, today.year())?;
            }
        }
        Ok(CoverageRequest { metrics, rsi: rsi(query)?.unwrap_or(RsiSet::ALL), start, end })
    }
}

/// Writes the answer.
pub fn write(snapshot: &Snapshot, request: &CoverageRequest) -> String {
    let mut out = format!("{{\"sample\":{},\"version\":", snapshot.sample);
    write_string(&mut out, &snapshot.version);
    out.push_str(",\"metrics\":{");
    for (i, metric) in request.metrics.iter().enumerate() {
        out.push_str(if i > 0 { "," } else { "" });
        write_string(&mut out, metric.name());
        let days = snapshot.range(*metric).and_then(|held| {
            DayRange::new(request.start.unwrap_or(held.start()), request.end.unwrap_or(held.end()))
        });
        match days {
            None => out.push_str(":{\"start\":null,\"end\":null,\"rsi\":{}}"),
            Some(days) => {
                out.push_str(&format!(
                    ":{{\"start\":\"{}\",\"end\":\"{}\",\"rsi\":{{",
                    days.start(),
                    days.end()
                ));
                let only_a = RsiSet::only(Rsi::A);
                let letters = if *metric == Metric::ZoneSize { only_a } else { request.rsi };
                for (i, rsi) in letters.iter().enumerate() {
                    out.push_str(if i > 0 { "," } else { "" });
                    write_string(&mut out, rsi.as_str());
                    write_letter(&mut out, days, |day| snapshot.status(*metric, rsi, day));
                }
                out.push_str("}}");
            }
        }
    }
    out.push_str("}}");
    out
}

fn write_letter(out: &mut String, days: DayRange, status: impl Fn(Day) -> DayStatus) {
    let listed = [DayStatus::Repaired, DayStatus::Refused, DayStatus::Missing];
    let mut ranges: [Vec<DayRange>; 3] = Default::default();
    let mut counts = [0usize; 3];
    for day in days.days() {
        let Some(kind) = listed.iter().position(|s| *s == status(day)) else { continue };
        counts[kind] += 1;
        let longer =
            ranges[kind].last().filter(|r| r.end() + 1 == day).and_then(|r| DayRange::new(r.start(), day));
        match (longer, ranges[kind].last_mut()) {
            (Some(longer), Some(last)) => *last = longer,
            _ => ranges[kind].extend(DayRange::new(day, day)),
        }
    }
    let [repaired, refused, missing] = counts;
    let held = days.len() - refused - missing;
    out.push_str(&format!(
        ":{{\"held\":{held},\"repaired\":{repaired},\"refused\":{refused},\"missing\":{missing},\"days\":{{"
    ));
    let mut first = true;
    for (name, ranges) in ["repaired", "refused", "missing"].into_iter().zip(&ranges) {
        if ranges.is_empty() {
            continue;
        }
        out.push_str(if first { "\"" } else { ",\"" });
        first = false;
        out.push_str(name);
        out.push_str("\":[");
        for (i, range) in ranges.iter().enumerate() {
            out.push_str(if i > 0 { ",\"" } else { "\"" });
            if range.len() == 1 {
                out.push_str(&range.start().to_string());
            } else {
                out.push_str(&range.to_string());
            }
            out.push('"');
        }
        out.push(']');
    }
    out.push_str("}}");
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
