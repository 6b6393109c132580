//! Scenes on the browser's canvas.

use std::convert::Infallible;

use plotters_backend::text_anchor::HPos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};
use rssac002_charts::draw::render::{BASE_LINE, LINE_HEIGHT, stroke_offset};
use rssac002_charts::draw::{Scene, render};
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

type Outcome = Result<(), DrawingErrorKind<Infallible>>;

/// What words are drawn with.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Lettering {
    /// The font of the visitor's system, as in the page around.
    System,
    /// The font of the server's pictures, glyph by glyph at its own widths as the server does, so that both pictures are one.
    Bundled,
}

impl Lettering {
    fn family(self) -> &'static str {
        match self {
            Lettering::System => "system-ui, sans-serif",
            Lettering::Bundled => "picture",
        }
    }
}

/// Draws into a canvas of this size in device pixels.
pub struct CanvasBackend<'a> {
    lettering: Lettering,
    context: &'a CanvasRenderingContext2d,
    size: (u32, u32),
    fill: String,
    stroke: String,
    font: String,
}

impl<'a> CanvasBackend<'a> {
    /// Takes the canvas as it is; nothing is wiped.
    pub fn new(
        context: &'a CanvasRenderingContext2d,
        size: (u32, u32),
        lettering: Lettering,
    ) -> CanvasBackend<'a> {
        context.set_line_join("round");
        let bundled = lettering == Lettering::Bundled;
        context.set_text_baseline(if bundled { "alphabetic" } else { "middle" });
        if bundled {
            // A browser that does not know these draws a little otherwise.
            for (name, value) in [("fontKerning", "none"), ("textRendering", "geometricPrecision")] {
                let _ = js_sys::Reflect::set(context, &name.into(), &value.into());
            }
        }
        CanvasBackend {
            lettering,
            context,
            size,
            fill: String::new(),
            stroke: String::new(),
            font: String::new(),
        }
    }

    fn css(colour: BackendColor) -> String {
        let (r, g, b) = colour.rgb;
        if colour.alpha >= 1.0 {
            format!("#{r:02x}{g:02x}{b:02x}")
        } else {
            format!("rgba({r},{g},{b},{})", colour.alpha)
        }
    }

    fn fill_with(&mut self, colour: BackendColor) {
        let css = Self::css(colour);
        if css != self.fill {
            self.context.set_fill_style_str(&css);
            self.fill = css;
        }
    }

    fn stroke_with(&mut self, colour: BackendColor, width: u32) {
        let css = Self::css(colour);
        if css != self.stroke {
            self.context.set_stroke_style_str(&css);
            self.stroke = css;
        }
        self.context.set_line_width(f64::from(width.max(1)));
    }

    fn trace(&self, points: impl IntoIterator<Item = BackendCoord>, offset: f64) {
        self.context.begin_path();
        for (i, (x, y)) in points.into_iter().enumerate() {
            let (x, y) = (f64::from(x) + offset, f64::from(y) + offset);
            if i == 0 {
                self.context.move_to(x, y);
            } else {
                self.context.line_to(x, y);
            }
        }
    }
}

impl DrawingBackend for CanvasBackend<'_> {
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

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Outcome {
        self.fill_with(color);
        self.context.fill_rect(f64::from(point.0), f64::from(point.1), 1.0, 1.0);
        Ok(())
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Outcome {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Outcome {
        let (x, y) = (f64::from(from.0), f64::from(from.1));
        let (width, height) = (f64::from(to.0) - x, f64::from(to.1) - y);
        if fill {
            self.fill_with(style.color());
            self.context.fill_rect(x, y, width, height);
        } else {
            self.stroke_with(style.color(), style.stroke_width());
            let offset = f64::from(stroke_offset(style.stroke_width()));
            self.context.stroke_rect(x + offset, y + offset, width, height);
        }
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Outcome {
        self.stroke_with(style.color(), style.stroke_width());
        self.trace(path, f64::from(stroke_offset(style.stroke_width())));
        self.context.stroke();
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        centre: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Outcome {
        self.context.begin_path();
        let (x, y) = (f64::from(centre.0), f64::from(centre.1));
        // The radius is not negative, which is all that this refuses.
        let _ = self.context.arc(x, y, f64::from(radius), 0.0, std::f64::consts::TAU);
        if fill {
            self.fill_with(style.color());
            self.context.fill();
        } else {
            self.stroke_with(style.color(), style.stroke_width());
            self.context.stroke();
        }
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Outcome {
        self.fill_with(style.color());
        self.trace(corners, 0.0);
        self.context.fill();
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Outcome {
        let size = style.size() / LINE_HEIGHT;
        let font = format!("{size:.2}px {}", self.lettering.family());
        if font != self.font {
            self.context.set_font(&font);
            self.font = font;
        }
        self.context.set_text_align(match style.anchor().h_pos {
            HPos::Left => "left",
            HPos::Center => "center",
            HPos::Right => "right",
        });
        self.fill_with(style.color());
        // A canvas without room for the text draws nothing; there is nothing else to do about it.
        let down = if self.lettering == Lettering::Bundled { BASE_LINE * size } else { 0.0 };
        let _ = self.context.fill_text(text, f64::from(at.0), f64::from(at.1) + down);
        Ok(())
    }
}

fn context(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok().flatten()?.dyn_into().ok()
}

/// Takes everything off a canvas.
pub fn wipe(canvas: &HtmlCanvasElement) {
    if let Some(context) = context(canvas) {
        context.clear_rect(0.0, 0.0, f64::from(canvas.width()), f64::from(canvas.height()));
    }
}

/// Draws a scene over a whole canvas, which gets its size.
pub fn paint(canvas: &HtmlCanvasElement, scene: &Scene, lettering: Lettering) {
    if canvas.width() != scene.width || canvas.height() != scene.height {
        canvas.set_width(scene.width);
        canvas.set_height(scene.height);
    }
    let Some(context) = context(canvas) else { return };
    context.clear_rect(0.0, 0.0, f64::from(scene.width), f64::from(scene.height));
    let mut backend = CanvasBackend::new(&context, (scene.width, scene.height), lettering);
    // The canvas backend's errors cannot exist.
    let _ = render(scene, &mut backend);
}
