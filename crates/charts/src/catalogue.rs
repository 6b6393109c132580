//! The charts: one entry each. Menu line, page, title, permalink, choices, data, tests and snapshots follow from
//! the entry; nothing else has to be touched to add one of a kind that exists.

use rssac002_model::columns::REST;
use rssac002_model::{Dataset, Day, Direction, Endpoint, Interval, Metric};

use crate::theme::{Colour, Hue};
use crate::transform::greatest_first;

/// A part of a measure: an IP version, a transport, a response code.
#[derive(Debug, PartialEq, Eq)]
pub struct Part {
    /// Its name in addresses.
    pub id: &'static str,
    /// Its name for people.
    pub label: &'static str,
    /// Its colour, the same on every page.
    pub colour: Hue,
    /// The published keys whose sum it is.
    pub keys: &'static [&'static str],
}

impl Part {
    /// Its colour.
    pub fn colour(&self) -> Colour {
        Colour::Hue(self.colour)
    }
}

/// Which keys of a data set are needed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Keys {
    /// traffic-volume's total of one direction, under the empty key.
    Total(Direction),
    /// These, with [`rssac002_model::columns::REST`] for the sum of all others.
    These(&'static [&'static str]),
    /// Those with the highest totals of the letters asked for together, and the rest as one.
    Top(u8),
    /// The same of each letter by itself.
    TopEach(u8),
    /// All.
    All,
}

/// How values are drawn: over time, or shares over a range of days.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Form {
    /// One line for the sum of the chosen letters.
    Line,
    /// Areas on one another.
    Stacked,
    /// Areas that fill 100%.
    Share,
    /// One line per series, each from zero.
    Lines,
    /// Series from the lowest to the highest: opposite ones bound a band, the middle one is a line.
    Bands,
    /// Shares as the slices of a pie.
    Pie,
    /// Shares as columns, stacked by letter.
    Columns,
}

/// What a count is divided by.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Rate {
    /// Per day, as published.
    PerDay,
    /// Per second: by 86,400.
    PerSecond,
}

impl Rate {
    /// Its word.
    pub fn label(self) -> &'static str {
        match self {
            Rate::PerDay => "per day",
            Rate::PerSecond => "per second",
        }
    }
}

/// Which source addresses count. IPv6 is always the /64 aggregate.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum IpVersions {
    /// IPv4 and IPv6 /64 added up.
    Both,
    /// IPv4 only.
    V4,
    /// IPv6 only.
    V6,
}

impl IpVersions {
    /// Its word.
    pub fn label(self) -> &'static str {
        match self {
            IpVersions::Both => "IPv4 and IPv6",
            IpVersions::V4 => "IPv4",
            IpVersions::V6 => "IPv6",
        }
    }
}

/// Which instances count.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Instances {
    /// All: of IPv4 and IPv6 the larger number, letter by letter.
    All,
    /// Those that answer over both: the smaller number.
    DualStack,
    /// Over IPv4.
    V4,
    /// Over IPv6.
    V6,
    /// Over IPv4 and not over IPv6.
    OnlyV4,
    /// Over IPv6 and not over IPv4.
    OnlyV6,
}

/// Which messages' sizes count.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Messages {
    /// Queries over UDP.
    UdpQueries,
    /// Responses over UDP.
    UdpResponses,
    /// Queries over TCP.
    TcpQueries,
    /// Responses over TCP.
    TcpResponses,
}

impl Messages {
    /// Its words, alone and in the middle of a sentence.
    pub fn label(self) -> &'static str {
        match self {
            Messages::UdpQueries => "UDP queries",
            Messages::UdpResponses => "UDP responses",
            Messages::TcpQueries => "TCP queries",
            Messages::TcpResponses => "TCP responses",
        }
    }

    /// All of them.
    pub const ALL: [Messages; 4] =
        [Messages::UdpQueries, Messages::UdpResponses, Messages::TcpQueries, Messages::TcpResponses];

    /// Where their sizes stand.
    pub fn dataset(self) -> Dataset {
        match self {
            Messages::UdpQueries => Dataset::UdpRequestSizes,
            Messages::UdpResponses => Dataset::UdpResponseSizes,
            Messages::TcpQueries => Dataset::TcpRequestSizes,
            Messages::TcpResponses => Dataset::TcpResponseSizes,
        }
    }
}

/// By what counts over a range of days are told apart.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Split {
    /// IP version and transport together.
    Protocol,
    /// IP version.
    IpVersion,
    /// UDP and TCP.
    Transport,
}

impl Split {
    /// Its words, at the head of a column.
    pub fn label(self) -> &'static str {
        match self {
            Split::Protocol => "Protocol",
            Split::IpVersion => "IP version",
            Split::Transport => "Transport",
        }
    }

    /// The same in the middle of a sentence.
    pub fn within(self) -> &'static str {
        match self {
            Split::Protocol => "protocol",
            Split::IpVersion => "IP version",
            Split::Transport => "transport",
        }
    }
}

