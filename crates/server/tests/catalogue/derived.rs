//! The values of charts that are more than sums of counts (ratios, load times, instances, the zone's size), computed
//! again in the plainest way from answers in the published shape.

use rssac002_charts::CATALOGUE;
use rssac002_charts::catalogue::{Chart, Instances, IpVersions, Measure};
use rssac002_charts::state::{ChartState, Interval, choices};
use rssac002_charts::view::TimeView;
use rssac002_model::{Day, DayRange};
use serde_json::Value;

use crate::fixture::{Fixture, days};
use crate::numbers::{LETTERS, bins, near};

/// The charts of this kind.
fn derived() -> impl Iterator<Item = &'static Chart> {
    let counts = |c: &Chart| matches!(c.measure, Measure::Counts | Measure::Shares);
    CATALOGUE.iter().filter(move |c| !counts(c) && ChartState::new(c).over_time())
}

/// The published daily answers that a chart stands on, and its state.
struct Plain<'a> {
    state: &'a ChartState,
    answers: &'a [Value],
}

impl Plain<'_> {
    fn cell(&self, answer: usize, letter: char, day: Day) -> &Value {
        &self.answers[answer][letter.to_string()][day.to_string()]
    }

    /// The IP versions chosen.
    fn ips(&self) -> &'static [&'static str] {
        match self.state.ip {
            IpVersions::Both => &["ipv4", "ipv6"],
            IpVersions::V4 => &["ipv4"],
            IpVersions::V6 => &["ipv6"],
        }
    }

    /// The published numbers of an IP version that are added up on one side of a ratio, each averaged by itself.
    fn side(&self, answer: usize, ip: &str) -> Vec<String> {
        let sources = if ip == "ipv4" { "num-sources-ipv4" } else { "num-sources-ipv6-aggregate" };
        match (self.state.chart.path, answer) {
            ("unique-sources/queries", 0) => {
                ["udp", "tcp"].map(|transport| format!("dns-{transport}-queries-received-{ip}")).to_vec()
            }
            ("unique-sources/queries", _) | (_, 0) => vec![sources.to_owned()],
            _ => vec![ip.to_owned()],
        }
    }

    /// One side's average of a letter and IP version over the days that have it.
    fn average(&self, answer: usize, letter: char, ip: &str, days: &[Day]) -> Option<f64> {
        let mean = |key: &String| {
            let counts = days.iter().filter_map(|day| self.cell(answer, letter, *day)[key].as_f64());
            // No letter has a day without a source.
            let there: Vec<f64> = counts.filter(|v| *v > 0.0 || !key.starts_with("num-sources")).collect();
            (!there.is_empty()).then(|| there.iter().sum::<f64>() / there.len() as f64)
        };
        self.side(answer, ip).iter().filter_map(mean).reduce(|a, b| a + b).filter(|v| *v > 0.0)
    }

    /// What is divided by what, for each chosen IP version that has both in these days.
    fn pairs(&self, letter: char, days: &[Day]) -> Vec<(f64, f64)> {
        let pair = |ip: &&str| Some((self.average(0, letter, ip, days)?, self.average(1, letter, ip, days)?));
        self.ips().iter().filter_map(pair).collect()
    }

    /// On how many of these days a letter reported: of a ratio the fewer of its two sides' days.
    fn days_reported(&self, letter: char, days: &[Day]) -> usize {
        if self.state.chart.measure != Measure::Ratio {
            return days.iter().filter(|d| self.there(letter, **d)).count();
        }
        if self.pairs(letter, days).is_empty() {
            return 0;
        }
        let side = |answer: usize| {
            let keys: Vec<String> = self.ips().iter().flat_map(|ip| self.side(answer, ip)).collect();
            let has = |day: &&Day| {
                let cell = self.cell(answer, letter, **day);
                let counts = keys.iter().filter_map(|key| Some((key, cell[key].as_f64()?)));
                counts.into_iter().any(|(key, v)| v > 0.0 || !key.starts_with("num-sources"))
            };
            days.iter().filter(has).count()
        };
        side(0).min(side(1))
    }

    /// The load times of a letter's day that count.
    fn loads(&self, letter: char, day: Day) -> Vec<f64> {
        let times = match self.cell(0, letter, day) {
            Value::Object(times) => times.values().filter_map(Value::as_f64).collect(),
            Value::Array(times) => times.iter().filter_map(Value::as_f64).collect(),
            _ => Vec::new(),
        };
        times.into_iter().filter(|t| *t >= 1.0 && *t <= 86_400.0).collect()
    }

    fn instances(&self, letter: char, day: Day) -> Option<f64> {
        let cell = self.cell(0, letter, day);
        let (v4, v6) = (cell["ipv4"].as_f64()?, cell["ipv6"].as_f64()?);
        Some(match self.state.instances {
            Instances::All if v4 > v6 => v4,
            Instances::All => v6,
            Instances::DualStack if v4 > v6 => v6,
            Instances::DualStack => v4,
            Instances::V4 => v4,
            Instances::V6 => v6,
            Instances::OnlyV4 | Instances::OnlyV6 => unreachable!("the map's"),
        })
    }

    /// The size of the day's first serial that has one: serials begin with the date, so that the first is the smallest.
    fn zone(&self, day: Day) -> Option<f64> {
        let sizes = self.cell(0, 'a', day).as_object()?;
        let sizes = sizes.iter().filter_map(|(serial, size)| Some((serial, size.as_f64()?)));
        sizes
            .filter(|(_, size)| *size > 0.0)
            .min_by_key(|(serial, _)| serial.to_owned())
            .map(|(_, size)| size)
    }

    /// Whether a letter's day adds anything.
    fn there(&self, letter: char, day: Day) -> bool {
        match self.state.chart.measure {
            Measure::Ratio => unreachable!("counted by side"),
            Measure::LoadsWithin | Measure::LoadQuantiles => !self.loads(letter, day).is_empty(),
            Measure::Instances => self.instances(letter, day).is_some(),
            Measure::ZoneSize => self.zone(day).is_some(),
            Measure::Counts | Measure::Shares => unreachable!("the other file's"),
        }
    }

    /// The value of these letters over these days, of a series where its part says what it is.
    fn value(&self, letters: &[char], days: &[Day], part: &str) -> Option<f64> {
        let mean = |of: &dyn Fn(Day) -> Option<f64>| {
            let there: Vec<f64> = days.iter().filter_map(|day| of(*day)).collect();
            (!there.is_empty()).then(|| there.iter().sum::<f64>() / there.len() as f64)
        };
        match self.state.chart.measure {
            Measure::Ratio => {
                let pairs: Vec<(f64, f64)> = letters.iter().flat_map(|l| self.pairs(*l, days)).collect();
                let (above, below) =
                    pairs.iter().fold((0.0, 0.0), |(above, below), pair| (above + pair.0, below + pair.1));
                (below > 0.0).then(|| above / below)
            }
            Measure::Instances => {
                let means = letters.iter().filter_map(|l| mean(&|day| self.instances(*l, day)));
                means.reduce(|a, b| a + b)
            }
            Measure::ZoneSize => mean(&|day| self.zone(day)),
            Measure::LoadsWithin | Measure::LoadQuantiles => {
                let each = letters.iter().flat_map(|l| days.iter().flat_map(|day| self.loads(*l, *day)));
                let mut loads: Vec<f64> = each.collect();
                loads.sort_by(f64::total_cmp);
                let in_time = loads.iter().filter(|t| **t <= f64::from(self.state.threshold)).count() as f64;
                let all = loads.len() as f64;
                match part {
                    _ if loads.is_empty() => None,
                    // Shares, or numbers of loads.
                    "within" if choices::FORM.spelling(self.state.form) != "share" => Some(in_time),
                    "over" if choices::FORM.spelling(self.state.form) != "share" => Some(all - in_time),
                    "within" => Some(100.0 * in_time / all),
                    "over" => Some(100.0 * (all - in_time) / all),
                    part => Some(type_7(&loads, part)),
                }
            }
            Measure::Counts | Measure::Shares => unreachable!("the other file's"),
        }
    }
}

