//! What cargo-deny says of the crates that we depend on: their licences and sources, and whether one has a known weakness, by the
//! RustSec database, where that can be had.

use std::io::Read;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::outcome::Outcome;
use crate::repo::Repo;
use crate::step::{output, run};

/// A database that does not come within this time does not come.
const FETCH: Duration = Duration::from_secs(60);

/// Where it is not installed, nothing is checked.
const MISSING: Outcome = Outcome::Skipped("cargo-deny is not installed");

fn is_missing(repo: &Repo) -> bool {
    output(&mut repo.cargo(&["deny", "--version"])).is_none()
}

/// Checks licences, unwanted crates and sources by `deny.toml`.
pub fn licences(repo: &Repo) -> Result<Outcome> {
    if is_missing(repo) {
        return Ok(MISSING);
    }
    run(&mut repo.cargo(&["deny", "check", "licenses", "bans", "sources"]))?;
    Ok(Outcome::Passed)
}

/// Fetches the database, and checks with what is there then: a database of an earlier day tells of most weaknesses too.
pub fn advisories(repo: &Repo) -> Result<Outcome> {
    if is_missing(repo) {
        return Ok(MISSING);
    }
    let fetch_error = fetch(&mut repo.cargo(&["deny", "--workspace", "fetch", "db"]))?;
    let checked = repo
        .cargo(&["deny", "--workspace", "--offline", "check", "advisories"])
        .stdin(Stdio::null())
        .output()
        .context("cannot start cargo-deny")?;
    let said = String::from_utf8_lossy(&checked.stdout);
    print!("{said}");
    eprint!("{}", String::from_utf8_lossy(&checked.stderr));
    Ok(outcome(fetch_error.as_deref(), &said))
}

/// Runs what fetches the database. `None` where it came, else why not.
fn fetch(command: &mut Command) -> Result<Option<String>> {
    command.env("GIT_TERMINAL_PROMPT", "0").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn().context("cannot start cargo-deny")?;
    let start = Instant::now();
    let status = loop {
        match child.try_wait()? {
            None if start.elapsed() > FETCH => {
                child.kill()?;
                child.wait()?;
                return Ok(Some(format!("{NOT_FETCHED} within {} s", FETCH.as_secs())));
            }
            None => std::thread::sleep(Duration::from_millis(100)),
            Some(status) => break status,
        }
    };
    let mut said = String::new();
    if let Some(mut errors) = child.stderr.take() {
        errors.read_to_string(&mut said)?;
    }
    Ok((!status.success()).then_some(said))
}

/// What cargo-deny says where the database does not come.
const NOT_FETCHED: &str = "failed to fetch";

/// How the part ended, by why the database was not fetched, if it was not, and by the last line of the check, which is not there where
/// nothing could be checked.
fn outcome(fetch_error: Option<&str>, said: &str) -> Outcome {
    let verdict = |word: &str| said.lines().any(|line| line == format!("advisories {word}"));
    if verdict("FAILED") {
        return Outcome::Failed("a dependency has a known weakness".to_owned());
    }
    match fetch_error {
        None if verdict("ok") => Outcome::Passed,
        Some(error) if verdict("ok") => {
            println!(
                "    checked by the database of an earlier day, because today's did not come: {}",
                error.trim()
            );
            Outcome::Passed
        }
        Some(error) if error.contains(NOT_FETCHED) => {
            println!("    {}", error.trim());
            Outcome::Skipped("the database of advisories does not come, and there is none of an earlier day")
        }
        _ => Outcome::Failed("cargo-deny could not check".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As cargo-deny 0.20.2 says it.
    const NO_NETWORK: &str = "[ERROR] failed to fetch database: failed to fetch advisory database \
                              https://github.com/RustSec/advisory-db with cli: failed to clone: Could not resolve host";

    #[test]
    fn an_advisory_fails_whether_the_database_is_of_today_or_not() {
        for fetch_error in [None, Some(NO_NETWORK)] {
            assert!(matches!(outcome(fetch_error, "advisories FAILED\n"), Outcome::Failed(_)));
            assert!(matches!(outcome(fetch_error, "advisories ok\n"), Outcome::Passed));
        }
    }

    #[test]
    fn only_a_database_that_cannot_be_had_is_a_reason_to_skip() {
        assert!(matches!(outcome(Some(NO_NETWORK), ""), Outcome::Skipped(_)));
        let broken = "[ERROR] failed to validate configuration file deny.toml";
        for fetch_error in [None, Some(broken)] {
            assert!(matches!(outcome(fetch_error, ""), Outcome::Failed(_)), "{fetch_error:?}");
        }
    }
}
