//! Axes as coordinates of plotters, their labelled ticks as its key points.

use std::ops::Range;

use plotters::coord::ranged1d::{
    KeyPointHint, NoDefaultFormatting, Ranged, ReversibleRanged, ValueFormatter,
};
use rssac002_model::{Day, DayRange};

use super::moment::Moment;
use super::text;
use super::ticks::{self, Tick};
use super::window::Window;
use crate::state::Scale;

/// The pixel of a place that lies this share of the way from the first to the second limit.
fn pixel(share: f64, limit: (i32, i32)) -> i32 {
    limit.0 + (share * f64::from(limit.1 - limit.0)).round() as i32
}

/// How much of the way the middle of a pixel lies, kept between the limits; a drawing without room has all in one place.
fn share(pixel: i32, limit: (i32, i32)) -> f64 {
    let way = f64::from(limit.1 - limit.0);
    if way == 0.0 {
        return 0.0;
    }
    // The middle is half a pixel towards the right and the bottom, whichever way the axis goes.
    ((f64::from(pixel - limit.0) + 0.5) / way).clamp(0.0, 1.0)
}

/// Days from left to right, each as wide as the others.
#[derive(Clone, PartialEq, Debug)]
pub struct DayAxis {
    window: Window,
    ticks: Vec<Tick<Day>>,
}

impl DayAxis {
    /// The axis of these days with ticks for labels of this font size, in the unit of `width`.
    pub fn new(days: DayRange, width: f64, font: f64) -> DayAxis {
        DayAxis::of(Window::of(days), width, font)
    }

    /// The same of days that are seen in part.
    pub fn of(window: Window, width: f64, font: f64) -> DayAxis {
        let mut ticks = ticks::time(window.touched(), width, font);
        ticks.retain(|tick| Moment::from(tick.at) >= window.from());
        DayAxis { window, ticks }
    }

    /// The days from its left to its right edge.
    pub fn days(&self) -> DayRange {
        self.window.touched()
    }
}

impl Ranged for DayAxis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = Moment;

    fn map(&self, value: &Moment, limit: (i32, i32)) -> i32 {
        pixel((value.days - self.window.from().days) / self.window.length(), limit)
    }

    /// All ticks: they were made for the room there is.
    fn key_points<Hint: KeyPointHint>(&self, _: Hint) -> Vec<Moment> {
        self.ticks.iter().map(|tick| tick.at.into()).collect()
    }

    fn range(&self) -> Range<Moment> {
        self.window.from()..self.window.to()
    }
}

/// A place beside the axis has the nearest moment.
impl ReversibleRanged for DayAxis {
    fn unmap(&self, input: i32, limit: (i32, i32)) -> Option<Moment> {
        let Range { start, end } = self.range();
        let days = start.days + share(input, limit) * (end.days - start.days);
        // The right edge still belongs to the last day.
        Some(Moment { days: days.min(end.days.next_down()) })
    }
}

impl ValueFormatter<Moment> for DayAxis {
    fn format_ext(&self, value: &Moment) -> String {
        let tick = self.ticks.iter().find(|tick| Moment::from(tick.at) == *value);
        tick.map_or_else(|| value.day().to_string(), |tick| tick.label.clone())
    }
}

/// Values from the bottom to the top, linear from zero or logarithmic.
#[derive(Clone, PartialEq, Debug)]
pub struct ValueAxis {
    scale: Scale,
    range: Range<f64>,
    ticks: Vec<Tick<f64>>,
}

impl ValueAxis {
    /// From zero to a round number that is at least `max`, with about `wanted` ticks; `divisor` turns values into what
    /// their labels say.
    pub fn linear(max: f64, wanted: usize, divisor: f64) -> ValueAxis {
        let (ticks, end) = ticks::linear(max, wanted, divisor);
        ValueAxis { scale: Scale::Linear, range: 0.0..end, ticks }
    }

    /// From a round number that is at most `min` to one that is at least `max`, zero among them, with about `wanted` ticks.
    pub fn around_zero(min: f64, max: f64, wanted: usize) -> ValueAxis {
        let (ticks, (low, high)) = ticks::around_zero(min, max, wanted);
        ValueAxis { scale: Scale::Linear, range: low..high, ticks }
    }

