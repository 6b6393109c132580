//! What the commands do that are not long.

use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use rssac002_ingest::{Options, Report, Sources, sample as made_up};
use rssac002_model::{DayRange, Metric, Snapshot};

use super::numbers::read;
use super::{CheckArgs, IngestArgs, SampleArgs, StoreArgs, StoreCommand};

/// `ingest`: reads into a store and says what came of it.
pub fn ingest(args: &IngestArgs) -> Result<ExitCode> {
    let Some(sources) = args.folders.sources() else {
        bail!("nothing to read: give at least one of --rssac002, --instances and --zone-size");
    };
    let options = Options { allow_shrink: args.allow_shrink, ..Options::new(args.clock.today().day()) };
    let (_, report) = read(&sources, Some(&args.store), &options)?;
    let mut out = io::stdout().lock();
    report.write_text(&mut out, false)?;
    writeln!(out, "\nThe store in {} holds this; {:.1} s.", args.store.display(), report.seconds)?;
    Ok(ExitCode::SUCCESS)
}

/// `store`: says whether it is whole, or puts the one before in its place.
pub fn store(args: &StoreArgs) -> Result<ExitCode> {
    let mut out = io::stdout();
    match &args.command {
        StoreCommand::Verify { store } => {
            let (snapshot, report) = rssac002_ingest::verify(store)?;
            writeln!(out, "{}: {}", store.display(), held(&snapshot, &report))?;
            // It is of no use to anybody but for a way back, so that one that is none is no failure.
            if let Some(before) = rssac002_ingest::before(store) {
                match rssac002_ingest::verify(&before) {
                    Ok((snapshot, report)) => {
                        writeln!(out, "{}: {}", before.display(), held(&snapshot, &report))?;
                    }
                    Err(error) => writeln!(out, "{error}")?,
                }
            }
        }
        StoreCommand::Restore { store } => {
            let (snapshot, report) = rssac002_ingest::restore(store)?;
            writeln!(out, "{}: {}", store.display(), held(&snapshot, &report))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// One line about a store that is whole.
fn held(snapshot: &Snapshot, report: &Report) -> String {
    let ranges = Metric::ALL.into_iter().filter_map(|metric| snapshot.range(metric));
    let days = ranges.clone().map(|r| r.start()).min().zip(ranges.map(|r| r.end()).max());
    let days = days.map_or("no day".to_owned(), |(first, last)| format!("{first} to {last}"));
    format!("whole; {} files, {days}, version {}", report.total().files, snapshot.version)
}

/// `check`: reads every folder and lists what was found; 1 where a finding weighs as much as `--fail-on` says.
pub fn check(args: &CheckArgs) -> Result<ExitCode> {
    let mut worst = None;
    for folder in &args.folders {
        let all = Some(folder.clone());
        let sources = Sources { rssac002: all.clone(), instances: all.clone(), zone_size: all };
        let (_, report) = read(&sources, None, &Options::new(args.clock.today().day()))?;
        worst = worst.max(report.worst());
        let mut out = io::stdout().lock();
        if args.json {
            report.write_json(&mut out)?;
        } else {
            if args.folders.len() > 1 {
                writeln!(out, "{}:", folder.display())?;
            }
            report.write_text(&mut out, args.all)?;
        }
    }
    let fails = worst.is_some_and(|level| level >= args.fail_on);
    Ok(if fails { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// `sample`: writes the made-up trees.
pub fn sample(args: &SampleArgs) -> Result<ExitCode> {
    let range = match (args.from, args.to) {
        (Some(from), Some(to)) => Some(DayRange::new(from, to).context("--to is before --from")?),
        _ => None,
    };
    let files = made_up::write_tree(&args.out, args.clock.today().day(), range)?;
    writeln!(io::stdout(), "{files} files written to {}", args.out.display())?;
    Ok(ExitCode::SUCCESS)
}