/// What is made of the published numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Measure {
    /// The counts themselves, by part.
    Counts,
    /// What the first need counts by what the second counts, both of the IP versions chosen.
    Ratio,
    /// Each part's share of what the same letters counted in all.
    Shares,
    /// How many root zone loads took up to a threshold, and how many took longer.
    LoadsWithin,
    /// Quantiles of the seconds that root zone loads took.
    LoadQuantiles,
    /// Numbers of instances.
    Instances,
    /// The size of the day's first serial that has one.
    ZoneSize,
}

/// What a count is per.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Per {
    /// Per day, or per second by choice.
    DayOrSecond,
    /// Per day.
    Day,
    /// Nothing: a stock, a ratio, a duration.
    Nothing,
}

/// An answer that a chart needs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Need {
    /// The question.
    pub endpoint: Endpoint,
    /// Which of its keys.
    pub keys: Keys,
}

/// How many panels a chart has, and what stands in each.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Panels {
    /// One.
    One,
    /// One per part.
    PerPart,
    /// One per letter.
    PerRsi,
}

/// What the series of a panel are, in every form but [`Form::Line`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SeriesBy {
    /// One per letter.
    Rsi,
    /// One per part.
    Part,
}

/// What a chart draws.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Drawing {
    /// Values over days or weeks.
    Time {
        /// Its panels.
        panels: Panels,
        /// Its series.
        by: SeriesBy,
        /// The forms that it offers, the default first.
        forms: &'static [Form],
    },
    /// Shares over a range of days, as a pie or in columns, with each part's letters one click away.
    Shares {
        /// The parts by which they may be split, the default first; none where they are the published keys, which are
        /// response codes or ranges of sizes.
        splits: &'static [(Split, &'static [Part])],
    },
    /// Columns by range of sizes, stacked by letter, in percent of all, over a range of days.
    SizeColumns,
    /// Box plots by letter of two ranges of days side by side.
    Boxes,
    /// The world with the instances of one day.
    Map,
}

/// Headings of the menu.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Section {
    /// traffic-volume, received.
    Queries,
    /// traffic-volume, sent.
    Responses,
    /// unique-sources.
    Sources,
    /// rcode-volume.
    Rcodes,
    /// load-time.
    LoadTime,
    /// traffic-sizes.
    Sizes,
    /// The instance archive.
    Instances,
    /// zone-size.
    Zone,
}

/// A chart of the catalogue.
#[derive(Debug, PartialEq, Eq)]
pub struct Chart {
    /// The path of its page, without the slash in front (`queries-received/ip-version`).
    pub path: &'static str,
    /// Its heading in the menu.
    pub section: Section,
    /// Its line in the menu, below the heading.
    pub menu: &'static str,
    /// Its title.
    pub title: &'static str,
    /// What its numbers count, in the plural (`queries`).
    pub noun: &'static str,
    /// The answers that it is made from.
    pub needs: &'static [Need],
    /// What it makes of them.
    pub measure: Measure,
    /// Its parts; none where only the total counts, or where the answer tells them ([`Keys::Top`]).
    pub parts: &'static [Part],
    /// What it draws.
    pub drawing: Drawing,
    /// What its counts are per.
    pub per: Per,
    /// The intervals that it offers, the default first; none for a chart that is not over time.
    pub intervals: &'static [Interval],
    /// The IP versions that may be chosen, the default first; none where there is no such choice.
    pub ip_versions: &'static [IpVersions],
    /// Whether lines have a logarithmic axis unless another is chosen.
    pub log: bool,
    /// Whether it has letters to choose from.
    pub letters: bool,
    /// What the metric counts and what it does not.
    pub note: &'static str,
    /// How the numbers are computed.
    pub method: &'static str,
    /// Addresses of the published site that lead here.
    pub old_pages: &'static [&'static str],
}

