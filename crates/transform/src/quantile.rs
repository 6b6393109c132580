//! Quantiles of a few values.

/// The quantile of ascending values at a probability of 0 to 1, interpolated between neighbours as R's type 7, its
/// default (Hyndman and Fan 1996). `None` without values.
pub fn quantile(sorted: &[f64], probability: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let place = probability.clamp(0.0, 1.0) * last as f64;
    let below = place.floor() as usize;
    let above = (below + 1).min(last);
    Some(sorted[below] + (place - below as f64) * (sorted[above] - sorted[below]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn agrees_with_r() {
        // quantile(x, p, type = 7) in R 4.2.2, recorded.
        type Recorded = (&'static [f64], &'static [(f64, f64)]);
        let few: Recorded = (
            &[2.0, 3.0, 5.0, 7.0, 11.0, 13.0, 17.0, 19.0],
            &[(0.0, 2.0), (0.1, 2.7), (0.25, 4.5), (0.5, 9.0), (0.75, 14.0), (0.9, 17.6), (1.0, 19.0)],
        );
        let far: Recorded = (
            &[3.0, 4.0, 4.0, 6.0, 9.0, 60.0, 61.0, 75.5, 86400.0],
            &[
                (0.0, 3.0),
                (0.05, 3.4),
                (0.25, 4.0),
                (0.5, 9.0),
                (0.75, 61.0),
                (0.95, 51870.2),
                (1.0, 86400.0),
            ],
        );
        for (x, quantiles) in [few, far] {
            for (p, expected) in quantiles {
                assert!((quantile(x, *p).unwrap() - expected).abs() < 1e-9, "{p} of {x:?}");
            }
        }
        assert_eq!(quantile(&[4.0], 0.3), Some(4.0));
        assert_eq!(quantile(&[], 0.5), None);
    }

    proptest! {
        #[test]
        fn quantiles_ascend_between_the_extremes(mut x in proptest::collection::vec(0.0..1e6f64, 1..50)) {
            x.sort_unstable_by(f64::total_cmp);
            let q: Vec<f64> = (0..=20).filter_map(|i| quantile(&x, f64::from(i) / 20.0)).collect();
            prop_assert_eq!(q[0], x[0]);
            prop_assert_eq!(q[20], x[x.len() - 1]);
            prop_assert!(q.windows(2).all(|w| w[0] <= w[1] + 1e-9));
        }
    }
}
