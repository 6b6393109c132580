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

/// Cuts a line into dashes of `on` pixels with gaps of `off` between.
pub fn dash(points: &[Point], on: f64, off: f64) -> Vec<Vec<Point>> {
    let mut dashes: Vec<Vec<Point>> = Vec::new();
    let (mut drawing, mut left) = (true, on);
    let mut current: Vec<Point> = points.first().copied().into_iter().collect();
    for pair in points.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let (dx, dy) = (f64::from(to.0 - from.0), f64::from(to.1 - from.1));
        let length = dx.hypot(dy);
        let mut done = 0.0;
        while length - done > left {
            done += left;
            let at = |a: i32, d: f64| a + (d * done / length).round() as i32;
            let point = (at(from.0, dx), at(from.1, dy));
            if drawing {
                current.push(point);
                dashes.push(std::mem::take(&mut current));
            } else {
                current = vec![point];
            }
            drawing = !drawing;
            left = if drawing { on } else { off };
        }
        left -= length - done;
        if drawing {
            current.push(to);
        }
    }
    if drawing && current.len() > 1 {
        dashes.push(current);
    }
    dashes
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

        #[test]
        fn dashes_lie_on_the_line_and_leave_gaps(ys in proptest::collection::vec(0..300i32, 2..40)) {
            let points: Vec<Point> = ys.iter().enumerate().map(|(i, y)| (i as i32 * 20, *y)).collect();
            let dashes = dash(&points, 6.0, 4.0);
            prop_assert_eq!(dashes[0][0], points[0]);
            let length = |p: &[Point]| -> f64 {
                p.windows(2).map(|w| f64::from(w[1].0 - w[0].0).hypot(f64::from(w[1].1 - w[0].1))).sum()
            };
            let drawn: f64 = dashes.iter().map(|d| length(d)).sum();
            let share = drawn / length(&points);
            prop_assert!((0.5..0.75).contains(&share), "{share}");
        }
    }
}
