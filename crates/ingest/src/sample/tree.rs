//! The sample as YAML files in the published layouts.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use rssac002_model::{Cell, Day, DayRange, Field, Metric, Place, Rsi, Snapshot};

use super::{places, snapshot};
use crate::IngestError;

/// Instance files have `Instances` with `Sites` counts before this day and `Sites` with `Instances` counts from it on.
const SECOND_ERA: (i32, u32, u32) = (2018, 9, 1);

/// Writes the sample as YAML trees in the published layouts: `RSSAC002-data/`, `instance-data/archives/` and
/// `RZM/rssac-metrics/raw/` below `dir`. `range` limits the days; `None` writes all. Returns how many files it wrote.
///
/// The letters write YAML in the ways of the real ones: CRLF line ends, quoted codes, sorted keys, an empty `rcodes:`.
pub fn write_tree(dir: &Path, today: Day, range: Option<DayRange>) -> Result<u64, IngestError> {
    let snapshot = snapshot(today);
    let mut files = 0;
    for metric in Metric::ALL {
        let Some(held) = snapshot.range(metric) else { continue };
        let Some(days) = range.map_or(Some(held), |r| r.intersection(held)) else { continue };
        let days: Vec<Day> = days.days().collect();
        let counts: Result<Vec<u64>, IngestError> =
            days.par_iter().map(|day| write_day(dir, &snapshot, metric, *day)).collect();
        files += counts?.iter().sum::<u64>();
    }
    Ok(files)
}

fn write_day(dir: &Path, snapshot: &Snapshot, metric: Metric, day: Day) -> Result<u64, IngestError> {
    let (year, month, date) = day.ymd();
    let month = format!("{year:04}/{month:02}");
    let folder: PathBuf = match metric {
        Metric::Instances => dir.join("instance-data/archives").join(&month).join(format!("{date:02}")),
        Metric::ZoneSize => dir.join("RZM/rssac-metrics/raw").join(&month).join(metric.name()),
        _ => dir.join("RSSAC002-data").join(&month).join(metric.name()),
    };
    let failed = |path: &Path| {
        let path = path.display().to_string();
        move |reason| IngestError::Io { path, reason }
    };
    let mut files = 0;
    for rsi in Rsi::all() {
        let Some(text) = text(snapshot, metric, rsi, day) else { continue };
        let name = match metric {
            Metric::Instances => format!("{rsi}-root.yml"),
            _ => format!("{rsi}-root-{}-{metric}.yaml", day.to_string().replace('-', "")),
        };
        if files == 0 {
            fs::create_dir_all(&folder).map_err(failed(&folder))?;
        }
        let path = folder.join(name);
        fs::write(&path, text).map_err(failed(&path))?;
        files += 1;
    }
    Ok(files)
}

/// The text of one file; `None` where the sample has none.
fn text(snapshot: &Snapshot, metric: Metric, rsi: Rsi, day: Day) -> Option<String> {
    let mut body = String::new();
    match metric {
        Metric::Instances => return Some(instances(rsi, day, snapshot.instances(rsi).places(day)?)),
        Metric::TrafficSizes => {
            for dataset in metric.datasets() {
                body.push_str(&format!("{dataset}:\n"));
                lines(&mut body, "  ", false, snapshot.table(*dataset).cell(rsi, day)?);
            }
        }
        _ => {
            let cell = snapshot.table(*metric.datasets().first()?).cell(rsi, day)?;
            match metric {
                Metric::LoadTime => body.push_str("time:\n"),
                Metric::ZoneSize => body.push_str("size:\n"),
                Metric::RcodeVolume if rsi.letter() == 'c' => body.push_str("rcodes:\n"),
                _ => {}
            }
            let nested = matches!(metric, Metric::LoadTime | Metric::ZoneSize);
            let quoted = match metric {
                Metric::RcodeVolume => "afj".contains(rsi.letter()),
                Metric::LoadTime => rsi.letter() == 'f',
                _ => false,
            };
            lines(&mut body, if nested { "  " } else { "" }, quoted, cell);
        }
    }
    let quote = if rsi.letter() == 'a' { "'" } else { "" };
    let version = format!("version: rssac002v{}\n", if rsi.letter() == 'a' { 3 } else { 4 });
    let service = format!("service: {rsi}.root-servers.net\n");
    let start = format!("start-period: {quote}{day}T00:00:00Z{quote}\n");
    let end = if rsi.letter() == 'd' { format!("end-period: {day}T23:59:59Z\n") } else { String::new() };
    let name = format!("metric: {metric}\n");
    let text = match rsi.letter() {
        'e' | 'f' => format!("---\n{body}{name}{service}{start}{version}"),
        _ => format!("---\n{version}{service}{start}{end}{name}{body}"),
    };
    Some(if rsi.letter() == 'g' { text.replace('\n', "\r\n") } else { text })
}

fn lines(out: &mut String, indent: &str, quoted: bool, cell: Cell<'_>) {
    let quote = if quoted { "'" } else { "" };
    for (key, value) in cell.iter() {
        // Sample values are never null.
        let written = writeln!(out, "{indent}{quote}{key}{quote}: {}", value.unwrap_or_default());
        debug_assert!(written.is_ok(), "writing to a String cannot fail");
    }
}

fn instances(rsi: Rsi, day: Day, list: &[Place]) -> String {
    let first_era = day < super::story::day(SECOND_ERA);
    let (top, count) = if first_era { ("Instances", "Sites") } else { ("Sites", "Instances") };
    let (yes, no) = if rsi.index().is_multiple_of(3) { ("Yes", "No") } else { ("true", "false") };
    let flag = |field: &Field<bool>| if field.value() == Some(&true) { yes } else { no };
    let number = |field: &Field<f64>| field.value().copied().unwrap_or_default();
    let mut out = format!("---\nHomepage: https://{rsi}.root-servers.org\nName: {rsi}\n{top}:\n");
    for place in list {
        let town = place.town.value().map_or("", String::as_str);
        let written = write!(
            out,
            "- Country: '{}'\n  IPv4: {}\n  IPv6: {}\n  {count}: {}\n  Latitude: {}\n  Longitude: {}\n  \
             State: ''\n  Town: {town}\n  Type: Global\n",
            places::country(town),
            flag(&place.ipv4),
            flag(&place.ipv6),
            number(&place.count),
            number(&place.latitude),
            number(&place.longitude),
        );
        debug_assert!(written.is_ok(), "writing to a String cannot fail");
    }
    out
}
