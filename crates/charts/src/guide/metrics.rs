//! What each metric counts and what it does not.

use super::glossary;
use crate::catalogue::{CATALOGUE, Chart, Section};

/// The heading of all of them.
pub const HEADING: &str = "What is counted, and what is not";
/// Its anchor.
pub const COUNTED_ANCHOR: &str = "counted";
/// Before what is counted,
pub const COUNTED: &str = "Counted";
/// what is not,
pub const NOT_COUNTED: &str = "Not counted";
/// where it is laid down,
pub const LAID_DOWN: &str = "Laid down in";
/// and the name in files.
pub const PUBLISHED_AS: &str = "Published as";
/// The link from a chart.
pub const MORE: &str = "What is counted and what is not, and where that is laid down";

/// What a metric counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Explained {
    /// What it counts, in sentences.
    pub counted: &'static str,
    /// What it does not, or what must not be read into it.
    pub not: &'static str,
    /// Where that is laid down. Sections are those of version 3 of RSSAC002 (June 2016).
    pub laid_down: &'static str,
    /// Its names in the published files.
    pub published_as: &'static str,
}

/// What the charts under a heading of the menu count.
pub fn explained(section: Section) -> Explained {
    match section {
        Section::Queries => Explained {
            counted: "Every query that arrives at the instances of an RSI in a UTC day, by transport (UDP, TCP) and IP version, whether \
                it is answered or not.",
            not: "Who asked, and for which name: there are counters only. Queries that the network lost on the way, or that were \
                answered from a resolver's memory and never sent. Queries and responses need not be equal in number.",
            laid_down: "RSSAC002 version 3, section 3.3 (The volume of traffic)",
            published_as: "traffic-volume: dns-udp-queries-received-ipv4 and so on",
        },
        Section::Responses => Explained {
            counted: "Every response that the instances of an RSI send in a UTC day, by transport (UDP, TCP) and IP version.",
            not: "Whether a response arrived, and how long it took. Responses that were held back, by rate limiting for example.",
            laid_down: "RSSAC002 version 3, section 3.3 (The volume of traffic)",
            published_as: "traffic-volume: dns-udp-responses-sent-ipv4 and so on",
        },
        Section::Sources => Explained {
            counted: "Different source addresses of queries to an RSI in a UTC day: of IPv4, of IPv6, and of IPv6 by /64 network, which \
                is what these charts show.",
            not: "People, or resolvers: many may stand behind one address, and one may have many addresses. Addresses may be forged. \
                Each RSI counts by itself, so a sum over RSIs, and over days, counts the same address again.",
            laid_down: "RSSAC002 version 3, section 3.6 (sources)",
            published_as: "unique-sources: num-sources-ipv4, num-sources-ipv6, num-sources-ipv6-aggregate",
        },
        Section::Rcodes => Explained {
            counted: "Responses that an RSI sends in a UTC day, by the response code in them.",
            not: "Which names the responses were about. Codes in messages that are sent to a root server. Codes cannot be crossed with \
                transports, sizes or sources, which are other counters.",
            laid_down: "RSSAC002 version 3, section 3.5 (response codes)",
            published_as: "rcode-volume: a number by code (0 is NoError, 3 is NXDomain)",
        },
        Section::LoadTime => Explained {
            counted: "For each version of the root zone (each serial), the seconds from when it is there until 95% of an RSI's instances \
                serve it.",
            not: "The slowest instances: 5% may take longer. Numbers are in seconds and are not necessarily that exact. It is no measure \
                of how fast queries are answered.",
            laid_down: "RSSAC002 version 3, section 3.1 (Latency in publishing available data)",
            published_as: "load-time: seconds by serial",
        },
        Section::Sizes => Explained {
            counted: "DNS messages by their size in octets, in ranges of 16, apart for queries and responses over UDP and over TCP.",
            not: "Headers of IP, UDP and TCP. Ranges without a message are not listed. Sizes over TCP need not be reported, because \
                putting TCP together again takes effort. The open range at the end begins at different sizes at different operators.",
            laid_down: "RSSAC002 version 3, section 3.4 (The query and response size distribution)",
            published_as: "traffic-sizes: udp-request-sizes, udp-response-sizes, tcp-request-sizes, tcp-response-sizes",
        },
        Section::Instances => Explained {
            counted: "Instances of each RSI by place and IP version, as operators list them at root-servers.org on each day.",
            not: "How many machines stand behind an instance, how much they could answer, and whether they did. A list says where an \
                operator says that instances are.",
            laid_down: "No part of RSSAC002: the archive of root-servers.org",
            published_as: "a list of places by letter and day",
        },
        Section::Zone => Explained {
            counted: "The size of each version of the root zone in octets.",
            not: "The number of top-level domains: the size also follows the servers, addresses and signatures that the zone lists for \
                them. Since version 3 of RSSAC002 only the root zone maintainer reports it, as it is the same at all RSIs.",
            laid_down: "RSSAC002 version 3, section 3.2 (The size of the overall root zone)",
            published_as: "zone-size: octets by serial",
        },
    }
}

/// The anchor of a metric in the page of the glossary: the path of the first chart under its heading.
pub fn anchor(section: Section) -> &'static str {
    match section {
        Section::Queries => "queries-received",
        Section::Responses => "responses-sent",
        Section::Sources => "unique-sources",
        Section::Rcodes => "response-codes",
        Section::LoadTime => "root-zone-load-time",
        Section::Sizes => "packet-sizes",
        Section::Instances => "instances",
        Section::Zone => "root-zone-size",
    }
}

/// Where a metric is explained.
pub fn address(section: Section) -> String {
    format!("{}#{}", glossary::PATH, anchor(section))
}

/// Headings of the menu in their order, each with the first chart under it.
pub fn sections() -> impl Iterator<Item = (Section, &'static Chart)> {
    CATALOGUE
        .chunk_by(|a, b| a.section == b.section)
        .filter_map(|charts| charts.first())
        .map(|chart| (chart.section, chart))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rssac002_model::Metric;
    use std::collections::BTreeSet;

    #[test]
    fn every_heading_is_explained_at_an_anchor_of_its_own() {
        let anchors: BTreeSet<&str> = sections().map(|(section, _)| anchor(section)).collect();
        assert_eq!((anchors.len(), sections().count()), (8, 8));
        let words: BTreeSet<String> = glossary::Word::ALL.iter().map(|word| word.anchor()).collect();
        assert!(anchors.iter().all(|anchor| !words.contains(*anchor)));
        for (section, chart) in sections() {
            let Explained { counted, not, laid_down, published_as } = explained(section);
            assert!(counted.ends_with('.') && not.ends_with('.'), "{section:?}");
            assert!(laid_down.contains("RSSAC002") && !published_as.is_empty(), "{section:?}");
            // Only what has no part in RSSAC002 names no section of it.
            let is_of_archive = chart.metric() == Metric::Instances;
            assert_eq!(laid_down.contains("section 3."), !is_of_archive, "{section:?}");
            // The name in files is that of the folder.
            assert!(is_of_archive || published_as.starts_with(chart.metric().name()), "{section:?}");
        }
    }
}
