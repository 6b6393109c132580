//! Edges within a column of pixels, where they are straight.

use plotters_backend::BackendCoord;

/// A straight piece of an edge, from its highest to its lowest place; heights are counted from the top.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Piece {
    top: f32,
    bottom: f32,
    /// One over twice its height; without a height it is of no use.
    slope: f32,
}

impl Piece {
    /// A piece between two heights.
    pub fn new(from: f32, to: f32) -> Piece {
        let (top, bottom) = (from.min(to), from.max(to));
        Piece { top, bottom, slope: 0.5 / (bottom - top) }
    }

    /// Its highest place.
    pub fn top(self) -> f32 {
        self.top
    }

    /// Its lowest place.
    pub fn bottom(self) -> f32 {
        self.bottom
    }

    /// So much further down.
    pub fn lowered(self, by: f32) -> Piece {
        Piece { top: self.top + by, bottom: self.bottom + by, ..self }
    }

    /// How much of a row, which is one pixel high, lies below it.
    pub fn share_below(self, row: i32) -> f32 {
        let y = row as f32;
        self.height_to(y + 1.0) - self.height_to(y)
    }

    /// How far a height lies below it, on average over its width; 0 where it is above.
    fn height_to(self, y: f32) -> f32 {
        if y <= self.top {
            0.0
        } else if y >= self.bottom {
            y - (self.top + self.bottom) / 2.0
        } else {
            (y - self.top) * (y - self.top) * self.slope
        }
    }
}

/// An edge on its way to the right.
pub struct Edge<'a> {
    points: &'a [BackendCoord],
}

impl<'a> Edge<'a> {
    /// An edge through points from left to right; at least two of them are not above one another.
    pub fn new(points: &'a [BackendCoord]) -> Edge<'a> {
        Edge { points }
    }

    /// Its piece in a column, which is right of all columns asked for before and has a part of the edge.
    pub fn piece(&mut self, column: i32) -> Piece {
        // Of points above one another the last one leads on.
        while let [_, next, _, ..] = self.points
            && next.0 <= column
        {
            self.points = &self.points[1..];
        }
        let [from, to, ..] = self.points else { return Piece::new(0.0, 0.0) };
        let slope = (to.1 - from.1) as f32 / (to.0 - from.0).max(1) as f32;
        let start = from.1 as f32 + slope * (column - from.0) as f32;
        Piece::new(start, start + slope)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_covered_by_what_lies_below() {
        let level = Piece::new(2.5, 2.5);
        assert_eq!([1, 2, 3].map(|row| level.share_below(row)), [0.0, 0.5, 1.0]);
        // Half of the column is below the middle of a slope, whichever way it goes.
        for slope in [Piece::new(0.0, 4.0), Piece::new(4.0, 0.0)] {
            assert_eq!([0, 1, 2, 3, 4].map(|row| slope.share_below(row)), [0.125, 0.375, 0.625, 0.875, 1.0]);
        }
    }

    #[test]
    fn an_edge_is_straight_between_its_points_and_leaves_from_the_last_of_those_above_one_another() {
        let points = [(2, 10), (4, 20), (4, 0), (4, 5), (5, 6), (5, 9)];
        let mut edge = Edge::new(&points);
        let pieces = [2, 3, 4].map(|column| edge.piece(column));
        assert_eq!(pieces, [(10.0, 15.0), (15.0, 20.0), (5.0, 6.0)].map(|(from, to)| Piece::new(from, to)));
    }
}
