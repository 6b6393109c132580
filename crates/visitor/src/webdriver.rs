//! The wire to the browser: the few commands of the WebDriver standard that are needed here, over plain HTTP.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

/// A running program that drives browsers; stopped when dropped.
pub struct Driver {
    process: Child,
    base: String,
    agent: ureq::Agent,
    scratch: PathBuf,
}

impl Driver {
    /// Starts the program with arguments by which it takes a port of its choice, which it says after these words.
    pub fn start(program: &Path, arguments: &[&str], listens: &str) -> Result<Driver> {
        // chromedriver takes the same port of IPv4 and IPv6 and gives up where only one is free, so it may have a few tries.
        (0..5)
            .find_map(|_| Driver::try_start(program, arguments, listens).transpose())
            .with_context(|| format!("{} does not start", program.display()))?
    }

    /// `None` where it ended before it was ready.
    fn try_start(program: &Path, arguments: &[&str], listens: &str) -> Result<Option<Driver>> {
        // Browsers leave profiles and sockets behind when they are stopped in a hurry.
        static STARTED: AtomicU32 = AtomicU32::new(0);
        let number = STARTED.fetch_add(1, Ordering::Relaxed);
        let scratch = std::env::temp_dir().join(format!("rssac002-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&scratch)?;
        let process = Command::new(program)
            .args(arguments)
            .env("TMPDIR", &scratch)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("cannot start {}", program.display()))?;
        let mut driver = Driver { process, base: String::new(), agent: agent(), scratch };
        let stdout = driver.process.stdout.take().context("a driver has an output")?;
        let mut lines = BufReader::new(stdout).lines();
        while let Some(line) = lines.next().transpose()? {
            if let Some((_, port)) = line.rsplit_once(listens) {
                driver.base = format!("http://127.0.0.1:{}", port.trim_end_matches('.'));
                // It may have more to say, and ends where nobody listens.
                std::thread::spawn(move || lines.for_each(drop));
                return Ok(Some(driver));
            }
        }
        Ok(None)
    }

    /// Opens a browser window.
    pub fn session(&self, capabilities: Value) -> Result<Session> {
        let asked = json!({"capabilities": {"alwaysMatch": capabilities}});
        let url = format!("{}/session", self.base);
        let answer = read(self.agent.post(&url).send_json(&asked)?)?;
        let id = answer["sessionId"].as_str().context("the driver gave no session")?;
        Ok(Session { base: format!("{url}/{id}"), agent: self.agent.clone() })
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Nothing to be done where it has ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = std::fs::remove_dir_all(&self.scratch);
    }
}

/// A browser window with a profile of its own; closed when dropped.
pub struct Session {
    base: String,
    agent: ureq::Agent,
}

impl Session {
    /// A command with arguments.
    pub fn post(&self, command: &str, arguments: &Value) -> Result<Value> {
        read(self.agent.post(format!("{}/{command}", self.base)).send_json(arguments)?)
            .with_context(|| format!("the browser refuses `{command}`"))
    }

    /// A question.
    pub fn get(&self, question: &str) -> Result<Value> {
        read(self.agent.get(format!("{}/{question}", self.base)).call()?)
            .with_context(|| format!("the browser refuses `{question}`"))
    }

    /// A command of Chromium's own protocol, for what the standard lacks.
    pub fn chromium(&self, command: &str, parameters: &Value) -> Result<Value> {
        self.post("goog/cdp/execute", &json!({"cmd": command, "params": parameters}))
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // A browser that is gone already needs no closing.
        let _ = self.agent.delete(&self.base).call();
    }
}

/// An HTTP client for this machine only.
pub fn agent() -> ureq::Agent {
    let config = ureq::Agent::config_builder()
        .proxy(None)
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_secs(60)));
    config.build().into()
}

/// The value in an answer, or the error that it tells of.
fn read(mut answer: ureq::http::Response<ureq::Body>) -> Result<Value> {
    // Screenshots of long pages at device pixel ratio 3 take some megabytes.
    let mut body: Value = answer.body_mut().with_config().limit(100 << 20).read_json()?;
    let value = body["value"].take();
    if !answer.status().is_success() {
        bail!(
            "{}: {}",
            value["error"].as_str().unwrap_or("error"),
            value["message"].as_str().unwrap_or_default()
        );
    }
    Ok(value)
}
