//! What the letters counted over a range of days, part by part: what pies and columns are made of.

use std::sync::Arc;

use rssac002_model::{Columns, DayRange, Group, KeyedColumn, Metric, Rsi, RsiSet};

use super::DoubtfulValue;
use crate::state::ChartState;
use crate::state::choices::OTHER;
use crate::transform::{in_size_order, is_throughout, size_order};
use crate::words;

/// Ranges of sizes with a smaller share of all packets are not told apart, in percent (charts.md, row 23).
pub const LEAST_SHARE: f64 = 1.0;

/// The counts of a range of days.
pub(crate) struct Totals {
    pub range: DayRange,
    /// Each letter's count by the name of the part, in order of size.
    parts: Vec<(String, [f64; Rsi::COUNT])>,
    /// The letters of which a part counts anything, and those of which something is doubtful and left out entirely, by the
    /// name of the part.
    told: Vec<(String, [RsiSet; 2])>,
    /// Days of letters that reported, of all days of the letters chosen.
    pub reported: (usize, usize),
    /// The letters that reported on any day.
    pub there: RsiSet,
    /// The letters that reported on nearly all days.
    throughout: RsiSet,
    doubtful: Vec<DoubtfulValue>,
}

/// The open range (`288-`) that takes all ranges at or above its start: of several the lowest.
fn open_range<'a>(keys: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    keys.filter(|k| k.ends_with('-')).min_by(|a, b| size_order(a).cmp(&size_order(b)))
}

/// What is counted in each of some ranges of days, each from its answer. One that has no answer has no days with numbers.
pub(crate) fn totals(state: &ChartState, ranges: &[DayRange], columns: &[Arc<Columns>]) -> Vec<Totals> {
    let keys = columns.iter().flat_map(|c| &c.groups).flat_map(|g| &g.columns).map(|c| c.key.as_str());
    let open = if of_sizes(state) { open_range(keys) } else { None };
    let counted = |(at, range)| Totals::new(state, range, columns.get(at).map(Arc::as_ref), open);
    ranges.iter().copied().enumerate().map(counted).collect()
}

/// Whether the parts are ranges of sizes.
pub(crate) fn of_sizes(state: &ChartState) -> bool {
    state.chart.metric() == Metric::TrafficSizes
}

/// The part that counts a published key. `None` for a key that is of none.
fn part_of(state: &ChartState, open: Option<&str>, key: &str) -> Option<String> {
    if state.is_of_codes() {
        // The published API keeps odd spellings of a code ('05') as keys of their own.
        return Some(key.parse::<u8>().ok()?.to_string());
    }
    if of_sizes(state) {
        let open = open.filter(|open| size_order(key) >= size_order(open));
        return Some(open.unwrap_or(key).to_owned());
    }
    let part = state.parts().iter().find(|part| part.keys.contains(&key))?;
    Some(part.id.to_owned())
}

/// The name of a part for people.
pub(crate) fn label(state: &ChartState, id: &str) -> String {
    match state.parts().iter().find(|part| part.id == id) {
        Some(part) => part.label.to_owned(),
        None if state.is_of_codes() => id.parse().map_or("", words::rcode).to_owned(),
        None => words::octets(id),
    }
}

/// What the parts are, at the head of a column.
pub(crate) fn what(state: &ChartState) -> &'static str {
    if state.is_of_codes() {
        "Response code"
    } else if of_sizes(state) {
        "Octets"
    } else {
        state.split.label()
    }
}

/// The line below the title of shares.
pub(crate) fn subtitle(state: &ChartState, ranges: &[DayRange]) -> String {
    let noun = if of_sizes(state) { state.messages.label() } else { state.chart.noun };
    let by = match (state.chart.splits(), &state.part) {
        ([], _) | (_, Some(_)) => String::new(),
        (_, None) => format!(" by {}", state.split.within()),
    };
    let days = words::against(ranges, &by);
    format!("{}, all {noun} of {days} (UTC)", words::letters(state.rsis))
}

impl Totals {
    fn new(state: &ChartState, range: DayRange, columns: Option<&Columns>, open: Option<&str>) -> Totals {
        let mut totals = Totals {
            range,
            parts: Vec::new(),
            told: Vec::new(),
            reported: (0, state.rsis.len() * range.len()),
            there: RsiSet::EMPTY,
            throughout: RsiSet::EMPTY,
            doubtful: Vec::new(),
        };
        for rsi in state.rsis.iter() {
            let Some(group) = columns.and_then(|columns| columns.rsi(rsi)) else { continue };
            let Some(days) = &group.days else { continue };
            let there = days.reported.get(0).map_or(0, |days| days as usize);
            totals.reported.0 += there;
            if there > 0 {
                totals.there.insert(rsi);
            }
            if is_throughout(there, range.len()) {
                totals.throughout.insert(rsi);
            }
            for column in &group.columns {
                let Some(part) = part_of(state, open, &column.key) else { continue };
                let is_shown = |shown: &String| *shown == part || (shown == OTHER && of_sizes(state));
                if state.part.as_ref().is_none_or(is_shown) {
                    let named = if of_sizes(state) { &column.key } else { &part };
                    let mine = days.doubtful.iter().filter(|o| o.key == column.key);
                    totals.doubtful.extend(mine.map(|o| DoubtfulValue {
                        rsi,
                        part: label(state, named),
                        day: o.day,
                        value: o.value,
                    }));
                }
                let count = total_of(group, column, state.leaves_out_doubtful());
                totals.add(part, rsi, count);
            }
        }
        totals
    }

