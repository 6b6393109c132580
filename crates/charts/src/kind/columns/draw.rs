//! Columns of shares, placed.

use plotters::coord::CoordTranslate;

use crate::draw::axis::ValueAxis;
use crate::draw::bands::{FILLED, Placing, is_drawn, wanted};
use crate::draw::geometry::BandPlot;
use crate::draw::scene::{Anchor, Scene};
use crate::draw::{Layer, Surface, text};
use crate::format;
use crate::theme::Colour;
use crate::view::{BarView, Series};
use crate::words::NO_DATA_PERIOD;

/// Places the columns of one period of all, stacked by letter, with their totals on top.
pub fn place(all: &BarView, bars: &BarView, surface: &Surface, layer: Layer<'_>) -> Scene {
    let visible: Vec<&Series> = visible(bars).collect();
    // Periods have the same axis, so that they compare.
    let height = |(bars, band): (&BarView, usize)| visible_sum(bars, band);
    let columns = all.periods().flat_map(|period| (0..period.parts.len()).map(move |band| (period, band)));
    let highest = columns.map(height).fold(0.0, f64::max);
    let values = ValueAxis::linear(highest, wanted(surface), 1.0);
    let placing = Placing::new(surface, bars.parts.len(), values);
    match layer {
        Layer::All => {
            let names: Vec<String> = bars.parts.iter().map(|part| part.label.clone()).collect();
            placing.axes(&bars.axis, &names);
        }
        Layer::Only(_) => placing.fade(),
    }
    let pen = &placing.pen;
    let at = |x: f64, value: f64| placing.plot.coordinates().translate(&(x, value));
    let one = pen.hair();
    for band in 0..bars.parts.len() {
        let middle = band as f64 + 0.5;
        let (left, mut bottom) = at(middle - FILLED / 2.0, 0.0);
        let right = at(middle + FILLED / 2.0, 0.0).0.max(left + 1);
        let mut sum = 0.0;
        for series in &visible {
            sum += series.values.get(band).unwrap_or(0.0);
            let top = at(middle, sum).1;
            if is_drawn(layer, &series.id) {
                pen.rect((left, top), (right, bottom), pen.colour(series.colour));
                // A thin line between layers that are high enough to show beside it.
                if layer == Layer::All && bottom - top > 3 * one {
                    pen.rect((left, top), (right, top + one), pen.colour(Colour::Background));
                }
            }
            bottom = top;
        }
        if layer == Layer::All && bars.total > 0.0 {
            // What is there is not called nothing.
            let is_below = |least: f64| sum > 0.0 && sum < least;
            let exact = if is_below(0.001) { "<0.001".to_owned() } else { format::significant(sum) };
            let short = if is_below(1.0) { "<1".to_owned() } else { format!("{sum:.0}") };
            let fits = |label: &str| text::width(label, surface.font) <= placing.plot.band_width();
            let label = [exact, short].into_iter().find(|l| fits(l));
            if let Some(label) = label {
                let (x, y) = (placing.plot.x_of(band), placing.plot.y_of(sum) - surface.font * 0.75);
                pen.label(&label, (x, y), Anchor::Middle, Colour::Text);
            }
        }
    }
    if layer == Layer::All && bars.total == 0.0 && !bars.parts.is_empty() {
        let area = placing.plot.area();
        let middle = ((area.left + area.right) / 2.0, (area.top + area.bottom) / 2.0);
        pen.label(NO_DATA_PERIOD, middle, Anchor::Middle, Colour::Muted);
    }
    placing.finish(layer)
}

/// The letters that the legend does not hide.
fn visible(bars: &BarView) -> impl Iterator<Item = &Series> {
    bars.series.iter().filter(|s| !s.hidden)
}

/// The height of a column.
fn visible_sum(bars: &BarView, band: usize) -> f64 {
    visible(bars).filter_map(|s| s.values.get(band)).sum()
}

/// The letter under a pointer in a column.
pub fn bar_at(bars: &BarView, plot: &BandPlot, x: f64, y: f64) -> Option<String> {
    let band = plot.band_at(x)?;
    let mut sum = 0.0;
    let inside = (x - plot.x_of(band)).abs() <= plot.band_width() * FILLED / 2.0;
    let mut visible = bars.series.iter().filter(|s| !s.hidden && inside && y <= plot.area().bottom);
    let found = visible.find(|s| {
        sum += s.values.get(band).unwrap_or_default();
        plot.y_of(sum) <= y
    });
    found.map(|s| s.id.clone())
}
