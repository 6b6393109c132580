//! Pages in Chromium, and what they tell of their own time.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use rssac002_visitor::engine::View;
use rssac002_visitor::harness::{self, System};
use rssac002_visitor::page::Page;

use crate::Setting;
use crate::data::{FIRST, LAST, TODAY};
use crate::figure::percentile;

/// Tells of a page, as `bench`: `live` and `painted`, milliseconds from navigation to the first frame in which the app's chart stands and to
/// the end of that frame; `long`, the tasks of more than 50 ms; and, while `isWatched`, `frames`, the milliseconds of each frame's work
/// with its pixels read back.
const TELL: &str = include_str!("../scripts/tell.js");

/// A server on ten years, with a browser.
pub fn start(setting: &Setting) -> Result<System> {
    start_on(&setting.data.store(FIRST, LAST)?, TODAY)
}

/// A server on a store, which takes this day for today, with a browser.
pub fn start_on(store: &Path, today: &str) -> Result<System> {
    let store = store.display().to_string();
    let system = harness::start_with(&["--today", today, "--store", &store])?;
    let system = system.context("CHROMIUM or CHROMEDRIVER is not set; run `cargo xtask bench`")?;
    // Made before anybody asks, as on a server that has run for a while.
    system.server.made("/unusual/marks.json?metric=queries")?;
    Ok(system)
}

/// A page of a window of its own, with nothing kept from before, its chart drawn and the frame at its end.
pub fn open<'s>(system: &'s System, view: View, path: &str) -> Result<Page<'s>> {
    let page = system.window(view)?;
    page.before_all(TELL)?;
    page.go_to(&system.server.address(path))?;
    page.wait_for("a painted chart", "bench.painted")?;
    Ok(page)
}

/// A number that the page tells.
pub fn number(page: &Page<'_>, expression: &str) -> Result<f64> {
    page.js(&format!("return {expression}"))?.as_f64().with_context(|| format!("{expression} is no number"))
}

/// Numbers that the page tells.
pub fn numbers(page: &Page<'_>, expression: &str) -> Result<Vec<f64>> {
    let told = page.js(&format!("return {expression}"))?;
    let list = told.as_array().with_context(|| format!("{expression} is no list"))?;
    list.iter().map(|number| number.as_f64().with_context(|| format!("{number} is no number"))).collect()
}

/// Chooses a value once the page has nothing more to do of its own, and says how many milliseconds later the outcome was painted: every
/// chart in sight drawn anew.
pub fn choose(page: &Page<'_>, name: &str, value: &str) -> Result<f64> {
    page.wait_for("an idle page", "performance.now() > bench.painted + 1500")?;
    page.js(&format!(
        "bench.long = []; bench.act(() => document.querySelector('input[name={name}][value={value}]').click())"
    ))?;
    page.wait_for("the outcome", "bench.acted !== null")?;
    number(page, "bench.acted")
}

/// How many places a moved handle goes through, and how many milliseconds lie between them.
pub const STEPS: (usize, u32) = (60, 16);

/// Moves the first handle to and fro, and says how long 95 of 100 frames took at most.
pub fn frames(page: &Page<'_>) -> Result<f64> {
    page.take(".handle[data-end=first]", (0.5, 0.5), (0.6, 0.5))?;
    page.js("bench.frames = []; bench.isWatched = true")?;
    let (steps, apart) = STEPS;
    let part = |step: usize| 0.05 + 0.4 * (step as f64 / steps as f64 * std::f64::consts::PI).sin();
    let along: Vec<(f64, f64)> = (1..=steps).map(|step| (part(step), 0.5)).collect();
    page.move_along(".strip", &along, apart)?;
    page.js("bench.isWatched = false")?;
    let frames = numbers(page, "bench.frames")?;
    page.let_go()?;
    ensure!(frames.len() > steps / 2, "only {} frames were drawn", frames.len());
    Ok(percentile(&frames, 95))
}
