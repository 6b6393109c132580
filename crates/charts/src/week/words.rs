//! What the front page says.

use rssac002_model::{Day, DayRange, Metric, RsiSet};

use super::compare::{Against, Before, Told};
use super::figure::Figure;
use super::findings::Week;
use super::reports::{Held, REPORTED, Report};
use crate::format;
use crate::words;

/// The line in the menu.
pub const MENU: &str = "At a glance";
/// The name of the links to other weeks and letters.
pub const ELSEWHERE: &str = "Other weeks and RSIs";
/// The week 52 weeks before.
pub const YEAR_BEFORE: &str = "− 52 weeks";
/// The week before.
pub const WEEK_BEFORE: &str = "− 1 week";
/// The week after.
pub const WEEK_AFTER: &str = "+ 1 week";
/// The week 52 weeks after.
pub const YEAR_AFTER: &str = "+ 52 weeks";
/// The last full week.
pub const LATEST: &str = "latest full week";
/// Where nothing of a week is held.
pub const NOTHING_HELD: &str = "No numbers of this week are held.";
/// In place of a figure's value.
pub const NO_VALUE: &str = "no report";
/// The heading of the figures as a table, and the name of what opens it.
pub const TABLE: &str = "The figures as a table";
/// The headings of its columns after the first.
pub fn columns(monday: Day) -> [String; 7] {
    let [week, year] = Before::ALL.map(|before| before_heading(before, monday));
    let change = || "change".to_owned();
    let with = |before: String| format!("{before}, like with like");
    [
        short_week(monday),
        "RSIs".to_owned(),
        with(week),
        change(),
        with(year),
        change(),
        "doubtful at".to_owned(),
    ]
}
/// The heading of who reported.
pub const REPORTS: &str = "Who reported";
/// The link to all days.
pub const ALL_COVERAGE: &str = "All days, metric by metric";
/// The heading of the unusual days.
pub const UNUSUAL: &str = "Latest unusual days";
/// The link to all of them.
pub const ALL_UNUSUAL: &str = "All unusual days";
/// Where there is none.
pub const NO_UNUSUAL: &str = "No unusual day was found up to this week.";
/// While they are searched for.
pub const SEARCHING: &str =
    "The server has just started and still searches for unusual days; they will be here in a minute.";
/// The heading of the events.
pub const EVENTS: &str = "Latest known events";
/// The link to all of them.
pub const ALL_EVENTS: &str = "All known events";
/// Where there is none.
pub const NO_EVENTS: &str = "No known event up to this week.";
/// The heading of the map.
pub const MAP: &str = "Where the instances are";
/// The heading of the charts.
pub const CHARTS: &str = "All charts";
/// How the figures are computed.
pub const METHOD: &str = "Each figure is the daily average of its ISO week: of each RSI over the days that it reported, then added \
    up; the share of NXDomain is that in all responses counted. Doubtful values, far outside their series' history, are left \
    out. Changes compare like with like: the RSIs that reported in both weeks. 52 weeks before is the week that begins on the same day of the week \
    364 days earlier.";

/// A week, such as `week 43 of 2026`.
pub fn week(monday: Day) -> String {
    let week = monday.iso_week();
    format!("week {} of {}", week.week, week.year)
}

/// The same at the head of a column.
fn short_week(monday: Day) -> String {
    let week = monday.iso_week();
    format!("{} week {}", week.year, week.week)
}

fn before_heading(before: Before, monday: Day) -> String {
    short_week(before.monday(monday))
}

/// The title.
pub fn title(monday: Day) -> String {
    format!("The root server system in {}", week(monday))
}

/// The line under the title.
pub fn subtitle(rsis: RsiSet, days: DayRange) -> String {
    let year = week(Before::Year.monday(days.start()));
    format!(
        "{}, daily averages of {} (UTC), beside the week before and {year}, 52 weeks before",
        words::letters(rsis),
        format::range(days)
    )
}

/// The name of a figure.
pub fn figure(figure: Figure) -> &'static str {
    match figure {
        Figure::Queries => "Queries received",
        Figure::Responses => "Responses sent",
        Figure::Sources => "Unique sources",
        Figure::NxDomain => "NXDomain share",
        Figure::Instances => "Instances",
        Figure::ZoneSize => "Root zone size",
    }
}

