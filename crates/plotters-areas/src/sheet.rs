//! Pixels that are drawn from the highest mark down to the lowest: what is below comes through only where what is above leaves
//! something free.

use std::ops::Range;

use plotters_backend::{BackendColor, BackendCoord};

use crate::Picture;

/// So many columns are turned into rows at once: those of a line of a processor's cache.
const TURNED: usize = 16;

/// Red, green, blue and opacity, from the lowest byte; colours are multiplied by the opacity.
type Pixel = u32;

/// The pixels that a mark has its ink in.
pub struct Reach {
    pub columns: Range<i32>,
    pub rows: Range<i32>,
}

impl Reach {
    /// The columns, and the rows of these points.
    pub fn of(points: &[BackendCoord], columns: Range<i32>) -> Option<Reach> {
        let rows = points.iter().map(|point| point.1);
        Some(Reach { columns, rows: rows.clone().min()?..rows.max()? })
    }
}

/// Pixels column by column, from left to right and from top to bottom, since that is how they are filled.
pub struct Sheet {
    left: i32,
    top: i32,
    width: usize,
    height: usize,
    pixels: Vec<Pixel>,
    /// Rows of each column that are known to be opaque.
    opaque: Vec<Range<usize>>,
}

impl Sheet {
    /// A sheet for marks that reach so far, as far as they are on a surface of a size; `None` where nothing is.
    pub fn around<'a>(
        reaches: impl Iterator<Item = &'a Reach> + Clone,
        (width, height): (u32, u32),
    ) -> Option<Sheet> {
        let all = |of: fn(&Reach) -> &Range<i32>, size: u32| {
            let ranges = reaches.clone().map(of);
            let start = ranges.clone().map(|range| range.start).min()?.max(0);
            let end = ranges.map(|range| range.end).max()?.min(size as i32);
            (start < end).then_some((start, (end - start) as usize))
        };
        let (left, width) = all(|reach| &reach.columns, width)?;
        let (top, height) = all(|reach| &reach.rows, height)?;
        let (pixels, opaque) = (vec![0; width * height], vec![0..0; width]);
        Some(Sheet { left, top, width, height, pixels, opaque })
    }

    /// A column; `None` where it is beside the sheet.
    pub fn column(&mut self, at: i32) -> Option<Column<'_>> {
        let at = usize::try_from(at - self.left).ok()?;
        let opaque = self.opaque.get_mut(at)?;
        let pixels = &mut self.pixels[at * self.height..(at + 1) * self.height];
        Some(Column { top: self.top, pixels, opaque })
    }

    /// The pixels row by row.
    pub fn into_picture(self) -> Picture {
        let mut rgba = vec![0; 4 * self.width * self.height];
        for from in (0..self.width).step_by(TURNED) {
            let columns =
                &self.pixels[from * self.height..self.pixels.len().min((from + TURNED) * self.height)];
            for (row, out) in rgba.chunks_exact_mut(4 * self.width).enumerate() {
                let column = columns.iter().skip(row).step_by(self.height);
                for (out, pixel) in out[4 * from..].chunks_exact_mut(4).zip(column) {
                    out.copy_from_slice(&divided(*pixel).to_le_bytes());
                }
            }
        }
        Picture { at: (self.left, self.top), width: self.width as u32, height: self.height as u32, rgba }
    }
}

/// The same pixel with colours that are not multiplied by the opacity.
fn divided(pixel: Pixel) -> Pixel {
    let [red, green, blue, alpha] = pixel.to_le_bytes();
    if alpha == 0 || alpha == 255 {
        return pixel;
    }
    let whole = |part: u8| ((u32::from(part) * 255 + u32::from(alpha) / 2) / u32::from(alpha)).min(255) as u8;
    Pixel::from_le_bytes([whole(red), whole(green), whole(blue), alpha])
}

/// A column of a sheet.
pub struct Column<'a> {
    /// The row of the first pixel.
    top: i32,
    pixels: &'a mut [Pixel],
    opaque: &'a mut Range<usize>,
}

impl Column<'_> {
    /// Draws a colour below a row, over so much of it.
    pub fn tint(&mut self, row: i32, colour: BackendColor, share: f32) {
        let at = usize::try_from(row - self.top).ok();
        if let Some(pixel) = at.and_then(|at| self.pixels.get_mut(at)) {
            *pixel = below(*pixel, colour, share);
        }
    }

    /// Draws a colour below all of these rows.
    pub fn fill(&mut self, rows: Range<i32>, colour: BackendColor) {
        let [start, end] =
            [rows.start, rows.end].map(|row| (row - self.top).clamp(0, self.pixels.len() as i32) as usize);
        if start >= end {
            return;
        }
        let whole = below(0, colour, 1.0);
        for rows in [start..end.min(self.opaque.start), start.max(self.opaque.end)..end] {
            for pixel in self.pixels.get_mut(rows).into_iter().flatten() {
                *pixel = if *pixel == 0 { whole } else { below(*pixel, colour, 1.0) };
            }
        }
        if colour.alpha >= 1.0 {
            let is_beside = start <= self.opaque.end && end >= self.opaque.start;
            if is_beside && self.opaque.start < self.opaque.end {
                *self.opaque = start.min(self.opaque.start)..end.max(self.opaque.end);
            } else if end - start > self.opaque.len() {
                *self.opaque = start..end;
            }
        }
    }
}

/// A pixel with a colour below it, over so much of the pixel.
fn below(pixel: Pixel, colour: BackendColor, share: f32) -> Pixel {
    let [red, green, blue, alpha] = pixel.to_le_bytes();
    let through = share.clamp(0.0, 1.0) * colour.alpha as f32 * f32::from(255 - alpha) / 255.0;
    let add = |part: u8, by: u8| part.saturating_add((f32::from(by) * through).round() as u8);
    let (more_red, more_green, more_blue) = colour.rgb;
    Pixel::from_le_bytes([add(red, more_red), add(green, more_green), add(blue, more_blue), add(alpha, 255)])
}

#[cfg(test)]
mod tests {
    use super::*;

    const RED: BackendColor = BackendColor { alpha: 1.0, rgb: (200, 0, 0) };
    const BLUE: BackendColor = BackendColor { alpha: 1.0, rgb: (0, 0, 100) };

    #[test]
    fn what_is_below_comes_through_where_something_is_free() {
        let half = below(0, RED, 0.5);
        assert_eq!(half.to_le_bytes(), [100, 0, 0, 128]);
        assert_eq!(below(half, BLUE, 1.0).to_le_bytes(), [100, 0, 50, 255]);
        assert_eq!(below(below(0, RED, 1.0), BLUE, 1.0).to_le_bytes(), [200, 0, 0, 255]);
        assert_eq!(divided(half).to_le_bytes(), [199, 0, 0, 128]);
    }

    #[test]
    fn a_column_is_filled_around_what_is_opaque() {
        let (mut pixels, mut opaque) = (vec![0; 10], 0..0);
        let mut column = Column { top: 5, pixels: &mut pixels, opaque: &mut opaque };
        column.fill(8..11, RED);
        column.fill(0..13, BLUE);
        let reds: Vec<u8> = pixels.iter().map(|pixel| pixel.to_le_bytes()[0]).collect();
        let blues: Vec<u8> = pixels.iter().map(|pixel| pixel.to_le_bytes()[2]).collect();
        assert_eq!(reds, [0, 0, 0, 200, 200, 200, 0, 0, 0, 0]);
        assert_eq!(blues, [100, 100, 100, 0, 0, 0, 100, 100, 0, 0]);
        assert_eq!(opaque, 0..8);
    }
}
