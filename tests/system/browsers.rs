//! What browsers do to pages: they translate them, force colours and sizes of text on them, move them to other screens, and keep
//! storage from them.

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use rssac002_visitor::engine::View;
use rssac002_visitor::harness;
use rssac002_visitor::page::Page;

/// A browser that translates: it puts the words of each text, within elements of its own, in the place of the text, also of those that
/// come later.
const TRANSLATE: &str = "const words = text => {
        if (!text.data.trim() || !text.parentElement || text.parentElement.closest('font, script, style, textarea, option')) return;
        const outer = document.createElement('font'), inner = document.createElement('font');
        inner.textContent = text.data;
        outer.append(inner);
        text.replaceWith(outer);
    };
    const all = node => {
        const walk = document.createTreeWalker(node, NodeFilter.SHOW_TEXT), texts = node.nodeType === 3 ? [node] : [];
        while (walk.nextNode()) texts.push(walk.currentNode);
        texts.forEach(words);
    };
    all(document.body);
    new MutationObserver(records => records.forEach(record => {
        record.addedNodes.forEach(all);
        if (record.type === 'characterData') all(record.target);
    })).observe(document.body, {childList: true, characterData: true, subtree: true});";

/// What a visitor reads of the chart.
const READ: &str = "const read = css => [...document.querySelectorAll(css)].filter(e => e.checkVisibility()).map(e => e.textContent.trim());
    return ['h1', '.subtitle', '.notes p', '.notes summary', '.legend button', '.controls', '.menu a', '.unseen', '.numbers tr', '.address']
        .map(read);";

#[test]
fn a_page_that_the_browser_translates_says_what_it_shows() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let plain = system.open(View::DESKTOP, "/queries-received/transport")?;
    let page = system.open(View::DESKTOP, "/queries-received/transport")?;
    page.js(TRANSLATE)?;
    ensure!(page.js("return document.querySelectorAll('h1 font font').length")? == 1, "it is translated");
    let both = |act: &dyn Fn(&Page<'_>) -> Result<()>| -> Result<()> {
        for page in [&plain, &page] {
            act(page)?;
            page.wait_for_chart()?;
        }
        let (expected, read) = (plain.js(READ)?, page.js(READ)?);
        assert_eq!(read, expected, "{}", page.address()?);
        Ok(())
    };
    both(&|_| Ok(()))?;
    both(&|page| {
        page.choose("input[value=Day]")?;
        page.wait_for("the interval", "location.search.includes('interval=day')")
    })?;
    for to in
        ["/response-codes", "/unique-sources", "/queries-received/rsi", "/instances/map", "/queries-received"]
    {
        both(&|page| {
            page.js(&format!("document.querySelector('.menu a[href^=\"{to}\"]').click()"))?;
            page.wait_for("the page", &format!("location.pathname === '{to}'"))
        })?;
    }
    both(&|page| {
        page.choose("input[value=Week]")?;
        page.wait_for("the interval", "!location.search.includes('interval=day')")
    })?;
    both(&|page| {
        page.js("[...document.querySelectorAll('.tabs button')].at(-1).click()")?;
        page.wait_for("the table", "document.querySelector('.numbers tbody tr')")
    })?;
    both(&|page| page.back())?;
    both(&|page| page.fill("input[name=rsi-text]", "k,zz"))?;
    for page in [&plain, &page] {
        let said = page.log()?;
        ensure!(said.is_empty(), "{said:?}");
    }
    // A readout is made anew at each place.
    for at in [0.3, 0.6] {
        page.hover(".canvas-host", (at, 0.5))?;
        plain.hover(".canvas-host", (at, 0.5))?;
        let read = "return document.querySelector('.readout:not([hidden])')?.textContent";
        page.wait_for("a readout", "document.querySelector('.readout:not([hidden]) td')")?;
        plain.wait_for("a readout", "document.querySelector('.readout:not([hidden]) td')")?;
        assert_eq!(page.js(read)?, plain.js(read)?);
    }
    Ok(())
}

