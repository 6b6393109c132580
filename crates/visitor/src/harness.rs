//! Starts the server on sample data and a browser, and stops both.

use std::cell::RefCell;
use std::ffi::{OsStr, OsString};
use std::marker::PhantomData;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::engine::{Chromium, Engine};
use crate::page::{Page, View};
use crate::webdriver::{self, Driver};

/// The day that the server takes for today, so that pictures and numbers repeat.
pub const TODAY: &str = "2026-11-21";

/// A server and a browser of one's own.
pub struct System<E: Engine = Chromium> {
    binary: PathBuf,
    arguments: Vec<OsString>,
    browser: PathBuf,
    port: u16,
    server: RefCell<Option<Child>>,
    driver: Driver,
    engine: PhantomData<E>,
}

/// Starts server and Chromium; `None`, and a line that says so, where they are not known.
pub fn start() -> Result<Option<System>> {
    start_in()
}

/// The same with any browser.
pub fn start_in<E: Engine>() -> Result<Option<System<E>>> {
    start_with(&["--today", TODAY])
}

/// The same with these arguments for the server, besides the one that says where it listens.
pub fn start_with<E: Engine>(arguments: &[impl AsRef<OsStr>]) -> Result<Option<System<E>>> {
    let known = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let [browser, driver] = E::PROGRAMS;
    let (Some(binary), Some(program), Some(driving)) = (known("RSSAC002_BIN"), known(browser), known(driver))
    else {
        println!("skipped: RSSAC002_BIN, {browser} and {driver} are not set; run `cargo xtask test system`");
        return Ok(None);
    };
    let system = System {
        binary,
        arguments: arguments.iter().map(|argument| argument.as_ref().to_owned()).collect(),
        browser: program,
        port: free_port()?,
        server: RefCell::new(None),
        driver: Driver::start(&driving, E::ARGUMENTS, E::LISTENS)?,
        engine: PhantomData,
    };
    system.start_server()?;
    Ok(Some(system))
}

impl<E: Engine> System<E> {
    /// Starts the server, after [`System::stop_server`] on the same port again, and waits until it answers.
    pub fn start_server(&self) -> Result<()> {
        let listen = format!("127.0.0.1:{}", self.port);
        let server = Command::new(&self.binary)
            .args(["serve", "--listen", &listen])
            .args(&self.arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .with_context(|| format!("cannot start {}", self.binary.display()))?;
        let mut slot = self.server.borrow_mut();
        let server = slot.insert(server);
        let (agent, start) = (webdriver::agent(), Instant::now());
        loop {
            if agent.get(format!("http://{listen}/healthz")).call().is_ok_and(|a| a.status() == 200) {
                return Ok(());
            }
            if let Some(status) = server.try_wait()? {
                bail!("the server ended: {status}");
            }
            if start.elapsed() > Duration::from_secs(60) {
                bail!("the server does not answer after a minute");
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Stops the server, as a failing machine would: without a word.
    pub fn stop_server(&self) -> Result<()> {
        if let Some(mut server) = self.server.borrow_mut().take() {
            server.kill()?;
            server.wait()?;
        }
        Ok(())
    }

    /// The number of the server's process; `None` where it was stopped.
    pub fn server_process(&self) -> Option<u32> {
        self.server.borrow().as_ref().map(Child::id)
    }

    /// The address of a path of the site.
    pub fn address(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// What the API answers.
    pub fn api(&self, path: &str) -> Result<Value> {
        let mut answer = webdriver::agent().get(self.address(path)).call()?;
        if answer.status() != 200 {
            bail!("{path}: status {}", answer.status());
        }
        Ok(answer.body_mut().with_config().limit(100 << 20).read_json()?)
    }

    /// Waits until the server has made what stands at a path, however long that takes it beside other work. A server that
    /// says anything but "later" is an error.
    pub fn made(&self, path: &str) -> Result<()> {
        loop {
            match webdriver::agent().get(self.address(path)).call()?.status().as_u16() {
                200 => return Ok(()),
                503 => std::thread::sleep(Duration::from_millis(200)),
                status => bail!("{path}: status {status}"),
            }
        }
    }

    /// Waits until the server has made a whole page, however long that takes it beside other work: it is kept then, and the next
    /// visitor gets it. One who comes earlier gets a page of which the app has to make everything.
    pub fn made_page(&self, path: &str) -> Result<()> {
        loop {
            let page = webdriver::agent().get(self.address(path)).call()?.body_mut().read_to_string()?;
            if !page.contains("<p class=\"state\">") {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(200));
        }
    }

    /// What stands at a path, octet by octet.
    pub fn bytes(&self, path: &str) -> Result<Vec<u8>> {
        let mut answer = webdriver::agent().get(self.address(path)).call()?;
        if answer.status() != 200 {
            bail!("{path}: status {}", answer.status());
        }
        Ok(answer.body_mut().with_config().limit(100 << 20).read_to_vec()?)
    }

    /// A browser window without a page yet.
    pub fn window(&self, view: View) -> Result<Page<'_, E>> {
        self.window_of(view, json!({}))
    }

    /// The same of a reader who has set some of the browser's preferences.
    pub fn window_of(&self, view: View, preferences: Value) -> Result<Page<'_, E>> {
        let capabilities = E::capabilities(&self.browser, view, &preferences)?;
        Page::new(self, self.driver.session(capabilities)?, view)
    }

    /// A browser window with a page of the site, its chart drawn.
    pub fn open(&self, view: View, path: &str) -> Result<Page<'_, E>> {
        let page = self.window(view)?;
        page.open(path)?;
        Ok(page)
    }
}

impl<E: Engine> Drop for System<E> {
    fn drop(&mut self) {
        // A server that cannot be stopped has ended.
        let _ = self.stop_server();
    }
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}
