//! A run: finds the files, reads what is new, and puts all together by metric, letter and day.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read;
use std::ops::Range;
use std::path::Path;
use std::time::Instant;

use foldhash::{HashMap, HashMapExt, HashSet};
use rayon::prelude::*;
use rssac002_model::{Dataset, DayStatus, Metric, Snapshot};

use crate::batches::batches;
use crate::find::{Files, Found, Kept, Other, walk};
use crate::known::{Known, Listed};
use crate::read::{Contents, MAX_OCTETS, Reader};
use crate::report::{Finding, FindingKind, Report};
use crate::shrink::{Shrink, shrink};
use crate::source::Source;
use crate::store::{Locked, Stored};
use crate::sums::Sums;
use crate::zone::{self, Settled};
use crate::{IngestError, Options, Progress, Sources, version};

/// See [`crate::is_current`].
pub(crate) fn is_current(sources: &Sources, store: &Path, options: &Options) -> Result<bool, IngestError> {
    let (old, found) = rayon::join(|| crate::store::read_lists(store), || walk(sources, options));
    let old = old?;
    let (files, _, plans) = compare(found?, &old);
    Ok(is_as_before(&files, &plans, &old))
}

/// See [`crate::ingest`].
pub(crate) fn run(
    sources: &Sources,
    store: Option<&Path>,
    options: &Options,
    progress: &dyn Progress,
) -> Result<(Snapshot, Report), IngestError> {
    let began = Instant::now();
    // Before anything is read, so that two runs do not do the same work, or undo that of each other.
    let locked = store.map(Locked::new).transpose()?;
    let (before, found) = rayon::join(|| locked.as_ref().map(Locked::read), || walk(sources, options));
    let none = Stored::default();
    let old = before.as_ref().map_or(&none, |before| &before.stored);
    let (files, mut settled, plans) = compare(found?, old);
    if files.found.is_empty() && (store.is_some() || files.others.is_empty()) {
        let folders = [&sources.rssac002, &sources.instances, &sources.zone_size].into_iter().flatten();
        let folders: BTreeSet<String> = folders.map(|folder| folder.display().to_string()).collect();
        return Err(IngestError::Nothing { folders: Vec::from_iter(folders).join(", ") });
    }
    if is_as_before(&files, &plans, old)
        && let Some(before) = before
    {
        progress.total(0);
        let Stored { snapshot, mut report, .. } = before.stored;
        for counts in &mut report.metrics {
            counts.reused = 0;
        }
        for (file, _) in files.found.iter().zip(&plans).filter(|(_, plan)| matches!(plan, Plan::Reuse(_))) {
            report.metrics[file.metric as usize].reused += 1;
        }
        report.seconds = began.elapsed().as_secs_f64();
        return Ok((snapshot, report));
    }
    progress
        .total(plans.iter().filter(|plan| matches!(plan, Plan::Read { .. } | Plan::Settled)).count() as u64);
    let mut gather = Gather::new(old);
    let mut first: Option<&Found> = None;
    let octets = files.found.iter().zip(&plans).map(|(file, plan)| match plan {
        Plan::Read { .. } => file.size,
        Plan::Settled | Plan::Reuse(_) | Plan::Leave => 0,
    });
    let read_batch = |batch: &Range<usize>| -> Vec<Option<Contents>> {
        let read = |reader: &mut Reader, index: usize| {
            matches!(plans[index], Plan::Read { .. }).then(|| {
                let contents = read_file(reader, &files, &files.found[index]);
                progress.advance(1);
                contents
            })
        };
        batch.clone().into_par_iter().map_init(Reader::default, read).collect()
    };
    let batches = batches(octets);
    let mut read = batches.first().map(read_batch).unwrap_or_default();
    for (at, batch) in batches.iter().enumerate() {
        let next = batches.get(at + 1);
        // One core puts away what was read, which keeps its order, while the others read on.
        let gather_batch = || {
            for (index, contents) in batch.clone().zip(read) {
                let file = &files.found[index];
                let contents = contents.or_else(|| {
                    let contents = settled.contents.remove(&index)?;
                    progress.advance(1);
                    Some(contents)
                });
                // The files of one day come one after the other, the one that counts first.
                let behind = first.filter(|f| f.of.is_some() && (f.metric, f.of) == (file.metric, file.of));
                if behind.is_none() {
                    first = Some(file);
                }
                gather.file(file, plans[index], contents, behind);
            }
        };
        read = rayon::join(gather_batch, || next.map(read_batch).unwrap_or_default()).1;
    }
    for other in files.others {
        gather.other(other);
    }
    // What is kept says the same, and is as large.
    drop(files.found);
    let mut stored = gather.finish();
    let (version, vanished) = rayon::join(|| version::of(&stored.snapshot), || vanished(old, &stored));
    stored.snapshot.version = version;
    stored.report.vanished = vanished;
    stored.report.rebuilt = before.as_ref().and_then(|before| before.unusable.clone());
    let unchanged = stored.files == old.files && stored.report.findings == old.report.findings;
    if let (Some(locked), Some(before), Some(folder)) = (&locked, &before, store)
        && (!unchanged || old.files.is_empty())
    {
        if let Some(lost) = shrink(old, &stored).filter(|_| !options.allow_shrink) {
            return Err(loss(folder, &lost));
        }
        locked.write(&stored, before)?;
    }
    stored.report.seconds = began.elapsed().as_secs_f64();
    Ok((stored.snapshot, stored.report))
}

