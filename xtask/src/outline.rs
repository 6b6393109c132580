//! The outline of the world's land, from Natural Earth's (public domain) to `public/world.bin`.
//!
//! The npm package `world-atlas` holds Natural Earth 1:110m as TopoJSON: arcs of whole numbers, each point the
//! difference to the one before, and polygons that name their arcs (`~i` for arc `i` backwards). It has joined what
//! the antimeridian and the poles cut in the original. The form written here is described where it is read, in
//! `crates/charts/src/world/outline.rs`.

use std::iter::Peekable;
use std::str::Chars;

use anyhow::{Context, Result, bail};

use crate::repo::Repo;
use crate::step::{run, step};

/// The package, in the version that the committed file was made from.
const PACKAGE: &str = "world-atlas@2.0.2";
/// Steps of a degree that coordinates are rounded to: finer than the outline is drawn at any zoom.
const STEPS: f64 = 20.0;

/// Fetches the package with npm and writes the outline.
pub fn write(repo: &Repo) -> Result<()> {
    let folder = repo.notes().join("outline");
    std::fs::create_dir_all(&folder).context("cannot make target/xtask/outline")?;
    step("Fetch Natural Earth", || {
        let mut npm = repo.command("npm");
        npm.args(["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund", PACKAGE]);
        run(npm.arg("--prefix").arg(&folder))
    })?;
    let source = folder.join("node_modules/world-atlas/land-110m.json");
    let text = std::fs::read_to_string(&source).context("the package has no land-110m.json")?;
    let bytes = encode(&rings(&Json::parse(&text)?)?);
    let target = repo.root.join("public").join("world.bin");
    std::fs::write(&target, &bytes).with_context(|| format!("cannot write {}", target.display()))?;
    println!("    {} bytes in public/world.bin", bytes.len());
    Ok(())
}

/// A closed line around land, or around water in it, in steps of longitude and latitude.
struct Ring {
    hole: bool,
    points: Vec<(i64, i64)>,
}

