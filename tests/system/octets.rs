//! How much a page's first view is: the page itself, and the numbers that it has fetched at once. The app, which is the same for all pages,
//! has a budget of its own where it is built.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context, Result, bail, ensure};
use rssac002_charts::CATALOGUE;
use rssac002_visitor::harness::TODAY;
use rssac002_visitor::server::Server;
use rssac002_visitor::webdriver::agent;

/// What each page was when somebody last looked, in octets as they are sent: a line has its path, the page and its numbers. One that is
/// meant to be larger has its line changed.
const RECORDED: &str = include_str!("octets.txt");

/// So many quarters of what was recorded are too many.
const QUARTERS: usize = 5;

#[test]
fn no_page_becomes_large_by_accident() -> Result<()> {
    let Some(binary) = std::env::var_os("RSSAC002_BIN").map(PathBuf::from) else {
        println!("skipped: RSSAC002_BIN is not set; run `cargo xtask test system`");
        return Ok(());
    };
    let server = Server::start(&binary, &["--today", TODAY])?;
    let recorded = recorded()?;
    let (mut lines, mut grown) = (Vec::new(), Vec::new());
    for path in CATALOGUE.iter().map(|chart| format!("/{}", chart.path)).chain(["/".to_owned()]) {
        server.made_page(&path)?;
        let page = String::from_utf8(server.bytes(&path)?)?;
        let numbers: Vec<usize> = preloaded(&page).map(|path| sent(&server, &path)).collect::<Result<_>>()?;
        let now = [sent(&server, &path)?, numbers.iter().sum()];
        lines.push(format!("{path} {} {}", now[0], now[1]));
        match recorded.get(path.as_str()) {
            None => grown.push(format!("{path} is not recorded")),
            Some(before) => {
                for (what, now, before) in
                    [("the page", now[0], before[0]), ("its numbers", now[1], before[1])]
                {
                    if 4 * now > QUARTERS * before {
                        grown.push(format!("{path}: {what} has {now} octets, where it had {before}"));
                    }
                }
            }
        }
    }
    ensure!(lines.len() >= recorded.len(), "octets.txt names pages that are gone:\n{}", lines.join("\n"));
    if !grown.is_empty() {
        bail!(
            "{}\n\nIf that is meant, these are the lines of octets.txt:\n{}",
            grown.join("\n"),
            lines.join("\n")
        );
    }
    Ok(())
}

fn recorded() -> Result<BTreeMap<&'static str, [usize; 2]>> {
    let line = |line: &'static str| {
        let mut words = line.split(' ');
        let mut next = || words.next().with_context(|| format!("octets.txt: a word is missing in `{line}`"));
        Ok((next()?, [next()?.parse()?, next()?.parse()?]))
    };
    RECORDED.lines().map(line).collect()
}

/// The answers of the API that a page has fetched before the app is there.
fn preloaded(page: &str) -> impl Iterator<Item = String> {
    let links = page.split("<link rel=\"preload\"").skip(1).filter_map(|link| link.split('>').next());
    let address = |link: &str| Some(link.split("href=\"").nth(1)?.split('"').next()?.replace("&amp;", "&"));
    links.filter_map(address).filter(|address| address.starts_with("/api/"))
}

/// How many octets a browser is sent.
fn sent(server: &Server, path: &str) -> Result<usize> {
    let mut answer = agent().get(server.address(path)).header("accept-encoding", "br").call()?;
    ensure!(answer.status() == 200, "{path}: status {}", answer.status());
    let coding = answer.headers().get("content-encoding").and_then(|coding| coding.to_str().ok());
    ensure!(coding == Some("br"), "{path} is sent as {coding:?}");
    Ok(answer.body_mut().read_to_vec()?.len())
}
