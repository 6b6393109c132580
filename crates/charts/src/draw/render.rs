//! A scene drawn by any plotters backend, in plotters' own styles.

use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontFamily, IntoFont, RGBAColor, TextStyle};
use plotters_backend::{DrawingBackend, DrawingErrorKind};

use super::scene::{Anchor, Item, Scene};

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

/// Text with letters of `size` pixels, centred in height.
pub(crate) fn text_style(size: f64, anchor: Anchor, colour: RGBAColor) -> TextStyle<'static> {
    let h_pos = match anchor {
        Anchor::Start => HPos::Left,
        Anchor::Middle => HPos::Center,
        Anchor::End => HPos::Right,
    };
    TextStyle {
        font: (FontFamily::SansSerif, size * LINE_HEIGHT).into_font(),
        color: colour.to_backend_color(),
        pos: Pos::new(h_pos, VPos::Center),
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
            Item::Rect { from, to, colour } => backend.draw_rect(*from, *to, colour, true)?,
            Item::Line { points, colour, width } => {
                backend.draw_path(points.iter().copied(), &colour.stroke_width(*width))?;
            }
            Item::Polygon { points, colour } => backend.fill_polygon(points.iter().copied(), colour)?,
            Item::Circle { at, radius, colour, outline } => {
                backend.draw_circle(*at, *radius, &colour.stroke_width(*outline), *outline == 0)?;
            }
            Item::Text { text, at, anchor, size, colour } => {
                backend.draw_text(text, &text_style(*size, *anchor, *colour), *at)?;
            }
        }
    }
    backend.present()
}
