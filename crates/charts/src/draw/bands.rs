//! Things side by side that are not days: columns by range of sizes, box plots by letter.

use super::decimate::Point;
use super::scene::{Anchor, Area, BandGeometry, Geometry, Ink, Item, Scene, ValueScale};
use super::ticks::{self, Tick};
use super::time::FADE;
use super::{Frame, Layer, text};
use crate::format;
use crate::state::Scale;
use crate::theme::Colour;
use crate::view::{BarView, BoxView, Five, Series};

/// The share of a band that its columns or boxes take.
const FILLED: f64 = 0.72;

/// A drawing in the making.
struct Placing<'a> {
    frame: &'a Frame,
    geometry: BandGeometry,
    items: Vec<Item>,
}

impl Placing<'_> {
    /// An empty drawing with this many bands.
    fn new<'a>(frame: &'a Frame, bands: usize, scale: ValueScale, ticks: &[Tick<f64>]) -> Placing<'a> {
        let widest = ticks.iter().map(|t| text::width(&t.label, frame.font)).fold(0.0, f64::max);
        let plot = Area {
            left: widest + 12.0,
            top: frame.font * 2.5,
            right: (frame.width - 12.0).max(widest + 13.0),
            bottom: (frame.height - frame.font * 2.0).max(frame.font * 2.5 + 1.0),
        };
        Placing { frame, geometry: BandGeometry { plot, bands, scale }, items: Vec::new() }
    }

    fn px(&self, css: f64) -> i32 {
        (css * self.frame.ratio).round() as i32
    }

    fn colour(&self, colour: Colour) -> Ink {
        self.frame.theme.rgb(colour).into()
    }

    fn text(&mut self, text: &str, (x, y): (f64, f64), anchor: Anchor, colour: Colour) {
        self.items.push(Item::Text {
            text: text.to_owned(),
            at: (self.px(x), self.px(y)),
            anchor,
            size: self.frame.font * self.frame.ratio,
            ink: self.colour(colour),
        });
    }

    fn rect(&mut self, from: Point, to: Point, ink: Ink) {
        if to.0 > from.0 && to.1 > from.1 {
            self.items.push(Item::Rect { from, to, ink });
        }
    }

    /// Grid lines with their labels, the unit, and the bands' names, as many as there is room for.
    fn axes(&mut self, ticks: &[Tick<f64>], unit: &str, names: &[String]) {
        let plot = self.geometry.plot;
        let one = self.px(1.0).max(1);
        for tick in ticks {
            let y = self.geometry.y_of(tick.at);
            let (from, to) = ((self.px(plot.left), self.px(y)), (self.px(plot.right), self.px(y) + one));
            let ink = self.colour(Colour::Grid);
            self.rect(from, to, ink);
            self.text(&tick.label, (plot.left - 6.0, y), Anchor::End, Colour::Muted);
        }
        self.text(unit, (0.0, self.frame.font * 0.75), Anchor::Start, Colour::Muted);
        let widest = names.iter().map(|n| text::width(n, self.frame.font)).fold(0.0, f64::max);
        let every = ((widest + 6.0) / self.geometry.band_width()).ceil().max(1.0) as usize;
        let y = plot.bottom + self.frame.font * 1.1;
        for (band, name) in names.iter().enumerate().step_by(every) {
            let half = text::width(name, self.frame.font) / 2.0;
            let x = self.geometry.x_of(band).clamp(half, (self.frame.width - half).max(half));
            self.text(name, (x, y), Anchor::Middle, Colour::Muted);
        }
    }

    /// Fades everything below but the axes.
    fn fade(&mut self) {
        let plot = self.geometry.plot;
        let ink = Ink { opacity: FADE, ..self.colour(Colour::Background) };
        let (from, to) =
            ((self.px(plot.left), self.px(0.0)), (self.px(self.frame.width), self.px(plot.bottom)));
        self.rect(from, to, ink);
    }

    fn finish(mut self, layer: Layer<'_>) -> Scene {
        if layer == Layer::All {
            let plot = self.geometry.plot;
            let y = self.px(plot.bottom);
            let ink = self.colour(Colour::Muted);
            let one = self.px(1.0).max(1);
            self.rect((self.px(plot.left), y), (self.px(plot.right), y + one), ink);
        }
        Scene {
            width: self.px(self.frame.width) as u32,
            height: self.px(self.frame.height) as u32,
            items: self.items,
            geometry: Geometry::Bands(self.geometry),
        }
    }
}

