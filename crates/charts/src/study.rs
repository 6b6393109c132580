//! The study of one change: Chromium stopped sending random names. Charts of the catalogue for the time around it, and
//! sentences that are computed from their views.
//!
//! Typed in is what changed, when, and which periods are compared ([`CHANGE`], [`periods`], [`words::STUDY_INTRODUCTION`]): those of
//! the talk at ICANN73 Tech Day (2022). Every other number comes from the data shown.

use rssac002_model::{Day, DayRange, RsiSet};

use crate::catalogue::{Chart, Form, IpVersions};
use crate::format;
use crate::state::{Bound, ChartState, Doubtful};
use crate::transform::quantile;
use crate::view::{Body, TimeView, View};
use crate::words;

/// The path of its page, without the slash in front.
pub const PATH: &str = "studies/chromium";
/// Its title.
pub const TITLE: &str = "The end of Chromium's random names";
/// Its line in the menu.
pub const MENU: &str = "Chromium, 2020";

/// The day of the change, 2020-11-04.
pub const CHANGE: Day = Day::from_epoch(18_570);

/// The first and last days of the periods before and after it: 2019-11-04 to 2020-11-04, 2021-02-01 to 2022-02-01.
const PERIODS: [(Day, Day); 2] =
    [(Day::from_epoch(18_204), CHANGE), (Day::from_epoch(18_659), Day::from_epoch(19_024))];

/// NXDomain and NoError as pies name them.
const CODES: [&str; 2] = ["3", "0"];
/// The sizes of queries for a name of 7 to 15 characters.
const SIZES: &str = "32-47";
/// The RSI whose queries per source the talk showed.
const RSI: &str = "f";

/// The periods before and after the change.
pub fn periods() -> [DayRange; 2] {
    PERIODS.map(|(from, to)| DayRange::new(from, to).unwrap_or(DayRange::single(from)))
}

/// What a figure compares.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Comparison {
    /// Each letter's mean over the weeks of a period, and their sum.
    Queries,
    /// Shares of response codes.
    Codes,
    /// Each letter's median over the weeks of a period.
    PerSource,
    /// Shares of ranges of sizes.
    Sizes,
}

/// Some charts with what they show.
#[derive(Clone, Debug)]
pub struct Figure {
    /// Its name in element ids.
    pub id: &'static str,
    /// Its heading.
    pub heading: &'static str,
    /// Its charts; of two for the two periods the earlier one first.
    pub charts: Vec<ChartState>,
    comparison: Comparison,
}

/// The figures, in order.
pub fn figures() -> Vec<Figure> {
    let around = (PERIODS[0].0, PERIODS[1].1);
    let [before, after] = PERIODS;
    let figure = |id, heading, comparison, charts: &[Option<ChartState>]| Figure {
        id,
        heading,
        charts: charts.iter().flatten().cloned().collect(),
        comparison,
    };
    let sources = |state| ChartState { ip: IpVersions::V4, ..with_form(state, Form::Lines) };
    vec![
        figure(
            "queries",
            "Queries received",
            Comparison::Queries,
            &[chart("queries-received", around).map(|state| with_form(state, Form::Stacked))],
        ),
        figure(
            "codes",
            "NXDomain against NoError",
            Comparison::Codes,
            &[
                chart("response-codes/noerror-nxdomain", around),
                chart("response-codes", before),
                chart("response-codes", after),
            ],
        ),
        figure(
            "per-source",
            "Queries per source over IPv4, by RSI",
            Comparison::PerSource,
            &[chart("unique-sources/queries", around).map(sources)],
        ),
        figure(
            "sizes",
            "Sizes of UDP queries",
            Comparison::Sizes,
            &[chart("packet-sizes/stacked", before), chart("packet-sizes/stacked", after)],
        ),
    ]
}

/// A chart of these days. One absurd count would outweigh a year, so that doubtful values are left out.
fn chart(path: &str, (from, to): (Day, Day)) -> Option<ChartState> {
    let mut state = ChartState::new(Chart::find(path)?);
    (state.from, state.to) = (Bound::On(from), Bound::On(to));
    state.doubtful = Doubtful::LeaveOut;
    Some(state)
}

fn with_form(mut state: ChartState, form: Form) -> ChartState {
    state.set_form(form);
    state
}

/// What there is of something in a period.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Found {
    /// No data.
    Nothing,
    /// Too little to have a column, less than 1%.
    Small,
    /// This much.
    Value(f64),
}

