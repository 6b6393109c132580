//! How many letters stand behind a total.

use rssac002_model::{Column, Rsi, RsiSet};

use super::Bin;

/// Which letters reported in a bin.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Coverage {
    /// Those with a value on every day.
    pub full: RsiSet,
    /// Those with a value on some days only.
    pub partial: RsiSet,
}

impl Coverage {
    /// How many letters have a value in the bin.
    pub fn reported(&self) -> usize {
        self.full.len() + self.partial.len()
    }

    /// Whether all of these letters reported on every day.
    pub fn is_full(&self, expected: RsiSet) -> bool {
        expected.without(self.full).is_empty()
    }
}

/// The least share of days, in percent, on which a letter reports that reported throughout. Over ten years no letter has
/// every single day.
pub const THROUGHOUT: usize = 95;

/// Whether a letter that reported on so many of some days did so throughout; of no days it did.
pub fn is_throughout(reported: usize, days: usize) -> bool {
    100 * reported >= THROUGHOUT * days
}

/// The coverage of each bin by the letters' numbers of days with a report, bin by bin.
pub fn coverage<'a>(letters: impl IntoIterator<Item = (Rsi, &'a [usize])>, bins: &[Bin]) -> Vec<Coverage> {
    let mut coverage = vec![Coverage::default(); bins.len()];
    for (rsi, days) in letters {
        for ((bin, covered), days) in bins.iter().zip(&mut coverage).zip(days) {
            if *days >= bin.days.len() {
                covered.full.insert(rsi);
            } else if *days > 0 {
                covered.partial.insert(rsi);
            }
        }
    }
    coverage
}

/// Whether all of these letters reported on every day of each bin, and none is absent from it for another reason.
pub fn complete(coverage: &[Coverage], absent: &[RsiSet], expected: RsiSet) -> Vec<bool> {
    coverage
        .iter()
        .zip(absent)
        .map(|(covered, absent)| covered.is_full(expected) && absent.is_empty())
        .collect()
}

/// The values of the bins that are kept. Those of the others are missing, never zero, and so are those of bins of which it is not
/// said that they are kept; what was missing stays missing.
pub fn only(values: &Column, kept: &[bool]) -> Column {
    let of_bin = |(at, value): (usize, Option<f64>)| value.filter(|_| kept.get(at).is_some_and(|kept| *kept));
    values.iter().enumerate().map(of_bin).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bins;
    use proptest::prelude::*;
    use rssac002_model::Interval;
    use rssac002_model::{Day, DayRange};

    #[test]
    fn one_day_in_twenty_may_be_missing() {
        assert!(is_throughout(19, 20) && !is_throughout(18, 20) && !is_throughout(94, 100));
        assert!(is_throughout(1, 1) && !is_throughout(0, 1) && is_throughout(0, 0));
    }

    #[test]
    fn a_week_with_a_missing_day_is_partial() {
        let first = Day::CHARTS_START;
        let bins = bins(DayRange::new(first, first + 13).unwrap(), Interval::Week);
        let b = Rsi::from_letter('b').unwrap();
        let coverage = coverage([(Rsi::A, &[7, 7][..]), (b, &[6, 0][..])], &bins);
        let expected: RsiSet = [Rsi::A, b].into_iter().collect();
        assert_eq!(coverage[0], Coverage { full: RsiSet::only(Rsi::A), partial: RsiSet::only(b) });
        assert_eq!(coverage[1], Coverage { full: RsiSet::only(Rsi::A), partial: RsiSet::EMPTY });
        assert_eq!(coverage[0].reported(), 2);
        assert!(!coverage[0].is_full(expected) && coverage[1].is_full(RsiSet::only(Rsi::A)));
    }

    proptest! {
        #[test]
        fn what_does_not_count_is_missing_and_all_else_stays(
            values in proptest::collection::vec(proptest::option::weighted(0.8, 0u32..9), 0..40),
            counts in proptest::collection::vec(any::<bool>(), 0..50),
        ) {
            let values: Column = values.into_iter().map(|value| value.map(f64::from)).collect();
            let kept = only(&values, &counts);
            prop_assert_eq!(kept.len(), values.len());
            for (at, (kept, value)) in kept.iter().zip(values.iter()).enumerate() {
                let counts = counts.get(at).copied().unwrap_or(false);
                prop_assert_eq!(kept, if counts { value } else { None });
            }
            prop_assert_eq!(&only(&kept, &counts), &kept);
            prop_assert_eq!(&only(&values, &vec![true; values.len()]), &values);
        }

        #[test]
        fn a_bin_is_complete_where_every_letter_has_all_of_its_days(
            days in proptest::collection::vec(proptest::collection::vec(0usize..=7, 3), 1..20), absent in 0usize..20,
        ) {
            let letters: Vec<Rsi> = Rsi::all().take(3).collect();
            let expected: RsiSet = letters.iter().copied().collect();
            let first = Day::CHARTS_START;
            let bins = bins(DayRange::new(first, first + 7 * days.len() as i32 - 1).unwrap(), Interval::Week);
            let of = |letter: usize| days.iter().map(|days| days[letter]).collect::<Vec<usize>>();
            let reported: Vec<(Rsi, Vec<usize>)> = letters.iter().enumerate().map(|(at, rsi)| (*rsi, of(at))).collect();
            let coverage = coverage(reported.iter().map(|(rsi, days)| (*rsi, days.as_slice())), &bins);
            let mut left_out = vec![RsiSet::EMPTY; bins.len()];
            if let Some(bin) = left_out.get_mut(absent) {
                bin.insert(Rsi::A);
            }
            let found = complete(&coverage, &left_out, expected);
            let plain: Vec<bool> =
                days.iter().enumerate().map(|(at, days)| at != absent && days.iter().all(|days| *days == 7)).collect();
            prop_assert_eq!(found, plain);
        }
    }
}
