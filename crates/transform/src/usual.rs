//! What is usual, and how far from it a value is: a rule that a few odd days among many do not sway.
//!
//! The middle of the days before is their median, and their spread 1.4826 times the median of the distances from it, which
//! for values that scatter normally is the standard deviation (Rousseeuw and Croux 1993). Both stay what they are while
//! fewer than half of the days are odd.

use crate::doubtful::FACTOR;
use crate::quantile;

/// How a quantity moves.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scale {
    /// A count, a ratio of counts or a duration: twice as much is as far from the usual as half as much.
    Ratio,
    /// A share in percent: percentage points count.
    Share,
}

/// From this score on a value is unusual: further from the median than so many spreads.
pub const UNUSUAL: f64 = 5.0;

/// Fewer days than this say nothing of what is usual.
pub const LEAST_DAYS: usize = 4;

/// The least spread of a ratio: days that hardly differ make a tenth more no event.
const LEAST_RATIO: f64 = 1.1;
/// The least spread of a share, in percentage points.
const LEAST_SHARE: f64 = 1.0;

/// From the spread of values that scatter normally to their standard deviation.
const NORMAL: f64 = 1.4826;

/// A value beside those of the days before.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Deviation {
    /// The value.
    pub value: f64,
    /// The median of the days before.
    pub usual: f64,
    /// How many days before have a value.
    pub days: usize,
    /// How many spreads the value lies above the median; below it, less than zero.
    pub score: f64,
    /// Whether the value is so far from the median, above or below, that it is more likely a mistake. Shares never are.
    pub is_doubtful: bool,
}

impl Deviation {
    /// How far a value is from the usual of the days before. `None` where fewer than [`LEAST_DAYS`] of them have a value,
    /// and for ratios where their median is not above zero. A ratio of zero is as far as one ten-thousandth of the median.
    pub fn of(value: f64, before: impl IntoIterator<Item = f64>, scale: Scale) -> Option<Deviation> {
        let before: Vec<f64> = before.into_iter().collect();
        let days = before.len();
        let usual = median(before.clone()).filter(|usual| scale == Scale::Share || *usual > 0.0)?;
        let place = |value: f64| match scale {
            Scale::Ratio => (value / usual).max(1e-4).ln(),
            Scale::Share => value - usual,
        };
        let least = match scale {
            Scale::Ratio => LEAST_RATIO.ln(),
            Scale::Share => LEAST_SHARE,
        };
        let spread = NORMAL * median(before.into_iter().map(|value| place(value).abs()).collect())?;
        Some(Deviation {
            value,
            usual,
            days,
            score: place(value) / spread.max(least),
            is_doubtful: scale == Scale::Ratio && is_doubtful(value, usual),
        })
    }

    /// How far the value is from the usual: how many times as much, or of shares how many percentage points more.
    pub fn change(&self, scale: Scale) -> f64 {
        match scale {
            Scale::Ratio => self.value / self.usual,
            Scale::Share => self.value - self.usual,
        }
    }

    /// Whether it lies at least [`UNUSUAL`] spreads from the median, and is not doubtful.
    pub fn is_unusual(&self) -> bool {
        !self.is_doubtful && self.score.abs() >= UNUSUAL
    }
}

/// Whether a count is more than [`FACTOR`] times as much as usual, or less than so small a part of it, that it is more likely a
/// mistake.
pub fn is_doubtful(value: f64, usual: f64) -> bool {
    value > usual * FACTOR || value * FACTOR < usual
}

/// The median of enough values.
fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_unstable_by(f64::total_cmp);
    quantile(&values, 0.5).filter(|_| values.len() >= LEAST_DAYS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_spike_among_quiet_days_is_unusual_and_a_mistake_is_doubtful() {
        let quiet = [100.0, 103.0, 98.0, 101.0, 99.0, 102.0, 97.0, 100.0];
        let of = |value| Deviation::of(value, quiet, Scale::Ratio).unwrap();
        let spike = of(410.0);
        assert!(spike.is_unusual() && spike.usual == 100.0 && spike.days == 8, "{spike:?}");
        assert!(!of(130.0).is_unusual() && of(40.0).is_unusual() && of(40.0).score < 0.0);
        for mistake in [1e18, 0.5, 0.0] {
            assert!(of(mistake).is_doubtful && !of(mistake).is_unusual(), "{mistake}");
        }
    }

    #[test]
    fn odd_days_before_do_not_sway_it() {
        let with_attacks = [100.0, 900.0, 98.0, 101.0, 1e18, 102.0, 97.0, 100.0];
        let deviation = Deviation::of(400.0, with_attacks, Scale::Ratio).unwrap();
        assert!(deviation.is_unusual() && deviation.usual < 102.0, "{deviation:?}");
    }

    #[test]
    fn shares_move_in_percentage_points() {
        let deviation = Deviation::of(83.0, [61.0, 62.0, 60.0, 61.0, 63.0], Scale::Share).unwrap();
        assert_eq!((deviation.usual, deviation.is_doubtful), (61.0, false));
        assert!((deviation.score - 22.0 / 1.4826).abs() < 1e-9, "{deviation:?}");
        // A share of nothing is a share.
        let none = Deviation::of(0.4, [0.0; 6], Scale::Share).unwrap();
        assert!((none.score - 0.4).abs() < 1e-9 && !none.is_unusual());
    }

    #[test]
    fn few_days_and_days_of_nothing_say_nothing() {
        assert_eq!(Deviation::of(5.0, [1.0, 2.0, 3.0], Scale::Ratio), None);
        assert_eq!(Deviation::of(5.0, [], Scale::Share), None);
        assert_eq!(Deviation::of(5.0, [0.0; 9], Scale::Ratio), None);
    }

    proptest! {
        #[test]
        fn twice_is_as_far_as_half(usual in 1.0..1e12f64, factor in 1.01..90.0f64) {
            let before = [usual; 9];
            let [more, less] = [usual * factor, usual / factor]
                .map(|value| Deviation::of(value, before, Scale::Ratio).unwrap());
            prop_assert!((more.score + less.score).abs() < 1e-6 * more.score.abs().max(1.0));
            prop_assert!(more.score > 0.0);
        }

        #[test]
        fn the_unit_does_not_matter(before in proptest::collection::vec(1.0..1e6f64, 4..30), value in 1.0..1e6f64, unit in 0.001..1e3f64) {
            let here = Deviation::of(value, before.clone(), Scale::Ratio).unwrap();
            let there = Deviation::of(value * unit, before.iter().map(|v| v * unit), Scale::Ratio).unwrap();
            prop_assert!((here.score - there.score).abs() < 1e-6 * here.score.abs().max(1.0));
        }
    }
}
