//! What is in a downloaded file, and its name.

use rssac002_model::DayRange;

use crate::state::ChartState;

/// What a download holds.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Extent {
    /// The numbers that are shown (`data=view`).
    #[default]
    View,
    /// The published numbers behind them, day by day (`data=full`).
    Full,
}

/// The name of a downloaded file, `rssac002_<chart>_<from>_<to>.<ending>`; the days are those shown
/// ([`View::range`](crate::View)). Made-up numbers (`sample`) say so: `rssac002_sample_<chart>_…`.
pub fn file_name(state: &ChartState, range: DayRange, sample: bool, ending: &str) -> String {
    let kind = if sample { "sample_" } else { "" };
    format!("rssac002_{kind}{}_{}_{}.{ending}", state.chart.slug(), range.start(), range.end())
}
