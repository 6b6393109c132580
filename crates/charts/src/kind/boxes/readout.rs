//! What is read out at a place.

use super::words;
use crate::format;
use crate::view::{BoxView, FiveNumbers, Period, Readout, ReadoutRow};

pub(crate) fn at_letter(boxes: &BoxView, at: usize) -> Option<Readout> {
    let letter = boxes.letters.get(at)?;
    let row = |(period, five): (&Period, &Option<FiveNumbers>)| ReadoutRow {
        id: period.id.to_owned(),
        label: period.label.clone(),
        colour: period.colour,
        value: five.as_ref().map_or_else(String::new, |f| f.quantiles.map(format::count).join(" / ")),
        share: five.as_ref().map_or_else(String::new, |f| words::loads(f.count)),
        doubtful: false,
    };
    let pairs = boxes.periods.iter().zip(&letter.boxes).filter(|(period, _)| !period.hidden);
    Some(Readout {
        more: None,
        heading: format!("{} root", letter.rsi),
        rows: pairs.map(row).collect(),
        total: String::new(),
        note: words::FIVE_NUMBERS.into(),
    })
}
