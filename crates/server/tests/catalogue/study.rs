//! The sentences of the study of Chromium, their numbers computed again in the plainest way from answers in the
//! published shape: of sample data, of real data, and of files that hold hardly anything.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rssac002_charts::format;
use rssac002_charts::study::{self, Findings};
use rssac002_charts::view::View;
use rssac002_ingest::Sources;
use rssac002_model::{Day, DayRange, Rsi, RsiSet};
use serde_json::Value;

use crate::fixture::{Fixture, days};
use crate::numbers::{LETTERS, bins};
use crate::support;

/// The periods, written anew.
fn periods() -> [DayRange; 2] {
    [days("2019-11-04", "2020-11-04"), days("2021-02-01", "2022-02-01")]
}

/// What a figure says of a data set, and the values that its charts leave out, as letter, label and day.
fn told_by(fixture: &Fixture, id: &str) -> (Findings, BTreeSet<(String, String, Day)>) {
    let figure = study::figures().into_iter().find(|figure| figure.id == id).unwrap();
    let within = |state| -> Option<View> {
        let view = fixture.view(state);
        // Without a day of its range a chart shows others, and the page has none.
        state.chosen_range(&fixture.clock).map(|_| view)
    };
    let views: Vec<Option<View>> = figure.charts.iter().map(within).collect();
    let doubtful = views.iter().flatten().flat_map(View::doubtful);
    let doubtful = doubtful.map(|d| (d.rsi.to_string(), d.part.clone(), d.day)).collect();
    (figure.findings(&views.iter().map(Option::as_ref).collect::<Vec<_>>()), doubtful)
}

/// What a figure says of a data set of which nothing is left out.
fn findings(fixture: &Fixture, id: &str) -> Findings {
    let (findings, doubtful) = told_by(fixture, id);
    assert!(doubtful.is_empty(), "{id}: {doubtful:?}");
    findings
}

/// What there is in a period: a number and what it rests on, or words.
type Told = Result<(f64, String), &'static str>;

/// All counts of some days by key, and how many daily reports they are of.
struct Counts {
    by_key: BTreeMap<String, f64>,
    reports: usize,
    /// A period, as far as there are data after it or in it.
    days: DayRange,
}

/// A number of a period, and how many weeks and daily reports of how many are behind it.
fn told(value: f64, weeks: (usize, usize), reports: (usize, usize)) -> Told {
    let mut few = Vec::new();
    if weeks.0 != weeks.1 {
        few.push(format!("{} of {} weeks", weeks.0, weeks.1));
    }
    if reports.0 != reports.1 {
        let [there, all] = [reports.0, reports.1].map(|n| format::grouped(n as f64));
        few.push(format!("{there} of {all} daily reports"));
    }
    Ok((value, if few.is_empty() { String::new() } else { format!(" ({})", few.join(", ")) }))
}

/// A sentence about both periods.
fn sentence(
    what: &str,
    unit: &str,
    told: [Told; 2],
    spans: [DayRange; 2],
    write: fn(f64) -> String,
    change: fn([f64; 2]) -> String,
) -> String {
    let mut unit = format!(" {unit}");
    let parts = [0, 1].map(|at| {
        let span = format::range(spans[at]);
        match &told[at] {
            Ok((value, on)) => format!("{}{} from {span}{on}", write(*value), std::mem::take(&mut unit)),
            Err(words) => format!("{words} from {span}"),
        }
    });
    let change = match &told {
        [Ok((before, _)), Ok((after, _))] => format!(": {}", change([*before, *after])),
        _ => String::new(),
    };
    format!("{what}: {}{change}.", parts.join(", "))
}

fn cell(answer: &Value, letter: char, day: Day) -> impl Iterator<Item = (&str, f64)> {
    let counts = answer[letter.to_string()][day.to_string()].as_object();
    counts.into_iter().flatten().filter_map(|(key, v)| Some((key.as_str(), v.as_f64()?)))
}

