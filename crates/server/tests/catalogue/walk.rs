//! Every choice of every chart, on every data set: addresses that read back, values that can be, pictures that stay on
//! their canvas, tables, files and readouts that belong together.

use rssac002_charts::catalogue::{Drawing, Form, MOST_TOP, Messages, Per, Rate, TOP};
use rssac002_charts::draw::scene::{Anchor, Item, Scene};
use rssac002_charts::draw::{Geometry, Layer, Surface, text};
use rssac002_charts::export::{csv, svg, table};
use rssac002_charts::kind::{place, readout, series_at};
use rssac002_charts::picture;
use rssac002_charts::state::{
    Bound, Doubtful, LONGEST_LOAD, PERIOD_IDS, PanelAxis, Scale, Second, THRESHOLD, Tab, Viewport, url,
};
use rssac002_charts::theme::Colour;
use rssac002_charts::view::{
    BarPart, BarView, Body, BoxView, MapPlace, MapView, PieView, Series, TimeView, Unit, View,
};
use rssac002_charts::{CATALOGUE, Chart, ChartState, DataStore, Provenance, Theme};
use rssac002_model::{Column, DayRange, Rsi, RsiSet};

use crate::fixture::{Asking, Fixture, days, outline};

/// Every pair of two lists.
fn pairs<A: Clone, B: Clone>(a: &[A], b: &[B]) -> Vec<(A, B)> {
    a.iter().flat_map(|a| b.iter().map(|b| (a.clone(), b.clone()))).collect()
}

/// Names of all series that a chart can have.
pub fn names(chart: &'static Chart) -> Vec<String> {
    let mut names: Vec<String> = RsiSet::ALL.iter().map(|r| r.to_string()).collect();
    names.extend(chart.parts.iter().map(|p| p.id.to_owned()));
    if ChartState::new(chart).is_of_codes() {
        names.extend(["0", "3"].map(str::to_owned));
    }
    for part in chart.splits().iter().flat_map(|(_, parts)| *parts) {
        if !names.iter().any(|name| name == part.id) {
            names.push(part.id.to_owned());
        }
    }
    if chart.drawing == Drawing::Boxes {
        names = PERIOD_IDS.map(str::to_owned).to_vec();
    }
    if chart.path.starts_with("packet-sizes") {
        names.extend(["32-47", "288-"].map(str::to_owned));
    }
    names.sort();
    names
}

/// Some slices of a pie.
pub fn slices(state: &ChartState) -> Vec<String> {
    let known = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    match state.parts() {
        [] if state.is_of_codes() => known(&["0", "3", "5", "23"]),
        [] => known(&["32-47", "288-", "other"]),
        parts => parts.iter().map(|part| part.id.to_owned()).collect(),
    }
}

fn on(range: DayRange) -> (Bound, Bound) {
    (Bound::On(range.start()), Bound::On(range.end()))
}

