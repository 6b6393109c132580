//! Site, manual and server together.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::compress::Sizes;
use crate::repo::Repo;
use crate::step::{run, step, typed};
use crate::{docs, site, tools};

/// What a build leaves.
pub struct Built {
    /// The server, with the site in it.
    pub server: PathBuf,
    /// Sizes of the site's files.
    pub sizes: Sizes,
}

/// Builds site and manual, and then the server around them.
pub fn build(repo: &Repo) -> Result<Built> {
    let tools = step("Tools", || tools::install(repo))?;
    let sizes = site::build(repo, &tools)?;
    // Trunk empties dist/ before it fills it.
    docs::build(repo, &tools.mdbook)?;
    step("Build the server", || {
        run(&mut repo.cargo(&["build", "--locked", "--release", "--bin", "rssac002"]))
    })?;
    let server = repo.target.join("release").join(format!("rssac002{}", std::env::consts::EXE_SUFFIX));
    Ok(Built { server, sizes })
}

/// Runs the server in the folder that the user stands in, until it is stopped.
pub fn serve(built: &Built, args: &[String]) -> Result<()> {
    let mut server = Command::new(&built.server);
    server.arg("serve").args(args);
    println!("\n==> {}", typed(&server));
    replace_by(&mut server)
}

/// This program becomes the server, so that signals reach it.
#[cfg(unix)]
fn replace_by(server: &mut Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    // It returns only if it failed.
    Err(server.exec()).context("cannot start the server")
}

#[cfg(not(unix))]
fn replace_by(server: &mut Command) -> Result<()> {
    let status = server.status().context("cannot start the server")?;
    anyhow::ensure!(status.success(), "the server stopped: {status}");
    Ok(())
}
