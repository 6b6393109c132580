//! Values over days or weeks, placed: axes, areas or lines, labels at the right end, marks of coverage and doubt.

use std::ops::Range;

use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::ranged1d::{Ranged, ValueFormatter};
use plotters::element::{Circle, PathElement, Polygon};
use plotters::style::Color;
use rssac002_model::{Column, Day, DayRange, RsiSet};

use crate::catalogue::Form;
use crate::draw::axis::{DayAxis, ValueAxis};
use crate::draw::elements::{Between, Run};
use crate::draw::geometry::{Area, Geometry, TimePlot};
use crate::draw::moment::Moment;
use crate::draw::pen::Pen;
use crate::draw::scene::{Anchor, Scene};
use crate::draw::{Layer, Surface, Window, text};
use crate::events::Mark;
use crate::format;
use crate::state::{Interval, Scale};
use crate::theme::Colour;
use crate::transform::greatest_first;
use crate::view::{Extremes, Panel, Series, TimeView, Unit};

/// From this width on, series are named at their right end.
pub(crate) const WIDE: f64 = 560.0;
/// Below this height room is dear.
const LOW: f64 = 140.0;
/// More lines than this cannot be told apart by colour alone; those after it are dashed.
const PLAIN_LINES: usize = 7;
/// Strokes wider than a device pixel through more points than this cost a browser up to a second (limits.md).
const WIDE_STROKES: usize = 1_200;
/// How much a band of quantiles covers: the outer one, and those inside it.
const OUTER: f64 = 0.3;
const INNER: f64 = 0.5;
/// How much of the colour lines of the days to compare with have.
const SECOND: f64 = 0.6;
/// Height of the head of a line through a day.
const HEAD: f64 = 7.0;
/// How far the gaps are apart that tell a stack of fewer letters.
const HATCH: f64 = 4.0;
/// Height of the hatched strip under bins below full coverage.
const FOOT: f64 = 5.0;

/// A place in the plot: when, and how much.
type Place = (Moment, f64);

/// A drawing in the making.
struct Placing<'a> {
    time: &'a TimeView,
    /// What of its days is seen.
    window: Window,
    panel: &'a Panel,
    plot: TimePlot,
    /// Draws in device pixels: axes and what stands beside them.
    pen: Pen<'a>,
    /// Draws in the plot's coordinates: the series.
    marks: Pen<'a, Cartesian2d<DayAxis, ValueAxis>>,
}

/// Places a panel.
pub fn place(time: &TimeView, panel: usize, surface: &Surface, layer: Layer<'_>) -> Option<Scene> {
    let at = panel;
    let panel = time.panels.get(at)?;
    let window = time.window.or_else(|| all_days(time))?;
    let (values, unit) = value_axis(time, at, surface);
    let labels = end_labels(time, panel, surface);
    let left = label_width(time, &values, surface) + 12.0;
    let right = labels.iter().map(|s| text::width(&s.label, surface.font) + 14.0).fold(12.0, f64::max);
    // On a low surface nothing is left free where there is no unit.
    let top = if unit.is_empty() && surface.height < LOW { surface.font } else { surface.font * 2.0 };
    let area = Area {
        left,
        top,
        right: (surface.width - right).max(left + 1.0),
        bottom: (surface.height - surface.font * 1.6 - FOOT - 3.0).max(top + 1.0),
    };
    let plot =
        TimePlot::new(DayAxis::of(window, area.right - area.left, surface.font), values, area, surface.ratio);
    let pen = Pen::on(surface);
    let placing = Placing { time, window, panel, marks: pen.within(&plot), pen, plot };
    match layer {
        Layer::All => placing.axes(&unit),
        // The axes are left as they are.
        Layer::Only(_) => placing.pen.fade(Area { right: surface.width, ..placing.plot.area() }),
    }
    if layer == Layer::All {
        // Under the values, which they are about and would hide.
        placing.lines_at(Mark::Unusual);
    }
    placing.marks(layer);
    if layer == Layer::All {
        placing.foot();
        placing.lines_at(Mark::Event);
        placing.heads();
        placing.doubtful();
        placing.name_ends(&labels);
    }
    Some(placing.pen.finish(Geometry::Time(placing.plot)))
}

