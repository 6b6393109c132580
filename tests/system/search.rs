//! The search, by the keyboard alone, by a finger and without scripts.

use anyhow::Result;

use rssac002_visitor::engine::View;
use rssac002_visitor::harness;

const ESCAPE: &str = "\u{E00C}";
const ENTER: &str = "\u{E007}";
const DOWN: &str = "\u{E015}";
const UP: &str = "\u{E013}";
const CONTROL: &str = "\u{E009}";

/// Whether the dialog is open with the focus in its field.
const OPEN: &str = "document.activeElement?.matches('dialog[open] input[role=combobox]')";
const CLOSED: &str = "!document.querySelector('dialog[open]')";
/// The title of what Enter would choose, as the field says.
const CHOSEN: &str =
    "document.getElementById(document.activeElement?.getAttribute('aria-activedescendant'))?.innerText";

#[test]
fn the_keyboard_alone_opens_searches_chooses_and_arrives() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.open(View::DESKTOP, "/queries-received")?;
    page.type_keys("/")?;
    page.wait_for("the search", OPEN)?;
    // What it needs came now and not before.
    page.wait_for("pages", "document.querySelectorAll('dialog [role=option]').length > 5")?;
    page.type_keys("code")?;
    let chosen = |number: usize| {
        format!("document.activeElement?.getAttribute('aria-activedescendant') === 'search-found-{number}'")
    };
    page.wait_for("several", "document.querySelectorAll('dialog [role=option]').length > 1")?;
    page.wait_for("the first one", &chosen(0))?;
    page.type_keys(DOWN)?;
    page.wait_for("the next one", &chosen(1))?;
    page.type_keys(UP)?;
    page.wait_for("the first one again", &chosen(0))?;
    page.type_keys(" rsi")?;
    page.wait_for("the chart", &format!("{CHOSEN}?.startsWith('Response codes by RSI')"))?;
    page.type_keys(ENTER)?;
    page.wait_for("the page", "location.pathname === '/response-codes/rsi'")?;
    page.wait_for_chart()?;
    page.wait_for("the focus in the page", &format!("{CLOSED} && document.activeElement.id === 'main'"))?;
    assert_eq!(page.log()?, Vec::<String>::new());
    // A day's page is the server's.
    page.type_keys("/")?;
    page.wait_for("the search", OPEN)?;
    page.type_keys("4 nov 2020")?;
    page.wait_for("the day", &format!("{CHOSEN}?.startsWith('Wednesday, 4 November 2020')"))?;
    page.type_keys(ENTER)?;
    page.wait_for("the day's page", "location.pathname === '/day/2020-11-04'")?;
    page.wait_for_chart()
}

#[test]
fn escape_leaves_the_focus_where_it_was_and_a_slash_in_a_field_is_a_slash() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.open(View::DESKTOP, "/queries-received")?;
    page.js("document.querySelector('.share-bar button').focus()")?;
    page.type_keys("/")?;
    page.wait_for("the search", OPEN)?;
    page.type_keys("qwxz")?;
    page.wait_for(
        "what can be searched",
        "document.querySelector('dialog[open] [role=status]').innerText.includes('4 Nov 2020')",
    )?;
    page.type_keys(ESCAPE)?;
    let is_back = format!("{CLOSED} && document.activeElement.matches('.share-bar button')");
    page.wait_for("the focus where it was", &is_back)?;
    // In a field of text it is a letter; with Ctrl K it is not.
    page.js("document.querySelector('.picker summary').click(); document.querySelector('.picker input[type=text]').focus()")?;
    page.type_keys("/")?;
    page.wait_for("a slash", "document.activeElement.value.includes('/')")?;
    assert_eq!(page.js(&format!("return {CLOSED}"))?, true);
    page.hold(CONTROL, "k")?;
    page.wait_for("the search", OPEN)?;
    page.type_keys(ESCAPE)?;
    page.wait_for(
        "the field",
        &format!("{CLOSED} && document.activeElement.matches('.picker input[type=text]')"),
    )
}

#[test]
fn a_phone_has_room_for_fingers() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.open(View::PHONE, "/queries-received")?;
    page.tap(".top .search", (0.5, 0.5))?;
    page.wait_for("the search", OPEN)?;
    page.type_keys("glossary")?;
    page.wait_for("the glossary", &format!("{CHOSEN}?.startsWith('Glossary')"))?;
    let heights =
        "[...document.querySelectorAll('[role=option]')].every(o => o.getBoundingClientRect().height >= 44)";
    page.wait_for("results of 44 px", heights)?;
    page.wait_for(
        "a dialog as wide as the screen",
        "document.querySelector('dialog[open]').getBoundingClientRect().width >= innerWidth - 1",
    )?;
    page.tap("[role=option]", (0.5, 0.5))?;
    page.wait_for("the page", "location.pathname === '/glossary'")
}

#[test]
fn without_scripts_the_server_searches() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.window(View::DESKTOP)?;
    page.scripts(false)?;
    page.go_to(&system.server.address("/queries-received"))?;
    page.click(".top .search")?;
    page.wait_for("the page of the search", "location.pathname === '/search'")?;
    page.click("input[name=q]")?;
    page.type_keys(&format!("k root{ENTER}"))?;
    page.wait_for("an answer", "location.search === '?q=k+root'")?;
    page.wait_for("the letter", "document.querySelector('.results a').getAttribute('href') === '/rsi/k'")
}
