//! Charts by week: the weeks that count in each period, each series' average over them, and sentences about it.

use rssac002_model::RsiSet;

use super::findings::{Findings, Found, Row};
use super::periods::{periods, whole_weeks};
use crate::format;
use crate::transform::quantile;
use crate::view::{Series, TimeView, View};
use crate::words;

/// The RSI whose queries per source the talk showed.
const RSI: &str = "f";

/// A chart by week, and which weeks of each period count.
struct Weekly<'a> {
    time: Option<&'a TimeView>,
    weeks: [Vec<usize>; 2],
    /// What is said of a period that has data and no week that counts.
    otherwise: &'static str,
}

impl<'a> Weekly<'a> {
    /// The weeks that lie wholly in a period; of the system those in which no letter is missing
    /// altogether.
    fn new(view: Option<&'a View>, of_all: bool) -> Weekly<'a> {
        let time = view.and_then(View::time);
        let weeks = periods().map(|period| {
            let counts = |time: &TimeView, at: usize| {
                let bin = &time.bins[at];
                // Where the data end within a week, its other days are missing as those of any other week may be.
                let within = period.contains(bin.start()) && period.contains(bin.start() + 6);
                within && (!of_all || time.absent[at].is_empty())
            };
            time.map_or_else(Vec::new, |time| (0..time.bins.len()).filter(|at| counts(time, *at)).collect())
        });
        Weekly { time, weeks, otherwise: if of_all { words::NO_FULL_WEEK } else { words::NO_WHOLE_WEEK } }
    }

    fn series(&self) -> impl Iterator<Item = &'a Series> {
        self.time.into_iter().flat_map(|time| &time.panels).flat_map(|panel| &panel.series)
    }

    /// Each series' average over the weeks of both periods.
    fn averages(&self, average: fn(Vec<f64>) -> Option<f64>) -> Vec<Row> {
        let periods = periods();
        let row = |series: &Series| {
            let of = |at: usize| {
                let values = self.weeks[at].iter().filter_map(|bin| series.values.get(*bin)).collect();
                let bins = self.time.into_iter().flat_map(|time| &time.bins).enumerate();
                let mut near = bins.filter(|(_, bin)| bin.days.intersection(periods[at]).is_some());
                match average(values) {
                    Some(value) => Found::Value(value),
                    None if near.any(|(bin, _)| series.values.get(bin).is_some()) => {
                        Found::Unknown(self.otherwise)
                    }
                    None => Found::Nothing,
                }
            };
            Row {
                id: series.id.clone(),
                label: words::root(&series.label),
                rsis: series.rsis,
                found: [of(0), of(1)],
            }
        };
        self.series().map(row).collect()
    }

    /// On how many days of the weeks of a period these letters reported, and on how many they could have.
    fn reports(&self, at: usize, rsis: RsiSet) -> (usize, usize) {
        let letters = self.time.into_iter().flat_map(|time| &time.reported);
        let days = letters.filter(|(rsi, _)| rsis.contains(*rsi)).map(|(_, days)| days);
        let there = days.flat_map(|days| self.weeks[at].iter().map(|bin| days[*bin])).sum();
        (there, rsis.len() * whole_weeks()[at] * 7)
    }

    /// What the numbers of these letters rest on, in words.
    fn on(&self, rsis: RsiSet) -> [String; 2] {
        let whole = whole_weeks();
        [0, 1].map(|at| {
            let mine = |series: &Series| series.rsis.iter().any(|rsi| rsis.contains(rsi));
            let has = |bin: &&usize| self.series().any(|s| mine(s) && s.values.get(**bin).is_some());
            let weeks = self.weeks[at].iter().filter(has).count();
            words::rests_on((weeks, whole[at]), self.reports(at, rsis))
        })
    }
}

fn mean(values: Vec<f64>) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_unstable_by(f64::total_cmp);
    quantile(&values, 0.5)
}

fn queries_per_day() -> Findings {
    Findings::new("queries per day", false, format::short, periods())
}

