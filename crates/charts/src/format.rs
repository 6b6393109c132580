//! Numbers and dates as people read them, the same in browser, server and tests.

use rssac002_model::{Day, DayRange};

use crate::language::LANGUAGE;

/// The scale of an axis or sentence: a divisor and its word.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Magnitude {
    /// What a value is divided by.
    pub divisor: f64,
    /// ` billion`, ` million`, ` thousand` without the blank; empty for units.
    pub word: &'static str,
}

/// The magnitude in which a greatest value of this size reads best.
pub fn magnitude(greatest: f64) -> Magnitude {
    let (divisor, word) = match greatest.abs() {
        v if v >= 1e15 => (1e15, "quadrillion"),
        v if v >= 1e12 => (1e12, "trillion"),
        v if v >= 1e9 => (1e9, "billion"),
        v if v >= 1e6 => (1e6, "million"),
        v if v >= 1e4 => (1e3, "thousand"),
        _ => (1.0, ""),
    };
    Magnitude { divisor, word }
}

/// The number with so many decimals, and something between thousands: `159,545,128,584`, `0.25`.
pub fn fixed(value: f64, decimals: usize) -> String {
    let written = format!("{:.decimals$}", value.abs());
    let (digits, rest) = written.split_once('.').unwrap_or((&written, ""));
    let mut out = String::with_capacity(written.len() * 4 / 3 + 1);
    if value < 0.0 && written.bytes().any(|digit| matches!(digit, b'1'..=b'9')) {
        out.push('-');
    }
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(LANGUAGE.group);
        }
        out.push(digit);
    }
    if !rest.is_empty() {
        out.push(LANGUAGE.point);
        out.push_str(rest);
    }
    out
}

/// The whole number: `159,545,128,584`. Fractions are rounded.
pub fn grouped(value: f64) -> String {
    fixed(value, 0)
}

/// A count with all its digits before the point; averages and counts per second below a thousand have some after it.
pub fn count(value: f64) -> String {
    if value.fract() != 0.0 && value.abs() < 1000.0 { significant(value) } else { grouped(value) }
}

/// Three significant digits and a word: `12.3 billion`.
pub fn short(value: f64) -> String {
    let Magnitude { divisor, word } = magnitude(value);
    let number = significant(value / divisor);
    if word.is_empty() { number } else { format!("{number} {word}") }
}

/// Three significant digits, and all digits before the point.
pub fn significant(value: f64) -> String {
    let decimals = match value.abs() {
        v if v == 0.0 || v >= 100.0 => 0,
        v if v >= 10.0 => 1,
        v if v >= 1.0 => 2,
        _ => 3,
    };
    fixed(value, decimals)
}

/// A share in percent with two decimals: `76.78%`.
pub fn percent(value: f64) -> String {
    fixed(value, 2) + "%"
}

/// A change with two decimals and its sign: `+12.30`, `−4.00`.
pub fn signed(value: f64) -> String {
    let written = fixed(value, 2);
    match written.strip_prefix('-') {
        Some(size) => format!("−{size}"),
        None => format!("+{written}"),
    }
}

/// A change with its sign, written as its number is: `+1,234`, `−12.3 billion`.
pub fn with_sign(value: f64, show: impl Fn(f64) -> String) -> String {
    format!("{}{}", if value < 0.0 { '−' } else { '+' }, show(value.abs()))
}

/// A number for an axis whose steps are this far apart.
pub fn tick(value: f64, step: f64) -> String {
    let decimals = (-step.abs().log10().floor()).clamp(0.0, 12.0) as usize;
    fixed(value, decimals)
}

/// `2 November 2020`.
pub fn long_day(day: Day) -> String {
    let (year, month, date) = day.ymd();
    format!("{date} {} {year}", LANGUAGE.months[month as usize - 1])
}

/// `2 Nov 2020`.
pub fn short_day(day: Day) -> String {
    let (year, month, date) = day.ymd();
    format!("{date} {} {year}", LANGUAGE.short_months[month as usize - 1])
}

/// `Nov`.
pub fn month(day: Day) -> &'static str {
    LANGUAGE.short_months[day.ymd().1 as usize - 1]
}

/// `Week 45, from Monday, 2 November 2020`.
pub fn week(monday: Day) -> String {
    format!("Week {}, from Monday, {}", monday.iso_week().week, long_day(monday))
}

/// `Wednesday, 4 November 2020`.
pub fn weekday(day: Day) -> String {
    format!("{}, {}", LANGUAGE.weekdays[day.weekday() as usize], long_day(day))
}

/// `2 Jan 2017 to 31 Oct 2026`; one day alone.
pub fn range(range: DayRange) -> String {
    if range.len() == 1 {
        short_day(range.start())
    } else {
        format!("{} to {}", short_day(range.start()), short_day(range.end()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn changes_have_a_sign_and_nothing_is_not_below_zero() {
        for (value, written) in [(12.3, "+12.30"), (-4.0, "−4.00"), (0.0, "+0.00"), (-0.001, "+0.00")] {
            assert_eq!(signed(value), written);
        }
    }

    #[test]
    fn numbers_read_well() {
        assert_eq!(grouped(159_545_128_584.0), "159,545,128,584");
        assert_eq!(grouped(0.0), "0");
        assert_eq!(grouped(-1234.4), "-1,234");
        assert_eq!(count(0.25), "0.250");
        assert_eq!(count(12_345.6), "12,346");
        assert_eq!(count(7.0), "7");
        assert_eq!(short(12_345_678_901.0), "12.3 billion");
        assert_eq!(short(999.0), "999");
        assert_eq!(short(1e18), "1,000 quadrillion");
        assert_eq!(percent(76.78), "76.78%");
        assert_eq!(tick(0.25, 0.05), "0.25");
        assert_eq!(tick(2500.0, 500.0), "2,500");
    }

    #[test]
    fn days_read_well() {
        let day = Day::parse_iso("2020-11-04").unwrap();
        assert_eq!(week(day.monday()), "Week 45, from Monday, 2 November 2020");
        assert_eq!(weekday(day), "Wednesday, 4 November 2020");
        assert_eq!(range(DayRange::new(day, day + 1).unwrap()), "4 Nov 2020 to 5 Nov 2020");
    }

    proptest! {
        #[test]
        fn grouped_keeps_every_digit(value in 0u64..1 << 53) {
            prop_assert_eq!(grouped(value as f64).replace(',', ""), value.to_string());
        }
    }
}
