//! The texts that are made from numbers and choices; in [`ui`] those of buttons, fields and messages. Titles and notes of the
//! charts stand in the catalogue. English only; a translation has to bring these three together.

pub mod ui;

use rssac002_model::sort::sort_by;
use rssac002_model::{Day, DayRange, Metric, Rsi, RsiSet};

use crate::catalogue::{Chart, Instances, Section};
use crate::format;
use crate::imprint::Imprint;
use crate::state::{Doubtful, Interval, PanelAxis};
use crate::view::{MapPlace, MapView};

/// The site's name.
pub const SITE: &str = "rssac002-explorer";
/// Who publishes numbers, and what they call them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Source {
    /// Who publishes them.
    pub publisher: &'static str,
    /// What is published.
    pub data: &'static str,
}

impl std::fmt::Display for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}, {}", self.publisher, self.data)
    }
}

/// The source of all that the root server operators report.
pub const SOURCE: Source = Source { publisher: "Root server operators", data: "RSSAC002 statistics" };

/// The source of a chart's numbers.
pub fn source(chart: &Chart) -> Source {
    let metrics: Vec<Metric> = chart.needs.iter().map(|need| need.endpoint.metric()).collect();
    match metrics.as_slice() {
        [Metric::ZoneSize] => Source { publisher: ZONE_MAINTAINER, data: "RSSAC002 zone sizes" },
        [Metric::Instances] => Source { data: "archive of instances at root-servers.org", ..SOURCE },
        [_, Metric::Instances] => {
            Source { data: "RSSAC002 statistics and archive of instances at root-servers.org", ..SOURCE }
        }
        _ => SOURCE,
    }
}
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

/// A set of letters as the subject of a sentence.
pub fn letters(rsis: RsiSet) -> String {
    match rsis.len() {
        Rsi::COUNT => "All 13 RSIs".into(),
        1 => format!("RSI {rsis}"),
        n => format!("{n} RSIs ({rsis})"),
    }
}

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

