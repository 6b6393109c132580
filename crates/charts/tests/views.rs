//! What must hold for any data: stacks stand on their running sums, shares fill the plot, coverage is what is there,
//! readouts add up, and a view does not depend on what else is held.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use plotters::coord::ranged1d::Ranged;
use plotters::style::Color;
use proptest::prelude::*;
use rssac002_charts::catalogue::Form;
use rssac002_charts::draw::geometry::TimePlot;
use rssac002_charts::draw::scene::{Item, Scene};
use rssac002_charts::draw::{Geometry, Layer, Surface};
use rssac002_charts::events::{self, Event};
use rssac002_charts::export::{csv, digest, json, table};
use rssac002_charts::kind::{place, readout, requests, view};
use rssac002_charts::picture::picture;
use rssac002_charts::state::{Bound, Doubtful, Interval, Reading, Second};
use rssac002_charts::theme::{Colour, Rgb};
use rssac002_charts::view::{Body, View};
use rssac002_charts::{Chart, ChartState, Clock, DataStore, Provenance, Theme, format, words};
use rssac002_model::{
    Columns, Day, DayRange, Days, DoubtfulRecord, Group, KeyedColumn, Record, Rsi, RsiSet, Step,
};

/// Daily totals of the first letters, `None` for missing.
type Letters = Vec<Vec<Option<f64>>>;

const DAYS: usize = 45;

fn clock() -> Clock {
    Clock::new(Day::CHARTS_START + (DAYS as i32 - 1) + 21)
}

fn letters() -> impl Strategy<Value = Letters> {
    let value = prop_oneof![
        6 => (1u64..1 << 50).prop_map(|v| Some(v as f64)),
        1 => Just(Some(0.0)),
        3 => Just(None),
    ];
    prop::collection::vec(prop::collection::vec(value, DAYS), 1..5)
}

fn state(letters: &Letters, form: Form, interval: Interval) -> ChartState {
    let mut state = ChartState::new(Chart::find("queries-received").unwrap());
    state.rsis = Rsi::all().take(letters.len()).collect();
    (state.form, state.interval) = (form, interval);
    state
}

fn columns(letters: &Letters, start: Day) -> Columns {
    let group = |(rsi, values): (Rsi, &Vec<Option<f64>>)| Group {
        columns: vec![KeyedColumn { key: String::new(), values: values.iter().copied().collect() }],
        ..Group::new(Some(rsi))
    };
    let groups = Rsi::all().zip(letters).map(group).collect();
    Columns { start, step: Step::DAY, rows: letters[0].len(), groups }
}

/// The view of a state from these numbers alone.
fn alone(state: &ChartState, letters: &Letters, clock: &Clock) -> View {
    with_events(state, letters, &[], clock)
}

/// The same with known events on these days, counted from the first.
fn with_events(state: &ChartState, letters: &Letters, events: &[(i32, &str)], clock: &Clock) -> View {
    let request = requests(state, clock)[0];
    let mut store = DataStore::default();
    store.insert(request, columns(letters, request.range.start()));
    let event = |(day, what): &(i32, &str)| Event {
        day: Day::CHARTS_START + *day,
        what: (*what).to_owned(),
        rsis: RsiSet::ALL,
        source: String::new(),
    };
    store.set_events(events::ADDRESS.to_owned(), events.iter().map(event).collect());
    view(state, &store, clock).unwrap()
}

fn drawn(view: &View, width: f64, height: f64) -> (Scene, TimePlot) {
    let scene = place(view, 0, &Surface::new(width, height), Layer::All).unwrap();
    let Geometry::Time(plot) = scene.geometry.clone() else { panic!("a pie") };
    (scene, plot)
}

/// Zero is no value of a total.
fn there(value: Option<f64>) -> Option<f64> {
    value.filter(|v| *v != 0.0)
}

fn interval(weekly: bool) -> Interval {
    if weekly { Interval::Week } else { Interval::Day }
}

