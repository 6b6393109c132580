//! What visitors take along: links, files, embeds, prints; and that back and buttons that vanish leave them where they were.

use anyhow::{Context, Result};
use base64::Engine as _;

use rssac002_visitor::engine::View;
use rssac002_visitor::engine::{Chromium, Engine};
use rssac002_visitor::harness::{self, System};
use rssac002_visitor::page::Page;

/// Opens one of the dialogs.
pub fn open_dialog<E: Engine>(page: &Page<'_, E>, word: &str) -> Result<()> {
    page.js(&format!(
        "[...document.querySelectorAll('.share-bar button')].find(b => b.textContent === '{word}').click()"
    ))?;
    page.wait_for("what is in the dialog", "document.querySelector('dialog[open] .dialog-head ~ *')")
}

/// Keeps what the page hands to the browser as files in `window.files`, by their names' endings.
const KEEP_FILES: &str = "window.files = {}; let blob;
    const make = URL.createObjectURL; URL.createObjectURL = b => { blob = b; return make.call(URL, b); };
    HTMLAnchorElement.prototype.click = function () { files[this.download.split('.').pop()] = { name: this.download, blob }; };";

/// Presses a button of the open dialog and waits for its file.
fn save<E: Engine>(page: &Page<'_, E>, word: &str) -> Result<()> {
    page.js(&format!(
        "[...document.querySelectorAll('dialog[open] button')].find(b => b.textContent === '{word}').click()"
    ))?;
    page.wait_for(word, &format!("files['{}']", word.to_lowercase()))
}

/// The field of the open dialog with this label.
fn field(page: &Page<'_>, label: &str) -> Result<String> {
    let text = page.js(&format!(
        "return document.querySelector('dialog[open] textarea[aria-label=\"{label}\"]').value"
    ))?;
    Ok(text.as_str().context("a text")?.to_owned())
}

#[test]
fn a_copied_link_opens_the_same_chart() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.open(View::DESKTOP, "/queries-received?v=1&time=1y..latest&rsi=a-c.k&type=stacked")?;
    let seen = |page: &Page<'_>| -> Result<_> { Ok((page.title()?, page.text(".subtitle")?)) };
    let before = seen(&page)?;
    open_dialog(&page, "Share")?;
    page.click("dialog[open] .field:nth-child(3) button")?;
    page.wait_for(
        "the confirmation",
        "document.querySelector('dialog[open] .copied').textContent === 'Copied'",
    )?;
    let link = page.clipboard()?;
    assert_eq!(link, system.server.address("/queries-received?v=1&time=1y..latest&rsi=a-c.k&type=stacked"));
    // The same days for ever.
    page.choose("dialog[open] input[value='Fixed for ever']")?;
    page.wait_for("another link", "document.querySelector('dialog[open] .copied').textContent === ''")?;
    let fixed = field(&page, "Link")?;
    // The last week of the data is not over, and would show other numbers later.
    assert!(fixed.contains("time=2025-11-01..2026-10-25&"), "{fixed}");
    // What is cited does not move, whatever is chosen for the link.
    let citation = field(&page, "Citation")?;
    let cited = citation.split_once("explorer, ").and_then(|(_, rest)| rest.split_once(", retrieved"));
    let cited = cited.context("a link in the citation")?.0.to_owned();
    assert!(cited.contains("..2026-10-25&") && field(&page, "BibTeX")?.contains(&cited), "{cited}");
    let settled = (before.0.clone(), before.1.replace("31 Oct 2026", "25 Oct 2026"));
    assert_ne!(settled, before);
    for (address, shown) in [(link, before), (fixed, settled.clone()), (cited, settled)] {
        page.go_to(&address)?;
        page.wait_for_chart()?;
        assert_eq!(seen(&page)?, shown, "{address}");
    }
    // A default says by which defaults it is to be read.
    page.open("/queries-received")?;
    open_dialog(&page, "Share")?;
    assert_eq!(field(&page, "Link")?, system.server.address("/queries-received?v=1"));
    Ok(())
}

#[test]
fn files_made_in_the_browser_are_the_server_s() -> Result<()> {
    files_are_made_in::<Chromium>()
}

