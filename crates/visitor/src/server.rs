//! The program as a server on a port of this machine.

use std::ffi::{OsStr, OsString};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::webdriver::agent;

/// A running server; stopped when dropped.
pub struct Server {
    binary: PathBuf,
    arguments: Vec<OsString>,
    port: u16,
    process: Mutex<Option<Child>>,
    is_shared: bool,
}

/// The server that tests share while one of them holds it.
static SHARED: Mutex<Weak<Server>> = Mutex::new(Weak::new());

impl Server {
    /// The server with these arguments that others use as well, for those who leave it as it is. All have to ask for the same one.
    /// What it has made for one it does not make again for the next.
    pub fn shared(binary: &Path, arguments: &[impl AsRef<OsStr>]) -> Result<Arc<Server>> {
        // Who panics while it starts leaves it as it was.
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(server) = shared.upgrade() {
            return Ok(server);
        }
        let server = Arc::new(Server::new(binary, arguments, true)?);
        *shared = Arc::downgrade(&server);
        Ok(server)
    }

    /// Starts one of one's own on a free port with these arguments, besides the one that says where it listens, and waits until it is
    /// ready.
    pub fn start(binary: &Path, arguments: &[impl AsRef<OsStr>]) -> Result<Server> {
        Server::new(binary, arguments, false)
    }

    fn new(binary: &Path, arguments: &[impl AsRef<OsStr>], is_shared: bool) -> Result<Server> {
        let server = Server {
            binary: binary.to_owned(),
            arguments: arguments.iter().map(|argument| argument.as_ref().to_owned()).collect(),
            port: TcpListener::bind("127.0.0.1:0")?.local_addr()?.port(),
            process: Mutex::new(None),
            is_shared,
        };
        server.start_again()?;
        Ok(server)
    }

    /// Starts it after [`Server::stop`] on the same port, and waits until it is ready.
    pub fn start_again(&self) -> Result<()> {
        let process = Command::new(&self.binary)
            .args(["serve", "--listen", &format!("127.0.0.1:{}", self.port)])
            .args(&self.arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .with_context(|| format!("cannot start {}", self.binary.display()))?;
        let mut slot = self.slot();
        let process = slot.insert(process);
        let (agent, start) = (agent(), Instant::now());
        while !agent.get(self.address("/readyz")).call().is_ok_and(|answer| answer.status() == 200) {
            if let Some(status) = process.try_wait()? {
                bail!("the server ended: {status}");
            }
            ensure!(start.elapsed() < Duration::from_secs(120), "the server is not ready after two minutes");
            sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    /// Stops it, as a failing machine would: without a word. An error where others use it.
    pub fn stop(&self) -> Result<()> {
        ensure!(!self.is_shared, "others use this server, so it cannot be stopped: start one of your own");
        self.end()
    }

    fn end(&self) -> Result<()> {
        if let Some(mut process) = self.slot().take() {
            process.kill()?;
            process.wait()?;
        }
        Ok(())
    }

    fn slot(&self) -> MutexGuard<'_, Option<Child>> {
        self.process.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The number of its process; `None` where it was stopped.
    pub fn process(&self) -> Option<u32> {
        self.slot().as_ref().map(Child::id)
    }

    /// The address of a path of the site.
    pub fn address(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// What the API answers.
    pub fn api(&self, path: &str) -> Result<Value> {
        serde_json::from_slice(&self.bytes(path)?).with_context(|| format!("{path} is no JSON"))
    }

    /// What stands at a path, octet by octet.
    pub fn bytes(&self, path: &str) -> Result<Vec<u8>> {
        let mut answer = agent().get(self.address(path)).call()?;
        ensure!(answer.status() == 200, "{path}: status {}", answer.status());
        Ok(answer.body_mut().with_config().limit(100 << 20).read_to_vec()?)
    }

    /// Waits until the server has made what stands at a path, however long that takes it beside other work. A server that
    /// says anything but "later" is an error.
    pub fn made(&self, path: &str) -> Result<()> {
        loop {
            match agent().get(self.address(path)).call()?.status().as_u16() {
                200 => return Ok(()),
                503 => sleep(Duration::from_millis(200)),
                status => bail!("{path}: status {status}"),
            }
        }
    }

    /// Waits until the server has made a whole page, however long that takes it beside other work: it is kept then, and the next
    /// visitor gets it. One who comes earlier gets a page of which the app has to make everything.
    pub fn made_page(&self, path: &str) -> Result<()> {
        loop {
            let page = agent().get(self.address(path)).call()?.body_mut().read_to_string()?;
            if !page.contains("<p class=\"state\">") {
                return Ok(());
            }
            sleep(Duration::from_millis(200));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // One that cannot be stopped has ended.
        let _ = self.end();
    }
}