/// All rings of the land.
fn rings(topology: &Json) -> Result<Vec<Ring>> {
    let transform = topology.get("transform")?;
    let pair = |key: &str| -> Result<(f64, f64)> {
        let list = transform.get(key)?.list()?;
        match list {
            [x, y] => Ok((x.number()?, y.number()?)),
            _ => bail!("`{key}` is no pair"),
        }
    };
    let (scale, translate) = (pair("scale")?, pair("translate")?);
    let arc = |arc: &Json| -> Result<Vec<(f64, f64)>> {
        let (mut x, mut y) = (0.0, 0.0);
        let mut points = Vec::new();
        for point in arc.list()? {
            let [dx, dy, ..] = point.list()? else { bail!("a point has two coordinates") };
            (x, y) = (x + dx.number()?, y + dy.number()?);
            points.push((x * scale.0 + translate.0, y * scale.1 + translate.1));
        }
        Ok(points)
    };
    let arcs = topology.get("arcs")?.list()?.iter().map(arc).collect::<Result<Vec<_>>>()?;
    let mut rings = Vec::new();
    for geometry in topology.get("objects")?.get("land")?.get("geometries")?.list()? {
        for polygon in geometry.get("arcs")?.list()? {
            for (i, ring) in polygon.list()?.iter().enumerate() {
                let mut points: Vec<(i64, i64)> = Vec::new();
                for number in ring.list()? {
                    let number = number.number()? as i64;
                    let at = usize::try_from(if number < 0 { !number } else { number })?;
                    let mut arc = arcs.get(at).context("a ring names an arc that is not there")?.clone();
                    if number < 0 {
                        arc.reverse();
                    }
                    points.extend(
                        arc.iter().map(|(x, y)| ((x * STEPS).round() as i64, (y * STEPS).round() as i64)),
                    );
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

/// As much of JSON as TopoJSON needs.
enum Json {
    Number(f64),
    Text,
    List(Vec<Json>),
    Map(Vec<(String, Json)>),
}

impl Json {
    fn parse(text: &str) -> Result<Json> {
        let mut chars = text.chars().peekable();
        let value = Json::read(&mut chars)?;
        space(&mut chars);
        if chars.next().is_some() {
            bail!("something follows the end of the JSON")
        }
        Ok(value)
    }

    fn read(chars: &mut Peekable<Chars<'_>>) -> Result<Json> {
        space(chars);
        match chars.peek() {
            Some('[') => {
                let mut list = Vec::new();
                items(chars, ']', |chars| {
                    list.push(Json::read(chars)?);
                    Ok(())
                })?;
                Ok(Json::List(list))
            }
            Some('{') => {
                let mut map = Vec::new();
                items(chars, '}', |chars| {
                    let key = string(chars)?;
                    space(chars);
                    if chars.next() != Some(':') {
                        bail!("a key without a value")
                    }
                    map.push((key, Json::read(chars)?));
                    Ok(())
                })?;
                Ok(Json::Map(map))
            }
            Some('"') => string(chars).map(|_| Json::Text),
            _ => {
                let mut digits = String::new();
                while let Some(c) = chars.next_if(|c| c.is_ascii_alphanumeric() || "+-.".contains(*c)) {
                    digits.push(c);
                }
                digits.parse().map(Json::Number).with_context(|| format!("`{digits}` is no number"))
            }
        }
    }

    fn get(&self, key: &str) -> Result<&Json> {
        let Json::Map(map) = self else { bail!("`{key}` is asked of what is no map") };
        map.iter().find(|(k, _)| k == key).map(|(_, v)| v).with_context(|| format!("there is no `{key}`"))
    }

    fn list(&self) -> Result<&[Json]> {
        if let Json::List(list) = self { Ok(list) } else { bail!("a list was expected") }
    }

    fn number(&self) -> Result<f64> {
        if let Json::Number(number) = self { Ok(*number) } else { bail!("a number was expected") }
    }
}

fn space(chars: &mut Peekable<Chars<'_>>) {
    while chars.next_if(|c| c.is_ascii_whitespace()).is_some() {}
}

/// What stands between brackets, item by item.
fn items(
    chars: &mut Peekable<Chars<'_>>,
    end: char,
    mut item: impl FnMut(&mut Peekable<Chars<'_>>) -> Result<()>,
) -> Result<()> {
    chars.next();
    space(chars);
    if chars.next_if_eq(&end).is_some() {
        return Ok(());
    }
    loop {
        space(chars);
        item(chars)?;
        space(chars);
        match chars.next() {
            Some(',') => {}
            Some(c) if c == end => return Ok(()),
            _ => bail!("a list or map does not end"),
        }
    }
}

/// A text without escapes: TopoJSON's names of ours have none.
fn string(chars: &mut Peekable<Chars<'_>>) -> Result<String> {
    if chars.next() != Some('"') {
        bail!("a text was expected")
    }
    let mut text = String::new();
    loop {
        match chars.next() {
            Some('"') => return Ok(text),
            Some('\\') | None => bail!("a text with an escape, or without an end"),
            Some(c) => text.push(c),
        }
    }
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
        let rings = rings(&Json::parse(text).unwrap()).unwrap();
        assert_eq!(rings.len(), 2);
        assert_eq!(rings[0].points, [(-3600, 10), (-3580, 10), (-3580, 30)]);
        // From 179 east over 181 back to 180.
        assert_eq!(rings[1].points, [(3580, 20), (3620, 20), (3620, 30), (3600, 10)]);
        assert!(encode(&rings).len() < 40);
    }

    #[test]
    fn what_is_no_topology_is_refused() {
        for text in ["", "[1", "{\"a\" 1}", "[] x", "[\"\\n\"]"] {
            assert!(Json::parse(text).is_err(), "{text}");
        }
        assert!(rings(&Json::parse("{\"transform\": 3}").unwrap()).is_err());
    }
}
