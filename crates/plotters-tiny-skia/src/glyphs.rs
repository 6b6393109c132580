//! Outlines of texts, filled by the rasteriser of ab_glyph: it is made for shapes as small as these, for which tiny-skia takes several
//! times as long.

use ab_glyph_rasterizer::{Point, Rasterizer, point};
use plotters_backend::BackendColor;
use tiny_skia::{Path, PathSegment, Pixmap};

use crate::ink::{Ink, PARTS};

/// Fills the outline of a text; false where it stands out of the picture, and nothing is drawn.
pub fn fill(pixels: &mut Pixmap, path: &Path, colour: BackendColor) -> bool {
    let bounds = path.bounds();
    let (left, top) = (bounds.left().floor(), bounds.top().floor());
    let (right, bottom) = (bounds.right().ceil(), bounds.bottom().ceil());
    if left < 0.0 || top < 0.0 || right > pixels.width() as f32 || bottom > pixels.height() as f32 {
        return false;
    }
    let mut shape = Rasterizer::new((right - left) as usize, (bottom - top) as usize);
    let place = |place: tiny_skia::Point| point(place.x - left, place.y - top);
    let (mut start, mut last) = (Point::default(), Point::default());
    for segment in path.segments() {
        match segment {
            PathSegment::MoveTo(to) => start = place(to),
            PathSegment::LineTo(to) => shape.draw_line(last, place(to)),
            PathSegment::QuadTo(by, to) => shape.draw_quad(last, place(by), place(to)),
            PathSegment::CubicTo(by, and, to) => shape.draw_cubic(last, place(by), place(and), place(to)),
            PathSegment::Close => shape.draw_line(last, start),
        }
        last = match segment {
            PathSegment::MoveTo(to)
            | PathSegment::LineTo(to)
            | PathSegment::QuadTo(_, to)
            | PathSegment::CubicTo(_, _, to) => place(to),
            PathSegment::Close => start,
        };
    }
    let mut ink = Ink::new(pixels, colour);
    shape.for_each_pixel_2d(|x, y, share| {
        let parts = (share.min(1.0) * PARTS as f32).round() as u32;
        if parts > 0 {
            ink.put(left as usize + x as usize, top as usize + y as usize, parts);
        }
    });
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use tiny_skia::{Color, FillRule, Paint, PathBuilder, Transform};

    const BLACK: BackendColor = BackendColor { alpha: 1.0, rgb: (0, 0, 0) };

    fn blank() -> Pixmap {
        let mut pixels = Pixmap::new(40, 40).unwrap();
        pixels.fill(Color::WHITE);
        pixels
    }

    /// A ring with a corner, as in the letter a: curves of both kinds, a hole, and a contour that is not closed.
    fn shape(x: f32, y: f32) -> Path {
        let mut path = PathBuilder::new();
        path.move_to(x, y);
        path.quad_to(x + 20.0, y - 3.0, x + 21.0, y + 12.0);
        path.cubic_to(x + 21.5, y + 20.0, x + 10.0, y + 24.0, x + 1.0, y + 19.0);
        path.close();
        path.move_to(x + 5.0, y + 5.0);
        path.line_to(x + 6.0, y + 14.0);
        path.line_to(x + 14.0, y + 9.0);
        path.line_to(x + 5.0, y + 5.0);
        path.finish().unwrap()
    }

    #[test]
    fn a_shape_is_filled_as_tiny_skia_fills_it() {
        for (x, y) in [(4.0, 5.0), (8.3, 6.7), (11.75, 9.5)] {
            let path = shape(x, y);
            let (mut ours, mut theirs) = (blank(), blank());
            assert!(fill(&mut ours, &path, BLACK));
            theirs.fill_path(&path, &Paint::default(), FillRule::Winding, Transform::identity(), None);
            for (at, (of_ours, of_theirs)) in ours.pixels().iter().zip(theirs.pixels()).enumerate() {
                let off = of_ours.red().abs_diff(of_theirs.red());
                // tiny-skia looks at four rows of a pixel, and there are few shades here.
                assert!(off <= 40, "pixel {at}: {} and not {}", of_ours.red(), of_theirs.red());
            }
            let ink = |pixels: &Pixmap| pixels.pixels().iter().map(|p| 255 - u32::from(p.red())).sum::<u32>();
            assert!(ink(&ours).abs_diff(ink(&theirs)) * 50 < ink(&theirs), "{} {}", ink(&ours), ink(&theirs));
        }
    }

    #[test]
    fn what_stands_out_is_left_to_others() {
        for (x, y) in [(-1.0, 5.0), (5.0, -9.0), (25.0, 5.0), (5.0, 30.0)] {
            let mut pixels = blank();
            assert!(!fill(&mut pixels, &shape(x, y), BLACK));
            assert!(pixels.pixels().iter().all(|pixel| pixel.red() == 255));
        }
    }
}
