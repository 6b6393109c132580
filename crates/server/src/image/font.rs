//! The font of the server's images: Noto Sans, from a crate, so that every server draws the same.
//!
//! Its glyphs are taken one by one at their advance widths, without kerning: that is how the layout measures
//! (`rssac002_charts::draw::text`), and what a picture of figures and short labels needs.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use rssac002_charts::draw::render::BASE_LINE;
use rssac002_charts::draw::text;
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider};
use tiny_skia::{Path, PathBuilder};

use crate::app::App;
use crate::http::coding::Coding;
use crate::http::make;
use crate::http::problem::Problem;
use crate::http::reply::{Meta, entity_tag};

/// Where browsers find it, to draw the pictures that they make themselves with the same letters.
pub const PATH: &str = "/fonts/noto-sans.ttf";

/// Answers [`PATH`].
pub async fn answer(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    let coding = Coding::negotiate(&headers, &Coding::MADE);
    let meta = Meta {
        content_type: "font/ttf",
        // Another version of the font would have another name.
        cache_control: "public, max-age=31536000, immutable",
        tag: entity_tag(&[BYTES, coding.name().unwrap_or_default().as_bytes()]),
        coding,
        modified: None,
    };
    if meta.is_known(&headers) {
        return meta.not_modified();
    }
    let made = make::coded(&app.bodies, &meta, BYTES.to_vec()).await;
    made.map_or_else(Problem::into_response, |made| meta.whole(made))
}

/// The octets of the font.
const BYTES: &[u8] = notosans::REGULAR_TTF;

/// The font at one size in pixels.
pub struct Font {
    font: FontRef<'static>,
    size: f32,
}

impl Font {
    /// The font at this size; `None` where the crate's octets are no font, which a test would have found.
    pub fn new(size: f32) -> Option<Font> {
        Some(Font { font: FontRef::new(BYTES).ok()?, size })
    }

    /// The glyph of a character; that of "no such character" where the font has none.
    fn glyph(&self, character: char) -> GlyphId {
        self.font.charmap().map(character).unwrap_or(GlyphId::NOTDEF)
    }

    /// The width of a text in pixels.
    pub fn width(&self, text: &str) -> f32 {
        let metrics = self.font.glyph_metrics(Size::new(self.size), LocationRef::default());
        text.chars().map(|c| metrics.advance_width(self.glyph(c)).unwrap_or_default()).sum()
    }

    /// The outlines of a text whose left end is at `x` and whose capitals have their middle at `y`; `None` for a text
    /// without ink.
    pub fn outline(&self, text: &str, x: f32, y: f32) -> Option<Path> {
        let metrics = self.font.glyph_metrics(Size::new(self.size), LocationRef::default());
        let outlines = self.font.outline_glyphs();
        let mut pen = Pen { path: PathBuilder::new(), x, y: y + BASE_LINE as f32 * self.size };
        for character in text.chars() {
            let glyph = self.glyph(character);
            if let Some(outline) = outlines.get(glyph) {
                let settings = DrawSettings::unhinted(Size::new(self.size), LocationRef::default());
                // An outline that cannot be drawn leaves its place empty.
                let _ = outline.draw(settings, &mut pen);
            }
            pen.x += metrics.advance_width(glyph).unwrap_or_default();
        }
        pen.path.finish()
    }
}

/// Whether the layout's table has this character's width, to a thousandth of the size.
pub fn agrees(character: char) -> bool {
    let width = Font::new(1000.0).map_or(0.0, |font| font.width(character.encode_utf8(&mut [0; 4])));
    (width - f32::from(text::advance(character))).abs() <= 0.5
}

/// Puts glyphs, whose ordinates go up from the base line, into a picture's path.
struct Pen {
    path: PathBuilder,
    x: f32,
    y: f32,
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.path.move_to(self.x + x, self.y - y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.path.line_to(self.x + x, self.y - y);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.path.quad_to(self.x + cx, self.y - cy, self.x + x, self.y - y);
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        let (left, base) = (self.x, self.y);
        self.path.cubic_to(left + ax, base - ay, left + bx, base - by, left + x, base - y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_layout_measures_this_font() {
        for character in ' '..='~' {
            assert!(agrees(character), "{character:?}");
        }
        // Places of instances and the page's own words have a few more; they count as a digit, so none may be much wider.
        let font = Font::new(1000.0).unwrap();
        for character in "–·…éüßñøã".chars() {
            assert_ne!(font.glyph(character), GlyphId::NOTDEF, "{character}");
            assert!(
                font.width(&character.to_string()) < 1.4 * f32::from(text::advance(character)),
                "{character}"
            );
        }
    }

    #[test]
    fn a_text_stands_where_it_is_put() {
        let font = Font::new(20.0).unwrap();
        let bounds = font.outline("H8", 100.0, 50.0).unwrap().bounds();
        assert!(bounds.left() > 100.0 && bounds.right() < 100.0 + font.width("H8"));
        assert!(((bounds.top() + bounds.bottom()) / 2.0 - 50.0).abs() < 0.5, "{bounds:?}");
        assert!(font.outline("  ", 0.0, 0.0).is_none());
    }
}
