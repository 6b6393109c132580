//! Finds the published files below the folders that a user gives, by their names and the folders they lie in.
//!
//! | file | lies in |
//! |---|---|
//! | `<letter>-root-YYYYMMDD-<metric>.yaml` | a folder named like the metric, or anywhere |
//! | `root-YYYYMMDD-zone-size.yaml` | the same; counts for letter a |
//! | `<letter>-root.yml`, or `.yaml` | `YYYY/MM/DD` |
//!
//! As in the published API the first character of the name is the letter and the day is the one in the name; the folder
//! says the metric. So the user may point at a collection's root, at a folder above it or at one below.
//!
//! YAML files and files named like published ones that no source reads are listed, too, so that their operator learns of
//! it: documents of custom metrics, for one.
//!
//! Links to folders are followed, each folder once: what lies in it counts at its own place, else at that of the first
//! link by name. What cannot be listed is told, and the files that the store knows there count as unchanged: a disk that
//! is not there says nothing of what is published.

use std::collections::BTreeMap;
use std::fs::{self, DirEntry};
use std::io;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use foldhash::{HashMap, HashSet, HashSetExt};
use rayon::prelude::*;
use rssac002_model::{Day, DayStatus, Metric, Rsi};

use crate::known::{Known, Listed, Name};
use crate::read::Named;
use crate::report::FindingKind;
use crate::source::Source;
use crate::{IngestError, Options, Sources};

/// No collection has folders nested deeper below the folder given.
const DEEPEST: usize = 12;

/// The repository of the root zone maintainer, by which its files are known where one folder is given for all.
const MAINTAINER: &str = "rssac-metrics";

/// One published file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Found {
    pub(crate) source: Source,
    /// Relative to the folder given, with `/`.
    pub(crate) path: String,
    pub(crate) size: u64,
    /// When it was changed, in microseconds since 1970; 0 where the system does not say.
    pub(crate) modified: i64,
    pub(crate) metric: Metric,
    /// `None` where the name gives no letter or no day.
    pub(crate) of: Option<(Rsi, Day)>,
    /// Whether the root zone maintainer published it.
    pub(crate) maintainer: bool,
}

/// A file that was read, as the store remembers it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Kept {
    pub(crate) source: Source,
    pub(crate) path: String,
    pub(crate) size: u64,
    pub(crate) modified: i64,
    pub(crate) metric: Metric,
    pub(crate) of: Option<(Rsi, Day)>,
    pub(crate) status: DayStatus,
}

impl Kept {
    pub(crate) fn new(file: &Found, status: DayStatus) -> Kept {
        let Found { source, path, size, modified, metric, of, maintainer: _ } = file.clone();
        Kept { source, path, size, modified, metric, of, status }
    }

    /// The file as it would be found today if nothing has changed. Who publishes it is not remembered.
    pub(crate) fn found(&self) -> Found {
        let Kept { source, path, size, modified, metric, of, status: _ } = self.clone();
        Found { source, path, size, modified, metric, of, maintainer: false }
    }

    /// Whether a file is still what it was.
    pub(crate) fn is(&self, file: &Found) -> bool {
        (self.size, self.modified, self.metric, self.of) == (file.size, file.modified, file.metric, file.of)
    }
}

/// A file that no source reads, or a file or folder that cannot be listed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Other {
    pub(crate) source: Source,
    /// Relative to the folder given, with `/`; `.` for that folder.
    pub(crate) path: String,
    /// `None` for folders, and for files of no known metric.
    pub(crate) metric: Option<Metric>,
    /// `None` where the name gives no letter or no day.
    pub(crate) of: Option<(Rsi, Day)>,
    pub(crate) kind: FindingKind,
    /// Why it is not read, for people.
    pub(crate) reason: String,
}

impl Listed for Found {
    fn name(&self) -> Name<'_> {
        (self.metric, self.of, self.source, &self.path)
    }
}

impl Listed for Kept {
    fn name(&self) -> Name<'_> {
        (self.metric, self.of, self.source, &self.path)
    }
}

impl Found {
    /// Why its name is of no use, where it is not.
    pub(crate) fn misnamed(&self) -> (FindingKind, String) {
        let mut parts = self.path.rsplit('/');
        let name = parts.next().unwrap_or_default();
        let day = if self.metric == Metric::Instances {
            let folders: Vec<&str> = parts.take(3).collect();
            Day::parse_compact(&folders.into_iter().rev().collect::<String>())
        } else {
            let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
            let letter =
                self.metric == Metric::ZoneSize || stem.chars().next().and_then(Rsi::from_letter).is_some();
            stem.split('-').skip(1).take(2).find_map(Day::parse_compact).filter(|_| letter)
        };
        match day {
            Some(day) => {
                (FindingKind::ImpossibleDay, format!("{day} is before 2013 or after today: not read"))
            }
            None => (FindingKind::Name, "the name does not give a letter and a day".to_owned()),
        }
    }

