//! Pixels that are drawn from the highest mark down to the lowest: what is below comes through only where what is above leaves
//! something free.

use std::ops::Range;

use plotters_backend::{BackendColor, BackendCoord};

/// How many columns a strip has: as many as a line of a processor's cache has room for, since they are filled one by one.
pub const BESIDE: usize = 16;

/// Red, green, blue and opacity, from the lowest byte; colours are multiplied by the opacity.
pub type Pixel = u32;

/// From here on pixels are opaque.
const OPAQUE: Pixel = 0xFF00_0000;

/// The pixels that something has its ink in.
#[derive(Clone)]
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

    /// As far as all of these reach on a surface of a size; `None` where nothing is.
    pub fn of_all<'a>(
        reaches: impl Iterator<Item = &'a Reach> + Clone,
        (width, height): (u32, u32),
    ) -> Option<Reach> {
        let all = |of: fn(&Reach) -> &Range<i32>, size: u32| {
            let ranges = reaches.clone().map(of);
            let start = ranges.clone().map(|range| range.start).min()?.max(0);
            let end = ranges.map(|range| range.end).max()?.min(size as i32);
            (start < end).then_some(start..end)
        };
        Some(Reach { columns: all(|reach| &reach.columns, width)?, rows: all(|reach| &reach.rows, height)? })
    }
}

/// A few columns beside one another, of the height of the sheet. All marks are drawn in one before the next: so few pixels stay
/// in the processor's cache.
pub struct Strip {
    columns: Range<i32>,
    /// The row of the first pixel.
    top: i32,
    rows: Vec<[Pixel; BESIDE]>,
    inked: [Inked; BESIDE],
}

impl Strip {
    /// An empty strip of these rows.
    pub fn new(columns: Range<i32>, rows: &Range<i32>) -> Strip {
        Strip { columns, top: rows.start, rows: vec![[0; BESIDE]; rows.len()], inked: Default::default() }
    }

    /// Its columns that are among these.
    pub fn columns(&self, among: &Range<i32>) -> Range<i32> {
        self.columns.start.max(among.start)..self.columns.end.min(among.end)
    }

    /// A column; `None` where it is beside the strip.
    pub fn column(&mut self, at: i32) -> Option<Column<'_>> {
        let at = usize::try_from(at - self.columns.start).ok()?;
        let inked = self.inked.get_mut(at)?;
        Some(Column { top: self.top, rows: &mut self.rows, at, inked })
    }

    /// Its pixels from top to bottom, and the rows outside of which nothing is drawn. Colours are not multiplied by the opacity
    /// any more.
    pub fn finish(&mut self) -> (&[[Pixel; BESIDE]], Range<usize>) {
        for at in self.columns.clone() {
            self.column(at).into_iter().for_each(Column::divide);
        }
        let drawn = self.inked.iter().fold(0..0, |drawn, inked| joined(&drawn, &inked.rows));
        (&self.rows, drawn)
    }
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

    /// Those of these rows that are not known to be opaque.
    fn beside_opaque(&self, rows: &Range<usize>) -> [Range<usize>; 2] {
        [rows.start..self.opaque.start.min(rows.end), self.opaque.end.max(rows.start)..rows.end]
    }

    /// The drawn rows of these that are not known to be opaque.
    fn open(&self, rows: &Range<usize>) -> [Range<usize>; 2] {
        self.beside_opaque(&(self.rows.start.max(rows.start)..self.rows.end.min(rows.end)))
    }
}

/// The rows from the first to the last of both.
fn joined(one: &Range<usize>, other: &Range<usize>) -> Range<usize> {
    match (one.is_empty(), other.is_empty()) {
        (true, _) => other.clone(),
        (_, true) => one.clone(),
        _ => one.start.min(other.start)..one.end.max(other.end),
    }
}

/// A column of a strip.
pub struct Column<'a> {
    /// The row of the first pixel.
    top: i32,
    /// All of the strip.
    rows: &'a mut [[Pixel; BESIDE]],
    /// Where in the strip.
    at: usize,
    inked: &'a mut Inked,
}

