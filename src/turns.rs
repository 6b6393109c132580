//! Work cut into short tasks, so that a slow phone can answer its visitor between them.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::time::Duration;

use leptos::prelude::{set_timeout, window};
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// How long a task takes on further pieces, in milliseconds, while the app is made behind the page that the server sent. A fast machine
/// does many small ones before the browser draws its next frame, a slow one does one a task. (With 30 the app comes 20 to 70
/// milliseconds sooner on a slow line, but Lighthouse counts 290 to 570 of blocking on `/queries-received`, where it counts 20 to 80
/// with 4.)
const ARRIVING: f64 = 4.0;
/// The same afterwards, when a visitor waits for what was chosen. Each frame between costs 8 to 15 ms more than its panels, and a
/// task is felt from 50 on.
const ARRIVED: f64 = 24.0;

thread_local! {
    static TURN: Cell<f64> = const { Cell::new(ARRIVING) };
    static WAITING: RefCell<VecDeque<Box<dyn FnOnce()>>> = const { RefCell::new(VecDeque::new()) };
    static IS_UNDER_WAY: Cell<bool> = const { Cell::new(false) };
}

/// Does a piece of work soon, after those that wait already.
pub fn later(work: impl FnOnce() + 'static) {
    WAITING.with_borrow_mut(|waiting| waiting.push_back(Box::new(work)));
    if !IS_UNDER_WAY.replace(true) {
        set_timeout(|| spawn_local(work_on()), Duration::ZERO);
    }
}

/// The app has taken its place.
pub fn arrived() {
    TURN.set(ARRIVED);
}

/// One task: pieces, each with the effects of what it changed, until the turn is over.
async fn work_on() {
    let now = || window().performance().map_or(0.0, |performance| performance.now());
    let end = now() + TURN.get();
    while let Some(work) = WAITING.with_borrow_mut(VecDeque::pop_front) {
        work();
        // The effects run while this waits. A promise that is kept already cannot fail.
        let _ = JsFuture::from(js_sys::Promise::resolve(&JsValue::UNDEFINED)).await;
        if now() >= end {
            set_timeout(|| spawn_local(work_on()), Duration::ZERO);
            return;
        }
    }
    IS_UNDER_WAY.set(false);
}