/// The counts of both periods but those left out.
fn counts(fixture: &Fixture, endpoint: &str, left_out: &BTreeSet<(String, String, Day)>) -> [Counts; 2] {
    let reported = |answer: &Value, day| LETTERS.chars().any(|l| cell(answer, l, day).next().is_some());
    let all = DayRange::new(periods()[0].start(), Day::parse_iso("2026-10-31").unwrap()).unwrap();
    let answer = fixture.published(endpoint, all);
    let last = all.days().rfind(|day| reported(&answer, *day));
    periods().map(|period| {
        let (mut by_key, mut reports) = (BTreeMap::new(), 0);
        for (letter, day) in LETTERS.chars().flat_map(|l| period.days().map(move |day| (l, day))) {
            for (key, count) in cell(&answer, letter, day) {
                if !left_out.contains(&(letter.to_string(), key.to_owned(), day)) {
                    *by_key.entry(key.to_owned()).or_default() += count;
                }
            }
            reports += usize::from(cell(&answer, letter, day).next().is_some());
        }
        let shown = last.and_then(|last| DayRange::new(period.start(), last.min(period.end())));
        Counts { by_key, reports, days: shown.unwrap_or(period) }
    })
}

/// The share of a key in both periods.
fn shares(counts: &[Counts; 2], key: &str) -> [Told; 2] {
    [0, 1].map(|at| {
        let Counts { by_key, reports, days } = &counts[at];
        let all: f64 = by_key.values().sum();
        if all == 0.0 {
            return Err("no data");
        }
        let share = 100.0 * by_key.get(key).copied().unwrap_or(0.0) / all;
        told(share, (0, 0), (*reports, 13 * days.len()))
    })
}

/// What is said of a key's share.
fn of_shares(what: &str, unit: &str, counts: &[Counts; 2], key: &str) -> String {
    let spans = [counts[0].days, counts[1].days];
    sentence(what, unit, shares(counts, key), spans, format::percent, points)
}

fn points([before, after]: [f64; 2]) -> String {
    if before == after {
        return "no change".to_owned();
    }
    let direction = if after < before { "less" } else { "more" };
    format!("{:.2} percentage points {direction}", (after - before).abs())
}

fn percent([before, after]: [f64; 2]) -> String {
    let direction = if after < before { "less" } else { "more" };
    format!("{:.2}% {direction}", 100.0 * ((after - before) / before).abs())
}

/// The whole ISO weeks of a period.
fn whole_weeks(period: DayRange) -> Vec<Vec<Day>> {
    bins(period, true).into_iter().filter(|week| week.len() == 7).collect()
}

fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

fn median(values: &[f64]) -> Option<f64> {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => None,
        n if n % 2 == 1 => Some(values[middle]),
        _ => Some((values[middle - 1] + values[middle]) / 2.0),
    }
}

/// Something of a letter that is there on some days.
type OfDay<'a> = dyn Fn(char, Day) -> Option<f64> + 'a;

/// One letter in one period.
struct Letter {
    /// Its weeks with data, each with their values.
    weeks: Vec<Vec<f64>>,
    /// Whether there are data in the weeks that the period touches.
    any: bool,
}

impl Letter {
    fn new(letter: char, period: DayRange, of_day: &OfDay<'_>) -> Letter {
        let there = |days: &[Day]| days.iter().filter_map(|day| of_day(letter, *day)).collect::<Vec<_>>();
        let weeks = whole_weeks(period).into_iter().map(|week| there(&week)).filter(|week| !week.is_empty());
        let shown = days("2019-11-04", "2022-02-01");
        let touched = period.whole_weeks().intersection(shown).unwrap();
        Letter { weeks: weeks.collect(), any: !there(&touched.days().collect::<Vec<_>>()).is_empty() }
    }

    fn means(&self) -> Vec<f64> {
        self.weeks.iter().filter_map(|week| mean(week)).collect()
    }
}

/// A letter's queries received on a day; a day without any did not count them.
fn received(fixture: &Fixture) -> impl Fn(char, Day) -> Option<f64> {
    let answer = fixture.published("traffic-volume", days("2019-11-04", "2022-02-06"));
    move |letter, day| {
        let counts = cell(&answer, letter, day);
        let received: f64 = counts.filter(|(key, _)| key.contains("received")).map(|(_, v)| v).sum();
        Some(received).filter(|sum| *sum > 0.0)
    }
}

