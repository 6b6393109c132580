//! Which of several zone-size files of one day counts.
//!
//! Before version 3 of RSSAC002 every letter published the size of the root zone, since then the root zone maintainer
//! alone does. So days with several files are as they should be, and one rule says which of them counts: the root zone
//! maintainer's; else, in the order of letters, the first whose first serial is of that day; else the first. (A file that
//! begins with the serial of the day before tells of the day before, too.)
//!
//! Where there is none of the maintainer's, all files of the day are read, and what is found in them is told.

use std::collections::HashMap;
use std::ops::Range;

use rayon::prelude::*;
use rssac002_model::{Day, Metric, Rsi};

use crate::batches::batches;
use crate::find::{Files, Found};
use crate::read::Contents;
use crate::report::FindingKind;
use crate::source::Source;
use crate::store::Stored;

/// What is known of the files of days with several, by position among all files.
#[derive(Default)]
pub(crate) struct Settled {
    /// What was read to decide.
    pub(crate) contents: HashMap<usize, Contents>,
    /// Where the old store has the file, for days whose files are all as they were.
    pub(crate) reused: HashMap<usize, usize>,
}

/// Moves the file that counts to the front of its day's.
pub(crate) fn settle(
    files: &mut Files,
    old: &Stored,
    read: impl Fn(&Files, &Found) -> Contents + Sync,
) -> Settled {
    let contested = contested(&files.found);
    let mut settled = Settled::default();
    if contested.is_empty() {
        return settled;
    }
    let before = Before::new(old);
    let mut to_read = Vec::new();
    for group in contested {
        match before.order(&files.found[group.clone()]) {
            Some(order) => {
                let found: Vec<Found> =
                    order.iter().map(|(at, _)| files.found[group.start + at].clone()).collect();
                let places = order.iter().map(|(_, index)| *index);
                settled.reused.extend(group.clone().zip(places));
                files.found[group].clone_from_slice(&found);
            }
            None => to_read.push(group),
        }
    }
    let octets = |group: &Range<usize>| files.found[group.clone()].iter().map(|f| f.size).sum();
    for batch in batches(to_read.iter().map(octets)) {
        let groups = &to_read[batch];
        let all: Vec<usize> = groups.iter().cloned().flatten().collect();
        let mut contents: HashMap<usize, Contents> =
            all.into_par_iter().map(|index| (index, read(files, &files.found[index]))).collect();
        for group in groups.iter().cloned() {
            let day = files.found[group.start].of.map(|(_, day)| day);
            let first =
                group.clone().find(|index| contents.get(index).zip(day).is_some_and(|(c, d)| begins(c, d)));
            let mut texts: Vec<Option<Contents>> =
                group.clone().map(|index| contents.remove(&index)).collect();
            let counts = first.map_or(0, |index| index - group.start);
            // The others stay in their order.
            files.found[group.start..=group.start + counts].rotate_right(1);
            texts[..=counts].rotate_right(1);
            // Of those behind nobody asks for the numbers.
            texts.iter_mut().skip(1).flatten().for_each(|behind| behind.numbers.clear());
            settled.contents.extend(group.zip(texts).filter_map(|(index, text)| Some((index, text?))));
        }
    }
    settled
}

/// Days with several files, none of them the root zone maintainer's: positions among all files.
fn contested(found: &[Found]) -> Vec<Range<usize>> {
    let start = found.partition_point(|f| f.metric < Metric::ZoneSize);
    let mut at = start;
    let mut groups = Vec::new();
    for group in found[start..].chunk_by(|a, b| (a.metric, a.of) == (b.metric, b.of)) {
        // The maintainer's would be the first.
        let open =
            group.first().is_some_and(|f| f.metric == Metric::ZoneSize && f.of.is_some() && !f.maintainer);
        if open && group.len() > 1 {
            groups.push(at..at + group.len());
        }
        at += group.len();
    }
    groups
}

/// Whether the first serial of a file is of that day, with a size.
fn begins(contents: &Contents, day: Day) -> bool {
    let (year, month, date) = day.ymd();
    let first = contents.numbers.first().and_then(|n| n.as_ref()?.first());
    first.is_some_and(|(serial, size)| {
        serial.starts_with(&format!("{year:04}{month:02}{date:02}")) && !size.is_nan()
    })
}

