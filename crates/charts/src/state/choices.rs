//! Everything that visitors choose, each thing once: its key and spellings in addresses, where it is offered, its default,
//! its words, and how the state holds it. The codec of addresses ([`url`](super::url)), the controls of the app and the tests loop
//! over [`CHOICES`].

use rssac002_model::{Day, Metric, RsiSet};
use std::borrow::Cow;

use super::{
    Align, Bound, ChartState, Clock, Doubtful, Interval, LONGEST_LOAD, MOST_OVER, PERIOD_IDS, PanelAxis,
    Reading, Scale, Second, Tab, Viewport, default_doubtful,
};
use crate::catalogue::{Chart, Drawing, Form, Instances, IpVersions, MOST_TOP, Messages, Rate, Split};
use crate::words::ui;

/// Something that visitors choose.
pub trait Choice: Sync {
    /// Its key in addresses.
    fn key(&self) -> &'static str;

    /// Whether the chart, as it is drawn, offers it.
    fn is_offered(&self, state: &ChartState) -> bool;

    /// Whether something else than the default is chosen.
    fn is_chosen(&self, state: &ChartState) -> bool;

    /// How the value is spelled in addresses. Nothing where there is nothing to spell: no series hidden, no code opened.
    fn write(&self, state: &ChartState) -> Option<String>;

    /// Takes a spelled value into the state, or says what is accepted and leaves the state alone.
    fn read(&self, state: &mut ChartState, value: &str, clock: &Clock) -> Result<(), Cow<'static, str>>;

    /// Whether what is chosen does nothing, so that no address has to say it, not even one that depends on no default.
    fn is_nothing(&self, _state: &ChartState) -> bool {
        false
    }

    /// How a page lets visitors choose, where that follows from the kind of values; `None` where it is not offered now, or
    /// has a control of its own, such as a calendar.
    fn control(&self, state: &ChartState) -> Option<Control>;
}

/// How a page lets visitors choose, whatever is chosen: that is what [`Choice::write`] spells.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Control {
    /// One of a few values.
    OneOf {
        /// What is chosen.
        legend: &'static str,
        /// The values, in the order in which they are shown.
        options: Vec<ChoiceOption>,
    },
    /// A whole number.
    Number {
        /// The words before and after the field.
        around: [&'static str; 2],
        /// The greatest number; the least is 1.
        most: u32,
    },
}

/// One of a few values.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ChoiceOption {
    /// Its word.
    pub label: &'static str,
    /// Its spelling in addresses.
    pub spelling: &'static str,
}

/// Why a key that other charts have is not taken.
fn not_offered() -> Cow<'static, str> {
    ui::NOT_OFFERED.into()
}

/// A choice among a few values.
pub struct OneOf<T: 'static> {
    key: &'static str,
    /// What is chosen, for those who do not see the row of values.
    legend: &'static str,
    all: &'static [T],
    spelling: fn(T) -> &'static str,
    label: fn(&Chart, T) -> &'static str,
    /// Whether addresses of the chart may have the key.
    is_known: fn(&ChartState) -> bool,
    /// Whether the chart offers it as it is drawn.
    is_offered: fn(&ChartState) -> bool,
    /// The values that it offers as it is drawn, in the order in which they are shown.
    offers: fn(&ChartState) -> Vec<T>,
    /// What is said of a value that it does not offer as it is drawn; else those that it does are named.
    refusal: Option<&'static str>,
    default: fn(&ChartState) -> T,
    /// The value that does nothing, where one of them does.
    nothing: Option<T>,
    get: fn(&ChartState) -> T,
    set: fn(&mut ChartState, T),
}

impl<T: Copy + PartialEq> OneOf<T> {
    /// The spelling of a value in addresses.
    pub fn spelling(&self, value: T) -> &'static str {
        (self.spelling)(value)
    }

    /// The word for a value.
    pub fn label(&self, chart: &Chart, value: T) -> &'static str {
        (self.label)(chart, value)
    }
}

