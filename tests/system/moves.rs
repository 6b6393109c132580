//! Days under the hand: handles, wheel, fingers and keys move them, drawn all the while; and what keys do in a chart.

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::choices::{address, picture};
use rssac002_visitor::engine::View;
use rssac002_visitor::engine::{Chromium, Engine};
use rssac002_visitor::harness;
use rssac002_visitor::page::Page;

/// The handles are there to be taken.
const TAKEN: &str = "document.querySelector('.strip canvas')?.getContext('2d').getImageData(0, 0, 9999, 99).data.some(n => n)";

/// The first and the last day in the fields above the chart.
fn days<E: Engine>(page: &Page<'_, E>) -> Result<[String; 2]> {
    let fields =
        page.js("return ['from', 'to'].map(name => document.querySelector(`input[name=${name}]`).value)")?;
    let day = |at: usize| fields[at].as_str().map(str::to_owned).context("a day");
    Ok([day(0)?, day(1)?])
}

/// How many days lie from the first to the last day in the fields.
fn count<E: Engine>(page: &Page<'_, E>) -> Result<f64> {
    let count = page.js(
        "const [from, to] = ['from', 'to'].map(name => document.querySelector(`input[name=${name}]`).valueAsNumber);
         return (to - from) / 864e5",
    )?;
    count.as_f64().context("a number of days")
}

/// Waits until the fields have other days.
fn moved<E: Engine>(page: &Page<'_, E>, before: &[String; 2]) -> Result<[String; 2]> {
    let [from, to] = before;
    let other = format!(
        "document.querySelector('input[name=from]').value !== {from:?} || document.querySelector('input[name=to]').value !== {to:?}"
    );
    page.wait_for("other days", &other)?;
    page.wait_for_chart()?;
    days(page)
}

#[test]
fn a_handle_moves_the_days_while_it_is_held_and_they_stay_when_it_is_let_go() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    for path in ["/queries-received", "/response-codes/rsi"] {
        let page = system.open(View::DESKTOP, path)?;
        page.wait_for("the strip", TAKEN)?;
        let (all, before) = (days(&page)?, picture(&page)?);
        // The handle is 24 pixels wide.
        page.take(".handle[data-end=first]", (0.5, 0.5), (15.0, 0.5))?;
        page.wait_for("the days said", "document.querySelector('.moved-days:not([hidden])')")?;
        let while_held = picture(&page)?;
        ensure!(while_held != before, "{path}: nothing is drawn while the handle is held");
        address(&page, path)?;
        page.let_go()?;
        let zoomed = moved(&page, &all)?;
        ensure!(zoomed[0] > all[0] && zoomed[1] == all[1], "{path}: {zoomed:?}");
        page.wait_for("nothing said", "document.querySelector('.moved-days[hidden]')")?;
        let said = page.js("return document.querySelector('.handle').getAttribute('aria-valuetext')")?;
        ensure!(said.as_str().is_some_and(|day| day.ends_with(&zoomed[0][..4])), "{path}: {said}");
        // The days between the handles go along as they are.
        let length = count(&page)?;
        page.drag(".strip", (0.8, 0.3), (0.7, 0.3))?;
        let shifted = moved(&page, &zoomed)?;
        ensure!(shifted[0] < zoomed[0] && shifted[1] < zoomed[1], "{path}: {shifted:?}");
        // Whole weeks, of which the last may be cut short.
        ensure!((count(&page)? - length).abs() <= 7.0, "{path}: {} and not {length} days", count(&page)?);
        page.back()?;
        page.back()?;
        address(&page, path)?;
        assert_eq!(days(&page)?, all, "{path}: back brings all days back");
    }
    Ok(())
}

#[test]
fn the_days_said_do_not_stand_out_of_a_narrow_page() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.open(View::PHONE, "/queries-received")?;
    page.wait_for("the strip", TAKEN)?;
    // Nearly from one end to the other, in widths of a handle.
    for (end, to) in [("first", 13.0), ("last", -12.0)] {
        page.take(&format!(".handle[data-end={end}]"), (0.5, 0.5), (to, 0.5))?;
        page.wait_for("the days said", "document.querySelector('.moved-days:not([hidden])')")?;
        let out = page.js("const box = document.querySelector('.moved-days').getBoundingClientRect(),
                strip = document.querySelector('.strip').getBoundingClientRect();
            return Math.max(strip.left - box.left, box.right - strip.right)")?;
        ensure!(out.as_f64().is_some_and(|out| out <= 0.5), "{end}: {out} px out of the strip");
        page.type_keys("\u{E00C}")?;
        page.let_go()?;
    }
    Ok(())
}

#[test]
fn esc_puts_held_days_back() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.open(View::DESKTOP, "/unique-sources")?;
    page.wait_for("the strip", TAKEN)?;
    let before = picture(&page)?;
    page.js("document.querySelector('.handle').focus()")?;
    page.take(".handle", (0.5, 0.5), (20.0, 0.5))?;
    page.wait_for("the days said", "document.querySelector('.moved-days:not([hidden])')")?;
    page.type_keys("\u{E00C}")?;
    page.wait_for("nothing said", "document.querySelector('.moved-days[hidden]')")?;
    page.let_go()?;
    address(&page, "/unique-sources")?;
    assert_eq!(picture(&page)?, before);
    Ok(())
}

