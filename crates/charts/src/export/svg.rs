//! A view as SVG: plotters' SVG backend writes the marks, a title and a description are put behind its root tag.

use std::collections::BTreeMap;

use plotters_svg::SVGBackend;
use rssac002_model::{Day, DayRange, Interval};

use crate::draw::decimate::{Point, sketch};
use crate::draw::{Geometry, Layer, Scene, Surface, render};
use crate::kind::place;
use crate::kind::time::overview::overview;
use crate::picture;
use crate::provenance::Provenance;
use crate::theme::Theme;
use crate::transform::Bin;
use crate::view::View;

/// The view has no such panel.
#[derive(Debug, thiserror::Error)]
#[error("the chart has no panel {0}")]
pub struct NoPanel(pub usize);

/// One panel of a view as an SVG document. The surface's ratio is part of its size.
pub fn svg(view: &View, panel: usize, surface: &Surface) -> Result<String, NoPanel> {
    let scene = place(view, panel, surface, Layer::All).ok_or(NoPanel(panel))?;
    Ok(document(&scene, &view.title, &described(view)))
}

/// A whole chart as an SVG document, with where it is from in its description too.
pub fn picture(view: &View, surface: &Surface, provenance: &Provenance) -> String {
    sheet(view, &picture::picture(view, surface, provenance), provenance)
}

/// A sheet of a view as an SVG document that says the same.
pub fn sheet(view: &View, scene: &Scene, provenance: &Provenance) -> String {
    let description = format!("{} {}", described(view), crate::provenance::line(provenance));
    document(scene, &view.title, &description)
}

/// One panel of a view, to stand in a page.
pub struct Inline {
    /// The element, in light colours, its long lines sketched: it stands for a moment. It fills the box that it is in: what is
    /// round stays round, all else is stretched.
    pub svg: String,
    /// For each light colour in it, as `#RRGGBB`, the dark one.
    pub dark: BTreeMap<String, String>,
    geometry: Geometry,
}

impl Inline {
    /// The same with a line through a day, where it is a chart over time that shows it. The line has the class `mark`.
    pub fn marked(mut self, day: Day) -> Inline {
        if let Geometry::Time(plot) = &self.geometry
            && plot.days().contains(day)
        {
            let bin = Bin { days: DayRange::single(day), interval: Interval::Day };
            let (x, area) = (plot.x_of_bin(&bin), plot.area());
            let line = format!("<path class=\"mark\" d=\"M{x:.1} {}V{}\"/></svg>", area.top, area.bottom);
            self.svg = self.svg.replace("</svg>", &line);
        }
        self
    }
}

/// One panel of a view for a page that is light or dark as its visitor's system is.
pub fn inline(view: &View, panel: usize, surface: &Surface) -> Result<Inline, NoPanel> {
    inlined(surface, |surface| place(view, panel, surface, Layer::All)).ok_or(NoPanel(panel))
}

/// The same of the outline of all days of a view over time. `None` of any other view, or of one without days.
pub fn inline_overview(view: &View, surface: &Surface) -> Option<Inline> {
    inlined(surface, |surface| overview(view, surface))
}

fn inlined(surface: &Surface, place: impl Fn(&Surface) -> Option<Scene>) -> Option<Inline> {
    let drawn = |theme: Theme| {
        let scene = place(&Surface { theme, ..*surface })?;
        Some((drawn(&scene), scene))
    };
    let ((light, scene), (dark, _)) = (drawn(Theme::Light)?, drawn(Theme::Dark)?);
    // Themes change colours and nothing else, so that one stands where the other does.
    let dark = colours(&light).zip(colours(&dark)).map(|(light, dark)| (light.to_owned(), dark.to_owned()));
    let fit = match scene.geometry {
        Geometry::Pie(_) | Geometry::Map(_) => "xMidYMid",
        _ => "none",
    };
    let (_, marks) = light.split_once(">\n").unwrap_or_default();
    let svg = format!(
        "<svg aria-hidden=\"true\" stroke-linejoin=\"round\" viewBox=\"0 0 {} {}\" preserveAspectRatio=\"{fit}\">{}",
        scene.width,
        scene.height,
        joined(&lightened(&marks.replace(['\n', '\r'], "")))
    );
    Some(Inline { dark: dark.collect(), svg, geometry: scene.geometry })
}

