//! Values over days or weeks, placed: axes, areas or lines, labels at the right end, marks of coverage and doubt.

use rssac002_model::sort::sort_by;
use rssac002_model::{Column, DayRange};

use crate::catalogue::Form;
use crate::draw::decimate::{Point, dash, thin};
use crate::draw::scene::{Anchor, Area, Geometry, Ink, Item, Scene, TimeGeometry, ValueScale};
use crate::draw::{FADE, Frame, Layer, text, ticks};
use crate::format;
use crate::state::Scale;
use crate::theme::Colour;
use crate::transform::Bin;
use crate::view::{Panel, Series, TimeView, Unit};

/// From this width on, series are named at their right end.
pub(crate) const WIDE: f64 = 560.0;
/// More lines than this cannot be told apart by colour alone; those after it are dashed.
const PLAIN_LINES: usize = 7;
/// Strokes wider than a device pixel through more points than this cost a browser up to a second (limits.md).
const WIDE_STROKES: usize = 1_200;
/// How much a band of quantiles covers: the outer one, and those inside it.
const OUTER: f64 = 0.3;
const INNER: f64 = 0.5;
/// Height of the hatched strip under bins below full coverage.
const FOOT: f64 = 5.0;

/// A drawing in the making.
struct Placing<'a> {
    frame: &'a Frame,
    time: &'a TimeView,
    panel: &'a Panel,
    geometry: TimeGeometry,
    items: Vec<Item>,
}

/// Places a panel.
pub fn place(time: &TimeView, panel: usize, frame: &Frame, layer: Layer<'_>) -> Option<Scene> {
    let panel = time.panels.get(panel)?;
    let (first, last) = (time.bins.first()?, time.bins.last()?);
    let days = DayRange::new(first.days.start(), last.days.end())?;
    let axis = value_axis(time, panel, frame);
    let labels = end_labels(time, panel, frame);
    let widest = widest_tick(time, &axis, frame);
    let right = labels.iter().map(|s| text::width(&s.label, frame.font) + 14.0).fold(12.0, f64::max);
    let plot = Area {
        left: widest + 12.0,
        top: frame.font * 2.0,
        right: (frame.width - right).max(widest + 13.0),
        bottom: (frame.height - frame.font * 1.6 - FOOT - 3.0).max(frame.font * 2.0 + 1.0),
    };
    let mut placing = Placing {
        frame,
        time,
        panel,
        geometry: TimeGeometry { plot, days, scale: axis.scale },
        items: Vec::new(),
    };
    match layer {
        Layer::All => placing.axes(&axis),
        Layer::Only(_) => placing.fade(),
    }
    placing.marks(layer);
    if layer == Layer::All {
        placing.foot();
        placing.doubtful();
        placing.name_ends(&labels);
    }
    Some(Scene {
        width: placing.px(frame.width) as u32,
        height: placing.px(frame.height) as u32,
        items: placing.items,
        geometry: Geometry::Time(placing.geometry),
    })
}

struct ValueAxis {
    scale: ValueScale,
    ticks: Vec<ticks::Tick<f64>>,
    unit: String,
}

/// The largest and smallest value drawn, doubtful ones left out.
fn extremes(time: &TimeView, panel: &Panel) -> (f64, f64) {
    let visible: Vec<&Series> = panel.series.iter().filter(|s| !s.hidden).collect();
    let sure =
        |s: &&Series, bin: usize| s.values.get(bin).filter(|_| s.doubtful.binary_search(&bin).is_err());
    let (mut max, mut min) = (0.0f64, f64::INFINITY);
    for bin in 0..time.bins.len() {
        let values = visible.iter().filter_map(|s| sure(s, bin));
        match time.form {
            Form::Stacked => max = max.max(values.sum()),
            _ => values.for_each(|v| {
                max = max.max(v);
                if v > 0.0 {
                    min = min.min(v);
                }
            }),
        }
    }
    (max, min)
}

