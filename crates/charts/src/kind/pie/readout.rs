//! What is read out at a place.

use crate::format;
use crate::view::{PieView, Readout, ReadoutRow};

pub(crate) fn at_slice(pie: &PieView, at: usize) -> Option<Readout> {
    let slice = pie.slices.get(at)?;
    Some(Readout {
        more: None,
        heading: slice.label.clone(),
        rows: vec![ReadoutRow {
            id: slice.id.clone(),
            label: pie.noun.to_owned(),
            colour: slice.colour,
            value: format::grouped(slice.value),
            share: format::percent(slice.share),
            doubtful: false,
        }],
        total: String::new(),
        note: format!("of {} {}", format::grouped(pie.total), pie.noun),
    })
}
