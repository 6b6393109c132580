//! A view as SVG, by plotters' SVG backend, with a title and a description, which that one does not write.

use plotters_svg::SVGBackend;

use crate::draw::{Frame, Layer, place, render};
use crate::view::View;

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
    let mut text = String::new();
    {
        let mut backend = SVGBackend::with_string(&mut text, (scene.width, scene.height));
        render(&scene, &mut backend).map_err(|e| SvgError::Drawing(e.to_string()))?;
    }
    let head = format!(
        ">\n<title>{}</title>\n<desc>{}. {} {}</desc>\n",
        escape(&view.title),
        escape(&view.subtitle),
        escape(&view.coverage),
        escape(&view.summary)
    );
    Ok(text.replacen(">\n", &head, 1).replacen("<svg ", "<svg role=\"img\" ", 1))
}
