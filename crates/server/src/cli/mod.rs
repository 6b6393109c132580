//! The command line.

// What stands above an option is its help, and no web page.
#![allow(rustdoc::invalid_html_tags)]

mod bar;
mod commands;
mod export;
mod fetch;
mod follow;
mod numbers;
mod render;
mod serve;
mod upstream;

use std::io::ErrorKind;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use rssac002_charts::Theme;
use rssac002_ingest::export::Format;
use rssac002_ingest::{Level, Sources};
use rssac002_model::Day;

use crate::app::Today;
use crate::http::origin::{NoOrigin, Origin};
use crate::image::options;
use crate::site::page::Render;

const EXAMPLES: &str = "\
Examples:
  rssac002 serve
      a site on made-up numbers, at http://127.0.0.1:8002
  rssac002 update --folder published --store store
      fetches what is new of the published files and reads it into the store; for a nightly job
  rssac002 serve --rssac002 RSSAC002-data --instances instance-data --zone-size RZM --store store
      a site on published files; what was read is kept in the folder `store`,
      so that the next start takes seconds
  rssac002 serve --upstream https://example.org/api/v1
      a site on the answers of another server's API, which are kept and asked for again when they are old
  rssac002 render '/queries-received?v=1&type=stacked' -o queries.png --store store
      a chart as a picture, without a server
  rssac002 export --format csv --out data --store store
      every published number as CSV, a file per kind
  rssac002 export --site www --origin https://example.org --store store
      the site as files, for a host that runs no program of ours
  rssac002 check RSSAC002-data
      every file that cannot be read, needed mending or is doubtful, with line and reason
  rssac002 check --json --fail-on doubtful RSSAC002-data
      the same for programs; fails where a file is doubtful, too
  rssac002 sample --out sample --from 2020-01-01 --to 2020-01-31
      a month of made-up files in the published layouts

Exit codes: 0 done; 1 it failed, `check` found what --fail-on says, or something could not be fetched; 2 the command
line is wrong.";

/// What the DNS root server system does: RSSAC002 statistics as an API and a site.
#[derive(Parser, Debug)]
#[command(name = "rssac002", version, after_help = EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Serve the API and the site.
    ///
    /// Without any folder and without --upstream the numbers are made up, and every page and answer says so.
    Serve(ServeArgs),
    /// Read published files into a store, or bring it up to date.
    ///
    /// Only new and changed files are read again. The store is a folder of Parquet files, which DuckDB, pandas and R open
    /// as they are. What cannot be listed or read is told, and the store keeps what it has of it. The store before is kept in the
    /// folder `before` of it (`rssac002 store restore`).
    Ingest(IngestArgs),
    /// Fetch the published files to a folder, or bring it up to date.
    ///
    /// The RSSAC002 collection comes by git, which has to be installed, the zone sizes and the instance archive over HTTPS. Only what
    /// is new comes, over one connection. What does not come whole and as the file that it should be is tried again, told and left
    /// out; the exit code is 1 then. A run that is cut short can simply be started again.
    ///
    /// The first run takes long: the instance archive has more than 50,000 files. --since takes fewer, --only one source after the
    /// other. A run of the next day takes a few minutes.
    Fetch(fetch::FetchArgs),
    /// Fetch what is new and read it into a store: `fetch` and then `ingest` of all that is in the folder.
    ///
    /// What could not be fetched is told, and what came is read all the same; the exit code is 1 then.
    Update(fetch::UpdateArgs),
    /// See whether a store is whole, or go back to the one before.
    Store(StoreArgs),
    /// Draw a chart into a file, as the server's images are.
    Render(RenderArgs),
    /// Write the whole data set as files for other programs.
    Export(ExportArgs),
    /// List every file that is refused, had to be mended or is doubtful, with line and reason.
    ///
    /// Four levels: `refused`, the day is missing; `repaired`, something was left out or read in the only way that made sense;
    /// `doubtful`, read as it is, but values or header contradict each other, the file's name or another file of that day;
    /// `note`, good to know. What is doubtful or noted changes no number.
    Check(CheckArgs),
    /// Write made-up files in the published layouts.
    Sample(SampleArgs),
}

