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

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use rssac002_model::{Day, Metric, Rsi};

use crate::read::Named;
use crate::{IngestError, Options, Sources};

/// No collection has folders nested deeper below the folder given.
const DEEPEST: usize = 12;

/// The repository of the root zone maintainer, by which its files are known where one folder is given for all.
const MAINTAINER: &str = "rssac-metrics";

/// The folder, of those given, in which a file was found.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) enum Source {
    /// The root zone maintainer's. First, because its zone sizes stand before those of the collection.
    ZoneSize,
    /// The RSSAC002 collection.
    Rssac002,
    /// The instance archive.
    Instances,
}

impl Source {
    const ALL: [Source; 3] = [Source::ZoneSize, Source::Rssac002, Source::Instances];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Source::ZoneSize => "zone-size",
            Source::Rssac002 => "rssac002",
            Source::Instances => "instances",
        }
    }

    pub(crate) fn from_name(name: &str) -> Option<Source> {
        Self::ALL.into_iter().find(|s| s.name() == name)
    }

    /// Whether files of this metric are looked for there.
    fn has(self, metric: Metric) -> bool {
        match self {
            Source::ZoneSize => metric == Metric::ZoneSize,
            Source::Rssac002 => metric != Metric::Instances,
            Source::Instances => metric == Metric::Instances,
        }
    }

    fn folder(self, sources: &Sources) -> Option<&PathBuf> {
        match self {
            Source::ZoneSize => sources.zone_size.as_ref(),
            Source::Rssac002 => sources.rssac002.as_ref(),
            Source::Instances => sources.instances.as_ref(),
        }
    }
}

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

/// A file that no source reads.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Other {
    pub(crate) source: Source,
    /// Relative to the folder given, with `/`.
    pub(crate) path: String,
    /// `None` where the name gives no letter or no day.
    pub(crate) of: Option<(Rsi, Day)>,
    /// Why it is not read, for people.
    pub(crate) reason: String,
}

impl Found {
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
}

/// Walks the sources. Only a folder that was given and cannot be read is an error.
pub(crate) fn find(sources: &Sources, options: &Options) -> Result<Files, IngestError> {
    let mut files = Files::default();
    for source in Source::ALL {
        let Some(folder) = source.folder(sources) else { continue };
        let failed = |source| IngestError::Io { path: folder.display().to_string(), source };
        let root = folder.canonicalize().map_err(failed)?;
        fs::read_dir(&root).map_err(failed)?;
        // What the folder given is called, and those above it, count as much as those below.
        let above: Vec<String> =
            root.components().map(|c| c.as_os_str().to_string_lossy().into_owned()).collect();
        let Files { found, others, .. } = &mut files;
        let mut walk = Walk { source, options, above, found, others };
        walk.folder(&root, &mut Vec::new());
        files.roots.insert(source, root);
    }
    // A folder given twice, or one within another, shows the same files twice.
    let apart = apart(&files.roots);
    files.found.sort_by_key(|f| f.source == Source::ZoneSize && !apart && !below_maintainer(&files.roots, f));
    let mut seen = HashSet::with_capacity(files.found.len());
    let twice: Vec<bool> = files.found.iter().map(|f| !seen.insert((f.metric, files.path(f)))).collect();
    drop(seen);
    let mut twice = twice.into_iter();
    files.found.retain(|_| !twice.next().unwrap_or(false));
    files.found.sort_by(|a, b| key(a).cmp(&key(b)));
    let mut seen = HashSet::new();
    files.others.retain(|o| seen.insert(files.roots.get(&o.source).map(|root| root.join(&o.path))));
    files.others.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
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
}

impl Walk<'_> {
    /// Folders and files that cannot be listed are passed over: they are as if they were not there.
    fn folder(&mut self, folder: &Path, below: &mut Vec<String>) {
        let Ok(entries) = fs::read_dir(folder) else { return };
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let Ok(kind) = entry.file_type() else { continue };
            if kind.is_dir() {
                // Links to folders are not followed: they can lead in circles.
                if below.len() < DEEPEST && !name.starts_with('.') {
                    below.push(name);
                    self.folder(&entry.path(), below);
                    below.pop();
                }
            } else if let Some((metric, of)) = self.classify(self.source, &name, below) {
                // The published preparation passes over the days of instances that are not over yet.
                if metric == Metric::Instances && of.is_some_and(|(_, day)| day >= self.options.today) {
                    continue;
                }
                let Ok(data) = fs::metadata(entry.path()) else { continue };
                if data.is_file() {
                    let path = join(below, &name);
                    let modified = data.modified().ok().and_then(|t| t.duration_since(UNIX_EPOCH).ok());
                    let modified = modified.map_or(0, |d| i64::try_from(d.as_micros()).unwrap_or(i64::MAX));
                    let (size, source) = (data.len(), self.source);
                    let mut file = Found { source, path, size, modified, metric, of, maintainer: false };
                    file.maintainer = metric == Metric::ZoneSize
                        && (source == Source::ZoneSize || self.folders(below).any(|f| f == MAINTAINER));
                    self.found.push(file);
                }
            } else if let Some((of, reason)) = self.other(&name, below)
                && fs::metadata(entry.path()).is_ok_and(|data| data.is_file())
            {
                self.others.push(Other { source: self.source, path: join(below, &name), of, reason });
            }
        }
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
            return Some((Metric::Instances, Some((rsi, day))));
        }
        let metric = folders
            .next()
            .and_then(Metric::from_name)
            .or_else(|| Metric::ALL.into_iter().find(|m| stem.ends_with(&format!("-{m}"))))
            .filter(|m| source.has(*m))?;
        let mut parts = stem.split('-').skip(1);
        let (second, third) = (parts.next(), parts.next().and_then(Day::parse_compact));
        let of = if metric == Metric::ZoneSize {
            // All zone sizes stand under letter a, whoever published them.
            third.or_else(|| Day::parse_compact(second?)).map(|day| (Rsi::A, day))
        } else {
            stem.chars().next().and_then(Rsi::from_letter).zip(third)
        };
        Some((metric, of))
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
        let options = Options { today: Day::parse_iso("2020-06-01").unwrap() };
        let mut below: Vec<String> = path.split('/').map(str::to_owned).collect();
        let name = below.pop().unwrap();
        let (found, others) = (&mut Vec::new(), &mut Vec::new());
        with(&Walk { source, options: &options, above: Vec::new(), found, others }, &name, &below)
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
