//! Everything that `cargo xtask test` runs, and what came of it.

use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

use crate::browser::{self, Browser};
use crate::build::{self, Built};
use crate::command::Group;
use crate::deny;
use crate::outcome::Outcome;
use crate::repo::Repo;
use crate::step::run;
use crate::tools;

const WASM: &str = "wasm32-unknown-unknown";
const APP: &str = "rssac002-explorer";

/// The parts run so far.
#[derive(Default)]
struct Record {
    parts: Vec<(&'static str, Duration, Outcome)>,
}

impl Record {
    /// Runs a part. A failure is kept for the table at the end, and the next part runs all the same.
    fn part(&mut self, title: &'static str, work: impl FnOnce() -> Result<Outcome>) {
        println!("\n==> {title}");
        let start = Instant::now();
        let outcome = work().unwrap_or_else(|error| Outcome::Failed(format!("{error:#}")));
        match &outcome {
            Outcome::Passed => {}
            Outcome::Failed(reason) => println!("    {title}: FAILED: {reason}"),
            Outcome::Skipped(reason) => println!("    {title}: skipped: {reason}"),
        }
        self.parts.push((title, start.elapsed(), outcome));
    }

    /// Runs programs one after another; the first that fails ends the part.
    fn run(&mut self, title: &'static str, commands: impl IntoIterator<Item = Command>) {
        self.part(title, || {
            commands.into_iter().try_for_each(|mut command| run(&mut command))?;
            Ok(Outcome::Passed)
        });
    }

