//! The sample written as YAML trees and read again, and folders given in any way.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use std::fs;
use std::path::{Path, PathBuf};

use rssac002_ingest::{FindingKind, Level, Options, Report, Sources, ingest, load, sample};
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
    Options::new(day(TODAY))
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
fn links_to_folders_are_followed_once() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new("links");
    let days = DayRange::new(day("2020-01-30"), day("2020-02-01")).unwrap();
    sample::write_tree(&folder.0.join("disk"), day(TODAY), Some(days)).unwrap();
    let (whole, report) = read(&all_below(&folder.0.join("disk")));
    let files = report.total().files;
    // All of the collection's months lie elsewhere, one of them behind two links.
    let tree = folder.0.join("tree");
    fs::create_dir_all(tree.join("RSSAC002-data/2020")).unwrap();
    fs::rename(folder.0.join("disk/RSSAC002-data/2020/01"), folder.0.join("01")).unwrap();
    symlink(folder.0.join("01"), tree.join("RSSAC002-data/2020/01")).unwrap();
    symlink("01", tree.join("RSSAC002-data/2020/once-more")).unwrap();
    symlink(folder.0.join("disk"), tree.join("more")).unwrap();
    // Circles, and the way up.
    symlink(".", tree.join("circle")).unwrap();
    symlink(folder.0.join("tree"), folder.0.join("disk/back")).unwrap();
    symlink("/", tree.join("everything")).unwrap();
    let (linked, report) = read(&all_below(&tree));
    assert_eq!(report.findings, []);
    assert_eq!((linked.version, report.total().files), (whole.version, files));
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
fn odd_days_and_names_are_told_and_cost_nothing_else() {
    let folder = Folder::new("odd");
    let volume = |name: &str| folder.0.join("2020/01/unique-sources").join(name);
    fs::create_dir_all(volume("")).unwrap();
    let clean = "num-sources-ipv4: 9\nnum-sources-ipv6: 5\nnum-sources-ipv6-aggregate: 3\n";
    for (day, text) in [
        ("20200105", clean),
        ("20200106", clean.trim_end()),
        ("00010101", clean),
        ("99991231", clean),
        ("20210302", clean),
        ("20210301", clean),
    ] {
        fs::write(volume(&format!("c-root-{day}-unique-sources.yaml")), text).unwrap();
    }
    fs::write(volume("d-root-20200105\u{1b}[2J\n-unique-sources.yaml"), clean).unwrap();
    for day in ["9999/12/31", "2021/03/01", "2021/02/28"] {
        let instances = folder.0.join(day);
        fs::create_dir_all(&instances).unwrap();
        fs::write(instances.join("c-root.yml"), "Sites: []\n").unwrap();
    }
    let (snapshot, report) = read(&all_below(&folder.0));
    assert_eq!(snapshot.range(Metric::UniqueSources).unwrap().to_string(), "2020-01-05..2021-03-01");
    assert_eq!(snapshot.range(Metric::Instances).unwrap().to_string(), "2021-02-28..2021-02-28");
    let mut found: Vec<_> = report
        .findings
        .iter()
        .map(|f| (f.kind, f.path.rsplit_once('/').unwrap().1.get(..15).unwrap_or("instances").to_owned()))
        .collect();
    found.sort();
    let impossible = |day: &str| (FindingKind::ImpossibleDay, format!("c-root-{day}"));
    assert_eq!(
        found,
        [
            (FindingKind::Name, "d-root-20200105".to_owned()),
            impossible("00010101"),
            impossible("20210302"),
            impossible("99991231"),
            (FindingKind::ImpossibleDay, "instances".to_owned()),
            (FindingKind::CutOff, "c-root-20200106".to_owned()),
        ]
    );
    let mut text = Vec::new();
    report.write_text(&mut text, true).unwrap();
    let text = String::from_utf8(text).unwrap();
    assert!(text.contains("d-root-20200105\\u{1b}[2J\\u{a}-unique-sources.yaml"), "{text}");
    assert!(text.contains("9999-12-31 is before 2013 or after today: not read"), "{text}");
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

/// Writes a zone size as the file of a publisher, with the first serial given.
fn zone_size(folder: &Path, path: &str, serial: &str, octets: u32) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, format!("size:\n  {serial}: {octets}\n  2016030501: 9\n")).unwrap();
}