    /// From below the lowest to above the highest value, both above zero.
    pub fn log(min: f64, max: f64) -> ValueAxis {
        let (ticks, (low, high)) = ticks::log(min, max);
        ValueAxis { scale: Scale::Log, range: low..high, ticks }
    }

    /// From 0 to 100%.
    pub fn percent() -> ValueAxis {
        let ticks = [0.0, 25.0, 50.0, 75.0, 100.0].map(|at| Tick { at, label: format!("{at}%") });
        ValueAxis { scale: Scale::Linear, range: 0.0..100.0, ticks: ticks.into() }
    }

    /// The width of its widest label in this font size.
    pub fn label_width(&self, font: f64) -> f64 {
        self.ticks.iter().map(|tick| text::width(&tick.label, font)).fold(0.0, f64::max)
    }

    /// Whether it can show a value: a logarithmic axis has no place for zero.
    pub fn shows(&self, value: f64) -> bool {
        self.scale == Scale::Linear || value > 0.0
    }
}

/// Values beyond its ends stand at them.
impl Ranged for ValueAxis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, limit: (i32, i32)) -> i32 {
        let Range { start, end } = self.range;
        let value = value.clamp(start, end);
        let share = match self.scale {
            Scale::Linear => (value - start) / (end - start),
            Scale::Log => (value / start).ln() / (end / start).ln(),
        };
        pixel(share, limit)
    }

    /// All ticks: they were made for the room there is.
    fn key_points<Hint: KeyPointHint>(&self, _: Hint) -> Vec<f64> {
        self.ticks.iter().map(|tick| tick.at).collect()
    }

    fn range(&self) -> Range<f64> {
        self.range.clone()
    }
}

impl ReversibleRanged for ValueAxis {
    fn unmap(&self, input: i32, limit: (i32, i32)) -> Option<f64> {
        let Range { start, end } = self.range;
        let share = share(input, limit);
        Some(match self.scale {
            Scale::Linear => start + share * (end - start),
            Scale::Log => start * (share * (end / start).ln()).exp(),
        })
    }
}

impl ValueFormatter<f64> for ValueAxis {
    fn format_ext(&self, value: &f64) -> String {
        let tick = self.ticks.iter().find(|tick| tick.at == *value);
        tick.map_or_else(|| value.to_string(), |tick| tick.label.clone())
    }
}

/// Things side by side that are not days, each as wide as the others. Its values are counted in bands: 1.5 is the middle of
/// the second.
#[derive(Clone, PartialEq, Debug)]
pub struct BandAxis {
    bands: usize,
}

impl BandAxis {
    /// An axis of this many bands.
    pub fn new(bands: usize) -> BandAxis {
        BandAxis { bands }
    }

    /// How many bands it has.
    pub fn bands(&self) -> usize {
        self.bands
    }
}

impl Ranged for BandAxis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, limit: (i32, i32)) -> i32 {
        pixel(value / self.bands.max(1) as f64, limit)
    }

    /// The middle of each band.
    fn key_points<Hint: KeyPointHint>(&self, _: Hint) -> Vec<f64> {
        (0..self.bands).map(|band| band as f64 + 0.5).collect()
    }

    fn range(&self) -> Range<f64> {
        0.0..self.bands as f64
    }
}

