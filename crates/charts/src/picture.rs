//! A whole chart on one sheet: title, subtitle, legend, all panels, and where it is from. It is what the server's
//! images, downloaded pictures and print show.
//!
//! The panels are those of [`place`]; this only finds room for them, so that a new kind of drawing is on the sheet as
//! soon as it can be placed.

use crate::draw::decimate::Point;
use crate::draw::scene::{Anchor, Item, Scene};
use crate::draw::sheet::{Sheet, Sizes, at_most};
use crate::draw::{Geometry, Layer, Surface, text};
use crate::kind::place;
use crate::provenance::Provenance;
use crate::theme::Colour;
use crate::view::{LegendEntry, View, doubtful_values};
use crate::words;

/// Width divided by height at which a panel reads best.
const ASPECT: f64 = 1.8;
/// A sheet narrower than this has its panels below one another.
const NARROW: f64 = 480.0;
/// From this width on the words around the panels take few lines.
const FEW_LINES: f64 = 720.0;
/// The share of the sheet's height that words above and below the panels may take before they are cut.
const WORDS: f64 = 0.45;

/// The size of labels on a sheet of this width: larger sheets are most often seen made smaller.
pub fn font(width: f64) -> f64 {
    (width / 75.0).clamp(12.0, 16.0).round()
}

/// The height at which a sheet of this width shows its panels well.
pub fn height(view: &View, width: f64) -> f64 {
    let font = font(width);
    let count = view.headings().len().max(1);
    let words = font * if count > 1 { 14.0 } else { 10.0 };
    let columns = if width < NARROW { 1.0 } else { (width / 300.0).round().clamp(1.0, count as f64) };
    let rows = (count as f64 / columns).ceil();
    let panel = if count > 1 { width / columns / ASPECT + font * 2.5 } else { width / 2.0 };
    let words = if width < FEW_LINES { words.max(words_height(view, width)) } else { words };
    (words + rows * panel).round()
}

/// About the height of the words around the panels of a sheet of this width. On a narrow one they take many lines.
fn words_height(view: &View, width: f64) -> f64 {
    let surface = Surface { font: font(width), ..Surface::new(width, 0.0) };
    let sizes = Sizes::of(&surface);
    let room = (width - 2.0 * sizes.margin).max(1.0);
    let lines = |text: &str, size: f64| text::wrap(text, size, room).len() as f64 * size * 1.4;
    let shown = view.legend().into_iter().filter(|e| !e.hidden);
    let legend: f64 = shown.map(|e| text::width(&e.label, sizes.small) + sizes.small * 2.4).sum();
    let legend =
        if !view.kind().names_series(room) { (legend / room).ceil() * sizes.small * 1.5 } else { 0.0 };
    // Where the numbers are from is not known here; it takes a line or two, as its address does.
    let provenance =
        text::width("Source: Root server operators, RSSAC002 statistics, data to 20 Nov 2026.", sizes.small);
    let provenance = (provenance / room).ceil() * 2.0 * sizes.small * 1.4;
    2.5 * sizes.margin
        + lines(&view.title, sizes.title)
        + lines(&view.subtitle, sizes.text)
        + legend
        + provenance
        + lines(&view.coverage, sizes.small).min(2.0 * sizes.small * 1.4)
        + if view.state.is_map() {
            0.0
        } else {
            lines(&doubtful_values(view), sizes.small).min(2.0 * sizes.small * 1.4)
        }
}

/// How many of its words a sheet has: fewer, one after the other, where they leave the panels too little room.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Wording {
    /// All of them.
    Full,
    /// Notes on coverage and doubtful values are left out.
    WithoutNotes,
    /// Title and subtitle have a line each, and there is no legend.
    Lines,
    /// Only the title, the source, and that numbers are made up.
    Least,
}

/// Places a whole chart on a surface; `surface.font` is the size of the labels of a chart that has
/// the sheet to itself (see [`font`]). A surface too small for its panels says so.
pub fn picture(view: &View, surface: &Surface, provenance: &Provenance) -> Scene {
    let wordings = [Wording::Full, Wording::WithoutNotes, Wording::Lines, Wording::Least];
    let placed = wordings.into_iter().find_map(|wording| worded(view, surface, provenance, wording));
    placed.unwrap_or_else(|| notice(&view.title, words::TOO_SMALL, surface))
}

