//! What is read out at a place.

use super::words;
use crate::format;
use crate::view::change::{changes, written};
use crate::view::{BarView, Readout, ReadoutRow};
use crate::words::NO_DATA_PERIOD;

/// A part in a period, and how it changed from one to the other.
pub(crate) fn at_part(all: &BarView, panel: usize, at: usize) -> Option<Readout> {
    let bars = all.periods().nth(panel)?;
    let part = bars.parts.get(at)?;
    let rows = bars.series.iter().filter(|s| !s.hidden).map(|s| {
        let [count, share] = s.counted(at);
        let row = ReadoutRow {
            id: s.id.clone(),
            label: s.label.clone(),
            colour: s.colour,
            value: count.map_or_else(String::new, format::grouped),
            share: share.map_or_else(String::new, format::percent),
            doubtful: false,
        };
        (count, row)
    });
    let change = all.second.as_ref().map(|second| written(changes(all.counted(at), second.counted(at))));
    let change = change.into_iter().filter(|change| !change.is_empty());
    let share = match bars.total > 0.0 {
        true => words::of_all(bars.counted(at)[1], bars.total, bars.noun),
        false => NO_DATA_PERIOD.to_owned(),
    };
    let note = [share].into_iter().chain(change);
    Some(Readout {
        more: None,
        heading: part.name.clone(),
        rows: ReadoutRow::greatest_first(rows),
        total: bars.counted(at)[0].map_or_else(String::new, format::grouped),
        note: note.collect::<Vec<_>>().join("; "),
    })
}
