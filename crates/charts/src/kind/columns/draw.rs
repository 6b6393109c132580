//! Columns by range of sizes, placed.

use crate::draw::bands::{FILLED, Placing, is_drawn, wanted};
use crate::draw::scene::{Anchor, BandGeometry, Scene, ValueScale};
use crate::draw::{Frame, Layer, text, ticks};
use crate::format;
use crate::theme::Colour;
use crate::view::{BarView, Series};

/// Places columns stacked by letter, with their totals on top.
pub fn place(bars: &BarView, frame: &Frame, layer: Layer<'_>) -> Scene {
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
