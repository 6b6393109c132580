//! What a run read, and what it found: refused, repaired, doubtful, worth a note.

use rssac002_model::{Day, Metric, Rsi};

mod json;
mod text;

/// How much a finding weighs, the least first. What is doubtful or noted changes no number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Level {
    /// Good to know: nothing is wrong with the numbers.
    Note,
    /// Read as it is, but it can hardly be meant so, or contradicts something else.
    Doubtful,
    /// Left out, or read in the only way that made sense.
    Repaired,
    /// The whole file is of no use: its day is missing.
    Refused,
}

impl Level {
    /// All of them, the heaviest first.
    pub const ALL: [Level; 4] = [Level::Refused, Level::Repaired, Level::Doubtful, Level::Note];

    /// The word for it in JSON and on the command line (`doubtful`).
    pub fn name(self) -> &'static str {
        match self {
            Level::Note => "note",
            Level::Doubtful => "doubtful",
            Level::Repaired => "repaired",
            Level::Refused => "refused",
        }
    }

    /// The level with this name.
    pub fn from_name(name: &str) -> Option<Level> {
        Self::ALL.into_iter().find(|level| level.name() == name)
    }
}

/// What kind of thing was found. Groups findings; the sentence for people is [`Finding::reason`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum FindingKind {
    /// A file or folder that cannot be listed (a link that leads nowhere, a folder that may not be read). What the store has of it
    /// stays.
    Unlisted,
    /// The file could not be read from disk, or is too large to be read.
    Unreadable,
    /// Not YAML, or YAML beyond what is accepted: the day is missing.
    Yaml,
    /// YAML of another shape (empty, a text, a list where a number belongs): the day is missing.
    Shape,
    /// The file's name holds no day or no letter: it is not read.
    Name,
    /// The file's name holds a day that no published file can be of: before 2013, or after today. It is not read.
    ImpossibleDay,
    /// Another file gives the same day of the same letter: this one does not count.
    Shadowed,
    /// Another file gives the zone's size of the same day, which letters published side by side before version 3: this
    /// one does not count.
    AlsoPublished,
    /// A file of no known metric: not read.
    UnknownMetric,
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
    /// A number with a fraction: rounded down; as a key it loses the fraction.
    Fraction,
    /// A number beyond what 64 bits hold: the largest that fits.
    TooLarge,
    /// A number that YAML reads as octal, hexadecimal, binary or in base 60.
    Notation,
    /// A key that is no response code from 0 to 23: left out.
    CodeLeftOut,
    /// A key or a town with control characters, which no page could show: the key is left out, the town is without them.
    ControlCharacter,
    /// A key is given twice: the last one counts.
    DuplicateKey,
    /// Something after the part that is read: not read.
    NotRead,
    /// The document names another letter, metric or day than the file does. The file counts.
    Header,
    /// Values of one file contradict each other.
    Contradiction,
    /// A sum differs from what the traffic-volume file of the same letter and day counts.
    Sum,
    /// The name of a range of sizes is not that of 16 octets, nor of an open end: kept as it is.
    RangeName,
    /// A key or a town that spreadsheets take for a formula (`=1+1`): kept as it is, and quoted in CSV.
    Formula,
    /// The last line does not end: the file may have been cut off. It is read as it is.
    CutOff,
    /// A map of sizes is there and holds nothing.
    EmptyMap,
    /// A key of version 1, which did not count UDP and TCP apart: not read.
    OldKey,
    /// A key that the metric does not have: not read.
    UnknownKey,
}

impl FindingKind {
    /// All of them.
    pub const ALL: [FindingKind; 30] = [
        FindingKind::Unlisted,
        FindingKind::Unreadable,
        FindingKind::Yaml,
        FindingKind::Shape,
        FindingKind::Name,
        FindingKind::ImpossibleDay,
        FindingKind::Shadowed,
        FindingKind::AlsoPublished,
        FindingKind::UnknownMetric,
        FindingKind::NoValues,
        FindingKind::MissingKeys,
        FindingKind::MissingMap,
        FindingKind::NotANumber,
        FindingKind::Negative,
        FindingKind::Fraction,
        FindingKind::TooLarge,
        FindingKind::Notation,
        FindingKind::CodeLeftOut,
        FindingKind::ControlCharacter,
        FindingKind::DuplicateKey,
        FindingKind::NotRead,
        FindingKind::Header,
        FindingKind::Contradiction,
        FindingKind::Sum,
        FindingKind::RangeName,
        FindingKind::Formula,
        FindingKind::CutOff,
        FindingKind::EmptyMap,
        FindingKind::OldKey,
        FindingKind::UnknownKey,
    ];