/// All days of a view; `None` where it has none.
pub(crate) fn all_days(time: &TimeView) -> Option<Window> {
    let (first, last) = (time.bins.first()?, time.bins.last()?);
    DayRange::new(first.days.start(), last.days.end()).map(Window::of)
}

/// What of a line that ascends in time lies within a window.
fn seen(points: Vec<Place>, window: Window) -> Vec<Place> {
    let is_seen = |place: &Place| place.0 >= window.from() && place.0 <= window.to();
    if points.iter().all(is_seen) {
        return points;
    }
    let mut seen: Vec<Place> = points.first().copied().filter(is_seen).into_iter().collect();
    for pair in points.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let at = |moment: Moment| {
            let share = moment.days_since(from.0) / to.0.days_since(from.0);
            (moment, from.1 + share * (to.1 - from.1))
        };
        if from.0 < window.from() && to.0 > window.from() {
            seen.push(at(window.from()));
        }
        if is_seen(&to) {
            seen.push(to);
        } else if from.0 < window.to() && to.0 > window.to() {
            seen.push(at(window.to()));
        }
    }
    seen
}

/// The axis of values of a panel, and the unit of its labels.
fn value_axis(time: &TimeView, panel: usize, surface: &Surface) -> (ValueAxis, String) {
    let of_panels = if time.same_axis { time.extremes.as_slice() } else { &time.extremes[panel..=panel] };
    let all = of_panels.iter().copied().fold(Extremes::NONE, Extremes::and);
    let Extremes { most: max, least: min, low } = all;
    let wanted = (surface.height / 60.0).clamp(3.0, 8.0) as usize;
    match (&time.unit, time.scale) {
        (Unit::Percent, _) if time.form == Form::Share => (ValueAxis::percent(), String::new()),
        (unit @ (Unit::Change | Unit::Points), _) => (ValueAxis::around_zero(low, max, wanted), unit.words()),
        (unit, Scale::Log) => (ValueAxis::log(min, max), unit.words()),
        (unit, Scale::Linear) => {
            let magnitude = format::magnitude(max);
            let unit = if magnitude.word.is_empty() {
                unit.words()
            } else {
                format!("{} {}", magnitude.word, unit.words())
            };
            (ValueAxis::linear(max, wanted, magnitude.divisor), unit)
        }
    }
}

/// The width of the widest label of the value axis; of all panels' axes, so that days stand under one another.
fn label_width(time: &TimeView, values: &ValueAxis, surface: &Surface) -> f64 {
    if time.same_axis || time.panels.len() < 2 {
        return values.label_width(surface.font);
    }
    let of_panel = |panel| value_axis(time, panel, surface).0.label_width(surface.font);
    (0..time.panels.len()).map(of_panel).fold(0.0, f64::max)
}

/// The series that are named at the right end, where there is room for it.
fn end_labels<'a>(time: &TimeView, panel: &'a Panel, surface: &Surface) -> Vec<&'a Series> {
    if surface.width < WIDE || panel.series.len() < 2 || time.panels.len() > 1 {
        return Vec::new();
    }
    let shown = |s: &&Series| !s.hidden && !s.is_second && (0..time.bins.len()).any(|i| s.sure(i).is_some());
    let named: Vec<&Series> = panel.series.iter().filter(shown).collect();
    // Where they cannot stand under one another, the legend names them.
    let room = surface.height - surface.font * 3.6;
    if named.len() as f64 * (surface.font + 1.0) > room { Vec::new() } else { named }
}

