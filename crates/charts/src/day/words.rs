//! What the page of a day says.

use rssac002_model::RsiSet;

use super::state::Baseline;
use super::topic::Topic;
use crate::format;
use crate::transform::Deviation;
use crate::transform::usual::Scale;
use crate::words;

/// The line in the menu.
pub const MENU: &str = "A day, beside those before";
/// The sum of the four protocols.
pub const ALL_PROTOCOLS: &str = "all protocols";
/// The middle of a day's load times.
pub const MEDIAN: &str = "median";
/// Instances over any IP version.
pub const ALL_INSTANCES: &str = "all";
/// Where nobody reported anything, or nothing of a metric.
pub const NOTHING_HELD: &str = "No report of this day is held.";
/// Where the day cannot be compared.
pub const NOTHING_BEFORE: &str = "Too few of the days before are held to say what was usual.";
/// Where nothing stands out.
pub const NOTHING_UNUSUAL: &str = "Nothing of all RSIs together was unusual on this day.";
/// Where only these metrics cannot be compared.
pub fn nothing_before_of(topics: &[Topic]) -> String {
    let names: Vec<&str> = topics.iter().map(|of| topic(*of)).collect();
    format!("Too few of the days before are held to say what was usual of: {}.", names.join("; "))
}

/// The heading of what stands out.
pub const MOVED: &str = "What moved most";
/// The heading of all letters' values.
pub const BY_RSI: &str = "By RSI";
/// What the table of all letters' values of a topic is called.
pub fn topic_by_rsi(of: Topic) -> String {
    format!("{} by RSI", topic(of))
}

/// The headings of the columns: the value of the day, that of the days before, how far apart they are, and at which letters that
/// is unusual.
pub const COLUMNS: [&str; 4] = ["that day", "usual", "change", "unusual at"];
/// What its files are.
pub const FILE_ABOUT: &str =
    "Every metric of a day beside what was usual before, for the RSIs together and for each of them";
/// The names of the columns of CSV and JSON.
pub const FILE_COLUMNS: [&str; 13] = [
    "day",
    "rsi",
    "metric",
    "quantity",
    "unit",
    "value",
    "usual",
    "ratio",
    "points",
    "baseline_days",
    "score",
    "unusual",
    "doubtful",
];
/// All letters together, in files.
pub const TOGETHER: &str = "together";
/// The name of the links to other days and letters.
pub const ELSEWHERE: &str = "Other days and RSIs";
/// The day a year before.
pub const YEAR_BEFORE: &str = "− 1 year";
/// The day a week before.
pub const WEEK_BEFORE: &str = "− 1 week";
/// The day before.
pub const DAY_BEFORE: &str = "− 1 day";
/// The day after.
pub const DAY_AFTER: &str = "+ 1 day";
/// The day a week after.
pub const WEEK_AFTER: &str = "+ 1 week";
/// The day a year after.
pub const YEAR_AFTER: &str = "+ 1 year";
/// How it is told what is usual.
pub const METHOD: &str = "Usual is the median of the days compared with. Unusual is what lies at least 5 spreads from it; the \
    spread is 1.4826 times the median distance from the median, at least 10% for counts, which are compared as ratios, and \
    one percentage point for shares. A value more than 100 times above or below its usual is doubtful and stands apart. All \
    RSIs together are those that reported on the day; where one of them did not on a day before, its usual stands in.";

/// A protocol by the key of traffic-volume that counts it.
pub fn protocol(key: &str) -> &'static str {
    match (key.contains("udp"), key.ends_with("ipv4")) {
        (true, true) => "UDP over IPv4",
        (true, false) => "UDP over IPv6",
        (false, true) => "TCP over IPv4",
        (false, false) => "TCP over IPv6",
    }
}

/// The heading of a topic.
pub fn topic(topic: Topic) -> &'static str {
    match topic {
        Topic::Queries => "Queries received",
        Topic::Sources => "Unique sources",
        Topic::PerSource => "Queries per source",
        Topic::Codes => "Response codes",
        Topic::QuerySizes => "Sizes of UDP queries, octets",
        Topic::ResponseSizes => "Sizes of UDP responses, octets",
        Topic::Responses => "Responses sent",
        Topic::LoadTime => "Root zone load time",
        Topic::Instances => "Instances",
    }
}

