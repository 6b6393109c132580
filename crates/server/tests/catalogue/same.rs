//! For every chart, states at random: each is what its address says, and scene, SVG, PNG, CSV and JSON show the numbers
//! of the one view.

use std::f64::consts::TAU;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use rssac002_charts::catalogue::{Form, MOST_TOP, Messages, Rate, TOP};
use rssac002_charts::draw::scene::{Item, Scene};
use rssac002_charts::draw::{Geometry, Layer, Surface};
use rssac002_charts::export::{self, svg};
use rssac002_charts::kind::place;
use rssac002_charts::state::{
    Align, Bound, Doubtful, LONGEST_LOAD, MOST_OVER, PanelAxis, Reading, Scale, Second, Tab, Viewport, url,
};
use rssac002_charts::theme::Colour;
use rssac002_charts::view::{Body, Series, TimeView, View};
use rssac002_charts::{CATALOGUE, Chart, ChartState, Clock, Provenance, Theme};
use rssac002_model::{Rsi, RsiSet};
use rssac002_server::image::bitmap;
use serde_json::Value;

use crate::fixture::{Fixture, days};
use crate::walk::{names, slices};

/// States of each chart.
const STATES: u32 = 200;
/// Of so many states one is drawn as pixels, which takes longest.
const DRAWN: usize = 4;

/// More numbers than these are read back from JSON by other tests, which takes them long.
const MOST_READ: usize = 3000;
/// The size of the pictures.
const FRAME: (f64, f64) = (420.0, 240.0);

/// Numbers that choose, one after the other.
struct Dice<'a>(std::slice::Iter<'a, u16>);

impl Dice<'_> {
    fn roll(&mut self) -> usize {
        usize::from(*self.0.next().unwrap())
    }

    fn of<T: Clone>(&mut self, list: &[T]) -> T {
        list[self.roll() % list.len()].clone()
    }

    /// True once in so many times.
    fn once_in(&mut self, times: usize) -> bool {
        self.roll().is_multiple_of(times)
    }
}

/// Any two ends of a range. The days are of a few ranges, so that not every state needs an answer of its own.
fn bounds(dice: &mut Dice<'_>) -> (Bound, Bound) {
    let on = |from: &str, to: &str| {
        let range = days(from, to);
        (Bound::On(range.start()), Bound::On(range.end()))
    };
    dice.of(&[
        (Bound::YearsBack(1), Bound::Latest),
        (Bound::YearsBack(3), Bound::YearsBack(2)),
        (Bound::Earliest, Bound::On(days("2017-01-02", "2017-04-30").end())),
        on("2020-09-14", "2020-12-31"),
        on("2022-02-23", "2022-05-20"),
        on("2020-11-04", "2020-11-04"),
        on("2024-12-28", "2025-01-06"),
    ])
}

