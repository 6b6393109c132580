//! A plotters backend that draws nothing and keeps everything: what plotters draws becomes the items of a scene.

use std::convert::Infallible;

use plotters::style::RGBAColor;
use plotters_backend::text_anchor::HPos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};

use super::render::LINE_HEIGHT;
use super::scene::{Anchor, Item};

/// Records on a surface of a size in pixels.
pub(crate) struct Recorder {
    size: (u32, u32),
    items: Vec<Item>,
}

type Outcome = Result<(), DrawingErrorKind<Infallible>>;

impl Recorder {
    /// Nothing is drawn yet.
    pub fn new(size: (u32, u32)) -> Recorder {
        Recorder { size, items: Vec::new() }
    }

    /// What was drawn, from the lowest to the highest.
    pub fn items(&mut self) -> &mut Vec<Item> {
        &mut self.items
    }
}

fn rgba(BackendColor { alpha, rgb: (red, green, blue) }: BackendColor) -> RGBAColor {
    RGBAColor(red, green, blue, alpha)
}

impl DrawingBackend for Recorder {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Outcome {
        Ok(())
    }

    fn present(&mut self) -> Outcome {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Outcome {
        self.items.push(Item::Rect { from: (x, y), to: (x + 1, y + 1), colour: rgba(color) });
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Outcome {
        if fill {
            self.items.push(Item::Rect { from, to, colour: rgba(style.color()) });
            return Ok(());
        }
        self.draw_path([from, (to.0, from.1), to, (from.0, to.1), from], style)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Outcome {
        self.items.push(Item::Line {
            points: path.into_iter().collect(),
            colour: rgba(style.color()),
            width: style.stroke_width(),
        });
        Ok(())
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Outcome {
        self.draw_path([from, to], style)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Outcome {
        self.items.push(Item::Polygon { points: corners.into_iter().collect(), colour: rgba(style.color()) });
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        at: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Outcome {
        let outline = if fill { 0 } else { style.stroke_width() };
        self.items.push(Item::Circle { at, radius, colour: rgba(style.color()), outline });
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Outcome {
        let anchor = match style.anchor().h_pos {
            HPos::Left => Anchor::Start,
            HPos::Center => Anchor::Middle,
            HPos::Right => Anchor::End,
        };
        self.items.push(Item::Text {
            text: text.to_owned(),
            at,
            anchor,
            size: style.size() / LINE_HEIGHT,
            colour: rgba(style.color()),
        });
        Ok(())
    }
}
