//! The only file that writes the address bar. The address is the state: every change of state writes it, and back
//! and forward read it. Focus and scroll position of a page that was left are kept for the way back.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use leptos::ev;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use rssac002_charts::Clock;
use rssac002_charts::state::url::Ignored;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, ScrollRestoration};

use crate::listen::use_window_event;
use crate::route::Route;

/// How a change enters the history.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Entry {
    /// An entry of its own, which "back" returns from: another chart, another tab, a zoom.
    Push,
    /// The same entry with another address: a toggle.
    Replace,
}

/// Safari refuses more than 100 changes in 10 seconds, so small ones are gathered for this long.
const GATHER: Duration = Duration::from_millis(100);

thread_local! {
    static WAITING: RefCell<Option<(TimeoutHandle, String)>> = const { RefCell::new(None) };
    /// The entry that is shown; entries are numbered by the time at which they were made. The browser keeps the number.
    static NOW: Cell<f64> = const { Cell::new(0.0) };
    /// Where the visitor was at entries that were left.
    static LEFT: RefCell<Vec<(f64, Left)>> = const { RefCell::new(Vec::new()) };
}

/// Where a visitor was on a page: how far down, and what had the focus.
#[derive(Clone)]
struct Left {
    scrolled: f64,
    /// The way to the element from the root, child by child; empty where none had it. The page of a state is built alike
    /// each time, so this finds the same element again.
    focus: Vec<u32>,
}

impl Left {
    fn here() -> Left {
        let mut focus = Vec::new();
        let mut at = document().active_element().filter(|e| !e.is_instance_of::<web_sys::HtmlBodyElement>());
        while let Some(element) = at {
            let mut number = 0;
            let mut before = element.previous_element_sibling();
            while let Some(sibling) = before {
                number += 1;
                before = sibling.previous_element_sibling();
            }
            at = element.parent_element();
            if at.is_some() {
                focus.push(number);
            }
        }
        focus.reverse();
        Left { scrolled: window().scroll_y().unwrap_or_default(), focus }
    }

    /// Goes there again.
    fn restore(&self) {
        let child = |parent: Element, number: &u32| {
            let first = parent.first_element_child();
            (0..*number).fold(first, |at, _| at?.next_element_sibling())
        };
        let root = document().document_element().filter(|_| !self.focus.is_empty());
        let found = self.focus.iter().fold(root, |at, number| child(at?, number));
        if let Some(element) = found {
            // What is not there any more, or takes no focus, leaves it where it is.
            let _ = element.unchecked_into::<HtmlElement>().focus();
        }
        window().scroll_to_with_x_and_y(0.0, self.scrolled);
    }
}

/// Keeps where the visitor is, at the entry that is about to be left.
fn keep() {
    let (now, left) = (NOW.get(), Left::here());
    LEFT.with_borrow_mut(|all| {
        all.retain(|(entry, _)| *entry != now);
        all.push((now, left));
    });
}

/// Goes to where the visitor was when the entry that is shown was left, if that is known.
pub fn restore() {
    let now = NOW.get();
    let left = LEFT.with_borrow(|all| all.iter().find(|(entry, _)| *entry == now).map(|(_, l)| l.clone()));
    if let Some(left) = left {
        left.restore();
    }
}

/// The number of the entry that the browser shows; 0 for one that is not ours.
fn entry() -> f64 {
    window().history().ok().and_then(|h| h.state().ok()).and_then(|state| state.as_f64()).unwrap_or(0.0)
}

/// Gives the browser's entry the number of the one that is shown. Its address stays.
fn number() {
    if let Ok(history) = window().history() {
        // See `set`.
        let _ = history.replace_state(&NOW.get().into(), "");
    }
}

/// Reads the address bar. What was not understood is named. An address of the published site becomes ours.
pub fn read(clock: &Clock) -> (Route, Vec<Ignored>) {
    let (route, ignored) = Route::read(clock);
    if Route::is_published_address() {
        set(&route.address(), Entry::Replace);
    }
    (route, ignored)
}

fn set(address: &str, entry: Entry) {
    let Ok(history) = window().history() else { return };
    // A refusal (too many changes, a sandboxed frame) leaves the old address: the chart is right all the same.
    let _ = match entry {
        Entry::Push => {
            keep();
            NOW.set(js_sys::Date::now());
            history.push_state_with_url(&NOW.get().into(), "", Some(address))
        }
        Entry::Replace => history.replace_state_with_url(&NOW.get().into(), "", Some(address)),
    };
}

/// Writes what waits to be written.
fn flush() {
    if let Some((timer, address)) = WAITING.take() {
        timer.clear();
        set(&address, Entry::Replace);
    }
}

/// Writes a route to the address bar.
pub fn write(route: &Route, entry: Entry) {
    let address = route.address();
    match entry {
        Entry::Push => {
            flush();
            set(&address, Entry::Push);
        }
        Entry::Replace => {
            if let Some((timer, _)) = WAITING.take() {
                timer.clear();
            }
            match set_timeout_with_handle(flush, GATHER) {
                Ok(timer) => WAITING.set(Some((timer, address))),
                Err(_) => set(&address, Entry::Replace),
            }
        }
    }
}

/// Lets the browser scroll to where the page was, or not.
fn let_browser_scroll(yes: bool) {
    if let Ok(history) = window().history() {
        let mode = if yes { ScrollRestoration::Auto } else { ScrollRestoration::Manual };
        // A frame that may not say so has the browser's way.
        let _ = history.set_scroll_restoration(mode);
    }
}

/// Calls back when the visitor goes back or forward.
pub fn on_move(moved: impl Fn() + 'static) {
    NOW.set(entry());
    if NOW.get() == 0.0 {
        NOW.set(js_sys::Date::now());
        number();
    }
    // The browser would scroll before the page is that of the entry. When a page is loaded again it knows best.
    let_browser_scroll(false);
    use_window_event(ev::pageshow, |_| let_browser_scroll(false));
    use_window_event(ev::pagehide, |_| let_browser_scroll(true));
    use_window_event(ev::popstate, move |_| {
        // A fragment typed into the address bar comes as `popstate` too, but shows what was shown before.
        let fragment = window().location().hash().is_ok_and(|hash| !hash.is_empty());
        if fragment && entry() == 0.0 {
            number();
            return;
        }
        // What waited belonged to the entry that was left.
        if let Some((timer, _)) = WAITING.take() {
            timer.clear();
        }
        keep();
        NOW.set(entry());
        moved();
    });
}
