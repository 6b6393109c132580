//! The seeds of the corpora go through what the fuzz targets hold of any octets, so that neither can rot.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::path::Path;

/// Runs a target over its seeds, and over the beginnings of each, which a cut-off file or a slow writer would leave.
fn run(name: &str, target: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(name);
    let mut count = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let octets = std::fs::read(&path).unwrap();
        println!("{}", path.display());
        for end in [octets.len(), octets.len() / 2, octets.len().saturating_sub(1)] {
            target(&octets[..end]);
        }
        count += 1;
    }
    assert!((20..100).contains(&count), "{count} seeds of {name}");
}

#[test]
fn yaml() {
    run("yaml", rssac002_fuzz::yaml);
}

#[test]
fn query() {
    run("query", rssac002_fuzz::query);
}

#[test]
fn permalink() {
    run("permalink", rssac002_fuzz::permalink);
}

#[test]
fn columns() {
    run("columns", rssac002_fuzz::columns);
}

#[test]
fn every_target_has_seeds_and_every_seed_a_target() {
    let names = |folder: &str| {
        let entries = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).unwrap();
        let name = |entry: std::fs::DirEntry| entry.path().file_stem().unwrap().to_str().unwrap().to_owned();
        let mut names: Vec<String> = entries.map(|entry| name(entry.unwrap())).collect();
        names.sort();
        names
    };
    assert_eq!(names("fuzz_targets"), names("corpus"));
    assert_eq!(names("dictionaries"), names("corpus"));
    // Those that the tests above run.
    assert_eq!(names("corpus"), ["columns", "permalink", "query", "yaml"]);
}
