//! The texts that are made from numbers and choices; in [`ui`] those of buttons, fields and messages. Titles and notes of the
//! charts stand in the catalogue. English only; a translation has to bring these three together.

pub mod ui;

use rssac002_model::{Day, DayRange, Rsi, RsiSet};

use crate::catalogue::{Instances, Section};
use crate::events::{Event, Mark, Marks};
use crate::format;
use crate::state::{Interval, PanelAxis, Reading};
use crate::transform::greatest_first;

/// The site's name.
pub const SITE: &str = "rssac002-explorer";
/// What the banner of made-up data is called.
pub const SAMPLE_NAME: &str = "Sample data";
/// The banner of made-up data.
pub const SAMPLE: &str =
    "Sample data: every number on this site is made up, by a generator, to show how it works.";

/// The heading of a part of the menu.
pub fn section(section: Section) -> &'static str {
    match section {
        Section::Queries => "Queries received",
        Section::Responses => "Responses sent",
        Section::Sources => "Unique sources",
        Section::Rcodes => "Response codes",
        Section::LoadTime => "Root zone load time",
        Section::Sizes => "Packet sizes",
        Section::Instances => "Instances",
        Section::Zone => "Root zone",
    }
}

/// What all series add up to where the total is that of those shown.
pub fn with_hidden(all: &str) -> String {
    format!("{all} with the hidden ones")
}

/// The link from a day to its page.
pub const ABOUT_DAY: &str = "About this day";
/// The link from a week to its days.
pub const DAY_BY_DAY: &str = "Day by day";
/// What is counted and not shown by itself.
pub const REST: &str = "all others";

/// A range of octets by its published key: `32-47`, `288+` for the open `288-`.
pub fn octets(key: &str) -> String {
    match key.strip_suffix('-') {
        Some(from) => format!("{from}+"),
        None => key.to_owned(),
    }
}

/// The axes of several panels, in the middle of a sentence.
pub fn panel_axes(axis: PanelAxis) -> &'static str {
    match axis {
        PanelAxis::Same => "all panels on the same axis",
        PanelAxis::Own => "each panel on its own axis",
    }
}

/// The three greatest of some values, in words that say which and how much; `None` where there are no values.
pub(crate) fn greatest(values: impl Iterator<Item = (f64, String)>) -> Option<String> {
    let values = greatest_first(values.collect(), |(value, _)| *value);
    let greatest: Vec<String> = values.into_iter().take(3).map(|(_, words)| words).collect();
    (!greatest.is_empty()).then(|| greatest.join(", "))
}

/// A set of letters as the subject of a sentence.
pub fn letters(rsis: RsiSet) -> String {
    match rsis.len() {
        Rsi::COUNT => "All 13 RSIs".into(),
        1 => format!("RSI {rsis}"),
        n => format!("{n} RSIs ({rsis})"),
    }
}

/// What a page without choices accepts in its address.
pub const NO_CHOICES: &str = "no choices";

/// A known event.
pub fn event(event: &Event) -> String {
    format!("{}: {}", format::short_day(event.day), event.what)
}

/// An unusual day, wherever it is not clear from what stands around it.
fn unusual_day(day: &Event) -> String {
    format!("unusual day: {}", event(day))
}

/// A marked day of a kind by itself.
pub fn mark(mark: Mark, day: &Event) -> String {
    match mark {
        Mark::Event => event(day),
        Mark::Unusual => unusual_day(day),
    }
}

/// The heading of a column of marked days.
pub fn marks_heading(mark: Mark) -> &'static str {
    match mark {
        Mark::Event => "Known events",
        Mark::Unusual => "Unusual days",
    }
}

/// By what shape marked days are told from others, in the middle of a sentence.
pub fn marked_by(mark: Mark) -> &'static str {
    match mark {
        Mark::Event => "known events at squares",
        Mark::Unusual => "unusual days at triangles",
    }
}

/// The days that are marked, in sentences, and how many more there are; `whose` unusual days they are.
pub fn all_marked(marks: &Marks, whose: &str) -> String {
    let told = marks.shown().iter().map(event);
    match marks.mark {
        Mark::Event => told.map(|told| told + ".").collect::<Vec<_>>().join(" "),
        Mark::Unusual if marks.days.is_empty() => format!("Unusual days ({whose}): none of the days shown."),
        Mark::Unusual => {
            let more = match marks.days.len() - marks.marked {
                0 => None,
                1 => Some("1 more is not marked, for want of room".to_owned()),
                more => Some(format!("{more} more are not marked, for want of room")),
            };
            let told: Vec<String> = told.chain(more).collect();
            format!("Unusual days ({whose}), the farthest from the usual first: {}.", told.join("; "))
        }
    }
}