/// What is said of each group of letters whose queries are compared.
fn plain_queries(fixture: &Fixture) -> Vec<String> {
    let received = received(fixture);
    let all: Vec<(char, [Letter; 2])> =
        LETTERS.chars().map(|l| (l, periods().map(|period| Letter::new(l, period, &received)))).collect();
    let has = |of: &[Letter; 2], at: usize| !of[at].weeks.is_empty();
    let both = all.iter().any(|(_, of)| has(of, 0) && has(of, 1));
    let any = all.iter().any(|(_, of)| has(of, 0) || has(of, 1));
    let mut said = Vec::new();
    for group in 0..2 {
        let wanted = |of: &[Letter; 2]| match (both, any) {
            (true, _) => has(of, 0) && has(of, 1),
            (_, true) => has(of, group),
            _ => of[0].any || of[1].any,
        };
        let these: Vec<&(char, [Letter; 2])> = all.iter().filter(|(_, of)| wanted(of)).collect();
        if (these.is_empty() && any) || (group == 1 && (both || !any)) {
            continue;
        }
        let names: String = these.iter().map(|(letter, _)| *letter).collect();
        let names_told = names.chars().map(|letter| Rsi::from_letter(letter).unwrap()).collect::<RsiSet>();
        let reported = if both { " that reported in both periods" } else { "" };
        let what = match names.len() {
            0 => "All RSIs".to_owned(),
            1 => format!("RSI {names}{reported}"),
            13 => "All 13 RSIs".to_owned(),
            n => format!("{n} RSIs ({}){reported}", names_told),
        };
        let told = [0, 1].map(|at| {
            let with: Vec<&Letter> = these.iter().map(|(_, of)| &of[at]).collect();
            let means: Vec<f64> = with.iter().filter_map(|of| mean(&of.means())).collect();
            if means.is_empty() {
                return Err(if with.iter().any(|of| of.any) { "no whole week with data" } else { "no data" });
            }
            let weeks = whole_weeks(periods()[at]);
            let is_there = |week: &&Vec<Day>| {
                names.chars().any(|letter| week.iter().any(|day| received(letter, *day).is_some()))
            };
            let there = weeks.iter().filter(is_there).count();
            let reports = with.iter().flat_map(|of| &of.weeks).map(Vec::len).sum();
            told(means.iter().sum(), (there, weeks.len()), (reports, names.len() * 7 * weeks.len()))
        });
        said.push(sentence(&what, "queries per day", told, periods(), format::short, percent));
    }
    said
}

/// What is said of the total: of its weeks of all letters, and of its greatest.
fn plain_total(fixture: &Fixture) -> Vec<String> {
    let received = received(fixture);
    // The sum of the letters' means, on how many reports it rests, and of how many letters it is.
    let of_week = |week: &[Day]| -> (f64, usize, usize) {
        let letters = LETTERS.chars().map(|letter| {
            let there: Vec<f64> = week.iter().filter_map(|day| received(letter, *day)).collect();
            (mean(&there).unwrap_or(0.0), there.len(), usize::from(!there.is_empty()))
        });
        letters.fold((0.0, 0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1, sum.2 + one.2))
    };
    let told = periods().map(|period| {
        let weeks = whole_weeks(period);
        let of_all: Vec<(f64, usize, usize)> =
            weeks.iter().map(|week| of_week(week)).filter(|week| week.2 == 13).collect();
        let shown = days("2019-11-04", "2022-02-01");
        let mut touched = period.whole_weeks().intersection(shown).unwrap().days();
        match mean(&of_all.iter().map(|week| week.0).collect::<Vec<_>>()) {
            Some(mean) => {
                let reports = of_all.iter().map(|week| week.1).sum();
                told(mean, (of_all.len(), weeks.len()), (reports, 91 * weeks.len()))
            }
            None if touched.any(|day| of_week(&[day]).1 > 0) => Err("no week with all RSIs"),
            None => Err("no data"),
        }
    });
    let mut said =
        vec![sentence("All RSIs together", "queries per day", told, periods(), format::short, percent)];
    let weeks = bins(days("2019-11-04", "2022-02-01"), true);
    let weeks = weeks.iter().map(|week| (week[0].monday(), of_week(week)));
    let most = weeks.filter(|(_, (_, reports, _))| *reports > 0).max_by(|a, b| a.1.0.total_cmp(&b.1.0));
    if let Some((monday, (value, reports, _))) = most {
        let Ok((_, on)) = told_reports(reports) else { unreachable!() };
        let (value, monday) = (format::short(value), format::short_day(monday));
        said.push(format!("Most in the week of {monday}: {value} queries per day{on}."));
    }
    said
}

