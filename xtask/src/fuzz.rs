//! The fuzz targets in `fuzz/`, each run for a while.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};

use crate::repo::Repo;
use crate::step::{output, typed};
use crate::tools;

/// An input that takes longer than so many seconds is a finding, and so is one that takes more memory than so many MB.
const LIMITS: [&str; 2] = ["-timeout=20", "-rss_limit_mb=2048"];

/// Runs these targets, or all if none is named, each for so many seconds, from the seeds and with the words in the tree. What a run adds to them is kept
/// in the target folder and taken up by the next. Fails where there was a finding.
pub fn run(repo: &Repo, targets: &[String], seconds: u64) -> Result<()> {
    let known = known(repo)?;
    if let Some(unknown) = targets.iter().find(|target| !known.contains(target)) {
        bail!("there is no fuzz target `{unknown}`, but {}", known.join(", "));
    }
    ensure!(
        cfg!(target_os = "linux"),
        "fuzz targets are run on Linux only: libFuzzer is not tried elsewhere"
    );
    let compiler = std::env::var("CXX").unwrap_or_else(|_| "c++".to_owned());
    output(Command::new(&compiler).arg("--version"))
        .with_context(|| format!("{compiler} is missing: libFuzzer needs a C++ compiler (Debian: g++)"))?;
    let cargo_fuzz = tools::cargo_fuzz(repo)?;
    let mut runs = Vec::new();
    for target in known.iter().filter(|target| targets.is_empty() || targets.contains(target)) {
        println!("\n==> Fuzz {target} for {seconds} s");
        runs.push((target, one(repo, &cargo_fuzz, target, seconds)?));
    }
    println!("\n    target       executions  seconds  coverage  inputs");
    for (target, run) in &runs {
        let Run { executions, seconds, coverage, inputs, .. } = run;
        println!("    {target:12} {executions:10} {seconds:8} {coverage:9} {inputs:7}");
    }
    let findings: Vec<String> = runs.iter().filter_map(|(target, run)| run.finding(target)).collect();
    ensure!(findings.is_empty(), "{}", findings.join("; "));
    Ok(())
}

/// The targets by name.
fn known(repo: &Repo) -> Result<Vec<String>> {
    let folder = repo.root.join("fuzz").join("fuzz_targets");
    let entries = folder.read_dir().with_context(|| format!("cannot read {}", folder.display()))?;
    let mut names = Vec::new();
    for entry in entries {
        names.extend(entry?.path().file_stem().and_then(|name| name.to_str()).map(str::to_owned));
    }
    names.sort();
    Ok(names)
}

fn one(repo: &Repo, cargo_fuzz: &Path, target: &str, seconds: u64) -> Result<Run> {
    let built = repo.target.join("fuzz");
    let corpus = built.join("corpus").join(target);
    std::fs::create_dir_all(&corpus).with_context(|| format!("cannot make {}", corpus.display()))?;
    let mut command = repo.command(cargo_fuzz);
    // The sanitizer is there in a stable Rust, but not to be asked for.
    command.env("RUSTC_BOOTSTRAP", "1").env_remove("RUSTFLAGS");
    command.args(["fuzz", "run", target]).arg(&corpus).arg(Path::new("fuzz/corpus").join(target));
    command.arg("--target-dir").arg(&built).arg("--").args(LIMITS).arg("-print_final_stats=1");
    command.arg(format!("-max_total_time={seconds}"));
    command.arg(format!("-dict=fuzz/dictionaries/{target}.txt"));
    println!("    $ {}", typed(&command));
    let mut child = command.stderr(Stdio::piped()).spawn().context("cannot start cargo-fuzz")?;
    let mut run = Run::default();
    let errors = child.stderr.take().context("cargo-fuzz says nothing")?;
    for line in BufReader::new(errors).split(b'\n') {
        let line = line?;
        let line = String::from_utf8_lossy(&line);
        run.note(&line);
        // Thousands of lines tell of inputs that reach something new.
        let is_of_progress = line.starts_with('#') || line.trim_start().starts_with("NEW_FUNC");
        if !is_of_progress || line.contains("DONE") {
            println!("{line}");
        }
    }
    run.failed = !child.wait()?.success();
    Ok(run)
}

/// What came of running a target.
#[derive(Default, PartialEq, Eq, Debug)]
struct Run {
    executions: u64,
    seconds: u64,
    /// Edges of the program that were reached.
    coverage: u64,
    /// Inputs that reach something that no smaller one does.
    inputs: u64,
    /// The input of a finding.
    artifact: Option<String>,
    failed: bool,
}

impl Run {
    /// Takes what a line of libFuzzer's says.
    fn note(&mut self, line: &str) {
        if let Some((_, artifact)) = line.split_once("Test unit written to ") {
            self.artifact = Some(artifact.trim().to_owned());
        }
        let number = |word: Option<&str>| word.and_then(|word| word.split('/').next()?.parse().ok());
        let words: Vec<&str> = line.split_whitespace().collect();
        let after = |name: &str| {
            let at = words.iter().position(|word| *word == name)?;
            number(words.get(at + 1).copied())
        };
        if line.starts_with('#') {
            self.coverage = after("cov:").unwrap_or(self.coverage);
            self.inputs = after("corp:").unwrap_or(self.inputs);
        }
        // `Done 4711 runs in 60 second(s)`, and where there is a finding only the number.
        if words.first() == Some(&"Done") {
            self.seconds = after("in").unwrap_or(0);
        }
        self.executions = after("stat::number_of_executed_units:").unwrap_or(self.executions);
    }

    fn finding(&self, target: &str) -> Option<String> {
        match &self.artifact {
            Some(artifact) => Some(format!("{target} has a finding: {artifact}")),
            None => self.failed.then(|| format!("{target} could not be run")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(lines: &str) -> Run {
        let mut run = Run::default();
        lines.lines().for_each(|line| run.note(line));
        run
    }

    #[test]
    fn the_end_of_a_run_is_read() {
        let done = run("#2\tINITED cov: 90 ft: 91 corp: 1/1b exec/s: 0 rss: 30Mb\n\
                        #4711\tDONE   cov: 812 ft: 2000 corp: 97/4Kb lim: 4096 exec/s: 78 rss: 66Mb\n\
                        Done 4711 runs in 60 second(s)\n\
                        stat::number_of_executed_units: 4711\nstat::peak_rss_mb:              66\n");
        let read = Run { executions: 4711, seconds: 60, coverage: 812, inputs: 97, ..Run::default() };
        assert_eq!(done, read);
        assert_eq!(done.finding("yaml"), None);
    }

    #[test]
    fn a_finding_names_its_input_and_what_cannot_be_run_is_said() {
        let found = run("#12\tNEW    cov: 5 ft: 6 corp: 2/2b\n\
                         artifact_prefix='/x/yaml/'; Test unit written to /x/yaml/crash-da39a3\n\
                         stat::number_of_executed_units: 13\n");
        assert_eq!(found.finding("yaml").as_deref(), Some("yaml has a finding: /x/yaml/crash-da39a3"));
        assert_eq!((found.executions, found.coverage, found.inputs), (13, 5, 2));
        let broken = Run { failed: true, ..run("error: could not compile\n") };
        assert_eq!(broken.finding("yaml").as_deref(), Some("yaml could not be run"));
    }
}