impl Chart {
    /// The chart of a path, with or without slashes around it; `None` for a path that is no chart's.
    pub fn find(path: &str) -> Option<&'static Chart> {
        let path = path.trim_matches('/');
        CATALOGUE.iter().find(|c| c.path == path)
    }

    /// The chart that a page of the published site leads to (`/rcode_pie.html`).
    pub fn find_old(path: &str) -> Option<&'static Chart> {
        let page = path.trim_start_matches('/');
        CATALOGUE.iter().find(|c| c.old_pages.contains(&page))
    }

    /// The forms that it offers, the default first; none where there is no such choice.
    pub fn forms(&self) -> &'static [Form] {
        match self.drawing {
            Drawing::Time { forms, .. } => forms,
            Drawing::Shares { .. } => &[Form::Pie, Form::Columns],
            Drawing::SizeColumns | Drawing::Boxes | Drawing::Map => &[],
        }
    }

    /// The parts by which its shares may be split, the default first; none where there is no such choice.
    pub fn splits(&self) -> &'static [(Split, &'static [Part])] {
        if let Drawing::Shares { splits } = self.drawing { splits } else { &[] }
    }

    /// The name of its one line.
    pub fn whole(&self) -> &'static str {
        match self.measure {
            Measure::Ratio => "System",
            Measure::ZoneSize => "Size",
            _ => "Sum",
        }
    }

    /// The kind of file that decides which days there are: the first need's.
    pub fn metric(&self) -> Metric {
        self.needs[0].endpoint.metric()
    }

    /// The first day that it shows by default.
    pub fn start(&self) -> Day {
        match (self.metric(), self.needs[0].keys) {
            (Metric::Instances, _) => Day::INSTANCES_START,
            // Before that hardly any letter reported sizes (charts.md).
            (_, Keys::TopEach(_)) => Day::SIZES_START,
            _ => Day::CHARTS_START,
        }
    }

    /// The first day that can be chosen: [`Day::API_START`], or the first one of the instance archive.
    pub fn first_day(&self) -> Day {
        let instances = self.needs.iter().any(|need| need.endpoint.metric() == Metric::Instances);
        if instances { Day::INSTANCES_START } else { Day::API_START }
    }

    /// A name for files and element ids: the path with hyphens for slashes.
    pub fn slug(&self) -> String {
        self.path.replace('/', "-")
    }

    /// The charts whose paths are nearest to one that is not there, at most three.
    pub fn nearest(path: &str) -> Vec<&'static Chart> {
        let split = |text: &'static str| text.split(['/', '-', '_', '.']);
        let asked: Vec<&str> = path.split(['/', '-', '_', '.']).filter(|w| w.len() > 2).collect();
        let score =
            |c: &Chart| asked.iter().filter(|w| split(c.path).any(|word| word.starts_with(**w))).count();
        let charts = CATALOGUE.iter().filter(|c| score(c) > 0).collect();
        let mut charts = greatest_first(charts, |chart: &&Chart| score(chart) as f64);
        charts.truncate(3);
        charts
    }
}

const fn data(dataset: Dataset, keys: Keys) -> Need {
    Need { endpoint: Endpoint::Data(dataset), keys }
}

const fn part(id: &'static str, label: &'static str, colour: Hue, keys: &'static [&'static str]) -> Part {
    Part { id, label, colour, keys }
}

const RECEIVED: &[&str] = Direction::Received.keys();
const SENT: &[&str] = Direction::Sent.keys();

const RECEIVED_BY_IP: &[Part] = &[
    part("ipv4", "IPv4", Hue::Blue, const { &[RECEIVED[0], RECEIVED[2]] }),
    part("ipv6", "IPv6", Hue::Orange, const { &[RECEIVED[1], RECEIVED[3]] }),
];
const SENT_BY_IP: &[Part] = &[
    part("ipv4", "IPv4", Hue::Blue, const { &[SENT[0], SENT[2]] }),
    part("ipv6", "IPv6", Hue::Orange, const { &[SENT[1], SENT[3]] }),
];
const RECEIVED_BY_TRANSPORT: &[Part] = &[
    part("udp", "UDP", Hue::Teal, const { &[RECEIVED[0], RECEIVED[1]] }),
    part("tcp", "TCP", Hue::Purple, const { &[RECEIVED[2], RECEIVED[3]] }),
];
const SENT_BY_TRANSPORT: &[Part] = &[
    part("udp", "UDP", Hue::Teal, const { &[SENT[0], SENT[1]] }),
    part("tcp", "TCP", Hue::Purple, const { &[SENT[2], SENT[3]] }),
];
const RECEIVED_BY_PROTOCOL: &[Part] = &[
    part("ipv4-udp", "IPv4 UDP", Hue::Blue, const { &[RECEIVED[0]] }),
    part("ipv4-tcp", "IPv4 TCP", Hue::Teal, const { &[RECEIVED[2]] }),
    part("ipv6-udp", "IPv6 UDP", Hue::Orange, const { &[RECEIVED[1]] }),
    part("ipv6-tcp", "IPv6 TCP", Hue::Purple, const { &[RECEIVED[3]] }),
];
const SENT_BY_PROTOCOL: &[Part] = &[
    part("ipv4-udp", "IPv4 UDP", Hue::Blue, const { &[SENT[0]] }),
    part("ipv4-tcp", "IPv4 TCP", Hue::Teal, const { &[SENT[2]] }),
    part("ipv6-udp", "IPv6 UDP", Hue::Orange, const { &[SENT[1]] }),
    part("ipv6-tcp", "IPv6 TCP", Hue::Purple, const { &[SENT[3]] }),
];
const RECEIVED_SPLITS: &[(Split, &[Part])] = &[
    (Split::Protocol, RECEIVED_BY_PROTOCOL),
    (Split::IpVersion, RECEIVED_BY_IP),
    (Split::Transport, RECEIVED_BY_TRANSPORT),
];
const SENT_SPLITS: &[(Split, &[Part])] = &[
    (Split::Protocol, SENT_BY_PROTOCOL),
    (Split::IpVersion, SENT_BY_IP),
    (Split::Transport, SENT_BY_TRANSPORT),
];
const SOURCES: &[Part] = &[
    part("ipv4", "IPv4", Hue::Blue, &["num-sources-ipv4"]),
    part("ipv6", "IPv6 /64", Hue::Orange, &["num-sources-ipv6-aggregate"]),
];
const NOERROR_NXDOMAIN: &[Part] = &[
    part("noerror", "NoError", Hue::Blue, &["0"]),
    part("nxdomain", "NXDomain", Hue::Orange, &["3"]),
    part("other", "other", Hue::Grey, &[REST]),
];