impl Found {
    fn of(value: Option<f64>) -> Found {
        value.map_or(Found::Nothing, Found::Value)
    }

    fn value(self) -> Option<f64> {
        match self {
            Found::Value(value) => Some(value),
            Found::Nothing | Found::Small => None,
        }
    }
}

/// Something before and after the change.
#[derive(Clone, PartialEq, Debug)]
pub struct Row {
    /// Its name in addresses.
    pub id: String,
    /// Its name for people.
    pub label: String,
    /// The letters that it is of; none where it is of all.
    pub rsis: RsiSet,
    /// How much, in the first and in the second period.
    pub found: [Found; 2],
}

impl Row {
    fn values(&self) -> Option<(f64, f64)> {
        self.found[0].value().zip(self.found[1].value())
    }
}

/// What is compared, in words.
#[derive(Clone, Copy)]
struct Scale {
    /// Behind a number.
    unit: &'static str,
    /// Whether numbers are shares, whose change is in percentage points.
    shares: bool,
    /// A number for people.
    write: fn(f64) -> String,
}

/// What a figure shows.
#[derive(Clone)]
pub struct Findings {
    /// The days compared: the periods, as far as there are data.
    pub spans: [DayRange; 2],
    /// The sentences.
    pub sentences: Vec<String>,
    /// All that is compared, in the order of the charts.
    pub rows: Vec<Row>,
    scale: Scale,
}

impl Findings {
    fn new(unit: &'static str, shares: bool, write: fn(f64) -> String, spans: [DayRange; 2]) -> Findings {
        let scale = Scale { unit, shares, write };
        Findings { spans, sentences: Vec::new(), rows: Vec::new(), scale }
    }

    fn written(&self, found: Found) -> String {
        match found {
            Found::Nothing => words::NO_DATA.into(),
            Found::Small => words::SMALL.into(),
            Found::Value(value) => (self.scale.write)(value),
        }
    }

    /// The cells of a row: in the first period, in the second, and the change, empty where one of them is unknown.
    pub fn cells(&self, row: &Row) -> [String; 3] {
        let change = row.values().and_then(|(a, b)| words::change(a, b, self.scale.shares));
        [self.written(row.found[0]), self.written(row.found[1]), change.unwrap_or_default()]
    }

    /// Says how much of something there is in both periods.
    fn say(&mut self, row: &Row) {
        let [mut first, mut second, change] = self.cells(row);
        // The unit stands behind the first number.
        if let Some(at) = row.found.iter().position(|found| *found != Found::Nothing) {
            let number = if at == 0 { &mut first } else { &mut second };
            *number += " ";
            *number += self.scale.unit;
        }
        self.sentences.push(words::compared(&row.label, [first, second], self.spans, &change));
    }

    /// The row with a name; without data in either period where there is none.
    fn row(&self, id: &str, label: fn(&str) -> String) -> Row {
        let found = self.rows.iter().find(|row| row.id == id).cloned();
        found.unwrap_or_else(|| Row {
            id: id.to_owned(),
            label: label(id),
            rsis: RsiSet::EMPTY,
            found: [Found::Nothing; 2],
        })
    }

    /// Says how many letters have less, and how many more.
    fn say_directions(&mut self) {
        let these = |less: bool| -> RsiSet {
            let wanted = |row: &&Row| row.values().is_some_and(|(a, b)| if less { b < a } else { b > a });
            self.rows.iter().filter(wanted).flat_map(|row| row.rsis.iter()).collect()
        };
        let (less, more) = (these(true), these(false));
        if !(less.is_empty() && more.is_empty()) {
            self.sentences.push(words::directions(less, more));
        }
    }
}

impl Figure {
    /// What the views of its charts say, in the charts' order; `None` stands for a chart that has no day of its range.
    pub fn findings(&self, views: &[Option<&View>]) -> Findings {
        let view = |at: usize| views.get(at).copied().flatten();
        match self.comparison {
            Comparison::Queries => queries(view(0)),
            Comparison::PerSource => per_source(view(0)),
            // A code without a slice was never sent.
            Comparison::Codes => {
                let views = [view(1), view(2)];
                of_two(views, "of all responses", Found::Value(0.0), code_label, &CODES)
            }
            Comparison::Sizes => {
                let views = [view(0), view(1)];
                of_two(
                    views,
                    "of all UDP queries",
                    Found::Small,
                    crate::kind::columns::range_of_octets,
                    &[SIZES],
                )
            }
        }
    }
}