/// Type 7 of Hyndman and Fan, in their own terms: between the `j`-th and the next of `n` sorted values, counted from
/// one, with `j` the whole part of `(n - 1) p + 1` and the fraction as weight.
pub fn type_7(sorted: &[f64], part: &str) -> f64 {
    let quarters = ["min", "q1", "median", "q3", "max"].iter().position(|p| *p == part).unwrap();
    let times_four = (sorted.len() - 1) * quarters;
    let (j, weight) = (times_four / 4 + 1, (times_four % 4) as f64 / 4.0);
    let next = sorted.get(j).copied().unwrap_or(sorted[j - 1]);
    (1.0 - weight) * sorted[j - 1] + weight * next
}

/// The series that a panel has.
fn series(state: &ChartState, letters: &[char]) -> Vec<String> {
    let parts: &[&str] = match state.chart.path {
        "load-time" => &["within", "over"],
        "load-time/rsi" if state.interval == Interval::Day => &["min", "median", "max"],
        "load-time/quartiles" | "load-time/rsi" => &["min", "q1", "median", "q3", "max"],
        _ if choices::FORM.spelling(state.form) == "line" => &["total"],
        _ => return letters.iter().map(char::to_string).collect(),
    };
    parts.iter().map(|p| (*p).to_owned()).collect()
}

