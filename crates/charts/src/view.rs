//! What a state shows: series, words and marks, without pixels. Picture, table, CSV and readout are all made from
//! one [`View`], so they cannot disagree.

pub(crate) mod change;
pub(crate) mod cube;
mod extremes;
pub(crate) mod loads;
pub(crate) mod parts;
pub(crate) mod totals;

use std::fmt;
use std::sync::Arc;

use rssac002_model::{Column, Day, DayRange, Rsi, RsiSet};

use crate::catalogue::{Form, Rate};
use crate::draw::{Geometry, Layer, Scene, Surface, Window};
use crate::events::{Event, Mark, Marks};
use crate::rows::Table;
use crate::state::{Bound, ChartState, Interval, Scale, Second, without_last_week};
use crate::theme::Colour;
use crate::transform::{Bin, Coverage, greatest_first};
use crate::world::Outline;
use crate::{format, words};
use change::Counted;
pub use extremes::Extremes;

/// What values are.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Unit {
    /// Counts of something, per day or per second.
    Count {
        /// What is counted, in the plural.
        noun: &'static str,
        /// Per what, unless it is a stock, a ratio or a duration.
        rate: Option<Rate>,
    },
    /// Shares in percent.
    Percent,
    /// Changes against the year before in percent of it, below zero where there is less.
    Change,
    /// Changes of shares against the year before, in percentage points.
    Points,
    /// Percent of what there was on a day.
    Index(Day),
}

impl Unit {
    /// As it stands behind a number: `queries per day`, `%`.
    pub fn words(&self) -> String {
        match self {
            Unit::Count { noun, rate: Some(rate) } => format!("{noun} {}", rate.label()),
            Unit::Count { noun, rate: None } => (*noun).to_owned(),
            Unit::Percent => "%".into(),
            Unit::Change => "% year on year".into(),
            Unit::Points => "points year on year".into(),
            Unit::Index(day) => format!("% of {}", format::short_day(*day)),
        }
    }

    /// A value of what has counts behind it.
    pub(crate) fn write(&self, value: f64) -> String {
        match self {
            Unit::Change => format::signed(value) + "%",
            Unit::Points => format::signed(value) + " points",
            Unit::Count { .. } | Unit::Percent | Unit::Index(_) => format::percent(value),
        }
    }
}

/// One line or layer. Pictures, files and tables leave out one that the legend hides.
#[derive(Clone, PartialEq, Debug)]
pub struct Series {
    /// Its name in addresses: a letter, a part, `total`.
    pub id: String,
    /// Its name for people.
    pub label: String,
    /// Its colour.
    pub colour: Colour,
    /// The letters whose numbers it is made of.
    pub rsis: RsiSet,
    /// Whether the legend hides it. Its numbers stay in the shares of the others.
    pub hidden: bool,
    /// Whether its numbers are those of the days to compare with, in the bins of those shown.
    pub is_second: bool,
    /// One value per bin, in the view's unit.
    pub values: Column,
    /// The counts behind shares.
    pub counts: Option<Column>,
    /// The bins that hold a doubtful value, ascending: marked, and left out of the axis and of lines and layers.
    pub doubtful: Vec<usize>,
}

/// One drawing of a chart.
#[derive(Clone, PartialEq, Debug)]
pub struct Panel {
    /// Its name in element ids.
    pub id: String,
    /// Its heading, where there are several.
    pub title: Option<String>,
    /// Its series, the lowest layer first.
    pub series: Vec<Series>,
}

/// A value far outside its series' history.
#[derive(Clone, PartialEq, Debug)]
pub struct DoubtfulValue {
    /// Whose.
    pub rsi: Rsi,
    /// The part's, response code's or range's name; empty for a total.
    pub part: String,
    /// When.
    pub day: Day,
    /// As published.
    pub value: f64,
}

/// The days that values over time are compared with.
#[derive(Clone, PartialEq, Debug)]
pub struct SecondPeriod {
    /// All of them.
    pub range: DayRange,
    /// Those that stand under each bin of the days shown; there may be fewer.
    pub bins: Vec<Bin>,
    /// The letters that such a bin counts nothing of, as [`TimeView::absent`].
    pub absent: Vec<RsiSet>,
    /// Whether such a bin is kept, as [`TimeView::kept`].
    pub kept: Vec<bool>,
}

