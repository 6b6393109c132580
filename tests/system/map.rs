//! The map of instances: it draws, moves by keys, wheel, buttons and hand, reads out, plays, and its address brings it back.

use anyhow::{Context, Result};

use rssac002_visitor::engine::View;
use rssac002_visitor::harness;
use rssac002_visitor::page::Page;

const HOST: &str = ".canvas-host.map";

/// The map's centre and zoom, as the address has them.
fn viewport(page: &Page<'_>) -> Result<[f64; 3]> {
    page.wait_for("a viewport in the address", "/[?&]at=/.test(location.search)")?;
    let text = page.js("return new URLSearchParams(location.search).get('at')")?;
    let numbers: Vec<f64> =
        text.as_str().context("a viewport")?.split('_').map(str::parse).collect::<Result<_, _>>()?;
    numbers.try_into().map_err(|_| anyhow::anyhow!("{text} is no look"))
}

#[test]
fn the_map_draws_and_reads_out_a_town() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.open(View::DESKTOP, "/site_detail_map.html")?;
    assert_eq!(page.address()?, "/instances/map");
    let title = page.text("h1")?;
    assert!(title.starts_with("Instances on the map: 1,") && title.ends_with("13 RSIs"), "{title}");
    // The land comes by itself.
    page.wait_for(
        "the land",
        "performance.getEntriesByType('resource').some(e => e.name.endsWith('/world.bin'))",
    )?;
    page.open("/instances/map?date=2020-11-04&at=64.15_-21.94_50")?;
    let answer =
        system.server.api("/api/v1/instances-detail?rsi=a-m&start_date=2020-11-04&end_date=2020-11-04")?;
    // Into the middle of the first circle from the west.
    page.js("document.querySelector('.canvas-host.map').focus()")?;
    page.type_keys("\u{E011}")?;
    page.wait_for("a readout", "document.querySelector('.readout:not([hidden])')")?;
    let heading = page.text(".readout-heading")?;
    let spoken = page.text(".panels [aria-live]")?;
    assert!(spoken.starts_with(&format!("{heading}: ")), "{spoken}");
    let known = answer.as_object().context("letters")?.values().any(|days| {
        days["2020-11-04"].as_array().is_some_and(|list| list.iter().any(|p| p["Town"] == heading.as_str()))
    });
    assert!(known || heading.ends_with(" places"), "{heading}");
    page.type_keys("\u{E00C}")?;
    page.wait_for("no readout", "!document.querySelector('.readout:not([hidden])')")
}

#[test]
fn hovering_and_clicking_a_group_opens_it() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.open(View::DESKTOP, "/instances/map?date=2020-11-04")?;
    page.js("document.querySelector('.canvas-host.map').focus()")?;
    // Where the ring stands that the keys put around a group is where the mouse goes.
    page.type_keys("\u{E014}")?;
    page.wait_for("a ring", "document.querySelector('.map-ring:not([hidden])')")?;
    let at = page.js("const h = document.querySelector('.canvas-host.map').getBoundingClientRect();
         const r = document.querySelector('.map-ring').getBoundingClientRect();
         return [(r.left + r.width / 2 - h.left) / h.width, (r.top + r.height / 2 - h.top) / h.height]")?;
    let at = (at[0].as_f64().context("x")?, at[1].as_f64().context("y")?);
    let by_keys = page.text(".readout-heading")?;
    page.hover("h1", (0.5, 0.5))?;
    page.hover(HOST, at)?;
    page.wait_for(
        "the same readout",
        &format!("document.querySelector('.readout-heading')?.textContent === {by_keys:?}"),
    )?;
    // A group of one town is named after it, and says below that it is a group.
    let all = page.text(".readout")?;
    assert!(all.contains(" places"), "{all}");
    page.click_at(HOST, at)?;
    let [_, _, zoom] = viewport(&page)?;
    assert!(zoom >= 2.0, "{zoom}");
    page.back()?;
    page.wait_for("the whole world", "!/[?&]at=/.test(location.search)")
}