/// Where unusual days are to be marked and none are known.
pub const UNUSUAL_NOT_KNOWN: &str = "Unusual days are not marked: they are not known here, or not yet, while the server still searches for them.";

/// That only days or weeks are kept in which all letters reported, in the middle of a sentence.
pub fn only_complete(interval: Interval) -> &'static str {
    match interval {
        Interval::Day => "only days on which all reported",
        Interval::Week => "only weeks in which all reported on every day",
    }
}

/// How many days or weeks of how many are kept, and whether some are not although all reported: what is left out as doubtful
/// is missing in them. What is made of them may show fewer.
pub fn complete(count: usize, all: usize, interval: Interval, is_left_out: bool) -> String {
    let when = match (interval, is_left_out) {
        (Interval::Day, false) => "on which all of them reported",
        (Interval::Day, true) => "on which all of them reported and have no value left out as doubtful",
        (Interval::Week, false) => "in which all of them reported on every day",
        // A week is there as long as one of its days is.
        (Interval::Week, true) => {
            "in which all of them reported on every day and have values that are not left out as doubtful"
        }
    };
    format!("{} of {} count: those {when}.", format::grouped(count as f64), bins(all, interval))
}

/// In place of a chart, where that leaves nothing.
pub const NONE_COMPLETE: &str =
    "None of these days or weeks is complete: each lacks numbers of an RSI chosen.";

/// In place of the value of a day or week that is not kept.
pub const LEFT_OUT: &str = "left out";

/// The line below the title of a chart over time: exactly which selection it shows.
pub fn subtitle(who: &str, interval: Interval, averaged: bool, range: DayRange, details: &[&str]) -> String {
    let how = match (interval, averaged) {
        (Interval::Day, _) => "every day",
        (Interval::Week, true) => "daily average per ISO week",
        (Interval::Week, false) => "per ISO week",
    };
    let details: String = details.iter().map(|d| format!(", {d}")).collect();
    format!("{who}{details}, {how}, {} (UTC)", format::range(range))
}

/// What is made of each series over time, in the middle of a sentence; `None` where nothing is. An index is 100% on `base`.
pub fn reading(reading: Reading, over: u32, base: Day) -> Option<String> {
    Some(match reading {
        Reading::Published => return None,
        Reading::Average => format!("average of the last {}", bins(over as usize, Interval::Day)),
        Reading::Change => "change against 52 weeks before".into(),
        Reading::Index => format!("100% is {}, or the first value after it", format::short_day(base)),
        Reading::Cumulative => "all days before added".into(),
    })
}

/// The days that are compared with, in the middle of a sentence.
pub fn compared_with(second: DayRange) -> String {
    format!("against {}", format::range(second))
}

/// The days of totals, what is said of them, and the days that they are compared with, if any.
pub fn against(ranges: &[DayRange], by: &str) -> String {
    let against = ranges.get(1).map(|second| format!(", {}", compared_with(*second)));
    let days = ranges.first().map(|first| format::range(*first));
    format!("{}{by}{}", days.unwrap_or_default(), against.unwrap_or_default())
}

/// Two sentences, each of which may be empty.
pub fn said(first: String, second: String) -> String {
    [first, second].into_iter().filter(|said| !said.is_empty()).collect::<Vec<_>>().join(" ")
}

/// How completely the letters reported in the days shown and in those compared with.
pub fn coverage_of_two(first: &str, second: &str, range: DayRange) -> String {
    format!("{first} {}: {second}", format::range(range))
}

/// A series by its name, and by that of its panel where there are several.
pub fn of_panel(panel: Option<&str>, series: &str) -> String {
    match panel {
        Some(panel) if panel != series && panel != format!("{series} root") => format!("{panel}, {series}"),
        _ => series.to_owned(),
    }
}

