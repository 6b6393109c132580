//! What is read out at a place.

use super::words;
use crate::format;
use crate::view::{BarView, Readout, ReadoutRow};

pub(crate) fn at_range(bars: &BarView, at: usize) -> Option<Readout> {
    let range = bars.ranges.get(at)?;
    let rows = bars.series.iter().filter(|s| !s.hidden).map(|s| {
        let count = s.counts.as_ref().and_then(|c| c.get(at)).unwrap_or(0.0);
        let row = ReadoutRow {
            id: s.id.clone(),
            label: s.label.clone(),
            colour: s.colour,
            value: format::grouped(count),
            share: s.values.get(at).map_or_else(String::new, format::percent),
            doubtful: false,
        };
        (Some(count), row)
    });
    Some(Readout {
        more: None,
        heading: words::range_of_octets(&range.label),
        rows: ReadoutRow::greatest_first(rows),
        total: format::grouped(range.count),
        note: words::of_all(range.share, bars.total, bars.noun),
    })
}