const CODES: &[Part] = &[
    part("noerror", "NoError", Hue::Blue, &["0"]),
    part("nxdomain", "NXDomain", Hue::Orange, &["3"]),
    part("servfail", "ServFail", Hue::Teal, &["2"]),
    part("refused", "Refused", Hue::Purple, &["5"]),
    part("other", "other", Hue::Grey, &[REST]),
];
/// The codes that have a chart each, and all others.
const CODES_ONE_BY_ONE: &[Part] = &[
    part("0", "NoError", Hue::Blue, &["0"]),
    part("1", "FormErr", Hue::Grey, &["1"]),
    part("2", "ServFail", Hue::Teal, &["2"]),
    part("3", "NXDomain", Hue::Orange, &["3"]),
    part("4", "NotImp", Hue::Grey, &["4"]),
    part("5", "Refused", Hue::Purple, &["5"]),
    part("6", "YXDomain", Hue::Grey, &["6"]),
    part("7", "YXRRSet", Hue::Grey, &["7"]),
    part("8", "NXRRSet", Hue::Grey, &["8"]),
    part("9", "NotAuth", Hue::Grey, &["9"]),
];
/// The loads up to the threshold, and those above it. The keys are ours: view::loads counts them.
const LOADS: &[Part] =
    &[part("within", "in time", Hue::Blue, &["within"]), part("over", "later", Hue::Orange, &["over"])];
/// Quartiles of load times. The keys are ours: view::loads reads them as how many quarters of the loads are below.
const QUARTILES: &[Part] = &[
    part("min", "minimum", Hue::Grey, &["0"]),
    part("q1", "first quartile", Hue::Teal, &["1"]),
    part("median", "median", Hue::Blue, &["2"]),
    part("q3", "third quartile", Hue::Purple, &["3"]),
    part("max", "maximum", Hue::Orange, &["4"]),
];

const SOURCES_BY_IP: Need =
    data(Dataset::UniqueSources, Keys::These(&["num-sources-ipv4", "num-sources-ipv6-aggregate"]));
const INSTANCES_BY_IP: Need = Need { endpoint: Endpoint::InstancesCount, keys: Keys::All };
const ANY_IP: &[IpVersions] = &[IpVersions::Both, IpVersions::V4, IpVersions::V6];

const LINE_FIRST: &[Form] = &[Form::Line, Form::Stacked, Form::Share, Form::Lines];
const SHARE_FIRST: &[Form] = &[Form::Share, Form::Stacked, Form::Lines];
const LINES_OR_BANDS: &[Form] = &[Form::Lines, Form::Bands];
const STACK_FIRST: &[Form] = &[Form::Stacked, Form::Share, Form::Lines];

const QUERIES_NOTE: &str = "Queries that the instances of each root server identifier (RSI) received, as its operator \
    counted them: every query, answered or not, over UDP and TCP, IPv4 and IPv6. Counters only; nobody can tell from them who \
    asked for what.";
const RESPONSES_NOTE: &str = "Responses that the instances of each root server identifier (RSI) sent, as its operator \
    counted them, over UDP and TCP, IPv4 and IPv6. Fewer than queries where responses are rate-limited or queries are \
    dropped.";
const SOURCES_NOTE: &str = "Distinct source addresses that each root server identifier (RSI) saw in a day; IPv6 counted by \
    /64 network. A sum over RSIs counts a resolver once for each RSI that it asked, so the sum is not a number of \
    resolvers.";
const RCODES_NOTE: &str = "Responses by response code (RCODE), as each operator counted them. NoError answers a name that \
    exists, NXDomain one that does not. Codes above 23 are left out; \
    a code that a report does not list counts as none.";

const LOAD_NOTE: &str = "How long it took, for each version of the root zone (each serial), until 95% of a root server \
    identifier's instances served it, in seconds, as each operator measured it.";
const INSTANCES_NOTE: &str = "Instances of each root server identifier (RSI), from the archive of root-servers.org, where \
    operators list their sites. A place that says nothing of IPv4 counts as IPv4.";
const MAP_NOTE: &str = "Where the instances of each root server identifier (RSI) are, from the archive of root-servers.org, \
    where operators list their sites. A place that says nothing of IPv4 counts as IPv4. The outline of the land is that of \
    Natural Earth (1:110m, public domain).";
const ZONE_NOTE: &str =
    "Size of the root zone in octets, as the root zone maintainer publishes it for every serial.";

