//! What a visitor chose. A state is always valid: [`url`] mends what it cannot read and says so.

pub mod choices;
pub mod url;
mod viewport;
use rssac002_model::{Day, DayRange, Endpoint, Metric, Rsi, RsiSet};

pub use rssac002_model::Interval;
pub use viewport::{MOST_ZOOM, Viewport};

use crate::catalogue::{
    CATALOGUE, Chart, Drawing, Form, Instances, IpVersions, Keys, Measure, Messages, Need, Panels, Part, Per,
    Rate, Section, Split, TOP,
};

/// What day it is, and the last day of each metric that charts show. An argument, so that pictures and tests repeat.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Clock {
    /// Today, UTC.
    pub today: Day,
    latest: Vec<(Metric, Day)>,
}

impl Clock {
    /// A clock that knows only the day: the latest data are as old as the lag.
    pub fn new(today: Day) -> Clock {
        Clock { today, latest: Vec::new() }
    }

    /// Says which day of a metric is the last one held. A day within the lag is cut to it.
    pub fn with_latest(mut self, metric: Metric, day: Day) -> Clock {
        self.latest.retain(|(m, _)| *m != metric);
        let day = day.min(self.today - metric.lag());
        self.latest.push((metric, day));
        self
    }

    /// The last day held of a metric; `None` where nothing is, as far as is known.
    pub fn held(&self, metric: Metric) -> Option<Day> {
        self.latest.iter().find(|(m, _)| *m == metric).map(|(_, day)| *day)
    }

    /// The last day that charts of this metric show.
    pub fn latest(&self, metric: Metric) -> Day {
        self.held(metric).unwrap_or_else(|| self.today - metric.lag())
    }
}

/// The days before the week of the last one; all of them where there are none before.
pub(crate) fn without_last_week(range: DayRange) -> DayRange {
    DayRange::new(range.start(), range.end().monday() - 1).unwrap_or(range)
}

/// An end of the range of days.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Bound {
    /// The first day that the chart shows by default.
    Earliest,
    /// The latest day, which moves on as data arrive.
    Latest,
    /// As a first day, the one from which on there are this many years to the latest day; as a last day, the one before
    /// that. Moves on with the latest day.
    YearsBack(u8),
    /// A fixed day.
    On(Day),
}

/// The days to compare with.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Second {
    /// None.
    None,
    /// Those a year before the ones that are shown.
    YearBefore,
    /// From the first of these to the last.
    Days(Bound, Bound),
}

/// Which days of two periods stand under one another.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Align {
    /// Those of the same day of the week, as near as may be to the same number from the start.
    Weekday,
    /// Those of the same number from the start.
    Number,
}

/// How the value axis runs.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Scale {
    /// In equal steps.
    Linear,
    /// In equal factors.
    Log,
}

/// What the value axes of several panels have in common.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum PanelAxis {
    /// All have the same, so that panels compare.
    Same,
    /// Each has its own, so that each shows its own ups and downs.
    Own,
}

/// What happens to values far outside their series' history.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Doubtful {
    /// Marked, and left out of the axis only.
    Mark,
    /// Left out of drawing and sums as well.
    LeaveOut,
}

/// What is made of each series over time before it is drawn.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Reading {
    /// Nothing: the values themselves.
    Published,
    /// The average of the last days.
    Average,
    /// How much more or less it is than a year before.
    Change,
    /// In percent of what it was on one day.
    Index,
    /// All up to it added up.
    Cumulative,
}

impl Reading {
    /// Whether it compares a series with itself, so that only lines show it: neither sums nor shares of it mean anything.
    pub fn is_relative(self) -> bool {
        matches!(self, Reading::Change | Reading::Index)
    }
}

/// Picture or table.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Tab {
    /// The chart.
    Chart,
    /// Its numbers.
    Table,
}