/// Values over days or weeks.
#[derive(Clone, PartialEq, Debug)]
pub struct TimeView {
    /// The time axis, shared by all panels.
    pub bins: Vec<Bin>,
    /// The days to compare with, if any.
    pub second: Option<SecondPeriod>,
    /// Days or weeks.
    pub interval: Interval,
    /// Whether a week's value is the average of its days.
    pub averaged: bool,
    /// Whether the sum of the series means something.
    pub additive: bool,
    /// How values are drawn.
    pub form: Form,
    /// How the value axis runs.
    pub scale: Scale,
    /// What values are.
    pub unit: Unit,
    /// The drawings.
    pub panels: Vec<Panel>,
    /// How far the values of each go. Axes of one panel depend on all others, which are too many to go through for each.
    pub extremes: Vec<Extremes>,
    /// Whether all panels have the same value axis.
    pub same_axis: bool,
    /// The letters chosen.
    pub expected: RsiSet,
    /// How many of them reported, per bin.
    pub coverage: Vec<Coverage>,
    /// Those of which a bin counts nothing: they did not report, or what they reported is doubtful and left out.
    pub absent: Vec<RsiSet>,
    /// Whether each panel is a letter's own, where a gap says it all and a count of letters would say nothing.
    pub per_letter: bool,
    /// On how many days of each bin each chosen letter reported.
    pub reported: Vec<(Rsi, Vec<usize>)>,
    /// Each chosen letter's days without a report, where there are any.
    pub missing: Vec<(Rsi, usize)>,
    /// Doubtful values in the days shown.
    pub doubtful: Vec<DoubtfulValue>,
    /// Known events and unusual days, each where it is asked for and known.
    pub marks: Vec<Marks>,
    /// Whether a bin is kept: all are, unless only those are asked for in which all letters reported.
    pub kept: Vec<bool>,
    /// What is seen of its days while a visitor moves them; without it all of them.
    pub window: Option<Window>,
}

/// The days of a list that lie in a bin.
pub(crate) fn marks_of<'a>(list: &'a [Event], bin: &Bin) -> impl Iterator<Item = &'a Event> {
    let days = bin.days;
    list.iter().filter(move |event| days.contains(event.day))
}

/// A slice of a pie.
#[derive(Clone, PartialEq, Debug)]
pub struct Slice {
    /// Its name in addresses: a part, a code, a range or a letter.
    pub id: String,
    /// Its name for people.
    pub label: String,
    /// Its colour.
    pub colour: Colour,
    /// The count.
    pub value: f64,
    /// Its share of all slices, in percent.
    pub share: f64,
    /// Whether nobody reported anything of it in these days, or all of it is doubtful and left out, so that its 0 is no number:
    /// another period has it.
    pub is_missing: bool,
    /// Whether the legend hides it.
    pub hidden: bool,
}

/// Shares of a total over a range of days.
#[derive(Clone, PartialEq, Debug)]
pub struct PieView {
    /// The days.
    pub range: DayRange,
    /// Their name for people.
    pub days: String,
    /// The same slices over the days to compare with, if any.
    pub second: Option<Box<PieView>>,
    /// The part whose letters are shown, in addresses and for people; `None` for the shares of the parts.
    pub part: Option<(String, String)>,
    /// What a slice is, at the head of a column.
    pub what: &'static str,
    /// The slices, the largest first, and those too small for one last; letters in order.
    pub slices: Vec<Slice>,
    /// Their sum.
    pub total: f64,
    /// What is counted.
    pub noun: &'static str,
    /// The letters chosen.
    pub expected: RsiSet,
    /// Days of letters that reported, of all days of the letters chosen.
    pub reported: (usize, usize),
    /// Doubtful values in the days shown.
    pub doubtful: Vec<DoubtfulValue>,
}

impl Slice {
    /// Its count and share, unless they are missing.
    pub(crate) fn counted(&self) -> Counted {
        [self.value, self.share].map(|number| (!self.is_missing).then_some(number))
    }
}