    /// What its name and folder say. Zone sizes all stand under letter a, but name who published them.
    pub(crate) fn named(&self) -> Named {
        let (letter, day) = self.of.unzip();
        let name = self.path.rsplit('/').next().unwrap_or_default();
        let publisher = name.split_once("-root-").and_then(|(letter, _)| letter.parse().ok());
        let letter =
            if self.metric == Metric::ZoneSize { publisher.and_then(Rsi::from_letter) } else { letter };
        Named { metric: self.metric, letter, day }
    }
}

/// All files of interest, by metric, letter and day; of two files for the same day the one that is read comes first.
#[derive(Default)]
pub(crate) struct Files {
    pub(crate) roots: BTreeMap<Source, PathBuf>,
    pub(crate) found: Vec<Found>,
    /// By path.
    pub(crate) others: Vec<Other>,
}

impl Files {
    /// Where a file is on disk.
    pub(crate) fn path(&self, file: &Found) -> PathBuf {
        self.roots.get(&file.source).map_or_else(PathBuf::new, |root| root.join(&file.path))
    }

    /// What was found, each file once and in order, with the files that the store knows in places that cannot be listed.
    pub(crate) fn in_order(mut self, kept: &[Kept]) -> Files {
        // What is kept is looked up along it.
        self.found.par_sort_by(|a, b| key(a).cmp(&key(b)));
        self.keep_unlisted(kept);
        let Files { roots, mut found, mut others } = self;
        let path = |source: Source, path: &str| roots.get(&source).map(|root| root.join(path));
        // A folder given twice, or one within another, shows the same files twice.
        if overlap(&roots) {
            let apart = apart(&roots);
            found.sort_by_key(|f| f.source == Source::ZoneSize && !apart && !below_maintainer(&roots, f));
            let mut seen = HashSet::with_capacity(found.len());
            found.retain(|f| seen.insert((f.metric, path(f.source, &f.path))));
        }
        found.par_sort_by(|a, b| key(a).cmp(&key(b)));
        // The source whose metric it is knows most of it.
        others.sort_by_key(|other| other.metric.is_none());
        let mut seen = HashSet::new();
        others.retain(|o| seen.insert(path(o.source, &o.path)));
        others.sort_by(|a, b| a.path.cmp(&b.path));
        Files { roots, found, others }
    }

    /// Adds the files that the store knows in places that cannot be listed, as they were.
    fn keep_unlisted(&mut self, kept: &[Kept]) {
        let Files { roots, found, others } = self;
        let mut there = Known::new(found);
        // Whether a place cannot be listed.
        let mut unlisted: HashMap<(Source, String), bool> = others
            .iter()
            .filter(|other| other.kind == FindingKind::Unlisted)
            .map(|other| ((other.source, other.path.clone()), true))
            .collect();
        let mut stay = Vec::new();
        for file in kept.iter().filter(|kept| there.find(kept.name()).is_none()) {
            let Some(root) = roots.get(&file.source) else { continue };
            let places = std::iter::once(file.path.as_str()).chain(above(&file.path)).chain(["."]);
            // All of them, so that each is told.
            let hidden = places.fold(false, |hidden, place| {
                let key = (file.source, place.to_owned());
                hidden
                    | *unlisted.entry(key).or_insert_with(|| {
                        // The listing has no eye for what is a file and was a folder.
                        let blocked = place != file.path
                            && fs::metadata(root.join(place)).is_ok_and(|data| !data.is_dir());
                        if blocked {
                            let reason = "cannot be listed: a file where a folder was".to_owned();
                            others.push(Other::unlisted(file.source, place.to_owned(), None, reason));
                        }
                        blocked
                    })
            });
            if hidden {
                stay.push(file.found());
            }
        }
        if stay.is_empty() {
            return;
        }
        // One that counts for another day by now is here already.
        let here: HashSet<(Source, String)> = found.iter().map(|f| (f.source, f.path.clone())).collect();
        stay.retain(|file| !here.contains(&(file.source, file.path.clone())));
        for mut file in stay {
            file.maintainer = file.metric == Metric::ZoneSize
                && (file.source == Source::ZoneSize || below_maintainer(roots, &file));
            found.push(file);
        }
    }
}

