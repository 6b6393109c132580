//! What is made of one series over equal steps of time. A step that has no value has none afterwards either.

use rssac002_model::Column;

/// The average of each value and those before it, `over` steps in all, of which those that are missing do not count. Missing
/// where not so many steps are there.
pub fn moving_average(values: &Column, over: usize) -> Column {
    let over = over.max(1);
    let raw = values.raw();
    let average = |(at, value): (usize, Option<f64>)| {
        value?;
        let window = &raw[(at + 1).checked_sub(over)?..=at];
        let there = window.iter().filter(|v| !v.is_nan());
        let (sum, count) = there.fold((0.0, 0u32), |(sum, count), v| (sum + v, count + 1));
        Some(sum / f64::from(count))
    };
    values.iter().enumerate().map(average).collect()
}

/// How much each value is above what it was `back` steps before, in percent of that; below zero where it is less. Missing
/// where that is missing or zero.
pub fn change(values: &Column, back: usize) -> Column {
    against(values, back, |value, before| (before > 0.0).then(|| 100.0 * (value / before - 1.0)))
}

/// How much each value is above what it was `back` steps before, in its own unit.
pub fn difference(values: &Column, back: usize) -> Column {
    against(values, back, |value, before| Some(value - before))
}

fn against(values: &Column, back: usize, of: impl Fn(f64, f64) -> Option<f64>) -> Column {
    let before = |at: usize| values.get(at.checked_sub(back)?);
    let one = |(at, value): (usize, Option<f64>)| of(value?, before(at)?);
    values.iter().enumerate().map(one).collect()
}

/// Each value in percent of the first one that is above zero from step `base` on. Missing where there is none.
pub fn index(values: &Column, base: usize) -> Column {
    let base = values.iter().skip(base).flatten().find(|value| *value > 0.0);
    values.iter().map(|value| Some(100.0 * value? / base?)).collect()
}

/// The sum of each value and all before it.
pub fn running_sum(values: &Column) -> Column {
    let mut sum = 0.0;
    let mut add = |value: Option<f64>| {
        sum += value?;
        Some(sum)
    };
    values.iter().map(&mut add).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Whole numbers, some missing, so that sums are exact.
    fn some() -> impl Strategy<Value = Column> {
        let value = proptest::option::weighted(0.8, 0u32..1_000_000);
        proptest::collection::vec(value, 0..60)
            .prop_map(|v| v.into_iter().map(|v| v.map(f64::from)).collect())
    }

    fn near(a: Option<f64>, b: Option<f64>) -> bool {
        match (a, b) {
            (Some(a), Some(b)) => (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0),
            (a, b) => a.is_none() && b.is_none(),
        }
    }

    proptest! {
        #[test]
        fn what_is_missing_stays_missing(values in some(), n in 1usize..40) {
            let made = [
                moving_average(&values, n), change(&values, n), difference(&values, n), index(&values, n),
                running_sum(&values),
            ];
            for made in made {
                prop_assert_eq!(made.len(), values.len());
                prop_assert!(made.iter().zip(values.iter()).all(|(made, value)| value.is_some() || made.is_none()));
                prop_assert!(made.iter().flatten().all(f64::is_finite));
            }
        }

        #[test]
        fn an_average_lies_within_its_window_and_begins_with_the_first_whole_one(values in some(), over in 1usize..40) {
            let averages = moving_average(&values, over);
            for (at, average) in averages.iter().enumerate() {
                prop_assert_eq!(average.is_some(), values.get(at).is_some() && at + 1 >= over);
                let window: Vec<f64> = (0..over).filter_map(|n| values.get(at.checked_sub(n)?)).collect();
                let plain = average.map(|_| window.iter().sum::<f64>() / window.len() as f64);
                prop_assert!(near(average, plain), "{average:?} {plain:?}");
            }
            prop_assert_eq!(&moving_average(&values, 1), &values);
        }

        #[test]
        fn changes_and_differences_lead_back_to_the_values(values in some(), back in 1usize..40) {
            let (changes, differences) = (change(&values, back), difference(&values, back));
            for at in 0..values.len() {
                let before = at.checked_sub(back).and_then(|before| values.get(before));
                let both = values.get(at).zip(before);
                prop_assert_eq!(differences.get(at), both.map(|(value, before)| value - before));
                let both = both.filter(|(_, before)| *before > 0.0);
                prop_assert_eq!(changes.get(at).is_some(), both.is_some());
                if let (Some(change), Some((value, before))) = (changes.get(at), both) {
                    prop_assert!(near(Some(before * (1.0 + change / 100.0)), Some(value)));
                }
            }
        }

        #[test]
        fn an_index_is_100_at_its_base_and_keeps_ratios(values in some(), base in 0usize..70) {
            let index = index(&values, base);
            let at = (base..values.len()).find(|at| values.get(*at).is_some_and(|value| value > 0.0));
            let Some(at) = at else {
                prop_assert!(index.iter().all(|value| value.is_none()));
                return Ok(());
            };
            prop_assert_eq!(index.get(at), Some(100.0));
            let of_base = |value: Option<f64>| Some(value? / values.get(at)? * 100.0);
            prop_assert!(values.iter().zip(index.iter()).all(|(value, index)| near(index, of_base(value))));
        }

        #[test]
        fn a_running_sum_ends_at_the_sum_and_its_steps_are_the_values(values in some()) {
            let sums = running_sum(&values);
            prop_assert_eq!(sums.iter().flatten().last(), values.iter().flatten().reduce(|a, b| a + b));
            let mut before = 0.0;
            for (sum, value) in sums.iter().zip(values.iter()) {
                prop_assert_eq!(sum.map(|sum| sum - before), value);
                before = sum.unwrap_or(before);
            }
        }
    }
}