/// The same marks in a fraction of the octets: long lines sketched, lines and areas as paths with each point told from the one
/// before.
fn lightened(marks: &str) -> String {
    let mut parts = marks.split(" points=\"");
    let mut out = String::with_capacity(marks.len());
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let tag = out.rfind('<').map_or("", |at| &out[at..]);
        let is_line = tag.starts_with("<polyline");
        let (points, rest) = part.split_once('"').unwrap_or((part, ""));
        // A text may hold anything, and stays.
        match read_points(points).filter(|_| is_line || tag.starts_with("<polygon")) {
            Some(points) if is_line && points.len() > LONG => {
                out.push_str(&format!(" d=\"{}\"{rest}", path(&sketch(points, COLUMN))));
            }
            Some(points) => out.push_str(&format!(" d=\"{}\"{rest}", path(&points))),
            None => out.push_str(&format!(" points=\"{part}")),
        }
    }
    out.replace("<polyline", "<path").replace("<polygon", "<path")
}

/// The same marks in fewer elements, each of which takes a browser time to read, style and place: neighbours that differ only in
/// where they stand become one path. Only such that look the same then: lines that nothing shines through, and boxes that do
/// not overlap.
fn joined(marks: &str) -> String {
    let mut out = String::with_capacity(marks.len());
    let mut run = Run::default();
    for piece in marks.split_inclusive('>') {
        match Mark::read(piece) {
            Some(mark) => {
                if !run.takes(&mark) {
                    run.write(&mut out);
                }
                run.marks.push((mark, piece));
            }
            None => {
                run.write(&mut out);
                out.push_str(piece);
            }
        }
    }
    run.write(&mut out);
    out
}

/// A mark that may be joined with others.
enum Mark<'m> {
    /// The attributes of a line, and its path.
    Line { look: &'m str, path: &'m str },
    /// The attributes of a filled box, and where it stands: left, top, width, height.
    Box { look: &'m str, place: [i32; 4] },
}

impl<'m> Mark<'m> {
    /// Reads a mark as plotters writes it, its line as a path.
    fn read(piece: &'m str) -> Option<Mark<'m>> {
        if let Some(line) = piece.strip_prefix("<path ") {
            let (look, path) = line.strip_suffix("\"/>")?.split_once(" d=\"")?;
            let is_opaque = look.starts_with("fill=\"none\" opacity=\"1\"");
            return is_opaque.then_some(Mark::Line { look, path });
        }
        let mut rest = piece.strip_prefix("<rect ")?;
        let mut place = [0; 4];
        for (value, name) in place.iter_mut().zip(["x", "y", "width", "height"]) {
            let written;
            (written, rest) = rest.strip_prefix(name)?.strip_prefix("=\"")?.split_once("\" ")?;
            *value = written.parse().ok()?;
        }
        let look = rest.strip_suffix("/>").filter(|look| look.ends_with("stroke=\"none\""))?;
        Some(Mark::Box { look, place })
    }
}

/// Marks that follow each other and become one.
#[derive(Default)]
struct Run<'m> {
    marks: Vec<(Mark<'m>, &'m str)>,
}

impl<'m> Run<'m> {
    fn takes(&self, mark: &Mark) -> bool {
        let fits = |other: &Mark| match (other, mark) {
            (Mark::Line { look: a, .. }, Mark::Line { look: b, .. }) => a == b,
            (Mark::Box { look: a, place: [x, y, w, h] }, Mark::Box { look: b, place: [l, t, r, d] }) => {
                a == b && (l + r <= *x || x + w <= *l || t + d <= *y || y + h <= *t)
            }
            _ => false,
        };
        match mark {
            // All lines of a run look as the first one does.
            Mark::Line { .. } => self.marks.first().is_none_or(|(first, _)| fits(first)),
            Mark::Box { .. } => self.marks.iter().all(|(other, _)| fits(other)),
        }
    }

