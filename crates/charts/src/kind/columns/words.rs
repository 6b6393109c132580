//! What is said of columns.

use rssac002_model::{DayRange, RsiSet};

use crate::format;
use crate::view::{BarView, SizeRange, change};
use crate::words::{against, greatest, letters, said};

/// The line below the title of columns by range of sizes.
pub(crate) fn subtitle_bars(what: &str, rsis: RsiSet, ranges: &[DayRange]) -> String {
    format!("{}, {what}, {} (UTC)", letters(rsis), against(ranges, ""))
}

/// The heading of a range of sizes.
pub(crate) fn range_of_octets(label: &str) -> String {
    format!("{label} octets")
}

/// A share of a total.
pub(crate) fn of_all(share: f64, total: f64, noun: &str) -> String {
    format!("{} of {} {noun}", format::percent(share), format::grouped(total))
}

/// The most frequent sizes, in one sentence, what is not drawn, and how all ranges changed against other days.
pub(crate) fn summary_bars(bars: &BarView, ranges: &[DayRange]) -> String {
    let before = |at: usize| bars.second.as_ref().map(|second| second.counted(at));
    let series = bars.ranges.iter().enumerate();
    let series = series.map(|(at, r)| (range_of_octets(&r.label), bars.counted(at), before(at)));
    said(most_frequent(&bars.ranges, bars.total, bars.small), change::of_totals(series, ranges))
}

fn most_frequent(ranges: &[SizeRange], total: f64, small: (usize, f64)) -> String {
    let there = ranges.iter().filter(|r| r.count > 0.0);
    let named = there.map(|r| (r.share, format!("{} octets {}", r.label, format::percent(r.share))));
    let Some(named) = greatest(named) else { return String::new() };
    let small = match small {
        (0, _) => String::new(),
        (1, share) => format!(" 1 range with less than 1% is not drawn, {} in all.", format::percent(share)),
        (n, share) => {
            format!(" {n} ranges with less than 1% each are not drawn, {} in all.", format::percent(share))
        }
    };
    format!("{} of {} packets.{small}", named, format::grouped(total))
}