fn polygons(scene: &Scene, rgb: Rgb) -> impl Iterator<Item = &Vec<(i32, i32)>> {
    scene.items.iter().filter_map(move |item| match item {
        Item::Polygon { points, colour } if colour.rgb() == (rgb.0, rgb.1, rgb.2) => Some(points),
        _ => None,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn layers_stand_on_the_running_sum(letters in letters(), share: bool, weekly: bool) {
        let form = if share { Form::Share } else { Form::Stacked };
        let view = alone(&state(&letters, form, interval(weekly)), &letters, &clock());
        let time = view.time().unwrap();
        let (scene, plot) = drawn(&view, 960.0, 480.0);
        for (bin, days) in time.bins.iter().enumerate() {
            let series = &time.panels[0].series;
            let any = series.iter().any(|s| s.sure(bin).is_some());
            let is_sure = series.iter().all(|s| s.doubtful.binary_search(&bin).is_err());
            let mut sum = 0.0;
            for series in series {
                sum += series.sure(bin).unwrap_or(0.0);
                let top = (plot.x_of_bin(days).round() as i32, plot.y_of(sum).round() as i32);
                let drawn = polygons(&scene, Theme::Light.rgb(series.colour)).any(|p| p.contains(&top));
                prop_assert_eq!(drawn, any, "{} in bin {}", &series.id, bin);
            }
            if share && any && is_sure {
                prop_assert!((sum - 100.0).abs() < 1e-9);
                prop_assert!((plot.y_of(sum) - plot.area().top).abs() < 1e-6);
            }
        }
    }

    /// A line joins only sums of the same letters, and passes no doubtful one.
    #[test]
    fn a_line_of_sums_joins_only_those_of_the_same_letters(letters in letters()) {
        let view = alone(&state(&letters, Form::Line, Interval::Day), &letters, &clock());
        let time = view.time().unwrap();
        let series = &time.panels[0].series[0];
        let (scene, plot) = drawn(&view, 960.0, 480.0);
        let x = |bin: usize| plot.x_of_bin(&time.bins[bin]).round() as i32;
        let there = |day: usize| -> Vec<bool> { letters.iter().map(|l| self::there(l[day]).is_some()).collect() };
        for bin in 1..time.bins.len() {
            let joined = lines(&scene).any(|(from, to, _)| from <= x(bin - 1) && to >= x(bin));
            let both = series.sure(bin - 1).is_some() && series.sure(bin).is_some();
            prop_assert!(!joined || (both && there(bin - 1) == there(bin)), "bin {}", bin);
            let all = there(bin).iter().all(|t| *t);
            prop_assert!(joined || !(both && all && there(bin - 1) == there(bin)), "bin {}", bin);
        }
    }

    /// Load times of one letter: every run of days has a band for each pair of opposite quantiles that are shown, from
    /// the lower one's value to the upper one's; what is left of a pair, and the middle, is a line.
    #[test]
    fn opposite_quantiles_bound_a_band(
        loads in prop::collection::vec(prop::collection::vec(1.0..5000.0f64, 0..4), DAYS),
        hidden in prop::collection::btree_set(0..5usize, 0..5),
    ) {
        let names = ["min", "q1", "median", "q3", "max"];
        let mut state = ChartState::new(Chart::find("load-time/quartiles").unwrap());
        (state.form, state.interval, state.rsis) = (Form::Bands, Interval::Day, RsiSet::only(Rsi::A));
        hidden.iter().for_each(|at| state.toggle_hidden(names[*at]));
        let request = requests(&state, &clock())[0];
        let record = |row: usize, value: &f64| Record { row, key: String::new(), value: Some(*value) };
        let rows = loads.iter().enumerate();
        let records = rows.flat_map(|(row, day)| day.iter().map(move |value| record(row, value))).collect();
        let groups = vec![Group { records, ..Group::new(Some(Rsi::A)) }];
        let mut store = DataStore::default();
        store.insert(request, Columns { start: request.range.start(), step: Step::DAY, rows: DAYS, groups });
        let view = view(&state, &store, &clock()).unwrap();
        let time = view.time().unwrap();
        let (scene, plot) = drawn(&view, 960.0, 480.0);

        let runs = loads.chunk_by(|a, b| a.is_empty() == b.is_empty()).filter(|run| !run[0].is_empty()).count();
        let shown = |at: &usize| !hidden.contains(at);
        let pairs = [(0, 4), (1, 3)].into_iter().filter(|(low, high)| shown(low) && shown(high)).count();
        let bands: Vec<_> = scene.items.iter().filter(|i| matches!(i, Item::Polygon { .. })).collect();
        prop_assert_eq!(bands.len(), pairs * runs);
        for (low, high) in [(0, 4), (1, 3)] {
            let [low, high] = [low, high].map(|at| &time.panels[0].series[at]);
            prop_assert_eq!(low.colour, high.colour);
            for (bin, days) in time.bins.iter().enumerate() {
                let x = plot.x_of_bin(days).round() as i32;
                for series in [low, high] {
                    let Some(value) = series.values.get(bin) else { continue };
                    let corner = (x, plot.y_of(value).round() as i32);
                    let drawn = polygons(&scene, Theme::Light.rgb(low.colour)).any(|p| p.contains(&corner));
                    prop_assert_eq!(drawn, !low.hidden && !high.hidden, "{} in bin {}", &series.id, bin);
                }
            }
        }
    }

    #[test]
    fn coverage_is_what_is_there(letters in letters(), weekly: bool, from in 0..DAYS, length in 1..DAYS) {
        let mut state = state(&letters, Form::Line, interval(weekly));
        let first = Day::CHARTS_START + from as i32;
        let last = (first + (length as i32 - 1)).min(Day::CHARTS_START + (DAYS as i32 - 1));
        (state.from, state.to) = (Bound::On(first), Bound::On(last));
        let view = alone(&state, &letters, &clock());
        let time = view.time().unwrap();
        let chosen = DayRange::new(first, last).unwrap();
        // Weeks are shown whole, as far as there are days.
        let end = Day::CHARTS_START + (DAYS as i32 - 1);
        let shown = if weekly {
            DayRange::new(first.monday(), (last.monday() + 6).min(end)).unwrap()
        } else {
            chosen
        };
        prop_assert_eq!(view.range, shown);
        prop_assert_eq!(time.bins.len(), time.coverage.len());
        for (bin, covered) in time.bins.iter().zip(&time.coverage) {
            for (rsi, values) in Rsi::all().zip(&letters) {
                let at = |day: Day| there(values[(day - Day::CHARTS_START) as usize]);
                let held = bin.days.days().filter(|d| at(*d).is_some()).count();
                prop_assert_eq!(covered.full.contains(rsi), held == bin.days.len());
                prop_assert_eq!(covered.partial.contains(rsi), held > 0 && held < bin.days.len());
            }
            prop_assert!(covered.reported() <= letters.len());
        }
        for (rsi, values) in Rsi::all().zip(&letters) {
            let at = |day: Day| there(values[(day - Day::CHARTS_START) as usize]);
            let held = view.range.days().filter(|day| at(*day).is_some()).count();
            prop_assert_eq!(view.throughout.contains(rsi), held as f64 >= 0.95 * view.range.len() as f64);
        }
    }

    #[test]
    fn a_digest_has_the_latest_days_of_which_anything_is_known(letters in letters(), weekly: bool) {
        let view = alone(&state(&letters, Form::Line, interval(weekly)), &letters, &clock());
        let (digest, Body::Time(time)) = (digest(&view), &view.body) else { panic!("not over time") };
        let [panel] = time.panels.as_slice() else { panic!("one panel") };
        let held: Vec<usize> = (0..time.bins.len())
            .filter(|at| panel.series.iter().any(|s| s.values.get(*at).is_some()))
            .collect();
        let latest = &held[held.len().saturating_sub(3)..];
        let days: Vec<String> = latest.iter().map(|at| time.bins[*at].start().to_string()).collect();
        prop_assert_eq!(&digest.columns[1..], days);
        prop_assert_eq!(digest.rows.len(), panel.series.len());
        prop_assert_eq!(digest.more, 0);
        for (series, (name, cells)) in panel.series.iter().zip(&digest.rows) {
            prop_assert_eq!(name, &series.label);
            let values = latest.iter().map(|at| series.values.get(*at).map(format::count).unwrap_or_default());
            prop_assert_eq!(cells, &values.collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_readout_is_sorted_and_adds_up(letters in letters(), share: bool) {
        let form = if share { Form::Share } else { Form::Stacked };
        let view = alone(&state(&letters, form, Interval::Day), &letters, &clock());
        let number = |text: &str| text.replace(',', "").parse::<f64>().ok();
        for row in 0..DAYS {
            let readout = readout(&view, 0, row).unwrap();
            let values: Vec<Option<f64>> = readout.rows.iter().map(|r| number(&r.value)).collect();
            let shown: Vec<f64> = values.iter().flatten().copied().collect();
            let expected: Vec<f64> = letters.iter().filter_map(|l| there(l[row])).collect();
            prop_assert_eq!(shown.len(), expected.len());
            prop_assert!(values[..shown.len()].iter().all(Option::is_some), "missing ones come last");
            prop_assert!(shown.windows(2).all(|w| w[0] >= w[1]));
            let total = (letters.len() > 1 && !expected.is_empty()).then(|| expected.iter().sum::<f64>());
            prop_assert_eq!(number(&readout.total), total);
        }
    }
}

/// The first and last pixel of each stroke in the colour of a single line, and its width.
fn lines(scene: &Scene) -> impl Iterator<Item = (i32, i32, u32)> {
    let accent = Theme::Light.rgb(Colour::Accent).to_rgba();
    scene.items.iter().filter_map(move |item| match item {
        Item::Line { points, colour, width } if *colour == accent => {
            let xs = || points.iter().map(|(x, _)| *x);
            Some((xs().min()?, xs().max()?, *width))
        }
        _ => None,
    })
}

/// Places and colours of hollow circles.
fn rings(scene: &Scene, colour: Colour) -> Vec<(i32, i32)> {
    let wanted = Theme::Light.rgb(colour).to_rgba();
    let ring = |item: &Item| match item {
        Item::Circle { at, colour, outline: 1.., .. } if *colour == wanted => Some(*at),
        _ => None,
    };
    scene.items.iter().filter_map(ring).collect()
}

#[test]
fn the_line_breaks_at_a_doubtful_value_which_has_its_mark() {
    let mut letters: Letters = vec![vec![Some(5e9); DAYS]];
    (letters[0][20], letters[0][30]) = (Some(1e18), Some(3e5));
    for form in [Form::Line, Form::Lines] {
        let view = alone(&state(&letters, form, Interval::Day), &letters, &clock());
        let (scene, plot) = drawn(&view, 960.0, 480.0);
        let x = |day: i32| plot.x_of_bin(&view.time().unwrap().bins[day as usize]).round() as i32;
        let top = plot.area().top.round() as i32;
        let low = plot.y_of(3e5).round() as i32;
        assert_eq!(rings(&scene, Colour::Warning), [(x(20), top), (x(30), low)]);
        let strokes: Vec<(i32, i32)> = scene
            .items
            .iter()
            .filter_map(|item| match item {
                Item::Line { points, .. } => Some((points[0].0, points[points.len() - 1].0)),
                _ => None,
            })
            .filter(|(from, to)| to > from && *from >= plot.area().left as i32)
            .collect();
        assert_eq!(strokes, [(x(0), x(19)), (x(21), x(29)), (x(31), x(44))], "{form:?}");
        assert!(plot.values().range().end < 1e10, "the axis is that of the others");
    }
}

#[test]
fn a_total_from_which_a_doubtful_letter_is_left_out_stands_apart() {
    let mut letters: Letters = vec![vec![Some(4e9); DAYS], vec![Some(1e9); DAYS]];
    letters[1][10] = Some(2.0);
    let mut state = state(&letters, Form::Line, Interval::Day);
    state.doubtful = Doubtful::LeaveOut;
    let view = alone(&state, &letters, &clock());
    let (scene, plot) = drawn(&view, 960.0, 480.0);
    let x = plot.x_of_bin(&view.time().unwrap().bins[10]).round() as i32;
    assert_eq!(rings(&scene, Colour::Accent), [(x, plot.y_of(4e9).round() as i32)]);
    assert_eq!(readout(&view, 0, 10).unwrap().note, "1 of 2 RSIs, without b");
    assert_eq!(readout(&view, 0, 11).unwrap().note, "2 of 2 RSIs");
}

#[test]
fn a_total_of_fewer_letters_stands_apart() {
    let mut letters: Letters = vec![vec![Some(4e9); DAYS], vec![Some(1e9); DAYS]];
    letters[1][10] = None;
    letters[1][20..30].fill(None);
    let view = alone(&state(&letters, Form::Line, Interval::Day), &letters, &clock());
    let (scene, plot) = drawn(&view, 960.0, 480.0);
    let x = |day: usize| plot.x_of_bin(&view.time().unwrap().bins[day]).round() as i32;
    // One day is a hollow point, and several a dotted line, at their place on the same axis.
    assert_eq!(rings(&scene, Colour::Accent), [(x(10), plot.y_of(4e9).round() as i32)]);
    let whole: Vec<(i32, i32)> = lines(&scene).filter(|l| l.2 > 1).map(|l| (l.0, l.1)).collect();
    assert_eq!(whole, [(x(0), x(9)), (x(11), x(19)), (x(30), x(44))]);
    let dots: Vec<(i32, i32)> = lines(&scene).filter(|l| l.2 == 1).map(|l| (l.0, l.1)).collect();
    assert!(dots.len() > 10 && dots.iter().all(|(from, to)| *from >= x(20) && *to <= x(29)), "{dots:?}");

    // A stack is hatched there and nowhere else.
    let view = alone(&state(&letters, Form::Stacked, Interval::Day), &letters, &clock());
    let (scene, plot) = drawn(&view, 960.0, 480.0);
    let paper = Theme::Light.rgb(Colour::Background).to_rgba();
    let bottom = plot.area().bottom.round() as i32;
    let gaps: Vec<i32> = scene
        .items
        .iter()
        .filter_map(|item| match item {
            Item::Rect { from, to, colour } if *colour == paper && to.1 == bottom => Some(from.0),
            _ => None,
        })
        .collect();
    let within = |x: i32, from: i32, to: i32| {
        let at = |day: i32| plot.x_of_day(Day::CHARTS_START + day);
        f64::from(x) >= at(from) - 1.0 && f64::from(x) <= at(to) + 1.0
    };
    assert!(gaps.iter().all(|x| within(*x, 10, 11) || within(*x, 20, 30)), "{gaps:?}");
    assert!(
        gaps.iter().any(|x| within(*x, 10, 11)) && gaps.iter().filter(|x| within(**x, 20, 30)).count() > 20
    );

    // Shares are no sums: nothing falls, and nothing is hatched.
    let view = alone(&state(&letters, Form::Share, Interval::Day), &letters, &clock());
    let (scene, _) = drawn(&view, 960.0, 480.0);
    let hatched = |item: &&Item| matches!(item, Item::Rect { colour, .. } if *colour == paper);
    assert_eq!(scene.items.iter().filter(hatched).count(), 0);
}

#[test]
fn a_letter_that_falls_silent_leaves_a_step() {
    let mut letters: Letters = vec![vec![Some(1e9); DAYS]; 2];
    letters[1][20..].fill(None);
    let view = alone(&state(&letters, Form::Stacked, Interval::Day), &letters, &clock());
    let (scene, plot) = drawn(&view, 960.0, 480.0);
    let x = plot.x_of_day(Day::CHARTS_START + 20).round() as i32;
    let y = |value: f64| plot.y_of(value).round() as i32;
    let upper = Theme::Light.rgb(view.time().unwrap().panels[0].series[1].colour);
    let upright = [(x, y(2e9)), (x, y(1e9))];
    assert!(polygons(&scene, upper).any(|points| points.windows(2).any(|w| w == upright)));
}

#[test]
fn a_letter_that_ended_is_named_where_the_stack_ends() {
    let mut letters: Letters = vec![vec![Some(1e9); DAYS]; 3];
    letters[0][20..].fill(None);
    let view = alone(&state(&letters, Form::Stacked, Interval::Day), &letters, &clock());
    let (scene, plot) = drawn(&view, 960.0, 480.0);
    let named = |letter: &str| {
        scene.items.iter().find_map(|item| match item {
            Item::Text { text, at, .. } if text == letter => Some(f64::from(at.1)),
            _ => None,
        })
    };
    // In the last bin c stands on b alone.
    assert!((named("c").unwrap() - plot.y_of(1.5e9)).abs() <= 1.0);
    assert!((named("b").unwrap() - plot.y_of(0.5e9)).abs() <= 1.0);
    assert!(named("a").unwrap() > plot.y_of(0.2e9));
}

#[test]
fn two_days_on_one_pixel_are_still_seen() {
    // A run that is narrower than a pixel and level: a line of no length.
    let mut column = vec![None; 3591];
    column[1000..1002].fill(Some(5e9));
    let clock = Clock::new(Day::CHARTS_START + 3590 + 21);
    let mut state = ChartState::first();
    (state.interval, state.rsis) = (Interval::Day, RsiSet::only(Rsi::A));
    let view = alone(&state, &vec![column], &clock);
    let (scene, _) = drawn(&view, 200.0, 200.0);
    let accent = Theme::Light.rgb(Colour::Accent).to_rgba();
    assert!(scene.items.iter().any(|item| match item {
        Item::Circle { colour, .. } => *colour == accent,
        Item::Line { points, colour, .. } => *colour == accent && points.windows(2).any(|w| w[0] != w[1]),
        _ => false,
    }));
}

#[test]
fn an_answer_without_rows_is_drawn_as_nothing() {
    let state = ChartState::first();
    let view = alone(&state, &vec![Vec::new(); 13], &clock());
    assert!(view.is_empty());
    assert!(view.time().unwrap().coverage.iter().all(|c| c.reported() == 0));
    let (scene, _) = drawn(&view, 300.0, 200.0);
    assert!(!scene.items.is_empty());
}

#[test]
fn a_legend_that_hides_everything_is_told_apart() {
    let letters = vec![vec![Some(5.0); DAYS]; 2];
    let mut state = state(&letters, Form::Stacked, Interval::Day);
    state.hidden = vec!["a".into()];
    assert!(!alone(&state, &letters, &clock()).hides_all());
    state.hidden.push("b".into());
    let view = alone(&state, &letters, &clock());
    assert!(view.hides_all() && !view.is_empty());
}

/// A chart of days on which all letters reported may be empty because there are none, or because nothing is made of them.
#[test]
fn a_chart_is_said_to_have_no_complete_day_only_where_there_is_none() {
    let mut letters = vec![vec![Some(5e9); DAYS]; 2];
    let mut state = state(&letters, Form::Line, Interval::Day);
    state.complete = true;
    assert!(!alone(&state, &letters, &clock()).none_complete());
    let said = |view: &View| {
        let sheet = picture(
            view,
            &Surface::new(960.0, 480.0),
            &Provenance::new(&view.state, &clock(), "", "0", false),
        );
        let texts = sheet.items.into_iter().filter_map(|item| match item {
            Item::Text { text, .. } => Some(text),
            _ => None,
        });
        texts.collect::<Vec<_>>().join(" ")
    };
    // There are no days a year before.
    let year = ChartState { reading: Reading::Change, ..state.clone() };
    let view = alone(&year, &letters, &clock());
    assert!(view.is_empty() && !view.none_complete());
    assert!(
        view.coverage.ends_with(" 45 of 45 days count: those on which all of them reported."),
        "{}",
        view.coverage
    );
    assert!(said(&view).contains(words::NO_NUMBERS) && !said(&view).contains(words::NONE_COMPLETE));
    letters[1].fill(None);
    let view = alone(&state, &letters, &clock());
    assert!(view.is_empty() && view.none_complete());
    assert!(said(&view).contains(words::NONE_COMPLETE));
}

#[test]
fn a_day_that_lacks_only_what_is_left_out_as_doubtful_is_not_said_to_lack_a_report() {
    let mut letters: Letters = vec![vec![Some(5e9); DAYS]; 2];
    letters[1][10] = Some(2.0);
    let mut state = state(&letters, Form::Line, Interval::Day);
    state.complete = true;
    let said =
        "All 2 RSIs reported on every day shown. 45 of 45 days count: those on which all of them reported.";
    assert_eq!(alone(&state, &letters, &clock()).coverage, said);
    state.doubtful = Doubtful::LeaveOut;
    let said = "All 2 RSIs reported on every day shown. 44 of 45 days count: \
                those on which all of them reported and have no value left out as doubtful.";
    assert_eq!(alone(&state, &letters, &clock()).coverage, said);
    letters[1][7..14].fill(Some(2.0));
    state.interval = Interval::Week;
    let view = alone(&state, &letters, &clock());
    assert!(
        view.coverage.ends_with("and have values that are not left out as doubtful."),
        "{}",
        view.coverage
    );
}

#[test]
fn a_day_of_which_only_an_event_is_told_is_not_in_a_digest() {
    let mut letters: Letters = vec![vec![Some(5e9); DAYS]];
    letters[0][40..].fill(None);
    let mut state = state(&letters, Form::Line, Interval::Day);
    state.events = true;
    let view = with_events(&state, &letters, &[(39, "a change"), (42, "an attack")], &clock());
    let latest: Vec<String> = (37..40).map(|day| (Day::CHARTS_START + day).to_string()).collect();
    assert_eq!(digest(&view).columns[1..], latest);
}

#[test]
fn in_rows_of_weeks_each_event_has_its_date_in_order() {
    let letters: Letters = vec![vec![Some(5e9); DAYS]];
    let events = [(16, "later"), (15, "earlier")];
    let told = |interval: Interval| {
        let mut state = state(&letters, Form::Line, interval);
        state.events = true;
        let view = with_events(&state, &letters, &events, &clock());
        let table = table(&view);
        let at = table.styles.len() - 1;
        let cells = table.rows.iter().filter_map(|(_, cells)| cells[at]);
        let mut told: Vec<String> = cells.map(|cell| table.styles[at].write(Some(cell))).collect();
        told.reverse();
        for told in &told {
            assert!(csv(&view).contains(&format!(",{told}\r\n")), "{}", csv(&view));
            assert!(
                json(&view, &Provenance::new(&state, &clock(), "", "0", false))
                    .contains(&format!("\"{told}\""))
            );
        }
        told
    };
    let day = |at: i32| Day::CHARTS_START + at;
    assert_eq!(day(15).monday(), day(16).monday());
    let dated = |at: i32, what: &str| format!("{}: {what}", format::short_day(day(at)));
    assert_eq!(told(Interval::Week), [format!("{}; {}", dated(15, "earlier"), dated(16, "later"))]);
    assert_eq!(told(Interval::Day), ["earlier", "later"]);
}

/// Totals of response codes over ranges of days, one letter's each, in the order in which they are asked for.
fn codes(state: &ChartState, clock: &Clock, answers: &[&[(&str, f64)]]) -> View {
    let mut store = DataStore::default();
    let requests = requests(state, clock);
    assert_eq!(requests.len(), answers.len());
    for (request, counts) in requests.into_iter().zip(answers) {
        let column = |(key, count): &(&str, f64)| KeyedColumn {
            key: (*key).to_owned(),
            values: [Some(*count)].into_iter().collect(),
        };
        let reported = [Some(request.range.len() as f64)].into_iter().collect();
        let group = Group {
            columns: counts.iter().map(column).collect(),
            days: Some(Days { reported, ..Days::default() }),
            ..Group::new(Some(Rsi::A))
        };
        let answer =
            Columns { start: request.range.start(), step: request.step, rows: 1, groups: vec![group] };
        store.insert(request, answer);
    }
    view(state, &store, clock).unwrap()
}

fn pie_of(from: &str, to: &str, with: Second) -> ChartState {
    let day = |text: &str| Bound::On(Day::parse_iso(text).unwrap());
    let mut state = ChartState::new(Chart::find("response-codes").unwrap());
    (state.from, state.to, state.rsis) = (day(from), day(to), RsiSet::only(Rsi::A));
    state.set_second(with);
    state
}

#[test]
fn days_of_which_nothing_can_be_known_are_not_asked_for_and_are_no_zero() {
    let clock = Clock::new(Day::parse_iso("2026-11-21").unwrap());
    let state = pie_of("2013-02-01", "2013-02-10", Second::YearBefore);
    let view = codes(&state, &clock, &[&[("0", 30.0), ("3", 10.0)]]);
    let Body::Pie(pie) = &view.body else { panic!("no pie") };
    let second = pie.second.as_ref().unwrap();
    assert_eq!(second.range.to_string(), "2012-02-01..2012-02-10");
    assert_eq!((second.total, second.reported), (0.0, (0, 10)));
    assert!(second.slices.iter().all(|slice| slice.is_missing));
    assert!(!view.is_empty() && !view.summary.contains("against"), "{}", view.summary);
    assert_eq!(view.legend()[0].label, "NoError 75.00% / –");
    let read = readout(&view, 1, 0).unwrap();
    assert_eq!(read.rows.iter().map(|row| row.value.as_str()).collect::<Vec<_>>(), ["30", ""]);
    assert_eq!(read.note, "of 40 / – responses");
}

#[test]
fn a_slice_that_one_period_has_stands_in_both_and_its_change_is_told() {
    let clock = Clock::new(Day::parse_iso("2026-11-21").unwrap());
    let state = pie_of("2021-03-01", "2021-03-10", Second::YearBefore);
    let view = codes(&state, &clock, &[&[("0", 30.0), ("3", 10.0)], &[("0", 20.0), ("5", 20.0)]]);
    assert_eq!(view.headings(), [Some("1 Mar 2021 to 10 Mar 2021"), Some("1 Mar 2020 to 10 Mar 2020")]);
    assert_eq!(
        view.summary,
        "NoError 75.00%, NXDomain 25.00% of 40 responses. Totals against 1 Mar 2020 to 10 Mar 2020: \
         NoError from 20 to 30 (+10, +50.00%, +25.00 points); \
         NXDomain from 0 to 10 (+10, +25.00 points); \
         Refused from 20 to 0 (−20, −100.00%, −50.00 points)."
    );
    let labels: Vec<String> = view.legend().into_iter().map(|entry| entry.label).collect();
    assert_eq!(labels, ["NoError 75.00% / 50.00%", "NXDomain 25.00% / 0.00%", "Refused 0.00% / 50.00%"]);
    // What is hidden is hidden in both, and not told of.
    let hidden = ChartState { hidden: vec!["5".into()], ..state };
    let view = codes(&hidden, &clock, &[&[("0", 30.0), ("3", 10.0)], &[("0", 20.0), ("5", 20.0)]]);
    let Body::Pie(pie) = &view.body else { panic!("no pie") };
    assert!(pie.periods().all(|period| period.slices[2].hidden));
    assert!(!view.summary.contains("Refused from"), "{}", view.summary);
}

/// Totals of both letters' answers: counts of NoError, or only a doubtful one.
fn two_letters(state: &ChartState, clock: &Clock, answers: [[Option<f64>; 2]; 2]) -> View {
    let mut store = DataStore::default();
    for (request, counts) in requests(state, clock).into_iter().zip(answers) {
        let group = |(rsi, count): (Rsi, Option<f64>)| {
            let reported = [Some(request.range.len() as f64)].into_iter().collect();
            let doubtful = DoubtfulRecord { key: "0".to_owned(), day: request.range.start(), value: 5e12 };
            let doubtful = if count.is_none() { vec![doubtful] } else { Vec::new() };
            let values = [count].into_iter().collect();
            Group {
                columns: vec![KeyedColumn { key: "0".to_owned(), values }],
                days: Some(Days { reported, doubtful, ..Days::default() }),
                ..Group::new(Some(rsi))
            }
        };
        let groups = Rsi::all().zip(counts).filter(|(_, count)| *count != Some(0.0)).map(group).collect();
        store.insert(request, Columns { start: request.range.start(), step: request.step, rows: 1, groups });
    }
    view(state, &store, clock).unwrap()
}

#[test]
fn what_is_left_out_entirely_is_missing_and_has_no_change() {
    let clock = Clock::new(Day::parse_iso("2026-11-21").unwrap());
    let mut state = pie_of("2021-03-01", "2021-03-10", Second::YearBefore);
    (state.rsis, state.part) = (Rsi::all().take(2).collect(), Some("0".to_owned()));
    state.doubtful = Doubtful::LeaveOut;
    let answers = [[Some(30.0), None], [Some(20.0), Some(5000.0)]];
    let view = two_letters(&state, &clock, answers);
    let Body::Pie(pie) = &view.body else { panic!("no pie") };
    assert!(pie.slices[1].is_missing && !pie.second.as_ref().unwrap().slices[1].is_missing);
    assert!(
        view.summary.contains("a root from 20 to 30") && !view.summary.contains("b root from"),
        "{}",
        view.summary
    );
    assert!(csv(&view).contains("2021-03-01,2021-03-10,b,0,,,,\r\n"), "{}", csv(&view));
    // With its doubtful values it is there.
    state.doubtful = Doubtful::Mark;
    let view = two_letters(&state, &clock, answers);
    assert!(
        view.summary.contains("b root from 5,000 to") || view.summary.contains("b root from 5"),
        "{}",
        view.summary
    );
}

#[test]
fn totals_of_different_letters_are_compared_with_a_remark() {
    let clock = Clock::new(Day::parse_iso("2026-11-21").unwrap());
    let mut state = pie_of("2021-03-01", "2021-03-10", Second::YearBefore);
    state.rsis = Rsi::all().take(2).collect();
    let view = two_letters(&state, &clock, [[Some(30.0), Some(40.0)], [Some(20.0), Some(0.0)]]);
    let said = "Not the same RSIs reported in both: there are reports of b only in the first.";
    assert!(view.summary.ends_with(said), "{}", view.summary);
    let view = two_letters(&state, &clock, [[Some(30.0), Some(40.0)], [Some(20.0), Some(5.0)]]);
    assert!(!view.summary.contains("Not the same"), "{}", view.summary);
}

#[test]
fn other_days_go_along_to_charts_of_the_same_kind() {
    let state = pie_of("2021-03-01", "2021-03-10", Second::YearBefore);
    let carried = |path: &str| state.for_chart(Chart::find(path).unwrap()).with;
    assert_eq!(carried("packet-sizes/share"), Second::YearBefore);
    assert_eq!(carried("queries-received"), Second::None);
    assert_eq!(carried("instances/map"), Second::None);
}
