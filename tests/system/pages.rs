//! Every built page draws, on every screen, without a complaint and without a fetch too many.

use anyhow::{Context, Result};
use rssac002_charts::{CATALOGUE, Chart, ChartState, state::url};

use rssac002_visitor::engine::Engine;
use rssac002_visitor::engine::View;
use rssac002_visitor::harness;
use rssac002_visitor::page::Page;

/// How many pixels of the first canvas have a colour, in percent. Axes and labels are grey, and the lowest part, where
/// marks of coverage are, is left out: a chart without its series has less than 0.01% (measured).
const INK: &str = "const c = document.querySelector('.panel canvas'), h = Math.floor(0.85 * c.height);
    const d = c.getContext('2d').getImageData(0, 0, c.width, h).data;
    let ink = 0; for (let i = 0; i < d.length; i += 4)
        if (Math.max(d[i], d[i + 1], d[i + 2]) - Math.min(d[i], d[i + 1], d[i + 2]) > 40) ink++;
    return 100 * ink / (c.width * h);";

#[test]
fn every_page_of_the_catalogue_draws() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let mut transfers = Vec::new();
    for view in [View::DESKTOP, View::PHONE.dark()] {
        let page = system.window(view)?;
        // One that begins while a page loads asks again for what a preload link has fetched, and is told that it has not changed.
        page.without_worker()?;
        for chart in CATALOGUE {
            let path = url::address(&ChartState::new(chart));
            draws(&page, chart)?;
            assert_eq!(page.log()?, Vec::<String>::new(), "{path}");
            let octets = page.js(OCTETS)?.as_u64().context("octets")?;
            assert!(octets < 1_000_000, "the first view of {path} needs {octets} octets of numbers");
            transfers.push(octets);
        }
    }
    // Most pages need less than 300 kB.
    transfers.sort_unstable();
    assert!(transfers[transfers.len() * 3 / 4] < 300_000, "{transfers:?}");
    Ok(())
}

/// That a chart's page draws, and fits the screen.
fn draws<E: Engine>(page: &Page<'_, E>, chart: &'static Chart) -> Result<()> {
    let path = url::address(&ChartState::new(chart));
    page.open(&path)?;
    // The map's title counts what it shows.
    assert!(page.text("h1")?.starts_with(chart.title), "{path}: {}", page.text("h1")?);
    assert!(page.title()?.starts_with(chart.title), "{path}: {}", page.title()?);
    let ink = page.js(INK)?.as_f64().context("a share")?;
    // A single thin line (/instances) colours 0.48% of its picture, one without its series less than 0.01%.
    assert!(ink > 0.1, "{path}: {ink}% of the picture has a colour");
    let wide =
        page.js("return document.documentElement.scrollWidth - document.documentElement.clientWidth")?;
    assert!(wide.as_f64() <= Some(0.0), "{path} is {wide} px wider than the screen");
    Ok(())
}

/// That every chart's page does so, in any browser.
pub fn every_page_draws_in<E: Engine>() -> Result<()> {
    let Some(system) = harness::start_in::<E>()? else { return Ok(()) };
    let page = system.window(View::DESKTOP)?;
    CATALOGUE.iter().try_for_each(|chart| draws(&page, chart))
}

/// The octets of numbers that came over the wire for a page.
const OCTETS: &str = "return performance.getEntriesByType('resource')
    .filter(e => e.name.includes('/api/v1/')).reduce((sum, e) => sum + e.encodedBodySize, 0)";

#[test]
fn the_first_view_asks_once_and_switching_asks_for_nothing() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.open(View::DESKTOP, "/queries-received/ip-version")?;
    let answers =
        "return performance.getEntriesByType('resource').filter(e => e.name.includes('/api/v1/')).length";
    let octets = "return performance.getEntriesByType('resource')
        .filter(e => e.name.includes('/api/v1/')).reduce((sum, e) => sum + e.transferSize, 0)";
    let (asked, moved) = (page.js(answers)?, page.js(octets)?);
    assert!(moved.as_u64() < Some(1_000_000), "the first view needs {moved} octets");
    let addresses = page.js(
        "return new Set(performance.getEntriesByType('resource').filter(e => e.name.includes('/api/v1/'))
            .map(e => e.name)).size",
    )?;
    assert_eq!(addresses, 1, "the page asks for what the server's preload link names");

    for choice in ["input[value=Stacked]", "input[value='per second']", "input[value=Lines]"] {
        page.choose(choice)?;
    }
    // The four counts are those of the other splits, too.
    for chart in ["/queries-received/protocol", "/queries-received/rsi", "/queries-received/transport"] {
        page.click(&format!(".menu a[href='{chart}']"))?;
        page.wait_for("the other chart", &format!("location.pathname === '{chart}'"))?;
        page.wait_for_chart()?;
    }
    assert_eq!(page.js(answers)?, asked);
    // Days are another answer, asked for when they are wanted, and once.
    for (choice, chosen) in [
        ("input[value=Day]", "location.search.includes('interval=day')"),
        ("input[value=Week]", "!location.search.includes('interval')"),
        ("input[value=Day]", "location.search.includes('interval=day')"),
    ] {
        page.choose(choice)?;
        page.wait_for("the address", chosen)?;
        page.wait_for_chart()?;
    }
    assert_eq!(page.js(answers)?.as_u64(), asked.as_u64().map(|n| n + 1));
    Ok(())
}

