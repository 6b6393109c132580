//! Marks that plotters does not have, by its traits: placed by a chart's coordinates, drawn in pixels.

use plotters::element::{DashedPathElement, Drawable, PointCollection};
use plotters::style::{Color, RGBAColor, ShapeStyle};
use plotters_backend::{BackendCoord, DrawingBackend, DrawingErrorKind};

use super::decimate::thin;

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

    /// In dashes of the first length with gaps of the second.
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
            (points, Some((on, off))) => {
                let points = points.iter().copied();
                DashedPathElement::new(points.clone(), on, off, self.style).draw(points, backend, size)
            }
            (points, None) => (0..self.beside).try_for_each(|down| {
                backend.draw_path(points.iter().map(|(x, y)| (*x, y + down)), &self.style)
            }),
        }
    }
}

/// What lies between two edges over the same values, each from left to right.
pub(crate) struct Between<C> {
    points: Vec<C>,
    /// How many of the points are the upper edge's.
    upper: usize,
    colour: RGBAColor,
}

impl<C> Between<C> {
    /// The area below the first edge and above the second.
    pub fn new(upper: Vec<C>, lower: Vec<C>, colour: RGBAColor) -> Between<C> {
        let length = upper.len();
        let points = upper.into_iter().chain(lower).collect();
        Between { points, upper: length, colour }
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
        let (mut upper, mut lower) = (thin(upper), thin(lower));
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
