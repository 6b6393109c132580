//! Scenes on the browser's canvas.

use std::cell::RefCell;

use plotters_areas::{AreasBackend, Blend, Picture};
use plotters_backend::text_anchor::HPos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};
use plotters_canvas::CanvasBackend;
use rssac002_charts::draw::render::{BASE_LINE, LINE_HEIGHT, stroke_offset};
use rssac002_charts::draw::scene::Item;
use rssac002_charts::draw::{Scene, render};
use wasm_bindgen::{Clamped, JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

/// What words are drawn with.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Lettering {
    /// The font of the visitor's system, as in the page around.
    System,
    /// The font of the server's pictures, glyph by glyph at its own widths as the server does, so that both pictures are one.
    Bundled,
}

/// plotters-canvas, in device pixels: with strokes of odd width in the middle of pixels, and with our fonts.
struct PixelCanvas {
    backend: CanvasBackend,
    context: CanvasRenderingContext2d,
    lettering: Lettering,
    /// What the context fills with, where that is known. Each word to the browser costs more than a rectangle.
    fill: Option<BackendColor>,
    /// The size of the context's letters, where that is known.
    letters: Option<f64>,
    /// Whether all lines are a device pixel wide.
    is_thin: bool,
}

/// How many points of a broad line are stroked at once. Browsers that draw without a graphics processor take two to three
/// times as long for hundreds of points in one stroke. Each piece begins with the last line of the piece before, so that its
/// corners are joined as those within.
const PIECE: usize = 32;
/// Broad lines through more points than this, all together, take a browser without a graphics processor longer than all else of a
/// frame.
const MOST_MOVED: usize = 3_000;

type CanvasError = <CanvasBackend as DrawingBackend>::ErrorType;
type Outcome = Result<(), DrawingErrorKind<CanvasError>>;

impl PixelCanvas {
    /// Takes the canvas as it is; nothing is wiped. `None` where the browser has no 2D canvas.
    fn new(canvas: &HtmlCanvasElement, lettering: Lettering) -> Option<PixelCanvas> {
        let context = context(canvas)?;
        context.set_line_join("round");
        if lettering == Lettering::Bundled {
            // A browser that does not know these draws a little otherwise.
            for (name, value) in [("fontKerning", "none"), ("textRendering", "geometricPrecision")] {
                let _ = js_sys::Reflect::set(&context, &name.into(), &value.into());
            }
        }
        let backend = CanvasBackend::with_canvas_object(canvas.clone())?;
        Some(PixelCanvas { backend, context, lettering, fill: None, letters: None, is_thin: false })
    }

    /// The backend for what it fills with colours of its own.
    fn filling(&mut self) -> &mut CanvasBackend {
        self.fill = None;
        &mut self.backend
    }

    /// Fills with a colour from now on.
    fn fill_with(&mut self, colour: BackendColor) {
        let same = |fill: BackendColor| fill.rgb == colour.rgb && fill.alpha == colour.alpha;
        if !self.fill.is_some_and(same) {
            let (red, green, blue) = colour.rgb;
            self.context.set_fill_style_str(&format!("rgba({red},{green},{blue},{})", colour.alpha));
            self.fill = Some(colour);
        }
    }

    /// Draws a stroke where it is sharp.
    fn stroke(&mut self, width: u32, draw: impl FnOnce(&mut CanvasBackend) -> Outcome) -> Outcome {
        let offset = f64::from(stroke_offset(width));
        if offset == 0.0 {
            return draw(&mut self.backend);
        }
        // A canvas can always be moved by half a pixel and back.
        let _ = self.context.translate(offset, offset);
        let drawn = draw(&mut self.backend);
        let _ = self.context.translate(-offset, -offset);
        drawn
    }
}

impl DrawingBackend for PixelCanvas {
    type ErrorType = CanvasError;

    fn get_size(&self) -> (u32, u32) {
        self.backend.get_size()
    }

    fn ensure_prepared(&mut self) -> Outcome {
        self.backend.ensure_prepared()
    }