impl<T: Copy + PartialEq + Sync> Choice for OneOf<T> {
    fn key(&self) -> &'static str {
        self.key
    }

    fn is_offered(&self, state: &ChartState) -> bool {
        (self.is_offered)(state)
    }

    fn is_chosen(&self, state: &ChartState) -> bool {
        (self.get)(state) != (self.default)(state)
    }

    fn write(&self, state: &ChartState) -> Option<String> {
        Some(self.spelling((self.get)(state)).to_owned())
    }

    fn read(&self, state: &mut ChartState, text: &str, _: &Clock) -> Result<(), Cow<'static, str>> {
        if !(self.is_known)(state) {
            return Err(not_offered());
        }
        let offered = (self.offers)(state);
        let meant = self.all.iter().find(|value| self.spelling(**value).eq_ignore_ascii_case(text));
        match (meant, self.refusal) {
            (Some(value), _) if offered.contains(value) => {
                (self.set)(state, *value);
                Ok(())
            }
            (Some(_), Some(refusal)) => Err(refusal.into()),
            _ => {
                let accepted = self.all.iter().filter(|v| self.refusal.is_some() || offered.contains(v));
                Err(accepted.map(|value| self.spelling(*value)).collect::<Vec<_>>().join(", ").into())
            }
        }
    }

    fn is_nothing(&self, state: &ChartState) -> bool {
        self.nothing == Some((self.get)(state))
    }

    fn control(&self, state: &ChartState) -> Option<Control> {
        let option =
            |value: T| ChoiceOption { label: self.label(state.chart, value), spelling: self.spelling(value) };
        let options: Vec<ChoiceOption> = (self.offers)(state).into_iter().map(option).collect();
        let is_shown = self.is_offered(state) && options.len() > 1;
        is_shown.then_some(Control::OneOf { legend: self.legend, options })
    }
}

/// A whole number from 1 on.
struct Number {
    key: &'static str,
    around: [&'static str; 2],
    most: u32,
    /// What is accepted, before "1 to" the greatest.
    accepted: &'static str,
    is_offered: fn(&ChartState) -> bool,
    get: fn(&ChartState) -> u32,
    set: fn(&mut ChartState, u32),
}

impl Choice for Number {
    fn key(&self) -> &'static str {
        self.key
    }

    fn is_offered(&self, state: &ChartState) -> bool {
        (self.is_offered)(state)
    }

    fn is_chosen(&self, state: &ChartState) -> bool {
        (self.get)(state) != (self.get)(&ChartState::new(state.chart))
    }

    fn write(&self, state: &ChartState) -> Option<String> {
        Some((self.get)(state).to_string())
    }

    fn read(&self, state: &mut ChartState, value: &str, _: &Clock) -> Result<(), Cow<'static, str>> {
        if !(self.is_offered)(state) {
            return Err(not_offered());
        }
        let number = value.parse().ok().filter(|number| (1..=self.most).contains(number));
        let number = number.ok_or_else(|| format!("{} from 1 to {}", self.accepted, self.most))?;
        (self.set)(state, number);
        Ok(())
    }

    fn control(&self, state: &ChartState) -> Option<Control> {
        let Number { around, most, .. } = *self;
        self.is_offered(state).then_some(Control::Number { around, most })
    }
}

/// A choice of yes or no, with a box where it belongs on the page. No is the default and is never spelled.
struct Tick {
    key: &'static str,
    /// No and yes.
    spellings: [&'static str; 2],
    is_offered: fn(&ChartState) -> bool,
    field: fn(&mut ChartState) -> &mut bool,
    get: fn(&ChartState) -> bool,
}

impl Choice for Tick {
    fn key(&self) -> &'static str {
        self.key
    }

    fn is_offered(&self, state: &ChartState) -> bool {
        (self.is_offered)(state)
    }

    fn is_chosen(&self, state: &ChartState) -> bool {
        (self.get)(state)
    }

    fn write(&self, state: &ChartState) -> Option<String> {
        self.is_chosen(state).then(|| self.spellings[1].into())
    }

    fn read(&self, state: &mut ChartState, value: &str, _: &Clock) -> Result<(), Cow<'static, str>> {
        if !self.is_offered(state) {
            return Err(not_offered());
        }
        let meant = self.spellings.iter().position(|spelling| *spelling == value);
        *(self.field)(state) = meant.ok_or_else(|| self.spellings.join(", "))? == 1;
        Ok(())
    }

    fn control(&self, _: &ChartState) -> Option<Control> {
        None
    }
}

