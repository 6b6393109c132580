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
/// The last day of the files that say how all grows with the years, from [`FIRST`] on.
const FAR: &str = "2036-12-31";
/// The day that whoever reads those takes for today.
pub const FUTURE: &str = "2037-01-15";

/// The options that name the published sources, and the folder of each in a tree.
const SOURCES: [(&str, &str); 3] =
    [("--rssac002", "RSSAC002-data"), ("--instances", "instance-data"), ("--zone-size", "RZM")];

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
                .args(["sample", "--today", FUTURE, "--from", first, "--to", last, "--out"])
                .arg(part)),
        })?;
        sources(&tree)
    }

    /// Published files of the first so many of 20 years, by links to the folder of each year.
    pub fn years(&self, years: usize) -> Result<Vec<String>> {
        let all = root(&self.files(FIRST, FAR)?)?;
        let name = all.file_name().context("a tree has a name")?.to_string_lossy().into_owned();
        let tree = self.made(&format!("{name}-years-{years}"), |part| {
            for (_, source) in SOURCES {
                let (from, to) = (by_year(&all.join(source))?, part.join(source));
                std::fs::create_dir_all(&to)?;
                let first_years = (2017..).take(years).map(|year| year.to_string());
                for year in first_years.filter(|year| from.join(year).is_dir()) {
                    std::os::unix::fs::symlink(from.join(&year), to.join(&year))?;
                }
            }
            Ok(())
        })?;
        sources(&tree)
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

/// The sources of a tree, as arguments of the program.
fn sources(tree: &Path) -> Result<Vec<String>> {
    let mut arguments = Vec::new();
    for (option, name) in SOURCES {
        let folder = tree.join(name);
        ensure!(folder.is_dir(), "{} has no folder {name}", tree.display());
        arguments.extend([option.to_owned(), folder.display().to_string()]);
    }
    Ok(arguments)
}

/// The folder of a source that has one for each year.
fn by_year(source: &Path) -> Result<PathBuf> {
    let mut folder = source.to_owned();
    while !folder.join("2017").is_dir() {
        let inner = std::fs::read_dir(&folder)?.next().transpose()?;
        folder = inner.with_context(|| format!("{} has no folder of a year", source.display()))?.path();
    }
    Ok(folder)
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
