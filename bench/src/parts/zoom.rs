//! Frames while days move under the hand, beside uPlot.

use anyhow::{Context, Result, ensure};
use rssac002_visitor::engine::View;
use rssac002_visitor::harness::System;
use rssac002_visitor::page::Page;
use serde_json::{Value, json};

use crate::Setting;
use crate::browser::{STEPS, frames, numbers, open, start};
use crate::data::{FIRST, LAST};
use crate::figure::{Figure, Peer, Reach, percentile};

/// The chart: 13 letters by day.
const CHART: &str = "/queries-received?v=1&interval=day&type=";
/// How often the handle goes to and fro.
const RUNS: usize = 3;

/// The work of a frame, to its pixels, of 13 series of ten years by day, as areas and as lines, at two pixel ratios.
pub fn measure(setting: &Setting) -> Result<Vec<Figure>> {
    let system = start(setting)?;
    let peer = setting
        .uplot
        .as_ref()
        .map(|script| std::fs::read_to_string(script).context("uPlot cannot be read"))
        .transpose()?;
    if peer.is_none() {
        println!("    uPlot is not there: install Node.js with npm to get it");
    }
    let mut figures = Vec::new();
    for (kind, word) in [("stacked", "areas"), ("lines", "lines")] {
        for (view, ratio, reach) in [(View::DESKTOP, 1, 8.0), (View::SHARP, 2, 16.0)] {
            let page = open(&system, view, &format!("{CHART}{kind}"))?;
            let runs: Vec<f64> = (0..RUNS).map(|_| frames(&page)).collect::<Result<_>>()?;
            let beside = peer
                .as_ref()
                .map(|script| uplot(&system, &page, script, kind == "stacked", view))
                .transpose()?;
            let what = format!("95 of 100 frames of a moved handle, {word}, pixel ratio {ratio}");
            figures.push(Figure::new(what, "ms", runs).reach(Reach::AtMost(reach)).beside(beside));
        }
    }
    Ok(figures)
}

/// The same of uPlot, with the same numbers in a plot of the same size.
fn uplot(system: &System, ours: &Page<'_>, script: &str, is_stacked: bool, view: View) -> Result<Peer> {
    let size = ours.js("const box = document.querySelector('.canvas-host').getBoundingClientRect(); return [box.width, box.height]")?;
    let query = format!("rsi=a-m&start_date={FIRST}&end_date={LAST}&totals=received&shape=columns");
    let answer = system.server.api(&format!("/api/v1/traffic-volume?{query}"))?;
    let series: Vec<&Value> = answer["series"].as_object().context("columns by letter")?.values().collect();
    ensure!(series.len() == 13, "{} series", series.len());
    let page = system.window(view)?;
    page.go_to("about:blank")?;
    page.js(&format!("window.uPlot = (() => {{ {script}; return uPlot }})()"))?;
    let told = json!({"series": series, "start": answer["start"], "isStacked": is_stacked, "size": size, "frames": STEPS.0 * RUNS});
    page.js(&format!("{}; bench(uPlot, {told})", include_str!("../../scripts/uplot.js")))?;
    page.wait_for("all frames of uPlot", "window.took && window.took.done")?;
    let name = page.js("return 'uPlot'")?.as_str().unwrap_or_default().to_owned();
    let frames = numbers(&page, "took.frames")?;
    Ok(Peer { name, runs: vec![percentile(&frames, 95)] })
}
