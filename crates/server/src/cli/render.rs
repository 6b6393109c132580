//! `render`: a chart as a picture, without a server.

use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use axum::http::HeaderMap;
use rssac002_charts::state::{Tab, url};
use rssac002_charts::{Chart, Provenance, words};

use super::RenderArgs;
use super::numbers::numbers;
use crate::held::Held;
use crate::http::problem::Problem;
use crate::image::options::Options;
use crate::image::routes;
use crate::image::{self, Format};
use crate::site::pages::{self, Page};

/// Draws and writes the file; a mistake in the address is an error here, because nobody would see a picture of it.
pub fn render(args: &RenderArgs) -> Result<ExitCode> {
    let name = args.out.to_string_lossy();
    let Some((_, format)) = Format::of(&name) else { bail!("{name}: a picture ends in .svg or .png") };
    let refused = |p: Problem| anyhow::anyhow!("{} ({})", p.detail, p.accepted.unwrap_or_default());
    let (path, query) = split(&args.address);
    // The address of a picture is that of its chart too.
    let path = path.strip_prefix(routes::BASE).and_then(Format::of).map_or(path, |(path, _)| path);
    let (said, query) = Options::read(query).map_err(refused)?;
    let options = Options {
        width: args.width.unwrap_or(said.width),
        height: args.height.or(said.height),
        scale: args.scale.unwrap_or(said.scale),
        theme: args.theme.unwrap_or(said.theme),
        bare: said.bare,
    };
    let options = options.within().map_err(refused)?;
    let Some(chart) = Page::find(path).chart() else {
        let nearest: Vec<String> = Chart::nearest(path).iter().map(|c| format!("/{}", c.path)).collect();
        let hint =
            if nearest.is_empty() { String::new() } else { format!("; nearest: {}", nearest.join(", ")) };
        bail!("no chart at {path}{hint}");
    };
    let held = Held::from(numbers(&args.data)?.0);
    let snapshot = held.snapshot.clone();
    let clock = pages::clock(&snapshot, args.data.clock.today().day());
    let (mut state, ignored) = url::parse(chart, &query, &clock);
    if let Some(bad) = ignored.first() {
        bail!("{}", words::not_understood(&bad.part, &bad.accepted));
    }
    state.tab = Tab::Chart;
    let site = args.origin.as_ref().map_or_else(String::new, |origin| origin.of(&HeaderMap::new()));
    let provenance = Provenance::new(&state, &clock, &site, &snapshot.version, snapshot.sample);
    let view = held.view(&state, &clock).context("the chart cannot be made from these numbers")?;
    let picture = image::draw(&view, &options, &provenance, format)?;
    std::fs::write(&args.out, picture).with_context(|| format!("cannot write {name}"))?;
    Ok(ExitCode::SUCCESS)
}

/// Path and query of an address with or without an origin.
fn split(address: &str) -> (&str, &str) {
    let rest =
        address.split_once("://").map_or(address, |(_, rest)| rest.find('/').map_or("", |at| &rest[at..]));
    let rest = rest.split('#').next().unwrap_or_default();
    rest.split_once('?').unwrap_or((rest, ""))
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn an_address_may_be_copied_from_the_browser() {
        for (address, path, query) in [
            ("/queries-received?v=1", "/queries-received", "v=1"),
            ("queries-received", "queries-received", ""),
            ("https://example.org/queries-received/rsi?v=1&rsi=a#x", "/queries-received/rsi", "v=1&rsi=a"),
            ("https://example.org", "", ""),
        ] {
            assert_eq!(split(address), (path, query));
        }
    }
}