#[test]
fn a_translation_that_is_taken_back_leaves_the_page_as_it_was() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.open(View::DESKTOP, "/queries-received/transport")?;
    let before = page.js(READ)?;
    page.js(
        "const walk = document.createTreeWalker(document.querySelector('#app'), NodeFilter.SHOW_TEXT), texts = [];
         while (walk.nextNode()) texts.push(walk.currentNode);
         window.pairs = texts.filter(text => text.data.trim()).map(text => {
             const font = document.createElement('font');
             font.textContent = text.data.toUpperCase();
             text.replaceWith(font);
             return [text, font];
         })",
    )?;
    page.wait_for(
        "another language",
        "document.querySelector('h1').textContent === 'QUERIES RECEIVED BY TRANSPORT'",
    )?;
    page.js("pairs.forEach(([text, font]) => font.replaceWith(text))")?;
    assert_eq!(page.js(READ)?, before);
    page.choose("input[value=Day]")?;
    page.wait_for("the interval", "location.search.includes('interval=day')")?;
    page.wait_for_chart()?;
    assert_eq!(
        page.js(READ)?,
        system.open(View::DESKTOP, "/queries-received/transport?v=1&interval=day")?.js(READ)?
    );
    Ok(())
}

/// Colours of the first canvas, as `r,g,b`, with how many pixels have them.
const PAINTED: &str = "const canvas = document.querySelector('.panel canvas'), count = {};
    const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
    for (let i = 0; i < data.length; i += 4) if (data[i + 3] === 255) {
        const colour = [data[i], data[i + 1], data[i + 2]].join();
        count[colour] = (count[colour] ?? 0) + 1;
    }
    return count;";

#[test]
fn forced_colours_leave_series_apart_and_text_readable() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    for dark in [true, false] {
        let page = system.window(View { dark, ..View::DESKTOP })?;
        page.force_colours(dark)?;
        page.open("/unique-sources?v=1&rsi=a-m&type=lines")?;
        let swatches = page.js(
            "return [...document.querySelectorAll('.legend .swatch')].map(e => getComputedStyle(e).backgroundColor)",
        )?;
        let mut swatches: Vec<String> = serde_json::from_value(swatches)?;
        ensure!(swatches.len() > 1, "{swatches:?}");
        let all = swatches.len();
        swatches.sort();
        swatches.dedup();
        assert_eq!(swatches.len(), all, "{swatches:?}");
        let painted = page.js(PAINTED)?;
        let of = |colour: &str| painted[colour].as_u64().unwrap_or(0);
        let (text, muted) = if dark { ("255,255,255", "162,171,181") } else { ("0,0,0", "91,100,112") };
        ensure!(of(text) > 100 && of(muted) == 0, "axes are {text}: {} against {}", of(text), of(muted));
        // The hatch that tells of days below full coverage, and its line.
        let hatch = page.js(
            "return getComputedStyle(document.querySelector('.notes .below'), '::before').borderBottomColor",
        )?;
        assert_eq!(hatch, format!("rgb({})", text.replace(',', ", ")));
        page.go_to(&system.server.address("/coverage"))?;
        page.wait_for_chart()?;
        let cells = page.js(
            "return ['missing', 'reported', 'repaired'].map(kind => getComputedStyle(document.querySelector(`.calendar-key .${kind}`)).fill)",
        )?;
        let mut cells: Vec<String> = serde_json::from_value(cells)?;
        cells.sort();
        cells.dedup();
        assert_eq!(cells.len(), 3, "{cells:?}");
    }
    Ok(())
}

#[test]
fn a_window_on_a_finer_screen_has_a_finer_picture() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.open(View::DESKTOP, "/queries-received")?;
    // What tells of another size is not to be what tells of the other screen.
    page.js("addEventListener('resize', event => event.stopImmediatePropagation(), true)")?;
    for ratio in [2.0, 1.0, 2.0, 1.5] {
        page.resize(View { ratio, ..View::DESKTOP })?;
        page.wait_for(
            "a canvas as fine as the screen",
            &format!(
                "(canvas => Math.abs(canvas.width - {ratio} * canvas.getBoundingClientRect().width) <= 1)(document.querySelector('.panel canvas'))"
            ),
        )?;
        page.wait_for_chart()?;
    }
    Ok(())
}

