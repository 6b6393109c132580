//! Where axes are labelled. Dates follow the calendar: years, months, Mondays, days.

use rssac002_model::{Day, DayRange};

use crate::format;
use crate::language::LANGUAGE;

/// A labelled place on an axis.
#[derive(Clone, PartialEq, Debug)]
pub struct Tick<T> {
    /// Where.
    pub at: T,
    /// What it says.
    pub label: String,
}

/// Ticks of a linear axis from zero to at least `max`, about `wanted` of them, and the end of the axis, which is
/// the last tick. `divisor` turns values into what labels say.
pub fn linear(max: f64, wanted: usize, divisor: f64) -> (Vec<Tick<f64>>, f64) {
    let max = if max > 0.0 && max.is_finite() { max } else { divisor };
    let Steps { step, label_step } = Steps::of(max / divisor, wanted);
    let count = (max / divisor / step - 1e-9).ceil().max(1.0) as usize;
    let ticks = (0..=count)
        .map(|i| {
            let value = i as f64 * step;
            Tick { at: value * divisor, label: format::tick(value, label_step) }
        })
        .collect();
    (ticks, count as f64 * step * divisor)
}

/// How far ticks are apart.
struct Steps {
    step: f64,
    /// The step to whose digits labels are written.
    label_step: f64,
}