fn value_axis(time: &TimeView, panel: &Panel, frame: &Frame) -> ValueAxis {
    let panels: Vec<&Panel> = if time.same_axis { time.panels.iter().collect() } else { vec![panel] };
    let (max, min) = panels
        .into_iter()
        .map(|p| extremes(time, p))
        .fold((0.0f64, f64::INFINITY), |a, b| (a.0.max(b.0), a.1.min(b.1)));
    let wanted = (frame.height / 60.0).clamp(3.0, 8.0) as usize;
    match (&time.unit, time.scale) {
        (Unit::Percent, _) if time.form == Form::Share => {
            let ticks = [0.0, 25.0, 50.0, 75.0, 100.0];
            let ticks = ticks.map(|at| ticks::Tick { at, label: format!("{at}%") }).into();
            ValueAxis { scale: ValueScale::Linear(100.0), ticks, unit: String::new() }
        }
        (unit, Scale::Log) => {
            let (ticks, (low, high)) = ticks::log(min, max);
            ValueAxis { scale: ValueScale::Log(low, high), ticks, unit: unit.words() }
        }
        (unit, Scale::Linear) => {
            let magnitude = format::magnitude(max);
            let (ticks, end) = ticks::linear(max, wanted, magnitude.divisor);
            let unit = if magnitude.word.is_empty() {
                unit.words()
            } else {
                format!("{} {}", magnitude.word, unit.words())
            };
            ValueAxis { scale: ValueScale::Linear(end), ticks, unit }
        }
    }
}

/// The width of the widest label of the value axis; of all panels' axes, so that days stand under one another.
fn widest_tick(time: &TimeView, axis: &ValueAxis, frame: &Frame) -> f64 {
    let widest =
        |axis: &ValueAxis| axis.ticks.iter().map(|t| text::width(&t.label, frame.font)).fold(0.0, f64::max);
    if time.same_axis || time.panels.len() < 2 {
        return widest(axis);
    }
    time.panels.iter().map(|panel| widest(&value_axis(time, panel, frame))).fold(0.0, f64::max)
}

/// The series that are named at the right end, where there is room for it.
fn end_labels<'a>(time: &TimeView, panel: &'a Panel, frame: &Frame) -> Vec<&'a Series> {
    if frame.width < WIDE || panel.series.len() < 2 || time.panels.len() > 1 {
        return Vec::new();
    }
    let shown = |s: &&Series| !s.hidden && (0..time.bins.len()).any(|i| s.values.get(i).is_some());
    panel.series.iter().filter(shown).collect()
}