/// The name of a response code, from its number as text. Pies name none by other texts.
fn code_label(code: &str) -> String {
    match code.parse() {
        Ok(number) => words::rcode(number).to_owned(),
        Err(_) => code.to_owned(),
    }
}

/// The whole weeks of a period.
fn weeks(time: &TimeView, period: DayRange) -> Vec<usize> {
    let within = |days: DayRange| period.contains(days.start()) && period.contains(days.end());
    let all = time.bins.iter().enumerate();
    all.filter(|(_, bin)| !bin.is_partial() && within(bin.days)).map(|(at, _)| at).collect()
}

/// Each series' average over the whole weeks of both periods, and how many weeks these are.
fn averages(view: Option<&View>, average: fn(Vec<f64>) -> Option<f64>) -> (Vec<Row>, [usize; 2]) {
    let Some(time) = view.and_then(View::time) else { return (Vec::new(), [0; 2]) };
    let weeks = periods().map(|period| weeks(time, period));
    let series = time.panels.iter().flat_map(|panel| &panel.series);
    let rows = series.map(|series| {
        let of = |weeks: &Vec<usize>| {
            Found::of(average(weeks.iter().filter_map(|at| series.values.get(*at)).collect()))
        };
        Row {
            id: series.id.clone(),
            label: words::root(&series.label),
            rsis: series.rsis,
            found: [of(&weeks[0]), of(&weeks[1])],
        }
    });
    (rows.collect(), [weeks[0].len(), weeks[1].len()])
}

fn mean(values: Vec<f64>) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_unstable_by(f64::total_cmp);
    quantile(&values, 0.5)
}

fn queries(view: Option<&View>) -> Findings {
    let mut findings = Findings::new("queries per day", false, format::short, periods());
    let (rows, weeks) = averages(view, mean);
    // Letters that reported in one period only would look like a change.
    let both: Vec<&Row> = rows.iter().filter(|row| row.values().is_some()).collect();
    let of_both = !both.is_empty();
    let compared = if of_both { both } else { rows.iter().collect() };
    let sum = |at: usize| {
        let values: Vec<f64> = compared.iter().filter_map(|row| row.found[at].value()).collect();
        Found::of((!values.is_empty()).then(|| values.iter().sum()))
    };
    let rsis: RsiSet = compared.iter().flat_map(|row| row.rsis.iter()).collect();
    let total = Row {
        id: "total".into(),
        label: words::compared_letters(rsis, of_both),
        rsis: RsiSet::EMPTY,
        found: [sum(0), sum(1)],
    };
    findings.rows = rows;
    findings.say(&total);
    findings.say_directions();
    findings.sentences.push(words::averages("mean", weeks));
    findings.rows.push(total);
    findings
}

fn per_source(view: Option<&View>) -> Findings {
    let mut findings = Findings::new("queries per source", false, format::count, periods());
    let (rows, weeks) = averages(view, median);
    findings.rows = rows;
    let shown = findings.row(RSI, words::root);
    findings.say(&shown);
    findings.say_directions();
    findings.sentences.push(words::averages("median", weeks));
    findings
}

/// The views whose days lie in their period. One without any days of it shows others.
fn of_periods(views: [Option<&View>; 2]) -> ([Option<&View>; 2], [DayRange; 2]) {
    let periods = periods();
    let within = |at: usize| {
        views[at].filter(|view| view.range.intersection(periods[at]) == Some(view.range) && !view.is_empty())
    };
    let views = [within(0), within(1)];
    (views, [0, 1].map(|at| views[at].map_or(periods[at], |view| view.range)))
}

/// The names of a view of shares, their names for people, and their shares in percent.
fn shares(view: &View) -> Vec<(&str, &str, f64)> {
    match &view.body {
        Body::Pie(pie) => pie.slices.iter().map(|s| (s.id.as_str(), s.label.as_str(), s.share)).collect(),
        Body::Bars(bars) => bars.ranges.iter().map(|r| (r.id.as_str(), r.label.as_str(), r.share)).collect(),
        _ => Vec::new(),
    }
}

