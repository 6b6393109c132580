//! One column by another.

use rssac002_model::Column;

/// Row by row the first by the second; missing where either is missing or the second is zero.
pub fn ratio(above: &Column, below: &Column) -> Column {
    let divide = |(a, b): (Option<f64>, Option<f64>)| match (a, b) {
        (Some(a), Some(b)) if b != 0.0 => Some(a / b),
        _ => None,
    };
    above.iter().zip(below.iter()).map(divide).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_missing_or_by_zero_is_missing() {
        let a: Column = [Some(6.0), Some(6.0), None, Some(6.0)].into_iter().collect();
        let b: Column = [Some(3.0), None, Some(3.0), Some(0.0)].into_iter().collect();
        assert_eq!(ratio(&a, &b), [Some(2.0), None, None, None].into_iter().collect());
    }
}