/// All that a chart offers. The whole range is long, so it goes with all letters and as published only.
fn states(chart: &'static Chart, short: DayRange, day: DayRange) -> Vec<ChartState> {
    let default = ChartState::new(chart);
    let mut states = vec![default.clone()];
    // Adds to each state one with each of the choices.
    let mut choose = |change: &dyn Fn(&ChartState) -> Vec<ChartState>| {
        let more: Vec<ChartState> = states.iter().flat_map(change).collect();
        states = more;
    };
    let set = |f: &dyn Fn(&mut ChartState), state: &ChartState| {
        let mut state = state.clone();
        f(&mut state);
        state
    };
    if default.over_time() {
        let shapes = pairs(chart.intervals, chart.forms());
        choose(&|s| shapes.iter().map(|(i, f)| set(&|s| (s.interval, s.form) = (*i, *f), s)).collect());
        choose(&|s| {
            let scales: &[Scale] =
                if s.offers_log() { &[Scale::Linear, Scale::Log] } else { &[Scale::Linear] };
            scales.iter().map(|scale| set(&|s| s.scale = *scale, s)).collect()
        });
    } else if default.needs_second_period() {
        choose(&|s| [Scale::Linear, Scale::Log].map(|scale| set(&|s| s.scale = scale, s)).into());
        let of = |(from, to)| Second::Days(from, to);
        let earlier = of((Bound::YearsBack(3), Bound::YearsBack(2)));
        choose(&|s| {
            [s.with, of(on(short)), earlier, Second::YearBefore].map(|with| set(&|s| s.with = with, s)).into()
        });
    } else if default.is_of_shares() {
        choose(&|s| chart.forms().iter().map(|form| set(&|s| s.set_form(*form), s)).collect());
        if !chart.splits().is_empty() {
            choose(&|s| chart.splits().iter().map(|(split, _)| set(&|s| s.set_split(*split), s)).collect());
        }
        choose(&|s| {
            let open = |part: &String| set(&|s| s.part = Some(part.clone()), s);
            let parts = if s.is_pie() { slices(s) } else { Vec::new() };
            [s.clone()].into_iter().chain(parts.iter().map(open)).collect()
        });
    }
    if !chart.ip_versions.is_empty() {
        choose(&|s| chart.ip_versions.iter().map(|ip| set(&|s| s.ip = *ip, s)).collect());
    }
    let counts = default.offered_instances();
    if !counts.is_empty() {
        choose(&|s| counts.iter().map(|count| set(&|s| s.instances = *count, s)).collect());
    }
    if default.offers_threshold() {
        choose(&|s| [1, THRESHOLD, LONGEST_LOAD].map(|t| set(&|s| s.threshold = t, s)).into());
    }
    if default.offers_messages() {
        choose(&|s| Messages::ALL.map(|m| set(&|s| s.messages = m, s)).into());
    }
    if default.offers_top() {
        choose(&|s| [1, TOP, MOST_TOP].map(|top| set(&|s| s.top = top, s)).into());
    }
    let whole = (default.from, default.to);
    let short = if default.is_map() { DayRange::single(short.end()) } else { short };
    choose(&|s| [whole, on(short), on(day)].map(|r| set(&|s| (s.from, s.to) = r, s)).into());
    // What does not depend on one another is chosen one at a time.
    let names = names(chart);
    choose(&|s| {
        let mut chosen = vec![s.clone()];
        if (s.from, s.to) == whole {
            return chosen;
        }
        if s.is_map() {
            let viewports = [
                Viewport::new(50.0, 10.0, 6.0),
                Viewport::new(-17.0, 180.0, 2.5),
                Viewport::new(89.0, 0.0, 50.0),
            ];
            chosen.extend(viewports.map(|viewport| set(&|s| s.viewport = viewport, s)));
        }
        let readings = s.offered_readings().iter().filter(|reading| **reading != s.reading);
        chosen.extend(readings.map(|reading| set(&|s| s.set_reading(*reading), s)));
        if s.offers_second_period() && !s.needs_second_period() {
            let others = [Second::YearBefore, Second::Days(on(short).0, on(short).1)];
            chosen.extend(others.map(|with| set(&|s| s.set_second(with), s)));
        }
        if s.offers_doubtful() {
            chosen.push(set(&|s| s.doubtful = Doubtful::LeaveOut, s));
        }
        if chart.per == Per::DayOrSecond {
            chosen.push(set(&|s| s.rate = Rate::PerSecond, s));
        }
        if chart.letters {
            let some = ["a-c.h.k", "h"].map(|l| RsiSet::parse_permalink(l).unwrap());
            chosen.extend(some.map(|rsis| set(&|s| s.rsis = rsis, s)));
        }
        if s.offers_axis() {
            let other = if s.axis == PanelAxis::Same { PanelAxis::Own } else { PanelAxis::Same };
            chosen.push(set(&|s| s.axis = other, s));
        }
        let some = vec![names[0].clone(), names[names.len() / 2].clone()];
        chosen.extend([some, names.clone()].map(|hidden| set(&|s| s.hidden = hidden.clone(), s)));
        chosen
    });
    for (i, state) in states.iter_mut().enumerate() {
        state.tab = if i % 2 == 0 { Tab::Chart } else { Tab::Table };
    }
    states
}