/// The shares of two views, and sentences about some of them. `absent` is what a view has of a name that it does not
/// list; `label` makes a name for people of the view's.
fn of_two(
    views: [Option<&View>; 2],
    unit: &'static str,
    absent: Found,
    label: fn(&str) -> String,
    said: &[&str],
) -> Findings {
    let (views, spans) = of_periods(views);
    let mut findings = Findings::new(unit, true, format::percent, spans);
    let shares = views.map(|view| view.map(shares));
    for (id, name, _) in shares.iter().flatten().flatten() {
        if findings.rows.iter().all(|row| row.id != *id) {
            let of = |shares: &Option<Vec<(&str, &str, f64)>>| match shares {
                None => Found::Nothing,
                Some(all) => all.iter().find(|(i, ..)| i == id).map_or(absent, |s| Found::Value(s.2)),
            };
            let found = [of(&shares[0]), of(&shares[1])];
            findings.rows.push(Row { id: (*id).to_owned(), label: label(name), rsis: RsiSet::EMPTY, found });
        }
    }
    for id in said {
        let row = findings.row(id, label);
        findings.say(&row);
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Keys;
    use crate::data::{DataRequest, DataStore};
    use crate::kind;
    use crate::state::{Clock, url};
    use rssac002_model::columns::REST;
    use rssac002_model::{Column, Columns, Group, KeyedColumn, Rsi, Step};

    fn clock() -> Clock {
        Clock::new(Day::parse_iso("2022-06-01").unwrap())
    }

    /// What a letter counts of a key on a day.
    type Counts = fn(Rsi, &str, Day) -> Option<f64>;

    /// The answer to a request, from letters a and f only.
    fn answer(request: &DataRequest, counts: Counts) -> Columns {
        let range = request.asked().range;
        let keys = match (request.keys, request.endpoint.metric()) {
            (Keys::Total(_), _) => vec![""],
            (Keys::These(keys), _) => keys.iter().copied().filter(|key| *key != REST).collect(),
            (_, rssac002_model::Metric::RcodeVolume) => vec!["0", "3"],
            _ => vec!["16-31", "32-47", "48-63"],
        };
        let column = |rsi: Rsi, key: &str| {
            let values: Column = range.days().map(|day| counts(rsi, key, day)).collect();
            KeyedColumn { key: key.to_owned(), values }
        };
        let group = |rsi: Rsi| Group {
            columns: keys.iter().map(|key| column(rsi, key)).collect(),
            ..Group::new(Some(rsi))
        };
        let groups = [Rsi::A, Rsi::from_letter('f').unwrap()].map(group).to_vec();
        Columns { start: range.start(), step: Step::DAY, rows: range.len(), groups }
    }

    /// What the figures say of these numbers.
    fn said(counts: Counts) -> Vec<Findings> {
        let mut store = DataStore::default();
        let of = |figure: Figure| {
            let views = figure.charts.iter().map(|state| {
                for request in kind::requests(state, &clock()) {
                    store.insert(request, answer(&request, counts));
                }
                kind::view(state, &store, &clock()).unwrap()
            });
            let views: Vec<View> = views.collect();
            figure.findings(&views.iter().map(Some).collect::<Vec<_>>())
        };
        figures().into_iter().map(of).collect()
    }

    /// Queries fall from 400 to 300 a day at f, and rise from 100 to 150 at a; of sources there are 10 each. The share
    /// of NXDomain falls from 75 to 60, that of sizes of 32 to 47 octets from 50 to 40.
    fn story(rsi: Rsi, key: &str, day: Day) -> Option<f64> {
        let after = day > CHANGE;
        let queries = match (rsi, after) {
            (Rsi::A, false) => 100.0,
            (Rsi::A, true) => 150.0,
            (_, false) => 400.0,
            (_, true) => 300.0,
        };
        Some(match (key, after) {
            ("", _) | ("dns-udp-queries-received-ipv4", _) => queries,
            (key, _) if key.starts_with("num-sources") => 10.0,
            (key, _) if key.starts_with("dns-") => 0.0,
            ("0", false) => 25.0,
            ("3", false) => 75.0,
            ("0", true) => 40.0,
            ("3", true) => 60.0,
            ("32-47", false) => 50.0,
            ("32-47", true) => 40.0,
            ("48-63", false) => 49.5,
            ("48-63", true) => 60.0,
            ("16-31", false) => 0.5,
            _ => 0.0,
        })
    }

    #[test]
    fn charts_have_addresses_of_their_own_and_the_periods_are_those_of_the_talk() {
        let charts: Vec<usize> = figures().iter().map(|figure| figure.charts.len()).collect();
        assert_eq!(charts, [1, 3, 1, 2]);
        for state in figures().into_iter().flat_map(|figure| figure.charts) {
            let address = url::address(&state);
            let (path, query) = address.split_once('?').unwrap();
            assert_eq!(url::parse(Chart::find(path).unwrap(), query, &clock()), (state, Vec::new()));
        }
        let [before, after] = periods().map(|p| (p.start().to_string(), p.end().to_string()));
        assert_eq!(before, ("2019-11-04".into(), "2020-11-04".into()));
        assert_eq!(after, ("2021-02-01".into(), "2022-02-01".into()));
        let told = words::STUDY_INTRODUCTION;
        assert!(told.contains(&format::long_day(CHANGE)));
        assert!(periods().into_iter().all(|period| told.contains(&format::range(period))));
    }

    #[test]
    fn sentences_are_computed_from_the_views() {
        let said: Vec<Vec<String>> = said(story).into_iter().map(|f| f.sentences).collect();
        let spans = "from 4 Nov 2019 to 4 Nov 2020, V from 1 Feb 2021 to 1 Feb 2022";
        let line = |what: &str, before: &str, after: &str, change: &str| {
            format!("{what}: {before} {}: {change}.", spans.replace('V', after))
        };
        let weeks = "of the weeks that lie wholly in a period, 52 weeks and 52 weeks.";
        assert_eq!(
            said[0],
            [
                line(
                    "2 RSIs (a and f) that reported in both periods",
                    "500 queries per day",
                    "450",
                    "10.00% less"
                ),
                "Less at RSI f, more at RSI a.".into(),
                format!("Each RSI's mean {weeks}"),
            ]
        );
        let responses = "of all responses";
        assert_eq!(
            said[1],
            [
                line("NXDomain", &format!("75.00% {responses}"), "60.00%", "15.00 percentage points less"),
                line("NoError", &format!("25.00% {responses}"), "40.00%", "15.00 percentage points more"),
            ]
        );
        assert_eq!(
            said[2],
            [
                line("f root", "40 queries per source", "30", "25.00% less"),
                "Less at RSI f, more at RSI a.".into(),
                format!("Each RSI's median {weeks}"),
            ]
        );
        let sizes = "of all UDP queries";
        assert_eq!(
            said[3],
            [line("32-47 octets", &format!("50.00% {sizes}"), "40.00%", "10.00 percentage points less"),]
        );
    }

    #[test]
    fn a_range_without_a_column_is_small_and_not_without_data() {
        fn few(rsi: Rsi, key: &str, day: Day) -> Option<f64> {
            story(rsi, key, day).map(|v| if key == "32-47" && day > CHANGE { 0.1 } else { v })
        }
        let found = said(few);
        let row = found[3].rows.iter().find(|row| row.id == SIZES).unwrap();
        assert_eq!(row.found[1], Found::Small);
        assert_eq!(found[3].cells(row)[1..], ["less than 1%".to_owned(), String::new()]);
    }

    #[test]
    fn a_period_without_data_is_said_to_have_none() {
        fn before_only(rsi: Rsi, key: &str, day: Day) -> Option<f64> {
            story(rsi, key, day).filter(|_| day <= CHANGE)
        }
        for findings in said(before_only) {
            let first = &findings.sentences[0];
            assert!(first.ends_with("no data from 1 Feb 2021 to 1 Feb 2022."), "{first}");
            assert!(!first.contains("no data from 4 Nov 2019"), "{first}");
            assert!(!findings.sentences.iter().any(|s| s.contains("Less at")));
        }
    }

    #[test]
    fn no_data_at_all_is_no_zero() {
        let nothing = said(|_, _, _| None);
        let without_views = figures().iter().map(|f| f.findings(&[None, None, None])).collect::<Vec<_>>();
        for findings in nothing.iter().chain(&without_views) {
            let first = &findings.sentences[0];
            assert_eq!(first.matches("no data").count(), 2, "{first}");
            assert!(!first.contains('%') && !first.contains(" 0"), "{first}");
        }
    }

    #[test]
    fn days_of_another_period_are_not_taken_for_those_asked_for() {
        // Without a day of its range a chart shows all days that there are.
        let clock = Clock::new(Day::parse_iso("2020-12-01").unwrap());
        let figures = figures();
        let after = &figures[1].charts[2];
        assert_eq!(after.chosen_range(&clock), None);
        let mut store = DataStore::default();
        for request in kind::requests(after, &clock) {
            store.insert(request, answer(&request, story));
        }
        let view = kind::view(after, &store, &clock).unwrap();
        assert!(!view.is_empty());
        let findings = figures[1].findings(&[None, None, Some(&view)]);
        assert!(findings.sentences[0].contains("no data from 1 Feb 2021"), "{}", findings.sentences[0]);
    }
}