const SIZES_NOTE: &str = "DNS messages by size in octets, without IP and UDP or TCP headers, in ranges of 16 octets, as each \
    operator counted them. Ranges that a report does not list were not seen. Operators end at different open ranges.";
const TOP_METHOD: &str = "The ranges with the highest totals over the days shown, doubtful values left out, in order of size. A week is the sum of each RSI's \
    daily average over the days it reported.";
const SIZE_SHARE_METHOD: &str = "Shares are of all packets of the chosen RSIs in the same day or week, ranges that are not \
    drawn included.";
const SIZE_COLUMNS_METHOD: &str = "All packets of the chosen RSIs in the chosen days, added up. Ranges with less than 1% of \
    them are not drawn; the open range takes all sizes above its start, because not every operator counts those one by one. RSIs \
    that did not report on a day add nothing for it.";
const CODE_METHOD: &str =
    "Each panel shows one response code as a share of all responses of each RSI in the same day or week.";
const BOXES_METHOD: &str = "All loads of an RSI in each of the two periods: the box reaches from the first to the third \
    quartile with the median in it, the lines to the minimum and the maximum. Load times under 1 second and over 86,400 seconds \
    are left out as mistakes; quantiles are interpolated as R's type 7.";
const LOAD_METHOD: &str = "Load times under 1 second and over 86,400 seconds are left out as mistakes. A week takes all loads \
    of its days together; quantiles are interpolated as R's type 7.";
const RATIO_METHOD: &str = "Daily averages of the one by daily averages of the other, each over the days reported, of the RSIs and \
    IP versions that have both in the day or week. IPv6 sources are /64 networks.";
const INSTANCES_METHOD: &str = "All counts, for each RSI, the larger of its IPv4 and IPv6 numbers, dual stack the smaller. \
    Days without a list are left out.";
const MAP_METHOD: &str = "A place is a town at a pair of coordinates, as published; one that operators spell or place \
    differently is several, and 0, 0 stands for none. The area of a circle follows the number of instances. Five places or more \
    that fall together are drawn as one circle with their number, and come apart on zoom. All counts those that answer over IPv4 or IPv6.";
const ZONE_METHOD: &str =
    "The size of the day's first serial that has one. A week is the average of its days.";
const SUM_METHOD: &str = "A day is the sum of the chosen RSIs that reported it. A week is the sum of each RSI's daily average \
    over the days it reported; days without a report are left out, not counted as zero.";
const PANEL_METHOD: &str = "Each panel shows one RSI. A week is the daily average over the days reported; days without a \
    report are left out, not counted as zero.";
const SHARE_METHOD: &str = "Shares are of the chosen RSIs' total in the same day or week. A week is the sum of each RSI's \
    daily average over the days it reported.";
const PIE_METHOD: &str = "All counts of the chosen RSIs in the chosen days, added up. RSIs that did not report on a day \
    add nothing for it, so a range with gaps leans towards those that reported.";
const SOURCES_PIE_METHOD: &str = "The sources of each day, added up over the chosen RSIs and days: one that asks on several days \
    counts on each. RSIs that did not report on a day add nothing for it.";
const SIZES_PIE_METHOD: &str = "All packets of the chosen RSIs in the chosen days, added up. Ranges with less than 1% of them \
    are one slice, and have no column; the open range takes all sizes above its start, because not every operator counts those one by one. RSIs \
    that did not report on a day add nothing for it.";

/// What the charts of queries have in common.
const QUERIES: Chart = Chart {
    path: "queries-received",
    section: Section::Queries,
    menu: "Total",
    title: "Queries received",
    noun: "queries",
    needs: &[data(Dataset::TrafficVolume, Keys::These(RECEIVED))],
    measure: Measure::Counts,
    parts: &[],
    drawing: Drawing::Time { panels: Panels::One, by: SeriesBy::Part, forms: SHARE_FIRST },
    per: Per::DayOrSecond,
    intervals: &[Interval::Week, Interval::Day],
    ip_versions: &[],
    log: false,
    letters: true,
    note: QUERIES_NOTE,
    method: SUM_METHOD,
    old_pages: &[],
};

/// What the charts of responses have in common.
const RESPONSES: Chart = Chart {
    path: "responses-sent",
    section: Section::Responses,
    title: "Responses sent",
    noun: "responses",
    needs: &[data(Dataset::TrafficVolume, Keys::These(SENT))],
    note: RESPONSES_NOTE,
    ..QUERIES
};

/// What the charts of sources have in common.
const UNIQUE_SOURCES: Chart = Chart {
    path: "unique-sources",
    section: Section::Sources,
    title: "Unique sources",
    noun: "sources",
    needs: &[SOURCES_BY_IP],
    parts: SOURCES,
    per: Per::Day,
    note: SOURCES_NOTE,
    ..QUERIES
};

