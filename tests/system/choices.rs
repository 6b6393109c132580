//! Address and picture stay in step: choices, letters, zoom, legend, reload, back.

use anyhow::Result;

use rssac002_visitor::engine::View;
use rssac002_visitor::engine::{Chromium, Engine};
use rssac002_visitor::harness;
use rssac002_visitor::page::Page;

/// A number that changes when the picture does.
pub fn picture<E: Engine>(page: &Page<'_, E>) -> Result<String> {
    page.wait_for_chart()?;
    // The chart is drawn once more where fonts or scroll bars changed its size by then.
    std::thread::sleep(std::time::Duration::from_millis(150));
    let hash =
        page.js("let h = 0; for (const c of document.querySelectorAll('.panel canvas:first-child')) {
            const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
            for (let i = 0; i < d.length; i += 1) h = (Math.imul(h, 31) + d[i]) | 0; } return String(h)")?;
    Ok(hash.as_str().unwrap_or_default().to_owned())
}

/// The address, once what waits to be written is written.
pub fn address<E: Engine>(page: &Page<'_, E>, expected: &str) -> Result<()> {
    page.wait_for(expected, &format!("location.pathname + location.search === {expected:?}"))
}

#[test]
fn each_choice_changes_address_and_picture_and_survives_a_reload() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.open(View::DESKTOP, "/queries-received")?;
    let mut before = picture(&page)?;
    for (choice, expected) in [
        ("input[value=Day]", "/queries-received?v=1&interval=day"),
        ("input[value=Lines]", "/queries-received?v=1&interval=day&type=lines"),
        ("input[value=Log]", "/queries-received?v=1&interval=day&type=lines&scale=log"),
        ("input[value=Stacked]", "/queries-received?v=1&interval=day&type=stacked"),
        ("input[value='per second']", "/queries-received?v=1&interval=day&type=stacked&per=second"),
        ("input[value=Share]", "/queries-received?v=1&interval=day&type=share&per=second"),
        ("input[value=Week]", "/queries-received?v=1&type=share&per=second"),
    ] {
        page.choose(choice)?;
        address(&page, expected)?;
        let after = picture(&page)?;
        // A share is the same per day and per second.
        assert_ne!(after, before, "{choice} changes the picture");
        before = after;
    }
    page.reload()?;
    assert_eq!(picture(&page)?, before, "the address brings the picture back");
    page.click(".controls .reset")?;
    address(&page, "/queries-received")?;
    page.back()?;
    address(&page, "/queries-received?v=1&type=share&per=second")?;
    assert_eq!(picture(&page)?, before, "back brings the picture back");
    Ok(())
}

#[test]
fn views_and_other_days_are_chosen_one_by_one_and_give_way_to_one_another() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page =
        system.open(View::DESKTOP, "/queries-received?v=1&time=2020-06-01..2021-05-30&type=stacked")?;
    let days = "/queries-received?v=1&time=2020-06-01..2021-05-30";
    let mut before = picture(&page)?;
    let mut changed = |what: &str, query: &str| -> Result<()> {
        address(&page, &format!("{days}{query}"))?;
        let after = picture(&page)?;
        assert_ne!(after, before, "{what} changes the picture");
        before = after;
        Ok(())
    };
    page.choose("input[value=Average]")?;
    changed("an average", "&type=stacked&view=average")?;
    page.fill("input[name=over]", "7")?;
    changed("another number of days", "&type=stacked&view=average&over=7")?;
    // Only lines show how series compare with themselves.
    page.choose("input[value=Index]")?;
    changed("an index", "&type=lines&view=index")?;
    page.fill("input[name=base]", "2020-11-04")?;
    changed("another day", "&type=lines&view=index&base=2020-11-04")?;
    page.fill("input[name=base]", "1999-01-01")?;
    page.wait_for("what is accepted", "document.querySelector('.wrong:not(:empty)')")?;
    page.choose("input[value=Stacked]")?;
    changed("a stack", "&type=stacked")?;
    page.click(".time-picker:nth-last-of-type(1) .presets button")?;
    changed("the year before", "&with=year-before&type=lines")?;
    page.fill("input[name=with-from]", "2019-01-01")?;
    changed("other days", "&with=2019-01-01..2020-05-31&type=lines")?;
    let compared = page.text("#chart-summary")?;
    assert!(compared.contains("Averages against") && compared.contains(" from "), "{compared}");
    page.click(".time-picker:nth-last-of-type(1) .reset-zoom")?;
    changed("no comparison", "&type=lines")
}

