//! The keys with the highest totals.

use rssac002_model::columns::REST;
use rssac002_model::{Columns, DayRange, KeyedColumn};

use super::{doubtful_rows, greatest_first};

/// The order of sizes: by the number that a range begins with, then by text. Keys that begin with no number come last.
pub fn size_order(key: &str) -> (u64, &str) {
    let digits = key.bytes().take_while(u8::is_ascii_digit).count();
    (key[..digits].parse().unwrap_or(u64::MAX), key)
}

/// Keys in the order of sizes, each once.
pub fn in_size_order<'a>(keys: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut sorted: Vec<&str> = Vec::new();
    for key in keys {
        // There are some hundreds at most, and another kind of sort is another kilobyte of the app.
        if let Err(at) = sorted.binary_search_by(|held| size_order(held).cmp(&size_order(key))) {
            sorted.insert(at, key);
        }
    }
    sorted
}

/// The `count` keys with the highest totals over the rows of these days, in order of size. Doubtful values do not count, so
/// that one absurd number lifts no key; of equal totals the smaller size comes first. [`REST`] is no key.
fn top_keys(all: &Columns, count: usize, days: DayRange) -> Vec<String> {
    let columns = || all.groups.iter().flat_map(|g| &g.columns).filter(|c| c.key != REST);
    let sure = |column: &KeyedColumn| -> f64 {
        let doubtful = doubtful_rows(&column.values);
        let counts = |row: &usize| days.contains(all.day(*row)) && doubtful.binary_search(row).is_err();
        let rows = column.values.iter().enumerate().filter(|(row, _)| counts(row));
        rows.filter_map(|(_, v)| v).sum()
    };
    let keys = in_size_order(columns().map(|c| c.key.as_str()));
    let total = |key: &&str| columns().filter(|c| c.key == *key).map(sure).sum();
    let greatest = greatest_first(keys, total);
    in_size_order(greatest.into_iter().take(count)).into_iter().map(str::to_owned).collect()
}

/// Keeps the `count` keys with the highest totals in these days, of all letters together, or, with `each`, of each letter by
/// itself, and adds up all others as [`REST`]. Other days only tell what is doubtful. A week counts as its first day does.
pub fn keep_top(columns: &mut Columns, count: usize, each: bool, days: DayRange) {
    let keep = |columns: &mut Columns| {
        let mut keys = top_keys(columns, count, days);
        keys.push(REST.to_owned());
        columns.keep(&keys.iter().map(String::as_str).collect::<Vec<_>>());
    };
    if !each {
        return keep(columns);
    }
    for at in 0..columns.groups.len() {
        let mut one = Columns { groups: vec![columns.groups[at].clone()], ..*columns };
        keep(&mut one);
        columns.groups.splice(at..=at, one.groups);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rssac002_model::{Column, Day, Group, Rsi, Step};

    fn columns(letters: &[Vec<(&str, Vec<f64>)>]) -> Columns {
        let column = |(key, values): &(&str, Vec<f64>)| KeyedColumn {
            key: (*key).to_owned(),
            values: Column::from(values.clone()),
        };
        let group = |(rsi, letter): (Rsi, &Vec<(&str, Vec<f64>)>)| Group {
            columns: letter.iter().map(column).collect(),
            ..Group::new(Some(rsi))
        };
        let groups = Rsi::all().zip(letters).map(group).collect();
        let rows = letters[0][0].1.len();
        Columns { start: Day::CHARTS_START, step: Step::DAY, rows, groups }
    }

    fn all() -> DayRange {
        DayRange::new(Day::CHARTS_START, Day::CHARTS_START + 99).unwrap()
    }

    fn keys(columns: &Columns, at: usize) -> Vec<&str> {
        columns.groups[at].columns.iter().map(|c| c.key.as_str()).collect()
    }

    #[test]
    fn ties_go_to_the_smaller_size_and_sizes_stand_in_order() {
        let letter = |order: [usize; 4]| {
            let all =
                [("128-143", vec![4.0]), ("16-31", vec![4.0]), ("288-", vec![4.0]), ("32-47", vec![9.0])];
            order.map(|i| all[i].clone()).to_vec()
        };
        for order in [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]] {
            let mut columns = columns(&[letter(order)]);
            keep_top(&mut columns, 3, false, all());
            assert_eq!(keys(&columns, 0), ["16-31", "32-47", "128-143", REST]);
            let before = columns.clone();
            keep_top(&mut columns, 3, false, all());
            assert_eq!(columns, before);
        }
    }

    #[test]
    fn all_letters_together_or_each_by_itself() {
        let letters = [
            vec![("0-15", vec![9.0]), ("16-31", vec![1.0])],
            vec![("0-15", vec![1.0]), ("16-31", vec![8.0])],
        ];
        let (mut together, mut each) = (columns(&letters), columns(&letters));
        keep_top(&mut together, 1, false, all());
        keep_top(&mut each, 1, true, all());
        assert_eq!([keys(&together, 0), keys(&together, 1)], [["0-15", REST]; 2]);
        assert_eq!([keys(&each, 0), keys(&each, 1)], [["0-15", REST], ["16-31", REST]]);
    }

    #[test]
    fn only_the_days_asked_for_choose() {
        let letter = vec![("0-15", vec![9.0, 1.0, 1.0]), ("16-31", vec![1.0, 3.0, 4.0])];
        let of = |from: i32, to: i32| {
            let mut columns = columns(std::slice::from_ref(&letter));
            keep_top(
                &mut columns,
                1,
                false,
                DayRange::new(Day::CHARTS_START + from, Day::CHARTS_START + to).unwrap(),
            );
            (keys(&columns, 0)[0].to_owned(), columns.rows)
        };
        assert_eq!(of(0, 2), ("0-15".to_owned(), 3));
        assert_eq!(of(1, 2), ("16-31".to_owned(), 3));
        assert_eq!(of(0, 0), ("0-15".to_owned(), 3));
    }

    #[test]
    fn one_absurd_number_lifts_no_key() {
        let mut absurd = vec![1.0; 40];
        absurd[7] = 1e18;
        let mut columns = columns(&[vec![("0-15", absurd), ("16-31", vec![5.0; 40])]]);
        keep_top(&mut columns, 1, false, all());
        assert_eq!(keys(&columns, 0), ["16-31", REST]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_no_key_left_out_is_greater(
            totals in proptest::collection::vec(0u32..6, 1..12), count in 0usize..14,
        ) {
            let names: Vec<String> = (0..totals.len()).map(|i| format!("{}-{}", 16 * i, 16 * i + 15)).collect();
            let letter = names.iter().zip(&totals).map(|(k, v)| (k.as_str(), vec![f64::from(*v)])).collect();
            let mut columns = columns(&[letter]);
            keep_top(&mut columns, count, false, all());
            let kept = &columns.groups[0].columns;
            let sum: f64 = kept.iter().filter_map(|c| c.values.get(0)).sum();
            prop_assert_eq!(sum, f64::from(totals.iter().sum::<u32>()));
            let of = |key: &str| totals[names.iter().position(|n| n == key).unwrap()];
            let chosen: Vec<&str> = kept.iter().map(|c| c.key.as_str()).filter(|k| *k != REST).collect();
            prop_assert_eq!(chosen.len(), count.min(totals.len()));
            let least = chosen.iter().map(|k| of(k)).min();
            let others = names.iter().filter(|n| !chosen.contains(&n.as_str()));
            prop_assert!(others.into_iter().all(|n| least.is_none_or(|least| of(n) <= least)));
        }
    }
}
