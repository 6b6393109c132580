//! A view placed on a surface: [`scene::Scene`], in whole device pixels, and its drawing on any plotters backend.
//!
//! Layout measures text with one width table ([`text`]), so that browser, server and tests place everything alike.

pub mod axis;
pub(crate) mod bands;
pub mod decimate;
pub(crate) mod elements;
pub mod geometry;
pub mod moment;
pub(crate) mod pen;
pub(crate) mod recorder;
pub mod render;
pub mod scene;
pub(crate) mod sheet;
pub mod text;
pub mod ticks;
pub mod window;

use crate::Theme;

pub use geometry::Geometry;
pub use render::render;
pub use scene::Scene;
pub use window::Window;

/// The surface to draw on.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Surface {
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

impl Surface {
    /// A light surface of this size at one device pixel per CSS pixel, with labels of 12 pixels.
    pub fn new(width: f64, height: f64) -> Surface {
        Surface { width, height, ratio: 1.0, font: 12.0, theme: Theme::Light }
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

/// How much of what is not pointed out is taken away.
pub(crate) const FADE: f64 = 0.72;
