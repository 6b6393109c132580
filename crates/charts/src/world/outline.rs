//! The land of the world, as `public/world.bin` holds it (Natural Earth 1:110m, public domain).
//!
//! The file is a row of whole numbers, seven bits in an octet, the lowest first, with the eighth bit set where more
//! follow: how many rings there are; then of each ring twice its number of points, plus one where the ring is water
//! in the land; then of each point the difference of longitude and latitude to the point before (of any ring), in
//! twentieths of a degree, with the sign in the lowest bit. The example `outline` of this crate writes it.

use std::f64::consts::{PI, TAU};

use super::projection::{POLE, Parallel, wrap};

/// A point that moves with the central meridian: radians east of Greenwich, height, and stretch of its parallel.
pub(crate) type Point = [f64; 3];

/// A closed line around land, or around water in it.
#[derive(Clone, PartialEq, Debug)]
struct Ring {
    hole: bool,
    /// Without a leap at the antimeridian; the way back to the first point is part of the ring.
    points: Vec<Point>,
    /// Whether it leads around a pole: then it ends a full turn from its start.
    around: bool,
}

/// The land, projected as far as it does not depend on the central meridian.
#[derive(Clone, PartialEq, Debug)]
pub struct Outline {
    rings: Vec<Ring>,
}

/// Why a file is no outline.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the outline of the land cannot be read")]
pub struct OutlineError;

/// The address of the outline on the site.
pub const ADDRESS: &str = "/world.bin";

const STEPS: f64 = 20.0;

/// The next number.
fn number(bytes: &mut &[u8]) -> Option<u32> {
    let mut value = 0u32;
    for shift in (0..28).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u32::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

fn signed(bytes: &mut &[u8]) -> Option<i32> {
    let n = number(bytes)?;
    Some((n >> 1) as i32 ^ -((n & 1) as i32))
}

impl Outline {
    /// Reads the file.
    pub fn decode(bytes: &[u8]) -> Result<Outline, OutlineError> {
        Outline::read(bytes).ok_or(OutlineError)
    }

    fn read(mut bytes: &[u8]) -> Option<Outline> {
        let mut rings = Vec::new();
        let (mut x, mut y) = (0i32, 0i32);
        for _ in 0..number(&mut bytes)? {
            let head = number(&mut bytes)?;
            let mut points: Vec<Point> = Vec::new();
            for _ in 0..head >> 1 {
                x = x.checked_add(signed(&mut bytes)?)?;
                y = y.checked_add(signed(&mut bytes)?)?;
                let Parallel { y, stretch } = Parallel::of(f64::from(y) / STEPS);
                points.push([(f64::from(x) / STEPS).to_radians(), y, stretch]);
            }
            let (first, last) = (points.first()?, points.last()?);
            let around = (last[0] - first[0]).abs() > PI;
            rings.push(Ring { hole: head & 1 == 1, points, around });
        }
        bytes.is_empty().then_some(Outline { rings })
    }

    /// Polygons around a central meridian in degrees, none of which crosses the antimeridian opposite: land, and
    /// water in it (`true`), which comes after its land. Longitudes are radians east of that meridian.
    pub(crate) fn around(&self, central: f64) -> impl Iterator<Item = (bool, Vec<Point>)> + '_ {
        let central = wrap(central).to_radians();
        self.rings.iter().flat_map(move |ring| {
            // Turned so that the ring begins within half a turn of the central meridian; its rest may lie beyond.
            let turns = ((ring.points[0][0] - central) / TAU).round() * TAU;
            [-TAU, 0.0, TAU].into_iter().filter_map(move |shift| {
                let shift = shift - turns - central;
                let points = if ring.around {
                    if shift != -turns - central {
                        return None;
                    }
                    closed_at_pole(&ring.points, shift)
                } else {
                    ring.points.iter().map(|p| [p[0] + shift, p[1], p[2]]).collect()
                };
                let points = clip(clip(points, 0, -PI, 1.0), 0, PI, -1.0);
                (points.len() > 2).then(|| (ring.hole, along_edges(points)))
            })
        })
    }
}

/// The land within a ring around a pole: the ring three times over, and then along the pole back to its start.
fn closed_at_pole(ring: &[Point], shift: f64) -> Vec<Point> {
    let first = ring[0][0];
    let turn = if ring[ring.len() - 1][0] > first { TAU } else { -TAU };
    let mut points: Vec<Point> = Vec::with_capacity(3 * ring.len() + 2);
    for times in [-1.0, 0.0, 1.0] {
        points.extend(ring.iter().map(|p| [p[0] + shift + times * turn, p[1], p[2]]));
    }
    let y = POLE.copysign(ring[0][1]);
    let stretch = Parallel::at(y).stretch;
    points.push([first + shift + 2.0 * turn, y, stretch]);
    points.push([first + shift - turn, y, stretch]);
    points
}

