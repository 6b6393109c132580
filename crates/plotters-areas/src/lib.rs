#![doc = include_str!("../README.md")]

mod edge;
mod line;
mod mark;
mod strip;
#[cfg(test)]
mod tests;

use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};

use mark::{Area, Line, Mark};
use strip::{BESIDE, Pixel, Reach, Strip};

/// A rectangle of pixels.
pub struct Picture {
    /// Where its upper left corner is.
    pub at: BackendCoord,
    /// Width in pixels, at least one.
    pub width: u32,
    /// Height in pixels, at least one.
    pub height: u32,
    pixels: Vec<[Pixel; BESIDE]>,
}

impl Picture {
    /// Red, green, blue and opacity of each pixel, row by row; colours are not multiplied by the opacity.
    pub fn rgba(&self) -> &[u8] {
        bytemuck::cast_slice(&self.pixels)
    }
}

/// A backend that takes pictures.
pub trait Blend: DrawingBackend {
    /// Lays a picture over what is drawn.
    fn blend(&mut self, picture: &Picture) -> Result<(), DrawingErrorKind<Self::ErrorType>>;
}

/// Fills areas and lines, and has another backend draw everything else. The last ones are drawn with what follows them, or when
/// all is presented.
pub struct AreasBackend<B> {
    backend: B,
    /// Areas and lines that are still to be drawn, from the lowest to the highest.
    marks: Vec<Mark>,
}

/// A polygon of fewer corners, or a line through fewer points, is drawn by any backend as fast, unless it is among others.
const MANY: usize = 32;

/// Whether a line has more points than columns: a browser strokes such a line as fast as it is filled here.
fn is_dense(points: &[BackendCoord]) -> bool {
    let (first, last) = (points.first().map_or(0, |point| point.0), points.last().map_or(0, |point| point.0));
    points.len() as i64 > i64::from(last) - i64::from(first)
}

type Outcome<B> = Result<(), DrawingErrorKind<<B as DrawingBackend>::ErrorType>>;

/// The marks on a surface of a size; `None` where they have no ink there.
// Inlined into what is generic it would be compiled as the crate of the other backend is, which may be for size.
#[inline(never)]
fn drawn(marks: &mut [Mark], size: (u32, u32)) -> Option<Picture> {
    let Reach { columns, rows } = Reach::of_all(marks.iter().map(Mark::reach), size)?;
    let strips = columns.len().div_ceil(BESIDE);
    let mut pixels = vec![[0; BESIDE]; strips * rows.len()];
    for (at, left) in columns.clone().step_by(BESIDE).enumerate() {
        let mut strip = Strip::new(left..columns.end.min(left + BESIDE as i32), &rows);
        // From the highest to the lowest, so that nothing is filled that is hidden.
        marks.iter_mut().rev().for_each(|mark| mark.draw(&mut strip));
        let (rows, drawn) = strip.finish();
        for row in drawn {
            pixels[row * strips + at] = rows[row];
        }
    }
    let width = (strips * BESIDE) as u32;
    Some(Picture { at: (columns.start, rows.start), width, height: rows.len() as u32, pixels })
}

impl<B: Blend> AreasBackend<B> {
    /// Draws on this backend.
    pub fn new(backend: B) -> AreasBackend<B> {
        AreasBackend { backend, marks: Vec::new() }
    }

    /// The backend when all that waits is drawn on it.
    fn backend(&mut self) -> Result<&mut B, DrawingErrorKind<B::ErrorType>> {
        let mut marks = std::mem::take(&mut self.marks);
        if let Some(picture) = drawn(&mut marks, self.backend.get_size()) {
            self.backend.blend(&picture)?;
        }
        Ok(&mut self.backend)
    }
}

impl<B: Blend> DrawingBackend for AreasBackend<B> {
    type ErrorType = B::ErrorType;

    fn get_size(&self) -> (u32, u32) {
        self.backend.get_size()
    }

    fn ensure_prepared(&mut self) -> Outcome<B> {
        self.backend.ensure_prepared()
    }

    fn present(&mut self) -> Outcome<B> {
        self.backend()?.present()
    }

    fn draw_pixel(&mut self, point: BackendCoord, colour: BackendColor) -> Outcome<B> {
        self.backend()?.draw_pixel(point, colour)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Outcome<B> {
        self.backend()?.draw_line(from, to, style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Outcome<B> {
        self.backend()?.draw_rect(from, to, style, fill)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Outcome<B> {
        let points: Vec<BackendCoord> = path.into_iter().collect();
        let is_taken = points.len() >= MANY && !is_dense(&points) || !self.marks.is_empty();
        let (width, surface) = (style.stroke_width(), self.get_size().0);
        let line = is_taken.then(|| Line::new(&points, width, style.color(), surface)).flatten();
        match line {
            Some(line) => self.marks.push(Mark::Line(line)),
            None => self.backend()?.draw_path(points, style)?,
        }
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        centre: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Outcome<B> {
        self.backend()?.draw_circle(centre, radius, style, fill)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Outcome<B> {
        let corners: Vec<BackendCoord> = corners.into_iter().collect();
        let is_taken = corners.len() >= MANY || !self.marks.is_empty();
        match Area::new(&corners, style.color()).filter(|_| is_taken) {
            Some(area) => self.marks.push(Mark::Area(area)),
            None => self.backend()?.fill_polygon(corners, style)?,
        }
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Outcome<B> {
        self.backend()?.draw_text(text, style, at)
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<B::ErrorType>> {
        self.backend.estimate_text_size(text, style)
    }

    fn blit_bitmap(&mut self, at: BackendCoord, size: (u32, u32), rgb: &[u8]) -> Outcome<B> {
        self.backend()?.blit_bitmap(at, size, rgb)
    }
}