/// The same in any browser.
pub fn files_are_made_in<E: Engine>() -> Result<()> {
    let Some(system) = harness::start_in::<E>()? else { return Ok(()) };
    let page = system.window(View::DESKTOP)?;
    for path in [
        "/queries-received?v=1&tab=table",
        "/queries-received?v=1&events=on&unusual=on",
        "/queries-received/rsi?v=1&time=2020-01-01..2020-12-31&interval=day",
        "/response-codes",
        "/instances/map",
        "/load-time/compare",
        "/packet-sizes",
    ] {
        page.open(path)?;
        // The server may still search for unusual days.
        page.wait_for(
            "the marks",
            "!document.querySelector('#chart-summary').textContent.includes('are not marked')",
        )?;
        page.js(KEEP_FILES)?;
        open_dialog(&page, "Download")?;
        for word in ["CSV", "SVG", "JSON"] {
            save(&page, word)?;
            let differs = page.js(&format!(
                "return (async () => {{
                    const ending = '{}', file = files[ending];
                    const answer = await fetch(location.pathname + '.' + ending + location.search);
                    const theirs = await answer.text(), ours = await file.blob.text();
                    if (!answer.ok) return 'status ' + answer.status;
                    if (!answer.headers.get('content-disposition').includes(`filename=\"${{file.name}}\"`)) return file.name;
                    if (ours === theirs) return '';
                    let at = 0; while (ours[at] === theirs[at]) at++;
                    return `at ${{at}}: ${{ours.slice(at - 40, at + 40)}} | ${{theirs.slice(at - 40, at + 40)}}`;
                }})()",
                word.to_lowercase()
            ))?;
            assert_eq!(differs, "", "{word} of {path}");
        }
    }
    Ok(())
}

#[test]
fn files_do_not_need_the_server_and_pictures_have_the_pixels_asked_for() -> Result<()> {
    let Some(system) = harness::start_alone()? else { return Ok(()) };
    let page = system.open(View::PHONE.dark(), "/queries-received/transport")?;
    page.js(KEEP_FILES)?;
    open_dialog(&page, "Download")?;
    let links =
        page.js("return [...document.querySelectorAll('dialog[open] a')].map(a => a.getAttribute('href'))")?;
    let [zip, raw] = ["zip?v=1", "csv?v=1&data=full"].map(|end| format!("/queries-received/transport.{end}"));
    assert_eq!(links, serde_json::json!([zip, raw, "/data/"]));
    for link in [&zip, &raw] {
        assert!(!system.server.bytes(link)?.is_empty(), "{link}");
    }
    system.server.stop()?;
    save(&page, "JSON")?;
    let title = page.js("return files.json.blob.text().then(text => JSON.parse(text).chart)")?;
    assert_eq!(title, "queries-received/transport");
    save(&page, "CSV")?;
    let first = page.js("return files.csv.blob.text().then(text => text.split('\\r\\n')[0])")?;
    assert_eq!(first, "date,letter,series,value");
    for ratio in [1, 2, 3] {
        page.choose(&format!("dialog[open] input[name=ratio][value='{ratio}']"))?;
        page.js("delete files.png")?;
        save(&page, "PNG")?;
        // Width, and whether the corner is white as paper, whatever the screen, and something else is on it.
        let picture = page.js(
            "return createImageBitmap(files.png.blob).then(image => {
                const canvas = new OffscreenCanvas(image.width, image.height), context = canvas.getContext('2d');
                context.drawImage(image, 0, 0);
                const data = context.getImageData(0, 0, image.width, image.height).data;
                return [files.png.name, image.width, data.slice(0, 4).join(), data.some(v => v < 128)].join(' ');
            })",
        )?;
        let name = "rssac002_sample_queries-received-transport_2017-01-02_2026-10-31.png";
        assert_eq!(picture, format!("{name} {} 255,255,255,255 true", 960 * ratio));
    }
    // What it says about itself, as the server's does.
    let octets = page.js("return files.png.blob.arrayBuffer().then(octets => {
             let text = ''; for (const octet of new Uint8Array(octets)) text += String.fromCharCode(octet);
             return btoa(text);
         })")?;
    let octets = base64::engine::general_purpose::STANDARD.decode(octets.as_str().context("octets")?)?;
    let reader = png::Decoder::new(std::io::Cursor::new(octets)).read_info()?;
    let texts = reader.info().utf8_text.iter().map(|t| Ok((t.keyword.as_str(), t.get_text()?)));
    let texts: std::collections::HashMap<_, _> = texts.collect::<Result<_>>()?;
    assert_eq!(texts["Title"], "Queries received by transport");
    assert!(
        texts["Source"].contains("Retrieved 20") && texts["Source"].contains("on its own terms"),
        "{texts:?}"
    );
    Ok(())
}