fn told_reports(reports: usize) -> Told {
    told(0.0, (0, 0), (reports, 91))
}

/// What is said of queries per source at f.
fn plain_per_source(fixture: &Fixture) -> String {
    let shown = days("2019-11-04", "2022-02-06");
    let (queries, sources) =
        (fixture.published("traffic-volume", shown), fixture.published("unique-sources", shown));
    let of = |answer: &Value, days: &[Day], key: &str| -> Vec<f64> {
        let counts = days.iter().flat_map(|day| cell(answer, 'f', *day));
        counts.filter(|(k, v)| *k == key && *v > 0.0).map(|(_, v)| v).collect()
    };
    let ratio = |days: &[Day]| -> Option<f64> {
        let received = ["dns-udp-queries-received-ipv4", "dns-tcp-queries-received-ipv4"];
        let received: f64 = received.iter().filter_map(|key| mean(&of(&queries, days, key))).sum();
        Some(received / mean(&of(&sources, days, "num-sources-ipv4"))?).filter(|ratio| *ratio > 0.0)
    };
    let told = periods().map(|period| {
        let weeks = whole_weeks(period);
        let there: Vec<(&Vec<Day>, f64)> =
            weeks.iter().filter_map(|week| Some((week, ratio(week)?))).collect();
        let Some(median) = median(&there.iter().map(|(_, ratio)| *ratio).collect::<Vec<_>>()) else {
            let touched: Vec<Day> = period.whole_weeks().days().collect();
            return Err(if ratio(&touched).is_some() { "no whole week with data" } else { "no data" });
        };
        // A week rests on the fewer of the two.
        let reports = there.iter().map(|(week, _)| {
            let udp = of(&queries, week, "dns-udp-queries-received-ipv4").len();
            udp.min(of(&sources, week, "num-sources-ipv4").len())
        });
        told(median, (there.len(), weeks.len()), (reports.sum(), 7 * weeks.len()))
    });
    sentence("f root", "queries per source", told, periods(), format::count, percent)
}

/// All that is said of queries, sources, codes and sizes of queries, from the plain computations.
fn compare(fixture: &Fixture) {
    let total = findings(fixture, "total").sentences;
    let expected = plain_total(fixture);
    assert_eq!(total[..expected.len()], expected, "{}", fixture.name);
    assert_eq!(total.len(), expected.len() + 1, "how it is computed");
    let queries = findings(fixture, "queries").sentences;
    let expected = plain_queries(fixture);
    assert_eq!(queries[..expected.len()], expected, "{}", fixture.name);
    assert!(!queries[expected.len()].contains("queries per day"), "{}", queries[expected.len()]);
    assert_eq!(findings(fixture, "per-source").sentences[0], plain_per_source(fixture), "{}", fixture.name);
    let codes = findings(fixture, "codes").sentences;
    let plain = counts(fixture, "rcode-volume", &BTreeSet::new());
    for (at, (code, name)) in [("3", "NXDomain"), ("0", "NoError")].into_iter().enumerate() {
        let unit = "of the responses reported";
        let expected = of_shares(name, unit, &plain, code);
        assert_eq!(codes[at], expected, "{}", fixture.name);
    }
    let sizes = counts(fixture, "udp-request-sizes", &BTreeSet::new());
    let unit = "of the UDP queries reported";
    let expected = of_shares("32-47 octets", unit, &sizes, "32-47");
    assert_eq!(findings(fixture, "sizes").sentences[0], expected, "{}", fixture.name);
}

#[test]
fn sentences_are_those_of_the_published_answers() {
    let sample = Fixture::sample();
    compare(sample);
    for id in ["total", "queries", "codes", "per-source", "sizes"] {
        let said = &findings(sample, id).sentences[0];
        assert!(said.ends_with(" less.") && !said.contains("no "), "the sample data have the drop: {said}");
    }
    let said = &findings(sample, "queries").sentences[0];
    assert!(said.starts_with("All 13 RSIs: "), "{said}");
}