/// Folders of published files. Each may be the root of its collection or a folder above or below it.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Published files")]
struct Folders {
    /// The RSSAC002 collection (YYYY/MM/<metric>/<letter>-root-YYYYMMDD-<metric>.yaml).
    #[arg(long, value_name = "DIR")]
    rssac002: Option<PathBuf>,
    /// The instance archive (YYYY/MM/DD/<letter>-root.yml).
    #[arg(long, value_name = "DIR")]
    instances: Option<PathBuf>,
    /// The root zone maintainer's zone sizes (YYYY/MM/zone-size/...).
    #[arg(long, value_name = "DIR")]
    zone_size: Option<PathBuf>,
}

impl Folders {
    /// The sources; `None` where no folder is given.
    fn sources(&self) -> Option<Sources> {
        let sources = Sources {
            rssac002: self.rssac002.clone(),
            instances: self.instances.clone(),
            zone_size: self.zone_size.clone(),
        };
        (sources != Sources::default()).then_some(sources)
    }
}

#[derive(Args, Clone, Debug)]
struct Clock {
    /// Take this day as today (UTC) in place of the clock's, for tests and pictures.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    today: Option<Day>,
}

impl Clock {
    fn today(&self) -> Today {
        self.today.map_or(Today::System, Today::Fixed)
    }
}

/// Whose numbers, and of which day. Without any folder they are made up.
#[derive(Args, Clone, Debug)]
struct Data {
    #[command(flatten)]
    folders: Folders,
    /// The folder of a store. With folders of published files it is brought up to date, which `serve` does behind its first
    /// answers; alone, or while another run is writing to it, it is taken as it is.
    #[arg(long, value_name = "DIR")]
    store: Option<PathBuf>,
    #[command(flatten)]
    clock: Clock,
}

#[derive(Args, Debug)]
struct ServeArgs {
    #[command(flatten)]
    data: Data,
    #[command(flatten)]
    upstream: upstream::UpstreamArgs,
    /// The address to listen on. Port 0 takes a free one. A socket that systemd hands over (`ListenStream=`) is taken in its
    /// place.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8002")]
    listen: String,
    /// Tell Prometheus at this address, under /metrics, what is counted. It is for those who run the server; visitors should not
    /// reach it.
    #[arg(long, value_name = "ADDRESS:PORT")]
    metrics: Option<String>,
    /// Serve the site from this folder in place of the one in the program, reading it again for every request.
    #[arg(long, value_name = "DIR")]
    site: Option<PathBuf>,
    /// The origin at which visitors reach the site, for addresses that have to be absolute (previews, embeds). Without it,
    /// the host that each request names.
    #[arg(long, value_name = "https://HOST", value_parser = origin)]
    origin: Option<Origin>,
    /// Take the scheme from X-Forwarded-Proto: only behind a proxy that sets it, whoever sends the request.
    #[arg(long, conflicts_with = "origin")]
    trust_forwarded_proto: bool,
    /// Take the client's address, by which the server shares its work out, from the last entry of X-Forwarded-For: only behind a
    /// proxy that adds it.
    #[arg(long)]
    trust_forwarded_for: bool,
    /// Connections at once; more wait until one is closed.
    #[arg(long, value_name = "NUMBER", default_value_t = 4096)]
    connections: usize,
    /// Connections at once of one address (of IPv6: of one network of 64 bits); more are closed. Those from this machine are not
    /// counted, because they may be a proxy's.
    #[arg(long, value_name = "NUMBER", default_value_t = 256)]
    connections_per_client: usize,
    /// How long answers under way may take when the server is told to stop.
    #[arg(long, value_name = "SECONDS", default_value_t = 5)]
    grace: u64,
    /// Write a line for every request to standard error: as text, or as JSON. Without it, only what is wrong.
    #[arg(long, value_name = "FORMAT")]
    log: Option<LogFormat>,
}

/// How a line of the log is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
enum LogFormat {
    Text,
    Json,
}

