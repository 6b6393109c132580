//! Response codes by their numbers. Operators spell some keys oddly, and an answer gives them as published.

use rssac002_model::columns::REST;
use rssac002_model::{Column, Columns, KeyedColumn};

/// Adds up the columns of one response code however it is spelled (`05` is 5), under its plain number, and leaves out what is
/// no code (`3.5`), so that it counts nowhere. What is added up as [`REST`] already stays.
pub fn plain_codes(columns: &mut Columns) {
    let rows = columns.rows;
    for group in &mut columns.groups {
        let published = std::mem::take(&mut group.columns);
        for KeyedColumn { key, values } in published {
            let key = match key.parse::<u8>() {
                Ok(code) => code.to_string(),
                Err(_) if key == REST => key,
                Err(_) => continue,
            };
            add(group.column_mut(&key, rows), &values);
        }
    }
}

/// Adds what is there.
fn add(sum: &mut Column, values: &Column) {
    for (row, value) in values.iter().enumerate() {
        if let Some(value) = value {
            sum.set(row, Some(sum.get(row).unwrap_or(0.0) + value));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rssac002_model::{Day, Group, Rsi, Step};

    #[test]
    fn a_code_is_its_number_and_what_is_none_counts_nowhere() {
        let column = |key: &str, values: [Option<f64>; 3]| KeyedColumn {
            key: key.to_owned(),
            values: values.into_iter().collect(),
        };
        let published = vec![
            column("5", [Some(1.0), None, None]),
            column("3.5", [Some(9.0), Some(9.0), Some(9.0)]),
            column("05", [Some(2.0), Some(4.0), None]),
            column("0", [Some(7.0), None, Some(7.0)]),
            column(REST, [Some(1.0); 3]),
        ];
        let group = Group { columns: published, ..Group::new(Some(Rsi::A)) };
        let mut columns = Columns { start: Day::CHARTS_START, step: Step::DAY, rows: 3, groups: vec![group] };
        plain_codes(&mut columns);
        let expected = [
            column("5", [Some(3.0), Some(4.0), None]),
            column("0", [Some(7.0), None, Some(7.0)]),
            column(REST, [Some(1.0); 3]),
        ];
        assert_eq!(columns.groups[0].columns, expected);
        let once = columns.clone();
        plain_codes(&mut columns);
        assert_eq!(columns, once);
    }
}
