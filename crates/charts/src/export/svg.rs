//! A view as SVG, with a title and a description. The marks are written octet for octet as plotters' SVG backend writes
//! them, which a test compares; that one takes 10 kB of the web app, this one less than two.

use crate::draw::scene::{Anchor, Ink, Item};
use crate::draw::{Frame, Layer, Scene};
use crate::kind::place;
use crate::picture;
use crate::provenance::Provenance;
use crate::view::View;

/// The view has no such panel.
#[derive(Debug, thiserror::Error)]
#[error("the chart has no panel {0}")]
pub struct NoPanel(pub usize);

/// One panel of a view as an SVG document. The frame's ratio is part of its size.
pub fn svg(view: &View, panel: usize, frame: &Frame) -> Result<String, NoPanel> {
    let scene = place(view, panel, frame, Layer::All).ok_or(NoPanel(panel))?;
    Ok(document(&scene, &view.title, &described(view)))
}

/// A whole chart as an SVG document, with where it is from in its description too.
pub fn picture(view: &View, frame: &Frame, provenance: &Provenance) -> String {
    let scene = picture::picture(view, frame, provenance);
    let description = format!("{} {}", described(view), crate::provenance::line(provenance));
    document(&scene, &view.title, &description)
}

/// What a picture shows, in words.
fn described(view: &View) -> String {
    format!("{}. {} {}", view.subtitle, view.coverage, view.summary)
}

/// A scene as an SVG document with a title and a description.
pub fn document(scene: &Scene, title: &str, description: &str) -> String {
    let Scene { width, height, .. } = scene;
    let mut out = format!(
        "<svg {ROOT} width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         xmlns=\"http://www.w3.org/2000/svg\">\n<title>"
    );
    escape(&mut out, title);
    out.push_str("</title>\n<desc>");
    escape(&mut out, description.trim_end());
    out.push_str("</desc>\n");
    scene.items.iter().for_each(|item| mark(&mut out, item));
    out.push_str("</svg>\n");
    out.retain(is_xml);
    out
}

/// Whether XML 1.0 has a character at all (2.2, `Char`). Addresses and published towns may hold others.
fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{fffd}' | '\u{10000}'..)
}

/// What all marks have in common: the family of texts, and joints of lines as a canvas draws them here.
const ROOT: &str =
    "role=\"img\" font-family=\"'Noto Sans', system-ui, sans-serif\" stroke-linejoin=\"round\"";

fn mark(out: &mut String, item: &Item) {
    match item {
        Item::Rect { from, to, ink } => {
            open(out, "rect");
            number(out, "x", from.0);
            number(out, "y", from.1);
            number(out, "width", to.0 - from.0);
            number(out, "height", to.1 - from.1);
            opacity(out, ink);
            colour(out, "fill", ink);
            attribute(out, "stroke", "none");
        }
        Item::Line { points, ink, width } => {
            open(out, "polyline");
            attribute(out, "fill", "none");
            opacity(out, ink);
            colour(out, "stroke", ink);
            number(out, "stroke-width", *width as i32);
            corners(out, points);
        }
        Item::Polygon { points, ink } => {
            open(out, "polygon");
            opacity(out, ink);
            colour(out, "fill", ink);
            corners(out, points);
        }
        Item::Circle { at, radius, ink, outline } => {
            open(out, "circle");
            number(out, "cx", at.0);
            number(out, "cy", at.1);
            number(out, "r", *radius as i32);
            opacity(out, ink);
            if *outline == 0 {
                colour(out, "fill", ink);
                attribute(out, "stroke", "none");
            } else {
                attribute(out, "fill", "none");
                colour(out, "stroke", ink);
            }
            number(out, "stroke-width", *outline as i32);
        }
        Item::Text { text, at, anchor, size, ink } => {
            open(out, "text");
            number(out, "x", at.0);
            number(out, "y", at.1);
            attribute(out, "dy", "0.5ex");
            let anchor = match anchor {
                Anchor::Start => "start",
                Anchor::Middle => "middle",
                Anchor::End => "end",
            };
            attribute(out, "text-anchor", anchor);
            attribute(out, "font-size", &size.to_string());
            opacity(out, ink);
            colour(out, "fill", ink);
            out.push_str(">\n");
            escape(out, text);
            out.push_str("\n</text>\n");
            return;
        }
    }
    out.push_str("/>\n");
}