#[test]
fn the_picture_has_the_screen_s_pixels_and_follows_its_size() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.open(View::SHARP, "/queries-received")?;
    let ratio = "(() => { const c = document.querySelector('.panel canvas');
        return c.width / c.getBoundingClientRect().width })()";
    page.wait_for("two pixels for one", &format!("Math.abs({ratio} - 2) < 0.01"))?;
    page.resize(View { width: 900, ..View::DESKTOP })?;
    page.wait_for("one pixel for one", &format!("Math.abs({ratio} - 1) < 0.01"))?;
    page.resize(View::PHONE)?;
    page.wait_for("three pixels for one", &format!("Math.abs({ratio} - 3) < 0.02"))
}

#[test]
fn old_addresses_lead_to_the_new_pages_and_wrong_ones_to_their_neighbours() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.open(View::DESKTOP, "/volume_rsi_queries.html?x=1")?;
    assert_eq!(page.address()?, "/queries-received/rsi");
    page.open("/queries/transport")?;
    assert_eq!(page.text("h1")?, "No such page");
    page.click("main a[href='/queries-received/transport']")?;
    page.wait_for(
        "the chart",
        "document.querySelector('h1').textContent === 'Queries received by transport'",
    )?;
    page.wait_for_chart()
}

/// Of each panel, whether anything is on its canvas.
const DRAWN: &str = "[...document.querySelectorAll('.panel canvas:first-child')].map(c =>
    c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some(v => v))";

fn drawn(page: &Page<'_>) -> Result<Vec<bool>> {
    let all = page.js(&format!("return {DRAWN}"))?;
    Ok(all.as_array().context("panels")?.iter().map(|v| v == true).collect())
}

#[test]
fn panels_are_drawn_when_they_come_near_and_all_of_them_for_print() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.open(View::DESKTOP, "/queries-received/rsi")?;
    let before = drawn(&page)?;
    assert_eq!(before.len(), 13);
    assert!(before[..4].iter().all(|d| *d), "what is seen is drawn: {before:?}");
    assert!(!before[12], "what is far below is not: {before:?}");

    page.js("document.querySelector('.panel:nth-child(13)').scrollIntoView()")?;
    page.wait_for("the last panel drawn", &format!("({DRAWN})[12]"))?;

    // One pointer is at one date of all panels, and read out in one.
    page.hover(".panel:nth-child(13) .canvas-host", (0.5, 0.5))?;
    page.wait_for("the readout", "document.querySelector('.panel:nth-child(13) .readout:not([hidden])')")?;
    assert_eq!(page.js("return document.querySelectorAll('.readout:not([hidden])').length")?, 1);
    page.wait_for(
        "a hairline in each panel that is drawn",
        &format!(
            "document.querySelectorAll('.hairline:not([hidden])').length === {DRAWN}.filter(d => d).length"
        ),
    )?;

    let page = system.open(View::DESKTOP, "/queries-received/rsi")?;
    assert!(!drawn(&page)?[12]);
    page.js("dispatchEvent(new Event('beforeprint'))")?;
    page.wait_for("all panels drawn", &format!("({DRAWN}).every(d => d)"))
}

#[test]
fn the_page_of_all_data_is_read_on_a_phone() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.open(View::PHONE, "/data/")?;
    assert_eq!(page.text("h1")?, "The whole data set");
    let seen = "return ['.top', '.menu-button', '.files'].every(css => document.querySelector(css).checkVisibility())
        && document.querySelector('.menu [aria-current=page]').getAttribute('href') === '/data/'";
    assert_eq!(page.js(seen)?, true, "it stands in the frame of the site");
    let wide = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
    assert_eq!(page.js(wide)?, 0, "nothing is wider than the screen");
    // No word is broken, and none stands alone because its neighbours take the room.
    let narrow = "return [...document.querySelectorAll('.files tbody :is(th, td)')].filter(cell => cell.clientWidth < 300).length";
    assert_eq!(page.js(narrow)?, 0);
    let file = page.js("return document.querySelector('.files a').getAttribute('href')")?;
    let file = file.as_str().context("an address")?;
    assert!(file.starts_with("/data/") && system.server.bytes(file)?.starts_with(b"rsi,day,"), "{file}");
    Ok(())
}
