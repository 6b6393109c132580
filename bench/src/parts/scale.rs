//! How all grows with the years and with the series.

use std::process::Command;

use anyhow::{Result, ensure};
use rssac002_visitor::engine::View;
use rssac002_visitor::server::Server;

use crate::Setting;
use crate::browser::{frames, open, start_on};
use crate::data::FUTURE;
use crate::figure::Figure;
use crate::process::{fetch, settle, timed};

/// How many years of files are read.
const YEARS: [usize; 5] = [1, 2, 5, 10, 20];
/// How many letters are drawn.
const LETTERS: [usize; 4] = [1, 3, 6, 13];
/// The chart of most lines: a panel for each code, with a line for each letter.
const LINES: &str = "/response-codes/code";
/// How often each is measured, but for reading files.
const RUNS: usize = 5;

/// Reading files, the longest answer, and a frame of a moved handle, of ever more years; and a picture of ever more lines.
pub fn measure(setting: &Setting) -> Result<Vec<Figure>> {
    let (mut ingests, mut answers, mut drawn) = (Vec::new(), Vec::new(), Vec::new());
    let mut pictures = Vec::new();
    for years in YEARS {
        let files = setting.data.years(years)?;
        let store = setting.data.folder.join("store-of-years");
        if store.exists() {
            std::fs::remove_dir_all(&store)?;
        }
        let mut ingest = Command::new(&setting.binary);
        ingest.args(["ingest", "--today", FUTURE, "--store"]).arg(&store).args(&files);
        ingests.push(Figure::new(format!("ingest, {years} years"), "s", vec![timed(&mut ingest)?.seconds]));
        let system = start_on(&store, FUTURE)?;
        settle(&system.server)?;
        let last = 2016 + years;
        let sizes = format!("/api/v1/udp-response-sizes?rsi=a-m&start_date=2017-01-01&end_date={last}-12-31");
        let (mut times, mut megabytes) = (Vec::new(), 0.0);
        for _ in 0..RUNS {
            let (time, octets) = fetch(&system.server, &sizes)?;
            times.push(time);
            megabytes = octets as f64 / 1e6;
        }
        let what = format!("udp-response-sizes by day, {years} years, {megabytes:.0} MB");
        answers.push(Figure::new(what, "ms", times));
        let page = open(&system, View::DESKTOP, "/queries-received?v=1&interval=day&type=lines")?;
        let runs = (0..RUNS).map(|_| frames(&page)).collect::<Result<_>>()?;
        drawn.push(Figure::new(
            format!("95 of 100 frames of a moved handle, lines, {years} years"),
            "ms",
            runs,
        ));
        if years == 10 {
            pictures = lines(&system.server)?;
        }
        drop(page);
        drop(system);
        std::fs::remove_dir_all(&store)?;
    }
    Ok([ingests, answers, drawn, pictures].concat())
}

/// A picture of ten years of weeks, of ever more lines.
fn lines(server: &Server) -> Result<Vec<Figure>> {
    let page = String::from_utf8(server.bytes(LINES)?)?;
    // One of them is chosen, for frames that have room for no other.
    let panels = ["panel", "panel chosen"].map(|class| page.matches(&format!("class=\"{class}\"")).count());
    let panels: usize = panels.iter().sum();
    ensure!(panels > 1, "{LINES} has {panels} panels");
    let mut figures = Vec::new();
    for letters in LETTERS {
        let rsi = &"abcdefghijklm"[..letters];
        // Each of another width is drawn anew.
        let picture = |run| format!("/image{LINES}.png?v=1&rsi={rsi}&width={}&height=630", 1200 + run);
        let runs = (0..RUNS).map(|run| Ok(fetch(server, &picture(run))?.0)).collect::<Result<_>>()?;
        figures.push(Figure::new(
            format!("picture of {} lines in {panels} panels", panels * letters),
            "ms",
            runs,
        ));
    }
    Ok(figures)
}