    /// Writes what was taken, and is empty then.
    fn write(&mut self, out: &mut String) {
        if let [(_, piece)] = self.marks[..] {
            out.push_str(piece);
        } else if let [(Mark::Line { look, .. } | Mark::Box { look, .. }, _), ..] = self.marks[..] {
            out.push_str(&format!("<path {look} d=\""));
            for (mark, _) in &self.marks {
                match mark {
                    Mark::Line { path, .. } => out.push_str(path),
                    Mark::Box { place: [x, y, w, h], .. } => out.push_str(&format!("M{x} {y}h{w}v{h}h-{w}z")),
                }
            }
            out.push_str("\"/>");
        }
        self.marks.clear();
    }
}

/// Lines of more points than this are sketched, by columns of so many pixels.
const LONG: usize = 150;
const COLUMN: i32 = 4;

/// The points of a polyline, `1,2 3,4`; `None` where they are not whole numbers.
fn read_points(points: &str) -> Option<Vec<Point>> {
    let read = |point: &str| {
        let (x, y) = point.split_once(',')?;
        Some((x.parse().ok()?, y.parse().ok()?))
    };
    points.split_whitespace().map(read).collect()
}

/// A path through points, such as `M1 2l2 2`.
fn path(points: &[Point]) -> String {
    // A sign parts two numbers as well as a blank does.
    let blank = |step: i32| if step < 0 { "" } else { " " };
    let mut out = points.first().map(|(x, y)| format!("M{x} {y}")).unwrap_or_default();
    for (at, pair) in points.windows(2).enumerate() {
        let (right, down) = (pair[1].0 - pair[0].0, pair[1].1 - pair[0].1);
        let before = if at == 0 { "l" } else { blank(right) };
        out.push_str(&format!("{before}{right}{}{down}", blank(down)));
    }
    out
}

/// The colours of a drawing, one after the other. A text may hold anything, and is passed over.
fn colours(drawn: &str) -> impl Iterator<Item = &str> {
    let is_colour = |text: &&str| text[1..].bytes().all(|b| b.is_ascii_hexdigit());
    drawn.match_indices("\"#").filter_map(|(at, _)| drawn.get(at + 1..at + 8)).filter(is_colour)
}

/// What a picture shows, in words.
fn described(view: &View) -> String {
    format!("{}. {} {}", view.subtitle, view.coverage, view.summary)
}

/// A scene as an SVG document with a title and a description.
pub fn document(scene: &Scene, title: &str, description: &str) -> String {
    let drawn = drawn(scene);
    let (root, marks) = drawn.split_once(">\n").unwrap_or_default();
    let mut out = root.replacen("<svg", &format!("<svg {ROOT}"), 1);
    out.push_str(">\n<title>");
    escape(&mut out, title);
    out.push_str("</title>\n<desc>");
    escape(&mut out, description.trim_end());
    out.push_str("</desc>\n");
    out.push_str(marks);
    out.retain(is_xml);
    out
}

/// A scene as plotters writes it.
fn drawn(scene: &Scene) -> String {
    let mut drawn = String::new();
    // A text takes all that is written.
    let _ = render(scene, &mut SVGBackend::with_string(&mut drawn, (scene.width, scene.height)));
    // One family for all texts stands at the root.
    drawn.replace(" font-family=\"sans-serif\"", "")
}

/// Whether XML 1.0 has a character at all (2.2, `Char`). Addresses and published towns may hold others.
fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{fffd}' | '\u{10000}'..)
}