impl Placing<'_> {
    /// CSS pixels to whole device pixels.
    fn px(&self, css: f64) -> i32 {
        (css * self.frame.ratio).round() as i32
    }

    fn colour(&self, colour: Colour) -> Ink {
        self.frame.theme.rgb(colour).into()
    }

    fn x(&self, bin: &Bin) -> i32 {
        self.px(self.geometry.x_of_bin(bin))
    }

    fn y(&self, value: f64) -> i32 {
        self.px(self.geometry.y_of(value))
    }

    fn text(&mut self, text: &str, x: f64, y: f64, anchor: Anchor, colour: Colour) {
        let item = Item::Text {
            text: text.to_owned(),
            at: (self.px(x), self.px(y)),
            anchor,
            size: self.frame.font * self.frame.ratio,
            ink: self.colour(colour),
        };
        self.items.push(item);
    }

    fn rect(&mut self, from: Point, to: Point, ink: Ink) {
        if to.0 > from.0 && to.1 > from.1 {
            self.items.push(Item::Rect { from, to, ink });
        }
    }

    /// A line of one device pixel, at least, as a rectangle: sharp on every surface.
    fn rule(&mut self, from: (f64, f64), to: (f64, f64), colour: Colour) {
        let one = self.px(1.0).max(1);
        let (from, mut to) = ((self.px(from.0), self.px(from.1)), (self.px(to.0), self.px(to.1)));
        to = (to.0.max(from.0 + one), to.1.max(from.1 + one));
        let ink = self.colour(colour);
        self.rect(from, to, ink);
    }

    fn axes(&mut self, axis: &ValueAxis) {
        let plot = self.geometry.plot;
        for tick in &axis.ticks {
            let y = self.geometry.y_of(tick.at);
            self.rule((plot.left, y), (plot.right, y), Colour::Grid);
            self.text(&tick.label, plot.left - 6.0, y, Anchor::End, Colour::Muted);
        }
        if !axis.unit.is_empty() {
            self.text(&axis.unit, 0.0, self.frame.font * 0.75, Anchor::Start, Colour::Muted);
        }
        let days = self.geometry.days;
        let y = plot.bottom + FOOT + 4.0 + self.frame.font * 0.6;
        for tick in ticks::time(days, plot.right - plot.left, self.frame.font) {
            let x = self.geometry.x_of_day(tick.at);
            self.rule((x, plot.bottom), (x, plot.bottom + FOOT + 2.0), Colour::Muted);
            let half = text::width(&tick.label, self.frame.font) / 2.0;
            if x + half <= self.frame.width {
                self.text(&tick.label, x.max(half), y, Anchor::Middle, Colour::Muted);
            }
        }
    }

    /// Fades the plot below, axes left as they are.
    fn fade(&mut self) {
        let plot = self.geometry.plot;
        let ink = Ink { opacity: FADE, ..self.colour(Colour::Background) };
        let right = self.px(self.frame.width);
        self.rect((self.px(plot.left), self.px(plot.top)), (right, self.px(plot.bottom)), ink);
    }

    fn marks(&mut self, layer: Layer<'_>) {
        let panel = self.panel;
        let visible: Vec<&Series> = panel.series.iter().filter(|s| !s.hidden).collect();
        match (self.time.form, layer) {
            (Form::Stacked | Form::Share, _) => self.areas(&visible, layer),
            (Form::Bands, Layer::All) => self.bands(),
            (Form::Line | Form::Lines | Form::Bands, _) => {
                let many = visible.len() > PLAIN_LINES;
                for (i, series) in visible.iter().enumerate() {
                    if matches!(layer, Layer::Only(id) if id != series.id) {
                        continue;
                    }
                    self.line(series, many && i >= PLAIN_LINES);
                }
            }
        }
        let plot = self.geometry.plot;
        if layer == Layer::All {
            self.rule((plot.left, plot.bottom), (plot.right, plot.bottom), Colour::Muted);
        }
    }

    /// Runs of consecutive bins that have a value: a gap is a gap.
    fn runs(has: impl Fn(usize) -> bool, bins: usize) -> Vec<std::ops::Range<usize>> {
        let mut runs = Vec::new();
        let mut start = None;
        for i in 0..=bins {
            match (i < bins && has(i), start) {
                (true, None) => start = Some(i),
                (false, Some(from)) => {
                    runs.push(from..i);
                    start = None;
                }
                _ => {}
            }
        }
        runs
    }

    /// Half a bin's width, so that areas begin and end where their first and last bins do.
    fn edges(&self, run: &std::ops::Range<usize>) -> (i32, i32) {
        let bins = &self.time.bins;
        let from = self.geometry.x_of_day(bins[run.start].days.start());
        let to = self.geometry.x_of_day(bins[run.end - 1].days.end() + 1);
        (self.px(from), self.px(to).max(self.px(from) + 1))
    }

    /// Areas from the highest layer down to the lowest, each to the base line, so that no seam shows between them.
    fn areas(&mut self, visible: &[&Series], layer: Layer<'_>) {
        let bins = self.time.bins.len();
        let mut tops: Vec<Column> = Vec::with_capacity(visible.len());
        let mut sum = vec![0.0; bins];
        for series in visible {
            for (total, value) in sum.iter_mut().zip(series.values.raw()) {
                *total += if value.is_nan() { 0.0 } else { *value };
            }
            tops.push(Column::from(sum.clone()));
        }
        let there = |i: usize| visible.iter().map(move |s| s.values.get(i).is_some());
        let runs = Self::runs(|i| there(i).any(|t| t), bins);
        // A letter that falls silent leaves a step, not a slope that nobody measured.
        let steps: Vec<bool> = (0..bins).map(|i| i > 0 && !there(i).eq(there(i - 1))).collect();
        let ground = self.y(0.0).max(self.px(self.geometry.plot.bottom));
        for (at, series) in visible.iter().enumerate().rev() {
            let only = match layer {
                Layer::Only(id) if id != series.id => continue,
                Layer::Only(_) => true,
                Layer::All => false,
            };
            let ink = self.colour(series.colour);
            let line = self.colour(Colour::Background);
            for run in &runs {
                let edge = self.edge(&tops[at], run, &steps);
                let mut points = edge.clone();
                if only && at > 0 {
                    points.extend(self.edge(&tops[at - 1], run, &steps).into_iter().rev());
                } else {
                    let (from, to) = self.edges(run);
                    points.extend([(to, ground), (from, ground)]);
                }
                self.items.push(Item::Polygon { points, ink });
                // A thin line between layers; where days are narrower than pixels it would be all there is to see.
                let per_bin = (edge.last().map_or(0, |p| p.0) - edge.first().map_or(0, |p| p.0)) as f64;
                if !only && at + 1 < visible.len() && per_bin >= 1.5 * run.len() as f64 {
                    self.items.push(Item::Line { points: edge, ink: line, width: 1 });
                }
            }
        }
    }

    /// The upper edge of a layer over a run, upright where a bin begins that has other series than the one before.
    fn edge(&self, top: &Column, run: &std::ops::Range<usize>, steps: &[bool]) -> Vec<Point> {
        let bins = &self.time.bins;
        let y = |i: usize| self.y(top.get(i).unwrap_or_default());
        let mut points = Vec::with_capacity(run.len() + 2);
        for i in run.clone() {
            if i > run.start && steps[i] {
                let x = self.px(self.geometry.x_of_day(bins[i].days.start()));
                points.extend([(x, y(i - 1)), (x, y(i))]);
            }
            points.push((self.x(&bins[i]), y(i)));
        }
        let mut points = thin(&points);
        let (from, to) = self.edges(run);
        let (first, last) = (points.first().map_or(0, |p| p.1), points.last().map_or(0, |p| p.1));
        points.insert(0, (from, first));
        points.push((to, last));
        points
    }

    /// Whether a series has a value at a bin that the axis can show.
    fn drawable(&self, series: &Series, bin: usize) -> bool {
        let log = matches!(self.geometry.scale, ValueScale::Log(..));
        series.values.get(bin).is_some_and(|v| !log || v > 0.0)
    }

    /// Bands between opposite series, the widest first, and the middle one as a line on top. A series whose opposite is
    /// hidden bounds nothing, so it is a line.
    fn bands(&mut self) {
        let series = &self.panel.series;
        for at in 0..series.len().div_ceil(2) {
            let (low, high) = (&series[at], &series[series.len() - 1 - at]);
            match (low.hidden, high.hidden) {
                (true, true) => {}
                (false, false) if !std::ptr::eq(low, high) => {
                    let opacity = if at == 0 { OUTER } else { INNER };
                    self.band(low, high, opacity);
                }
                (false, _) => self.line(low, false),
                (true, false) => self.line(high, false),
            }
        }
    }

    fn band(&mut self, low: &Series, high: &Series, opacity: f64) {
        let bins = self.time.bins.len();
        let ink = Ink { opacity, ..self.colour(low.colour) };
        let steps = vec![false; bins];
        for run in Self::runs(|i| self.drawable(low, i) && self.drawable(high, i), bins) {
            let mut points = self.edge(&high.values, &run, &steps);
            points.extend(self.edge(&low.values, &run, &steps).into_iter().rev());
            self.items.push(Item::Polygon { points, ink });
        }
    }

    fn line(&mut self, series: &Series, dashed: bool) {
        let bins = &self.time.bins;
        let drawable = |i: usize| self.drawable(series, i);
        let ink = self.colour(series.colour);
        let dense = bins.len() > WIDE_STROKES;
        let alone = self.time.form == Form::Line;
        let width = if dense { 1 } else { self.px(if alone { 2.0 } else { 1.5 }).max(1) as u32 };
        for run in Self::runs(drawable, bins.len()) {
            let point = |i: usize| (self.x(&bins[i]), self.y(series.values.get(i).unwrap_or_default()));
            let points = thin(&run.clone().map(point).collect::<Vec<_>>());
            match points.as_slice() {
                // A line from a place to the same place would not be seen.
                [at, rest @ ..] if rest.iter().all(|p| p == at) => {
                    let radius = self.px(if dense { 1.5 } else { 2.5 }).max(1) as u32;
                    self.items.push(Item::Circle { at: *at, radius, ink, outline: 0 });
                }
                _ if dashed && !dense => {
                    let (on, off) = (6.0 * self.frame.ratio, 3.0 * self.frame.ratio);
                    let dashes = dash(&points, on, off);
                    self.items.extend(dashes.into_iter().map(|points| Item::Line { points, ink, width }));
                }
                _ => {
                    // Where a device pixel is a hair, several of them side by side are no wide stroke.
                    let beside = if dense && alone { self.px(1.0).max(1) } else { 1 };
                    for down in 0..beside {
                        let points = points.iter().map(|(x, y)| (*x, y + down)).collect();
                        self.items.push(Item::Line { points, ink, width });
                    }
                }
            }
        }
    }

    /// A hatched strip under bins below full coverage.
    fn foot(&mut self) {
        if self.time.per_letter {
            return;
        }
        let below = |i: usize| self.time.coverage.get(i).is_some_and(|c| !c.is_full(self.time.expected));
        let ink = self.colour(Colour::Warning);
        let plot = self.geometry.plot;
        let (top, bottom) = (self.px(plot.bottom + 2.0), self.px(plot.bottom + 2.0 + FOOT));
        let height = bottom - top;
        let step = self.px(4.0).max(2);
        for run in Self::runs(below, self.time.bins.len()) {
            let (from, to) = self.edges(&run);
            let stroke = |x: i32| Item::Line { points: vec![(x, bottom), (x + height, top)], ink, width: 1 };
            let starts = (from.div_euclid(step)..=to.div_euclid(step)).map(|n| n * step);
            if to - from < 3 * step {
                self.rect((from, top), (to, bottom + 1), Ink { opacity: 0.6, ..ink });
            } else {
                self.items.extend(starts.filter(|x| *x >= from && *x + height <= to).map(stroke));
                self.rect((from, bottom), (to, bottom + 1), ink);
            }
        }
    }

    /// A hollow ring at the top of the plot over each doubtful value.
    fn doubtful(&mut self) {
        let mut marked: Vec<usize> =
            self.panel.series.iter().filter(|s| !s.hidden).flat_map(|s| s.doubtful.iter().copied()).collect();
        sort_by(&mut marked, Ord::cmp);
        marked.dedup();
        let ink = self.colour(Colour::Warning);
        let radius = self.px(4.0).max(2) as u32;
        let y = self.px(self.geometry.plot.top - 6.0);
        for bin in marked {
            if let Some(bin) = self.time.bins.get(bin) {
                let at = (self.x(bin), y);
                self.items.push(Item::Circle { at, radius, ink, outline: self.px(1.5).max(1) as u32 });
            }
        }
    }

    /// Names at the right end, pushed apart where they would overlap.
    fn name_ends(&mut self, labels: &[&Series]) {
        let plot = self.geometry.plot;
        let stacked = matches!(self.time.form, Form::Stacked | Form::Share);
        let bins = self.time.bins.len();
        let last = |s: &Series| (0..bins).rev().find_map(|i| s.values.get(i));
        // Layers stand on one another in one bin: a letter that is missing there has no height.
        let end = (0..bins).rev().find(|i| labels.iter().any(|s| s.values.get(*i).is_some()));
        let mut sum = 0.0;
        let mut places: Vec<(f64, &Series)> = Vec::new();
        for series in labels {
            let value = if stacked { end.map(|i| series.values.get(i).unwrap_or(0.0)) } else { last(series) };
            let Some(value) = value else { continue };
            let middle = if stacked {
                sum += value;
                sum - value / 2.0
            } else {
                value
            };
            places.push((self.geometry.y_of(middle), series));
        }
        sort_by(&mut places, |a, b| a.0.total_cmp(&b.0));
        let ys = spread(
            &places.iter().map(|p| p.0).collect::<Vec<_>>(),
            self.frame.font + 1.0,
            plot.top,
            plot.bottom,
        );
        for ((_, series), y) in places.into_iter().zip(ys) {
            self.text(&series.label, plot.right + 8.0, y, Anchor::Start, series.colour);
        }
    }
}

