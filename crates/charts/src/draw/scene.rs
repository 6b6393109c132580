//! What stands where, in whole device pixels. Fractions of a pixel cost a browser's rasteriser up to twenty times
//! as much (`../shared/spec/limits.md`), and blur.

use plotters::style::RGBAColor;

use super::decimate::Point;
use super::geometry::Geometry;

/// Which point of a text stands at its place, from left to right.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Anchor {
    /// Its start.
    Start,
    /// Its middle.
    Middle,
    /// Its end.
    End,
}

/// One thing to draw.
#[derive(Clone, PartialEq, Debug)]
pub enum Item {
    /// A filled rectangle.
    Rect {
        /// Upper left corner.
        from: Point,
        /// Lower right corner.
        to: Point,
        /// Colour.
        colour: RGBAColor,
    },
    /// A line through points.
    Line {
        /// The points.
        points: Vec<Point>,
        /// Colour.
        colour: RGBAColor,
        /// Width.
        width: u32,
    },
    /// A filled polygon.
    Polygon {
        /// The corners.
        points: Vec<Point>,
        /// Colour.
        colour: RGBAColor,
    },
    /// A circle.
    Circle {
        /// Centre.
        at: Point,
        /// Radius.
        radius: u32,
        /// Colour.
        colour: RGBAColor,
        /// Width of the outline; 0 for a filled circle.
        outline: u32,
    },
    /// A line of text, centred in height on its place.
    Text {
        /// The words.
        text: String,
        /// The place.
        at: Point,
        /// Which end of the text stands there.
        anchor: Anchor,
        /// Font size.
        size: f64,
        /// Colour.
        colour: RGBAColor,
    },
}

impl Item {
    /// The same thing, moved.
    pub fn moved(mut self, (dx, dy): Point) -> Item {
        let shift = |point: &mut Point| *point = (point.0 + dx, point.1 + dy);
        match &mut self {
            Item::Rect { from, to, .. } => {
                shift(from);
                shift(to);
            }
            Item::Line { points, .. } | Item::Polygon { points, .. } => points.iter_mut().for_each(shift),
            Item::Circle { at, .. } | Item::Text { at, .. } => shift(at),
        }
        self
    }
}

/// A placed drawing.
#[derive(Clone)]
pub struct Scene {
    /// Width in device pixels.
    pub width: u32,
    /// Height in device pixels.
    pub height: u32,
    /// What to draw, from the lowest to the highest.
    pub items: Vec<Item>,
    /// Where things are.
    pub geometry: Geometry,
}
