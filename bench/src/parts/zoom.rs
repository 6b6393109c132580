//! Frames while days move under the hand, beside libraries of others.

use anyhow::{Context, Result, ensure};
use rssac002_visitor::engine::View;
use rssac002_visitor::harness::System;
use rssac002_visitor::page::Page;
use serde_json::{Value, json};

use crate::Setting;
use crate::browser::{STEPS, frames, numbers, open, start};
use crate::data::{FIRST, LAST};
use crate::figure::{Figure, Peer, Reach, percentile};

/// A library of somebody else that draws the same.
#[derive(Clone, Copy)]
pub struct Library {
    pub name: &'static str,
    /// Where the path of its script is told.
    pub variable: &'static str,
    /// What its script calls it.
    pub global: &'static str,
}

/// All that are measured.
pub const LIBRARIES: [Library; 4] = [
    Library { name: "uPlot", variable: "RSSAC002_UPLOT", global: "uPlot" },
    Library { name: "ECharts", variable: "RSSAC002_ECHARTS", global: "echarts" },
    Library { name: "Chart.js", variable: "RSSAC002_CHARTJS", global: "Chart" },
    Library { name: "Highcharts", variable: "RSSAC002_HIGHCHARTS", global: "Highcharts" },
];

/// The chart: 13 letters by day.
const CHART: &str = "/queries-received?v=1&interval=day&type=";
/// How often the handle goes to and fro.
const RUNS: usize = 3;

/// The work of a frame, to its pixels, of 13 series of ten years by day, as areas and as lines, at two pixel ratios.
pub fn measure(setting: &Setting) -> Result<Vec<Figure>> {
    let system = start(setting)?;
    for library in
        LIBRARIES.iter().filter(|l| setting.libraries.iter().all(|(there, _)| there.name != l.name))
    {
        println!("    {} is not there: install Node.js with npm to get it", library.name);
    }
    let mut figures = Vec::new();
    for (kind, word) in [("stacked", "areas"), ("lines", "lines")] {
        for (view, ratio, reach) in [(View::DESKTOP, 1, 8.0), (View::SHARP, 2, 16.0)] {
            let page = open(&system, view, &format!("{CHART}{kind}"))?;
            let runs: Vec<f64> = (0..RUNS).map(|_| frames(&page)).collect::<Result<_>>()?;
            let beside = setting.libraries.iter().map(|(library, script)| {
                let script = std::fs::read_to_string(script)
                    .with_context(|| format!("{} cannot be read", library.name))?;
                of_library(*library, &script, &system, &page, kind == "stacked", view)
            });
            let beside = beside.collect::<Result<Vec<Peer>>>()?;
            let what = format!("95 of 100 frames of a moved handle, {word}, pixel ratio {ratio}");
            figures.push(Figure::new(what, "ms", runs).reach(Reach::AtMost(reach)).beside(beside));
        }
    }
    Ok(figures)
}

/// The same of another library, with the same numbers in a plot of the same size.
fn of_library(
    library: Library,
    script: &str,
    system: &System,
    ours: &Page<'_>,
    is_stacked: bool,
    view: View,
) -> Result<Peer> {
    let size = ours.js("const box = document.querySelector('.canvas-host').getBoundingClientRect(); return [box.width, box.height]")?;
    let query = format!("rsi=a-m&start_date={FIRST}&end_date={LAST}&totals=received&shape=columns");
    let answer = system.server.api(&format!("/api/v1/traffic-volume?{query}"))?;
    let series: Vec<&Value> = answer["series"].as_object().context("columns by letter")?.values().collect();
    ensure!(series.len() == 13, "{} series", series.len());
    let Library { name, global, .. } = library;
    let page = system.window(view)?;
    page.go_to("about:blank")?;
    page.js(&format!("window.library = (() => {{ {script}; return {global} }})()"))?;
    let told = json!({"series": series, "start": answer["start"], "isStacked": is_stacked, "size": size, "frames": STEPS.0});
    let scripts = include_str!("../../scripts/peers.js");
    page.js(&format!("{scripts}; bench({name:?}, window.library, {told})"))?;
    page.wait_for(&format!("all frames of {name}"), "window.took && window.took.done")?;
    let frames = numbers(&page, "took.frames")?;
    Ok(Peer { name, runs: vec![percentile(&frames, 95)] })
}
