//! What is read out at a place.

use rssac002_model::sort::sort_by;

use super::words;
use crate::format;
use crate::view::{BarView, Readout, ReadoutRow};

pub(crate) fn at_range(bars: &BarView, at: usize) -> Option<Readout> {
    let range = bars.ranges.get(at)?;
    let mut rows: Vec<(f64, ReadoutRow)> = bars
        .series
        .iter()
        .filter(|s| !s.hidden)
        .map(|s| {
            let count = s.counts.as_ref().and_then(|c| c.get(at)).unwrap_or(0.0);
            let row = ReadoutRow {
                id: s.id.clone(),
                label: s.label.clone(),
                colour: s.colour,
                value: format::grouped(count),
                share: s.values.get(at).map_or_else(String::new, format::percent),
                doubtful: false,
            };
            (count, row)
        })
        .collect();
    sort_by(&mut rows, |a, b| b.0.total_cmp(&a.0));
    Some(Readout {
        heading: words::range_of_octets(&range.label),
        rows: rows.into_iter().map(|(_, row)| row).collect(),
        total: format::grouped(range.count),
        note: words::of_all(range.share, bars.total, bars.noun),
    })
}