impl PieView {
    /// The days shown, and those to compare with.
    pub fn periods(&self) -> impl Iterator<Item = &PieView> {
        std::iter::once(self).chain(self.second.as_deref())
    }

    /// Each slice that the legend does not hide, and the same one over the days to compare with.
    pub(crate) fn shown(&self) -> impl Iterator<Item = (&Slice, Option<&Slice>)> {
        let second = |at: usize| self.second.as_ref()?.slices.get(at);
        let slices = self.slices.iter().enumerate().filter(|(_, slice)| !slice.hidden);
        slices.map(move |(at, slice)| (slice, second(at)))
    }
}

/// A part that has a column.
#[derive(Clone, PartialEq, Debug)]
pub struct BarPart {
    /// Its name in addresses: a range of sizes by its published key (`32-47`), a part, a code.
    pub id: String,
    /// Its name for people below its column.
    pub label: String,
    /// The same alone and in the middle of a sentence, `32–47 octets`.
    pub name: String,
    /// The count.
    pub count: f64,
    /// Its share of all, in percent.
    pub share: f64,
    /// Whether the count is missing, as that of a [`Slice`].
    pub is_missing: bool,
}

/// Counts by part and letter, over a range of days.
#[derive(Clone, PartialEq, Debug)]
pub struct BarView {
    /// The days.
    pub range: DayRange,
    /// Their name for people.
    pub days: String,
    /// The same parts and letters over the days to compare with, if any.
    pub second: Option<Box<BarView>>,
    /// What a column is of, at the head of a column of the table.
    pub what: &'static str,
    /// What the value axis says.
    pub axis: String,
    /// The parts that have a column, from left to right: ranges from the smallest sizes on, all others from the largest share on.
    pub parts: Vec<BarPart>,
    /// The letters, the lowest layer first: by part the share of all in percent, and the counts behind it.
    pub series: Vec<Series>,
    /// How many ranges of sizes have too few packets for a column, and their share in percent.
    pub small: (usize, f64),
    /// All that was counted.
    pub total: f64,
    /// What is counted.
    pub noun: &'static str,
    /// The letters chosen.
    pub expected: RsiSet,
    /// Days of letters that reported, of all days of the letters chosen.
    pub reported: (usize, usize),
    /// Doubtful values in the days shown.
    pub doubtful: Vec<DoubtfulValue>,
}

impl BarView {
    /// The days shown, and those to compare with.
    pub fn periods(&self) -> impl Iterator<Item = &BarView> {
        std::iter::once(self).chain(self.second.as_deref())
    }

    /// Count and share of a part, unless nothing was reported.
    pub(crate) fn counted(&self, at: usize) -> Counted {
        let part = self.parts.get(at).filter(|part| self.total > 0.0 && !part.is_missing);
        [part.map(|part| part.count), part.map(|part| part.share)]
    }
}

/// How some numbers are spread.
#[derive(Clone, PartialEq, Debug)]
pub struct FiveNumbers {
    /// How many numbers.
    pub count: usize,
    /// Minimum, first quartile, median, third quartile, maximum.
    pub quantiles: [f64; 5],
}

/// A period of a comparison.
#[derive(Clone, PartialEq, Debug)]
pub struct Period {
    /// Its name in addresses.
    pub id: &'static str,
    /// Its days, for people.
    pub label: String,
    /// Its days.
    pub range: DayRange,
    /// Its colour.
    pub colour: Colour,
    /// Whether the legend hides it.
    pub hidden: bool,
    /// Days of letters that reported, of all days of the letters chosen.
    pub reported: (usize, usize),
}

/// A letter's loads in both periods; `None` where there are none.
#[derive(Clone, PartialEq, Debug)]
pub struct BoxPair {
    /// The letter.
    pub rsi: Rsi,
    /// In the first and in the second period.
    pub boxes: [Option<FiveNumbers>; 2],
}

/// Load times by letter in two periods.
#[derive(Clone, PartialEq, Debug)]
pub struct BoxView {
    /// The periods.
    pub periods: [Period; 2],
    /// The letters chosen.
    pub letters: Vec<BoxPair>,
    /// How the value axis runs.
    pub scale: Scale,
    /// What the numbers are.
    pub noun: &'static str,
    /// The letters chosen.
    pub expected: RsiSet,
}