/// Compares all values, coverage and days counted as missing; says how many values there were.
fn compare(fixture: &Fixture, answers: &[Value], address: &str) -> usize {
    let view = fixture.view_at(address);
    let state = &view.state;
    let plain = Plain { state, answers };
    let bins = bins(view.range, state.interval == Interval::Week);
    let time = view.time().unwrap();
    let letters: Vec<char> = match state.chart.path {
        "root-zone-size" => vec!['a'],
        _ => LETTERS.chars().filter(|l| state.rsis.iter().any(|r| r.letter() == *l)).collect(),
    };
    let panels: Vec<Vec<char>> = match state.chart.path {
        "load-time/rsi" => letters.iter().map(|l| vec![*l]).collect(),
        _ => vec![letters.clone()],
    };
    assert_eq!((time.panels.len(), time.bins.len()), (panels.len(), bins.len()), "{address}");
    let mut values = 0;
    for (panel, letters) in time.panels.iter().zip(&panels) {
        let expected = series(state, letters);
        assert_eq!(panel.series.iter().map(|s| s.id.clone()).collect::<Vec<_>>(), expected, "{address}");
        for series in &panel.series {
            let of_one: Option<Vec<char>> = LETTERS.contains(&series.id).then(|| series.id.chars().collect());
            let letters = of_one.as_ref().unwrap_or(letters);
            for (at, days) in bins.iter().enumerate() {
                let (found, plainly) = (series.values.get(at), plain.value(letters, days, &series.id));
                values += usize::from(plainly.is_some());
                let told = || format!("{address} panel {} series {} on {}", panel.id, series.id, days[0]);
                assert!(near(found, plainly), "{}: {found:?}, plainly {plainly:?}", told());
            }
        }
    }
    compare_coverage(&plain, time, &bins, &letters, address);
    values
}

fn compare_coverage(plain: &Plain<'_>, time: &TimeView, bins: &[Vec<Day>], letters: &[char], told: &str) {
    for (covered, days) in time.coverage.iter().zip(bins) {
        for rsi in time.expected.iter() {
            let there = plain.days_reported(rsi.letter(), days);
            let expected = (there == days.len(), there > 0 && there < days.len());
            let found = (covered.full.contains(rsi), covered.partial.contains(rsi));
            assert_eq!(found, expected, "{told}: {rsi} on {}", days[0]);
        }
    }
    let absent = |l: char| bins.iter().map(|days| days.len() - plain.days_reported(l, days)).sum::<usize>();
    let missing: Vec<(char, usize)> =
        letters.iter().map(|l| (*l, absent(*l))).filter(|(_, days)| *days > 0).collect();
    let found: Vec<(char, usize)> = time.missing.iter().map(|(rsi, days)| (rsi.letter(), *days)).collect();
    assert_eq!(found, missing, "{told}");
}

