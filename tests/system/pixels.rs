//! The server's pictures and the browser's canvas are the same, pixel by pixel, for one scene.

use anyhow::{Context, Result, ensure};
use base64::Engine as _;
use rssac002_charts::draw::scene::{Anchor, Item, Scene};
use rssac002_charts::draw::{Layer, Surface, text};
use rssac002_charts::kind::place;
use rssac002_charts::state::url;
use rssac002_charts::world::{Outline, outline};
use rssac002_charts::{Chart, Clock, DataStore, kind};
use rssac002_model::{Day, Metric};
use rssac002_server::image::bitmap;

use rssac002_visitor::engine::View;
use rssac002_visitor::harness::{self, System};
use rssac002_visitor::page::Page;

/// A line, a stack, the first of 13 panels, a pie, a map.
const FIVE: [&str; 5] = [
    "/queries-received?v=1&time=2020-08-03..2021-01-31",
    "/queries-received/transport?v=1&time=2020-08-03..2021-01-31&type=stacked",
    "/queries-received/rsi?v=1&time=2020-08-03..2021-01-31",
    "/response-codes?v=1&time=2020-11-04..2020-11-04",
    "/instances/map?v=1&date=2020-11-04",
];

/// The share of pixels that may differ.
const MOST: f64 = 0.01;
/// The share of the picture that words may take, which are not compared.
const MOST_WORDS: f64 = 0.12;
/// How far the channels of two colours that count as one may be apart: a tenth, as much as pixelmatch takes by default.
const NEAR: u8 = 25;

/// Pixels, three octets each, row by row.
struct Pixels {
    width: usize,
    height: usize,
    rgb: Vec<u8>,
}

impl Pixels {
    fn at(&self, x: usize, y: usize) -> &[u8] {
        &self.rgb[3 * (y * self.width + x)..][..3]
    }

    /// Whether a colour is found at a place or beside it: edges that are smoothed otherwise are, others are not.
    fn has_near(&self, colour: &[u8], x: usize, y: usize) -> bool {
        let rows = y.saturating_sub(1)..(y + 2).min(self.height);
        let columns = x.saturating_sub(1)..(x + 2).min(self.width);
        let is_near = |other: &[u8]| colour.iter().zip(other).all(|(a, b)| a.abs_diff(*b) <= NEAR);
        rows.into_iter().any(|y| columns.clone().any(|x| is_near(self.at(x, y))))
    }
}

/// The share of the pixels outside the masked ones that have no match in the other picture, either way round.
fn different(a: &Pixels, b: &Pixels, masked: &[bool]) -> f64 {
    assert_eq!((a.width, a.height), (b.width, b.height));
    let (mut compared, mut differ) = (0, 0);
    for (i, _) in masked.iter().enumerate().filter(|(_, masked)| !**masked) {
        let (x, y) = (i % a.width, i / a.width);
        compared += 1;
        differ += usize::from(!b.has_near(a.at(x, y), x, y) || !a.has_near(b.at(x, y), x, y));
    }
    differ as f64 / f64::from(compared.max(1))
}

/// The pixels at which words are. The browser has fonts of its own, up to a quarter wider than the server's, so words are
/// compared by nothing but their places in the scene, which is one for both.
fn words(scene: &Scene) -> Vec<bool> {
    let (width, height) = (scene.width as usize, scene.height as usize);
    let mut masked = vec![false; width * height];
    for item in &scene.items {
        let Item::Text { text: words, at, anchor, size, .. } = item else { continue };
        let (x, y) = (f64::from(at.0), f64::from(at.1));
        let wide = text::width(words, *size) * 1.25 + 2.0;
        let left = match anchor {
            Anchor::Start => x - 2.0,
            Anchor::Middle => x - wide / 2.0,
            Anchor::End => x - wide,
        };
        let within = |from: f64, length: f64, most: usize| {
            (from.max(0.0) as usize).min(most)..((from + length).ceil().max(0.0) as usize).min(most)
        };
        for row in within(y - size * 0.75, size * 1.5, height) {
            masked[row * width..][within(left, wide + 2.0, width)].fill(true);
        }
    }
    masked
}

/// The clock in a page, as the app reads it.
fn clock(page: &Page<'_>) -> Result<Clock> {
    let said = page.js("return JSON.parse(document.getElementById('rssac002-config').textContent)")?;
    let day = |value: &serde_json::Value| value.as_str().and_then(Day::parse_iso);
    let mut clock = Clock::new(day(&said["today"]).context("a day")?);
    for metric in Metric::ALL {
        if let Some(day) = day(&said["latest"][metric.name()]) {
            clock = clock.with_latest(metric, day);
        }
    }
    Ok(clock)
}

/// The scene that the app draws for an address in its first panel of this size in CSS pixels.
fn scene(system: &System, clock: &Clock, address: &str, (width, height): (f64, f64)) -> Result<Scene> {
    let (path, query) = address.split_once('?').context("a query")?;
    let (state, ignored) = url::parse(Chart::find(path).context("a chart")?, query, clock);
    ensure!(ignored.is_empty(), "{ignored:?}");
    let mut held = DataStore::default();
    held.set_outline(Outline::decode(&system.server.bytes(outline::ADDRESS)?)?);
    for request in kind::requests(&state, clock) {
        let answer = system.server.bytes(&format!("/api/v1/{}", request.address()))?;
        let answer = request.read(&answer)?;
        held.insert(request, answer);
    }
    let view = kind::view(&state, &held, clock).map_err(|missing| anyhow::anyhow!("no {missing:?}"))?;
    place(&view, 0, &Surface::new(width, height), Layer::All).context("a panel")
}