fn walk(fixture: &Fixture, short: DayRange, day: DayRange) {
    let surfaces = [
        Surface::new(960.0, 480.0),
        Surface { ratio: 2.0, theme: Theme::Dark, ..Surface::new(358.0, 268.0) },
        Surface { ratio: 1.5, ..Surface::new(420.0, 240.0) },
    ];
    let sheets = [
        Surface { font: 16.0, ..Surface::new(1200.0, 630.0) },
        Surface { ratio: 2.0, theme: Theme::Dark, ..Surface::new(390.0, 700.0) },
        // Too small for anything but words.
        Surface::new(240.0, 160.0),
    ];
    let mut count = 0;
    for chart in CATALOGUE {
        let day = DayRange::single(day.start().max(chart.first_day()));
        for state in states(chart, short, day) {
            let address = url::address(&state);
            let told = format!("{} {address}", fixture.name);
            assert_eq!(fixture.state(&address), state, "{told}");
            let view = fixture.view(&state);
            assert_eq!(view.state, state, "{told}");
            match &view.body {
                Body::Time(time) => check_time(time, &told),
                Body::Pie(pie) => check_pie(pie, &told),
                Body::Bars(bars) => check_bars(bars, &told),
                Body::Boxes(boxes) => check_boxes(boxes, &told),
                Body::Map(map) => check_map(map, &told),
            }
            check_pictures(&view, &surfaces[count % surfaces.len()], &told);
            // A sheet has all panels on it: every few states will do.
            if count % 7 == 0 {
                check_sheet(fixture, &view, &sheets[count / 7 % sheets.len()], &told);
            }
            check_words(&view, &told);
            count += 1;
        }
    }
    println!("{count} states of {} on {}", CATALOGUE.len(), fixture.name);
}

#[test]
fn every_choice_can_be_drawn_on_sample_data() {
    walk(Fixture::sample(), days("2022-02-23", "2022-05-20"), days("2020-11-04", "2020-11-04"));
}

#[test]
fn every_choice_can_be_drawn_without_any_data() {
    walk(Fixture::nothing(), days("2020-10-01", "2020-11-30"), days("2013-01-01", "2013-01-01"));
}

#[test]
fn every_choice_can_be_drawn_on_dirty_data() {
    let Some(dirty) = Fixture::dirty() else { return };
    walk(dirty, days("2019-11-20", "2020-01-17"), days("2019-11-25", "2019-11-25"));
}

#[test]
fn every_choice_can_be_drawn_on_real_data() {
    let Some(real) = Fixture::real() else { return };
    walk(real, days("2019-10-10", "2019-11-20"), days("2020-11-04", "2020-11-04"));
}

/// Values are counts or shares; shares fill 100%; coverage speaks of the letters chosen, and agrees with the days
/// counted as missing.
fn check_time(time: &TimeView, told: &str) {
    for panel in &time.panels {
        for series in &panel.series {
            let bins = time.second.as_ref().filter(|_| series.is_second).map_or(&time.bins, |s| &s.bins);
            assert_eq!(series.values.len(), bins.len(), "{told}");
            // Nothing falls by more than all of it.
            let least = if let Unit::Change | Unit::Points = time.unit { -100.0 } else { 0.0 };
            assert!(series.values.iter().flatten().all(|v| v.is_finite() && v >= least), "{told}");
            assert!(series.doubtful.windows(2).all(|w| w[0] < w[1]), "{told}");
            assert!(series.doubtful.iter().all(|bin| *bin < time.bins.len()), "{told}");
        }
        for bin in 0..time.bins.len() {
            let values: Vec<f64> = panel.first().filter_map(|s| s.values.get(bin)).collect();
            let total: f64 = values.iter().sum();
            if time.form == Form::Share {
                assert!(values.is_empty() || (total - 100.0).abs() < 1e-9, "{told}: {total}% in bin {bin}");
            }
        }
    }
    assert_eq!(time.coverage.len(), time.bins.len(), "{told}");
    let mut throughout = time.expected;
    for covered in &time.coverage {
        assert!(covered.full.without(time.expected).is_empty(), "{told}");
        assert!(covered.partial.without(time.expected).is_empty(), "{told}");
        assert_eq!(covered.full.without(covered.partial), covered.full, "{told}");
        throughout = throughout.iter().filter(|r| covered.full.contains(*r)).collect();
    }
    let gaps: RsiSet = time.missing.iter().map(|(rsi, _)| *rsi).collect();
    assert_eq!(throughout, time.expected.without(gaps), "{told}");
}

fn check_pie(pie: &PieView, told: &str) {
    let names = |pie: &PieView| -> Vec<(String, String, Colour, bool)> {
        let slices = pie.slices.iter();
        slices.map(|s| (s.id.clone(), s.label.clone(), s.colour, s.hidden)).collect()
    };
    for period in pie.periods() {
        assert_eq!(names(period), names(pie), "{told}");
        assert!(period.slices.iter().all(|s| s.value >= 0.0 && s.value.is_finite()), "{told}");
        // What nobody reported is no zero, and what somebody reported is not missing.
        assert!(period.slices.iter().all(|s| !s.is_missing || s.value == 0.0), "{told}");
        let share: f64 = period.slices.iter().map(|s| s.share).sum();
        let nothing = pie.second.is_some() && period.total == 0.0;
        assert!(pie.slices.is_empty() || nothing || (share - 100.0).abs() < 1e-9, "{told}");
        assert!(period.reported.0 <= period.reported.1, "{told}");
    }
    // A slice is one of some period.
    let is_there = |at: usize| pie.periods().any(|period| period.slices[at].value > 0.0);
    assert!((0..pie.slices.len()).all(is_there), "{told}");
}

