//! Many requests at once, by wrk.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

/// What came of it.
pub struct Loaded {
    /// Requests a second.
    pub rate: f64,
    /// The milliseconds that 99 of a hundred requests took at most.
    pub p99: f64,
}

/// Asks for an address over four connections, for so many seconds, or for what a script makes of it. An answer that is no success is an
/// error.
pub fn load(wrk: &Path, url: &str, script: Option<&Path>, seconds: u32) -> Result<Loaded> {
    let mut command = Command::new(wrk);
    command.args(["--threads=1", "--connections=4", "--latency", &format!("--duration={seconds}s")]);
    command.args(["--header", "Accept-Encoding: gzip, deflate, br, zstd"]);
    if let Some(script) = script {
        command.arg("--script").arg(script);
    }
    let output = command.arg(url).output().with_context(|| format!("cannot start {}", wrk.display()))?;
    let text = String::from_utf8_lossy(&output.stdout);
    ensure!(output.status.success(), "wrk: {text}");
    ensure!(!text.contains("Non-2xx") && !text.contains("Socket errors"), "some requests failed:\n{text}");
    read(&text).with_context(|| format!("wrk says something else:\n{text}"))
}

/// Reads what wrk 4 prints.
fn read(text: &str) -> Option<Loaded> {
    let after = |name: &str| text.lines().find_map(|line| line.trim().strip_prefix(name)).map(str::trim);
    Some(Loaded { rate: after("Requests/sec:")?.parse().ok()?, p99: milliseconds(after("99%")?)? })
}

fn milliseconds(text: &str) -> Option<f64> {
    // How many of each are a millisecond.
    let units = [("us", 1e3), ("ms", 1.0), ("s", 1e-3)];
    units.into_iter().find_map(|(unit, number)| Some(text.strip_suffix(unit)?.parse::<f64>().ok()? / number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_wrk_prints_is_read() {
        let text = "Running 5s test @ http://127.0.0.1:8002/\n  1 threads and 4 connections\n  Latency Distribution\n     50%  120.00us\n     \
                    99%    1.25ms\n  98765 requests in 5.00s, 1.20GB read\nRequests/sec:  19753.25\nTransfer/sec:    245.1MB\n";
        let loaded = read(text).unwrap();
        assert_eq!((loaded.rate, loaded.p99), (19753.25, 1.25));
        assert_eq!(
            [milliseconds("950.00us"), milliseconds("2.00s"), milliseconds("x")],
            [Some(0.95), Some(2000.0), None]
        );
    }
}
