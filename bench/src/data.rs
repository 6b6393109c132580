//! Published files and stores in full size, made once and kept.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

/// The first day of the files.
pub const FIRST: &str = "2017-01-01";
/// The last one.
pub const LAST: &str = "2026-11-08";
/// The day after.
const NEXT: &str = "2026-11-09";
/// The day that servers take for today.
pub const TODAY: &str = "2026-11-29";

/// Where files and stores are kept.
pub struct Data {
    /// The folder of all of them.
    pub folder: PathBuf,
    /// A script that makes dirty files; without it they are made by the program, as its sample data.
    pub generator: Option<PathBuf>,
    /// The program.
    pub binary: PathBuf,
}

impl Data {
    /// Published files from a first to a last day, as arguments of the program that name their folders.
    pub fn files(&self, first: &str, last: &str) -> Result<Vec<String>> {
        let kind = if self.generator.is_some() { "generated" } else { "sample" };
        let tree = self.made(&format!("{kind}-{first}-{last}"), |part| match &self.generator {
            Some(script) => {
                let mut command = Command::new("python3");
                command.arg(script).args(["--start", first, "--end", last, "--quirks", "--out"]);
                run(command.arg(part))
            }
            None => run(Command::new(&self.binary)
                .args(["sample", "--from", first, "--to", last, "--out"])
                .arg(part)),
        })?;
        let folder = |names: &[&str]| {
            let found = names.iter().map(|name| tree.join(name)).find(|folder| folder.is_dir());
            found.with_context(|| format!("{} has no folder {}", tree.display(), names.join(" or ")))
        };
        let pairs = [
            ("--rssac002", folder(&["RSSAC002-data"])?),
            ("--instances", folder(&["instance-data"])?),
            ("--zone-size", folder(&["RZM"])?),
        ];
        Ok(pairs
            .into_iter()
            .flat_map(|(option, folder)| [option.to_owned(), folder.display().to_string()])
            .collect())
    }

    /// The files from [`FIRST`] to [`LAST`] and those of the day after, beside them: the same files by other names.
    pub fn grown(&self) -> Result<Vec<String>> {
        let (files, day) = (self.files(FIRST, LAST)?, self.files(NEXT, NEXT)?);
        let (tree, day) = (root(&files)?, root(&day)?);
        let name = tree.file_name().context("a tree has a name")?.to_string_lossy().into_owned();
        let grown = self.made(&format!("{name}-grown"), |part| {
            run(Command::new("cp").args(["-al"]).arg(&tree).arg(part))?;
            run(Command::new("cp").args(["-a"]).arg(day.join(".")).arg(part))
        })?;
        let moved =
            |argument: &String| argument.replacen(&*tree.to_string_lossy(), &grown.to_string_lossy(), 1);
        Ok(files.iter().map(moved).collect())
    }

    /// A store of files from a first to a last day.
    pub fn store(&self, first: &str, last: &str) -> Result<PathBuf> {
        let files = self.files(first, last)?;
        self.made(&format!("store-{first}-{last}"), |part| {
            run(Command::new(&self.binary).args(["ingest", "--store"]).arg(part).args(&files))
        })
    }

    /// A folder, which is filled under another name and renamed when it is whole.
    fn made(&self, name: &str, fill: impl FnOnce(&Path) -> Result<()>) -> Result<PathBuf> {
        let place = self.folder.join(name);
        if !place.is_dir() {
            println!("    Make {name}, once");
            let part = self.folder.join(format!("{name}.part"));
            if part.exists() {
                std::fs::remove_dir_all(&part)?;
            }
            std::fs::create_dir_all(&self.folder)?;
            fill(&part)?;
            std::fs::rename(&part, &place)?;
        }
        Ok(place)
    }
}

/// The folder above all folders that arguments name.
fn root(files: &[String]) -> Result<PathBuf> {
    let folder = files.get(1).and_then(|folder| Path::new(folder).parent()).context("a folder")?;
    Ok(folder.to_owned())
}

fn run(command: &mut Command) -> Result<()> {
    let output = command.output().with_context(|| format!("cannot start {command:?}"))?;
    ensure!(
        output.status.success(),
        "{command:?}: {}\n{}",
        output.status,
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(())
}