/// How a series changed from one value to another, and by how much.
pub fn changed(name: &str, [value, before]: [String; 2], by: &str) -> String {
    let by = if by.is_empty() { String::new() } else { format!(" ({by})") };
    format!("{name} from {before} to {value}{by}")
}

/// What changed, series by series, of the averages over the days or weeks that both periods have.
pub fn all_changed(changed: &[String], second: DayRange) -> String {
    format!("Averages against {}: {}.", format::range(second), changed.join("; "))
}

/// What changed, series by series, of the totals of two ranges of days, of which one may be longer.
pub fn totals_changed(changed: &[String], [first, second]: [DayRange; 2]) -> String {
    let days = |range: DayRange| bins(range.len(), Interval::Day);
    let totals = if first.len() == second.len() {
        "Totals against".to_owned()
    } else {
        format!("Totals of {} against {},", days(first), days(second))
    };
    format!("{totals} {}: {}.", format::range(second), changed.join("; "))
}

/// Which letters only one of two ranges of days has reports of, so that totals are not of the same; empty where both have all.
pub fn only_in_one([first, second]: [RsiSet; 2]) -> String {
    let one =
        |rsis: RsiSet, which: &str| (!rsis.is_empty()).then(|| format!("of {rsis} only in the {which}"));
    let told: Vec<String> =
        one(first.without(second), "first").into_iter().chain(one(second.without(first), "second")).collect();
    match told.is_empty() {
        true => String::new(),
        false => format!("Not the same RSIs reported in both: there are reports {}.", told.join(", ")),
    }
}

/// How completely the letters reported in each of two ranges of days, in one sentence.
pub fn coverage_of_ranges(first: &str, second: &str, range: DayRange) -> String {
    format!("{}; {}: {second}", first.trim_end_matches('.'), format::range(range))
}

/// A number of days or weeks.
pub fn bins(count: usize, interval: Interval) -> String {
    match (interval, count) {
        (Interval::Day, 1) => "1 day".into(),
        (Interval::Week, 1) => "1 week".into(),
        (Interval::Day, n) => format!("{} days", format::grouped(n as f64)),
        (Interval::Week, n) => format!("{} weeks", format::grouped(n as f64)),
    }
}

/// Which instances count, in the middle of a sentence.
pub fn instances_counted(count: Instances) -> &'static str {
    match count {
        Instances::All => "all instances",
        Instances::DualStack => "dual-stack instances",
        Instances::V4 => "instances over IPv4",
        Instances::V6 => "instances over IPv6",
        Instances::OnlyV4 => "instances over IPv4 only",
        Instances::OnlyV6 => "instances over IPv6 only",
    }
}

/// Within how many seconds a load is in time.
pub fn threshold(seconds: u32) -> String {
    format!("in time is up to {} seconds", format::grouped(f64::from(seconds)))
}

/// How completely the root zone maintainer reported: the days without a size.
pub fn coverage_zone(missing: usize) -> String {
    match missing {
        0 => "A size for every day shown.".into(),
        n => format!("No size for {}.", bins(n, Interval::Day)),
    }
}

/// How completely the chosen letters reported. `missing` counts each letter's days without a value.
pub fn coverage(
    rsis: RsiSet,
    below: usize,
    bins_shown: usize,
    interval: Interval,
    missing: &[(Rsi, usize)],
) -> String {
    let who = match rsis.len() {
        1 => format!("RSI {rsis}"),
        n => format!("All {n} RSIs"),
    };
    if missing.is_empty() {
        return format!("{who} reported on every day shown.");
    }
    let worst = greatest_first(missing.to_vec(), |(_, days)| *days as f64);
    let list: Vec<String> =
        worst.iter().map(|(rsi, days)| format!("{rsi} {}", bins(*days, Interval::Day))).collect();
    format!(
        "Below full coverage in {} of {}. Without a report: {}.",
        format::grouped(below as f64),
        bins(bins_shown, interval),
        list.join(", ")
    )
}

/// The coverage of one day or week, for the readout.
pub fn covered(reported: usize, expected: usize, absent: RsiSet, partial: RsiSet) -> String {
    let mut text = format!("{reported} of {expected} RSIs");
    if !absent.is_empty() {
        text += &format!(", without {absent}");
    }
    if !partial.is_empty() {
        text += &format!(", {partial} on some days");
    }
    text
}

