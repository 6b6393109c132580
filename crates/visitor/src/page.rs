//! What a visitor does and sees on a page.

use std::cell::Cell;
use std::marker::PhantomData;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use base64::Engine as _;
use serde_json::{Value, json};

use crate::engine::{Chromium, Engine, View};
use crate::server::Server;
use crate::webdriver::Session;

/// How long a page may take for anything, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// What a page did at one go.
#[derive(Clone, Debug, Default)]
pub struct Task {
    /// How long the processor worked at it, in milliseconds. Other programs do not count, unlike in the time that it took.
    pub processor: f64,
    /// The marks that the page's scripts set meanwhile, by name.
    pub marks: Vec<String>,
}

/// A browser window.
pub struct Page<'s, E: Engine = Chromium> {
    server: &'s Server,
    session: Session,
    engine: PhantomData<E>,
    /// The frame that is spoken to; none for the page itself.
    frame: Cell<Option<usize>>,
}

impl<E: Engine> Page<'_, E> {
    /// An empty window.
    pub fn new(server: &Server, session: Session, view: View) -> Result<Page<'_, E>> {
        let page = Page { server, session, engine: PhantomData, frame: Cell::new(None) };
        page.resize(view)?;
        Ok(page)
    }

    /// Another screen for the same window, as when a laptop is put on its dock.
    pub fn resize(&self, view: View) -> Result<()> {
        E::show(&self.session, view)
    }

    /// Goes to a page of the site and waits for its chart.
    pub fn open(&self, path: &str) -> Result<()> {
        self.go_to(&self.server.address(path))?;
        self.wait_for_chart()
    }

    /// Goes to a page of the site that the server has made whole, and waits for nothing but the document.
    pub fn arrive(&self, path: &str) -> Result<()> {
        self.server.made_page(path)?;
        self.go_to(&self.server.address(path))
    }

    /// Goes to any address, and waits for nothing but the document.
    pub fn go_to(&self, address: &str) -> Result<()> {
        self.session.post("url", &json!({"url": address})).map(drop)
    }

    /// Waits until the chart is drawn and the app stands in the place of the page before it, which it takes a frame later.
    pub fn wait_for_chart(&self) -> Result<()> {
        self.wait_for(
            "a drawn chart",
            "document.documentElement.dataset.chartState === 'ready' && !document.querySelector('#before')",
        )
    }

    /// Waits until a JavaScript expression is true. `what` is for the message where that does not happen.
    pub fn wait_for(&self, what: &str, expression: &str) -> Result<()> {
        let start = Instant::now();
        while !self.js(&format!("return Boolean({expression})"))?.as_bool().unwrap_or(false) {
            if start.elapsed() > PATIENCE {
                let state = self.js("return document.documentElement.dataset.chartState ?? null")?;
                let (address, log) = (self.address()?, E::said(&self.session)?.join("\n  "));
                bail!("waited in vain for {what} at {address}; chart state {state}, console:\n  {log}");
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    /// Runs the body of a JavaScript function and returns its value.
    pub fn js(&self, body: &str) -> Result<Value> {
        self.session.post("execute/sync", &json!({"script": body, "args": []}))
    }

    /// The address without the server's name.
    pub fn address(&self) -> Result<String> {
        let address = self.js("return location.pathname + location.search + location.hash")?;
        Ok(address.as_str().context("a page has an address")?.to_owned())
    }

    /// The title in the browser's tab.
    pub fn title(&self) -> Result<String> {
        Ok(self.session.get("title")?.as_str().context("a title is a text")?.to_owned())
    }

    /// The text of an element, as it is seen.
    pub fn text(&self, css: &str) -> Result<String> {
        let text = self.session.get(&format!("element/{}/text", self.find(css)?))?;
        Ok(text.as_str().context("the text of an element is a text")?.to_owned())
    }

    /// Does something in a frame of the page, counted from 0, and comes back.
    pub fn in_frame<T>(&self, frame: usize, run: impl FnOnce() -> Result<T>) -> Result<T> {
        self.speak_to(Some(frame))?;
        self.frame.set(Some(frame));
        let done = run().with_context(|| format!("in frame {frame}"));
        self.frame.set(None);
        self.speak_to(None)?;
        done
    }

    fn speak_to(&self, frame: Option<usize>) -> Result<()> {
        self.session.post("frame", &json!({"id": frame})).map(drop)
    }

    /// Does something in the page around the frame that is spoken to, where the browser counts a pointer's pixels from there.
    fn outside<T>(&self, run: impl FnOnce(usize) -> Result<T>) -> Result<Option<T>> {
        let Some(frame) = self.frame.get().filter(|_| E::POINTS_FROM_OUTSIDE) else { return Ok(None) };
        self.speak_to(None)?;
        let done = run(frame);
        self.speak_to(Some(frame))?;
        done.map(Some)
    }

    /// The browser's back button.
    pub fn back(&self) -> Result<()> {
        self.session.post("back", &json!({})).map(drop)
    }

    /// The browser's forward button.
    pub fn forward(&self) -> Result<()> {
        self.session.post("forward", &json!({})).map(drop)
    }

    /// The browser's reload button.
    pub fn reload(&self) -> Result<()> {
        self.session.post("refresh", &json!({})).map(drop)
    }

    /// Clicks on the middle of an element.
    pub fn click(&self, css: &str) -> Result<()> {
        self.session.post(&format!("element/{}/click", self.find(css)?), &json!({})).map(drop)
    }

    /// Takes a radio button or a box. They lie under their styled labels, so this does what a click on the label does.
    pub fn choose(&self, css: &str) -> Result<()> {
        let quoted = Value::from(css);
        self.js(&format!("document.querySelector({quoted}).click()"))
            .map(drop)
            .with_context(|| format!("no choice fits `{css}`"))
    }

    /// Puts a value into a field, as typing and leaving it does.
    pub fn fill(&self, css: &str, value: &str) -> Result<()> {
        let (css, value) = (Value::from(css), Value::from(value));
        self.js(&format!(
            "const field = document.querySelector({css}); field.value = {value};
             field.dispatchEvent(new Event('input', {{bubbles: true}}));
             field.dispatchEvent(new Event('change', {{bubbles: true}}));"
        ))
        .map(drop)
    }

    /// Clicks on a part of an element's width and height.
    pub fn click_at(&self, css: &str, at: (f64, f64)) -> Result<()> {
        self.act(mouse(vec![
            self.move_to(css, at)?,
            json!({"type": "pointerDown", "button": 0}),
            json!({"type": "pointerUp", "button": 0}),
        ]))
    }

    /// Taps with a finger on a part of an element's width and height.
    pub fn tap(&self, css: &str, at: (f64, f64)) -> Result<()> {
        self.act(pointer(
            "touch",
            vec![
                self.move_to(css, at)?,
                json!({"type": "pointerDown", "button": 0}),
                json!({"type": "pointerUp", "button": 0}),
            ],
        ))
    }

    /// Sweeps a finger over an element, from one part of its width and height to another.
    pub fn sweep(&self, css: &str, from: (f64, f64), to: (f64, f64)) -> Result<()> {
        self.act(pointer(
            "touch",
            vec![
                self.move_to(css, from)?,
                json!({"type": "pointerDown", "button": 0}),
                self.move_to(css, to)?,
                json!({"type": "pointerUp", "button": 0}),
            ],
        ))
    }

    /// Types into whatever has the focus. Special keys are those of the WebDriver standard (`\u{E00C}` is Escape).
    pub fn type_keys(&self, keys: &str) -> Result<()> {
        let presses: Vec<Value> = keys
            .chars()
            .flat_map(|key| ["keyDown", "keyUp"].map(|kind| json!({"type": kind, "value": key})))
            .collect();
        self.act(json!({"type": "key", "id": "keyboard", "actions": presses}))
    }

    /// Presses a key while another is held.
    pub fn hold(&self, held: &str, key: &str) -> Result<()> {
        let press = |kind: &str, value: &str| json!({"type": kind, "value": value});
        let presses =
            [press("keyDown", held), press("keyDown", key), press("keyUp", key), press("keyUp", held)];
        self.act(json!({"type": "key", "id": "keyboard", "actions": presses}))
    }

    /// Moves the mouse over an element, to a part of its width and height (0 is left or top, 1 right or bottom).
    pub fn hover(&self, css: &str, at: (f64, f64)) -> Result<()> {
        self.act(mouse(vec![self.move_to(css, at)?]))
    }

    /// Drags the mouse over an element with the left button held, in some steps, as a hand does.
    pub fn drag(&self, css: &str, from: (f64, f64), to: (f64, f64)) -> Result<()> {
        let part = |t: f64| (from.0 + t * (to.0 - from.0), from.1 + t * (to.1 - from.1));
        self.act(mouse(vec![
            self.move_to(css, from)?,
            json!({"type": "pointerDown", "button": 0}),
            self.move_to(css, part(0.3))?,
            self.move_to(css, part(0.7))?,
            self.move_to(css, to)?,
            json!({"type": "pointerUp", "button": 0}),
        ]))
    }

    /// Takes an element with the mouse and moves it from one part of its width and height to another, without letting go.
    pub fn take(&self, css: &str, from: (f64, f64), to: (f64, f64)) -> Result<()> {
        let down = json!({"type": "pointerDown", "button": 0});
        self.act(mouse(vec![self.move_to(css, from)?, down, self.move_to(css, to)?]))
    }

    /// Moves the mouse to one part after the other of an element's width and height, so many milliseconds apart, with the left button
    /// held if it was.
    pub fn move_along(&self, css: &str, parts: &[(f64, f64)], apart: u32) -> Result<()> {
        let step = |part: &(f64, f64)| {
            let mut step = self.move_to(css, *part)?;
            step["duration"] = apart.into();
            Ok(step)
        };
        self.act(mouse(parts.iter().map(step).collect::<Result<_>>()?))
    }

    /// Lets go of what the mouse holds.
    pub fn let_go(&self) -> Result<()> {
        self.act(mouse(vec![json!({"type": "pointerUp", "button": 0})]))
    }

    /// Puts two fingers on parts of an element's width, in the middle of its height, and moves them to others.
    pub fn pinch(&self, css: &str, from: [f64; 2], to: [f64; 2]) -> Result<()> {
        let finger = |at: usize| -> Result<Value> {
            let steps = vec![
                self.move_to(css, (from[at], 0.5))?,
                json!({"type": "pointerDown", "button": 0}),
                self.move_to(css, ((from[at] + to[at]) / 2.0, 0.5))?,
                self.move_to(css, (to[at], 0.5))?,
                json!({"type": "pointerUp", "button": 0}),
            ];
            Ok(
                json!({"type": "pointer", "id": format!("finger{at}"), "parameters": {"pointerType": "touch"}, "actions": steps}),
            )
        };
        let actions = [finger(0)?, finger(1)?];
        self.session.post("actions", &json!({"actions": actions})).map(drop)
    }

    /// Does something while a key of the WebDriver standard is held.
    pub fn holding(&self, key: &str, run: impl FnOnce() -> Result<()>) -> Result<()> {
        let press = |kind: &str| {
            self.act(json!({"type": "key", "id": "keyboard", "actions": [{"type": kind, "value": key}]}))
        };
        press("keyDown")?;
        let done = run();
        press("keyUp")?;
        done
    }

    /// Turns the wheel over a part of an element's width and height, by pixels down.
    pub fn wheel(&self, css: &str, at: (f64, f64), pixels: i32) -> Result<()> {
        let mut turn = self.move_to(css, at)?;
        (turn["type"], turn["deltaX"], turn["deltaY"]) = ("scroll".into(), 0.into(), pixels.into());
        self.act(json!({"type": "wheel", "id": "wheel", "actions": [turn]}))
    }

    /// Prints the page on paper of A4, as a PDF.
    pub fn print(&self) -> Result<Vec<u8>> {
        let paper = json!({"page": {"width": 21.0, "height": 29.7}, "background": true});
        let answer = self.session.post("print", &paper)?;
        let text = answer.as_str().context("a printed page is a text in base 64")?;
        Ok(base64::engine::general_purpose::STANDARD.decode(text)?)
    }

    /// Saves a picture of what is seen.
    pub fn screenshot(&self, file: &Path) -> Result<()> {
        save(file, &self.session.get("screenshot")?)
    }

    /// The WebDriver name of the first element that fits.
    fn find(&self, css: &str) -> Result<String> {
        let found = self
            .session
            .post("element", &json!({"using": "css selector", "value": css}))
            .with_context(|| format!("no element fits `{css}`"))?;
        let name = found.as_object().and_then(|o| o.values().next()).and_then(Value::as_str);
        Ok(name.context("an element has a name")?.to_owned())
    }

    fn move_to(&self, css: &str, at: (f64, f64)) -> Result<Value> {
        let quoted = Value::from(css);
        let body = format!(
            "const e = document.querySelector({quoted}); e.scrollIntoView({{block: 'nearest'}});
             const b = e.getBoundingClientRect(); return [b.left, b.top, b.width, b.height];"
        );
        let measured = self.js(&body).with_context(|| format!("no element fits `{css}`"))?;
        let number = |i: usize| measured[i].as_f64().context("a rectangle is four numbers");
        let (left, top, width, height) = (number(0)?, number(1)?, number(2)?, number(3)?);
        let corner = self.outside(|frame| {
            self.js(&format!(
                "const b = document.querySelectorAll('iframe')[{frame}].getBoundingClientRect(); return [b.left, b.top]"
            ))
        })?;
        let corner = corner.unwrap_or_else(|| json!([0, 0]));
        let (left, top) = (left + corner[0].as_f64().unwrap_or(0.0), top + corner[1].as_f64().unwrap_or(0.0));
        // WebDriver takes whole pixels of the window.
        let (x, y) = ((left + at.0 * width).round() as i64, (top + at.1 * height).round() as i64);
        Ok(json!({"type": "pointerMove", "duration": 20, "origin": "viewport", "x": x, "y": y}))
    }

    fn act(&self, source: Value) -> Result<()> {
        let act = || self.session.post("actions", &json!({"actions": [source]})).map(drop);
        // Keys go to whatever has the focus.
        if source["type"] == "key" {
            return act();
        }
        match self.outside(|_| act())? {
            Some(()) => Ok(()),
            None => act(),
        }
    }
}

/// What the standard has no words for.
impl Page<'_, Chromium> {
    /// Colours that the visitor's system forces: white on black, or black on white.
    pub fn force_colours(&self, dark: bool) -> Result<()> {
        let scheme = if dark { "dark" } else { "light" };
        let media = json!({"features": [
            {"name": "forced-colors", "value": "active"}, {"name": "prefers-color-scheme", "value": scheme},
        ]});
        self.session.chromium("Emulation.setEmulatedMedia", &media).map(drop)
    }

    /// What the console said since the last time this was asked.
    pub fn log(&self) -> Result<Vec<String>> {
        Chromium::said(&self.session)
    }

    /// Every cookie that the browser has, of any site.
    pub fn cookies(&self) -> Result<Vec<Value>> {
        let kept = self.session.chromium("Network.getAllCookies", &json!({}))?;
        Ok(kept["cookies"].as_array().context("cookies are a list")?.clone())
    }

    /// Lets the browser fail to fetch addresses that fit a pattern; with an empty one, none.
    pub fn block(&self, pattern: &str) -> Result<()> {
        let patterns: Vec<&str> = (!pattern.is_empty()).then_some(pattern).into_iter().collect();
        self.session.chromium("Network.enable", &json!({}))?;
        self.session.chromium("Network.setBlockedURLs", &json!({"urls": patterns}))?;
        Ok(())
    }

    /// Whether pages may run scripts from the next one on. Those of tests run all the same.
    pub fn scripts(&self, run: bool) -> Result<()> {
        self.session.chromium("Emulation.setScriptExecutionDisabled", &json!({"value": !run}))?;
        Ok(())
    }

    /// A processor so many times slower.
    pub fn slow_processor(&self, times: f64) -> Result<()> {
        self.session.chromium("Emulation.setCPUThrottlingRate", &json!({"rate": times})).map(drop)
    }

    /// Asks the server itself, whatever service worker there is.
    pub fn without_worker(&self) -> Result<()> {
        self.session.chromium("Network.enable", &json!({}))?;
        self.session.chromium("Network.setBypassServiceWorker", &json!({"bypass": true})).map(drop)
    }

    /// Runs a script in every page from the next one on, before its own.
    pub fn before_all(&self, script: &str) -> Result<()> {
        let source = json!({"source": script});
        self.session.chromium("Page.addScriptToEvaluateOnNewDocument", &source).map(drop)
    }

    /// The tasks of the page since it was gone to, in a window that tells of them
    /// ([`System::traced_window`](crate::harness::System::traced_window)). Asked once of a window: chromedriver tells the second page
    /// of the same one in part only.
    pub fn tasks(&self) -> Result<Vec<Task>> {
        let entries = self.session.post("se/log", &json!({"type": "performance"}))?;
        let mut events = Vec::new();
        for entry in entries.as_array().context("the log is a list")? {
            let entry: Value =
                serde_json::from_str(entry["message"].as_str().context("an entry has a message")?)?;
            if entry["message"]["method"] == "Tracing.dataCollected" {
                events.push(entry["message"]["params"].clone());
            }
        }
        let thread = |event: &Value| (event["pid"].as_u64(), event["tid"].as_u64());
        let named = |name: &'static str| events.iter().filter(move |event| event["name"] == name);
        let pages: Vec<_> = named("thread_name")
            .filter(|event| event["args"]["name"] == "CrRendererMain")
            .map(thread)
            .collect();
        let marks: Vec<&Value> = events.iter().filter(|event| event["cat"] == "blink.user_timing").collect();
        let mut tasks = Vec::new();
        for task in named("ThreadControllerImpl::RunTask").filter(|task| pages.contains(&thread(task))) {
            // One that is still at work has no end yet.
            let (Some(start), Some(length)) = (task["ts"].as_f64(), task["dur"].as_f64()) else { continue };
            let is_in = |mark: &&&Value| {
                thread(mark) == thread(task)
                    && mark["ts"].as_f64().is_some_and(|at| (start..=start + length).contains(&at))
            };
            let marks = marks.iter().filter(is_in).filter_map(|mark| mark["name"].as_str());
            // The browser counts microseconds. Of a few tasks it does not say how long the processor worked at them: no longer than
            // they took.
            tasks.push(Task {
                processor: task["tdur"].as_f64().unwrap_or(length) / 1e3,
                marks: marks.map(str::to_owned).collect(),
            });
        }
        Ok(tasks)
    }

    /// The octets that the page's scripts and modules hold, once what is not needed is thrown away.
    pub fn heap(&self) -> Result<f64> {
        self.session.chromium("HeapProfiler.collectGarbage", &json!({}))?;
        let held = self.session.chromium("Runtime.getHeapUsage", &json!({}))?;
        let octets = |name: &str| held[name].as_f64().with_context(|| format!("no {name} in {held}"));
        Ok(octets("usedSize")? + octets("backingStorageSize")?)
    }

    /// What was copied last.
    pub fn clipboard(&self) -> Result<String> {
        self.session.chromium(
            "Browser.grantPermissions",
            &json!({"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]}),
        )?;
        let text = self.js("return navigator.clipboard.readText()")?;
        Ok(text.as_str().context("the clipboard holds a text")?.to_owned())
    }

    /// Saves a picture of the page from top to bottom.
    pub fn screenshot_of_all(&self, file: &Path) -> Result<()> {
        let answer =
            self.session.chromium("Page.captureScreenshot", &json!({"captureBeyondViewport": true}))?;
        save(file, &answer["data"])
    }
}

fn mouse(actions: Vec<Value>) -> Value {
    pointer("mouse", actions)
}

fn pointer(kind: &str, actions: Vec<Value>) -> Value {
    json!({"type": "pointer", "id": kind, "parameters": {"pointerType": kind}, "actions": actions})
}

fn save(file: &Path, picture: &Value) -> Result<()> {
    let text = picture.as_str().context("a picture is a text in base 64")?;
    let bytes = base64::engine::general_purpose::STANDARD.decode(text)?;
    ensure!(bytes.starts_with(b"\x89PNG"), "the browser gave no PNG");
    std::fs::write(file, bytes).with_context(|| format!("cannot write {}", file.display()))
}
