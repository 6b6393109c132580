//! Charts by themselves in somebody else's page, on another site: they draw, are as high as what is in them, read out,
//! and leave nothing behind.

use anyhow::{Context, Result};
use serde_json::Value;

use crate::host;
use rssac002_visitor::engine::View;
use rssac002_visitor::engine::{Chromium, Engine};
use rssac002_visitor::harness::{self, System};
use rssac002_visitor::page::Page;

/// One of each kind: over time, a pie, 13 panels, a map.
const FOUR: [&str; 4] = [
    "queries-received?v=1&time=2020-08-03..2021-01-31",
    "response-codes?v=1&time=2020-11-04..2020-11-04",
    "queries-received/rsi?v=1&time=2020-08-03..2021-01-31&theme=dark",
    "instances/map?v=1&date=2020-11-04&ui=min",
];

/// A page on another site with these charts, as the site's own snippet embeds them.
fn host_page(system: &System, charts: &[&str]) -> Result<String> {
    let frame = |chart: &&str| {
        let address = system.server.address(&format!("/embed/{chart}")).replace('&', "&amp;");
        format!(
            "<p>{}</p><iframe src=\"{address}\" title=\"A chart\" loading=\"lazy\" \
             allow=\"fullscreen; clipboard-write; web-share\" style=\"width:100%;height:480px;border:0\"></iframe>",
            "Words of the page around it. ".repeat(40)
        )
    };
    let frames: String = charts.iter().map(frame).collect();
    host::serve(format!(
        "<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><title>host</title>\
         <meta name=\"viewport\" content=\"width=device-width\"><body style=\"max-width:760px;margin:auto\">{frames}\
         <script src=\"{}\"></script></body></html>",
        system.server.address("/embed.js")
    ))
}

/// Scrolls to a frame, so that it loads, and waits for its chart.
fn see(page: &Page<'_>, frame: usize) -> Result<()> {
    page.js(&format!("document.querySelectorAll('iframe')[{frame}].scrollIntoView()"))?;
    page.in_frame(frame, || page.wait_for_chart())
}

/// The height of a frame in its page, and what the frame shows without scrolling and has to show.
fn heights<E: Engine>(page: &Page<'_, E>, frame: usize) -> Result<[f64; 3]> {
    let number = |value: Value| value.as_f64().context("a height");
    let outside = page.js(&format!("return document.querySelectorAll('iframe')[{frame}].offsetHeight"))?;
    let inside = page.in_frame(frame, || {
        page.js("return [document.documentElement.clientHeight, document.documentElement.scrollHeight,
             Math.ceil(document.querySelector('main').getBoundingClientRect().height), innerWidth,
             document.documentElement.clientWidth, document.documentElement.scrollWidth]")
    })?;
    assert_eq!(inside[0], inside[1], "frame {frame} has nothing to scroll: {inside}");
    assert!(inside[3] == inside[4] && inside[4] == inside[5], "frame {frame} has a scroll bar: {inside}");
    Ok([number(outside)?, number(inside[1].clone())?, number(inside[2].clone())?])
}

/// Waits until a frame is as high as its content, and says how high that is.
fn settled<E: Engine>(page: &Page<'_, E>, frame: usize) -> Result<f64> {
    page.in_frame(frame, || {
        page.wait_for(
            "a frame as high as its content",
            "'followed' in document.documentElement.dataset &&
             innerHeight === Math.ceil(document.querySelector('main').getBoundingClientRect().height) &&
             innerWidth === document.documentElement.clientWidth",
        )
    })?;
    let [outside, scrolled, content] = heights(page, frame)?;
    assert_eq!((outside, scrolled), (content, content), "frame {frame}");
    Ok(content)
}

