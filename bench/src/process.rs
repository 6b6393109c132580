//! Running the program, with its time and memory.

use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use rssac002_visitor::server::Server;
use rssac002_visitor::webdriver::agent;

/// What a run took.
#[derive(Clone, Copy, Debug)]
pub struct Took {
    /// From the start to the end.
    pub seconds: f64,
    /// The most memory that was resident, in MB; where the system does not tell, `None`.
    pub memory: Option<f64>,
}

/// Runs a command to its end, which has to be a good one.
pub fn timed(command: &mut Command) -> Result<Took> {
    let start = Instant::now();
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    let mut memory = None;
    loop {
        // It only grows, so what it was last is what it was most, but for what comes in the last moment.
        memory = peak(child.id()).or(memory);
        if let Some(status) = child.try_wait()? {
            let seconds = start.elapsed().as_secs_f64();
            ensure!(status.success(), "{command:?}: {status}");
            return Ok(Took { seconds, memory });
        }
        sleep(Duration::from_millis(5));
    }
}

/// The most memory that a process had, in MB.
pub fn peak(process: u32) -> Option<f64> {
    told(process, "VmHWM:")
}

/// The memory that a process has, in MB.
pub fn resident(process: u32) -> Option<f64> {
    told(process, "VmRSS:")
}

fn told(process: u32, name: &str) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    Some(line.trim().trim_end_matches("kB").trim().parse::<f64>().ok()? / 1024.0)
}

/// Waits until a server does nothing more of its own: it makes the slowest answers before anybody asks, and gives memory back.
pub fn settle(server: &Server) -> Result<()> {
    server.made("/unusual/marks.json?metric=queries")?;
    sleep(Duration::from_secs(2));
    Ok(())
}

/// Fetches an answer, and says how long it took in milliseconds and how many octets came, as they were sent.
pub fn fetch(server: &Server, path: &str) -> Result<(f64, u64)> {
    let start = Instant::now();
    let mut answer = agent().get(server.address(path)).header("accept-encoding", "identity").call()?;
    ensure!(answer.status() == 200, "{path}: status {}", answer.status());
    let octets = std::io::copy(&mut answer.body_mut().as_reader(), &mut std::io::sink())?;
    Ok((start.elapsed().as_secs_f64() * 1e3, octets))
}
