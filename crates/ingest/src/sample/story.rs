//! What happens when: growth, weeks, attacks, gaps, and the end of Chromium's probes.

use rssac002_model::{Day, Metric, Rsi};

use super::rng::Rng;

/// Salts, so that every use has a stream of its own.
const DRIFT: u64 = 1;
const ATTACK: u64 = 2;
const GAP: u64 = 3;
const GAP_ALL: u64 = 4;

/// Chromium stopped sending random names (data.md).
pub(super) const CHROMIUM: (i32, u32, u32) = (2020, 11, 4);

/// Queries per day of the whole system, in 10^9, at these dates; in between it grows evenly in per cent.
const LEVELS: [((i32, u32, u32), f64); 9] = [
    ((2017, 1, 1), 43.0),
    ((2018, 1, 1), 51.0),
    ((2019, 1, 1), 61.0),
    ((2019, 11, 1), 77.0),
    ((2020, 6, 1), 101.0),
    (CHROMIUM, 158.0),
    ((2021, 2, 1), 156.0),
    ((2024, 1, 1), 178.0),
    ((2030, 1, 1), 230.0),
];

/// How much of the traffic goes with Chromium's probes in the end.
const CHROMIUM_SHARE: f64 = 0.41;

/// Shares of the system's queries by letter.
const SHARES: [f64; Rsi::COUNT] =
    [0.085, 0.048, 0.066, 0.088, 0.098, 0.145, 0.033, 0.042, 0.078, 0.094, 0.083, 0.089, 0.051];

/// Monday to Sunday.
const WEEKDAYS: [f64; 7] = [1.03, 1.045, 1.045, 1.04, 1.02, 0.92, 0.90];

/// The letter that publishes nothing for two months, and when.
const SILENT: (char, (i32, u32, u32), (i32, u32, u32)) = ('h', (2022, 3, 7), (2022, 5, 8));

/// The day with this date; all dates here are in the calendar.
pub(super) fn day((year, month, day): (i32, u32, u32)) -> Day {
    Day::from_ymd(year, month, day).unwrap_or_default()
}

/// Between two values `low` and `high` by the position of `at` between two days.
fn between(at: Day, from: Day, to: Day, low: f64, high: f64) -> f64 {
    low + (high - low) * f64::from(at - from) / f64::from(to - from)
}

/// How far Chromium's probes are gone: 0 before the day, then towards 1 within some weeks.
pub(super) fn probes_gone(at: Day) -> f64 {
    let days = at - day(CHROMIUM);
    if days < 0 { 0.0 } else { 1.0 - (-f64::from(days + 1) / 16.0).exp() }
}

/// Years since 2017-01-01, for slow trends.
pub(super) fn years(at: Day) -> f64 {
    f64::from(at - day((2017, 1, 1))) / 365.25
}

/// Queries per day of the whole system on an average weekday without attacks.
pub(super) fn level(at: Day) -> f64 {
    let after = LEVELS.iter().position(|(date, _)| day(*date) > at).unwrap_or(LEVELS.len() - 1).max(1);
    let ((from, low), (to, high)) = (LEVELS[after - 1], LEVELS[after]);
    let grown = between(at, day(from), day(to), low.ln(), high.ln()).exp();
    grown * 1e9 * (1.0 - CHROMIUM_SHARE * probes_gone(at))
}

/// A letter's queries of a day without attacks.
pub(super) fn queries(rsi: Rsi, at: Day, rng: &mut Rng) -> f64 {
    // f took more of the probes than others (data.md), so it loses more.
    let loss = if rsi.letter() == 'f' { 1.0 - 0.18 * probes_gone(at) } else { 1.0 };
    let weekday = WEEKDAYS[at.weekday() as usize];
    level(at)
        * SHARES[rsi.index()]
        * loss
        * weekday
        * holiday(at)
        * drift(rsi, at)
        * (1.0 + 0.015 * rng.bell())
}

/// The quiet days around Christmas.
fn holiday(at: Day) -> f64 {
    let (year, ..) = at.ymd();
    let distance =
        [year - 1, year].into_iter().map(|y| (at - day((y, 12, 27))).abs()).min().unwrap_or(i32::MAX);
    1.0 - 0.06 * (-f64::from(distance * distance) / 40.0).exp()
}

/// A letter's share wanders slowly: it is fixed at the start of each 30 days and even in between.
fn drift(rsi: Rsi, at: Day) -> f64 {
    let (block, within) = (at.to_epoch().div_euclid(30), at.to_epoch().rem_euclid(30));
    let anchor = |b: i32| 0.05 * Rng::new(&[DRIFT, rsi.index() as u64, b as u64]).bell();
    let part = f64::from(within) / 30.0;
    1.0 + anchor(block) * (1.0 - part) + anchor(block + 1) * part
}

/// By how much an attack multiplies a letter's queries on a day; 1 without one. About one in ten months has one: on one
/// day, one to three letters get three to eight times their queries.
pub(super) fn attack(rsi: Rsi, at: Day) -> f64 {
    let (year, month, day) = at.ymd();
    let mut rng = Rng::new(&[ATTACK, year as u64, month.into()]);
    if !rng.happens(0.1) || day != 1 + rng.pick(28) as u32 {
        return 1.0;
    }
    let first = rng.pick(Rsi::COUNT);
    let letters = 1 + rng.pick(3);
    let hit = (0..letters).any(|i| (first + i * 5) % Rsi::COUNT == rsi.index());
    if hit {
        Rng::new(&[ATTACK, year as u64, month.into(), rsi.index() as u64]).between(3.0, 8.0)
    } else {
        1.0
    }
}

/// Whether a letter published no file of a metric for a day.
pub(super) fn gap(metric: Metric, rsi: Rsi, at: Day) -> bool {
    let (letter, from, to) = SILENT;
    let silent = rsi.letter() == letter && at >= day(from) && at <= day(to);
    let number = at.to_epoch() as u64;
    match metric {
        // The instance archive and the zone's maintainer do not depend on the letter's operator.
        Metric::Instances | Metric::ZoneSize => {
            Rng::new(&[GAP, metric as u64, rsi.index() as u64, number]).happens(0.001)
        }
        _ => {
            silent
                || Rng::new(&[GAP_ALL, rsi.index() as u64, number]).happens(0.002)
                || Rng::new(&[GAP, metric as u64, rsi.index() as u64, number]).happens(0.003)
                // Now and then a metric fails for a month before anybody notices.
                || Rng::new(&[GAP, metric as u64, rsi.index() as u64, number / 31, 31]).happens(0.004)
        }
    }
}

/// The serials of the root zone that a day saw: two, sometimes three.
pub(super) fn serials(at: Day) -> impl Iterator<Item = u64> {
    let (year, month, day) = at.ymd();
    let count = if Rng::new(&[at.to_epoch() as u64]).happens(0.08) { 3 } else { 2 };
    let first = ((year as u64 * 100 + u64::from(month)) * 100 + u64::from(day)) * 100;
    first..first + count
}
