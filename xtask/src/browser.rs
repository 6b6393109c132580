//! Chromium and its driver.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};

use crate::repo::Repo;
use crate::step::{on_path, output, run, step};

/// A browser and the program that drives it.
pub struct Browser {
    /// Chromium or Chrome.
    pub chromium: PathBuf,
    /// chromedriver of the same version.
    pub chromedriver: PathBuf,
}

impl Browser {
    /// Tells a test program which browser to use.
    pub fn tell<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        command.env("CHROMIUM", &self.chromium).env("CHROMEDRIVER", &self.chromedriver)
    }
}

/// Finds a browser, or installs it where the system's package manager may be used, or says what to install.
pub fn find(repo: &Repo) -> Result<Browser> {
    if let Some(browser) = present() {
        return Ok(browser);
    }
    let root = output(Command::new("id").arg("-u")).is_some_and(|id| id == "0");
    if root && on_path(&["apt-get"]).is_some() {
        step("Install Chromium", || {
            let apt = |args: &[&str]| {
                run(repo.command("apt-get").args(args).env("DEBIAN_FRONTEND", "noninteractive"))
            };
            apt(&["update"])?;
            apt(&["install", "-y", "--no-install-recommends", "chromium", "chromium-driver"])
        })?;
    }
    match present() {
        Some(browser) => Ok(browser),
        None => bail!(
            "no browser: install Chromium and chromedriver (Debian: apt install chromium chromium-driver), or set \
             CHROMIUM and CHROMEDRIVER to the two programs"
        ),
    }
}

fn present() -> Option<Browser> {
    let set = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let chromium = set("CHROMIUM").or_else(|| on_path(&["chromium", "chromium-browser", "google-chrome"]))?;
    let chromedriver = set("CHROMEDRIVER").or_else(|| on_path(&["chromedriver"]))?;
    Some(Browser { chromium, chromedriver })
}
