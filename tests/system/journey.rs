//! A whole visit with nothing but the keyboard.

use anyhow::{Context, Result, bail};

use rssac002_visitor::engine::View;
use rssac002_visitor::harness;
use rssac002_visitor::page::Page;

const TAB: &str = "\u{E004}";
const ENTER: &str = "\u{E007}";
const ESCAPE: &str = "\u{E00C}";
const LEFT: &str = "\u{E012}";

/// Goes from stop to stop until one fits the CSS selector and, where a word is given, says just that.
fn tab_to(page: &Page<'_>, css: &str, word: Option<&str>) -> Result<()> {
    let said = word.map_or("true".to_owned(), |word| {
        format!("document.activeElement.textContent.replace(/\\s+/g, ' ').trim() === {word:?}")
    });
    for _ in 0..150 {
        page.type_keys(TAB)?;
        if page.js(&format!("return document.activeElement.matches({css:?}) && {said}"))? == true {
            return Ok(());
        }
    }
    bail!("no stop is `{css}` {word:?}")
}

#[test]
fn a_chart_is_found_read_compared_and_taken_along_without_a_pointer() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.open(View::DESKTOP, "/")?;
    // Found.
    page.type_keys("/")?;
    page.wait_for("the search", "document.activeElement?.matches('dialog[open] input[role=combobox]')")?;
    page.type_keys("noerror and nx")?;
    page.wait_for(
        "the chart",
        "document.querySelector('dialog [role=option][aria-selected=true]')?.innerText.startsWith('NoError and NXDomain')",
    )?;
    page.type_keys(ENTER)?;
    page.wait_for("its page", "location.pathname === '/response-codes/noerror-nxdomain'")?;
    page.wait_for_chart()?;
    // Days in place of weeks. Of radio buttons only the chosen one is a stop.
    tab_to(&page, "input[name$=interval], input[value=Week]", None)?;
    page.type_keys(LEFT)?;
    page.wait_for("days", "location.search.includes('interval=day')")?;
    page.wait_for_chart()?;
    // The year before beside them.
    tab_to(&page, "button", Some("the year before"))?;
    page.type_keys(ENTER)?;
    page.wait_for("the comparison", "location.search.includes('with=')")?;
    page.wait_for_chart()?;
    // Nearer, and the last day but one read out.
    tab_to(&page, ".canvas-host", None)?;
    page.type_keys("+")?;
    page.wait_for("fewer days", "location.search.includes('time=')")?;
    page.wait_for_chart()?;
    page.type_keys(LEFT)?;
    page.type_keys(LEFT)?;
    page.wait_for("a readout", "document.querySelector('.readout:not([hidden])')")?;
    page.wait_for(
        "the same said",
        "[...document.querySelectorAll('[aria-live]')].some(live => /NXDomain/.test(live.textContent))",
    )?;
    // The link and the file.
    let shown = page.address()?;
    tab_to_share(&page, "Share")?;
    tab_to(&page, "dialog[open] button", Some("Copy Link"))?;
    page.type_keys(ENTER)?;
    page.wait_for(
        "the confirmation",
        "document.querySelector('dialog[open] .copied').textContent === 'Copied'",
    )?;
    let link = page.clipboard()?;
    let query = shown.split_once('?').context("a state in the address")?.1;
    for part in query.split('&').filter(|part| *part != "v=1") {
        assert!(link.contains(part), "{link} says {part}");
    }
    page.type_keys(ESCAPE)?;
    page.js(
        "window.files = []; HTMLAnchorElement.prototype.click = function () { files.push(this.download); };",
    )?;
    tab_to_share(&page, "Download")?;
    tab_to(&page, "dialog[open] button", Some("CSV"))?;
    page.type_keys(ENTER)?;
    page.wait_for("the file", "files.length === 1 && files[0].endsWith('.csv')")?;
    page.type_keys(ESCAPE)?;
    page.wait_for("the focus where it was", "document.activeElement.textContent.trim() === 'Download'")?;
    assert_eq!(page.log()?, Vec::<String>::new());
    Ok(())
}

/// Opens one of the dialogs of what visitors take along. They stand before the chart, so the way leads round the page.
fn tab_to_share(page: &Page<'_>, word: &str) -> Result<()> {
    tab_to(page, ".share-bar button", Some(word))?;
    page.type_keys(ENTER)?;
    page.wait_for("what is in the dialog", "document.querySelector('dialog[open] .dialog-head ~ *')")
}