/// How many files of the old store are not there any more.
fn vanished(old: &Stored, new: &Stored) -> u64 {
    let mut known = Known::new(&new.files);
    let elsewhere: Vec<&Kept> = old.files.iter().filter(|file| known.find(file.name()).is_none()).collect();
    if elsewhere.is_empty() {
        return 0;
    }
    // One may count for another day by now, as those of the future do once it is here.
    let there: HashSet<(Source, &str)> = new.files.iter().map(|f| (f.source, f.path.as_str())).collect();
    elsewhere.iter().filter(|f| !there.contains(&(f.source, f.path.as_str()))).count() as u64
}

fn loss(store: &Path, shrink: &Shrink) -> IngestError {
    let whole: Vec<&str> = shrink.whole.iter().map(|source| source.name()).collect();
    let of = if whole.is_empty() { String::new() } else { format!(", all of {}", whole.join(" and ")) };
    IngestError::Shrink { path: store.display().to_string(), lost: shrink.lost, held: shrink.held, of }
}

/// What to do with a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Plan {
    /// Read it. Where it cannot be read, what the old store has at this position of its files stays.
    Read { before: Option<usize> },
    /// It has been read already, to tell which of several files counts.
    Settled,
    /// Take what the old store has of it, at this position of its files.
    Reuse(usize),
    /// Leave it: another file gives the same day.
    Leave,
}

/// Puts what was found in order, and tells what to do with each file. Of the old store only the lists are looked at.
fn compare(found: Files, old: &Stored) -> (Files, Settled, Vec<Plan>) {
    let mut files = found.in_order(&old.files);
    let settled = zone::settle(&mut files, old, |files, file| read_file(&mut Reader::default(), files, file));
    let plans = plan(&files, old, &settled);
    (files, settled, plans)
}

