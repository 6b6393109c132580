//! Walking through a chart by keys.

use rssac002_charts::View;
use rssac002_charts::draw::Geometry;

/// What a key does in a chart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// Reads out this place.
    To(usize),
    /// Opens the place that is read out.
    Open,
    /// Lets go.
    Leave,
}

/// What a key does, with one of `count` places read out now, or none.
pub fn step(key: &str, now: Option<usize>, count: usize) -> Option<Step> {
    let last = count.saturating_sub(1);
    Some(match (key, now) {
        ("ArrowLeft", Some(at)) => Step::To(at.saturating_sub(1)),
        ("ArrowRight", Some(at)) => Step::To((at + 1).min(last)),
        ("ArrowLeft" | "End", _) => Step::To(last),
        ("ArrowRight" | "Home", _) => Step::To(0),
        ("Escape", _) => Step::Leave,
        ("Enter", Some(_)) => Step::Open,
        _ => return None,
    })
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
