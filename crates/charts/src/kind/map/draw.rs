//! The world with the instances of a day, placed: land, places, and groups of places where many fall together.

use plotters::element::{Circle, EmptyElement, Polygon};
use plotters::style::Color;

use crate::draw::geometry::{Area, Geometry, MapGeometry, Mark};
use crate::draw::pen::Pen;
use crate::draw::scene::{Anchor, Scene};
use crate::draw::{Layer, Surface, text};
use crate::format;
use crate::state::{MOST_ZOOM, Viewport};
use crate::theme::{Colour, Rgb};
use crate::transform::{each_once, greatest_first};
use crate::view::{MapPlace, MapView};
use crate::world::outline::{Point, clip, edge};
use crate::world::projection::{EAST, POLE, Parallel, east_of};

/// The least radius of a circle, in CSS pixels.
const RADIUS: f64 = 4.0;
/// How many places make a group.
const GROUP: usize = 5;
/// Places nearer to one another than this fall together: about two radii of a circle with some instances.
const TOGETHER: f64 = 16.0;
/// The radius of one instance on a wide surface; others grow with the root of their number, so that areas compare.
const UNIT: f64 = 1.7;

/// How dark the land is, and the water, against the page.
const LAND: f64 = 0.26;
const WATER: f64 = 0.05;

/// Places a map in the part of the world that a viewport names, which the surface may move to keep within the poles.
pub fn place(map: &MapView, viewport: Viewport, surface: &Surface, layer: Layer<'_>) -> Scene {
    let pen = Pen::on(surface);
    let mut geometry = geometry(viewport, surface);
    match layer {
        Layer::All => {
            let tone = |opacity| {
                surface.theme.rgb(Colour::Muted).over(surface.theme.rgb(Colour::Background), opacity)
            };
            polygon(&pen, edge(), &geometry, tone(WATER));
            if let Some(outline) = &map.outline {
                for (water, points) in outline.around(geometry.viewport.longitude()) {
                    polygon(&pen, points, &geometry, tone(if water { WATER } else { LAND }));
                }
            }
        }
        Layer::Only(_) => {
            pen.fade(Area { left: 0.0, top: 0.0, right: surface.width, bottom: surface.height });
        }
    }
    geometry.marks = marks(map, &geometry, surface);
    // The largest first: what is small stays to be seen.
    for mark in greatest_first(geometry.marks.iter().collect(), |mark| mark.radius) {
        circle(&pen, map, mark, layer);
    }
    pen.finish(Geometry::Map(geometry))
}

/// Where the world stands in a surface.
fn geometry(viewport: Viewport, surface: &Surface) -> MapGeometry {
    let fits = (surface.width / (2.0 * EAST)).min(surface.height / (2.0 * POLE)).max(1.0);
    let scale = fits * viewport.zoom();
    // Nothing to be seen beyond the poles: a surface that is higher than the world has it in its middle.
    let room = (POLE - surface.height / 2.0 / scale).max(0.0);
    let y = Parallel::of(viewport.latitude()).y.clamp(-room, room);
    MapGeometry { size: (surface.width, surface.height), viewport, y, fits, marks: Vec::new() }
}

/// Draws what the surface has of a polygon.
fn polygon(pen: &Pen<'_>, points: Vec<Point>, geometry: &MapGeometry, colour: Rgb) {
    let surface = pen.surface();
    let mut points: Vec<Point> = points
        .iter()
        .map(|p| {
            let (x, y) = geometry.on_surface(p[0] * p[2], p[1]);
            [x * surface.ratio, y * surface.ratio, 0.0]
        })
        .collect();
    let (width, height) = (surface.width * surface.ratio, surface.height * surface.ratio);
    for (axis, limit, side) in
        [(0, -1.0, 1.0), (0, width + 1.0, -1.0), (1, -1.0, 1.0), (1, height + 1.0, -1.0)]
    {
        points = clip(points, axis, limit, side);
    }
    let mut points: Vec<(i32, i32)> =
        points.iter().map(|p| (p[0].round() as i32, p[1].round() as i32)).collect();
    points.dedup();
    if points.len() > 2 {
        pen.draw(Polygon::new(points, colour.to_rgba()));
    }
}

/// A place on the globe: where it is drawn, and where it is in space, to measure distances that no edge of the map cuts.
struct Projected {
    place: usize,
    instances: f64,
    flat: (f64, f64),
    space: [f64; 3],
}

fn project(place: usize, (latitude, longitude): (f64, f64), instances: f64, central: f64) -> Projected {
    let parallel = Parallel::of(latitude);
    let ((sin, cos), (east, north)) = (latitude.to_radians().sin_cos(), longitude.to_radians().sin_cos());
    Projected {
        place,
        instances,
        flat: (east_of(central, longitude) * parallel.stretch, parallel.y),
        space: [cos * north, cos * east, sin],
    }
}

fn squared(a: &[f64; 3], b: &[f64; 3]) -> f64 {
    (0..3).map(|i| (a[i] - b[i]).powi(2)).sum()
}