/// Any state of a chart that shows some day.
fn state(chart: &'static Chart, numbers: &[u16], clock: &Clock) -> ChartState {
    let mut dice = Dice(numbers.iter());
    let mut state = ChartState::new(chart);
    let ends = bounds(&mut dice);
    if state.is_map() {
        let day = dice.of(&[Bound::Latest, Bound::On(days("2020-11-04", "2020-11-04").start()), ends.1]);
        state.set_day(if let Bound::On(_) | Bound::Latest = day { day } else { Bound::Latest });
        if dice.once_in(2) {
            let degrees = |roll: usize, most: f64| (roll as f64 / f64::from(u16::MAX) * 2.0 - 1.0) * most;
            let (north, east) = (degrees(dice.roll(), 90.0), degrees(dice.roll(), 180.0));
            state.viewport = Viewport::new(north, east, 1.0 + dice.roll() as f64 / 2000.0);
        }
    } else if !dice.once_in(12) {
        (state.from, state.to) = ends;
    }
    let with = bounds(&mut dice);
    let with = dice.of(&[Second::None, Second::YearBefore, Second::Days(with.0, with.1)]);
    // A chart may have begun after a range.
    let default = ChartState::new(chart);
    if state.chosen_range(clock).is_none() {
        (state.from, state.to) = (default.from, default.to);
    }
    let has_days = match with {
        Second::None => !state.needs_second_period(),
        Second::YearBefore => true,
        Second::Days(from, to) => state.between(from, to, clock).is_some(),
    };
    if chart.letters && dice.once_in(2) {
        let bits = dice.roll();
        let some: RsiSet =
            Rsi::all().enumerate().filter(|(i, _)| bits >> i & 1 == 1).map(|(_, r)| r).collect();
        // One letter alone is often asked for, and lacks no other.
        let one = Rsi::all().nth(bits % Rsi::COUNT).map_or(RsiSet::ALL, RsiSet::only);
        state.rsis = if some.is_empty() || dice.once_in(3) { one } else { some };
    }
    if !chart.intervals.is_empty() {
        state.interval = dice.of(chart.intervals);
    }
    if !chart.forms().is_empty() {
        state.set_form(dice.of(chart.forms()));
    }
    if state.offers_second_period() && has_days && dice.once_in(2) {
        state.set_second(with);
    }
    if state.offers_align() {
        state.align = dice.of(&[Align::Weekday, Align::Number]);
    }
    if state.over_time() && dice.once_in(2) {
        state.set_reading(dice.of(state.offered_readings()));
        match state.reading {
            Reading::Average => state.over = dice.of(&[1, 7, 28, MOST_OVER]),
            Reading::Index => {
                state.base = dice.of(&[None, Some(days("2020-11-04", "2020-11-04").start())]);
            }
            Reading::Published | Reading::Change | Reading::Cumulative => {}
        }
    }
    if state.offers_log() {
        state.scale = dice.of(&[Scale::Linear, Scale::Log]);
    }
    if state.offers_axis() {
        state.axis = dice.of(&[PanelAxis::Same, PanelAxis::Own]);
    }
    if state.offers_rate() {
        state.rate = dice.of(&[Rate::PerDay, Rate::PerSecond]);
    }
    if !chart.ip_versions.is_empty() {
        state.ip = dice.of(chart.ip_versions);
    }
    if !state.offered_instances().is_empty() {
        state.instances = dice.of(state.offered_instances());
    }
    if state.offers_threshold() {
        state.threshold = 1 + dice.roll() as u32 % LONGEST_LOAD;
    }
    if state.offers_messages() {
        state.messages = dice.of(&Messages::ALL);
    }
    if state.offers_top() {
        state.top = dice.of(&[1, 3, TOP, MOST_TOP]);
    }
    if !chart.splits().is_empty() {
        state.set_split(dice.of(chart.splits()).0);
    }
    if state.is_pie() && dice.once_in(2) {
        state.part = Some(dice.of(&slices(&state)));
    }
    let doubtful = dice.of(&[Doubtful::Mark, Doubtful::LeaveOut]);
    if state.offers_doubtful() {
        state.doubtful = doubtful;
    }
    if dice.once_in(3) {
        let bits = dice.roll();
        let names = names(chart);
        state.hidden = names
            .into_iter()
            .enumerate()
            .filter(|(i, _)| bits >> (i % 16) & 1 == 1)
            .map(|(_, n)| n)
            .collect();
    }
    state.tab = dice.of(&[Tab::Chart, Tab::Table]);
    state
}

#[test]
fn any_state_is_its_address_and_one_view_in_every_form() {
    let fixture = Fixture::sample();
    let (mut states, mut looked) = (0, 0);
    for chart in CATALOGUE {
        let config =
            Config { cases: STATES, failure_persistence: None, max_shrink_iters: 0, ..Config::default() };
        let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
        let mut runner = TestRunner::new_with_rng(config, rng);
        let numbers = proptest::collection::vec(any::<u16>(), 40);
        let counts = std::cell::Cell::new((0, 0));
        let ran = runner.run(&numbers, |numbers| {
            let (count, places) = counts.get();
            let more = check(fixture, &state(chart, &numbers, &fixture.clock), count);
            counts.set((count + 1, places + more));
            Ok(())
        });
        if let Err(error) = ran {
            panic!("{}: {error}", chart.path);
        }
        states += counts.get().0;
        // A chart of which no mark was looked at would be a chart that is not tested.
        assert!(counts.get().1 > 10, "{}: {:?}", chart.path, counts.get());
        looked += counts.get().1;
    }
    println!("{states} states, {looked} places of pictures looked at");
}

