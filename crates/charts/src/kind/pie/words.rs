//! What is said of pies.

use rssac002_model::{DayRange, RsiSet};

use crate::format;
use crate::view::Slice;
use crate::words::{greatest, letters};

/// The line below the title of a pie.
pub(crate) fn subtitle_pie(rsis: RsiSet, range: DayRange) -> String {
    format!("{}, all responses of {} (UTC)", letters(rsis), format::range(range))
}

/// The greatest slices of a pie, in one sentence.
pub(crate) fn summary_pie(slices: &[Slice], total: f64) -> String {
    let named = slices.iter().map(|s| (s.value, format!("{} {}", s.label, format::percent(s.share))));
    let Some(named) = greatest(named) else { return String::new() };
    format!("{named} of {} responses.", format::grouped(total))
}