#[test]
fn dialogs_take_the_focus_and_give_it_back() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    for view in [View::DESKTOP, View::PHONE] {
        let page = system.open(view, "/queries-received")?;
        for number in 1..=3 {
            let button = format!(".share-bar > :nth-child({number}) > button");
            let closed = format!(
                "!document.querySelector('dialog[open]') && document.activeElement.matches('{button}')"
            );
            page.js(&format!("document.querySelector('{button}').focus()"))?;
            // Enter opens, Escape closes.
            page.type_keys("\u{E007}")?;
            page.wait_for("the focus inside", "document.activeElement.closest('dialog[open]')")?;
            let wide = page.js(
                "const d = document.querySelector('dialog[open]'); return d.scrollWidth - d.clientWidth",
            )?;
            assert_eq!(wide, 0, "the dialog fits the screen: {view:?}, {number}");
            page.type_keys("\u{E00C}")?;
            page.wait_for("the focus back", &closed)?;
        }
        assert_eq!(page.log()?, Vec::<String>::new());
    }
    let page = system.open(View::DESKTOP, "/queries-received")?;
    open_dialog(&page, "Share")?;
    page.click_at("body", (0.01, 0.5))?;
    page.wait_for("a click beside closes", "!document.querySelector('dialog[open]')")
}

#[test]
fn the_embed_s_html_says_everything_and_is_what_the_preview_shows() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.open(View::DESKTOP, "/queries-received/transport")?;
    open_dialog(&page, "Embed")?;
    page.choose("dialog[open] input[value=Dark]")?;
    page.fill("dialog[open] input[name=height]", "410")?;
    page.wait_for(
        "the height",
        "document.querySelector('dialog[open] textarea').value.includes('height:410px')",
    )?;
    let parsed = "const part = document.createElement('template');
        part.innerHTML = document.querySelector('dialog[open] textarea').value;
        const frame = part.content.querySelector('iframe');";
    let seen = page.js(&format!(
        "{parsed} return [frame.title, frame.loading, part.content.querySelector('script').src,
            frame.src === document.querySelector('dialog[open] iframe').src].join('|')"
    ))?;
    let script = system.server.address("/embed.js");
    assert_eq!(seen, format!("Queries received by transport, RSSAC002|lazy|{script}|true"));
    let source = page.js(&format!("{parsed} return frame.src"))?;
    let expected = "/embed/queries-received/transport?v=1&time=earliest..latest&rsi=a-m&interval=week&type=share\
        &per=day&doubtful=mark&tab=chart&theme=dark";
    assert_eq!(source, system.server.address(expected));
    // With the script the frame has the height that the chart wants, without it the one chosen.
    let preview = "document.querySelector('dialog[open] iframe')";
    page.js(&format!("{preview}.scrollIntoView()"))?;
    page.wait_for(
        "a preview as high as its chart",
        &format!(
            "(h => h && {preview}.style.height === h + 'px')(
                 Math.ceil({preview}.contentDocument.querySelector('main')?.getBoundingClientRect().height))"
        ),
    )?;
    page.choose("dialog[open] input[name=minimal]")?;
    page.wait_for("less", &format!("{preview}.src.endsWith('&theme=dark&ui=min')"))?;
    assert!(field(&page, "HTML")?.contains("&amp;theme=dark&amp;ui=min\" title="));
    page.choose("dialog[open] input[name=follows]")?;
    page.wait_for("the height chosen", &format!("{preview}.style.height === '410px'"))?;
    page.wait_for("no script", "!document.querySelector('dialog[open] textarea').value.includes('<script')")?;
    // A size is in the HTML and seen, smaller where the dialog has no room for it.
    page.fill("dialog[open] select[name=size]", "1200 × 300")?;
    page.wait_for(
        "the size",
        "document.querySelector('dialog[open] textarea').value.includes(' width=\"1200\" height=\"300\" ')",
    )?;
    page.wait_for(
        "a preview of that size",
        &format!(
            "{preview}.contentWindow.innerWidth === 1200 && {preview}.contentWindow.innerHeight === 300 &&
             {preview}.getBoundingClientRect().right <= document.querySelector('dialog[open] textarea').getBoundingClientRect().right + 1"
        ),
    )?;
    // The picture is there, and leads to the page.
    let picture = page.js(
        "const part = document.createElement('template');
         part.innerHTML = document.querySelectorAll('dialog[open] textarea')[1].value;
         const link = part.content.querySelector('a'), image = link.querySelector('img');
         return fetch(image.src).then(answer => [answer.status, answer.headers.get('content-type'), link.href].join('|'))",
    )?;
    let link = system.server.address("/queries-received/transport?v=1");
    assert_eq!(picture, format!("200|image/png|{link}"));
    Ok(())
}

/// The cells of a table's column that are in the page.
fn column(page: &Page<'_>, number: usize) -> Result<Vec<String>> {
    let cells = page.js(&format!(
        "return [...document.querySelectorAll('.numbers .rows > tr > :nth-child({number})')].map(c => c.textContent)"
    ))?;
    Ok(cells.as_array().context("cells")?.iter().filter_map(|c| c.as_str()).map(str::to_owned).collect())
}

