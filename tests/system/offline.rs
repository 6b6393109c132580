//! Without a server: what was open is there, and says how old it is; and a new version is offered.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use anyhow::{Result, bail, ensure};
use serde_json::json;

use crate::host;
use rssac002_visitor::engine::View;
use rssac002_visitor::harness;
use rssac002_visitor::page::Page;

/// The addresses that the browser keeps, as a promise in JavaScript.
const KEPT: &str = "caches.keys().then(names => Promise.all(names.map(name => caches.open(name).then(cache => cache.keys()))))
    .then(all => all.flat().map(request => request.url))";

/// Waits until the browser keeps an address that fits a test in JavaScript, `url => …`.
fn wait_until_kept(page: &Page<'_>, what: &str, fits: &str) -> Result<()> {
    let start = Instant::now();
    while page.js(&format!("return {KEPT}.then(urls => urls.some({fits}))"))? != true {
        if start.elapsed() > Duration::from_secs(60) {
            bail!("waited in vain for {what} to be kept");
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}

/// That the browser itself says of an address that it is not reached.
fn is_the_browser_s_own(page: &Page<'_>, address: &str) -> Result<()> {
    // Some versions of chromedriver tell the test, too.
    let _ = page.go_to(address);
    page.wait_for("the browser's page", "document.body && !document.querySelector('#app, #before')")
}

/// The text of the line at the end of the page.
const NOTICE: &str = "(document.querySelector('#app .notice')?.textContent ?? '')";

#[test]
fn without_the_server_an_open_chart_is_there_and_changes_its_interval() -> Result<()> {
    let Some(system) = harness::start_alone()? else { return Ok(()) };
    let page = system.open(View::DESKTOP, "/queries-received")?;
    wait_until_kept(&page, "the page", "url => new URL(url).pathname === '/queries-received'")?;
    let answer = "new URL(url).pathname === '/api/v1/traffic-volume'";
    wait_until_kept(&page, "weeks", &format!("url => {answer} && url.includes('step=week')"))?;
    wait_until_kept(&page, "days", &format!("url => {answer} && !url.includes('step=')"))?;
    assert_eq!(page.js(&format!("return {NOTICE}"))?, "", "there is a connection");

    system.server.stop()?;
    page.reload()?;
    page.wait_for_chart()?;
    page.wait_for("the line", &format!("{NOTICE}.includes('No connection: data to 31 Oct 2026, fetched ')"))?;
    page.wait_for("its age", &format!("/fetched (less than a|1) minute ago[.]/.test({NOTICE})"))?;
    assert!(page.text("#app .subtitle")?.contains("per ISO week"));
    page.choose("#app input[value=Day]")?;
    page.wait_for("the address", "location.search.includes('interval=day')")?;
    page.wait_for_chart()?;
    assert!(!page.text("#app .subtitle")?.contains("per ISO week"));
    assert_eq!(page.js("return document.querySelectorAll('#app .failure').length")?, 0);
    // Another state of the chart is made from the same.
    page.go_to(&system.server.address("/queries-received?v=1&rsi=a-c"))?;
    page.wait_for_chart()?;
    assert!(page.text("#app .subtitle")?.contains("3 RSIs"), "{}", page.text("#app .subtitle")?);
    // What was never open is not there, and the browser says so.
    is_the_browser_s_own(&page, &system.server.address("/load-time"))?;
    page.go_to(&system.server.address("/queries-received"))?;
    page.wait_for_chart()?;

    system.server.start_again()?;
    page.wait_for("the connection", &format!("{NOTICE}.includes('The connection is back.')"))?;
    page.click("#app .notice button")?;
    page.wait_for(
        "the page of now",
        &format!("!('kept' in document.documentElement.dataset) && {NOTICE} === ''"),
    )?;
    page.wait_for_chart()
}

#[test]
fn a_chart_that_the_menu_led_to_is_there_without_the_server() -> Result<()> {
    let Some(system) = harness::start_alone()? else { return Ok(()) };
    let page = system.open(View::PHONE.dark(), "/queries-received")?;
    wait_until_kept(&page, "the page", "url => new URL(url).pathname === '/queries-received'")?;
    page.js("document.querySelector('.menu a[href=\"/instances/map\"]').click()")?;
    wait_until_kept(&page, "the other page", "url => new URL(url).pathname === '/instances/map'")?;
    wait_until_kept(&page, "the land", "url => new URL(url).pathname === '/world.bin'")?;
    system.server.stop()?;
    page.reload()?;
    page.wait_for_chart()?;
    assert!(page.text("#app h1")?.contains("nstances"));
    page.wait_for("the line", &format!("{NOTICE}.includes('No connection: ')"))?;
    let wide = page.js("return document.documentElement.scrollWidth > innerWidth")?;
    assert_eq!(wide, false);
    Ok(())
}

#[test]
fn a_new_version_is_offered_and_nothing_is_loaded_before_that_is_taken() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let (site, is_new) = host::serve_versions(system.server.address(""))?;
    let page = system.window(View::DESKTOP)?;
    page.go_to(&format!("{site}/queries-received"))?;
    page.wait_for_chart()?;
    wait_until_kept(&page, "the page", "url => new URL(url).pathname === '/queries-received'")?;
    page.js("window.before = true; dispatchEvent(new Event('visibilitychange'))")?;
    is_new.store(true, Ordering::Release);
    page.js("dispatchEvent(new Event('visibilitychange'))")?;
    page.wait_for("the offer", &format!("{NOTICE}.includes('A new version is here.')"))?;
    assert_eq!(page.js("return window.before")?, true, "the page stays");
    // It may still need parts of its own version.
    let kept = page
        .js("return caches.keys().then(names => names.filter(name => name.startsWith('files-')).length)")?;
    assert_eq!(kept, 2);
    page.click("#app .notice button")?;
    page.wait_for("the page anew", "!window.before")?;
    page.wait_for_chart()
}

#[test]
fn an_embed_registers_no_worker() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.window(View::DESKTOP)?;
    // Timers are over at once, so that what a page does later is seen now.
    page.before_all(
        "window.registered = []; const later = window.setTimeout;
         window.setTimeout = (run, wait) => later(run, wait > 5000 ? wait : 0);
         ServiceWorkerContainer.prototype.register = function (address) { registered.push(address); return new Promise(() => {}); };",
    )?;
    page.open("/embed/queries-received")?;
    page.js("return new Promise(done => setTimeout(done, 5000))")?;
    ensure!(page.js("return registered.length")? == 0, "an embed is a guest");
    page.open("/queries-received")?;
    page.wait_for("the worker of a page", "registered[0] === '/sw.js'")
}