    fn add(&mut self, part: String, rsi: Rsi, count: Option<f64>) {
        let at = self.told.iter().position(|(other, _)| *other == part);
        let at = at.unwrap_or_else(|| {
            self.told.push((part.clone(), [RsiSet::EMPTY; 2]));
            self.told.len() - 1
        });
        self.told[at].1[usize::from(count.is_none())].insert(rsi);
        let count = count.unwrap_or(0.0);
        let at = self.parts.binary_search_by(|(other, _)| size_order(other).cmp(&size_order(&part)));
        let at = at.unwrap_or_else(|at| {
            self.parts.insert(at, (part, [0.0; Rsi::COUNT]));
            at
        });
        self.parts[at].1[rsi.index()] += count;
    }

    /// What these letters counted of these parts.
    pub(crate) fn of(&self, parts: &[&str], rsis: RsiSet) -> f64 {
        let parts = self.parts.iter().filter(|(part, _)| parts.contains(&part.as_str()));
        let counts = parts.flat_map(|(_, counts)| rsis.iter().map(|rsi| counts[rsi.index()]));
        // A sum of nothing would be a zero below zero.
        counts.fold(0.0, |sum, count| sum + count)
    }

    /// Whether there is no count of these parts by these letters, so that its 0 is no number: none of the letters reported, or all
    /// that they did is doubtful and left out.
    pub(crate) fn is_missing(&self, parts: &[&str], rsis: RsiSet) -> bool {
        let told = || self.told.iter().filter(|(part, _)| parts.contains(&part.as_str()));
        let any = |which: usize| told().any(|(_, sets)| rsis.iter().any(|rsi| sets[which].contains(rsi)));
        rsis.iter().all(|rsi| !self.there.contains(rsi)) || (any(1) && !any(0))
    }

    /// What all counted.
    pub(crate) fn all(&self) -> f64 {
        self.parts.iter().flat_map(|(_, counts)| counts).sum()
    }
}

/// The parts that are counted at all in some of the ranges of days, in order of size: first those that have this share of one
/// of them, in percent, then the others.
pub(crate) fn told_apart(totals: &[Totals], least: f64) -> [Vec<&str>; 2] {
    let all = totals.iter().flat_map(|t| &t.parts).map(|(part, _)| part.as_str());
    let mut apart = [Vec::new(), Vec::new()];
    for part in in_size_order(all) {
        let counts = || totals.iter().map(|t| (t.of(&[part], RsiSet::ALL), t.all()));
        let is_large = counts().any(|(count, all)| count > 0.0 && share(count, all) >= least);
        if is_large || counts().any(|(count, _)| count > 0.0) {
            apart[usize::from(!is_large)].push(part);
        }
    }
    apart
}

/// In percent of all, of which there may be nothing.
pub(crate) fn share(count: f64, all: f64) -> f64 {
    if all > 0.0 { 100.0 * count / all } else { 0.0 }
}

/// Which letters only one of two ranges has.
pub(crate) fn only_in_one(totals: &[Totals]) -> String {
    match totals {
        [first, second] => words::only_in_one([first.there, second.there]),
        _ => String::new(),
    }
}

/// The letters that reported on nearly all days of every range.
pub(crate) fn throughout(totals: &[Totals]) -> RsiSet {
    let letters = totals[0].throughout.iter();
    letters.filter(|rsi| totals.iter().all(|t| t.throughout.contains(*rsi))).collect()
}

/// How completely the letters reported in every range.
pub(crate) fn coverage(totals: &[Totals], rsis: RsiSet) -> String {
    let of = |totals: &Totals| words::coverage_pie(totals.reported, rsis);
    match totals {
        [first, second] => words::coverage_of_ranges(&of(first), &of(second), second.range),
        _ => of(&totals[0]),
    }
}

/// The doubtful values of all ranges, each once: ranges may overlap.
pub(crate) fn doubtful(totals: &mut [Totals]) -> Vec<DoubtfulValue> {
    let mut all: Vec<DoubtfulValue> = Vec::new();
    for totals in totals {
        let first = all.len();
        for value in std::mem::take(&mut totals.doubtful) {
            if !all[..first].contains(&value) {
                all.push(value);
            }
        }
    }
    all
}

/// What a column of one row adds up to, its doubtful values with it or without; `None` where they are all that there is and left
/// out.
fn total_of(group: &Group, column: &KeyedColumn, leave_out: bool) -> Option<f64> {
    let mut doubtful = group.days.iter().flat_map(|d| &d.doubtful).filter(|o| o.key == column.key).peekable();
    let sum = column.values.get(0);
    if leave_out {
        return sum.or(doubtful.peek().is_none().then_some(0.0));
    }
    Some(sum.unwrap_or(0.0) + doubtful.map(|o| o.value).sum::<f64>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lowest_open_range_takes_what_is_above() {
        assert_eq!(open_range(["16-31", "4096-", "288-", "304-319"].into_iter()), Some("288-"));
        assert_eq!(open_range(["16-31", "304-319"].into_iter()), None);
        assert!(size_order("304-319") >= size_order("288-"));
        assert!(size_order("272-287") < size_order("288-"));
    }
}