#[test]
fn tables_are_sorted_by_their_headings() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let path = "/queries-received/transport?v=1&interval=day&tab=table";
    let page = system.open(View::DESKTOP, path)?;
    let days = column(&page, 1)?;
    assert_eq!(days[0], "2026-10-31");
    let sorted = "document.querySelector('.numbers thead [aria-sort]')";
    let heading = |number: usize| format!(".numbers thead th:nth-child({number}) button");
    let state = format!("return {sorted}.cellIndex + ' ' + {sorted}.ariaSort");
    assert_eq!(page.js(&state)?, "0 descending");
    let numbers = |page: &Page<'_>| -> Result<Vec<f64>> {
        column(page, 2)?.iter().map(|c| Ok(c.replace(',', "").parse()?)).collect()
    };
    page.click(&heading(2))?;
    page.wait_for("the largest first", &format!("{sorted}.cellIndex === 1"))?;
    assert_eq!(page.js(&state)?, "1 descending");
    let largest = numbers(&page)?;
    assert!(largest.is_sorted_by(|a, b| a >= b), "{largest:?}");
    page.click(&heading(2))?;
    page.wait_for("the smallest first", &format!("{sorted}.ariaSort === 'ascending'"))?;
    let smallest = numbers(&page)?;
    assert!(smallest.is_sorted() && smallest[0] < largest[0]);
    // The button that was pressed is still there, with the focus.
    assert_eq!(page.js(&format!("return document.activeElement.matches('{}')", heading(2)))?, true);
    page.click(&heading(1))?;
    page.wait_for("the first day first", &format!("{sorted}.cellIndex === 0"))?;
    assert_eq!(column(&page, 1)?[0], "2017-01-02");
    assert_eq!(page.address()?, path, "an order is no state");
    // A new order begins at its beginning, wherever the old one was.
    page.js("document.querySelector('.table-scroll').scrollTo(0, 50000)")?;
    page.wait_for("other rows", "document.querySelector('.rows > tr').ariaRowIndex > 1000")?;
    page.click(&heading(1))?;
    page.wait_for("the last day first", &format!("{sorted}.ariaSort === 'descending'"))?;
    assert_eq!(column(&page, 1)?[0], "2026-10-31");
    assert_eq!(page.js("return document.querySelector('.table-scroll').scrollTop")?, 0);
    // Heading and first column stay where they are.
    let stays =
        page.js("const scroll = document.querySelector('.table-scroll'); scroll.scrollTo(0, 5000);
         const top = e => e.getBoundingClientRect().top;
         return Math.abs(top(document.querySelector('.numbers thead th')) - top(scroll)) < 2")?;
    assert_eq!(stays, true);
    Ok(())
}

/// By letter, address family and protocol: 53 columns.
const LONG: &str = "/queries-received/rsi?v=1&interval=day&tab=table";
const SCROLL: &str = "document.querySelector('.table-scroll')";

/// The dates of the rows whose middle is in sight, and the numbers that they have among all.
fn in_sight(page: &Page<'_>) -> Result<Vec<(String, u64)>> {
    let rows = page.js(&format!(
        "const scroll = {SCROLL}.getBoundingClientRect(), head = document.querySelector('.numbers thead').getBoundingClientRect().bottom;
         return [...document.querySelectorAll('.rows > tr')].filter(row => {{
             const box = row.getBoundingClientRect(), middle = (box.top + box.bottom) / 2;
             return middle > head && middle < scroll.bottom;
         }}).map(row => [row.firstElementChild.textContent, Number(row.ariaRowIndex)]);"
    ))?;
    let row = |row: &serde_json::Value| Some((row[0].as_str()?.to_owned(), row[1].as_u64()?));
    rows.as_array().context("rows")?.iter().map(|r| row(r).context("a row")).collect()
}

