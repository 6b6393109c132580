//! Shares of a total, placed: slices clockwise from the top, named beside it.

use rssac002_model::sort::sort_by;
use std::f64::consts::TAU;

use crate::draw::decimate::Point;
use crate::draw::scene::{Anchor, Geometry, Ink, Item, PieGeometry, Scene};
use crate::draw::{FADE, Frame, Layer, text};
use crate::format;
use crate::kind::time::draw::spread;
use crate::theme::Colour;
use crate::view::{PieView, Slice};

/// Slices smaller than this are named in the legend and the table only.
const LEAST_NAMED: f64 = 1.5;

/// A narrower frame has no room for names beside the pie; the legend has them, with their shares.
const WIDE: f64 = 460.0;

/// Places the pie.
pub fn place(pie: &PieView, frame: &Frame, layer: Layer<'_>) -> Scene {
    let px = |css: f64| (css * frame.ratio).round() as i32;
    let label = |s: &Slice| format!("{} {}", s.label, format::percent(s.share));
    let wide = frame.width >= WIDE;
    let named = |s: &&Slice| wide && !s.hidden && s.share >= LEAST_NAMED;
    let widest =
        pie.slices.iter().filter(named).map(|s| text::width(&label(s), frame.font)).fold(0.0, f64::max);
    let room = (frame.width / 2.0 - widest - 24.0).max(frame.width * 0.2);
    let radius = room.min(frame.height / 2.0 - frame.font * 1.5).max(1.0);
    let centre = (frame.width / 2.0, frame.height / 2.0);
    let at = |turn: f64, r: f64| -> (f64, f64) {
        let (sin, cos) = (turn * TAU).sin_cos();
        (centre.0 + r * sin, centre.1 - r * cos)
    };
    let point = |turn: f64, r: f64| -> Point {
        let (x, y) = at(turn, r);
        (px(x), px(y))
    };

    let background = frame.theme.rgb(Colour::Background);
    let mut items = Vec::new();
    if layer != Layer::All {
        let ink = Ink { rgb: background, opacity: FADE };
        let (from, to) = ((centre.0 - radius, centre.1 - radius), (centre.0 + radius, centre.1 + radius));
        items.push(Item::Rect { from: (px(from.0), px(from.1)), to: (px(to.0), px(to.1)), ink });
    }
    let mut ends = Vec::with_capacity(pie.slices.len());
    let mut from = 0.0;
    // Side, wanted height and middle of each name.
    let mut names: Vec<(bool, f64, f64, &Slice)> = Vec::new();
    for slice in &pie.slices {
        let to = from + slice.share / 100.0;
        let drawn = !slice.hidden && !matches!(layer, Layer::Only(id) if id != slice.id);
        if drawn {
            let steps = (((to - from) * TAU * radius * frame.ratio / 3.0).ceil() as usize).max(1);
            let mut points = vec![point(0.0, 0.0)];
            points.extend((0..=steps).map(|i| point(from + (to - from) * i as f64 / steps as f64, radius)));
            items.push(Item::Polygon { points, ink: frame.theme.rgb(slice.colour).into() });
        }
        if named(&slice) {
            let middle = (from + to) / 2.0;
            names.push((middle < 0.5, at(middle, radius + frame.font).1, middle, slice));
        }
        ends.push(to);
        from = to;
    }
    let ink = background.into();
    let thin = px(1.0).max(1) as u32;
    // Corners on whole pixels make a ragged edge; a ring of the background trims it.
    items.push(Item::Circle { at: point(0.0, 0.0), radius: px(radius) as u32, ink, outline: 3 * thin });
    if layer == Layer::All {
        if pie.slices.len() > 1 {
            let cut = |end: &f64| Item::Line {
                points: vec![point(0.0, 0.0), point(*end, radius)],
                ink,
                width: thin,
            };
            items.extend(ends.iter().map(cut));
        }
        items.extend(named_items(&mut names, frame, centre, radius, &at, &label));
    }
    Scene {
        width: px(frame.width) as u32,
        height: px(frame.height) as u32,
        items,
        geometry: Geometry::Pie(PieGeometry { centre, radius, ends }),
    }
}

/// Names to the right and left, each with a line to its slice, from top to bottom without overlap.
fn named_items(
    names: &mut [(bool, f64, f64, &Slice)],
    frame: &Frame,
    centre: (f64, f64),
    radius: f64,
    at: &dyn Fn(f64, f64) -> (f64, f64),
    label: &dyn Fn(&Slice) -> String,
) -> Vec<Item> {
    let px = |css: f64| (css * frame.ratio).round() as i32;
    sort_by(names, |a, b| a.1.total_cmp(&b.1));
    let mut items = Vec::new();
    for right in [true, false] {
        let names: Vec<_> = names.iter().filter(|n| n.0 == right).collect();
        let wanted: Vec<f64> = names.iter().map(|n| n.1).collect();
        let ys = spread(&wanted, frame.font * 1.3, frame.font, frame.height - frame.font);
        for ((_, _, middle, slice), y) in names.into_iter().zip(ys) {
            let side = if right { 1.0 } else { -1.0 };
            let x = centre.0 + side * (radius + 14.0);
            let anchor = if right { Anchor::Start } else { Anchor::End };
            let (fx, fy) = at(*middle, radius + 2.0);
            items.push(Item::Line {
                points: vec![(px(fx), px(fy)), (px(x - side * 4.0), px(y))],
                ink: frame.theme.rgb(Colour::Muted).into(),
                width: 1,
            });
            items.push(Item::Text {
                text: label(slice),
                at: (px(x), px(y)),
                anchor,
                size: frame.font * frame.ratio,
                ink: frame.theme.rgb(Colour::Text).into(),
            });
        }
    }
    items
}

/// The slice under a pointer, unless it is hidden.
pub(crate) fn slice_at(pie: &PieView, geometry: &PieGeometry, x: f64, y: f64) -> Option<String> {
    let slice = pie.slices.get(geometry.slice_at(x, y)?)?;
    (!slice.hidden).then(|| slice.id.clone())
}
