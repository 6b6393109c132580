//! Colour on pixels that are covered in part.

use plotters_backend::BackendColor;
use tiny_skia::Pixmap;

/// How much of a pixel is covered is told in so many parts. Finer shades of the edges of letters look the same, and make the file of a
/// picture nearly twice as large.
pub const PARTS: u32 = 16;

/// A colour, and the picture that it is put on.
pub struct Ink<'a> {
    data: &'a mut [u8],
    width: usize,
    /// Red, green, blue and opaque.
    colour: [f32; 4],
    alpha: f32,
}

impl<'a> Ink<'a> {
    /// This colour for this picture.
    pub fn new(pixels: &'a mut Pixmap, colour: BackendColor) -> Ink<'a> {
        let (r, g, b) = colour.rgb;
        let width = pixels.width() as usize;
        let alpha = colour.alpha.clamp(0.0, 1.0) as f32;
        Ink { data: pixels.data_mut(), width, colour: [r, g, b, 255].map(f32::from), alpha }
    }

    /// Colours a pixel of the picture, of which so many [`PARTS`] are covered.
    pub fn put(&mut self, x: usize, y: usize, parts: u32) {
        let share = parts as f32 * self.alpha / PARTS as f32;
        let at = (y * self.width + x) * 4;
        for (old, new) in self.data[at..at + 4].iter_mut().zip(self.colour) {
            let before = f32::from(*old);
            *old = (before + (new - before) * share + 0.5) as u8;
        }
    }
}
