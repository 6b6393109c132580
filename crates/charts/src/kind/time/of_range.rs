//! The numbers of a range of days over time, of which a view shows one, or two beside one another.

use rssac002_model::{DayRange, Rsi, RsiSet};

use crate::state::ChartState;
use crate::transform::{Bin, Coverage, coverage, is_throughout};
use crate::view::{DoubtfulValue, Panel, Unit};
use crate::words;

/// Coverage by bin.
pub(crate) fn covered(letters: &[(Rsi, Vec<usize>)], bins: &[Bin]) -> Vec<Coverage> {
    coverage(letters.iter().map(|(rsi, days)| (*rsi, days.as_slice())), bins)
}

/// Each letter's days without a report.
pub(crate) fn missing(letters: &[(Rsi, Vec<usize>)], bins: &[Bin]) -> Vec<(Rsi, usize)> {
    let all: usize = bins.iter().map(|bin| bin.days.len()).sum();
    let absent = |days: &[usize]| all.saturating_sub(days.iter().sum());
    letters.iter().map(|(rsi, days)| (*rsi, absent(days))).filter(|(_, days)| *days > 0).collect()
}

/// The numbers of a range of days.
pub(crate) struct OfRange {
    pub(crate) range: DayRange,
    pub(crate) bins: Vec<Bin>,
    pub(crate) panels: Vec<Panel>,
    pub(crate) unit: Unit,
    /// Whether a week's value is the average of its days.
    pub(crate) averaged: bool,
    pub(crate) absent: Vec<RsiSet>,
    /// Whether a bin is kept, as [`TimeView::kept`](crate::view::TimeView::kept).
    pub(crate) kept: Vec<bool>,
    pub(crate) reported: Vec<(Rsi, Vec<usize>)>,
    pub(crate) doubtful: Vec<DoubtfulValue>,
}

impl OfRange {
    /// How completely the letters chosen reported, in one sentence.
    pub(crate) fn coverage(&self, state: &ChartState) -> String {
        let missing = missing(&self.reported, &self.bins);
        if !state.chart.letters {
            return words::coverage_zone(missing.first().map_or(0, |(_, days)| *days));
        }
        let coverage = covered(&self.reported, &self.bins);
        let below = coverage.iter().filter(|covered| !covered.is_full(state.letters())).count();
        let said = words::coverage(state.letters(), below, self.bins.len(), state.interval, &missing);
        if !state.complete {
            return said;
        }
        let count = self.kept.iter().filter(|kept| **kept).count();
        let mut bins = coverage.iter().zip(&self.kept);
        let is_left_out = bins.any(|(covered, kept)| covered.is_full(state.letters()) && !kept);
        format!("{said} {}", words::complete(count, self.bins.len(), state.interval, is_left_out))
    }

    /// The letters chosen that reported on nearly all of these days.
    pub(crate) fn throughout(&self, state: &ChartState) -> RsiSet {
        let all: usize = self.bins.iter().map(|bin| bin.days.len()).sum();
        let missing = missing(&self.reported, &self.bins);
        let seldom = missing.iter().filter(|(_, absent)| !is_throughout(all.saturating_sub(*absent), all));
        state.letters().without(seldom.map(|(rsi, _)| *rsi).collect())
    }
}