/// What all marks have in common: the family of texts, and joints of lines as a canvas draws them here.
const ROOT: &str =
    "role=\"img\" font-family=\"'Noto Sans', system-ui, sans-serif\" stroke-linejoin=\"round\"";

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
    use crate::draw::scene::{Anchor, Item};
    use plotters::style::RGBAColor;
    use proptest::prelude::*;

    #[test]
    fn title_and_description_stand_behind_the_root_tag_and_texts_have_its_family() {
        let colour = RGBAColor(1, 2, 3, 1.0);
        let text =
            Item::Text { text: "a & b".into(), at: (5, 6), anchor: Anchor::Middle, size: 12.0, colour };
        let scene = Scene { width: 30, height: 20, items: vec![text], geometry: Geometry::Whole };
        assert_eq!(
            document(&scene, "<Title>", "What it shows. "),
            format!(
                "<svg {ROOT} width=\"30\" height=\"20\" viewBox=\"0 0 30 20\" \
                 xmlns=\"http://www.w3.org/2000/svg\">\n<title>&lt;Title&gt;</title>\n<desc>What it shows.</desc>\n\
                 <text x=\"5\" y=\"6\" dy=\"0.5ex\" text-anchor=\"middle\" font-size=\"12\" opacity=\"1\" \
                 fill=\"#010203\">\na &amp; b\n</text>\n</svg>\n"
            )
        );
    }

    #[test]
    fn lines_become_paths() {
        let marks = "<polyline stroke=\"#010203\" points=\"1,2 4,1 3,9 \"/><polygon points=\"5,-5 6,6 \"/><text x=\"1\">a points=\"1,2\"</text>";
        assert_eq!(
            lightened(marks),
            "<path stroke=\"#010203\" d=\"M1 2l3-1-1 8\"/><path d=\"M5 -5l1 11\"/><text x=\"1\">a points=\"1,2\"</text>"
        );
    }

    #[test]
    fn what_looks_the_same_is_joined() {
        let line =
            |path: &str| format!("<path fill=\"none\" opacity=\"1\" stroke=\"#010203\" d=\"{path}\"/>");
        let side = |x: i32, look: &str| {
            format!("<rect x=\"{x}\" y=\"2\" width=\"3\" height=\"4\" {look} stroke=\"none\"/>")
        };
        let (pale, plain) = ("opacity=\"0.6\" fill=\"#010203\"", "opacity=\"1\" fill=\"#010203\"");
        let text = "<text x=\"1\">a</text>";
        assert_eq!(
            joined(&[line("M1 2l3-1"), line("M5 6l1 1"), text.into(), line("M7 8l1 1")].concat()),
            [line("M1 2l3-1M5 6l1 1"), text.into(), line("M7 8l1 1")].concat()
        );
        // One look after the other, and boxes that do not overlap.
        assert_eq!(
            joined(&[side(0, pale), side(3, pale), side(5, pale), side(9, plain)].concat()),
            format!(
                "<path {pale} stroke=\"none\" d=\"M0 2h3v4h-3zM3 2h3v4h-3z\"/>{}{}",
                side(5, pale),
                side(9, plain)
            )
        );
        // What shines through shows where it crosses.
        let pale = "<path fill=\"none\" opacity=\"0.5\" d=\"M1 2l3-1\"/>".repeat(2);
        assert_eq!(joined(&pale), pale);
    }

    proptest! {
        #[test]
        fn whatever_is_said_is_xml(title in any::<String>(), text in any::<String>()) {
            let colour = RGBAColor(1, 2, 3, 1.0);
            let item = Item::Text { text, at: (5, 6), anchor: Anchor::Start, size: 12.0, colour };
            let scene = Scene { width: 30, height: 20, items: vec![item], geometry: Geometry::Whole };
            let written = document(&scene, &title, &title);
            prop_assert!(written.chars().all(is_xml));
            prop_assert_eq!(written.matches("<title>").count(), 1);
            prop_assert_eq!(written.matches("</svg>").count(), 1);
        }
    }
}