    /// Prints the table and says how the whole ended.
    fn finish(&self) -> ExitCode {
        println!("\n==> Summary");
        for (title, time, outcome) in &self.parts {
            let (word, reason) = match outcome {
                Outcome::Passed => ("ok", ""),
                Outcome::Failed(reason) => ("FAILED", reason.as_str()),
                Outcome::Skipped(reason) => ("skipped", *reason),
            };
            println!("    {word:8} {:7.1} s  {title:28} {reason}", time.as_secs_f64());
        }
        let failed = self.parts.iter().filter(|p| matches!(p.2, Outcome::Failed(_))).count();
        if failed == 0 {
            return ExitCode::SUCCESS;
        }
        println!("{failed} of {} parts failed", self.parts.len());
        ExitCode::FAILURE
    }
}

/// Runs groups of tests. `test_args` go to the test programs.
pub fn test(repo: &Repo, groups: &[Group], test_args: &[String]) -> Result<ExitCode> {
    let mut record = Record::default();
    for group in groups {
        match group {
            Group::Lint => lint(repo, &mut record),
            Group::Unit => {
                record.run("unit tests", [test_command(repo, &["--workspace"], test_args)]);
            }
            Group::Wasm => record.part("wasm tests in Chromium", || wasm(repo, test_args)),
            Group::Instructions => record.part("instructions", || instructions(repo, test_args)),
            Group::System => record.part("whole-system tests", || system(repo, test_args)),
        }
    }
    Ok(record.finish())
}

/// Takes the snapshots as they come out now, and shows which of them changed.
pub fn bless(repo: &Repo) -> Result<()> {
    run(test_command(repo, &["--workspace"], &[]).env("SNAPSHOTS", "overwrite"))?;
    println!("\n==> What changed; look at it before you commit it");
    run(repo.command("git").args(["status", "--short", "--", "*.svg"]))
}

/// Screenshots of pages of a server on sample data.
pub fn shots(repo: &Repo, paths: &[String]) -> Result<()> {
    let (built, browser) = (build::build(repo)?, browser::find(repo)?);
    let mut command = system_command(repo, &built, &browser, &["shots", "--ignored", "--nocapture"]);
    run(command
        .env("RSSAC002_SHOTS", paths.join("\n"))
        .env("RSSAC002_SHOTS_DIR", repo.root.join("target/shots")))
}

/// `cargo test` with arguments for cargo and for the test programs.
fn test_command(repo: &Repo, args: &[&str], test_args: &[String]) -> Command {
    let mut command = repo.cargo(&["test", "--locked", "--no-fail-fast"]);
    command.args(args);
    if !test_args.is_empty() {
        command.arg("--").args(test_args);
    }
    command
}

fn lint(repo: &Repo, record: &mut Record) {
    record.run("rustfmt", [repo.cargo(&["fmt", "--all", "--", "--check"])]);
    let clippy = |args: &[&str]| {
        let mut command = repo.cargo(&["clippy", "--locked"]);
        command.args(args).args(["--", "-D", "warnings"]);
        command
    };
    // The browser tests are not among all targets: they run only when asked for by name.
    let native = clippy(&["--workspace", "--all-targets"]);
    record.run("clippy", [native, clippy(&["--workspace", "--test", "system"])]);
    let app = ["--package", APP, "--lib", "--bins", "--test", "wasm", "--target", WASM];
    // Whole, as Trunk by itself and the tests build it, and cut into parts.
    let cut = clippy(&[&app[..], &["--features", "cut"]].concat());
    record.run("clippy for wasm", [clippy(&app), cut]);
    let mut docs =
        repo.cargo(&["doc", "--locked", "--workspace", "--lib", "--no-deps", "--document-private-items"]);
    // Private items are documented too, so links to them lead somewhere.
    docs.env("RUSTDOCFLAGS", "-D warnings -A rustdoc::private_intra_doc_links");
    record.run("rustdoc", [docs]);
    record.part("licences", || deny::licences(repo));
    record.part("advisories", || deny::advisories(repo));
}

fn wasm(repo: &Repo, test_args: &[String]) -> Result<Outcome> {
    let (tools, browser) = (tools::install(repo)?, browser::find(repo)?);
    let mut command = test_command(repo, &["--package", APP, "--test", "wasm", "--target", WASM], test_args);
    command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", &tools.test_runner);
    // The runner stops Chromium in a hurry, and that leaves profiles and sockets behind. Not in target/: the name of a
    // socket may have a hundred letters, no more.
    let scratch = std::env::temp_dir().join(format!("rssac002-wasm-{}", std::process::id()));
    std::fs::create_dir_all(&scratch)?;
    let ran = run(browser.tell(&mut command).env("TMPDIR", &scratch));
    std::fs::remove_dir_all(&scratch)?;
    ran.map(|()| Outcome::Passed)
}

/// Counts of instructions with limits (`bench/tests`).
fn instructions(repo: &Repo, test_args: &[String]) -> Result<Outcome> {
    if !browser::valgrind(repo)? {
        return Ok(Outcome::Skipped("Valgrind is not installed"));
    }
    let runner = tools::gungraun_runner(repo)?;
    // As a part of the workspace, so that the unit tests have compiled all that it depends on. Gungraun takes itself for a benchmark.
    let how = ["--workspace", "--test", "instructions", "--", "--bench"];
    let mut command = repo.cargo(&[&["test", "--locked"], &how[..]].concat());
    run(command.args(test_args).env("GUNGRAUN_RUNNER", runner))?;
    Ok(Outcome::Passed)
}

fn system(repo: &Repo, test_args: &[String]) -> Result<Outcome> {
    let (built, browser) = (build::build(repo)?, browser::find(repo)?);
    let firefox = browser::firefox(repo)?;
    let test_args: Vec<&str> = test_args.iter().map(String::as_str).collect();
    let mut command = system_command(repo, &built, &browser, &test_args);
    match tools::axe(repo)? {
        Some(axe) => drop(command.env("AXE", axe)),
        None => println!("    no axe-core: install Node.js with npm to get it; what it finds is not tested"),
    }
    run(firefox.tell(&mut command))?;
    ensure!(
        built.sizes.within_budget(),
        "{} (with wasm-opt; where that is missing, it is said above)",
        built.sizes.verdict()
    );
    Ok(Outcome::Passed)
}

fn system_command(repo: &Repo, built: &Built, browser: &Browser, test_args: &[&str]) -> Command {
    // As a part of the workspace, so that the unit tests have compiled all that it depends on.
    let mut command = repo.cargo(&["test", "--locked", "--workspace", "--test", "system", "--"]);
    command.args(test_args).env("RSSAC002_BIN", &built.server);
    browser.tell(&mut command);
    command
}
