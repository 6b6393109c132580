//! Starts the server on sample data and a browser, and stops both.

use std::ffi::OsStr;
use std::marker::PhantomData;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Result;
use serde_json::{Value, json};

use crate::engine::{Chromium, Engine, View};
use crate::page::Page;
use crate::server::Server;
use crate::webdriver::Driver;

/// The day that the server takes for today, so that pictures and numbers repeat.
pub const TODAY: &str = "2026-11-21";

/// A server and a browser.
pub struct System<E: Engine = Chromium> {
    /// The server.
    pub server: Arc<Server>,
    browser: PathBuf,
    driver: Driver,
    engine: PhantomData<E>,
}

/// The arguments of a server on sample data.
const SAMPLE: [&str; 2] = ["--today", TODAY];

/// A server that others may use as well, and Chromium; `None`, and a line that says so, where they are not known.
pub fn start() -> Result<Option<System>> {
    start_in()
}

/// The same with any browser.
pub fn start_in<E: Engine>() -> Result<Option<System<E>>> {
    system(|binary| Server::shared(binary, &SAMPLE))
}

/// The same with a server of one's own, which may be stopped.
pub fn start_alone() -> Result<Option<System>> {
    start_with(&SAMPLE)
}

/// The same with these arguments for the server, besides the one that says where it listens.
pub fn start_with(arguments: &[impl AsRef<OsStr>]) -> Result<Option<System>> {
    system(|binary| Ok(Arc::new(Server::start(binary, arguments)?)))
}

fn system<E: Engine>(serve: impl FnOnce(&Path) -> Result<Arc<Server>>) -> Result<Option<System<E>>> {
    let known = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let [browser, driver] = E::PROGRAMS;
    let (Some(binary), Some(program), Some(driving)) = (known("RSSAC002_BIN"), known(browser), known(driver))
    else {
        println!("skipped: RSSAC002_BIN, {browser} and {driver} are not set; run `cargo xtask test system`");
        return Ok(None);
    };
    Ok(Some(System {
        server: serve(&binary)?,
        browser: program,
        driver: Driver::start(&driving, E::ARGUMENTS, E::LISTENS)?,
        engine: PhantomData,
    }))
}

impl<E: Engine> System<E> {
    /// A browser window without a page yet.
    pub fn window(&self, view: View) -> Result<Page<'_, E>> {
        self.window_of(view, json!({}))
    }

    /// The same of a reader who has set some of the browser's preferences.
    pub fn window_of(&self, view: View, preferences: Value) -> Result<Page<'_, E>> {
        let capabilities = E::capabilities(&self.browser, view, &preferences)?;
        Page::new(&self.server, self.driver.session(capabilities)?, view)
    }

    /// A browser window with a page of the site, its chart drawn.
    pub fn open(&self, view: View, path: &str) -> Result<Page<'_, E>> {
        let page = self.window(view)?;
        page.open(path)?;
        Ok(page)
    }
}

impl System {
    /// A browser window without a page yet, which tells of its tasks ([`Page::tasks`]).
    pub fn traced_window(&self, view: View) -> Result<Page<'_>> {
        let mut capabilities = Chromium::capabilities(&self.browser, view, &json!({}))?;
        Chromium::trace(&mut capabilities);
        Page::new(&self.server, self.driver.session(capabilities)?, view)
    }
}