/// A choice with a control and a spelling of its own kind.
struct Own {
    key: &'static str,
    is_offered: fn(&ChartState) -> bool,
    is_chosen: fn(&ChartState) -> bool,
    write: fn(&ChartState) -> Option<String>,
    read: fn(&mut ChartState, &str, &Clock) -> Result<(), Cow<'static, str>>,
}

impl Choice for Own {
    fn key(&self) -> &'static str {
        self.key
    }

    fn is_offered(&self, state: &ChartState) -> bool {
        (self.is_offered)(state)
    }

    fn is_chosen(&self, state: &ChartState) -> bool {
        (self.is_chosen)(state)
    }

    fn write(&self, state: &ChartState) -> Option<String> {
        (self.write)(state)
    }

    fn read(&self, state: &mut ChartState, value: &str, clock: &Clock) -> Result<(), Cow<'static, str>> {
        if !self.is_offered(state) {
            return Err(not_offered());
        }
        (self.read)(state, value, clock)
    }

    fn control(&self, _: &ChartState) -> Option<Control> {
        None
    }
}

// Names every field of the state, so that a new one does not compile before it is named here: give it its choice, too.
const _: fn(&ChartState) = |state| {
    let ChartState {
        chart: _,
        from: _,
        to: _,
        with: _,
        align: _,
        rsis: _,
        interval: _,
        form: _,
        reading: _,
        over: _,
        base: _,
        rate: _,
        ip: _,
        instances: _,
        threshold: _,
        messages: _,
        top: _,
        scale: _,
        axis: _,
        doubtful: _,
        events: _,
        unusual: _,
        complete: _,
        split: _,
        part: _,
        viewport: _,
        hidden: _,
        tab: _,
    } = state;
};

/// All choices, in the fixed order of addresses. The form and what is made of series come before what depends on them:
/// whether an axis may be logarithmic, or a panel's own.
pub const CHOICES: [&dyn Choice; 28] = [
    &DATE, &TIME, &WITH, &RSIS, &INTERVAL, &ALIGN, &FORM, &READING, &OVER, &BASE, &RATE, &IP, &INSTANCES,
    &THRESHOLD, &MESSAGES, &SPLIT, &TOP, &SCALE, &AXIS, &DOUBTFUL, &EVENTS, &UNUSUAL, &COMPLETE, &CODE,
    &PART, &VIEWPORT, &HIDDEN, &TAB,
];

/// Those with a control that follows from the kind of values, in the order in which people decide.
pub const CONTROLS: [&dyn Choice; 14] = [
    &INTERVAL, &ALIGN, &MESSAGES, &SPLIT, &FORM, &READING, &OVER, &IP, &INSTANCES, &RATE, &THRESHOLD, &TOP,
    &SCALE, &AXIS,
];

/// The days of a map.
static DATE: Own = Own {
    key: "date",
    is_offered: ChartState::is_map,
    is_chosen: has_days,
    write: |state| Some(spell_bound(state.to)),
    read: |state, value, clock| {
        let mut next = state.clone();
        match bound(value) {
            Some(day @ (Bound::On(_) | Bound::Latest)) => next.set_day(day),
            _ => return Err("YYYY-MM-DD or latest".into()),
        }
        if next.chosen_range(clock).is_none() {
            let latest = next.whole_range(clock).end();
            return Err(format!("a day from {} to {latest}", state.chart.first_day()).into());
        }
        *state = next;
        Ok(())
    },
};

/// The days of all other charts.
static TIME: Own = Own {
    key: "time",
    is_offered: |state| !state.is_map(),
    is_chosen: has_days,
    write: |state| Some(spell_bounds((state.from, state.to))),
    read: |state, value, clock| {
        (state.from, state.to) = bounds(state, value, clock)?;
        Ok(())
    },
};

