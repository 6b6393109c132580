//! The metrics of a day.

use rssac002_model::{Dataset, Endpoint};

use super::state::{AROUND, DayState};
use crate::catalogue::{Chart, Messages};
use crate::format;
use crate::state::{Bound, ChartState, Interval};
use crate::transform::usual::Scale;

/// A metric of the day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Topic {
    /// Queries received, by protocol.
    Queries,
    /// Unique sources.
    Sources,
    /// Queries per source.
    PerSource,
    /// Response codes, in shares.
    Codes,
    /// Sizes of UDP queries, in shares.
    QuerySizes,
    /// Sizes of UDP responses, in shares.
    ResponseSizes,
    /// Responses sent, by protocol.
    Responses,
    /// Median load time of the root zone.
    LoadTime,
    /// Instances.
    Instances,
}

impl Topic {
    /// All, in the order of the page.
    pub const ALL: [Topic; 9] = [
        Topic::Queries,
        Topic::Sources,
        Topic::PerSource,
        Topic::Codes,
        Topic::QuerySizes,
        Topic::ResponseSizes,
        Topic::Responses,
        Topic::LoadTime,
        Topic::Instances,
    ];

    /// Its name in element ids.
    pub fn id(self) -> &'static str {
        match self {
            Topic::Queries => "queries",
            Topic::Sources => "sources",
            Topic::PerSource => "queries-per-source",
            Topic::Codes => "codes",
            Topic::QuerySizes => "query-sizes",
            Topic::ResponseSizes => "response-sizes",
            Topic::Responses => "responses",
            Topic::LoadTime => "load-time",
            Topic::Instances => "instances",
        }
    }

    /// How its values move.
    pub fn scale(self) -> Scale {
        match self {
            Topic::Codes | Topic::QuerySizes | Topic::ResponseSizes => Scale::Share,
            _ => Scale::Ratio,
        }
    }

    /// What it is made from.
    pub fn endpoints(self) -> &'static [Endpoint] {
        match self {
            Topic::Queries | Topic::Responses => &[Endpoint::Data(Dataset::TrafficVolume)],
            Topic::Sources => &[Endpoint::Data(Dataset::UniqueSources)],
            Topic::PerSource => {
                &[Endpoint::Data(Dataset::TrafficVolume), Endpoint::Data(Dataset::UniqueSources)]
            }
            Topic::Codes => &[Endpoint::Data(Dataset::RcodeVolume)],
            Topic::QuerySizes => &[Endpoint::Data(Dataset::UdpRequestSizes)],
            Topic::ResponseSizes => &[Endpoint::Data(Dataset::UdpResponseSizes)],
            Topic::LoadTime => &[Endpoint::Data(Dataset::LoadTime)],
            Topic::Instances => &[Endpoint::InstancesCount],
        }
    }

    /// A value of it for people.
    pub fn write(self, value: f64) -> String {
        match (self, self.scale()) {
            (_, Scale::Share) => format::percent(value),
            (Topic::LoadTime, _) => format!("{} s", format::significant(value)),
            (Topic::PerSource, _) => format::significant(value),
            _ => format::short(value),
        }
    }

    /// The chart that shows it over the weeks around a day.
    pub fn chart(self, state: &DayState) -> Option<ChartState> {
        let path = match self {
            Topic::Queries => "queries-received",
            Topic::Sources => "unique-sources",
            Topic::PerSource => "unique-sources/queries",
            Topic::Codes => "response-codes/noerror-nxdomain",
            Topic::QuerySizes | Topic::ResponseSizes => "packet-sizes/percent",
            Topic::Responses => "responses-sent",
            Topic::LoadTime => "load-time/quartiles",
            Topic::Instances => "instances",
        };
        let mut chart = ChartState::new(Chart::find(path)?);
        (chart.from, chart.to) = (Bound::On(state.day - AROUND.0), Bound::On(state.day + AROUND.1));
        chart.interval = Interval::Day;
        chart.rsis = state.rsis;
        if self == Topic::ResponseSizes {
            chart.messages = Messages::UdpResponses;
        }
        Some(chart)
    }
}
