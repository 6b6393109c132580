//! What pages hold in memory.

use anyhow::{Context, Result};
use rssac002_visitor::engine::View;

use crate::Setting;
use crate::browser::{number, open, start};
use crate::figure::{Figure, Reach, median};

/// Pages that hold most.
const HEAVY: [&str; 3] = ["/response-codes/rsi?v=1&interval=day", "/packet-sizes/rsi", "/studies/chromium"];
/// How often each is opened.
const RUNS: usize = 3;

/// What scripts hold and the memory of the app's module, on the page that holds most.
pub fn measure(setting: &Setting) -> Result<Vec<Figure>> {
    let system = start(setting)?;
    let mut worst: Option<(&str, Vec<f64>)> = None;
    for path in HEAVY {
        let held = || -> Result<f64> {
            let page = open(&system, View::DESKTOP, path)?;
            Ok((page.heap()? + number(&page, "bench.memory.buffer.byteLength")?) / 1e6)
        };
        let runs: Vec<f64> = (0..RUNS).map(|_| held()).collect::<Result<_>>()?;
        println!("    {path}: {:.1} MB", median(&runs));
        if worst.as_ref().is_none_or(|(_, worst)| median(worst) < median(&runs)) {
            worst = Some((path, runs));
        }
    }
    let (path, runs) = worst.context("a page")?;
    Ok(vec![Figure::new(format!("heap of the worst page ({path})"), "MB", runs).reach(Reach::AtMost(60.0))])
}
