//! What all rows of CSV have in common.

use rssac002_model::RsiSet;

use crate::state::ChartState;

/// A number in the shortest form that reads back, without an exponent.
pub(crate) fn number(value: Option<f64>) -> String {
    value.map_or_else(String::new, |v| v.to_string())
}

/// The letters of a series: one letter, or a set as in addresses; empty where the numbers are of none.
pub(crate) fn letters(state: &ChartState, rsis: RsiSet) -> String {
    if state.chart.letters { rsis.to_permalink() } else { String::new() }
}
