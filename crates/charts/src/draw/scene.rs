//! What stands where, in whole device pixels. Fractions of a pixel cost a browser's rasteriser up to twenty times
//! as much (`../shared/spec/limits.md`), and blur.

use rssac002_model::{Day, DayRange};

use super::decimate::Point;
use crate::state::{MOST_ZOOM, Viewport};
use crate::theme::Rgb;
use crate::transform::Bin;
use crate::world::projection::{POLE, Parallel};

/// A colour with its opacity, 0 to 1.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Ink {
    /// The colour.
    pub rgb: Rgb,
    /// 1 covers what is below.
    pub opacity: f64,
}

impl From<Rgb> for Ink {
    fn from(rgb: Rgb) -> Ink {
        Ink { rgb, opacity: 1.0 }
    }
}

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
        ink: Ink,
    },
    /// A line through points.
    Line {
        /// The points.
        points: Vec<Point>,
        /// Colour.
        ink: Ink,
        /// Width.
        width: u32,
    },
    /// A filled polygon.
    Polygon {
        /// The corners.
        points: Vec<Point>,
        /// Colour.
        ink: Ink,
    },
    /// A circle.
    Circle {
        /// Centre.
        at: Point,
        /// Radius.
        radius: u32,
        /// Colour.
        ink: Ink,
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
        ink: Ink,
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

/// A rectangle in CSS pixels.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Area {
    /// Left edge.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Lower edge.
    pub bottom: f64,
}

/// How values become heights.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum ValueScale {
    /// From zero to this.
    Linear(f64),
    /// From the first to the second, both above zero.
    Log(f64, f64),
}

impl ValueScale {
    /// The height of a value, kept within the plot. Values that a logarithmic axis cannot show stand at its foot.
    fn y_of(self, value: f64, plot: Area) -> f64 {
        let share = match self {
            ValueScale::Linear(max) => value / max,
            ValueScale::Log(min, _) if value <= min => 0.0,
            ValueScale::Log(min, max) => (value / min).ln() / (max / min).ln(),
        };
        plot.bottom - share.clamp(0.0, 1.0) * (plot.bottom - plot.top)
    }
}

/// Where days, bins and values stand in a drawing over time; in CSS pixels, for pointers.
#[derive(Clone, PartialEq, Debug)]
pub struct TimeGeometry {
    /// The rectangle between the axes.
    pub plot: Area,
    /// The days from its left to its right edge.
    pub days: DayRange,
    /// The value axis.
    pub scale: ValueScale,
}

impl TimeGeometry {
    fn per_day(&self) -> f64 {
        (self.plot.right - self.plot.left) / self.days.len() as f64
    }

    /// Where a day begins.
    pub fn x_of_day(&self, day: Day) -> f64 {
        self.plot.left + f64::from(day - self.days.start()) * self.per_day()
    }

    /// The middle of a bin.
    pub fn x_of_bin(&self, bin: &Bin) -> f64 {
        (self.x_of_day(bin.days.start()) + self.x_of_day(bin.days.end() + 1)) / 2.0
    }

    /// The height of a value, kept within the plot. Values that a logarithmic axis cannot show stand at its foot.
    pub fn y_of(&self, value: f64) -> f64 {
        self.scale.y_of(value, self.plot)
    }

    /// The day at a place; the nearest one for a place beside the plot.
    pub fn day_at(&self, x: f64) -> Day {
        let days = ((x - self.plot.left) / self.per_day()).floor();
        self.days.start() + days.clamp(0.0, (self.days.len() - 1) as f64) as i32
    }

    /// The bin at a place; the nearest one for a place beside the plot. `None` without bins.
    pub fn bin_at(&self, bins: &[Bin], x: f64) -> Option<usize> {
        let day = self.day_at(x);
        let at = bins.partition_point(|b| b.days.end() < day);
        (!bins.is_empty()).then(|| at.min(bins.len() - 1))
    }
}

/// Where slices stand; in CSS pixels, for pointers.
#[derive(Clone, PartialEq, Debug)]
pub struct PieGeometry {
    /// The centre.
    pub centre: (f64, f64),
    /// The radius.
    pub radius: f64,
    /// Where each slice ends, as a share of the full turn, clockwise from the top.
    pub ends: Vec<f64>,
}

impl PieGeometry {
    /// The slice at a place, if there is one.
    pub fn slice_at(&self, x: f64, y: f64) -> Option<usize> {
        let (dx, dy) = (x - self.centre.0, y - self.centre.1);
        if dx.hypot(dy) > self.radius {
            return None;
        }
        let turn = dx.atan2(-dy).rem_euclid(std::f64::consts::TAU) / std::f64::consts::TAU;
        let at = self.ends.partition_point(|end| *end <= turn);
        (at < self.ends.len()).then_some(at)
    }
}