/// What is drawn of the places within the surface, from west to east. What falls together depends on the zoom and the
/// surface's size, and not on where the map is moved to.
fn marks(map: &MapView, geometry: &MapGeometry, surface: &Surface) -> Vec<Mark> {
    let central = geometry.viewport.longitude();
    let visible = |(i, p): (usize, &MapPlace)| {
        let instances = map.shown(p);
        p.at.filter(|_| instances > 0.0).map(|at| project(i, at, instances, central))
    };
    let projected = map.places.iter().enumerate().filter_map(visible).collect();
    // From north to south, so that the neighbours of a place stand near it in the list.
    let projected: Vec<Projected> = greatest_first(projected, |place| place.space[2]);
    let mut at_place = vec![usize::MAX; map.places.len()];
    for (i, place) in projected.iter().enumerate() {
        at_place[place.place] = i;
    }
    let mut taken = vec![false; projected.len()];
    let mut marks = Vec::new();
    // The largest place first: it is the middle of its group.
    for seed in at_place.into_iter().filter(|i| *i != usize::MAX) {
        if taken[seed] {
            continue;
        }
        let mut members = close(&projected, &taken, seed, TOGETHER / geometry.scale());
        let mut instances = sum(&projected, &members);
        if members.len() < GROUP {
            (members, instances) = (vec![seed], projected[seed].instances);
        } else {
            // What the group's circle would cover belongs to it.
            let covered = radius(instances, members.len(), surface).max(TOGETHER);
            members = close(&projected, &taken, seed, covered / geometry.scale());
            instances = sum(&projected, &members);
        }
        members.iter().for_each(|i| taken[*i] = true);
        let places = each_once(members.iter().map(|i| projected[*i].place).collect());
        let (x, y) = geometry.on_surface(projected[seed].flat.0, projected[seed].flat.1);
        let radius = radius(instances, places.len(), surface);
        let inside = |at: f64, size: f64| at > -radius && at < size + radius;
        if inside(x, surface.width) && inside(y, surface.height) {
            marks.push(Mark { at: (x, y), radius, places, instances });
        }
    }
    // From west to east, as the keys walk through them.
    greatest_first(marks, |mark: &Mark| -mark.at.0)
}

/// The places that are not taken yet within a distance of one of them, that one included.
fn close(projected: &[Projected], taken: &[bool], seed: usize, near: f64) -> Vec<usize> {
    let space = projected[seed].space;
    let from = projected.partition_point(|s| s.space[2] > space[2] + near);
    let around = (from..projected.len()).take_while(|i| projected[*i].space[2] >= space[2] - near);
    around.filter(|i| !taken[*i] && squared(&projected[*i].space, &space) <= near * near).collect()
}

fn sum(projected: &[Projected], members: &[usize]) -> f64 {
    members.iter().map(|i| projected[*i].instances).sum()
}

fn radius(instances: f64, places: usize, surface: &Surface) -> f64 {
    // A low surface shows the world as small as a narrow one.
    let across = surface.width.min(2.0 * surface.height);
    let unit = UNIT * (across / 1000.0).clamp(0.6, 1.0);
    let least = if places > 1 {
        // A group holds its number.
        (text::width(&format::grouped(instances), surface.font - 1.0) / 2.0 + 2.0).max(2.0 * RADIUS)
    } else {
        RADIUS
    };
    (unit * instances.sqrt()).max(least).min(surface.width.min(1.4 * surface.height) / 8.0)
}

/// The viewport that lets a group come apart: around its largest place, as near as its places fill a part of the surface.
/// `None` where they stand at one place, or cannot be seen nearer.
pub fn opened(map: &MapView, geometry: &MapGeometry, mark: &Mark) -> Option<Viewport> {
    let at: Vec<(f64, f64)> = mark.places.iter().filter_map(|p| map.places.get(*p)?.at).collect();
    let first = *at.first()?;
    let space = |at: &(f64, f64)| project(0, *at, 0.0, 0.0).space;
    let widest = at.iter().map(|other| squared(&space(other), &space(&first))).fold(0.0, f64::max).sqrt();
    if widest == 0.0 {
        return None;
    }
    let fills = 0.3 * geometry.size.0.min(geometry.size.1) / (widest * geometry.fits);
    let zoom = fills.max(2.0 * geometry.viewport.zoom()).min(MOST_ZOOM);
    let viewport = Viewport::new(first.0, first.1, zoom);
    (viewport.zoom() > geometry.viewport.zoom()).then_some(viewport)
}

/// A circle, whole or for one letter, with its number where it is a group. A circle that leaves the surface is cut there.
fn circle(pen: &Pen<'_>, map: &MapView, mark: &Mark, layer: Layer<'_>) {
    let (instances, colour) = match layer {
        Layer::All => (mark.instances, Colour::Accent),
        Layer::Only(id) => {
            let Some(letter) = map.letters.iter().find(|l| l.rsi.as_str() == id && !l.hidden) else {
                return;
            };
            let counts = mark.places.iter().filter_map(|p| map.places.get(*p)).flat_map(|p| &p.counts);
            let of_letter = counts.filter(|(rsi, _)| *rsi == letter.rsi).map(|(_, n)| n);
            (of_letter.sum(), Colour::Rsi(letter.rsi))
        }
    };
    if instances <= 0.0 {
        return;
    }
    let size = pen.px(radius(instances, mark.places.len(), pen.surface()));
    let fill = pen.colour(colour).mix(if layer == Layer::All { 0.85 } else { 1.0 });
    let ring = pen.colour(Colour::Background).stroke_width(pen.hair() as u32);
    // plotters keeps places within the surface; the centre of a circle at its edge may lie beyond.
    let at = (pen.px(mark.at.0), pen.px(mark.at.1));
    pen.draw(EmptyElement::at((0, 0)) + Circle::new(at, size, fill.filled()) + Circle::new(at, size, ring));
    if mark.places.len() > 1 {
        let number = format::grouped(instances);
        pen.text(&number, mark.at, Anchor::Middle, pen.surface().font - 1.0, Colour::Background);
    }
}
