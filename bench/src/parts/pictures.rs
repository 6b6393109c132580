//! Pictures that nobody has asked for before.

use anyhow::{Context, Result, ensure};
use rssac002_visitor::server::Server;
use rssac002_visitor::webdriver::agent;

use crate::Setting;
use crate::data::{FIRST, LAST, TODAY};
use crate::figure::{Figure, Reach};
use crate::process::{fetch, settle};

/// How many servers are asked: each draws a picture only once.
const RUNS: usize = 3;

/// A picture of each chart: the one in the middle, and the slowest.
pub fn measure(setting: &Setting) -> Result<Vec<Figure>> {
    let store = setting.data.store(FIRST, LAST)?.display().to_string();
    let (mut middle, mut worst) = (Vec::new(), Vec::new());
    let mut slowest = String::new();
    for _ in 0..RUNS {
        let server = Server::start(&setting.binary, &["--today", TODAY, "--store", &store])?;
        settle(&server)?;
        let charts = charts(&server)?;
        let mut times = Vec::new();
        for chart in charts {
            times.push((fetch(&server, &format!("/image{chart}.png?width=1200&height=630"))?.0, chart));
        }
        let all: Vec<f64> = times.iter().map(|(time, _)| *time).collect();
        middle.push(crate::figure::median(&all));
        let (time, chart) = times.into_iter().max_by(|a, b| a.0.total_cmp(&b.0)).context("a chart")?;
        worst.push(time);
        slowest = chart;
    }
    Ok(vec![
        Figure::new("picture of 1200x630, the chart in the middle", "ms", middle).reach(Reach::AtMost(25.0)),
        Figure::new(format!("the same, the slowest ({slowest})"), "ms", worst).reach(Reach::AtMost(80.0)),
    ])
}

/// The paths of all charts: the pages of the sitemap of which there is a picture.
pub fn charts(server: &Server) -> Result<Vec<String>> {
    let map = agent().get(server.address("/sitemap.xml")).call()?.body_mut().read_to_string()?;
    let pages = map.split("<loc>").skip(1).filter_map(|entry| entry.split_once("</loc>")).map(|(url, _)| url);
    let base = server.address("");
    let paths = pages.filter_map(|url| url.strip_prefix(&base));
    // A page without a picture has no file either.
    let is_chart = |path: &&str| {
        path.len() > 1
            && agent()
                .head(server.address(&format!("{path}.metadata.json")))
                .call()
                .is_ok_and(|answer| answer.status() == 200)
    };
    let charts: Vec<String> = paths.filter(is_chart).map(str::to_owned).collect();
    ensure!(!charts.is_empty(), "the sitemap names no chart");
    Ok(charts)
}
