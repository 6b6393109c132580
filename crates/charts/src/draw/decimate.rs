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
        let (one, other) = extremes(column);
        let kept = [0, one, other, column.len() - 1];
        for (n, i) in kept.iter().enumerate() {
            if n == 0 || kept[n - 1] != *i {
                out.push(column[*i]);
            }
        }
    }
    out
}

/// Where the lowest and the highest point of a column are, the earlier of them first.
fn extremes(column: &[Point]) -> (usize, usize) {
    // No column is empty.
    let low = (0..column.len()).min_by_key(|i| column[*i].1).unwrap_or(0);
    let high = (0..column.len()).max_by_key(|i| column[*i].1).unwrap_or(0);
    (low.min(high), low.max(high))
}

/// Thins a run of points that ascends in x for a picture that stands for a moment: of each column so many pixels wide only
/// the lowest and the highest stay, in their order. Anything else remains as it is.
pub fn sketch(points: Vec<Point>, width: i32) -> Vec<Point> {
    if !points.is_sorted_by_key(|point| point.0) {
        return points;
    }
    let mut out = Vec::with_capacity(points.len());
    for column in points.chunk_by(|a, b| a.0.div_euclid(width) == b.0.div_euclid(width)) {
        let (one, other) = extremes(column);
        out.push(column[one]);
        if other != one {
            out.push(column[other]);
        }
    }
    // A line is as wide as it was.
    for (at, end) in [(0, points.first()), (out.len().saturating_sub(1), points.last())] {
        if let (Some(point), Some(end)) = (out.get_mut(at), end) {
            point.0 = end.0;
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
        fn a_sketch_reaches_as_far_as_the_line(steps in proptest::collection::vec((0..4i32, -500..500i32), 1..400)) {
            let mut x = 0;
            let points: Vec<Point> = steps.iter().map(|(dx, y)| { x += dx; (x, *y) }).collect();
            let sketch = sketch(points.clone(), 4);
            prop_assert!(sketch.is_sorted_by_key(|point| point.0));
            prop_assert!(sketch.len() <= 2 * (x as usize / 4 + 1));
            let reach = |points: &[Point]| {
                let (xs, ys) = (points.iter().map(|p| p.0), points.iter().map(|p| p.1));
                (xs.clone().min(), xs.max(), ys.clone().min(), ys.max())
            };
            prop_assert_eq!(reach(&sketch), reach(&points));
        }

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
