//! Columns added up.

use rssac002_model::Column;

/// The sum of the columns per row, over those that have a value; missing where none has. Without columns: empty.
pub fn sum<'a>(columns: impl IntoIterator<Item = &'a Column>) -> Column {
    let mut total: Vec<f64> = Vec::new();
    for column in columns {
        if total.is_empty() {
            total = column.raw().to_vec();
            continue;
        }
        for (sum, value) in total.iter_mut().zip(column.raw()) {
            if sum.is_nan() {
                *sum = *value;
            } else if !value.is_nan() {
                *sum += value;
            }
        }
    }
    Column::from(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_adds_nothing_and_all_missing_is_missing() {
        let a: Column = [Some(1.0), None, None].into_iter().collect();
        let b: Column = [Some(2.0), Some(4.0), None].into_iter().collect();
        assert_eq!(sum([&a, &b]), [Some(3.0), Some(4.0), None].into_iter().collect());
        assert!(sum([]).is_empty());
    }
}