    /// The word for it in JSON and in the store (`code-left-out`).
    pub fn name(self) -> &'static str {
        match self {
            FindingKind::Unlisted => "unlisted",
            FindingKind::Unreadable => "unreadable",
            FindingKind::Yaml => "yaml",
            FindingKind::Shape => "shape",
            FindingKind::Name => "name",
            FindingKind::ImpossibleDay => "impossible-day",
            FindingKind::Shadowed => "shadowed",
            FindingKind::AlsoPublished => "also-published",
            FindingKind::UnknownMetric => "unknown-metric",
            FindingKind::NoValues => "no-values",
            FindingKind::MissingKeys => "missing-keys",
            FindingKind::MissingMap => "missing-map",
            FindingKind::NotANumber => "not-a-number",
            FindingKind::Negative => "negative",
            FindingKind::Fraction => "fraction",
            FindingKind::TooLarge => "too-large",
            FindingKind::Notation => "notation",
            FindingKind::CodeLeftOut => "code-left-out",
            FindingKind::ControlCharacter => "control-character",
            FindingKind::DuplicateKey => "duplicate-key",
            FindingKind::NotRead => "not-read",
            FindingKind::Header => "header",
            FindingKind::Contradiction => "contradiction",
            FindingKind::Sum => "sum",
            FindingKind::RangeName => "range-name",
            FindingKind::Formula => "formula",
            FindingKind::CutOff => "cut-off",
            FindingKind::EmptyMap => "empty-map",
            FindingKind::OldKey => "old-key",
            FindingKind::UnknownKey => "unknown-key",
        }
    }

    /// What it means, in words that fit every finding of the kind.
    pub fn describe(self) -> &'static str {
        match self {
            FindingKind::Unlisted => "cannot be listed: what was read of it before stays",
            FindingKind::Unreadable => "the file cannot be read",
            FindingKind::Yaml => "no YAML",
            FindingKind::Shape => "not the shape of such a file",
            FindingKind::Name => "the name does not give a letter and a day",
            FindingKind::ImpossibleDay => "the name gives a day before 2013 or after today",
            FindingKind::Shadowed => "another file gives the same day",
            FindingKind::AlsoPublished => "another file gives the zone's size of that day",
            FindingKind::UnknownMetric => "of no known metric",
            FindingKind::NoValues => "nothing in it that belongs to its metric",
            FindingKind::MissingKeys => "keys are missing",
            FindingKind::MissingMap => "a map is missing",
            FindingKind::NotANumber => "a value is not what it should be",
            FindingKind::Negative => "a number below zero is read as 0",
            FindingKind::Fraction => "a number with a fraction is rounded down",
            FindingKind::TooLarge => "a number is larger than 64 bits hold",
            FindingKind::Notation => "a number is read as octal, hexadecimal, binary or base 60",
            FindingKind::CodeLeftOut => "a key that is no response code from 0 to 23 is left out",
            FindingKind::ControlCharacter => "keys or towns with control characters",
            FindingKind::DuplicateKey => "a key is there more than once",
            FindingKind::NotRead => "a part of the file is not read",
            FindingKind::Header => "the document names another letter, metric or day than the file",
            FindingKind::Contradiction => "values contradict each other",
            FindingKind::Sum => "a sum is not what traffic-volume counts",
            FindingKind::RangeName => "ranges of sizes have odd names",
            FindingKind::Formula => "keys or towns that spreadsheets would compute",
            FindingKind::CutOff => "the last line does not end: the file may have been cut off",
            FindingKind::EmptyMap => "a map of sizes holds nothing",
            FindingKind::OldKey => "keys of version 1 are not read",
            FindingKind::UnknownKey => "keys that the metric does not have are not read",
        }
    }

    /// The kind with this name.
    pub fn from_name(name: &str) -> Option<FindingKind> {
        Self::ALL.into_iter().find(|k| k.name() == name)
    }

    /// Whether it says that another file of the same day comes first.
    pub(crate) fn stands_behind(self) -> bool {
        matches!(self, FindingKind::Shadowed | FindingKind::AlsoPublished)
    }

    /// How much it weighs.
    pub fn level(self) -> Level {
        match self {
            FindingKind::Unlisted
            | FindingKind::Unreadable
            | FindingKind::Yaml
            | FindingKind::Shape
            | FindingKind::Name
            | FindingKind::ImpossibleDay => Level::Refused,
            FindingKind::NoValues
            | FindingKind::MissingKeys
            | FindingKind::MissingMap
            | FindingKind::NotANumber
            | FindingKind::Negative
            | FindingKind::Fraction
            | FindingKind::TooLarge
            | FindingKind::Notation
            | FindingKind::CodeLeftOut
            | FindingKind::ControlCharacter
            | FindingKind::DuplicateKey
            | FindingKind::NotRead => Level::Repaired,
            FindingKind::Shadowed
            | FindingKind::Header
            | FindingKind::Contradiction
            | FindingKind::Sum
            | FindingKind::RangeName
            | FindingKind::Formula
            | FindingKind::CutOff => Level::Doubtful,
            FindingKind::AlsoPublished
            | FindingKind::UnknownMetric
            | FindingKind::EmptyMap
            | FindingKind::OldKey
            | FindingKind::UnknownKey => Level::Note,
        }
    }
}