impl Column<'_> {
    /// These rows, as far as the strip has them.
    fn rows(&self, rows: Range<i32>) -> Range<usize> {
        let last = self.rows.len() as i32;
        let [start, end] = [rows.start, rows.end].map(|row| (row - self.top).clamp(0, last) as usize);
        start..end.max(start)
    }

    /// Draws with ink below rows, over so much of each; `shares` says how much from a row on.
    pub fn tint<S: Iterator<Item = f32>>(&mut self, rows: Range<i32>, ink: Ink, shares: impl Fn(i32) -> S) {
        let rows = self.rows(rows);
        if rows.is_empty() {
            return;
        }
        for rows in self.inked.beside_opaque(&rows) {
            let first = self.top + rows.start as i32;
            let Some(rows) = self.rows.get_mut(rows) else { continue };
            for (pixels, share) in rows.iter_mut().zip(shares(first)) {
                let pixel = &mut pixels[self.at % BESIDE];
                if *pixel < OPAQUE {
                    *pixel = ink.below(*pixel, share);
                }
            }
        }
        self.inked.add(&rows);
    }

    /// Draws with ink below all of these rows.
    pub fn fill(&mut self, rows: Range<i32>, ink: Ink) {
        let rows = self.rows(rows);
        if rows.is_empty() {
            return;
        }
        let (whole, at) = (ink.below_all(0), self.at % BESIDE);
        for open in self.inked.open(&rows) {
            for row in self.rows.get_mut(open).unwrap_or_default() {
                let pixel = &mut row[at];
                *pixel = if *pixel == 0 { whole } else { ink.below_all(*pixel) };
            }
        }
        let drawn = &self.inked.rows;
        for free in [rows.start..rows.end.min(drawn.start), rows.start.max(drawn.end)..rows.end] {
            for row in self.rows.get_mut(free).unwrap_or_default() {
                row[at] = whole;
            }
        }
        self.inked.add(&rows);
        if ink.cover == WHOLE {
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

/// As much as covers a whole pixel.
const WHOLE: u32 = 1 << 16;

/// A colour that pixels are drawn with.
#[derive(Clone, Copy)]
pub struct Ink {
    /// Red and blue, each with room for a product.
    red_blue: u64,
    /// Green, and the opacity of what is covered.
    green_alpha: u64,
    /// How much it covers itself, in parts of 65,536.
    cover: u32,
}

impl Ink {
    /// Ink of this colour.
    pub fn new(BackendColor { alpha, rgb: (red, green, blue) }: BackendColor) -> Ink {
        let pair = |low: u8, high: u8| u64::from(low) | u64::from(high) << 32;
        let cover = (alpha.clamp(0.0, 1.0) * f64::from(WHOLE)).round() as u32;
        Ink { red_blue: pair(red, blue), green_alpha: pair(green, 255), cover }
    }

    /// A pixel with the ink below it, over so much of the pixel.
    fn below(self, pixel: Pixel, share: f32) -> Pixel {
        // A signed number is made of a float in a few steps only.
        let share = (share.clamp(0.0, 1.0) * WHOLE as f32) as i32 as u32;
        self.covering(((u64::from(share) * u64::from(self.cover)) >> 16) as u32, pixel)
    }

    /// A pixel with the ink below all of it.
    fn below_all(self, pixel: Pixel) -> Pixel {
        self.covering(self.cover, pixel)
    }

    /// A pixel with the ink below it, covering so many of 65,536 parts.
    fn covering(self, cover: u32, pixel: Pixel) -> Pixel {
        let free = 255 - (pixel >> 24);
        // What comes through, in parts of 65,535. It adds no more than what is free, so that no sum overflows.
        let through = (u64::from(free * 257) * u64::from(cover) + 0x8000) >> 16;
        let parts = |pair: u64| {
            let both = (pair * through + 0x8000_0000_8000) >> 16 & 0x00FF_0000_00FF;
            (both | both >> 16) as u32
        };
        pixel + (parts(self.red_blue) | parts(self.green_alpha) << 8)
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

#[cfg(test)]
mod tests {
    use super::*;

    const RED: BackendColor = BackendColor { alpha: 1.0, rgb: (200, 0, 0) };
    const BLUE: BackendColor = BackendColor { alpha: 1.0, rgb: (0, 0, 100) };

    #[test]
    fn what_is_below_comes_through_where_something_is_free() {
        let (red, blue) = (Ink::new(RED), Ink::new(BLUE));
        let half = red.below(0, 0.5);
        assert_eq!(half.to_le_bytes(), [100, 0, 0, 128]);
        assert_eq!(blue.below_all(half).to_le_bytes(), [100, 0, 50, 255]);
        assert_eq!(blue.below_all(red.below_all(0)).to_le_bytes(), [200, 0, 0, 255]);
        assert_eq!(divided(half).to_le_bytes(), [199, 0, 0, 128]);
    }

    #[test]
    fn a_column_is_filled_around_what_is_opaque() {
        let (mut rows, mut inked) = ([[0; BESIDE]; 10], Inked::default());
        let mut column = Column { top: 5, rows: &mut rows, at: 3, inked: &mut inked };
        column.fill(8..11, Ink::new(RED));
        column.tint(7..8, Ink::new(RED), |_| std::iter::repeat(0.5));
        column.fill(0..13, Ink::new(BLUE));
        let of = |part: usize| rows.map(|row| row[3].to_le_bytes()[part]);
        assert_eq!(of(0), [0, 0, 100, 200, 200, 200, 0, 0, 0, 0]);
        assert_eq!(of(2), [100, 100, 50, 0, 0, 0, 100, 100, 0, 0]);
        assert_eq!((inked.rows, inked.opaque), (0..8, 0..8));
        assert!(rows.iter().all(|row| row[2] == 0 && row[4] == 0));
    }
}
