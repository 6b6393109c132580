//! What came of a run, for people and for programs.

use std::io::{self, Write};

use rssac002_model::text::{number, printable};
use serde_json::{Value, json};

use crate::Source;

/// So many things that are missing are listed for people; programs get all.
const SHOWN: usize = 20;

/// What came of all sources that were asked for.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Report {
    /// In the order in which they were fetched.
    pub sources: Vec<Brought>,
    /// How long it took.
    pub seconds: f64,
}

/// What came of one source.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Brought {
    /// Which source.
    pub source: Source,
    /// Its address.
    pub from: String,
    /// Files that were not there before.
    pub new: u64,
    /// Files that were there and are others now.
    pub changed: u64,
    /// Files that are published no longer, and left: only of git, where a collection comes as a whole.
    pub gone: u64,
    /// Files that were asked for again and are as they were.
    pub unchanged: u64,
    /// Files that were there and were not asked for.
    pub held: u64,
    /// How often the web server was asked.
    pub requests: u64,
    /// How many octets the web server gave.
    pub octets: u64,
    /// The commit that is there now, of git.
    pub revision: Option<String>,
    /// What should have come and did not.
    pub missing: Vec<Missing>,
}

/// Something that did not come.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Missing {
    /// Its path below the address of the source; empty for the whole of it.
    pub what: String,
    /// Why, for people.
    pub reason: String,
    /// How often it was asked for.
    pub attempts: u32,
}

impl Brought {
    pub(crate) fn new(source: Source, from: String) -> Brought {
        Brought {
            source,
            from,
            new: 0,
            changed: 0,
            gone: 0,
            unchanged: 0,
            held: 0,
            requests: 0,
            octets: 0,
            revision: None,
            missing: Vec::new(),
        }
    }
}

impl Report {
    /// How many things did not come, of all sources.
    pub fn missing(&self) -> usize {
        self.sources.iter().map(|brought| brought.missing.len()).sum()
    }

    /// Writes it for people: a few lines for each source. Fails only if `out` does.
    pub fn write_text(&self, out: &mut dyn Write) -> io::Result<()> {
        for brought in &self.sources {
            writeln!(out, "{} from {}", brought.source, brought.from)?;
            let counts = [
                (brought.new, "new"),
                (brought.changed, "changed"),
                (brought.gone, "no longer published"),
                (brought.unchanged, "asked for again and unchanged"),
                (brought.held, "there before"),
            ];
            let told: Vec<String> = counts
                .iter()
                .filter(|(count, _)| *count > 0)
                .map(|(count, what)| format!("{} {what}", number(*count)))
                .collect();
            let files = if told.is_empty() { "none".to_owned() } else { told.join(", ") };
            let at =
                brought.revision.as_ref().map(|revision| format!("; commit {revision}")).unwrap_or_default();
            let asked = match brought.requests {
                0 => String::new(),
                requests => {
                    let word = if requests == 1 { "request" } else { "requests" };
                    format!("; {} {word}, {}", number(requests), size(brought.octets))
                }
            };
            writeln!(out, "  files: {files}{at}{asked}")?;
            for Missing { what, reason, attempts } in brought.missing.iter().take(SHOWN) {
                let what = if what.is_empty() { "." } else { what };
                let often = if *attempts > 1 { format!(" ({attempts} attempts)") } else { String::new() };
                writeln!(out, "  missing: {what}: {}{often}", printable(reason))?;
            }
            if let Some(more) = brought.missing.len().checked_sub(SHOWN).filter(|more| *more > 0) {
                writeln!(out, "  … and {more} more (--json lists all)")?;
            }
        }
        Ok(())
    }

    /// The same as one JSON object, with all that is missing.
    pub fn to_json(&self) -> Value {
        let missing = |m: &Missing| json!({"path": m.what, "reason": m.reason, "attempts": m.attempts});
        let source = |b: &Brought| {
            json!({
                "source": b.source.name(),
                "from": b.from,
                "new": b.new,
                "changed": b.changed,
                "gone": b.gone,
                "unchanged": b.unchanged,
                "held": b.held,
                "requests": b.requests,
                "octets": b.octets,
                "revision": b.revision,
                "missing": b.missing.iter().map(missing).collect::<Vec<_>>(),
            })
        };
        json!({
            "complete": self.missing() == 0,
            "sources": self.sources.iter().map(source).collect::<Vec<_>>(),
            "seconds": (self.seconds * 1000.0).round() / 1000.0,
        })
    }
}

fn size(octets: u64) -> String {
    match octets {
        0..1_000 => format!("{octets} octets"),
        1_000..1_000_000 => format!("{} kB", octets / 1_000),
        _ => format!("{:.1} MB", octets as f64 / 1e6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report() -> Report {
        let lost = |index: u32| Missing {
            what: format!("2020/01/{index:02}/a-root.yml"),
            reason: "status\u{1b}[1m 500".to_owned(),
            attempts: 4,
        };
        let archive = Brought {
            new: 2,
            held: 9,
            requests: 30,
            octets: 1_250_000,
            missing: (1..=22).map(lost).collect(),
            ..Brought::new(Source::Instances, "https://example.org/".to_owned())
        };
        let git = Brought {
            revision: Some("1a2b3c4 of 2020-01-02".to_owned()),
            ..Brought::new(Source::Rssac002, "x".to_owned())
        };
        Report { sources: vec![git, archive], seconds: 1.5 }
    }

    #[test]
    fn people_read_what_came_and_what_did_not() {
        let mut out = Vec::new();
        report().write_text(&mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(
            lines[..5],
            [
                "rssac002 from x",
                "  files: none; commit 1a2b3c4 of 2020-01-02",
                "instances from https://example.org/",
                "  files: 2 new, 9 there before; 30 requests, 1.2 MB",
                "  missing: 2020/01/01/a-root.yml: status\\u{1b}[1m 500 (4 attempts)",
            ]
        );
        assert_eq!((lines.len(), lines[24]), (25, "  … and 2 more (--json lists all)"));
    }

    #[test]
    fn sizes_read_well() {
        assert_eq!([0, 999, 1_000, 1_250_000].map(size), ["0 octets", "999 octets", "1 kB", "1.2 MB"]);
    }

    #[test]
    fn programs_get_everything() {
        let value = report().to_json();
        assert_eq!((&value["complete"], &value["seconds"]), (&json!(false), &json!(1.5)));
        assert_eq!(value["sources"][1]["missing"].as_array().unwrap().len(), 22);
        assert_eq!(value["sources"][1]["missing"][0]["path"], "2020/01/01/a-root.yml");
        assert_eq!(value["sources"][0]["revision"], "1a2b3c4 of 2020-01-02");
    }
}
