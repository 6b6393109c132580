//! Which letters, metrics and years the coverage page shows: what its address says.

use rssac002_model::{Day, Metric, Rsi};

use crate::state::url::{self, Ignored};

/// Where it stands.
pub const PATH: &str = "/coverage";

/// What the page shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct CoverageState {
    /// One metric; `None` for all of a letter, and for traffic-volume of all letters.
    pub metric: Option<Metric>,
    /// One letter; `None` for all.
    pub rsi: Option<Rsi>,
    /// One year; `None` for all.
    pub year: Option<i32>,
}

impl CoverageState {
    /// Reads the query of the page's address. What is not understood has its default, and is named.
    pub fn parse(query: &str) -> (CoverageState, Vec<Ignored>) {
        let mut state = CoverageState::default();
        let ignored = url::read(query, |key, value| {
            match key {
                "metric" => {
                    let accepted = || Metric::ALL.map(Metric::name).join(", ");
                    state.metric = Some(Metric::from_name(value).ok_or_else(accepted)?);
                }
                "rsi" => {
                    let named = Rsi::all().find(|rsi| rsi.as_str() == value);
                    state.rsi = Some(named.ok_or("a letter from a to m")?);
                }
                "year" => {
                    let year = value.parse().ok().filter(|_| value.len() == 4);
                    let year = year.filter(|year| Day::from_ymd(*year, 1, 1).is_some());
                    state.year = Some(year.ok_or("a year, such as 2019")?);
                }
                _ => return Err("metric, rsi, year".into()),
            }
            Ok(())
        });
        (state, ignored)
    }

    /// Its address, with an ending such as `.csv` where a file is meant; what has its default is not in it.
    pub fn address(&self, ending: &str) -> String {
        let parts = [
            self.metric.map(|metric| format!("metric={metric}")),
            self.rsi.map(|rsi| format!("rsi={rsi}")),
            self.year.map(|year| format!("year={year}")),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        let query = if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) };
        format!("{PATH}{ending}{query}")
    }

    /// The metrics shown, in order.
    pub fn metrics(&self) -> Vec<Metric> {
        match (self.metric, self.rsi) {
            (Some(metric), _) => vec![metric],
            (None, Some(_)) => Metric::ALL.to_vec(),
            (None, None) => vec![Metric::TrafficVolume],
        }
    }

    /// Letters and metrics, in order. Every letter is asked for the zone's size only where nobody else counts: it is the
    /// maintainer's, kept as that of a.
    pub fn series(&self) -> Vec<(Rsi, Metric)> {
        let metrics = self.metrics();
        let rsis: Vec<Rsi> = self.rsi.map_or_else(|| Rsi::all().collect(), |rsi| vec![rsi]);
        let each = metrics.into_iter().flat_map(|metric| rsis.iter().map(move |rsi| (*rsi, metric)));
        each.filter(|(rsi, metric)| *metric != Metric::ZoneSize || *rsi == Rsi::A).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provenance::{ZONE_MAINTAINER, source_of};
    use proptest::prelude::*;

    #[test]
    fn each_metric_names_who_publishes_it() {
        for metric in Metric::ALL {
            let state = CoverageState { metric: Some(metric), ..CoverageState::default() };
            let source = source_of(&state.metrics());
            assert_eq!(source.publisher == ZONE_MAINTAINER, metric == Metric::ZoneSize, "{metric}");
            assert_eq!(source.short == "root-servers.org", metric == Metric::Instances, "{metric}");
        }
        let of_letter = CoverageState { rsi: Some(Rsi::A), ..CoverageState::default() };
        assert_eq!(source_of(&of_letter.metrics()).short, "RSSAC002, root-servers.org");
    }

    #[test]
    fn what_is_not_understood_is_named_and_has_its_default() {
        let (state, ignored) = CoverageState::parse("?rsi=z&metric=weather&year=19&v=1&colour=red");
        assert_eq!(state, CoverageState::default());
        let parts: Vec<&str> = ignored.iter().map(|ignored| ignored.part.as_str()).collect();
        assert_eq!(parts, ["rsi=z", "metric=weather", "year=19", "colour=red"]);
    }

    proptest! {
        #[test]
        fn an_address_leads_to_its_state(letter in 0..=Rsi::COUNT, metric in 0..=7usize, year in 2011..2030i32) {
            let state = CoverageState {
                metric: Metric::ALL.get(metric).copied(),
                rsi: Rsi::all().nth(letter),
                year: (year > 2012).then_some(year),
            };
            let address = state.address("");
            let (path, query) = address.split_once('?').unwrap_or((&address, ""));
            prop_assert_eq!(path, PATH);
            prop_assert_eq!(CoverageState::parse(query), (state, Vec::new()));
        }
    }
}