/// What its values are.
pub fn unit(figure: Figure) -> &'static str {
    match figure {
        Figure::Queries | Figure::Responses => "per day",
        Figure::Sources => "per day, RSIs added up",
        Figure::NxDomain => "of all responses",
        Figure::Instances => "at all places",
        Figure::ZoneSize => "octets",
    }
}

/// A value.
pub fn write(figure: Figure, value: f64) -> String {
    match figure {
        Figure::Queries | Figure::Responses | Figure::Sources => format::short(value),
        Figure::NxDomain => format::percent(value),
        Figure::Instances | Figure::ZoneSize => format::grouped(value),
    }
}

/// A change in percent, of shares in percentage points; what there was nothing of in both weeks is no change.
pub fn change(figure: Figure, now: f64, before: f64) -> String {
    match figure {
        Figure::NxDomain => format!("{} points", format::signed(now - before)),
        _ => format!("{}%", format::signed(100.0 * (now / before - 1.0))),
    }
}

/// How a figure changed, and against which week, of which letters.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Changed {
    /// By how much; `None` where it cannot be said.
    pub by: Option<String>,
    /// Against what, or why it cannot be said.
    pub against: String,
}

/// What is said of a change.
pub fn changed(told: &Told, before: Before) -> Changed {
    let name = match before {
        Before::Week => "the week before",
        Before::Year => "52 weeks before",
    };
    let at = Before::ALL.iter().position(|one| *one == before).unwrap_or_default();
    let nothing = |against: String| Changed { by: None, against };
    match told.against[at] {
        Against::Compared { now, before, rsis, left_out } => Changed {
            by: Some(change(told.figure, now, before)),
            against: format!("on {name}{}", only(rsis, left_out)),
        },
        Against::NothingNow => nothing(format!("nothing to compare with {name}")),
        Against::NothingBefore => nothing(format!(
            "no report {}",
            match before {
                Before::Week => "in the week before",
                Before::Year => "52 weeks before",
            }
        )),
        Against::NotComparable => nothing(format!("not comparable with {name}: no RSI reported in both")),
    }
}

/// Whose numbers are compared, where those of some letters are not.
fn only(rsis: RsiSet, left_out: RsiSet) -> String {
    match (left_out.len(), rsis.len()) {
        (0, _) => String::new(),
        (1..=3, _) => format!(", without {left_out}"),
        (_, 1..=3) => format!(", {rsis} only"),
        (_, both) => format!(", {both} RSIs"),
    }
}

/// The cells of a figure in the table, as [`columns`] names them.
pub fn cells(told: &Told) -> Vec<String> {
    let figure = told.figure;
    let exact = |value: f64| match figure {
        Figure::NxDomain => format::percent(value),
        _ => format::grouped(value),
    };
    let whose = |rsis: RsiSet| if rsis.is_empty() { String::new() } else { rsis.to_string() };
    let mut cells = vec![told.value.map(exact).unwrap_or_default(), whose(told.rsis)];
    for against in told.against {
        match against {
            Against::Compared { now, before, rsis, left_out } => {
                let of = if left_out.is_empty() { String::new() } else { format!(" ({rsis})") };
                cells.extend([exact(before) + &of, change(figure, now, before)]);
            }
            _ => cells.extend([String::new(), String::new()]),
        }
    }
    cells.push(whose(told.doubtful));
    cells
}

/// Which letters of a figure's week have doubtful values, which are left out; `None` where none has.
pub fn doubtful(told: &Told) -> Option<String> {
    (!told.doubtful.is_empty()).then(|| format!("doubtful values of {} left out", told.doubtful))
}

/// That a figure is of fewer letters than are chosen; `None` where it is of all, or of none.
pub fn fewer(told: &Told, chosen: RsiSet) -> Option<String> {
    let missing = chosen.without(told.rsis);
    let is_whole = told.rsis.is_empty() || missing.is_empty();
    (!is_whole).then(|| format!("{} of {} RSIs", told.rsis.len(), chosen.len()))
}

/// What a feed of the latest weeks tells.
pub const FEED: &str = "The root server system week by week: queries received, and who reported";

