//! Marks that plotters does not have, by its traits: placed by a chart's coordinates, drawn in pixels.

use plotters::element::{DashedPathElement, Drawable, PointCollection};
use plotters::style::{Color, RGBAColor, ShapeStyle};
use plotters_backend::{BackendCoord, DrawingBackend, DrawingErrorKind};

use super::decimate::{Reach, outline, thin};

/// A line through consecutive values, from left to right, with no more points than can be seen.
pub(crate) struct Run<C> {
    points: Vec<C>,
    style: ShapeStyle,
    dot: u32,
    dashes: Option<(i32, i32)>,
    beside: i32,
}

impl<C> Run<C> {
    /// A line through points; where all are one place, a dot of the radius `dot`, because the line would not be seen.
    pub fn new(points: Vec<C>, style: ShapeStyle, dot: u32) -> Run<C> {
        Run { points, style, dot, dashes: None, beside: 1 }
    }

    /// In dashes of the first length with gaps of the second, where the line runs on. One that mostly goes up and down is
    /// plain: dashes of neighbouring strokes are not seen as such, and there would be thousands of them.
    pub fn dashed(self, dashes: (i32, i32)) -> Run<C> {
        Run { dashes: Some(dashes), ..self }
    }

    /// So many lines a pixel below one another: where a wide stroke is slow, they are not.
    pub fn beside(self, beside: i32) -> Run<C> {
        Run { beside, ..self }
    }
}

impl<'a, C> PointCollection<'a, C> for &'a Run<C> {
    type Point = &'a C;
    type IntoIter = &'a [C];

    fn point_iter(self) -> &'a [C] {
        &self.points
    }
}

impl<C, DB: DrawingBackend> Drawable<DB> for Run<C> {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        points: I,
        backend: &mut DB,
        size: (u32, u32),
    ) -> Result<(), DrawingErrorKind<DB::ErrorType>> {
        let points = thin(&points.collect::<Vec<_>>());
        match (points.as_slice(), self.dashes) {
            ([at, rest @ ..], _) if rest.iter().all(|point| point == at) => {
                backend.draw_circle(*at, self.dot, &self.style, true)
            }
            (points, Some((on, off))) if runs_on(points) => {
                let points = points.iter().copied();
                DashedPathElement::new(points.clone(), on, off, self.style).draw(points, backend, size)
            }
            (points, _) => (0..self.beside).try_for_each(|down| {
                backend.draw_path(points.iter().map(|(x, y)| (*x, y + down)), &self.style)
            }),
        }
    }
}

/// Whether a line is not much longer than it is wide.
fn runs_on(points: &[BackendCoord]) -> bool {
    let length: f64 = points
        .windows(2)
        .map(|pair| f64::from(pair[1].0 - pair[0].0).hypot(f64::from(pair[1].1 - pair[0].1)))
        .sum();
    let width = points.last().zip(points.first()).map_or(0, |(last, first)| last.0 - first.0);
    length <= MOST_WAYS * f64::from(width)
}

/// How many times its width a line may be long and still be said to run on.
const MOST_WAYS: f64 = 4.0;

/// What lies between two edges over the same values, each from left to right.
pub(crate) struct Between<C> {
    points: Vec<C>,
    /// How many of the points are the upper edge's.
    upper: usize,
    /// What the lower edge shows where its points are narrower than pixels.
    lower: Reach,
    colour: RGBAColor,
}

impl<C> Between<C> {
    /// The area below the first edge and above the second. Where the points are narrower than pixels it reaches as far as any of
    /// them, up and down.
    pub fn new(upper: Vec<C>, lower: Vec<C>, colour: RGBAColor) -> Between<C> {
        let length = upper.len();
        let points = upper.into_iter().chain(lower).collect();
        Between { points, upper: length, lower: Reach::Lowest, colour }
    }

    /// The same, as a layer of a stack: it begins where the layer below it ends.
    pub fn layer(upper: Vec<C>, lower: Vec<C>, colour: RGBAColor) -> Between<C> {
        Between { lower: Reach::Highest, ..Between::new(upper, lower, colour) }
    }
}

impl<'a, C> PointCollection<'a, C> for &'a Between<C> {
    type Point = &'a C;
    type IntoIter = &'a [C];

    fn point_iter(self) -> &'a [C] {
        &self.points
    }
}

impl<C, DB: DrawingBackend> Drawable<DB> for Between<C> {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        points: I,
        backend: &mut DB,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<DB::ErrorType>> {
        let points: Vec<BackendCoord> = points.collect();
        let (upper, lower) = points.split_at(self.upper);
        let (mut upper, mut lower) = (outline(upper, Reach::Highest), outline(lower, self.lower));
        for edge in [&mut upper, &mut lower] {
            // What is narrower than a pixel is seen as one.
            if let [first, .., last] = edge.as_mut_slice() {
                last.0 = last.0.max(first.0 + 1);
            }
        }
        upper.extend(lower.into_iter().rev());
        backend.fill_polygon(upper, &self.colour.to_backend_color())
    }
}
