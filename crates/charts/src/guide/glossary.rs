//! The words of the charts. Their names are apart from their explanations, so that the app carries only the names.

use rssac002_model::Metric;

use crate::catalogue::Measure;
use crate::state::{ChartState, Interval, Scale};

/// Where their page stands; each word has an anchor there.
pub const PATH: &str = "/glossary";
/// The title of the page, and the line in the menu.
pub const TITLE: &str = "Glossary";
/// What it is.
pub const INTRODUCTION: &str =
    "The words of these charts in a sentence or two, and what each metric counts and what it does not";
/// The heading of the words.
pub const WORDS: &str = "Words";
/// Its anchor.
pub const WORDS_ANCHOR: &str = "words";
/// Before the words that a chart uses.
pub const WORDS_USED: &str = "Words:";

/// A word of the charts.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Word {
    /// One server in many places.
    Anycast,
    /// How completely the letters reported.
    Coverage,
    /// A value far from its history.
    Doubtful,
    /// Reached over both IP versions.
    DualStack,
    /// Codes of what went wrong.
    FormErr,
    /// A machine, or a group of them.
    Instance,
    /// The two versions of the protocol.
    Ip,
    /// Monday to Sunday.
    IsoWeek,
    /// Equal steps are equal factors.
    Log,
    /// From publication to service.
    LoadTime,
    /// The middle value.
    Median,
    /// An answer to a name that exists.
    NoError,
    /// An answer to a name that does not.
    NxDomain,
    /// A byte.
    Octet,
    /// How a resolver begins.
    Priming,
    /// A question.
    Query,
    /// The numbers that cut values into four parts.
    Quartile,
    /// The code of a response.
    Rcode,
    /// Who asks the root.
    Resolver,
    /// An answer.
    Response,
    /// The whole of the thirteen.
    Rss,
    /// One of the thirteen.
    Rsi,
    /// Who runs one.
    Rso,
    /// The advisory.
    Rssac002,
    /// The version of a zone.
    Serial,
    /// A place.
    Site,
    /// 2^64 addresses.
    Slash64,
    /// A number of addresses.
    Source,
    /// One of the transports.
    Tcp,
    /// One of the transports.
    Udp,
    /// The clock of the days.
    Utc,
    /// A part of the name space.
    Zone,
    /// Who makes the root zone.
    Maintainer,
}

impl Word {
    /// All, in alphabetical order.
    pub const ALL: [Word; 33] = [
        Word::Slash64,
        Word::Anycast,
        Word::Coverage,
        Word::Doubtful,
        Word::DualStack,
        Word::FormErr,
        Word::Instance,
        Word::Ip,
        Word::IsoWeek,
        Word::LoadTime,
        Word::Log,
        Word::Median,
        Word::NoError,
        Word::NxDomain,
        Word::Octet,
        Word::Priming,
        Word::Quartile,
        Word::Query,
        Word::Rcode,
        Word::Resolver,
        Word::Response,
        Word::Rso,
        Word::Rss,
        Word::Zone,
        Word::Maintainer,
        Word::Rsi,
        Word::Rssac002,
        Word::Serial,
        Word::Site,
        Word::Tcp,
        Word::Udp,
        Word::Source,
        Word::Utc,
    ];

