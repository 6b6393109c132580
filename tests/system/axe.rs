//! What axe-core finds wrong for those who cannot see, point or tell colours apart: nothing.

use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use rssac002_charts::guide::manual::{self, Chapter};
use rssac002_charts::{CATALOGUE, ChartState, state::url};

use rssac002_visitor::engine::View;
use rssac002_visitor::harness;
use rssac002_visitor::page::Page;

/// Pages that are not of the catalogue, embeds, and states that show something else.
const PAGES: &[&str] = &[
    "/",
    "/queries-received?v=1&tab=table",
    "/queries-received?v=1&marks=unusual&with=2018-11-05",
    "/response-codes?v=1&code=3",
    "/studies/chromium",
    "/day/2020-10-27",
    "/day/2020-10-27?rsi=f.k",
    "/unusual",
    "/about",
    "/glossary",
    "/search?q=k",
    "/coverage",
    "/coverage?rsi=h",
    "/events",
    "/rsi/k",
    "/data/",
    "/api/",
    "/api/?endpoint=coverage&rsi=z",
    "/nothing",
    "/embed/queries-received",
    "/embed/response-codes/rsi?v=1",
    "/embed/instances/map?v=1&ui=min",
];

/// Every rule that axe has, those that it holds for good practice and those that it tries out, but for the ones of level AAA.
const RUN: &str = "const rules = axe.getRules().filter(rule => !rule.tags.some(tag => tag.endsWith('aaa'))).map(rule => rule.ruleId);
    return axe.run(document, {runOnly: {type: 'rule', values: rules}}).then(found => found.violations.map(broken =>
        `${broken.id}: ${broken.nodes.slice(0, 3).map(node => node.target.join(' ')).join(', ')}`));";

/// axe-core; `None`, and a line that says so, where it is not there.
fn axe() -> Result<Option<String>> {
    let Some(file) = std::env::var_os("AXE").map(PathBuf::from) else {
        println!(
            "skipped: AXE, the script of axe-core, is not set; `cargo xtask test system` gets it by npm"
        );
        return Ok(None);
    };
    let script = std::fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    Ok(Some(script))
}

/// What is broken on the page as it stands.
fn broken(page: &Page<'_>, axe: &str) -> Result<Vec<String>> {
    if page.js("return !window.axe")? == true {
        page.js(axe)?;
    }
    let found = page.js(RUN)?;
    let found = found.as_array().context("a list of broken rules")?;
    Ok(found.iter().map(|rule| rule.as_str().unwrap_or_default().to_owned()).collect())
}

#[test]
fn axe_finds_nothing_on_any_page() -> Result<()> {
    let (Some(system), Some(axe)) = (harness::start()?, axe()?) else { return Ok(()) };
    system.server.made("/unusual")?;
    let charts = CATALOGUE.iter().map(|chart| url::address(&ChartState::new(chart)));
    let chapters = manual::CHAPTERS.iter().map(Chapter::address);
    let paths: Vec<String> =
        charts.chain(PAGES.iter().map(|path| (*path).to_owned())).chain(chapters).collect();
    let mut all = Vec::new();
    for view in [View::DESKTOP, View::PHONE] {
        let page = system.window(view)?;
        for path in &paths {
            page.go_to(&system.server.address(path))?;
            page.wait_for("the page", "document.documentElement.dataset.chartState !== 'loading'")?;
            for view in [view, view.dark()] {
                page.resize(view)?;
                let found = broken(&page, &axe)?;
                all.extend(
                    found.iter().map(|rule| format!("{path}, {} px, dark {}: {rule}", view.width, view.dark)),
                );
            }
            page.resize(view)?;
        }
    }
    ensure!(all.is_empty(), "{} rules are broken:\n{}", all.len(), all.join("\n"));
    Ok(())
}

#[test]
fn axe_finds_nothing_in_what_opens() -> Result<()> {
    let (Some(system), Some(axe)) = (harness::start()?, axe()?) else { return Ok(()) };
    let mut all = Vec::new();
    for view in [View::DESKTOP, View::PHONE.dark()] {
        let page = system.window(view)?;
        let mut look = |what: &str| -> Result<()> {
            all.extend(broken(&page, &axe)?.iter().map(|rule| format!("{what}, {} px: {rule}", view.width)));
            Ok(())
        };
        page.open("/queries-received/rsi")?;
        let dialogs = page.js("return document.querySelectorAll('button[aria-haspopup=dialog]').length")?;
        let dialogs = dialogs.as_u64().context("a number of dialogs")?;
        ensure!(dialogs >= 3, "share, embed and download open dialogs: {dialogs}");
        for at in 0..dialogs {
            page.js(&format!("document.querySelectorAll('button[aria-haspopup=dialog]')[{at}].click()"))?;
            page.wait_for("the dialog", "document.querySelector('dialog[open] .dialog-body')")?;
            look(&format!("dialog {at}"))?;
            page.js("document.querySelector('dialog[open]').close()")?;
        }
        // Everything that unfolds, at once.
        page.js("document.querySelectorAll('details').forEach(details => details.open = true)")?;
        page.wait_for("the keys", "document.querySelector('dl')")?;
        look("what unfolds")?;
        page.open("/queries-received")?;
        page.type_keys("/")?;
        page.wait_for("the search", "document.querySelector('dialog[open] .palette input')")?;
        page.type_keys("nov")?;
        page.wait_for("what is found", "document.querySelector('.found a')")?;
        look("the search")?;
    }
    ensure!(all.is_empty(), "{} rules are broken:\n{}", all.len(), all.join("\n"));
    Ok(())
}

#[test]
fn axe_sees_what_is_wrong() -> Result<()> {
    let (Some(system), Some(axe)) = (harness::start()?, axe()?) else { return Ok(()) };
    let page = system.open(View::DESKTOP, "/queries-received")?;
    page.js(
        "document.documentElement.removeAttribute('lang'); document.querySelector('h1').style.color = '#eee';
         document.body.append(document.createElement('button'))",
    )?;
    let found = broken(&page, &axe)?;
    for rule in ["html-has-lang", "color-contrast", "button-name"] {
        ensure!(found.iter().any(|broken| broken.starts_with(rule)), "{rule} is not in {found:?}");
    }
    Ok(())
}