/// The folders of a path from the inside out: of `a/b/c` these are `a/b` and `a`.
fn above(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(path.rsplit_once('/'), |(folder, _)| folder.rsplit_once('/'))
        .map(|(folder, _)| folder)
}

impl Other {
    /// Something that cannot be listed; `of` is what its name says.
    fn unlisted(
        source: Source,
        path: String,
        of: Option<(Metric, Option<(Rsi, Day)>)>,
        reason: String,
    ) -> Other {
        let (metric, of) = of.unzip();
        Other { source, path, metric, of: of.flatten(), kind: FindingKind::Unlisted, reason }
    }
}

/// The folders that were given; one that cannot be read is an error.
pub(crate) fn roots(sources: &Sources) -> Result<BTreeMap<Source, PathBuf>, IngestError> {
    let mut roots = BTreeMap::new();
    for source in Source::ALL {
        let Some(folder) = source.folder(sources) else { continue };
        let failed = |reason| IngestError::Io { path: folder.display().to_string(), reason };
        let root = folder.canonicalize().map_err(failed)?;
        fs::read_dir(&root).map_err(failed)?;
        roots.insert(source, root);
    }
    Ok(roots)
}

/// Walks the sources. Only a folder that was given and cannot be read is an error. What is found is in no order yet:
/// [`Files::in_order`].
pub(crate) fn walk(sources: &Sources, options: &Options) -> Result<Files, IngestError> {
    let roots = roots(sources)?;
    let (mut found, mut others) = (Vec::new(), Vec::new());
    for (&source, root) in &roots {
        // What the folder given is called, and those above it, count as much as those below.
        let above: Vec<String> =
            root.components().map(|c| c.as_os_str().to_string_lossy().into_owned()).collect();
        let (found, others) = (&mut found, &mut others);
        Walk { source, options, above, found, others, links: Vec::new() }.all(root);
    }
    Ok(Files { roots, found, others })
}

/// Whether any of the folders is another one or lies within it.
fn overlap(roots: &BTreeMap<Source, PathBuf>) -> bool {
    roots.iter().any(|(a, inner)| roots.iter().any(|(b, outer)| a != b && inner.starts_with(outer)))
}

/// Whether the folder of the maintainer's zone sizes lies within that of the collection, so that what is in both is the
/// maintainer's. Where it is the same one or lies around it, as where one folder is given for all, the name of a folder
/// decides.
fn apart(roots: &BTreeMap<Source, PathBuf>) -> bool {
    let (zone, collection) = (roots.get(&Source::ZoneSize), roots.get(&Source::Rssac002));
    zone.zip(collection).is_some_and(|(zone, collection)| zone != collection && zone.starts_with(collection))
}

/// Whether it lies in the repository of the root zone maintainer.
fn below_maintainer(roots: &BTreeMap<Source, PathBuf>, file: &Found) -> bool {
    let above = roots.get(&file.source).into_iter().flat_map(|root| root.components());
    let mut folders = above.chain(Path::new(&file.path).components());
    folders.any(|folder| folder.as_os_str() == MAINTAINER)
}

/// `.yml` before `.yaml` for instances, as the published API does, and by path where nothing else decides.
fn key(f: &Found) -> (Metric, Option<(Rsi, Day)>, bool, Source, bool, &str) {
    (f.metric, f.of, !f.maintainer, f.source, f.path.ends_with(".yaml"), &f.path)
}

struct Walk<'a> {
    source: Source,
    options: &'a Options,
    above: Vec<String>,
    found: &'a mut Vec<Found>,
    others: &'a mut Vec<Other>,
    /// Links to folders that are still to be followed.
    links: Vec<Vec<String>>,
}