#[test]
fn the_size_of_responses_that_changed_most_is_named() {
    let sample = Fixture::sample();
    let (said, left_out) = told_by(sample, "response-sizes");
    let plain = counts(sample, "udp-response-sizes", &left_out);
    let large = |key: &&String| {
        shares(&plain, key).iter().all(|told| matches!(told, Ok((share, _)) if *share >= 1.0))
    };
    let change = |key: &str| match shares(&plain, key) {
        [Ok((a, _)), Ok((b, _))] => (a - b).abs(),
        _ => 0.0,
    };
    let keys = plain[0].by_key.keys().filter(large);
    let most = keys.max_by(|a, b| change(a).total_cmp(&change(b))).unwrap();
    let what = format!("Of the ranges with 1% or more in both periods changed most, {most} octets");
    let unit = "of the UDP responses reported";
    let expected = of_shares(&what, unit, &plain, most);
    assert_eq!(said.sentences, [expected]);
}

#[test]
fn real_data_of_few_days_are_not_said_to_be_of_a_year() {
    let Some(real) = Fixture::real() else { return };
    compare(real);
    let said = |id| findings(real, id).sentences;
    // Eleven letters have 4 to 6 November 2019, all have 4 November 2020, which is a Wednesday.
    let queries = said("queries");
    let eleven = "11 RSIs (a-d, f and h-m): ";
    assert!(queries[0].starts_with(eleven), "{queries:?}");
    assert!(queries[0].contains("(1 of 52 weeks, 33 of 4,004 daily reports), no data from 1 Feb 2021"));
    assert_eq!(queries.len(), 2);
    let total = said("total");
    assert!(total[0].contains("no week with all RSIs from 4 Nov 2019 to 4 Nov 2020, no data from 1 Feb"));
    assert_eq!(
        total[1],
        "Most in the week of 2 Nov 2020: 160 billion queries per day (13 of 91 daily reports)."
    );
    assert_eq!(
        said("per-source")[0],
        "f root: no whole week with data from 4 Nov 2019 to 4 Nov 2020, no data from 1 Feb 2021 to 1 Feb 2022."
    );
    assert_eq!(
        said("codes")[0],
        "NXDomain: 76.78% of the responses reported from 4 Nov 2019 to 4 Nov 2020 (13 of 4,771 daily reports), \
         no data from 1 Feb 2021 to 1 Feb 2022."
    );
    for id in ["sizes", "response-sizes"] {
        let sizes = said(id);
        assert!(sizes[0].contains(" (2 of 4,771 daily reports), no data from 1 Feb 2021"), "{sizes:?}");
    }
    assert!(said("response-sizes")[0].starts_with("Most frequent, "));
}

/// Writes a letter's file of a day.
fn write(folder: &Path, letter: char, day: &str, metric: &str, body: &str) {
    let (compact, month) = (day.replace('-', ""), day[..7].replace('-', "/"));
    let folder = folder.join(month).join(metric);
    std::fs::create_dir_all(&folder).unwrap();
    let header = format!(
        "---\nversion: rssac002v3\nservice: {letter}.root-servers.net\nstart-period: {day}T00:00:00Z\nmetric: {metric}\n"
    );
    let file = folder.join(format!("{letter}-root-{compact}-{metric}.yaml"));
    std::fs::write(file, header + body).unwrap();
}

