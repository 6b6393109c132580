//! Box plots by letter, placed.

use crate::draw::bands::{FILLED, Placing, is_drawn, wanted};
use crate::draw::scene::{BandGeometry, Ink, Scene, ValueScale};
use crate::draw::{Frame, Layer, ticks};
use crate::state::Scale;
use crate::theme::Colour;
use crate::view::{BoxView, FiveNumbers};

/// Where the boxes of the two periods stand in a band, in shares of its width from its middle.
const SIDES: [(f64, f64); 2] = [(-FILLED / 2.0, -0.04), (0.04, FILLED / 2.0)];

/// Places two boxes for each letter.
pub fn place(boxes: &BoxView, frame: &Frame, layer: Layer<'_>) -> Scene {
    let visible = [0, 1].map(|at| !boxes.periods[at].hidden);
    let shown = |five: &FiveNumbers| [five.quantiles[0], five.quantiles[4]];
    let values = || {
        let all = boxes.letters.iter().flat_map(|l| l.boxes.iter().zip(visible));
        all.filter_map(|(five, visible)| five.as_ref().filter(|_| visible)).flat_map(shown)
    };
    let max = values().fold(0.0, f64::max);
    let min = values().fold(f64::INFINITY, f64::min);
    let (scale, ticks) = match boxes.scale {
        Scale::Log => {
            let (ticks, (low, high)) = ticks::log(min, max);
            (ValueScale::Log(low, high), ticks)
        }
        Scale::Linear => {
            let (ticks, end) = ticks::linear(max, wanted(frame), 1.0);
            (ValueScale::Linear(end), ticks)
        }
    };
    let mut placing = Placing::new(frame, boxes.letters.len(), scale, &ticks);
    match layer {
        Layer::All => {
            let names: Vec<String> = boxes.letters.iter().map(|l| l.rsi.to_string()).collect();
            placing.axes(&ticks, boxes.noun, &names);
        }
        Layer::Only(_) => placing.fade(),
    }
    let width = placing.geometry.band_width();
    for (band, letter) in boxes.letters.iter().enumerate() {
        let middle = placing.geometry.x_of(band);
        for (at, period) in boxes.periods.iter().enumerate() {
            let Some(five) = letter.boxes[at].as_ref().filter(|_| visible[at]) else { continue };
            if is_drawn(layer, period.id) {
                let (from, to) = (middle + SIDES[at].0 * width, middle + SIDES[at].1 * width);
                one_box(&mut placing, (from, to), five, period.colour);
            }
        }
    }
    placing.finish(layer)
}

/// A box from the first to the third quartile, the median in it, lines to the extremes.
fn one_box(placing: &mut Placing<'_>, (from, to): (f64, f64), five: &FiveNumbers, colour: Colour) {
    let y = five.quantiles.map(|v| placing.px(placing.geometry.y_of(v)));
    let ink = placing.colour(colour);
    let one = placing.px(1.0).max(1);
    let (left, right) = (placing.px(from), placing.px(to).max(placing.px(from) + 3 * one));
    let middle = (left + right - one) / 2;
    let quarter = (right - left) / 4;
    for (outer, inner) in [(y[0], y[1]), (y[4], y[3])] {
        placing.rect((middle, outer.min(inner)), (middle + one, outer.max(inner)), ink);
        placing.rect((left + quarter, outer), (right - quarter, outer + one), ink);
    }
    let (top, bottom) = (y[3], y[1].max(y[3] + one));
    placing.rect((left, top), (right, bottom), Ink { opacity: 0.35, ..ink });
    for edge in [top, bottom - one] {
        placing.rect((left, edge), (right, edge + one), ink);
    }
    placing.rect((left, top), (left + one, bottom), ink);
    placing.rect((right - one, top), (right, bottom), ink);
    placing.rect((left, y[2] - one), (right, y[2] + one), ink);
}

/// The period under a pointer in a band of two boxes.
pub fn box_at(boxes: &BoxView, geometry: &BandGeometry, x: f64, y: f64) -> Option<String> {
    let band = geometry.band_at(x)?;
    let at = usize::from(x >= geometry.x_of(band));
    let five = boxes.letters.get(band)?.boxes[at].as_ref()?;
    let (top, bottom) = (geometry.y_of(five.quantiles[4]) - 4.0, geometry.y_of(five.quantiles[0]) + 4.0);
    let period = &boxes.periods[at];
    (!period.hidden && y >= top && y <= bottom).then(|| period.id.to_owned())
}