/// The days to compare with.
static WITH: Own = Own {
    key: "with",
    is_offered: ChartState::offers_second_period,
    is_chosen: |state| state.with != ChartState::new(state.chart).with,
    write: |state| match state.with {
        Second::None => None,
        Second::YearBefore => Some("year-before".into()),
        Second::Days(from, to) => Some(spell_bounds((from, to))),
    },
    read: |state, value, clock| {
        let with = match value {
            "none" if !state.needs_second_period() => Second::None,
            "year-before" => Second::YearBefore,
            _ => {
                let (from, to) =
                    bounds(state, value, clock).map_err(|accepted| format!("year-before, or {accepted}"))?;
                Second::Days(from, to)
            }
        };
        state.set_second(with);
        Ok(())
    },
};

/// The letters.
static RSIS: Own = Own {
    key: "rsi",
    is_offered: |state| state.chart.letters,
    is_chosen: |state| state.rsis != RsiSet::ALL,
    write: |state| Some(state.rsis.to_permalink()),
    read: |state, value, _| {
        let rsis = RsiSet::parse_permalink(value);
        state.rsis = rsis.map_err(|e| format!("letters a to m and ranges joined by dots, as a-c.k; {e}"))?;
        Ok(())
    },
};

/// Days or weeks.
pub static INTERVAL: OneOf<Interval> = OneOf {
    key: "interval",
    legend: ui::INTERVAL,
    all: &[Interval::Day, Interval::Week],
    spelling: |value| match value {
        Interval::Day => "day",
        Interval::Week => "week",
    },
    label: |_, value| match value {
        Interval::Day => "Day",
        Interval::Week => "Week",
    },
    is_known: |state| state.chart.intervals.len() > 1,
    is_offered: |state| state.chart.intervals.len() > 1,
    offers: |state| {
        // In the order of the calendar, whichever is the default.
        [Interval::Day, Interval::Week].into_iter().filter(|i| state.chart.intervals.contains(i)).collect()
    },
    refusal: None,
    default: |state| ChartState::new(state.chart).interval,
    nothing: None,
    get: |state| state.interval,
    set: ChartState::set_interval,
};

/// Which days of two periods stand under one another.
static ALIGN: OneOf<Align> = OneOf {
    key: "align",
    legend: ui::ALIGN,
    all: &[Align::Weekday, Align::Number],
    spelling: |value| match value {
        Align::Weekday => "weekday",
        Align::Number => "day",
    },
    label: |_, value| match value {
        Align::Weekday => "By weekday",
        Align::Number => "By day",
    },
    is_known: ChartState::offers_align,
    is_offered: ChartState::offers_align,
    offers: |_| vec![Align::Weekday, Align::Number],
    refusal: None,
    default: |_| Align::Weekday,
    nothing: None,
    get: |state| state.align,
    set: |state, value| state.align = value,
};

/// How values are drawn.
pub static FORM: OneOf<Form> = OneOf {
    key: "type",
    legend: ui::FORM,
    all: &[Form::Line, Form::Stacked, Form::Share, Form::Lines, Form::Bands, Form::Pie, Form::Columns],
    spelling: |value| match value {
        Form::Line => "line",
        Form::Stacked => "stacked",
        Form::Share => "share",
        Form::Lines => "lines",
        Form::Bands => "bands",
        Form::Pie => "pie",
        Form::Columns => "columns",
    },
    label: |chart, value| match value {
        Form::Line => chart.whole(),
        Form::Stacked => "Stacked",
        Form::Share => "Share",
        Form::Lines => "Lines",
        Form::Bands => "Bands",
        Form::Pie => "Pie",
        Form::Columns => "Columns",
    },
    is_known: |state| !state.chart.forms().is_empty(),
    is_offered: |state| !state.chart.forms().is_empty(),
    offers: |state| state.chart.forms().to_vec(),
    refusal: None,
    default: |state| ChartState::new(state.chart).form,
    // Links say nothing of it that are older than the columns.
    nothing: Some(Form::Pie),
    get: |state| state.form,
    set: ChartState::set_form,
};

