//! What all kinds of drawing draw with: a surface's colours and measures, and plotters' elements recorded as a scene.

use std::cell::{RefCell, RefMut};
use std::convert::Infallible;
use std::rc::Rc;

use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::ranged1d::Ranged;
use plotters::coord::{CoordTranslate, Shift};
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind};
use plotters::element::{Drawable, PointCollection, Rectangle};
use plotters::style::{Color, RGBAColor, RGBColor};

use super::axis::ValueAxis;
use super::decimate::Point;
use super::geometry::{Area, Geometry, Plot};
use super::recorder::Recorder;
use super::render::text_style;
use super::scene::{Anchor, Item, Scene};
use super::{FADE, Surface};
use crate::theme::Colour;

/// Draws on a surface: in device pixels, or in the coordinates of a plot.
pub(crate) struct Pen<'a, C: CoordTranslate = Shift> {
    surface: &'a Surface,
    recorder: Rc<RefCell<Recorder>>,
    area: DrawingArea<Recorder, C>,
}

/// A recorder refuses nothing, and while one element is drawn there is no other.
fn recorded(_: Result<(), DrawingAreaErrorKind<Infallible>>) {}

impl<'a, C: CoordTranslate> Pen<'a, C> {
    /// The surface.
    pub fn surface(&self) -> &'a Surface {
        self.surface
    }

    /// CSS pixels to whole device pixels.
    pub fn px(&self, css: f64) -> i32 {
        (css * self.surface.ratio).round() as i32
    }

    /// The width of a thin line: a CSS pixel, or what comes nearest to it.
    pub fn hair(&self) -> i32 {
        self.px(1.0).max(1)
    }

    /// A colour of the surface's theme.
    pub fn colour(&self, colour: Colour) -> RGBAColor {
        self.surface.theme.rgb(colour).to_rgba()
    }

    /// So much of a colour on the background, as a colour of its own.
    pub fn blend(&self, colour: Colour, share: f64) -> RGBAColor {
        let [over, under] = [colour, Colour::Background].map(|colour| self.surface.theme.rgb(colour));
        let mixed =
            |over: u8, under: u8| (share * f64::from(over) + (1.0 - share) * f64::from(under)).round() as u8;
        RGBColor(mixed(over.0, under.0), mixed(over.1, under.1), mixed(over.2, under.2)).to_rgba()
    }

    /// Draws an element of plotters, or one with its traits. Its points are kept within the surface.
    pub fn draw<E>(&self, element: E)
    where
        for<'e> &'e E: PointCollection<'e, C::From>,
        E: Drawable<Recorder>,
    {
        recorded(self.area.draw(&element));
    }
}

impl<'a> Pen<'a> {
    /// A pen on an empty surface.
    pub fn on(surface: &'a Surface) -> Pen<'a> {
        let size = [surface.width, surface.height].map(|css| (css * surface.ratio).round() as u32);
        let recorder = Rc::new(RefCell::new(Recorder::new((size[0], size[1]))));
        let area = DrawingArea::from(&recorder);
        Pen { surface, recorder, area }
    }

    /// The pen in the coordinates of a plot.
    pub fn within<X: Ranged + Clone>(&self, plot: &Plot<X>) -> Pen<'a, Cartesian2d<X, ValueAxis>> {
        let area = self.area.apply_coord_spec(plot.coordinates().clone());
        Pen { surface: self.surface, recorder: self.recorder.clone(), area }
    }

    /// A filled rectangle; nothing where it has no width or height.
    pub fn rect(&self, from: Point, to: Point, colour: RGBAColor) {
        if to.0 > from.0 && to.1 > from.1 {
            self.draw(Rectangle::new([from, to], colour.filled()));
        }
    }

    /// A thin line between two places in CSS pixels, one of which is right of or below the other, as a rectangle: sharp
    /// on every surface.
    pub fn rule(&self, from: (f64, f64), to: (f64, f64), colour: Colour) {
        let (from, to) = ((self.px(from.0), self.px(from.1)), (self.px(to.0), self.px(to.1)));
        let to = (to.0.max(from.0 + self.hair()), to.1.max(from.1 + self.hair()));
        self.rect(from, to, self.colour(colour));
    }

    /// Fades what lies below within an area in CSS pixels.
    pub fn fade(&self, area: Area) {
        let (from, to) =
            ((self.px(area.left), self.px(area.top)), (self.px(area.right), self.px(area.bottom)));
        self.rect(from, to, self.colour(Colour::Background).mix(FADE));
    }

    /// A line of text at a place in CSS pixels, in the size of labels.
    pub fn label(&self, text: &str, at: (f64, f64), anchor: Anchor, colour: Colour) {
        self.text(text, at, anchor, self.surface.font, colour);
    }

    /// A line of text at a place, in letters of a size, both in CSS pixels.
    pub fn text(&self, text: &str, at: (f64, f64), anchor: Anchor, size: f64, colour: Colour) {
        let style = text_style(size * self.surface.ratio, anchor, self.colour(colour));
        recorded(self.area.draw_text(text, &style, (self.px(at.0), self.px(at.1))));
    }

    /// What is drawn so far, from the lowest to the highest.
    pub fn items(&self) -> RefMut<'_, Vec<Item>> {
        RefMut::map(self.recorder.borrow_mut(), Recorder::items)
    }

    /// The finished scene.
    pub fn finish(self, geometry: Geometry) -> Scene {
        let items = std::mem::take(&mut *self.items());
        let (width, height) = self.area.dim_in_pixel();
        Scene { width, height, items, geometry }
    }
}