/// Checks a state, and says at how many places of its picture it looked.
fn check(fixture: &Fixture, state: &ChartState, number: usize) -> usize {
    let address = url::permalink(state);
    for query in [url::query(state), url::link_query(state), url::full_query(state)] {
        let (read, ignored) = url::parse(state.chart, &query, &fixture.clock);
        assert_eq!((&read, &ignored[..]), (state, &[][..]), "{address}: {query}");
        assert_eq!(url::permalink(&read), address, "{query}");
    }
    let view = fixture.view(state);
    assert_eq!(view.state, *state, "{address}");
    check_files(fixture, &view, number, &address);
    let theme = if number.is_multiple_of(3) { Theme::Dark } else { Theme::Light };
    let surface = Surface { theme, ..Surface::new(FRAME.0, FRAME.1) };
    let panel = number % view.headings().len();
    let scene = place(&view, panel, &surface, Layer::All).unwrap();
    let svg = svg::svg(&view, panel, &surface).unwrap();
    check_svg(&scene, &view, &svg, &address);
    if !number.is_multiple_of(DRAWN) {
        return 0;
    }
    check_png(&scene, &view, panel, theme, &address)
}

/// The numbers of a view that its legend does not hide, in the order of its CSV.
fn values(view: &View) -> Vec<Option<f64>> {
    let hidden = |rsi: Rsi| view.state.hidden.iter().any(|id| id == rsi.as_str());
    match &view.body {
        Body::Time(time) => {
            let shown = time.panels.iter().flat_map(|p| &p.series).filter(|s| !s.hidden);
            shown.flat_map(|s| s.values.iter()).collect()
        }
        Body::Pie(pie) => {
            let shown = pie.periods().flat_map(|period| &period.slices).filter(|s| !s.hidden);
            shown.map(|s| (!s.is_missing).then_some(s.value)).collect()
        }
        Body::Bars(bars) => {
            let shown = bars.periods().flat_map(|period| &period.series).filter(|s| !s.hidden);
            shown.flat_map(|s| s.counts.as_ref().unwrap().iter()).collect()
        }
        Body::Boxes(boxes) => (0..2)
            .filter(|period| !boxes.periods[*period].hidden)
            .flat_map(|period| boxes.letters.iter().map(move |l| l.boxes[period].as_ref()))
            .flat_map(|five| (0..5).map(move |q| five.map(|five| five.quantiles[q])))
            .collect(),
        Body::Map(map) => {
            let counts = map.places.iter().flat_map(|p| &p.counts);
            counts.filter(|(rsi, _)| !hidden(*rsi)).map(|(_, n)| Some(*n)).collect()
        }
    }
}

/// CSV and JSON have the view's numbers, and nothing where it has none.
fn check_files(fixture: &Fixture, view: &View, number: usize, told: &str) {
    let wanted = values(view);
    let csv = export::csv(view);
    let mut lines = csv.split_terminator("\r\n");
    // Behind the value may stand how it changed; before it, texts with commas.
    let heading = lines.next().unwrap();
    let place = heading.rsplit(',').position(|name| matches!(name, "value" | "count")).unwrap();
    let lines = lines.map(|line| line.rsplit(',').nth(place).unwrap());
    let held: Vec<Option<f64>> = lines.map(|v| (!v.is_empty()).then(|| v.parse().unwrap())).collect();
    assert_eq!(held, wanted, "{told}");
    if !number.is_multiple_of(DRAWN) || wanted.len() > MOST_READ {
        return;
    }
    let provenance = Provenance::new(&view.state, &fixture.clock, "https://charts.example", "", true);
    let json: Value = serde_json::from_str(&export::json(view, &provenance)).unwrap();
    let columns = json["columns"].as_array().unwrap();
    // Of a map the first two are where the places are.
    let first = if view.state.is_map() { 2 } else { 0 };
    let numbers = columns[first..].iter().flat_map(|c| c["values"].as_array().unwrap()).map(Value::as_f64);
    // The order is another one for boxes and maps.
    let sorted = |list: Vec<Option<f64>>| {
        let mut list: Vec<f64> = list.into_iter().flatten().collect();
        list.sort_by(f64::total_cmp);
        list
    };
    assert_eq!(sorted(numbers.collect()), sorted(wanted), "{told}");
}

