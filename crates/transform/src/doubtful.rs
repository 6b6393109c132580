//! Values far outside their series' history: published counts such as 10^18 that flatten ten years to a line at
//! zero, or such as a thousandth of what is usual, which look like a fall of the whole system (charts.md, "Where the
//! published charts mislead").

use std::ops::Range;

use rssac002_model::Column;

/// How many times more or less than usual a value has to be to be doubtful. The largest attacks on record raised a
/// letter's daily count by less than ten times; a mistaken count is off by orders of magnitude, above or below.
pub const FACTOR: f64 = 100.0;

/// The level of a day is told from so many rows before it and as many after it: with the day itself a year of days. So what
/// held for up to half a year, and was left again, is no level; what held for longer is one.
pub const AROUND: usize = 182;

/// Values that differ from their level by less than so many times are at it.
const NEAR: f64 = 10.0;

/// Fewer values than this are no history to be outside of.
const LEAST_HISTORY: usize = 30;

/// What is zero more often than on one of so many days comes and goes, as rare sizes and codes do.
const STEADY: usize = 30;

/// The rows whose value is more than [`FACTOR`] times the usual, or less than so small a part of it, in order.
///
/// The usual is the median of all values above zero, and the median of those from [`AROUND`] rows before to as many after,
/// the level of the day. What is far from its level is doubtful, and so is what is far from all values, unless it is at its
/// level: a change that lasts is none. A median of an even number of values is both in the middle, and a value has to be
/// beyond both. So a value is as doubtful as its reciprocal among reciprocals. Fewer than 30 values have no median here:
/// without a level there is that of all values, and without that nothing is doubtful.
///
/// Zero is never doubtful: it says that nothing was counted. Where more than one in [`STEADY`] of the rows around is zero,
/// little is not doubtful either.
pub fn doubtful_rows(daily: &Column) -> Vec<usize> {
    let values = daily.raw();
    let above_zero = || values.iter().copied().filter(|v| *v > 0.0);
    let (count, least, most) = above_zero()
        .fold((0, f64::INFINITY, 0.0_f64), |(count, least, most), v| (count + 1, least.min(v), most.max(v)));
    if count < LEAST_HISTORY || least * FACTOR >= most {
        return Vec::new();
    }
    let mut all: Vec<f64> = above_zero().collect();
    let mut nth = |at: usize| *all.select_nth_unstable_by(at, f64::total_cmp).1;
    let whole = (nth((count - 1) / 2), nth(count / 2));
    // A median of 30 values or more has 15 of them on either side, and so no level is beyond these. Few values are far from both.
    let (lowest, highest) = (nth(LEAST_HISTORY / 2 - 1), nth(count - LEAST_HISTORY / 2));
    let (least, most) = (least_usual(highest, whole), most_usual(lowest, whole));
    let mut around = Around::default();
    let is_doubtful = |row: &usize| {
        let value = values[*row];
        if !(value > most || (value > 0.0 && value < least)) {
            return false;
        }
        around.move_to(*row, values);
        let level = if around.sorted.len() < LEAST_HISTORY { whole } else { middle(&around.sorted) };
        value > most_usual(level.1, whole) || (value < least_usual(level.0, whole) && around.is_steady())
    };
    (0..values.len()).filter(is_doubtful).collect()
}

/// The most that is usual where this is the level, and this the median of all.
fn most_usual(level: f64, whole: (f64, f64)) -> f64 {
    (level * FACTOR).min((whole.1 * FACTOR).max(level * NEAR))
}

/// The least that is usual where this is the level, and this the median of all.
fn least_usual(level: f64, whole: (f64, f64)) -> f64 {
    (level / FACTOR).max((whole.0 / FACTOR).min(level / NEAR))
}

/// The one value in the middle, twice, or both.
fn middle(sorted: &[f64]) -> (f64, f64) {
    (sorted[(sorted.len() - 1) / 2], sorted[sorted.len() / 2])
}

/// The values around a row.
#[derive(Default)]
struct Around {
    /// Those above zero, ascending.
    sorted: Vec<f64>,
    /// How many are zero.
    zeros: usize,
    /// The rows.
    rows: Range<usize>,
}