#[derive(Args, Debug)]
struct RenderArgs {
    /// A chart's address: path and query as in the browser, or as of a picture of the server (width, height, scale, theme),
    /// with or without the origin. The options below come before what it says.
    #[arg(value_name = "PATH?QUERY")]
    address: String,
    /// The file to write; its ending, .svg or .png, says which kind.
    #[arg(short, long, value_name = "FILE")]
    out: PathBuf,
    /// Width in CSS pixels; 960 where nothing is said.
    #[arg(long, value_name = "PIXELS", value_parser = within(options::WIDTHS))]
    width: Option<u32>,
    /// Height in CSS pixels; if left out, the one at which the chart reads well.
    #[arg(long, value_name = "PIXELS", value_parser = within(options::HEIGHTS))]
    height: Option<u32>,
    /// Pixels per CSS pixel; 1 where nothing is said.
    #[arg(long, value_name = "NUMBER", value_parser = scale)]
    scale: Option<f64>,
    /// light or dark; light where nothing is said.
    #[arg(long, value_name = "THEME", value_parser = theme)]
    theme: Option<Theme>,
    /// The site that the picture's link leads to.
    #[arg(long, value_name = "https://HOST", value_parser = origin)]
    origin: Option<Origin>,
    #[command(flatten)]
    data: Data,
}

#[derive(Args, Debug)]
struct ExportArgs {
    /// csv, parquet or json.
    #[arg(long, value_name = "FORMAT", value_parser = format, required_unless_present = "site", requires = "out")]
    format: Option<Format>,
    /// The folder to write to; made if it is not there. Files of the same names are replaced.
    #[arg(long, value_name = "DIR", requires = "format")]
    out: Option<PathBuf>,
    /// Write the whole site into this folder, for a host of files: every page in its default state, what charts ask for, and the
    /// data set. Files of the same names are replaced; others stay.
    #[arg(long, value_name = "DIR", requires = "origin", conflicts_with_all = ["format", "out"])]
    site: Option<PathBuf>,
    /// With --site: where visitors reach it, from http:// or https:// to the host or its port.
    #[arg(long, value_name = "URL", value_parser = origin, requires = "site")]
    origin: Option<Origin>,
    #[command(flatten)]
    data: Data,
}

fn format(text: &str) -> Result<Format, String> {
    let found = Format::ALL.into_iter().find(|format| format.name() == text);
    found.ok_or_else(|| "csv, parquet or json".to_owned())
}

fn within((least, most): (u32, u32)) -> clap::builder::RangedI64ValueParser<u32> {
    clap::value_parser!(u32).range(i64::from(least)..=i64::from(most))
}

fn origin(text: &str) -> Result<Origin, NoOrigin> {
    Origin::fixed(text)
}

fn scale(text: &str) -> Result<f64, String> {
    options::scale(text).map_err(|problem| problem.accepted.unwrap_or(problem.detail))
}

fn theme(text: &str) -> Result<Theme, String> {
    options::theme(text).map_err(|problem| problem.accepted.unwrap_or(problem.detail))
}

#[derive(Args, Debug)]
struct IngestArgs {
    #[command(flatten)]
    folders: Folders,
    /// The folder of the store; made if it is not there.
    #[arg(long, value_name = "DIR")]
    store: PathBuf,
    /// Let the store lose more than 5% of its days, or all of one collection. Else a run that would do so fails and leaves it
    /// as it was: mostly a disk is not there then.
    #[arg(long)]
    allow_shrink: bool,
    #[command(flatten)]
    clock: Clock,
}

#[derive(Args, Debug)]
struct StoreArgs {
    #[command(subcommand)]
    command: StoreCommand,
}

#[derive(Subcommand, Debug)]
enum StoreCommand {
    /// Read all of it and see whether it is as it was written; 1 where it is not.
    Verify {
        /// The folder of the store.
        #[arg(long, value_name = "DIR")]
        store: PathBuf,
    },
    /// Put the store before in its place, which is then the one before: a second time undoes it.
    Restore {
        /// The folder of the store.
        #[arg(long, value_name = "DIR")]
        store: PathBuf,
    },
}

#[derive(Args, Debug)]
struct CheckArgs {
    /// Folders in any of the published layouts.
    #[arg(value_name = "DIR", required = true)]
    folders: Vec<PathBuf>,
    /// One JSON object per folder in place of text, with every finding.
    #[arg(long)]
    json: bool,
    /// List every file, also of reasons that many files have.
    #[arg(long)]
    all: bool,
    /// Exit with 1 where a finding is of this level or a heavier one: refused, repaired, doubtful or note.
    #[arg(long, value_name = "LEVEL", value_parser = level, default_value = Level::Refused.name())]
    fail_on: Level,
    #[command(flatten)]
    clock: Clock,
}

fn level(text: &str) -> Result<Level, String> {
    Level::from_name(text).ok_or_else(|| "refused, repaired, doubtful or note".to_owned())
}

