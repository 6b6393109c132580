//! A visitor comes to the site.

use anyhow::Result;

use rssac002_visitor::engine::View;
use rssac002_visitor::harness;

#[test]
fn the_front_page_has_a_title_and_no_complaints() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.open(View::DESKTOP, "/")?;
    assert!(page.title()?.contains("rssac002"), "{}", page.title()?);
    assert_eq!(page.log()?, Vec::<String>::new());
    page.reload()?;
    page.wait_for_chart()
}
