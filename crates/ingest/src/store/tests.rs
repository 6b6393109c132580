use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::*;
use bytes::Bytes;
use proptest::prelude::*;

use crate::{FindingKind, Options, Sources, ingest, load, sample, version};
use rssac002_model::{DayRange, Field, Place};

const TODAY: &str = "2021-03-01";

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

/// A folder with a tree and a store, which goes when the test is over.
struct Folder(PathBuf);

impl Folder {
    /// Without a file.
    fn empty(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("rssac002-store-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        let folder = Folder(path);
        fs::create_dir_all(folder.tree().join("RSSAC002-data")).unwrap();
        folder
    }

    /// A few days of sample data in YAML, some of it odd.
    fn new(name: &str) -> Folder {
        let folder = Folder::empty(name);
        let days = DayRange::new(day("2020-01-30"), day("2020-02-02")).unwrap();
        sample::write_tree(&folder.tree(), day(TODAY), Some(days)).unwrap();
        folder.put("2020/02/load-time/e-root-20200201-load-time.yaml", "metric: load-time\n");
        folder.put("2020/02/rcode-volume/e-root-20200201-rcode-volume.yaml", "");
        folder.put("2020/02/traffic-volume/e-root-20200201-traffic-volume.yaml", "\t\n");
        folder.put("2020/02/zone-size/a-root-20200205-zone-size.yaml", "size: {}\n");
        folder
    }

    fn tree(&self) -> PathBuf {
        self.0.join("tree")
    }

    fn store(&self) -> PathBuf {
        self.0.join("store")
    }

    fn path(&self, path: &str) -> PathBuf {
        self.tree().join("RSSAC002-data").join(path)
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn sources(&self) -> Sources {
        let all = Some(self.tree());
        Sources { rssac002: all.clone(), instances: all.clone(), zone_size: all }
    }

    fn run(&self, store: Option<&Path>) -> (Snapshot, Report) {
        // What is taken away in these tests is a lot of the little there is.
        let options = Options { today: day(TODAY), allow_shrink: true };
        ingest(&self.sources(), store, &options, &()).unwrap()
    }

    /// A run that keeps what the store has.
    fn careful(&self) -> Result<(Snapshot, Report), crate::IngestError> {
        ingest(&self.sources(), Some(&self.store()), &Options::new(day(TODAY)), &())
    }

    /// A run without a store says what one with a store must give.
    fn agrees(&self, (snapshot, report): &(Snapshot, Report)) {
        let (fresh, fresh_report) = self.run(None);
        assert_eq!(snapshot.version, fresh.version);
        assert_eq!(version::of(snapshot), fresh.version);
        assert_eq!(report.findings, fresh_report.findings);
        assert_eq!(report.total().refused, fresh_report.total().refused);
        assert_eq!(report.total().repaired, fresh_report.total().repaired);
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn what_was_written_is_what_is_read() {
    let folder = Folder::new("roundtrip");
    let store = folder.store();
    let first = folder.run(Some(&store));
    folder.agrees(&first);
    let again = load(&store).unwrap();
    folder.agrees(&again);
    assert_eq!(again.1.total().reused, first.1.total().files);
    // An empty day is held, a missing one is not, and both keep how they came through.
    let e = Rsi::from_letter('e').unwrap();
    let at = day("2020-02-01");
    assert!(again.0.table(Dataset::RcodeVolume).cell(e, at).unwrap().is_empty());
    assert_eq!(again.0.status(Metric::RcodeVolume, e, at), DayStatus::Repaired);
    assert!(again.0.table(Dataset::LoadTime).cell(e, at).is_none());
    assert_eq!(again.0.status(Metric::LoadTime, e, at), DayStatus::Repaired);
    assert!(again.0.table(Dataset::TrafficVolume).cell(e, at).is_none());
    assert_eq!(again.0.status(Metric::TrafficVolume, e, at), DayStatus::Refused);
    assert!(again.0.table(Dataset::ZoneSize).cell(Rsi::A, day("2020-02-05")).unwrap().is_empty());
}

#[test]
fn places_come_back_with_what_their_files_said() {
    let mut snapshot = Snapshot::default();
    let place = |town: Field<String>, count| Place { town, count, ipv6: Field::Null, ..Place::default() };
    let lists: [Option<Vec<Place>>; 5] = [
        Some(vec![place(Field::Value("Oslo".to_owned()), Field::Value(2.0)), Place::default()]),
        Some(Vec::new()),
        None,
        Some(Vec::new()),
        Some(vec![place(Field::Null, Field::Absent)]),
    ];
    let mut days: Days = Default::default();
    for (offset, list) in lists.iter().enumerate() {
        let at = Day::INSTANCES_START + offset as i32;
        let status = if list.is_some() { DayStatus::Clean } else { DayStatus::Refused };
        snapshot.instances_mut(Rsi::A).push(at, status, list.clone().map(Into::into));
        days[0].push((at, status));
    }
    let bytes = places::write(places::all(&snapshot)).unwrap();
    let series = places::read(bytes.into(), &days).unwrap();
    for (offset, list) in lists.iter().enumerate() {
        let read = series[0].places(Day::INSTANCES_START + offset as i32);
        assert_eq!(read.map(|l| l.to_vec()), *list);
    }
}

/// Days of two letters over some years, each with some keys in any order, and with values or null.
type Numbers = BTreeMap<(usize, i32), Vec<(usize, Option<u8>)>>;

fn numbers_of_a_day() -> impl Strategy<Value = Vec<(usize, Option<u8>)>> {
    let keys = Just(vec![0, 1, 2, 3]).prop_shuffle();
    (keys, prop::collection::vec(any::<Option<u8>>(), 0..4))
        .prop_map(|(keys, values)| keys.into_iter().zip(values).collect())
}

fn table(days: &Numbers) -> Table {
    let mut table = Table::default();
    for ((letter, at), numbers) in days {
        let entry = |(key, value): &(usize, Option<u8>)| {
            (table.intern(&key.to_string()), value.map_or(f64::NAN, f64::from))
        };
        let entries: Vec<(u32, f64)> = numbers.iter().map(entry).collect();
        let rsi = Rsi::all().nth(*letter).unwrap();
        table.series_mut(rsi).push(day("2019-12-01") + *at, DayStatus::Clean, Some(&entries));
    }
    table
}

proptest! {
    /// Years that changed and years that did not, some letters and years without any day.
    #[test]
    fn years_that_are_copied_are_those_that_did_not_change_and_as_if_written_anew(
        mut days in prop::collection::btree_map((0usize..2, 0i32..1200), numbers_of_a_day(), 0..12),
        gone in any::<prop::sample::Index>(),
        new in prop::collection::vec(((0usize..2, 0i32..1200), numbers_of_a_day()), 0..2),
    ) {
        let old = table(&days);
        let bytes: Bytes = numbers::write(&old, None).unwrap().into();
        let year = |at: i32| (day("2019-12-01") + at).year();
        let mut changed: Vec<(usize, i32)> = Vec::new();
        if let Some(key) = days.keys().copied().nth(gone.index(20)) {
            days.remove(&key);
            changed.push(key);
        }
        for (key, numbers) in new {
            if days.insert(key, numbers.clone()) != Some(numbers) {
                changed.push(key);
            }
        }
        let changed: HashSet<(usize, i32)> = changed.into_iter().map(|(letter, at)| (letter, year(at))).collect();
        let now = table(&days);
        let before = Before::new(&old, "numbers", bytes).unwrap();
        let written = numbers::write(&now, Some(&before)).unwrap();
        prop_assert!(written == numbers::write(&now, None).unwrap());
        for (letter, at) in days.keys() {
            let (rsi, year) = (Rsi::all().nth(*letter).unwrap(), year(*at));
            prop_assert!(before.has(&now, rsi, year) || changed.contains(&(*letter, year)), "{rsi} {year}");
        }
        let files = Rsi::all().map(|rsi| {
            let days = days.keys().filter(|(letter, _)| Rsi::all().nth(*letter) == Some(rsi));
            days.map(|(_, at)| (day("2019-12-01") + *at, DayStatus::Clean)).collect()
        });
        let files: Days = files.collect::<Vec<_>>().try_into().unwrap();
        let of = |table: Table| {
            let mut snapshot = Snapshot::default();
            *snapshot.table_mut(Dataset::LoadTime) = table;
            version::of(&snapshot)
        };
        prop_assert_eq!(of(numbers::read("numbers", written.into(), &files).unwrap()), of(now));
    }
}

#[test]
fn only_what_changed_is_read_again() {
    let folder = Folder::new("incremental");
    let store = folder.store();
    let (first, report) = folder.run(Some(&store));
    assert_eq!(report.total().read, report.total().files);
    let written = fs::metadata(store.join("store.json")).unwrap().modified().unwrap();

    let (second, report) = folder.run(Some(&store));
    assert_eq!((report.total().read, report.total().reused), (0, report.total().files));
    assert_eq!(second.version, first.version);
    assert_eq!(
        fs::metadata(store.join("store.json")).unwrap().modified().unwrap(),
        written,
        "nothing to write"
    );

    folder.put("2020/02/load-time/e-root-20200201-load-time.yaml", "time:\n  2020020100: 77\n");
    folder.put("2020/02/load-time/e-root-20200203-load-time.yaml", "time:\n  2020020300: 78\n");
    fs::remove_file(folder.path("2020/02/rcode-volume/e-root-20200201-rcode-volume.yaml")).unwrap();
    let third = folder.run(Some(&store));
    assert_eq!((third.1.total().read, third.1.vanished), (2, 1));
    assert_ne!(third.0.version, first.version);
    folder.agrees(&third);
    folder.agrees(&load(&store).unwrap());
}

#[test]
fn where_nothing_has_changed_all_is_told_as_it_was() {
    let folder = Folder::new("unchanged");
    let store = folder.store();
    // A metric of somebody's own, and a second copy of a day.
    let custom = |day: &str| format!("2020/02/custom/e-root-{day}-custom.yaml");
    folder.put(&custom("20200201"), "x: 1\n");
    folder.put("copy/load-time/e-root-20200201-load-time.yaml", "time:\n  2020020100: 77\n");
    let is_current = || crate::is_current(&folder.sources(), &store, &Options::new(day(TODAY)));
    assert!(is_current().is_err(), "there is no store");
    let first = folder.run(Some(&store));
    for _ in 0..2 {
        assert!(is_current().unwrap());
        let again = folder.run(Some(&store));
        folder.agrees(&again);
        assert_eq!((again.1.total().read, again.1.vanished), (0, 0));
        assert_eq!(again.1.total().reused, first.1.total().files - 1, "one stands behind another");
    }
    folder.put(&custom("20200202"), "x: 1\n");
    assert!(!is_current().unwrap());
    folder.agrees(&folder.run(Some(&store)));
    assert!(is_current().unwrap());
    fs::remove_file(folder.path(&custom("20200201"))).unwrap();
    assert!(!is_current().unwrap());
    folder.agrees(&folder.run(Some(&store)));
    folder.put("2020/02/load-time/e-root-20200202-load-time.yaml", "time:\n  2020020200: 79\n");
    assert!(!is_current().unwrap());
}

#[test]
fn sums_are_compared_anew_though_only_one_of_two_files_is_read_again() {
    let folder = Folder::new("sums");
    let store = folder.store();
    let path = |metric: &str| format!("2020/02/{metric}/b-root-20200202-{metric}.yaml");
    let volume = fs::read_to_string(folder.path(&path("traffic-volume"))).unwrap();
    let key = "dns-udp-responses-sent-ipv4";
    let more = volume.replace(&format!("{key}: "), &format!("{key}: 1"));
    let told = |report: &Report| {
        let sums = report.findings.iter().filter(|f| f.kind == FindingKind::Sum);
        sums.map(|f| (f.path.rsplit_once('/').unwrap().1.to_owned(), f.rsi, f.day)).collect::<Vec<_>>()
    };
    let at = |metric| {
        (path(metric).rsplit_once('/').unwrap().1.to_owned(), Rsi::from_letter('b'), Some(day("2020-02-02")))
    };
    let first = folder.run(Some(&store));
    assert_eq!(told(&first.1), []);
    for (text, expected) in [
        (&more, vec![at("rcode-volume"), at("traffic-sizes")]),
        (&volume, Vec::new()),
        (&more, vec![at("rcode-volume"), at("traffic-sizes")]),
    ] {
        folder.put(&path("traffic-volume"), text);
        let run = folder.run(Some(&store));
        assert_eq!((run.1.total().read, told(&run.1)), (1, expected.clone()));
        folder.agrees(&run);
        let again = folder.run(Some(&store));
        assert_eq!((again.1.total().read, told(&again.1)), (0, expected.clone()));
        assert_eq!(told(&load(&store).unwrap().1), expected);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10))]

    /// Files of several letters and of the maintainer that come, change and go, in any order.
    #[test]
    fn zone_sizes_of_several_letters_are_brought_up_to_date_as_if_read_anew(
        steps in prop::collection::vec((0usize..4, 0i32..2, 0usize..5), 1..14),
    ) {
        let folder = Folder::empty("letters");
        let store = folder.store();
        // A run that finds nothing at all fails.
        folder.put("2020/02/load-time/e-root-20200203-load-time.yaml", "time:\n  2020020300: 78\n");
        for (publisher, after, text) in steps {
            let at = (day("2020-02-05") + after).to_string().replace('-', "");
            let path = match publisher {
                0 => format!("../RZM/rssac-metrics/raw/2020/02/zone-size/a-root-{at}-zone-size.yaml"),
                letter => format!("2020/02/zone-size/{}-root-{at}-zone-size.yaml", ['b', 'h', 'k'][letter - 1]),
            };
            match text {
                0 => drop(fs::remove_file(folder.path(&path))),
                1 => folder.put(&path, "\t\n"),
                2 => folder.put(&path, &format!("size:\n  2020020401: {publisher}\n  {at}00: 7\n")),
                _ => folder.put(&path, &format!("size:\n  {at}00: {publisher}{text}\n")),
            }
            folder.agrees(&folder.run(Some(&store)));
            let again = folder.run(Some(&store));
            // Only what could not be read, and what stands behind the maintainer's, is looked at again.
            prop_assert_eq!(again.1.total().read, 0);
            folder.agrees(&again);
            folder.agrees(&load(&store).unwrap());
        }
    }
}

#[test]
fn a_file_that_stood_behind_another_is_read_when_that_one_goes() {
    let folder = Folder::new("shadow");
    let store = folder.store();
    folder.put("2020/02/zone-size/root-20200205-zone-size.yaml", "size:\n  1: 5\n");
    let (_, report) = folder.run(Some(&store));
    assert!(report.findings.iter().any(|f| f.path.ends_with("/root-20200205-zone-size.yaml")));
    fs::remove_file(folder.path("2020/02/zone-size/a-root-20200205-zone-size.yaml")).unwrap();
    let second = folder.run(Some(&store));
    assert_eq!(second.1.total().read, 1);
    folder.agrees(&second);
    let zone = second.0.table(Dataset::ZoneSize).cell(Rsi::A, day("2020-02-05")).unwrap();
    assert_eq!(zone.get("1"), Some(Some(5.0)));
}

#[test]
fn a_store_that_cannot_be_used_says_why_and_is_made_anew() {
    let folder = Folder::new("damage");
    let store = folder.store();
    let why = || load(&store).unwrap_err().to_string();
    assert!(why().contains("there is none"), "{}", why());
    folder.run(Some(&store));
    let spoil = |name: &str, text: &str| fs::write(store.join(name), text).unwrap();
    for (name, text, reason) in [
        ("udp-request-sizes.parquet", "PAR1 and so on", "udp-request-sizes.parquet is damaged"),
        ("store.json", "{", "store.json is damaged"),
        ("store.json", "{\"format\": 0}", "another version of this program (format 0)"),
    ] {
        spoil(name, text);
        assert!(why().contains(reason), "{}", why());
        let again = folder.run(Some(&store));
        assert_eq!(again.1.total().read, again.1.total().files);
        let told = again.1.rebuilt.as_deref().unwrap();
        assert!(told.contains(reason), "{told}");
        folder.agrees(&load(&store).unwrap());
        assert_eq!(folder.run(Some(&store)).1.rebuilt, None);
    }
    fs::remove_file(store.join("instances.parquet")).unwrap();
    assert!(why().contains("instances.parquet is damaged"), "{}", why());
}

#[test]
fn a_crash_leaves_the_old_store_or_the_new_one() {
    let folder = Folder::new("crash");
    let store = folder.store();
    let (old, _) = folder.run(Some(&store));
    let before = fs::read_dir(&store).unwrap().flatten().map(|e| e.path()).filter(|p| p.is_file());
    let before: Vec<(PathBuf, Vec<u8>)> = before.map(|p| (p.clone(), fs::read(p).unwrap())).collect();
    folder.put("2020/02/load-time/e-root-20200201-load-time.yaml", "time:\n  2020020100: 77\n");
    let (new, _) = folder.run(Some(&store));
    let after = |name: &str| fs::read(store.join(name)).unwrap();
    let names = ["load-time.parquet", "files.parquet", "findings.parquet", "store.json"];
    let next: Vec<(&str, Vec<u8>)> = names.iter().map(|n| (*n, after(n))).collect();

    // Cut off while the new files were being written.
    before.iter().for_each(|(path, bytes)| fs::write(path, bytes).unwrap());
    fs::create_dir(store.join("next.tmp")).unwrap();
    fs::write(store.join("next.tmp/load-time.parquet"), "half").unwrap();
    assert_eq!(load(&store).unwrap().0.version, old.version);
    // Cut off after each step of putting them in place.
    for moved in 0..=names.len() {
        before.iter().for_each(|(path, bytes)| fs::write(path, bytes).unwrap());
        fs::create_dir_all(store.join("next")).unwrap();
        for (index, (name, bytes)) in next.iter().enumerate() {
            let place = if index < moved { store.join(name) } else { store.join("next").join(name) };
            fs::write(place, bytes).unwrap();
        }
        assert_eq!(load(&store).unwrap().0.version, new.version, "{moved} files in place");
        if moved == 2 {
            // The next run ends what was begun.
            folder.put("2020/02/load-time/e-root-20200203-load-time.yaml", "time:\n  2020020300: 78\n");
            let run = folder.run(Some(&store));
            assert_eq!(run.1.total().read, 1);
            assert!(!store.join("next").exists() && !store.join("next.tmp").exists());
            fs::remove_file(folder.path("2020/02/load-time/e-root-20200203-load-time.yaml")).unwrap();
        }
        let _ = fs::remove_dir_all(store.join("next"));
    }
}

/// Paths and kinds of what cannot be listed or read.
fn hidden(report: &Report) -> Vec<(&str, FindingKind)> {
    let kinds = [FindingKind::Unlisted, FindingKind::Unreadable];
    let found = report.findings.iter().filter(|f| kinds.contains(&f.kind));
    found.map(|f| (f.path.as_str(), f.kind)).collect()
}

#[test]
fn sources_that_hold_nothing_are_an_error_and_leave_the_store_as_it_is() {
    let folder = Folder::new("nothing");
    let (whole, _) = folder.run(Some(&folder.store()));
    let away = folder.0.join("away");
    fs::rename(folder.tree(), &away).unwrap();
    // Gone, empty, a file, a link that leads nowhere.
    type Make = fn(&Path);
    let makes: [(Make, &str); 4] = [
        (|_| (), "tree: "),
        (|tree| fs::create_dir(tree).unwrap(), "no published files in "),
        (|tree| fs::write(tree, "").unwrap(), "tree: "),
        (|tree| std::os::unix::fs::symlink("nowhere", tree).unwrap(), "tree: "),
    ];
    for (make, said) in makes {
        make(&folder.tree());
        for allow_shrink in [false, true] {
            let options = Options { today: day(TODAY), allow_shrink };
            let error = ingest(&folder.sources(), Some(&folder.store()), &options, &()).unwrap_err();
            assert!(error.to_string().contains(said), "{error}");
        }
        assert_eq!(load(&folder.store()).unwrap().0.version, whole.version);
        let _ = fs::remove_file(folder.tree()).or_else(|_| fs::remove_dir(folder.tree()));
    }
    // Without a store, too.
    fs::create_dir(folder.tree()).unwrap();
    assert!(ingest(&folder.sources(), None, &Options::new(day(TODAY)), &()).is_err());
}

#[test]
fn what_cannot_be_listed_is_told_and_its_days_stay() {
    let folder = Folder::new("unlisted");
    let (whole, report) = folder.run(Some(&folder.store()));
    assert_eq!(hidden(&report), []);
    let file = "RSSAC002-data/2020/02/load-time/b-root-20200202-load-time.yaml";
    for (path, first_is_known) in [("RSSAC002-data/2020/02", false), (file, true), ("RZM", false)] {
        let place = folder.tree().join(path);
        fs::rename(&place, folder.0.join("away")).unwrap();
        let nowhere: fn(&Path) = |place| std::os::unix::fs::symlink("nowhere", place).unwrap();
        let file: fn(&Path) = |place| fs::write(place, "").unwrap();
        for make in [Some(nowhere), Some(file).filter(|_| !first_is_known)].into_iter().flatten() {
            make(&place);
            for _ in 0..2 {
                let (snapshot, report) = folder.careful().unwrap();
                assert_eq!(snapshot.version, whole.version, "{path}");
                assert_eq!((report.vanished, hidden(&report)), (0, vec![(path, FindingKind::Unlisted)]));
                let told = report.findings.iter().find(|f| f.kind == FindingKind::Unlisted).unwrap();
                assert_eq!((told.metric.is_some(), told.day.is_some()), (first_is_known, first_is_known));
                assert_eq!(load(&folder.store()).unwrap().0.version, whole.version);
            }
            fs::remove_file(&place).unwrap();
        }
        fs::rename(folder.0.join("away"), &place).unwrap();
        let (snapshot, report) = folder.careful().unwrap();
        assert_eq!((snapshot.version, hidden(&report)), (whole.version.clone(), vec![]));
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_file_that_the_disk_does_not_give_keeps_its_day() {
    let folder = Folder::new("unreadable");
    let (whole, _) = folder.run(Some(&folder.store()));
    let path = "RSSAC002-data/2020/02/load-time/b-root-20200202-load-time.yaml";
    let (place, away) = (folder.tree().join(path), folder.0.join("away"));
    fs::rename(&place, &away).unwrap();
    // A file that can be listed and not be read, whoever asks.
    std::os::unix::fs::symlink("/proc/self/mem", &place).unwrap();
    for _ in 0..2 {
        let (snapshot, report) = folder.careful().unwrap();
        assert_eq!(snapshot.version, whole.version);
        assert_eq!(hidden(&report), [(path, FindingKind::Unreadable)]);
        assert_eq!(load(&folder.store()).unwrap().0.version, whole.version);
    }
    // Nobody knows it of a store without it.
    let (snapshot, _) = folder.run(None);
    assert_ne!(snapshot.version, whole.version);
    fs::remove_file(&place).unwrap();
    fs::rename(&away, &place).unwrap();
    let (snapshot, report) = folder.careful().unwrap();
    assert_eq!((snapshot.version, hidden(&report)), (whole.version, vec![]));
}

#[test]
fn a_store_keeps_its_days_unless_it_is_allowed_to_lose_them() {
    let folder = Folder::new("shrink");
    let (whole, _) = folder.run(Some(&folder.store()));
    let kept = || assert_eq!(load(&folder.store()).unwrap().0.version, whole.version);
    // A few may go.
    let one = folder.path("2020/01/load-time/b-root-20200131-load-time.yaml");
    let text = fs::read(&one).unwrap();
    fs::remove_file(&one).unwrap();
    assert_eq!(folder.careful().unwrap().1.vanished, 1);
    fs::write(&one, text).unwrap();
    assert_eq!(folder.careful().unwrap().0.version, whole.version);
    // A month is too much, be its files gone or empty.
    let month = folder.path("2020/02");
    fs::rename(&month, folder.0.join("away")).unwrap();
    let error = folder.careful().unwrap_err().to_string();
    assert!(error.contains(" days in the store ") && error.contains("--allow-shrink"), "{error}");
    kept();
    fs::rename(folder.0.join("away"), &month).unwrap();
    let files = fs::read_dir(month.join("traffic-volume")).unwrap().flatten();
    let texts: Vec<(PathBuf, Vec<u8>)> = files.map(|f| (f.path(), fs::read(f.path()).unwrap())).collect();
    texts.iter().for_each(|(path, _)| fs::write(path, "").unwrap());
    assert!(folder.careful().is_err());
    kept();
    texts.iter().for_each(|(path, text)| fs::write(path, text).unwrap());
    // So is a whole source, however few its days are.
    let zone = folder.tree().join("RZM");
    fs::rename(&zone, folder.0.join("away")).unwrap();
    let error = folder.careful().unwrap_err().to_string();
    assert!(error.contains("all of zone-size"), "{error}");
    kept();
    let allowed = folder.run(Some(&folder.store()));
    folder.agrees(&allowed);
    assert_ne!(load(&folder.store()).unwrap().0.version, whole.version);
    // Files that moved are no loss.
    fs::rename(folder.path("2020"), folder.path("again")).unwrap();
    assert_eq!(folder.careful().unwrap().0.version, allowed.0.version);
}

#[test]
fn two_runs_do_not_write_at_once() {
    let folder = Folder::new("lock");
    let store = folder.store();
    fs::create_dir_all(&store).unwrap();
    let lock = fs::File::create(store.join("lock")).unwrap();
    lock.lock().unwrap();
    // Nothing is read then, so nobody learns that there is nothing to be read.
    let nowhere = Sources { rssac002: Some(folder.0.join("nowhere")), ..Sources::default() };
    for sources in [folder.sources(), nowhere] {
        let error = ingest(&sources, Some(&store), &Options::new(day(TODAY)), &()).unwrap_err();
        assert!(error.to_string().contains("another run is writing to it"), "{error}");
    }
    drop(lock);
    folder.careful().unwrap();
}

#[test]
fn nothing_of_a_run_that_was_cut_short_stays() {
    let folder = Folder::new("leftovers");
    let store = folder.store();
    let (whole, _) = folder.run(Some(&store));
    for name in ["next.tmp", "before.tmp"] {
        fs::create_dir(store.join(name)).unwrap();
        fs::write(store.join(name).join("load-time.parquet"), "half").unwrap();
    }
    // A finished one, too, though nothing has changed since.
    fs::create_dir(store.join("next")).unwrap();
    fs::rename(store.join("store.json"), store.join("next/store.json")).unwrap();
    assert_eq!(folder.run(Some(&store)).1.total().read, 0);
    for name in ["next", "next.tmp", "before.tmp"] {
        assert!(!store.join(name).exists(), "{name}");
    }
    assert_eq!(load(&store).unwrap().0.version, whole.version);
    // Nor of one that fails.
    fs::remove_file(store.join("store.json")).unwrap();
    fs::create_dir(store.join("store.json")).unwrap();
    assert!(ingest(&folder.sources(), Some(&store), &Options::new(day(TODAY)), &()).is_err());
    assert!(!store.join("next.tmp").exists() && !store.join("before.tmp").exists());
}

#[test]
fn the_store_before_is_kept_and_can_be_put_back() {
    let folder = Folder::new("before");
    let store = folder.store();
    let version = |store: &Path| crate::verify(store).unwrap().0.version;
    let (first, _) = folder.run(Some(&store));
    assert_eq!(crate::before(&store), None);
    assert!(crate::restore(&store).is_err());
    folder.put("2020/02/load-time/e-root-20200201-load-time.yaml", "time:\n  2020020100: 77\n");
    let (second, _) = folder.run(Some(&store));
    assert_ne!(first.version, second.version);
    // What changes nothing keeps nothing.
    folder.run(Some(&store));
    let before = crate::before(&store).unwrap();
    assert_eq!((version(&store), version(&before)), (second.version.clone(), first.version.clone()));
    for (now, then) in [(&first, &second), (&second, &first), (&first, &second)] {
        assert_eq!(crate::restore(&store).unwrap().0.version, now.version);
        assert_eq!((version(&store), version(&before)), (now.version.clone(), then.version.clone()));
    }
    // The files are what they are, so the next run comes to the same.
    assert_eq!(folder.run(Some(&store)).0.version, second.version);
    assert_eq!((version(&store), version(&before)), (second.version.clone(), first.version.clone()));
    // A damaged store is none to go back to.
    fs::write(store.join("load-time.parquet"), "PAR1").unwrap();
    assert!(crate::verify(&store).is_err());
    folder.run(Some(&store));
    assert_eq!((version(&store), version(&before)), (second.version, first.version));
    // One of another version is one to that version.
    fs::write(store.join("store.json"), "{\"format\": 0}").unwrap();
    folder.run(Some(&store));
    assert_eq!(fs::read_to_string(before.join("store.json")).unwrap(), "{\"format\": 0}");
    assert!(crate::restore(&store).unwrap_err().to_string().contains("another version"));
}

#[test]
fn a_store_whose_numbers_are_not_those_of_its_version_is_not_whole() {
    let folder = Folder::new("verify");
    let store = folder.store();
    let (whole, _) = folder.run(Some(&store));
    let manifest = fs::read_to_string(store.join("store.json")).unwrap();
    fs::write(store.join("store.json"), manifest.replace(&whole.version, "0123456789abcdef")).unwrap();
    assert!(load(&store).is_ok());
    let error = crate::verify(&store).unwrap_err().to_string();
    assert!(error.contains("not those of its version"), "{error}");
}
