//! What each command does.

use std::io::{self, Write};
use std::net::IpAddr;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use listenfd::ListenFd;
use rssac002_charts::coverage::Note;
use rssac002_ingest::export::{self, DataFile};
use rssac002_ingest::report::Finding;
use rssac002_ingest::{IngestError, Options, Report, Sources, printable, sample as made_up};
use rssac002_model::{DayRange, Metric, Snapshot};
use tokio::net::TcpListener;
use tracing_subscriber::filter::LevelFilter;

use super::bar::Bar;
use super::follow::{self, Again};
use super::{
    CheckArgs, Data, ExportArgs, IngestArgs, LogFormat, SampleArgs, ServeArgs, StoreArgs, StoreCommand,
};
use crate::app::App;
use crate::http::connections::Limits;
use crate::http::origin::Origin;
use crate::server;
use crate::site::Site;
use crate::site::page::Render;

/// `serve`: binds the address first, so that a taken one is said at once, then reads the numbers and serves.
pub fn serve(args: &ServeArgs, render: Render) -> Result<ExitCode> {
    log(args.log);
    let site = match &args.site {
        Some(folder) => {
            ensure!(folder.join("index.html").is_file(), "no index.html in {}", folder.display());
            Site::folder(folder.clone())
        }
        None => Site::embedded(),
    }
    .rendered_by(render);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().context("no runtime")?;
    let done = runtime.block_on(run(args, site));
    // Long answers whose clients are slow do not hold the process back, nor does reading.
    runtime.shutdown_timeout(Duration::from_secs(1));
    done
}

/// Answers from the start on, at first that the numbers are being read.
async fn run(args: &ServeArgs, site: Site) -> Result<ExitCode> {
    let listener = listen(&args.listen).await?;
    let address = listener.local_addr()?;
    if let Some(warning) = unnamed(args, address.ip()) {
        eprintln!("{warning}");
    }
    let origin = args.origin.clone().unwrap_or_else(|| Origin::asked(args.trust_forwarded_proto));
    let app = App::starting(args.data.clock.today(), site).at(origin);
    let app = Arc::new(app.behind_proxy(args.trust_forwarded_for));
    if app.site.shell().is_none() {
        eprintln!("the pages are not in this program (`cargo xtask serve` builds them); the API is");
    }
    if let Some(metrics) = &args.metrics {
        let listener = bind(metrics).await?;
        tracing::info!("metrics at http://{}/metrics", listener.local_addr()?);
        tokio::spawn(server::serve_metrics(listener, app.clone()));
    }
    // Before the line below: whoever has read it may send a signal.
    let (stop, again) = (server::Stop::new().context("no signals")?, Again::new().context("no signals")?);
    let limits = Limits { all: connections(args.connections), each: args.connections_per_client };
    let grace = Duration::from_secs(args.grace);
    let mut serving = tokio::spawn(server::serve(listener, app.clone(), limits, stop, grace));
    let data = Arc::new(args.data.clone());
    let read = {
        let data = data.clone();
        tokio::task::spawn_blocking(move || follow::read(&data))
    };
    tokio::select! {
        held = read => app.swap(held.context("reading was given up")??),
        // Told to stop before there was anything to serve.
        served = &mut serving => return served.context("serving was given up").map(|()| ExitCode::SUCCESS),
    }
    writeln!(io::stdout(), "listening on http://{address}")?;
    tokio::spawn(follow::follow(app, data, again));
    serving.await.context("serving was given up")?;
    Ok(ExitCode::SUCCESS)
}

/// The socket that systemd hands over, or one of our own.
async fn listen(address: &str) -> Result<TcpListener> {
    let handed = ListenFd::from_env().take_tcp_listener(0).context("the socket that was handed over")?;
    let Some(socket) = handed else { return bind(address).await };
    socket.set_nonblocking(true)?;
    TcpListener::from_std(socket).context("the socket that was handed over")
}

async fn bind(address: &str) -> Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address}"))
}

/// Writes what happens to standard error: what is wrong, and every request where a format is asked for.
fn log(format: Option<LogFormat>) {
    let level = if format.is_some() { LevelFilter::INFO } else { LevelFilter::WARN };
    let log = tracing_subscriber::fmt().with_writer(io::stderr).with_max_level(level).with_target(false);
    // There is one already only where a test has made it.
    let _ = match format {
        Some(LogFormat::Json) => log.json().flatten_event(true).try_init(),
        Some(LogFormat::Text) | None => log.with_ansi(false).try_init(),
    };
}

/// Descriptors for other things than connections: files of the store and of the site.
const OTHER_FILES: u64 = 128;

/// How many connections there can be of as many as are wanted: each needs a descriptor.
fn connections(wanted: usize) -> usize {
    let wanted_files = u64::try_from(wanted).unwrap_or(u64::MAX).saturating_add(OTHER_FILES);
    // Where nothing is known of a limit there is none, or it shows when connections are taken.
    let files = rlimit::increase_nofile_limit(wanted_files).unwrap_or(wanted_files);
    let possible = usize::try_from(files.saturating_sub(OTHER_FILES)).unwrap_or(usize::MAX).max(1);
    if possible < wanted {
        tracing::warn!("{possible} connections at once, not {wanted}: the system allows {files} open files");
    }
    possible.min(wanted)
}

