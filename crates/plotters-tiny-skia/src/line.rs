//! Broken lines: of each pixel, how many of 16 points a line covers.
//!
//! tiny-skia makes an outline of a stroke and fills it, for which it walks along all edges that a row of samples meets: of a line of
//! 500 points, that zigzags, hundreds in each row.

use plotters_backend::BackendColor;
use tiny_skia::Pixmap;

use crate::ink::{Ink, PARTS};

/// A point in pixels from the upper left corner.
pub type Point = (f32, f32);

/// Points of a pixel, in 16ths of it: the standard pattern of Direct3D. Each row and each column has one, so that edges that are nearly
/// level or nearly upright are smooth.
const SAMPLES: usize = PARTS as usize;
const ACROSS: [f32; SAMPLES] = middles([9, 7, 5, 12, 3, 10, 13, 11, 6, 8, 4, 2, 0, 15, 14, 1]);
const DOWN: [f32; SAMPLES] = middles([9, 5, 10, 7, 6, 13, 11, 3, 14, 1, 2, 12, 8, 4, 15, 0]);

const fn middles(places: [u8; SAMPLES]) -> [f32; SAMPLES] {
    let mut middles = [0.0; SAMPLES];
    let mut at = 0;
    while at < SAMPLES {
        middles[at] = (places[at] as f32 + 0.5) / SAMPLES as f32;
        at += 1;
    }
    middles
}

/// Draws a line through these points, with round joins and flat ends.
pub fn draw(pixels: &mut Pixmap, points: &[Point], width: f32, colour: BackendColor) {
    let mut points = points.to_vec();
    points.dedup();
    let Some(mut cover) = Cover::new(pixels, &points, width / 2.0) else { return };
    let last = points.len().saturating_sub(2);
    for (at, ends) in points.windows(2).enumerate() {
        cover.add(&Piece::new(ends[0], ends[1], [at == 0, at == last]));
    }
    cover.blend(pixels, colour);
}

/// A straight piece of a line.
struct Piece {
    from: Point,
    to: Point,
    /// Its direction, of length 1.
    along: Point,
    length: f32,
    /// Which ends are flat. Where another piece goes on, an end is round.
    is_flat: [bool; 2],
    /// How far the samples are from a pixel's corner, across the line and along it.
    samples: [[f32; SAMPLES]; 2],
}

impl Piece {
    fn new(from: Point, to: Point, is_flat: [bool; 2]) -> Piece {
        let (x, y) = (to.0 - from.0, to.1 - from.1);
        let length = x.hypot(y);
        let (x, y) = (x / length, y / length);
        let samples = [
            std::array::from_fn(|at| ACROSS[at] * y - DOWN[at] * x),
            std::array::from_fn(|at| ACROSS[at] * x + DOWN[at] * y),
        ];
        Piece { from, to, along: (x, y), length, is_flat, samples }
    }

    /// Which samples it covers, half as broad as it is, of the pixel with this corner: a bit for each.
    fn covers(&self, (x, y): Point, half: f32) -> u16 {
        let (x, y) = (x - self.from.0, y - self.from.1);
        let across = x * self.along.1 - y * self.along.0;
        let along = x * self.along.0 + y * self.along.1;
        let mut covered = 0;
        for at in 0..SAMPLES {
            let across = across + self.samples[0][at];
            let along = along + self.samples[1][at];
            let beyond = along - along.max(0.0).min(self.length);
            let is_covered = across * across + beyond * beyond <= half * half;
            covered |= u16::from(is_covered) << at;
        }
        let [is_flat_behind, is_flat_ahead] = self.is_flat;
        if is_flat_behind {
            covered &= self.along(along, |along| along >= 0.0);
        }
        if is_flat_ahead {
            covered &= self.along(along, |along| along <= self.length);
        }
        covered
    }

    /// Of which samples of a pixel, whose corner is so far along, this holds for how far they are.
    fn along(&self, corner: f32, holds: impl Fn(f32) -> bool) -> u16 {
        (0..SAMPLES).fold(0, |held, at| held | u16::from(holds(corner + self.samples[1][at])) << at)
    }
}

/// Which samples are covered of each pixel of a part of a picture.
struct Cover {
    left: usize,
    top: usize,
    width: usize,
    rows: Vec<u16>,
    /// Half the width of the line.
    half: f32,
}