fn is_drawn(layer: Layer<'_>, id: &str) -> bool {
    !matches!(layer, Layer::Only(only) if only != id)
}

/// About how many labels the value axis has.
fn wanted(frame: &Frame) -> usize {
    (frame.height / 60.0).clamp(3.0, 8.0) as usize
}

/// Places columns stacked by letter, with their totals on top.
pub fn place_bars(bars: &BarView, frame: &Frame, layer: Layer<'_>) -> Scene {
    let visible: Vec<&Series> = bars.series.iter().filter(|s| !s.hidden).collect();
    let height = |band: usize| visible.iter().filter_map(|s| s.values.get(band)).sum::<f64>();
    let highest = (0..bars.ranges.len()).map(height).fold(0.0, f64::max);
    let (ticks, end) = ticks::linear(highest, wanted(frame), 1.0);
    let mut placing = Placing::new(frame, bars.ranges.len(), ValueScale::Linear(end), &ticks);
    match layer {
        Layer::All => {
            let names: Vec<String> = bars.ranges.iter().map(|r| r.label.clone()).collect();
            placing.axes(&ticks, "% of all packets, by size in octets", &names);
        }
        Layer::Only(_) => placing.fade(),
    }
    let width = placing.geometry.band_width();
    let one = placing.px(1.0).max(1);
    for band in 0..bars.ranges.len() {
        let x = placing.geometry.x_of(band);
        let left = placing.px(x - width * FILLED / 2.0);
        let right = placing.px(x + width * FILLED / 2.0).max(left + 1);
        let mut sum = 0.0;
        let mut bottom = placing.px(placing.geometry.y_of(0.0));
        for series in &visible {
            sum += series.values.get(band).unwrap_or(0.0);
            let top = placing.px(placing.geometry.y_of(sum));
            if is_drawn(layer, &series.id) {
                let ink = placing.colour(series.colour);
                placing.rect((left, top), (right, bottom), ink);
                // A thin line between layers that are high enough to show beside it.
                if layer == Layer::All && bottom - top > 3 * one {
                    let ink = placing.colour(Colour::Background);
                    placing.rect((left, top), (right, top + one), ink);
                }
            }
            bottom = top;
        }
        if layer == Layer::All {
            let exact = format::significant(sum);
            let short = format!("{sum:.0}");
            let fits = |label: &str| text::width(label, frame.font) <= width;
            let label = [exact, short].into_iter().find(|l| fits(l));
            if let Some(label) = label {
                let y = placing.geometry.y_of(sum) - frame.font * 0.75;
                placing.text(&label, (x, y), Anchor::Middle, Colour::Text);
            }
        }
    }
    placing.finish(layer)
}

/// Where the boxes of the two periods stand in a band, in shares of its width from its middle.
const SIDES: [(f64, f64); 2] = [(-FILLED / 2.0, -0.04), (0.04, FILLED / 2.0)];

/// Places two boxes for each letter.
pub fn place_boxes(boxes: &BoxView, frame: &Frame, layer: Layer<'_>) -> Scene {
    let visible = [0, 1].map(|at| !boxes.periods[at].hidden);
    let shown = |five: &Five| [five.quantiles[0], five.quantiles[4]];
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
fn one_box(placing: &mut Placing<'_>, (from, to): (f64, f64), five: &Five, colour: Colour) {
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

/// The letter under a pointer in a column.
pub fn bar_at(bars: &BarView, geometry: &BandGeometry, x: f64, y: f64) -> Option<String> {
    let band = geometry.band_at(x)?;
    let mut sum = 0.0;
    let inside = (x - geometry.x_of(band)).abs() <= geometry.band_width() * FILLED / 2.0;
    let mut visible = bars.series.iter().filter(|s| !s.hidden && inside && y <= geometry.plot.bottom);
    let found = visible.find(|s| {
        sum += s.values.get(band).unwrap_or_default();
        geometry.y_of(sum) <= y
    });
    found.map(|s| s.id.clone())
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
