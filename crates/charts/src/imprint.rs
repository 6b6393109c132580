//! Where a picture or file that was taken away is from.

use rssac002_model::Day;

use crate::state::{ChartState, Clock, url};
use crate::words::{self, Source};

/// What everything that leaves the site says about where it is from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Imprint {
    /// The site's origin (`https://example.org`); empty where it is not known.
    pub site: String,
    /// The address that shows the same, absolute where the site is known.
    pub link: String,
    /// Who publishes the numbers.
    pub source: Source,
    /// The last day of the chart's metrics that the site holds; `None` where it holds none of one of them.
    pub data_to: Option<Day>,
    /// The day on which it was made.
    pub retrieved: Day,
    /// The version of the data set; empty where it is not known.
    pub version: String,
    /// Whether the numbers are made up.
    pub sample: bool,
}

impl Imprint {
    /// The imprint of a state on a site. `site` is without a slash at its end.
    pub fn new(state: &ChartState, clock: &Clock, site: &str, version: &str, sample: bool) -> Imprint {
        Imprint {
            site: site.to_owned(),
            link: format!("{site}{}", url::permalink(state)),
            source: words::source(state.chart),
            data_to: data_to(state, clock),
            retrieved: clock.today,
            version: version.to_owned(),
            sample,
        }
    }
}

/// The last day up to which all is held that a chart is made from.
fn data_to(state: &ChartState, clock: &Clock) -> Option<Day> {
    let metrics = state.chart.needs.iter().map(|need| need.endpoint.metric());
    metrics.map(|metric| clock.held(metric)).collect::<Option<Vec<Day>>>()?.into_iter().min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Chart;

    #[test]
    fn every_kind_of_number_names_its_publisher() {
        let clock = Clock::new(Day::CHARTS_START + 4000);
        for (path, source) in [
            ("queries-received", "Root server operators, RSSAC002 statistics"),
            ("instances/map", "Root server operators, archive of instances at root-servers.org"),
            ("root-zone-size", "Root zone maintainer, RSSAC002 zone sizes"),
            (
                "unique-sources/instances",
                "Root server operators, RSSAC002 statistics and archive of instances at root-servers.org",
            ),
        ] {
            let state = ChartState::new(Chart::find(path).unwrap());
            assert_eq!(Imprint::new(&state, &clock, "", "", false).source.to_string(), source);
        }
    }
}