#[test]
fn a_pie_stands_beside_that_of_the_year_before_after_one_click() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.open(View::DESKTOP, "/response-codes?v=1&time=2021-02-01..2022-01-31")?;
    page.click(".time-picker:nth-last-of-type(1) .presets button")?;
    address(&page, "/response-codes?v=1&time=2021-02-01..2022-01-31&with=year-before")?;
    page.wait_for("two pies", "document.querySelectorAll('.panel canvas:first-child').length === 2")?;
    let changed = page.text("#chart-summary")?;
    assert!(changed.contains("against 366 days") && changed.contains(" points)"), "{changed}");
    page.click(".time-picker:nth-last-of-type(1) .reset-zoom")?;
    address(&page, "/response-codes?v=1&time=2021-02-01..2022-01-31")?;
    page.wait_for("one pie", "document.querySelectorAll('.panel canvas:first-child').length === 1")
}

#[test]
fn letters_can_be_ticked_typed_and_taken_by_completeness() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.open(View::DESKTOP, "/queries-received?type=stacked")?;
    page.click(".rsi-picker summary")?;
    page.choose("input[name=rsi][value=b]")?;
    address(&page, "/queries-received?v=1&rsi=a.c-m&type=stacked")?;
    page.wait_for(
        "its subtitle",
        "document.querySelector('.subtitle').textContent.startsWith('12 RSIs (a and c-m)')",
    )?;

    page.fill("input[name=rsi-text]", "a-c,k")?;
    address(&page, "/queries-received?v=1&rsi=a-c.k&type=stacked")?;
    page.fill("input[name=rsi-text]", "k-c")?;
    page.wait_for(
        "the reason",
        "document.querySelector('.rsi-picker .wrong').textContent.includes('does not ascend')",
    )?;
    address(&page, "/queries-received?v=1&rsi=a-c.k&type=stacked")?;

    // Of 19 days 95% are all.
    page.open("/queries-received?v=1&time=2020-06-01..2020-06-19&interval=day")?;
    page.click(".rsi-picker summary")?;
    let chosen = page.text(".rsi-picker .chosen")?;
    page.click(".rsi-picker .row button:nth-of-type(2)")?;
    page.wait_for(
        "full coverage",
        "document.querySelector('.coverage').textContent.includes('on every day')",
    )?;
    assert_ne!(page.text(".rsi-picker .chosen")?, chosen);
    Ok(())
}

#[test]
fn a_drag_zooms_and_a_reset_lets_go() -> Result<()> {
    a_drag_zooms_in::<Chromium>()
}

/// The same in any browser.
pub fn a_drag_zooms_in<E: Engine>() -> Result<()> {
    let Some(system) = harness::start_in::<E>()? else { return Ok(()) };
    let page = system.open(View::DESKTOP, "/queries-received")?;
    let whole = picture(&page)?;
    page.drag(".canvas-host", (0.3, 0.5), (0.6, 0.5))?;
    page.wait_for(
        "a shorter range",
        "/[?&]time=20[12][0-9]-[0-9-]+\\.\\.20[12][0-9]-[0-9-]+$/.test(location.search)",
    )?;
    let zoomed = picture(&page)?;
    assert_ne!(zoomed, whole);
    let place = page.address()?;
    page.click(".reset-zoom")?;
    address(&page, "/queries-received")?;
    assert_eq!(picture(&page)?, whole);
    page.back()?;
    address(&page, &place)?;
    assert_eq!(picture(&page)?, zoomed);
    page.forward()?;
    address(&page, "/queries-received")?;
    assert_eq!(picture(&page)?, whole);

    page.click(".presets button:nth-child(2)")?;
    address(&page, "/queries-received?v=1&time=3y..latest")?;
    // Three years begin on Wednesday, 1 November; weeks are shown whole.
    page.wait_for(
        "its subtitle",
        "document.querySelector('.subtitle').textContent.includes('30 Oct 2023 to 31 Oct 2026')",
    )?;
    page.fill("input[name=from]", "2020-01-01")?;
    address(&page, "/queries-received?v=1&time=2020-01-01..latest")
}

