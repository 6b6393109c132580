//! More points than pixels, kept honest: of each pixel column the first, lowest, highest and last point remain.

/// A point in device pixels.
pub type Point = (i32, i32);

/// Thins a run of points that ascends in x: where more than four fall on one x, only the first, the lowest, the
/// highest and the last stay, in their order. Spikes of a single day survive.
pub fn thin(points: &[Point]) -> Vec<Point> {
    let mut out = Vec::with_capacity(points.len().min(8192));
    for column in points.chunk_by(|a, b| a.0 == b.0) {
        if column.len() <= 4 {
            out.extend_from_slice(column);
            continue;
        }
        let last = column.len() - 1;
        let low = (0..=last).min_by_key(|i| column[*i].1).unwrap_or(0);
        let high = (0..=last).max_by_key(|i| column[*i].1).unwrap_or(0);
        let kept = [0, low.min(high), low.max(high), last];
        for (n, i) in kept.iter().enumerate() {
            if n == 0 || kept[n - 1] != *i {
                out.push(column[*i]);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_extreme_of_a_column_is_lost(steps in proptest::collection::vec((0..2i32, -500..500i32), 1..400)) {
            let mut x = 0;
            let points: Vec<Point> = steps.iter().map(|(dx, y)| { x += dx; (x, *y) }).collect();
            let thinned = thin(&points);
            for column in points.chunk_by(|a, b| a.0 == b.0) {
                let kept: Vec<Point> = thinned.iter().filter(|p| p.0 == column[0].0).copied().collect();
                prop_assert!(kept.len() <= 4);
                prop_assert_eq!(kept.first(), column.first());
                prop_assert_eq!(kept.last(), column.last());
                prop_assert_eq!(kept.iter().map(|p| p.1).min(), column.iter().map(|p| p.1).min());
                prop_assert_eq!(kept.iter().map(|p| p.1).max(), column.iter().map(|p| p.1).max());
            }
        }
    }
}
