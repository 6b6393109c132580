//! Shares of a total, placed: slices clockwise from the top, named beside it.

use std::f64::consts::TAU;

use plotters::element::{Circle, PathElement, Polygon};
use plotters::style::Color;

use crate::draw::decimate::Point;
use crate::draw::geometry::{Area, Geometry, PieGeometry};
use crate::draw::pen::Pen;
use crate::draw::scene::{Anchor, Scene};
use crate::draw::{Layer, Surface, text};
use crate::format;
use crate::kind::time::draw::spread;
use crate::theme::Colour;
use crate::view::{PieView, Slice};
use crate::words::NO_DATA_PERIOD;

/// Slices smaller than this are named in the legend and the table only.
const LEAST_NAMED: f64 = 1.5;

/// A narrower surface has no room for names beside the pie, unless it is as low; the legend has them, with their shares.
const WIDE: f64 = 460.0;
/// Below this height room is dear.
const LOW: f64 = 140.0;

/// Places the pie of one period of all.
pub fn place(all: &PieView, pie: &PieView, surface: &Surface, layer: Layer<'_>) -> Scene {
    let label = |s: &Slice| format!("{} {}", s.label, format::percent(s.share));
    let worth_a_name = |s: &&Slice| !s.hidden && s.share >= LEAST_NAMED;
    // Pies of two periods are of one size.
    let slices = all.periods().flat_map(|period| &period.slices).filter(worth_a_name);
    let widest = slices.map(|s| text::width(&label(s), surface.font)).fold(0.0, f64::max);
    let half = surface.height / 2.0 - surface.font * if surface.height < LOW { 0.5 } else { 1.5 };
    let beside = surface.width / 2.0 - widest - 24.0;
    let has_names = surface.width >= WIDE || beside >= half;
    let named = |s: &&Slice| has_names && worth_a_name(s);
    let room = if has_names { beside } else { surface.width / 2.0 - 24.0 };
    let radius = room.max(surface.width * 0.2).min(half).max(1.0);
    let centre = (surface.width / 2.0, surface.height / 2.0);
    let at = |turn: f64, r: f64| -> (f64, f64) {
        let (sin, cos) = (turn * TAU).sin_cos();
        (centre.0 + r * sin, centre.1 - r * cos)
    };
    let pen = Pen::on(surface);
    let point = |turn: f64, r: f64| -> Point {
        let (x, y) = at(turn, r);
        (pen.px(x), pen.px(y))
    };

    if layer != Layer::All {
        let (left, top) = (centre.0 - radius, centre.1 - radius);
        pen.fade(Area { left, top, right: centre.0 + radius, bottom: centre.1 + radius });
    }
    let mut ends = Vec::with_capacity(pie.slices.len());
    let mut from = 0.0;
    // The slices that are named, each with its middle, clockwise from the top.
    let mut names: Vec<(f64, &Slice)> = Vec::new();
    for slice in &pie.slices {
        let to = from + slice.share / 100.0;
        let drawn = slice.share > 0.0 && !slice.hidden && !matches!(layer, Layer::Only(id) if id != slice.id);
        if drawn {
            let steps = (((to - from) * TAU * radius * surface.ratio / 3.0).ceil() as usize).max(1);
            let mut points = vec![point(0.0, 0.0)];
            points.extend((0..=steps).map(|i| point(from + (to - from) * i as f64 / steps as f64, radius)));
            pen.draw(Polygon::new(points, pen.colour(slice.colour)));
        }
        if named(&slice) {
            names.push(((from + to) / 2.0, slice));
        }
        ends.push(to);
        from = to;
    }
    let cut = pen.colour(Colour::Background).stroke_width(pen.hair() as u32);
    // Corners on whole pixels make a ragged edge; a ring of the background trims it.
    pen.draw(Circle::new(point(0.0, 0.0), pen.px(radius), cut.stroke_width(3 * cut.stroke_width)));
    if layer == Layer::All {
        if pie.slices.iter().filter(|s| s.share > 0.0).count() > 1 {
            for end in &ends {
                pen.draw(PathElement::new([point(0.0, 0.0), point(*end, radius)], cut));
            }
        }
        name_slices(&pen, names, centre, radius, &at, &label);
        // Without slices nothing was reported at all, which the page says.
        if pie.total == 0.0 && !pie.slices.is_empty() {
            pen.label(NO_DATA_PERIOD, centre, Anchor::Middle, Colour::Muted);
        }
    }
    pen.finish(Geometry::Pie(PieGeometry { centre, radius, ends }))
}

/// Names to the right and left, each with a line to its slice, from top to bottom without overlap.
fn name_slices(
    pen: &Pen<'_>,
    names: Vec<(f64, &Slice)>,
    centre: (f64, f64),
    radius: f64,
    at: &dyn Fn(f64, f64) -> (f64, f64),
    label: &dyn Fn(&Slice) -> String,
) {
    let surface = pen.surface();
    let (right, mut left): (Vec<_>, Vec<_>) = names.into_iter().partition(|(middle, _)| *middle < 0.5);
    // Clockwise the right half goes down and the left half up.
    left.reverse();
    for (names, side, anchor) in [(right, 1.0, Anchor::Start), (left, -1.0, Anchor::End)] {
        let wanted: Vec<f64> = names.iter().map(|(middle, _)| at(*middle, radius + surface.font).1).collect();
        let ys = spread(&wanted, surface.font * 1.3, surface.font, surface.height - surface.font);
        for ((middle, slice), y) in names.into_iter().zip(ys) {
            let x = centre.0 + side * (radius + 14.0);
            let (from_x, from_y) = at(middle, radius + 2.0);
            let line = [(pen.px(from_x), pen.px(from_y)), (pen.px(x - side * 4.0), pen.px(y))];
            pen.draw(PathElement::new(line, pen.colour(Colour::Muted)));
            pen.label(&label(slice), (x, y), anchor, Colour::Text);
        }
    }
}
