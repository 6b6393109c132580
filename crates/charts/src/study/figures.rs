//! The figures: which charts stand in each, and what of them is compared.

use rssac002_model::Day;

use super::findings::Findings;
use super::periods::PERIODS;
use super::shares::of_two;
use super::weekly::{per_source, queries, total};
use crate::catalogue::{Chart, Form, IpVersions, Messages};
use crate::kind::columns::range_of_octets;
use crate::state::{Bound, ChartState, Doubtful};
use crate::view::View;
use crate::words;

/// NXDomain and NoError as pies name them.
const CODES: [&str; 2] = ["3", "0"];
/// The sizes of queries for a name of 7 to 15 characters.
pub(super) const SIZES: &str = "32-47";

/// What a figure compares.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Comparison {
    /// The total's mean over the weeks of a period in which every letter reported, and its peak.
    Total,
    /// Each letter's mean over the weeks of a period, and their sum.
    Queries,
    /// Shares of response codes.
    Codes,
    /// Each letter's median over the weeks of a period.
    PerSource,
    /// Shares of ranges of sizes of queries.
    Sizes,
    /// The same of responses.
    ResponseSizes,
}

/// Some charts with what they show.
#[derive(Clone, Debug)]
pub struct Figure {
    /// Its name in element ids.
    pub id: &'static str,
    /// Its heading.
    pub heading: &'static str,
    /// Its charts; of two for the two periods the earlier one first.
    pub charts: Vec<ChartState>,
    comparison: Comparison,
}

/// The figures, in order.
pub fn figures() -> Vec<Figure> {
    let around = (PERIODS[0].0, PERIODS[1].1);
    let [before, after] = PERIODS;
    let figure = |id, heading, comparison, charts: &[Option<ChartState>]| Figure {
        id,
        heading,
        charts: charts.iter().flatten().cloned().collect(),
        comparison,
    };
    let sources = |state| ChartState { ip: IpVersions::V4, ..with_form(state, Form::Lines) };
    let responses = |period| {
        let state = chart("packet-sizes/stacked", period);
        state.map(|state| ChartState { messages: Messages::UdpResponses, ..state })
    };
    vec![
        figure(
            "total",
            "Queries received, all RSIs together",
            Comparison::Total,
            &[chart("queries-received", around).map(|state| with_form(state, Form::Line))],
        ),
        figure(
            "queries",
            "Queries received, by RSI",
            Comparison::Queries,
            &[chart("queries-received", around).map(|state| with_form(state, Form::Stacked))],
        ),
        figure(
            "codes",
            "NXDomain against NoError",
            Comparison::Codes,
            &[
                chart("response-codes/noerror-nxdomain", around),
                chart("response-codes", before),
                chart("response-codes", after),
            ],
        ),
        figure(
            "per-source",
            "Queries per source over IPv4, by RSI",
            Comparison::PerSource,
            &[chart("unique-sources/queries", around).map(sources)],
        ),
        figure(
            "sizes",
            "Sizes of UDP queries",
            Comparison::Sizes,
            &[chart("packet-sizes/stacked", before), chart("packet-sizes/stacked", after)],
        ),
        figure(
            "response-sizes",
            "Sizes of UDP responses",
            Comparison::ResponseSizes,
            &[responses(before), responses(after)],
        ),
    ]
}

/// A chart of these days. One absurd count would outweigh a year, so that doubtful values are left out.
fn chart(path: &str, (from, to): (Day, Day)) -> Option<ChartState> {
    let mut state = ChartState::new(Chart::find(path)?);
    (state.from, state.to) = (Bound::On(from), Bound::On(to));
    state.doubtful = Doubtful::LeaveOut;
    Some(state)
}

fn with_form(mut state: ChartState, form: Form) -> ChartState {
    state.set_form(form);
    state
}

impl Figure {
    /// What the views of its charts say, in the charts' order; `None` stands for a chart that has no day of its range.
    pub fn findings(&self, views: &[Option<&View>]) -> Findings {
        let view = |at: usize| views.get(at).copied().flatten();
        match self.comparison {
            Comparison::Total => total(view(0)),
            Comparison::Queries => queries(view(0)),
            Comparison::PerSource => per_source(view(0)),
            Comparison::Codes => of_two([view(1), view(2)], "of the responses reported", code_label, &CODES),
            Comparison::Sizes => {
                of_two([view(0), view(1)], "of the UDP queries reported", range_of_octets, &[SIZES])
            }
            Comparison::ResponseSizes => {
                of_two([view(0), view(1)], "of the UDP responses reported", range_of_octets, &[])
            }
        }
    }
}

/// The name of a response code, from its number as text. Pies name none by other texts.
fn code_label(code: &str) -> String {
    match code.parse() {
        Ok(number) => words::rcode(number).to_owned(),
        Err(_) => code.to_owned(),
    }
}
