//! What is said of pies.

use rssac002_model::DayRange;

use crate::format;
use crate::state::ChartState;
use crate::view::totals::of_sizes;
use crate::view::{PieView, Slice, change};
use crate::words::{against, greatest, letters, said};

/// What stands for a share in a period without any report.
pub(crate) const NO_SHARE: &str = "–";

/// What the parts are, at the head of a column.
pub(crate) fn what(state: &ChartState) -> &'static str {
    match state.part {
        Some(_) => "RSI",
        None if state.is_of_codes() => "Response code",
        None if of_sizes(state) => "Octets",
        None => state.split.label(),
    }
}

/// The title of a pie, or of that of the letters of a part. The name of a response code says by itself what it is of.
pub(crate) fn title_pie(state: &ChartState, part: Option<&str>) -> String {
    let title = state.chart.title;
    match part {
        None => title.to_owned(),
        Some(part) if state.is_of_codes() => format!("{part} by RSI"),
        Some(part) => format!("{title}: {part} by RSI"),
    }
}

/// The line below the title of a pie.
pub(crate) fn subtitle_pie(state: &ChartState, ranges: &[DayRange]) -> String {
    let noun = if of_sizes(state) { state.messages.label() } else { state.chart.noun };
    let by = match (state.chart.splits(), &state.part) {
        ([], _) | (_, Some(_)) => String::new(),
        (_, None) => format!(" by {}", state.split.within()),
    };
    let days = against(ranges, &by);
    format!("{}, all {noun} of {days} (UTC)", letters(state.rsis))
}

/// The greatest slices of a pie, in one sentence, and how all changed against other days.
pub(crate) fn summary_pie(pie: &PieView, ranges: &[DayRange]) -> String {
    let there = pie.slices.iter().filter(|s| s.value > 0.0);
    let named = there.map(|s| (s.value, format!("{} {}", s.label, format::percent(s.share))));
    let named =
        greatest(named).map(|named| format!("{named} of {} {}.", format::grouped(pie.total), pie.noun));
    let series = pie.shown().map(|(s, before)| (s.label.clone(), s.counted(), before.map(Slice::counted)));
    said(named.unwrap_or_default(), change::of_totals(series, ranges))
}