/// The panels of a chart without any words around them, for a picture that stands beside its title and source.
pub fn bare(view: &View, surface: &Surface) -> Scene {
    let sizes = Sizes { margin: (surface.font * 0.5).round(), ..Sizes::of(surface) };
    let room = (surface.width - 2.0 * sizes.margin).max(1.0);
    let mut sheet = Sheet::new(surface, sizes.margin);
    let (bottom, middle) = (surface.height - sizes.margin, surface.height / 2.0);
    let line = match () {
        () if view.is_empty() => Some(words::NO_NUMBERS),
        () => place_panels(&mut sheet, view, bottom, &sizes, room, 0.0).is_none().then_some(words::TOO_SMALL),
    };
    if let Some(line) = line {
        let line = text::cut(line, sizes.small, room);
        sheet.pen.text(&line, (surface.width / 2.0, middle), Anchor::Middle, sizes.small, Colour::Muted);
    }
    sheet.pen.finish(Geometry::Whole)
}

/// A sheet with so many words; `None` where they leave its panels too little room.
fn worded(view: &View, surface: &Surface, provenance: &Provenance, wording: Wording) -> Option<Scene> {
    let sizes = Sizes::of(surface);
    let room = (surface.width - 2.0 * sizes.margin).max(1.0);
    let mut sheet = Sheet::new(surface, sizes.margin * 0.8);

    // Below the panels first: what is left between is theirs.
    let footer = footer(view, provenance, &sizes, surface, room, wording);
    let foot = sheet.foot(footer.len());

    let most = |share: f64, size: f64| match wording {
        Wording::Full | Wording::WithoutNotes => {
            ((surface.height * WORDS * share / (size * 1.4)) as usize).max(1)
        }
        Wording::Lines | Wording::Least => 1,
    };
    let title = text::wrap(&view.title, sizes.title, room);
    sheet.lines(&at_most(title, most(0.3, sizes.title), sizes.title, room), sizes.title, Colour::Text);
    if wording < Wording::Least {
        let subtitle = text::wrap(&view.subtitle, sizes.text, room);
        sheet.lines(&at_most(subtitle, most(0.4, sizes.text), sizes.text, room), sizes.text, Colour::Muted);
    }
    sheet.y += sizes.text * 0.3;

    let entries = view.legend();
    let shown: Vec<&LegendEntry> = entries.iter().filter(|e| !e.hidden).collect();
    let hidden: Vec<&str> = entries.iter().filter(|e| e.hidden).map(|e| e.label.as_str()).collect();
    if !view.kind().names_series(room) && shown.len() > 1 && wording < Wording::Lines {
        place_legend(&mut sheet, &shown, most(0.4, sizes.small), &sizes, room);
    }
    if !hidden.is_empty() && wording < Wording::Least {
        let line = text::cut(&words::not_shown(&hidden), sizes.small, room);
        sheet.lines(&[line], sizes.small, Colour::Muted);
    }
    sheet.y += sizes.small * 0.4;

    let top = sheet.y;
    let words_so_far = sheet.pen.items().split_off(1);
    if view.is_empty() || view.hides_all() {
        let line = match view.is_empty() {
            true if view.none_complete() => words::NONE_COMPLETE,
            true => words::NO_NUMBERS,
            false => words::ALL_HIDDEN,
        };
        let middle = (sheet.y + foot) / 2.0;
        if foot - sheet.y < sizes.text * 1.4 {
            return None;
        }
        sheet.pen.text(line, (surface.width / 2.0, middle), Anchor::Middle, sizes.text, Colour::Muted);
    } else {
        // Less is no drawing any more; as long as there are words to do without, it should be more.
        let roomy = if view.headings().len() > 1 { 5.5 } else { 8.0 };
        let least = surface.font * if wording < Wording::Least { roomy } else { 5.0 };
        place_panels(&mut sheet, view, foot - sizes.small * 0.4, &sizes, room, least)?;
        // A part of the world goes on beyond its panel.
        if view.state.is_map() {
            let (right, bottom) = (surface.width, surface.height);
            sheet.rect((0.0, 0.0), (right, top), Colour::Background);
            sheet.rect((0.0, foot), (right, bottom), Colour::Background);
            sheet.rect((0.0, top), (sizes.margin, foot), Colour::Background);
            sheet.rect((right - sizes.margin, top), (right, foot), Colour::Background);
        }
    }
    sheet.pen.items().extend(words_so_far);

    Some(sheet.finish(foot, footer))
}

/// Pictures that are lower than this, in points, have a footer of source and address only.
const LEAST_FOR_NOTES: f64 = 320.0;