/// Where things side by side stand; in CSS pixels, for pointers.
#[derive(Clone, PartialEq, Debug)]
pub struct BandGeometry {
    /// The rectangle between the axes.
    pub plot: Area,
    /// How many bands share its width.
    pub bands: usize,
    /// The value axis.
    pub scale: ValueScale,
}

impl BandGeometry {
    /// The width of a band; of the plot where there is none.
    pub fn band_width(&self) -> f64 {
        (self.plot.right - self.plot.left) / self.bands.max(1) as f64
    }

    /// The middle of a band.
    pub fn x_of(&self, band: usize) -> f64 {
        self.plot.left + (band as f64 + 0.5) * self.band_width()
    }

    /// The height of a value, kept within the plot.
    pub fn y_of(&self, value: f64) -> f64 {
        self.scale.y_of(value, self.plot)
    }

    /// The band at a place; the nearest one for a place beside the plot. `None` without bands.
    pub fn band_at(&self, x: f64) -> Option<usize> {
        let at = ((x - self.plot.left) / self.band_width()).floor().max(0.0) as usize;
        (self.bands > 0).then(|| at.min(self.bands - 1))
    }
}

/// A circle on a map: a place, or a group of places.
#[derive(Clone, PartialEq, Debug)]
pub struct Mark {
    /// Its centre, in CSS pixels.
    pub at: (f64, f64),
    /// Its radius.
    pub radius: f64,
    /// Its places, as numbers of the view's, the largest first.
    pub places: Vec<usize>,
    /// Their instances that the legend does not hide.
    pub instances: f64,
}

/// Where the world stands in a frame, and what is marked on it; in CSS pixels, for pointers.
#[derive(Clone, PartialEq, Debug)]
pub struct MapGeometry {
    /// Width and height of the frame.
    pub size: (f64, f64),
    /// What was asked for.
    pub viewport: Viewport,
    /// The height of the middle of the frame above the equator, in radii of the globe, within the poles.
    pub y: f64,
    /// Pixels of a radius of the globe at zoom 1.
    pub fits: f64,
    /// The circles, from west to east.
    pub marks: Vec<Mark>,
}

/// How near a pointer has to be to a small circle to mean it.
const NEAR_MARK: f64 = 10.0;

impl MapGeometry {
    /// Pixels of a radius of the globe.
    pub fn scale(&self) -> f64 {
        self.fits * self.viewport.zoom()
    }

    /// Where a place of the projection is.
    pub fn on_frame(&self, x: f64, y: f64) -> (f64, f64) {
        (self.size.0 / 2.0 + x * self.scale(), self.size.1 / 2.0 + (self.y - y) * self.scale())
    }

    /// The circle under a pointer: of several the smallest, which is the uppermost; else one close by.
    pub fn mark_at(&self, x: f64, y: f64) -> Option<usize> {
        let found = self.marks.iter().enumerate().filter_map(|(i, mark)| {
            let distance = (mark.at.0 - x).hypot(mark.at.1 - y);
            if distance <= mark.radius {
                Some((mark.radius, i))
            } else {
                (distance <= NEAR_MARK).then_some((self.size.0 + distance, i))
            }
        });
        found.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, i)| i)
    }

    /// The look after what is at one place was moved to another and made larger by a factor: a drag, a turn of the
    /// wheel, a pinch.
    pub fn moved(&self, from: (f64, f64), to: (f64, f64), factor: f64) -> Viewport {
        let zoom = (self.viewport.zoom() * factor).clamp(1.0, MOST_ZOOM);
        let (scale, after) = (self.scale(), self.fits * zoom);
        let middle = (self.size.0 / 2.0, self.size.1 / 2.0);
        let y = self.y + (middle.1 - from.1) / scale;
        let stretch = Parallel::at(y).stretch;
        let turned = ((from.0 - middle.0) / scale - (to.0 - middle.0) / after) / stretch;
        let room = (POLE - middle.1 / after).max(0.0);
        let y = (y - (middle.1 - to.1) / after).clamp(-room, room);
        Viewport::new(Parallel::at(y).latitude(), self.viewport.longitude() + turned.to_degrees(), zoom)
    }
}

/// Where things are, for pointers.
#[derive(Clone, PartialEq, Debug)]
pub enum Geometry {
    /// Over time.
    Time(TimeGeometry),
    /// Around a centre.
    Pie(PieGeometry),
    /// Side by side.
    Bands(BandGeometry),
    /// In the world.
    Map(MapGeometry),
    /// A whole picture, at which nobody points.
    Whole,
}

/// A placed drawing.
#[derive(Clone, PartialEq, Debug)]
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
