//! JSON in the making: objects and lists of numbers as the API writes them.

use rssac002_model::json::{write_number, write_string};
use rssac002_model::{Column, DayRange};

use super::csv::CHANGES;
use crate::state::{ChartState, Second};

/// An object in the making.
pub(crate) struct Object(pub(crate) String);

impl Object {
    pub fn new() -> Object {
        Object("{".into())
    }

    /// A field whose value is JSON already.
    pub fn raw(&mut self, key: &str, json: &str) -> &mut Object {
        if self.0.len() > 1 {
            self.0.push(',');
        }
        write_string(&mut self.0, key);
        self.0.push(':');
        self.0.push_str(json);
        self
    }

    pub fn text(&mut self, key: &str, value: &str) -> &mut Object {
        self.raw(key, &string(value))
    }

    pub fn number(&mut self, key: &str, value: f64) -> &mut Object {
        self.raw(key, &number(Some(value)))
    }

    /// The days that numbers are of, where there are those of two periods.
    pub fn days(&mut self, state: &ChartState, range: DayRange) {
        if state.with != Second::None {
            self.text("from", &range.start().to_string()).text("to", &range.end().to_string());
        }
    }

    /// How numbers changed, row by row, where there are any to compare with.
    pub fn changes(&mut self, changes: impl Iterator<Item = [Option<f64>; 3]>) {
        let changes: Vec<[Option<f64>; 3]> = changes.collect();
        if !changes.is_empty() {
            for (which, name) in CHANGES.iter().enumerate() {
                self.raw(name, &list(changes.iter().map(|row| number(row[which]))));
            }
        }
    }

    pub fn finish(mut self) -> String {
        self.0.push('}');
        self.0
    }
}

pub(crate) fn string(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    write_string(&mut out, text);
    out
}

pub(crate) fn number(value: Option<f64>) -> String {
    let mut out = String::new();
    match value {
        Some(value) => write_number(&mut out, value),
        None => out.push_str("null"),
    }
    out
}

pub(crate) fn list(items: impl IntoIterator<Item = String>) -> String {
    let items: Vec<String> = items.into_iter().collect();
    format!("[{}]", items.join(","))
}

pub(crate) fn values(column: &Column) -> String {
    list(column.iter().map(number))
}

/// A column of one letter's series, without its numbers.
pub(crate) fn column(letter: &str, series: &str, label: &str) -> Object {
    let mut out = Object::new();
    out.text("letter", letter).text("series", series).text("label", label);
    out
}
