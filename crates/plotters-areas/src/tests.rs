//! The same marks, drawn by another backend alone and with areas filled here.

use std::ops::Range;

use plotters_backend::{BackendColor, BackendCoord, BackendStyle, DrawingBackend, DrawingErrorKind};
use plotters_tiny_skia::{BackendError, NoText, TinySkiaBackend};
use proptest::prelude::*;

use crate::mark::Line;
use crate::{AreasBackend, Blend, MANY, Mark, Picture, drawn, is_dense};

const WIDTH: i32 = 160;
const HEIGHT: i32 = 60;
/// The greatest contrast of what is drawn.
const CONTRAST: f32 = 225.0;
/// tiny-skia takes few samples of a pixel, so it is off by so much of one at its edges.
const NEAR: f32 = 0.25;

type Tiny = TinySkiaBackend<NoText>;
type Outcome = Result<(), DrawingErrorKind<BackendError>>;

impl Blend for Tiny {
    fn blend(&mut self, picture: &Picture) -> Outcome {
        for (at, pixel) in picture.rgba().chunks_exact(4).enumerate() {
            let (x, y) = (at % picture.width as usize, at / picture.width as usize);
            let rgb = (pixel[0], pixel[1], pixel[2]);
            let colour = BackendColor { alpha: f64::from(pixel[3]) / 255.0, rgb };
            self.draw_pixel((picture.at.0 + x as i32, picture.at.1 + y as i32), colour)?;
        }
        Ok(())
    }
}

/// Edges of layers, from the highest layer to the lowest, each from left to right.
type Stack = Vec<Vec<BackendCoord>>;

const BASE: i32 = HEIGHT - 4;

fn grey(at: usize) -> BackendColor {
    let part = 30 + 50 * (at as u8 % 4);
    BackendColor { alpha: 1.0, rgb: (part, part, part) }
}

/// What a stacked chart draws: layers down to the base, with lines between them where they are wanted, and gaps through all.
fn layers<B: DrawingBackend>(
    backend: &mut B,
    stack: &Stack,
    has_lines: bool,
) -> Result<(), DrawingErrorKind<B::ErrorType>> {
    let white = BackendColor { alpha: 1.0, rgb: (255, 255, 255) };
    for (at, edge) in stack.iter().enumerate() {
        let ends = [edge[edge.len() - 1].0, edge[0].0].map(|x| (x, BASE));
        backend.fill_polygon(edge.iter().copied().chain(ends), &grey(at))?;
        if has_lines && at > 0 {
            backend.draw_path(edge.iter().copied(), &white)?;
        }
    }
    backend.draw_rect((20, 0), (22, BASE), &white, true)
}

/// What a chart of quantiles draws: bands that shine through, one on another.
fn bands<B: DrawingBackend>(backend: &mut B, stack: &Stack) -> Result<(), DrawingErrorKind<B::ErrorType>> {
    for (at, pair) in stack.windows(2).enumerate() {
        let corners = pair[0].iter().chain(pair[1].iter().rev()).copied();
        backend.fill_polygon(corners, &BackendColor { alpha: 0.5, ..grey(at) })?;
    }
    Ok(())
}

/// Lines, one over another.
fn lines<B: DrawingBackend>(
    backend: &mut B,
    stack: &Stack,
    stroke_width: u32,
) -> Result<(), DrawingErrorKind<B::ErrorType>> {
    stack.iter().enumerate().try_for_each(|(at, points)| {
        backend.draw_path(points.iter().copied(), &Pen { colour: grey(at), stroke_width })
    })
}

/// What lines are drawn with.
struct Pen {
    colour: BackendColor,
    stroke_width: u32,
}

impl BackendStyle for Pen {
    fn color(&self) -> BackendColor {
        self.colour
    }

    fn stroke_width(&self) -> u32 {
        self.stroke_width
    }
}

/// A drawing.
#[derive(Clone, Debug)]
enum Drawing {
    Layers(Stack),
    LayersWithLines(Stack),
    Bands(Stack),
    /// With their width.
    Lines(Stack, u32),
}

impl Drawing {
    fn draw<B: DrawingBackend>(&self, backend: &mut B) -> Result<(), DrawingErrorKind<B::ErrorType>> {
        match self {
            Drawing::Layers(stack) => layers(backend, stack, false)?,
            Drawing::LayersWithLines(stack) => layers(backend, stack, true)?,
            Drawing::Bands(stack) => bands(backend, stack)?,
            Drawing::Lines(stack, width) => lines(backend, stack, *width)?,
        }
        backend.present()
    }

    /// How dark each pixel is, row by row: drawn by tiny-skia alone, and with areas filled here.
    fn pixels(&self) -> [Vec<f32>; 2] {
        let empty = || TinySkiaBackend::new(WIDTH as u32, HEIGHT as u32, NoText).unwrap();
        let (mut alone, mut filled) = (empty(), AreasBackend::new(empty()));
        self.draw(&mut alone).unwrap();
        self.draw(&mut filled).unwrap();
        let dark =
            |tiny: Tiny| tiny.into_pixels().pixels().iter().map(|pixel| f32::from(pixel.red())).collect();
        [alone, filled.backend].map(dark)
    }
}

