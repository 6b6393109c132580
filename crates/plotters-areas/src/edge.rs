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
        let (top, bottom) = if from <= to { (from, to) } else { (to, from) };
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

    /// How far a height lies below it, on average over its width; 0 where it is above.
    pub fn height_to(self, y: f32) -> f32 {
        if y <= self.top {
            0.0
        } else if y >= self.bottom {
            y - (self.top + self.bottom) / 2.0
        } else {
            (y - self.top) * (y - self.top) * self.slope
        }
    }
}

/// How much lies in each row from the first one on, of what lies above a height so far.
pub fn shares(first: i32, height_to: impl Fn(f32) -> f32) -> impl Iterator<Item = f32> {
    let mut above = height_to(first as f32);
    (first..).map(move |row| {
        let height = height_to((row + 1) as f32);
        height - std::mem::replace(&mut above, height)
    })
}

/// An edge on its way to the right.
pub struct Edge {
    points: Vec<BackendCoord>,
    /// Which of them the column asked for last is right of.
    last: usize,
    /// How far it goes down from there in a column.
    slope: f32,
}

impl Edge {
    /// An edge through points from left to right; at least two of them are not above one another.
    pub fn new(points: Vec<BackendCoord>) -> Edge {
        let mut edge = Edge { points, last: 0, slope: 0.0 };
        edge.turn();
        edge
    }

    /// Goes on from the last point.
    fn turn(&mut self) {
        if let [from, to, ..] = self.points[self.last..] {
            self.slope = (to.1 - from.1) as f32 / (to.0 - from.0).max(1) as f32;
        }
    }

    /// Its piece in a column, which is right of all columns asked for before and has a part of the edge.
    pub fn piece(&mut self, column: i32) -> Piece {
        let mut ahead = &self.points[self.last..];
        // Of points above one another the last one leads on.
        while let [_, next, _, ..] = ahead
            && next.0 <= column
        {
            ahead = &ahead[1..];
        }
        let last = self.points.len() - ahead.len();
        if last > self.last {
            self.last = last;
            self.turn();
        }
        let (x, y) = self.points[last];
        let start = y as f32 + self.slope * (column - x) as f32;
        Piece::new(start, start + self.slope)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_covered_by_what_lies_below() {
        let level = Piece::new(2.5, 2.5);
        let below = |piece: Piece| shares(0, move |y| piece.height_to(y));
        assert_eq!(below(level).take(4).collect::<Vec<_>>(), [0.0, 0.0, 0.5, 1.0]);
        // Half of the column is below the middle of a slope, whichever way it goes.
        for slope in [Piece::new(0.0, 4.0), Piece::new(4.0, 0.0)] {
            assert_eq!(below(slope).take(5).collect::<Vec<_>>(), [0.125, 0.375, 0.625, 0.875, 1.0]);
        }
    }

    #[test]
    fn an_edge_is_straight_between_its_points_and_leaves_from_the_last_of_those_above_one_another() {
        let mut edge = Edge::new(vec![(2, 10), (4, 20), (4, 0), (4, 5), (5, 6), (5, 9)]);
        let pieces = [2, 3, 4].map(|column| edge.piece(column));
        assert_eq!(pieces, [(10.0, 15.0), (15.0, 20.0), (5.0, 6.0)].map(|(from, to)| Piece::new(from, to)));
    }
}
