//! `fetch` and `update`: the published sources in a folder, and a store of them.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Result, bail};
use clap::Args;
use rssac002_fetch::{Addresses, Directory, Folder, Manners, NoAddress, Options, Report, Repository, Source};
use rssac002_ingest::Sources;
use rssac002_model::Day;

use super::Clock;
use super::bar::FetchBar;
use super::numbers::read;

/// What is fetched, from where and to where.
#[derive(Args, Debug)]
pub(super) struct FetchArgs {
    /// The folder to fetch to; made if it is not there. In it will be RSSAC002-data, instances and zone-size.
    #[arg(long, value_name = "DIR")]
    folder: PathBuf,
    /// Fetch only this source: rssac002, instances or zone-size. Can be given several times, or with commas.
    #[arg(long, value_name = "SOURCE", value_parser = source, value_delimiter = ',')]
    only: Vec<Source>,
    /// The first day of zone sizes and instances to be fetched: 2017, 2017-01 or 2017-01-02. The RSSAC002 collection comes as a
    /// whole.
    #[arg(long, value_name = "DATE", value_parser = since)]
    since: Option<Day>,
    /// Ask again for files of the last so many days, and take those that have changed: publishers mend them.
    #[arg(long, value_name = "DAYS", default_value_t = 60, value_parser = clap::value_parser!(i32).range(0..=100_000))]
    again: i32,
    /// Requests to a web server in a second, at most.
    #[arg(long, value_name = "NUMBER", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=50))]
    rate: u32,
    /// The RSSAC002 collection: the address or path of a git repository.
    #[arg(long, value_name = "REPOSITORY", default_value = Addresses::RSSAC002, value_parser = repository)]
    rssac002_from: Repository,
    /// The instance archive: the address of the folder that lists its years.
    #[arg(long, value_name = "ADDRESS", default_value = Addresses::INSTANCES, value_parser = directory)]
    instances_from: Directory,
    /// The root zone maintainer's metrics, of which the zone sizes are fetched: the address of the folder that lists their years.
    #[arg(long, value_name = "ADDRESS", default_value = Addresses::ZONE_SIZE, value_parser = directory)]
    zone_size_from: Directory,
    /// One JSON object in place of text.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    clock: Clock,
}

#[derive(Args, Debug)]
pub(super) struct UpdateArgs {
    #[command(flatten)]
    fetch: FetchArgs,
    /// The folder of the store; made if it is not there.
    #[arg(long, value_name = "DIR")]
    store: PathBuf,
    /// Let the store lose more than 5% of its days, or all of one collection, as of `ingest`.
    #[arg(long)]
    allow_shrink: bool,
}

fn source(text: &str) -> Result<Source, String> {
    Source::from_name(text).ok_or_else(|| "rssac002, instances or zone-size".to_owned())
}

/// A path is one from here, where git would take it for one from its work tree.
fn repository(text: &str) -> Result<Repository, NoAddress> {
    let path = Path::new(text).canonicalize().ok();
    Repository::parse(path.as_deref().and_then(Path::to_str).unwrap_or(text))
}

fn directory(text: &str) -> Result<Directory, NoAddress> {
    Directory::parse(text)
}

/// The first day of a year, of a month, or a day.
fn since(text: &str) -> Result<Day, String> {
    let day = [text.to_owned(), format!("{text}-01"), format!("{text}-01-01")]
        .iter()
        .find_map(|t| Day::parse_iso(t));
    day.ok_or_else(|| "a date is YYYY, YYYY-MM or YYYY-MM-DD".to_owned())
}

impl FetchArgs {
    fn options(&self) -> Options {
        let wanted = |source: &Source| self.only.is_empty() || self.only.contains(source);
        Options {
            sources: Source::ALL.into_iter().filter(wanted).collect(),
            addresses: Addresses {
                rssac002: self.rssac002_from.clone(),
                instances: self.instances_from.clone(),
                zone_size: self.zone_size_from.clone(),
            },
            today: self.clock.today().day(),
            since: self.since,
            again: self.again,
            manners: Manners { pause: Duration::from_secs(1) / self.rate, ..Manners::default() },
        }
    }

    /// Fetches with a progress bar.
    fn run(&self, folder: &Folder) -> Result<Report> {
        let bar = FetchBar::new();
        let done = rssac002_fetch::fetch(folder, &self.options(), &bar);
        bar.finish();
        Ok(done?)
    }
}

