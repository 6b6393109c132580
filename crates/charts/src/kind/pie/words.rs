//! What is said of pies.

use rssac002_model::DayRange;

use crate::format;
use crate::state::ChartState;
use crate::view::{PieView, Slice, change};
use crate::words::{greatest, said};

/// What stands for a share in a period without any report.
pub(crate) const NO_SHARE: &str = "–";

/// The title of a pie, or of that of the letters of a part. The name of a response code says by itself what it is of.
pub(crate) fn title_pie(state: &ChartState, part: Option<&str>) -> String {
    let title = state.chart.title;
    match part {
        None => title.to_owned(),
        Some(part) if state.is_of_codes() => format!("{part} by RSI"),
        Some(part) => format!("{title}: {part} by RSI"),
    }
}

/// The greatest slices of a pie, in one sentence, and how all changed against other days.
pub(crate) fn summary_pie(pie: &PieView, ranges: &[DayRange], of_one: &str) -> String {
    let there = pie.slices.iter().filter(|s| s.value > 0.0);
    let named = there.map(|s| (s.value, format!("{} {}", s.label, format::percent(s.share))));
    let named =
        greatest(named).map(|named| format!("{named} of {} {}.", format::grouped(pie.total), pie.noun));
    let series = pie.shown().map(|(s, before)| (s.label.clone(), s.counted(), before.map(Slice::counted)));
    said(named.unwrap_or_default(), change::of_totals(series, ranges, of_one))
}