/// By how much pixels differ at most, and columns of them in all.
fn differences([one, other]: &[Vec<f32>; 2]) -> (f32, f32) {
    let apart: Vec<f32> = one.iter().zip(other).map(|(one, other)| one - other).collect();
    let column = |x: usize| apart.iter().skip(x).step_by(WIDTH as usize).sum::<f32>().abs();
    let most = apart.iter().fold(0.0f32, |most, apart| most.max(apart.abs()));
    (most, (0..WIDTH as usize).map(column).fold(0.0, f32::max))
}

/// Stacks of points so many pixels apart; several are in one column where that is 0.
fn stack(apart: Range<i32>, layers: Range<usize>) -> impl Strategy<Value = Stack> {
    let layer = prop::collection::vec(0..9i32, 200);
    (prop::collection::vec(apart, 200), prop::collection::vec(layer, layers)).prop_map(|(steps, layers)| {
        let ahead = |x: &mut i32, step: &i32| Some(std::mem::replace(x, *x + step));
        let xs: Vec<i32> = steps.iter().scan(2, ahead).collect();
        let mut heights = vec![0; steps.len()];
        let mut stack = Stack::new();
        for layer in layers {
            heights.iter_mut().zip(layer).for_each(|(height, more)| *height += more);
            let points = xs.iter().zip(&heights).map(|(x, height)| (*x, BASE - height));
            stack.push(points.take_while(|point| point.0 < WIDTH - 2).collect());
        }
        stack.reverse();
        stack
    })
}

