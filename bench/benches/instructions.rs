//! The instructions of what everybody waits for, which are the same on any machine whatever else it does: `cargo xtask test
//! instructions`. Each has a limit some way above what it takes now, so that it fails where somebody makes it much slower by
//! accident. What is meant to take more raises its limit.

#![allow(missing_docs, reason = "the macros of Gungraun write items without")]
#![allow(clippy::unwrap_used, reason = "a benchmark that cannot go on has failed")]

use std::hint::black_box;
use std::sync::Arc;

use gungraun::{
    Callgrind, EventKind, LibraryBenchmarkConfig, library_benchmark, library_benchmark_group, main,
};
use rssac002_charts::draw::Surface;
use rssac002_charts::state::url;
use rssac002_charts::{Chart, Clock, View, export::svg};
use rssac002_model::{Day, Endpoint, Snapshot};
use rssac002_server::api::query::Query;
use rssac002_server::api::request::{Request, Shape};
use rssac002_server::api::{columns, published};
use rssac002_server::{site::pages, view};

/// Two years of sample data.
fn numbers() -> Arc<Snapshot> {
    Arc::new(rssac002_ingest::sample::snapshot(today()))
}

fn today() -> Day {
    Day::parse_iso("2019-01-21").unwrap()
}

fn at_most(million: u64) -> LibraryBenchmarkConfig {
    let mut config = LibraryBenchmarkConfig::default();
    config.tool(Callgrind::default().hard_limits([(EventKind::Ir, million * 1_000_000)]));
    config
}

/// A question of the API.
fn question(address: &str) -> (Arc<Snapshot>, Request) {
    let (endpoint, query) = address.split_once('?').unwrap();
    let query = Query::parse(&format!("rsi=a-m&start_date=2017-01-02&end_date=2018-12-30&{query}"));
    (numbers(), Request::parse(endpoint.parse::<Endpoint>().unwrap(), &query, today()).unwrap())
}

#[library_benchmark(setup = question, config = at_most(1))]
#[bench::published_by_day("udp-response-sizes?")]
#[bench::published_by_week("traffic-volume?week&totals=received")]
#[bench::columns_by_week("rcode-volume?shape=columns&step=week&keys=top:8")]
fn answer((snapshot, request): (Arc<Snapshot>, Request)) -> usize {
    let mut octets = 0;
    let mut emit = |piece: String| {
        octets += black_box(piece).len();
        Ok(())
    };
    match request.shape {
        Shape::Columns => columns::write(&snapshot, &request, &mut emit).unwrap(),
        _ => published::write(&snapshot, &request, &mut emit).unwrap(),
    }
    octets
}

/// What a page draws.
fn state(address: &str) -> (Arc<Snapshot>, rssac002_charts::ChartState, Clock) {
    let snapshot = numbers();
    let clock = pages::clock(&snapshot, today());
    let (path, query) = address.split_once('?').unwrap();
    let state = url::parse(Chart::find(path).unwrap(), query, &clock).0;
    (snapshot, state, clock)
}

#[library_benchmark(setup = state, config = at_most(1))]
#[bench::weeks("/queries-received?")]
#[bench::days_of_letters("/queries-received/rsi?v=1&interval=day")]
#[bench::box_plots("/load-time/rsi?")]
fn place((snapshot, state, clock): (Arc<Snapshot>, rssac002_charts::ChartState, Clock)) -> View {
    view::view(&snapshot, &state, &clock).unwrap()
}

fn seen(address: &str) -> View {
    let (snapshot, state, clock) = state(address);
    view::view(&snapshot, &state, &clock).unwrap()
}

#[library_benchmark(setup = seen, config = at_most(1))]
#[bench::areas_of_days("/queries-received/rsi?v=1&interval=day&type=stacked")]
fn draw(view: View) -> String {
    svg::svg(&view, 0, &Surface::new(1200.0, 480.0)).unwrap()
}

library_benchmark_group!(name = instructions; benchmarks = answer, place, draw);
main!(library_benchmark_groups = instructions);