#[derive(Args, Debug)]
struct SampleArgs {
    /// The folder to write to; made if it is not there.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// The first day; all if left out (350,000 files).
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day, requires = "to")]
    from: Option<Day>,
    /// The last day.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day, requires = "from")]
    to: Option<Day>,
    #[command(flatten)]
    clock: Clock,
}

fn day(text: &str) -> Result<Day, String> {
    Day::parse_iso(text).ok_or_else(|| "a date is YYYY-MM-DD".to_owned())
}

/// Runs the command line of this process. `render` makes the bodies of pages.
pub fn run(render: Render) -> ExitCode {
    // Clap prints help and mistakes itself, and leaves with 0 or 2.
    let cli = Cli::parse();
    let done = match &cli.command {
        Command::Serve(args) => serve::serve(args, render),
        Command::Ingest(args) => commands::ingest(args),
        Command::Fetch(args) => fetch::fetch(args),
        Command::Update(args) => fetch::update(args),
        Command::Store(args) => commands::store(args),
        Command::Render(args) => render::render(args),
        Command::Export(args) => export::export(args, render),
        Command::Check(args) => commands::check(args),
        Command::Sample(args) => commands::sample(args),
    };
    match done {
        Ok(code) => code,
        // Whoever read our output has seen enough (`| head`).
        Err(error) if error.chain().any(is_broken_pipe) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("rssac002: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn is_broken_pipe(cause: &(dyn std::error::Error + 'static)) -> bool {
    cause.downcast_ref::<std::io::Error>().is_some_and(|error| error.kind() == ErrorKind::BrokenPipe)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed_and_explains_itself() {
        let mut command = Cli::command();
        command.clone().debug_assert();
        let help = command.render_long_help().to_string();
        for word in [
            "serve",
            "ingest",
            "fetch",
            "update",
            "store",
            "render",
            "export",
            "check",
            "sample",
            "Examples:",
            "Exit codes",
        ] {
            assert!(help.contains(word), "{word}");
        }
    }

    #[test]
    fn arguments_are_read() {
        let cli =
            Cli::try_parse_from(["rssac002", "serve", "--rssac002", "x", "--today", "2026-11-21"]).unwrap();
        let Command::Serve(args) = cli.command else { panic!("not serve") };
        assert_eq!(args.data.folders.sources().unwrap().rssac002, Some(PathBuf::from("x")));
        assert_eq!(args.data.clock.today().day().to_string(), "2026-11-21");
        assert_eq!(args.listen, "127.0.0.1:8002");
        for wrong in [
            &["rssac002"][..],
            &["rssac002", "check"],
            &["rssac002", "check", "x", "--fail-on", "nothing"],
            &["rssac002", "ingest"],
            &["rssac002", "fetch"],
            &["rssac002", "update", "--folder", "x"],
            &["rssac002", "store"],
            &["rssac002", "store", "verify"],
            &["rssac002", "serve", "--today", "2026-02-30"],
            &["rssac002", "serve", "--upstream", "example.org"],
            &["rssac002", "serve", "--upstream", "https://example.org", "--store", "x"],
            &["rssac002", "serve", "--upstream", "https://example.org", "--rssac002", "x"],
            &["rssac002", "serve", "--upstream", "https://example.org", "--instances", "x"],
            &["rssac002", "serve", "--upstream", "https://example.org", "--zone-size", "x"],
            &["rssac002", "serve", "--upstream", "https://example.org", "--upstream-rate", "0"],
            &["rssac002", "serve", "--cache", "x"],
            &["rssac002", "serve", "--upstream-rate", "2"],
            &["rssac002", "serve", "--origin", "example.org"],
            &["rssac002", "serve", "--origin", "https://example.org", "--trust-forwarded-proto"],
            &["rssac002", "export", "--format", "xls", "--out", "x"],
            &["rssac002", "export", "--format", "csv"],
            &["rssac002", "render", "/queries-received"],
            &["rssac002", "render", "/queries-received", "-o", "x.png", "--width", "10"],
            &["rssac002", "render", "/queries-received", "-o", "x.png", "--scale", "9"],
            &["rssac002", "render", "/queries-received", "-o", "x.png", "--theme", "blue"],
            &["rssac002", "sample", "--out", "x", "--from", "2020-01-01"],
        ] {
            assert!(Cli::try_parse_from(wrong).is_err(), "{wrong:?}");
        }
    }
}
