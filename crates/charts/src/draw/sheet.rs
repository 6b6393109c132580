//! A sheet that leaves the site by itself: words above and below a drawing, in sizes that go together.

use super::pen::Pen;
use super::scene::{Anchor, Scene};
use super::{Geometry, Surface, text};
use crate::theme::Colour;

/// Sizes of a sheet, in CSS pixels.
pub(crate) struct Sizes {
    /// Left, right, above and below.
    pub margin: f64,
    /// Letters of the title.
    pub title: f64,
    /// Letters of the line below it.
    pub text: f64,
    /// Letters of the legend and of what stands below.
    pub small: f64,
}

impl Sizes {
    /// Those that go with a surface's labels.
    pub fn of(surface: &Surface) -> Sizes {
        let font = surface.font;
        Sizes { margin: font * 1.5, title: font * 1.75, text: font * 1.1, small: font * 0.95 }
    }
}

/// A sheet in the making, filled from the top down.
pub(crate) struct Sheet<'a> {
    /// What it is drawn with.
    pub pen: Pen<'a>,
    /// How far it is filled.
    pub y: f64,
}

impl Sheet<'_> {
    /// At which height the last words begin, where there are so many lines of them.
    pub fn foot(&self, lines: usize) -> f64 {
        let sizes = Sizes::of(self.pen.surface());
        let words = lines as f64 * sizes.small * 1.4 + sizes.small * 0.6;
        (self.pen.surface().height - sizes.margin * 0.7 - words).max(0.0)
    }

    /// A sheet of the background's colour, filled so far.
    pub fn new(surface: &Surface, y: f64) -> Sheet<'_> {
        let sheet = Sheet { pen: Pen::on(surface), y };
        sheet.rect((0.0, 0.0), (surface.width, surface.height), Colour::Background);
        sheet
    }

    /// Lines of text below what is filled.
    pub fn lines(&mut self, lines: &[String], size: f64, colour: Colour) {
        let left = Sizes::of(self.pen.surface()).margin;
        for line in lines {
            self.pen.text(line, (left, self.y + size * 0.7), Anchor::Start, size, colour);
            self.y += size * 1.4;
        }
    }

    /// The sheet, with a line at this height and the last words below it.
    pub fn finish(mut self, foot: f64, words: Vec<(String, Colour)>) -> Scene {
        let (width, sizes) = (self.pen.surface().width, Sizes::of(self.pen.surface()));
        self.pen.rule((sizes.margin, foot), (width - sizes.margin, foot), Colour::Grid);
        self.y = foot + sizes.small * 0.6;
        for (line, colour) in words {
            self.lines(&[line], sizes.small, colour);
        }
        self.pen.finish(Geometry::Whole)
    }

    /// A filled rectangle between two places in CSS pixels.
    pub fn rect(&self, from: (f64, f64), to: (f64, f64), colour: Colour) {
        let px = |(x, y): (f64, f64)| (self.pen.px(x), self.pen.px(y));
        self.pen.rect(px(from), px(to), self.pen.colour(colour));
    }
}

/// The first lines of a text, the last of them cut where there are more.
pub(crate) fn at_most(mut lines: Vec<String>, most: usize, size: f64, room: f64) -> Vec<String> {
    if lines.len() > most {
        let rest = lines.split_off(most.saturating_sub(1)).join(" ");
        if most > 0 {
            lines.push(text::cut(&rest, size, room));
        }
    }
    lines
}
