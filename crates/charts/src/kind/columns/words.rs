//! What is said of columns.

use rssac002_model::DayRange;

use crate::format;
use crate::state::ChartState;
use crate::view::{BarPart, BarView, change, totals};
use crate::words::{against, greatest, letters, said};

/// The line below the title of columns.
pub(crate) fn subtitle_bars(state: &ChartState, ranges: &[DayRange]) -> String {
    if state.is_of_shares() {
        return totals::subtitle(state, ranges);
    }
    format!("{}, {}, {} (UTC)", letters(state.rsis), state.messages.label(), against(ranges, ""))
}

/// What the value axis says: the counts of which columns are shares, and what each column is of.
pub(crate) fn axis(state: &ChartState) -> String {
    let by = if state.is_of_codes() {
        "response code"
    } else if totals::of_sizes(state) {
        "size in octets"
    } else {
        state.split.within()
    };
    format!("% of all {}, by {by}", state.chart.noun)
}

/// The heading of a range of sizes.
pub(crate) fn range_of_octets(label: &str) -> String {
    format!("{label} octets")
}

/// A share of a total; a dash where it is not known.
pub(crate) fn of_all(share: Option<f64>, total: f64, noun: &str) -> String {
    let share = share.map_or_else(|| "–".to_owned(), format::percent);
    format!("{share} of {} {noun}", format::grouped(total))
}

/// The most frequent parts, in one sentence, what is not drawn, and how all changed against other days.
pub(crate) fn summary_bars(bars: &BarView, ranges: &[DayRange], of_one: &str) -> String {
    let before = |at: usize| bars.second.as_ref().map(|second| second.counted(at));
    let parts = bars.parts.iter().enumerate();
    let parts = parts.map(|(at, part)| (part.name.clone(), bars.counted(at), before(at)));
    said(most_frequent(bars), change::of_totals(parts, ranges, of_one))
}

fn most_frequent(bars: &BarView) -> String {
    let there = bars.parts.iter().filter(|part| part.count > 0.0);
    let told = |part: &BarPart| (part.share, format!("{} {}", part.name, format::percent(part.share)));
    let Some(named) = greatest(there.map(told)) else { return String::new() };
    let small = match bars.small {
        (0, _) => String::new(),
        (1, share) => format!(" 1 range with less than 1% is not drawn, {} in all.", format::percent(share)),
        (n, share) => {
            format!(" {n} ranges with less than 1% each are not drawn, {} in all.", format::percent(share))
        }
    };
    format!("{named} of {} {}.{small}", format::grouped(bars.total), bars.noun)
}
