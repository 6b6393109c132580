//! Load times of two periods, side by side by letter.

use std::sync::Arc;

use rssac002_model::{Columns, DayRange, Rsi, RsiSet};

use super::words;
use crate::format;
use crate::state::{ChartState, PERIOD_IDS};
use crate::theme::{Colour, Hue};
use crate::transform::{is_throughout, quantile};
use crate::view::loads::Loads;
use crate::view::{Body, BoxPair, BoxView, Code, FiveNumbers, Period, View};

fn five(loads: &[f64]) -> Option<FiveNumbers> {
    let at = |p| quantile(loads, p);
    let quantiles = [at(0.0)?, at(0.25)?, at(0.5)?, at(0.75)?, at(1.0)?];
    Some(FiveNumbers { count: loads.len(), quantiles })
}

pub(crate) fn build(state: &ChartState, ranges: [DayRange; 2], columns: &[Arc<Columns>]) -> View {
    let loads = [0, 1].map(|at| Loads::new(state, &columns[at.min(columns.len() - 1)]));
    let letters: Vec<BoxPair> = state
        .rsis
        .iter()
        .map(|rsi| BoxPair {
            rsi,
            boxes: [0, 1].map(|at| five(&loads[at].within(RsiSet::only(rsi), ranges[at]))),
        })
        .collect();
    let days = |at: usize| -> usize {
        state.rsis.iter().map(|rsi: Rsi| loads[at].days_with_loads(rsi, ranges[at])).sum()
    };
    let in_both = |rsi: &Rsi| {
        let there = |at: usize| loads[at].days_with_loads(*rsi, ranges[at]);
        [0, 1].into_iter().all(|at| is_throughout(there(at), ranges[at].len()))
    };
    let throughout = state.rsis.iter().filter(in_both).collect();
    let colours = [Colour::Hue(Hue::Blue), Colour::Hue(Hue::Orange)];
    let period = |at: usize| Period {
        id: PERIOD_IDS[at],
        label: format::range(ranges[at]),
        range: ranges[at],
        colour: colours[at],
        hidden: state.hides(PERIOD_IDS[at]),
        reported: (days(at), state.rsis.len() * ranges[at].len()),
    };
    let boxes = BoxView {
        periods: [period(0), period(1)],
        letters,
        scale: state.scale,
        noun: state.chart.noun,
        expected: state.rsis,
    };
    View {
        state: state.clone(),
        range: ranges[0],
        title: state.chart.title.to_owned(),
        subtitle: words::subtitle_boxes(state.rsis, ranges),
        coverage: words::coverage_boxes(&boxes.periods),
        throughout,
        summary: words::summary_boxes(&boxes),
        code: Code::of::<BoxView>(),
        body: Body::Boxes(boxes),
    }
}
