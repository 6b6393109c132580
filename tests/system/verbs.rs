//! The verbs of [`rssac002_visitor::page`] do what their names say, on a page that knows nothing of ours.

use anyhow::Result;

use rssac002_visitor::engine::View;
use rssac002_visitor::harness;

/// A page that writes down what happens to it.
const DIARY: &str = "data:text/html,<title>diary</title><h1>A diary</h1><button>press</button>\
    <div style='width:400px;height:100px'></div><script>const log=[];\
    const box=document.querySelector('div'), at=e=>[e.clientX-box.offsetLeft,e.clientY-box.offsetTop,e.buttons];\
    for(const t of ['pointermove','pointerdown','pointerup'])box.addEventListener(t,e=>log.push([t,...at(e)]));\
    document.querySelector('button').addEventListener('click',()=>log.push(['click']));\
    addEventListener('keydown',e=>log.push(['key',e.key]));</script>";

#[test]
fn mouse_and_keys_arrive_where_they_are_aimed() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.window(View::DESKTOP)?;
    page.go_to(DIARY)?;
    assert_eq!(page.title()?, "diary");
    assert_eq!(page.text("h1")?, "A diary");
    let diary = || page.js("return JSON.stringify(log.splice(0))");

    page.hover("div", (0.25, 0.5))?;
    assert_eq!(diary()?, r#"[["pointermove",100,50,0]]"#);
    page.drag("div", (0.25, 0.5), (0.75, 0.5))?;
    // The browser may join the moves of one frame, so how many there are is left open.
    let held =
        page.js("return log.filter(([t, , , button]) => t === 'pointermove' && button === 1).length")?;
    assert!(held.as_u64() >= Some(1), "{held} moves with the button held");
    let pressed = page.js("return JSON.stringify(log.splice(0).filter(([t]) => t !== 'pointermove'))")?;
    assert_eq!(pressed, r#"[["pointerdown",100,50,1],["pointerup",300,50,0]]"#);

    page.click("button")?;
    page.type_keys("a\u{E00C}")?;
    assert_eq!(diary()?, r#"[["click"],["key","a"],["key","Escape"]]"#);
    assert!(page.click("button.none").is_err());

    page.go_to("data:text/html,<title>next</title>")?;
    page.back()?;
    page.wait_for("the page before", "document.title === 'diary'")?;
    page.forward()?;
    page.wait_for("the page after", "document.title === 'next'")
}

#[test]
fn a_view_is_what_the_page_sees() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.window(View::PHONE.dark())?;
    page.go_to("data:text/html,<meta name=viewport content='width=device-width'>")?;
    let seen = "return [innerWidth, innerHeight, devicePixelRatio, matchMedia('(prefers-color-scheme: dark)').matches,
                matchMedia('(pointer: coarse)').matches].join()";
    assert_eq!(page.js(seen)?, "390,844,3,true,true");
    page.resize(View::SHARP)?;
    assert_eq!(page.js(seen)?, "1440,900,2,false,false");
    Ok(())
}

#[test]
fn the_server_goes_and_comes_back_at_the_same_address() -> Result<()> {
    let Some(system) = harness::start_alone()? else { return Ok(()) };
    let title = |system: &harness::System| {
        system.server.api("/api/v1/openapi.json").map(|api| api["openapi"].clone())
    };
    assert!(title(&system)?.is_string());
    system.server.stop()?;
    assert!(title(&system).is_err());
    system.server.start_again()?;
    assert!(title(&system)?.is_string());
    Ok(())
}