/// What of a polygon lies beyond a limit in one of its coordinates: above it with a side of 1, below with -1
/// (Sutherland and Hodgman). Where it leaves and comes back it follows the limit.
pub(crate) fn clip(points: Vec<Point>, axis: usize, limit: f64, side: f64) -> Vec<Point> {
    let beyond = |p: &Point| (p[axis] - limit) * side;
    if points.iter().all(|p| beyond(p) >= 0.0) {
        return points;
    }
    let mut kept = Vec::with_capacity(points.len());
    let Some(mut last) = points.last().copied() else { return points };
    for point in points {
        let (a, b) = (beyond(&last), beyond(&point));
        if (a < 0.0) != (b < 0.0) {
            let t = a / (a - b);
            let mut cut = [0, 1, 2].map(|i| last[i] + t * (point[i] - last[i]));
            cut[axis] = limit;
            kept.push(cut);
        }
        if b >= 0.0 {
            kept.push(point);
        }
        last = point;
    }
    kept
}

/// Radians of height between points along the antimeridian.
const BEND: f64 = 0.06;

/// The antimeridian is bent on the map, so lines along it get more points.
fn along_edges(points: Vec<Point>) -> Vec<Point> {
    let mut bent = Vec::with_capacity(points.len());
    let Some(mut last) = points.last().copied() else { return points };
    for point in points {
        if last[0] == point[0] && point[0].abs() == PI {
            let steps = ((point[1] - last[1]).abs() / BEND) as i32;
            bent.extend((1..=steps).map(|i| {
                let y = last[1] + (point[1] - last[1]) * f64::from(i) / f64::from(steps + 1);
                [point[0], y, Parallel::at(y).stretch]
            }));
        }
        bent.push(point);
        last = point;
    }
    bent
}

/// The edge of the map: the antimeridian and both poles.
pub(crate) fn edge() -> Vec<Point> {
    let corner = |x: f64, y: f64| [x, y, Parallel::at(y).stretch];
    along_edges(vec![corner(-PI, -POLE), corner(-PI, POLE), corner(PI, POLE), corner(PI, -POLE)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn committed() -> Outline {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../public/world.bin");
        Outline::decode(&std::fs::read(path).unwrap()).unwrap()
    }

    /// The area of a polygon on the map, which is that on the globe.
    fn area(points: &[Point]) -> f64 {
        let flat: Vec<(f64, f64)> = points.iter().map(|p| (p[0] * p[2], p[1])).collect();
        let next = flat.iter().cycle().skip(1);
        flat.iter().zip(next).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum::<f64>().abs() / 2.0
    }

    fn land(outline: &Outline, central: f64) -> f64 {
        outline.around(central).map(|(hole, points)| if hole { -area(&points) } else { area(&points) }).sum()
    }

    /// Whether a place is land, by the number of lines east of it.
    fn is_land(outline: &Outline, central: f64, latitude: f64, longitude: f64) -> bool {
        let (x, y) = (super::super::projection::east_of(central, longitude), Parallel::of(latitude).y);
        let crossings = outline.around(central).map(|(_, points)| {
            let next = points.iter().cycle().skip(1);
            points
                .iter()
                .zip(next)
                .filter(|(a, b)| {
                    (a[1] > y) != (b[1] > y) && a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0]) > x
                })
                .count()
        });
        crossings.sum::<usize>() % 2 == 1
    }

    #[test]
    fn land_is_land_around_any_meridian() {
        let outline = committed();
        for central in [0.0, 11.0, 90.0, 179.0, 180.0, -179.99, -100.0, 170.0] {
            for (name, latitude, longitude, expected) in [
                ("Kansas", 38.5, -98.0, true),
                ("Zambia", -13.0, 28.0, true),
                ("Chukotka, west of the antimeridian", 67.0, 178.0, true),
                ("Chukotka, east of it", 66.5, -176.0, true),
                ("the south pole", -89.5, 40.0, true),
                ("Antarctica at the antimeridian", -86.5, 179.9, true),
                ("the Caspian Sea", 42.0, 51.0, false),
                ("the Atlantic", 30.0, -40.0, false),
                ("the Pacific", 0.0, -170.0, false),
                ("the north pole", 89.0, 0.0, false),
            ] {
                assert_eq!(
                    is_land(&outline, central, latitude, longitude),
                    expected,
                    "{name} around {central}"
                );
            }
        }
    }

    #[test]
    fn the_land_is_as_large_as_on_the_globe() {
        // 149 of 510 million km² are land, inland waters among them.
        let share = land(&committed(), 11.0) / (4.0 * PI);
        assert!((0.28..0.30).contains(&share), "{share}");
    }

    #[test]
    fn what_is_no_outline_is_refused() {
        for bytes in [&[][..], &[1], &[1, 2, 0], &[1, 0], &[0, 0], &[255; 9]] {
            assert_eq!(Outline::decode(bytes), Err(OutlineError), "{bytes:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn another_meridian_cuts_but_takes_nothing_away(central in -180f64..180.0) {
            let outline = committed();
            let (here, there) = (land(&outline, 0.0), land(&outline, central));
            // The bent antimeridian is a line of many straight ones.
            prop_assert!((here / there - 1.0).abs() < 2e-3, "{here} {there}");
            for (_, points) in outline.around(central) {
                prop_assert!(points.iter().all(|p| p[0].abs() <= PI && p[1].abs() <= POLE));
            }
        }

        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            if let Ok(outline) = Outline::decode(&bytes) {
                outline.around(11.0).count();
            }
        }
    }
}
