//! The chapters of the manual, which are written in `docs/src` and made into pages by mdBook.

/// Where the manual of the program stands.
pub const PATH: &str = "/docs/";
/// Under which heading its chapters are found.
pub const NAME: &str = "Manual";

/// A chapter.
pub struct Chapter {
    /// Its heading.
    pub title: &'static str,
    /// Its page's file; nothing for the first one, where the manual itself stands.
    pub file: &'static str,
    /// What it is about, without a full stop.
    pub about: &'static str,
    /// Other words that it is found by.
    pub also: &'static str,
}

impl Chapter {
    /// Where it stands.
    pub fn address(&self) -> String {
        format!("{PATH}{}", self.file)
    }
}

/// All chapters, in the order of the manual.
pub const CHAPTERS: [Chapter; 10] = [
    Chapter {
        title: "Start",
        file: "",
        about: "How to build the program and to run it on the numbers of your choice",
        also: "install build run serve help documentation",
    },
    Chapter {
        title: "Data",
        file: "data.html",
        about: "Where the numbers come from, what is repaired and refused, and the store",
        also: "ingest fetch update yaml check report upstream",
    },
    Chapter {
        title: "Operate",
        file: "operate.html",
        about: "A public site: options, limits, logs, metrics, proxies and units",
        also: "systemd nginx caddy container prometheus healthz readyz deploy",
    },
    Chapter {
        title: "Embed",
        file: "embed.html",
        about: "Charts in other pages, as frames and as pictures",
        also: "iframe frame picture oembed png svg",
    },
    Chapter {
        title: "API",
        file: "api.html",
        about: "Endpoints, parameters and answers, with examples",
        also: "json curl programs",
    },
    Chapter {
        title: "Permalinks",
        file: "permalinks.html",
        about: "What an address of a chart says",
        also: "links share address url parameters",
    },
    Chapter {
        title: "Unusual days",
        file: "unusual-days.html",
        about: "The rule, and how well it does",
        also: "method anomalies precision recall",
    },
    Chapter {
        title: "Performance",
        file: "performance.html",
        about: "How fast everything is, and how to measure it again",
        also: "benchmark speed memory",
    },
    Chapter {
        title: "Architecture",
        file: "architecture.html",
        about: "The rooms of the program, and the path from data to what is seen",
        also: "crates code contribute",
    },
    Chapter {
        title: "Decisions",
        file: "decisions.html",
        about: "What was decided, why, and with which figures",
        also: "reasons",
    },
];
