//! What a state shows: series, words and marks, without pixels. Picture, table, CSV and readout are all made from
//! one [`View`], so they cannot disagree.

mod cube;
mod loads;
mod pie;
mod readout;
mod time;

use std::sync::Arc;

use rssac002_model::{Column, Columns, Day, DayRange, Rsi, RsiSet};

use crate::catalogue::{Drawing, Form, Rate};
use crate::data::{Data, DataRequest};
use crate::state::{ChartState, Clock, Interval, Scale};
use crate::theme::Colour;
use crate::transform::{Bin, Coverage};

pub use readout::{Readout, ReadoutRow, readout};

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
}

impl Unit {
    /// As it stands behind a number: `queries per day`, `%`.
    pub fn words(&self) -> String {
        match self {
            Unit::Count { noun, rate: Some(rate) } => format!("{noun} {}", crate::words::rate(*rate)),
            Unit::Count { noun, rate: None } => (*noun).to_owned(),
            Unit::Percent => "%".into(),
        }
    }
}

/// One line or layer.
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
    /// Whether the legend hides it. Its numbers stay in the table and in the shares of the others.
    pub hidden: bool,
    /// One value per bin, in the view's unit.
    pub values: Column,
    /// The counts behind shares.
    pub counts: Option<Column>,
    /// The bins that hold a doubtful value: marked, and left out of the axis.
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
    /// The part's or response code's name; empty for a total.
    pub part: &'static str,
    /// When.
    pub day: Day,
    /// As published.
    pub value: f64,
}

/// Values over days or weeks.
#[derive(Clone, PartialEq, Debug)]
pub struct TimeView {
    /// The time axis, shared by all panels.
    pub bins: Vec<Bin>,
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
    /// Whether all panels have the same value axis.
    pub same_axis: bool,
    /// The letters chosen.
    pub expected: RsiSet,
    /// How many of them reported, per bin.
    pub coverage: Vec<Coverage>,
    /// Whether each panel is a letter's own, where a gap says it all and a count of letters would say nothing.
    pub per_letter: bool,
    /// Each chosen letter's days without a report, where there are any.
    pub missing: Vec<(Rsi, usize)>,
    /// Doubtful values in the days shown.
    pub doubtful: Vec<DoubtfulValue>,
}

/// A slice of a pie.
#[derive(Clone, PartialEq, Debug)]
pub struct Slice {
    /// Its name in addresses: a code or a letter.
    pub id: String,
    /// Its name for people.
    pub label: String,
    /// Its colour.
    pub colour: Colour,
    /// The count.
    pub value: f64,
    /// Its share of all slices, in percent.
    pub share: f64,
    /// Whether the legend hides it.
    pub hidden: bool,
}

/// Shares of a total over a range of days.
#[derive(Clone, PartialEq, Debug)]
pub struct PieView {
    /// The response code whose letters are shown; `None` for the shares of the codes.
    pub code: Option<u8>,
    /// The slices, the largest first; letters in order.
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

/// What a view shows.
#[derive(Clone, PartialEq, Debug)]
pub enum Body {
    /// Values over time.
    Time(TimeView),
    /// Shares of a total.
    Pie(PieView),
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
    /// How completely the letters reported, in one sentence.
    pub coverage: String,
    /// Highest, lowest and latest, in one sentence; empty where there is no single line to speak of.
    pub summary: String,
}

impl View {
    /// Whether there is no number at all to show.
    pub fn is_empty(&self) -> bool {
        match &self.body {
            Body::Time(time) => {
                time.panels.iter().flat_map(|p| &p.series).all(|s| s.values.iter().all(|v| v.is_none()))
            }
            Body::Pie(pie) => pie.total == 0.0,
        }
    }

    /// Whether the legend hides every series that there is.
    pub fn hides_all(&self) -> bool {
        match &self.body {
            Body::Time(time) => time.panels.iter().flat_map(|p| &p.series).all(|s| s.hidden),
            Body::Pie(pie) => pie.slices.iter().all(|s| s.hidden),
        }
    }

    /// The values over time, if it is such a view.
    pub fn time(&self) -> Option<&TimeView> {
        match &self.body {
            Body::Time(time) => Some(time),
            Body::Pie(_) => None,
        }
    }

    /// Doubtful values in the days shown.
    pub fn doubtful(&self) -> &[DoubtfulValue] {
        match &self.body {
            Body::Time(time) => &time.doubtful,
            Body::Pie(pie) => &pie.doubtful,
        }
    }

    /// The letters that reported on every day shown.
    pub fn throughout(&self) -> RsiSet {
        match &self.body {
            Body::Time(time) => {
                let gaps: RsiSet = time.missing.iter().map(|(rsi, _)| *rsi).collect();
                time.expected.without(gaps)
            }
            Body::Pie(pie) => pie.expected,
        }
    }
}

/// The answers that a state needs. Zooming and switching forms need no others: charts over time ask for all days
/// that they show by default, pies for whole months as far as there are data.
pub fn requests(state: &ChartState, clock: &Clock) -> Vec<DataRequest> {
    let range = state.range(clock);
    let whole = state.whole_range(clock);
    let range = match state.chart.drawing {
        Drawing::Time { .. } => DayRange::new(range.start().min(whole.start()), whole.end()),
        Drawing::RcodePie => {
            let month = |day: Day, next: u32| {
                let (year, month, _) = day.ymd();
                let months = month - 1 + next;
                Day::from_ymd(year + (months / 12) as i32, months % 12 + 1, 1)
            };
            let last = month(range.end(), 1).map_or(range.end(), |next| (next - 1).min(whole.end()));
            month(range.start(), 0).and_then(|first| DayRange::new(first, last))
        }
    }
    .unwrap_or(range);
    let needs = state.chart.needs.iter();
    needs.map(|need| DataRequest { endpoint: need.endpoint, keys: need.keys, range }).collect()
}

/// Makes the view of a state, or says which answers it lacks.
pub fn view(state: &ChartState, data: &dyn Data, clock: &Clock) -> Result<View, Vec<DataRequest>> {
    let requests = requests(state, clock);
    let missing: Vec<DataRequest> = requests.iter().filter(|r| data.columns(r).is_none()).copied().collect();
    let held: Vec<Arc<Columns>> = requests.iter().filter_map(|r| data.columns(r)).collect();
    let (Some(first), true) = (requests.first(), missing.is_empty()) else { return Err(missing) };
    let history = first.range;
    let range = state.range(clock);
    Ok(match state.chart.drawing {
        Drawing::Time { panels, by, .. } => time::build(state, range, history, panels, by, &held),
        Drawing::RcodePie => pie::build(state, range, history, &held[0]),
    })
}