/// A doubtful value, under the chart.
pub fn doubtful(rsi: Rsi, label: &str, day: Day, value: f64) -> String {
    let what = if label.is_empty() { String::new() } else { format!(" {label}") };
    format!("{rsi}{what} on {}: {}", format::short_day(day), format::grouped(value))
}

/// What doubtful values are, before their list.
pub(crate) const DOUBTFUL: &str =
    "Doubtful, more than 100 times the usual or less than a hundredth of it, and left out of the axis";
/// The same in a pie, which has no axis.
pub(crate) const DOUBTFUL_COUNTED: &str =
    "Doubtful, more than 100 times the usual or less than a hundredth of it, and counted all the same";
/// The same where they are left out altogether.
pub(crate) const DOUBTFUL_OUT: &str = "Doubtful, more than 100 times the usual or less than a hundredth of it, and left out of the drawing and all sums";

/// The name of a response code (IANA DNS RCODEs). Codes above 23 are left out of the data.
pub fn rcode(code: u8) -> &'static str {
    match code {
        0 => "NoError",
        1 => "FormErr",
        2 => "ServFail",
        3 => "NXDomain",
        4 => "NotImp",
        5 => "Refused",
        6 => "YXDomain",
        7 => "YXRRSet",
        8 => "NXRRSet",
        9 => "NotAuth",
        10 => "NotZone",
        11 => "DSOTYPENI",
        12 => "code 12",
        13 => "code 13",
        14 => "code 14",
        15 => "code 15",
        16 => "BADVERS",
        17 => "BADKEY",
        18 => "BADTIME",
        19 => "BADMODE",
        20 => "BADNAME",
        21 => "BADALG",
        22 => "BADTRUNC",
        23 => "BADCOOKIE",
        _ => "another code",
    }
}

/// In a spoken row, in place of a value that is missing
pub const SPOKEN_MISSING: &str = "no report";
/// and behind one that is doubtful.
pub const SPOKEN_DOUBTFUL: &str = ", doubtful";

/// Which of all series at a place one is, the greatest first.
pub fn rank(rank: usize, of: usize) -> String {
    if rank == 1 { format!("the greatest of {of}") } else { format!("number {rank} of {of}") }
}

/// Which of all places one is.
pub fn point(place: usize, of: usize) -> String {
    format!("Point {} of {}.", format::grouped(place as f64), format::grouped(of as f64))
}

/// Which of several series are the greatest and which is the smallest at a time, each with its value; `greatest` is not empty.
pub fn greatest_and_least(when: &str, count: usize, greatest: &[[String; 2]], least: &[String; 2]) -> String {
    let named = |[name, value]: &[String; 2]| format!("{name} {value}");
    let most: Vec<String> = greatest.iter().map(named).collect();
    format!("Greatest of {count} ({when}): {}; least: {}.", most.join(", "), named(least))
}

/// What is said of the sum of several series.
pub fn together(said: &str) -> String {
    of_one("All together", said)
}

/// What is said of one series among several.
pub fn of_one(name: &str, said: &str) -> String {
    format!("{name}: {}", said.replacen("Highest", "highest", 1))
}

/// How much more there is in the last bins than in as many at the beginning, in percent; below zero where there is less.
pub fn trend(percent: f64, bins: usize, interval: Interval) -> String {
    let bins = match interval {
        Interval::Day => format!("{bins} days"),
        Interval::Week => format!("{bins} weeks"),
    };
    let more = if percent < 0.0 { "less" } else { "more" };
    format!("The last {bins} have on average {} {more} than the first.", format::percent(percent.abs()))
}

/// The highest, lowest and latest value of a line, and when, in one sentence; `unit` is what the values are, with a blank in
/// front, or empty.
pub fn summary(highest: [String; 2], lowest: [String; 2], latest: [String; 2], unit: &str) -> String {
    let ([highest, when_highest], [lowest, when_lowest]) = (highest, lowest);
    let [latest, when_latest] = latest;
    format!(
        "Highest {highest}{unit} ({when_highest}), lowest {lowest} ({when_lowest}), latest {latest} ({when_latest})."
    )
}