#[test]
fn wheel_keys_buttons_and_hand_move_it_and_a_reload_keeps_the_place() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.open(View::DESKTOP, "/instances/map")?;
    let wheel = |focus: bool| {
        let host =
            "const h = document.querySelector('.canvas-host.map'); const r = h.getBoundingClientRect();";
        let focus = if focus { "h.focus();" } else { "h.blur();" };
        page.js(&format!(
            "{host}{focus} return h.dispatchEvent(new WheelEvent('wheel', {{deltaY: -120, bubbles: true, cancelable: true,
             clientX: r.left + r.width / 2, clientY: r.top + r.height / 3}}))"
        ))
    };
    assert_eq!(wheel(false)?, true, "the page keeps its wheel");
    assert_eq!(wheel(true)?, false, "the map takes it");
    let [_, _, first] = viewport(&page)?;
    assert!(first > 1.0, "{first}");
    page.type_keys("++")?;
    page.wait_for(
        "a nearer look",
        &format!("+new URLSearchParams(location.search).get('at').split('_')[2] > {first} * 2"),
    )?;
    let [_, east, zoom] = viewport(&page)?;
    page.drag(HOST, (0.4, 0.5), (0.6, 0.5))?;
    page.wait_for(
        "a look further west",
        &format!("+new URLSearchParams(location.search).get('at').split('_')[1] < {east} - 5"),
    )?;
    page.wait_for_chart()?;
    let place = page.address()?;
    let picture = "return document.querySelector('.map canvas').toDataURL()";
    page.wait_for("the address at rest", &format!("location.pathname + location.search === {place:?}"))?;
    let before = page.js(picture)?;
    page.reload()?;
    page.wait_for_chart()?;
    assert_eq!(page.address()?, place);
    page.wait_for(
        "the same picture",
        &format!("document.querySelector('.map canvas').toDataURL() === {before}"),
    )?;
    assert_eq!(viewport(&page)?[2], zoom, "a drag does not zoom");
    page.click(".map-buttons button[title='Whole world']")?;
    page.wait_for("the whole world", "!/[?&]at=/.test(location.search)")
}

/// The months of a play come when the test says so, however slow the machine is: their timers wait in `held` for `next()`.
const HELD_TIMERS: &str = "
    const { setTimeout, clearTimeout } = window;
    window.held = new Map();
    let last = 1e9;
    window.setTimeout = (run, wait, ...rest) => {
        if (wait !== 350) return setTimeout(run, wait, ...rest);
        held.set(++last, run);
        return last;
    };
    window.clearTimeout = timer => { held.delete(timer) || clearTimeout(timer); };
    window.next = () => {
        const [[timer, run]] = held;
        held.delete(timer);
        run();
    };";

#[test]
fn play_runs_to_the_last_day_and_a_second_click_stops_it() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.open(View::DESKTOP, "/instances/map?date=2026-09-25")?;
    page.js(HELD_TIMERS)?;
    let next_month = || -> Result<()> {
        page.wait_for("the time of a month", "held.size === 1")?;
        page.js("next()").map(|_| ())
    };
    page.click(".play")?;
    next_month()?;
    page.wait_for("a month later", "/date=2026-10-25/.test(location.search)")?;
    page.wait_for("the time of that month", "held.size === 1")?;
    page.click(".play")?;
    page.wait_for("a pause", "document.querySelector('.play').textContent === 'Play' && held.size === 0")?;
    page.click(".play")?;
    next_month()?;
    page.wait_for("the last day", "/date=2026-11-19/.test(location.search)")?;
    next_month()?;
    page.wait_for("its end", "document.querySelector('.play').textContent === 'Play'")?;
    page.fill("input[name=date]", "2016-02-29")?;
    page.wait_for("the day", "/date=2016-02-29/.test(location.search)")?;
    page.wait_for(
        "its subtitle",
        "document.querySelector('.subtitle').textContent.includes('29 February 2016')",
    )
}
