//! What is drawn while a visitor moves the days of a chart is what is drawn once they are let go of.

use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use rssac002_charts::catalogue::Keys;
use rssac002_charts::draw::scene::Item;
use rssac002_charts::draw::window::Limits;
use rssac002_charts::draw::{Geometry, Layer, Surface, Window};
use rssac002_charts::kind::place;
use rssac002_charts::state::Bound;
use rssac002_charts::view::{TimeView, View};
use rssac002_charts::{CATALOGUE, ChartState};
use rssac002_model::{DayRange, Interval};

use crate::fixture::Fixture;

const SURFACE: fn() -> Surface = || Surface::new(700.0, 300.0);

fn time(view: &View) -> &TimeView {
    view.time().unwrap()
}

/// Every chart over time in every form, by day and by week.
fn states() -> Vec<ChartState> {
    let over_time = CATALOGUE.iter().map(ChartState::new).filter(ChartState::over_time);
    let forms = over_time.flat_map(|state| {
        let forms = state.chart.forms().to_vec();
        forms.into_iter().map(move |form| ChartState { form, ..state.clone() })
    });
    forms
        .filter(ChartState::over_time)
        .flat_map(|state| {
            [Interval::Day, Interval::Week].map(|interval| ChartState { interval, ..state.clone() })
        })
        .collect()
}

/// Whether which series there are depends on the days.
fn chooses(state: &ChartState) -> bool {
    state.needs().iter().any(|need| matches!(need.keys, Keys::Top(_) | Keys::TopEach(_)))
}

/// The days from one bin to another one.
fn between(time: &TimeView, one: usize, other: usize) -> DayRange {
    let [one, other] = [one, other].map(|at| at % time.bins.len());
    let days = |at: usize| time.bins[at].days;
    DayRange::new(days(one.min(other)).start(), days(one.max(other)).end()).unwrap()
}

/// What is drawn of the days lies between the edges of the plot.
fn stays_in_the_plot(view: &View, told: &str) {
    for panel in 0..time(view).panels.len() {
        let scene = place(view, panel, &SURFACE(), Layer::All).unwrap();
        let Geometry::Time(plot) = &scene.geometry else { panic!("{told}: no plot") };
        let (left, right) = (plot.area().left as i32, plot.area().right as i32);
        let inside = |x: i32| (left..=right + 1).contains(&x);
        for item in &scene.items {
            let is_inside = match item {
                Item::Polygon { points, .. } | Item::Line { points, .. } => {
                    points.iter().all(|p| inside(p.0))
                }
                Item::Circle { at, .. } => inside(at.0),
                Item::Rect { from, to, .. } => inside(from.0) && inside(to.0),
                Item::Text { .. } => true,
            };
            assert!(is_inside, "{told}: {item:?} is not between {left} and {right}");
        }
    }
}

/// The numbers of the bins in these days are those of the view of these days.
fn has_the_numbers_of(part: &TimeView, shown: &TimeView, days: DayRange, told: &str) {
    let inside: Vec<usize> =
        (0..part.bins.len()).filter(|at| days.intersection(part.bins[*at].days).is_some()).collect();
    let bins: Vec<_> = inside.iter().map(|at| part.bins[*at]).collect();
    assert_eq!(bins, shown.bins, "{told}");
    assert!(part.bins.len() <= bins.len() + 2, "{told}");
    assert_eq!(part.panels.len(), shown.panels.len(), "{told}");
    for (panel, other) in part.panels.iter().zip(&shown.panels) {
        assert_eq!(panel.series.len(), other.series.len(), "{told}");
        for (series, other) in panel.series.iter().zip(&other.series) {
            let values: Vec<_> = inside.iter().map(|at| series.values.get(*at)).collect();
            assert_eq!((&series.id, values), (&other.id, other.values.iter().collect()), "{told}");
            let doubtful: Vec<bool> = inside.iter().map(|at| series.doubtful.contains(at)).collect();
            let others: Vec<bool> = (0..shown.bins.len()).map(|at| other.doubtful.contains(&at)).collect();
            assert_eq!(doubtful, others, "{told}");
        }
    }
}

#[test]
fn days_on_the_move_are_drawn_as_when_they_rest() {
    let fixture = Fixture::sample();
    for state in states() {
        let told = format!("{} {:?} {:?}", state.chart.path, state.form, state.interval);
        let whole = fixture.view(&state);
        let limits = Limits { whole: state.whole_range(&fixture.clock), interval: state.interval };
        let all = whole.part(Window::of(between(time(&whole), 0, time(&whole).bins.len() - 1))).unwrap();
        for panel in 0..time(&whole).panels.len() {
            let items = |view: &View| place(view, panel, &SURFACE(), Layer::All).unwrap().items;
            assert_eq!(items(&all), items(&whole), "{told}");
        }
        let random = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
        let mut runner = TestRunner::new_with_rng(Config { cases: 6, ..Config::default() }, random);
        let cases = (0..4000usize, 0..4000usize, 0.0..1.0f64, 0.2..3.0f64);
        let checked = runner.run(&cases, |(one, other, by, times)| {
            let days = between(time(&whole), one, other);
            let window = Window::of(days);
            stays_in_the_plot(
                &whole.part(window.moved(by, limits).scaled(times, by, limits)).unwrap(),
                &told,
            );
            if !chooses(&state) {
                let (from, to) = (Bound::On(days.start()), Bound::On(days.end()));
                let shown = fixture.view(&ChartState { from, to, ..state.clone() });
                has_the_numbers_of(time(&whole.part(window).unwrap()), time(&shown), days, &told);
            }
            Ok(())
        });
        checked.unwrap();
    }
}