impl Walk<'_> {
    /// Walks the folder given, then what links lead to, by name, so that every run finds the same.
    fn all(&mut self, root: &Path) {
        let mut seen = HashSet::new();
        self.folder(root, root, &mut Vec::new(), &mut seen);
        while !self.links.is_empty() {
            let mut links = std::mem::take(&mut self.links);
            links.sort();
            for mut below in links {
                let link = below.iter().fold(root.to_owned(), |path, name| path.join(name));
                match link.canonicalize() {
                    // A folder above the one given holds what has been seen, and may hold the whole disk.
                    Ok(real) if root.starts_with(&real) => {}
                    Ok(real) => self.folder(&link, &real, &mut below, &mut seen),
                    Err(error) => self.unlisted(&below, None, &error),
                }
            }
        }
    }

    /// Lists a folder that is really at `real`, unless it has been seen.
    fn folder(&mut self, folder: &Path, real: &Path, below: &mut Vec<String>, seen: &mut HashSet<PathBuf>) {
        if !seen.insert(real.to_owned()) {
            return;
        }
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => return self.unlisted(below, None, &error),
        };
        for entry in entries {
            match entry {
                Ok(entry) => self.entry(&entry, real, below, seen),
                Err(error) => self.unlisted(below, None, &error),
            }
        }
    }

    fn entry(&mut self, entry: &DirEntry, real: &Path, below: &mut Vec<String>, seen: &mut HashSet<PathBuf>) {
        let name = entry.file_name().to_string_lossy().into_owned();
        let of = self.classify(self.source, &name, below);
        // The published preparation passes over the days of instances that are not over yet.
        let early = of.is_some_and(|(metric, of)| {
            metric == Metric::Instances && of.is_some_and(|(_, day)| day >= self.options.today)
        });
        let kind = match entry.file_type() {
            Ok(kind) => kind,
            Err(error) => return self.unlisted_in(below, name, of, &error),
        };
        let linked = kind.is_symlink().then(|| fs::metadata(entry.path()));
        let is_folder =
            linked.as_ref().map_or(kind.is_dir(), |data| data.as_ref().is_ok_and(fs::Metadata::is_dir));
        if is_folder {
            if name.starts_with('.') {
                return;
            }
            if below.len() >= DEEPEST {
                let error = io::Error::other("nested deeper than any collection");
                return self.unlisted_in(below, name, None, &error);
            }
            below.push(name);
            if linked.is_some() {
                self.links.push(below.clone());
            } else {
                self.folder(&entry.path(), &real.join(entry.file_name()), below, seen);
            }
            below.pop();
            return;
        }
        let other = if of.is_none() { self.other(&name, below) } else { None };
        let broken = linked.as_ref().is_some_and(Result::is_err);
        if early || (name.starts_with('.') && (of.is_none() || broken)) {
            return;
        }
        let data = match linked {
            Some(data) => data,
            None if of.is_none() && other.is_none() => return,
            // It is no link, so this is the file's own; the system looks for it in its folder, not along the whole path.
            None => entry.metadata(),
        };
        let data = match data {
            Ok(data) => data,
            // It went while its folder was being listed.
            Err(error) if error.kind() == io::ErrorKind::NotFound && !kind.is_symlink() => return,
            Err(error) => return self.unlisted_in(below, name, of, &error),
        };
        if !data.is_file() {
            return;
        }
        let (path, source) = (join(below, &name), self.source);
        if let Some((metric, of)) = of {
            let modified = data.modified().ok().and_then(|t| t.duration_since(UNIX_EPOCH).ok());
            let modified = modified.map_or(0, |d| i64::try_from(d.as_micros()).unwrap_or(i64::MAX));
            let maintainer = metric == Metric::ZoneSize
                && (source == Source::ZoneSize || self.folders(below).any(|f| f == MAINTAINER));
            self.found.push(Found { source, path, size: data.len(), modified, metric, of, maintainer });
        } else if let Some((of, reason)) = other {
            let kind = FindingKind::UnknownMetric;
            self.others.push(Other { source, path, metric: None, of, kind, reason });
        }
    }

    /// Notes what cannot be listed.
    fn unlisted(&mut self, path: &[String], of: Option<(Metric, Option<(Rsi, Day)>)>, error: &io::Error) {
        let path = if path.is_empty() { ".".to_owned() } else { path.join("/") };
        self.others.push(Other::unlisted(self.source, path, of, format!("cannot be listed: {error}")));
    }

    fn unlisted_in(
        &mut self,
        below: &[String],
        name: String,
        of: Option<(Metric, Option<(Rsi, Day)>)>,
        error: &io::Error,
    ) {
        let path: Vec<String> = below.iter().cloned().chain([name]).collect();
        self.unlisted(&path, of, error);
    }

    /// The folders of a file from the inside out.
    fn folders<'b>(&'b self, below: &'b [String]) -> impl Iterator<Item = &'b str> {
        below.iter().rev().chain(self.above.iter().rev()).map(String::as_str)
    }

    /// The metric of a file, its letter and day; `None` for files that this source does not read.
    fn classify(&self, source: Source, name: &str, below: &[String]) -> Option<(Metric, Option<(Rsi, Day)>)> {
        let stem = name.strip_suffix(".yaml").or_else(|| name.strip_suffix(".yml"))?;
        let mut folders = self.folders(below);
        if source == Source::Instances {
            let letter = stem.strip_suffix("-root").filter(|l| l.len() == 1)?;
            let (day, month, year) = (folders.next()?, folders.next()?, folders.next()?);
            let two = |s: &str| s.len() == 2;
            let date = format!("{year}{month}{day}");
            let day = (two(day) && two(month)).then(|| Day::parse_compact(&date)).flatten()?;
            let rsi = Rsi::from_letter(letter.chars().next()?)?;
            return Some((Metric::Instances, self.possible(day).map(|day| (rsi, day))));
        }
        let metric = folders
            .next()
            .and_then(Metric::from_name)
            .or_else(|| Metric::ALL.into_iter().find(|m| stem.ends_with(&format!("-{m}"))))
            .filter(|m| source.has(*m))?;
        let mut parts = stem.split('-').skip(1);
        let (second, third) = (parts.next(), parts.next().and_then(Day::parse_compact));
        let third = third.and_then(|day| self.possible(day));
        let of = if metric == Metric::ZoneSize {
            // All zone sizes stand under letter a, whoever published them.
            third.or_else(|| self.possible(Day::parse_compact(second?)?)).map(|day| (Rsi::A, day))
        } else {
            stem.chars().next().and_then(Rsi::from_letter).zip(third)
        };
        Some((metric, of))
    }

    /// A day of which there can be published files. Any other would make every list of days as long as the way to it.
    fn possible(&self, day: Day) -> Option<Day> {
        Some(day).filter(|day| (Day::API_START..=self.options.today).contains(day))
    }

    /// Letter and day of a file that no source reads, and why; `None` for files that one does, or that are no YAML and not
    /// named like a published file.
    fn other(&self, name: &str, below: &[String]) -> Option<(Option<(Rsi, Day)>, String)> {
        let stem = name.strip_suffix(".yaml").or_else(|| name.strip_suffix(".yml"));
        let published = published(stem.unwrap_or(name));
        if name.starts_with('.')
            || (stem.is_none() && published.is_none())
            || Source::ALL.into_iter().any(|source| self.classify(source, name, below).is_some())
        {
            return None;
        }
        let reason = match published {
            Some(_) if stem.is_none() => "no .yaml file: not read".to_owned(),
            Some((_, metric)) => format!("`{metric}` is none of the known metrics: not read"),
            None => "neither its name nor its folder is that of a known metric: not read".to_owned(),
        };
        Some((published.map(|(of, _)| of), reason))
    }
}