#[test]
fn a_long_table_has_only_the_rows_in_sight_and_scrolls_through_all() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    for view in [View::DESKTOP, View::PHONE] {
        let page = system.open(view, LONG)?;
        let all = page.js("return document.querySelector('.numbers').ariaRowCount - 1")?;
        let all = all.as_u64().context("a number")?;
        assert_eq!(page.text(".count")?, "3,590 rows");
        assert_eq!(all, 3590);
        let few = "document.querySelectorAll('.rows > tr').length <= 60 && document.querySelectorAll('*').length < 4000";
        page.wait_for("few rows", few)?;
        let first = in_sight(&page)?;
        assert_eq!(first[0], ("2026-10-31".to_owned(), 2));
        // All the way down in leaps: whatever is seen are neighbours, the latest first, with no gap above or below them.
        for part in [0.1, 0.33, 0.5, 0.77, 1.0] {
            page.js(&format!("{SCROLL}.scrollTop = {part} * {SCROLL}.scrollHeight"))?;
            page.wait_for(
                "rows from top to bottom",
                &format!(
                    "(() => {{ const box = {SCROLL}.getBoundingClientRect(), rows = document.querySelector('.rows').getBoundingClientRect();
                       return rows.top < box.top + 60 && rows.bottom >= box.bottom - 20; }})()"
                ),
            )?;
            let rows = in_sight(&page)?;
            assert!(rows.len() > 10, "{part}: {rows:?}");
            assert!(rows.is_sorted_by(|a, b| a.1 + 1 == b.1 && a.0 > b.0), "{part}: {rows:?}");
            page.wait_for("few rows", few)?;
        }
        let last = in_sight(&page)?.pop().context("a row")?;
        assert_eq!(last, ("2017-01-02".to_owned(), all + 1));
    }
    Ok(())
}

#[test]
fn keys_scroll_a_long_table_from_wherever_the_focus_is() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.open(View::DESKTOP, LONG)?;
    page.js(&format!("{SCROLL}.focus()"))?;
    // End, and Home, are U+E010 and U+E011.
    page.type_keys("\u{E010}")?;
    page.wait_for(
        "the first day",
        "[...document.querySelectorAll('.rows th')].some(th => th.textContent === '2017-01-02')",
    )?;
    page.type_keys("\u{E011}")?;
    page.wait_for("the last day", "document.querySelector('.rows th').textContent === '2026-10-31'")?;
    // The link that has the focus leaves: the table has it then, and keys go on.
    page.js("document.querySelector('.rows th a').focus()")?;
    page.type_keys("\u{E010}")?;
    page.wait_for("the focus", &format!("document.activeElement === {SCROLL}"))?;
    page.type_keys("\u{E011}")?;
    page.wait_for("the last day", "document.querySelector('.rows th').textContent === '2026-10-31'")
}

#[test]
fn rows_are_found_by_what_is_written_in_them() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.open(View::DESKTOP, LONG)?;
    page.js(&format!("{SCROLL}.scrollTop = 50000"))?;
    page.wait_for("other rows", "document.querySelector('.rows > tr').ariaRowIndex > 1000")?;
    page.fill("input[name=find]", "2020-11")?;
    page.wait_for("a month", "document.querySelector('.count').textContent === '30 of 3,590 rows'")?;
    let days = column(&page, 1)?;
    assert_eq!((days.len(), days[0].as_str()), (30, "2020-11-30"));
    assert_eq!(page.js("return document.querySelector('.numbers').ariaRowCount")?, "31");
    // A number of a cell, with its commas and without.
    let cell = column(&page, 2)?[4].clone();
    for asked in [cell.clone(), cell.replace(',', "")] {
        page.fill("input[name=find]", &asked)?;
        page.wait_for("that day", "document.querySelector('.rows th')?.textContent === '2020-11-26'")?;
    }
    page.fill("input[name=find]", "nowhere")?;
    page.wait_for("none", "document.querySelector('.count').textContent === '0 of 3,590 rows'")?;
    assert_eq!(page.address()?, LONG, "what is looked for is no state");
    page.fill("input[name=find]", "")?;
    page.wait_for("all", "document.querySelector('.count').textContent === '3,590 rows'")
}

#[test]
fn the_rows_shown_are_copied_as_numbers() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.open(View::DESKTOP, "/queries-received/transport?v=1&interval=day&tab=table")?;
    page.fill("input[name=find]", "2020-11-0")?;
    page.wait_for("nine days", "document.querySelectorAll('.rows > tr').length === 9")?;
    page.click(".numbers thead th button")?;
    page.wait_for("the first day first", "document.querySelector('.rows th').textContent === '2020-11-01'")?;
    // Reading the clipboard asks for leave.
    page.clipboard()?;
    page.click(".table-tab .copy")?;
    page.wait_for(
        "that it is copied",
        "document.querySelector('.table-tab .copied').textContent === 'Copied'",
    )?;
    let lines: Vec<Vec<String>> =
        page.clipboard()?.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect();
    assert_eq!((lines.len(), lines[0][0].as_str(), lines[1][0].as_str()), (10, "Day", "2020-11-01"));
    let shown = column(&page, 2)?;
    let copied: Vec<&str> = lines[1..].iter().map(|line| line[1].as_str()).collect();
    assert_eq!(copied, shown.iter().map(|cell| cell.replace(',', "")).collect::<Vec<_>>());
    let html = page.js(
        "return navigator.clipboard.read().then(([item]) => item.getType('text/html')).then(blob => blob.text())
         .then(text => [...new DOMParser().parseFromString(text, 'text/html').querySelectorAll('tr')].map(row =>
             [...row.cells].map(cell => cell.textContent)))",
    )?;
    assert_eq!(html, serde_json::json!(lines));
    Ok(())
}

