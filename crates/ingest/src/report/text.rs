//! The report for people.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use rssac002_model::Metric;
use rssac002_model::text::{number, printable};

use super::{Finding, FindingKind, Level, Report};

/// Groups of up to this many findings are listed in full.
const SMALL: usize = 10;
/// Of larger groups this many are shown.
const SHOWN: usize = 3;

impl Report {
    /// Writes the report for people: a summary by metric, then the findings grouped by what they are, the heaviest
    /// first. Groups of up to 10 are listed in full, larger ones with their first few unless `all` is set. Fails only if `out`
    /// does.
    pub fn write_text(&self, out: &mut dyn Write, all: bool) -> io::Result<()> {
        self.write_summary(out)?;
        if self.findings.is_empty() {
            return writeln!(out, "\nNothing was found.");
        }
        if self.total().refused == 0 {
            writeln!(out, "\nNo file was refused.")?;
        }
        let mut groups: BTreeMap<Group<'_>, Vec<&Finding>> = BTreeMap::new();
        for finding in &self.findings {
            groups.entry(Group::of(finding)).or_default().push(finding);
        }
        for (group, findings) in groups {
            let files = findings.iter().map(|f| f.path.as_str()).collect::<BTreeSet<_>>().len();
            let (metric, level) = (group.metric.map_or("other", Metric::name), group.level.0.name());
            writeln!(out, "\n{metric} {level}, {}: {}", plural(files, "file"), group.heading())?;
            let shown = if all || findings.len() <= SMALL { findings.len() } else { SHOWN };
            for finding in &findings[..shown] {
                let line = finding.line.map(|l| format!(":{l}")).unwrap_or_default();
                let reason =
                    if group.reason.is_some() { String::new() } else { format!("  {}", finding.reason) };
                writeln!(out, "  {}{line}{}", printable(&finding.path), printable(&reason))?;
            }
            if shown < findings.len() {
                writeln!(
                    out,
                    "  … and {} more (--all or --json lists all)",
                    number((findings.len() - shown) as u64)
                )?;
            }
        }
        Ok(())
    }

    fn write_summary(&self, out: &mut dyn Write) -> io::Result<()> {
        let row = |name: &str, columns: [String; 5]| {
            let columns: String = columns.into_iter().map(|c| format!("{c:>10}")).collect();
            format!("{name:<15}{columns}")
        };
        writeln!(
            out,
            "{}",
            row("", ["files", "read", "unchanged", "refused", "repaired"].map(str::to_owned))
        )?;
        let found = Metric::ALL.into_iter().filter(|m| self.metric(*m).files > 0);
        let counts = found.map(|m| (m.name(), *self.metric(m))).chain([("all", self.total())]);
        for (name, c) in counts {
            let columns = [c.files, c.read, c.reused, c.refused, c.repaired].map(number);
            writeln!(out, "{}", row(name, columns))?;
        }
        if let Some(reason) = &self.rebuilt {
            writeln!(out, "The store was made anew from all files, because {reason}.")?;
        }
        if self.vanished > 0 {
            writeln!(out, "{} no longer there.", plural(self.vanished as usize, "file"))?;
        }
        if !self.findings.is_empty() {
            let levels = Level::ALL.map(|level| (self.count(level), level.name()));
            let levels = levels.map(|(count, name)| format!("{} {name}", number(count as u64)));
            writeln!(out, "Findings: {}.", levels.join(", "))?;
        }
        Ok(())
    }
}

/// Findings that belong together, in the order in which they are shown.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Group<'a> {
    level: Reverse<Level>,
    metric: Option<Metric>,
    kind: FindingKind,
    /// The sentence that all of them share; `None` where it holds a file's own values.
    reason: Option<&'a str>,
}

impl Group<'_> {
    fn of(finding: &Finding) -> Group<'_> {
        let shared = matches!(
            finding.kind,
            FindingKind::Name
                | FindingKind::Shadowed
                | FindingKind::CutOff
                | FindingKind::Shape
                | FindingKind::NoValues
                | FindingKind::MissingKeys
                | FindingKind::MissingMap
                | FindingKind::NotRead
                | FindingKind::AlsoPublished
        );
        Group {
            level: Reverse(finding.kind.level()),
            metric: finding.metric,
            kind: finding.kind,
            reason: shared.then_some(finding.reason.as_str()),
        }
    }

    fn heading(&self) -> &str {
        self.reason.unwrap_or(self.kind.describe())
    }
}

fn plural(count: usize, noun: &str) -> String {
    format!("{} {noun}{}", number(count as u64), if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::super::tests::sample;
    use super::*;

    fn text(report: &Report, all: bool) -> String {
        let mut out = Vec::new();
        report.write_text(&mut out, all).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn small_groups_are_listed_and_large_ones_are_cut() {
        let report = sample();
        let short = text(&report, false);
        assert!(
            short.contains("load-time refused, 1 file: no YAML\n  2020/\"x\".yaml:7  no YAML: a tab\n"),
            "{short}"
        );
        assert!(
            short.contains("traffic-volume repaired, 20 files: without the four\n  0.yaml\n  1.yaml\n"),
            "{short}"
        );
        assert!(short.contains("  … and 17 more (--all or --json lists all)\n"), "{short}");
        assert!(short.contains("other note, 1 file: of no known metric\n  x/y.yaml  not read\n"), "{short}");
        assert!(short.contains("\nFindings: 1 refused, 20 repaired, 0 doubtful, 1 note.\n"), "{short}");
        assert!(!short.contains("17.yaml"));
        assert!(text(&report, true).contains("  17.yaml\n"));
        assert_eq!(text(&Report::default(), false).lines().last(), Some("Nothing was found."));
    }

    #[test]
    fn names_of_files_cannot_write_to_the_screen() {
        let mut report = sample();
        report.findings[0].path = "a\u{1b}[2J\n\u{202e}b".to_owned();
        report.findings[0].reason = "`\u{7}` is no number".to_owned();
        let shown = "  a\\u{1b}[2J\\u{a}\\u{202e}b:7  `\\u{7}` is no number\n";
        assert!(text(&report, false).contains(shown), "{}", text(&report, false));
    }

    #[test]
    fn thousands_are_parted() {
        assert_eq!(
            [0, 999, 1000, 12_171, 1_000_000].map(number),
            ["0", "999", "1,000", "12,171", "1,000,000"]
        );
    }
}