/// What the canvas of the first panel shows.
fn on_canvas(page: &Page<'_>) -> Result<Pixels> {
    canvas(page, ".panel canvas")
}

/// What a canvas shows, over the page's white.
fn canvas(page: &Page<'_>, css: &str) -> Result<Pixels> {
    let said = page.js(&format!(
        "const c = document.querySelector('{css}'), d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
         let text = ''; for (let i = 0; i < d.length; i += 8192) text += String.fromCharCode(...d.subarray(i, i + 8192));
         return [c.width, c.height, btoa(text)]"
    ))?;
    let size = |i: usize| Ok::<_, anyhow::Error>(said[i].as_u64().context("a size")? as usize);
    let rgba = base64::engine::general_purpose::STANDARD.decode(said[2].as_str().context("pixels")?)?;
    let over_white =
        |p: &[u8]| [0, 1, 2].map(|i| 255 - ((255 - u32::from(p[i])) * u32::from(p[3]) / 255) as u8);
    let rgb = rgba.chunks_exact(4).flat_map(over_white).collect();
    Ok(Pixels { width: size(0)?, height: size(1)?, rgb })
}

fn from_png(octets: &[u8]) -> Result<Pixels> {
    let mut reader = png::Decoder::new(std::io::Cursor::new(octets)).read_info()?;
    let mut rgb = vec![0; reader.output_buffer_size().context("a size")?];
    let info = reader.next_frame(&mut rgb)?;
    ensure!(info.color_type == png::ColorType::Rgb, "{:?}", info.color_type);
    Ok(Pixels { width: info.width as usize, height: info.height as usize, rgb })
}

#[test]
fn the_server_draws_what_the_browser_draws() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.window(View::DESKTOP)?;
    for address in FIVE {
        page.open(address)?;
        let clock = clock(&page)?;
        let size = page.js("const r = document.querySelector('.canvas-host').getBoundingClientRect(); return [r.width, r.height]")?;
        let size = (size[0].as_f64().context("a width")?, size[1].as_f64().context("a height")?);
        let scene = scene(&system, &clock, address, size)?;
        let (browser, server) = (on_canvas(&page)?, from_png(&bitmap::png(&scene)?)?);
        let masked = words(&scene);
        let share = masked.iter().filter(|m| **m).count() as f64 / masked.len() as f64;
        let differ = different(&browser, &server, &masked);
        println!("{address}: {:.3}% differ, {:.1}% are words", 100.0 * differ, 100.0 * share);
        assert!(share < MOST_WORDS, "{address}: {:.1}% of the picture are words", 100.0 * share);
        assert!(differ < MOST, "{address}: {:.3}% of the pixels differ", 100.0 * differ);
    }
    Ok(())
}

#[test]
fn the_picture_made_in_the_browser_is_the_server_s_words_and_all() -> Result<()> {
    let Some(system) = harness::start()? else { return Ok(()) };
    let page = system.window(View::DESKTOP)?;
    let none = |pixels: &Pixels| vec![false; pixels.width * pixels.height];
    for address in FIVE {
        page.open(address)?;
        page.js(
            "[...document.querySelectorAll('.share-bar button')].find(b => b.textContent === 'Download').click()",
        )?;
        page.wait_for("the letters", "document.fonts.check('12px picture')")?;
        for ratio in [1, 2] {
            page.choose(&format!("dialog[open] input[name=ratio][value='{ratio}']"))?;
            page.wait_for(
                "the picture",
                &format!("document.querySelector('dialog[open] canvas').width === {}", 960 * ratio),
            )?;
            let browser = canvas(&page, "dialog[open] canvas")?;
            let server = from_png(
                &system
                    .server
                    .bytes(&format!("/image{}&scale={ratio}", address.replacen('?', ".png?", 1)))?,
            )?;
            let differ = different(&browser, &server, &none(&browser));
            println!("{address} at {ratio}: {:.3}% differ", 100.0 * differ);
            assert!(differ < MOST, "{address} at {ratio}: {:.3}% of the pixels differ", 100.0 * differ);
        }
    }
    Ok(())
}

#[test]
fn what_differs_is_counted_and_smoothed_edges_are_not() {
    let (width, height) = (40, 25);
    let picture = |colour: &dyn Fn(usize, usize) -> u8| Pixels {
        width,
        height,
        rgb: (0..width * height).flat_map(|i| [colour(i % width, i / width); 3]).collect(),
    };
    let white = picture(&|_, _| 255);
    let block = picture(&|x, y| if x < 5 && y < 4 { 0 } else { 255 });
    let smoothed = picture(&|x, y| {
        if x < 4 && y < 4 {
            0
        } else if x == 4 && y < 4 {
            120
        } else {
            255
        }
    });
    let open = vec![false; width * height];
    assert_eq!(different(&white, &block, &open), 0.02);
    assert_eq!(different(&block, &block, &open), 0.0);
    assert_eq!(different(&block, &smoothed, &open), 0.004, "the pixels that only one of them has");
    let masked: Vec<bool> = (0..width * height).map(|i| i % width < 5).collect();
    assert_eq!(different(&white, &block, &masked), 0.0);
}
