//! The picture as PNG, by [`plotters_tiny_skia`]: neither by plotters' own bitmap backend, which smooths edges along one axis
//! only, nor by a detour over SVG and resvg, which would parse a text of a megabyte to draw what is at hand as numbers. It
//! draws by the rules of the app's canvas (odd strokes in the middle of pixels, round joints), so that both pictures are the
//! same but for their fonts.

use plotters_backend::DrawingErrorKind;
use plotters_backend::text_anchor::HPos;
use plotters_tiny_skia::{BackendError, Placed, Text, TinySkiaBackend};
use rssac002_charts::draw::Scene;
use rssac002_charts::draw::render::render;
use tiny_skia::Path;

use super::font::Font;

/// Why a picture cannot be drawn.
#[derive(Debug, thiserror::Error)]
pub enum BitmapError {
    /// It has too many pixels or none, or a text of it cannot be drawn.
    #[error(transparent)]
    Backend(#[from] BackendError),
    /// The PNG could not be written.
    #[error("the PNG cannot be written: {0}")]
    Png(#[from] png::EncodingError),
}

/// The bundled font as the backend asks for it.
struct BundledFont;

impl Text for BundledFont {
    fn outline(&self, placed: &Placed<'_>) -> Result<Option<Path>, BackendError> {
        let font = Font::new(placed.size).ok_or(BackendError::Text("the font of this program is damaged"))?;
        let left = match placed.anchor.h_pos {
            HPos::Left => 0.0,
            HPos::Center => font.width(placed.text) / 2.0,
            HPos::Right => font.width(placed.text),
        };
        Ok(font.outline(placed.text, placed.at.0 - left, placed.at.1))
    }
}

/// A scene as PNG. The scene covers its whole surface, so the picture is opaque.
pub fn png(scene: &Scene) -> Result<Vec<u8>, BitmapError> {
    let (width, height) = (scene.width, scene.height);
    let mut backend = TinySkiaBackend::new(width, height, BundledFont)?;
    render(scene, &mut backend).map_err(|error| match error {
        DrawingErrorKind::DrawingError(error) => error,
        DrawingErrorKind::FontError(_) => BackendError::Text("plotters asks for a font of its own"),
    })?;
    let pixels = backend.into_pixels();
    let mut rgb = vec![0; pixels.pixels().len() * 3];
    for (rgb, pixel) in rgb.chunks_exact_mut(3).zip(pixels.data().chunks_exact(4)) {
        rgb.copy_from_slice(&pixel[..3]);
    }
    let mut out = Vec::with_capacity(rgb.len() / 16);
    let mut encoder = png::Encoder::new(&mut out, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    // Even areas and lines repeat octet by octet, which filters hide: without one the file is a quarter smaller and made in half the
    // time. More effort than this makes it hardly smaller.
    encoder.set_filter(png::Filter::NoFilter);
    encoder.set_deflate_compression(png::DeflateCompression::Level(5));
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&rgb)?;
    writer.finish()?;
    Ok(out)
}
