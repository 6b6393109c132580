//! Everything at once while the numbers are swapped under it: what is answered, and whether it is right.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{scope, sleep};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, ensure};
use rssac002_visitor::server::Server;
use rssac002_visitor::webdriver::agent;

use crate::Setting;
use crate::figure::{Figure, Reach, median};
use crate::process::{resident, settle, timed};

/// How many visitors ask, each one thing after the other.
const VISITORS: usize = 4;
/// How long, in seconds, unless the variable says something else.
const SECONDS: u64 = 60;
const LONGER: &str = "RSSAC002_LOAD_SECONDS";
/// The numbers are swapped every so many seconds.
const SWAP: u64 = 5;
/// The day that the server takes for today: the numbers are of one year, and of two.
const TODAY: &str = "2019-01-15";

/// What has the same octets whenever it is asked for, as long as the numbers are the same.
const ANSWERS: [&str; 16] = [
    "/api/v1/traffic-volume?rsi=a-m&start_date=2017-01-01&end_date=2018-12-31&week&totals=received",
    "/api/v1/traffic-volume?rsi=a-m&start_date=2017-12-01&end_date=2018-02-28",
    "/api/v1/rcode-volume?rsi=a-m&start_date=2017-01-02&end_date=2018-12-30&shape=columns&step=week&keys=top:8",
    "/api/v1/udp-request-sizes?rsi=a,k&start_date=2017-11-01&end_date=2018-03-01&week&sum",
    "/api/v1/udp-response-sizes?rsi=a-m&start_date=2017-06-01&end_date=2018-06-01",
    "/api/v1/tcp-request-sizes?rsi=m&start_date=2017-12-01&end_date=2018-01-31",
    "/api/v1/tcp-response-sizes?rsi=c&start_date=2017-12-01&end_date=2018-01-31",
    "/api/v1/unique-sources?rsi=a-m&start_date=2017-01-01&end_date=2018-12-31",
    "/api/v1/load-time?rsi=a-m&start_date=2017-01-01&end_date=2018-12-31",
    "/api/v1/zone-size?start_date=2017-01-01&end_date=2018-12-31",
    "/api/v1/instances-count?rsi=a-m&start_date=2017-01-01&end_date=2018-12-31",
    "/api/v1/instances-detail?rsi=f&start_date=2018-12-01&end_date=2018-12-31",
    "/api/v1/coverage",
    "/image/queries-received.png?width=600&height=315",
    "/image/packet-sizes.svg?width=800&height=400",
    "/image/response-codes/rsi.png?width=900&height=600",
];
/// Pages, which say which numbers they are made of. (What is made once and told later may be in them or not yet.)
const PAGES: [&str; 6] = [
    "/",
    "/queries-received",
    "/response-codes/rsi?v=1&interval=day",
    "/instances/map",
    "/studies/chromium",
    "/embed/load-time",
];
/// One question in twenty is none that can be answered.
const BAD: [(&str, u16); 5] = [
    ("/api/v1/traffic-volume?rsi=z&start_date=2017-01-01&end_date=2017-01-02", 400),
    ("/api/v1/traffic-volume?rsi=a&start_date=yesterday&end_date=2017-01-02", 400),
    ("/api/v1/nothing?rsi=a", 404),
    ("/image/nothing.png", 404),
    ("/nowhere/at-all", 404),
];

/// Asks for everything for a while, and swaps the numbers of one year for those of two and back meanwhile.
pub fn measure(setting: &Setting) -> Result<Vec<Figure>> {
    let seconds = match std::env::var(LONGER) {
        Ok(text) => {
            text.parse().with_context(|| format!("{LONGER} is `{text}`, which is no number of seconds"))?
        }
        Err(_) => SECONDS,
    };
    let swapped = Swapped::new(setting)?;
    let Swapped { server, store, .. } = &swapped;
    settle(server)?;
    let two = known(server)?;
    swapped.swap()?;
    let start = Instant::now();
    while version(server)? == two.version {
        ensure!(
            start.elapsed() < Duration::from_secs(60),
            "the server does not take the store that was swapped"
        );
        sleep(Duration::from_millis(100));
    }
    settle(server)?;
    let known = [known(server)?, two];
    let start = Instant::now();
    let (told, memory) = ask(&swapped, &known, seconds)?;
    let took = start.elapsed().as_secs_f64();
    std::fs::remove_dir_all(store)?;
    told.iter().flat_map(|told| told.faults.iter().take(5)).for_each(|fault| println!("    {fault}"));
    Ok(figures(&told, &memory, seconds / SWAP, took))
}

/// A server on a store that can be swapped for the one before it.
struct Swapped<'s> {
    binary: &'s Path,
    store: PathBuf,
    server: Server,
}

impl Swapped<'_> {
    /// One on the numbers of two years, before which there were those of one.
    fn new(setting: &Setting) -> Result<Swapped<'_>> {
        let store = setting.data.folder.join("store-swapped");
        if store.exists() {
            std::fs::remove_dir_all(&store)?;
        }
        for years in [1, 2] {
            let files = setting.data.years(years)?;
            let mut ingest = Command::new(&setting.binary);
            timed(ingest.args(["ingest", "--today", TODAY, "--store"]).arg(&store).args(&files))?;
        }
        let arguments = ["--today".as_ref(), TODAY.as_ref(), "--store".as_ref(), store.as_os_str()];
        let server = Server::start(&setting.binary, &arguments)?;
        Ok(Swapped { binary: &setting.binary, store, server })
    }

    fn swap(&self) -> Result<()> {
        timed(Command::new(self.binary).args(["store", "restore", "--store"]).arg(&self.store)).map(drop)
    }
}

