#![doc = include_str!("../README.md")]

mod glyphs;
mod ink;
mod line;

use plotters_backend::text_anchor::Pos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};
use tiny_skia::{Color, FillRule, LineJoin, Paint, Path, PathBuilder, Pixmap, Rect, Stroke, Transform};

/// plotters hands backends the height of a line, which is this many times the size of the font.
const LINE_HEIGHT: f64 = 1.24;

/// Why a picture cannot be drawn.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum BackendError {
    /// A picture without pixels, or with more than memory has.
    #[error("a picture of {0} by {1} pixels cannot be drawn")]
    Size(u32, u32),
    /// A text cannot be drawn, with the reason.
    #[error("text cannot be drawn: {0}")]
    Text(&'static str),
}

/// A text with its place.
pub struct Placed<'a> {
    /// The text, one line.
    pub text: &'a str,
    /// The place, in pixels from the upper left corner.
    pub at: (f32, f32),
    /// The size of the font in pixels.
    pub size: f32,
    /// Which point of the text stands at the place.
    pub anchor: Pos,
}

/// Makes outlines of texts.
pub trait Text {
    /// The outline of a text at its place; `None` where it has none, such as a blank.
    fn outline(&self, placed: &Placed<'_>) -> Result<Option<Path>, BackendError>;
}

/// For drawings without text: any text is an error.
pub struct NoText;

impl Text for NoText {
    fn outline(&self, _: &Placed<'_>) -> Result<Option<Path>, BackendError> {
        Err(BackendError::Text("this drawing was begun without a font"))
    }
}

/// A plotters backend that draws pixels.
pub struct TinySkiaBackend<T> {
    pixels: Pixmap,
    text: T,
}

type Outcome = Result<(), DrawingErrorKind<BackendError>>;

/// How far right and down a stroke of this many pixels is moved: one of odd width is sharp in the middle of pixels.
fn stroke_offset(width: u32) -> f32 {
    if width % 2 == 1 { 0.5 } else { 0.0 }
}

fn paint(colour: BackendColor) -> Paint<'static> {
    let (r, g, b) = colour.rgb;
    let mut paint = Paint::default();
    let alpha = (colour.alpha.clamp(0.0, 1.0) * 255.0).round() as u8;
    paint.set_color_rgba8(r, g, b, alpha);
    paint
}

fn stroke(width: u32) -> Stroke {
    Stroke { width: width.max(1) as f32, line_join: LineJoin::Round, ..Stroke::default() }
}

fn polygon(corners: impl IntoIterator<Item = BackendCoord>) -> Option<Path> {
    let mut path = PathBuilder::new();
    for (i, (x, y)) in corners.into_iter().enumerate() {
        let (x, y) = (x as f32, y as f32);
        if i == 0 { path.move_to(x, y) } else { path.line_to(x, y) }
    }
    if !path.is_empty() {
        path.close();
    }
    path.finish()
}

impl<T> TinySkiaBackend<T> {
    /// A white picture of this size in pixels, and what draws its texts.
    pub fn new(width: u32, height: u32, text: T) -> Result<TinySkiaBackend<T>, BackendError> {
        let mut pixels = Pixmap::new(width, height).ok_or(BackendError::Size(width, height))?;
        pixels.fill(Color::WHITE);
        Ok(TinySkiaBackend { pixels, text })
    }

    /// The picture as it is now.
    pub fn into_pixels(self) -> Pixmap {
        self.pixels
    }

    fn fill(&mut self, path: &Path, colour: BackendColor) {
        self.pixels.fill_path(path, &paint(colour), FillRule::Winding, Transform::identity(), None);
    }

    fn stroke(&mut self, path: &Path, style: &impl BackendStyle) {
        let stroke = stroke(style.stroke_width());
        self.pixels.stroke_path(path, &paint(style.color()), &stroke, Transform::identity(), None);
    }
}

impl<T: Text> DrawingBackend for TinySkiaBackend<T> {
    type ErrorType = BackendError;

    fn get_size(&self) -> (u32, u32) {
        (self.pixels.width(), self.pixels.height())
    }

    fn ensure_prepared(&mut self) -> Outcome {
        Ok(())
    }

