//! Parts over a range of days: columns stacked by letter, in percent of all.

use std::sync::Arc;

use rssac002_model::{Columns, DayRange, RsiSet};

use super::words;
use crate::format;
use crate::state::ChartState;
use crate::theme::Colour;
use crate::transform::greatest_first;
use crate::view::totals::{self, LEAST_SHARE, Totals, of_sizes, share, told_apart};
use crate::view::{BarPart, BarView, Body, Code, Series, View};

pub(crate) fn build(state: &ChartState, ranges: &[DayRange], columns: &[Arc<Columns>]) -> View {
    let mut totals = totals::totals(state, ranges, columns);
    let doubtful = totals::doubtful(&mut totals);
    let is_of_sizes = of_sizes(state);
    let [large, small] = told_apart(&totals, if is_of_sizes { LEAST_SHARE } else { 0.0 });
    // Sizes have an order of their own; all else stands as in the pie.
    let large =
        if is_of_sizes { large } else { greatest_first(large, |part| totals[0].of(&[part], RsiSet::ALL)) };
    let bars = |counted: &Totals| {
        let total = counted.all();
        let part = |id: &&str| {
            let count = counted.of(&[*id], RsiSet::ALL);
            let label = totals::label(state, id);
            let name = if is_of_sizes { words::range_of_octets(&label) } else { label.clone() };
            let is_missing = counted.is_missing(&[*id], RsiSet::ALL);
            BarPart { id: (*id).to_owned(), label, name, count, share: share(count, total), is_missing }
        };
        let series = state.rsis.iter().map(|rsi| {
            // A letter that did not report counts nothing, which is not zero, and so does one of which all is left out.
            let count = |id: &&str| {
                let is_there = !counted.is_missing(&[*id], RsiSet::only(rsi));
                is_there.then(|| counted.of(&[*id], RsiSet::only(rsi)))
            };
            let counts = || large.iter().map(count);
            Series {
                id: rsi.to_string(),
                label: rsi.to_string(),
                colour: Colour::Rsi(rsi),
                rsis: RsiSet::only(rsi),
                hidden: state.hides(rsi.as_str()),
                is_second: false,
                values: counts()
                    .map(|count| count.filter(|_| total > 0.0).map(|count| share(count, total)))
                    .collect(),
                counts: Some(counts().collect()),
                doubtful: Vec::new(),
            }
        });
        BarView {
            range: counted.range,
            days: format::range(counted.range),
            second: None,
            what: totals::what(state),
            axis: words::axis(state),
            parts: large.iter().map(part).collect(),
            series: series.collect(),
            small: (small.len(), share(counted.of(&small, RsiSet::ALL), total)),
            total,
            noun: state.chart.noun,
            expected: state.rsis,
            reported: counted.reported,
            doubtful: Vec::new(),
        }
    };
    let second = totals.get(1).map(|counted| Box::new(bars(counted)));
    let bars = BarView { doubtful, second, ..bars(&totals[0]) };
    View {
        state: state.clone(),
        range: ranges[0],
        title: state.chart.title.to_owned(),
        subtitle: words::subtitle_bars(state, ranges),
        coverage: totals::coverage(&totals, state.rsis),
        throughout: totals::throughout(&totals),
        summary: words::summary_bars(&bars, ranges, &totals::only_in_one(&totals)),
        code: Code::of::<BarView>(),
        body: Body::Bars(bars),
    }
}
