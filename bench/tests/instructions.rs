//! The instructions of what everybody waits for, which are the same on any machine whatever else it does: `cargo xtask test
//! instructions`. Each has a limit some way above what it takes now, so that it fails where somebody makes it much slower by
//! accident. What is meant to take more raises its limit.

#![allow(missing_docs, reason = "the macros of Gungraun write items without")]
#![allow(clippy::unwrap_used, reason = "a benchmark that cannot go on has failed")]

use std::hint::black_box;
use std::sync::Arc;

use gungraun::{
    Callgrind, EntryPoint, EventKind, LibraryBenchmarkConfig, library_benchmark, library_benchmark_group,
    main,
};
use rssac002_charts::draw::Surface;
use rssac002_charts::state::url;
use rssac002_charts::{Chart, Clock, View, export::svg};
use rssac002_ingest::{Options, Sources};
use rssac002_model::{Day, DayRange, Endpoint, Snapshot};
use rssac002_server::api::query::Query;
use rssac002_server::api::request::{Request, Shape};
use rssac002_server::api::{columns, published};
use rssac002_server::{site::pages, view};

/// Half a year of sample data.
fn numbers() -> Arc<Snapshot> {
    Arc::new(rssac002_ingest::sample::snapshot(today()))
}

fn today() -> Day {
    Day::parse_iso("2017-07-23").unwrap()
}

/// Instructions of the function alone.
fn at_most(instructions: u64) -> LibraryBenchmarkConfig {
    let mut config = LibraryBenchmarkConfig::default();
    config.tool(Callgrind::default().hard_limits([(EventKind::Ir, instructions)]));
    config
}

/// Instructions of everything, whichever thread does it.
fn in_all_at_most(instructions: u64) -> LibraryBenchmarkConfig {
    let mut config = LibraryBenchmarkConfig::default();
    let mut callgrind = Callgrind::default();
    callgrind.entry_point(EntryPoint::None).hard_limits([(EventKind::Ir, instructions)]);
    // Threads that wait for work count, too, and not always the same.
    config.tool(callgrind).env("RAYON_NUM_THREADS", "1");
    config
}

// Ten days of made-up files, written and read into a store.
#[library_benchmark]
#[bench::ten_days(config = in_all_at_most(955_000_000))]
fn ingest() -> u64 {
    let folder = tempfile::tempdir().unwrap();
    let days = DayRange::new(Day::CHARTS_START, Day::CHARTS_START + 9);
    let tree = folder.path().join("tree");
    rssac002_ingest::sample::write_tree(&tree, today(), days).unwrap();
    let all = Some(tree);
    let sources = Sources { rssac002: all.clone(), instances: all.clone(), zone_size: all };
    let store = folder.path().join("store");
    let (_, report) = rssac002_ingest::ingest(&sources, Some(&store), &Options::new(today()), &()).unwrap();
    report.total().read
}

/// A question of the API.
fn question(address: &str) -> (Arc<Snapshot>, Request) {
    let (endpoint, query) = address.split_once('?').unwrap();
    let query = Query::parse(&format!("rsi=a-m&start_date=2017-01-02&end_date=2017-07-02&{query}"));
    (numbers(), Request::parse(endpoint.parse::<Endpoint>().unwrap(), &query, today()).unwrap())
}

#[library_benchmark(setup = question)]
#[bench::published_by_day(args = ("udp-response-sizes?"), config = at_most(198_000_000))]
#[bench::published_by_week(args = ("traffic-volume?week&totals=received"), config = at_most(8_500_000))]
#[bench::columns_by_week(args = ("rcode-volume?shape=columns&step=week&keys=top:8"), config = at_most(16_600_000))]
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

#[library_benchmark(setup = state)]
#[bench::weeks(args = ("/queries-received?"), config = at_most(11_000_000))]
#[bench::days_of_letters(args = ("/queries-received/rsi?v=1&interval=day"), config = at_most(14_200_000))]
#[bench::box_plots(args = ("/load-time/rsi?"), config = at_most(26_000_000))]
fn place((snapshot, state, clock): (Arc<Snapshot>, rssac002_charts::ChartState, Clock)) -> View {
    view::view(&snapshot, &state, &clock).unwrap()
}

fn seen(address: &str) -> View {
    let (snapshot, state, clock) = state(address);
    view::view(&snapshot, &state, &clock).unwrap()
}

#[library_benchmark(setup = seen)]
#[bench::areas_of_days(args = ("/queries-received/rsi?v=1&interval=day&type=stacked"), config = at_most(4_300_000))]
fn draw(view: View) -> String {
    svg::svg(&view, 0, &Surface::new(1200.0, 480.0)).unwrap()
}

library_benchmark_group!(name = instructions; benchmarks = ingest, answer, place, draw);
main!(library_benchmark_groups = instructions);
