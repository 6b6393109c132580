//! Pictures that are taken away open in a browser.

use anyhow::Result;
use rssac002_charts::{CATALOGUE, ChartState};
use serde_json::json;

use rssac002_visitor::engine::View;
use rssac002_visitor::harness;

/// Loads two pictures and says of each how large it is, and what share of its pixels has a colour, in percent.
const LOOK: &str = "window.seen = []; for (const src of ADDRESSES) { const i = new Image(); i.onerror = () => seen.push([src, 0, 0, 0]);
    i.onload = () => { const c = document.createElement('canvas'); c.width = i.naturalWidth; c.height = i.naturalHeight;
        const x = c.getContext('2d'); x.drawImage(i, 0, 0); const d = x.getImageData(0, 0, c.width, c.height).data;
        let ink = 0; for (let p = 0; p < d.length; p += 4) if (Math.max(d[p], d[p + 1], d[p + 2]) - Math.min(d[p], d[p + 1], d[p + 2]) > 40) ink++;
        seen.push([src, c.width, c.height, 100 * ink / (c.width * c.height)]); }; i.src = src; }";

#[test]
fn pictures_of_every_chart_are_pictures_to_a_browser() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.open(View::DESKTOP, "/queries-received")?;
    for chart in CATALOGUE {
        let days =
            if ChartState::new(chart).is_map() { "date=2020-11-04" } else { "time=2020-08-03..2021-01-31" };
        let of = |kind: &str| format!("/image/{}.{kind}?v=1&{days}&width=700&height=500", chart.path);
        let addresses = json!([of("svg"), of("png")]);
        page.js(&LOOK.replace("ADDRESSES", &addresses.to_string()))?;
        page.wait_for("both pictures", "window.seen.length === 2")?;
        let seen = page.js("return seen.sort((a, b) => a[0] < b[0] ? 1 : -1)")?;
        let inks: Vec<f64> = (0..2).filter_map(|i| seen[i][3].as_f64()).collect();
        for i in 0..2 {
            assert_eq!((&seen[i][1], &seen[i][2]), (&json!(700), &json!(500)), "{seen}");
        }
        // The frame of a sheet and its words are grey.
        assert!(inks.iter().all(|ink| *ink > 0.05), "{seen}");
        assert!((inks[0] - inks[1]).abs() < 0.5 + 0.1 * inks[0], "the same picture: {seen}");
        // As a document of its own, it is XML without a mistake.
        let text = page.js(&format!(
            "const r = new XMLHttpRequest(); r.open('GET', {}, false); r.send(); const d = new DOMParser().parseFromString(
                 r.responseText, 'image/svg+xml'); return [d.documentElement.tagName, d.querySelector('parsererror') === null,
                 d.querySelectorAll('text').length > 5, d.querySelector('title').textContent.length > 0].join()",
            json!(of("svg"))
        ))?;
        assert_eq!(text, "svg,true,true,true", "{}", chart.path);
    }
    Ok(())
}
