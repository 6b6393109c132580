//! What the page of unusual days says.

use rssac002_model::{DayRange, RsiSet};

use super::search::{Apart, Finding, Who};
use super::state::{Order, UnusualState};
use crate::day::Topic;
use crate::day::words::{moved, topic};
use crate::format;
use crate::transform::Deviation;
use crate::transform::usual::Scale;

/// The title.
pub const TITLE: &str = "Unusual days";
/// What it is, for previews and files.
pub const INTRODUCTION: &str =
    "Days on which a root server identifier, or all of them together, left what was usual before";
/// The line in the menu.
pub const MENU: &str = "Unusual days";
/// The rule.
pub const METHOD: &str = "A day is unusual where two comparisons say so, in the same direction: beside the same weekday of the 8 \
    weeks before, and beside the 28 days before. Each compares with the median of those days and asks for a distance of at \
    least 5 spreads; the spread is 1.4826 times the median distance from the median, at least 10% for counts, which are \
    compared as ratios, and one percentage point for shares. The days are ranked by the lesser distance. Of days of one kind \
    that follow each other only the farthest is listed. All RSIs together are those that reported on the day, beside what \
    was usual for the same RSIs.";
/// While they are searched.
pub const SEARCHING: &str = "the unusual days are still searched for; try again soon";
/// Where nothing was found.
pub const NOTHING: &str = "No such day was found.";
/// The heading of the days.
pub const DAYS: &str = "Days, the farthest from the usual first";
/// The same in the order of days.
pub const DAYS_BY_DATE: &str = "Days, the latest first";
/// The name of the links that choose among them.
pub const CHOOSE: &str = "Which days";
/// No choice of a letter.
pub const ANY_RSI: &str = "any RSI or all together";
/// All letters together.
pub const TOGETHER: &str = "all together";
/// No choice of a metric.
pub const ANY_METRIC: &str = "any metric";
/// No choice of years.
pub const ANY_YEAR: &str = "all years";
/// The names of the columns of CSV and JSON.
pub const FILE_COLUMNS: [&str; 10] =
    ["day", "rsi", "metric", "quantity", "value", "usual", "score", "first_day", "last_day", "set_apart"];
/// The headings of the table.
pub const COLUMNS: [&str; 8] =
    ["day", "what", "at", "that day", "usual", "change", "spreads", "also unusual"];

/// The line under the title.
pub fn subtitle(range: DayRange, days: usize) -> String {
    let days = match days {
        1 => "1 day".to_owned(),
        days => format!("{days} days"),
    };
    format!("{days}, {} (UTC)", format::range(range))
}

/// A quantity: its metric, and which part of that.
pub fn quantity(finding: &Finding) -> String {
    format!("{}: {}", topic(finding.topic), finding.label)
}

/// Whose unusual days a chart marks: its metric, and at whom.
pub fn marked(of: Topic, rsis: Option<RsiSet>) -> String {
    let at = rsis.map_or_else(|| TOGETHER.to_owned(), crate::words::letters);
    format!("{}, {}", topic(of), at.replacen("All", "all", 1))
}

/// What was unusual on a day, in one line: what was farthest from the usual, at whom, on how many days, and what else among all
/// that was found.
pub fn unusual_day(first: &Finding, (together, rsis): (bool, RsiSet), all: &[&Finding]) -> String {
    let Finding { topic, label, deviation, .. } = first;
    let [value, usual] = [deviation.value, deviation.usual].map(|value| topic.write(value));
    let moved = moved(*topic, label, &value, &usual);
    let at = if together { format!(", {TOGETHER}") } else { format!(" at {rsis}") };
    let mut others: Vec<&str> = Vec::new();
    for other in all.iter().map(|finding| finding.label.as_str()) {
        if other != label && !others.contains(&other) {
            others.push(other);
        }
    }
    let others = if others.is_empty() { String::new() } else { format!(", also {}", others.join(", ")) };
    let change = change(topic.scale(), deviation);
    format!("{} ({change}){at}{}{others}", moved.trim_end_matches('.'), lasted(first.days))
}

/// At whom.
pub fn at(together: bool, rsis: RsiSet) -> String {
    match (together, rsis.is_empty()) {
        (true, true) => TOGETHER.to_owned(),
        (true, false) => format!("{TOGETHER}, {rsis}"),
        (false, _) => rsis.to_string(),
    }
}

/// A choice of whose days.
pub fn who(who: Option<Who>) -> String {
    match who {
        None => ANY_RSI.to_owned(),
        Some(Who::System) => TOGETHER.to_owned(),
        Some(Who::Letter(rsi)) => rsi.to_string(),
    }
}

/// A choice of the order.
pub fn order(order: Order) -> &'static str {
    match order {
        Order::Score => "farthest first",
        Order::Day => "latest first",
    }
}

/// The heading of the table.
pub fn heading(state: &UnusualState) -> &'static str {
    match state.order {
        Order::Score => DAYS,
        Order::Day => DAYS_BY_DATE,
    }
}

/// The heading of days that stand apart.
pub fn apart_heading(apart: Apart) -> &'static str {
    match apart {
        Apart::Doubtful => {
            "Set apart: values more than 100 times above or below the usual, more likely mistakes"
        }
        Apart::Partial => "Set apart: all together on days on which fewer than half of the RSIs reported",
    }
}

/// Why a finding stands apart, in files.
pub fn apart(apart: Apart) -> &'static str {
    match apart {
        Apart::Doubtful => "doubtful",
        Apart::Partial => "partial",
    }
}

/// What is known of the day, the first others, and how many more there are.
pub fn others(known: Vec<String>, mut others: Vec<String>) -> String {
    let more = others.len().saturating_sub(2);
    others.truncate(2);
    others.splice(0..0, known);
    if more > 0 {
        others.push(format!("{more} more"));
    }
    others.join("; ")
}

/// How far a value is from the usual, in a narrow column.
pub fn change(scale: Scale, deviation: &Deviation) -> String {
    match scale {
        Scale::Ratio => format!("× {}", format::significant(deviation.change(scale))),
        Scale::Share => format!("{:+.1} points", deviation.change(scale)).replace('-', "−"),
    }
}

/// The other days of a finding.
pub fn lasted(days: DayRange) -> String {
    if days.len() == 1 { String::new() } else { format!(" ({} days)", days.len()) }
}

/// That there are more than are shown.
pub fn more(days: usize) -> String {
    format!("{days} more days: choose a year, a metric or an RSI, or take them all as a file.")
}