#[test]
fn four_embeds_draw_and_their_frames_follow() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let host = host_page(&system, &FOUR)?;
    let page = system.window(View::DESKTOP)?;
    page.go_to(&host)?;
    let mut first = Vec::new();
    for (frame, chart) in FOUR.iter().enumerate() {
        see(&page, frame)?;
        first.push(settled(&page, frame)?);
        page.in_frame(frame, || {
            let link = page.js(
                "const a = document.querySelector('h1 a'); return [a.target, a.rel, a.pathname, a.search]",
            )?;
            let path = chart.split_once('?').context("a query")?.0;
            assert_eq!((&link[0], &link[1]), (&"_blank".into(), &"noopener".into()));
            assert_eq!(link[2], format!("/{path}"));
            assert!(link[3].as_str().is_some_and(|query| query.starts_with("?v=1&")), "{link}");
            let source = page.text(".source")?;
            assert!(source.starts_with("Source: ") && source.contains("Sample data"), "{source}");
            for gone in ["header", "nav", ".menu", ".controls", ".tabs", ".notes", ".skip", "input", "table"]
            {
                assert_eq!(
                    page.js(&format!("return document.querySelector('{gone}:not(.readout *)')"))?,
                    Value::Null,
                    "{gone} in {chart}"
                );
            }
            let minimal = chart.ends_with("ui=min");
            for part in [".subtitle", ".legend"] {
                assert_eq!(
                    page.js(&format!("return !document.querySelector('{part}')"))?,
                    minimal,
                    "{part} in {chart}"
                );
            }
            let dark = chart.contains("theme=dark");
            let back = if dark { "rgb(18, 18, 18)" } else { "rgb(255, 255, 255)" };
            assert_eq!(page.js("return getComputedStyle(document.body).backgroundColor")?, back, "{chart}");
            page.wait_for(
                "every panel with a picture",
                "[...document.querySelectorAll('.panel canvas:first-child')].every(c =>
                    c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some(v => v))",
            )
        })?;
    }
    assert!(first[2] > 1500.0, "13 panels are high: {first:?}");
    // Narrower and wider again: nothing grows for ever.
    for (width, ratio) in [(360, 1.0), (760, 1.0)] {
        page.js(&format!("document.body.style.maxWidth = '{}px'", f64::from(width) * ratio))?;
        let mut now = Vec::new();
        for frame in 0..FOUR.len() {
            page.js(&format!("document.querySelectorAll('iframe')[{frame}].scrollIntoView()"))?;
            page.in_frame(frame, || page.wait_for("its new width", &format!("innerWidth === {width}")))?;
            now.push(settled(&page, frame)?);
        }
        if width == 760 {
            assert_eq!(now, first);
        }
    }
    assert_eq!(complaints(&page)?, Vec::<String>::new());
    nothing_is_left(&page, FOUR.len())
}

/// What the console says, but for what Chromium thinks of a word in the snippet that other browsers know.
fn complaints(page: &Page<'_>) -> Result<Vec<String>> {
    Ok(page.log()?.into_iter().filter(|line| !line.ends_with("Unrecognized feature: 'web-share'.")).collect())
}

/// No cookie, and nothing in any frame's storage.
fn nothing_is_left(page: &Page<'_>, frames: usize) -> Result<()> {
    assert_eq!(page.cookies()?, Vec::<Value>::new());
    for frame in 0..frames {
        let kept = page.in_frame(frame, || {
            page.js("return [document.cookie, localStorage.length, sessionStorage.length].join()")
        })?;
        assert_eq!(kept, ",0,0", "frame {frame}");
    }
    Ok(())
}