impl Cover {
    /// The part of a picture that a line through these points can reach; `None` where that is nothing.
    fn new(pixels: &Pixmap, points: &[Point], half: f32) -> Option<Cover> {
        let [(left, right), (top, bottom)] =
            [(0, pixels.width()), (1, pixels.height())].map(|(axis, size)| {
                let of = |point: &Point| if axis == 0 { point.0 } else { point.1 };
                let least = points.iter().map(of).fold(f32::INFINITY, f32::min);
                let most = points.iter().map(of).fold(f32::NEG_INFINITY, f32::max);
                whole(least - half, most + half, (0, size as usize))
            });
        let (width, height) = (right - left, bottom - top);
        (width > 0 && height > 0).then(|| Cover { left, top, width, rows: vec![0; width * height], half })
    }

    fn add(&mut self, piece: &Piece) {
        let half = self.half;
        let (right, bottom) = (self.left + self.width, self.top + self.rows.len() / self.width);
        let (low, high) = (piece.from.1.min(piece.to.1), piece.from.1.max(piece.to.1));
        let (from, to) = whole(low - half, high + half, (self.top, bottom));
        let ends = (piece.from.0.min(piece.to.0) - half, piece.from.0.max(piece.to.0) + half);
        for y in from..to {
            let corner = y as f32;
            // Of a row of pixels, what is not farther from the line than half its width.
            let (first, last) = if piece.along.1.abs() > 1e-3 {
                let slope = piece.along.0 / piece.along.1;
                let x = piece.from.0 + (corner + 0.5 - piece.from.1) * slope;
                let side = half / piece.along.1.abs() + slope.abs() / 2.0;
                (ends.0.max(x - side), ends.1.min(x + side))
            } else {
                ends
            };
            let (first, last) = whole(first, last, (self.left, right));
            let row = (y - self.top) * self.width;
            // Where a line zigzags, most of its pixels are full before its last piece comes by.
            let row = &mut self.rows[row..][first - self.left..last - self.left];
            for (x, covered) in (first..last).zip(row).filter(|(_, covered)| **covered < u16::MAX) {
                *covered |= piece.covers((x as f32, corner), half);
            }
        }
    }

    /// Puts a colour on what is covered.
    fn blend(&self, pixels: &mut Pixmap, colour: BackendColor) {
        let mut ink = Ink::new(pixels, colour);
        for (y, row) in self.rows.chunks_exact(self.width).enumerate() {
            for (x, covered) in row.iter().enumerate().filter(|(_, covered)| **covered > 0) {
                ink.put(self.left + x, self.top + y, covered.count_ones());
            }
        }
    }
}

