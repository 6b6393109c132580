//! Pixels that are drawn from the highest mark down to the lowest: what is below comes through only where what is above leaves
//! something free.

use std::ops::Range;

use plotters_backend::{BackendColor, BackendCoord};

use crate::Picture;

/// How many columns stand beside one another in memory: as many as a line of a processor's cache has room for, since they are
/// filled one by one.
pub const BESIDE: usize = 16;

/// Red, green, blue and opacity, from the lowest byte; colours are multiplied by the opacity.
pub type Pixel = u32;

/// From here on pixels are opaque.
const OPAQUE: Pixel = 0xFF00_0000;

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

/// Pixels in strips of a few columns, each from top to bottom.
pub struct Sheet {
    left: i32,
    top: i32,
    width: usize,
    height: usize,
    strips: Vec<[Pixel; BESIDE]>,
    columns: Vec<Inked>,
}

/// What is known of a column.
#[derive(Clone, Default)]
struct Inked {
    /// Outside these rows nothing is drawn.
    rows: Range<usize>,
    /// These rows are opaque.
    opaque: Range<usize>,
}

impl Inked {
    /// Something is drawn in these rows.
    fn add(&mut self, rows: &Range<usize>) {
        self.rows = joined(&self.rows, rows);
    }

    /// These rows are opaque; where they are apart from those that are already, the longer ones are remembered.
    fn cover(&mut self, rows: &Range<usize>) {
        if rows.start <= self.opaque.end && rows.end >= self.opaque.start {
            self.opaque = joined(&self.opaque, rows);
        } else if rows.len() > self.opaque.len() {
            self.opaque = rows.clone();
        }
    }

    /// The drawn rows of these that are not known to be opaque.
    fn open(&self, rows: &Range<usize>) -> [Range<usize>; 2] {
        let drawn = self.rows.start.max(rows.start)..self.rows.end.min(rows.end);
        [drawn.start..self.opaque.start.min(drawn.end), self.opaque.end.max(drawn.start)..drawn.end]
    }
}

/// The rows from the first to the last of both.
fn joined(one: &Range<usize>, other: &Range<usize>) -> Range<usize> {
    if one.start >= one.end { other.clone() } else { one.start.min(other.start)..one.end.max(other.end) }
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
        let strips = vec![[0; BESIDE]; width.div_ceil(BESIDE) * height];
        Some(Sheet { left, top, width, height, strips, columns: vec![Inked::default(); width] })
    }

    /// A column; `None` where it is beside the sheet.
    pub fn column(&mut self, at: i32) -> Option<Column<'_>> {
        let at = usize::try_from(at - self.left).ok()?;
        let inked = self.columns.get_mut(at)?;
        let strip = at / BESIDE * self.height;
        let rows = &mut self.strips[strip..strip + self.height];
        Some(Column { top: self.top, rows, at: at % BESIDE, inked })
    }

    /// The pixels row by row, with whole strips: what is beside the sheet is transparent.
    pub fn into_picture(mut self) -> Picture {
        for at in 0..self.width as i32 {
            self.column(self.left + at).into_iter().for_each(Column::divide);
        }
        let strips = self.width.div_ceil(BESIDE);
        // One by one and not as slices: a copy of so few bytes costs WebAssembly less than a call.
        let mut pixels = Vec::with_capacity(strips * self.height);
        for row in 0..self.height {
            for strip in 0..strips {
                pixels.push(self.strips[strip * self.height + row]);
            }
        }
        let width = (strips * BESIDE) as u32;
        Picture { at: (self.left, self.top), width, height: self.height as u32, pixels }
    }
}

/// A column of a sheet.
pub struct Column<'a> {
    /// The row of the first pixel.
    top: i32,
    /// The strip that it is in.
    rows: &'a mut [[Pixel; BESIDE]],
    /// Where in the strip.
    at: usize,
    inked: &'a mut Inked,
}

impl Column<'_> {
    /// Draws a colour below a row, over so much of it; what is opaque is not asked how much.
    pub fn tint(&mut self, row: i32, colour: BackendColor, share: impl FnOnce() -> f32) {
        let Ok(row) = usize::try_from(row - self.top) else { return };
        let Some(pixel) = self.rows.get_mut(row).map(|row| &mut row[self.at]) else { return };
        if *pixel < OPAQUE {
            *pixel = below(*pixel, colour, share());
            self.inked.add(&(row..row + 1));
        }
    }

    /// Draws a colour below all of these rows.
    pub fn fill(&mut self, rows: Range<i32>, colour: BackendColor) {
        let last = self.rows.len() as i32;
        let [start, end] = [rows.start, rows.end].map(|row| (row - self.top).clamp(0, last) as usize);
        let rows = start..end.max(start);
        let (whole, at) = (below(0, colour, 1.0), self.at % BESIDE);
        for open in self.inked.open(&rows) {
            for row in self.rows.get_mut(open).unwrap_or_default() {
                let pixel = &mut row[at];
                *pixel = if *pixel == 0 { whole } else { below(*pixel, colour, 1.0) };
            }
        }
        let drawn = &self.inked.rows;
        for free in [rows.start..rows.end.min(drawn.start), rows.start.max(drawn.end)..rows.end] {
            for row in self.rows.get_mut(free).unwrap_or_default() {
                row[at] = whole;
            }
        }
        self.inked.add(&rows);
        if colour.alpha >= 1.0 {
            self.inked.cover(&rows);
        }
    }

    /// Takes the opacity out of the colours.
    fn divide(self) {
        let rows = self.inked.rows.clone();
        for row in self.inked.open(&rows).into_iter().flatten() {
            let pixel = &mut self.rows[row][self.at];
            *pixel = divided(*pixel);
        }
    }
}

/// A pixel with a colour below it, over so much of the pixel.
fn below(pixel: Pixel, colour: BackendColor, share: f32) -> Pixel {
    let [red, green, blue, alpha] = pixel.to_le_bytes();
    // What comes through, in parts of 65,535.
    let share = share.clamp(0.0, 1.0) * colour.alpha as f32;
    let through = (share * f32::from(255 - alpha) * 257.0 + 0.5) as u32;
    let add = |part: u8, by: u8| part.saturating_add(((u32::from(by) * through + 0x8000) >> 16) as u8);
    let (more_red, more_green, more_blue) = colour.rgb;
    Pixel::from_le_bytes([add(red, more_red), add(green, more_green), add(blue, more_blue), add(alpha, 255)])
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
        let (mut rows, mut inked) = ([[0; BESIDE]; 10], Inked::default());
        let mut column = Column { top: 5, rows: &mut rows, at: 3, inked: &mut inked };
        column.fill(8..11, RED);
        column.tint(7, RED, || 0.5);
        column.fill(0..13, BLUE);
        let of = |part: usize| rows.map(|row| row[3].to_le_bytes()[part]);
        assert_eq!(of(0), [0, 0, 100, 200, 200, 200, 0, 0, 0, 0]);
        assert_eq!(of(2), [100, 100, 50, 0, 0, 0, 100, 100, 0, 0]);
        assert_eq!((inked.rows, inked.opaque), (0..8, 0..8));
        assert!(rows.iter().all(|row| row[2] == 0 && row[4] == 0));
    }
}