/// What was said of a week in a sentence or two, for previews of links.
pub fn summary(week: &Week) -> String {
    let told = |figure: Figure| week.told.iter().find(|told| told.figure == figure);
    let queries = told(Figure::Queries).and_then(|told| Some((told, told.value?)));
    let Some((told_of, value)) = queries else { return NOTHING_HELD.to_owned() };
    let changes = Before::ALL.map(|before| changed(told_of, before));
    let changes: Vec<String> = changes
        .into_iter()
        .filter_map(|changed| Some(format!("{} {}", changed.by?, changed.against)))
        .collect();
    let changes = if changes.is_empty() { String::new() } else { format!(" ({})", changes.join("; ")) };
    let share = told(Figure::NxDomain).and_then(|told| told.value);
    let share = share.map(|share| format!(" NXDomain was {} of all responses.", format::percent(share)));
    format!(
        "{} received {} queries a day{changes}.{}",
        words::letters(told_of.rsis),
        format::short(value),
        share.unwrap_or_default()
    )
}

/// That a week is not full: on how many of its days anybody reported; `None` where it is, or where nothing of it is held.
pub fn not_full(week: &Week) -> Option<String> {
    let is_reported =
        |at: &usize| week.reports.iter().any(|report| report.days().nth(*at) != Some(Held::None));
    match (0..week.days().len()).filter(is_reported).count() {
        0 | 7 => None,
        days => Some(format!("This week is not full: there are reports of {days} of its 7 days.")),
    }
}

/// Who reported, in a sentence or two.
pub fn reported(reports: &[Report]) -> String {
    let of = |wanted: fn(&Report) -> bool| -> RsiSet {
        reports.iter().filter(|report| wanted(report)).map(|report| report.rsi).collect()
    };
    let (whole, none) = (of(Report::is_whole), of(Report::is_empty));
    let all: RsiSet = reports.iter().map(|report| report.rsi).collect();
    let mut said = match whole.len() {
        0 => "No RSI reported every metric on all 7 days.".to_owned(),
        _ => format!("{} reported every metric on all 7 days.", words::letters(whole)),
    };
    if !none.is_empty() {
        said += &format!(" Nothing of {none} is held.");
    }
    let others = all.without(whole).without(none);
    let lacks: Vec<String> =
        reports.iter().filter(|report| others.contains(report.rsi)).map(lacking).collect();
    if !lacks.is_empty() {
        said += &format!(" In part: {}.", lacks.join("; "));
    }
    said
}

/// What a letter did not report on every day.
fn lacking(report: &Report) -> String {
    let metrics: Vec<(Metric, usize)> = report.by_metric().filter(|(_, days)| *days < 7).collect();
    let days = |days: usize| match days {
        0 => "none".to_owned(),
        1 => "1 day".to_owned(),
        days => format!("{days} days"),
    };
    let same = metrics.windows(2).all(|pair| pair[0].1 == pair[1].1);
    match metrics.first() {
        Some((_, held)) if same && metrics.len() == REPORTED.len() => {
            format!("{} ({})", report.rsi, days(*held))
        }
        _ => {
            let said: Vec<String> =
                metrics.iter().map(|(metric, held)| format!("{metric} {}", days(*held))).collect();
            format!("{} ({})", report.rsi, said.join(", "))
        }
    }
}

/// A letter's days, for a link that shows them as marks.
pub fn report(report: &Report) -> String {
    let count = |wanted: Held| report.days().filter(|held| *held == wanted).count();
    let parts = [(Held::All, "every metric"), (Held::Some, "some metrics"), (Held::None, "nothing")];
    let said = parts.map(|(held, what)| (count(held), what));
    let said: Vec<String> = said
        .into_iter()
        .filter(|(days, _)| *days > 0)
        .map(|(days, what)| {
            format!("{what} on {}", if days == 1 { "1 day".to_owned() } else { format!("{days} days") })
        })
        .collect();
    format!("RSI {}: {}", report.rsi, said.join(", "))
}

/// What the marks of a letter's days mean.
pub fn held(held: Held) -> &'static str {
    match held {
        Held::All => "every metric",
        Held::Some => "some metrics",
        Held::None => "nothing",
    }
}