impl Around {
    /// Goes on to a later row.
    fn move_to(&mut self, row: usize, values: &[f64]) {
        let rows = row.saturating_sub(AROUND)..values.len().min(row + AROUND + 1);
        if rows.start >= self.rows.end {
            *self = Around { rows: rows.start..rows.start, ..Around::default() };
        }
        for &next in &values[self.rows.end..rows.end] {
            self.zeros += usize::from(next == 0.0);
            if next > 0.0 {
                self.sorted.insert(self.sorted.partition_point(|v| *v < next), next);
            }
        }
        for &left in &values[self.rows.start..rows.start] {
            self.zeros -= usize::from(left == 0.0);
            if left > 0.0 {
                self.sorted.remove(self.sorted.partition_point(|v| *v < left));
            }
        }
        self.rows = rows;
    }

    /// Whether next to none of them is zero.
    fn is_steady(&self) -> bool {
        self.zeros * STEADY <= self.zeros + self.sorted.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A year and more of usual days that move up and down by a tenth, as weeks do, and their values.
    fn usual(days: usize) -> Vec<f64> {
        (0..days).map(|day| 4e9 + 4e8 * (day % 7) as f64 / 7.0).collect()
    }

    #[test]
    fn only_what_is_far_outside_is_doubtful() {
        let mut values = usual(200);
        values[50] = 3.5e10;
        values[60] = 1e8;
        values[90] = 1e18;
        values[91] = f64::NAN;
        values[92] = 0.0;
        values[93] = 3e5;
        assert_eq!(doubtful_rows(&Column::from(values)), [90, 93]);
    }

    #[test]
    fn a_short_series_has_no_history() {
        let mut values = vec![1.0; 20];
        (values[3], values[5]) = (1e18, 1e-18);
        assert_eq!(doubtful_rows(&Column::from(values)), [0usize; 0]);
        assert_eq!(doubtful_rows(&Column::from(vec![0.0; 100])), [0usize; 0]);
        assert_eq!(doubtful_rows(&Column::default()), [0usize; 0]);
    }

    /// As c counted from 2017-10-30 on for twelve weeks, after three days of zeros.
    #[test]
    fn a_season_of_a_two_thousandth_is_doubtful() {
        let mut values = usual(1041);
        values[300..303].fill(0.0);
        values[303..387].fill(1.6e6);
        assert_eq!(doubtful_rows(&Column::from(values)), (303..387).collect::<Vec<_>>());
    }

    /// As IPv6 began: little for years, then a thousand times as much, and so it stayed.
    #[test]
    fn what_lasts_is_the_level() {
        let mut values = usual(1500);
        values[..700].iter_mut().for_each(|value| *value /= 1000.0);
        assert_eq!(doubtful_rows(&Column::from(values.clone())), [0usize; 0]);
        values.reverse();
        assert_eq!(doubtful_rows(&Column::from(values.clone())), [0usize; 0]);
        // An absurd number is seen at either level.
        values[100] = 1e18;
        values[1400] = 1e18;
        values[1450] = 1e3;
        assert_eq!(doubtful_rows(&Column::from(values)), [100, 1400, 1450]);
    }

    /// As sizes that few messages have: little is one step from nothing, and only what is absurd is doubtful.
    #[test]
    fn what_comes_and_goes_has_no_low_days() {
        let mut values: Vec<f64> = (0..400).map(|day| [9e6, 9e6, 500.0, 9e6, 0.0][day % 5]).collect();
        assert_eq!(doubtful_rows(&Column::from(values.clone())), [0usize; 0]);
        values[77] = 1e18;
        assert_eq!(doubtful_rows(&Column::from(values)), [77]);
    }

    /// As e counted in its early years half of what it did later, and for weeks a hundredth of all.
    #[test]
    fn what_is_far_from_all_values_is_doubtful_unless_it_is_the_level() {
        let mut values = usual(1000);
        values[..300].iter_mut().for_each(|value| *value /= 2.0);
        values[150..172].fill(3.5e7);
        assert_eq!(doubtful_rows(&Column::from(values.clone())), (150..172).collect::<Vec<_>>());
        // Where a fiftieth is the level, a third of it is a quiet day.
        values[..300].fill(8e7);
        values[150..172].fill(2.7e7);
        assert_eq!(doubtful_rows(&Column::from(values)), [0usize; 0]);
    }

    /// The rule once more, word by word.
    fn plainly(values: &[f64]) -> Vec<usize> {
        let above = |values: &[f64]| {
            let mut above: Vec<f64> = values.iter().copied().filter(|v| *v > 0.0).collect();
            above.sort_by(f64::total_cmp);
            above
        };
        // How many times as much as the middle of some values, and as little.
        let beyond = |value: f64, of: &[f64]| (value / of[of.len() / 2], of[(of.len() - 1) / 2] / value);
        let all = above(values);
        let is_doubtful = |row: &usize| {
            let (value, around) =
                (values[*row], &values[row.saturating_sub(AROUND)..(row + AROUND + 1).min(values.len())]);
            if all.len() < 30 || value.is_nan() || value == 0.0 {
                return false;
            }
            let level = if above(around).len() < 30 { all.clone() } else { above(around) };
            let (of_all, of_level) = (beyond(value, &all), beyond(value, &level));
            let zeros = around.iter().filter(|v| **v == 0.0).count() as f64;
            let comes_and_goes = zeros / (zeros + above(around).len() as f64) > 1.0 / 30.0;
            let is_far = |level: f64, all: f64| level > 100.0 || (all > 100.0 && level > 10.0);
            is_far(of_level.0, of_all.0) || (is_far(of_level.1, of_all.1) && !comes_and_goes)
        };
        (0..values.len()).filter(is_doubtful).collect()
    }

    /// Values that differ by twelve orders of magnitude, gaps among them, and so many of a hundred zero.
    fn wild(zeros: u32) -> impl Strategy<Value = Vec<f64>> {
        let value = prop_oneof![
            zeros => Just(0.0),
            10 => Just(f64::NAN),
            60 => (20i32..24).prop_map(|power| 2f64.powi(power)),
            20 => (0i32..40).prop_map(|power| 2f64.powi(power)),
        ];
        proptest::collection::vec(value, 0..800)
    }

    proptest! {
        #[test]
        fn it_is_the_rule(values in prop_oneof![wild(1), wild(3), wild(10)]) {
            prop_assert_eq!(doubtful_rows(&Column::from(values.clone())), plainly(&values));
        }

        #[test]
        fn less_is_as_doubtful_as_more_whatever_the_unit_and_the_direction(values in wild(0), unit in -20i32..20) {
            let rows = doubtful_rows(&Column::from(values.clone()));
            // Powers of two have exact reciprocals.
            let of = |change: &dyn Fn(f64) -> f64| {
                let changed: Vec<f64> = values.iter().map(|v| change(*v)).collect();
                doubtful_rows(&Column::from(changed))
            };
            prop_assert_eq!(&of(&|v| 1.0 / v), &rows);
            prop_assert_eq!(&of(&|v| v * 2f64.powi(unit)), &rows);
            let backwards: Vec<f64> = values.iter().rev().copied().collect();
            let mut back: Vec<usize> =
                doubtful_rows(&Column::from(backwards)).iter().map(|row| values.len() - 1 - row).collect();
            back.reverse();
            prop_assert_eq!(&back, &rows);
        }

        #[test]
        fn another_level_is_doubtful_for_half_a_year_and_no_longer(
            length in 1..400usize, from in 400..600usize, factor in 150.0..1e9f64, less: bool,
        ) {
            let mut values = usual(1500);
            let factor = if less { 1.0 / factor } else { factor };
            values[from..from + length].iter_mut().for_each(|value| *value *= factor);
            let found = doubtful_rows(&Column::from(values));
            if length <= AROUND {
                prop_assert_eq!(found, (from..from + length).collect::<Vec<_>>());
            } else {
                prop_assert_eq!(found, [0usize; 0]);
            }
        }
    }
}
