//! The page of a day, and the ways to it.

use anyhow::Result;

use rssac002_visitor::engine::View;
use rssac002_visitor::harness;

/// Two months by day.
const DAYS: &str = "/queries-received?v=1&interval=day&time=2020-09-01..2020-10-31&rsi=a-k";

/// The link in the readout.
const LINK: &str = ".readout.pinned a";

#[test]
fn a_point_that_is_clicked_stays_and_leads_to_its_day() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.open(View::DESKTOP, DAYS)?;
    page.hover(".canvas-host", (0.5, 0.5))?;
    page.wait_for("the readout", "!document.querySelector('.readout').hidden")?;
    let seen = |css: &str| format!("document.querySelector('{css}')?.getClientRects().length > 0");
    assert_eq!(page.js(&format!("return {}", seen(".readout a")))?, false, "nothing flees from the pointer");
    page.click_at(".canvas-host", (0.5, 0.5))?;
    page.wait_for("the link", &seen(LINK))?;
    let heading = page.text(".readout-heading")?;
    page.hover(".canvas-host", (0.2, 0.3))?;
    page.hover("h1", (0.5, 0.5))?;
    assert_eq!(page.text(".readout-heading")?, heading, "it stays");
    page.click(LINK)?;
    page.wait_for_chart()?;
    assert_eq!(page.text("h1")?, heading);
    assert!(
        page.address()?.contains("/day/2020-") && page.address()?.ends_with("?rsi=a-k"),
        "{}",
        page.address()?
    );
    // The app is there, and what it took over works.
    assert_eq!(page.js("return document.querySelector('#before')")?, serde_json::Value::Null);
    page.click(".menu a[href='/root-zone-size']")?;
    page.wait_for("the chart", "document.querySelector('h1').textContent === 'Root zone size'")?;
    page.back()?;
    page.wait_for("the day again", "document.querySelector('h1')?.textContent.includes('2020')")?;
    page.wait_for_chart()?;
    assert_eq!(page.text("h1")?, heading);
    Ok(())
}

#[test]
fn known_events_are_marked_when_asked_for_and_told_below_and_at_their_points() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page =
        system.open(View::DESKTOP, "/queries-received?v=1&interval=day&time=2018-10-01..2018-10-21")?;
    assert!(!page.text("#chart-summary")?.contains("11 Oct 2018"));
    page.js("document.querySelector('input[name=events]').click()")?;
    page.wait_for(
        "the event",
        "document.getElementById('chart-summary').textContent.includes('11 Oct 2018: The root zone')",
    )?;
    page.wait_for("its address", "location.search.endsWith('&events=on')")?;
    page.hover(".canvas-host", (0.5, 0.5))?;
    page.wait_for(
        "the event at its point",
        "document.querySelector('.readout-note').textContent.includes('11 Oct 2018: The root zone')",
    )?;
    // A shared address has them when it is opened, drawn by the server and by the app.
    page.open("/queries-received?v=1&interval=day&time=2018-10-01..2018-10-21&events=on")?;
    page.wait_for(
        "the event",
        "document.getElementById('chart-summary').textContent.includes('11 Oct 2018')",
    )?;
    assert_eq!(page.js("return document.querySelector('input[name=events]').checked")?, true);
    page.click("a[href='/events']")?;
    page.wait_for("the list", "document.querySelector('h1').textContent === 'Known events'")?;
    Ok(())
}

#[test]
fn another_click_or_escape_lets_go() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.open(View::DESKTOP, DAYS)?;
    let hidden = "document.querySelector('.readout').hidden";
    page.click_at(".canvas-host", (0.5, 0.5))?;
    page.wait_for("the link", &format!("document.querySelector('{LINK}')"))?;
    // Escape is U+E00C.
    page.type_keys("\u{E00C}")?;
    page.wait_for("nothing", hidden)?;
    page.click_at(".canvas-host", (0.4, 0.5))?;
    page.click_at(".canvas-host", (0.6, 0.5))?;
    page.wait_for("a free readout", &format!("!document.querySelector('{LINK}')"))?;
    page.hover("h1", (0.5, 0.5))?;
    page.wait_for("nothing", hidden)
}

#[test]
fn keys_fingers_and_tables_lead_to_a_day_too() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.open(View::DESKTOP, DAYS)?;
    page.js("document.querySelector('.canvas-host').focus()")?;
    // Home and Enter are U+E011 and U+E007: the first Enter holds what is read out.
    page.type_keys("\u{E011}\u{E007}")?;
    page.wait_for("a held readout", "document.querySelector('.readout.pinned a')")?;
    page.type_keys("\u{E007}")?;
    page.wait_for("the first day", "location.pathname === '/day/2020-09-01'")?;
    page.open(&format!("{DAYS}&tab=table"))?;
    page.click(".table-tab .rows > tr:nth-child(3) a")?;
    page.wait_for("the third last day", "location.pathname === '/day/2020-10-29'")?;
    // A week has no page, and its row looks so.
    page.open("/queries-received?v=1&tab=table")?;
    let colours = "return ['.rows th a', '.rows td'].map(css => getComputedStyle(document.querySelector('.table-tab ' + css)).color)";
    let colours = page.js(colours)?;
    assert_eq!(colours[0], colours[1], "a link that leads nowhere");
    let phone = system.open(View::PHONE, "/queries-received?v=1&time=2020-08-03..2020-10-25")?;
    phone.tap(".canvas-host", (0.5, 0.5))?;
    phone.wait_for(
        "the way from a week to its days",
        &format!("document.querySelector('{LINK}')?.textContent === 'Day by day'"),
    )?;
    phone.click(LINK)?;
    phone.wait_for("the days", "location.search.includes('interval=day')")?;
    phone.wait_for_chart()
}

#[test]
fn a_finger_that_moves_on_takes_the_readout_with_it() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.open(View::PHONE, DAYS)?;
    page.tap(".canvas-host", (0.7, 0.5))?;
    let end = page.text(".readout-heading")?;
    page.tap(".canvas-host", (0.3, 0.5))?;
    assert_ne!(page.text(".readout-heading")?, end);
    page.sweep(".canvas-host", (0.3, 0.5), (0.7, 0.5))?;
    assert_eq!(page.text(".readout-heading")?, end);
    page.wait_for("the link", &format!("document.querySelector('{LINK}')"))
}

#[test]
fn the_page_of_a_day_needs_no_scripts() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.window(View::PHONE.dark())?;
    page.scripts(false)?;
    page.go_to(&system.server.address("/day/2020-10-27?baseline=month"))?;
    assert_eq!(page.text("h1")?, "Tuesday, 27 October 2020");
    assert!(page.text(".ignored")?.contains("baseline=month"));
    page.click(".elsewhere a:nth-child(3)")?;
    assert_eq!(page.text("h1")?, "Monday, 26 October 2020");
    let wide = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
    assert_eq!(page.js(wide)?, 0, "nothing is wider than the screen");
    Ok(())
}