/// The SVG has the scene's marks and words, and the view's title.
fn check_svg(scene: &Scene, view: &View, svg: &str, told: &str) {
    let document = roxmltree::Document::parse(svg).unwrap();
    let (mut words, mut marks) = (Vec::new(), 0);
    for node in document.root_element().descendants().filter(|n| n.is_element()) {
        match node.tag_name().name() {
            "text" => words.push(node.text().unwrap_or_default().trim().to_owned()),
            "title" => assert_eq!(node.text(), Some(view.title.as_str()), "{told}"),
            "rect" | "polyline" | "polygon" | "circle" => marks += 1,
            "svg" | "desc" => {}
            other => panic!("{told}: <{other}>"),
        }
    }
    let mut wanted = Vec::new();
    for item in &scene.items {
        if let Item::Text { text, .. } = item {
            wanted.push(text.trim().to_owned());
        }
    }
    assert_eq!(words, wanted, "{told}");
    assert_eq!(marks, scene.items.len() - wanted.len(), "{told}");
}

/// Where a view's numbers must show in which colour.
fn places(view: &View, panel: usize, scene: &Scene) -> Vec<(f64, f64, Colour)> {
    match (&view.body, &scene.geometry) {
        (Body::Time(time), Geometry::Time(_)) => places_over_time(time, panel, scene),
        (Body::Pie(pie), Geometry::Pie(geometry)) => {
            let mut from = 0.0;
            let mut found = Vec::new();
            for slice in &pie.periods().nth(panel).unwrap().slices {
                let (middle, wide) = ((from + slice.share / 200.0) * TAU, slice.share / 100.0 * TAU);
                from += slice.share / 100.0;
                // Where it is wide enough to hold a pixel and its neighbours.
                let r = geometry.radius * 0.7;
                if !slice.hidden && wide * r > 8.0 {
                    let (x, y) = (geometry.centre.0 + r * middle.sin(), geometry.centre.1 - r * middle.cos());
                    found.push((x, y, slice.colour));
                }
            }
            found
        }
        (Body::Bars(bars), Geometry::Bands(geometry)) => (0..bars.parts.len())
            .flat_map(|band| {
                let series = &bars.periods().nth(panel).unwrap().series;
                let layers = layers(series, band, &|v| geometry.y_of(v));
                layers.into_iter().map(move |(y, colour)| (geometry.x_of(band), y, colour))
            })
            .collect(),
        (Body::Boxes(boxes), Geometry::Bands(geometry)) => {
            let mut found = Vec::new();
            for (band, letter) in boxes.letters.iter().enumerate() {
                for (at, five) in letter.boxes.iter().enumerate() {
                    let Some(five) = five.as_ref().filter(|_| !boxes.periods[at].hidden) else { continue };
                    // The median is a line through the box.
                    let side = if at == 0 { -0.2 } else { 0.2 };
                    let x = geometry.x_of(band) + side * geometry.band_width();
                    found.push((x, geometry.y_of(five.quantiles[2]), boxes.periods[at].colour));
                }
            }
            found
        }
        (Body::Map(_), Geometry::Map(geometry)) => {
            let inside =
                |(x, y): &(f64, f64)| (2.0..FRAME.0 - 2.0).contains(x) && (2.0..FRAME.1 - 2.0).contains(y);
            // Beside the number in a circle's middle.
            let marks = geometry.marks.iter().filter(|m| m.instances > 0.0);
            let beside = marks.map(|m| (m.at.0 - 0.7 * m.radius, m.at.1)).filter(inside);
            beside.map(|(x, y)| (x, y, Colour::Accent)).collect()
        }
        _ => panic!("{} is drawn as something else", view.state.chart.path),
    }
}

