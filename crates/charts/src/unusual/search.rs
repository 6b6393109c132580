//! The rule that finds unusual days.

use rssac002_model::{Columns, Day, DayRange, Rsi, RsiSet, Step};

use crate::data::DataRequest;
use crate::day::state::{Baseline, requests};
use crate::day::{DayState, Quantity, Row, Topic, quantities};
use crate::state::ChartState;
use crate::transform::Deviation;

/// Days between two unusual days of one kind that still belong together: a letter may miss some.
const GAP: i32 = 3;

/// Who left what was usual.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Who {
    /// All letters together.
    System,
    /// A letter.
    Letter(Rsi),
}

/// Why a finding is not ranked.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Apart {
    /// The value is more likely a mistake.
    Doubtful,
    /// Fewer than half of the letters that reported before have a value.
    Partial,
}

/// A quantity that was unusual, on one day or on several that follow each other.
#[derive(Clone, PartialEq, Debug)]
pub struct Finding {
    /// The day on which it was farthest from the usual.
    pub day: Day,
    /// From the first to the last of the days.
    pub days: DayRange,
    /// What it is a part of.
    pub topic: Topic,
    /// Its name for people.
    pub label: String,
    /// Whose it is.
    pub who: Who,
    /// The value of the day beside the same weekday of the 8 weeks before.
    pub deviation: Deviation,
    /// How many spreads it lies above the usual, or below it, less than zero: by the comparison in which it lies nearer.
    pub score: f64,
    /// Why it is not ranked; `None` where it is.
    pub apart: Option<Apart>,
}

impl Finding {
    /// The page of its day, with the comparison that it has here.
    pub fn day_state(&self) -> DayState {
        let rsis = match self.who {
            Who::System => RsiSet::ALL,
            Who::Letter(rsi) => RsiSet::only(rsi),
        };
        DayState { rsis, baseline: Baseline::SameWeekday, ..DayState::new(self.day) }
    }

    /// The chart of the weeks around its day.
    pub fn chart(&self) -> Option<ChartState> {
        self.topic.chart(&self.day_state())
    }
}

/// All that was found.
#[derive(Clone, PartialEq, Debug)]
pub struct Unusual {
    /// The days that were searched.
    pub range: DayRange,
    /// What was found, in no order that means anything.
    pub findings: Vec<Finding>,
}

impl Unusual {
    /// Searches day by day. `ask` is given what has to be known of these days and answers it, of one topic after the other, so that
    /// not all of it is in memory at once.
    ///
    /// A day is unusual where both comparisons that its own page offers say so, in the same direction: beside the same weekday of
    /// the 8 weeks before, so that a quiet Sunday is none, and beside the 28 days before, whose spread is that of many values.
    /// The score is that of the nearer one. `docs/src/unusual-days.md` says what each comparison alone would find.
    pub fn search(range: DayRange, mut ask: impl FnMut(&DataRequest) -> Option<Columns>) -> Unusual {
        let mut findings = Vec::new();
        for topic in Topic::ALL {
            let mut answer = |request: &DataRequest| {
                let is_needed = topic.endpoints().contains(&request.endpoint);
                is_needed.then(|| ask(request)).flatten()
            };
            let answers: Vec<Option<Columns>> = requests(range).iter().map(&mut answer).collect();
            debug_assert!(answers.iter().flatten().all(|columns| columns.step == Step::DAY));
            for quantity in quantities(topic, RsiSet::ALL, &answers) {
                let mut days = Vec::new();
                for today in 0..range.len() {
                    of_day(&quantity, range.start(), today, &mut days);
                }
                days.sort_by_key(|finding| (finding.apart, finding.who, finding.score > 0.0, finding.day));
                findings.extend(days.chunk_by(belong_together).filter_map(farthest));
            }
        }
        Unusual { range, findings }
    }
}

/// The rows of a baseline's days, of those that were asked for.
fn before(baseline: Baseline, today: usize) -> Vec<usize> {
    let row = |days: i32| today.checked_sub(usize::try_from(days).ok()?);
    baseline.days_before().into_iter().filter_map(row).collect()
}

/// What of a quantity is unusual on one day.
fn of_day(quantity: &Quantity, start: Day, today: usize, found: &mut Vec<Finding>) {
    let weekdays = before(Baseline::SameWeekday, today);
    let Some(row) = quantity.beside(today, &weekdays) else { return };
    let candidates: Vec<(Who, Deviation)> =
        everyone(&row).filter(|(_, deviation)| deviation.is_unusual() || deviation.is_doubtful).collect();
    if candidates.is_empty() {
        return;
    }
    let days = before(Baseline::DaysBefore, today);
    let Some(nearby) = quantity.beside(today, &days) else { return };
    // The row counts the days from the first one.
    let day = start + i32::try_from(today).unwrap_or(i32::MAX);
    for (who, deviation) in candidates {
        let Some((_, near)) = everyone(&nearby).find(|(other, _)| *other == who) else { continue };
        let is_confirmed = if deviation.is_doubtful { near.is_doubtful } else { near.is_unusual() };
        if !is_confirmed || near.score * deviation.score <= 0.0 {
            continue;
        }
        let is_partial = || {
            let known = quantity.known(&weekdays);
            who == Who::System && row.letters.len() * 2 < known.len()
        };
        let apart = match deviation.is_doubtful {
            true => Some(Apart::Doubtful),
            false => is_partial().then_some(Apart::Partial),
        };
        let score = if near.score.abs() < deviation.score.abs() { near.score } else { deviation.score };
        let (topic, label, days) = (quantity.topic, quantity.label.clone(), DayRange::single(day));
        found.push(Finding { day, days, topic, label, who, deviation, score, apart });
    }
}

/// All letters together, and each.
fn everyone(row: &Row) -> impl Iterator<Item = (Who, Deviation)> {
    let letters =
        row.letters.iter().filter_map(|(rsi, letter)| Some((Who::Letter(*rsi), letter.deviation()?)));
    row.deviation().map(|all| (Who::System, all)).into_iter().chain(letters)
}

fn belong_together(a: &Finding, b: &Finding) -> bool {
    (a.apart, a.who) == (b.apart, b.who) && (a.score > 0.0) == (b.score > 0.0) && b.day - a.day <= GAP
}

/// The farthest of findings on days that belong together.
fn farthest(run: &[Finding]) -> Option<Finding> {
    let days = DayRange::new(run.first()?.day, run.last()?.day)?;
    let farthest = run.iter().max_by(|a, b| a.score.abs().total_cmp(&b.score.abs()))?;
    Some(Finding { days, ..farthest.clone() })
}