/// The total. Weeks without some letter would look like a change.
pub(super) fn total(view: Option<&View>) -> Findings {
    let mut findings = queries_per_day();
    let weekly = Weekly::new(view, true);
    findings.rows = weekly.averages(mean);
    let mut row = findings.row("total", words::root);
    row.label = words::TOGETHER.to_owned();
    findings.say(&row, weekly.on(row.rsis));
    if let (Some(time), Some(series)) = (weekly.time, weekly.series().next()) {
        let there = (0..time.bins.len()).filter_map(|at| Some((series.values.get(at)?, at)));
        if let Some((value, at)) = there.max_by(|a, b| a.0.total_cmp(&b.0)) {
            let reports = time.reported.iter().map(|(_, days)| days[at]).sum();
            let on = words::rests_on((0, 0), (reports, time.expected.len() * 7));
            let most = format!("{} {}", format::short(value), findings.scale.unit);
            findings.sentences.push(words::peak(time.bins[at].start(), &most, &on));
        }
    }
    findings
        .sentences
        .push(words::averages("The mean of the weeks in which every RSI reported", whole_weeks()));
    findings.rows = vec![row];
    findings
}

pub(super) fn queries(view: Option<&View>) -> Findings {
    let mut findings = queries_per_day();
    let weekly = Weekly::new(view, false);
    findings.rows = weekly.averages(mean);
    let mut totals: Vec<Row> = Vec::new();
    // Letters that reported in one period only would look like a change: they count where none has both, and then by
    // themselves. Without any number it is still said that there is none.
    for at in 0..4 {
        let wanted = |row: &&Row| match at {
            0 => row.values().is_some(),
            1 | 2 => row.found[at - 1].value().is_some(),
            _ => row.found != [Found::Nothing; 2],
        };
        let compared: Vec<&Row> = findings.rows.iter().filter(wanted).collect();
        let rsis: RsiSet = compared.iter().flat_map(|row| row.rsis.iter()).collect();
        if if at == 3 { !totals.is_empty() } else { rsis.is_empty() } {
            continue;
        }
        let sum = |at: usize| {
            let found = compared.iter().map(|row| row.found[at]);
            found.fold(Found::Nothing, |sum, found| match (sum, found) {
                (Found::Value(a), Found::Value(b)) => Found::Value(a + b),
                (sum, Found::Nothing) | (sum @ Found::Value(_), _) => sum,
                (_, found) => found,
            })
        };
        let (id, label) = ("total".into(), words::compared_letters(rsis, at == 0));
        totals.push(Row { id, label, rsis, found: [sum(0), sum(1)] });
        if at == 0 {
            break;
        }
    }
    for total in &totals {
        findings.say(total, weekly.on(total.rsis));
    }
    findings.say_directions(&weekly);
    findings.sentences.push(words::averages("Each RSI's mean of its weeks with data", whole_weeks()));
    findings.rows.append(&mut totals);
    findings
}

pub(super) fn per_source(view: Option<&View>) -> Findings {
    let mut findings = Findings::new("queries per source", false, format::count, periods());
    let weekly = Weekly::new(view, false);
    findings.rows = weekly.averages(median);
    let shown = findings.row(RSI, words::root);
    findings.say(&shown, weekly.on(shown.rsis));
    findings.say_directions(&weekly);
    findings.sentences.push(words::averages("Each RSI's median of its weeks with data", whole_weeks()));
    findings
}

impl Findings {
    /// Says how many letters have less, and how many more.
    fn say_directions(&mut self, weekly: &Weekly<'_>) {
        let these = |wanted: fn(f64, f64) -> bool| -> RsiSet {
            let wanted = |row: &&Row| row.values().is_some_and(|(a, b)| wanted(a, b));
            self.rows.iter().filter(wanted).flat_map(|row| row.rsis.iter()).collect()
        };
        let (less, more, both) = (these(|a, b| b < a), these(|a, b| b > a), these(|_, _| true));
        if !(less.is_empty() && more.is_empty()) {
            let [first, second] = [0, 1].map(|at| weekly.reports(at, both));
            let reports = (first.0 + second.0, first.1 + second.1);
            self.sentences.push(words::directions(less, more, both, reports));
        }
    }
}