#[test]
fn a_date_can_be_typed_key_by_key() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.open(View::DESKTOP, "/queries-received")?;
    let entries = page.js("return history.length")?;
    page.js("document.querySelector('input[name=from]').focus()")?;
    // The browser tells of the years 2, 20 and 202 on the way.
    page.type_keys("03152020")?;
    address(&page, "/queries-received?v=1&time=2020-03-15..latest")?;
    assert_eq!(page.js("return document.querySelector('input[name=from]').value")?, "2020-03-15");
    assert_eq!(page.js("return history.length")?, entries);
    Ok(())
}

#[test]
fn a_tap_reads_out_what_is_under_the_finger() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.open(View::PHONE, "/queries-received")?;
    page.tap(".canvas-host", (0.5, 0.5))?;
    page.wait_for(
        "the readout",
        "document.querySelector('.readout:not([hidden])')?.textContent.includes('Week')",
    )
}

#[test]
fn the_legend_hides_and_shows() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.open(View::DESKTOP, "/queries-received/ip-version")?;
    let both = picture(&page)?;
    page.click(".legend button:nth-child(2)")?;
    address(&page, "/queries-received/ip-version?v=1&hide=ipv6")?;
    assert_eq!(page.js("return document.querySelector('.legend button:nth-child(2)').ariaPressed")?, "false");
    assert_ne!(picture(&page)?, both);
    page.click(".legend button:nth-child(2)")?;
    address(&page, "/queries-received/ip-version")?;
    page.hover("h1", (0.5, 0.5))?;
    assert_eq!(picture(&page)?, both);
    Ok(())
}

#[test]
fn the_table_has_the_numbers_of_the_picture() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page =
        system.open(View::DESKTOP, "/queries-received?interval=day&time=2024-03-01..2024-03-31&tab=table")?;
    let row = page.js(
        "return [...document.querySelectorAll('.numbers .rows > tr:first-child > *')].map(c => c.textContent)",
    )?;
    let answer = system.server.api(
        "/api/v1/traffic-volume?rsi=a-m&start_date=2024-03-31&end_date=2024-03-31&totals=received&sum",
    )?;
    assert_eq!(row[0], "2024-03-31");
    let shown = row[1].as_str().unwrap_or_default().replace(',', "");
    assert_eq!(shown.parse().ok(), answer["2024-03-31"].as_f64());
    page.click(".tabs button:nth-child(1)")?;
    address(&page, "/queries-received?v=1&time=2024-03-01..2024-03-31&interval=day")?;
    page.wait_for_chart()?;
    page.back()?;
    page.wait_for("the table", "document.querySelector('.numbers')")
}

#[test]
fn a_bad_value_is_mended_and_said() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page =
        system.open(View::DESKTOP, "/queries-received?scale=lgo&rsi=n&interval=day&utm_source=mail")?;
    let line = page.text(".ignored")?;
    assert!(line.contains("scale=lgo was ignored") && line.contains("rsi=n was ignored"), "{line}");
    assert!(line.contains("linear, log"), "{line} says what is accepted");
    assert!(page.text(".subtitle")?.starts_with("All 13 RSIs, every day"), "what is good counts");
    page.click(".ignored button")?;
    page.wait_for("no line", "!document.querySelector('.ignored')")
}

#[test]
fn the_letters_have_room_in_their_picker() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    for view in [View::DESKTOP, View::PHONE, View { width: 320, ..View::PHONE }] {
        let page = system.open(view, "/queries-received")?;
        page.js("document.querySelector('.rsi-picker').open = true")?;
        let outside = page.js(
            "const body = document.querySelector('.picker-body').getBoundingClientRect();
             return [...document.querySelectorAll('.picker-body :is(.rsi, button, input)')].filter(part => {
                 const box = part.getBoundingClientRect();
                 return box.left < body.left || box.right > body.right || part.scrollWidth > part.clientWidth + 1 && part.matches('.rsi');
             }).map(part => part.textContent)",
        )?;
        assert_eq!(outside, serde_json::json!([]), "at {}", view.width);
        let wide = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
        assert_eq!(page.js(wide)?, 0, "nothing is wider than the screen of {}", view.width);
    }
    Ok(())
}

#[test]
fn a_row_of_choices_says_that_it_goes_on_until_its_end() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.open(View::PHONE, "/queries-received")?;
    let sign = "Number(getComputedStyle(document.querySelector('.controls'), '::after').opacity)";
    page.wait_for("the sign", &format!("{sign} === 1"))?;
    page.js("document.querySelector('.controls').scrollTo(5000, 0)")?;
    page.wait_for("no sign", &format!("{sign} === 0"))
}
