//! Choosing days by dragging over the chart.

use leptos::prelude::*;
use rssac002_charts::draw::Geometry;
use rssac002_charts::draw::geometry::TimePlot;
use rssac002_charts::state::Bound;

use super::drawn::Drawn;
use super::hover::Place;
use crate::figure::Figure;
use crate::history::Entry;

/// The plot of a drawing over time.
pub fn over_time(drawn: Option<Drawn>) -> Option<TimePlot> {
    match drawn?.geometry {
        Geometry::Time(plot) => Some(plot),
        _ => None,
    }
}

/// What a drag has covered so far.
pub fn selection((from, to): (f64, f64), plot: &TimePlot) -> Place {
    let area = plot.area();
    let (left, right) = (from.min(to).max(area.left), from.max(to).min(area.right));
    let (width, height) = ((right - left).max(0.0), area.bottom - area.top);
    Place { left, top: area.top, width: Some(width), height }
}

/// Shows the days between two places.
pub fn zoom(figure: Figure, plot: &TimePlot, (from, to): (f64, f64)) {
    let Some(view) = figure.view.get_untracked() else { return };
    let Some(time) = view.time() else { return };
    let days = |x: f64| plot.bin_at(&time.bins, x).and_then(|at| time.bins.get(at)).map(|bin| bin.days);
    if let (Some(first), Some(last)) = (days(from.min(to)), days(from.max(to))) {
        figure.change(Entry::Push, |state| {
            (state.from, state.to) = (Bound::On(first.start()), Bound::On(last.end()));
        });
    }
}