fn open(out: &mut String, tag: &str) {
    out.push('<');
    out.push_str(tag);
}

/// An attribute with a value of ours, in which nothing is to be escaped.
fn attribute(out: &mut String, name: &str, value: &str) {
    for part in [" ", name, "=\"", value, "\""] {
        out.push_str(part);
    }
}

fn number(out: &mut String, name: &str, value: i32) {
    attribute(out, name, &value.to_string());
}

fn opacity(out: &mut String, ink: &Ink) {
    attribute(out, "opacity", &ink.opacity.to_string());
}

fn colour(out: &mut String, name: &str, ink: &Ink) {
    attribute(out, name, &format!("#{:02X}{:02X}{:02X}", ink.rgb.0, ink.rgb.1, ink.rgb.2));
}

fn corners(out: &mut String, points: &[(i32, i32)]) {
    let mut list = String::new();
    for (x, y) in points {
        list.push_str(&x.to_string());
        list.push(',');
        list.push_str(&y.to_string());
        list.push(' ');
    }
    attribute(out, "points", &list);
}

fn escape(out: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            other => out.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::render::LINE_HEIGHT;
    use crate::draw::{Geometry, render};
    use proptest::collection::vec;
    use proptest::prelude::*;

    fn point() -> impl Strategy<Value = (i32, i32)> {
        (-9000..9000, -9000..9000)
    }

    fn item() -> impl Strategy<Value = Item> {
        let ink = ((0u8.., 0u8.., 0u8..), 0.01..=1.0f64)
            .prop_map(|((r, g, b), opacity)| Ink { rgb: crate::theme::Rgb(r, g, b), opacity });
        // The backend gets sizes through a factor, which may change their last digit.
        let size = (1u32..400).prop_map(|size| f64::from(size) / 16.0);
        let size = size.prop_filter("sizes that the factor leaves as they are", |size| {
            size * LINE_HEIGHT / LINE_HEIGHT == *size
        });
        let anchor = prop_oneof![Just(Anchor::Start), Just(Anchor::Middle), Just(Anchor::End)];
        prop_oneof![
            (point(), point(), ink.clone()).prop_map(|(from, to, ink)| Item::Rect { from, to, ink }),
            (vec(point(), 0..5), ink.clone(), 1u32..9).prop_map(|(points, ink, width)| Item::Line {
                points,
                ink,
                width
            }),
            (vec(point(), 0..5), ink.clone()).prop_map(|(points, ink)| Item::Polygon { points, ink }),
            (point(), 0u32..99, ink.clone(), 0u32..3).prop_map(|(at, radius, ink, outline)| Item::Circle {
                at,
                radius,
                ink,
                outline
            }),
            ("[ -~é]{0,12}", point(), anchor, size, ink)
                .prop_map(|(text, at, anchor, size, ink)| Item::Text { text, at, anchor, size, ink }),
        ]
    }

    proptest! {
        #[test]
        fn marks_are_written_as_plotters_writes_them(items in vec(item(), 0..8), width in 1u32..4000) {
            let scene = Scene { width, height: 300, items, geometry: Geometry::Whole };
            let mut theirs = String::new();
            let mut backend = plotters_svg::SVGBackend::with_string(&mut theirs, (width, 300));
            render(&scene, &mut backend).unwrap();
            drop(backend);
            let theirs = theirs.replace(" font-family=\"sans-serif\"", "");
            let ours = document(&scene, "", "").replace("<title></title>\n<desc></desc>\n", "");
            prop_assert_eq!(ours.replace(&format!("<svg {ROOT} "), "<svg "), theirs);
        }
    }
}
