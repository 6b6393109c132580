//! What a run read, and what it refused or repaired.

use rssac002_model::{Day, Metric, Rsi};

/// What kind of thing was refused or repaired. Groups findings; the sentence for people is [`Finding::reason`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum FindingKind {
    /// The file could not be read from disk, or is too large to be read.
    Unreadable,
    /// Not YAML, or YAML beyond what is accepted: the day is missing.
    Yaml,
    /// YAML of another shape (empty, a text, a list where a number belongs): the day is missing.
    Shape,
    /// The file's name holds no day or no letter: it is not read.
    Name,
    /// Another file gives the same day of the same letter: this one is not read.
    Shadowed,
    /// Nothing in it that belongs to its metric.
    NoValues,
    /// Keys that the metric always has are not there: their values are null.
    MissingKeys,
    /// A map that the metric always has is not there: it counts as empty.
    MissingMap,
    /// A value is no number: it is null, or left out where the metric leaves empty values out.
    NotANumber,
    /// A number below zero: it is 0.
    Negative,
    /// A number with a fraction: rounded down.
    Fraction,
    /// A number beyond what 64 bits hold.
    TooLarge,
    /// A key that is no response code from 0 to 23: left out.
    CodeLeftOut,
    /// A key is given twice: the last one counts.
    DuplicateKey,
    /// Something after the part that is read: not read.
    NotRead,
}

impl FindingKind {
    /// All of them.
    pub const ALL: [FindingKind; 15] = [
        FindingKind::Unreadable,
        FindingKind::Yaml,
        FindingKind::Shape,
        FindingKind::Name,
        FindingKind::Shadowed,
        FindingKind::NoValues,
        FindingKind::MissingKeys,
        FindingKind::MissingMap,
        FindingKind::NotANumber,
        FindingKind::Negative,
        FindingKind::Fraction,
        FindingKind::TooLarge,
        FindingKind::CodeLeftOut,
        FindingKind::DuplicateKey,
        FindingKind::NotRead,
    ];

    /// The word for it in JSON and in the store (`code-left-out`).
    pub fn name(self) -> &'static str {
        match self {
            FindingKind::Unreadable => "unreadable",
            FindingKind::Yaml => "yaml",
            FindingKind::Shape => "shape",
            FindingKind::Name => "name",
            FindingKind::Shadowed => "shadowed",
            FindingKind::NoValues => "no-values",
            FindingKind::MissingKeys => "missing-keys",
            FindingKind::MissingMap => "missing-map",
            FindingKind::NotANumber => "not-a-number",
            FindingKind::Negative => "negative",
            FindingKind::Fraction => "fraction",
            FindingKind::TooLarge => "too-large",
            FindingKind::CodeLeftOut => "code-left-out",
            FindingKind::DuplicateKey => "duplicate-key",
            FindingKind::NotRead => "not-read",
        }
    }

    /// The kind with this name.
    pub fn from_name(name: &str) -> Option<FindingKind> {
        Self::ALL.into_iter().find(|k| k.name() == name)
    }

    /// Whether the whole file was refused, rather than something in it repaired.
    pub fn refuses(self) -> bool {
        matches!(
            self,
            FindingKind::Unreadable
                | FindingKind::Yaml
                | FindingKind::Shape
                | FindingKind::Name
                | FindingKind::Shadowed
        )
    }
}

/// One thing that was refused or repaired in one file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// The file, relative to the folder it was found in, with `/`.
    pub path: String,
    /// The kind of file.
    pub metric: Metric,
    /// The letter, where the name gives one.
    pub rsi: Option<Rsi>,
    /// The day, where the name gives one.
    pub day: Option<Day>,
    /// The line, from 1 on, where there is one to point at.
    pub line: Option<u32>,
    /// What kind of finding it is.
    pub kind: FindingKind,
    /// One sentence for people, without path and line.
    pub reason: String,
}

/// How the files of one metric came through.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct MetricCounts {
    /// Files found.
    pub files: u64,
    /// Files that were read in this run.
    pub read: u64,
    /// Files that are as they were in the store, so that they were not read again.
    pub reused: u64,
    /// Files refused: their day is missing.
    pub refused: u64,
    /// Files read with something in them left out or mended.
    pub repaired: u64,
}

/// What a run read, and what it refused or repaired.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Report {
    /// By metric, at the position in [`Metric::ALL`].
    pub metrics: [MetricCounts; 7],
    /// Files that were in the store and are gone.
    pub vanished: u64,
    /// Everything refused or repaired, by metric, letter, day and line.
    pub findings: Vec<Finding>,
    /// How long the run took.
    pub seconds: f64,
}

impl Report {
    /// The sum over all metrics.
    pub fn total(&self) -> MetricCounts {
        self.metrics.iter().fold(MetricCounts::default(), |a, b| MetricCounts {
            files: a.files + b.files,
            read: a.read + b.read,
            reused: a.reused + b.reused,
            refused: a.refused + b.refused,
            repaired: a.repaired + b.repaired,
        })
    }

    /// The counts of one metric.
    pub fn metric(&self, metric: Metric) -> &MetricCounts {
        &self.metrics[metric as usize]
    }

    /// Writes the report for people: a summary by metric, then the findings grouped by reason. Small groups are
    /// listed in full, large ones with their first few files unless `all` is set.
    pub fn write_text(&self, out: &mut dyn std::io::Write, all: bool) -> std::io::Result<()> {
        let _ = (out, all);
        Ok(())
    }

    /// Writes the report as one JSON object with every finding.
    pub fn write_json(&self, out: &mut dyn std::io::Write) -> std::io::Result<()> {
        let _ = out;
        Ok(())
    }
}
