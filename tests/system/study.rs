//! The page of the study of Chromium.

use anyhow::{Context, Result};
use rssac002_charts::state::url;
use rssac002_charts::study;

use rssac002_visitor::engine::View;
use rssac002_visitor::harness;

const PATH: &str = "/studies/chromium";

/// The charts' canvases.
const CANVASES: &str = "[...document.querySelectorAll('.study-figure .canvas-host canvas:first-child')]";

#[test]
fn figures_draw_as_they_come_near_and_say_what_they_show() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    for view in [View::DESKTOP, View::PHONE.dark()] {
        let page = system.open(view, PATH)?;
        assert_eq!(page.text("h1")?, study::TITLE);
        assert!(page.title()?.starts_with(study::TITLE));
        let asked = "performance.getEntriesByType('resource').filter(e => e.name.includes('/api/v1/')).map(e => e.name)";
        let first = page.js(&format!("return ({asked}).length"))?.as_u64().context("a number")?;
        assert!(first < 6, "what is far below is not asked for yet: {first}");

        let charts = study::figures().into_iter().flat_map(|figure| figure.charts);
        let addresses: Vec<String> = charts.map(|state| url::address(&state)).collect();
        for at in 0..addresses.len() {
            page.js(&format!("document.querySelectorAll('.study-charts .figure')[{at}].scrollIntoView()"))?;
            // A canvas that was never drawn on has the size that every canvas has at first.
            page.wait_for("one more chart", &format!("{CANVASES}[{at}].width !== 300"))?;
        }
        page.wait_for_chart()?;
        let blank = "c => !c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some(v => v)";
        assert_eq!(page.js(&format!("return {CANVASES}.filter({blank}).length"))?, 0);
        for figure in study::figures() {
            let said = page.text(&format!("#{} .findings p", figure.id))?;
            // The sample data have both periods, and the drop; of it the sizes of their responses know nothing.
            let drops = said.contains(" less.") || figure.id == "response-sizes";
            assert!(drops && !said.contains("no data"), "{}: {said}", figure.id);
        }
        let links = page.js(
            "return [...document.querySelectorAll('.study-figure a')].map(a => a.getAttribute('href'))",
        )?;
        let links: Vec<&str> =
            links.as_array().context("links")?.iter().filter_map(|link| link.as_str()).collect();
        assert_eq!(links, addresses);
        let once = page.js(&format!("const all = {asked}; return all.length === new Set(all).size"))?;
        assert_eq!(once, true, "nothing is asked twice, and the preloaded answer is used");
        let wide =
            page.js("return document.documentElement.scrollWidth - document.documentElement.clientWidth")?;
        assert!(wide.as_f64() <= Some(0.0), "{wide} px wider than the screen");
        assert_eq!(page.log()?, Vec::<String>::new());
    }
    Ok(())
}

#[test]
fn small_changes_stay_in_a_figure_and_others_open_its_chart() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.open(View::DESKTOP, "/queries-received")?;
    page.click(&format!(".menu a[href='{PATH}']"))?;
    page.wait_for("the study", "document.querySelector('#queries')")?;
    page.wait_for_chart()?;
    assert_eq!(page.address()?, PATH);
    assert_eq!(page.js("return document.querySelector('.menu [aria-current]').textContent")?, study::MENU);

    // A series that is hidden stays hidden on the chart's page.
    page.js("document.querySelector('#queries').scrollIntoView()")?;
    page.wait_for("the legend", "document.querySelector('#queries .legend button:nth-child(2)')")?;
    page.wait_for_chart()?;
    page.click("#queries .legend button:nth-child(2)")?;
    page.wait_for("the link", "document.querySelector('#queries .source a').href.includes('hide=b')")?;
    assert_eq!(page.address()?, PATH);

    page.hover("#queries .canvas-host", (0.5, 0.5))?;
    page.wait_for("the readout", "document.querySelector('#queries .readout:not([hidden])')")?;

    page.drag("#queries .canvas-host", (0.4, 0.5), (0.6, 0.5))?;
    page.wait_for("the chart of those days", "location.pathname === '/queries-received'")?;
    page.wait_for_chart()?;
    let address = page.address()?;
    assert!(address.contains("type=stacked") && address.contains("hide=b"), "{address}");
    assert!(!address.contains("2019-11-04"), "fewer days: {address}");

    page.back()?;
    page.wait_for(
        "the study",
        &format!("document.querySelector('h1').textContent === \"{}\"", study::TITLE),
    )?;
    page.wait_for_chart()?;
    page.click("#queries .source a")?;
    page.wait_for("the chart", "location.pathname === '/queries-received'")?;
    page.wait_for_chart()?;
    let figures = study::figures();
    let queries = figures.iter().find(|figure| figure.id == "queries").context("the figure")?;
    assert_eq!(page.address()?, url::address(&queries.charts[0]));
    page.back()?;
    page.wait_for("the study", "document.querySelector('#queries .legend button')")?;
    page.wait_for_chart()?;
    assert_eq!(page.log()?, Vec::<String>::new());
    Ok(())
}

#[test]
fn a_figure_that_does_not_come_says_so_and_recovers() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.window(View::DESKTOP)?;
    page.block("*/api/v1/*")?;
    page.go_to(&system.server.address(PATH))?;
    page.wait_for("the failure", "document.documentElement.dataset.chartState === 'error'")?;
    assert!(page.text("#total .failure")?.contains("Try again"));
    page.block("")?;
    page.click("#total .failure button")?;
    page.wait_for_chart()?;
    assert_eq!(page.js("return document.querySelectorAll('.failure').length")?, 0);
    Ok(())
}