/// Files that the old store has as they are need no reading, unless they were not read then.
fn plan(files: &Files, old: &Stored, settled: &Settled) -> Vec<Plan> {
    let mut known = Known::new(&old.files);
    let mut with = |of: fn(FindingKind) -> bool| -> HashSet<usize> {
        let findings = old.report.findings.iter().zip(&old.sources).filter(|(f, _)| of(f.kind));
        findings
            .filter_map(|(f, source)| known.find((f.metric?, f.rsi.zip(f.day), *source, &f.path)))
            .collect()
    };
    let unreadable = with(|kind| kind == FindingKind::Unreadable);
    let behind = with(FindingKind::stands_behind);
    let mut last = None;
    let plan = |(index, file): (usize, &Found)| {
        // The files of one day come one after the other, the one that counts first.
        let this = file.of.map(|of| (file.metric, of));
        let shadowed = this.is_some() && this == last;
        last = this;
        if settled.contents.contains_key(&index) {
            return Plan::Settled;
        }
        if let Some(index) = settled.reused.get(&index) {
            return Plan::Reuse(*index);
        }
        if shadowed {
            return Plan::Leave;
        }
        match known.find(file.name()).filter(|index| !behind.contains(index)) {
            Some(index) if old.files[index].is(file) && !unreadable.contains(&index) => Plan::Reuse(index),
            before => Plan::Read { before },
        }
    };
    files.found.iter().enumerate().map(plan).collect()
}

/// Whether all that was found is in the old store as it is, with what could not be used, and nothing else is there: then it all
/// comes out as it did then.
fn is_as_before(files: &Files, plans: &[Plan], old: &Stored) -> bool {
    let is_same = |((file, kept), plan): ((&Found, &Kept), &Plan)| {
        let is_left = matches!(plan, Plan::Reuse(_) | Plan::Leave);
        is_left && (kept.source, &kept.path) == (file.source, &file.path) && kept.is(file)
    };
    // What the disk does not give today it may give tomorrow.
    let is_lasting = |kind| !matches!(kind, FindingKind::Unlisted | FindingKind::Unreadable);
    let told = old.report.findings.iter().zip(&old.sources);
    let mut told: Vec<(Source, &str, &str)> = told
        .filter(|(finding, _)| finding.kind == FindingKind::UnknownMetric)
        .map(|(finding, source)| (*source, finding.path.as_str(), finding.reason.as_str()))
        .collect();
    let others = files.others.iter();
    let mut others: Vec<(Source, &str, &str)> =
        others.map(|other| (other.source, other.path.as_str(), other.reason.as_str())).collect();
    told.sort_unstable();
    others.sort_unstable();
    files.found.len() == old.files.len()
        && files.found.iter().zip(&old.files).zip(plans).all(is_same)
        && old.report.findings.iter().all(|finding| is_lasting(finding.kind))
        && files.others.iter().all(|other| is_lasting(other.kind))
        && told == others
}

/// Reads one file from disk, if it is not too large.
fn read_file(reader: &mut Reader, files: &Files, file: &Found) -> Contents {
    let refused = |kind, reason| Contents::refused(file.metric, None, kind, reason);
    if file.of.is_none() {
        let (kind, reason) = file.misnamed();
        return refused(kind, reason);
    }
    let large = || refused(FindingKind::Unreadable, format!("larger than {} MB: not read", MAX_OCTETS >> 20));
    if file.size > MAX_OCTETS {
        return large();
    }
    let mut bytes = Vec::with_capacity(file.size as usize + 1);
    // The file may have grown since its folder was listed, so the reading is limited too.
    let read = File::open(files.path(file)).and_then(|f| f.take(MAX_OCTETS + 1).read_to_end(&mut bytes));
    match read {
        Err(error) => {
            let reason = format!("cannot be read: {error}");
            Contents { unreadable: true, ..refused(FindingKind::Unreadable, reason) }
        }
        Ok(_) if bytes.len() as u64 > MAX_OCTETS => large(),
        Ok(_) => reader.read(&file.named(), bytes),
    }
}

/// What to say of a file whose day another one gives, which comes first.
fn stands_behind(file: &Found, first: &Found) -> (FindingKind, &'static str) {
    let by = |f: &Found| (f.maintainer, f.named().letter);
    if file.metric != Metric::ZoneSize || by(file) == by(first) {
        (FindingKind::Shadowed, "another file gives the same day: this one does not count")
    } else if first.maintainer {
        (
            FindingKind::AlsoPublished,
            "the root zone maintainer's file of that day counts: this one is not read",
        )
    } else {
        (FindingKind::AlsoPublished, "another letter's file of that day counts")
    }
}

