//! What is said of box plots.

use rssac002_model::{DayRange, Rsi, RsiSet};

use crate::format;
use crate::view::{BoxView, Period};
use crate::words::letters;

/// The line below the title of box plots.
pub(crate) fn subtitle_boxes(rsis: RsiSet, ranges: [DayRange; 2]) -> String {
    let [first, second] = ranges.map(format::range);
    format!("{}, {first} and {second} (UTC)", letters(rsis))
}

/// A number of root zone loads.
pub(crate) fn loads(count: usize) -> String {
    match count {
        1 => "1 load".into(),
        n => format!("{} loads", format::grouped(n as f64)),
    }
}

/// What the five numbers of a box are.
pub(crate) const FIVE_NUMBERS: &str =
    "minimum / first quartile / median / third quartile / maximum, in seconds";

/// How completely the letters reported in two periods.
pub(crate) fn coverage_boxes(periods: &[Period; 2]) -> String {
    let one = |p: &Period| {
        let (reported, all) = p.reported;
        format!(
            "{}: {} of {} days of RSIs with loads",
            p.label,
            format::grouped(reported as f64),
            format::grouped(all as f64)
        )
    };
    let [first, second] = periods;
    format!("{}; {}.", one(first), one(second))
}

/// How the medians changed, in one sentence.
pub(crate) fn summary_boxes(boxes: &BoxView) -> String {
    let both = boxes.letters.iter().filter_map(|l| {
        let [first, second] = &l.boxes;
        Some((l.rsi, first.as_ref()?.quantiles[2], second.as_ref()?.quantiles[2]))
    });
    let both: Vec<(Rsi, f64, f64)> = both.collect();
    if both.is_empty() {
        return String::new();
    }
    let lower: RsiSet = both.iter().filter(|(_, a, b)| a < b).map(|(rsi, ..)| *rsi).collect();
    let higher: RsiSet = both.iter().filter(|(_, a, b)| a > b).map(|(rsi, ..)| *rsi).collect();
    let named = |set: RsiSet| {
        if set.is_empty() { "none".to_owned() } else { format!("{} ({set})", set.len()) }
    };
    format!(
        "Against the second period the median of the first is lower at {} and higher at {} of {} RSIs.",
        named(lower),
        named(higher),
        both.len()
    )
}