/// The line below the title of a pie.
pub fn subtitle_pie(rsis: RsiSet, range: DayRange) -> String {
    format!("{}, all responses of {} (UTC)", letters(rsis), format::range(range))
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

/// Who publishes what has no letters.
pub const ZONE_MAINTAINER: &str = "Root zone maintainer";

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
    let mut worst = missing.to_vec();
    sort_by(&mut worst, |a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
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

/// More doubtful values than this are counted, not named.
const DOUBTFUL_NAMED: usize = 6;

/// What is said of the doubtful values of a view: what happens to them, and which they are. Empty where there are none.
pub fn doubtful_values(view: &crate::View) -> String {
    let doubtful = view.doubtful();
    if doubtful.is_empty() {
        return String::new();
    }
    let named = doubtful.iter().take(DOUBTFUL_NAMED).map(|d| self::doubtful(d.rsi, &d.part, d.day, d.value));
    let mut named: Vec<String> = named.collect();
    if doubtful.len() > DOUBTFUL_NAMED {
        named.push(more(doubtful.len() - DOUBTFUL_NAMED));
    }
    let what = match (view.state.doubtful, view.time()) {
        (Doubtful::LeaveOut, _) => DOUBTFUL_OUT,
        (Doubtful::Mark, Some(_)) => DOUBTFUL,
        (Doubtful::Mark, None) => DOUBTFUL_COUNTED,
    };
    format!("{what}: {}.", named.join("; "))
}

/// What doubtful values are, before their list.
const DOUBTFUL: &str = "Doubtful, more than 100 times the usual, and left out of the axis";
/// The same in a pie, which has no axis.
const DOUBTFUL_COUNTED: &str = "Doubtful, more than 100 times the usual, and counted all the same";
/// The same where they are left out altogether.
const DOUBTFUL_OUT: &str =
    "Doubtful, more than 100 times the usual, and left out of the drawing and all sums";

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

/// The highest, lowest and latest value of a line, in one sentence.
pub fn summary(highest: (f64, &str), lowest: (f64, &str), latest: (f64, &str), unit: &str) -> String {
    let show = |v: f64| if unit == "%" { format::percent(v) } else { format::short(v) };
    let unit = if unit == "%" { String::new() } else { format!(" {unit}") };
    format!(
        "Highest {}{unit} ({}), lowest {} ({}), latest {} ({}).",
        show(highest.0),
        highest.1,
        show(lowest.0),
        lowest.1,
        show(latest.0),
        latest.1
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

/// The greatest slices of a pie, in one sentence.
pub fn summary_pie(slices: &[crate::view::Slice], total: f64) -> String {
    let mut greatest: Vec<_> = slices.iter().collect();
    sort_by(&mut greatest, |a, b| b.value.total_cmp(&a.value));
    let named: Vec<String> =
        greatest.iter().take(3).map(|s| format!("{} {}", s.label, format::percent(s.share))).collect();
    if named.is_empty() {
        return String::new();
    }
    format!("{} of {} responses.", named.join(", "), format::grouped(total))
}

/// The line below the title of columns by range of sizes.
pub fn subtitle_bars(what: &str, rsis: RsiSet, range: DayRange) -> String {
    format!("{}, {what}, {} (UTC)", letters(rsis), format::range(range))
}

/// The heading of a range of sizes.
pub fn range_of_octets(label: &str) -> String {
    format!("{label} octets")
}

/// A share of a total.
pub fn of_all(share: f64, total: f64, noun: &str) -> String {
    format!("{} of {} {noun}", format::percent(share), format::grouped(total))
}

/// The most frequent sizes, in one sentence, and what is not drawn.
pub fn summary_bars(ranges: &[crate::view::SizeRange], total: f64, small: (usize, f64)) -> String {
    let mut greatest: Vec<_> = ranges.iter().collect();
    sort_by(&mut greatest, |a, b| b.share.total_cmp(&a.share));
    let named: Vec<String> =
        greatest.iter().take(3).map(|r| format!("{} octets {}", r.label, format::percent(r.share))).collect();
    if named.is_empty() {
        return String::new();
    }
    let small = match small {
        (0, _) => String::new(),
        (1, share) => format!(" 1 range with less than 1% is not drawn, {} in all.", format::percent(share)),
        (n, share) => {
            format!(" {n} ranges with less than 1% each are not drawn, {} in all.", format::percent(share))
        }
    };
    format!("{} of {} packets.{small}", named.join(", "), format::grouped(total))
}

/// The line below the title of box plots.
pub fn subtitle_boxes(rsis: RsiSet, ranges: [DayRange; 2]) -> String {
    let [first, second] = ranges.map(format::range);
    format!("{}, {first} and {second} (UTC)", letters(rsis))
}

/// A number of root zone loads.
pub fn loads(count: usize) -> String {
    match count {
        1 => "1 load".into(),
        n => format!("{} loads", format::grouped(n as f64)),
    }
}

/// What the five numbers of a box are.
pub const FIVE_NUMBERS: &str = "minimum / first quartile / median / third quartile / maximum, in seconds";
/// The same as headings of columns.
pub const FIVE_HEADINGS: [&str; 5] = ["minimum", "first quartile", "median", "third quartile", "maximum"];

/// How completely the letters reported in two periods.
pub fn coverage_boxes(periods: &[crate::view::Period; 2]) -> String {
    let one = |p: &crate::view::Period| {
        let (reported, all) = p.reported;
        format!(
            "{}: {} of {} days of RSIs with loads",
            p.label,
            format::grouped(reported as f64),
            format::grouped(all as f64)
        )
    };
    let [first, second] = periods;
    format!("{}; {}.", one(first), one(second))
}

/// How the medians changed, in one sentence.
pub fn summary_boxes(boxes: &crate::view::BoxView) -> String {
    let both = boxes.letters.iter().filter_map(|l| {
        let [first, second] = &l.boxes;
        Some((l.rsi, first.as_ref()?.quantiles[2], second.as_ref()?.quantiles[2]))
    });
    let both: Vec<(Rsi, f64, f64)> = both.collect();
    if both.is_empty() {
        return String::new();
    }
    let lower: RsiSet = both.iter().filter(|(_, a, b)| a < b).map(|(rsi, ..)| *rsi).collect();
    let higher: RsiSet = both.iter().filter(|(_, a, b)| a > b).map(|(rsi, ..)| *rsi).collect();
    let named = |set: RsiSet| {
        if set.is_empty() { "none".to_owned() } else { format!("{} ({set})", set.len()) }
    };
    format!(
        "Against the second period the median of the first is lower at {} and higher at {} of {} RSIs.",
        named(lower),
        named(higher),
        both.len()
    )
}

/// A number of places.
pub fn places(count: usize) -> String {
    if count == 1 { "1 place".into() } else { format!("{} places", format::grouped(count as f64)) }
}

/// A number of instances.
pub fn instances_number(count: f64) -> String {
    if count == 1.0 { "1 instance".into() } else { format!("{} instances", format::grouped(count)) }
}

/// The name of a place.
pub fn town(place: &MapPlace) -> &str {
    if place.town.is_empty() { "Unnamed place" } else { &place.town }
}

/// What is said of a place that cannot be drawn.
pub const NO_COORDINATES: &str = "not on the map: no usable coordinates are published";
/// What the page says where no letter has a list of instances for the day.
pub const NO_INSTANCES: &str = "No instances are listed for this choice. Try another day, or more RSIs.";

/// Degrees as people write them: `33.9° S, 18.4° E`.
pub fn coordinates((north, east): (f64, f64)) -> String {
    let part = |degrees: f64, plus, minus| {
        let side = if degrees < 0.0 { minus } else { plus };
        format!("{:.2}° {side}", degrees.abs())
    };
    format!("{}, {}", part(north, 'N', 'S'), part(east, 'E', 'W'))
}

/// The title of a map, with its counts.
pub fn title_map(title: &str, map: &MapView) -> String {
    let [(instances, count), _] = map.totals();
    if map.places.is_empty() {
        return title.to_owned();
    }
    let letters = match map.letters.iter().filter(|l| l.instances > 0.0).count() {
        1 => "1 RSI".to_owned(),
        n => format!("{n} RSIs"),
    };
    format!("{title}: {} at {}, {letters}", format::grouped(instances), places(count))
}

/// The line below the title of a map.
pub fn subtitle_map(rsis: RsiSet, count: Instances, day: Day) -> String {
    format!("{}, {}, {} (UTC)", letters(rsis), instances_counted(count), format::long_day(day))
}

/// Places without coordinates that are named; the others are counted.
const NAMED: usize = 8;

/// How completely the chosen letters list their places, and what of it the map cannot show.
pub fn coverage_map(map: &MapView) -> String {
    let listed: RsiSet = map.letters.iter().map(|l| l.rsi).collect();
    let absent = map.expected.without(listed);
    let mut text = match (absent.is_empty(), listed.is_empty()) {
        (_, true) => "No list of instances for this day.".into(),
        (true, _) => format!("{} listed their instances.", letters(map.expected)),
        (false, _) => {
            format!(
                "{} of {} RSIs listed their instances, without {absent}.",
                listed.len(),
                map.expected.len()
            )
        }
    };
    let [_, (instances, count)] = map.totals();
    if count > 0 {
        let without = map.places.iter().filter(|p| p.at.is_none());
        let mut named: Vec<String> = without
            .take(NAMED)
            .map(|p| {
                let rsis: RsiSet = p.counts.iter().map(|(rsi, _)| *rsi).collect();
                format!("{} ({rsis})", town(p))
            })
            .collect();
        if count > NAMED {
            named.push(format!("and {} more", count - NAMED));
        }
        text += &format!(
            " Not on the map, because no usable coordinates are published: {} at {}, {}.",
            instances_number(instances),
            places(count),
            named.join(", ")
        );
    }
    if map.silent > 0.0 {
        text += &format!(
            " Not counted, because neither IPv4 nor IPv6 is said: {}.",
            instances_number(map.silent)
        );
    }
    text
}

/// The towns with the most instances, in one sentence. Operators place one town differently, so names are added up.
pub fn summary_map(map: &MapView) -> String {
    let mut towns: Vec<(&str, f64)> = Vec::new();
    for place in map.places.iter().filter(|p| !p.town.is_empty()) {
        match towns.iter_mut().find(|(name, _)| *name == place.town) {
            Some((_, instances)) => *instances += place.total(),
            None => towns.push((&place.town, place.total())),
        }
    }
    sort_by(&mut towns, |a, b| b.1.total_cmp(&a.1));
    let largest: Vec<String> =
        towns.iter().take(3).map(|(name, n)| format!("{name} {}", format::grouped(*n))).collect();
    if largest.is_empty() {
        String::new()
    } else {
        format!("Most instances by name of town: {}.", largest.join(", "))
    }
}

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
/// What stands for a share that is too small for a column.
pub const SMALL: &str = "less than 1%";
/// The heading of the column of changes.
pub const CHANGE: &str = "Change";

/// What changed with Chromium, and what is compared.
pub const STUDY_INTRODUCTION: &str = "Until 4 November 2020 the browser Chromium asked the DNS for random names of 7 \
    to 15 characters. Such names do not exist, and the root servers answered NXDomain. Then it stopped. Compared are \
    the year before, 4 Nov 2019 to 4 Nov 2020, and a year after, 1 Feb 2021 to 1 Feb 2022, by numbers computed from \
    the charts on this page. Doubtful values, more than 100 times the usual, are left out.";

/// How something changed: shares in percentage points, others in percent of what there was. `None` where there was
/// nothing to be a percentage of.
pub fn change(before: f64, after: f64, shares: bool) -> Option<String> {
    let direction = if after < before { "less" } else { "more" };
    let size = (after - before).abs();
    match shares {
        true => Some(format!("{size:.2} percentage points {direction}")),
        false if before > 0.0 => Some(format!("{} {direction}", format::percent(100.0 * size / before))),
        false => None,
    }
}

/// How much of something there is in two periods, in one sentence. The change is empty where it is not known.
pub fn compared(
    what: &str,
    [before, after]: [String; 2],
    [first, second]: [DayRange; 2],
    change: &str,
) -> String {
    let change = if change.is_empty() { String::new() } else { format!(": {change}") };
    let (first, second) = (format::range(first), format::range(second));
    format!("{what}: {before} from {first}, {after} from {second}{change}.")
}

/// How many letters have less of something in the second period, and how many more.
pub fn directions(less: RsiSet, more: RsiSet) -> String {
    let named = |set: RsiSet| match set.len() {
        0 => "none".to_owned(),
        1 => format!("RSI {set}"),
        n => format!("{n} RSIs ({set})"),
    };
    format!("Less at {}, more at {}.", named(less), named(more))
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

/// What averages are of.
pub fn averages(average: &str, weeks: [usize; 2]) -> String {
    let [first, second] = weeks.map(|weeks| bins(weeks, Interval::Week));
    format!("Each RSI's {average} of the weeks that lie wholly in a period, {first} and {second}.")
}

/// The warning on pictures and in files of made-up data.
pub const SAMPLE_PICTURE: &str = "Sample data: every number here is made up, by a generator.";
/// What a picture says in place of a drawing where nothing was reported.
pub const NO_NUMBERS: &str = "No report for this choice.";
/// What a picture says in place of a drawing where every series is hidden.
pub const ALL_HIDDEN: &str = "All series are hidden.";

/// Where a picture's numbers are from, and how new they are.
pub fn source_line(imprint: &Imprint) -> String {
    format!("Source: {}, {}.", imprint.source, data_to(imprint))
}

/// How new numbers are.
pub fn data_to(imprint: &Imprint) -> String {
    imprint.data_to.map_or_else(|| NO_DATA.to_owned(), |day| format!("data to {}", format::short_day(day)))
}

/// The series that a picture leaves out because they are hidden.
pub fn not_shown(labels: &[&str]) -> String {
    format!("Not shown: {}", labels.join(", "))
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
pub fn imprint(imprint: &Imprint) -> String {
    let mut text = String::new();
    if imprint.sample {
        text += &format!("{SAMPLE_PICTURE} ");
    }
    text += &format!("{} Retrieved {}", source_line(imprint), imprint.retrieved);
    if !imprint.version.is_empty() {
        text += &format!(", data version {}", imprint.version);
    }
    if !imprint.link.is_empty() {
        text += &format!(", {}", imprint.link);
    }
    format!("{text}. {}", licence(&imprint.source))
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
/// The link to the page of the whole data set.
pub const WHOLE_DATA: &str = "The whole data set, and how to read it";
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
/// the file of this chart,
pub const THIS_AS_CSV: &str = "These numbers as CSV";
/// and those of all.
pub const ALL_DATA: &str = "All data";

/// That a table goes on.
pub fn more_rows(rows: usize) -> String {
    format!("… and {rows} more rows")
}
