//! The sample written as YAML trees and read again, and folders given in any way.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use std::fs;
use std::path::{Path, PathBuf};

use rssac002_ingest::{FindingKind, Level, Options, Report, Sources, ingest, sample};
use rssac002_model::{Dataset, Day, DayRange, DayStatus, Metric, Rsi, Snapshot};

/// A folder of its own that goes when the test is over.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("rssac002-ingest-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

const TODAY: &str = "2021-03-01";

fn options() -> Options {
    Options { today: day(TODAY) }
}

fn all_below(folder: &Path) -> Sources {
    let folder = Some(folder.to_owned());
    Sources { rssac002: folder.clone(), instances: folder.clone(), zone_size: folder }
}

fn read(sources: &Sources) -> (Snapshot, Report) {
    ingest(sources, None, &options(), &()).unwrap()
}

/// Numbers and places of some days as text, to compare.
fn contents(snapshot: &Snapshot, days: DayRange) -> Vec<String> {
    let mut out = Vec::new();
    for at in days.days() {
        for rsi in Rsi::all() {
            for dataset in Dataset::ALL {
                if let Some(cell) = snapshot.table(dataset).cell(rsi, at) {
                    out.push(format!("{at} {rsi} {dataset} {:?}", cell.iter().collect::<Vec<_>>()));
                }
            }
            if let Some(places) = snapshot.instances(rsi).places(at) {
                out.push(format!("{at} {rsi} {places:?}"));
            }
        }
    }
    out
}

#[test]
fn a_written_sample_reads_back_as_it_is() {
    let folder = Folder::new("sample");
    // Both layouts of instance files, and the day of the story.
    for (from, to) in [("2018-08-31", "2018-09-01"), ("2020-11-03", "2020-11-04")] {
        let days = DayRange::new(day(from), day(to)).unwrap();
        let files = sample::write_tree(&folder.0, day(TODAY), Some(days)).unwrap();
        assert!(files > 2 * 13 * 5, "{files} files");
    }
    let (read, report) = read(&all_below(&folder.0));
    assert_eq!(report.findings, []);
    assert!(!read.sample);
    let made = sample::snapshot(day(TODAY));
    for (from, to) in [("2018-08-31", "2018-09-01"), ("2020-11-03", "2020-11-04")] {
        let days = DayRange::new(day(from), day(to)).unwrap();
        let expected = contents(&made, days);
        assert!(expected.len() > 2 * 13 * 8);
        assert_eq!(contents(&read, days), expected);
    }
}

#[test]
fn folders_above_and_below_the_root_are_as_good() {
    let folder = Folder::new("folders");
    let days = DayRange::new(day("2020-01-30"), day("2020-02-01")).unwrap();
    sample::write_tree(&folder.0, day(TODAY), Some(days)).unwrap();
    let root = |path: &str| Some(folder.0.join(path));
    let (whole, _) = read(&all_below(&folder.0));
    let roots = Sources {
        rssac002: root("RSSAC002-data"),
        instances: root("instance-data/archives"),
        zone_size: root("RZM/rssac-metrics/raw"),
    };
    assert_eq!(read(&roots).0.version, whole.version);
    let below = Sources {
        rssac002: root("RSSAC002-data/2020/01/load-time"),
        instances: root("instance-data/archives/2020/02/01"),
        zone_size: root("RZM/rssac-metrics/raw/2020"),
    };
    let (below, _) = read(&below);
    assert_eq!(below.range(Metric::LoadTime).unwrap().to_string(), "2020-01-30..2020-01-31");
    assert_eq!(below.range(Metric::Instances).unwrap().to_string(), "2020-02-01..2020-02-01");
    assert_eq!(below.range(Metric::ZoneSize).unwrap().to_string(), "2020-01-30..2020-02-01");
    assert_eq!(below.range(Metric::TrafficVolume), None);
    let missing = Sources { rssac002: root("nowhere"), ..Sources::default() };
    assert!(ingest(&missing, None, &options(), &()).is_err());
}