/// What a view shows.
#[derive(Clone, PartialEq, Debug)]
pub enum Body {
    /// Values over time.
    Time(TimeView),
    /// Shares of a total.
    Pie(PieView),
    /// Columns of shares of a total.
    Bars(BarView),
    /// Box plots of two periods.
    Boxes(BoxView),
    /// Places in the world.
    Map(MapView),
}

/// A series, slice or period, for a legend.
#[derive(Clone, PartialEq, Debug)]
pub struct LegendEntry {
    /// Its name in addresses.
    pub id: String,
    /// Its name for people.
    pub label: String,
    /// Its colour.
    pub colour: Colour,
    /// Whether it is hidden.
    pub hidden: bool,
}

/// Everything that a page, a picture, a table or a file says about a state.
#[derive(Clone, PartialEq, Debug)]
pub struct View {
    /// The state it was made from.
    pub state: ChartState,
    /// The days shown.
    pub range: DayRange,
    /// What is shown.
    pub title: String,
    /// Exactly which selection.
    pub subtitle: String,
    /// The numbers.
    pub body: Body,
    /// What is made of them.
    pub(crate) code: Code,
    /// How completely the letters reported, in one sentence.
    pub coverage: String,
    /// The letters chosen that reported on nearly all of these days ([`is_throughout`](crate::transform::is_throughout)).
    pub throughout: RsiSet,
    /// Highest, lowest and latest, in one sentence; empty where there is no single line to speak of.
    pub summary: String,
}

impl From<&Series> for LegendEntry {
    fn from(series: &Series) -> LegendEntry {
        LegendEntry {
            id: series.id.clone(),
            label: series.label.clone(),
            colour: series.colour,
            hidden: series.hidden,
        }
    }
}

impl Series {
    /// The value of a bin, unless it is missing or doubtful.
    pub fn sure(&self, bin: usize) -> Option<f64> {
        self.values.get(bin).filter(|_| self.doubtful.binary_search(&bin).is_err())
    }

    /// The count of a bin and its share, where there are counts behind shares; `None` where they are missing.
    pub(crate) fn counted(&self, bin: usize) -> Counted {
        [self.counts.as_ref().and_then(|counts| counts.get(bin)), self.values.get(bin)]
    }
}

impl Panel {
    /// The series that are shown.
    pub fn shown(&self) -> impl Iterator<Item = &Series> {
        self.series.iter().filter(|s| !s.hidden)
    }

    /// Whether a marked day belongs to the panel. What is known to have happened does to all; what was unusual at some letters is
    /// nothing to a panel without any of them.
    pub(crate) fn is_told(&self, mark: Mark, day: &Event) -> bool {
        let is_at = |series: &Series| series.rsis.iter().any(|rsi| day.rsis.contains(rsi));
        mark == Mark::Event || self.series.iter().any(is_at)
    }

    /// The series of the days shown, those that the legend hides too.
    pub fn first(&self) -> impl Iterator<Item = &Series> {
        self.series.iter().filter(|s| !s.is_second)
    }

    /// The same series of the days to compare with.
    pub fn second_of(&self, series: &Series) -> Option<&Series> {
        self.series.iter().find(|other| other.is_second && other.id == series.id)
    }
}

/// What a kind of drawing makes of its numbers; each has a folder in [`kind`](crate::kind) that does it.
pub(crate) trait Kind {
    /// Whether there is no number at all to show.
    fn is_empty(&self) -> bool;
    /// Every series once, in the order of the picture.
    fn legend(&self) -> Vec<LegendEntry>;
    /// Whether a picture of a width in CSS pixels names its series itself.
    fn names_series(&self, _width: f64) -> bool {
        false
    }
    /// The panels' headings; one panel has none.
    fn headings(&self) -> Vec<Option<&str>> {
        vec![None]
    }
    /// At how many places there is something to read out.
    fn places(&self) -> usize;
    /// Doubtful values in the days shown.
    fn doubtful(&self) -> &[DoubtfulValue] {
        &[]
    }
    /// The part whose letters are shown when a place is opened. `None` where there is none, or no more of it.
    fn opens(&self, _view: &View, _at: usize) -> Option<&str> {
        None
    }