impl Placing<'_> {
    fn axes(&self, unit: &str) {
        let (area, surface, pen) = (self.plot.area(), self.pen.surface(), &self.pen);
        for (value, y, has_label) in self.plot.value_ticks(surface.font) {
            pen.rule((area.left, y), (area.right, y), Colour::Grid);
            if has_label {
                let label = self.plot.values().format_ext(&value);
                pen.label(&label, (area.left - 6.0, y), Anchor::End, Colour::Muted);
            }
        }
        if !unit.is_empty() {
            pen.label(unit, (0.0, surface.font * 0.75), Anchor::Start, Colour::Muted);
        }
        let days = self.plot.coordinates().x_spec();
        let y = area.bottom + FOOT + 4.0 + surface.font * 0.6;
        for start in days.key_points(usize::MAX) {
            let (x, label) = (self.plot.x_of_day(start.day()), days.format_ext(&start));
            pen.rule((x, area.bottom), (x, area.bottom + FOOT + 2.0), Colour::Muted);
            let half = text::width(&label, surface.font) / 2.0;
            if x + half <= surface.width {
                pen.label(&label, (x.max(half), y), Anchor::Middle, Colour::Muted);
            }
        }
    }

    fn marks(&self, layer: Layer<'_>) {
        let visible: Vec<&Series> = self.panel.series.iter().filter(|s| !s.hidden).collect();
        match (self.time.form, layer) {
            (Form::Stacked | Form::Share, _) => self.areas(&visible, layer),
            (Form::Bands, Layer::All) => self.bands(),
            (Form::Line | Form::Lines | Form::Bands, _) => {
                // Those of other days lie under those of the days shown.
                let (second, first): (Vec<&Series>, Vec<&Series>) =
                    visible.into_iter().partition(|series| series.is_second);
                let many = first.len() > PLAIN_LINES;
                let dashed = |i: usize| many && i >= PLAIN_LINES;
                // From day to day a line goes up and down so much that dashes of it are not seen as such.
                let weekly = self.time.interval == Interval::Week;
                let second = second.into_iter().map(|series| (series, weekly));
                let first = first.into_iter().enumerate().map(|(i, series)| (series, dashed(i)));
                for (series, dashed) in second.chain(first) {
                    if !matches!(layer, Layer::Only(id) if id != series.id) {
                        self.line(series, dashed);
                    }
                }
            }
            // Forms of shares over a range of days.
            (Form::Pie | Form::Columns, _) => {}
        }
        if layer == Layer::All {
            let area = self.plot.area();
            let zero = if matches!(self.time.unit, Unit::Change | Unit::Points) {
                self.plot.y_of(0.0)
            } else {
                area.bottom
            };
            self.pen.rule((area.left, zero), (area.right, zero), Colour::Muted);
        }
    }

    /// Runs of consecutive bins that have a value, a gap is a gap, and are not broken off.
    fn runs(bins: usize, has: &dyn Fn(usize) -> bool, breaks: &dyn Fn(usize) -> bool) -> Vec<Range<usize>> {
        let mut runs: Vec<Range<usize>> = Vec::new();
        for bin in (0..bins).filter(|bin| has(*bin)) {
            match runs.last_mut() {
                Some(run) if run.end == bin && !breaks(bin) => run.end += 1,
                _ => runs.push(bin..bin + 1),
            }
        }
        runs
    }

    /// Whether what is drawn adds up letters, so that it falls where one is missing: no share, ratio or quantile does.
    fn adds_letters(&self) -> bool {
        let time = self.time;
        time.additive && !time.per_letter && time.form != Form::Share && time.expected.len() > 1
    }

    /// The letters of which a bin of a sum counts nothing.
    fn absent(&self, is_second: bool) -> &[RsiSet] {
        match &self.time.second {
            Some(second) if is_second => &second.absent,
            _ => &self.time.absent,
        }
    }

    /// Whether a bin's sum is of fewer letters than are chosen.
    fn is_short(&self, bin: usize, is_second: bool) -> bool {
        self.adds_letters() && self.absent(is_second).get(bin).is_some_and(|absent| !absent.is_empty())
    }

    /// Whether a sum begins at a bin that is of other letters than the one before.
    fn others_begin(&self, bin: usize, is_second: bool) -> bool {
        let absent = self.absent(is_second);
        self.adds_letters() && bin > 0 && absent.get(bin) != absent.get(bin - 1)
    }

    /// Whether the middle of a bin is seen, where its value is marked.
    fn is_middle_seen(&self, bin: usize) -> bool {
        let middle = self.time.bins.get(bin).map(|bin| Moment::middle(bin.days));
        middle.is_some_and(|middle| middle >= self.window.from() && middle <= self.window.to())
    }

    /// Whether something of a bin is seen.
    fn is_seen(&self, bin: usize) -> bool {
        let days = Window::of(self.time.bins[bin].days);
        days.to() > self.window.from() && days.from() < self.window.to()
    }

    /// Where the first bin of a run begins and its last one ends.
    fn ends(&self, run: &Range<usize>) -> (Moment, Moment) {
        let bins = &self.time.bins;
        (bins[run.start].days.start().into(), (bins[run.end - 1].days.end() + 1).into())
    }

    /// The pixels where what is seen of a run's bins begins and ends.
    fn end_pixels(&self, run: &Range<usize>) -> (i32, i32) {
        let (bins, area) = (&self.time.bins, self.plot.area());
        let x = |day: Day| self.pen.px(self.plot.x_of_day(day).clamp(area.left, area.right));
        let (from, to) = (x(bins[run.start].days.start()), x(bins[run.end - 1].days.end() + 1));
        (from, to.max(from + 1))
    }

    /// The middle of a bin.
    fn middle(&self, bin: usize) -> Moment {
        Moment::middle(self.time.bins[bin].days)
    }

    /// Areas from the highest layer down to the lowest, each to the base line, so that no seam shows between them.
    fn areas(&self, visible: &[&Series], layer: Layer<'_>) {
        let bins = self.time.bins.len();
        let mut tops: Vec<Column> = Vec::with_capacity(visible.len());
        let mut sum = vec![0.0; bins];
        for series in visible {
            for (bin, total) in sum.iter_mut().enumerate() {
                *total += series.sure(bin).unwrap_or_default();
            }
            tops.push(Column::from(sum.clone()));
        }
        let there = |i: usize| visible.iter().map(move |s| s.sure(i).is_some());
        let has = |i: usize| there(i).any(|t| t);
        let runs = Self::runs(bins, &has, &|_| false);
        // A letter that falls silent leaves a step, not a slope that nobody measured.
        let step = |i: usize| i > 0 && (self.others_begin(i, false) || !there(i).eq(there(i - 1)));
        let steps: Vec<bool> = (0..bins).map(step).collect();
        for (at, series) in visible.iter().enumerate().rev() {
            let only = match layer {
                Layer::Only(id) if id != series.id => continue,
                Layer::Only(_) => true,
                Layer::All => false,
            };
            let colour = self.pen.colour(series.colour);
            for run in &runs {
                let edge = self.edge(&tops[at], run, &steps);
                if edge.is_empty() {
                    continue;
                }
                let lower = if only && at > 0 {
                    self.edge(&tops[at - 1], run, &steps)
                } else {
                    let (from, to) = self.ends(run);
                    seen(vec![(from, 0.0), (to, 0.0)], self.window)
                };
                self.marks.draw(Between::layer(edge.clone(), lower, colour));
                // A thin line between layers; where days are narrower than pixels it would be all there is to see.
                let (from, to) = self.end_pixels(run);
                if !only && at + 1 < visible.len() && f64::from(to - from) >= 1.5 * run.len() as f64 {
                    self.marks.draw(PathElement::new(edge, self.pen.colour(Colour::Background)));
                }
            }
        }
        if let Some(top) = tops.last() {
            let stacked = self.time.form == Form::Stacked;
            let lacks = |i: usize| stacked && visible.iter().any(|s| s.doubtful.binary_search(&i).is_ok());
            let is_hatched = |i: usize| has(i) && self.is_seen(i) && (self.is_short(i, false) || lacks(i));
            for run in Self::runs(bins, &is_hatched, &|_| false) {
                self.hatch(&run, top);
            }
        }
    }

    /// Upright gaps through the layers of a run of bins whose sum lacks something.
    fn hatch(&self, run: &Range<usize>, top: &Column) {
        let (from, to) = self.end_pixels(run);
        let (ratio, bottom) = (self.pen.surface().ratio, self.plot.area().bottom);
        let step = self.pen.px(HATCH).max(2);
        // At the same places whatever the run, so that neighbouring ones go on alike.
        let mut at = (from / step + 1) * step;
        // Also what is narrower than the gaps are apart has one.
        at = at.min((from + to) / 2);
        while at < to {
            let x = f64::from(at) / ratio;
            let bin = self.plot.bin_at(&self.time.bins, x).unwrap_or(run.start).clamp(run.start, run.end - 1);
            let y = self.plot.y_of(top.get(bin).unwrap_or_default());
            self.pen.rule((x, y), (x, bottom), Colour::Background);
            at += step;
        }
    }

    /// The upper edge of a layer over a run, from the start of its first to the end of its last bin, upright where a bin
    /// begins that has other series than the one before.
    fn edge(&self, top: &Column, run: &Range<usize>, steps: &[bool]) -> Vec<Place> {
        let value = |i: usize| top.get(i).unwrap_or_default();
        let (from, to) = self.ends(run);
        let mut points = Vec::with_capacity(run.len() + 2);
        points.push((from, value(run.start)));
        for i in run.clone() {
            if i > run.start && steps[i] {
                let start = Moment::from(self.time.bins[i].days.start());
                points.extend([(start, value(i - 1)), (start, value(i))]);
            }
            points.push((self.middle(i), value(i)));
        }
        points.push((to, value(run.end - 1)));
        seen(points, self.window)
    }

    /// Whether a series has a value at a bin that the axis can show, and that is not doubtful.
    fn drawable(&self, series: &Series, bin: usize) -> bool {
        series.sure(bin).is_some_and(|value| self.plot.values().shows(value))
    }

    /// Bands between opposite series, the widest first, and the middle one as a line on top. A series whose opposite is
    /// hidden bounds nothing, so it is a line.
    fn bands(&self) {
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

    fn band(&self, low: &Series, high: &Series, opacity: f64) {
        let bins = self.time.bins.len();
        let colour = self.pen.colour(low.colour).mix(opacity);
        let steps = vec![false; bins];
        for run in Self::runs(bins, &|i| self.drawable(low, i) && self.drawable(high, i), &|_| false) {
            let edges = [high, low].map(|series| self.edge(&series.values, &run, &steps));
            let [upper, lower] = edges;
            if !upper.is_empty() {
                self.marks.draw(Between::new(upper, lower, colour));
            }
        }
    }

    fn line(&self, series: &Series, dashed: bool) {
        let bins = self.time.bins.len();
        let opacity = if series.is_second { SECOND } else { 1.0 };
        let colour = self.pen.colour(series.colour).mix(opacity);
        let dense = bins > WIDE_STROKES;
        let alone = self.time.form == Form::Line;
        let wide = match (series.is_second, alone) {
            (true, _) => 1.0,
            (false, true) => 2.0,
            (false, false) => 1.5,
        };
        let width = if dense { 1 } else { self.pen.px(wide).max(1) as u32 };
        let style = colour.stroke_width(width);
        let dot = self.pen.px(if dense { 1.5 } else { 2.5 }).max(1) as u32;
        let is_sum = series.rsis.len() > 1;
        let breaks = |i: usize| is_sum && self.others_begin(i, series.is_second);
        for run in Self::runs(bins, &|i| self.drawable(series, i), &breaks) {
            let short = is_sum && self.is_short(run.start, series.is_second);
            let points: Vec<Place> =
                run.map(|i| (self.middle(i), series.values.get(i).unwrap_or_default())).collect();
            let points = seen(points, self.window);
            if points.is_empty() {
                continue;
            }
            if short && points.len() == 1 {
                self.marks.draw(Circle::new(points[0], dot + 1, colour.stroke_width(self.pen.hair() as u32)));
                continue;
            }
            // What stands apart is thin, and dotted where dots can be told apart.
            let style = if short { colour.stroke_width(self.pen.hair() as u32) } else { style };
            let run = Run::new(points, style, dot);
            self.marks.draw(match (short, dashed) {
                (true, _) => run.dashed((self.pen.px(1.5).max(1), self.pen.px(3.0).max(2))),
                (false, true) if !dense => run.dashed((self.pen.px(6.0), self.pen.px(3.0))),
                // Where a device pixel is a hair, several of them side by side are no wide stroke.
                _ if dense && alone && !series.is_second => run.beside(self.pen.hair()),
                _ => run,
            });
        }
    }

    /// A hatched strip under bins below full coverage.
    fn foot(&self) {
        if self.time.per_letter {
            return;
        }
        let is_below = |i: usize| self.time.coverage.get(i).is_some_and(|c| !c.is_full(self.time.expected));
        let below = |i: usize| is_below(i) && self.is_seen(i);
        let (pen, area) = (&self.pen, self.plot.area());
        let colour = pen.colour(Colour::Warning);
        let (top, bottom) = (pen.px(area.bottom + 2.0), pen.px(area.bottom + 2.0 + FOOT));
        let height = bottom - top;
        let step = pen.px(4.0).max(2);
        for run in Self::runs(self.time.bins.len(), &below, &|_| false) {
            let (from, to) = self.end_pixels(&run);
            if to - from < 3 * step {
                pen.rect((from, top), (to, bottom + 1), colour.mix(0.6));
                continue;
            }
            let starts = (from.div_euclid(step)..=to.div_euclid(step)).map(|n| n * step);
            for x in starts.filter(|x| *x >= from && *x + height <= to) {
                pen.draw(PathElement::new([(x, bottom), (x + height, top)], colour));
            }
            pen.rect((from, bottom), (to, bottom + 1), colour);
        }
    }

    /// A hollow ring at each doubtful value: of lines at its place, as far as that is in the plot, and at its top where the
    /// value is above it. Layers have no place of their own, and their rings stand at the top.
    fn doubtful(&self) {
        let style = self.pen.colour(Colour::Warning).stroke_width(self.pen.px(1.5).max(1) as u32);
        let radius = self.pen.px(4.0).max(2);
        let area = self.plot.area();
        let mut marked: Vec<(i32, i32)> = Vec::new();
        for series in self.panel.shown() {
            for bin in series.doubtful.iter().filter(|bin| self.is_middle_seen(**bin)) {
                let (Some(days), Some(value)) = (self.time.bins.get(*bin), series.values.get(*bin)) else {
                    continue;
                };
                let y = match self.time.form {
                    Form::Stacked | Form::Share => area.top,
                    _ if self.plot.values().shows(value) => {
                        self.plot.y_of(value).clamp(area.top, area.bottom)
                    }
                    _ => area.bottom,
                };
                let at = (self.pen.px(self.plot.x_of_bin(days)), self.pen.px(y));
                if !marked.contains(&at) {
                    marked.push(at);
                    self.pen.draw(Circle::new(at, radius, style));
                }
            }
        }
    }

    /// A line down through each day of a kind that is marked.
    fn lines_at(&self, mark: Mark) {
        let area = self.plot.area();
        for day in self.marked(mark) {
            let x = self.plot.x_of_day(day);
            self.pen.rule((x, area.top - HEAD), (x, area.bottom + FOOT), Colour::Muted);
        }
    }

    /// A head on top of the line through each day that is marked: a square at a known event, and a triangle that points down at
    /// an unusual day.
    fn heads(&self) {
        let top = self.plot.area().top;
        for mark in Mark::ALL {
            for x in self.marked(mark).map(|day| self.plot.x_of_day(day)) {
                let corner =
                    |right: f64, down: f64| (self.pen.px(x + right * HEAD), self.pen.px(top + down * HEAD));
                match mark {
                    Mark::Event => {
                        self.pen.rect(corner(-0.5, -1.0), corner(0.5, 0.0), self.pen.colour(Colour::Muted));
                    }
                    Mark::Unusual => {
                        let head = [corner(-0.6, -1.0), corner(0.6, -1.0), corner(0.0, 0.2)];
                        self.pen.draw(Polygon::new(head, self.pen.colour(Colour::Text)));
                    }
                }
            }
        }
    }

    /// The days of a kind that are marked in the panel.
    fn marked(&self, mark: Mark) -> impl Iterator<Item = Day> {
        let marks = self.time.marks.iter().filter(move |marks| marks.mark == mark);
        let days = marks.flat_map(|marks| marks.shown());
        let window = self.window;
        let days = days.filter(move |day| (window.from()..window.to()).contains(&day.day.into()));
        days.filter(move |day| self.panel.is_told(mark, day)).map(|day| day.day)
    }

    /// Names at the right end, pushed apart where they would overlap.
    fn name_ends(&self, labels: &[&Series]) {
        let area = self.plot.area();
        let stacked = matches!(self.time.form, Form::Stacked | Form::Share);
        let bins = self.time.bins.len();
        let last = |s: &Series| (0..bins).rev().find_map(|i| s.sure(i));
        // Layers stand on one another in one bin: a letter that is missing there has no height.
        let end = (0..bins).rev().find(|i| labels.iter().any(|s| s.sure(*i).is_some()));
        let mut sum = 0.0;
        let mut named: Vec<(f64, &Series)> = Vec::new();
        for series in labels {
            let value = if stacked { end.map(|i| series.sure(i).unwrap_or(0.0)) } else { last(series) };
            let Some(value) = value else { continue };
            let middle = if stacked {
                sum += value;
                sum - value / 2.0
            } else {
                value
            };
            named.push((middle, series));
        }
        // By value, since several may have one pixel.
        let named = greatest_first(named, |(middle, _)| *middle);
        let wanted: Vec<f64> = named.iter().map(|(middle, _)| self.plot.y_of(*middle)).collect();
        let ys = spread(&wanted, self.pen.surface().font + 1.0, area.top, area.bottom);
        for ((_, Series { label, colour, .. }), y) in named.into_iter().zip(ys) {
            self.pen.label(label, (area.right + 8.0, y), Anchor::Start, *colour);
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
pub(crate) fn series_at(time: &TimeView, panel: usize, plot: &TimePlot, x: f64, y: f64) -> Option<String> {
    let visible: Vec<_> = time.panels.get(panel)?.series.iter().filter(|s| !s.hidden).collect();
    let bin = plot.bin_at(&time.bins, x)?;
    let area = plot.area();
    let inside = x >= area.left && x <= area.right;
    if visible.len() < 2 || !inside || y < area.top || y > area.bottom {
        return None;
    }
    let found = match time.form {
        Form::Stacked | Form::Share => {
            let mut top = 0.0;
            visible.into_iter().find(|s| {
                top += s.sure(bin).unwrap_or_default();
                plot.y_of(top) <= y
            })
        }
        Form::Line | Form::Lines | Form::Bands => {
            let distance =
                |s: &&Series| s.values.get(bin).map_or(f64::INFINITY, |v| (plot.y_of(v) - y).abs());
            let nearest = visible.into_iter().min_by(|a, b| distance(a).total_cmp(&distance(b)))?;
            (distance(&nearest) <= NEAR).then_some(nearest)
        }
        Form::Pie | Form::Columns => None,
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
            places.sort_unstable_by(f64::total_cmp);
            let ys = spread(&places, 13.0, 0.0, 400.0);
            prop_assert!(ys.windows(2).all(|w| w[1] - w[0] >= 13.0 - 1e-9));
            prop_assert!(ys.iter().all(|y| (-1e-9..=400.0 + 1e-9).contains(y)));
        }
    }

    #[test]
    fn runs_end_at_gaps() {
        let values = [Some(1), None, Some(2), Some(3), None];
        assert_eq!(Placing::runs(5, &|i| values[i].is_some(), &|_| false), [0..1, 2..4]);
        assert_eq!(Placing::runs(5, &|i| values[i].is_some(), &|i| i == 3), [0..1, 2..3, 3..4]);
        assert!(Placing::runs(3, &|_| false, &|_| false).is_empty());
    }
}