/// `fetch`: brings what is new; 1 where something is missing.
pub(super) fn fetch(args: &FetchArgs) -> Result<ExitCode> {
    let folder = Folder::open(&args.folder)?;
    let report = args.run(&folder)?;
    let mut out = io::stdout().lock();
    if args.json {
        writeln!(out, "{:#}", report.to_json())?;
    } else {
        report.write_text(&mut out)?;
        writeln!(out, "\nThe folder {} holds this; {:.1} s.", args.folder.display(), report.seconds)?;
    }
    Ok(ending(&report))
}

/// `update`: fetches, and reads into a store what came, also where something is missing.
pub(super) fn update(args: &UpdateArgs) -> Result<ExitCode> {
    // Held until all is read, so that no other run fetches meanwhile.
    let folder = Folder::open(&args.fetch.folder)?;
    let fetched = args.fetch.run(&folder)?;
    let mut out = io::stdout().lock();
    if args.fetch.json {
        write!(out, "{{\"fetch\":{},\n\"ingest\":", fetched.to_json())?;
    } else {
        fetched.write_text(&mut out)?;
        writeln!(out)?;
    }
    let read = ingest(args, &folder);
    match &read {
        Ok(report) if args.fetch.json => {
            report.write_json(&mut out)?;
            writeln!(out, "}}")?;
        }
        Ok(report) => {
            report.write_text(&mut out, false)?;
            let seconds = fetched.seconds + report.seconds;
            writeln!(out, "\nThe store in {} holds this; {seconds:.1} s.", args.store.display())?;
        }
        Err(_) if args.fetch.json => writeln!(out, "null}}")?,
        Err(_) => {}
    }
    let code = ending(&fetched);
    read.map(|_| code)
}

/// Reads all that is in the folder, whatever was fetched this time: what is left out would leave the store.
fn ingest(args: &UpdateArgs, folder: &Folder) -> Result<rssac002_ingest::Report> {
    let sources = Sources {
        rssac002: folder.of(Source::Rssac002),
        instances: folder.of(Source::Instances),
        zone_size: folder.of(Source::ZoneSize),
    };
    if sources == Sources::default() {
        bail!("nothing has been fetched to {} yet", args.fetch.folder.display());
    }
    let today = args.fetch.clock.today().day();
    let options =
        rssac002_ingest::Options { allow_shrink: args.allow_shrink, ..rssac002_ingest::Options::new(today) };
    let store: &Path = &args.store;
    let (_, report) = read(&sources, Some(store), &options)?;
    Ok(report)
}

/// How a run ends, and a line about it where nobody looks at what it prints, as of jobs at night.
fn ending(report: &Report) -> ExitCode {
    match report.missing() {
        0 => ExitCode::SUCCESS,
        missing => {
            let things = if missing == 1 { "thing is" } else { "things are" };
            eprintln!("rssac002: {missing} {things} missing; what came is there, and the next run goes on");
            ExitCode::FAILURE
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::{Cli, Command};
    use clap::Parser;

    fn options(more: &[&str]) -> Result<Options, clap::Error> {
        let cli = Cli::try_parse_from(["rssac002", "fetch", "--folder", "x"].iter().chain(more))?;
        let Command::Fetch(args) = cli.command else { panic!("not fetch") };
        Ok(args.options())
    }

    #[test]
    fn what_is_fetched_is_read() {
        let usual = options(&[]).unwrap();
        assert_eq!(usual.sources, Source::ALL);
        assert_eq!((usual.again, usual.manners), (60, Manners::default()));
        assert_eq!(usual.addresses.instances.to_string(), Addresses::INSTANCES);
        let some = options(&["--only", "zone-size,rssac002", "--only", "zone-size", "--rate", "4"]).unwrap();
        assert_eq!(some.sources, [Source::Rssac002, Source::ZoneSize]);
        assert_eq!(some.manners.pause, Duration::from_millis(250));
        for (text, day) in [("2017", "2017-01-01"), ("2017-03", "2017-03-01"), ("2017-03-04", "2017-03-04")] {
            assert_eq!(options(&["--since", text]).unwrap().since.unwrap().to_string(), day);
        }
        for wrong in [
            &["--only", "everything"][..],
            &["--since", "17"],
            &["--since", "2017-13"],
            &["--since", "2017-1"],
            &["--again", "-1"],
            &["--rate", "0"],
            &["--instances-from", "ftp://example.org/"],
            &["--zone-size-from", "https://user:secret@example.org/"],
            &["--rssac002-from", ""],
        ] {
            assert!(options(wrong).is_err(), "{wrong:?}");
        }
    }
}