/// What the charts of response codes have in common.
const RCODES: Chart = Chart {
    path: "response-codes",
    section: Section::Rcodes,
    title: "Response codes",
    noun: "responses",
    needs: &[data(Dataset::RcodeVolume, Keys::All)],
    per: Per::Day,
    note: RCODES_NOTE,
    ..QUERIES
};

/// What the charts of load time have in common.
const LOAD_TIME: Chart = Chart {
    path: "load-time",
    section: Section::LoadTime,
    noun: "seconds",
    needs: &[data(Dataset::LoadTime, Keys::All)],
    measure: Measure::LoadQuantiles,
    parts: QUARTILES,
    drawing: time(Panels::One, SeriesBy::Part, LINES_OR_BANDS),
    per: Per::Nothing,
    log: true,
    note: LOAD_NOTE,
    method: LOAD_METHOD,
    ..QUERIES
};

/// What the charts of sizes have in common. Which messages count is chosen; the need names the default's.
const SIZES: Chart = Chart {
    path: "packet-sizes",
    section: Section::Sizes,
    title: "Packet sizes",
    noun: "packets",
    needs: &[data(Dataset::UdpRequestSizes, Keys::Top(TOP))],
    drawing: time(Panels::One, SeriesBy::Part, &[Form::Lines]),
    per: Per::Day,
    log: true,
    note: SIZES_NOTE,
    method: TOP_METHOD,
    ..QUERIES
};

/// How many ranges of sizes are drawn unless another number is chosen (charts.md, row 21).
pub const TOP: u8 = 8;
/// The most that can be chosen: what colours can tell apart.
pub const MOST_TOP: u8 = 13;

const fn time(panels: Panels, by: SeriesBy, forms: &'static [Form]) -> Drawing {
    Drawing::Time { panels, by, forms }
}

