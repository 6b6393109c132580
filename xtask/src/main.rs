//! Builds, serves and tests rssac002-explorer: `cargo xtask help`.
//!
//! - [`command`]: what can be asked for on the command line;
//! - [`repo`]: where things are;
//! - [`step`]: running programs, with a title and the time taken;
//! - [`tools`], [`browser`]: what has to be installed first, in pinned versions;
//! - [`site`], [`parts`], [`worker`], [`fingerprint`], [`file`], [`compress`]: the web app, built only when its inputs changed;
//! - [`docs`]: the manual;
//! - [`build`]: site, manual and server together;
//! - [`check`]: everything that `cargo xtask test` runs; [`deny`]: a part of it; [`outcome`]: how a part ended;
//! - [`fuzz`]: the fuzz targets;
//! - [`bench`]: the benchmark;
//! - [`gallery`]: the pictures that the tests keep, on one page;
//!
//! It knows nothing of our other crates: it is compiled before any of them.

mod bench;
mod browser;
mod build;
mod check;
mod command;
mod compress;
mod deny;
mod docs;
mod file;
mod fingerprint;
mod fuzz;
mod gallery;
mod outcome;
mod parts;
mod repo;
mod site;
mod step;
mod tools;
mod worker;

use std::process::ExitCode;

use anyhow::Result;

use command::Command;
use repo::Repo;

fn main() -> ExitCode {
    if let Some(code) = parts::stand_in() {
        return code;
    }
    let command = match command::parse(std::env::args().skip(1)) {
        Ok(command) => command,
        Err(message) => {
            eprintln!("{message}\n\n{}", command::HELP);
            return ExitCode::from(2);
        }
    };
    match run(command) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<ExitCode> {
    let repo = match command {
        Command::Help => {
            println!("{}", command::HELP);
            return Ok(ExitCode::SUCCESS);
        }
        _ => Repo::find()?,
    };
    match command {
        Command::Help => {}
        Command::Serve { server_args } => {
            let built = build::build(&repo)?;
            build::serve(&built, &server_args)?;
        }
        Command::Build => {
            let built = build::build(&repo)?;
            println!("\nThe server, with the site in it: {}", built.server.display());
        }
        Command::Docs => {
            let first = docs::build(&repo, &tools::mdbook(&repo)?)?;
            println!("\nThe manual: {}", first.display());
        }
        Command::Tools => tools::install(&repo)?.print(),
        Command::Test { groups, test_args } => return check::test(&repo, &groups, &test_args),
        Command::Fuzz { targets, seconds } => fuzz::run(&repo, &targets, seconds)?,
        Command::Bench { parts } => bench::bench(&repo, &parts)?,
        Command::Bless => check::bless(&repo)?,
        Command::Gallery => println!("{}", gallery::write(&repo)?.display()),
        Command::Shots { paths } => check::shots(&repo, &paths)?,
    }
    Ok(ExitCode::SUCCESS)
}
