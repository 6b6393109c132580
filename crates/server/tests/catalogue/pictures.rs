//! Pictures of every chart, so that a change in any of them is seen before it is accepted (`cargo xtask bless`).
//! `cargo xtask gallery` shows them all.

use std::path::Path;

use rssac002_charts::catalogue::{Drawing, Form};
use rssac002_charts::draw::Surface;
use rssac002_charts::export::svg::{self, svg};
use rssac002_charts::picture;
use rssac002_charts::state::url;
use rssac002_charts::{CATALOGUE, Provenance, Theme};
use snapbox::Data;
use snapbox::data::DataFormat;

use crate::fixture::Fixture;

const WIDE: (f64, f64) = (960.0, 480.0);
/// Panels that stand side by side.
const HALF: (f64, f64) = (564.0, 260.0);
const NARROW: (f64, f64) = (358.0, 268.0);
/// Panels of one picture that are kept: the others differ in their numbers only.
const PANELS: usize = 2;

fn keep(name: &str, fixture: &Fixture, address: &str, (width, height): (f64, f64), theme: Theme) {
    let view = fixture.view_at(address);
    let surface = Surface { theme, ..Surface::new(width, height) };
    let panels = view.headings().len();
    for panel in 0..panels.min(PANELS) {
        let name = if panels > 1 { format!("{name}.{}", panel + 1) } else { name.to_owned() };
        let text = svg(&view, panel, &surface).unwrap();
        assert_kept(&name, text);
    }
}

fn assert_kept(name: &str, text: String) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/snapshots/{name}.svg"));
    snapbox::assert_data_eq!(text, Data::read_from(&file, Some(DataFormat::Text)).raw());
}

#[test]
fn every_chart() {
    let (sample, nothing) = (Fixture::sample(), Fixture::nothing());
    for chart in CATALOGUE {
        let slug = chart.slug();
        let days = match chart.drawing {
            Drawing::Map => "date=2020-11-04",
            _ => "time=2020-08-03..2021-01-31",
        };
        let address = format!("/{}?v={}&{days}", chart.path, url::VERSION);
        keep(&format!("{slug}.default"), sample, &address, WIDE, Theme::Light);
        keep(&format!("{slug}.narrow"), sample, &address, NARROW, Theme::Light);
        keep(&format!("{slug}.dark"), sample, &address, WIDE, Theme::Dark);
        keep(&format!("{slug}.missing"), nothing, &address, WIDE, Theme::Light);
    }
}

/// Shares in columns, wide and light, and narrow and dark.
#[test]
fn columns_of_shares() {
    let sample = Fixture::sample();
    for chart in CATALOGUE.iter().filter(|chart| chart.forms().contains(&Form::Columns)) {
        let address = format!("/{}?v={}&time=2020-08-03..2021-01-31&type=columns", chart.path, url::VERSION);
        keep(&format!("{}.columns", chart.slug()), sample, &address, WIDE, Theme::Light);
        keep(&format!("{}.columns.narrow", chart.slug()), sample, &address, NARROW, Theme::Dark);
    }
}

/// Whole charts: one with a drawing to itself, and one of each kind with several.
#[test]
fn sheets() {
    let sample = Fixture::sample();
    for (name, path) in [
        ("line", "queries-received"),
        ("panels", "queries-received/protocol"),
        ("pie", "response-codes"),
        ("columns", "packet-sizes/stacked"),
        ("boxes", "load-time/compare"),
    ] {
        let address = format!("/{path}?v={}&time=2020-08-03..2021-01-31", url::VERSION);
        let view = sample.view_at(&address);
        let surface = Surface { font: 16.0, ..Surface::new(1200.0, 630.0) };
        let provenance = Provenance::new(&view.state, &sample.clock, "https://charts.example", "", true);
        let text = svg::picture(&view, &surface, &provenance);
        assert_kept(&format!("sheet.{name}"), text);
    }
}

