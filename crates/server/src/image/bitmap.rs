//! A plotters backend that draws pixels, and the picture as PNG.
//!
//! Neither of plotters' own bitmap backend, which smooths no edge of an area, nor of a detour over SVG and resvg, which
//! would parse a text of a megabyte to draw what is at hand as numbers: this draws with tiny-skia, resvg's rasteriser and a
//! port of the one in Chromium, by the rules of the app's canvas (odd strokes in the middle of pixels, round joints), so
//! that both pictures are the same but for their fonts.

use plotters_backend::text_anchor::HPos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};
use rssac002_charts::draw::Scene;
use rssac002_charts::draw::render::{LINE_HEIGHT, render, stroke_offset};
use tiny_skia::{Color, FillRule, LineJoin, Paint, PathBuilder, Pixmap, Rect, Stroke, Transform};

use super::font::Font;

/// Why a picture cannot be drawn.
#[derive(Debug, thiserror::Error)]
pub enum BitmapError {
    /// A picture without pixels, or with more than memory has.
    #[error("a picture of {0} by {1} pixels cannot be drawn")]
    Size(u32, u32),
    /// The bundled font cannot be read.
    #[error("the font of this program is damaged")]
    Font,
    /// The PNG could not be written.
    #[error("the PNG cannot be written: {0}")]
    Png(#[from] png::EncodingError),
}

/// Draws into pixels.
struct Bitmap {
    pixels: Pixmap,
}

type Outcome = Result<(), DrawingErrorKind<BitmapError>>;

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

fn trace(
    points: impl IntoIterator<Item = BackendCoord>,
    offset: f32,
    close: bool,
) -> Option<tiny_skia::Path> {
    let mut path = PathBuilder::new();
    for (i, (x, y)) in points.into_iter().enumerate() {
        let (x, y) = (x as f32 + offset, y as f32 + offset);
        if i == 0 { path.move_to(x, y) } else { path.line_to(x, y) }
    }
    if close && !path.is_empty() {
        path.close();
    }
    path.finish()
}

impl Bitmap {
    fn fill(&mut self, path: &tiny_skia::Path, colour: BackendColor) {
        self.pixels.fill_path(path, &paint(colour), FillRule::Winding, Transform::identity(), None);
    }

    fn stroke(&mut self, path: &tiny_skia::Path, style: &impl BackendStyle) {
        let stroke = stroke(style.stroke_width());
        self.pixels.stroke_path(path, &paint(style.color()), &stroke, Transform::identity(), None);
    }
}

impl DrawingBackend for Bitmap {
    type ErrorType = BitmapError;

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
        if let Some(path) = trace(path, stroke_offset(style.stroke_width()), false) {
            self.stroke(&path, style);
        }
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
        if let Some(path) = trace(corners, 0.0, true) {
            self.fill(&path, style.color());
        }
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Outcome {
        let size = (style.size() / LINE_HEIGHT) as f32;
        let font = Font::new(size).ok_or(DrawingErrorKind::DrawingError(BitmapError::Font))?;
        let left = match style.anchor().h_pos {
            HPos::Left => 0.0,
            HPos::Center => font.width(text) / 2.0,
            HPos::Right => font.width(text),
        };
        if let Some(path) = font.outline(text, at.0 as f32 - left, at.1 as f32) {
            self.fill(&path, style.color());
        }
        Ok(())
    }
}

/// A scene as PNG. The scene covers its whole surface, so the picture is opaque.
pub fn png(scene: &Scene) -> Result<Vec<u8>, BitmapError> {
    let (width, height) = (scene.width, scene.height);
    let mut pixels = Pixmap::new(width, height).ok_or(BitmapError::Size(width, height))?;
    pixels.fill(Color::WHITE);
    let mut bitmap = Bitmap { pixels };
    render(scene, &mut bitmap).map_err(|error| match error {
        DrawingErrorKind::DrawingError(error) => error,
        DrawingErrorKind::FontError(_) => BitmapError::Font,
    })?;
    let rgb: Vec<u8> = bitmap.pixels.pixels().iter().flat_map(|p| [p.red(), p.green(), p.blue()]).collect();
    let mut out = Vec::with_capacity(rgb.len() / 16);
    let mut encoder = png::Encoder::new(&mut out, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Balanced);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&rgb)?;
    writer.finish()?;
    Ok(out)
}