/// Every form, interval and choice of a chart in a range of days.
fn compare_all(fixture: &Fixture, chart: &'static Chart, range: DayRange, more: &str) -> usize {
    let answers: Vec<Value> =
        chart.needs.iter().map(|n| fixture.published(n.endpoint.name(), range.whole_weeks())).collect();
    let intervals: &[&str] =
        if chart.intervals.len() > 1 { &["&interval=day", "&interval=week"] } else { &[""] };
    let choices: &[&str] = match chart.path {
        "unique-sources/queries" => &["&ip=both", "&ip=4", "&ip=6"],
        "unique-sources/instances" => &["&ip=4", "&ip=6"],
        "load-time" => &["", "&threshold=1", "&threshold=300", "&threshold=86400"],
        "instances" => &["&count=all", "&count=dual", "&count=4", "&count=6"],
        "load-time/quartiles" | "load-time/rsi" | "root-zone-size" => &[""],
        path => panic!("{path} is new: say here what it offers"),
    };
    let mut values = 0;
    for form in chart.forms() {
        let form = choices::FORM.spelling(*form);
        for interval in intervals {
            for choice in choices {
                let address = format!("/{}?time={range}&type={form}{interval}{choice}{more}", chart.path);
                values += compare(fixture, &answers, &address);
            }
        }
    }
    values
}

/// The days around the first one of a range on which some letter has no answer while others have.
fn around_a_gap(fixture: &Fixture, chart: &Chart, within: DayRange) -> DayRange {
    let answer = fixture.published(chart.needs[0].endpoint.name(), within);
    let of_day = |day: Day| {
        let there = |l: &char| !answer[l.to_string()][day.to_string()].is_null();
        LETTERS.chars().filter(there).count()
    };
    let usual = within.days().map(of_day).max().unwrap();
    let gap = within.days().find(|day| of_day(*day) < usual).unwrap_or(within.start() + 20);
    DayRange::new(gap - 9, gap + 9).unwrap()
}

#[test]
fn charts_of_more_than_counts_are_what_the_published_answers_make() {
    let sample = Fixture::sample();
    let mut values = 0;
    for chart in derived() {
        let gap = around_a_gap(sample, chart, days("2019-01-15", "2019-12-15"));
        for range in [
            // The day on which Chromium stopped, and two days that are no whole week.
            days("2020-10-28", "2020-11-10"),
            // h falls silent on a Monday.
            days("2022-02-24", "2022-03-15"),
            gap,
        ] {
            values += compare_all(sample, chart, range, "");
        }
        if chart.letters {
            values += compare_all(sample, chart, gap, "&rsi=b.d-g.m");
        }
    }
    println!("{values} values compared");
    assert!(values > 10_000);
}

#[test]
fn dirty_data_make_the_same() {
    let Some(dirty) = Fixture::dirty() else { return };
    let mut values = 0;
    for chart in derived() {
        values += compare_all(dirty, chart, days("2019-11-20", "2020-01-17"), "");
    }
    println!("{values} values compared");
    assert!(values > 10_000);
}

#[test]
fn real_data_make_the_same() {
    let Some(real) = Fixture::real() else { return };
    // There is one day of these metrics.
    let range = days("2020-11-03", "2020-11-04");
    for chart in derived().filter(|c| c.needs.iter().all(|n| n.endpoint.name() != "instances-count")) {
        let values = compare_all(real, chart, range, "");
        assert_eq!(values > 0, chart.letters, "{}", chart.path);
    }
}

#[test]
fn quantiles_agree_with_recorded_ones() {
    // quantile(c(1, 2, 4, 8), type = 7) in R.
    let of = |part| type_7(&[1.0, 2.0, 4.0, 8.0], part);
    assert_eq!(["min", "q1", "median", "q3", "max"].map(of), [1.0, 1.75, 3.0, 5.0, 8.0]);
}