/// Every chart, in the order of the menu.
pub static CATALOGUE: &[Chart] = &[
    Chart {
        needs: &[data(Dataset::TrafficVolume, Keys::Total(Direction::Received))],
        drawing: time(Panels::One, SeriesBy::Rsi, LINE_FIRST),
        old_pages: &["volume_single_queries.html"],
        ..QUERIES
    },
    Chart {
        path: "queries-received/ip-version",
        menu: "By IP version",
        title: "Queries received by IP version",
        parts: RECEIVED_BY_IP,
        method: SHARE_METHOD,
        old_pages: &["volume_ipv4_v_ipv6_queries.html"],
        ..QUERIES
    },
    Chart {
        path: "queries-received/transport",
        menu: "By transport",
        title: "Queries received by transport",
        parts: RECEIVED_BY_TRANSPORT,
        method: SHARE_METHOD,
        old_pages: &["volume_udp_v_tcp_queries.html"],
        ..QUERIES
    },
    Chart {
        path: "queries-received/protocol",
        menu: "By protocol",
        title: "Queries received by protocol",
        parts: RECEIVED_BY_PROTOCOL,
        drawing: time(Panels::PerPart, SeriesBy::Rsi, LINE_FIRST),
        old_pages: &["volume_prot_queries.html"],
        ..QUERIES
    },
    Chart {
        path: "queries-received/rsi",
        menu: "By RSI",
        title: "Queries received by RSI",
        parts: RECEIVED_BY_PROTOCOL,
        drawing: time(Panels::PerRsi, SeriesBy::Part, STACK_FIRST),
        method: PANEL_METHOD,
        old_pages: &["volume_rsi_queries.html"],
        ..QUERIES
    },
    Chart {
        path: "queries-received/share",
        menu: "Shares in a period",
        title: "Shares of queries received",
        drawing: Drawing::Shares { splits: RECEIVED_SPLITS },
        per: Per::Day,
        intervals: &[],
        method: PIE_METHOD,
        ..QUERIES
    },
    Chart {
        needs: &[data(Dataset::TrafficVolume, Keys::Total(Direction::Sent))],
        drawing: time(Panels::One, SeriesBy::Rsi, LINE_FIRST),
        old_pages: &["volume_single_responses.html"],
        ..RESPONSES
    },
    Chart {
        path: "responses-sent/ip-version",
        menu: "By IP version",
        title: "Responses sent by IP version",
        parts: SENT_BY_IP,
        method: SHARE_METHOD,
        old_pages: &["volume_ipv4_v_ipv6_responses.html"],
        ..RESPONSES
    },
    Chart {
        path: "responses-sent/transport",
        menu: "By transport",
        title: "Responses sent by transport",
        parts: SENT_BY_TRANSPORT,
        method: SHARE_METHOD,
        old_pages: &["volume_udp_v_tcp_responses.html"],
        ..RESPONSES
    },
    Chart {
        path: "responses-sent/protocol",
        menu: "By protocol",
        title: "Responses sent by protocol",
        parts: SENT_BY_PROTOCOL,
        drawing: time(Panels::PerPart, SeriesBy::Rsi, LINE_FIRST),
        old_pages: &["volume_prot_responses.html"],
        ..RESPONSES
    },
    Chart {
        path: "responses-sent/rsi",
        menu: "By RSI",
        title: "Responses sent by RSI",
        parts: SENT_BY_PROTOCOL,
        drawing: time(Panels::PerRsi, SeriesBy::Part, STACK_FIRST),
        method: PANEL_METHOD,
        old_pages: &["volume_rsi_responses.html"],
        ..RESPONSES
    },
    Chart {
        path: "responses-sent/share",
        menu: "Shares in a period",
        title: "Shares of responses sent",
        drawing: Drawing::Shares { splits: SENT_SPLITS },
        per: Per::Day,
        intervals: &[],
        method: PIE_METHOD,
        ..RESPONSES
    },
    Chart {
        drawing: time(Panels::One, SeriesBy::Rsi, LINE_FIRST),
        ip_versions: ANY_IP,
        old_pages: &["unique_sources_single.html"],
        ..UNIQUE_SOURCES
    },
    Chart {
        path: "unique-sources/ip-version",
        menu: "By IP version",
        title: "Unique sources by IP version",
        method: SHARE_METHOD,
        old_pages: &["unique_sources_vs.html"],
        ..UNIQUE_SOURCES
    },
    Chart {
        path: "unique-sources/share",
        menu: "Shares in a period",
        title: "Shares of unique sources",
        noun: "daily sources",
        drawing: Drawing::Shares { splits: &[(Split::IpVersion, SOURCES)] },
        intervals: &[],
        method: SOURCES_PIE_METHOD,
        ..UNIQUE_SOURCES
    },
    Chart {
        path: "unique-sources/queries",
        menu: "Queries per source",
        title: "Queries per unique source",
        noun: "queries per source and day",
        needs: &[data(Dataset::TrafficVolume, Keys::These(RECEIVED)), SOURCES_BY_IP],
        measure: Measure::Ratio,
        parts: RECEIVED_BY_IP,
        drawing: time(Panels::One, SeriesBy::Rsi, &[Form::Line, Form::Lines]),
        per: Per::Nothing,
        ip_versions: ANY_IP,
        log: true,
        method: RATIO_METHOD,
        old_pages: &["unique_sources_queries.html"],
        ..UNIQUE_SOURCES
    },
    Chart {
        path: "unique-sources/instances",
        menu: "Sources per instance",
        title: "Unique sources per instance",
        noun: "sources per instance and day",
        needs: &[SOURCES_BY_IP, INSTANCES_BY_IP],
        measure: Measure::Ratio,
        drawing: time(Panels::One, SeriesBy::Rsi, &[Form::Line, Form::Lines]),
        per: Per::Nothing,
        intervals: &[Interval::Day],
        ip_versions: &[IpVersions::V4, IpVersions::V6],
        log: true,
        method: RATIO_METHOD,
        old_pages: &["unique_sources_instances.html"],
        ..UNIQUE_SOURCES
    },
    Chart {
        menu: "All codes",
        drawing: Drawing::Shares { splits: &[] },
        intervals: &[],
        method: PIE_METHOD,
        old_pages: &["rcode_pie.html"],
        ..RCODES
    },
    Chart {
        path: "response-codes/noerror-nxdomain",
        menu: "NoError and NXDomain",
        title: "NoError and NXDomain responses",
        needs: &[data(Dataset::RcodeVolume, Keys::These(&["0", "3", REST]))],
        parts: NOERROR_NXDOMAIN,
        method: SHARE_METHOD,
        old_pages: &["rcode_0_v_3.html", "rcode_stacked.html"],
        ..RCODES
    },
    Chart {
        path: "response-codes/rsi",
        menu: "By RSI",
        title: "Response codes by RSI",
        needs: &[data(Dataset::RcodeVolume, Keys::These(&["0", "3", "2", "5", REST]))],
        parts: CODES,
        drawing: time(Panels::PerRsi, SeriesBy::Part, SHARE_FIRST),
        method: PANEL_METHOD,
        old_pages: &["rcode_stacked_rsi.html"],
        ..RCODES
    },
    Chart {
        path: "response-codes/code",
        menu: "Code by code",
        title: "Response codes one by one",
        needs: &[data(
            Dataset::RcodeVolume,
            Keys::These(&["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", REST]),
        )],
        measure: Measure::Shares,
        parts: CODES_ONE_BY_ONE,
        drawing: time(Panels::PerPart, SeriesBy::Rsi, &[Form::Lines]),
        method: CODE_METHOD,
        ..RCODES
    },
    Chart {
        menu: "In time",
        title: "Root zone loads in time",
        noun: "loads",
        measure: Measure::LoadsWithin,
        parts: LOADS,
        drawing: time(Panels::One, SeriesBy::Part, SHARE_FIRST),
        log: false,
        old_pages: &["load_threshold.html"],
        ..LOAD_TIME
    },
    Chart {
        path: "load-time/quartiles",
        menu: "Quartiles",
        title: "Root zone load time",
        old_pages: &["load_single.html"],
        ..LOAD_TIME
    },
    Chart {
        path: "load-time/rsi",
        menu: "By RSI",
        title: "Root zone load time by RSI",
        drawing: time(Panels::PerRsi, SeriesBy::Part, LINES_OR_BANDS),
        old_pages: &["load_rsi.html"],
        ..LOAD_TIME
    },
    Chart {
        path: "load-time/compare",
        menu: "Two periods",
        title: "Root zone load time of two periods",
        drawing: Drawing::Boxes,
        intervals: &[],
        method: BOXES_METHOD,
        old_pages: &["load_comp.html"],
        ..LOAD_TIME
    },
    Chart { menu: "Most frequent", old_pages: &["sizes_single.html"], ..SIZES },
    Chart {
        path: "packet-sizes/percent",
        menu: "In percent",
        title: "Packet sizes in percent",
        measure: Measure::Shares,
        per: Per::Day,
        log: false,
        method: SIZE_SHARE_METHOD,
        old_pages: &["sizes_single_percent.html"],
        ..SIZES
    },
    Chart {
        path: "packet-sizes/stacked",
        menu: "By range",
        title: "Packet sizes by range",
        needs: &[data(Dataset::UdpRequestSizes, Keys::All)],
        drawing: Drawing::SizeColumns,
        intervals: &[],
        method: SIZE_COLUMNS_METHOD,
        old_pages: &["sizes_bar.html"],
        ..SIZES
    },
    Chart {
        path: "packet-sizes/share",
        menu: "Shares in a period",
        title: "Shares of packet sizes",
        needs: &[data(Dataset::UdpRequestSizes, Keys::All)],
        drawing: Drawing::Shares { splits: &[] },
        intervals: &[],
        log: false,
        method: SIZES_PIE_METHOD,
        ..SIZES
    },
    Chart {
        path: "packet-sizes/rsi",
        menu: "By RSI",
        title: "Packet sizes by RSI",
        needs: &[data(Dataset::UdpRequestSizes, Keys::TopEach(TOP))],
        drawing: time(Panels::PerRsi, SeriesBy::Part, &[Form::Lines]),
        method: TOP_METHOD,
        old_pages: &["sizes_rsi.html"],
        ..SIZES
    },
    Chart {
        path: "instances",
        section: Section::Instances,
        menu: "Count",
        title: "Instances",
        noun: "instances",
        needs: &[INSTANCES_BY_IP],
        measure: Measure::Instances,
        drawing: time(Panels::One, SeriesBy::Rsi, &[Form::Line, Form::Stacked, Form::Lines]),
        per: Per::Nothing,
        intervals: &[Interval::Day],
        note: INSTANCES_NOTE,
        method: INSTANCES_METHOD,
        old_pages: &["instance_count.html"],
        ..QUERIES
    },
    Chart {
        path: "instances/map",
        section: Section::Instances,
        menu: "Map",
        title: "Instances on the map",
        noun: "instances",
        needs: &[Need { endpoint: Endpoint::InstancesDetail, keys: Keys::All }],
        measure: Measure::Instances,
        drawing: Drawing::Map,
        per: Per::Nothing,
        intervals: &[],
        note: MAP_NOTE,
        method: MAP_METHOD,
        old_pages: &["site_detail_map.html"],
        ..QUERIES
    },
    Chart {
        path: "root-zone-size",
        section: Section::Zone,
        menu: "Size",
        title: "Root zone size",
        noun: "octets",
        needs: &[data(Dataset::ZoneSize, Keys::All)],
        measure: Measure::ZoneSize,
        drawing: time(Panels::One, SeriesBy::Rsi, &[Form::Line]),
        per: Per::Nothing,
        letters: false,
        note: ZONE_NOTE,
        method: ZONE_METHOD,
        old_pages: &["zone_size.html"],
        ..QUERIES
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_old_pages_lead_to_one_chart() {
        for (i, chart) in CATALOGUE.iter().enumerate() {
            assert_eq!(CATALOGUE.iter().position(|c| c.path == chart.path), Some(i));
            for page in chart.old_pages {
                assert_eq!(Chart::find_old(page), Some(chart), "{page}");
            }
            assert!(chart.path.chars().all(|c| c.is_ascii_lowercase() || c == '-' || c == '/'));
        }
        assert_eq!(Chart::find("/queries-received/rsi/").map(|c| c.menu), Some("By RSI"));
        assert_eq!(Chart::find("queries"), None);
    }

    #[test]
    fn parts_are_among_the_keys_asked_for() {
        for chart in CATALOGUE {
            if let (Measure::Counts, Keys::These(keys)) = (chart.measure, chart.needs[0].keys) {
                assert!(chart.parts.iter().flat_map(|p| p.keys).all(|k| keys.contains(k)), "{}", chart.path);
            }
        }
    }

    #[test]
    fn a_wrong_path_finds_its_neighbours() {
        let near: Vec<_> = Chart::nearest("queries/rsi").iter().map(|c| c.path).collect();
        assert_eq!(near[0], "queries-received/rsi");
    }
}
