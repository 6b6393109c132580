//! A view as SVG, by plotters' SVG backend, with a title and a description, which that one does not write.

use plotters_svg::SVGBackend;

use crate::draw::{self, Frame, Layer, Scene, place, render};
use crate::imprint::Imprint;
use crate::view::View;
use crate::words;

/// Why a picture cannot be drawn.
#[derive(Debug, thiserror::Error)]
pub enum SvgError {
    /// The view has no such panel.
    #[error("the chart has no panel {0}")]
    NoPanel(usize),
    /// The backend failed.
    #[error("drawing failed: {0}")]
    Drawing(String),
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// One panel of a view as an SVG document. The frame's ratio is part of its size.
pub fn svg(view: &View, panel: usize, frame: &Frame) -> Result<String, SvgError> {
    let scene = place(view, panel, frame, Layer::All).ok_or(SvgError::NoPanel(panel))?;
    document(&scene, &view.title, &described(view))
}

/// A whole chart as an SVG document, with where it is from in its description too.
pub fn picture(view: &View, frame: &Frame, imprint: &Imprint) -> Result<String, SvgError> {
    let scene = draw::picture(view, frame, imprint);
    let description = format!("{} {}", described(view), words::imprint(imprint));
    document(&scene, &view.title, &description)
}

/// What a picture shows, in words.
fn described(view: &View) -> String {
    format!("{}. {} {}", view.subtitle, view.coverage, view.summary)
}

/// A scene as an SVG document with a title and a description.
pub fn document(scene: &Scene, title: &str, description: &str) -> Result<String, SvgError> {
    let mut text = String::new();
    {
        let mut backend = SVGBackend::with_string(&mut text, (scene.width, scene.height));
        render(scene, &mut backend).map_err(|e| SvgError::Drawing(e.to_string()))?;
    }
    let head =
        format!(">\n<title>{}</title>\n<desc>{}</desc>\n", escape(title), escape(description.trim_end()));
    // The backend names a family with every text. Quotation marks within texts are escaped, so this finds attributes only.
    let text = text.replace(" font-family=\"sans-serif\"", "");
    let mut text = text.replacen(">\n", &head, 1).replacen("<svg ", ROOT, 1);
    text.retain(is_xml);
    Ok(text)
}

/// Whether XML 1.0 has a character at all (2.2, `Char`). Addresses and published towns may hold others.
fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{fffd}' | '\u{10000}'..)
}

/// What all marks have in common: the family of texts, and joints of lines as a canvas draws them here.
const ROOT: &str =
    "<svg role=\"img\" font-family=\"'Noto Sans', system-ui, sans-serif\" stroke-linejoin=\"round\" ";