#[test]
fn the_picture_is_copied_and_a_refusal_is_told() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.open(View::DESKTOP, "/queries-received/transport")?;
    page.clipboard()?;
    open_dialog(&page, "Download")?;
    page.click("dialog[open] .copy")?;
    let said = "document.querySelector('dialog[open] .copied').textContent";
    page.wait_for("that it is copied", &format!("{said} === 'Copied'"))?;
    let width = page.js(
        "return navigator.clipboard.read().then(([item]) => item.getType('image/png')).then(createImageBitmap).then(image => image.width)",
    )?;
    assert_eq!(width, 1920);
    page.js("navigator.clipboard.write = () => Promise.reject(new DOMException('no', 'NotAllowedError'))")?;
    page.click("dialog[open] .copy")?;
    page.wait_for("why not", &format!("{said} === 'Not copied: the browser does not allow it'"))?;
    // Where there is no way to copy there is no button.
    page.before_all("delete window.ClipboardItem")?;
    page.open("/queries-received/transport?tab=table")?;
    assert_eq!(page.js("return document.querySelector('.table-tab .copy').checkVisibility()")?, false);
    Ok(())
}

/// What is seen over the whole screen.
const FULL: &str = "document.fullscreenElement === document.querySelector('#app main')";

#[test]
fn a_chart_goes_over_the_whole_screen_and_back() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let seen = |page: &Page<'_>, css: &str| {
        page.js(&format!("return [...document.querySelectorAll('{css}')].some(e => e.checkVisibility())"))
    };
    for path in [
        "/queries-received",
        "/queries-received/rsi",
        "/response-codes",
        "/instances/map",
        "/queries-received?tab=table",
    ] {
        let page = system.open(View::DESKTOP, path)?;
        let what = if path.contains("table") { ".table-scroll" } else { ".panels" };
        let height = format!("return document.querySelector('{what}').getBoundingClientRect().height");
        let before = page.js(&height)?.as_f64().context("a height")?;
        page.click(".full-screen")?;
        page.wait_for("the whole screen", FULL)?;
        page.wait_for_chart()?;
        let fits = "document.querySelector('main').scrollHeight <= innerHeight && document.querySelector('main').scrollWidth <= innerWidth";
        page.wait_for("that all fits", fits)?;
        for there in ["h1", ".subtitle", what, ".legend", ".source", ".full-screen"] {
            // A map has no legend.
            assert!(
                seen(&page, there)? == true || there == ".legend" && path.contains("map"),
                "{path}: {there}"
            );
        }
        for gone in [".controls", ".tabs", "#chart-summary", ".menu"] {
            assert_eq!(
                page.js(&format!(
                    "return {FULL} && document.querySelector('main {gone}')?.checkVisibility() === true"
                ))?,
                false,
                "{path}: {gone}"
            );
        }
        if !path.contains("/rsi") {
            assert!(page.js(&height)?.as_f64() > Some(before), "{path} is not larger than {before}");
        }
        page.click(".full-screen")?;
        page.wait_for("the page", "!document.fullscreenElement")?;
        page.wait_for(
            "its height",
            &format!(
                "Math.abs(document.querySelector('{what}').getBoundingClientRect().height - {before}) < 1"
            ),
        )?;
    }
    Ok(())
}

#[test]
fn a_key_leads_over_the_whole_screen_and_where_there_is_none_nothing_does() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.open(View::DESKTOP, "/queries-received")?;
    for path in ["/queries-received", "/instances/map", "/embed/queries-received"] {
        page.open(path)?;
        page.js("document.querySelector('.canvas-host').focus()")?;
        page.type_keys("f")?;
        page.wait_for("the whole screen", FULL)?;
        // What had the focus has it still.
        page.type_keys("f")?;
        page.wait_for("the page", "!document.fullscreenElement")?;
    }
    page.before_all("Object.defineProperty(Document.prototype, 'fullscreenEnabled', { get: () => false })")?;
    for path in ["/queries-received", "/embed/queries-received"] {
        page.open(path)?;
        assert_eq!(page.js("return document.querySelector('.full-screen').checkVisibility()")?, false);
        page.js("document.querySelector('.canvas-host').focus()")?;
        page.type_keys("f")?;
        assert_eq!(page.js("return document.fullscreenElement")?, serde_json::Value::Null);
    }
    Ok(())
}