    /// Places a panel. `None` where there is no such panel.
    fn place(&self, view: &View, panel: usize, surface: &Surface, layer: Layer<'_>) -> Option<Scene>;
    /// The place under a pointer that can be read out.
    fn place_at(&self, geometry: &Geometry, x: f64, y: f64) -> Option<usize>;
    /// The series under a pointer in a panel. `None` where there is nothing, or nothing to tell apart.
    fn series_at(&self, panel: usize, geometry: &Geometry, x: f64, y: f64) -> Option<String>;
    /// What stands at a place of a panel.
    fn readout(&self, view: &View, panel: usize, at: usize) -> Option<Readout>;
}

/// What a kind of drawing makes of its numbers for tables and files.
pub(crate) trait Rows {
    /// The numbers without those that the legend hides.
    fn table(&self) -> Table;
    /// Writes the numbers as rows of the CSV.
    fn csv(&self, view: &View, out: &mut String);
    /// What stands in the series column of the CSV, and what it is for people.
    fn names_in_files(&self) -> Vec<(String, String)>;
    /// What the values are.
    fn unit(&self, view: &View) -> String;
    /// The rows' names and the columns of the JSON.
    fn json(&self, view: &View) -> (Vec<String>, Vec<String>);
    /// What the rows are.
    fn row_name(&self) -> &'static str;
}

/// A kind of drawing whose numbers are a view's body.
pub(crate) trait InBody: Kind + Sized + 'static {
    /// What is in a body of this kind; `None` in one of another.
    fn of(body: &Body) -> Option<&Self>;
}

/// The code of a view's kind. It comes with the view: found by a `match` of all kinds it would make whoever shows one kind
/// carry them all, and the web app fetches those that its first page lacks when it wants them.
#[derive(Clone, Copy)]
pub(crate) struct Code(fn(&Body) -> Option<&dyn Kind>);

impl Code {
    /// That of a kind.
    pub(crate) fn of<K: InBody>() -> Code {
        Code(|body| K::of(body).map(|kind| kind as &dyn Kind))
    }
}

impl PartialEq for Code {
    /// Bodies that are equal are of one kind.
    fn eq(&self, _: &Code) -> bool {
        true
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code")
    }
}

impl Body {
    /// What tables and files make of it.
    pub(crate) fn rows(&self) -> &dyn Rows {
        match self {
            Body::Time(time) => time,
            Body::Pie(pie) => pie,
            Body::Bars(bars) => bars,
            Body::Boxes(boxes) => boxes,
            Body::Map(map) => map,
        }
    }
}

impl View {
    /// What is made of its numbers.
    pub(crate) fn kind(&self) -> &dyn Kind {
        // Each kind makes its views with its own code, and a body is not put into another view.
        (self.code.0)(&self.body).expect("the code of the body's kind")
    }

    /// Whether there is no number at all to show.
    pub fn is_empty(&self) -> bool {
        self.kind().is_empty()
    }

    /// Whether there is nothing to show because no day or week is complete, where only such count. A chart may be empty for
    /// another reason: of the first year of all data there is no year before.
    pub fn none_complete(&self) -> bool {
        let Some(time) = self.time().filter(|_| self.state.complete && self.is_empty()) else { return false };
        let second = time.second.iter().flat_map(|second| &second.kept);
        !time.kept.iter().chain(second).any(|kept| *kept)
    }

    /// Whether the legend hides every series that there is.
    pub fn hides_all(&self) -> bool {
        self.legend().iter().all(|entry| entry.hidden)
    }

    /// Every series once, in the order of the picture.
    pub fn legend(&self) -> Vec<LegendEntry> {
        self.kind().legend()
    }

    /// The days shown whose numbers stay: without a last week that days are still to come to, as in
    /// [`ChartState::fixed`]; that week where there is no other.
    pub fn settled(&self) -> DayRange {
        let weekly = self.time().is_some_and(|time| time.interval == Interval::Week);
        // Weeks are shown whole, unless the data end within the last one.
        let grows = weekly && self.range.end() != self.range.end().monday() + 6;
        if grows { without_last_week(self.range) } else { self.range }
    }

