//! The browsers that pages are looked at in. What only one of them can do is offered by its pages alone ([`crate::page`]).

use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::webdriver::Session;

/// A screen.
#[derive(Clone, Copy, Debug)]
pub struct View {
    /// CSS pixels.
    pub width: u32,
    /// CSS pixels.
    pub height: u32,
    /// Device pixels per CSS pixel.
    pub ratio: f64,
    /// A phone or tablet: touch, no scroll bars.
    pub mobile: bool,
    /// Whether the visitor's system is set to dark.
    pub dark: bool,
}

impl View {
    /// A laptop.
    pub const DESKTOP: View = View { width: 1440, height: 900, ratio: 1.0, mobile: false, dark: false };
    /// A laptop with twice as many pixels.
    pub const SHARP: View = View { ratio: 2.0, ..View::DESKTOP };
    /// A tablet.
    pub const TABLET: View = View { width: 768, height: 1024, ratio: 2.0, mobile: true, dark: false };
    /// A phone.
    pub const PHONE: View = View { width: 390, height: 844, ratio: 3.0, mobile: true, dark: false };

    /// The same screen in the dark.
    pub const fn dark(self) -> View {
        View { dark: true, ..self }
    }
}

/// A browser that the WebDriver standard drives.
pub trait Engine {
    /// The variables that say where it is, and the program that drives it.
    const PROGRAMS: [&'static str; 2];
    /// Arguments of that program, so that it takes a free port.
    const ARGUMENTS: &'static [&'static str];
    /// What that program says before its port.
    const LISTENS: &'static str;

    /// Whether a pointer's pixels are counted from the corner of the window, even in a frame of another site.
    const POINTS_FROM_OUTSIDE: bool;

    /// What a session is asked for: this program, for a view, of a reader with these preferences.
    fn capabilities(program: &Path, view: View, preferences: &Value) -> Result<Value>;

    /// Gives the window another screen.
    fn show(session: &Session, view: View) -> Result<()>;

    /// What the console said since the last time this was asked, where the browser tells.
    fn said(session: &Session) -> Result<Vec<String>>;
}

/// Chromium, with its own protocol for what the standard lacks.
pub struct Chromium;

/// Flags for Chromium, the same as for the wasm tests.
const CAPABILITIES: &str = include_str!("../../../webdriver.json");

impl Engine for Chromium {
    const PROGRAMS: [&'static str; 2] = ["CHROMIUM", "CHROMEDRIVER"];
    const ARGUMENTS: &'static [&'static str] = &["--port=0"];
    // "ChromeDriver was started successfully on port 40123."
    const LISTENS: &'static str = "successfully on port ";
    const POINTS_FROM_OUTSIDE: bool = true;

    fn capabilities(program: &Path, _: View, preferences: &Value) -> Result<Value> {
        let mut capabilities: Value = serde_json::from_str(CAPABILITIES).context("webdriver.json")?;
        capabilities["goog:chromeOptions"]["binary"] = json!(program);
        capabilities["goog:chromeOptions"]["prefs"] = preferences.clone();
        Ok(capabilities)
    }

    fn show(session: &Session, view: View) -> Result<()> {
        let View { width, height, ratio, mobile, dark } = view;
        let metrics = json!({"width": width, "height": height, "deviceScaleFactor": ratio, "mobile": mobile});
        session.chromium("Emulation.setDeviceMetricsOverride", &metrics)?;
        session.chromium("Emulation.setTouchEmulationEnabled", &json!({"enabled": mobile}))?;
        let scheme = if dark { "dark" } else { "light" };
        let media = json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]});
        session.chromium("Emulation.setEmulatedMedia", &media)?;
        Ok(())
    }

    fn said(session: &Session) -> Result<Vec<String>> {
        let entries = session.post("se/log", &json!({"type": "browser"}))?;
        let line = |e: &Value| {
            format!("{}: {}", e["level"].as_str().unwrap_or(""), e["message"].as_str().unwrap_or(""))
        };
        Ok(entries.as_array().context("the log is a list")?.iter().map(line).collect())
    }
}

impl Chromium {
    /// Lets the browser write down the tasks that it does, and the marks that pages set.
    pub(crate) fn trace(capabilities: &mut Value) {
        capabilities["goog:loggingPrefs"]["performance"] = json!("ALL");
        capabilities["goog:chromeOptions"]["perfLoggingPrefs"] =
            json!({"enableNetwork": false, "traceCategories": "toplevel,blink.user_timing"});
    }
}

/// Firefox, by the standard alone: a window on a screen as it was when the window was opened.
pub struct Firefox;

impl Engine for Firefox {
    const PROGRAMS: [&'static str; 2] = ["FIREFOX", "GECKODRIVER"];
    const ARGUMENTS: &'static [&'static str] = &["--port=0", "--websocket-port=0"];
    // "1764385200000	geckodriver	INFO	Listening on 127.0.0.1:40123"
    const LISTENS: &'static str = "Listening on 127.0.0.1:";
    const POINTS_FROM_OUTSIDE: bool = false;

    fn capabilities(program: &Path, view: View, preferences: &Value) -> Result<Value> {
        let mut preferences = preferences.clone();
        preferences["layout.css.prefers-color-scheme.content-override"] =
            if view.dark { 0.into() } else { 1.into() };
        preferences["layout.css.devPixelsPerPx"] = view.ratio.to_string().into();
        let options = json!({"binary": program, "args": ["-headless"], "prefs": preferences});
        Ok(json!({"browserName": "firefox", "moz:firefoxOptions": options}))
    }

    fn show(session: &Session, view: View) -> Result<()> {
        ensure!(!view.mobile, "Firefox on a desktop shows no {view:?}");
        // The window is larger than the page, by what is known only once it is there.
        let size = |more: [i64; 2]| {
            let (width, height) = (i64::from(view.width) + more[0], i64::from(view.height) + more[1]);
            session.post("window/rect", &json!({"width": width, "height": height}))
        };
        size([0, 0])?;
        let inside = json!({"script": "return [innerWidth, innerHeight]", "args": []});
        let inside = session.post("execute/sync", &inside)?;
        let missing = |at: usize, whole: u32| i64::from(whole) - inside[at].as_i64().unwrap_or(0);
        size([missing(0, view.width), missing(1, view.height)]).map(drop)
    }

    fn said(_: &Session) -> Result<Vec<String>> {
        Ok(Vec::new())
    }
}