/// Elements whose words are cut off, or lie over those of others.
const CUT: &str = "const wrong = [], seen = e => e.checkVisibility({visibilityProperty: true});
    if (document.documentElement.scrollWidth > innerWidth) wrong.push('page of ' + document.documentElement.scrollWidth);
    for (const e of [...document.querySelectorAll('h1, .subtitle, .brand, .latest, .top button, .controls button, .segmented span, .picker summary, .tabs button, .share-bar button, .legend button, .notes p, .source, .menu a, .presets button')].filter(seen)) {
        if (e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== 'inline' || e.scrollHeight > e.clientHeight + 2 && getComputedStyle(e).display !== 'inline')
            wrong.push(`${e.className || e.localName} '${e.textContent.slice(0, 40)}': ${[e.scrollWidth, e.clientWidth, e.scrollHeight, e.clientHeight]}`);
    }
    const top = document.querySelector('.top'), bar = top?.getBoundingClientRect();
    for (const e of top?.querySelectorAll('*') ?? []) {
        const b = e.getBoundingClientRect();
        if (seen(e) && b.width > 1 && (b.bottom > bar.bottom + 1 || b.top < bar.top - 1 || b.right > innerWidth + 1)) wrong.push(`${e.className}: ${[b.top, b.bottom, b.right]}`);
    }
    return wrong;";

#[test]
fn larger_text_is_cut_nowhere() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    for preferences in [
        json!({"webkit.webprefs.default_font_size": 24, "webkit.webprefs.default_fixed_font_size": 20}),
        json!({"webkit.webprefs.minimum_font_size": 20}),
    ] {
        for view in [View::DESKTOP, View::PHONE] {
            let page = system.window_of(view, preferences.clone())?;
            page.before_all(
                "window.smallest = Infinity; const write = CanvasRenderingContext2D.prototype.fillText;
                 CanvasRenderingContext2D.prototype.fillText = function (...text) {
                     smallest = Math.min(smallest, parseFloat(this.font));
                     return write.apply(this, text);
                 }",
            )?;
            for path in [
                "/queries-received/transport",
                "/response-codes",
                "/instances/map",
                "/embed/queries-received/transport",
            ] {
                page.open(path)?;
                assert_eq!(page.js(CUT)?, json!([]), "{path} at {} with {preferences}", view.width);
                let size = page.js("return smallest / devicePixelRatio")?;
                ensure!(
                    // Nothing is written on a pie without room beside it.
                    size.as_f64().unwrap_or(f64::INFINITY) >= 16.9,
                    "{path} with {preferences}: labels on the canvas have {size} pixels"
                );
            }
        }
    }
    Ok(())
}

#[test]
fn a_browser_that_keeps_storage_from_pages_shows_them() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page =
        system.window_of(View::DESKTOP, json!({"profile.default_content_setting_values.cookies": 2}))?;
    page.open("/queries-received")?;
    let refused = page.js("try { return !localStorage } catch (refused) { return refused.name }")?;
    assert_eq!(refused, "SecurityError");
    page.js("document.querySelector('.top .quiet').click()")?;
    let back = page.js("return getComputedStyle(document.body).backgroundColor")?;
    assert_eq!(back, "rgb(18, 18, 18)", "the choice lasts for the page");
    page.js("document.querySelector('.menu a[href^=\"/unique-sources\"]').click()")?;
    page.wait_for("the page", "location.pathname === '/unique-sources'")?;
    page.wait_for_chart()?;
    assert_eq!(page.log()?, Vec::<String>::new());
    assert_eq!(page.js("return document.querySelector('#before')")?, Value::Null);
    Ok(())
}