    fn present(&mut self) -> Outcome {
        self.backend.present()
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Outcome {
        self.filling().draw_pixel(point, color)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Outcome {
        // plotters-canvas would move it by half a pixel itself, whatever its width.
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Outcome {
        if !fill {
            return self.stroke(style.stroke_width(), |backend| backend.draw_rect(from, to, style, false));
        }
        self.fill_with(style.color());
        let [x, y, width, height] = [from.0, from.1, to.0 - from.0, to.1 - from.1].map(f64::from);
        self.context.fill_rect(x, y, width, height);
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Outcome {
        if self.is_thin {
            return self.stroke(1, |backend| backend.draw_path(path, &style.color()));
        }
        let width = style.stroke_width();
        let path: Vec<BackendCoord> = path.into_iter().collect();
        // What shines through would be darker where two pieces meet.
        if width < 2 || style.color().alpha < 1.0 || path.len() <= PIECE {
            return self.stroke(width, |backend| backend.draw_path(path, style));
        }
        for from in (0..path.len() - 2).step_by(PIECE - 2) {
            let piece = path[from..path.len().min(from + PIECE)].iter().copied();
            self.stroke(width, |backend| backend.draw_path(piece, style))?;
        }
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        centre: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Outcome {
        self.filling().draw_circle(centre, radius, style, fill)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Outcome {
        self.filling().fill_polygon(corners, style)
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Outcome {
        let size = style.size() / LINE_HEIGHT;
        self.fill_with(style.color());
        // The server's pictures put their glyphs on the alphabetic base line.
        let (font, base, down) = match self.lettering {
            Lettering::System => ("system-ui, sans-serif", "middle", 0.0),
            Lettering::Bundled => ("picture", "alphabetic", BASE_LINE * size),
        };
        if self.letters != Some(size) {
            self.context.set_font(&format!("{size:.2}px {font}"));
            self.context.set_text_baseline(base);
            self.letters = Some(size);
        }
        self.context.set_text_align(match style.anchor().h_pos {
            HPos::Left => "left",
            HPos::Center => "center",
            HPos::Right => "right",
        });
        // A canvas without room for the text draws nothing; there is nothing else to do about it.
        let _ = self.context.fill_text(text, f64::from(at.0), f64::from(at.1) + down);
        Ok(())
    }
}

thread_local! {
    /// Where pixels are put before they are laid over a canvas, which `putImageData` would wipe. It is kept: another one for each
    /// frame would cost as much as the drawing.
    static SHEET: RefCell<Option<HtmlCanvasElement>> = const { RefCell::new(None) };
}

/// The sheet, at least of this size. `None` where the browser has no canvas.
fn sheet(width: u32, height: u32) -> Option<HtmlCanvasElement> {
    let made = || web_sys::window()?.document()?.create_element("canvas").ok()?.dyn_into().ok();
    let sheet: HtmlCanvasElement = SHEET.with_borrow_mut(|sheet| sheet.take().or_else(made))?;
    if sheet.width() < width || sheet.height() < height {
        sheet.set_width(sheet.width().max(width));
        sheet.set_height(sheet.height().max(height));
    }
    SHEET.set(Some(sheet.clone()));
    Some(sheet)
}

impl PixelCanvas {
    fn lay(&self, picture: &Picture) -> Result<(), JsValue> {
        let Some(sheet) = sheet(picture.width, picture.height) else { return Ok(()) };
        let Some(context) = context(&sheet) else { return Ok(()) };
        let pixels = ImageData::new_with_u8_clamped_array(Clamped(picture.rgba()), picture.width)?;
        context.put_image_data(&pixels, 0.0, 0.0)?;
        let (x, y) = (f64::from(picture.at.0), f64::from(picture.at.1));
        let (width, height) = (f64::from(picture.width), f64::from(picture.height));
        self.context.draw_image_with_html_canvas_element_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
            &sheet, 0.0, 0.0, width, height, x, y, width, height,
        )
    }
}

impl Blend for PixelCanvas {
    fn blend(&mut self, picture: &Picture) -> Outcome {
        // Pixels in memory are put on any canvas; only one larger than the browser can make has no room for them.
        let _ = self.lay(picture);
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
    draw(canvas, scene, lettering, false);
}

/// Draws a scene that the next frame replaces, as while days are moved: where broad lines would take longer than a frame, lines are a
/// device pixel wide.
pub fn paint_moving(canvas: &HtmlCanvasElement, scene: &Scene) {
    let broad = |item: &Item| match item {
        Item::Line { points, width, .. } if *width > 1 => points.len(),
        _ => 0,
    };
    let points: usize = scene.items.iter().map(broad).sum();
    draw(canvas, scene, Lettering::System, points > MOST_MOVED);
}

fn draw(canvas: &HtmlCanvasElement, scene: &Scene, lettering: Lettering, is_thin: bool) {
    if canvas.width() != scene.width || canvas.height() != scene.height {
        canvas.set_width(scene.width);
        canvas.set_height(scene.height);
    }
    let Some(context) = context(canvas) else { return };
    context.clear_rect(0.0, 0.0, f64::from(scene.width), f64::from(scene.height));
    if let Some(backend) = PixelCanvas::new(canvas, lettering) {
        // A canvas refuses nothing that is drawn here: no radius is negative.
        let _ = render(scene, &mut AreasBackend::new(PixelCanvas { is_thin, ..backend }));
    }
}
