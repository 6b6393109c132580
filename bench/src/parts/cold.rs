//! Pages of a visitor who was never here.

use anyhow::{Context, Result};
use rssac002_visitor::engine::View;

use crate::Setting;
use crate::browser::{number, open, start};
use crate::figure::{Figure, Reach, median};

/// How often the first page is opened.
const RUNS: usize = 9;
/// How often each of the others.
const FEW: usize = 3;

/// Those that have to load and draw most.
const HEAVY: [&str; 5] = [
    "/response-codes/rsi",
    "/response-codes/code",
    "/packet-sizes",
    "/queries-received/rsi",
    "/instances/map",
];

/// The first picture and the live chart of the chart that most come for, and the live chart of the heaviest pages.
pub fn measure(setting: &Setting) -> Result<Vec<Figure>> {
    let system = start(setting)?;
    let (mut pictures, mut live) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let page = open(&system, View::DESKTOP, "/queries-received")?;
        pictures.push(number(&page, "performance.getEntriesByName('first-contentful-paint')[0].startTime")?);
        live.push(number(&page, "bench.painted")?);
    }
    let mut worst: Option<(&str, Vec<f64>)> = None;
    for path in HEAVY {
        let runs: Vec<f64> = (0..FEW)
            .map(|_| number(&open(&system, View::DESKTOP, path)?, "bench.painted"))
            .collect::<Result<_>>()?;
        println!("    {path}: {:.0} ms", median(&runs));
        if worst.as_ref().is_none_or(|(_, worst)| median(worst) < median(&runs)) {
            worst = Some((path, runs));
        }
    }
    let (path, runs) = worst.context("a heavy page")?;
    Ok(vec![
        Figure::new("first picture of /queries-received, cold", "ms", pictures).reach(Reach::AtMost(120.0)),
        Figure::new("live chart of /queries-received, cold", "ms", live).reach(Reach::AtMost(350.0)),
        Figure::new(format!("live chart of the worst page, cold ({path})"), "ms", runs)
            .reach(Reach::AtMost(600.0)),
    ])
}
