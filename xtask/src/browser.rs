//! The browsers of tests and their drivers, and what else Debian has.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::repo::Repo;
use crate::step::{on_path, output, run, step};
use crate::tools;

/// Chromium and the program that drives it.
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

/// Firefox and the program that drives it.
pub struct Firefox {
    /// Firefox, also one with extended support.
    pub firefox: PathBuf,
    /// geckodriver, of any version.
    pub geckodriver: PathBuf,
}

impl Firefox {
    /// Tells a test program where it is.
    pub fn tell<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        command.env("FIREFOX", &self.firefox).env("GECKODRIVER", &self.geckodriver)
    }
}

/// Finds Chromium, or installs it where the system's package manager may be used, or says what to install.
pub fn find(repo: &Repo) -> Result<Browser> {
    or_install(repo, "Chromium", &["chromium", "chromium-driver"], chromium)?.context(
        "no browser: install Chromium and chromedriver (Debian: apt install chromium chromium-driver), or set CHROMIUM and \
         CHROMEDRIVER to the two programs",
    )
}

/// The same of Firefox; its driver is compiled.
pub fn firefox(repo: &Repo) -> Result<Firefox> {
    let firefox = or_install(repo, "Firefox", &["firefox-esr"], || {
        set("FIREFOX").or_else(|| on_path(&["firefox-esr", "firefox"]))
    })?
    .context("no Firefox: install it (Debian: apt install firefox-esr), or set FIREFOX to the program")?;
    let geckodriver = set("GECKODRIVER").or_else(|| on_path(&["geckodriver"]));
    let geckodriver = geckodriver.map_or_else(|| tools::geckodriver(repo), Ok)?;
    Ok(Firefox { firefox, geckodriver })
}

/// wrk, which sends many requests; `None` where it is not there and cannot be installed.
pub fn wrk(repo: &Repo) -> Result<Option<PathBuf>> {
    or_install(repo, "wrk", &["wrk"], || on_path(&["wrk"]))
}

/// Whether there is Valgrind.
pub fn valgrind(repo: &Repo) -> Result<bool> {
    Ok(or_install(repo, "Valgrind", &["valgrind"], || on_path(&["valgrind"]))?.is_some())
}

/// What is there, if need be once these packages of Debian are installed.
fn or_install<T>(
    repo: &Repo,
    name: &str,
    packages: &[&str],
    present: impl Fn() -> Option<T>,
) -> Result<Option<T>> {
    if let Some(browser) = present() {
        return Ok(Some(browser));
    }
    let root = output(Command::new("id").arg("-u")).is_some_and(|id| id == "0");
    if root && on_path(&["apt-get"]).is_some() {
        step(&format!("Install {name}"), || {
            let apt = |args: &[&str]| {
                run(repo.command("apt-get").args(args).env("DEBIAN_FRONTEND", "noninteractive"))
            };
            apt(&["update"])?;
            apt(&[&["install", "-y", "--no-install-recommends"], packages].concat())
        })?;
    }
    Ok(present())
}

fn set(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).map(PathBuf::from)
}

fn chromium() -> Option<Browser> {
    let chromium = set("CHROMIUM").or_else(|| on_path(&["chromium", "chromium-browser", "google-chrome"]))?;
    let chromedriver = set("CHROMEDRIVER").or_else(|| on_path(&["chromedriver"]))?;
    Some(Browser { chromium, chromedriver })
}
