//! The study of one change: Chromium stopped sending random names. Charts of the catalogue for the time around it, and
//! sentences that are computed from their views.
//!
//! Typed in is what changed, when, and which periods are compared ([`CHANGE`], [`periods`], [`words::STUDY_INTRODUCTION`]): those of
//! the talk at ICANN73 Tech Day (2022). Every other number comes from the data shown.

use rssac002_model::{Day, DayRange, RsiSet};

use crate::catalogue::{Chart, Form, IpVersions, Messages};
use crate::format;
use crate::kind::columns::range_of_octets;
use crate::kind::columns::view::LEAST_SHARE;
use crate::state::{Bound, ChartState, Doubtful, Interval};
use crate::transform::{bins, quantile, size_order};
use crate::view::{Body, Series, TimeView, View};
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
    /// The total's mean over the weeks of a period in which every letter reported, and its peak.
    Total,
    /// Each letter's mean over the weeks of a period, and their sum.
    Queries,
    /// Shares of response codes.
    Codes,
    /// Each letter's median over the weeks of a period.
    PerSource,
    /// Shares of ranges of sizes of queries.
    Sizes,
    /// The same of responses.
    ResponseSizes,
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
    let responses = |period| {
        let state = chart("packet-sizes/stacked", period);
        state.map(|state| ChartState { messages: Messages::UdpResponses, ..state })
    };
    vec![
        figure(
            "total",
            "Queries received, all RSIs together",
            Comparison::Total,
            &[chart("queries-received", around).map(|state| with_form(state, Form::Line))],
        ),
        figure(
            "queries",
            "Queries received, by RSI",
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
        figure(
            "response-sizes",
            "Sizes of UDP responses",
            Comparison::ResponseSizes,
            &[responses(before), responses(after)],
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
    /// Data that do not tell this number, in words that say why.
    Unknown(&'static str),
    /// Too little to have a column, less than 1%.
    Small,
    /// This much.
    Value(f64),
}

impl Found {
    fn value(self) -> Option<f64> {
        match self {
            Found::Value(value) => Some(value),
            _ => None,
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
            Found::Unknown(words) => words.into(),
            Found::Small => words::SMALL.into(),
            Found::Value(value) => (self.scale.write)(value),
        }
    }

    /// The cells of a row: in the first period, in the second, and the change, empty where one of them is unknown.
    pub fn cells(&self, row: &Row) -> [String; 3] {
        let change = row.values().and_then(|(a, b)| words::change(a, b, self.scale.shares));
        [self.written(row.found[0]), self.written(row.found[1]), change.unwrap_or_default()]
    }

    /// Says how much of something there is in both periods, and on what each number rests.
    fn say(&mut self, row: &Row, mut on: [String; 2]) {
        let [mut first, mut second, change] = self.cells(row);
        // The unit stands behind the first number.
        let is_number = |found: &Found| matches!(found, Found::Value(_) | Found::Small);
        if let Some(at) = row.found.iter().position(is_number) {
            let number = if at == 0 { &mut first } else { &mut second };
            *number += " ";
            *number += self.scale.unit;
        }
        for (on, found) in on.iter_mut().zip(&row.found) {
            if !is_number(found) {
                on.clear();
            }
        }
        self.sentences.push(words::compared(&row.label, [first, second], self.spans, on, &change));
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

    /// The row that changed most, and where none is known to have, the one with the greatest share; its label says which.
    fn greatest(&self) -> Option<Row> {
        let most = |of: &dyn Fn(&Row) -> Option<f64>, why: &str| {
            let all = self.rows.iter().filter_map(|row| Some((of(row)?, row)));
            let (_, row) = all.max_by(|a, b| a.0.total_cmp(&b.0))?;
            Some(Row { label: format!("{why}{}", row.label), ..row.clone() })
        };
        let change = |row: &Row| row.values().map(|(a, b)| (a - b).abs()).filter(|change| *change > 0.0);
        let share = |at: usize| most(&move |row| row.found[at].value(), words::MOST_FREQUENT);
        most(&change, words::CHANGED_MOST).or_else(|| share(0)).or_else(|| share(1))
    }

    /// Says how many letters have less, and how many more.
    fn say_directions(&mut self, weekly: &Weekly<'_>) {
        let these = |wanted: fn(f64, f64) -> bool| -> RsiSet {
            let wanted = |row: &&Row| row.values().is_some_and(|(a, b)| wanted(a, b));
            self.rows.iter().filter(wanted).flat_map(|row| row.rsis.iter()).collect()
        };
        let (less, more, both) = (these(|a, b| b < a), these(|a, b| b > a), these(|_, _| true));
        if !(less.is_empty() && more.is_empty()) {
            let [first, second] = [0, 1].map(|at| weekly.reports(at, both));
            let reports = (first.0 + second.0, first.1 + second.1);
            self.sentences.push(words::directions(less, more, both, reports));
        }
    }
}

impl Figure {
    /// What the views of its charts say, in the charts' order; `None` stands for a chart that has no day of its range.
    pub fn findings(&self, views: &[Option<&View>]) -> Findings {
        let view = |at: usize| views.get(at).copied().flatten();
        match self.comparison {
            Comparison::Total => total(view(0)),
            Comparison::Queries => queries(view(0)),
            Comparison::PerSource => per_source(view(0)),
            Comparison::Codes => of_two([view(1), view(2)], "of the responses reported", code_label, &CODES),
            Comparison::Sizes => {
                of_two([view(0), view(1)], "of the UDP queries reported", range_of_octets, &[SIZES])
            }
            Comparison::ResponseSizes => {
                of_two([view(0), view(1)], "of the UDP responses reported", range_of_octets, &[])
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

/// How many weeks lie wholly in each period, whether or not there are data.
fn whole_weeks() -> [usize; 2] {
    periods().map(|period| bins(period, Interval::Week).iter().filter(|bin| !bin.is_partial()).count())
}

/// A chart by week, and which weeks of each period count.
struct Weekly<'a> {
    time: Option<&'a TimeView>,
    weeks: [Vec<usize>; 2],
    /// What is said of a period that has data and no week that counts.
    otherwise: &'static str,
}

impl<'a> Weekly<'a> {
    /// The weeks that lie wholly in a period; of the system those in which no letter is missing
    /// altogether.
    fn new(view: Option<&'a View>, of_all: bool) -> Weekly<'a> {
        let time = view.and_then(View::time);
        let weeks = periods().map(|period| {
            let counts = |time: &TimeView, at: usize| {
                let bin = &time.bins[at];
                // Where the data end within a week, its other days are missing as those of any other week may be.
                let within = period.contains(bin.start()) && period.contains(bin.start() + 6);
                within && (!of_all || time.absent[at].is_empty())
            };
            time.map_or_else(Vec::new, |time| (0..time.bins.len()).filter(|at| counts(time, *at)).collect())
        });
        Weekly { time, weeks, otherwise: if of_all { words::NO_FULL_WEEK } else { words::NO_WHOLE_WEEK } }
    }

    fn series(&self) -> impl Iterator<Item = &'a Series> {
        self.time.into_iter().flat_map(|time| &time.panels).flat_map(|panel| &panel.series)
    }

    /// Each series' average over the weeks of both periods.
    fn averages(&self, average: fn(Vec<f64>) -> Option<f64>) -> Vec<Row> {
        let periods = periods();
        let row = |series: &Series| {
            let of = |at: usize| {
                let values = self.weeks[at].iter().filter_map(|bin| series.values.get(*bin)).collect();
                let bins = self.time.into_iter().flat_map(|time| &time.bins).enumerate();
                let mut near = bins.filter(|(_, bin)| bin.days.intersection(periods[at]).is_some());
                match average(values) {
                    Some(value) => Found::Value(value),
                    None if near.any(|(bin, _)| series.values.get(bin).is_some()) => {
                        Found::Unknown(self.otherwise)
                    }
                    None => Found::Nothing,
                }
            };
            Row {
                id: series.id.clone(),
                label: words::root(&series.label),
                rsis: series.rsis,
                found: [of(0), of(1)],
            }
        };
        self.series().map(row).collect()
    }

    /// On how many days of the weeks of a period these letters reported, and on how many they could have.
    fn reports(&self, at: usize, rsis: RsiSet) -> (usize, usize) {
        let letters = self.time.into_iter().flat_map(|time| &time.reported);
        let days = letters.filter(|(rsi, _)| rsis.contains(*rsi)).map(|(_, days)| days);
        let there = days.flat_map(|days| self.weeks[at].iter().map(|bin| days[*bin])).sum();
        (there, rsis.len() * whole_weeks()[at] * 7)
    }

    /// What the numbers of these letters rest on, in words.
    fn on(&self, rsis: RsiSet) -> [String; 2] {
        let whole = whole_weeks();
        [0, 1].map(|at| {
            let mine = |series: &Series| series.rsis.iter().any(|rsi| rsis.contains(rsi));
            let has = |bin: &&usize| self.series().any(|s| mine(s) && s.values.get(**bin).is_some());
            let weeks = self.weeks[at].iter().filter(has).count();
            words::rests_on((weeks, whole[at]), self.reports(at, rsis))
        })
    }
}

fn mean(values: Vec<f64>) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_unstable_by(f64::total_cmp);
    quantile(&values, 0.5)
}

fn queries_per_day() -> Findings {
    Findings::new("queries per day", false, format::short, periods())
}

/// The total. Weeks without some letter would look like a change.
fn total(view: Option<&View>) -> Findings {
    let mut findings = queries_per_day();
    let weekly = Weekly::new(view, true);
    findings.rows = weekly.averages(mean);
    let mut row = findings.row("total", words::root);
    row.label = words::TOGETHER.to_owned();
    findings.say(&row, weekly.on(row.rsis));
    if let (Some(time), Some(series)) = (weekly.time, weekly.series().next()) {
        let there = (0..time.bins.len()).filter_map(|at| Some((series.values.get(at)?, at)));
        if let Some((value, at)) = there.max_by(|a, b| a.0.total_cmp(&b.0)) {
            let reports = time.reported.iter().map(|(_, days)| days[at]).sum();
            let on = words::rests_on((0, 0), (reports, time.expected.len() * 7));
            let most = format!("{} {}", format::short(value), findings.scale.unit);
            findings.sentences.push(words::peak(time.bins[at].start(), &most, &on));
        }
    }
    findings
        .sentences
        .push(words::averages("The mean of the weeks in which every RSI reported", whole_weeks()));
    findings.rows = vec![row];
    findings
}

fn queries(view: Option<&View>) -> Findings {
    let mut findings = queries_per_day();
    let weekly = Weekly::new(view, false);
    findings.rows = weekly.averages(mean);
    let mut totals: Vec<Row> = Vec::new();
    // Letters that reported in one period only would look like a change: they count where none has both, and then by
    // themselves. Without any number it is still said that there is none.
    for at in 0..4 {
        let wanted = |row: &&Row| match at {
            0 => row.values().is_some(),
            1 | 2 => row.found[at - 1].value().is_some(),
            _ => row.found != [Found::Nothing; 2],
        };
        let compared: Vec<&Row> = findings.rows.iter().filter(wanted).collect();
        let rsis: RsiSet = compared.iter().flat_map(|row| row.rsis.iter()).collect();
        if if at == 3 { !totals.is_empty() } else { rsis.is_empty() } {
            continue;
        }
        let sum = |at: usize| {
            let found = compared.iter().map(|row| row.found[at]);
            found.fold(Found::Nothing, |sum, found| match (sum, found) {
                (Found::Value(a), Found::Value(b)) => Found::Value(a + b),
                (sum, Found::Nothing) | (sum @ Found::Value(_), _) => sum,
                (_, found) => found,
            })
        };
        let (id, label) = ("total".into(), words::compared_letters(rsis, at == 0));
        totals.push(Row { id, label, rsis, found: [sum(0), sum(1)] });
        if at == 0 {
            break;
        }
    }
    for total in &totals {
        findings.say(total, weekly.on(total.rsis));
    }
    findings.say_directions(&weekly);
    findings.sentences.push(words::averages("Each RSI's mean of its weeks with data", whole_weeks()));
    findings.rows.append(&mut totals);
    findings
}

fn per_source(view: Option<&View>) -> Findings {
    let mut findings = Findings::new("queries per source", false, format::count, periods());
    let weekly = Weekly::new(view, false);
    findings.rows = weekly.averages(median);
    let shown = findings.row(RSI, words::root);
    findings.say(&shown, weekly.on(shown.rsis));
    findings.say_directions(&weekly);
    findings.sentences.push(words::averages("Each RSI's median of its weeks with data", whole_weeks()));
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

/// What a view of shares has of a name that it does not list. Sizes are in ranges, and of two views one may have an open
/// range in place of the other's last ones.
fn unlisted(view: &View, id: &str) -> Found {
    let Body::Bars(bars) = &view.body else {
        // A code without a slice was never sent.
        return Found::Value(0.0);
    };
    let is_open = |id: &str| id.ends_with('-');
    let overlaps = |other: &str| {
        (is_open(id) && size_order(other) >= size_order(id))
            || (is_open(other) && size_order(id) >= size_order(other))
    };
    // An open range may also be many small ones here.
    let is_many = is_open(id) && bars.small.1 >= LEAST_SHARE;
    if is_many || bars.ranges.iter().any(|range| overlaps(&range.id)) {
        Found::Unknown(words::NOT_APART)
    } else {
        Found::Small
    }
}

/// The shares of two views, and sentences about some of them, or about the one that changed most where none are named.
/// `label` makes a name for people of the view's.
fn of_two(
    views: [Option<&View>; 2],
    unit: &'static str,
    label: fn(&str) -> String,
    said: &[&str],
) -> Findings {
    let (views, spans) = of_periods(views);
    let mut findings = Findings::new(unit, true, format::percent, spans);
    let shares = views.map(|view| view.map(|view| (view, shares(view))));
    let listed = shares.iter().flatten().flat_map(|(_, all)| all).map(|(id, name, _)| (*id, *name));
    // What is said of may be listed by neither.
    for (id, name) in listed.chain(said.iter().map(|id| (*id, *id))) {
        if findings.rows.iter().all(|row| row.id != id) {
            let of = |at: usize| match &shares[at] {
                None => Found::Nothing,
                Some((view, all)) => match all.iter().find(|(i, ..)| *i == id) {
                    Some((.., share)) => Found::Value(*share),
                    None => unlisted(view, id),
                },
            };
            let (id, found) = (id.to_owned(), [of(0), of(1)]);
            findings.rows.push(Row { id, label: label(name), rsis: RsiSet::EMPTY, found });
        }
    }
    let on = views.map(|view| match view.map(|view| &view.body) {
        Some(Body::Pie(pie)) => words::rests_on((0, 0), pie.reported),
        Some(Body::Bars(bars)) => words::rests_on((0, 0), bars.reported),
        _ => String::new(),
    });
    for id in said {
        let row = findings.row(id, label);
        findings.say(&row, on.clone());
    }
    if said.is_empty() {
        let none = || Row { label: words::ALL_SIZES.to_owned(), ..findings.row("", label) };
        let row = findings.greatest().unwrap_or_else(none);
        findings.say(&row, on);
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
        assert_eq!(charts, [1, 1, 3, 1, 2, 2]);
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

    /// A figure's findings among all.
    fn of<'a>(all: &'a [Findings], id: &str) -> &'a Findings {
        &all[figures().iter().position(|figure| figure.id == id).unwrap()]
    }

    #[test]
    fn sentences_are_computed_from_the_views() {
        let said = said(story);
        let said = |id| of(&said, id).sentences.iter().map(String::as_str).collect::<Vec<_>>();
        let weeks = "of the 52 weeks that lie wholly in the first period and the 52 in the second.";
        // 11 letters report nothing, so that no week is one of all.
        assert_eq!(
            said("total"),
            [
                "All RSIs together: no week with all RSIs from 4 Nov 2019 to 4 Nov 2020, no week with all RSIs \
                 from 1 Feb 2021 to 1 Feb 2022.",
                "Most in the week of 26 Oct 2020: 500 queries per day (14 of 91 daily reports).",
                &format!("The mean of the weeks in which every RSI reported, {weeks}"),
            ]
        );
        let directions = "Less at RSI f, more at RSI a, of 2 of 13 RSIs with both periods.";
        assert_eq!(
            said("queries"),
            [
                "2 RSIs (a and f) that reported in both periods: 500 queries per day from 4 Nov 2019 to 4 Nov 2020, 450 \
                 from 1 Feb 2021 to 1 Feb 2022: 10.00% less.",
                directions,
                &format!("Each RSI's mean of its weeks with data, {weeks}"),
            ]
        );
        // Two of 13 letters on each of 367 and 366 days.
        let line = |what: &str, before: &str, after: &str, change: &str| {
            format!(
                "{what} from 4 Nov 2019 to 4 Nov 2020 ({before} daily reports), {after} daily reports): {change}."
            )
        };
        let second = |share: &str| format!("{share} from 1 Feb 2021 to 1 Feb 2022 (732 of 4,758");
        assert_eq!(
            said("codes"),
            [
                line(
                    "NXDomain: 75.00% of the responses reported",
                    "734 of 4,771",
                    &second("60.00%"),
                    "15.00 percentage points less"
                ),
                line(
                    "NoError: 25.00% of the responses reported",
                    "734 of 4,771",
                    &second("40.00%"),
                    "15.00 percentage points more"
                ),
            ]
        );
        assert_eq!(
            said("per-source"),
            [
                "f root: 40 queries per source from 4 Nov 2019 to 4 Nov 2020, 30 from 1 Feb 2021 to 1 Feb 2022: 25.00% \
                 less.",
                directions,
                &format!("Each RSI's median of its weeks with data, {weeks}"),
            ]
        );
        let less = "10.00 percentage points less";
        assert_eq!(
            said("sizes"),
            [line(
                "32-47 octets: 50.00% of the UDP queries reported",
                "734 of 4,771",
                &second("40.00%"),
                less
            )]
        );
        // It changed less than 48-63, by half a point.
        let more = "10.50 percentage points more";
        assert_eq!(
            said("response-sizes"),
            [line(
                "Of the ranges with 1% or more in both periods changed most, 48-63 octets: 49.50% of the UDP responses \
                 reported",
                "734 of 4,771",
                &second("60.00%"),
                more
            )]
        );
    }

    #[test]
    fn a_range_without_a_column_is_small_and_not_without_data() {
        fn few(rsi: Rsi, key: &str, day: Day) -> Option<f64> {
            story(rsi, key, day).map(|v| if key == "32-47" && day > CHANGE { 0.1 } else { v })
        }
        let found = said(few);
        let found = of(&found, "sizes");
        let row = found.rows.iter().find(|row| row.id == SIZES).unwrap();
        assert_eq!(row.found[1], Found::Small);
        assert_eq!(found.cells(row)[1..], ["less than 1%".to_owned(), String::new()]);
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
    fn what_nobody_lists_is_not_without_data() {
        fn others(rsi: Rsi, key: &str, day: Day) -> Option<f64> {
            story(rsi, key, day).map(|v| if matches!(key, "0" | "32-47") { 0.0 } else { v })
        }
        let found = said(others);
        let codes = &of(&found, "codes").sentences[1];
        assert!(
            codes.starts_with("NoError: 0.00% of the responses") && codes.ends_with(": no change."),
            "{codes}"
        );
        let sizes = &of(&found, "sizes").sentences[0];
        assert!(sizes.starts_with("32-47 octets: less than 1% of the UDP queries"), "{sizes}");
        assert!(!codes.contains("no data") && !sizes.contains("no data"));
    }

    #[test]
    fn sizes_that_nobody_changed_are_named_by_their_share() {
        fn same(rsi: Rsi, key: &str, day: Day) -> Option<f64> {
            story(rsi, key, day.min(CHANGE))
        }
        let found = said(same);
        let sizes = &of(&found, "response-sizes").sentences[0];
        assert!(sizes.starts_with("Most frequent, 32-47 octets: 50.00%"), "{sizes}");
        assert!(sizes.ends_with(": no change."), "{sizes}");
    }

    #[test]
    fn letters_of_one_period_each_are_not_compared() {
        fn apart(rsi: Rsi, key: &str, day: Day) -> Option<f64> {
            story(rsi, key, day).filter(|_| if rsi == Rsi::A { day <= CHANGE } else { day >= PERIODS[1].0 })
        }
        let said = said(apart);
        assert_eq!(
            of(&said, "queries").sentences[..2],
            [
                "RSI a: 100 queries per day from 4 Nov 2019 to 4 Nov 2020, no data from 1 Feb 2021 to 1 Feb 2022.",
                "RSI f: no data from 4 Nov 2019 to 4 Nov 2020, 300 queries per day from 1 Feb 2021 to 1 Feb 2022.",
            ]
        );
        assert_eq!(of(&said, "queries").sentences.len(), 3);
    }

    #[test]
    fn data_beside_the_whole_weeks_are_data() {
        // The day of the change is a Wednesday, and the last of its period.
        fn one_day(rsi: Rsi, key: &str, day: Day) -> Option<f64> {
            story(rsi, key, day).filter(|_| day == CHANGE)
        }
        let said = said(one_day);
        for (id, who) in [("queries", "2 RSIs (a and f)"), ("per-source", "f root")] {
            let expected = format!(
                "{who}: no whole week with data from 4 Nov 2019 to 4 Nov 2020, no data from 1 Feb 2021 to 1 Feb 2022."
            );
            assert_eq!(of(&said, id).sentences[0], expected);
        }
        let peak = "Most in the week of 2 Nov 2020: 500 queries per day (2 of 91 daily reports).";
        assert_eq!(of(&said, "total").sentences[1], peak);
    }

    #[test]
    fn a_few_days_are_said_to_be_few() {
        // Three days of one week and one of the next, at f only two of them.
        fn few(rsi: Rsi, key: &str, day: Day) -> Option<f64> {
            let at = day - PERIODS[0].0;
            let there = at == 7 || ((0..3).contains(&at) && (rsi == Rsi::A || at == 0));
            story(rsi, key, day).filter(|_| there || day == PERIODS[1].0)
        }
        let said = said(few);
        let at = "from 4 Nov 2019 to 4 Nov 2020 (2 of 52 weeks, ";
        let to = "from 1 Feb 2021 to 1 Feb 2022 (1 of 52 weeks, ";
        assert_eq!(
            of(&said, "queries").sentences[..2],
            [
                format!(
                    "2 RSIs (a and f) that reported in both periods: 500 queries per day {at}6 of 728 daily reports), \
                     450 {to}2 of 728 daily reports): 10.00% less."
                ),
                "Less at RSI f, more at RSI a, of 2 of 13 RSIs with both periods (8 of 1,456 daily reports)."
                    .to_owned(),
            ]
        );
        assert_eq!(
            of(&said, "per-source").sentences[0],
            format!(
                "f root: 40 queries per source {at}2 of 364 daily reports), 30 {to}1 of 364 daily reports): 25.00% less."
            )
        );
        assert!(of(&said, "codes").sentences[0].contains("Nov 2020 (6 of 4,771 daily reports), 60.00%"));
    }

    #[test]
    fn an_open_range_is_not_compared_with_what_it_takes() {
        let view = |shares: &[(&str, f64)]| {
            let mut store = DataStore::default();
            let state = &figures()[4].charts[0];
            for request in kind::requests(state, &clock()) {
                let mut columns = answer(&request, |_, _, _| None);
                let rows = columns.rows;
                let column = |(key, share): &(&str, f64)| KeyedColumn {
                    key: (*key).to_owned(),
                    values: (0..rows).map(|_| Some(*share)).collect(),
                };
                columns.groups[0].columns = shares.iter().map(column).collect();
                store.insert(request, columns);
            }
            kind::view(state, &store, &clock()).unwrap()
        };
        let open = view(&[("32-47", 90.0), ("288-", 10.0)]);
        assert_eq!(unlisted(&open, "16-31"), Found::Small);
        let unknown = Found::Unknown(words::NOT_APART);
        assert_eq!(unlisted(&open, "304-319"), unknown);
        let closed = view(&[("32-47", 90.0), ("304-319", 10.0)]);
        assert_eq!(unlisted(&closed, "288-"), unknown);
        assert_eq!(unlisted(&closed, "320-"), Found::Small);
        let many = view(&[("32-47", 98.2), ("288-303", 0.9), ("304-319", 0.9)]);
        assert_eq!(unlisted(&many, "288-"), unknown);
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
        let codes = figures.iter().find(|figure| figure.id == "codes").unwrap();
        let after = &codes.charts[2];
        assert_eq!(after.chosen_range(&clock), None);
        let mut store = DataStore::default();
        for request in kind::requests(after, &clock) {
            store.insert(request, answer(&request, story));
        }
        let view = kind::view(after, &store, &clock).unwrap();
        assert!(!view.is_empty());
        let findings = codes.findings(&[None, None, Some(&view)]);
        assert!(findings.sentences[0].contains("no data from 1 Feb 2021"), "{}", findings.sentences[0]);
    }
}