    /// The state with the days that are shown and stay in place of those that move on with the data.
    pub fn fixed(&self) -> ChartState {
        let (mut state, range) = (self.state.clone(), self.settled());
        (state.from, state.to) = (Bound::On(range.start()), Bound::On(range.end()));
        if let (Second::Days(..), Some(second)) = (state.with, self.second()) {
            state.with = Second::Days(Bound::On(second.start()), Bound::On(second.end()));
        }
        state
    }

    /// The days that it compares with, if any.
    pub fn second(&self) -> Option<DayRange> {
        match &self.body {
            Body::Time(time) => Some(time.second.as_ref()?.range),
            Body::Boxes(boxes) => Some(boxes.periods[1].range),
            Body::Pie(pie) => Some(pie.second.as_ref()?.range),
            Body::Bars(bars) => Some(bars.second.as_ref()?.range),
            Body::Map(_) => None,
        }
    }

    /// The panels' headings; one panel has none.
    pub fn headings(&self) -> Vec<Option<&str>> {
        self.kind().headings()
    }

    /// At how many places there is something to read out: days, weeks, slices, columns, letters.
    pub fn places(&self) -> usize {
        self.kind().places()
    }

    /// The values over time, if it is such a view.
    pub fn time(&self) -> Option<&TimeView> {
        if let Body::Time(time) = &self.body { Some(time) } else { None }
    }

    /// Doubtful values in the days shown.
    pub fn doubtful(&self) -> &[DoubtfulValue] {
        self.kind().doubtful()
    }

    /// The part whose letters are shown when a place is opened ([`ChartState::open`]): a slice's, a column's. `None` where there
    /// is none, or no more of it.
    pub fn opens(&self, at: usize) -> Option<&str> {
        self.kind().opens(self, at)
    }
}

/// More doubtful values than this are counted, not named.
const DOUBTFUL_NAMED: usize = 6;

/// What is said of the doubtful values of a view: what happens to them, and which they are. Empty where there are none.
pub fn doubtful_values(view: &View) -> String {
    let doubtful = view.doubtful();
    if doubtful.is_empty() {
        return String::new();
    }
    let named = doubtful.iter().take(DOUBTFUL_NAMED).map(|d| words::doubtful(d.rsi, &d.part, d.day, d.value));
    let mut named: Vec<String> = named.collect();
    if doubtful.len() > DOUBTFUL_NAMED {
        named.push(words::more(doubtful.len() - DOUBTFUL_NAMED));
    }
    let what = match (view.state.leaves_out_doubtful(), view.time()) {
        (true, _) => words::DOUBTFUL_OUT,
        (false, Some(_)) => words::DOUBTFUL,
        (false, None) => words::DOUBTFUL_COUNTED,
    };
    format!("{what}: {}.", named.join("; "))
}

/// A town at a pair of coordinates, with the instances of all letters that name both alike.
#[derive(Clone, PartialEq, Debug)]
pub struct MapPlace {
    /// The town as published; empty where no name is.
    pub town: String,
    /// Degrees north and east; `None` where none are published, none that are on a globe, or the placeholder 0, 0.
    pub at: Option<(f64, f64)>,
    /// How many instances of which letter, in the order of the letters; none of them is 0.
    pub counts: Vec<(Rsi, f64)>,
}

impl MapPlace {
    /// All its instances.
    pub fn total(&self) -> f64 {
        self.counts.iter().map(|(_, n)| n).sum()
    }
}

/// A letter of the map.
#[derive(Clone, PartialEq, Debug)]
pub struct MapLetter {
    /// The letter.
    pub rsi: Rsi,
    /// Its instances, those at places without coordinates included.
    pub instances: f64,
    /// Whether the legend hides it.
    pub hidden: bool,
}

/// The instances of one day, by place.
#[derive(Clone, PartialEq, Debug)]
pub struct MapView {
    /// The day.
    pub day: Day,
    /// Places that have an instance of those that count, the largest first.
    pub places: Vec<MapPlace>,
    /// The letters chosen that have a list for the day.
    pub letters: Vec<MapLetter>,
    /// The letters chosen.
    pub expected: RsiSet,
    /// Instances that say neither of IPv4 nor of IPv6 that they answer over it, and so never count.
    pub silent: f64,
    /// The land, once it has come.
    pub outline: Option<Arc<Outline>>,
}

