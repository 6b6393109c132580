//! Shares of parts over a range of days, and of letters within a part.

use std::sync::Arc;

use rssac002_model::{Columns, DayRange, Rsi, RsiSet};

use super::words;
use crate::format;
use crate::state::ChartState;
use crate::state::choices::OTHER;
use crate::theme::{Colour, Hue};
use crate::transform::greatest_first;
use crate::view::totals::{self, LEAST_SHARE, Totals, of_sizes, share, told_apart};
use crate::view::{Body, Code, PieView, Slice, View};

/// The colour of a part, of so many the one at a place. IP versions, protocols, NoError and NXDomain keep theirs on every
/// page; the other codes share three.
fn colour(state: &ChartState, id: &str, at: usize) -> Colour {
    if let Some(part) = state.parts().iter().find(|part| part.id == id) {
        return part.colour();
    }
    if of_sizes(state) && id != OTHER {
        return Colour::Nth((at % Rsi::COUNT) as u8);
    }
    Colour::Hue(match id {
        "0" => Hue::Blue,
        "3" => Hue::Orange,
        "2" => Hue::Teal,
        "5" => Hue::Purple,
        _ => Hue::Grey,
    })
}

pub(crate) fn build(state: &ChartState, ranges: &[DayRange], columns: &[Arc<Columns>]) -> View {
    let mut totals = totals::totals(state, ranges, columns);
    let doubtful = totals::doubtful(&mut totals);
    let [large, small] = told_apart(&totals, if of_sizes(state) { LEAST_SHARE } else { 0.0 });
    let slice = |id: &str, label: String, colour: Colour| Slice {
        hidden: state.hides(id),
        id: id.to_owned(),
        label,
        colour,
        value: 0.0,
        share: 0.0,
        is_missing: false,
    };
    let part = state.part.as_deref();
    // Each slice, the parts that it is made of, and whose.
    let mut slices: Vec<(Slice, Vec<&str>, RsiSet)> = Vec::new();
    match part {
        Some(part) => {
            let parts = if part == OTHER { small } else { vec![part] };
            slices.extend(Rsi::all().map(|rsi| {
                let slice = slice(rsi.as_str(), format!("{rsi} root"), Colour::Rsi(rsi));
                (slice, parts.clone(), RsiSet::only(rsi))
            }));
        }
        None => {
            let large = greatest_first(large, |part| totals[0].of(&[part], RsiSet::ALL));
            slices.extend(large.into_iter().enumerate().map(|(at, id)| {
                let slice = slice(id, totals::label(state, id), colour(state, id, at));
                (slice, vec![id], RsiSet::ALL)
            }));
            if !small.is_empty() {
                slices.push((slice(OTHER, OTHER.to_owned(), colour(state, OTHER, 0)), small, RsiSet::ALL));
            }
        }
    }
    slices.retain(|(_, parts, rsis)| totals.iter().any(|t| t.of(parts, *rsis) > 0.0));
    let pie = |counted: &Totals| {
        let value = |(slice, parts, rsis): &(Slice, Vec<&str>, RsiSet)| Slice {
            value: counted.of(parts, *rsis),
            is_missing: counted.is_missing(parts, *rsis),
            ..slice.clone()
        };
        let mut slices: Vec<Slice> = slices.iter().map(value).collect();
        let total = slices.iter().map(|s| s.value).sum();
        slices.iter_mut().for_each(|s| s.share = share(s.value, total));
        PieView {
            range: counted.range,
            days: format::range(counted.range),
            second: None,
            part: part.map(|part| (part.to_owned(), totals::label(state, part))),
            what: if part.is_some() { "RSI" } else { totals::what(state) },
            slices,
            total,
            noun: state.chart.noun,
            expected: state.rsis,
            reported: counted.reported,
            doubtful: Vec::new(),
        }
    };
    let second = totals.get(1).map(|counted| Box::new(pie(counted)));
    let pie = PieView { doubtful, second, ..pie(&totals[0]) };
    View {
        state: state.clone(),
        range: ranges[0],
        title: words::title_pie(state, pie.part.as_ref().map(|(_, label)| label.as_str())),
        subtitle: totals::subtitle(state, ranges),
        coverage: totals::coverage(&totals, state.rsis),
        throughout: totals::throughout(&totals),
        summary: words::summary_pie(&pie, ranges, &totals::only_in_one(&totals)),
        code: Code::of::<PieView>(),
        body: Body::Pie(pie),
    }
}
