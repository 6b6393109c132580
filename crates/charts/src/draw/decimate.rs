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

/// Which end of a column of pixels an edge reaches.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reach {
    /// Its highest point; heights are counted from the top.
    Highest,
    /// Its lowest point.
    Lowest,
}

/// Thins an edge of an area, a run of points that ascends in x: where more than two fall on one x, the edge is level for a pixel
/// there, as high or as low as any of them. So a spike of a single day is as wide as a pixel, where it would have no width, and
/// of two edges over the same places that lie above one another all over none crosses the other.
pub fn outline(points: &[Point], reach: Reach) -> Vec<Point> {
    let end = points.last().map_or(0, |point| point.0);
    let mut out = Vec::with_capacity(points.len().min(8192));
    for column in points.chunk_by(|a, b| a.0 == b.0) {
        let heights = column.iter().map(|point| point.1);
        let level = match reach {
            _ if column.len() <= 2 => None,
            Reach::Highest => heights.min(),
            Reach::Lowest => heights.max(),
        };
        match level {
            Some(y) => out.extend([(column[0].0, y), ((column[0].0 + 1).min(end), y)]),
            None => out.extend_from_slice(column),
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
        fn an_outline_shows_the_farthest_of_every_column_for_a_pixel(
            steps in proptest::collection::vec((0..2i32, -500..500i32, 0..500i32), 1..400),
        ) {
            let mut x = 0;
            let at: Vec<(i32, i32, i32)> = steps.iter().map(|(dx, y, down)| { x += dx; (x, *y, y + down) }).collect();
            let above: Vec<Point> = at.iter().map(|(x, y, _)| (*x, *y)).collect();
            let below: Vec<Point> = at.iter().map(|(x, _, y)| (*x, *y)).collect();
            for reach in [Reach::Highest, Reach::Lowest] {
                let (high, low) = (outline(&above, reach), outline(&below, reach));
                prop_assert!(high.is_sorted_by_key(|point| point.0));
                prop_assert_eq!((high.first().map(|p| p.0), high.last().map(|p| p.0)), (Some(at[0].0), Some(x)));
                // Over the same places, and none crosses the other.
                prop_assert_eq!(high.len(), low.len());
                prop_assert!(high.iter().zip(&low).all(|(high, low)| high.0 == low.0 && high.1 <= low.1));
                for column in above.chunk_by(|a, b| a.0 == b.0).filter(|column| column.len() > 2) {
                    let heights = column.iter().map(|point| point.1);
                    let y = if reach == Reach::Highest { heights.min() } else { heights.max() }.unwrap();
                    let level = [(column[0].0, y), ((column[0].0 + 1).min(x), y)];
                    prop_assert!(high.windows(2).any(|pair| pair == level), "{level:?} is not in {high:?}");
                }
            }
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
