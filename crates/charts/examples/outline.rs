//! The outline of the world's land, from Natural Earth's (public domain) to `public/world.bin`:
//!
//! ```sh
//! npm pack world-atlas@2.0.2 && tar xf world-atlas-2.0.2.tgz
//! cargo run -p rssac002-charts --example outline -- package/land-110m.json public/world.bin
//! ```
//!
//! The npm package `world-atlas` holds Natural Earth 1:110m as TopoJSON: arcs of whole numbers, each point the
//! difference to the one before, and polygons that name their arcs (`~i` for arc `i` backwards). It has joined what
//! the antimeridian and the poles cut in the original. The form written here is described where it is read, in
//! `crates/charts/src/world/outline.rs`.

use anyhow::{Context, Result, bail};
use serde::Deserialize;

/// Steps of a degree that coordinates are rounded to: finer than the outline is drawn at any zoom.
const STEPS: f64 = 20.0;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [source, target] = arguments.as_slice() else {
        bail!("two files are wanted: land-110m.json and world.bin")
    };
    let text = std::fs::read_to_string(source).with_context(|| format!("cannot read {source}"))?;
    let topology = serde_json::from_str(&text).with_context(|| format!("{source} is no TopoJSON of land"))?;
    let bytes = encode(&rings(&topology)?);
    std::fs::write(target, &bytes).with_context(|| format!("cannot write {target}"))?;
    println!("{} bytes in {target}", bytes.len());
    Ok(())
}

/// What is read of a TopoJSON file.
#[derive(Deserialize)]
struct Topology {
    transform: Transform,
    arcs: Vec<Vec<(f64, f64)>>,
    objects: Objects,
}

#[derive(Deserialize)]
struct Transform {
    scale: (f64, f64),
    translate: (f64, f64),
}

#[derive(Deserialize)]
struct Objects {
    land: Land,
}

#[derive(Deserialize)]
struct Land {
    geometries: Vec<Polygons>,
}

/// Polygons, each with its rings, each with the numbers of its arcs.
#[derive(Deserialize)]
struct Polygons {
    arcs: Vec<Vec<Vec<i64>>>,
}

/// A closed line around land, or around water in it, in steps of longitude and latitude.
struct Ring {
    hole: bool,
    points: Vec<(i64, i64)>,
}

/// All rings of the land.
fn rings(topology: &Topology) -> Result<Vec<Ring>> {
    let Transform { scale, translate } = topology.transform;
    let step = |degrees: f64| (degrees * STEPS).round() as i64;
    let arc = |arc: &Vec<(f64, f64)>| -> Vec<(i64, i64)> {
        let (mut x, mut y) = (0.0, 0.0);
        let placed = arc.iter().map(|(dx, dy)| {
            (x, y) = (x + dx, y + dy);
            (step(x * scale.0 + translate.0), step(y * scale.1 + translate.1))
        });
        placed.collect()
    };
    let arcs: Vec<Vec<(i64, i64)>> = topology.arcs.iter().map(arc).collect();
    let mut rings = Vec::new();
    for polygon in topology.objects.land.geometries.iter().flat_map(|polygons| &polygons.arcs) {
        for (i, ring) in polygon.iter().enumerate() {
            let mut points: Vec<(i64, i64)> = Vec::new();
            for number in ring {
                let at = usize::try_from(if *number < 0 { !number } else { *number })?;
                let arc = arcs.get(at).context("a ring names an arc that is not there")?;
                if *number < 0 {
                    points.extend(arc.iter().rev());
                } else {
                    points.extend(arc);
                }
            }
            // Across the antimeridian by the short way, so that no line leads around the world.
            for i in 1..points.len() {
                points[i].0 = points[i - 1].0 + short_way(points[i].0 - points[i - 1].0);
            }
            points.dedup();
            // The end is the start again.
            if points.len() > 1
                && points.last().map(|p| (short_way(p.0 - points[0].0), p.1)) == Some((0, points[0].1))
            {
                points.pop();
            }
            // An island smaller than the steps is none.
            if points.len() > 2 {
                rings.push(Ring { hole: i > 0, points });
            }
        }
    }
    Ok(rings)
}

/// A difference of longitudes, less than half the way around.
fn short_way(steps: i64) -> i64 {
    let around = (360.0 * STEPS) as i64;
    (steps + around / 2).rem_euclid(around) - around / 2
}

fn encode(rings: &[Ring]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut number = |mut n: u64| {
        while n >= 0x80 {
            out.push(n as u8 | 0x80);
            n >>= 7;
        }
        out.push(n as u8);
    };
    // Small numbers of either sign become small ones without.
    let zigzag = |n: i64| ((n << 1) ^ (n >> 63)) as u64;
    number(rings.len() as u64);
    let mut before = (0, 0);
    for ring in rings {
        number((ring.points.len() as u64) << 1 | u64::from(ring.hole));
        for point in &ring.points {
            number(zigzag(point.0 - before.0));
            number(zigzag(point.1 - before.1));
            before = *point;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arcs_are_joined_and_the_antimeridian_is_crossed_by_the_short_way() {
        let text = r#"{"type": "Topology", "objects": {"land": {"type": "GeometryCollection", "geometries": [
            {"type": "MultiPolygon", "arcs": [[[0, -2]], [[2]]]}]}},
            "arcs": [[[0, 0], [10, 0], [0, 10]], [[0, 0], [10, 10]], [[3590, 5], [20, 0], [0, 5], [-3600, 0], [-10, -10]]],
            "transform": {"scale": [0.1, 0.1], "translate": [-180, 0.5]}}"#;
        let rings = rings(&serde_json::from_str(text).unwrap()).unwrap();
        assert_eq!(rings.len(), 2);
        assert_eq!(rings[0].points, [(-3600, 10), (-3580, 10), (-3580, 30)]);
        // From 179 east over 181 back to 180.
        assert_eq!(rings[1].points, [(3580, 20), (3620, 20), (3620, 30), (3600, 10)]);
        assert!(encode(&rings).len() < 40);
    }

    #[test]
    fn an_arc_that_is_not_there_is_named() {
        let text = r#"{"objects": {"land": {"geometries": [{"arcs": [[[7]]]}]}}, "arcs": [],
            "transform": {"scale": [1, 1], "translate": [0, 0]}}"#;
        let error = rings(&serde_json::from_str(text).unwrap()).err().unwrap();
        assert_eq!(error.to_string(), "a ring names an arc that is not there");
    }
}