/// What is made of each series over time.
pub static READING: OneOf<Reading> = OneOf {
    key: "view",
    legend: ui::READING,
    all: &[Reading::Published, Reading::Average, Reading::Change, Reading::Index, Reading::Cumulative],
    spelling: |value| match value {
        Reading::Published => "published",
        Reading::Average => "average",
        Reading::Change => "year",
        Reading::Index => "index",
        Reading::Cumulative => "cumulative",
    },
    label: |_, value| match value {
        Reading::Published => "As published",
        Reading::Average => "Average",
        Reading::Change => "Year over year",
        Reading::Index => "Index",
        Reading::Cumulative => "Cumulative",
    },
    is_known: ChartState::over_time,
    is_offered: ChartState::over_time,
    offers: |state| state.offered_readings().to_vec(),
    refusal: None,
    default: |_| Reading::Published,
    nothing: Some(Reading::Published),
    get: |state| state.reading,
    set: ChartState::set_reading,
};

/// Over how many days series are averaged.
static OVER: Number = Number {
    key: "over",
    around: [ui::OVER, ui::OVER_DAYS],
    most: MOST_OVER,
    accepted: "whole days",
    is_offered: |state| state.reading == Reading::Average,
    get: |state| state.over,
    set: |state, days| state.over = days,
};

/// The day on which an index is 100.
static BASE: Own = Own {
    key: "base",
    is_offered: |state| state.reading == Reading::Index,
    is_chosen: |state| state.base.is_some(),
    write: |state| Some(state.base.map_or_else(|| "first".into(), |day| day.to_string())),
    read: |state, value, clock| {
        let (first, latest) = (state.chart.first_day(), state.whole_range(clock).end());
        let day = Day::parse_iso(value).filter(|day| (first..=latest).contains(day));
        if day.is_none() && value != "first" {
            return Err(format!("first, or a day from {first} to {latest}").into());
        }
        state.base = day;
        Ok(())
    },
};

/// What values are divided by.
pub static RATE: OneOf<Rate> = OneOf {
    key: "per",
    legend: ui::UNIT,
    all: &[Rate::PerDay, Rate::PerSecond],
    spelling: |value| match value {
        Rate::PerDay => "day",
        Rate::PerSecond => "second",
    },
    label: |_, value| value.label(),
    is_known: ChartState::offers_rate,
    is_offered: ChartState::offers_rate,
    offers: |_| vec![Rate::PerDay, Rate::PerSecond],
    refusal: None,
    default: |state| ChartState::new(state.chart).rate,
    nothing: None,
    get: |state| state.rate,
    set: |state, value| state.rate = value,
};

/// Which sources count.
pub static IP: OneOf<IpVersions> = OneOf {
    key: "ip",
    legend: ui::IP_VERSION,
    all: &[IpVersions::Both, IpVersions::V4, IpVersions::V6],
    spelling: |value| match value {
        IpVersions::Both => "both",
        IpVersions::V4 => "4",
        IpVersions::V6 => "6",
    },
    label: |_, value| value.label(),
    is_known: |state| !state.chart.ip_versions.is_empty(),
    is_offered: |state| !state.chart.ip_versions.is_empty(),
    offers: |state| state.chart.ip_versions.to_vec(),
    refusal: None,
    default: |state| ChartState::new(state.chart).ip,
    nothing: None,
    get: |state| state.ip,
    set: |state, value| state.ip = value,
};

/// Which instances count.
pub static INSTANCES: OneOf<Instances> = OneOf {
    key: "count",
    legend: ui::INSTANCES,
    all: &[
        Instances::All,
        Instances::DualStack,
        Instances::V4,
        Instances::V6,
        Instances::OnlyV4,
        Instances::OnlyV6,
    ],
    spelling: |value| match value {
        Instances::All => "all",
        Instances::DualStack => "dual",
        Instances::V4 => "4",
        Instances::V6 => "6",
        Instances::OnlyV4 => "only4",
        Instances::OnlyV6 => "only6",
    },
    label: |_, value| match value {
        Instances::All => "All",
        Instances::DualStack => "Dual stack",
        Instances::V4 => "IPv4",
        Instances::V6 => "IPv6",
        Instances::OnlyV4 => "Only IPv4",
        Instances::OnlyV6 => "Only IPv6",
    },
    is_known: |state| !state.offered_instances().is_empty(),
    is_offered: |state| !state.offered_instances().is_empty(),
    offers: |state| state.offered_instances().to_vec(),
    refusal: None,
    default: |state| ChartState::new(state.chart).instances,
    nothing: None,
    get: |state| state.instances,
    set: |state, value| state.instances = value,
};