/// A place beside the axis has the nearest band.
impl ReversibleRanged for BandAxis {
    fn unmap(&self, input: i32, limit: (i32, i32)) -> Option<f64> {
        let bands = self.bands as f64;
        // The right edge still belongs to the last band.
        (self.bands > 0).then(|| (share(input, limit) * bands).min(bands.next_down()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn days() -> impl Strategy<Value = DayRange> {
        (0..4000i32, 1..4000usize).prop_map(|(start, len)| {
            let start = Day::CHARTS_START + start;
            DayRange::new(start, start + (len as i32 - 1)).unwrap()
        })
    }

    // A moment has a pixel on the axis, and that pixel's moment is as near as pixels are wide.
    proptest! {
        #[test]
        fn the_pixel_of_a_moment_is_a_moment_close_by(days in days(), left in 0..80i32, width in 1..3000i32, at in 0.0..1.0f64) {
            let (axis, limit) = (DayAxis::new(days, f64::from(width), 12.0), (left, left + width));
            let moment = Moment { days: Moment::from(days.start()).days + at * days.len() as f64 };
            let back = axis.unmap(axis.map(&moment, limit), limit).unwrap();
            prop_assert!((back.days - moment.days).abs() <= 1.001 * days.len() as f64 / f64::from(width));
            prop_assert!(days.contains(back.day()));
        }

        /// Wide enough to be pointed at, a day is found in its middle and just behind its start.
        #[test]
        fn a_day_is_found_where_it_is_drawn(days in days(), left in 0..80i32, at in 0.0..1.0f64) {
            let limit = (left, left + 3 * days.len() as i32);
            let axis = DayAxis::new(days, 1.0, 12.0);
            let day = days.start() + (at * days.len() as f64) as i32;
            for moment in [Moment::from(day), Moment::middle(DayRange::single(day))] {
                prop_assert_eq!(axis.unmap(axis.map(&moment, limit), limit).unwrap().day(), day);
            }
        }

        #[test]
        fn beside_the_axis_is_the_nearest_day(days in days(), beside in 1..500i32) {
            let (axis, limit) = (DayAxis::new(days, 400.0, 12.0), (50, 450));
            prop_assert_eq!(axis.unmap(50 - beside, limit).unwrap().day(), days.start());
            prop_assert_eq!(axis.unmap(450 + beside, limit).unwrap().day(), days.end());
        }

        #[test]
        fn a_higher_value_never_stands_lower(a in 0.0..1e12f64, b in 0.0..1e12f64, max in 1.0..1e12f64) {
            for axis in [ValueAxis::linear(max, 5, 1.0), ValueAxis::log(1.0, max.max(2.0)), ValueAxis::percent()] {
                let limit = (400, 20);
                let (low, high) = (axis.map(&a.min(b), limit), axis.map(&a.max(b), limit));
                prop_assert!(low >= high && (20..=400).contains(&low) && (20..=400).contains(&high));
            }
        }

        #[test]
        fn the_pixel_of_a_value_is_a_value_close_by(max in 10.0..1e12f64, at in 0.0..1.0f64) {
            let limit = (400, 20);
            for axis in [ValueAxis::linear(max, 5, 1.0), ValueAxis::log(1.0, max)] {
                let Range { start, end } = axis.range();
                let value = start + at * (end - start);
                let pixel = axis.map(&value, limit);
                let near = axis.map(&axis.unmap(pixel, limit).unwrap(), limit);
                prop_assert!((near - pixel).abs() <= 1, "{} {}", near, pixel);
            }
        }

        #[test]
        fn a_band_is_found_where_it_is_drawn(bands in 1..40usize, at in 0.0..1.0f64, width in 80..900i32) {
            let (axis, limit) = (BandAxis::new(bands), (30, 30 + width));
            let band = (at * bands as f64).floor();
            prop_assert_eq!(axis.unmap(axis.map(&(band + 0.5), limit), limit).unwrap().floor(), band);
        }
    }

    #[test]
    fn nothing_is_between_no_bands_and_a_frame_without_room_is_no_division_by_zero() {
        assert_eq!(BandAxis::new(0).unmap(5, (0, 10)), None);
        let day = DayRange::single(Day::CHARTS_START);
        let axis = DayAxis::new(day, 0.0, 12.0);
        assert_eq!(axis.map(&Moment::from(day.start()), (7, 7)), 7);
        assert_eq!(axis.unmap(7, (7, 7)).unwrap().day(), day.start());
    }

    #[test]
    fn ticks_are_the_key_points_and_have_their_labels() {
        let axis = ValueAxis::linear(87e9, 5, 1e9);
        let labels: Vec<String> = axis.key_points(5).iter().map(|v| axis.format_ext(v)).collect();
        assert_eq!(labels, ["0", "20", "40", "60", "80", "100"]);
        let days =
            DayRange::new(Day::from_ymd(2020, 11, 1).unwrap(), Day::from_ymd(2020, 11, 30).unwrap()).unwrap();
        let axis = DayAxis::new(days, 500.0, 12.0);
        let labels: Vec<String> = axis.key_points(5).iter().map(|m| axis.format_ext(m)).collect();
        assert_eq!(labels, ["2 Nov 2020", "9 Nov", "16 Nov", "23 Nov", "30 Nov"]);
    }
}
