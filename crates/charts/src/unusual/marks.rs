//! The unusual days that a chart over time marks: those of its metric, at whom it shows.

use rssac002_model::{Metric, RsiSet};

use super::lines::by_day;
use super::search::{Unusual, Who};
use super::words;
use crate::catalogue::{Drawing, Form, Messages, Panels, Section, SeriesBy};
use crate::day::Topic;
use crate::day::state::DayState;
use crate::events::Event;
use crate::state::ChartState;
use crate::state::url::{self, Ignored};

/// Where the list for charts stands.
pub const ADDRESS: &str = "/unusual/marks.json";

/// Which unusual days are marked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Marked {
    /// The metric.
    pub topic: Topic,
    /// The letters; `None` for all of them together.
    pub rsis: Option<RsiSet>,
}

/// All letters together, in addresses.
const TOGETHER: &str = "together";

impl Marked {
    /// Those of a chart, whether it marks them or not: of all letters together where it adds all up, else of each of its letters.
    /// `None` where there is nothing to mark ([`ChartState::offers_unusual`]).
    pub fn of(state: &ChartState) -> Option<Marked> {
        let Drawing::Time { panels, by, .. } = state.chart.drawing else { return None };
        let topic = match state.chart.section {
            Section::Queries => Topic::Queries,
            Section::Responses => Topic::Responses,
            Section::Sources if state.chart.metric() == Metric::TrafficVolume => Topic::PerSource,
            Section::Sources => Topic::Sources,
            Section::Rcodes => Topic::Codes,
            Section::LoadTime => Topic::LoadTime,
            Section::Sizes => match state.messages {
                Messages::UdpQueries => Topic::QuerySizes,
                Messages::UdpResponses => Topic::ResponseSizes,
                Messages::TcpQueries | Messages::TcpResponses => return None,
            },
            Section::Instances => Topic::Instances,
            Section::Zone => return None,
        };
        let is_apart = panels == Panels::PerRsi || (by == SeriesBy::Rsi && state.form != Form::Line);
        let rsis = (is_apart || state.rsis != RsiSet::ALL).then_some(state.rsis);
        Some(Marked { topic, rsis })
    }

    /// Where their list stands.
    pub fn address(&self) -> String {
        let rsis = self.rsis.map_or_else(|| TOGETHER.to_owned(), RsiSet::to_permalink);
        format!("{ADDRESS}?metric={}&rsi={rsis}", self.topic.id())
    }

    /// Reads the query of [`Marked::address`]. What is missing is all queries together; what is not understood, too, and is named.
    pub fn parse(query: &str) -> (Marked, Vec<Ignored>) {
        let mut marked = Marked { topic: Topic::Queries, rsis: None };
        let ignored = url::read(query, |key, value| {
            match key {
                "metric" => {
                    let named = Topic::ALL.into_iter().find(|topic| topic.id() == value);
                    marked.topic = named.ok_or_else(|| Topic::ALL.map(Topic::id).join(", "))?;
                }
                "rsi" if value == TOGETHER => marked.rsis = None,
                "rsi" => {
                    let accepted = |_| format!("{TOGETHER}, or letters from a to m, such as a-c.k");
                    marked.rsis = Some(RsiSet::parse_permalink(value).map_err(accepted)?);
                }
                _ => return Err("metric, rsi".into()),
            }
            Ok(())
        });
        (marked, ignored)
    }

    /// Whose they are, for people.
    pub fn words(&self) -> String {
        words::marked(self.topic, self.rsis)
    }
}

impl Unusual {
    /// A line for each day that is marked, the farthest from the usual first: what was farthest on it, at whom, and what else
    /// was unusual. What stands apart is not marked.
    pub fn marks(&self, marked: &Marked) -> Vec<Event> {
        let is_marked = |who: Who| match (who, marked.rsis) {
            (Who::System, None) => true,
            (Who::Letter(rsi), Some(rsis)) => rsis.contains(rsi),
            (Who::System, Some(_)) | (Who::Letter(_), None) => false,
        };
        let findings = self.findings.iter().filter(|finding| {
            finding.apart.is_none() && finding.topic == marked.topic && is_marked(finding.who)
        });
        let mut lines = by_day(findings);
        lines.sort_by(|a, b| b.first().score.abs().total_cmp(&a.first().score.abs()));
        let event = |line: super::Line<'_>| {
            let whose = |finding: &&super::Finding| match finding.who {
                Who::System => RsiSet::ALL,
                Who::Letter(rsi) => RsiSet::only(rsi),
            };
            let rsis = line.findings.iter().flat_map(|finding| whose(finding).iter()).collect();
            let source = DayState { rsis, ..DayState::new(line.day) }.address();
            Event {
                day: line.day,
                what: words::unusual_day(line.first(), line.who(), &line.findings),
                rsis,
                source,
            }
        };
        lines.into_iter().map(event).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::CATALOGUE;
    use rssac002_model::Rsi;

    #[test]
    fn a_chart_marks_what_it_offers_to_and_its_address_reads_back() {
        for chart in CATALOGUE {
            for messages in Messages::ALL {
                for rsis in [RsiSet::ALL, RsiSet::only(Rsi::A)] {
                    for form in chart.forms() {
                        let state = ChartState { messages, rsis, form: *form, ..ChartState::new(chart) };
                        let marked = Marked::of(&state);
                        assert_eq!(marked.is_some(), state.offers_unusual(), "{} {messages:?}", chart.path);
                        let Some(marked) = marked else { continue };
                        let address = marked.address();
                        let (path, query) = address.split_once('?').unwrap();
                        assert_eq!((path, Marked::parse(query)), (ADDRESS, (marked, Vec::new())));
                    }
                }
            }
        }
    }

    #[test]
    fn all_together_are_marked_where_they_are_added_up() {
        let marked = |path: &str, query: &str| {
            let clock = crate::Clock::new(rssac002_model::Day::CHARTS_START + 3000);
            let chart = crate::Chart::find(path).unwrap();
            let (state, ignored) = url::parse(chart, query, &clock);
            assert_eq!(ignored, []);
            Marked::of(&state).unwrap()
        };
        let letters = |text: &str| Some(RsiSet::parse_permalink(text).unwrap());
        for (path, query, topic, rsis) in [
            ("queries-received", "", Topic::Queries, None),
            ("queries-received", "type=lines", Topic::Queries, letters("a-m")),
            ("queries-received", "rsi=a.k", Topic::Queries, letters("a.k")),
            ("responses-sent/ip-version", "", Topic::Responses, None),
            ("responses-sent/rsi", "", Topic::Responses, letters("a-m")),
            ("unique-sources/queries", "", Topic::PerSource, None),
            ("unique-sources/instances", "", Topic::Sources, None),
            ("packet-sizes", "messages=udp-responses", Topic::ResponseSizes, None),
            ("load-time/rsi", "rsi=b", Topic::LoadTime, letters("b")),
            ("instances", "", Topic::Instances, None),
        ] {
            assert_eq!(marked(path, query), Marked { topic, rsis }, "{path} {query}");
        }
    }

    #[test]
    fn what_is_not_understood_is_named() {
        let (marked, ignored) = Marked::parse("metric=weather&rsi=z&colour=red&v=1");
        assert_eq!(marked, Marked { topic: Topic::Queries, rsis: None });
        assert_eq!(ignored.len(), 3, "{ignored:?}");
    }
}