fn areas() -> impl Strategy<Value = Drawing> {
    let stack = || prop_oneof![stack(0..2, 2..5), stack(1..2, 2..5), stack(1..4, 2..5)];
    prop_oneof![stack().prop_map(Drawing::Layers), stack().prop_map(Drawing::Bands)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn areas_are_filled_as_another_backend_fills_them(drawing in areas()) {
        let (pixel, column) = differences(&drawing.pixels());
        prop_assert!(pixel <= NEAR * CONTRAST, "a pixel differs by {pixel}");
        // An edge is in its place to a part of a pixel.
        prop_assert!(column <= 2.0 * NEAR * CONTRAST, "a column differs by {column}");
    }

    #[test]
    fn lines_between_areas_are_where_another_backend_draws_them(
        stack in stack(2..5, 2..3).prop_map(Drawing::LayersWithLines)
    ) {
        let (pixel, column) = differences(&stack.pixels());
        // Where legs of a line meet they overlap a little.
        prop_assert!(pixel <= 0.5 * CONTRAST, "a pixel differs by {pixel}");
        prop_assert!(column <= CONTRAST, "a column differs by {column}");
    }
}

/// The opacity of the pixels of a line alone, row by row; nothing where it is no line.
fn opacity(points: &[BackendCoord], width: u32) -> Vec<u8> {
    let black = BackendColor { alpha: 1.0, rgb: (0, 0, 0) };
    let mut pixels = vec![0; (WIDTH * HEIGHT) as usize];
    let line = Line::new(points, width, black, WIDTH as u32).map(Mark::Line);
    let picture = line.and_then(|line| drawn(&mut [line], (WIDTH as u32, HEIGHT as u32)));
    for (at, pixel) in picture.iter().flat_map(|picture| picture.rgba().chunks_exact(4).enumerate()) {
        let picture = picture.as_ref().unwrap();
        let (x, y) = (at % picture.width as usize, at / picture.width as usize);
        let (x, y) = (picture.at.0 + x as i32, picture.at.1 + y as i32);
        // Pictures are some whole strips wide.
        if x < WIDTH {
            pixels[(y * WIDTH + x) as usize] = pixel[3];
        }
    }
    pixels
}

/// From where to where points and the straight lines between them reach down, between two places.
fn extent(points: &[BackendCoord], from: f32, to: f32) -> Option<(f32, f32)> {
    let heights = points.windows(2).flat_map(|pair| {
        let [(x, y), (end_x, end_y)] = [pair[0], pair[1]].map(|(x, y)| (x as f32, y as f32));
        let (left, right) = (from.max(x), to.min(end_x));
        let at = |place: f32| if end_x > x { y + (end_y - y) * (place - x) / (end_x - x) } else { y };
        if left <= right {
            vec![at(left), at(right), if end_x > x { at(right) } else { end_y }]
        } else {
            Vec::new()
        }
    });
    let (least, most) =
        heights.fold((f32::INFINITY, f32::NEG_INFINITY), |(least, most), y| (least.min(y), most.max(y)));
    (least <= most).then_some((least, most))
}

proptest! {
    #[test]
    fn lines_are_where_another_backend_draws_them(
        stack in stack(2..5, 1..2),
        width in 1..6u32,
    ) {
        prop_assume!(stack.iter().all(|points| points.len() >= MANY && !is_dense(points)));
        // Where a line is steep its ends are round here, and cut across the line there.
        let ends = stack.iter().flat_map(|points| [points[0].0, points[points.len() - 1].0]);
        let ends: Vec<i32> = ends.flat_map(|end| end - width as i32..=end + width as i32).collect();
        let pixels = Drawing::Lines(stack, width).pixels().map(|mut pixels| {
            let is_end = |at: usize| ends.contains(&(at as i32 % WIDTH));
            pixels.iter_mut().enumerate().filter(|(at, _)| is_end(*at)).for_each(|(_, pixel)| *pixel = 0.0);
            pixels
        });
        let (pixel, column) = differences(&pixels);
        prop_assert!(pixel <= 0.35 * CONTRAST, "a pixel differs by {pixel}");
        prop_assert!(column <= 0.7 * CONTRAST, "a column differs by {column}");
    }

    #[test]
    fn a_line_has_its_ink_where_it_goes_and_nowhere_else(
        steps in prop::collection::vec((0..4i32, 0..HEIGHT - 12), 3..80),
        width in 1..6u32,
    ) {
        let points: Vec<BackendCoord> = steps
            .iter()
            .scan(4, |x, (step, y)| { *x += step; Some((*x, 6 + y)) })
            .take_while(|point| point.0 < WIDTH - 4)
            .collect();
        let (Some(first), Some(last)) = (points.first(), points.last()) else { return Ok(()) };
        prop_assume!(first.0 + 2 < last.0);
        let (first, last) = (first.0, last.0);
        let ink = opacity(&points, width);
        let (half, middle) = (width as f32 / 2.0, if width % 2 == 1 { 0.5 } else { 0.0 });
        let rows = |x: i32| (0..HEIGHT).map(move |row| (row, (row as f32 + 0.5), (row * WIDTH + x) as usize));
        for x in first + 1..last - 1 {
            let place = x as f32 - middle;
            let (top, bottom) = extent(&points, place, place + 1.0).unwrap();
            let (highest, lowest) = extent(&points, place - half - 1.0, place + 2.0 + half).unwrap();
            for (row, y, at) in rows(x) {
                let y = y - middle;
                if (top..=bottom).contains(&y) {
                    prop_assert!(ink[at] > 0, "{x}, {row} of {points:?}");
                }
                if y < highest - half - 1.0 || y > lowest + half + 1.0 {
                    prop_assert_eq!(ink[at], 0, "{}, {} of {:?}", x, row, points);
                }
            }
        }
        let beside = (width / 2) as i32;
        for x in (0..first - beside).chain(last + beside + 1..WIDTH) {
            prop_assert!(rows(x).all(|(.., at)| ink[at] == 0), "beside it, in column {x}");
        }
    }
}

#[test]
fn a_spike_at_an_end_is_as_wide_as_the_line() {
    for width in 1..6 {
        let ink = opacity(&[(40, 50), (40, 10), (41, 50), (90, 50)], width);
        let row: Vec<i32> = (0..WIDTH).filter(|x| ink[(20 * WIDTH + x) as usize] > 100).collect();
        assert!(row.len() as u32 >= width && row.len() as u32 <= width + 1, "{width}: {row:?}");
    }
}

#[test]
fn a_level_line_is_sharp() {
    for width in 1..6 {
        let ink = opacity(&[(10, 30), (50, 30), (90, 30)], width);
        let column: Vec<usize> =
            (0..HEIGHT as usize).filter(|row| ink[row * WIDTH as usize + 40] > 0).collect();
        assert_eq!(column.len(), width as usize, "{width}");
        assert!(column.iter().all(|row| ink[row * WIDTH as usize + 40] == 255), "{width}");
    }
}

#[test]
fn what_is_no_line_or_lies_elsewhere_draws_nothing_and_takes_no_room() {
    for points in [
        vec![],
        vec![(7, 7)],
        vec![(7, 7), (7, 7)],
        vec![(9, 7), (7, 7)],
        vec![(-900_000_000, 3), (-800_000_000, 9)],
        vec![(800_000_000, 3), (900_000_000, 9)],
        vec![(3, -900_000_000), (900, -800_000_000)],
        vec![(3, 800_000_000), (900, 900_000_000)],
    ] {
        assert!(opacity(&points, 2).iter().all(|ink| *ink == 0), "{points:?}");
    }
    // One across everything is seen.
    let across = opacity(&[(-1_000_000, 30), (1_000_000, 30)], 2);
    assert_eq!(across.iter().filter(|ink| **ink == 255).count(), 2 * WIDTH as usize);
}

#[test]
fn what_follows_an_area_is_drawn_on_it() {
    let edge: Vec<BackendCoord> = (0..40).map(|x| (10 + x, 10)).collect();
    let [alone, filled] = Drawing::Layers(vec![edge]).pixels();
    // In the area, and in the gap through it.
    let at = |x: usize| 30 * WIDTH as usize + x;
    assert_eq!([filled[at(15)], filled[at(20)]], [30.0, 255.0]);
    assert_eq!(alone, filled);
}
