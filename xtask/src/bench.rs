//! The benchmark in `bench/`, with what it needs.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::browser;
use crate::build;
use crate::repo::Repo;
use crate::step::{on_path, output, run, step};
use crate::tools;

/// Builds the server and measures it: these parts, or all if none is named.
pub fn bench(repo: &Repo, parts: &[String]) -> Result<()> {
    let (built, browser) = (build::build(repo)?, browser::find(repo)?);
    step("Measure", || {
        let mut command = repo.cargo(&["run", "--locked", "--release", "--package", "rssac002-bench", "--"]);
        command.args(parts).env("RSSAC002_BIN", &built.server);
        command.env("RSSAC002_BENCH_DATA", repo.target.join("bench"));
        let optional = [("RSSAC002_GENERATOR", generator(repo)), ("RSSAC002_WRK", browser::wrk(repo)?)];
        let there = optional.into_iter().filter_map(|(name, file)| Some((name, file?)));
        command.envs(there.chain(tools::libraries(repo)?));
        run(browser.tell(&mut command))
    })
}

/// The maker of dirty files in full size, which is kept beside this repository; without it, or without Python, the sample data serves.
fn generator(repo: &Repo) -> Option<PathBuf> {
    let script = repo.root.parent()?.join("shared").join("tools").join("gen_rssac002.py");
    let has_python =
        on_path(&["python3"]).is_some_and(|python| output(Command::new(python).arg("--version")).is_some());
    (script.is_file() && has_python).then_some(script)
}
