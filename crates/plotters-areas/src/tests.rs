//! The same marks, drawn by another backend alone and with areas filled here.

use std::ops::Range;

use plotters_backend::{BackendColor, BackendCoord, DrawingBackend, DrawingErrorKind};
use plotters_tiny_skia::{BackendError, NoText, TinySkiaBackend};
use proptest::prelude::*;

use crate::{AreasBackend, Blend, Picture};

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

/// A drawing.
#[derive(Clone, Debug)]
enum Drawing {
    Layers(Stack),
    LayersWithLines(Stack),
    Bands(Stack),
}

impl Drawing {
    fn draw<B: DrawingBackend>(&self, backend: &mut B) -> Result<(), DrawingErrorKind<B::ErrorType>> {
        match self {
            Drawing::Layers(stack) => layers(backend, stack, false)?,
            Drawing::LayersWithLines(stack) => layers(backend, stack, true)?,
            Drawing::Bands(stack) => bands(backend, stack)?,
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

#[test]
fn what_follows_an_area_is_drawn_on_it() {
    let edge: Vec<BackendCoord> = (0..40).map(|x| (10 + x, 10)).collect();
    let [alone, filled] = Drawing::Layers(vec![edge]).pixels();
    // In the area, and in the gap through it.
    let at = |x: usize| 30 * WIDTH as usize + x;
    assert_eq!([filled[at(15)], filled[at(20)]], [30.0, 255.0]);
    assert_eq!(alone, filled);
}
