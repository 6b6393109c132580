//! Box plots by letter, placed.

use plotters::coord::CoordTranslate;
use plotters::style::Color;

use crate::draw::axis::ValueAxis;
use crate::draw::bands::{FILLED, Placing, is_drawn, wanted};
use crate::draw::geometry::BandPlot;
use crate::draw::{Layer, Scene, Surface};
use crate::state::Scale;
use crate::theme::Colour;
use crate::view::{BoxView, FiveNumbers};

/// Where the boxes of the two periods stand in a band, in shares of its width from its middle.
const SIDES: [(f64, f64); 2] = [(-FILLED / 2.0, -0.04), (0.04, FILLED / 2.0)];

/// Places two boxes for each letter.
pub fn place(boxes: &BoxView, surface: &Surface, layer: Layer<'_>) -> Scene {
    let visible = [0, 1].map(|at| !boxes.periods[at].hidden);
    let shown = |five: &FiveNumbers| [five.quantiles[0], five.quantiles[4]];
    let values = || {
        let all = boxes.letters.iter().flat_map(|l| l.boxes.iter().zip(visible));
        all.filter_map(|(five, visible)| five.as_ref().filter(|_| visible)).flat_map(shown)
    };
    let max = values().fold(0.0, f64::max);
    let min = values().fold(f64::INFINITY, f64::min);
    let values = match boxes.scale {
        Scale::Log => ValueAxis::log(min, max),
        Scale::Linear => ValueAxis::linear(max, wanted(surface), 1.0),
    };
    let placing = Placing::new(surface, boxes.letters.len(), values);
    match layer {
        Layer::All => {
            let names: Vec<String> = boxes.letters.iter().map(|l| l.rsi.to_string()).collect();
            placing.axes(boxes.noun, &names);
        }
        Layer::Only(_) => placing.fade(),
    }
    for (band, letter) in boxes.letters.iter().enumerate() {
        for (at, period) in boxes.periods.iter().enumerate() {
            let Some(five) = letter.boxes[at].as_ref().filter(|_| visible[at]) else { continue };
            if is_drawn(layer, period.id) {
                let middle = band as f64 + 0.5;
                one_box(&placing, (middle + SIDES[at].0, middle + SIDES[at].1), five, period.colour);
            }
        }
    }
    placing.finish(layer)
}

/// A box from the first to the third quartile, the median in it, lines to the extremes.
fn one_box(placing: &Placing<'_>, (from, to): (f64, f64), five: &FiveNumbers, colour: Colour) {
    let pen = &placing.pen;
    let at = |x: f64, value: f64| placing.plot.coordinates().translate(&(x, value));
    let y = five.quantiles.map(|value| at(from, value).1);
    let colour = pen.colour(colour);
    let one = pen.hair();
    let left = at(from, 0.0).0;
    let right = at(to, 0.0).0.max(left + 3 * one);
    let middle = (left + right - one) / 2;
    let quarter = (right - left) / 4;
    for (outer, inner) in [(y[0], y[1]), (y[4], y[3])] {
        pen.rect((middle, outer.min(inner)), (middle + one, outer.max(inner)), colour);
        pen.rect((left + quarter, outer), (right - quarter, outer + one), colour);
    }
    let (top, bottom) = (y[3], y[1].max(y[3] + one));
    pen.rect((left, top), (right, bottom), colour.mix(0.35));
    for edge in [top, bottom - one] {
        pen.rect((left, edge), (right, edge + one), colour);
    }
    pen.rect((left, top), (left + one, bottom), colour);
    pen.rect((right - one, top), (right, bottom), colour);
    pen.rect((left, y[2] - one), (right, y[2] + one), colour);
}

/// The period under a pointer in a band of two boxes.
pub fn box_at(boxes: &BoxView, plot: &BandPlot, x: f64, y: f64) -> Option<String> {
    let band = plot.band_at(x)?;
    let at = usize::from(x >= plot.x_of(band));
    let five = boxes.letters.get(band)?.boxes[at].as_ref()?;
    let (top, bottom) = (plot.y_of(five.quantiles[4]) - 4.0, plot.y_of(five.quantiles[0]) + 4.0);
    let period = &boxes.periods[at];
    (!period.hidden && y >= top && y <= bottom).then(|| period.id.to_owned())
}