/// Totals of two periods side by side, as pages and pictures have them; of one of them there may be nothing.
#[test]
fn two_periods() {
    let sample = Fixture::sample();
    for (name, address) in [
        ("pie", "/response-codes?v=1&time=2021-02-01..2022-02-01&with=2019-11-04..2020-11-04"),
        (
            "pie-of-a-part",
            "/queries-received/share?v=1&time=2022-02-15..2022-04-10&with=year-before&part=ipv6-udp",
        ),
        (
            "pie-and-nothing",
            "/packet-sizes/share?v=1&time=2017-03-01..2017-03-31&with=2013-01-01..2013-01-31",
        ),
        ("columns", "/packet-sizes/stacked?v=1&time=2021-02-01..2022-02-01&with=2019-11-04..2020-11-04"),
        (
            "columns-and-nothing",
            "/packet-sizes/stacked?v=1&time=2017-03-01..2017-03-31&with=2013-01-01..2013-01-31",
        ),
        (
            "columns-of-protocols",
            "/queries-received/share?v=1&time=2022-02-15..2022-04-10&with=year-before&type=columns",
        ),
    ] {
        let name = format!("two-periods.{name}");
        keep(&name, sample, address, HALF, Theme::Light);
        let view = sample.view_at(address);
        let provenance = Provenance::new(&view.state, &sample.clock, "https://charts.example", "", true);
        let surface = Surface { font: 16.0, ..Surface::new(1200.0, 630.0) };
        assert_kept(&format!("{name}.sheet"), svg::picture(&view, &surface, &provenance));
        if name.ends_with("nothing") {
            continue;
        }
        keep(&format!("{name}.narrow"), sample, address, NARROW, Theme::Light);
        keep(&format!("{name}.dark"), sample, address, HALF, Theme::Dark);
        let (width, theme) = (390.0, Theme::Dark);
        let surface = Surface {
            font: picture::font(width),
            theme,
            ..Surface::new(width, picture::height(&view, width))
        };
        assert_kept(&format!("{name}.sheet.narrow"), svg::picture(&view, &surface, &provenance));
    }
}

#[test]
fn special_cases() {
    let sample = Fixture::sample();
    for (name, address) in [
        ("log-axis", "/queries-received?v=1&time=2020-08-03..2021-01-31&type=lines&scale=log"),
        ("lines-dashed", "/queries-received?v=1&time=2020-08-03..2021-01-31&type=lines"),
        ("stack-of-letters", "/queries-received?v=1&time=2020-08-03..2021-01-31&type=stacked"),
        ("stack-with-a-silent-letter", "/queries-received?v=1&time=2022-02-07..2022-05-29&type=stacked"),
        ("gap-of-one-letter", "/queries-received?v=1&time=2022-02-07..2022-05-29&rsi=h&interval=day"),
        ("bands", "/load-time/quartiles?v=1&time=2020-08-03..2021-01-31&type=bands"),
        ("bands-by-day", "/load-time/rsi?v=1&time=2022-02-07..2022-05-29&interval=day&type=bands&axis=own"),
        ("part-hidden", "/queries-received/protocol?v=1&time=2020-08-03..2021-01-31&type=share&hide=a.f"),
        ("single-day", "/queries-received?v=1&time=2020-11-04..2020-11-04&interval=day"),
        (
            "single-day-stacked",
            "/queries-received/transport?v=1&time=2020-11-04..2020-11-04&interval=day&type=stacked",
        ),
        ("pie-of-a-code", "/response-codes?v=1&time=2020-11-04..2020-11-04&code=3"),
        (
            "pie-of-a-part",
            "/queries-received/share?v=1&time=2020-11-04..2020-11-04&split=ip-version&part=ipv6",
        ),
        ("map-of-europe", "/instances/map?v=1&date=2020-11-04&at=50_10_6"),
        ("map-at-the-antimeridian", "/instances/map?v=1&date=2020-11-04&rsi=f&at=-10_180_3"),
        ("pie-of-one-letter", "/response-codes?v=1&time=2020-11-04..2020-11-04&rsi=k"),
    ] {
        keep(&format!("special.{name}"), sample, address, WIDE, Theme::Light);
        if name.starts_with("pie") {
            keep(&format!("special.{name}.narrow"), sample, address, NARROW, Theme::Light);
        }
    }
    let Some(dirty) = Fixture::dirty() else { return };
    for (name, address) in [
        ("doubtful", "/queries-received?v=1&time=2019-11-01..2020-02-29&interval=day&type=lines"),
        ("doubtful-out", "/queries-received?v=1&time=2019-11-01..2020-02-29&interval=day&doubtful=out"),
    ] {
        keep(&format!("special.{name}"), dirty, address, WIDE, Theme::Light);
    }
}
