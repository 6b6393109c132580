//! The API goes away and comes back; the app cannot start.

use anyhow::{Context, Result};

use rssac002_visitor::engine::View;
use rssac002_visitor::harness;

#[test]
fn the_chart_before_stays_until_a_retry_works() -> Result<()> {
    let Some(system) = harness::start_alone()? else { return Ok(()) };
    let window = system.open(View::DESKTOP, "/unique-sources")?;
    let ink = "return document.querySelector('.panel canvas').toDataURL().length";
    let before = window.js(ink)?;

    system.server.stop()?;
    window.click(".menu a[href='/response-codes/noerror-nxdomain']")?;
    window.wait_for("the failure", "document.documentElement.dataset.chartState === 'error'")?;
    let said = window.text(".failure")?;
    assert!(said.contains("cannot be reached") && said.contains("Try again"), "{said}");
    assert_eq!(window.js(ink)?, before, "the old chart is still there");
    assert_eq!(window.js("return location.pathname")?, "/response-codes/noerror-nxdomain");

    window.click(".failure button")?;
    window.wait_for(
        "the failure again",
        "document.documentElement.dataset.chartState === 'error' && document.querySelector('.failure button')",
    )?;
    system.server.start_again()?;
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
    page.go_to(&system.server.address("/queries-received"))?;
    page.wait_for("the failure", "document.documentElement.dataset.chartState === 'error'")?;
    assert!(page.text(".failure")?.contains("Try again"));
    page.block("")?;
    page.click(".failure button")?;
    page.wait_for_chart()
}

/// What a page without its app has to show: its title, a picture, by the marks in it that are seen, and numbers.
const STILL: &str = "return [document.querySelector('#before h1').textContent,
    [...document.querySelectorAll('#before .still svg')].filter(e => e.getBoundingClientRect().width > 0)
        .reduce((sum, e) => sum + e.children.length, 0),
    document.querySelectorAll('#before .early tbody tr').length,
    getComputedStyle(document.querySelector('#before .early table')).visibility]";

#[test]
fn a_page_whose_app_cannot_start_shows_its_picture_and_numbers() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    for (view, path, title, rows) in [
        (View::DESKTOP, "/queries-received/rsi", "Queries received by RSI", 52),
        (View::PHONE, "/embed/response-codes?v=1&time=2020-11-04..2020-11-04", "Response codes", 0),
    ] {
        let page = system.window(view)?;
        page.block("*.wasm")?;
        page.arrive(path)?;
        page.wait_for("the failure", "document.documentElement.dataset.chartState === 'error'")?;
        let still = page.js(STILL)?;
        assert!(still[0].as_str().is_some_and(|t| t.starts_with(title)), "{still}");
        assert!(still[1].as_u64() > Some(10), "{still}");
        assert_eq!(still[3], "visible", "{still}");
        let shown = still[2].as_u64().context("a number of rows")?;
        assert!(if rows > 0 { shown == rows } else { shown > 5 }, "{still}");
        assert!(page.text("#before .state")?.contains("cannot be started"));
        let wide = page.js("return document.documentElement.scrollWidth > innerWidth")?;
        assert_eq!(wide, false, "{path} does not fit");
    }
    Ok(())
}

#[test]
fn a_page_without_scripts_shows_its_picture_and_numbers() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.window(View::DESKTOP)?;
    page.scripts(false)?;
    page.arrive("/queries-received/rsi?v=1&rsi=a-c")?;
    assert!(page.js(STILL)?[1].as_u64() > Some(10));
    let table = page.js("return document.querySelectorAll('#before .early tbody tr').length")?;
    assert!(table.as_u64() > Some(5), "{table}");
    assert!(page.text("#before .early")?.contains("need JavaScript"));
    Ok(())
}

#[test]
fn a_part_of_the_app_that_does_not_come_is_asked_for_again() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.window(View::DESKTOP)?;
    // A kind of drawing, the table, and the study; the parts that they share come from the names of both.
    for (part, path, there) in [
        ("*/kinds-*.wasm", "/response-codes", "document.documentElement.dataset.chartState === 'ready'"),
        (
            "*/tools-*.wasm",
            "/queries-received?v=1&tab=table",
            "document.querySelectorAll('#app tbody tr').length > 5",
        ),
        ("*/study-*.wasm", "/studies/chromium", "document.querySelectorAll('#app .study-figure').length > 1"),
    ] {
        page.block(part)?;
        page.arrive(path)?;
        page.wait_for("the failure", "document.querySelector('#app .failure button')")?;
        let said = page.text("#app .failure")?;
        assert!(said.contains("A part of this page did not come"), "{path}: {said}");
        page.block("")?;
        page.click("#app .failure button")?;
        page.wait_for("the part", there)?;
        assert_eq!(page.js("return document.querySelectorAll('#app .failure').length")?, 0, "{path}");
    }
    Ok(())
}

#[test]
fn what_was_never_asked_for_is_there_without_the_server_too() -> Result<()> {
    let Some(system) = harness::start_alone()? else { return Ok(()) };
    let page = system.open(View::DESKTOP, "/queries-received")?;
    // The parts' own files; a file that parts share has the names of both.
    let own = "e => /[/](kinds|tools|study)-[0-9a-f]{16}[.]wasm$/.test(e.name) && e.responseEnd > 0";
    let come = format!("performance.getEntriesByType('resource').filter({own}).length === 3");
    page.wait_for("all parts", &come)?;
    system.server.stop()?;
    page.click(".tabs button:last-child")?;
    page.wait_for("the table", "document.querySelectorAll('#app tbody tr').length > 5")?;
    // Its charts lack their numbers, and say so; the page is there.
    page.click(".menu a[href='/studies/chromium']")?;
    page.wait_for("the study", "document.querySelectorAll('#app .study-figure').length > 1")?;
    assert!(!page.text("#app")?.contains("A part of this page did not come"));
    Ok(())
}

#[test]
fn a_list_of_days_to_mark_that_does_not_come_is_said_and_asked_for_again() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.window(View::DESKTOP)?;
    page.block("*/unusual/marks.json*")?;
    page.open("/queries-received?v=1&unusual=on")?;
    let told = "document.querySelector('#chart-summary').textContent.includes('are not marked')";
    page.wait_for("the words", told)?;
    // The search for unusual days takes its time; it is not what is tested here.
    system.server.made("/unusual/marks.json?metric=queries&rsi=together")?;
    page.block("")?;
    page.choose("input[value=Day]")?;
    page.wait_for("the marks", &format!("!{told}"))
}