/// What to say where others reach the server and nobody has said at which address.
fn unnamed(args: &ServeArgs, listens: IpAddr) -> Option<&'static str> {
    (!listens.is_loopback() && args.origin.is_none()).then_some(
        "previews and embeds name the host that each request names: give --origin https://HOST, so that nobody can make \
         them name another",
    )
}

/// The snapshot that a command is asked for, and how its files came through.
pub(super) fn data(args: &Data) -> Result<(Snapshot, Report)> {
    let options = Options::new(args.clock.today().day());
    let (snapshot, report) = match (args.folders.sources(), &args.store) {
        (Some(sources), Some(store)) => up_to_date(&sources, store, &options)?,
        (Some(sources), None) => read(&sources, None, &options)?,
        (None, Some(store)) => rssac002_ingest::load(store)?,
        (None, None) => {
            let began = Instant::now();
            let snapshot = made_up::snapshot(args.clock.today().day());
            eprintln!("made-up sample data, ready after {:.1} s", began.elapsed().as_secs_f64());
            return Ok((snapshot, Report::default()));
        }
    };
    eprintln!("{}", summary(&report));
    Ok((snapshot, report))
}

/// Brings a store up to date. Where another run is about to, or the files would cost it days, what it holds has to do: a
/// server is of more use with yesterday's numbers than with none.
fn up_to_date(sources: &Sources, store: &Path, options: &Options) -> Result<(Snapshot, Report), IngestError> {
    let error = match read(sources, Some(store), options) {
        Err(error) if goes_around(&error) => error,
        done => return done,
    };
    match rssac002_ingest::load(store) {
        Ok(held) => {
            eprintln!("{error}; the store is taken as it is");
            Ok(held)
        }
        // The first run of all is writing to it.
        Err(_) if matches!(error, IngestError::Busy { .. }) => {
            eprintln!("{error}; waiting for it");
            rssac002_ingest::wait(store)?;
            read(sources, Some(store), options)
        }
        Err(_) => Err(error),
    }
}

/// Whether a store that is there can be used all the same.
fn goes_around(error: &IngestError) -> bool {
    matches!(error, IngestError::Busy { .. } | IngestError::Shrink { .. } | IngestError::Nothing { .. })
}

/// Why days were repaired or refused, for the page that shows them.
pub(super) fn notes(report: &Report) -> Vec<Note> {
    let note = |finding: &Finding| {
        let line = finding.line.map(|line| format!(":{line}")).unwrap_or_default();
        let text = format!("{}{line}: {}", printable(&finding.path), printable(&finding.reason));
        Some(Note { metric: finding.metric?, rsi: finding.rsi?, day: finding.day?, text })
    };
    report.findings.iter().filter_map(note).collect()
}

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

/// `export`: writes every file of the data set into a folder.
pub fn export(args: &ExportArgs) -> Result<ExitCode> {
    let (snapshot, _) = data(&args.data)?;
    std::fs::create_dir_all(&args.out).with_context(|| format!("cannot make {}", args.out.display()))?;
    for file in DataFile::all() {
        let path = args.out.join(format!("{}.{}", file.name(), args.format.name()));
        let write = || -> io::Result<u64> {
            let mut out = io::BufWriter::new(std::fs::File::create(&path)?);
            export::write(&snapshot, file, args.format, &mut out)?;
            out.into_inner()?.metadata().map(|written| written.len())
        };
        let octets = write().with_context(|| format!("cannot write {}", path.display()))?;
        writeln!(io::stdout(), "{octets:>12}  {}", path.display())?;
    }
    Ok(ExitCode::SUCCESS)
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

/// Reads with a progress bar.
pub(super) fn read(
    sources: &Sources,
    store: Option<&Path>,
    options: &Options,
) -> Result<(Snapshot, Report), IngestError> {
    let bar = Bar::new();
    let done = rssac002_ingest::ingest(sources, store, options, &bar);
    bar.finish();
    done
}

/// One line about a run.
fn summary(report: &Report) -> String {
    let total = report.total();
    let rebuilt =
        report.rebuilt.as_ref().map(|reason| format!("the store was made anew, because {reason}; "));
    let rebuilt = rebuilt.unwrap_or_default();
    format!(
        "{rebuilt}{} files: {} read, {} as before, {} refused, {} with repairs; {:.1} s",
        total.files, total.read, total.reused, total.refused, total.repaired, report.seconds
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::{Cli, Command};
    use clap::Parser;

    #[test]
    fn a_server_that_others_reach_wants_a_name() {
        for (more, listens, warned) in [
            (&[][..], "127.0.0.1", false),
            (&[], "::1", false),
            (&[], "192.0.2.1", true),
            (&[], "0.0.0.0", true),
            (&["--trust-forwarded-proto"], "::", true),
            (&["--origin", "https://example.org"], "0.0.0.0", false),
        ] {
            let cli = Cli::try_parse_from(["rssac002", "serve"].iter().chain(more)).unwrap();
            let Command::Serve(args) = cli.command else { panic!("not serve") };
            let warning = unnamed(&args, listens.parse().unwrap());
            assert_eq!(warning.is_some_and(|w| w.contains("--origin")), warned, "{more:?} {listens}");
        }
    }
}
