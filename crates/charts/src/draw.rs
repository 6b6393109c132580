//! A view placed on a surface: [`scene::Scene`], in whole device pixels, and its drawing on any plotters backend.
//!
//! Layout measures text with one width table ([`text`]), so that browser, server and tests place everything alike.

pub(crate) mod bands;
pub mod decimate;
pub mod picture;
pub mod render;
pub mod scene;
pub mod text;
pub mod ticks;

use crate::Theme;
use crate::catalogue::Form;
use crate::kind::{boxes, columns, map, pie, time};
use crate::view::{Body, View};

pub use picture::picture;
pub use render::render;
pub use scene::{Geometry, Scene};

/// The surface to draw on.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Frame {
    /// Width in CSS pixels.
    pub width: f64,
    /// Height in CSS pixels.
    pub height: f64,
    /// Device pixels per CSS pixel.
    pub ratio: f64,
    /// Size of labels in CSS pixels.
    pub font: f64,
    /// Colours.
    pub theme: Theme,
}

impl Frame {
    /// A light frame of this size at one device pixel per CSS pixel, with labels of 12 pixels.
    pub fn new(width: f64, height: f64) -> Frame {
        Frame { width, height, ratio: 1.0, font: 12.0, theme: Theme::Light }
    }
}

/// Which marks of a panel are drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Layer<'a> {
    /// Everything.
    All,
    /// Only the marks of one series, on nothing: laid over the faded whole to point it out.
    Only(&'a str),
}

/// Places a panel of a view, or its pie. `None` where there is no such panel.
pub fn place(view: &View, panel: usize, frame: &Frame, layer: Layer<'_>) -> Option<Scene> {
    match &view.body {
        Body::Time(time) => time::draw::place(time, panel, frame, layer),
        Body::Pie(pie) => (panel == 0).then(|| pie::draw::place(pie, frame, layer)),
        Body::Bars(bars) => (panel == 0).then(|| columns::draw::place(bars, frame, layer)),
        Body::Boxes(boxes) => (panel == 0).then(|| boxes::draw::place(boxes, frame, layer)),
        Body::Map(map) => (panel == 0).then(|| map::draw::place(map, view.state.look, frame, layer)),
    }
}

/// How many panels a view has.
pub fn panels(view: &View) -> usize {
    match &view.body {
        Body::Time(time) => time.panels.len(),
        Body::Pie(_) | Body::Bars(_) | Body::Boxes(_) | Body::Map(_) => 1,
    }
}

/// The place under a pointer that can be read out: a bin, a slice that is not hidden, a band.
pub fn place_at(view: &View, geometry: &Geometry, x: f64, y: f64) -> Option<usize> {
    match (&view.body, geometry) {
        (Body::Time(time), Geometry::Time(geometry)) => geometry.bin_at(&time.bins, x),
        (Body::Pie(pie), Geometry::Pie(geometry)) => {
            geometry.slice_at(x, y).filter(|at| pie.slices.get(*at).is_some_and(|slice| !slice.hidden))
        }
        (_, Geometry::Bands(geometry)) => geometry.band_at(x),
        _ => None,
    }
}

/// How much of what is not pointed out is taken away.
pub(crate) const FADE: f64 = 0.72;

/// How near a pointer has to be to a line to mean it, in CSS pixels.
const NEAR: f64 = 12.0;

/// The series under a pointer in a panel, or the slice: of areas the layer, of lines the nearest within reach. `None`
/// where there is nothing, or nothing to tell apart.
pub fn series_at(view: &View, panel: usize, geometry: &Geometry, x: f64, y: f64) -> Option<String> {
    match (&view.body, geometry) {
        (Body::Pie(pie), Geometry::Pie(geometry)) => {
            let slice = pie.slices.get(geometry.slice_at(x, y)?)?;
            (!slice.hidden).then(|| slice.id.clone())
        }
        (Body::Time(time), Geometry::Time(geometry)) => {
            let visible: Vec<_> = time.panels.get(panel)?.series.iter().filter(|s| !s.hidden).collect();
            let bin = geometry.bin_at(&time.bins, x)?;
            let inside = x >= geometry.plot.left && x <= geometry.plot.right;
            if visible.len() < 2 || !inside || y < geometry.plot.top || y > geometry.plot.bottom {
                return None;
            }
            let found = match time.form {
                Form::Stacked | Form::Share => {
                    let mut top = 0.0;
                    visible.into_iter().find(|s| {
                        top += s.values.get(bin).unwrap_or_default();
                        geometry.y_of(top) <= y
                    })
                }
                Form::Line | Form::Lines | Form::Bands => {
                    let distance = |s: &&crate::view::Series| {
                        s.values.get(bin).map_or(f64::INFINITY, |v| (geometry.y_of(v) - y).abs())
                    };
                    let nearest = visible.into_iter().min_by(|a, b| distance(a).total_cmp(&distance(b)))?;
                    (distance(&nearest) <= NEAR).then_some(nearest)
                }
            };
            found.map(|s| s.id.clone())
        }
        (Body::Bars(bars), Geometry::Bands(geometry)) => columns::draw::bar_at(bars, geometry, x, y),
        (Body::Boxes(boxes), Geometry::Bands(geometry)) => boxes::draw::box_at(boxes, geometry, x, y),
        _ => None,
    }
}
