//! All days of a view over time in little: how it went on the whole, in a strip in which the days shown are chosen.

use plotters::coord::ranged1d::{Ranged, ValueFormatter};

use super::draw::all_days;
use crate::draw::axis::DayAxis;
use crate::draw::elements::Between;
use crate::draw::pen::Pen;
use crate::draw::scene::{Anchor, Scene};
use crate::draw::window::Window;
use crate::draw::{Geometry, Surface, text};
use crate::theme::Colour;
use crate::view::{Series, TimeView, View};

/// Room for the years below the outline, as a multiple of the size of labels.
const FOOT: f64 = 1.5;

/// How many times as far apart as on a chart's axis labels are.
const APART: f64 = 2.5;

/// The series of all panels in one number a bin: their sum where that means something, else the highest.
fn outline(time: &TimeView, bin: usize) -> Option<f64> {
    let shown = || time.panels.iter().flat_map(|panel| panel.first()).filter(|series| !series.hidden);
    let values = shown().filter_map(|series: &Series| series.sure(bin));
    let one = |a: f64, b: f64| if time.additive { a + b } else { a.max(b) };
    values.reduce(one)
}

/// Places the outline of a view over time on a strip: all its days from the left to the right edge. `None` of any other view, or
/// of one without days.
pub fn overview(view: &View, surface: &Surface) -> Option<Scene> {
    let time = view.time()?;
    let window = all_days(time)?;
    let values: Vec<Option<f64>> = (0..time.bins.len()).map(|bin| outline(time, bin)).collect();
    let all = || values.iter().flatten().copied();
    let (low, high) = (all().fold(0.0, f64::min), all().fold(0.0, f64::max));
    let pen = Pen::on(surface);
    let bottom = surface.height - FOOT * surface.font;
    let span = if high > low { high - low } else { 1.0 };
    let y = |value: f64| pen.px(2.0 + (bottom - 2.0) * (high - value) / span);
    // Fewer labels than on a chart's axis: mostly years.
    let axis = DayAxis::of(window, surface.width, APART * surface.font);
    let limit = (0, pen.px(surface.width));
    // Not let through: neighbouring runs may share a pixel.
    let colour = pen.blend(Colour::Muted, 0.55);
    let across = |bin: usize| {
        let days = Window::of(time.bins[bin].days);
        let from = axis.map(&days.from(), limit);
        (from, axis.map(&days.to(), limit).max(from + 1))
    };
    let known: Vec<(usize, f64)> =
        values.iter().enumerate().filter_map(|(bin, value)| Some((bin, (*value)?))).collect();
    for run in known.chunk_by(|(bin, _), (next, _)| bin + 1 == *next) {
        let step = |(bin, value): &(usize, f64)| {
            let (from, to) = across(*bin);
            [(from, y(*value)), (to, y(*value))]
        };
        let upper: Vec<(i32, i32)> = run.iter().flat_map(step).collect();
        // A run has a first and a last point.
        if let [(from, _), .., (to, _)] = upper[..] {
            pen.draw(Between::new(upper, vec![(from, y(0.0)), (to, y(0.0))], colour));
        }
    }
    pen.rule((0.0, bottom), (surface.width, bottom), Colour::Grid);
    for tick in axis.key_points(usize::MAX) {
        let (x, label) = (f64::from(axis.map(&tick, limit)) / surface.ratio, axis.format_ext(&tick));
        if x + text::width(&label, surface.font) <= surface.width {
            let at = (x, surface.height - 0.65 * surface.font);
            pen.label(&label, at, Anchor::Start, Colour::Muted);
        }
    }
    Some(pen.finish(Geometry::Whole))
}
