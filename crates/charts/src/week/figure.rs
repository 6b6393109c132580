//! The six figures, what each is computed from, and its chart.

use rssac002_model::columns::REST;
use rssac002_model::{Dataset, Day, DayRange, Direction, Endpoint, RsiSet, Step};

use super::state::year;
use crate::catalogue::{Chart, Drawing, Keys, Panels};
use crate::data::DataRequest;
use crate::state::{Bound, ChartState, Clock, Doubtful};

/// A figure of the week, a daily average.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Figure {
    /// Queries received.
    Queries,
    /// Responses sent.
    Responses,
    /// Unique sources, added up over letters; IPv6 by /64.
    Sources,
    /// The share of NXDomain in all responses, in percent.
    NxDomain,
    /// Instances; of IPv4 and IPv6 the larger number, letter by letter.
    Instances,
    /// The size of the root zone, in octets. It has no letters.
    ZoneSize,
}

impl Figure {
    /// All, in the order of the page.
    pub const ALL: [Figure; 6] = [
        Figure::Queries,
        Figure::Responses,
        Figure::Sources,
        Figure::NxDomain,
        Figure::Instances,
        Figure::ZoneSize,
    ];

    /// Its name in element ids.
    pub fn id(self) -> &'static str {
        match self {
            Figure::Queries => "queries",
            Figure::Responses => "responses",
            Figure::Sources => "sources",
            Figure::NxDomain => "nxdomain",
            Figure::Instances => "instances",
            Figure::ZoneSize => "zone-size",
        }
    }

    /// The numbers that its chart needs, which it is computed from too.
    fn asked(self) -> (Endpoint, Keys) {
        let data = |dataset, keys| (Endpoint::Data(dataset), keys);
        match self {
            Figure::Queries => data(Dataset::TrafficVolume, Keys::Total(Direction::Received)),
            Figure::Responses => data(Dataset::TrafficVolume, Keys::Total(Direction::Sent)),
            Figure::Sources => data(Dataset::UniqueSources, Keys::These(&SOURCES)),
            Figure::NxDomain => data(Dataset::RcodeVolume, Keys::These(&CODES)),
            Figure::Instances => (Endpoint::InstancesCount, Keys::All),
            Figure::ZoneSize => data(Dataset::ZoneSize, Keys::All),
        }
    }

    /// Its chart over the year that ends with the week.
    pub fn chart(self, monday: Day, rsis: RsiSet) -> Option<ChartState> {
        let path = match self {
            Figure::Queries => "queries-received",
            Figure::Responses => "responses-sent",
            Figure::Sources => "unique-sources",
            Figure::NxDomain => "response-codes/noerror-nxdomain",
            Figure::Instances => "instances",
            Figure::ZoneSize => "root-zone-size",
        };
        let mut chart = ChartState::new(Chart::find(path)?);
        let days = year(monday);
        (chart.from, chart.to) =
            (Bound::On(days.start().max(chart.chart.first_day())), Bound::On(days.end()));
        if chart.chart.letters {
            chart.rsis = rsis;
        }
        // As the figure does.
        if chart.offers_doubtful() {
            chart.doubtful = Doubtful::LeaveOut;
        }
        Some(chart)
    }
}

/// The keys of sources by IP version.
pub(super) const SOURCES: [&str; 2] = ["num-sources-ipv4", "num-sources-ipv6-aggregate"];
/// NoError, NXDomain and all other response codes.
pub(super) const CODES: [&str; 3] = ["0", NXDOMAIN, REST];
/// NXDomain.
pub(super) const NXDOMAIN: &str = "3";

/// The numbers that the figures of a week are computed from, in the order of [`Figure::ALL`]: week by week, and those of the
/// root zone day by day; up to the last day that charts show.
pub fn requests(monday: Day, clock: &Clock) -> Vec<DataRequest> {
    let days = year(monday);
    let start = days.start().max(Day::API_START.monday());
    let request = |figure: Figure| {
        let (endpoint, keys) = figure.asked();
        let end = days.end().min(clock.latest(endpoint.metric()));
        let range = DayRange::new(start, end).unwrap_or(DayRange::single(start));
        let step = if figure == Figure::ZoneSize { Step::DAY } else { Step::WEEK };
        DataRequest { endpoint, keys, rsis: RsiSet::ALL, range, step }
    };
    Figure::ALL.map(request).into()
}

/// Whether a chart has a panel for each letter or part.
pub fn has_panels(chart: &Chart) -> bool {
    matches!(chart.drawing, Drawing::Time { panels: Panels::PerRsi | Panels::PerPart, .. })
}

/// The charts of a week's figures, in the order of [`Figure::ALL`].
pub fn charts(monday: Day, rsis: RsiSet) -> Vec<ChartState> {
    Figure::ALL.into_iter().filter_map(|figure| figure.chart(monday, rsis)).collect()
}
