//! How many letters stand behind a total.

use rssac002_model::{Rsi, RsiSet};

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bins;
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
}
