//! Lines as areas.
//!
//! A line of a width covers what lies within half of it. Of a line from left to right that is, above each place, all from one height to
//! another: where it goes steeply to and fro, it is one area as well. The heights are known exactly: a leg, which is a straight part, has
//! its edges beside it, and a point has a circle around it.

use std::ops::Range;

use plotters_backend::BackendCoord;

use crate::edge::Piece;

/// A column has so many parts, in each of which edges are straight. Where two legs meet, edges turn within a column.
pub const PARTS: usize = 2;

/// The upper and the lower edge of a line, at the left of each part of its columns and at the right of the last one.
pub struct Edges {
    first: i32,
    tops: Vec<f32>,
    bottoms: Vec<f32>,
}

impl Edges {
    /// Those of a line through points from left to right, of so many pixels, as far as it lies on a surface of a width; `None` where it
    /// turns back, or is no line.
    pub fn new(points: &[BackendCoord], width: u32, surface: u32) -> Option<Edges> {
        let (first, last) = (points.first()?, points.last()?);
        if first == last || !points.is_sorted_by(|a, b| a.0 <= b.0) {
            return None;
        }
        // One of odd width is sharp in the middle of pixels.
        let middle = if width % 2 == 1 { 0.5 } else { 0.0 };
        // A level line ends where its last points are; the steeper it is there, the farther it reaches beyond them.
        let room = (width / 2) as f32;
        let [before, behind] = [steepness(points.iter()), steepness(points.iter().rev())]
            .map(|steepness| (room * steepness).round() as i32);
        let start = first.0.saturating_sub(before).max(0);
        let end = last.0.saturating_add((width % 2) as i32).saturating_add(behind).min(surface as i32);
        let columns = start..end;
        if columns.is_empty() {
            return None;
        }
        let places = PARTS * columns.len() + 1;
        let mut edges = Edges {
            first: columns.start,
            tops: vec![f32::INFINITY; places],
            bottoms: vec![f32::NEG_INFINITY; places],
        };
        let half = width as f32 / 2.0;
        let place = |(x, y): BackendCoord| (x as f32 + middle, y as f32 + middle);
        points.iter().for_each(|point| edges.go_around(place(*point), half));
        points.windows(2).for_each(|ends| edges.go_along(place(ends[0]), place(ends[1]), half));
        Some(edges)
    }

    /// The columns between its edges.
    pub fn columns(&self) -> Range<i32> {
        self.first..self.first + (self.tops.len() / PARTS) as i32
    }

    /// The rows from its highest to its lowest place.
    pub fn rows(&self) -> Range<i32> {
        let top = self.tops.iter().copied().fold(f32::INFINITY, f32::min);
        let bottom = self.bottoms.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        top.floor() as i32..bottom.ceil() as i32
    }

    /// The upper and the lower edge in each part of a column; `None` where it is beside the line.
    pub fn at(&self, column: i32) -> Option<[(Piece, Piece); PARTS]> {
        let from = usize::try_from(column - self.first).ok()? * PARTS;
        let (tops, bottoms) = (self.tops.get(from..=from + PARTS)?, self.bottoms.get(from..=from + PARTS)?);
        let piece = |edge: &[f32], part: usize| Piece::new(edge[part], edge[part + 1]);
        Some(std::array::from_fn(|part| (piece(tops, part), piece(bottoms, part))))
    }

    /// Both edges around a point.
    fn go_around(&mut self, (x, y): (f32, f32), half: f32) {
        for at in self.between(x - half, x + half) {
            let beside = self.place(at) - x;
            let reach = most(half * half - beside * beside, 0.0).sqrt();
            self.tops[at] = least(self.tops[at], y - reach);
            self.bottoms[at] = most(self.bottoms[at], y + reach);
        }
    }

    /// Both edges along a leg.
    fn go_along(&mut self, (x, y): (f32, f32), (end_x, end_y): (f32, f32), half: f32) {
        if end_x <= x {
            // One that goes straight down has the edges of its ends.
            return;
        }
        let slope = (end_y - y) / (end_x - x);
        let root = (1.0 + slope * slope).sqrt();
        // An edge lies so far beside the middle, across the leg, and so far above or below it.
        let (beside, lift) = (half * slope / root, half * root);
        for at in self.between(x + beside, end_x + beside) {
            self.tops[at] = least(self.tops[at], y + slope * (self.place(at) - x) - lift);
        }
        for at in self.between(x - beside, end_x - beside) {
            self.bottoms[at] = most(self.bottoms[at], y + slope * (self.place(at) - x) + lift);
        }
    }

    fn place(&self, at: usize) -> f32 {
        // A product, since this is asked for several times for each point.
        self.first as f32 + at as f32 * (1.0 / PARTS as f32)
    }

    /// Which of the places with heights lie between two others.
    fn between(&self, from: f32, to: f32) -> Range<usize> {
        let [from, to] = [from, to].map(|place| (place - self.first as f32) * PARTS as f32);
        // As whole numbers, those far away become the first or the last one.
        let floor = from as i32;
        let ceil = floor.saturating_add(i32::from((floor as f32) < from));
        let start = (ceil.max(0) as usize).min(self.tops.len());
        let end = if to < 0.0 { 0 } else { (to as usize).saturating_add(1) };
        start..end.min(self.tops.len()).max(start)
    }
}

/// How steep a line is where it begins: 0 where it is level, 1 where it goes straight up or down.
fn steepness<'a>(mut points: impl Iterator<Item = &'a BackendCoord>) -> f32 {
    let Some(first) = points.next() else { return 0.0 };
    let Some(next) = points.find(|point| *point != first) else { return 0.0 };
    let (x, y) = (next.0 as f32 - first.0 as f32, next.1 as f32 - first.1 as f32);
    y.abs() / x.hypot(y)
}

/// The smaller one: `f32::min` and `f32::max` are calls in WebAssembly, since they know numbers that are none.
pub fn least(one: f32, other: f32) -> f32 {
    if one < other { one } else { other }
}

/// The larger one.
pub fn most(one: f32, other: f32) -> f32 {
    if one > other { one } else { other }
}