#[test]
fn the_last_pages_are_kept_and_no_errors() -> Result<()> {
    let Some(system) = harness::start_alone()? else { return Ok(()) };
    let page = system.open(View::DESKTOP, "/queries-received")?;
    wait_until_kept(&page, "the page", "url => new URL(url).pathname === '/queries-received'")?;
    page.js(
        "navigator.serviceWorker.controller.postMessage(['/no/such/page', '/api/v1/nothing', '/embed/queries-received',
             ...Array.from({length: 45}, (_, at) => `/about?page=${at}`), '/events'])",
    )?;
    // They are kept one after the other.
    wait_until_kept(&page, "the last one", "url => new URL(url).pathname === '/events'")?;
    // Of a page that the server makes whole, another one is none.
    system.server.stop()?;
    is_the_browser_s_own(&page, &system.server.address("/about?page=x"))?;
    page.go_to(&system.server.address("/about?page=44"))?;
    let kept = page.js(&format!(
        "return {KEPT}.then(urls => ['nothing', 'such', 'embed/', 'page=0', 'page=44'].map(part => urls.some(url => url.includes(part)))
             .concat(urls.filter(url => url.includes('/about')).length <= 40))"
    ))?;
    assert_eq!(kept, json!([false, false, false, false, true, true]));
    Ok(())
}
