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
    colour: [u32; 4],
    /// By covered [`PARTS`]: how much of a pixel is the colour's, of [`WHOLE`].
    shares: [u32; PARTS as usize + 1],
}

/// All of a pixel.
const WHOLE: u32 = 1 << 16;

impl<'a> Ink<'a> {
    /// This colour for this picture.
    pub fn new(pixels: &'a mut Pixmap, colour: BackendColor) -> Ink<'a> {
        let (r, g, b) = colour.rgb;
        let width = pixels.width() as usize;
        let part = colour.alpha.clamp(0.0, 1.0) * f64::from(WHOLE / PARTS);
        let shares = std::array::from_fn(|parts| (part * parts as f64).round() as u32);
        Ink { data: pixels.data_mut(), width, colour: [r, g, b, 255].map(u32::from), shares }
    }

    /// Colours a pixel of the picture, of which so many [`PARTS`] are covered.
    pub fn put(&mut self, x: usize, y: usize, parts: u32) {
        let share = self.shares[parts as usize];
        let at = (y * self.width + x) * 4;
        for (old, new) in self.data[at..at + 4].iter_mut().zip(self.colour) {
            *old = ((u32::from(*old) * (WHOLE - share) + new * share + WHOLE / 2) / WHOLE) as u8;
        }
    }
}
