//! What is found of something in both periods, and sentences about it.

use rssac002_model::{DayRange, RsiSet};

use crate::words;

/// What there is of something in a period.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Found {
    /// No data.
    Nothing,
    /// Data that do not tell this number, in words that say why.
    Unknown(&'static str),
    /// Too little to have a column, less than 1%.
    Small,
    /// This much.
    Value(f64),
}

impl Found {
    pub(super) fn value(self) -> Option<f64> {
        match self {
            Found::Value(value) => Some(value),
            _ => None,
        }
    }
}

/// Something before and after the change.
#[derive(Clone, PartialEq, Debug)]
pub struct Row {
    /// Its name in addresses.
    pub id: String,
    /// Its name for people.
    pub label: String,
    /// The letters that it is of; none where it is of all.
    pub rsis: RsiSet,
    /// How much, in the first and in the second period.
    pub found: [Found; 2],
}

impl Row {
    pub(super) fn values(&self) -> Option<(f64, f64)> {
        self.found[0].value().zip(self.found[1].value())
    }
}

/// What is compared, in words.
#[derive(Clone, Copy)]
pub(super) struct Scale {
    /// Behind a number.
    pub(super) unit: &'static str,
    /// Whether numbers are shares, whose change is in percentage points.
    shares: bool,
    /// A number for people.
    write: fn(f64) -> String,
}

/// What a figure shows.
#[derive(Clone)]
pub struct Findings {
    /// The days compared: the periods, as far as there are data.
    pub spans: [DayRange; 2],
    /// The sentences.
    pub sentences: Vec<String>,
    /// All that is compared, in the order of the charts.
    pub rows: Vec<Row>,
    pub(super) scale: Scale,
}

impl Findings {
    /// Of nothing yet.
    pub(super) fn new(
        unit: &'static str,
        shares: bool,
        write: fn(f64) -> String,
        spans: [DayRange; 2],
    ) -> Findings {
        let scale = Scale { unit, shares, write };
        Findings { spans, sentences: Vec::new(), rows: Vec::new(), scale }
    }

    fn written(&self, found: Found) -> String {
        match found {
            Found::Nothing => words::NO_DATA.into(),
            Found::Unknown(words) => words.into(),
            Found::Small => words::SMALL.into(),
            Found::Value(value) => (self.scale.write)(value),
        }
    }

    /// The cells of a row: in the first period, in the second, and the change, empty where one of them is unknown.
    pub fn cells(&self, row: &Row) -> [String; 3] {
        let change = row.values().and_then(|(a, b)| words::change(a, b, self.scale.shares));
        [self.written(row.found[0]), self.written(row.found[1]), change.unwrap_or_default()]
    }

    /// Says how much of something there is in both periods, and on what each number rests.
    pub(super) fn say(&mut self, row: &Row, mut on: [String; 2]) {
        let [mut first, mut second, change] = self.cells(row);
        // The unit stands behind the first number.
        let is_number = |found: &Found| matches!(found, Found::Value(_) | Found::Small);
        if let Some(at) = row.found.iter().position(is_number) {
            let number = if at == 0 { &mut first } else { &mut second };
            *number += " ";
            *number += self.scale.unit;
        }
        for (on, found) in on.iter_mut().zip(&row.found) {
            if !is_number(found) {
                on.clear();
            }
        }
        self.sentences.push(words::compared(&row.label, [first, second], self.spans, on, &change));
    }

    /// The row with a name; without data in either period where there is none.
    pub(super) fn row(&self, id: &str, label: fn(&str) -> String) -> Row {
        let found = self.rows.iter().find(|row| row.id == id).cloned();
        found.unwrap_or_else(|| Row {
            id: id.to_owned(),
            label: label(id),
            rsis: RsiSet::EMPTY,
            found: [Found::Nothing; 2],
        })
    }

    /// The row that changed most, and where none is known to have, the one with the greatest share; its label says which.
    pub(super) fn greatest(&self) -> Option<Row> {
        let most = |of: &dyn Fn(&Row) -> Option<f64>, why: &str| {
            let all = self.rows.iter().filter_map(|row| Some((of(row)?, row)));
            let (_, row) = all.max_by(|a, b| a.0.total_cmp(&b.0))?;
            Some(Row { label: format!("{why}{}", row.label), ..row.clone() })
        };
        let change = |row: &Row| row.values().map(|(a, b)| (a - b).abs()).filter(|change| *change > 0.0);
        let share = |at: usize| most(&move |row| row.found[at].value(), words::MOST_FREQUENT);
        most(&change, words::CHANGED_MOST).or_else(|| share(0)).or_else(|| share(1))
    }
}
