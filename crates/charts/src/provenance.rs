//! Where a picture or file that was taken away is from.

use rssac002_model::{Day, Metric};

use crate::catalogue::Chart;
use crate::format;
use crate::state::{ChartState, Clock, url};
use crate::words::{NO_DATA, SAMPLE_PICTURE};

/// What everything that leaves the site says about where it is from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Provenance {
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

impl Provenance {
    /// The provenance of a state on a site. `site` is without a slash at its end.
    pub fn new(state: &ChartState, clock: &Clock, site: &str, version: &str, sample: bool) -> Provenance {
        Provenance {
            site: site.to_owned(),
            link: format!("{site}{}", url::permalink(state)),
            source: source(state.chart),
            data_to: held_to(state, clock),
            retrieved: clock.today,
            version: version.to_owned(),
            sample,
        }
    }
}

/// The last day up to which all is held that a chart is made from.
fn held_to(state: &ChartState, clock: &Clock) -> Option<Day> {
    let metrics = state.chart.needs.iter().map(|need| need.endpoint.metric());
    metrics.map(|metric| clock.held(metric)).collect::<Option<Vec<Day>>>()?.into_iter().min()
}

/// Who publishes numbers, and what they call them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Source {
    /// Who publishes them.
    pub publisher: &'static str,
    /// What is published.
    pub data: &'static str,
    /// What it is called where there is little room.
    pub short: &'static str,
}

impl std::fmt::Display for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}, {}", self.publisher, self.data)
    }
}

/// The source of all that the root server operators report.
pub const SOURCE: Source =
    Source { publisher: "Root server operators", data: "RSSAC002 statistics", short: "RSSAC002" };

/// Who publishes what has no letters.
pub const ZONE_MAINTAINER: &str = "Root zone maintainer";

/// The source of a chart's numbers.
pub fn source(chart: &Chart) -> Source {
    let metrics: Vec<Metric> = chart.needs.iter().map(|need| need.endpoint.metric()).collect();
    source_of(&metrics)
}

/// The source of the numbers of metrics.
pub fn source_of(metrics: &[Metric]) -> Source {
    match metrics {
        [Metric::ZoneSize] => Source { publisher: ZONE_MAINTAINER, data: "RSSAC002 zone sizes", ..SOURCE },
        [Metric::Instances] => {
            Source { data: "archive of instances at root-servers.org", short: "root-servers.org", ..SOURCE }
        }
        several if several.contains(&Metric::Instances) => Source {
            data: "RSSAC002 statistics and archive of instances at root-servers.org",
            short: "RSSAC002, root-servers.org",
            ..SOURCE
        },
        _ => SOURCE,
    }
}

/// Where a picture's numbers are from, and how new they are.
pub fn source_line(provenance: &Provenance) -> String {
    format!("Source: {}, {}.", provenance.source, data_to(provenance))
}

/// Where a chart's numbers are from, where there is little room.
pub fn short_source_line(chart: &Chart) -> String {
    format!("Source: {},", source(chart).short)
}

/// How new numbers are.
pub fn data_to(provenance: &Provenance) -> String {
    provenance.data_to.map_or_else(|| NO_DATA.to_owned(), |day| format!("data to {}", format::short_day(day)))
}

/// On what terms the numbers of a source may be used.
pub fn licence(source: &Source) -> String {
    let terms = if source.publisher == ZONE_MAINTAINER {
        "The root zone maintainer publishes these statistics, on its own terms; name it as the source."
    } else {
        "The root server operators publish these statistics, each on its own terms; name them as the source."
    };
    format!("{terms} This site adds no terms of its own.")
}

/// Where a picture or file is from, in sentences.
pub fn line(provenance: &Provenance) -> String {
    let mut text = String::new();
    if provenance.sample {
        text += &format!("{SAMPLE_PICTURE} ");
    }
    text += &format!("{} Retrieved {}", source_line(provenance), provenance.retrieved);
    if !provenance.version.is_empty() {
        text += &format!(", data version {}", provenance.version);
    }
    if !provenance.link.is_empty() {
        text += &format!(", {}", provenance.link);
    }
    format!("{text}. {}", licence(&provenance.source))
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
            assert_eq!(Provenance::new(&state, &clock, "", "", false).source.to_string(), source);
        }
    }
}