#[test]
fn a_system_that_can_send_is_asked_to() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.open(View::PHONE, "/queries-received?v=1&rsi=a-c.k")?;
    let send =
        "[...document.querySelectorAll('dialog[open] button')].find(b => b.textContent === 'Send by …')";
    open_dialog(&page, "Share")?;
    assert_eq!(page.js(&format!("return !{send}"))?, true, "headless Chromium has no sheet");
    page.click("dialog[open] .dialog-head button")?;
    page.wait_for("what was in the dialog to leave", "!document.querySelector('dialog textarea')")?;
    // In its place one whose visitor thinks better of it.
    page.js("navigator.share = data => {
         window.shared = [data.title, data.url];
         return Promise.reject(new DOMException('closed', 'AbortError'));
     }")?;
    open_dialog(&page, "Share")?;
    page.js(&format!("{send}.click()"))?;
    page.wait_for("what is shared", "window.shared")?;
    let shared = page.js("return window.shared")?;
    assert_eq!(shared[0], page.text("h1")?);
    assert_eq!(shared[1], system.server.address("/queries-received?v=1&rsi=a-c.k"));
    assert_eq!(page.log()?, Vec::<String>::new(), "a closed sheet is no failure");
    Ok(())
}

/// How many pages a PDF of Chromium has.
fn sheets(pdf: &[u8]) -> usize {
    pdf.windows(12).filter(|w| w.starts_with(b"/Type /Page") && w[11] != b's').count()
}

#[test]
fn a_chart_is_printed_on_one_sheet_with_its_address() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.window(View::DESKTOP.dark())?;
    for path in [
        "/queries-received?v=1&time=3y..latest",
        "/queries-received/rsi",
        "/response-codes",
        "/instances/map",
    ] {
        page.open(path)?;
        // What is printed is made by a part of the app, which comes right after the page.
        page.js("dispatchEvent(new Event('beforeprint'))")?;
        page.wait_for("the sheet", "document.querySelector('.sheet svg')")?;
        page.js("dispatchEvent(new Event('afterprint'))")?;
        page.wait_for("the screen", "!document.querySelector('.sheet svg')")?;
        let pdf = page.print()?;
        assert_eq!(sheets(&pdf), 1, "{path}");
        let (title, link) = (page.text("h1")?, system.server.address(path));
        printed_words(&pdf, &[&title, &link])?;
        // What was printed is gone again.
        page.wait_for("the screen", "!document.querySelector('.sheet svg')")?;
        page.js("dispatchEvent(new Event('beforeprint'))")?;
        page.wait_for("the sheet", "document.querySelector('.sheet svg')")?;
        // A long address is broken within words.
        let words = page.js("return document.querySelector('.sheet svg').textContent.replace(/\\s/g, '')")?;
        let words = words.as_str().context("words")?;
        for expected in [&title, &link, "Source: Root server operators"] {
            assert!(words.contains(&expected.replace(' ', "")), "{path}: {expected} in {words}");
        }
        let paper = page.js("return document.querySelector('.sheet svg rect').getAttribute('fill')")?;
        assert_eq!(paper, "#FFFFFF");
    }
    // A table is printed as a table, in light.
    page.open("/response-codes?v=1&tab=table")?;
    page.js("dispatchEvent(new Event('beforeprint'))")?;
    page.wait_for("light", "document.documentElement.dataset.theme === 'light'")?;
    assert_eq!(page.js("return document.querySelector('.sheet').childElementCount")?, 0);
    assert_eq!(
        page.js("return document.querySelector('.address').textContent")?,
        system.server.address("/response-codes?v=1&tab=table")
    );
    page.js("dispatchEvent(new Event('afterprint'))")?;
    page.wait_for("as before", "!document.documentElement.dataset.theme")
}

