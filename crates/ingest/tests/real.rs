//! The real data beside the repository: what `rssac002 check` must say about it.

use std::path::{Path, PathBuf};

use rssac002_ingest::{FindingKind, Options, Sources, ingest};
use rssac002_model::{Dataset, Day, Metric, Rsi};

fn shared(path: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared").join(path);
    if !folder.exists() {
        eprintln!("skipped: {path} is not beside the repository");
        return None;
    }
    Some(folder)
}

#[test]
fn check_finds_what_is_to_be_found_in_real_files_and_nothing_else() {
    let Some(folder) = shared("real/RSSAC002-data") else { return };
    let sources = Sources { rssac002: Some(folder), ..Sources::default() };
    let options = Options::new(Day::parse_iso("2026-01-01").unwrap());
    let (snapshot, report) = ingest(&sources, None, &options, &()).unwrap();
    assert_eq!(report.total().files, 12_171 + 13 + 13 + 11 + 11 + 2);
    assert_eq!(report.total().refused, 0);
    let (lacking, others): (Vec<_>, Vec<_>) =
        report.findings.iter().partition(|f| f.kind == FindingKind::MissingKeys);
    assert_eq!(lacking.len(), 12_171);
    assert!(lacking.iter().all(|f| f.reason == "without the four `responses-sent` counts: null"));
    let others: Vec<String> = others
        .iter()
        .map(|f| format!("{} {}:{} {}", f.metric.unwrap(), f.path, f.line.unwrap_or(0), f.reason))
        .collect();
    assert_eq!(
        others,
        [
            "load-time 2020/11/load-time/e-root-20201104-load-time.yaml:0 no values under `time`: the day is missing",
            "rcode-volume 2020/11/rcode-volume/e-root-20201104-rcode-volume.yaml:14 code 65535 is left out (count `25`)",
            "rcode-volume 2020/11/rcode-volume/f-root-20201104-rcode-volume.yaml:6 code 65535 is left out (count `829`)",
        ]
    );
    let mut text = Vec::new();
    report.write_text(&mut text, false).unwrap();
    let text = String::from_utf8(text).unwrap();
    assert!(
        text.contains("traffic-volume repaired, 12,171 files: without the four `responses-sent` counts"),
        "{text}"
    );

    let day = Day::parse_iso("2020-11-04").unwrap();
    let received = Rsi::all().filter_map(|r| snapshot.table(Dataset::TrafficVolume).cell(r, day));
    let received =
        received.flat_map(|c| c.iter().filter(|(k, _)| k.contains("received")).collect::<Vec<_>>());
    assert_eq!(received.filter_map(|(_, v)| v).sum::<f64>(), 159_545_128_584.0);
    assert!(snapshot.table(Dataset::LoadTime).cell(Rsi::from_letter('e').unwrap(), day).is_none());
    assert_eq!(snapshot.range(Metric::TrafficVolume).unwrap().to_string(), "2017-01-01..2020-11-04");
}
