//! The recorded answers of the published API that need no arithmetic: values by letter and day, as they were read.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use rssac002_ingest::{Finding, FindingKind, Options, Sources, ingest};
use rssac002_model::{Dataset, Day, DayRange, Endpoint, Field, Metric, Place, Rsi, RsiSet, Snapshot};
use serde_json::{Map, Value, json};

fn shared() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/conformance");
    if !folder.exists() {
        eprintln!("skipped: the recorded answers are not beside the repository");
        return None;
    }
    Some(folder)
}

/// The answer for one letter and day.
fn answer(snapshot: &Snapshot, endpoint: Endpoint, rsi: Rsi, day: Day) -> Value {
    match endpoint {
        Endpoint::Data(dataset) => match snapshot.table(dataset).cell(rsi, day) {
            None => Value::Null,
            Some(cell) => {
                cell.iter().map(|(key, value)| (key.to_owned(), json!(value))).collect::<Map<_, _>>().into()
            }
        },
        Endpoint::InstancesCount => match snapshot.instances(rsi).count(day) {
            None => Value::Null,
            Some((ipv4, ipv6)) => json!({"ipv4": ipv4, "ipv6": ipv6}),
        },
        Endpoint::InstancesDetail => match snapshot.instances(rsi).places(day) {
            None => Value::Null,
            Some(places) => places.iter().map(place).collect(),
        },
    }
}

fn place(place: &Place) -> Value {
    fn put<T: serde::Serialize>(map: &mut Map<String, Value>, key: &str, field: &Field<T>) {
        match field {
            Field::Absent => {}
            Field::Null => drop(map.insert(key.to_owned(), Value::Null)),
            Field::Value(value) => drop(map.insert(key.to_owned(), json!(value))),
        }
    }
    let mut map = Map::new();
    put(&mut map, "IPv4", &place.ipv4);
    put(&mut map, "IPv6", &place.ipv6);
    put(&mut map, "Latitude", &place.latitude);
    put(&mut map, "Longitude", &place.longitude);
    put(&mut map, "Count", &place.count);
    put(&mut map, "Town", &place.town);
    map.into()
}

/// Equal as the README of the recorded cases says: numbers as doubles, `[]` as `{}`, a list as a map of its positions.
fn equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        (Value::Array(list), Value::Object(map)) | (Value::Object(map), Value::Array(list)) => {
            list.len() == map.len()
                && list.iter().enumerate().all(|(i, v)| map.get(&i.to_string()).is_some_and(|w| equal(v, w)))
        }
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(k, v)| b.get(k).is_some_and(|w| equal(v, w)))
        }
        _ => a == b,
    }
}

#[test]
fn what_was_read_is_what_the_published_api_read() {
    let Some(folder) = shared() else { return };
    let tree = std::env::temp_dir().join(format!("rssac002-recorded-{}", std::process::id()));
    std::fs::create_dir_all(&tree).unwrap();
    let unpacked = Command::new("tar").arg("xzf").arg(folder.join("tree.tar.gz")).current_dir(&tree).status();
    let cases = Command::new("gzip").arg("-dc").arg(folder.join("cases.jsonl.gz")).output();
    let (Ok(true), Ok(cases)) = (unpacked.map(|s| s.success()), cases) else {
        eprintln!("skipped: tar and gzip are needed to unpack the recorded answers");
        return;
    };
    let all = Some(tree.clone());
    let sources = Sources { rssac002: all.clone(), instances: all.clone(), zone_size: all };
    let today = Day::parse_iso("2026-01-01").unwrap();
    let (snapshot, report) = ingest(&sources, None, &Options::new(today), &()).unwrap();
    std::fs::remove_dir_all(&tree).unwrap();
    assert_eq!(report.total().files, report.total().read);
    // Dirty as they are, its 1,571 instance files have no key that the archive does not have.
    let odd = |f: &&Finding| f.metric == Some(Metric::Instances) && f.kind == FindingKind::UnknownKey;
    assert_eq!(report.findings.iter().filter(odd).collect::<Vec<_>>(), Vec::<&Finding>::new());
    assert!(report.total().refused > 10 && report.total().refused < 200, "{:?}", report.total());

    let (mut compared, mut wrong) = (0, Vec::new());
    for line in String::from_utf8(cases.stdout).unwrap().lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let path = case["path"].as_str().unwrap();
        let (name, query) = path.trim_start_matches("/api/v1/").split_once('?').unwrap_or((path, ""));
        let query: HashMap<&str, &str> =
            query.split('&').map(|p| p.split_once('=').unwrap_or((p, ""))).collect();
        if ["week", "sum", "totals"].iter().any(|p| query.contains_key(p)) || !case["differs"].is_null() {
            continue;
        }
        let Ok(endpoint) = name.parse::<Endpoint>() else { continue };
        let dates = ["start_date", "end_date"].map(|p| query.get(p).and_then(|d| Day::parse_iso(d)));
        let ([Some(start), Some(end)], Some(200)) = (dates, case["status"].as_u64()) else { continue };
        let days = DayRange::new(start, end).unwrap();
        let letters = match endpoint {
            Endpoint::Data(Dataset::ZoneSize) => RsiSet::only(Rsi::A),
            _ => match RsiSet::parse_api(query.get("rsi").unwrap_or(&"")) {
                Ok(letters) => letters,
                Err(_) => continue,
            },
        };
        for rsi in letters.iter() {
            for day in days.days() {
                let ours = answer(&snapshot, endpoint, rsi, day);
                let theirs = &case["json"][rsi.as_str()][day.to_string()];
                compared += 1;
                if !equal(&ours, theirs) {
                    wrong.push(format!("{name} {rsi} {day}: ours {ours:.300}, theirs {theirs:.300}"));
                }
            }
        }
    }
    assert!(compared > 5_000, "only {compared} values compared");
    assert_eq!(wrong, Vec::<String>::new());
}
