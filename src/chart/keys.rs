//! Walking through a chart by keys.

use rssac002_charts::View;
use rssac002_charts::draw::Geometry;
use rssac002_model::Interval;

/// What a key does in a chart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// Reads out this place.
    To(usize),
    /// Points out the next series, or the one before.
    Series {
        /// Which of the two.
        is_next: bool,
    },
    /// Opens or holds the place that is read out.
    Enter,
    /// Lets go.
    Leave,
    /// Shows the table.
    Table,
    /// Shows the chart over the whole screen, or in the page again.
    FullScreen,
    /// Says what the keys do.
    Help,
}

/// The places of a chart, for keys.
#[derive(Clone, Copy)]
pub struct Places {
    /// How many there are.
    pub count: usize,
    /// How many of them are about a month, or a tenth of those that are no days.
    pub page: usize,
    /// The one that is read out, if any.
    pub now: Option<usize>,
}

impl Places {
    /// Those of a view.
    pub fn of(view: &View, now: Option<usize>) -> Places {
        let count = view.places();
        let page = match view.time().map(|time| time.interval) {
            Some(Interval::Day) => 30,
            Some(Interval::Week) => 4,
            None => count.div_ceil(10),
        };
        Places { count, page, now }
    }
}

/// What a key does.
pub fn step(key: &str, Places { count, page, now }: Places) -> Option<Step> {
    let last = count.saturating_sub(1);
    Some(match (key, now) {
        ("ArrowLeft", Some(at)) => Step::To(at.saturating_sub(1)),
        ("ArrowRight", Some(at)) => Step::To((at + 1).min(last)),
        ("PageUp", Some(at)) => Step::To(at.saturating_sub(page)),
        ("PageDown", Some(at)) => Step::To((at + page).min(last)),
        ("ArrowLeft" | "PageUp" | "End", _) => Step::To(last),
        ("ArrowRight" | "PageDown" | "Home", _) => Step::To(0),
        ("ArrowUp", _) => Step::Series { is_next: false },
        ("ArrowDown", _) => Step::Series { is_next: true },
        ("Escape", _) => Step::Leave,
        ("Enter", Some(_)) => Step::Enter,
        ("t" | "T", _) => Step::Table,
        ("f" | "F", _) => Step::FullScreen,
        ("?", _) => Step::Help,
        _ => return None,
    })
}

/// The series after or before the one that is pointed out, in the order of the legend and round; `None` where none is shown.
pub fn series(view: &View, now: Option<&str>, is_next: bool) -> Option<String> {
    let shown: Vec<String> = view.legend().into_iter().filter(|e| !e.hidden).map(|e| e.id).collect();
    let at = now.and_then(|now| shown.iter().position(|id| id == now));
    let next = match (at, is_next) {
        (Some(at), true) => (at + 1) % shown.len(),
        (Some(at), false) => (at + shown.len() - 1) % shown.len(),
        (None, true) => 0,
        (None, false) => shown.len().checked_sub(1)?,
    };
    shown.get(next).cloned()
}

/// How far below the top of the plot the readout stands that the keys move, in CSS pixels.
const DOWN: f64 = 20.0;

/// Where the pointer would be at a place, for the readout that the keys move.
pub fn pointer_at(geometry: &Geometry, view: &View, at: usize) -> Option<(f64, f64)> {
    match geometry {
        Geometry::Time(plot) => {
            let bin = view.time().and_then(|time| time.bins.get(at))?;
            Some((plot.x_of_bin(bin), plot.area().top + DOWN))
        }
        Geometry::Pie(pie) => Some(pie.centre),
        Geometry::Bands(plot) => Some((plot.x_of(at), plot.area().top + DOWN)),
        // A map has a panel of its own.
        Geometry::Map(_) | Geometry::Whole => None,
    }
}