impl MapView {
    /// Instances and places with coordinates, and those without.
    pub fn totals(&self) -> [(f64, usize); 2] {
        [true, false].map(|on_map| {
            let there = || self.places.iter().filter(move |p| p.at.is_some() == on_map);
            (there().map(MapPlace::total).sum(), there().count())
        })
    }

    /// The letters of a place that the legend does not hide, and how many instances each has there.
    pub fn counts<'a>(&'a self, place: &'a MapPlace) -> impl Iterator<Item = &'a (Rsi, f64)> {
        let hidden = |rsi| self.letters.iter().any(|l| l.rsi == rsi && l.hidden);
        place.counts.iter().filter(move |(rsi, _)| !hidden(*rsi))
    }

    /// The instances of a place that the legend does not hide.
    pub fn shown(&self, place: &MapPlace) -> f64 {
        self.counts(place).map(|(_, n)| n).sum()
    }
}

/// One series at that place.
#[derive(Clone, PartialEq, Debug)]
pub struct ReadoutRow {
    /// The series.
    pub id: String,
    /// Its name for people.
    pub label: String,
    /// Its colour.
    pub colour: Colour,
    /// The value with all its digits; empty where it is missing.
    pub value: String,
    /// Its share of the place's total, where there is one.
    pub share: String,
    /// Whether the value is doubtful.
    pub doubtful: bool,
}

impl ReadoutRow {
    /// The rows in the order of their values, the greatest first and those without one last.
    pub(crate) fn greatest_first(rows: impl Iterator<Item = (Option<f64>, ReadoutRow)>) -> Vec<ReadoutRow> {
        let rows = greatest_first(rows.collect(), |(value, _)| value.unwrap_or(f64::NEG_INFINITY));
        rows.into_iter().map(|(_, row)| row).collect()
    }
}

/// All series at one place.
#[derive(Clone, PartialEq, Debug)]
pub struct Readout {
    /// Where: a day, a week, a slice, a town.
    pub heading: String,
    /// The series that are not hidden, the greatest first, missing ones last.
    pub rows: Vec<ReadoutRow>,
    /// The sum of the series shown; empty where a sum means nothing.
    pub total: String,
    /// Coverage, a week cut short, and what the value means.
    pub note: String,
    /// Where more of it is told.
    pub more: Option<More>,
}

/// A page that tells more of a place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct More {
    /// Its address, from the slash on.
    pub address: String,
    /// What the link says.
    pub words: &'static str,
}

impl Readout {
    /// The same in words, for those who do not see it: of a series its value and which of all it is, of none every value. `place`
    /// says how many places there are and which of them this is, from 0 on.
    pub fn spoken(&self, series: Option<&str>, place: (usize, usize)) -> String {
        let value = |row: &ReadoutRow| {
            let is_doubtful = if row.doubtful { words::SPOKEN_DOUBTFUL } else { "" };
            let value = if row.value.is_empty() { words::SPOKEN_MISSING } else { &row.value };
            format!("{} {value}{is_doubtful}", row.label)
        };
        let known = self.rows.iter().filter(|row| !row.value.is_empty()).count();
        let chosen = self.rows.iter().position(|row| Some(row.id.as_str()) == series);
        let said = match chosen.map(|at| (at, &self.rows[at])) {
            // Those with a value come first.
            Some((at, row)) if at < known && !row.share.is_empty() => {
                format!("{}, {}, {}", value(row), row.share, words::rank(at + 1, known))
            }
            Some((at, row)) if at < known => format!("{}, {}", value(row), words::rank(at + 1, known)),
            Some((_, row)) => value(row),
            None => {
                let mut parts: Vec<String> = self.rows.iter().map(value).collect();
                if !self.total.is_empty() {
                    parts.push(format!("total {}", self.total));
                }
                parts.join(", ")
            }
        };
        let note = if self.note.is_empty() { String::new() } else { format!(" {}.", self.note) };
        format!("{}: {said}.{note} {}", self.heading, words::point(place.1 + 1, place.0))
    }
}