#[test]
fn a_visitor_of_the_host_reads_values_and_scrolls_on() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let host = host_page(&system, &FOUR)?;
    let page = system.window(View::DESKTOP)?;
    page.go_to(&host)?;
    let entries = page.js("return history.length")?;
    for frame in 0..FOUR.len() {
        see(&page, frame)?;
        settled(&page, frame)?;
        page.in_frame(frame, || {
            if frame == 3 {
                // Where a circle is; a click on it would open it.
                page.js("document.querySelector('.canvas-host').focus()")?;
                page.type_keys("\u{E014}")?;
            } else {
                page.click_at(".canvas-host", (0.5, 0.55))?;
            }
            page.wait_for("a readout", "document.querySelector('.readout:not([hidden]) td')")
        })?;
        assert_eq!(heights(&page, frame)?[0], settled(&page, frame)?, "reading leaves the frame as it is");
    }
    // The map takes a finger's way up and down from the page around it not even where it is enlarged.
    page.in_frame(3, || {
        page.type_keys("+")?;
        page.wait_for("a nearer look", "document.querySelector('.map.zoomed')")?;
        assert_eq!(page.js("return getComputedStyle(document.querySelector('.map')).touchAction")?, "pan-y");
        page.type_keys("0")
    })?;
    // A slice has no page of its own here.
    let title = page.in_frame(1, || page.text("h1"))?;
    assert!(title.starts_with("Response codes"), "{title}");
    // A zoom stays in the embed, and a double click takes it back.
    page.in_frame(0, || {
        let days = "document.querySelector('.subtitle').textContent";
        let before = page.js(&format!("return {days}"))?;
        page.drag(".canvas-host", (0.3, 0.4), (0.6, 0.4))?;
        page.wait_for("fewer days", &format!("{days} !== {before}"))?;
        page.wait_for_chart()?;
        assert_eq!(page.address()?, format!("/embed/{}", FOUR[0]));
        page.js("document.querySelector('.canvas-host').dispatchEvent(new MouseEvent('dblclick', {bubbles: true}))")?;
        page.wait_for("all days", &format!("{days} === {before}"))
    })?;
    assert_eq!(page.js("return history.length")?, entries);
    // The wheel over a chart turns the page around it, the map without its focus, too.
    page.js("document.body.style.paddingBottom = '2000px'; document.activeElement.blur()")?;
    for frame in [0, 3] {
        page.js(&format!("document.querySelectorAll('iframe')[{frame}].scrollIntoView()"))?;
        let from = page.js("return scrollY")?;
        page.wheel(&format!("iframe:nth-of-type({})", frame + 1), (0.5, 0.3), 120)?;
        page.wait_for("the page around it scrolled", &format!("scrollY > {from}"))?;
    }
    assert_eq!(complaints(&page)?, Vec::<String>::new());
    nothing_is_left(&page, FOUR.len())
}

#[test]
fn a_script_that_comes_late_sets_heights_too() -> Result<()> {
    a_late_script_sets_heights_in::<Chromium>()
}

/// The same in any browser.
pub fn a_late_script_sets_heights_in<E: Engine>() -> Result<()> {
    let Some(system) = harness::start_in::<E>()? else { return Ok(()) };
    let source = system.server.address("/embed/queries-received/rsi?v=1");
    let host = host::serve(format!(
        "<!DOCTYPE html><title>host</title><iframe src=\"{source}\" style=\"width:100%;height:480px;border:0\"></iframe>"
    ))?;
    let page = system.window(View::DESKTOP)?;
    page.go_to(&host)?;
    page.in_frame(0, || page.wait_for_chart())?;
    assert_eq!(page.js("return document.querySelector('iframe').style.height")?, "480px");
    let script = system.server.address("/embed.js");
    page.js(&format!(
        "const s = document.createElement('script'); s.src = '{script}'; document.body.append(s)"
    ))?;
    page.wait_for("its height", "parseInt(document.querySelector('iframe').style.height) > 1500")?;
    settled(&page, 0)?;
    Ok(())
}

#[test]
fn a_frame_has_its_height_before_the_app_runs_and_keeps_it() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.window(View::DESKTOP)?;
    for chart in ["queries-received?v=1", "queries-received/rsi?v=1", "instances/map?v=1&ui=min"] {
        let frame = format!(
            "<iframe src=\"{}\" style=\"width:100%;height:300px;border:0\"></iframe>",
            system.server.address(&format!("/embed/{chart}")).replace('&', "&amp;")
        );
        let host = host::serve(format!(
            "<!DOCTYPE html><title>host</title><style>html {{ overflow-y: scroll }}</style><script>told = [];
             addEventListener('message', event => told.push(event.data.height))</script>
             <script src=\"{}\"></script>{frame}",
            system.server.address("/embed.js")
        ))?;
        page.go_to(&host)?;
        page.in_frame(0, || page.wait_for_chart())?;
        let height = settled(&page, 0)?;
        let told = page.js("return told")?;
        let told: Vec<f64> = serde_json::from_value(told)?;
        assert_eq!([told.first(), told.last()], [Some(&height); 2], "{chart}: {told:?}");
        // Where the host takes its time, a scroll bar comes and goes; what the app is made of is never told.
        assert!(told.iter().all(|one| (one - height).abs() < 0.05 * height), "{chart}: {told:?}");
    }
    Ok(())
}

