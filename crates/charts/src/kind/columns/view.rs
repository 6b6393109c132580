//! Packet sizes by range over some days: columns stacked by letter, in percent of all packets.

use std::sync::Arc;

use rssac002_model::{Columns, DayRange, RsiSet};

use super::words;
use crate::format;
use crate::state::ChartState;
use crate::theme::Colour;
use crate::view::totals::{self, LEAST_SHARE, Totals, share, told_apart};
use crate::view::{BarView, Body, Code, Series, SizeRange, View};

pub(crate) fn build(state: &ChartState, ranges: &[DayRange], columns: &[Arc<Columns>]) -> View {
    let mut totals = totals::totals(state, ranges, columns);
    let doubtful = totals::doubtful(&mut totals);
    let [large, small] = told_apart(&totals, LEAST_SHARE);
    let bars = |counted: &Totals| {
        let total = counted.all();
        let range = |key: &&str| {
            let count = counted.of(&[*key], RsiSet::ALL);
            let label = crate::words::octets(key);
            SizeRange { id: (*key).to_owned(), label, count, share: share(count, total) }
        };
        let series = state.rsis.iter().map(|rsi| {
            // A letter that did not report counts nothing, which is not zero.
            let there = counted.there.contains(rsi);
            let count = |key: &&str| there.then(|| counted.of(&[*key], RsiSet::only(rsi)));
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
            ranges: large.iter().map(range).collect(),
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
        subtitle: words::subtitle_bars(state.messages.label(), state.rsis, ranges),
        coverage: totals::coverage(&totals, state.rsis),
        throughout: totals::throughout(&totals),
        summary: words::summary_bars(&bars, ranges),
        code: Code::of::<BarView>(),
        body: Body::Bars(bars),
    }
}
