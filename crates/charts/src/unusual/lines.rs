//! What is shown of the unusual days: a line a day, and rows of files.

use std::collections::BTreeMap;

use rssac002_model::{Day, RsiSet};
use serde_json::{Value, json};

use super::search::{Apart, Finding, Unusual, Who};
use super::state::{Order, UnusualState};
use super::words;
use crate::rows::listed;

/// An unusual day.
#[derive(Clone, PartialEq, Debug)]
pub struct Line<'a> {
    /// The day.
    pub day: Day,
    /// What was unusual, the farthest from the usual first; at least one.
    pub findings: Vec<&'a Finding>,
}

impl<'a> Line<'a> {
    /// What was farthest from the usual.
    pub fn first(&self) -> &'a Finding {
        self.findings[0]
    }

    /// Who shares what was farthest, in the same direction: whether all letters together, and which letters.
    pub fn who(&self) -> (bool, RsiSet) {
        let first = self.first();
        let is_same = |other: &&&Finding| {
            (other.topic, &other.label) == (first.topic, &first.label)
                && (other.score > 0.0) == (first.score > 0.0)
        };
        let mut who = (false, RsiSet::EMPTY);
        for finding in self.findings.iter().filter(is_same) {
            match finding.who {
                Who::System => who.0 = true,
                Who::Letter(rsi) => {
                    who.1.insert(rsi);
                }
            }
        }
        who
    }

    /// The other quantities that were unusual, each once, the farthest first.
    pub fn others(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for name in self.findings.iter().map(|finding| words::quantity(finding)) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names.remove(0);
        names
    }
}

/// Findings day by day, the latest first.
pub(super) fn by_day<'a>(findings: impl Iterator<Item = &'a Finding>) -> Vec<Line<'a>> {
    let mut days: BTreeMap<Day, Vec<&Finding>> = BTreeMap::new();
    for finding in findings {
        days.entry(finding.day).or_default().push(finding);
    }
    let mut lines: Vec<Line<'_>> =
        days.into_iter().rev().map(|(day, findings)| Line { day, findings }).collect();
    for line in &mut lines {
        line.findings.sort_by(|a, b| b.score.abs().total_cmp(&a.score.abs()));
    }
    lines
}

impl Unusual {
    /// The days of a state, ranked, or those that stand apart.
    pub fn lines(&self, state: &UnusualState, apart: Option<Apart>) -> Vec<Line<'_>> {
        let findings = self.findings.iter().filter(|finding| finding.apart == apart && state.shows(finding));
        let mut lines = by_day(findings);
        if state.order == Order::Score {
            lines.sort_by(|a, b| b.first().score.abs().total_cmp(&a.first().score.abs()));
        }
        lines
    }

    /// The latest days up to this one on which any of these letters was unusual, or, where these are all, all of them together;
    /// without what stands apart.
    pub fn latest(&self, rsis: RsiSet, until: Day, most: usize) -> Vec<Line<'_>> {
        let is_meant = |finding: &&Finding| {
            finding.apart.is_none()
                && finding.day <= until
                && match finding.who {
                    Who::System => rsis == RsiSet::ALL,
                    Who::Letter(rsi) => rsis.contains(rsi),
                }
        };
        let mut lines = by_day(self.findings.iter().filter(is_meant));
        lines.truncate(most);
        lines
    }

    /// All findings of a state, in its order, as CSV with a line of names first.
    pub fn csv(&self, state: &UnusualState) -> String {
        listed::csv(&words::FILE_COLUMNS, self.rows(state))
    }

    /// All findings of a state, in its order, as a list of JSON objects.
    pub fn json(&self, state: &UnusualState) -> Value {
        json!({
            "about": words::INTRODUCTION,
            "method": words::METHOD,
            "first_day": self.range.start().to_string(),
            "last_day": self.range.end().to_string(),
            "findings": listed::objects(&words::FILE_COLUMNS, self.rows(state)),
        })
    }

    /// The cells of each finding, as [`words::FILE_COLUMNS`] names them.
    fn rows(&self, state: &UnusualState) -> Vec<Vec<Value>> {
        let mut findings: Vec<&Finding> =
            self.findings.iter().filter(|finding| state.shows(finding)).collect();
        findings.sort_by(|a, b| match state.order {
            Order::Score => a.apart.cmp(&b.apart).then(b.score.abs().total_cmp(&a.score.abs())),
            Order::Day => b.day.cmp(&a.day).then(a.who.cmp(&b.who)),
        });
        let cells = |finding: &Finding| {
            let letter = match finding.who {
                Who::System => "together".to_owned(),
                Who::Letter(rsi) => rsi.to_string(),
            };
            vec![
                json!(finding.day.to_string()),
                json!(letter),
                json!(finding.topic.id()),
                json!(finding.label),
                json!(finding.deviation.value),
                json!(finding.deviation.usual),
                json!(finding.score),
                json!(finding.days.start().to_string()),
                json!(finding.days.end().to_string()),
                finding.apart.map_or(Value::Null, |apart| json!(words::apart(apart))),
            ]
        };
        findings.into_iter().map(cells).collect()
    }
}