#[test]
fn a_hostile_file_costs_one_day_of_one_letter() {
    let folder = Folder::new("hostile");
    let write = |path: &str, bytes: &[u8]| {
        let path = folder.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    };
    let volume = |letter: char| format!("2020/01/traffic-volume/{letter}-root-20200105-traffic-volume.yaml");
    let clean = "---\ndns-udp-queries-received-ipv4: 5\n";
    let laughs: String = (1..60).map(|i| format!("a{i}: &a{i} [*a{p}, *a{p}]\n", p = i - 1)).collect();
    for (letter, bytes) in [
        ('a', clean.as_bytes().to_vec()),
        ('b', vec![b'9'; 5 << 20]),
        ('c', b"[".repeat(1 << 20)),
        ('d', format!("a0: &a0 lol\n{laughs}{}", &clean[4..]).into_bytes()),
        ('e', vec![0xff; 1000]),
        ('f', Vec::new()),
        ('g', b"dns-udp-queries-received-ipv4: [1, 2]\n".to_vec()),
        ('h', format!("x: {}\n{}", "9".repeat(3 << 20), &clean[4..]).into_bytes()),
    ] {
        write(&volume(letter), &bytes);
    }
    write("2020/01/traffic-volume/a-root-20209999-traffic-volume.yaml", b"a: 1\n");
    write("2020/01/zone-size/a-root-20200105-zone-size.yaml", b"size:\n  1: 2\n");
    write("2020/01/zone-size/root-20200105-zone-size.yaml", b"size:\n  1: 3\n");
    fs::create_dir_all(folder.0.join(volume('i'))).unwrap();
    let (snapshot, report) = read(&all_below(&folder.0));
    let held: String = Rsi::all()
        .filter(|r| snapshot.table(Dataset::TrafficVolume).cell(*r, day("2020-01-05")).is_some())
        .map(Rsi::letter)
        .collect();
    assert_eq!(held, "adh");
    let refused: Vec<(Option<char>, FindingKind)> = report
        .findings
        .iter()
        .filter(|f| f.kind.level() == Level::Refused)
        .map(|f| (f.rsi.map(Rsi::letter), f.kind))
        .collect();
    assert_eq!(
        refused,
        [
            (None, FindingKind::Name),
            (Some('b'), FindingKind::Unreadable),
            (Some('c'), FindingKind::Yaml),
            (Some('e'), FindingKind::Yaml),
            (Some('f'), FindingKind::Shape),
            (Some('g'), FindingKind::Shape),
        ]
    );
    assert_eq!(snapshot.status(Metric::TrafficVolume, Rsi::A, day("2020-01-05")), DayStatus::Repaired);
    let zone = snapshot.table(Dataset::ZoneSize).cell(Rsi::A, day("2020-01-05")).unwrap();
    assert_eq!(zone.get("1"), Some(Some(2.0)));
}

#[test]
fn instance_days_that_are_not_over_are_passed_over_and_yml_stands_before_yaml() {
    let folder = Folder::new("instances");
    for (path, count) in [
        ("2021/02/28/a-root.yml", 1),
        ("2021/02/28/a-root.yaml", 2),
        ("2021/02/28/b-root.yaml", 3),
        ("2021/03/01/a-root.yml", 4),
    ] {
        let path = folder.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, format!("Sites:\n- Instances: {count}\n")).unwrap();
    }
    let (snapshot, report) = read(&Sources { instances: Some(folder.0.clone()), ..Sources::default() });
    let b = Rsi::from_letter('b').unwrap();
    assert_eq!(snapshot.range(Metric::Instances).unwrap().to_string(), "2021-02-28..2021-02-28");
    assert_eq!(snapshot.instances(Rsi::A).count(day("2021-02-28")), Some((1.0, 0.0)));
    assert_eq!(snapshot.instances(b).count(day("2021-02-28")), Some((3.0, 0.0)));
    let found: Vec<_> = report.findings.iter().map(|f| (f.path.as_str(), f.kind)).collect();
    assert_eq!(found, [("2021/02/28/a-root.yaml", FindingKind::Shadowed)]);
}