/// Letters add up to their part, parts to all; of sizes what is drawn is large enough.
fn check_bars(bars: &BarView, told: &str) {
    for period in bars.periods() {
        for (at, part) in period.parts.iter().enumerate() {
            let of = |column: &Column| column.get(at);
            let counts: f64 = period.series.iter().filter_map(|s| of(s.counts.as_ref().unwrap())).sum();
            let shares: f64 = period.series.iter().filter_map(|s| of(&s.values)).sum();
            assert!((counts - part.count).abs() <= 1e-9 * part.count, "{told}: {counts} in {}", part.id);
            assert!((shares - part.share).abs() < 1e-9, "{told}: {}", part.id);
        }
        for series in &period.series {
            // A letter reported in these days or did not.
            let counts = series.counts.as_ref().unwrap();
            assert!(counts.iter().all(|c| c.is_some()) || counts.iter().all(|c| c.is_none()), "{told}");
        }
        let all: f64 = period.parts.iter().map(|part| part.share).sum::<f64>() + period.small.1;
        assert!(period.total == 0.0 || (all - 100.0).abs() < 1e-9, "{told}: {all}%");
        assert!(period.reported.0 <= period.reported.1, "{told}");
        let names = |bars: &BarView| bars.parts.iter().map(|part| part.id.clone()).collect::<Vec<_>>();
        assert_eq!(names(period), names(bars), "{told}");
    }
    let is_large = |part: &BarPart| if bars.what == "Octets" { part.share >= 1.0 } else { part.count > 0.0 };
    let is_drawn = |at: usize| bars.periods().any(|period| is_large(&period.parts[at]));
    assert!((0..bars.parts.len()).all(is_drawn), "{told}");
    assert!(bars.what == "Octets" || bars.periods().all(|period| period.small == (0, 0.0)), "{told}");
}

/// FiveNumbers numbers ascend, and there are loads behind them.
fn check_boxes(boxes: &BoxView, told: &str) {
    for five in boxes.letters.iter().flat_map(|l| &l.boxes).flatten() {
        assert!(five.count > 0 && five.quantiles.windows(2).all(|w| w[0] <= w[1]), "{told}: {five:?}");
        assert!(five.quantiles[0] >= 1.0 && five.quantiles[4] <= f64::from(LONGEST_LOAD), "{told}");
    }
    assert!(boxes.periods.iter().all(|p| p.reported.0 <= p.reported.1), "{told}");
}

/// Instances are of letters chosen, at places that are on a globe, and add up to the letters'.
fn check_map(map: &MapView, told: &str) {
    let letters: RsiSet = map.letters.iter().map(|l| l.rsi).collect();
    assert!(letters.without(map.expected).is_empty(), "{told}");
    for place in &map.places {
        assert!(!place.counts.is_empty() && place.counts.iter().all(|(_, n)| *n > 0.0), "{told}");
        assert!(place.counts.windows(2).all(|w| w[0].0 < w[1].0), "{told}");
        assert!(place.at.is_none_or(|(n, e)| n.abs() <= 90.0 && e.abs() <= 180.0), "{told}");
    }
    assert!(map.places.windows(2).all(|w| w[0].total() >= w[1].total()), "{told}");
    let [(on, _), (off, _)] = map.totals();
    assert_eq!(on + off, map.letters.iter().map(|l| l.instances).sum::<f64>(), "{told}");
}

/// Every panel can be placed, whole and with one series pointed out; and nothing leaves the canvas.
fn check_pictures(view: &View, surface: &Surface, told: &str) {
    for panel in 0..view.headings().len() {
        let scene = place(view, panel, surface, Layer::All).unwrap();
        if !zoomed(view) {
            check_on_canvas(&scene, told);
        }
        check_pointing(view, panel, &scene, told);
        let one = match &view.body {
            Body::Time(time) => time.panels[panel].series.last().map(|s| s.id.clone()),
            _ => view.legend().first().map(|entry| entry.id.clone()),
        };
        if let Some(one) = one {
            let scene = place(view, panel, surface, Layer::Only(&one)).unwrap();
            if !zoomed(view) {
                check_on_canvas(&scene, told);
            }
        }
        let text = svg::svg(view, panel, surface).unwrap();
        assert!(text.starts_with("<svg role=\"img\" ") && text.ends_with("</svg>\n"), "{told}");
        check_numbers_in(&text, told);
    }
    assert!(place(view, view.headings().len(), surface, Layer::All).is_none(), "{told}");
    assert!(svg::svg(view, view.headings().len(), surface).is_err(), "{told}");
}