/// Pushes ascending places apart by at least `apart`, as little as it takes, within bounds where they fit.
pub(crate) fn spread(places: &[f64], apart: f64, top: f64, bottom: f64) -> Vec<f64> {
    let mut out = places.to_vec();
    for i in 0..out.len() {
        let least = if i == 0 { top } else { out[i - 1] + apart };
        out[i] = out[i].max(least);
    }
    for i in (0..out.len()).rev() {
        let most = if i + 1 == out.len() { bottom } else { out[i + 1] - apart };
        out[i] = out[i].min(most);
    }
    out
}

/// How near a pointer has to be to a line to mean it, in CSS pixels.
const NEAR: f64 = 12.0;

/// The series under a pointer in a panel: of areas the layer, of lines the nearest within reach. `None` where there is
/// nothing, or nothing to tell apart.
pub(crate) fn series_at(
    time: &TimeView,
    panel: usize,
    geometry: &TimeGeometry,
    x: f64,
    y: f64,
) -> Option<String> {
    let visible: Vec<_> = time.panels.get(panel)?.series.iter().filter(|s| !s.hidden).collect();
    let bin = geometry.bin_at(&time.bins, x)?;
    let inside = x >= geometry.plot.left && x <= geometry.plot.right;
    if visible.len() < 2 || !inside || y < geometry.plot.top || y > geometry.plot.bottom {
        return None;
    }
    let found = match time.form {
        Form::Stacked | Form::Share => {
            let mut top = 0.0;
            visible.into_iter().find(|s| {
                top += s.values.get(bin).unwrap_or_default();
                geometry.y_of(top) <= y
            })
        }
        Form::Line | Form::Lines | Form::Bands => {
            let distance =
                |s: &&Series| s.values.get(bin).map_or(f64::INFINITY, |v| (geometry.y_of(v) - y).abs());
            let nearest = visible.into_iter().min_by(|a, b| distance(a).total_cmp(&distance(b)))?;
            (distance(&nearest) <= NEAR).then_some(nearest)
        }
    };
    found.map(|s| s.id.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn labels_do_not_overlap(mut places in proptest::collection::vec(0.0..400.0f64, 1..14)) {
            sort_by(&mut places, f64::total_cmp);
            let ys = spread(&places, 13.0, 0.0, 400.0);
            prop_assert!(ys.windows(2).all(|w| w[1] - w[0] >= 13.0 - 1e-9));
            prop_assert!(ys.iter().all(|y| (-1e-9..=400.0 + 1e-9).contains(y)));
        }
    }

    #[test]
    fn runs_end_at_gaps() {
        let values = [Some(1), None, Some(2), Some(3), None];
        assert_eq!(Placing::runs(|i| values[i].is_some(), 5), [0..1, 2..4]);
        assert!(Placing::runs(|_| false, 3).is_empty());
    }
}
