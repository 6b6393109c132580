//! Answers where there is no server: made of those of whole years, they are the API's.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::sync::{Arc, LazyLock};

use proptest::prelude::*;
use rssac002_charts::export::{csv, json};
use rssac002_charts::state::url;
use rssac002_charts::{Answer, CATALOGUE, ChartState, Clock, DataRequest, DataStore, kind};
use rssac002_model::{Columns, Day, RsiSet, Snapshot};
use rssac002_server::site::pages;
use rssac002_server::view;
use support::{TODAY, dirty};

struct Numbers {
    snapshot: Arc<Snapshot>,
    clock: Clock,
}

impl Numbers {
    fn of(snapshot: Snapshot) -> Numbers {
        let clock = pages::clock(&snapshot, Day::parse_iso(TODAY).unwrap());
        Numbers { snapshot: Arc::new(snapshot), clock }
    }

    fn answer(&self, request: &DataRequest) -> Answer {
        view::answer(&self.snapshot, request, self.clock.today).unwrap()
    }

    fn columns(&self, request: &DataRequest) -> Columns {
        let Answer::Columns(columns) = self.answer(request) else { panic!("{request:?}") };
        columns
    }

    /// What is shown of a state, with what the API answers or with what it answers for whole years.
    fn shown(&self, state: &ChartState, by_year: bool) -> [String; 2] {
        let mut data = DataStore::default();
        for request in kind::requests(state, &self.clock) {
            let years = request.years();
            if by_year && !years.is_empty() {
                let years: Vec<Columns> = years.iter().map(|year| self.columns(year)).collect();
                data.insert(request, request.join(&years));
            } else {
                data.insert(request, self.answer(&request));
            }
        }
        let view = kind::view(state, &data, &self.clock).unwrap();
        let provenance = rssac002_charts::Provenance::new(state, &self.clock, "", "", false);
        [csv(&view), json(&view, &provenance)]
    }
}

static SAMPLE: LazyLock<Numbers> =
    LazyLock::new(|| Numbers::of(rssac002_ingest::sample::snapshot(Day::parse_iso("2019-06-01").unwrap())));
static DIRTY: LazyLock<Option<Numbers>> = LazyLock::new(|| dirty().map(Numbers::of));

#[test]
fn every_chart_is_the_same_from_whole_years() {
    for chart in CATALOGUE {
        for interval in chart.intervals {
            let state = ChartState { interval: *interval, ..ChartState::new(chart) };
            assert_eq!(SAMPLE.shown(&state, true), SAMPLE.shown(&state, false), "{}", chart.path);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn so_is_any_state_of_dirty_numbers(
        chart in 0..CATALOGUE.len(),
        (from, days) in (0..1400, 1..700),
        rsis in prop::collection::btree_set(0usize..13, 1..13),
        interval in prop::sample::select(vec!["day", "week"]),
    ) {
        let Some(dirty) = &*DIRTY else { return Ok(()) };
        let (chart, from) = (&CATALOGUE[chart], Day::CHARTS_START + from);
        let rsis: RsiSet = rssac002_model::Rsi::all().enumerate().filter(|(i, _)| rsis.contains(i)).map(|(_, r)| r).collect();
        let query = format!("time={from}..{}&rsi={}&interval={interval}", from + days, rsis.to_permalink());
        let state = url::parse(chart, &query, &dirty.clock).0;
        prop_assert_eq!(dirty.shown(&state, true), dirty.shown(&state, false), "{}?{}", chart.path, query);
    }
}