/// Puts files together that come by metric, letter and day.
struct Gather<'a> {
    old: &'a Stored,
    /// Where the findings of each file of the old store are.
    old_findings: HashMap<(Source, &'a str), Vec<usize>>,
    /// Numbers of keys in the new tables by data set and number in the old ones.
    keys: Vec<Vec<Option<u32>>>,
    snapshot: Snapshot,
    files: Vec<Kept>,
    sources: Vec<Source>,
    report: Report,
    entries: Vec<(u32, f64)>,
}

impl<'a> Gather<'a> {
    fn new(old: &'a Stored) -> Gather<'a> {
        let mut old_findings: HashMap<(Source, &str), Vec<usize>> = HashMap::new();
        for (index, finding) in old.report.findings.iter().enumerate() {
            old_findings.entry((old.sources[index], finding.path.as_str())).or_default().push(index);
        }
        let keys = Dataset::ALL.into_iter().map(|d| vec![None; old.snapshot.table(d).key_count()]).collect();
        Gather {
            old,
            old_findings,
            keys,
            snapshot: Snapshot::default(),
            files: Vec::new(),
            sources: Vec::new(),
            report: Report::default(),
            entries: Vec::new(),
        }
    }

    /// Takes one file: what was read from it, or what the old store has of it. Its numbers count unless it stands `behind`
    /// another one of the same day.
    fn file(&mut self, file: &Found, plan: Plan, contents: Option<Contents>, behind: Option<&Found>) {
        let counts = &mut self.report.metrics[file.metric as usize];
        counts.files += 1;
        let status = match (plan, contents) {
            (Plan::Read { .. } | Plan::Settled, Some(contents)) => {
                counts.read += 1;
                for note in &contents.notes {
                    self.note(file, note.line, note.kind, note.reason.clone());
                }
                match plan {
                    Plan::Read { before: Some(index) } if contents.unreadable && behind.is_none() => {
                        self.again(file, index, behind)
                    }
                    _ => {
                        if behind.is_none() {
                            self.fresh(file, &contents);
                        }
                        contents.status
                    }
                }
            }
            (Plan::Reuse(index), _) => {
                counts.reused += 1;
                self.again(file, index, behind)
            }
            // Nothing is wrong with it that would be known.
            (Plan::Leave | Plan::Read { .. } | Plan::Settled, _) => DayStatus::Missing,
        };
        if let Some(first) = behind {
            let (kind, reason) = stands_behind(file, first);
            self.note(file, None, kind, reason.to_owned());
        }
        let counts = &mut self.report.metrics[file.metric as usize];
        match status {
            DayStatus::Refused => counts.refused += 1,
            DayStatus::Repaired => counts.repaired += 1,
            DayStatus::Clean | DayStatus::Missing => {}
        }
        self.files.push(Kept::new(file, status));
    }

    /// Takes what the old store has of a file at this position of its files, and says how that came through.
    fn again(&mut self, file: &Found, index: usize, behind: Option<&Found>) -> DayStatus {
        let old = self.old;
        for index in self.old_findings.get(&(file.source, file.path.as_str())).into_iter().flatten() {
            // What depends on other files, or on what the disk does today, is found anew.
            let kind = old.report.findings[*index].kind;
            if matches!(kind, FindingKind::Sum | FindingKind::Unlisted | FindingKind::Unreadable)
                || kind.stands_behind()
            {
                continue;
            }
            self.sources.push(file.source);
            self.report.findings.push(old.report.findings[*index].clone());
        }
        let status = old.files[index].status;
        if behind.is_none() {
            self.reused(file, status);
        }
        status
    }

    /// Takes a file that no source reads, or what cannot be listed.
    fn other(&mut self, other: Other) {
        let Other { source, path, metric, of, kind, reason } = other;
        let (rsi, day) = of.unzip();
        self.sources.push(source);
        self.report.findings.push(Finding { path, metric, rsi, day, line: None, kind, reason });
    }

    fn note(&mut self, file: &Found, line: Option<u32>, kind: FindingKind, reason: String) {
        let (rsi, day) = file.of.unzip();
        let path = file.path.clone();
        self.sources.push(file.source);
        let metric = Some(file.metric);
        self.report.findings.push(Finding { path, metric, rsi, day, line, kind, reason });
    }

    /// Appends what was read.
    fn fresh(&mut self, file: &Found, contents: &Contents) {
        let Some((rsi, day)) = file.of else { return };
        for (dataset, numbers) in file.metric.datasets().iter().zip(&contents.numbers) {
            let table = self.snapshot.table_mut(*dataset);
            self.entries.clear();
            for (key, value) in numbers.iter().flatten() {
                // Files repeat the keys of those before in their order, so this is mostly right.
                let next = self.entries.last().map_or(0, |(id, _)| id + 1);
                let is_next = (next as usize) < table.key_count() && table.key(next) == &**key;
                let id = if is_next { next } else { table.intern(key) };
                self.entries.push((id, *value));
            }
            let entries = numbers.is_some().then_some(self.entries.as_slice());
            table.series_mut(rsi).push(day, contents.status, entries);
        }
        if file.metric == Metric::Instances {
            self.snapshot.instances_mut(rsi).push(day, contents.status, contents.places.clone());
        }
    }

    /// Adds what contradicts between files, each finding behind the others of its file.
    fn compare(&mut self) {
        let sums = Sums::new(&self.snapshot);
        let differing: Vec<Vec<String>> = self
            .files
            .par_iter()
            .map(|file| file.of.map_or_else(Vec::new, |(rsi, day)| sums.check(file.metric, rsi, day)))
            .collect();
        if differing.iter().all(Vec::is_empty) {
            return;
        }
        let sources = std::mem::take(&mut self.sources);
        let findings = std::mem::take(&mut self.report.findings);
        let mut found = sources.into_iter().zip(findings).peekable();
        let mut last = None;
        for (file, reasons) in self.files.iter().zip(differing) {
            while let Some((source, finding)) =
                found.next_if(|(source, finding)| *source == file.source && finding.path == file.path)
            {
                self.sources.push(source);
                self.report.findings.push(finding);
            }
            let this = Some((file.metric, file.of));
            // Of several files for one day the first counts.
            if this == last {
                continue;
            }
            last = this;
            let (rsi, day) = file.of.unzip();
            for reason in reasons {
                let (path, metric) = (file.path.clone(), Some(file.metric));
                self.sources.push(file.source);
                let kind = FindingKind::Sum;
                self.report.findings.push(Finding { path, metric, rsi, day, line: None, kind, reason });
            }
        }
        // Those of files that no source reads.
        for (source, finding) in found {
            self.sources.push(source);
            self.report.findings.push(finding);
        }
    }

    /// Appends what the old store has.
    fn reused(&mut self, file: &Found, status: DayStatus) {
        let Some((rsi, day)) = file.of else { return };
        for dataset in file.metric.datasets() {
            let old = self.old.snapshot.table(*dataset);
            let table = self.snapshot.table_mut(*dataset);
            let keys = &mut self.keys[dataset.index()];
            self.entries.clear();
            let cell = old.cell(rsi, day);
            if let Some(cell) = cell {
                let (ids, values) = cell.raw();
                for (id, value) in ids.iter().zip(values) {
                    let new = *keys[*id as usize].get_or_insert_with(|| table.intern(old.key(*id)));
                    self.entries.push((new, *value));
                }
            }
            table.series_mut(rsi).push(day, status, cell.is_some().then_some(self.entries.as_slice()));
        }
        if file.metric == Metric::Instances {
            let places = self.old.snapshot.instances(rsi).places(day).cloned();
            self.snapshot.instances_mut(rsi).push(day, status, places);
        }
    }

    fn finish(mut self) -> Stored {
        self.compare();
        Stored { snapshot: self.snapshot, files: self.files, sources: self.sources, report: self.report }
    }
}