#[test]
fn several_letters_zone_sizes_are_no_mistake_and_one_rule_says_which_counts() {
    let folder = Folder::new("zone-sizes");
    let below = |path: &str| folder.0.join(path);
    let letter = |l: char| format!("RSSAC002-data/2016/03/zone-size/{l}-root-20160305-zone-size.yaml");
    let maintainer = "RZM/rssac-metrics/raw/2016/03/zone-size/a-root-20160305-zone-size.yaml";
    zone_size(&folder.0, &letter('a'), "2016030402", 1);
    zone_size(&folder.0, &letter('h'), "2016030500", 2);
    zone_size(&folder.0, &letter('k'), "2016030500", 3);
    let counts = |sources: &Sources| {
        let (snapshot, report) = read(sources);
        let cell = snapshot.table(Dataset::ZoneSize).cell(Rsi::A, day("2016-03-05")).unwrap();
        let octets = cell.iter().next().unwrap().1.unwrap();
        let notes = report.findings.iter().filter(|f| f.kind == FindingKind::AlsoPublished).count();
        (octets, notes, report.worst())
    };
    let collection = Sources { rssac002: Some(below("RSSAC002-data")), ..Sources::default() };
    for sources in [&collection, &all_below(&folder.0)] {
        assert_eq!(counts(sources), (2.0, 2, Some(Level::Note)));
    }
    // Without one that begins with the day's own serial, the first.
    for l in ['h', 'k'] {
        zone_size(&folder.0, &letter(l), "2016030402", 4);
    }
    assert_eq!(counts(&collection), (1.0, 2, Some(Level::Note)));
    // The maintainer's, wherever it is found, and though it begins with another serial.
    zone_size(&folder.0, maintainer, "2016030402", 5);
    let both = Sources { zone_size: Some(below("RZM")), ..collection.clone() };
    let around = Sources { rssac002: Some(folder.0.clone()), ..both.clone() };
    let only_around = Sources { rssac002: Some(folder.0.clone()), ..Sources::default() };
    for sources in [&both, &around, &only_around, &all_below(&folder.0)] {
        assert_eq!(counts(sources), (5.0, 3, Some(Level::Note)));
    }
    assert_eq!(counts(&collection), (1.0, 2, Some(Level::Note)));
    // The user's word for whose files are in a folder stands above its name.
    fs::rename(below("RZM/rssac-metrics"), below("RZM/metrics")).unwrap();
    for sources in [&both, &around] {
        assert_eq!(counts(sources), (5.0, 3, Some(Level::Note)));
    }
    // A file that cannot be read is a mistake, though another one counts.
    fs::write(below(&letter('k')), "\t\n").unwrap();
    assert_eq!(counts(&collection), (1.0, 2, Some(Level::Refused)));
}

#[test]
fn a_second_copy_of_a_letters_day_is_doubtful_and_no_refusal() {
    let folder = Folder::new("copies");
    let metrics = Metric::ALL.into_iter().filter(|m| *m != Metric::Instances);
    for (metric, key) in metrics.clone().zip(["time", "rcodes", "x", "x", "x", "size"]) {
        for copy in ["2020/01", "2020/02"] {
            let path = folder.0.join(format!("{copy}/{metric}/c-root-20200105-{metric}.yaml"));
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, format!("{key}:\n  7: 1\n")).unwrap();
        }
    }
    let (_, report) = read(&all_below(&folder.0));
    for metric in metrics {
        let copies =
            report.findings.iter().filter(|f| f.kind == FindingKind::Shadowed && f.metric == Some(metric));
        let paths: Vec<_> = copies.map(|f| (f.path.clone(), f.kind.level())).collect();
        let path = format!("2020/02/{metric}/c-root-20200105-{metric}.yaml");
        assert_eq!(paths, [(path, Level::Doubtful)]);
        assert_eq!((report.metric(metric).files, report.metric(metric).refused), (2, 0));
    }
}

#[test]
fn files_of_no_known_metric_are_listed_once_and_cost_nothing() {
    let folder = Folder::new("custom");
    let days = DayRange::single(day("2020-01-30"));
    sample::write_tree(&folder.0, day(TODAY), Some(days)).unwrap();
    let (before, report) = read(&all_below(&folder.0));
    assert_eq!(report.findings, []);
    let custom = "RSSAC002-data/2020/01/edns-size/c-root-20200130-edns-size.yaml";
    for (path, text) in [(custom, "\t"), ("ci.yml", "a: 1\n"), ("README.md", "x")] {
        let path = folder.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let store = folder.0.join("store");
    for _ in 0..2 {
        let (after, report) = ingest(&all_below(&folder.0), Some(&store), &options(), &()).unwrap();
        assert_eq!(after.version, before.version);
        let found: Vec<_> =
            report.findings.iter().map(|f| (f.path.as_str(), f.kind, f.metric, f.day)).collect();
        let kind = FindingKind::UnknownMetric;
        assert_eq!(found, [(custom, kind, None, Some(day("2020-01-30"))), ("ci.yml", kind, None, None)]);
        assert_eq!(report.worst(), Some(Level::Note));
    }
    assert_eq!(load(&store).unwrap().1.findings.len(), 2);
}