    /// How it is written.
    pub fn name(self) -> &'static str {
        match self {
            Word::Anycast => "Anycast",
            Word::Coverage => "Coverage",
            Word::Doubtful => "Doubtful value",
            Word::DualStack => "Dual stack",
            Word::FormErr => "FormErr, ServFail, NotImp, Refused",
            Word::Instance => "Instance",
            Word::Ip => "IPv4 and IPv6",
            Word::IsoWeek => "ISO week",
            Word::Log => "Logarithmic axis",
            Word::LoadTime => "Load time",
            Word::Median => "Median",
            Word::NoError => "NoError",
            Word::NxDomain => "NXDomain",
            Word::Octet => "Octet",
            Word::Priming => "Priming query",
            Word::Query => "Query",
            Word::Quartile => "Quartile",
            Word::Rcode => "RCODE",
            Word::Resolver => "Resolver",
            Word::Response => "Response",
            Word::Rss => "Root server system",
            Word::Rsi => "RSI",
            Word::Rso => "Root server operator",
            Word::Rssac002 => "RSSAC002",
            Word::Serial => "Serial",
            Word::Site => "Site",
            Word::Slash64 => "/64",
            Word::Source => "Unique source",
            Word::Tcp => "TCP",
            Word::Udp => "UDP",
            Word::Utc => "UTC",
            Word::Zone => "Root zone",
            Word::Maintainer => "Root zone maintainer",
        }
    }

    /// Its anchor: its letters and digits in lower case, a hyphen for what is between.
    pub fn anchor(self) -> String {
        let parts = self.name().split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty());
        parts.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("-")
    }

    /// Where it is explained.
    pub fn address(self) -> String {
        format!("{PATH}#{}", self.anchor())
    }

    /// Its explanation, in sentences.
    pub fn meaning(self) -> &'static str {
        match self {
            Word::Anycast => {
                "One IP address served from many places at once: the network's routing brings a query to one of them, often a \
                near one. All root server identifiers are served so."
            }
            Word::Coverage => {
                "How many of the chosen RSIs reported a day. Where it is not full, a sum is of fewer RSIs, and these charts say so."
            }
            Word::Doubtful => {
                "A published number more than 100 times what is usual in its series, or less than a hundredth of it. It stays in \
                table and files, is named under the chart, and is left out of the axis."
            }
            Word::DualStack => {
                "Answering over both IPv4 and IPv6. The archive counts instances by IP version, so the number of dual-stack \
                instances of an RSI is taken to be the smaller of the two."
            }
            Word::FormErr => {
                "Response codes 1, 2, 4 and 5: the query was malformed, the server failed, the kind of query is not implemented, \
                the server refuses to answer it."
            }
            Word::Instance => {
                "A server, or a group of servers that act as one, that answers for an RSI at one place. An RSI has from a few to \
                hundreds of them."
            }
            Word::Ip => {
                "The two versions of the Internet Protocol. Every RSI has an IPv4 and an IPv6 address, and its operator counts \
                queries by the version over which they came."
            }
            Word::IsoWeek => {
                "A week by ISO 8601: from Monday to Sunday, numbered within the year that has its Thursday. Week values here are \
                daily averages over the days reported, unless a chart says otherwise."
            }
            Word::Log => {
                "An axis on which equal steps are equal factors: from 1 to 10 is as far as from 10 to 100. Large and small series \
                are seen together; zero has no place on it."
            }
            Word::LoadTime => {
                "How many seconds pass, after a new version of the root zone is there, until 95% of an RSI's instances serve it. \
                Reported for each serial."
            }
            Word::Median => {
                "The middle value: as many are below it as above. A few odd values do not move it, as they move a mean."
            }
            Word::NoError => {
                "Response code 0: the query was understood. Of the root, mostly a referral to the servers of a top-level domain that \
                exists."
            }
            Word::NxDomain => {
                "Response code 3: the name does not exist. At the root: there is no such top-level domain, as for misspelt and \
                made-up names."
            }
            Word::Octet => "Eight bits, a byte. Sizes of messages and of the root zone are in octets.",
            Word::Priming => {
                "A resolver's first query to the root, for the name servers of the root itself and their addresses, which it then \
                uses instead of its built-in list (RFC 9609). RSSAC002 does not count such queries apart from others."
            }
            Word::Query => {
                "A DNS message that asks for something. One look-up by a person may make many of them, or none where the answer is cached."
            }
            Word::Quartile => {
                "Three numbers that cut values, in order, into four parts of equal count: a quarter is below the first, half below \
                the second, which is the median, three quarters below the third."
            }
            Word::Rcode => {
                "The response code in a DNS response, a number: 0 NoError, 3 NXDomain and so on. IANA keeps the list."
            }
            Word::Resolver => {
                "The program that looks names up for others, at a provider, in a company, in a home router. It asks the root when it \
                does not remember which servers a top-level domain has, so most of what people look up never reaches the root."
            }
            Word::Response => {
                "A DNS message that answers a query. There may be fewer than queries, where responses are rate-limited or queries \
                are dropped."
            }
            Word::Rss => {
                "All root servers together: the 13 RSIs, with their instances all over the world, run by 12 organisations."
            }
            Word::Rsi => {
                "Root server identifier: one of the 13 names a.root-servers.net to m.root-servers.net, called by its letter. An RSI \
                is not one machine; it has many instances."
            }
            Word::Rso => {
                "Root server operator: one of the 12 organisations that run the 13 RSIs (one runs two, a and j)."
            }
            Word::Rssac002 => {
                "The advisory on measurements of the root server system, by ICANN's Root Server System Advisory Committee (RSSAC): \
                what root server operators are asked to count and how they publish it."
            }
            Word::Serial => {
                "The version number of a zone. The root zone's is made of a date and two digits: 2020110400 is the first version \
                of 4 November 2020."
            }
            Word::Site => {
                "A place where an RSI has one or more instances. The archive of root-servers.org lists them with town and coordinates."
            }
            Word::Slash64 => {
                "A network of IPv6 addresses that begin with the same 64 bits; one subscriber or machine can use countless addresses of \
                one. IPv6 sources are counted here by /64."
            }
            Word::Source => {
                "An IP address, or /64 network of IPv6, from which at least one query came in a day, counted by each RSI by itself. A sum \
                over RSIs counts a resolver once for each RSI that it asked."
            }
            Word::Tcp => {
                "A transport with connections. DNS uses it where a response is too large for UDP, and where a server asks to be asked \
                again that way."
            }
            Word::Udp => {
                "A transport without connections, one packet for a query and one for its response. Most DNS messages go over it."
            }
            Word::Utc => "Coordinated universal time. All days here begin and end at midnight UTC.",
            Word::Zone => {
                "The list of all top-level domains and of the servers that know more about each. A new version comes out about twice a \
                day, and every instance of every RSI serves the same one."
            }
            Word::Maintainer => {
                "The organisation that makes and signs the versions of the root zone and hands them to the operators. It reports the \
                zone's size, which is the same for all RSIs."
            }
        }
    }

    /// Whether a chart in a state uses it, other than all do.
    fn is_used(self, state: &ChartState) -> bool {
        let (chart, metric) = (state.chart, state.chart.metric());
        let counts = |what: &str| chart.noun.contains(what);
        let of_instances = chart.measure == Measure::Instances || counts("instance");
        let of_loads = metric == Metric::LoadTime;
        let of_zone = metric == Metric::ZoneSize;
        let of_traffic = matches!(metric, Metric::TrafficVolume | Metric::TrafficSizes);
        match self {
            Word::Rsi => chart.letters,
            Word::IsoWeek => state.over_time() && state.interval == Interval::Week,
            Word::Coverage => state.over_time() && chart.letters,
            Word::Log => state.scale == Scale::Log,
            Word::Query => counts("queries"),
            Word::Response => counts("responses"),
            Word::Udp | Word::Tcp => of_traffic && !counts("source"),
            Word::Ip => matches!(metric, Metric::TrafficVolume | Metric::UniqueSources) || of_instances,
            Word::Source | Word::Slash64 | Word::Resolver => counts("source"),
            Word::Rcode | Word::NoError | Word::NxDomain | Word::FormErr => metric == Metric::RcodeVolume,
            Word::LoadTime => of_loads,
            Word::Median | Word::Quartile => chart.measure == Measure::LoadQuantiles,
            Word::Octet => of_zone || metric == Metric::TrafficSizes,
            Word::Serial | Word::Zone => of_zone || of_loads,
            Word::Maintainer => of_zone,
            Word::Instance | Word::Anycast => of_instances || of_loads,
            Word::Site | Word::DualStack => chart.measure == Measure::Instances,
            Word::Doubtful | Word::Priming | Word::Rss | Word::Rso | Word::Rssac002 | Word::Utc => false,
        }
    }
}

