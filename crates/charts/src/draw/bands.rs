//! Things side by side that are not days: what columns and box plots have in common.

use plotters::coord::ranged1d::ValueFormatter;

use super::axis::{BandAxis, ValueAxis};
use super::geometry::{Area, BandPlot, Geometry};
use super::pen::Pen;
use super::scene::{Anchor, Scene};
use super::{Layer, Surface, text};
use crate::theme::Colour;

/// The share of a band that its columns or boxes take.
pub(crate) const FILLED: f64 = 0.72;

/// A drawing in the making.
pub(crate) struct Placing<'a> {
    pub pen: Pen<'a>,
    pub plot: BandPlot,
}

impl Placing<'_> {
    /// An empty drawing with this many bands.
    pub fn new(surface: &Surface, bands: usize, values: ValueAxis) -> Placing<'_> {
        let left = values.label_width(surface.font) + 12.0;
        let area = Area {
            left,
            top: surface.font * 2.5,
            right: (surface.width - 12.0).max(left + 1.0),
            bottom: (surface.height - surface.font * 2.0).max(surface.font * 2.5 + 1.0),
        };
        let plot = BandPlot::new(BandAxis::new(bands), values, area, surface.ratio);
        Placing { pen: Pen::on(surface), plot }
    }

    /// Grid lines with their labels, the unit, and the bands' names, as many as there is room for.
    pub fn axes(&self, unit: &str, names: &[String]) {
        let (area, surface) = (self.plot.area(), self.pen.surface());
        for (value, y, has_label) in self.plot.value_ticks(surface.font) {
            self.pen.rule((area.left, y), (area.right, y), Colour::Grid);
            if has_label {
                let label = self.plot.values().format_ext(&value);
                self.pen.label(&label, (area.left - 6.0, y), Anchor::End, Colour::Muted);
            }
        }
        self.pen.label(unit, (0.0, surface.font * 0.75), Anchor::Start, Colour::Muted);
        let widest = names.iter().map(|n| text::width(n, surface.font)).fold(0.0, f64::max);
        let every = ((widest + 6.0) / self.plot.band_width()).ceil().max(1.0) as usize;
        let y = area.bottom + surface.font * 1.1;
        for (band, name) in names.iter().enumerate().step_by(every) {
            let half = text::width(name, surface.font) / 2.0;
            let x = self.plot.x_of(band).clamp(half, (surface.width - half).max(half));
            self.pen.label(name, (x, y), Anchor::Middle, Colour::Muted);
        }
    }

    /// Fades everything below but the axes.
    pub fn fade(&self) {
        self.pen.fade(Area { top: 0.0, right: self.pen.surface().width, ..self.plot.area() });
    }

    pub fn finish(self, layer: Layer<'_>) -> Scene {
        if layer == Layer::All {
            let area = self.plot.area();
            self.pen.rule((area.left, area.bottom), (area.right, area.bottom), Colour::Muted);
        }
        self.pen.finish(Geometry::Bands(self.plot))
    }
}

pub(crate) fn is_drawn(layer: Layer<'_>, id: &str) -> bool {
    !matches!(layer, Layer::Only(only) if only != id)
}

/// About how many labels the value axis has.
pub(crate) fn wanted(surface: &Surface) -> usize {
    (surface.height / 60.0).clamp(3.0, 8.0) as usize
}