/// How completely the chosen letters reported, for a pie: days of letters that reported, of all.
pub fn coverage_pie((reported, expected): (usize, usize), rsis: RsiSet) -> String {
    if reported == expected {
        return match rsis.len() {
            1 => format!("RSI {rsis} reported on every day."),
            n => format!("All {n} RSIs reported on every day."),
        };
    }
    let share = 100.0 * reported as f64 / expected as f64;
    format!(
        "{} of {} daily reports are there ({}).",
        format::grouped(reported as f64),
        format::grouped(expected as f64),
        format::percent(share)
    )
}

/// The same as headings of columns.
pub const FIVE_HEADINGS: [&str; 5] = ["minimum", "first quartile", "median", "third quartile", "maximum"];

/// What the page says where no letter has a list of instances for the day.
pub const NO_INSTANCES: &str = "No instances are listed for this choice. Try another day, or more RSIs.";

/// The heading of the studies in the menu.
pub const STUDIES: &str = "Studies";
/// The link from a chart of a study to its own page.
pub const OPEN_CHART: &str = "Open this chart";
/// The summary of all numbers that a figure of a study compares.
pub const ALL_COMPARED: &str = "All numbers compared";
/// Where the change and the periods of the study of Chromium come from.
pub const STUDY_SOURCE: &str = "The change and the periods: the talk on it at ICANN73 Tech Day, 2022. The numbers: those of the charts here";
/// What stands for a number where there is none.
pub const NO_DATA: &str = "no data";
/// The same in the place of a chart.
pub const NO_DATA_PERIOD: &str = "No data for this period.";
/// What stands for a number of weeks where some days have data and no week that lies wholly in a period has.
pub const NO_WHOLE_WEEK: &str = "no whole week with data";
/// The same of all letters together, where some letter is missing in each week.
pub const NO_FULL_WEEK: &str = "no week with all RSIs";
/// What stands for the share of sizes that a period counts in one range with others.
pub const NOT_APART: &str = "not told apart from other sizes";
/// What is not there where no range of sizes is.
pub const ALL_SIZES: &str = "All sizes";
/// All letters' total.
pub const TOGETHER: &str = "All RSIs together";
/// Why of all ranges of sizes this one is named,
pub const CHANGED_MOST: &str = "Of the ranges with 1% or more in both periods changed most, ";
/// and why where nothing is known to have changed.
pub const MOST_FREQUENT: &str = "Most frequent, ";
/// What stands for a share that is too small for a column.
pub const SMALL: &str = "less than 1%";
/// The heading of the column of changes.
pub const CHANGE: &str = "Change";

/// What changed with Chromium, and what is compared.
pub const STUDY_INTRODUCTION: &str = "Until 4 November 2020 the browser Chromium asked the DNS for random names of 7 \
    to 15 characters. Such names do not exist, and the root servers answered NXDomain. Then it stopped. Compared are \
    the year before, 4 Nov 2019 to 4 Nov 2020, and a year after, 1 Feb 2021 to 1 Feb 2022, by numbers computed from \
    the charts on this page. Doubtful values, more than 100 times the usual or less than a \
    hundredth of it, are left out.";

/// How something changed: shares in percentage points, others in percent of what there was. `None` where there was
/// nothing to be a percentage of and now is something.
pub fn change(before: f64, after: f64, shares: bool) -> Option<String> {
    if before == after {
        return Some("no change".to_owned());
    }
    let direction = if after < before { "less" } else { "more" };
    let size = (after - before).abs();
    match shares {
        true => Some(format!("{} percentage points {direction}", format::fixed(size, 2))),
        false if before > 0.0 => Some(format!("{} {direction}", format::percent(100.0 * size / before))),
        false => None,
    }
}

/// On how many weeks and daily reports a number rests, each of how many there could be; empty where that is all.
pub fn rests_on(weeks: (usize, usize), reports: (usize, usize)) -> String {
    let some = |(there, all): (usize, usize), what: &str| {
        (there < all)
            .then(|| format!("{} of {} {what}", format::grouped(there as f64), format::grouped(all as f64)))
    };
    match (some(weeks, "weeks"), some(reports, "daily reports")) {
        (None, None) => String::new(),
        (Some(one), None) | (None, Some(one)) => format!(" ({one})"),
        (Some(weeks), Some(reports)) => format!(" ({weeks}, {reports})"),
    }
}