/// A data set of these files: letter, day, and how many queries over IPv4 and sources there were, the half of them NXDomain,
/// and three in four of 32 to 47 octets.
fn thin(name: &'static str, files: &[(char, &str, u64)]) -> Fixture {
    let folder = tempfile::tempdir().unwrap();
    for (letter, day, queries) in files {
        let traffic = format!(
            "dns-udp-queries-received-ipv4: {queries}\ndns-udp-queries-received-ipv6: 0\ndns-tcp-queries-received-ipv4: 0\n\
             dns-tcp-queries-received-ipv6: 0\ndns-udp-responses-sent-ipv4: {queries}\ndns-udp-responses-sent-ipv6: 0\n\
             dns-tcp-responses-sent-ipv4: 0\ndns-tcp-responses-sent-ipv6: 0\n"
        );
        write(folder.path(), *letter, day, "traffic-volume", &traffic);
        let sources = "num-sources-ipv4: 10\nnum-sources-ipv6: 0\nnum-sources-ipv6-aggregate: 0\n";
        write(folder.path(), *letter, day, "unique-sources", sources);
        let codes = format!("0: {}\n3: {}\n", queries - queries / 2, queries / 2);
        write(folder.path(), *letter, day, "rcode-volume", &codes);
        let sizes = format!(
            "udp-request-sizes:\n  32-47: {}\n  48-63: {}\nudp-response-sizes:\n  512-527: {queries}\n\
             tcp-request-sizes: {{}}\ntcp-response-sizes: {{}}\n",
            3 * queries / 4,
            queries - 3 * queries / 4
        );
        write(folder.path(), *letter, day, "traffic-sizes", &sizes);
    }
    let sources = Sources { rssac002: Some(folder.path().to_owned()), ..Sources::default() };
    Fixture::new(name, support::read(&sources))
}

#[test]
fn thin_data_say_how_thin_they_are() {
    // One letter has both periods, another one of them each.
    let some = thin(
        "some",
        &[
            ('f', "2020-01-08", 1_000),
            ('f', "2020-01-09", 3_000),
            ('f', "2020-03-04", 4_000),
            ('f', "2021-06-02", 1_500),
            ('k', "2020-01-08", 7_000),
            ('m', "2021-06-02", 9_000),
        ],
    );
    compare(&some);
    assert_eq!(
        findings(&some, "queries").sentences[..2],
        [
            "RSI f that reported in both periods: 3,000 queries per day from 4 Nov 2019 to 4 Nov 2020 (2 of 52 weeks, 3 of \
             364 daily reports), 1,500 from 1 Feb 2021 to 1 Feb 2022 (1 of 52 weeks, 1 of 364 daily reports): 50.00% less.",
            "Less at RSI f, more at none, of 1 of 13 RSIs with both periods (4 of 728 daily reports)."
        ]
    );
    // Nobody has both, so that nothing is compared.
    let apart = thin("apart", &[('k', "2020-01-08", 7_000), ('m', "2021-06-02", 9_000)]);
    compare(&apart);
    let said = findings(&apart, "queries").sentences;
    assert!(said[0].starts_with("RSI k: ") && said[1].starts_with("RSI m: "), "{said:?}");
    assert!(!said.iter().any(|said| said.contains("less") || said.contains("more")), "{said:?}");
    // Beside the whole weeks.
    let beside =
        thin("beside", &[('f', "2020-11-03", 100), ('f', "2022-01-31", 100), ('k', "2022-02-01", 5)]);
    compare(&beside);
    let said = findings(&beside, "per-source").sentences;
    assert_eq!(said[0].matches("no whole week with data").count(), 2, "{said:?}");
    // All letters for a week, and one of them for a day more.
    let mut files: Vec<(char, String)> = Vec::new();
    for letter in LETTERS.chars() {
        files.extend(days("2020-01-06", "2020-01-12").days().map(|day| (letter, day.to_string())));
    }
    files.push(('c', "2020-01-13".into()));
    let files: Vec<(char, &str, u64)> = files.iter().map(|(l, day)| (*l, day.as_str(), 1_000)).collect();
    let week = thin("a week", &files);
    compare(&week);
    let said = findings(&week, "total").sentences;
    assert_eq!(
        said[..2],
        [
            "All RSIs together: 13.0 thousand queries per day from 4 Nov 2019 to 4 Nov 2020 (1 of 52 weeks, 91 of \
             4,732 daily reports), no data from 1 Feb 2021 to 1 Feb 2022.",
            "Most in the week of 6 Jan 2020: 13.0 thousand queries per day."
        ]
    );
}

#[test]
fn without_data_the_study_says_so() {
    for figure in study::figures() {
        let said = &findings(Fixture::nothing(), figure.id).sentences[0];
        assert_eq!(said.matches("no data").count(), 2, "{said}");
    }
}
