//! What is drawn, from left to right: areas and lines.

use plotters_backend::{BackendColor, BackendCoord};

use crate::edge::{Edge, Piece, shares};
use crate::line::{Edges, least, most};
use crate::strip::{Column, Ink, Reach, Strip};

/// An area, or a line.
pub enum Mark {
    Area(Area),
    Line(Line),
}

impl Mark {
    /// The pixels that it has its ink in.
    pub fn reach(&self) -> &Reach {
        match self {
            Mark::Area(area) => &area.reach,
            Mark::Line(line) => &line.reach,
        }
    }

    /// Draws what of it is in a strip, which is right of all strips before, below what is there.
    pub fn draw(&mut self, strip: &mut Strip) {
        match self {
            Mark::Area(area) => area.draw(strip),
            Mark::Line(line) => line.draw(strip),
        }
    }
}

/// What lies between two edges from left to right.
pub struct Area {
    one: Edge,
    other: Edge,
    reach: Reach,
    ink: Ink,
}

impl Area {
    /// A polygon that goes to the right along one edge and back along the other; `None` where it is another one.
    pub fn new(corners: &[BackendCoord], colour: BackendColor) -> Option<Area> {
        let turn = corners.windows(2).position(|pair| pair[1].0 < pair[0].0)?;
        let (one, back) = (&corners[..=turn], &corners[turn..]);
        let (first, last) = (one.first()?, one.last()?);
        // The edges begin above one another, and the second one turns nowhere.
        if back.last()?.0 != first.0 || !back.is_sorted_by(|a, b| a.0 >= b.0) {
            return None;
        }
        Some(Area {
            one: Edge::new(one.to_vec()),
            other: Edge::new(back.iter().rev().copied().collect()),
            reach: Reach::of(corners, first.0..last.0)?,
            ink: Ink::new(colour),
        })
    }

    fn draw(&mut self, strip: &mut Strip) {
        for at in strip.columns(&self.reach.columns) {
            let (one, other) = (self.one.piece(at), self.other.piece(at));
            let is_above = one.top() + one.bottom() <= other.top() + other.bottom();
            let (upper, lower) = if is_above { (one, other) } else { (other, one) };
            if let Some(mut column) = strip.column(at) {
                fill(&mut column, [(upper, lower)], self.ink);
            }
        }
    }
}

/// Fills a column, each of its equal parts between an upper and a lower piece.
fn fill<const PARTS: usize>(column: &mut Column<'_>, parts: [(Piece, Piece); PARTS], ink: Ink) {
    let lowest = |of: fn(&(Piece, Piece)) -> f32| parts.iter().map(of).fold(f32::NEG_INFINITY, most);
    let highest = |of: fn(&(Piece, Piece)) -> f32| parts.iter().map(of).fold(f32::INFINITY, least);
    let rows =
        highest(|(upper, _)| upper.top()).floor() as i32..lowest(|(_, lower)| lower.bottom()).ceil() as i32;
    // Where both edges are in one row, no row is full.
    let full =
        lowest(|(upper, _)| upper.bottom()).ceil() as i32..highest(|(_, lower)| lower.top()).floor() as i32;
    let above = |y| parts.iter().map(|(upper, _)| upper.height_to(y)).sum::<f32>() / PARTS as f32;
    let below = |y| parts.iter().map(|(_, lower)| lower.height_to(y)).sum::<f32>() / PARTS as f32;
    if full.is_empty() {
        column.tint(rows, ink, |row| shares(row, |y| above(y) - below(y)));
        return;
    }
    column.fill(full.clone(), ink);
    column.tint(rows.start..full.start, ink, |row| shares(row, above));
    column.tint(full.end..rows.end, ink, |row| shares(row, |y| y - below(y)));
}

/// What lies between the edges of a line.
pub struct Line {
    edges: Edges,
    reach: Reach,
    ink: Ink,
}

impl Line {
    /// A line through points from left to right, of so many pixels, on a surface of a width; `None` where it turns back, or is no line
    /// there.
    // Inlined into what is generic it would be compiled for size, as `drawn` would.
    #[inline(never)]
    pub fn new(points: &[BackendCoord], width: u32, colour: BackendColor, surface: u32) -> Option<Line> {
        let edges = Edges::new(points, width.max(1), surface)?;
        let reach = Reach { columns: edges.columns(), rows: edges.rows() };
        Some(Line { edges, reach, ink: Ink::new(colour) })
    }

    fn draw(&self, strip: &mut Strip) {
        for at in strip.columns(&self.reach.columns) {
            if let (Some(parts), Some(mut column)) = (self.edges.at(at), strip.column(at)) {
                fill(&mut column, parts, self.ink);
            }
        }
    }
}