#[test]
fn wheel_shift_and_fingers_move_the_days_in_the_plot() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.open(View::DESKTOP, "/queries-received/rsi?v=1&time=2019-01-07..2022-01-02")?;
    page.wait_for("the strip", TAKEN)?;
    let (start, length) = (days(&page)?, count(&page)?);
    // The page keeps its wheel.
    page.wheel(".canvas-host", (0.5, 0.5), 100)?;
    page.js("scrollTo(0, 0)")?;
    // Ctrl is U+E009, Shift U+E008.
    page.holding("\u{E009}", || page.wheel(".canvas-host", (0.5, 0.5), -150))?;
    let zoomed = moved(&page, &start)?;
    ensure!(zoomed[0] > start[0] && zoomed[1] < start[1], "{zoomed:?}");
    let fewer = count(&page)?;
    ensure!(fewer < 0.8 * length, "{fewer} of {length} days");
    page.holding("\u{E008}", || page.drag(".canvas-host", (0.4, 0.5), (0.6, 0.5)))?;
    let shifted = moved(&page, &zoomed)?;
    ensure!(shifted[0] < zoomed[0] && shifted[1] < zoomed[1], "{shifted:?}");
    ensure!((count(&page)? - fewer).abs() <= 7.0, "{} and not {fewer} days", count(&page)?);
    ensure!(page.js("return document.querySelector('.readout:not([hidden])')")? == Value::Null);
    page.pinch(".canvas-host", [0.4, 0.6], [0.2, 0.8])?;
    let pinched = moved(&page, &shifted)?;
    ensure!(pinched[0] > shifted[0] && pinched[1] < shifted[1], "{pinched:?}");
    Ok(())
}

#[test]
fn keys_move_days_and_handles() -> Result<()> {
    keys_move_days_in::<Chromium>()
}

/// The same in any browser.
pub fn keys_move_days_in<E: Engine>() -> Result<()> {
    let Some(system) = harness::start_in::<E>()? else { return Ok(()) };
    let page =
        system.open(View::DESKTOP, "/queries-received?v=1&interval=day&time=2019-01-01..2019-12-31")?;
    page.wait_for("the strip", TAKEN)?;
    let year = days(&page)?;
    page.js("document.querySelector('.canvas-host').focus()")?;
    page.type_keys("+")?;
    let half = moved(&page, &year)?;
    ensure!((count(&page)? - 182.0).abs() <= 2.0, "{half:?}");
    page.type_keys("-")?;
    moved(&page, &half)?;
    ensure!((count(&page)? - 364.0).abs() <= 2.0, "{}", count(&page)?);
    page.type_keys("0")?;
    address(&page, "/queries-received?v=1&interval=day")?;
    // Page Down is U+E00F, the left arrow U+E012: a month and a day earlier.
    let all = days(&page)?;
    page.js("document.querySelector('.handle[data-end=last]').focus()")?;
    page.type_keys("\u{E00F}\u{E012}")?;
    let [first, _] = moved(&page, &all)?;
    assert_eq!(first, all[0]);
    let apart = page.js(&format!(
        "return (Date.parse({:?}) - document.querySelector('input[name=to]').valueAsNumber) / 864e5",
        all[1]
    ))?;
    assert_eq!(apart, 31.0);
    assert_eq!(page.js("return document.activeElement.getAttribute('data-end')")?, "last");
    Ok(())
}

#[test]
fn keys_choose_series_hold_a_place_and_lead_to_table_and_list() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system
        .open(View::DESKTOP, "/queries-received/ip-version?v=1&interval=day&time=2024-03-01..2024-03-31")?;
    page.js("document.querySelector('.canvas-host').focus()")?;
    let spoken = || page.text(".panels [aria-live]");
    // Home is U+E011, the arrows down and up are U+E015 and U+E013, Page Down is U+E00F.
    page.type_keys("\u{E011}\u{E015}")?;
    let one = spoken()?;
    ensure!(one.starts_with("Friday, 1 March 2024: IPv") && one.ends_with("Point 1 of 31."), "{one}");
    ensure!(one.contains(" of 2."), "{one}");
    page.type_keys("\u{E015}")?;
    let other = spoken()?;
    ensure!(other != one && other.ends_with("Point 1 of 31."), "{other}");
    page.type_keys("\u{E013}\u{E00F}")?;
    let last = spoken()?;
    ensure!(last.starts_with("Sunday, 31 March 2024: ") && last.ends_with("Point 31 of 31."), "{last}");
    // Enter holds it, Escape (U+E00C) lets go.
    page.type_keys("\u{E007}")?;
    page.wait_for("a held readout", "document.querySelector('.readout.pinned a')")?;
    page.type_keys("\u{E00C}")?;
    page.wait_for("no readout", "!document.querySelector('.readout:not([hidden])')")?;
    page.type_keys("?")?;
    page.wait_for("the list", "document.querySelector('.keys[open] dt')")?;
    assert_eq!(page.js("return document.activeElement.parentElement.className")?, "keys");
    page.js("document.querySelector('.canvas-host').focus()")?;
    page.type_keys("t")?;
    page.wait_for("the table", "document.querySelector('.numbers tbody td')")?;
    page.wait_for("the focus", "document.activeElement.closest('.tabs')")?;
    assert_eq!(page.js("return document.activeElement.textContent")?, "Table");
    Ok(())
}