/// Up to how many seconds a load is in time.
static THRESHOLD: Number = Number {
    key: "threshold",
    around: [ui::WITHIN, ui::SECONDS],
    most: LONGEST_LOAD,
    accepted: "whole seconds",
    is_offered: ChartState::offers_threshold,
    get: |state| state.threshold,
    set: |state, seconds| state.threshold = seconds,
};

/// Which messages' sizes count.
pub static MESSAGES: OneOf<Messages> = OneOf {
    key: "messages",
    legend: ui::MESSAGES,
    all: &[Messages::UdpQueries, Messages::UdpResponses, Messages::TcpQueries, Messages::TcpResponses],
    spelling: |value| match value {
        Messages::UdpQueries => "udp-queries",
        Messages::UdpResponses => "udp-responses",
        Messages::TcpQueries => "tcp-queries",
        Messages::TcpResponses => "tcp-responses",
    },
    label: |_, value| value.label(),
    is_known: ChartState::offers_messages,
    is_offered: ChartState::offers_messages,
    offers: |_| Messages::ALL.to_vec(),
    refusal: None,
    default: |state| ChartState::new(state.chart).messages,
    nothing: None,
    get: |state| state.messages,
    set: ChartState::set_messages,
};

/// By what shares tell counts apart.
static SPLIT: OneOf<Split> = OneOf {
    key: "split",
    legend: ui::SPLIT,
    all: &[Split::Protocol, Split::IpVersion, Split::Transport],
    spelling: |value| match value {
        Split::Protocol => "protocol",
        Split::IpVersion => "ip-version",
        Split::Transport => "transport",
    },
    label: |_, value| value.label(),
    is_known: |state| !state.chart.splits().is_empty(),
    is_offered: |state| !state.chart.splits().is_empty(),
    offers: |state| state.chart.splits().iter().map(|(split, _)| *split).collect(),
    refusal: None,
    default: |state| ChartState::new(state.chart).split,
    nothing: None,
    get: |state| state.split,
    set: ChartState::set_split,
};

/// How many ranges of sizes are drawn.
static TOP: Number = Number {
    key: "top",
    around: [ui::THE, ui::MOST_FREQUENT],
    most: MOST_TOP as u32,
    accepted: "a number",
    is_offered: ChartState::offers_top,
    get: |state| state.top.into(),
    // No number above MOST_TOP comes here.
    set: |state, count| state.top = count.try_into().unwrap_or(MOST_TOP),
};

/// How the axis runs.
pub static SCALE: OneOf<Scale> = OneOf {
    key: "scale",
    legend: ui::AXIS,
    all: &[Scale::Linear, Scale::Log],
    spelling: |value| match value {
        Scale::Linear => "linear",
        Scale::Log => "log",
    },
    label: |_, value| match value {
        Scale::Linear => "Linear",
        Scale::Log => "Log",
    },
    is_known: |state| state.over_time() || state.needs_second_period(),
    is_offered: ChartState::offers_log,
    offers: |state| {
        if state.offers_log() { vec![Scale::Linear, Scale::Log] } else { vec![Scale::Linear] }
    },
    refusal: Some("a logarithmic axis goes with lines only, and not with changes"),
    default: ChartState::default_scale,
    nothing: None,
    get: |state| state.scale,
    set: |state, value| state.scale = value,
};

/// Whether several panels have one axis.
pub static AXIS: OneOf<PanelAxis> = OneOf {
    key: "axis",
    legend: ui::PANEL_AXES,
    all: &[PanelAxis::Same, PanelAxis::Own],
    spelling: |value| match value {
        PanelAxis::Same => "same",
        PanelAxis::Own => "own",
    },
    label: |_, value| match value {
        PanelAxis::Same => "Same axis",
        PanelAxis::Own => "Own axis",
    },
    is_known: ChartState::offers_axis,
    is_offered: ChartState::offers_axis,
    offers: |_| vec![PanelAxis::Same, PanelAxis::Own],
    refusal: None,
    default: |state| ChartState::new(state.chart).axis,
    nothing: None,
    get: |state| state.axis,
    set: |state, value| state.axis = value,
};