/// One thing that was found in one file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// The file, relative to the folder it was found in, with `/`.
    pub path: String,
    /// The kind of file; `None` for a file of no known metric.
    pub metric: Option<Metric>,
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

/// What a run read, and what it found.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Report {
    /// By metric, at the position in [`Metric::ALL`].
    pub metrics: [MetricCounts; 7],
    /// Files that were in the store and are gone.
    pub vanished: u64,
    /// Why the store that was there could not be used and was made anew.
    pub rebuilt: Option<String>,
    /// Everything found, by metric, letter, day and line; files of no known metric last.
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

    /// How many findings there are of a level.
    pub fn count(&self, level: Level) -> usize {
        self.findings.iter().filter(|f| f.kind.level() == level).count()
    }

    /// The level of the heaviest finding; `None` where there is none.
    pub fn worst(&self) -> Option<Level> {
        self.findings.iter().map(|f| f.kind.level()).max()
    }

    /// The counts of one metric.
    pub fn metric(&self, metric: Metric) -> &MetricCounts {
        &self.metrics[metric as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One refused file, twenty repaired ones and one of no known metric.
    pub(super) fn sample() -> Report {
        let mut report = Report::default();
        report.metrics[Metric::LoadTime as usize] =
            MetricCounts { files: 1, read: 1, refused: 1, ..MetricCounts::default() };
        report.metrics[Metric::TrafficVolume as usize] =
            MetricCounts { files: 20, read: 20, repaired: 20, ..MetricCounts::default() };
        report.findings.push(Finding {
            path: "2020/\"x\".yaml".to_owned(),
            metric: Some(Metric::LoadTime),
            rsi: None,
            day: None,
            line: Some(7),
            kind: FindingKind::Yaml,
            reason: "no YAML: a tab".to_owned(),
        });
        report.findings.extend((0..20).map(|i| Finding {
            path: format!("{i}.yaml"),
            metric: Some(Metric::TrafficVolume),
            rsi: Some(Rsi::A),
            day: Some(Day::CHARTS_START + i),
            line: None,
            kind: FindingKind::MissingKeys,
            reason: "without the four".to_owned(),
        }));
        report.findings.push(Finding {
            path: "x/y.yaml".to_owned(),
            metric: None,
            rsi: None,
            day: None,
            line: None,
            kind: FindingKind::UnknownMetric,
            reason: "not read".to_owned(),
        });
        report
    }

    #[test]
    fn names_of_kinds_and_levels_read_back() {
        for kind in FindingKind::ALL {
            assert_eq!(FindingKind::from_name(kind.name()), Some(kind));
        }
        for level in Level::ALL {
            assert_eq!(Level::from_name(level.name()), Some(level));
        }
    }

    #[test]
    fn the_heaviest_finding_is_told_and_all_are_counted() {
        assert!(Level::ALL.is_sorted_by(|a, b| a > b));
        let mut report = sample();
        assert_eq!(Level::ALL.map(|level| report.count(level)), [1, 20, 0, 1]);
        // Without the heaviest ones in turn.
        for worst in [Level::Refused, Level::Repaired, Level::Note] {
            assert_eq!(report.worst(), Some(worst));
            report.findings.retain(|f| f.kind.level() < worst);
        }
        assert_eq!(report.worst(), None);
    }

    #[test]
    fn metrics_stand_at_their_position() {
        for (index, metric) in Metric::ALL.into_iter().enumerate() {
            assert_eq!(metric as usize, index);
        }
    }
}