    fn present(&mut self) -> Outcome {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, colour: BackendColor) -> Outcome {
        if let Some(rect) = Rect::from_xywh(x as f32, y as f32, 1.0, 1.0) {
            self.pixels.fill_rect(rect, &paint(colour), Transform::identity(), None);
        }
        Ok(())
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Outcome {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Outcome {
        let edges = (from.0 as f32, from.1 as f32, to.0 as f32, to.1 as f32);
        let offset = if fill { 0.0 } else { stroke_offset(style.stroke_width()) };
        let (left, top, right, bottom) =
            (edges.0 + offset, edges.1 + offset, edges.2 + offset, edges.3 + offset);
        // A rectangle without area has no ink.
        let Some(rect) = Rect::from_ltrb(left, top, right, bottom) else { return Ok(()) };
        if fill {
            self.pixels.fill_rect(rect, &paint(style.color()), Transform::identity(), None);
        } else {
            self.stroke(&PathBuilder::from_rect(rect), style);
        }
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Outcome {
        let width = style.stroke_width().max(1);
        let offset = stroke_offset(width);
        let points: Vec<line::Point> =
            path.into_iter().map(|(x, y)| (x as f32 + offset, y as f32 + offset)).collect();
        line::draw(&mut self.pixels, &points, width as f32, style.color());
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        (x, y): BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Outcome {
        let Some(path) = PathBuilder::from_circle(x as f32, y as f32, radius as f32) else { return Ok(()) };
        if fill {
            self.fill(&path, style.color());
        } else {
            self.stroke(&path, style);
        }
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Outcome {
        if let Some(path) = polygon(corners) {
            self.fill(&path, style.color());
        }
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Outcome {
        let size = (style.size() / LINE_HEIGHT) as f32;
        let placed = Placed { text, at: (at.0 as f32, at.1 as f32), size, anchor: style.anchor() };
        let outline = self.text.outline(&placed).map_err(DrawingErrorKind::DrawingError)?;
        if let Some(path) = outline
            && !glyphs::fill(&mut self.pixels, &path, style.color())
        {
            self.fill(&path, style.color());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BLACK: BackendColor = BackendColor { alpha: 1.0, rgb: (0, 0, 0) };

    fn drawn(draw: impl FnOnce(&mut TinySkiaBackend<NoText>) -> Outcome) -> Pixmap {
        let mut backend = TinySkiaBackend::new(20, 20, NoText).unwrap();
        draw(&mut backend).unwrap();
        backend.into_pixels()
    }

    fn red(pixels: &Pixmap, x: u32, y: u32) -> u8 {
        pixels.pixel(x, y).unwrap().red()
    }

    #[test]
    fn a_filled_rectangle_has_sharp_edges() {
        let pixels = drawn(|backend| backend.draw_rect((5, 5), (10, 10), &BLACK, true));
        assert_eq!(
            [red(&pixels, 4, 7), red(&pixels, 5, 7), red(&pixels, 9, 7), red(&pixels, 10, 7)],
            [255, 0, 0, 255]
        );
        assert_eq!(
            [red(&pixels, 7, 4), red(&pixels, 7, 5), red(&pixels, 7, 9), red(&pixels, 7, 10)],
            [255, 0, 0, 255]
        );
    }

    #[test]
    fn translucent_colours_blend_with_what_is_below() {
        let half = BackendColor { alpha: 0.5, ..BLACK };
        let pixels = drawn(|backend| backend.draw_rect((0, 0), (20, 20), &half, true));
        assert!((126..=129).contains(&red(&pixels, 10, 10)), "{}", red(&pixels, 10, 10));
    }

    #[test]
    fn slanted_edges_are_smooth_along_both_axes() {
        // Nearly level and nearly upright: each has pixels that are covered in part.
        for line in [[(0, 5), (20, 7)], [(5, 0), (7, 20)]] {
            let pixels = drawn(|backend| backend.draw_path(line, &BLACK));
            let partly = pixels.pixels().iter().filter(|p| (1..255).contains(&p.red())).count();
            assert!(partly >= 20, "{line:?}: {partly}");
        }
    }

    #[test]
    fn a_line_of_odd_width_is_sharp() {
        let pixels = drawn(|backend| backend.draw_line((5, 0), (5, 19), &BLACK));
        assert_eq!([red(&pixels, 4, 9), red(&pixels, 5, 9), red(&pixels, 6, 9)], [255, 0, 255]);
    }

    #[test]
    fn circles_and_polygons_fill_and_outline() {
        let disc = drawn(|backend| backend.draw_circle((10, 10), 5, &BLACK, true));
        assert_eq!([red(&disc, 10, 10), red(&disc, 1, 1)], [0, 255]);
        let ring = drawn(|backend| backend.draw_circle((10, 10), 5, &BLACK, false));
        assert_eq!(red(&ring, 10, 10), 255);
        let triangle = drawn(|backend| backend.fill_polygon([(0, 0), (19, 0), (0, 19)], &BLACK));
        assert_eq!([red(&triangle, 3, 3), red(&triangle, 18, 18)], [0, 255]);
    }

    #[test]
    fn no_picture_without_pixels() {
        assert_eq!(TinySkiaBackend::new(0, 10, NoText).err(), Some(BackendError::Size(0, 10)));
    }
}
