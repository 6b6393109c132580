//! What is drawn, from left to right: areas, and the lines between them.

use std::f32::consts::FRAC_PI_4;
use std::ops::Range;

use plotters_backend::{BackendColor, BackendCoord};

use crate::edge::{Edge, Piece, shares};
use crate::strip::{Column, Ink, Reach, Strip};

/// Half a line's width, and where in a pixel a line of one pixel is sharp.
const HALF: f32 = 0.5;

/// An area, or a line.
pub enum Mark {
    Area(Area),
    Stroke(Stroke),
}

impl Mark {
    /// The pixels that it has its ink in.
    pub fn reach(&self) -> &Reach {
        match self {
            Mark::Area(area) => &area.reach,
            Mark::Stroke(stroke) => &stroke.reach,
        }
    }

    /// Draws what of it is in a strip, which is right of all strips before, below what is there.
    pub fn draw(&mut self, strip: &mut Strip) {
        match self {
            Mark::Area(area) => area.draw(strip),
            Mark::Stroke(stroke) => stroke.draw(strip),
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
                fill(&mut column, upper, lower, self.ink);
            }
        }
    }
}

/// Fills a column between two pieces.
fn fill(column: &mut Column<'_>, upper: Piece, lower: Piece, ink: Ink) {
    let rows = upper.top().floor() as i32..lower.bottom().ceil() as i32;
    // Where both edges are in one row, no row is full.
    let full = upper.bottom().ceil() as i32..lower.top().floor() as i32;
    let full = full.start..full.end.max(full.start);
    column.fill(full.clone(), ink);
    for rows in [rows.start..full.start.min(rows.end), full.end.max(rows.start)..rows.end] {
        column.tint(rows, ink, |row| shares(row, |y| upper.height_to(y) - lower.height_to(y)));
    }
}

/// A line of one pixel, from left to right.
pub struct Stroke {
    legs: Vec<Leg>,
    /// How many of them are left behind.
    behind: usize,
    /// How much of each pixel of a column it covers.
    cover: Cover,
    /// Where it begins, which is no joint.
    start: (f32, f32),
    reach: Reach,
    ink: Ink,
}

/// A straight part of a line, as a band around its middle.
struct Leg {
    from: (f32, f32),
    slope: f32,
    /// How far the band reaches above and below the middle.
    half: f32,
    /// From where to where it has ink.
    across: Range<f32>,
    /// The same from top to bottom.
    down: Range<f32>,
    /// How far the corners of its ends lie beside its middle: half a pixel where it goes straight down.
    beside: f32,
}

impl Leg {
    fn new(from: BackendCoord, to: BackendCoord) -> Leg {
        let [(x, y), (end_x, end_y)] = [from, to].map(|(x, y)| (x as f32 + HALF, y as f32 + HALF));
        let (dx, dy) = (end_x - x, (end_y - y).abs());
        let length = dx.hypot(dy).max(f32::MIN_POSITIVE);
        let below = HALF * dx / length;
        Leg {
            from: (x, y),
            slope: if dx > 0.0 { (end_y - y) / dx } else { 0.0 },
            half: if dx > 0.0 { HALF * length / dx } else { f32::INFINITY },
            across: x..end_x,
            down: y.min(end_y) - below..y.max(end_y) + below,
            beside: HALF * dy / length,
        }
    }

    /// With the corners of its ends, where its neighbours do not have their ink.
    fn between(&self, before: Option<&Leg>, after: Option<&Leg>) -> Leg {
        let free = |neighbour: Option<&Leg>| (self.beside - neighbour.map_or(0.0, |leg| leg.beside)).max(0.0);
        let across = self.across.start - free(before)..self.across.end + free(after);
        Leg { across, down: self.down.clone(), ..*self }
    }

    /// Adds how much of each row of a column it covers.
    fn cover(&self, at: i32, cover: &mut Cover) {
        let (left, right) = (most(self.across.start, at as f32), least(self.across.end, (at + 1) as f32));
        if right <= left {
            return;
        }
        let y = |x: f32| self.from.1 + self.slope * (x - self.from.0);
        let middle = Piece::new(y(left), y(right));
        let (top, bottom) = (
            most(self.down.start, middle.top() - self.half),
            least(self.down.end, middle.bottom() + self.half),
        );
        let rows = top.floor() as i32..bottom.ceil() as i32;
        let band = |y: f32| middle.height_to(y + self.half) - middle.height_to(y - self.half);
        let bands = shares(rows.start, |y| if self.half.is_finite() { band(y) } else { y });
        for ((row, share), band) in (rows.start..).zip(cover.of(rows)).zip(bands) {
            let within = least(bottom, (row + 1) as f32) - most(top, row as f32);
            *share += (right - left) * least(band, within);
        }
    }
}

