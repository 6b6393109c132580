//! The API goes away and comes back.

use anyhow::Result;

use crate::harness;
use crate::page::View;

#[test]
fn the_chart_before_stays_until_a_retry_works() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let window = system.open(View::DESKTOP, "/unique-sources")?;
    let ink = "return document.querySelector('.panel canvas').toDataURL().length";
    let before = window.js(ink)?;

    system.stop_server()?;
    window.click(".menu a[href='/response-codes/noerror-nxdomain']")?;
    window.wait_for("the failure", "document.documentElement.dataset.chartState === 'error'")?;
    let said = window.text(".failure")?;
    assert!(said.contains("cannot be reached") && said.contains("Try again"), "{said}");
    assert_eq!(window.js(ink)?, before, "the old chart is still there");
    assert_eq!(window.js("return location.pathname")?, "/response-codes/noerror-nxdomain");

    window.click(".failure button")?;
    window.wait_for("the failure again", "document.documentElement.dataset.chartState === 'error'")?;
    system.start_server()?;
    window.click(".failure button")?;
    window.wait_for_chart()?;
    assert_eq!(window.text("h1")?, "NoError and NXDomain responses");
    assert_eq!(window.js("return document.querySelectorAll('.failure').length")?, 0);
    Ok(())
}

#[test]
fn a_page_without_an_api_says_so_and_recovers() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.window(View::PHONE)?;
    page.block("*/api/v1/*")?;
    page.go_to(&system.address("/queries-received"))?;
    page.wait_for("the failure", "document.documentElement.dataset.chartState === 'error'")?;
    assert!(page.text(".failure")?.contains("Try again"));
    page.block("")?;
    page.click(".failure button")?;
    page.wait_for_chart()
}