impl Steps {
    /// About `wanted` round steps of a length above zero.
    fn of(length: f64, wanted: usize) -> Steps {
        let rough = length / wanted.max(1) as f64;
        let power = 10f64.powi(rough.log10().floor() as i32);
        let step = [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().map(|m| m * power).find(|s| *s >= rough * 0.999);
        let step = step.unwrap_or(10.0 * power);
        // Labels with a half step need a digit more than the step's power says.
        let label_step = if (step / power - 2.5).abs() < 1e-9 { step / 10.0 } else { step };
        Steps { step, label_step }
    }
}

/// Ticks of a linear axis from at most `min` to at least `max`, of which one is zero, about `wanted` of them, and its ends,
/// which are ticks. Labels have a sign.
pub fn around_zero(min: f64, max: f64, wanted: usize) -> (Vec<Tick<f64>>, (f64, f64)) {
    let (min, max) = (min.min(0.0), max.max(0.0));
    let length = if max - min > 0.0 { max - min } else { 1.0 };
    let Steps { step, label_step } = Steps::of(length, wanted);
    let count = |reach: f64| (reach / step - 1e-9).ceil() as i32;
    let (below, above) = (count(-min), count(max).max(i32::from(min == 0.0)));
    let label = |value: f64| match value {
        0.0 => "0".to_owned(),
        v => format!("{}{}", if v < 0.0 { '−' } else { '+' }, format::tick(v.abs(), label_step)),
    };
    let at = |n: i32| f64::from(n) * step;
    let ticks = (-below..=above).map(|n| Tick { at: at(n), label: label(at(n)) }).collect();
    (ticks, (at(-below), at(above)))
}

/// Steps of a logarithmic axis within a power of ten, and where all values lie within a factor of ten.
const STEPS: [f64; 3] = [1.0, 2.0, 5.0];
const FINE_STEPS: [f64; 8] = [1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0];

/// Ticks of a logarithmic axis over positive values, and its ends: powers of ten, with more between where there is
/// room. The lowest value stands above the end, so that a line along it is not hidden by the axis.
pub fn log(min: f64, max: f64) -> (Vec<Tick<f64>>, (f64, f64)) {
    let usable = |v: f64| v.is_finite() && v > 0.0;
    let (min, max) = if usable(min) && usable(max) { (min.min(max), max) } else { (1.0, 10.0) };
    let steps: &[f64] = if max / min <= 10.0 { &FINE_STEPS } else { &STEPS };
    let power = |v: f64| v.log10().floor() as i32;
    let (first, last) = (power(min) - 1, power(max) + 1);
    let all = || (first..=last).flat_map(|power| steps.iter().map(move |s| (*s, s * 10f64.powi(power))));
    // There is a step below the lowest and one above the highest value: the powers reach further by one.
    let low = all().map(|(_, v)| v).rfind(|v| *v < min * 0.99).unwrap_or(min);
    let high = all().map(|(_, v)| v).find(|v| *v >= max * 0.999_999).unwrap_or(max);
    let few = (high / low).log10() <= 3.0;
    let ticks = all()
        .filter(|(step, v)| (few || *step == 1.0) && (low..=high).contains(v))
        .map(|(_, v)| Tick { at: v, label: short_tick(v) })
        .collect();
    (ticks, (low, high))
}

fn short_tick(value: f64) -> String {
    let format::Magnitude { divisor, word } = format::magnitude(value);
    let number = value / divisor;
    let whole = number.round();
    let digits = if (number - whole).abs() < 1e-6 * number {
        format::grouped(whole)
    } else {
        // A step has two digits that say something; the rest is rounding.
        let digits = format!("{number:.9}");
        digits.trim_end_matches('0').to_owned()
    };
    if word.is_empty() { digits } else { format!("{digits} {word}") }
}

/// A step of the calendar.
#[derive(Clone, Copy)]
enum Calendar {
    Years(i32),
    Months(u32),
    Weeks(i32),
    Days(i32),
}

impl Calendar {
    /// Room that a label takes, with some space, in font sizes: `2020`, `Jan 2020`, `30 Nov 2020`.
    fn room(self) -> f64 {
        match self {
            Calendar::Years(_) => 3.6,
            Calendar::Months(_) => 5.4,
            Calendar::Weeks(_) | Calendar::Days(_) => 6.4,
        }
    }
}

/// From coarse to fine; with about how many days lie between two ticks.
const CALENDAR: [(Calendar, f64); 12] = [
    (Calendar::Days(1), 1.0),
    (Calendar::Days(2), 2.0),
    (Calendar::Weeks(1), 7.0),
    (Calendar::Weeks(2), 14.0),
    (Calendar::Months(1), 30.4),
    (Calendar::Months(2), 60.9),
    (Calendar::Months(3), 91.3),
    (Calendar::Months(6), 182.6),
    (Calendar::Years(1), 365.2),
    (Calendar::Years(2), 730.5),
    (Calendar::Years(5), 1826.0),
    (Calendar::Years(10), 3652.0),
];

/// Ticks of a time axis of this width, far enough apart for labels of this font size, both in the same unit.
pub fn time(range: DayRange, width: f64, font: f64) -> Vec<Tick<Day>> {
    let per_day = width / range.len() as f64;
    let fits = |(step, days): &&(Calendar, f64)| days * per_day >= step.room() * font;
    let (step, _) = CALENDAR.iter().find(fits).unwrap_or(&CALENDAR[CALENDAR.len() - 1]);
    let days: Vec<Day> = match *step {
        Calendar::Years(n) => {
            let years = range.start().year()..=range.end().year();
            years.filter(|y| y % n == 0).filter_map(|y| Day::from_ymd(y, 1, 1)).collect()
        }
        Calendar::Months(n) => {
            let years = range.start().year()..=range.end().year();
            let months =
                years.flat_map(|y| (1..=12u32).filter(move |m| (m - 1) % n == 0).map(move |m| (y, m)));
            months.filter_map(|(y, m)| Day::from_ymd(y, m, 1)).collect()
        }
        // Counted from a fixed Monday, so that ticks stay where they are while the range moves.
        Calendar::Weeks(n) => range
            .days()
            .filter(|d| d.weekday() == 0 && (*d - Day::CHARTS_START).div_euclid(7) % n == 0)
            .collect(),
        Calendar::Days(n) => range.days().filter(|d| (*d - Day::CHARTS_START).rem_euclid(n) == 0).collect(),
    };
    let mut last_year = None;
    days.into_iter()
        .filter(|d| range.contains(*d))
        .map(|at| {
            let (year, month, date) = at.ymd();
            let month = LANGUAGE.short_months[month as usize - 1];
            let new_year = last_year.replace(year) != Some(year);
            let label = match *step {
                Calendar::Years(_) => year.to_string(),
                Calendar::Months(_) if new_year => format!("{month} {year}"),
                Calendar::Months(_) => month.to_owned(),
                _ if new_year => format!("{date} {month} {year}"),
                _ => format!("{date} {month}"),
            };
            Tick { at, label }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn labels(from: &str, to: &str, width: f64) -> Vec<String> {
        let range = DayRange::new(Day::parse_iso(from).unwrap(), Day::parse_iso(to).unwrap()).unwrap();
        time(range, width, 12.0).into_iter().map(|t| t.label).collect()
    }

    #[test]
    fn dates_follow_the_calendar() {
        assert_eq!(labels("2017-01-02", "2026-10-31", 900.0)[..3], ["2018", "2019", "2020"]);
        assert_eq!(labels("2020-01-01", "2020-12-31", 900.0)[..3], ["Jan 2020", "Feb", "Mar"]);
        assert_eq!(
            labels("2020-11-01", "2020-11-30", 500.0),
            ["2 Nov 2020", "9 Nov", "16 Nov", "23 Nov", "30 Nov"]
        );
        assert_eq!(labels("2020-11-04", "2020-11-04", 500.0), ["4 Nov 2020"]);
    }

    #[test]
    fn a_linear_axis_ends_at_a_round_number() {
        let (ticks, end) = linear(87e9, 5, 1e9);
        assert_eq!(
            ticks.iter().map(|t| t.label.as_str()).collect::<Vec<_>>(),
            ["0", "20", "40", "60", "80", "100"]
        );
        assert_eq!(end, 100e9);
        let (ticks, _) = linear(10.0, 4, 1.0);
        assert_eq!(ticks[1].label, "2.5");
    }

    #[test]
    fn a_logarithmic_axis_of_little_range_has_finer_ticks() {
        let labels = |min: f64, max: f64| log(min, max).0.into_iter().map(|t| t.label).collect::<Vec<_>>();
        assert_eq!(labels(1.79e3, 2.8e3), ["1,500", "2,000", "3,000"]);
        assert_eq!(labels(33e3, 49e3), ["30 thousand", "40 thousand", "50 thousand"]);
        assert_eq!(labels(1.6e6, 1.9e6), ["1.5 million", "2 million"]);
        assert_eq!(labels(0.2, 0.4), ["0.15", "0.2", "0.3", "0.4"]);
        assert_eq!(labels(1.0, 4_000.0), ["1", "10", "100", "1,000"]);
        assert_eq!(log(1.0, 4_000.0).1, (0.5, 5_000.0));
    }

    #[test]
    fn a_logarithmic_axis_has_readable_ticks() {
        let (ticks, ends) = log(3e3, 8e5);
        assert_eq!(ends, (2e3, 1e6));
        assert_eq!(ticks[0].label, "2,000");
        assert_eq!(ticks.last().unwrap().label, "1 million");
    }

    proptest! {
        #[test]
        fn ticks_around_zero_hold_the_values_and_say_where_they_stand(
            min in -1e6..0.0f64, max in 0.0..1e6f64, scale in -6i32..4, wanted in 3usize..9,
        ) {
            let (min, max) = (min * 10f64.powi(scale), max * 10f64.powi(scale));
            let (ticks, (low, high)) = around_zero(min, max, wanted);
            prop_assert!(low <= min * 0.999_999 && high >= max * 0.999_999 && low < high, "{low} {high}");
            prop_assert!(ticks.iter().any(|tick| tick.at == 0.0));
            let step = ticks[1].at - ticks[0].at;
            for tick in &ticks {
                let said: f64 = tick.label.replace(',', "").replace('−', "-").parse().unwrap();
                prop_assert!((said - tick.at).abs() < 0.01 * step, "{} at {}", tick.label, tick.at);
            }
        }

        #[test]
        fn a_linear_axis_holds_its_values(max in 1e-3..1e21f64, wanted in 1..12usize) {
            let (ticks, end) = linear(max, wanted, format::magnitude(max).divisor);
            prop_assert!(end >= max * 0.999_999);
            prop_assert!(ticks.len() >= 2 && ticks.len() <= 2 * wanted + 2);
            prop_assert!(ticks.windows(2).all(|w| w[0].at < w[1].at && w[0].label != w[1].label));
        }

        #[test]
        fn a_logarithmic_axis_holds_its_values(a in 1e-2..1e18f64, factor in 1.0..1e9f64) {
            let (ticks, (low, high)) = log(a, a * factor);
            prop_assert!(low < a && high >= a * factor * 0.999_99);
            prop_assert!(!ticks.is_empty());
            prop_assert!(ticks.windows(2).all(|w| w[0].at < w[1].at && w[0].label != w[1].label));
        }

        #[test]
        fn time_ticks_are_in_range_and_apart(start in 0..5000i32, length in 1..6000i32, width in 200.0..2000.0f64) {
            let first = Day::CHARTS_START + start;
            let range = DayRange::new(first, first + (length - 1)).unwrap();
            let ticks = time(range, width, 12.0);
            prop_assert!(ticks.iter().all(|t| range.contains(t.at)));
            let per_day = width / length as f64;
            // Months differ in length by up to a tenth of the average.
            prop_assert!(ticks.windows(2).all(|w| f64::from(w[1].at - w[0].at) * per_day >= 0.9 * 3.6 * 12.0));
        }
    }
}