/// Snippets and oEmbed say a height before anything has been drawn.
#[test]
fn the_height_said_beforehand_is_about_that_of_the_content() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.window(View::DESKTOP)?;
    for path in [
        "queries-received",
        "queries-received/rsi",
        "response-codes",
        "response-codes/code",
        "instances/map",
        "packet-sizes/stacked",
    ] {
        let address = system.server.address(&format!("/{path}"));
        let said = system
            .server
            .bytes(&format!("/oembed?url={}", address.replace(':', "%3A").replace('/', "%2F")))?;
        let said: Value = serde_json::from_slice(&said)?;
        let (width, height) = (said["width"].as_u64(), said["height"].as_f64().context("a height")?);
        assert_eq!(width, Some(800));
        let host = host::serve(format!(
            "<!DOCTYPE html><title>host</title><script>addEventListener('message', event => told = event.data.height)</script>{}",
            said["html"].as_str().context("html")?
        ))?;
        page.go_to(&host)?;
        page.in_frame(0, || page.wait_for_chart())?;
        let content = page.js("return told")?.as_f64().context("a height")?;
        println!("{path}: {height} said, {content} needed");
        assert!(
            height >= content - 8.0 && height <= content * 1.08 + 24.0,
            "{path}: {height} said, {content} needed"
        );
    }
    Ok(())
}

/// The sizes of frames that pages give, in CSS pixels.
const SIZES: [(u32, u32); 5] = [(240, 160), (320, 200), (450, 180), (700, 480), (1200, 300)];

/// A page on another site with a frame of each of these sizes, with these attributes and no script for heights.
fn host_of_sizes(system: &System, chart: &str, attributes: &str) -> Result<String> {
    let address = system.server.address(&format!("/embed/{chart}")).replace('&', "&amp;");
    let frame = |(width, height): &(u32, u32)| {
        format!(
            "<iframe src=\"{address}\" style=\"display:block;width:{width}px;height:{height}px;border:0\" {attributes}></iframe>"
        )
    };
    let frames: String = SIZES.iter().map(frame).collect();
    host::serve(format!("<!DOCTYPE html><title>host</title>{frames}"))
}

/// What does not fit the frame that is spoken to, or is too small to be read.
fn cut(page: &Page<'_>) -> Result<Value> {
    page.js(
        "const root = document.documentElement, wrong = [], seen = e => e.checkVisibility({visibilityProperty: true});
         if (root.scrollWidth > innerWidth || root.scrollHeight > innerHeight || root.clientWidth < innerWidth)
             wrong.push(`page of ${root.scrollWidth}x${root.scrollHeight} in ${innerWidth}x${innerHeight}`);
         for (const css of ['h1', 'h1 a', '.panel canvas:first-child', '.source', '.source a', '.map-buttons button', '.chooser']) {
             for (const e of [...document.querySelectorAll(css)].filter(seen)) {
                 const b = e.getBoundingClientRect();
                 if (b.left < 0 || b.top < 0 || b.right > innerWidth || b.bottom > innerHeight || e.scrollWidth > e.clientWidth + 1 && e.clientWidth)
                     wrong.push(`${css}: ${[b.left, b.top, b.width, b.height]}`);
                 if (parseFloat(getComputedStyle(e).fontSize) < 11) wrong.push(`${css}: small`);
             }
         }
         const charts = [...document.querySelectorAll('.panel canvas:first-child')].filter(seen).map(c => c.getBoundingClientRect());
         const panels = document.querySelectorAll('.panel').length;
         if (charts.length !== panels && (charts.length !== 1 || !seen(document.querySelector('.chooser'))))
             wrong.push(`${charts.length} of ${panels} panels`);
         if (!charts.every(c => c.width >= 120 && c.height >= 56)) wrong.push('charts: ' + charts.map(c => [c.width, c.height]));
         if (!seen(document.querySelector('h1')) || !seen(document.querySelector('.source a'))) wrong.push('title or source');
         return wrong;",
    )
}