/// What happens to doubtful values.
static DOUBTFUL: OneOf<Doubtful> = OneOf {
    key: "doubtful",
    legend: ui::LEAVE_OUT,
    all: &[Doubtful::Mark, Doubtful::LeaveOut],
    spelling: |value| match value {
        Doubtful::Mark => "mark",
        Doubtful::LeaveOut => "out",
    },
    label: |_, value| match value {
        Doubtful::Mark => "Marked",
        Doubtful::LeaveOut => "Left out",
    },
    is_known: ChartState::offers_doubtful,
    is_offered: ChartState::offers_doubtful,
    offers: |_| vec![Doubtful::Mark, Doubtful::LeaveOut],
    refusal: None,
    default: |state| default_doubtful(state.chart),
    nothing: None,
    get: |state| state.doubtful,
    set: |state, value| state.doubtful = value,
};

/// Whether known events are marked.
static EVENTS: Tick = Tick {
    key: "events",
    spellings: ["off", "on"],
    is_offered: ChartState::over_time,
    field: |state| &mut state.events,
    get: |state| state.events,
};

/// Whether unusual days are marked.
static UNUSUAL: Tick = Tick {
    key: "unusual",
    spellings: ["off", "on"],
    is_offered: ChartState::offers_unusual,
    field: |state| &mut state.unusual,
    get: |state| state.unusual,
};

/// Whether only days or weeks count in which all the letters chosen reported.
static COMPLETE: Tick = Tick {
    key: "days",
    spellings: ["all", "complete"],
    is_offered: ChartState::offers_complete,
    field: |state| &mut state.complete,
    get: |state| state.complete,
};

/// The response code whose letters the pie shows.
static CODE: Own = Own {
    key: "code",
    is_offered: |state| state.is_pie() && state.is_of_codes(),
    is_chosen: |state| state.part.is_some(),
    write: |state| state.part.clone(),
    read: |state, value, _| {
        let code = value.parse::<u8>().ok().filter(|code| *code <= LAST_CODE);
        state.part = Some(code.ok_or("a response code from 0 to 23")?.to_string());
        Ok(())
    },
};

/// The part whose letters any other pie shows.
static PART: Own = Own {
    key: "part",
    is_offered: |state| state.is_pie() && !state.is_of_codes(),
    is_chosen: |state| state.part.is_some(),
    write: |state| state.part.clone(),
    read: |state, value, _| {
        let parts = state.parts();
        if parts.is_empty() && !is_slice_of_sizes(value) {
            return Err("a range of octets, as 32-47, or other".into());
        }
        if !parts.is_empty() && !parts.iter().any(|part| part.id == value) {
            return Err(parts.iter().map(|part| part.id).collect::<Vec<_>>().join(", ").into());
        }
        state.part = Some(value.to_owned());
        Ok(())
    },
};

/// Which part of the world a map shows.
static VIEWPORT: Own = Own {
    key: "at",
    is_offered: ChartState::is_map,
    is_chosen: |state| state.viewport != Viewport::WORLD,
    write: |state| Some(state.viewport.spell()),
    read: |state, value, _| {
        let accepted = "latitude, longitude and zoom joined by _, as 48.5_-3.25_8";
        state.viewport = Viewport::parse(value).ok_or(accepted)?;
        Ok(())
    },
};

/// The series that the legend hides.
static HIDDEN: Own = Own {
    key: "hide",
    is_offered: |_| true,
    is_chosen: |state| !state.hidden.is_empty(),
    write: |state| (!state.hidden.is_empty()).then(|| state.hidden.join(".")),
    read: |state, value, _| {
        let names = in_order(value.split('.').map(str::to_owned));
        if let Some(unknown) = names.iter().find(|name| !is_series_name(state.chart, name)) {
            return Err(format!("names of series joined by dots; `{}` is none", cut(unknown, 20)).into());
        }
        if names.len() > MOST_HIDDEN {
            return Err(format!("at most {MOST_HIDDEN} names of series").into());
        }
        state.hidden = names;
        Ok(())
    },
};

/// Names in order, each once: there are a few.
pub(super) fn in_order(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut sorted: Vec<String> = Vec::new();
    for name in names {
        if let Err(at) = sorted.binary_search(&name) {
            sorted.insert(at, name);
        }
    }
    sorted
}

