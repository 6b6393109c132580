//! Rows of a table, found by what is written in them.

use super::Table;

/// What is written in each row of a table, as it is looked through.
#[derive(PartialEq, Debug)]
pub struct Written(Vec<String>);

impl Written {
    /// That of all rows.
    pub fn of(table: &Table) -> Written {
        let row = |(heading, values): &(String, Vec<Option<f64>>)| {
            let mut out = String::new();
            plain(heading, &mut out);
            for (value, style) in values.iter().zip(&table.styles) {
                // A word stands in one cell.
                out.push('\n');
                plain(&style.write(*value), &mut out);
            }
            out
        };
        Written(table.rows.iter().map(row).collect())
    }

    /// Of these rows those in which every word that is asked for stands, in the same order; all of them where none is asked for.
    /// Capitals make no difference, nor do the commas of numbers.
    pub fn found(&self, asked: &str, rows: &[usize]) -> Vec<usize> {
        let mut words = String::new();
        plain(asked, &mut words);
        let words: Vec<&str> = words.split_whitespace().collect();
        let fits = |row: &&usize| {
            self.0.get(**row).is_some_and(|written| words.iter().all(|word| written.contains(word)))
        };
        rows.iter().filter(fits).copied().collect()
    }
}

/// Adds a text without what is not looked at: capitals, commas, and the longer of the two signs of minus.
fn plain(text: &str, out: &mut String) {
    for character in text.chars() {
        match character {
            ',' => {}
            '−' => out.push('-'),
            character => out.extend(character.to_lowercase()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rows::{Order, Style};

    fn found(asked: &str) -> Vec<usize> {
        let text = Style::Text(vec!["Attack, on all letters".to_owned()].into());
        let table = Table {
            columns: vec!["Day".into(), "a".into(), "b".into(), "Known events".into()],
            rows: vec![
                ("2020-11-04".into(), vec![Some(1_234_567.0), Some(-12.5), None]),
                ("2020-11-05".into(), vec![Some(1_234.0), None, Some(0.0)]),
                ("Zürich".into(), vec![None, Some(3.0), None]),
            ],
            styles: vec![Style::Count, Style::Signed, text],
            order: Order::LATEST_FIRST,
        };
        Written::of(&table).found(asked, &[2, 1, 0])
    }

    #[test]
    fn every_word_stands_somewhere_in_the_row() {
        assert_eq!(found(" "), [2, 1, 0]);
        assert_eq!(found("2020-11"), [1, 0]);
        assert_eq!(found("11-04"), [0]);
        assert_eq!(found("2020 attack"), [1]);
        assert_eq!(found("attack 3"), [1], "1,234 has a 3");
        assert_eq!(found("nowhere"), [0; 0]);
    }

    #[test]
    fn capitals_commas_and_the_sign_of_minus_make_no_difference() {
        assert_eq!(found("ATTACK, ON"), [1]);
        assert_eq!(found("ZÜRICH"), [2]);
        assert_eq!([found("1,234,567"), found("1234567")], [[0], [0]]);
        assert_eq!([found("-12.50"), found("−12.50")], [[0], [0]]);
    }

    #[test]
    fn a_word_does_not_reach_from_one_cell_into_the_next() {
        assert_eq!(found("041"), [0; 0]);
    }
}
