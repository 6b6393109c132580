//! The pages that the server sends, made natively by the app's components.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::sync::{Arc, LazyLock};

use rssac002_charts::draw::Surface;
use rssac002_charts::export::embed::escape;
use rssac002_charts::export::svg;
use rssac002_charts::{CATALOGUE, ChartState, Clock, Theme, View, study};
use rssac002_explorer::render;
use rssac002_model::{Day, Snapshot};
use rssac002_server::site::page::Arrival;
use rssac002_server::site::pages;
use rssac002_server::view::view;

struct Sample {
    snapshot: Arc<Snapshot>,
    clock: Clock,
}

static SAMPLE: LazyLock<Sample> = LazyLock::new(|| {
    let today = Day::parse_iso("2020-11-21").unwrap();
    let snapshot = Arc::new(rssac002_ingest::sample::snapshot(today));
    let clock = pages::clock(&snapshot, today);
    Sample { snapshot, clock }
});

fn view_of(state: &ChartState) -> Arc<View> {
    Arc::new(view(&SAMPLE.snapshot, state, &SAMPLE.clock).unwrap())
}

fn page(path: &str, query: &str, views: Vec<Arc<View>>) -> String {
    let latest = |metric: &str, day: &str| format!("\"{metric}\":\"{day}\"");
    let settings = format!(
        "{{\"today\":\"2020-11-21\",\"site\":\"https://charts.example\",\"version\":\"v\",\"latest\":{{{}}}}}",
        latest("traffic-volume", "2020-10-31")
    );
    render(Arrival { settings: &settings, path, query, views })
}

#[test]
fn every_chart_has_its_page() {
    for chart in CATALOGUE {
        let state = ChartState::new(chart);
        let view = view_of(&state);
        let html = page(&format!("/{}", chart.path), "", vec![view.clone()]);
        assert!(html.contains(&format!("<h1>{}</h1>", escape(&view.title))), "{}", chart.path);
        assert!(
            html.contains(&escape(&view.subtitle)) && html.contains(&escape(&view.summary)),
            "{}",
            chart.path
        );
        let stills = html.matches("<svg aria-hidden").count();
        let panels = view.headings().len();
        // Pictures that are heavy are fewer.
        assert!((2..=panels.min(6) + panels.min(3)).contains(&stills), "{}: {stills}", chart.path);
        // A slow phone has to read it without standing still.
        let (octets, tags) = (html.len(), html.matches('<').count());
        assert!(octets < 330_000 && tags < 8_000, "{}: {octets} octets, {tags} tags", chart.path);
        assert!(html.contains(&format!("href=\"/{}\" aria-current=\"page\"", chart.path)), "{}", chart.path);
    }
}

#[test]
fn the_study_says_all_its_sentences() {
    let states = study::figures().into_iter().flat_map(|figure| figure.charts);
    let views: Vec<Arc<View>> = states.map(|state| view_of(&state)).collect();
    let html = page(&format!("/{}", study::PATH), "", views);
    let said = html.matches("class=\"prose findings\"><p>").count();
    assert_eq!(said, study::figures().len());
}

#[test]
fn what_an_address_says_is_text() {
    let html = page("/<script>alert(1)</script>", "", Vec::new());
    assert!(!html.contains("<script>") && html.contains("&lt;script&gt;"), "{html}");
    let state = ChartState::new(&CATALOGUE[0]);
    let html = page("/queries-received", "<script>=<script>&interval=<script>", vec![view_of(&state)]);
    assert!(!html.contains("<script>") && html.contains("&lt;script&gt;"), "{html}");
}

/// The styles of a page know one dark colour for each light one, so there must not be two.
#[test]
fn pictures_in_pages_become_dark_by_their_colours_alone() {
    for chart in CATALOGUE {
        let view = view_of(&ChartState::new(chart));
        for panel in 0..view.headings().len() {
            let light = Surface::new(564.0, 260.0);
            let dark = Surface { theme: Theme::Dark, ..light };
            let colours = svg::inline(&view, panel, &light).unwrap().dark;
            let drawn = svg::svg(&view, panel, &light).unwrap();
            let darkened: String = drawn
                .split_inclusive("\"#")
                .map(|part| match part.get(..6).and_then(|hex| colours.get(&format!("#{hex}"))) {
                    Some(dark) => format!("{}{}", &dark[1..], &part[6..]),
                    None => part.to_owned(),
                })
                .collect();
            assert_eq!(darkened, svg::svg(&view, panel, &dark).unwrap(), "{} {panel}", chart.path);
        }
    }
}