/// The words that a chart in a state uses, in alphabetical order.
pub fn words_used(state: &ChartState) -> Vec<Word> {
    Word::ALL.into_iter().filter(|word| word.is_used(state)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{CATALOGUE, Chart};
    use std::collections::BTreeSet;

    #[test]
    fn every_word_has_an_anchor_of_its_own_and_stands_where_the_alphabet_says() {
        let anchors: BTreeSet<String> = Word::ALL.iter().map(|word| word.anchor()).collect();
        assert_eq!(anchors.len(), Word::ALL.len());
        assert!(anchors.iter().all(|anchor| !anchor.is_empty()), "{anchors:?}");
        let names: Vec<String> = Word::ALL.iter().map(|word| word.name().to_lowercase()).collect();
        assert!(names.is_sorted(), "{names:?}");
        for word in Word::ALL {
            assert!(word.meaning().ends_with('.') && !word.meaning().contains("  "), "{word:?}");
        }
    }

    #[test]
    fn every_chart_has_words_and_those_that_it_says_itself() {
        for chart in CATALOGUE {
            let used = words_used(&ChartState::new(chart));
            assert!(used.len() >= 3, "{}: {used:?}", chart.path);
            // What a title says is explained.
            for word in [Word::NxDomain, Word::NoError, Word::Source, Word::LoadTime, Word::Instance] {
                let said = chart.title.to_lowercase().contains(&word.name().to_lowercase());
                assert!(!said || used.contains(&word), "{}: {word:?}", chart.path);
            }
        }
        let zone = words_used(&ChartState::new(Chart::find("root-zone-size").unwrap()));
        assert_eq!(zone, [Word::IsoWeek, Word::Octet, Word::Zone, Word::Maintainer, Word::Serial]);
    }
}