/// The lines below the panels.
fn footer(
    view: &View,
    provenance: &Provenance,
    sizes: &Sizes,
    surface: &Surface,
    room: f64,
    wording: Wording,
) -> Vec<(String, Colour)> {
    let mut lines = Vec::new();
    let mut add = |text: &str, most: usize, colour: Colour| {
        let wrapped = at_most(text::wrap(text, sizes.small, room), most, sizes.small, room);
        lines.extend(wrapped.into_iter().map(|line| (line, colour)));
    };
    if provenance.sample {
        add(words::SAMPLE_PICTURE, if wording == Wording::Full { 2 } else { 1 }, Colour::Warning);
    }
    // Which letters did not report stands in the table and on the page; here, that the numbers are not complete.
    let coverage = view.coverage.split_inclusive(". ").next().unwrap_or_default().trim();
    let source = crate::provenance::source_line(provenance);
    let whole = format!("{source} {coverage}");
    if wording > Wording::Full {
        add(&source, 1, Colour::Muted);
        if wording < Wording::Least && !provenance.link.is_empty() {
            add(&provenance.link, 1, Colour::Muted);
        }
        return lines;
    }
    if text::width(&whole, sizes.small) <= room {
        add(&whole, 1, Colour::Muted);
    } else {
        add(&source, 2, Colour::Muted);
        add(coverage, 2, Colour::Muted);
    }
    let doubtful = doubtful_values(view);
    // A small picture has no room for it; the page names them.
    if !doubtful.is_empty() && surface.height >= LEAST_FOR_NOTES {
        add(&doubtful, 2, Colour::Warning);
    }
    if !provenance.link.is_empty() {
        add(&provenance.link, if surface.width < NARROW { 3 } else { 2 }, Colour::Muted);
    }
    lines
}

/// Swatches with names in rows from the pen down, at most this many; what has no room is counted.
fn place_legend(sheet: &mut Sheet<'_>, entries: &[&LegendEntry], most: usize, sizes: &Sizes, room: f64) {
    let swatch = sizes.small * 0.8;
    let gap = sizes.small * 1.2;
    let wide = |entry: &LegendEntry| swatch * 1.5 + text::width(&entry.label, sizes.small);
    let (mut x, mut row) = (0.0, 0);
    for (at, entry) in entries.iter().enumerate() {
        if x > 0.0 && x + wide(entry) > room {
            (x, row) = (0.0, row + 1);
        }
        let more = words::more(entries.len() - at);
        let last = at + 1 == entries.len();
        let room_for_more = if last { 0.0 } else { gap + text::width(&more, sizes.small) };
        let left = sizes.margin + x;
        let y = sheet.y + (row as f64 + 0.5) * sizes.small * 1.5;
        if row + 1 == most && x > 0.0 && x + wide(entry) + room_for_more > room && !last {
            sheet.pen.text(&more, (left, y), Anchor::Start, sizes.small, Colour::Muted);
            break;
        }
        if row >= most {
            break;
        }
        sheet.rect((left, y - swatch / 2.0), (left + swatch, y + swatch / 2.0), entry.colour);
        sheet.pen.text(&entry.label, (left + swatch * 1.5, y), Anchor::Start, sizes.small, Colour::Text);
        x += wide(entry) + gap;
    }
    sheet.y += (row.min(most.saturating_sub(1)) as f64 + 1.0) * sizes.small * 1.5;
}

/// How many columns show this many panels largest.
fn columns(count: usize, room: f64, height: f64, heading: f64, gap: f64) -> usize {
    let size = |columns: usize| {
        let rows = count.div_ceil(columns) as f64;
        let width = (room - (columns - 1) as f64 * gap) / columns as f64;
        let height = (height - (rows - 1.0) * gap) / rows - heading;
        (width / ASPECT).min(height)
    };
    (1..=count).max_by(|a, b| size(*a).total_cmp(&size(*b))).unwrap_or(1)
}

