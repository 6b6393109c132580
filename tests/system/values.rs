//! What hovering reads out is what the API answers.

use anyhow::{Context, Result, ensure};
use rssac002_model::{Day, Rsi};
use serde_json::Value;

use rssac002_visitor::engine::View;
use rssac002_visitor::engine::{Chromium, Engine};
use rssac002_visitor::harness::{self, System};
use rssac002_visitor::page::Page;

/// The readout: heading, and name and value of each row, the total's last.
fn readout<E: Engine>(page: &Page<'_, E>) -> Result<(String, Vec<(String, String)>)> {
    page.wait_for("the readout", "document.querySelector('.readout:not([hidden]) tr')")?;
    let said = page.js(
        "const r = document.querySelector('.readout:not([hidden])');
         return [r.querySelector('.readout-heading').textContent,
                 [...r.querySelectorAll('tr')].map(t => [...t.children].slice(0, 2).map(c => c.textContent.trim()))]",
    )?;
    let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
    let rows = said[1].as_array().context("rows")?;
    Ok((text(&said[0]), rows.iter().map(|r| (text(&r[0]), text(&r[1]))).collect()))
}

fn number(text: &str) -> Result<f64> {
    text.replace(',', "").parse().with_context(|| format!("`{text}` is no number"))
}

/// `Wednesday, 4 November 2020`, or what follows `from ` in a week's heading.
fn day_of(heading: &str) -> Result<Day> {
    let date = heading.rsplit_once(", ").context("a heading has a weekday")?.1;
    let mut parts = date.split(' ');
    let (day, month, year) = (parts.next(), parts.next(), parts.next());
    let months = rssac002_charts::language::LANGUAGE.months;
    let month = months.iter().position(|m| Some(*m) == month).context("a month")? as u32 + 1;
    let found = Day::from_ymd(year.context("a year")?.parse()?, month, day.context("a day")?.parse()?);
    found.with_context(|| format!("{heading} names no day"))
}

fn ask<E: Engine>(
    system: &System<E>,
    endpoint: &str,
    rsi: &str,
    from: Day,
    to: Day,
    more: &str,
) -> Result<Value> {
    system.server.api(&format!("/api/v1/{endpoint}?rsi={rsi}&start_date={from}&end_date={to}{more}"))
}

#[test]
fn a_day_s_sum_is_the_api_s() -> Result<()> {
    hovering_reads_out_in::<Chromium>()
}

/// The same in any browser.
pub fn hovering_reads_out_in<E: Engine>() -> Result<()> {
    let Some(system) = harness::start_in::<E>()? else { return Ok(()) };
    let page = system.open(View::DESKTOP, "/queries-received?interval=day&time=2020-09-01..2020-12-31")?;
    let (mut seen, mut last) = (Vec::new(), String::new());
    for at in [0.1, 0.45, 0.9] {
        page.hover(".canvas-host", (at, 0.5))?;
        page.wait_for(
            "another readout",
            &format!("![undefined, '{last}'].includes(document.querySelector('.readout:not([hidden]) .readout-heading')?.textContent)"),
        )?;
        let (heading, rows) = readout(&page)?;
        last = heading.clone();
        let day = day_of(&heading)?;
        let answer = ask(&system, "traffic-volume", "a-m", day, day, "&totals=received&sum")?;
        assert_eq!(Some(number(&rows[0].1)?), answer[day.to_string()].as_f64(), "{heading}");
        seen.push(day);
    }
    seen.dedup();
    assert_eq!(seen.len(), 3, "three places are three days");
    Ok(())
}

#[test]
fn a_week_s_stack_is_the_average_of_the_days_reported() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.open(View::DESKTOP, "/queries-received?type=stacked&time=2019-07-01..2021-06-27")?;
    page.hover(".canvas-host", (0.6, 0.4))?;
    let (heading, rows) = readout(&page)?;
    let monday = day_of(&heading)?;
    assert!(heading.starts_with(&format!("Week {}, from Monday", monday.iso_week().week)), "{heading}");
    let answer = ask(&system, "traffic-volume", "a-m", monday, monday + 6, "&totals=received")?;
    let mut total = 0.0;
    for rsi in Rsi::all() {
        let days = answer[rsi.as_str()].as_object().context("days")?;
        let reported: Vec<f64> = days.values().filter_map(Value::as_f64).collect();
        let shown = &rows.iter().find(|r| r.0 == rsi.as_str()).context("a row per letter")?.1;
        if reported.is_empty() {
            assert_eq!(shown, "no report");
        } else {
            let mean = reported.iter().sum::<f64>() / reported.len() as f64;
            total += mean;
            assert_eq!(number(shown)?, mean.round_ties_even(), "{rsi} in {heading}");
        }
    }
    let shown = rows.iter().find(|r| r.0 == "Total").context("a total")?;
    assert!((number(&shown.1)? - total).abs() <= 1.0, "{} instead of {total}", shown.1);
    Ok(())
}