/// `f32::min` and `f32::max` are calls in WebAssembly, since they know numbers that are none.
fn least(one: f32, other: f32) -> f32 {
    if one < other { one } else { other }
}

fn most(one: f32, other: f32) -> f32 {
    if one > other { one } else { other }
}

/// How much of each row of a column is covered.
struct Cover {
    /// The row of the first share.
    top: i32,
    shares: Vec<f32>,
    /// Where something is covered.
    rows: Range<i32>,
}

impl Cover {
    fn new(rows: &Range<i32>) -> Cover {
        let rows = rows.start..rows.end.max(rows.start);
        Cover { top: rows.start, shares: vec![0.0; rows.len()], rows: rows.end..rows.start }
    }

    /// Where the shares of rows are.
    fn place(&self, rows: &Range<i32>) -> Range<usize> {
        let [start, end] =
            [rows.start, rows.end].map(|row| usize::try_from(row - self.top).unwrap_or_default());
        start..end
    }

    /// The shares of rows, which may be larger from now on; none where some of them are beside the line.
    fn of(&mut self, rows: Range<i32>) -> &mut [f32] {
        let place = self.place(&rows);
        let Some(shares) = self.shares.get_mut(place) else { return &mut [] };
        self.rows = self.rows.start.min(rows.start)..self.rows.end.max(rows.end);
        shares
    }

    /// The shares from a row on.
    fn from(&self, row: i32) -> impl Iterator<Item = f32> {
        let shares = self.shares.get(self.place(&(row..self.rows.end))).unwrap_or_default();
        shares.iter().map(|share| least(*share, 1.0))
    }

    /// Nothing is covered any more.
    fn clear(&mut self) {
        let place = self.place(&self.rows);
        self.shares.get_mut(place).unwrap_or_default().fill(0.0);
        self.rows = self.top + self.shares.len() as i32..self.top;
    }
}

impl Stroke {
    /// A line through points from left to right; `None` where it turns back, or is no line.
    pub fn new(points: &[BackendCoord], colour: BackendColor) -> Option<Stroke> {
        let (first, last) = (points.first()?, points.last()?);
        if points.len() < 2 || !points.is_sorted_by(|a, b| a.0 <= b.0) {
            return None;
        }
        let Reach { columns, rows } = Reach::of(points, first.0..last.0 + 1)?;
        // Corners of steep and of level legs reach into the pixels beside.
        let reach = Reach { columns, rows: rows.start..rows.end + 1 };
        let legs = points.windows(2).filter(|pair| pair[0] != pair[1]).map(|pair| Leg::new(pair[0], pair[1]));
        let legs: Vec<Leg> = legs.collect();
        let before = |at: usize| at.checked_sub(1).and_then(|at| legs.get(at));
        let joined = |(at, leg): (usize, &Leg)| leg.between(before(at), legs.get(at + 1));
        let joined = legs.iter().enumerate().map(joined).collect();
        let (start, cover) = (legs.first()?.from, Cover::new(&reach.rows));
        Some(Stroke { legs: joined, behind: 0, cover, start, reach, ink: Ink::new(colour) })
    }

    fn draw(&mut self, strip: &mut Strip) {
        for at in strip.columns(&self.reach.columns) {
            let mut ahead = &self.legs[self.behind..];
            // A leg reaches at most half a pixel beyond its ends, which are in order.
            while let [leg, ..] = ahead
                && most(leg.from.0, leg.across.end) <= at as f32
            {
                ahead = &ahead[1..];
            }
            self.behind = self.legs.len() - ahead.len();
            let near = ahead.iter().take_while(|leg| leg.from.0 - HALF < (at + 1) as f32);
            near.clone().for_each(|leg| leg.cover(at, &mut self.cover));
            // Legs are joined round, within the pixel in whose middle they meet.
            let joints = near.map(|leg| leg.from).filter(|from| from.0 >= at as f32 && *from != self.start);
            for (_, y) in joints {
                let row = y.floor() as i32;
                self.cover.of(row..row + 1).iter_mut().for_each(|share| *share = most(*share, FRAC_PI_4));
            }
            if let Some(mut column) = strip.column(at) {
                column.tint(self.cover.rows.clone(), self.ink, |row| self.cover.from(row));
            }
            self.cover.clear();
        }
    }
}