/// All panels between the pen and a height; `None` where each would be lower than `least` or too narrow.
fn place_panels(
    sheet: &mut Sheet<'_>,
    view: &View,
    bottom: f64,
    sizes: &Sizes,
    room: f64,
    least: f64,
) -> Option<()> {
    let surface = sheet.pen.surface();
    let count = view.headings().len();
    let height = bottom - sheet.y;
    let gap = if count > 1 { sizes.small * 1.2 } else { 0.0 };
    let titles: Vec<Option<&str>> =
        view.headings().into_iter().map(|title| title.filter(|_| count > 1)).collect();
    // With a heading above each panel, or in the line of its unit where there is room for both.
    let own = |heading: f64| {
        let columns = columns(count, room, height, heading, gap);
        let rows = count.div_ceil(columns);
        let width = (room - (columns - 1) as f64 * gap) / columns as f64;
        let each = (height - (rows - 1) as f64 * gap * 0.5) / rows as f64;
        let font = (width / 24.0).clamp(surface.font * 0.72, surface.font);
        (columns, each, Surface { width, height: each - heading, font, ..*surface })
    };
    let placed = |surface: &Surface| -> Vec<Option<Scene>> {
        (0..count).map(|panel| place(view, panel, surface, Layer::All)).collect()
    };
    let (mut heading, (mut columns, mut each, mut panel_surface)) = (0.0, own(0.0));
    let mut scenes = placed(&panel_surface);
    let free = |(title, scene): (&Option<&str>, &Option<Scene>)| match (title, scene) {
        // Beside a pie nothing says where its panel ends.
        (Some(_), Some(scene)) if matches!(scene.geometry, Geometry::Pie(_)) => false,
        (Some(title), Some(scene)) => {
            let line = panel_surface.font * 1.5;
            unit_end(scene, line, surface.ratio) + text::width(title, panel_surface.font)
                < panel_surface.width - line
        }
        _ => true,
    };
    if !titles.iter().zip(&scenes).all(free) {
        heading = sizes.text * 1.6;
        (columns, each, panel_surface) = own(heading);
        scenes = placed(&panel_surface);
    }
    if panel_surface.width < surface.font * 6.0 || panel_surface.height < least {
        return None;
    }
    let top = sheet.y;
    for (panel, (scene, title)) in scenes.into_iter().zip(titles).enumerate() {
        let x = sizes.margin + (panel % columns) as f64 * (panel_surface.width + gap);
        let y = top + (panel / columns) as f64 * (each + gap * 0.5);
        let offset: Point = (sheet.pen.px(x), sheet.pen.px(y + heading));
        let items = scene.map(|scene| scene.items).unwrap_or_default();
        sheet.pen.items().extend(items.into_iter().map(|item| item.moved(offset)));
        match title {
            Some(title) if heading > 0.0 => {
                let title = text::cut(title, sizes.text, panel_surface.width);
                sheet.pen.text(&title, (x, y + heading * 0.45), Anchor::Start, sizes.text, Colour::Text);
            }
            Some(title) => {
                let (x, y) = (x + panel_surface.width, y + panel_surface.font * 0.75);
                sheet.pen.text(title, (x, y), Anchor::End, panel_surface.font, Colour::Text);
            }
            None => {}
        }
    }
    Some(())
}

/// Where the words in a panel's first line end, in CSS pixels; beyond every panel where something else is there.
fn unit_end(scene: &Scene, line: f64, ratio: f64) -> f64 {
    let first = |y: i32| f64::from(y) < line * ratio;
    let end = |item: &Item| match item {
        Item::Text { text, at, anchor: Anchor::Start, size, .. } if first(at.1) => {
            f64::from(at.0) / ratio + text::width(text, size / ratio)
        }
        Item::Text { at, .. } if first(at.1) => f64::INFINITY,
        Item::Polygon { points, .. } | Item::Line { points, .. } if points.iter().any(|p| first(p.1)) => {
            f64::INFINITY
        }
        Item::Rect { from, .. } if first(from.1) => f64::INFINITY,
        _ => 0.0,
    };
    scene.items.iter().map(end).fold(0.0, f64::max)
}

/// A sheet with words alone, for an address that shows nothing: what is wrong in large letters, and why below.
pub fn notice(title: &str, detail: &str, surface: &Surface) -> Scene {
    let sizes = Sizes::of(surface);
    let room = (surface.width - 2.0 * sizes.margin).max(1.0);
    let mut sheet = Sheet::new(surface, sizes.margin);
    let fits =
        |used: f64, size: f64| (((surface.height - used - sizes.margin) / (size * 1.4)) as usize).max(1);
    let lines = at_most(text::wrap(title, sizes.title, room), fits(sheet.y, sizes.title), sizes.title, room);
    sheet.lines(&lines, sizes.title, Colour::Text);
    let lines = at_most(text::wrap(detail, sizes.text, room), fits(sheet.y, sizes.text), sizes.text, room);
    sheet.lines(&lines, sizes.text, Colour::Muted);
    sheet.pen.finish(Geometry::Whole)
}