#[test]
fn protocols_sources_and_codes_are_the_api_s_too() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page =
        system.open(View::DESKTOP, "/queries-received/transport?interval=day&time=2024-03-01..2024-03-31")?;
    page.hover(".canvas-host", (0.5, 0.5))?;
    let (heading, rows) = readout(&page)?;
    let day = day_of(&heading)?;
    let sum = ask(&system, "traffic-volume", "a-m", day, day, "&sum")?;
    let key = |k: &str| sum[day.to_string()][k].as_f64().unwrap_or_default();
    for (name, part) in [("UDP", "udp"), ("TCP", "tcp")] {
        let expected: f64 =
            ["ipv4", "ipv6"].iter().map(|ip| key(&format!("dns-{part}-queries-received-{ip}"))).sum();
        let shown = &rows.iter().find(|r| r.0 == name).context("a row per transport")?.1;
        assert_eq!(number(shown)?, expected, "{name} on {heading}");
    }

    page.open("/unique-sources?interval=day&ip=6&time=2024-03-01..2024-03-31")?;
    page.hover(".canvas-host", (0.5, 0.5))?;
    let (heading, rows) = readout(&page)?;
    let day = day_of(&heading)?;
    let sum = ask(&system, "unique-sources", "a-m", day, day, "&sum")?;
    assert_eq!(Some(number(&rows[0].1)?), sum[day.to_string()]["num-sources-ipv6-aggregate"].as_f64());

    page.open("/response-codes?time=2024-03-04..2024-03-10")?;
    // The largest slice begins at the top and runs clockwise.
    page.hover(".canvas-host", (0.55, 0.4))?;
    let (heading, rows) = readout(&page)?;
    let from = Day::parse_iso("2024-03-04").context("a day")?;
    let week = ask(&system, "rcode-volume", "a-m", from, from + 6, "&week&sum")?;
    let codes = week["2024-10"].as_object().context("the codes of a week")?;
    let (code, most) = codes
        .iter()
        .filter_map(|(code, v)| Some((code, v.as_f64()?)))
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .context("a code")?;
    ensure!(code == "3" && heading == "NXDomain", "{heading} is shown, {code} is the largest");
    assert_eq!(number(&rows[0].1)?, most);

    page.click_at(".canvas-host", (0.55, 0.4))?;
    page.wait_for(
        "the letters of the code",
        "document.querySelector('h1').textContent === 'NXDomain by RSI'",
    )?;
    page.wait_for_chart()?;
    assert!(page.address()?.contains("code=3"), "{}", page.address()?);
    let table =
        page.js("return [...document.querySelectorAll('.legend button')].map(b => b.textContent).join()")?;
    assert!(table.as_str().is_some_and(|t| t.contains("a root") && t.contains("m root")), "{table}");
    page.click(".crumb")?;
    page.wait_for("all codes again", "document.querySelector('h1').textContent === 'Response codes'")
}

#[test]
fn hovering_never_draws_the_chart_again() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.open(View::DESKTOP, "/queries-received?type=stacked")?;
    let drawn = "return performance.getEntriesByName('chart-drawn').length";
    let before = page.js(drawn)?;
    for at in [0.2, 0.4, 0.6, 0.8] {
        page.hover(".canvas-host", (at, 0.9))?;
        readout(&page)?;
    }
    assert_eq!(page.js(drawn)?, before);
    // Pointing at a layer lays it over the faded whole.
    page.wait_for("a layer pointed out", "document.querySelector('.highlight.on')")
}

#[test]
fn the_arrow_keys_read_out_too() -> Result<()> {
    arrow_keys_read_out_in::<Chromium>()
}

/// The same in any browser.
pub fn arrow_keys_read_out_in<E: Engine>() -> Result<()> {
    let Some(system) = harness::start_in::<E>()? else { return Ok(()) };
    let page = system.open(View::DESKTOP, "/queries-received?interval=day&time=2024-03-01..2024-03-31")?;
    page.js("document.querySelector('.canvas-host').focus()")?;
    // Arrow right twice, arrow left, arrow right: the second day.
    page.type_keys("\u{E014}\u{E014}\u{E012}\u{E014}")?;
    let (heading, rows) = readout(&page)?;
    assert_eq!(heading, "Saturday, 2 March 2024");
    let spoken = page.text(".panels [aria-live]")?;
    assert!(spoken.starts_with("Saturday, 2 March 2024: Sum ") && spoken.contains(&rows[0].1), "{spoken}");
    page.type_keys("\u{E00C}")?;
    page.wait_for("no readout", "!document.querySelector('.readout:not([hidden])')")
}
