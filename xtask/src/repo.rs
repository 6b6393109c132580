//! Where things are.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

/// The clone that this program was started from.
pub struct Repo {
    /// Its top folder.
    pub root: PathBuf,
    /// Cargo's target folder, wherever the user put it.
    pub target: PathBuf,
    cargo: PathBuf,
}

impl Repo {
    /// Finds the clone by what `cargo run` tells a program: nothing of this machine is compiled in.
    pub fn find() -> Result<Repo> {
        let manifest = std::env::var_os("CARGO_MANIFEST_DIR").context("run it as `cargo xtask`")?;
        let root = Path::new(&manifest).parent().context("xtask/ has no folder above it")?;
        // This program is <target>/debug/xtask: so every way to choose a target folder is respected.
        let program = std::env::current_exe().context("cannot find this program's own file")?;
        let target = program.ancestors().nth(2).context("this program lies outside a target folder")?;
        Ok(Repo {
            root: root.to_owned(),
            target: target.to_owned(),
            cargo: std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()).into(),
        })
    }

    /// Cargo, started in the clone, without the variables that `cargo run` set for this program.
    pub fn cargo(&self, args: &[&str]) -> Command {
        let mut command = self.command(&self.cargo);
        command.args(args);
        command
    }

    /// Any program, started in the clone.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root);
        for (name, _) in std::env::vars_os() {
            // They describe the package xtask, and no other program should take them for its own.
            if name.to_str().is_some_and(|n| n.starts_with("CARGO_PKG_") || n.starts_with("CARGO_MANIFEST_"))
            {
                command.env_remove(name);
            }
        }
        command
    }

    /// Where xtask keeps its notes about this clone.
    pub fn notes(&self) -> PathBuf {
        self.root.join("target").join("xtask")
    }

    /// The version of a package in Cargo.lock.
    pub fn locked_version(&self, package: &str) -> Result<String> {
        let file = self.root.join("Cargo.lock");
        let text =
            std::fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        locked_version(&text, package).with_context(|| format!("Cargo.lock has no package `{package}`"))
    }
}

fn locked_version(lock: &str, package: &str) -> Option<String> {
    let mut lines = lock.lines();
    lines.find(|line| *line == format!("name = \"{package}\""))?;
    let version = lines.next()?.strip_prefix("version = \"")?.strip_suffix('"')?;
    Some(version.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locked_version_is_that_of_the_whole_name() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"1.0.0\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.108\"\nsource = \"x\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen").as_deref(), Some("0.2.108"));
        assert_eq!(locked_version(lock, "wasm"), None);
    }
}
