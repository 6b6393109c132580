//! What a run read, and what it refused or repaired.

use rssac002_model::{Day, Metric, Rsi};

mod json;
mod text;

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
    /// A number beyond what 64 bits hold: the largest that fits.
    TooLarge,
    /// A number that YAML reads as octal, hexadecimal, binary or in base 60.
    Notation,
    /// A key that is no response code from 0 to 23: left out.
    CodeLeftOut,
    /// A key is given twice: the last one counts.
    DuplicateKey,
    /// Something after the part that is read: not read.
    NotRead,
}

impl FindingKind {
    /// All of them.
    pub const ALL: [FindingKind; 16] = [
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
        FindingKind::Notation,
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
            FindingKind::Notation => "notation",
            FindingKind::CodeLeftOut => "code-left-out",
            FindingKind::DuplicateKey => "duplicate-key",
            FindingKind::NotRead => "not-read",
        }
    }

    /// What it means, in words that fit every finding of the kind.
    pub fn describe(self) -> &'static str {
        match self {
            FindingKind::Unreadable => "the file cannot be read",
            FindingKind::Yaml => "no YAML",
            FindingKind::Shape => "not the shape of such a file",
            FindingKind::Name => "the name does not give a letter and a day",
            FindingKind::Shadowed => "another file gives the same day",
            FindingKind::NoValues => "nothing in it that belongs to its metric",
            FindingKind::MissingKeys => "keys are missing",
            FindingKind::MissingMap => "a map is missing",
            FindingKind::NotANumber => "a value is not what it should be",
            FindingKind::Negative => "a number below zero is read as 0",
            FindingKind::Fraction => "a number with a fraction is rounded down",
            FindingKind::TooLarge => "a number is larger than 64 bits hold",
            FindingKind::Notation => "a number is read as octal, hexadecimal, binary or base 60",
            FindingKind::CodeLeftOut => "a key that is no response code from 0 to 23 is left out",
            FindingKind::DuplicateKey => "a key is there more than once",
            FindingKind::NotRead => "a part of the file is not read",
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
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One refused file and twenty repaired ones.
    pub(super) fn sample() -> Report {
        let mut report = Report::default();
        report.metrics[Metric::LoadTime as usize] =
            MetricCounts { files: 1, read: 1, refused: 1, ..MetricCounts::default() };
        report.metrics[Metric::TrafficVolume as usize] =
            MetricCounts { files: 20, read: 20, repaired: 20, ..MetricCounts::default() };
        report.findings.push(Finding {
            path: "2020/\"x\".yaml".to_owned(),
            metric: Metric::LoadTime,
            rsi: None,
            day: None,
            line: Some(7),
            kind: FindingKind::Yaml,
            reason: "no YAML: a tab".to_owned(),
        });
        report.findings.extend((0..20).map(|i| Finding {
            path: format!("{i}.yaml"),
            metric: Metric::TrafficVolume,
            rsi: Some(Rsi::A),
            day: Some(Day::CHARTS_START + i),
            line: None,
            kind: FindingKind::MissingKeys,
            reason: "without the four".to_owned(),
        }));
        report
    }

    #[test]
    fn names_of_kinds_read_back() {
        for kind in FindingKind::ALL {
            assert_eq!(FindingKind::from_name(kind.name()), Some(kind));
        }
    }

    #[test]
    fn metrics_stand_at_their_position() {
        for (index, metric) in Metric::ALL.into_iter().enumerate() {
            assert_eq!(metric as usize, index);
        }
    }
}
