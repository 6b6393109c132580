//! What RSSAC002 is, for newcomers, and how this site treats what is published by it.

use super::{api, manual, whole};

/// Where the page stands.
pub const PATH: &str = "/about";
/// Its title.
pub const TITLE: &str = "What RSSAC002 is";
/// Its line in the menu.
pub const MENU: &str = "About RSSAC002";
/// What it is, for previews.
pub const INTRODUCTION: &str = "What the DNS root server system is, what its operators count and publish by RSSAC002, what is not \
    counted, and how this site treats gaps and doubtful values";

/// A chapter of the page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Chapter {
    /// Its anchor.
    pub anchor: &'static str,
    /// Its heading.
    pub heading: &'static str,
    /// Its text.
    pub paragraphs: &'static [&'static str],
    /// Where there is more: what links say, and where they lead.
    pub links: &'static [(&'static str, &'static str)],
}

/// The chapters, in order.
pub const CHAPTERS: &[Chapter] = &[
    Chapter {
        anchor: "root-server-system",
        heading: "The root server system",
        paragraphs: &[
            "Whoever opens www.example.org needs an address for that name. A resolver finds it by asking down the tree of names, \
             and the tree begins at the root: the root servers know which servers are responsible for org, com, jp and every other \
             top-level domain. A resolver remembers that for up to two days, so most of what people look up never reaches the root.",
            "The root is served under 13 names, a.root-servers.net to m.root-servers.net, which are called root server identifiers \
             (RSIs) or letters. 12 organisations run them. Behind each letter are many instances all over the world that answer \
             under the same addresses.",
        ],
        links: &[
            ("An RSI by itself", "/rsi/a"),
            ("Where the instances are", "/instances/map"),
            ("Glossary", "/glossary"),
        ],
    },
    Chapter {
        anchor: "rssac002",
        heading: "Who publishes what",
        paragraphs: &[
            "RSSAC002 is an advisory of ICANN's Root Server System Advisory Committee (RSSAC), first published on 20 November 2014 \
             and since revised to version 5. It says what root server operators are asked to count for every UTC day, and in which \
             files they publish it. Each operator counts by itself; the files are collected in a public repository, \
             rssac-caucus/RSSAC002-data. The size of the root zone is published by the root zone maintainer.",
            "The numbers of instances are not part of RSSAC002. They come from the archive of root-servers.org, where operators list \
             their sites.",
        ],
        links: &[
            ("RSSAC publications", "https://www.icann.org/en/rssac/publications"),
            ("RSSAC002-data", "https://github.com/rssac-caucus/RSSAC002-data"),
            ("root-servers.org", "https://root-servers.org"),
        ],
    },
    Chapter {
        anchor: "counted",
        heading: "What is counted",
        paragraphs: &[
            "Queries received and responses sent, by transport and IP version; responses by response code; sizes of queries and \
             responses; numbers of source addresses; how long a new version of the root zone takes to reach the instances; and the \
             size of the root zone.",
        ],
        links: &[("What each metric counts, with its section of RSSAC002", "/glossary#counted")],
    },
    Chapter {
        anchor: "not-counted",
        heading: "What is not",
        paragraphs: &[
            "Names and addresses: there are counters only, so nobody can tell from them who asked for what. Times of day: a day is \
             the smallest unit. Where queries come from. How fast queries are answered, and whether an answer arrived.",
            "Counters of different metrics cannot be crossed: how large NXDomain responses are, for example, is not to be known. Sources \
             are counted by each letter; their sum over letters counts a resolver that asked several letters several times.",
        ],
        links: &[],
    },
    Chapter {
        anchor: "gaps",
        heading: "Gaps",
        paragraphs: &[
            "A day that an RSI did not report is missing here, and never zero. Lines break where there is nothing. A sum says how \
             many RSIs it is of; days with fewer than all are drawn apart and hatched at their foot, because they look like a fall \
             and are none. Only days on which all reported can be chosen. A week is the average of the days reported.",
        ],
        links: &[("Which days are reported", "/coverage")],
    },
    Chapter {
        anchor: "doubtful",
        heading: "Doubtful values",
        paragraphs: &[
            "A number more than 100 times the usual of its series, or less than a hundredth of it, is marked as doubtful: it is named \
             under the chart and kept in table and files, and the axis does not follow it. Shares over a range of days leave it out. \
             Nothing is corrected or filled in.",
            "Files that cannot be read make a day missing; what was repaired or refused of each file is listed with the reason.",
        ],
        links: &[
            ("Repaired and refused files", "/coverage"),
            ("Unusual days", "/unusual"),
            ("Known events", "/events"),
        ],
    },
    Chapter {
        anchor: "licence",
        heading: "Licence and source",
        paragraphs: &[
            "The root server operators publish these statistics, each on its own terms; name them as the source. This site adds no terms \
             of its own. The program behind it is free software under the MIT licence or the Apache licence 2.0, as you like.",
        ],
        links: &[
            (whole::LINK, whole::PATH),
            (api::TITLE, api::PATH),
            ("Manual of the program", manual::PATH),
        ],
    },
    Chapter {
        anchor: "cite",
        heading: "How to cite",
        paragraphs: &[
            "Every chart has its own citation under Share, as a sentence and for BibTeX, with letters, days, the version of the data \
             set and a link that shows the same days for ever. Of the site as a whole: Root server operators, RSSAC002 statistics, via \
             rssac002-explorer, with the address of the page and the day on which you read it.",
        ],
        links: &[("A chart", "/queries-received")],
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guide::glossary;
    use crate::{coverage, day, events, letter, provenance, unusual, words};
    use std::collections::BTreeSet;

    #[test]
    fn chapters_are_whole_and_their_links_lead_somewhere() {
        let anchors: BTreeSet<&str> = CHAPTERS.iter().map(|chapter| chapter.anchor).collect();
        assert_eq!(anchors.len(), CHAPTERS.len());
        for chapter in CHAPTERS {
            for text in chapter.paragraphs {
                assert!(text.ends_with('.') && !text.contains("  "), "{text}");
            }
            for (text, href) in chapter.links {
                let path = href.split('#').next().unwrap();
                let is_page = crate::Chart::find(path).is_some()
                    || letter::find(path).is_some()
                    || day::find(path).is_some()
                    || [
                        glossary::PATH,
                        unusual::PATH,
                        coverage::PATH,
                        events::PATH,
                        whole::PATH,
                        manual::PATH,
                        api::PATH,
                    ]
                    .contains(&path);
                assert!(is_page || href.starts_with("https://"), "{text}: {href}");
            }
        }
    }

    #[test]
    fn what_other_pages_say_too_is_said_alike() {
        let all: String = CHAPTERS.iter().flat_map(|chapter| chapter.paragraphs).copied().collect();
        assert!(all.contains(&provenance::licence(&provenance::SOURCE)));
        assert!(all.contains(words::SITE) && all.contains(&provenance::SOURCE.to_string()));
        assert!(words::DOUBTFUL.contains("100 times"));
    }
}
