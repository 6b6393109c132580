//! What the coverage page says.

use rssac002_model::{DayRange, DayStatus, Metric, Rsi};

use super::state::CoverageState;
use crate::format;

/// The title.
pub const TITLE: &str = "Coverage";
/// What it is.
pub const INTRODUCTION: &str =
    "Which days each root server identifier reported, and what was refused or repaired of its files";
/// The line in the menu.
pub const MENU: &str = "Coverage";
/// The name of the links that choose.
pub const CHOOSE: &str = "Which letters, metrics and years";
/// All letters.
pub const ALL_RSIS: &str = "all RSIs";
/// All metrics of a letter.
pub const ALL_METRICS: &str = "all metrics";
/// All years.
pub const ALL_YEARS: &str = "all years";
/// Where nothing is held.
pub const NOTHING: &str = "No report of this is held.";
/// The heading of the table by year.
pub const BY_YEAR: &str = "Days reported, by year";
/// The heading of the days that are not plainly reported.
pub const GAPS: &str = "Days missing, repaired and refused";
/// The headings of that table.
pub const GAP_COLUMNS: [&str; 4] = ["of", "days", "what", "why"];
/// Where there is no such day.
pub const NO_GAPS: &str = "Every day was reported, and no file needed mending.";
/// The names of the columns of CSV.
pub const FILE_COLUMNS: [&str; 6] = ["rsi", "metric", "first_day", "last_day", "status", "reason"];
/// How the statuses are told apart.
pub const METHOD: &str = "Reported: the file was read as it is. Repaired: something in it was left out, or read in the only way that \
    made sense. Refused: the file could not be read, so that its day is missing. Missing: there is no file. The zone's size is \
    published by the root zone maintainer and stands with a.";

/// A status in files and on the page.
pub fn status(status: DayStatus) -> &'static str {
    match status {
        DayStatus::Missing => "missing",
        DayStatus::Refused => "refused",
        DayStatus::Repaired => "repaired",
        DayStatus::Clean => "reported",
    }
}

/// The line under the title.
pub fn subtitle(state: &CoverageState, range: Option<DayRange>) -> String {
    let of = match (state.metric, state.rsi) {
        (Some(metric), Some(rsi)) => format!("{metric} of {rsi}"),
        (None, Some(rsi)) => format!("all metrics of {rsi}"),
        (metric, None) => format!("{} of all RSIs", metric.unwrap_or(Metric::TrafficVolume)),
    };
    range.map_or(of.clone(), |range| format!("{of}, {} (UTC)", format::range(range)))
}

/// A row's name: the letter where all are of one metric, else the metric.
pub fn row(state: &CoverageState, rsi: Rsi, metric: Metric) -> String {
    if state.rsi.is_some() { metric.to_string() } else { rsi.to_string() }
}

/// How many of the days are held.
pub fn held(held: usize, days: usize) -> String {
    if held == 0 { "–".to_owned() } else { format::percent(100.0 * held as f64 / days as f64) }
}

/// That there are more than are shown.
pub fn more(more: usize) -> String {
    format!("{more} more: choose a year, or take them all as CSV.")
}

/// Years that are not drawn.
pub fn more_years(years: usize) -> String {
    match years {
        1 => "One earlier year is not drawn here: choose it above.".to_owned(),
        years => format!("{years} earlier years are not drawn here: choose one above."),
    }
}