/// Asks pdftotext for words, where it is installed.
fn printed_words(pdf: &[u8], expected: &[&str]) -> Result<()> {
    use std::io::Write as _;
    use std::process::{Command, Stdio};
    let started =
        Command::new("pdftotext").args(["-", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let Ok(mut started) = started else {
        println!("pdftotext is not installed: the words of the print are looked for in the page only");
        return Ok(());
    };
    started.stdin.take().context("its input")?.write_all(pdf)?;
    let text = String::from_utf8(started.wait_with_output()?.stdout)?;
    let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    for words in expected {
        assert!(bare(&text).contains(&bare(words)), "{words} in {text}");
    }
    Ok(())
}

/// Follows a link of the menu, as a click on it does that leaves the focus where it is.
fn follow(page: &Page<'_>, path: &str) -> Result<()> {
    page.js(&format!("document.querySelector(\".menu a[href='{path}']\").click()"))?;
    page.wait_for("the other chart", &format!("location.pathname === '{path}'"))?;
    page.wait_for_chart()
}

#[test]
fn back_brings_scroll_position_and_focus_back() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.open(View::DESKTOP, "/queries-received/rsi")?;
    let fifth = "document.activeElement === document.querySelector('.panel:nth-child(5) .canvas-host')";
    page.js("document.querySelector('.panel:nth-child(5) .canvas-host').focus(); scrollTo(0, 700)")?;
    follow(&page, "/queries-received")?;
    page.wait_for("its top", "scrollY === 0")?;
    page.js("document.querySelector('input[name=interval]').focus(); scrollTo(0, 40)")?;
    follow(&page, "/response-codes")?;
    page.back()?;
    page.wait_for("the chart before", "location.pathname === '/queries-received'")?;
    page.wait_for("where it was", "scrollY === 40 && document.activeElement.name === 'interval'")?;
    page.back()?;
    page.wait_for("the first chart", "location.pathname === '/queries-received/rsi'")?;
    page.wait_for("where it was", &format!("scrollY === 700 && {fifth}"))?;
    // Forward too; and a tab is an entry like any other.
    page.forward()?;
    page.wait_for("forward", "scrollY === 40 && document.activeElement.name === 'interval'")?;
    page.js("document.querySelector('.tabs button:nth-child(2)').focus(); document.activeElement.click()")?;
    page.wait_for("the table", "document.querySelector('.numbers')")?;
    page.back()?;
    page.wait_for("the chart", "!document.querySelector('.numbers')")?;
    page.wait_for("the button", "document.activeElement.textContent === 'Table'")
}

#[test]
fn the_skip_link_goes_past_the_menu_and_nowhere_else() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.open(View::DESKTOP, "/queries-received/rsi")?;
    page.js("document.querySelector('.panel:nth-child(5) .canvas-host').focus(); scrollTo(0, 700)")?;
    follow(&page, "/queries-received")?;
    let entries = page.js("return history.length")?;
    page.js("document.querySelector('.skip').focus()")?;
    page.type_keys("\u{E007}")?;
    page.wait_for("the chart", "document.activeElement.id === 'main'")?;
    assert_eq!(
        page.js("return [location.hash, scrollY < 200, history.length].join()")?,
        format!(",true,{entries}")
    );
    // A fragment that somebody types changes nothing either.
    page.js("location.hash = 'main'")?;
    page.wait_for("the fragment", "location.hash === '#main'")?;
    assert_eq!(page.text("h1")?, "Queries received");
    assert_eq!(page.js("return scrollY < 200")?, true);
    // It is a place to come back to.
    follow(&page, "/response-codes")?;
    page.back()?;
    page.wait_for("the chart before", "document.querySelector('h1').textContent === 'Queries received'")?;
    // So is one that came with the address.
    page.open("/unique-sources#x")?;
    follow(&page, "/response-codes")?;
    page.back()?;
    page.wait_for("the first chart", "document.querySelector('h1').textContent === 'Unique sources'")
}

#[test]
fn buttons_that_vanish_leave_the_focus_at_the_chart() -> Result<()> {
    let Some(system) = harness::start_alone()? else { return Ok(()) };
    let page = system.open(View::DESKTOP, "/response-codes?v=1&code=0")?;
    at_the_chart(&page, ".crumb")?;
    page.wait_for("all codes", "location.search === ''")?;
    page.open("/queries-received?v=1&type=stacked&scale=lgo")?;
    at_the_chart(&page, ".ignored button")?;
    at_the_chart(&page, ".reset")?;
    again(&system)
}

/// Presses a button by the keyboard, and sees where the focus is then.
fn at_the_chart(page: &Page<'_>, button: &str) -> Result<()> {
    page.js(&format!("document.querySelector('{button}').focus()"))?;
    page.type_keys("\u{E007}")?;
    page.wait_for(
        "the focus at the chart",
        &format!(
            "document.activeElement.matches('.canvas-host') && !document.querySelector('{button}')?.checkVisibility()"
        ),
    )
}

fn again(system: &System) -> Result<()> {
    let page = system.open(View::DESKTOP, "/queries-received")?;
    system.server.stop()?;
    page.js("document.querySelector(\".menu a[href='/response-codes']\").click()")?;
    page.wait_for("the failure", "document.querySelector('.failure button')")?;
    system.server.start_again()?;
    at_the_chart(&page, ".failure button")?;
    page.wait_for_chart()
}