/// The middle of each visible layer of a stack that is high enough to hold a pixel and its neighbours.
fn layers(series: &[Series], at: usize, y_of: &dyn Fn(f64) -> f64) -> Vec<(f64, Colour)> {
    let mut sum = 0.0;
    let mut found = Vec::new();
    for series in series.iter().filter(|s| !s.hidden) {
        let from = y_of(sum);
        sum += series.values.get(at).unwrap_or(0.0);
        let to = y_of(sum);
        if from - to > 6.0 {
            found.push(((from + to) / 2.0, series.colour));
        }
    }
    found
}

fn places_over_time(time: &TimeView, panel: usize, scene: &Scene) -> Vec<(f64, f64, Colour)> {
    let Geometry::Time(plot) = &scene.geometry else { return Vec::new() };
    let area = plot.area();
    let series = &time.panels[panel].series;
    let mut found = Vec::new();
    let inside = |y: f64| y > area.top + 4.0 && y < area.bottom - 4.0;
    let some = (time.bins.len() / 12).max(1);
    // Where bins are narrower than pixels, one stands for several.
    let per_bin = (area.right - area.left) / time.bins.len() as f64;
    for at in (0..time.bins.len()).step_by(some).filter(|_| per_bin >= 2.0) {
        let x = plot.x_of_bin(&time.bins[at]);
        // A doubtful value has a ring around it.
        let near = at.saturating_sub(3)..=at + 3;
        if series.iter().any(|s| s.doubtful.iter().any(|d| near.contains(d))) {
            continue;
        }
        match time.form {
            Form::Stacked | Form::Share => {
                let layers = layers(series, at, &|v| plot.y_of(v));
                found.extend(layers.into_iter().map(|(y, colour)| (x, y, colour)));
            }
            Form::Line | Form::Lines => {
                // The last line lies over all others; of many lines it would be a dashed one.
                let visible: Vec<&Series> = series.iter().filter(|s| !s.hidden && !s.is_second).collect();
                let last = visible.last().filter(|_| visible.len() < 8);
                // A sum of fewer letters is dotted.
                let last = last.filter(|s| s.rsis.len() < 2 || time.absent[at].is_empty());
                let point = last.and_then(|s| Some((plot.y_of(s.values.get(at)?), s.colour)));
                found.extend(point.filter(|(y, _)| inside(*y)).map(|(y, colour)| (x, y, colour)));
            }
            // The median lies over the bands.
            Form::Bands => {
                let median = series.iter().find(|s| s.id == "median" && !s.hidden);
                let point = median.and_then(|s| Some((plot.y_of(s.values.get(at)?), s.colour)));
                found.extend(point.filter(|(y, _)| inside(*y)).map(|(y, colour)| (x, y, colour)));
            }
            Form::Pie | Form::Columns => panic!("shares over a range of days are not over time"),
        }
    }
    found
}

/// The pixels have the series' colours where the view's numbers are.
fn check_png(scene: &Scene, view: &View, panel: usize, theme: Theme, told: &str) -> usize {
    let png = bitmap::png(scene).unwrap();
    let mut reader = png::Decoder::new(std::io::Cursor::new(png)).read_info().unwrap();
    let mut rgb = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut rgb).unwrap();
    assert_eq!((info.width, info.height), (scene.width, scene.height), "{told}");
    let (width, height) = (info.width as usize, info.height as usize);
    let places = places(view, panel, scene);
    for (x, y, colour) in &places {
        let wanted = theme.rgb(*colour);
        let near = |at: f64, most: usize| {
            let at = at.round().max(0.0) as usize;
            at.saturating_sub(2)..(at + 3).min(most)
        };
        let is = |p: &[u8]| [wanted.0, wanted.1, wanted.2].iter().zip(p).all(|(a, b)| a.abs_diff(*b) <= 60);
        let rows = near(*y, height);
        let found = rows.into_iter().any(|y| near(*x, width).any(|x| is(&rgb[3 * (y * width + x)..][..3])));
        assert!(found, "{told}: no {colour:?} at {x:.1}, {y:.1} of panel {panel}");
    }
    places.len()
}
