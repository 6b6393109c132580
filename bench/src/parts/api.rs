//! Answers under load, and the longest one.

use anyhow::{Context, Result};
use rssac002_visitor::server::Server;

use crate::Setting;
use crate::data::{FIRST, LAST, TODAY};
use crate::figure::{Figure, Reach};
use crate::load::load;
use crate::process::{fetch, peak, resident, settle};

/// How often each is measured.
const RUNS: usize = 5;
/// How long requests go on.
const SECONDS: u32 = 5;

/// Ten years of weeks from the cache and made anew, and ten years of response sizes by day.
pub fn measure(setting: &Setting) -> Result<Vec<Figure>> {
    let wrk = setting.wrk.as_ref().context("wrk is not there (Debian: apt install wrk)")?;
    let store = setting.data.store(FIRST, LAST)?.display().to_string();
    let server = Server::start(&setting.binary, &["--today", TODAY, "--store", &store])?;
    settle(&server)?;
    let weeks =
        format!("/api/v1/traffic-volume?rsi=a-m&start_date={FIRST}&end_date={LAST}&week&totals=received");
    let runs: Vec<_> =
        (0..RUNS).map(|_| load(wrk, &server.address(&weeks), None, SECONDS)).collect::<Result<_>>()?;
    let script = setting.data.folder.join("anew.lua");
    std::fs::write(&script, include_str!("../../scripts/anew.lua"))?;
    let anew = |_| load(wrk, &server.address("/"), Some(&script), SECONDS);
    let anew: Vec<_> = (0..RUNS).map(anew).collect::<Result<_>>()?;
    let mut figures = vec![
        Figure::new(
            "ten years of weeks, 4 connections",
            "requests/s",
            runs.iter().map(|run| run.rate).collect(),
        )
        .reach(Reach::AtLeast(15_000.0)),
        Figure::new("the same, 99 of 100 within", "ms", runs.iter().map(|run| run.p99).collect())
            .reach(Reach::AtMost(2.0)),
        Figure::new("the same, each made anew", "requests/s", anew.iter().map(|run| run.rate).collect())
            .reach(Reach::AtLeast(200.0)),
    ];
    let sizes = format!("/api/v1/udp-response-sizes?rsi=a-m&start_date={FIRST}&end_date={LAST}");
    let (mut times, mut memory, mut megabytes) = (Vec::new(), Vec::new(), 0.0);
    for _ in 0..RUNS {
        settle(&server)?;
        let process = server.process().context("the server runs")?;
        let rest = resident(process);
        // The most that was resident counts from here.
        let is_counted = std::fs::write(format!("/proc/{process}/clear_refs"), "5").is_ok();
        let (time, octets) = fetch(&server, &sizes)?;
        times.push(time);
        megabytes = octets as f64 / 1e6;
        if let (Some(rest), Some(peak), true) = (rest, peak(process), is_counted) {
            memory.push(peak - rest);
        }
    }
    let what = format!("udp-response-sizes of ten years by day, {megabytes:.0} MB");
    figures.push(Figure::new(&what, "ms", times).reach(Reach::AtMost(230.0)));
    if !memory.is_empty() {
        figures.push(Figure::new("the same, memory above rest", "MB", memory).reach(Reach::AtMost(64.0)));
    }
    Ok(figures)
}
