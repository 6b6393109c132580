//! What is read out at a place.

use super::words::NO_SHARE;
use crate::format;
use crate::view::change::{changes, written};
use crate::view::{PieView, Readout, ReadoutRow};

/// A slice, in each period that there is: the same in both panels.
pub(crate) fn at_slice(pie: &PieView, at: usize) -> Option<Readout> {
    let slice = pie.slices.get(at)?;
    let second = pie.second.as_ref().and_then(|second| second.slices.get(at));
    let row = |period: &PieView| {
        let slice = period.slices.get(at)?;
        let [value, share] = slice.counted();
        Some(ReadoutRow {
            id: slice.id.clone(),
            label: if second.is_some() { period.days.clone() } else { pie.noun.to_owned() },
            colour: slice.colour,
            value: value.map_or_else(String::new, format::grouped),
            share: share.map_or_else(String::new, format::percent),
            doubtful: false,
        })
    };
    // Of a period without any report there is no total, which is not zero.
    let total = |period: &PieView| match period.slices.iter().all(|slice| slice.is_missing) {
        true => NO_SHARE.to_owned(),
        false => format::grouped(period.total),
    };
    let totals: Vec<String> = pie.periods().map(total).collect();
    let of_all = format!("of {} {}", totals.join(" / "), pie.noun);
    let change = second.map(|second| written(changes(slice.counted(), second.counted())));
    let note = change.into_iter().filter(|change| !change.is_empty()).chain([of_all]);
    Some(Readout {
        more: None,
        heading: slice.label.clone(),
        rows: pie.periods().filter_map(row).collect(),
        total: String::new(),
        note: note.collect::<Vec<_>>().join("; "),
    })
}
