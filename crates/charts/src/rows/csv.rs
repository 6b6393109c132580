//! What all rows of CSV have in common.

use rssac002_model::RsiSet;

use crate::state::{ChartState, Second};

/// A number in the shortest form that reads back, without an exponent.
pub(crate) fn number(value: Option<f64>) -> String {
    value.map_or_else(String::new, |v| v.to_string())
}

/// The letters of a series: one letter, or a set as in addresses; empty where the numbers are of none.
pub(crate) fn letters(state: &ChartState, rsis: RsiSet) -> String {
    if state.chart.letters { rsis.to_permalink() } else { String::new() }
}

/// The names of the fields of changes, which follow the value where totals are compared with those of other days.
pub(crate) const CHANGES: [&str; 3] = ["change", "change_percent", "change_points"];

/// Those fields, with a comma before each; nothing where nothing is compared. Rows of the other days have them empty.
pub(crate) fn compared(state: &ChartState, changes: Option<[Option<f64>; 3]>) -> String {
    if state.with == Second::None {
        return String::new();
    }
    changes.unwrap_or_default().map(|change| format!(",{}", number(change))).concat()
}