#[test]
fn a_chart_fits_the_frame_that_it_is_given() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.window(View::DESKTOP)?;
    for chart in FOUR {
        page.go_to(&host_of_sizes(&system, chart, "")?)?;
        for (frame, size) in SIZES.iter().enumerate() {
            page.in_frame(frame, || {
                page.wait_for_chart()?;
                let wrong = cut(&page)?;
                assert_eq!(wrong, serde_json::json!([]), "{chart} in {size:?}");
                Ok(())
            })?;
        }
    }
    Ok(())
}

#[test]
fn where_one_of_several_panels_has_room_it_is_chosen() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.window(View::DESKTOP)?;
    page.go_to(&host_of_sizes(&system, FOUR[2], "")?)?;
    let seen = "return [...document.querySelectorAll('.panel')].filter(panel => getComputedStyle(panel).visibility === 'visible')
        .map(panel => panel.querySelector('h2').textContent)";
    page.in_frame(0, || {
        page.wait_for_chart()?;
        assert_eq!(page.js(seen)?.as_array().map(Vec::len), Some(1));
        let options =
            page.js("return [...document.querySelectorAll('.chooser option')].map(o => o.textContent)")?;
        assert_eq!(options.as_array().map(Vec::len), Some(13));
        page.fill(".chooser", "10")?;
        page.wait_for("another panel", "document.querySelector('[data-panel=\"10\"].chosen')")?;
        assert_eq!(page.js(seen)?, serde_json::json!([options[10]]));
        Ok(())
    })?;
    page.in_frame(4, || {
        page.wait_for_chart()?;
        assert_eq!(page.js(seen)?.as_array().map(Vec::len), Some(13), "side by side");
        Ok(())
    })
}

#[test]
fn a_frame_without_origin_storage_and_permissions_draws() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.window(View::DESKTOP)?;
    for chart in FOUR {
        page.go_to(&host_of_sizes(&system, chart, "sandbox=\"allow-scripts\" allow=\"\"")?)?;
        page.in_frame(3, || {
            page.wait_for_chart()?;
            assert_eq!(page.js("return origin")?, "null");
            assert_eq!(
                page.js("try { return !localStorage } catch (refused) { return refused.name }")?,
                "SecurityError"
            );
            assert_eq!(cut(&page)?, serde_json::json!([]), "{chart}");
            assert_eq!(page.js("return document.querySelector('#before')")?, Value::Null);
            Ok(())
        })?;
    }
    // What a visitor does there wants neither.
    page.go_to(&host_of_sizes(&system, FOUR[0], "sandbox=\"allow-scripts\" allow=\"\"")?)?;
    page.in_frame(3, || {
        page.wait_for_chart()?;
        let days = page.text(".subtitle")?;
        page.drag(".canvas-host", (0.3, 0.4), (0.6, 0.4))?;
        page.wait_for(
            "fewer days",
            &format!("document.querySelector('.subtitle').textContent !== {}", Value::from(days)),
        )?;
        page.wait_for_chart()
    })?;
    assert_eq!(complaints(&page)?, Vec::<String>::new());
    Ok(())
}

#[test]
fn a_frame_that_is_hidden_at_first_or_moved_draws() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.window(View::DESKTOP)?;
    for chart in FOUR {
        let address = system.server.address(&format!("/embed/{chart}")).replace('&', "&amp;");
        for script in
            [String::new(), format!("<script src=\"{}\"></script>", system.server.address("/embed.js"))]
        {
            let follows = !script.is_empty();
            page.go_to(&host::serve(format!(
                "<!DOCTYPE html><title>host</title>{script}<div id=\"tab\" style=\"display:none\"><iframe src=\"{address}\"
                 onload=\"loaded = (self.loaded ?? 0) + 1\" style=\"width:700px;height:480px;border:0\"></iframe></div><div id=\"other\"></div>"
            ))?)?;
            let whole = || {
                page.in_frame(0, || page.wait_for_chart())?;
                if follows {
                    settled(&page, 0)?;
                } else {
                    let wrong = page.in_frame(0, || cut(&page))?;
                    assert_eq!(wrong, serde_json::json!([]), "{chart}");
                }
                Ok::<(), anyhow::Error>(())
            };
            page.wait_for("the page in the frame", "self.loaded === 1")?;
            page.js("document.querySelector('#tab').style.display = ''")?;
            whole()?;
            page.js("document.querySelector('#other').append(document.querySelector('iframe'))")?;
            page.wait_for("the page once more", "self.loaded === 2")?;
            whole()?;
        }
    }
    Ok(())
}

