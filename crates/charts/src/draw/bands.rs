//! Things side by side that are not days: what columns and box plots have in common.

use super::decimate::Point;
use super::scene::{Anchor, Area, BandGeometry, Geometry, Ink, Item, Scene, ValueScale};
use super::ticks::Tick;
use super::{FADE, Frame, Layer, text};
use crate::theme::Colour;

/// The share of a band that its columns or boxes take.
pub(crate) const FILLED: f64 = 0.72;

/// A drawing in the making.
pub(crate) struct Placing<'a> {
    frame: &'a Frame,
    pub geometry: BandGeometry,
    items: Vec<Item>,
}

impl Placing<'_> {
    /// An empty drawing with this many bands.
    pub fn new<'a>(frame: &'a Frame, bands: usize, scale: ValueScale, ticks: &[Tick<f64>]) -> Placing<'a> {
        let widest = ticks.iter().map(|t| text::width(&t.label, frame.font)).fold(0.0, f64::max);
        let plot = Area {
            left: widest + 12.0,
            top: frame.font * 2.5,
            right: (frame.width - 12.0).max(widest + 13.0),
            bottom: (frame.height - frame.font * 2.0).max(frame.font * 2.5 + 1.0),
        };
        Placing { frame, geometry: BandGeometry { plot, bands, scale }, items: Vec::new() }
    }

    pub fn px(&self, css: f64) -> i32 {
        (css * self.frame.ratio).round() as i32
    }

    pub fn colour(&self, colour: Colour) -> Ink {
        self.frame.theme.rgb(colour).into()
    }

    pub fn text(&mut self, text: &str, (x, y): (f64, f64), anchor: Anchor, colour: Colour) {
        self.items.push(Item::Text {
            text: text.to_owned(),
            at: (self.px(x), self.px(y)),
            anchor,
            size: self.frame.font * self.frame.ratio,
            ink: self.colour(colour),
        });
    }

    pub fn rect(&mut self, from: Point, to: Point, ink: Ink) {
        if to.0 > from.0 && to.1 > from.1 {
            self.items.push(Item::Rect { from, to, ink });
        }
    }

    /// Grid lines with their labels, the unit, and the bands' names, as many as there is room for.
    pub fn axes(&mut self, ticks: &[Tick<f64>], unit: &str, names: &[String]) {
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
    pub fn fade(&mut self) {
        let plot = self.geometry.plot;
        let ink = Ink { opacity: FADE, ..self.colour(Colour::Background) };
        let (from, to) =
            ((self.px(plot.left), self.px(0.0)), (self.px(self.frame.width), self.px(plot.bottom)));
        self.rect(from, to, ink);
    }

    pub fn finish(mut self, layer: Layer<'_>) -> Scene {
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

pub(crate) fn is_drawn(layer: Layer<'_>, id: &str) -> bool {
    !matches!(layer, Layer::Only(only) if only != id)
}

/// About how many labels the value axis has.
pub(crate) fn wanted(frame: &Frame) -> usize {
    (frame.height / 60.0).clamp(3.0, 8.0) as usize
}