/// Whether a map shows a part of the world, so that circles may be cut by the surface.
fn zoomed(view: &View) -> bool {
    view.state.viewport.zoom() > 1.0
}

/// The whole chart on a sheet stays on it, says its title, and is an SVG.
fn check_sheet(fixture: &Fixture, view: &View, surface: &Surface, told: &str) {
    let provenance = Provenance::new(&view.state, &fixture.clock, "https://charts.example", "v", true);
    let scene = picture::picture(view, surface, &provenance);
    if !zoomed(view) {
        check_on_canvas(&scene, told);
    }
    let largest = scene.items.iter().rev().fold(("", 0.0), |largest, item| match item {
        Item::Text { text, size, .. } if *size >= largest.1 => (text, *size),
        _ => largest,
    });
    assert!(view.title.starts_with(largest.0.trim_end_matches('…')), "{told}: {largest:?}");
    let text = svg::picture(view, surface, &provenance);
    assert!(text.starts_with("<svg role=\"img\" ") && text.ends_with("</svg>\n"), "{told}");
    check_numbers_in(&text, told);
}

/// Nothing but numbers where numbers stand.
fn check_numbers_in(text: &str, told: &str) {
    for word in ["NaN", "inf"] {
        assert!(!text.contains(word), "{told}: {word} in {text}");
    }
    // Less than nothing, and nothing all the same.
    let minuses = text.match_indices('-').chain(text.match_indices('−'));
    for (at, minus) in minuses {
        let after = &text[at + minus.len()..];
        let zeros = after.trim_start_matches(['0', '.']);
        // A hyphen within a word or a date is none.
        let is_minus = !text[..at].ends_with(|c: char| c.is_alphanumeric());
        let is_zero = is_minus && after.starts_with('0') && !zeros.starts_with(|c: char| c.is_ascii_digit());
        assert!(!is_zero, "{told}: a zero below zero at {at} of {text}");
    }
}

fn check_on_canvas(scene: &Scene, told: &str) {
    // Outlines and rounding reach a little further than places.
    let margin = 0.01 * f64::from(scene.width.max(scene.height)) + 2.0;
    let inside = |x: f64, y: f64, what: &dyn std::fmt::Debug| {
        let in_width = (-margin..=f64::from(scene.width) + margin).contains(&x);
        let in_height = (-margin..=f64::from(scene.height) + margin).contains(&y);
        assert!(
            in_width && in_height,
            "{told}: {x},{y} is off the canvas of {}x{}: {what:?}",
            scene.width,
            scene.height
        );
    };
    for item in &scene.items {
        let points = match item {
            Item::Rect { from, to, .. } => vec![*from, *to],
            Item::Line { points, .. } | Item::Polygon { points, .. } => points.clone(),
            Item::Circle { at, radius, .. } => {
                let radius = *radius as i32;
                vec![(at.0 - radius, at.1 - radius), (at.0 + radius, at.1 + radius)]
            }
            Item::Text { text: words, at, anchor, size, .. } => {
                let width = text::width(words, *size);
                let left = match anchor {
                    Anchor::Start => 0.0,
                    Anchor::Middle => width / 2.0,
                    Anchor::End => width,
                };
                inside(f64::from(at.0) - left, f64::from(at.1) - size / 2.0, words);
                inside(f64::from(at.0) - left + width, f64::from(at.1) + size / 2.0, words);
                vec![*at]
            }
        };
        assert!(!points.is_empty(), "{told}");
        points.into_iter().for_each(|(x, y)| inside(f64::from(x), f64::from(y), item));
    }
}

