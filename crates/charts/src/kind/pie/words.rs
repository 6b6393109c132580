//! What is said of pies.

use rssac002_model::DayRange;

use crate::format;
use crate::state::ChartState;
use crate::view::PieView;
use crate::view::totals::of_sizes;
use crate::words::{greatest, letters};

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
pub(crate) fn subtitle_pie(state: &ChartState, range: DayRange) -> String {
    let noun = if of_sizes(state) { state.messages.label() } else { state.chart.noun };
    let by = match (state.chart.splits(), &state.part) {
        ([], _) | (_, Some(_)) => String::new(),
        (_, None) => format!(" by {}", state.split.within()),
    };
    format!("{}, all {noun} of {}{by} (UTC)", letters(state.rsis), format::range(range))
}

/// The greatest slices of a pie, in one sentence.
pub(crate) fn summary_pie(pie: &PieView) -> String {
    let named = pie.slices.iter().map(|s| (s.value, format!("{} {}", s.label, format::percent(s.share))));
    let Some(named) = greatest(named) else { return String::new() };
    format!("{named} of {} {}.", format::grouped(pie.total), pie.noun)
}