/// In what the values of a topic are counted, in files.
pub fn unit(topic: Topic) -> &'static str {
    match topic {
        Topic::Queries => "queries",
        Topic::Sources => "sources",
        Topic::PerSource => "queries per source",
        Topic::Codes => "% of responses",
        Topic::QuerySizes => "% of UDP queries",
        Topic::ResponseSizes => "% of UDP responses",
        Topic::Responses => "responses",
        Topic::LoadTime => "seconds",
        Topic::Instances => "instances",
    }
}

/// What a day is compared with.
pub fn baseline(baseline: Baseline) -> &'static str {
    match baseline {
        Baseline::DaysBefore => "the 28 days before",
        Baseline::SameWeekday => "the same weekday of the 8 weeks before",
    }
}

/// The line under the title.
pub fn subtitle(rsis: RsiSet, compared_with: Baseline) -> String {
    format!("{}, beside {} (UTC)", words::letters(rsis), baseline(compared_with))
}

fn these(rsis: RsiSet) -> String {
    match rsis.len() {
        1 => format!("RSI {rsis}"),
        _ => format!("RSIs {rsis}"),
    }
}

/// How many times as much.
fn times(ratio: f64) -> String {
    format!("{} times", if ratio < 0.995 { format::fixed(ratio, 2) } else { format::significant(ratio) })
}

/// How many queries these letters received together, and how many times the usual that is where the usual is known.
pub fn total(rsis: RsiSet, queries: &str, ratio: Option<f64>) -> String {
    let beside = ratio.map(|ratio| format!(", {} the usual", times(ratio))).unwrap_or_default();
    format!("{} received {queries} queries{beside}.", words::letters(rsis))
}

/// These letters received so many times their usual queries, from so many times their usual sources.
pub fn received(rsis: RsiSet, ratio: f64, protocol: &str, sources: Option<f64>) -> String {
    let their = if rsis.len() == 1 { "its" } else { "their" };
    let from =
        sources.map(|ratio| format!(", from {} {their} usual sources", times(ratio))).unwrap_or_default();
    format!("{} received {} {their} usual queries by {protocol}{from}.", these(rsis), times(ratio))
}

/// How something moved from what is usual.
pub fn moved(of: Topic, label: &str, value: &str, usual: &str) -> String {
    match of {
        Topic::QuerySizes => format!("UDP queries of {label} octets: {value} of all instead of {usual}."),
        Topic::ResponseSizes => {
            format!("UDP responses of {label} octets: {value} of all instead of {usual}.")
        }
        Topic::Codes => format!("{label}: {value} of all responses instead of {usual}."),
        _ => format!("{}, {label}: {value} instead of {usual}.", topic(of)),
    }
}

/// Letters with doubtful values.
pub fn doubtful(rsis: RsiSet) -> String {
    format!(
        "Doubtful values of {} stand apart: they are more than 100 times above or below the usual.",
        these(rsis)
    )
}

/// The link to a comparison.
pub fn beside(compared_with: Baseline) -> String {
    format!("beside {}", baseline(compared_with))
}

/// How far a value is from the usual: times as much, or percentage points.
pub fn change(scale: Scale, deviation: &Deviation) -> String {
    match scale {
        Scale::Ratio => format!("{} times", format::fixed(deviation.change(scale), 2)),
        Scale::Share => format!("{:+.2} percentage points", deviation.change(scale)).replace('-', "−"),
    }
}

/// A value, and in brackets how far from the usual it is.
pub fn beside_usual(value: &str, scale: Scale, deviation: &Deviation) -> String {
    let mark = if deviation.is_doubtful { ", doubtful" } else { "" };
    match scale {
        Scale::Ratio => format!("{value} ({} times{mark})", format::fixed(deviation.change(scale), 2)),
        Scale::Share => format!("{value} ({:+.2}{mark})", deviation.change(scale)).replace('-', "−"),
    }
}

/// The letters at which something is more than usual, less, or doubtful.
pub fn unusual(more: RsiSet, less: RsiSet, doubtful: RsiSet) -> String {
    let parts = [(more, "more at"), (less, "less at"), (doubtful, "doubtful at")];
    let said: Vec<String> = parts
        .into_iter()
        .filter(|(rsis, _)| !rsis.is_empty())
        .map(|(rsis, what)| format!("{what} {rsis}"))
        .collect();
    said.join(", ")
}