/// What is under a pointer is there and is shown.
fn check_pointing(view: &View, panel: usize, scene: &Scene, told: &str) {
    for (i, j) in pairs(&[-1, 1, 3, 5, 9, 11], &[1, 4, 6, 9]) {
        let x = f64::from(scene.width) / 10.0 * f64::from(i);
        let y = f64::from(scene.height) / 10.0 * f64::from(j);
        if let Some(id) = series_at(view, panel, &scene.geometry, x, y) {
            let shown = view.legend().iter().any(|entry| entry.id == id && !entry.hidden);
            assert!(shown, "{told}: {id}");
        }
        if let (Geometry::Time(plot), Some(time)) = (&scene.geometry, view.time()) {
            let bin = plot.bin_at(&time.bins, x).unwrap();
            assert!(time.bins[bin].days.contains(plot.day_at(x)), "{told}");
        }
    }
}

/// What is read out: of shares the counts behind them.
fn counts(series: &Series) -> &Column {
    series.counts.as_ref().unwrap_or(&series.values)
}

/// Table, file and readouts have the view's rows.
fn check_words(view: &View, told: &str) {
    let table = table::table(view);
    let csv = csv::csv(view);
    let mut lines = csv.split_terminator("\r\n");
    // A comma within quotes parts nothing.
    let parts =
        |line: &str| line.split('"').step_by(2).map(|plain| plain.matches(',').count()).sum::<usize>();
    let commas = parts(lines.next().unwrap());
    assert!(lines.clone().all(|line| parts(line) == commas), "{told}");
    let (rows, values) = match &view.body {
        Body::Time(time) => {
            let series = time.panels.iter().flat_map(|p| &p.series).filter(|s| !s.hidden).count();
            (time.bins.len(), series * time.bins.len())
        }
        Body::Pie(pie) => {
            let shown = pie.slices.iter().filter(|s| !s.hidden).count();
            (shown, shown * pie.periods().count())
        }
        Body::Bars(bars) => {
            let shown = bars.series.iter().filter(|s| !s.hidden).count();
            (bars.parts.len(), shown * bars.parts.len() * bars.periods().count())
        }
        Body::Boxes(boxes) => {
            let shown = boxes.periods.iter().filter(|p| !p.hidden).count();
            (boxes.letters.len(), shown * 5 * boxes.letters.len())
        }
        Body::Map(map) => {
            let hidden = |rsi: Rsi| view.state.hidden.iter().any(|id| id == rsi.as_str());
            let shown = |p: &MapPlace| p.counts.iter().filter(|(rsi, _)| !hidden(*rsi)).count();
            let counts: Vec<usize> = map.places.iter().map(shown).collect();
            (counts.iter().filter(|c| **c > 0).count(), counts.iter().sum())
        }
    };
    assert_eq!((table.rows.len(), lines.count()), (rows, values), "{told}");
    assert_eq!(table.columns.len(), table.styles.len() + 1, "{told}");
    assert!(table.rows.iter().all(|(_, cells)| cells.len() == table.styles.len()), "{told}");
    if !matches!(view.body, Body::Map(_)) {
        // Degrees may well be between -1 and 0.
        check_numbers_in(&csv, told);
    }
    for text in [&view.title, &view.subtitle, &view.coverage, &view.summary] {
        check_numbers_in(text, told);
    }
    // What is hidden can be pointed at all the same: a slice has its place.
    let rows = match &view.body {
        Body::Pie(pie) => pie.slices.len(),
        Body::Map(map) => map.places.len(),
        Body::Time(_) | Body::Bars(_) | Body::Boxes(_) => rows,
    };
    for panel in 0..view.headings().len() {
        let last = rows.saturating_sub(1);
        for at in [0, rows / 2, last] {
            let readout = readout(view, panel, at);
            assert_eq!(readout.is_some(), at < rows, "{told}");
            let Some(readout) = readout else { continue };
            assert!(!readout.heading.is_empty(), "{told}");
            for row in &readout.rows {
                check_numbers_in(&row.value, told);
                check_numbers_in(&row.share, told);
            }
            let nothing = view
                .time()
                .is_some_and(|t| t.panels[panel].series.iter().all(|s| counts(s).get(at).is_none()));
            if nothing {
                assert!(readout.total.is_empty(), "{told}: a total of nothing is {}", readout.total);
            }
        }
        assert!(readout(view, panel, rows).is_none(), "{told}");
    }
}

#[test]
fn the_published_api_gives_the_same_views() {
    let sample = Fixture::sample();
    let mut held = DataStore::default();
    held.set_outline(outline());
    for chart in CATALOGUE {
        let state = ChartState::new(chart);
        assert_eq!(
            sample.view_from(&mut held, &state, Asking::Published),
            sample.view(&state),
            "{}",
            chart.path
        );
    }
}
