//! What is found of a day, as files: a row for each quantity of all letters together, and one for each letter.

use serde_json::{Value, json};

use super::findings::Findings;
use super::quantities::{Measured, Row};
use super::topic::Topic;
use super::words;
use crate::rows::listed;
use crate::transform::usual::Scale;

impl Findings {
    /// The rows of the page's tables as CSV with a line of names first.
    pub fn csv(&self) -> String {
        listed::csv(&words::FILE_COLUMNS, self.cells())
    }

    /// The same as a list of JSON objects, with the sentences of the page.
    pub fn json(&self) -> Value {
        json!({
            "about": words::FILE_ABOUT,
            "method": words::METHOD,
            "day": self.state.day.to_string(),
            "rsi": self.state.rsis.to_permalink(),
            "baseline": self.state.baseline.name(),
            "beside": words::baseline(self.state.baseline),
            "sentences": self.sentences,
            "values": listed::objects(&words::FILE_COLUMNS, self.cells()),
        })
    }

    /// The cells of each value, as [`words::FILE_COLUMNS`] names them, in the order of the page. Letters together have a row
    /// even where no value can be trusted, so that every quantity has one; then it says nothing.
    fn cells(&self) -> Vec<Vec<Value>> {
        let shown = Topic::ALL.into_iter().flat_map(|topic| self.shown(topic));
        let of_row = |row: &Row| -> Vec<Vec<Value>> {
            let together = self.line(row, words::TOGETHER, row.all);
            let letters = row.letters.iter().map(|(rsi, letter)| self.line(row, rsi.as_str(), Some(*letter)));
            std::iter::once(together).chain(letters).collect()
        };
        shown.flat_map(of_row).collect()
    }

    fn line(&self, row: &Row, who: &str, letter: Option<Measured>) -> Vec<Value> {
        let scale = row.topic.scale();
        let deviation = letter.and_then(Measured::deviation);
        let change = |of: Scale| deviation.filter(|_| scale == of).map(|deviation| deviation.change(scale));
        vec![
            json!(self.state.day.to_string()),
            json!(who),
            json!(row.topic.id()),
            json!(row.label),
            json!(words::unit(row.topic)),
            json!(letter.map(Measured::value)),
            json!(deviation.map(|deviation| deviation.usual)),
            json!(change(Scale::Ratio)),
            json!(change(Scale::Share)),
            json!(deviation.map(|deviation| deviation.days)),
            json!(deviation.map(|deviation| deviation.score)),
            json!(deviation.map(|deviation| deviation.is_unusual())),
            json!(deviation.map(|deviation| deviation.is_doubtful)),
        ]
    }
}