/// Picture or table.
static TAB: OneOf<Tab> = OneOf {
    key: "tab",
    legend: ui::SHOW_AS,
    all: &[Tab::Chart, Tab::Table],
    spelling: |value| match value {
        Tab::Chart => "chart",
        Tab::Table => "table",
    },
    label: |_, value| match value {
        Tab::Chart => ui::CHART,
        Tab::Table => ui::TABLE,
    },
    is_known: |_| true,
    is_offered: |_| true,
    offers: |_| vec![Tab::Chart, Tab::Table],
    refusal: None,
    default: |state| ChartState::new(state.chart).tab,
    nothing: None,
    get: |state| state.tab,
    set: |state, value| state.tab = value,
};

/// The name of the slice of all that are too small for one.
pub(crate) const OTHER: &str = "other";

/// The last response code that counts.
const LAST_CODE: u8 = 23;

/// No chart has more series that could be hidden.
const MOST_HIDDEN: usize = 100;

fn has_days(state: &ChartState) -> bool {
    let default = ChartState::new(state.chart);
    (state.from, state.to) != (default.from, default.to)
}

fn bound(text: &str) -> Option<Bound> {
    match text.to_ascii_lowercase().as_str() {
        "earliest" => Some(Bound::Earliest),
        "latest" => Some(Bound::Latest),
        other => match other.strip_suffix('y') {
            Some(years) => years.parse().ok().filter(|y| (1..=50).contains(y)).map(Bound::YearsBack),
            None => Day::parse_iso(other).map(Bound::On),
        },
    }
}

fn spell_bound(bound: Bound) -> String {
    match bound {
        Bound::Earliest => "earliest".into(),
        Bound::Latest => "latest".into(),
        Bound::YearsBack(years) => format!("{years}y"),
        Bound::On(day) => day.to_string(),
    }
}

fn spell_bounds((from, to): (Bound, Bound)) -> String {
    format!("{}..{}", spell_bound(from), spell_bound(to))
}

/// Two bounds between which the chart has days.
fn bounds(state: &ChartState, value: &str, clock: &Clock) -> Result<(Bound, Bound), Cow<'static, str>> {
    let accepted = "two of YYYY-MM-DD, earliest, latest or 1y (years before the latest), joined by ..";
    let (from, to) = value.split_once("..").ok_or(accepted)?;
    let (from, to) = (bound(from).ok_or(accepted)?, bound(to).ok_or(accepted)?);
    if state.between(from, to, clock).is_none() {
        let latest = state.whole_range(clock).end();
        return Err(format!("days in order, from {} to {latest}", state.chart.first_day()).into());
    }
    Ok((from, to))
}

/// A range of octets as it is published: `32-47`, open `288-`.
fn is_size_name(name: &str) -> bool {
    let number = |text: &str| !text.is_empty() && text.len() <= 6 && text.bytes().all(|b| b.is_ascii_digit());
    name.split_once('-').is_some_and(|(from, to)| number(from) && (to.is_empty() || number(to)))
}

/// A slice of a pie of sizes: a range, or all that are too small for one.
fn is_slice_of_sizes(name: &str) -> bool {
    is_size_name(name) || name == OTHER
}

/// Names of series that an address of a chart can carry: letters, its parts, response codes, ranges of sizes.
pub(crate) fn is_series_name(chart: &Chart, name: &str) -> bool {
    if chart.drawing == Drawing::Boxes {
        return PERIOD_IDS.contains(&name);
    }
    let is_code = || name.parse::<u8>().is_ok_and(|code| code <= LAST_CODE && code.to_string() == name);
    RsiSet::ALL.iter().any(|rsi| rsi.as_str() == name)
        || chart.parts.iter().any(|part| part.id == name)
        || chart.splits().iter().any(|(_, parts)| parts.iter().any(|part| part.id == name))
        || (chart.metric() == Metric::TrafficSizes && is_slice_of_sizes(name))
        || (matches!(chart.drawing, Drawing::Shares { .. })
            && chart.metric() == Metric::RcodeVolume
            && is_code())
}

/// As much as is repeated of a text that was not understood.
pub(super) fn cut(text: &str, characters: usize) -> String {
    match text.char_indices().nth(characters) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
