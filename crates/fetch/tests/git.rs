//! The RSSAC002 collection, from a repository of the test's own.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use rssac002_fetch::{Addresses, Brought, Directory, Folder, Manners, Options, Repository, Source, fetch};
use rssac002_model::Day;
use tempfile::TempDir;

const FILE: &str = "2020/01/load-time/a-root-20200105-load-time.yaml";

/// A bare repository, a work tree that commits to it, and a folder to fetch to.
struct Place {
    all: TempDir,
}

impl Place {
    /// Nothing, and words, where there is no git.
    fn new() -> Option<Place> {
        if Command::new("git").arg("version").output().is_err() {
            eprintln!("skipped: git is not installed");
            return None;
        }
        let place = Place { all: tempfile::tempdir().unwrap() };
        place.git("bare", &["init", "--quiet", "--bare", "--initial-branch=main"]);
        place.git("work", &["init", "--quiet", "--initial-branch=main"]);
        place.commit(FILE, "time:\n  2020010500: 1\n");
        Some(place)
    }

    fn path(&self, below: &str) -> PathBuf {
        self.all.path().join(below)
    }

    fn tree(&self) -> PathBuf {
        self.path("folder/RSSAC002-data")
    }

    fn bare(&self) -> String {
        self.path("bare").display().to_string()
    }

