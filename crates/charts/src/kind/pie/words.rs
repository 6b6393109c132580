//! What is said of pies.

use rssac002_model::sort::sort_by;
use rssac002_model::{DayRange, RsiSet};

use crate::format;
use crate::view::Slice;
use crate::words::letters;

/// The line below the title of a pie.
pub(crate) fn subtitle_pie(rsis: RsiSet, range: DayRange) -> String {
    format!("{}, all responses of {} (UTC)", letters(rsis), format::range(range))
}

/// The greatest slices of a pie, in one sentence.
pub(crate) fn summary_pie(slices: &[Slice], total: f64) -> String {
    let mut greatest: Vec<_> = slices.iter().collect();
    sort_by(&mut greatest, |a, b| b.value.total_cmp(&a.value));
    let named: Vec<String> =
        greatest.iter().take(3).map(|s| format!("{} {}", s.label, format::percent(s.share))).collect();
    if named.is_empty() {
        return String::new();
    }
    format!("{} of {} responses.", named.join(", "), format::grouped(total))
}