/// The zone-size files of the old store by day, in their order there.
struct Before<'a> {
    old: &'a Stored,
    days: HashMap<(Rsi, Day), Vec<usize>>,
    unreadable: std::collections::HashSet<(Source, &'a str)>,
}

impl<'a> Before<'a> {
    fn new(old: &'a Stored) -> Before<'a> {
        let mut days: HashMap<(Rsi, Day), Vec<usize>> = HashMap::new();
        for (index, file) in old.files.iter().enumerate() {
            if let Some(of) = file.of.filter(|_| file.metric == Metric::ZoneSize) {
                days.entry(of).or_default().push(index);
            }
        }
        let findings = old.report.findings.iter().zip(&old.sources);
        let unreadable = findings.filter(|(f, _)| f.kind == FindingKind::Unreadable);
        let unreadable = unreadable.map(|(f, source)| (*source, f.path.as_str())).collect();
        Before { old, days, unreadable }
    }

    /// The files of a day in the order of the old store, each with its position among them and in the old store; `None`
    /// unless it had the very same files, all of them read.
    fn order(&self, group: &[Found]) -> Option<Vec<(usize, usize)>> {
        let before = self.days.get(&group.first()?.of?).filter(|before| before.len() == group.len())?;
        let found = |index: &usize| {
            let kept = &self.old.files[*index];
            let name = (kept.source, kept.path.as_str());
            let same = |f: &Found| (f.source, f.path.as_str()) == name && kept.is(f);
            let at = group.iter().position(same).filter(|_| !self.unreadable.contains(&name))?;
            Some((at, *index))
        };
        before.iter().map(found).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rssac002_model::DayStatus;

    const DAY: Day = Day::CHARTS_START;

    /// A day's files: each with its first serial's distance from the day, nothing where it is refused.
    fn files(serials: &[Option<i32>], maintainer: bool) -> (Files, Vec<Contents>) {
        let found = serials.iter().enumerate().map(|(index, _)| Found {
            source: Source::Rssac002,
            path: format!("{index}"),
            size: 1,
            modified: 1,
            metric: Metric::ZoneSize,
            of: Some((Rsi::A, DAY)),
            maintainer: maintainer && index == 0,
        });
        let contents = serials.iter().map(|serial| {
            let refused = Contents::refused(Metric::ZoneSize, None, FindingKind::Yaml, String::new());
            serial.map_or(refused, |after| {
                let serial = format!("{}00", (DAY + after).to_string().replace('-', ""));
                Contents {
                    status: DayStatus::Clean,
                    numbers: vec![Some(vec![(serial.into(), 5.0), (format!("{}01", 20170102).into(), 6.0)])],
                    places: None,
                    notes: Vec::new(),
                    unreadable: false,
                }
            })
        });
        (Files { found: found.collect(), ..Files::default() }, contents.collect())
    }

    proptest! {
        #[test]
        fn the_maintainers_counts_else_the_first_that_begins_with_the_days_serial_else_the_first(
            serials in prop::collection::vec(prop::option::of(-1i32..=1), 1..9),
            maintainer in any::<bool>(),
        ) {
            let (mut files, contents) = files(&serials, maintainer);
            let read = |_: &Files, file: &Found| contents[file.path.parse::<usize>().unwrap()].clone();
            let settled = settle(&mut files, &Stored::default(), read);
            let expected = serials.iter().position(|s| *s == Some(0)).filter(|_| !maintainer).unwrap_or(0);
            let order: Vec<usize> = files.found.iter().map(|f| f.path.parse().unwrap()).collect();
            let mut others: Vec<usize> = (0..serials.len()).collect();
            others.remove(expected);
            prop_assert_eq!(order.split_first(), Some((&expected, others.as_slice())));
            // All of a day without the maintainer's are read once, and nothing else.
            prop_assert_eq!(settled.contents.len(), if maintainer || serials.len() == 1 { 0 } else { serials.len() });
            for (index, read) in settled.contents {
                let Contents { numbers, .. } = contents[order[index]].clone();
                prop_assert_eq!(&read.numbers, &if index == 0 { numbers } else { Vec::new() });
                prop_assert_eq!(&read.notes, &contents[order[index]].notes);
            }
        }
    }
}