/// Everything that decides what a page shows. Fields that a chart does not offer hold their default.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChartState {
    /// The chart.
    pub chart: &'static Chart,
    /// The first day.
    pub from: Bound,
    /// The last day.
    pub to: Bound,
    /// The days to compare with.
    pub with: Second,
    /// Which of them stand under which of those shown.
    pub align: Align,
    /// The letters. Never empty.
    pub rsis: RsiSet,
    /// Days or weeks.
    pub interval: Interval,
    /// How values are drawn.
    pub form: Form,
    /// What is made of each series over time.
    pub reading: Reading,
    /// Over how many days series are averaged.
    pub over: u32,
    /// The day on which an index is 100; the first one shown where none is chosen.
    pub base: Option<Day>,
    /// What they are divided by.
    pub rate: Rate,
    /// Which sources count.
    pub ip: IpVersions,
    /// Which instances count.
    pub instances: Instances,
    /// Up to how many seconds a load is in time.
    pub threshold: u32,
    /// Which messages' sizes count.
    pub messages: Messages,
    /// How many ranges of sizes are drawn.
    pub top: u8,
    /// How the axis runs.
    pub scale: Scale,
    /// Whether several panels have one axis.
    pub axis: PanelAxis,
    /// What happens to doubtful values.
    pub doubtful: Doubtful,
    /// Whether known events are marked.
    pub events: bool,
    /// Whether unusual days are marked.
    pub unusual: bool,
    /// Whether only days or weeks count in which all the letters chosen reported.
    pub complete: bool,
    /// By what shares tell counts apart.
    pub split: Split,
    /// The slice whose letters the pie shows.
    pub part: Option<String>,
    /// Which part of the world a map shows.
    pub viewport: Viewport,
    /// Names of series that the legend hides, sorted.
    pub hidden: Vec<String>,
    /// Picture or table.
    pub tab: Tab,
}

/// The names in addresses of the two periods that box plots compare.
pub const PERIOD_IDS: [&str; 2] = ["first", "second"];

/// Seconds within which a root zone load is in time unless another number is chosen.
pub const THRESHOLD: u32 = 60;
/// A map shows the day this long ago unless another is chosen: by then every operator's list is usually there.
pub const MAP_DAYS_AGO: i32 = 3;
/// Over how many days series are averaged unless another number is chosen.
pub const OVER: u32 = 28;
/// Over how many days they are averaged at most.
pub const MOST_OVER: u32 = 366;
/// A year before is so many days ago: the same day of the week.
pub const YEAR: i32 = 52 * 7;
/// The longest load time that counts: a day.
pub const LONGEST_LOAD: u32 = 86_400;

fn lines(form: Form) -> bool {
    matches!(form, Form::Line | Form::Lines | Form::Bands)
}

/// The axis of a form unless another is chosen.
pub fn default_scale(chart: &Chart, form: Form) -> Scale {
    if chart.log && lines(form) { Scale::Log } else { Scale::Linear }
}

/// The axes of a chart's panels unless others are chosen: letters compare, and protocols are of unlike size.
pub fn default_axis(chart: &Chart) -> PanelAxis {
    match chart.drawing {
        Drawing::Time { panels: Panels::PerRsi, .. } => PanelAxis::Same,
        _ => PanelAxis::Own,
    }
}

/// What happens to doubtful values of a chart without a choice: over a range of days one absurd count would be all that is
/// seen.
pub fn default_doubtful(chart: &Chart) -> Doubtful {
    match chart.drawing {
        Drawing::Shares { .. } | Drawing::SizeColumns => Doubtful::LeaveOut,
        Drawing::Time { .. } | Drawing::Boxes | Drawing::Map => Doubtful::Mark,
    }
}