#[test]
fn a_readout_in_a_narrow_or_low_frame_is_seen_whole() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let sizes = SIZES.map(|(width, height)| View { width, height, ..View::PHONE });
    for view in [View::PHONE].into_iter().chain(sizes) {
        readouts_are_whole(&system.window(view)?)?;
    }
    Ok(())
}

fn readouts_are_whole(page: &Page<'_>) -> Result<()> {
    for path in [
        "queries-received?v=1",
        "queries-received/rsi?v=1&type=stacked",
        "response-codes?v=1",
        "instances/map?v=1",
    ] {
        page.open(&format!("/embed/{path}"))?;
        if path.contains("map") {
            page.js("document.querySelector('.canvas-host').focus()")?;
            page.type_keys("\u{E014}")?;
        } else {
            page.tap(".canvas-host", (0.5, 0.55))?;
        }
        page.wait_for("a readout", "document.querySelector('.readout:not([hidden]) td')")?;
        let cut = page.js(
            "const r = document.querySelector('.readout:not([hidden])'), all = r.getBoundingClientRect();
             const main = document.querySelector('main').getBoundingClientRect();
             return [r.scrollWidth > r.clientWidth, all.left < 0, all.right > innerWidth, all.top < 0,
                 all.bottom > Math.max(main.bottom, innerHeight)]",
        )?;
        let size = page.js("return `${innerWidth}x${innerHeight}`")?;
        assert_eq!(cut, serde_json::json!([false, false, false, false, false]), "{path} in {size}");
    }
    Ok(())
}

#[test]
fn twelve_embeds_load_when_they_are_near_and_share_one_program() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let charts: Vec<&str> = FOUR.iter().copied().cycle().take(12).collect();
    let host = host_page(&system, &charts)?;
    let page = system.window(View::DESKTOP)?;
    page.go_to(&host)?;
    see(&page, 0)?;
    let far = page.in_frame(11, || page.js("return location.href"))?;
    assert_eq!(far, "about:blank", "what is far below is not loaded");
    let mut fetched = Vec::new();
    for frame in 0..charts.len() {
        see(&page, frame)?;
        settled(&page, frame)?;
        let octets = page.in_frame(frame, || {
            page.js("return performance.getEntriesByType('resource').filter(e => e.name.endsWith('.wasm')).map(e => [e.name, e.transferSize])")
        })?;
        fetched.extend(octets.as_array().context("files")?.clone());
    }
    // Answered from the cache, a file moves nothing.
    let mut moved: Vec<&Value> = fetched.iter().filter(|file| file[1] != 0).map(|file| &file[0]).collect();
    assert!(moved.len() > 1, "the program and the part of the kinds: {fetched:?}");
    let all = moved.len();
    moved.sort_by_key(|name| name.to_string());
    moved.dedup();
    assert_eq!(moved.len(), all, "{fetched:?}");
    assert_eq!(complaints(&page)?, Vec::<String>::new());
    nothing_is_left(&page, charts.len())
}

#[test]
fn an_embed_looks_as_its_address_says_whatever_was_chosen_elsewhere() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.open(View::DESKTOP, "/queries-received")?;
    page.js("document.querySelector('.top .quiet').click()")?;
    let back = |page: &Page<'_>| page.js("return getComputedStyle(document.body).backgroundColor");
    assert_eq!(back(&page)?, "rgb(18, 18, 18)");
    page.open("/embed/queries-received")?;
    assert_eq!(back(&page)?, "rgb(255, 255, 255)", "the system's");
    page.open("/embed/queries-received?theme=dark")?;
    assert_eq!(back(&page)?, "rgb(18, 18, 18)");
    let page = system.open(View::PHONE.dark(), "/embed/queries-received")?;
    assert_eq!(back(&page)?, "rgb(18, 18, 18)", "the system's");
    page.open("/embed/queries-received?theme=light&ui=min")?;
    assert_eq!(back(&page)?, "rgb(255, 255, 255)");
    let wide = page.js("return document.documentElement.scrollWidth - innerWidth")?;
    assert_eq!(wide, 0);
    Ok(())
}