/// The whole pixels between two places that are within others; none where the first is not below the second.
fn whole(from: f32, to: f32, within: (usize, usize)) -> (usize, usize) {
    // As whole numbers, those that are no place of the picture become the nearest one. This is asked for each row of each piece, and
    // floor and ceil are calls on processors of any kind.
    let floor = from as i32;
    let ceil = (to as i32).saturating_add(i32::from((to as i32 as f32) < to));
    let [from, to] = [floor, ceil].map(|place| (place.max(0) as usize).clamp(within.0, within.1));
    (from, to.max(from))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use tiny_skia::{Color, LineJoin, Paint, PathBuilder, Stroke, Transform};

    const SIDE: u32 = 60;

    fn blank() -> Pixmap {
        let mut pixels = Pixmap::new(SIDE, SIDE).unwrap();
        pixels.fill(Color::WHITE);
        pixels
    }

    /// What tiny-skia draws. It makes lines of one pixel or less by another rule, which has slanted ones thinner.
    fn outlined(points: &[Point], width: f32, alpha: u8) -> Pixmap {
        let mut pixels = blank();
        let mut path = PathBuilder::new();
        path.move_to(points[0].0, points[0].1);
        points[1..].iter().for_each(|point| path.line_to(point.0, point.1));
        let mut paint = Paint::default();
        paint.set_color_rgba8(0, 0, 0, alpha);
        let stroke = Stroke { width: width.max(1.01), line_join: LineJoin::Round, ..Stroke::default() };
        if let Some(path) = path.finish() {
            pixels.stroke_path(&path, &paint, &stroke, Transform::identity(), None);
        }
        pixels
    }

    fn drawn(points: &[Point], width: f32, alpha: f64) -> Pixmap {
        let mut pixels = blank();
        draw(&mut pixels, points, width, BackendColor { alpha, rgb: (0, 0, 0) });
        pixels
    }

    fn red(pixels: &Pixmap) -> Vec<f32> {
        pixels.pixels().iter().map(|pixel| f32::from(pixel.red())).collect()
    }

    proptest! {
        #[test]
        fn a_line_is_where_its_outline_is(
            points in proptest::collection::vec((5..55i32, 5..55i32), 2..12),
            width in 1..6u32,
            // Faint colours are rounded by tiny-skia as they come.
            alpha in 50..=255u8,
        ) {
            let offset = if width % 2 == 1 { 0.5 } else { 0.0 };
            let points: Vec<Point> = points.iter().map(|(x, y)| (*x as f32 + offset, *y as f32 + offset)).collect();
            // Of a joint beside an end, the part that stands out behind the end is drawn here only.
            let ends = [points.windows(2).next().unwrap(), points.windows(2).next_back().unwrap()];
            prop_assume!(ends.iter().all(|p| (p[1].0 - p[0].0).hypot(p[1].1 - p[0].1) > width as f32));
            let [ours, theirs] = [
                red(&drawn(&points, width as f32, f64::from(alpha) / 255.0)),
                red(&outlined(&points, width as f32, alpha)),
            ];
            let all = f32::from(alpha);
            let side = SIDE as usize;
            for y in 1..side - 1 {
                for x in 1..side - 1 {
                    let around = || (y - 1..=y + 1).flat_map(|y| (x - 1..=x + 1).map(move |x| y * side + x));
                    let [of_ours, of_theirs] = [&ours, &theirs].map(|all| around().map(|at| all[at]).sum::<f32>() / 9.0);
                    prop_assert!((of_ours - of_theirs).abs() <= 0.15 * all + 2.0, "{x}, {y}: {of_ours} and not {of_theirs}");
                }
            }
        }

        #[test]
        fn a_straight_line_has_as_much_ink_as_its_area(
            from in (5..55i32, 5..55i32),
            to in (5..55i32, 5..55i32),
            width in 1..6u32,
        ) {
            let place = |(x, y): (i32, i32)| (x as f32 + 0.5, y as f32 + 0.5);
            let (from, to) = (place(from), place(to));
            let ink: f32 = red(&drawn(&[from, to], width as f32, 1.0)).iter().map(|red| 1.0 - red / 255.0).sum();
            let area = (to.0 - from.0).hypot(to.1 - from.1) * width as f32;
            prop_assert!((ink - area).abs() <= 0.08 * area + 1.0, "{ink} and not {area}");
        }

        #[test]
        fn what_stands_out_of_a_picture_does_not_change_what_is_in_it(
            points in proptest::collection::vec((-60..120i32, -60..120i32), 2..6),
            width in 1..6u32,
        ) {
            let points: Vec<Point> = points.iter().map(|(x, y)| (*x as f32 + 0.5, *y as f32 + 0.5)).collect();
            let black = BackendColor { alpha: 1.0, rgb: (0, 0, 0) };
            let mut whole = Pixmap::new(4 * SIDE, 4 * SIDE).unwrap();
            whole.fill(Color::WHITE);
            let moved: Vec<Point> = points.iter().map(|(x, y)| (x + 90.0, y + 90.0)).collect();
            draw(&mut whole, &moved, width as f32, black);
            let part = drawn(&points, width as f32, 1.0);
            for y in 0..SIDE {
                for x in 0..SIDE {
                    let [of_part, of_whole] = [part.pixel(x, y), whole.pixel(x + 90, y + 90)].map(|pixel| pixel.unwrap().red());
                    prop_assert!(of_part.abs_diff(of_whole) <= 1, "{x}, {y}: {of_part} and not {of_whole}");
                }
            }
        }
    }

    #[test]
    fn what_is_far_away_or_no_place_draws_nothing_and_takes_no_room() {
        for points in [
            vec![(-1e9, -5.0), (-1e8, -9.0)],
            vec![(f32::NAN, 1.0), (3.0, f32::NAN)],
            vec![(f32::INFINITY, 1.0), (f32::INFINITY, 9.0)],
            vec![(7.0, 7.0), (7.0, 7.0)],
            vec![(7.0, 7.0)],
            Vec::new(),
        ] {
            assert!(red(&drawn(&points, 2.0, 1.0)).iter().all(|red| *red == 255.0), "{points:?}");
        }
        // A line across everything is seen.
        let across = red(&drawn(&[(-1e6, 30.5), (1e6, 30.5)], 1.0, 1.0));
        assert_eq!(across.iter().filter(|red| **red == 0.0).count(), SIDE as usize);
    }
}