/// Lets all visitors ask for so many seconds, and swaps meanwhile. Gives what they were told, and the memory of each second, in MB.
fn ask(swapped: &Swapped<'_>, known: &[Known; 2], seconds: u64) -> Result<(Vec<Told>, Vec<f64>)> {
    let (address, process) =
        (swapped.server.address(""), swapped.server.process().context("the server runs")?);
    let is_over = AtomicBool::new(false);
    let mut memory = Vec::new();
    let mut watch = || {
        for second in 1..=seconds {
            sleep(Duration::from_secs(1));
            memory.extend(resident(process));
            if second.is_multiple_of(SWAP) {
                swapped.swap()?;
            }
        }
        Ok(())
    };
    let told = scope(|scope| {
        let visitors: Vec<_> = (0..VISITORS)
            .map(|visitor| {
                let (address, is_over) = (&address, &is_over);
                scope.spawn(move || visit(address, visitor, known, is_over))
            })
            .collect();
        let watched: Result<()> = watch();
        is_over.store(true, Ordering::Relaxed);
        let told =
            visitors.into_iter().map(|visitor| visitor.join().map_err(|_| anyhow!("a visitor gave up")));
        let told = told.collect::<Result<Vec<Told>>>()?;
        watched.map(|()| told)
    })?;
    Ok((told, memory))
}

fn figures(told: &[Told], memory: &[f64], swaps: u64, seconds: f64) -> Vec<Figure> {
    let sum = |of: fn(&Told) -> f64| vec![told.iter().map(of).sum::<f64>()];
    let rate = told.iter().map(|told| told.answers).sum::<f64>() / seconds;
    let all = format!("everything at once, {VISITORS} visitors, {seconds:.0} s, {swaps} swaps");
    let mut figures = vec![
        Figure::new(all, "answers/s", vec![rate]),
        Figure::new("the same, answers of the one numbers", "answers", sum(|told| told.of[0])),
        Figure::new("the same, answers of the others", "answers", sum(|told| told.of[1])),
        Figure::new("the same, refused for now (503)", "answers", sum(|told| told.refused)),
        Figure::new("the same, wrong", "answers", sum(|told| told.faults.len() as f64))
            .reach(Reach::AtMost(0.0)),
    ];
    if let [first, .., last] = memory.chunks(memory.len().div_ceil(4).max(1)).collect::<Vec<_>>()[..] {
        let more = median(last) - median(first);
        figures.push(Figure::new("the same, memory in the last quarter", "MB", vec![median(last)]));
        let more = Figure::new("the same, above that in the first quarter", "MB", vec![more]);
        figures.push(more.reach(Reach::AtMost(32.0)));
    }
    figures
}

/// What a server answers with some numbers.
struct Known {
    version: String,
    /// The hash of each of [`ANSWERS`].
    answers: HashMap<&'static str, u64>,
}

fn known(server: &Server) -> Result<Known> {
    let answer = |path: &'static str| Ok((path, hash(&server.bytes(path)?)));
    Ok(Known { version: version(server)?, answers: ANSWERS.into_iter().map(answer).collect::<Result<_>>()? })
}

fn version(server: &Server) -> Result<String> {
    let ready = server.api("/readyz")?;
    Ok(ready["version"].as_str().context("a version")?.to_owned())
}

fn hash(octets: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    octets.hash(&mut hasher);
    hasher.finish()
}

/// What a visitor was told.
#[derive(Default)]
struct Told {
    answers: f64,
    /// How many of the numbers before and behind a swap.
    of: [f64; 2],
    /// How many should come again later.
    refused: f64,
    /// What was wrong, in words.
    faults: Vec<String>,
}

fn visit(server: &str, visitor: usize, known: &[Known; 2], is_over: &AtomicBool) -> Told {
    let agent = agent();
    let mut told = Told::default();
    // Each begins at another place.
    let mut number = visitor * 7;
    while !is_over.load(Ordering::Relaxed) {
        number += 1;
        let (path, expected) = match number % 20 {
            0 => BAD[number / 20 % BAD.len()],
            // Visitors of pages are fewer than programs.
            1..5 => (PAGES[number % PAGES.len()], 200),
            _ => (ANSWERS[number % ANSWERS.len()], 200),
        };
        let mut answer =
            match agent.get(format!("{server}{path}")).header("accept-encoding", "identity").call() {
                Ok(answer) => answer,
                Err(error) => {
                    told.faults.push(format!("{path}: {error}"));
                    continue;
                }
            };
        let status = answer.status().as_u16();
        let has_time = answer.headers().contains_key("retry-after");
        let body = answer.body_mut().with_config().limit(100 << 20).read_to_vec();
        told.answers += 1.0;
        match (status, body) {
            (503, Ok(_)) if has_time => told.refused += 1.0,
            (_, Err(error)) => told.faults.push(format!("{path}: {error}")),
            (status, Ok(_)) if status != expected => told.faults.push(format!("{path}: status {status}")),
            (200, Ok(body)) => {
                let is_of = |known: &Known| match known.answers.get(path) {
                    Some(answer) => *answer == hash(&body),
                    None => String::from_utf8_lossy(&body).contains(&known.version),
                };
                match known.iter().position(is_of) {
                    Some(which) => told.of[which] += 1.0,
                    None => told.faults.push(format!("{path}: of neither numbers")),
                }
            }
            _ => {}
        }
    }
    told
}