/// The path of a file below the folder given.
fn join(below: &[String], name: &str) -> String {
    below.iter().map(String::as_str).chain([name]).collect::<Vec<_>>().join("/")
}

/// Letter, day and the rest of a name as published files have it: `<letter>-root-YYYYMMDD-<metric>`.
fn published(stem: &str) -> Option<((Rsi, Day), &str)> {
    let (letter, rest) = stem.split_once("-root-")?;
    let (day, metric) = rest.split_once('-')?;
    let rsi = letter.parse().ok().and_then(Rsi::from_letter)?;
    Some(((rsi, Day::parse_compact(day)?), metric))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walk<T>(source: Source, path: &str, with: impl FnOnce(&Walk<'_>, &str, &[String]) -> T) -> T {
        let options = Options::new(Day::parse_iso("2020-06-01").unwrap());
        let mut below: Vec<String> = path.split('/').map(str::to_owned).collect();
        let name = below.pop().unwrap();
        let (found, others) = (&mut Vec::new(), &mut Vec::new());
        let links = Vec::new();
        with(&Walk { source, options: &options, above: Vec::new(), found, others, links }, &name, &below)
    }

    fn classify(source: Source, path: &str) -> Option<String> {
        let (metric, of) = walk(source, path, |walk, name, below| walk.classify(source, name, below))?;
        Some(of.map_or(format!("{metric} ?"), |(rsi, day)| format!("{metric} {rsi} {day}")))
    }

    #[test]
    fn files_are_known_by_their_names_and_folders() {
        for (source, path, meaning) in [
            (
                Source::Rssac002,
                "2020/01/load-time/c-root-20200105-load-time.yaml",
                Some("load-time c 2020-01-05"),
            ),
            (Source::Rssac002, "x/c-root-20200105-load-time.yml", Some("load-time c 2020-01-05")),
            (Source::Rssac002, "load-time/C-root-20200105-rcode-volume.yaml", Some("load-time c 2020-01-05")),
            (Source::Rssac002, "2020/02/load-time/c-root-20200105.yaml", Some("load-time c 2020-01-05")),
            (Source::Rssac002, "load-time/n-root-20200105-load-time.yaml", Some("load-time ?")),
            (Source::Rssac002, "load-time/c-root-20200230-load-time.yaml", Some("load-time ?")),
            (Source::Rssac002, "load-time/README.yaml", Some("load-time ?")),
            // Days of which there can be no file: those before the API's first and those to come.
            (Source::Rssac002, "load-time/c-root-20121231-load-time.yaml", Some("load-time ?")),
            (Source::Rssac002, "load-time/c-root-20130101-load-time.yaml", Some("load-time c 2013-01-01")),
            (Source::Rssac002, "load-time/c-root-20200601-load-time.yaml", Some("load-time c 2020-06-01")),
            (Source::Rssac002, "load-time/c-root-20200602-load-time.yaml", Some("load-time ?")),
            (Source::ZoneSize, "zone-size/root-99991231-zone-size.yaml", Some("zone-size ?")),
            (Source::Instances, "0001/01/01/b-root.yml", Some("instances ?")),
            (Source::Rssac002, "load-time/c-root-20200105-load-time.txt", None),
            (Source::Rssac002, "README.yaml", None),
            (Source::Rssac002, "2020/01/05/a-root.yml", None),
            (Source::Rssac002, "zone-size/a-root-20170105-zone-size.yaml", Some("zone-size a 2017-01-05")),
            (Source::ZoneSize, "zone-size/root-20170105-zone-size.yaml", Some("zone-size a 2017-01-05")),
            (Source::ZoneSize, "load-time/c-root-20200105-load-time.yaml", None),
            (Source::Instances, "archives/2020/01/05/b-root.yml", Some("instances b 2020-01-05")),
            (Source::Instances, "2020/01/05/b-root.yaml", Some("instances b 2020-01-05")),
            // That its day is not over is seen later.
            (Source::Instances, "2020/06/01/b-root.yml", Some("instances b 2020-06-01")),
            (Source::Instances, "2020/1/5/b-root.yml", None),
            (Source::Instances, "2020/01/32/b-root.yml", None),
            (Source::Instances, "2020/01/05/z-root.yml", None),
        ] {
            assert_eq!(classify(source, path).as_deref(), meaning, "{path}");
        }
    }

    #[test]
    fn what_no_source_reads_is_told_where_it_looks_like_data() {
        let custom =
            |metric: &str| Some(format!("c 2020-01-05 `{metric}` is none of the known metrics: not read"));
        let neither = Some("neither its name nor its folder is that of a known metric: not read".to_owned());
        let no_yaml = Some("c 2020-01-05 no .yaml file: not read".to_owned());
        for (path, told) in [
            ("2020/01/edns-size/c-root-20200105-edns-size.yaml", custom("edns-size")),
            ("2020/01/x/c-root-20200105-trafficvolume.yml", custom("trafficvolume")),
            ("2020/01/load-times/c-root-20200105.yaml", neither.clone()),
            ("2020/1/5/b-root.yml", neither.clone()),
            ("2020/01/05/z-root.yml", neither.clone()),
            ("mkdocs.yaml", neither),
            ("2020/01/load-time/c-root-20200105-load-time.yaml.gz", no_yaml.clone()),
            ("2020/01/load-time/c-root-20200105-load-time.txt", no_yaml),
            // What one of the sources reads, or refuses for its name, is not told a second time.
            ("2020/01/load-time/c-root-20200105-load-time.yaml", None),
            ("2020/01/load-time/README.yaml", None),
            ("2020/01/zone-size/root-20200105-zone-size.yaml", None),
            ("2020/01/05/b-root.yml", None),
            ("2020/06/01/b-root.yml", None),
            // No data.
            ("2020/01/load-time/README.md", None),
            (".travis.yml", None),
            ("LICENSE", None),
        ] {
            for source in Source::ALL {
                let other = walk(source, path, |walk, name, below| walk.other(name, below));
                let shown = other.map(|(of, reason)| {
                    of.map_or(reason.clone(), |(rsi, day)| format!("{rsi} {day} {reason}"))
                });
                assert_eq!(shown, told, "{path}");
            }
        }
    }
}