impl ChartState {
    /// The chart as it is without any choice.
    pub fn new(chart: &'static Chart) -> ChartState {
        let from = match chart.drawing {
            Drawing::Time { .. } => Bound::Earliest,
            Drawing::Shares { .. } | Drawing::SizeColumns | Drawing::Boxes => Bound::YearsBack(1),
            Drawing::Map => Bound::Latest,
        };
        let form = chart.forms().first().copied().unwrap_or(Form::Line);
        ChartState {
            chart,
            from,
            to: Bound::Latest,
            with: match chart.drawing {
                Drawing::Boxes => Second::Days(Bound::YearsBack(2), Bound::YearsBack(1)),
                Drawing::Time { .. } | Drawing::Shares { .. } | Drawing::SizeColumns | Drawing::Map => {
                    Second::None
                }
            },
            align: Align::Weekday,
            rsis: RsiSet::ALL,
            interval: chart.intervals.first().copied().unwrap_or(Interval::Day),
            form,
            reading: Reading::Published,
            over: OVER,
            base: None,
            rate: Rate::PerDay,
            ip: chart.ip_versions.first().copied().unwrap_or(IpVersions::Both),
            instances: Instances::All,
            threshold: THRESHOLD,
            messages: Messages::UdpQueries,
            top: TOP,
            scale: default_scale(chart, form),
            axis: default_axis(chart),
            doubtful: default_doubtful(chart),
            events: false,
            unusual: false,
            complete: false,
            split: chart.splits().first().map_or(Split::Protocol, |(split, _)| *split),
            part: None,
            viewport: Viewport::WORLD,
            hidden: Vec::new(),
            tab: Tab::Chart,
        }
    }

    /// The first chart of the catalogue.
    pub fn first() -> ChartState {
        ChartState::new(&CATALOGUE[0])
    }

    /// Whether it is over time, so that intervals may be chosen.
    pub fn over_time(&self) -> bool {
        matches!(self.chart.drawing, Drawing::Time { .. })
    }

    /// Whether a logarithmic axis makes sense: areas are read from zero, lines need not be, and changes go below it.
    pub fn offers_log(&self) -> bool {
        (self.over_time() || self.needs_second_period())
            && lines(self.form)
            && self.reading != Reading::Change
    }

    /// The axis unless another is chosen.
    pub fn default_scale(&self) -> Scale {
        if self.offers_log() { default_scale(self.chart, self.form) } else { Scale::Linear }
    }

