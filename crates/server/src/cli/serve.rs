//! `serve`: the server, with what it is told on the command line.

use std::io::{self, Write};
use std::net::IpAddr;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use listenfd::ListenFd;
use tokio::net::TcpListener;
use tracing_subscriber::filter::LevelFilter;

use super::follow::{self, Again, First, Mark};
use super::{LogFormat, ServeArgs, upstream};
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
    let upstream = args.upstream.open(args.data.clock.today().day())?;
    let origin = args.origin.clone().unwrap_or_else(|| Origin::asked(args.trust_forwarded_proto));
    let app = App::starting(args.data.clock.today(), site).at(origin);
    let app = match &args.data.store {
        Some(store) => app.with_older(follow::Before { store: store.clone() }),
        None => app,
    };
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
    if let Some(upstream) = upstream {
        tokio::spawn(upstream::follow(app.clone(), upstream, again));
        tokio::select! {
            () = app.ready() => writeln!(io::stdout(), "listening on http://{address}")?,
            served = &mut serving => return served.context("serving was given up").map(|()| ExitCode::SUCCESS),
        }
        serving.await.context("serving was given up")?;
        return Ok(ExitCode::SUCCESS);
    }
    let data = Arc::new(args.data.clone());
    let seen = data.store.as_deref().and_then(Mark::of);
    let read = {
        let data = data.clone();
        tokio::task::spawn_blocking(move || follow::first(&data))
    };
    let First { held, is_behind } = tokio::select! {
        first = read => first.context("reading was given up")??,
        // Told to stop before there was anything to serve.
        served = &mut serving => return served.context("serving was given up").map(|()| ExitCode::SUCCESS),
    };
    app.swap(held);
    writeln!(io::stdout(), "listening on http://{address}")?;
    tokio::spawn(follow::follow(app, data, is_behind, seen, again));
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
