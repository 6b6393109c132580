//! A scene drawn by any plotters backend.

use plotters_backend::text_anchor::{HPos, Pos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontFamily,
};

use super::scene::{Anchor, Ink, Item, Scene};
use super::text;

/// plotters' backends divide a font's size by this to get pixels, so that it is the height of a line.
pub const LINE_HEIGHT: f64 = 1.24;

/// How far below a text's place, the middle of its capitals and digits, its base line lies in the font of the server's
/// pictures, in units of the font size.
pub const BASE_LINE: f64 = 0.357;

/// How far right and down a stroke of this many pixels is moved: one of odd width is sharp in the middle of pixels. For
/// backends that draw in pixels, so that they draw alike.
pub fn stroke_offset(width: u32) -> f32 {
    if width % 2 == 1 { 0.5 } else { 0.0 }
}

struct Style {
    ink: Ink,
    width: u32,
}

fn colour(ink: Ink) -> BackendColor {
    BackendColor { alpha: ink.opacity, rgb: (ink.rgb.0, ink.rgb.1, ink.rgb.2) }
}

impl BackendStyle for Style {
    fn color(&self) -> BackendColor {
        colour(self.ink)
    }

    fn stroke_width(&self) -> u32 {
        self.width
    }
}

struct TextStyle {
    ink: Ink,
    size: f64,
    anchor: Anchor,
}

/// A backend without text of its own asks for glyphs, and there is no font here to make them from.
#[derive(Debug, thiserror::Error)]
#[error("this drawing needs a backend that draws text itself")]
struct NoGlyphs;

impl BackendTextStyle for TextStyle {
    type FontError = NoGlyphs;

    fn color(&self) -> BackendColor {
        colour(self.ink)
    }

    fn size(&self) -> f64 {
        self.size * LINE_HEIGHT
    }

    fn anchor(&self) -> Pos {
        let h_pos = match self.anchor {
            Anchor::Start => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::End => HPos::Right,
        };
        Pos::new(h_pos, VPos::Center)
    }

    fn family(&self) -> FontFamily<'_> {
        FontFamily::SansSerif
    }

    fn layout_box(&self, text: &str) -> Result<((i32, i32), (i32, i32)), NoGlyphs> {
        Ok(((0, 0), (text::width(text, self.size).ceil() as i32, self.size.ceil() as i32)))
    }

    fn draw<E, F: FnMut(i32, i32, BackendColor) -> Result<(), E>>(
        &self,
        _: &str,
        _: BackendCoord,
        _: F,
    ) -> Result<Result<(), E>, NoGlyphs> {
        Err(NoGlyphs)
    }
}

/// Draws a scene. The backend's surface has the scene's size.
pub fn render<B: DrawingBackend>(
    scene: &Scene,
    backend: &mut B,
) -> Result<(), DrawingErrorKind<B::ErrorType>> {
    backend.ensure_prepared()?;
    for item in &scene.items {
        match item {
            Item::Rect { from, to, ink } => {
                backend.draw_rect(*from, *to, &Style { ink: *ink, width: 0 }, true)?
            }
            Item::Line { points, ink, width } => {
                backend.draw_path(points.iter().copied(), &Style { ink: *ink, width: *width })?;
            }
            Item::Polygon { points, ink } => {
                backend.fill_polygon(points.iter().copied(), &Style { ink: *ink, width: 0 })?;
            }
            Item::Circle { at, radius, ink, outline } => {
                backend.draw_circle(*at, *radius, &Style { ink: *ink, width: *outline }, *outline == 0)?;
            }
            Item::Text { text, at, anchor, size, ink } => {
                backend.draw_text(text, &TextStyle { ink: *ink, size: *size, anchor: *anchor }, *at)?;
            }
        }
    }
    backend.present()
}
