//! Where things are in a drawing, for pointers: places are in CSS pixels.

use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::ranged1d::{Ranged, ReversibleRanged};
use plotters::coord::{CoordTranslate, ReverseCoordTranslate};
use rssac002_model::{Day, DayRange};

use super::axis::{BandAxis, DayAxis, ValueAxis};
use super::moment::Moment;
use crate::state::{MOST_ZOOM, Viewport};
use crate::transform::Bin;
use crate::world::projection::{POLE, Parallel};

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

/// What stands between a horizontal axis and the axis of values.
#[derive(Clone)]
pub struct Plot<X: Ranged> {
    coordinates: Cartesian2d<X, ValueAxis>,
    ratio: f64,
}

/// A drawing over time.
pub type TimePlot = Plot<DayAxis>;

/// Things side by side.
pub type BandPlot = Plot<BandAxis>;

impl<X: Ranged> Plot<X> {
    /// Two axes along the edges of an area, which are moved to whole device pixels.
    pub(crate) fn new(x: X, y: ValueAxis, area: Area, ratio: f64) -> Plot<X> {
        let pixel = |css: f64| (css * ratio).round() as i32;
        let across = pixel(area.left)..pixel(area.right);
        Plot { coordinates: Cartesian2d::new(x, y, (across, pixel(area.bottom)..pixel(area.top))), ratio }
    }

    /// Its coordinates, in device pixels.
    pub fn coordinates(&self) -> &Cartesian2d<X, ValueAxis> {
        &self.coordinates
    }

    /// The rectangle between the axes.
    pub fn area(&self) -> Area {
        let css = |pixel: i32| f64::from(pixel) / self.ratio;
        let (across, down) =
            (self.coordinates.get_x_axis_pixel_range(), self.coordinates.get_y_axis_pixel_range());
        Area { left: css(across.start), top: css(down.start), right: css(across.end), bottom: css(down.end) }
    }

    /// The axis of values.
    pub fn values(&self) -> &ValueAxis {
        self.coordinates.y_spec()
    }

    /// The height of a value, kept within the plot. Values that a logarithmic axis cannot show stand at its foot.
    pub fn y_of(&self, value: f64) -> f64 {
        let start = self.coordinates.get_x_range().start;
        f64::from(self.coordinates.translate(&(start, value)).1) / self.ratio
    }

    /// The values that have a line, their heights, and whether a label in a font of this height has room there: on a low plot
    /// some would run into the one below.
    pub(crate) fn value_ticks(&self, font: f64) -> Vec<(f64, f64, bool)> {
        let mut below = f64::INFINITY;
        let tick = |value| {
            let y = self.y_of(value);
            let has_label = below - y >= font;
            if has_label {
                below = y;
            }
            (value, y, has_label)
        };
        self.values().key_points(usize::MAX).into_iter().map(tick).collect()
    }

    fn x(&self, value: X::ValueType) -> f64 {
        f64::from(self.coordinates.translate(&(value, 0.0)).0) / self.ratio
    }
}

impl<X: ReversibleRanged> Plot<X> {
    /// What the horizontal axis has at a place.
    fn at(&self, x: f64) -> Option<X::ValueType> {
        let pixel = (x * self.ratio).floor() as i32;
        Some(self.coordinates.reverse_translate((pixel, 0))?.0)
    }
}

impl TimePlot {
    /// Where a day begins.
    pub fn x_of_day(&self, day: Day) -> f64 {
        self.x(day.into())
    }

    /// The middle of a bin.
    pub fn x_of_bin(&self, bin: &Bin) -> f64 {
        self.x(Moment::middle(bin.days))
    }

    /// The days from its left to its right edge.
    pub fn days(&self) -> DayRange {
        self.coordinates.x_spec().days()
    }

    /// The day at a place; the nearest one for a place beside the plot.
    pub fn day_at(&self, x: f64) -> Day {
        self.at(x).map_or(self.days().start(), Moment::day)
    }

    /// The bin at a place; the nearest one for a place beside the plot. `None` without bins.
    pub fn bin_at(&self, bins: &[Bin], x: f64) -> Option<usize> {
        let day = self.day_at(x);
        let at = bins.partition_point(|b| b.days.end() < day);
        (!bins.is_empty()).then(|| at.min(bins.len() - 1))
    }
}

impl BandPlot {
    /// The width of a band; of the plot where there is none.
    pub fn band_width(&self) -> f64 {
        let area = self.area();
        (area.right - area.left) / self.coordinates.x_spec().bands().max(1) as f64
    }

    /// The middle of a band.
    pub fn x_of(&self, band: usize) -> f64 {
        self.x(band as f64 + 0.5)
    }

    /// The band at a place; the nearest one for a place beside the plot. `None` without bands.
    pub fn band_at(&self, x: f64) -> Option<usize> {
        Some(self.at(x)? as usize)
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

/// Where the world stands in a surface, and what is marked on it; in CSS pixels, for pointers.
#[derive(Clone, PartialEq, Debug)]
pub struct MapGeometry {
    /// Width and height of the surface.
    pub size: (f64, f64),
    /// What was asked for.
    pub viewport: Viewport,
    /// The height of the middle of the surface above the equator, in radii of the globe, within the poles.
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
    pub fn on_surface(&self, x: f64, y: f64) -> (f64, f64) {
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

    /// The viewport after what is at one place was moved to another and made larger by a factor: a drag, a turn of the
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
#[derive(Clone)]
pub enum Geometry {
    /// Over time.
    Time(TimePlot),
    /// Around a centre.
    Pie(PieGeometry),
    /// Side by side.
    Bands(BandPlot),
    /// In the world.
    Map(MapGeometry),
    /// A whole picture, at which nobody points.
    Whole,
}