/// How much of something there is in two periods, in one sentence; `on` is what each number rests on, empty or with a
/// blank in front. The change is empty where it is not known.
pub fn compared(
    what: &str,
    [before, after]: [String; 2],
    [first, second]: [DayRange; 2],
    on: [String; 2],
    change: &str,
) -> String {
    let change = if change.is_empty() { String::new() } else { format!(": {change}") };
    let (first, second) = (format::range(first), format::range(second));
    let [on_first, on_second] = on;
    format!("{what}: {before} from {first}{on_first}, {after} from {second}{on_second}{change}.")
}

/// How many letters have less of something in the second period, how many more, how many have both periods, and on how many
/// daily reports of how many that rests.
pub fn directions(less: RsiSet, more: RsiSet, both: RsiSet, reports: (usize, usize)) -> String {
    let named = |set: RsiSet| match set.len() {
        0 => "none".to_owned(),
        1 => format!("RSI {set}"),
        n => format!("{n} RSIs ({set})"),
    };
    let of = match both.len() {
        Rsi::COUNT => String::new(),
        n => format!(", of {n} of {} RSIs with both periods", Rsi::COUNT),
    };
    format!("Less at {}, more at {}{of}{}.", named(less), named(more), rests_on((0, 0), reports))
}

/// The week with the most.
pub fn peak(monday: Day, most: &str, on: &str) -> String {
    format!("Most in the week of {}: {most}{on}.", format::short_day(monday))
}

/// A letter's server.
pub fn root(letter: &str) -> String {
    format!("{letter} root")
}

/// The letters that are compared as a whole, as the subject of a sentence, and whether it is because they have
/// numbers of both periods that they are no more.
pub fn compared_letters(rsis: RsiSet, of_both: bool) -> String {
    match rsis.len() {
        0 => "All RSIs".into(),
        n if n < Rsi::COUNT && of_both => format!("{} that reported in both periods", letters(rsis)),
        _ => letters(rsis),
    }
}

/// What averages are of, and how many weeks each period has.
pub fn averages(what: &str, [first, second]: [usize; 2]) -> String {
    format!(
        "{what}, of the {first} weeks that lie wholly in the first period and the {second} in the second."
    )
}

/// The warning on pictures and in files of made-up data.
pub const SAMPLE_PICTURE: &str = "Sample data: every number here is made up, by a generator.";
/// The same where there is little room.
pub const SAMPLE_SHORT: &str = "Sample data.";
/// What a picture says in place of a drawing where nothing was reported.
pub const NO_NUMBERS: &str = "No report for this choice.";
/// What a picture says in place of a drawing where every series is hidden.
pub const ALL_HIDDEN: &str = "All series are hidden.";

/// The series that a picture leaves out because they are hidden.
pub fn not_shown(labels: &[&str]) -> String {
    format!("Not shown: {}", labels.join(", "))
}

/// What has no room in a picture's legend.
pub fn more(count: usize) -> String {
    format!("and {count} more")
}

/// In a picture without room for its chart.
pub const TOO_SMALL: &str = "This picture is too small for the chart.";

/// The title of a picture whose address was not understood.
pub const BAD_ADDRESS: &str = "This address was not understood";

/// A part of an address that was not understood.
pub fn not_understood(part: &str, accepted: &str) -> String {
    format!("{}.", ui::ignored(part, accepted))
}

/// The link to all files of a chart in one.
pub const ZIP: &str = "ZIP of the CSV, its metadata and a description";
/// The link to the published numbers behind a chart.
pub const RAW_CSV: &str = "CSV of all published days behind it";
/// The choice of a script beside an embed.
pub const EMBED_FOLLOWS: &str = " The frame takes the chart's height (a script of less than 1 kB)";
/// The HTML for pages that take no frames.
pub const EMBED_PICTURE: &str = "HTML of a picture with a link";

/// The heading of names of series in a table that has a row for each.
pub const SERIES: &str = "Series";
/// The name of the menu.
pub const CHARTS: &str = "Charts";
/// What a page without its app shows: the values,
pub const LATEST_VALUES: &str = "Latest values";
/// that its controls are missing,
pub const NO_SCRIPTS: &str = "Choosing, pointing and zooming need JavaScript and WebAssembly.";
/// the file of this chart,
pub const THIS_AS_CSV: &str = "These numbers as CSV";
/// and those of all.
pub const ALL_DATA: &str = "All data";

/// That a table goes on.
pub fn more_rows(rows: usize) -> String {
    format!("… and {rows} more rows")
}