    /// What may be made of each series over time, the default first; none where values are not over time.
    pub fn offered_readings(&self) -> &'static [Reading] {
        use Reading::{Average, Change, Cumulative, Index, Published};
        let (chart, metric) = (self.chart, self.chart.metric());
        if !self.over_time() {
            &[]
        } else if chart.measure == Measure::Counts && metric != Metric::UniqueSources {
            &[Published, Average, Change, Index, Cumulative]
        } else {
            // Sources of two days are partly the same ones, and neither ratios nor stocks add up over days.
            &[Published, Average, Change, Index]
        }
    }

    /// Reads series in another way. What goes with the former one only becomes the default.
    pub fn set_reading(&mut self, reading: Reading) {
        let offered_log = self.offers_log();
        (self.over, self.base) = (OVER, None);
        self.reading = reading;
        if reading.is_relative() {
            self.draw_lines();
        }
        if reading == Reading::Cumulative {
            self.rate = Rate::PerDay;
        }
        if reading != Reading::Published {
            self.doubtful = default_doubtful(self.chart);
        }
        if self.offers_log() != offered_log {
            self.scale = self.default_scale();
        }
    }

    /// Whether a rate may be chosen: what is added up is per nothing.
    pub fn offers_rate(&self) -> bool {
        self.chart.per == Per::DayOrSecond && self.reading != Reading::Cumulative
    }

    /// Whether doubtful values are left out: where that is chosen, and where one of them would reach into other days.
    pub fn leaves_out_doubtful(&self) -> bool {
        self.doubtful == Doubtful::LeaveOut || self.reading != Reading::Published
    }

    /// Whether doubtful values may be left out: where counts are told apart from their history.
    pub fn offers_doubtful(&self) -> bool {
        if self.reading != Reading::Published {
            return false;
        }
        match self.chart.measure {
            Measure::Counts | Measure::Ratio | Measure::Shares => true,
            Measure::Instances => !self.is_map(),
            Measure::LoadsWithin | Measure::LoadQuantiles | Measure::ZoneSize => false,
        }
    }

    /// Whether a second period may be chosen: wherever days are; a map shows one.
    pub fn offers_second_period(&self) -> bool {
        !self.is_map()
    }

    /// Whether the chart compares two periods in any case.
    pub fn needs_second_period(&self) -> bool {
        self.chart.drawing == Drawing::Boxes
    }

    /// Compares with other days, or with none. Two periods of a chart over time are told apart in lines.
    pub fn set_second(&mut self, with: Second) {
        self.with = with;
        if with == Second::None {
            self.align = Align::Weekday;
        } else if self.over_time() {
            self.draw_lines();
        }
    }

    /// Whether days may stand under those of the same number: weeks and sums have no other order.
    pub fn offers_align(&self) -> bool {
        self.over_time() && self.with != Second::None && self.interval == Interval::Day
    }

    /// Days or weeks.
    pub fn set_interval(&mut self, interval: Interval) {
        self.interval = interval;
        if !self.offers_align() {
            self.align = Align::Weekday;
        }
    }

    /// Draws lines, or a line where a chart has no more than that.
    fn draw_lines(&mut self) {
        if !matches!(self.form, Form::Line | Form::Lines) {
            let has_lines = self.chart.forms().contains(&Form::Lines);
            self.set_form(if has_lines { Form::Lines } else { Form::Line });
        }
    }

    /// Whether it may be chosen which messages' sizes count.
    pub fn offers_messages(&self) -> bool {
        self.chart.metric() == Metric::TrafficSizes
    }

    /// Counts the sizes of other messages. What is not searched for unusual days has none to mark.
    pub fn set_messages(&mut self, messages: Messages) {
        self.messages = messages;
        self.unusual &= self.offers_unusual();
    }

    /// Whether unusual days may be marked: where values are over time, and of a metric that is searched for them. Neither sizes
    /// over TCP nor that of the zone is.
    pub fn offers_unusual(&self) -> bool {
        let is_searched = match self.chart.section {
            Section::Sizes => matches!(self.messages, Messages::UdpQueries | Messages::UdpResponses),
            section => section != Section::Zone,
        };
        self.over_time() && is_searched
    }

    /// Whether days may be left out on which not all of the letters reported: where values are over time, and letters'.
    pub fn offers_complete(&self) -> bool {
        self.over_time() && self.chart.letters
    }

    /// Whether the number of ranges of sizes may be chosen.
    pub fn offers_top(&self) -> bool {
        matches!(self.chart.needs[0].keys, Keys::TopEach(_))
    }

    /// The answers that the chart is made from, as chosen.
    pub fn needs(&self) -> Vec<Need> {
        let chosen = |need: &Need| Need {
            endpoint: if self.offers_messages() {
                Endpoint::Data(self.messages.dataset())
            } else {
                need.endpoint
            },
            keys: match need.keys {
                Keys::TopEach(_) => Keys::TopEach(self.top),
                keys => keys,
            },
        };
        self.chart.needs.iter().map(chosen).collect()
    }

    /// Whether panels may have the same axis or their own: where there are several, and not in shares, which all run
    /// to 100%.
    pub fn offers_axis(&self) -> bool {
        let several = matches!(self.chart.drawing, Drawing::Time { panels, .. } if panels != Panels::One);
        several && self.form != Form::Share
    }

    /// Draws in another form. The axes become that form's default where they have to, and what only lines show is given up.
    pub fn set_form(&mut self, form: Form) {
        if !self.over_time() {
            self.form = form;
            // The legend of a pie has slices, and that of columns letters.
            self.open(None);
            return;
        }
        if !matches!(form, Form::Line | Form::Lines) {
            if self.reading.is_relative() {
                self.set_reading(Reading::Published);
            }
            self.set_second(Second::None);
        }
        if form == Form::Share {
            self.axis = default_axis(self.chart);
        }
        let other_axis = lines(self.form) != lines(form);
        self.form = form;
        if other_axis {
            self.scale = self.default_scale();
        }
    }

    /// The letters whose numbers are shown: those chosen, or `a`, under which the root zone's size stands.
    pub fn letters(&self) -> RsiSet {
        if self.chart.letters { self.rsis } else { RsiSet::only(Rsi::A) }
    }

    /// Whether a threshold may be chosen.
    pub fn offers_threshold(&self) -> bool {
        self.chart.measure == Measure::LoadsWithin
    }

    /// Which instances may be chosen, the default first; none where there is no such choice.
    pub fn offered_instances(&self) -> &'static [Instances] {
        use Instances::{All, DualStack, OnlyV4, OnlyV6, V4, V6};
        match (self.chart.measure, self.chart.drawing) {
            (Measure::Instances, Drawing::Map) => &[All, DualStack, V4, V6, OnlyV4, OnlyV6],
            // Numbers by letter do not say how many answer over one version only.
            (Measure::Instances, _) => &[All, DualStack, V4, V6],
            _ => &[],
        }
    }

    /// Whether it is a map, which shows one day of a part of the world.
    pub fn is_map(&self) -> bool {
        self.chart.drawing == Drawing::Map
    }

    /// Whether it is of shares over a range of days.
    pub fn is_of_shares(&self) -> bool {
        matches!(self.chart.drawing, Drawing::Shares { .. })
    }

    /// Whether it is of shares of what every answer tells apart by itself: response codes.
    pub fn is_of_codes(&self) -> bool {
        self.is_of_shares() && self.chart.metric() == Metric::RcodeVolume
    }

    /// Whether it is a pie.
    pub fn is_pie(&self) -> bool {
        self.form == Form::Pie
    }

    /// The parts that it tells apart, where those do not come with the answer.
    pub fn parts(&self) -> &'static [Part] {
        let splits = self.chart.splits().iter().find(|(split, _)| *split == self.split);
        splits.map_or(self.chart.parts, |(_, parts)| parts)
    }

    /// Tells counts apart in another way. What was said of the former parts is given up.
    pub fn set_split(&mut self, split: Split) {
        self.split = split;
        // What columns hide is letters.
        if self.is_pie() {
            self.open(None);
        }
    }

    /// Opens a slice of a pie or a column, or closes it. Its letters have nothing to do with what was hidden, and are a pie:
    /// in columns they are the layers already.
    pub fn open(&mut self, part: Option<String>) {
        // A published name that no address can carry would be lost with the next link.
        self.part = part.filter(|part| choices::is_series_name(self.chart, part));
        if self.part.is_some() {
            self.form = Form::Pie;
        }
        self.hidden.clear();
    }

    /// Shows one day, on charts that show one.
    pub fn set_day(&mut self, day: Bound) {
        (self.from, self.to) = (day, day);
    }

    /// The days that charts of this metric show by default.
    pub fn whole_range(&self, clock: &Clock) -> DayRange {
        let held = self.chart.needs.iter().map(|need| clock.latest(need.endpoint.metric()));
        // A chart always needs something, and a ratio both.
        let latest = held.min().unwrap_or(clock.today);
        let start = self.chart.start().min(latest);
        DayRange::new(start, latest).unwrap_or(DayRange::single(latest))
    }

    /// The days chosen. Days that no data can exist for are cut off; `None` where none is left, or where they run
    /// backwards.
    pub fn chosen_range(&self, clock: &Clock) -> Option<DayRange> {
        self.between(self.from, self.to, clock)
    }

    /// The same of two bounds.
    pub fn between(&self, from: Bound, to: Bound, clock: &Clock) -> Option<DayRange> {
        let whole = self.whole_range(clock);
        let day = |bound, last: bool| match bound {
            Bound::Earliest => whole.start(),
            Bound::Latest if self.is_map() => whole.end().min(clock.today - MAP_DAYS_AGO),
            Bound::Latest => whole.end(),
            Bound::YearsBack(years) => {
                let before = whole.end().years_before(i32::from(years));
                if last { before } else { (before + 1).max(whole.start()) }
            }
            Bound::On(day) => day,
        };
        let (from, to) = (day(from, false), day(to, true));
        if self.is_map() && from != to {
            return None;
        }
        DayRange::new(from.max(self.chart.first_day()), to.min(whole.end())).filter(|_| from <= to)
    }

    /// The days shown: those chosen, or all where the choice has none.
    pub fn range(&self, clock: &Clock) -> DayRange {
        self.chosen_range(clock).unwrap_or_else(|| match self.whole_range(clock) {
            whole if self.is_map() => DayRange::single(whole.end()),
            whole => whole,
        })
    }

    /// The same with fixed days in place of those that move on with the data, so that it shows the same numbers for ever: a
    /// last week that days are still to come to is left out, unless there is no other.
    pub fn fixed(&self, clock: &Clock) -> ChartState {
        let (range, second) = (self.range(clock), self.second_range(clock));
        let grows = self.over_time()
            && self.interval == Interval::Week
            && range.end().monday() + 6 > self.whole_range(clock).end();
        let range = if grows { without_last_week(range) } else { range };
        let mut state = self.clone();
        (state.from, state.to) = (Bound::On(range.start()), Bound::On(range.end()));
        if let (Second::Days(..), Some(second)) = (self.with, second) {
            state.with = Second::Days(Bound::On(second.start()), Bound::On(second.end()));
        }
        state
    }

    /// The days to compare with: those chosen, or all where the choice has none; `None` where none are asked for.
    pub fn second_range(&self, clock: &Clock) -> Option<DayRange> {
        let back = |day: Day| match (self.over_time(), self.align) {
            (true, Align::Weekday) => day - YEAR,
            (true, Align::Number) | (false, _) => day.years_before(1),
        };
        match self.with {
            Second::None => None,
            Second::YearBefore => {
                let range = self.range(clock);
                DayRange::new(back(range.start()), back(range.end()))
            }
            Second::Days(from, to) => {
                Some(self.between(from, to, clock).unwrap_or_else(|| self.whole_range(clock)))
            }
        }
    }

    /// Whether a series is hidden.
    pub fn hides(&self, id: &str) -> bool {
        self.hidden.iter().any(|h| h == id)
    }

    /// Hides a series or shows it again.
    pub fn toggle_hidden(&mut self, id: &str) {
        match self.hidden.binary_search_by(|hidden| hidden.as_str().cmp(id)) {
            Ok(at) => {
                self.hidden.remove(at);
            }
            // A published name that no address can carry would be lost with the next link.
            Err(at) if choices::is_series_name(self.chart, id) => self.hidden.insert(at, id.to_owned()),
            Err(_) => {}
        }
    }

    /// Shows one of these series alone, or all again where it is alone already.
    pub fn toggle_alone(&mut self, id: &str, all: &[String]) {
        let others = all.iter().filter(|other| *other != id && choices::is_series_name(self.chart, other));
        let others = choices::in_order(others.cloned());
        self.hidden = if self.hidden == others { Vec::new() } else { others };
    }

    /// Carries what another chart has in common to this one: days, letters, interval and rate.
    pub fn for_chart(&self, chart: &'static Chart) -> ChartState {
        let mut other = ChartState::new(chart);
        let is_alike = std::mem::discriminant(&self.chart.drawing) == std::mem::discriminant(&chart.drawing);
        if is_alike {
            (other.from, other.to) = (self.from, self.to);
        }
        if chart.intervals.contains(&self.interval) {
            other.interval = self.interval;
        }
        if chart.per == Per::DayOrSecond {
            other.rate = self.rate;
        }
        if chart.letters {
            other.rsis = self.rsis;
        }
        if other.offers_messages() {
            other.messages = self.messages;
        }
        // What is usual differs from chart to chart, so that only a choice is carried.
        if other.offers_doubtful() && self.doubtful != default_doubtful(self.chart) {
            other.doubtful = self.doubtful;
        }
        if !self.chart.splits().is_empty() && chart.splits().iter().any(|(split, _)| *split == self.split) {
            other.split = self.split;
        }
        other.events = self.events && other.over_time();
        other.unusual = self.unusual && other.offers_unusual();
        other.complete = self.complete && other.offers_complete();
        if is_alike && other.offers_second_period() {
            other.set_second(self.with);
            other.align = if other.offers_align() { self.align } else { other.align };
        }
        other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    #[test]
    fn a_series_alone_has_one_spelling_and_a_way_back() {
        let mut state = ChartState::new(Chart::find("queries-received/protocol").unwrap());
        let all: Vec<String> = state.chart.parts.iter().map(|p| p.id.to_owned()).collect();
        state.toggle_alone("ipv6-tcp", &all);
        assert_eq!(state.hidden, ["ipv4-tcp", "ipv4-udp", "ipv6-udp"]);
        state.toggle_alone("ipv6-tcp", &all);
        assert_eq!(state.hidden, [""; 0]);
    }

    #[test]
    fn latest_is_the_last_day_held_and_never_within_the_lag() {
        let clock = Clock::new(day("2026-11-21"));
        assert_eq!(clock.latest(Metric::TrafficVolume), day("2026-10-31"));
        assert_eq!(clock.latest(Metric::Instances), day("2026-11-19"));
        let clock = clock.with_latest(Metric::TrafficVolume, day("2020-11-04"));
        assert_eq!(clock.latest(Metric::TrafficVolume), day("2020-11-04"));
        let clock = clock.with_latest(Metric::TrafficVolume, day("2026-11-20"));
        assert_eq!(clock.latest(Metric::TrafficVolume), day("2026-10-31"));
    }

    #[test]
    fn ranges_are_cut_to_what_can_exist() {
        let clock = Clock::new(day("2026-11-21"));
        let mut state = ChartState::first();
        assert_eq!(state.range(&clock).to_string(), "2017-01-02..2026-10-31");
        state.from = Bound::YearsBack(1);
        assert_eq!(state.range(&clock).to_string(), "2025-11-01..2026-10-31");
        (state.from, state.to) = (Bound::YearsBack(2), Bound::YearsBack(1));
        assert_eq!(state.range(&clock).to_string(), "2024-11-01..2025-10-31");
        (state.from, state.to) = (Bound::YearsBack(1), Bound::YearsBack(1));
        assert_eq!(state.chosen_range(&clock), None);
        (state.from, state.to) = (Bound::On(day("2012-05-01")), Bound::On(day("2030-01-01")));
        assert_eq!(state.range(&clock).to_string(), "2013-01-01..2026-10-31");
        state.from = Bound::On(day("2029-01-01"));
        assert_eq!(state.chosen_range(&clock), None);
    }

    #[test]
    fn a_map_shows_one_day_three_days_ago_unless_another_is_chosen() {
        let clock = Clock::new(day("2026-11-21"));
        let mut state = ChartState::new(Chart::find("instances/map").unwrap());
        assert_eq!(state.range(&clock).to_string(), "2026-11-18..2026-11-18");
        let held = clock.clone().with_latest(Metric::Instances, day("2026-10-02"));
        assert_eq!(state.range(&held).to_string(), "2026-10-02..2026-10-02");
        state.set_day(Bound::On(day("2026-11-19")));
        assert_eq!(state.range(&clock).to_string(), "2026-11-19..2026-11-19");
        for wrong in ["2026-11-20", "2015-03-01"] {
            state.set_day(Bound::On(day(wrong)));
            assert_eq!(state.chosen_range(&clock), None);
            assert_eq!(state.range(&clock).len(), 1);
        }
        let pie = ChartState::new(Chart::find("response-codes").unwrap());
        assert_eq!(pie.for_chart(state.chart), ChartState::new(state.chart));
    }
}
