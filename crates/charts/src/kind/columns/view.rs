//! Packet sizes by range over some days: columns stacked by letter, in percent of all packets.

use rssac002_model::{Column, Columns, DayRange, Rsi};

use super::words;
use crate::state::ChartState;
use crate::theme::Colour;
use crate::transform::{is_throughout, size_order};
use crate::view::Series;
use crate::view::{BarView, Body, DoubtfulValue, SizeRange, View, total_of};

/// Ranges with a smaller share of all packets are not drawn, in percent (charts.md, row 23).
pub const LEAST_SHARE: f64 = 1.0;

/// The open range (`288-`) that takes all ranges at or above its start: of several the lowest.
fn open_range<'a>(keys: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    keys.filter(|k| k.ends_with('-')).min_by(|a, b| size_order(a).cmp(&size_order(b)))
}

/// Each letter's packets of a range, by its key.
type OfRange = (String, [f64; Rsi::COUNT]);

/// Each letter's packets by range, in order of size, the ranges at or above the open one added to it.
fn counts(state: &ChartState, columns: &Columns) -> Vec<OfRange> {
    let keys = columns.groups.iter().flat_map(|g| &g.columns).map(|c| c.key.as_str());
    let open = open_range(keys);
    let leave_out = state.leaves_out_doubtful();
    let mut counts: Vec<OfRange> = Vec::new();
    for rsi in state.rsis.iter() {
        let Some(group) = columns.rsi(rsi) else { continue };
        for column in &group.columns {
            let key = match open {
                Some(open) if size_order(&column.key) >= size_order(open) => open,
                _ => column.key.as_str(),
            };
            let found = counts.binary_search_by(|(other, _)| size_order(other).cmp(&size_order(key)));
            let at = found.unwrap_or_else(|at| {
                counts.insert(at, (key.to_owned(), [0.0; Rsi::COUNT]));
                at
            });
            counts[at].1[rsi.index()] += total_of(group, column, leave_out);
        }
    }
    counts
}

pub(crate) fn build(state: &ChartState, range: DayRange, columns: &Columns) -> View {
    let counts = counts(state, columns);
    let total: f64 = counts.iter().flat_map(|(_, letters)| letters).sum();
    let mut ranges = Vec::new();
    let mut by_letter: Vec<(Rsi, Vec<f64>)> = state.rsis.iter().map(|rsi| (rsi, Vec::new())).collect();
    let mut small = (0, 0.0);
    for (key, letters) in &counts {
        let count: f64 = letters.iter().sum();
        let share = if total > 0.0 { 100.0 * count / total } else { 0.0 };
        if share < LEAST_SHARE {
            small = (small.0 + usize::from(count > 0.0), small.1 + share);
            continue;
        }
        ranges.push(SizeRange { id: key.clone(), label: crate::words::octets(key), count, share });
        for (rsi, column) in &mut by_letter {
            column.push(letters[rsi.index()]);
        }
    }
    let series = by_letter.into_iter().map(|(rsi, counts)| Series {
        id: rsi.to_string(),
        label: rsi.to_string(),
        colour: Colour::Rsi(rsi),
        rsis: rssac002_model::RsiSet::only(rsi),
        hidden: state.hides(rsi.as_str()),
        is_second: false,
        values: counts.iter().map(|count| (total > 0.0).then(|| 100.0 * count / total)).collect(),
        counts: Some(Column::from(counts)),
        doubtful: Vec::new(),
    });
    let days = |rsi: Rsi| columns.rsi(rsi).and_then(|g| g.days.as_ref()?.reported.get(0)).unwrap_or(0.0);
    let reported: f64 = state.rsis.iter().map(days).sum();
    let throughout =
        state.rsis.iter().filter(|rsi| is_throughout(days(*rsi) as usize, range.len())).collect();
    let doubtful = state.rsis.iter().filter_map(|rsi| Some((rsi, columns.rsi(rsi)?.days.as_ref()?)));
    let named = doubtful.flat_map(|(rsi, days)| {
        days.doubtful.iter().map(move |o| DoubtfulValue {
            rsi,
            part: crate::words::octets(&o.key),
            day: o.day,
            value: o.value,
        })
    });
    let bars = BarView {
        series: series.collect(),
        small,
        total,
        noun: state.chart.noun,
        expected: state.rsis,
        reported: (reported as usize, state.rsis.len() * range.len()),
        doubtful: named.collect(),
        ranges,
    };
    View {
        state: state.clone(),
        range,
        title: state.chart.title.to_owned(),
        subtitle: words::subtitle_bars(state.messages.label(), state.rsis, range),
        coverage: crate::words::coverage_pie(bars.reported, state.rsis),
        throughout,
        summary: words::summary_bars(&bars.ranges, bars.total, bars.small),
        body: Body::Bars(bars),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lowest_open_range_takes_what_is_above() {
        assert_eq!(open_range(["16-31", "4096-", "288-", "304-319"].into_iter()), Some("288-"));
        assert_eq!(open_range(["16-31", "304-319"].into_iter()), None);
        assert!(size_order("304-319") >= size_order("288-"));
        assert!(size_order("272-287") < size_order("288-"));
    }
}