    /// Runs git, as nobody in particular.
    fn git(&self, folder: &str, arguments: &[&str]) -> String {
        let folder = self.path(folder);
        fs::create_dir_all(&folder).unwrap();
        let output = Command::new("git")
            .arg("-C")
            .arg(&folder)
            .args(["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgSign=false"])
            .args(arguments)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .output()
            .unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    /// Publishes a file in a commit of its own.
    fn commit(&self, path: &str, text: &str) {
        let file = self.path("work").join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
        self.publish(&["commit", "--quiet", "--message=x"]);
    }

    fn publish(&self, commit: &[&str]) {
        self.git("work", &["add", "--all"]);
        self.git("work", commit);
        self.git("work", &["push", "--quiet", "--force", &self.bare(), "main"]);
    }

    fn fetch_from(&self, repository: &str) -> Brought {
        let nowhere = Directory::parse("http://192.0.2.1/").unwrap();
        let options = Options {
            sources: vec![Source::Rssac002],
            addresses: Addresses {
                rssac002: Repository::parse(repository).unwrap(),
                instances: nowhere.clone(),
                zone_size: nowhere,
            },
            today: Day::from_ymd(2020, 3, 1).unwrap(),
            since: None,
            again: 30,
            manners: Manners { attempts: 2, backoff: Duration::ZERO, ..Manners::default() },
        };
        let folder = Folder::open(&self.path("folder")).unwrap();
        fetch(&folder, &options, &()).unwrap().sources.remove(0)
    }

    fn fetch(&self) -> Brought {
        self.fetch_from(&self.bare())
    }

    /// That it has what is published, and nothing else.
    fn is_as_published(&self) {
        let status = self.git("folder/RSSAC002-data", &["status", "--porcelain", "--ignored"]);
        assert_eq!(status, "");
        let tree = |folder: &str| self.git(folder, &["rev-parse", "HEAD^{tree}"]);
        assert_eq!(tree("folder/RSSAC002-data"), tree("work"));
    }
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Why all of it did not come.
fn reason(brought: &Brought) -> &str {
    let [missing] = &brought.missing[..] else { panic!("{brought:?}") };
    assert_eq!(missing.what, "");
    &missing.reason
}

#[test]
fn it_comes_without_its_history_and_then_what_is_new() {
    let Some(place) = Place::new() else { return };
    for day in 1..=4 {
        place.commit(&format!("2020/02/load-time/a-root-2020020{day}-load-time.yaml"), "time:\n");
    }
    let first = place.fetch();
    assert_eq!((first.new, first.held, first.missing.len()), (5, 0, 0), "{first:?}");
    place.is_as_published();
    assert_eq!(place.git("folder/RSSAC002-data", &["rev-list", "--count", "HEAD"]), "1");
    let commit = place.git("work", &["log", "-1", "--format=%h of %cs"]);
    assert_eq!(first.revision, Some(commit));
    // Nothing new; then a new file, a mended one and one that is withdrawn.
    let second = place.fetch();
    assert_eq!((second.new, second.changed, second.held), (0, 0, 5), "{second:?}");
    fs::remove_file(place.path("work/2020/02/load-time/a-root-20200201-load-time.yaml")).unwrap();
    write(&place.path("work").join(FILE), "time:\n  2020010500: 2\n");
    place.commit("2020/02/load-time/a-root-20200205-load-time.yaml", "time:\n");
    let third = place.fetch();
    assert_eq!((third.new, third.changed, third.gone, third.held), (1, 1, 1, 3), "{third:?}");
    place.is_as_published();
    assert_eq!(place.git("folder/RSSAC002-data", &["rev-list", "--count", "HEAD"]), "1");
}

#[test]
fn a_history_that_was_rewritten_is_followed() {
    let Some(place) = Place::new() else { return };
    place.commit("2020/02/load-time/a-root-20200201-load-time.yaml", "time:\n");
    place.fetch();
    place.git("work", &["reset", "--quiet", "--hard", "HEAD~1"]);
    write(&place.path("work").join(FILE), "time:\n  2020010500: 3\n");
    place.publish(&["commit", "--quiet", "--amend", "--message=other"]);
    let brought = place.fetch();
    assert_eq!((brought.changed, brought.gone, brought.missing.len()), (1, 1, 0), "{brought:?}");
    place.is_as_published();
}

#[test]
fn what_others_change_in_it_is_not_kept() {
    let Some(place) = Place::new() else { return };
    place.fetch();
    write(&place.tree().join(FILE), "changed");
    write(&place.tree().join("2020/01/load-time/b-root-20200105-load-time.yaml"), "time:\n");
    write(&place.tree().join(".gitignore"), "*");
    // Half of it is gone, as where a run was killed, and there is nothing to be had.
    let brought = place.fetch_from(&place.bare());
    assert!(brought.missing.is_empty(), "{brought:?}");
    place.is_as_published();
    fs::remove_dir_all(place.tree().join("2020")).unwrap();
    fs::rename(place.path("bare"), place.path("away")).unwrap();
    let brought = place.fetch();
    assert!(reason(&brought).starts_with("git fetch: "), "{brought:?}");
    assert_eq!((brought.missing[0].attempts, brought.held), (2, 1));
    place.is_as_published();
    fs::rename(place.path("away"), place.path("bare")).unwrap();
    assert!(place.fetch().missing.is_empty());
}

#[test]
fn a_folder_that_is_not_ours_is_left_alone() {
    let Some(place) = Place::new() else { return };
    // Somebody's files.
    write(&place.tree().join("notes.txt"), "dear diary");
    assert!(reason(&place.fetch()).contains("no work tree that this program made"));
    assert_eq!(fs::read_to_string(place.tree().join("notes.txt")).unwrap(), "dear diary");
    fs::remove_dir_all(place.tree()).unwrap();
    // Somebody's clone, until they say that it may be used.
    place.git("folder", &["clone", "--quiet", &place.bare(), "RSSAC002-data"]);
    write(&place.tree().join("notes.txt"), "dear diary");
    let refused = place.fetch();
    assert!(reason(&refused).contains("config rssac002.fetch true"), "{refused:?}");
    assert!(place.tree().join("notes.txt").exists());
    place.git("folder/RSSAC002-data", &["config", "rssac002.fetch", "true"]);
    assert!(place.fetch().missing.is_empty());
    place.is_as_published();
    // A work tree of another repository.
    let refused = place.fetch_from("https://example.org/other.git");
    assert!(reason(&refused).contains("is a work tree of "), "{refused:?}");
    place.is_as_published();
}

#[test]
fn a_first_run_that_was_cut_short_goes_on() {
    let Some(place) = Place::new() else { return };
    fs::rename(place.path("bare"), place.path("away")).unwrap();
    let brought = place.fetch();
    assert!(reason(&brought).starts_with("git fetch: ") && brought.revision.is_none(), "{brought:?}");
    fs::rename(place.path("away"), place.path("bare")).unwrap();
    // Before git was told where it comes from.
    place.git("folder/RSSAC002-data", &["config", "--unset", "remote.origin.url"]);
    // Killed in the midst.
    write(&place.tree().join(".git/shallow.lock"), "");
    write(&place.tree().join(".git/index.lock"), "");
    // Checked out in part, which git knows nothing of.
    write(&place.tree().join(FILE), "ti");
    let brought = place.fetch();
    assert_eq!((brought.new, brought.missing.len()), (1, 0), "{brought:?}");
    place.is_as_published();
}

#[test]
fn a_repository_without_commits_is_told() {
    let Some(place) = Place::new() else { return };
    place.git("empty", &["init", "--quiet", "--bare"]);
    let brought = place.fetch_from(&place.path("empty").display().to_string());
    assert!(reason(&brought).contains("HEAD"), "{brought:?}");
}

#[test]
fn a_link_in_it_leads_nowhere() {
    let Some(place) = Place::new() else { return };
    std::os::unix::fs::symlink("/etc", place.path("work/2019")).unwrap();
    place.publish(&["commit", "--quiet", "--message=x"]);
    let brought = place.fetch();
    assert!(brought.missing.is_empty(), "{brought:?}");
    let kind = fs::symlink_metadata(place.tree().join("2019")).unwrap().file_type();
    assert!(kind.is_file(), "{kind:?}");
}
