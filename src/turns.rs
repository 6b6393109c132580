//! Work cut into short tasks, so that a slow phone can answer its visitor between them.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

use leptos::prelude::window;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageChannel, MessagePort};

/// How long a task takes on further pieces, in milliseconds. A fast machine does many small ones before the browser draws
/// its next frame, a slow one does one a task.
const TURN: f64 = 4.0;

thread_local! {
    static WAITING: RefCell<VecDeque<Box<dyn FnOnce()>>> = const { RefCell::new(VecDeque::new()) };
    static IS_UNDER_WAY: Cell<bool> = const { Cell::new(false) };
    // Timers that start each other wait four milliseconds each; a message comes as soon as nothing more urgent waits.
    static NEXT_TASK: Option<MessagePort> = next_task();
}

/// Does a piece of work soon, after those that wait already.
pub fn later(work: impl FnOnce() + 'static) {
    WAITING.with_borrow_mut(|waiting| waiting.push_back(Box::new(work)));
    if !IS_UNDER_WAY.replace(true) {
        work_in_next_task();
    }
}

/// Where a message begins a task. Every browser with WebAssembly has such channels.
fn next_task() -> Option<MessagePort> {
    let channel = MessageChannel::new().ok()?;
    let work = Closure::<dyn FnMut()>::new(|| spawn_local(work_on())).into_js_value();
    channel.port1().set_onmessage(Some(work.unchecked_ref()));
    Some(channel.port2())
}

fn work_in_next_task() {
    // A message of nothing can always be sent.
    NEXT_TASK.with(|port| port.iter().for_each(|port| drop(port.post_message(&JsValue::NULL))));
}

/// One task: pieces, each with the effects of what it changed, until the turn is over.
async fn work_on() {
    let now = || window().performance().map_or(0.0, |performance| performance.now());
    let end = now() + TURN;
    while let Some(work) = WAITING.with_borrow_mut(VecDeque::pop_front) {
        work();
        // The effects run while this waits. A promise that is kept already cannot fail.
        let _ = JsFuture::from(js_sys::Promise::resolve(&JsValue::UNDEFINED)).await;
        if now() >= end {
            work_in_next_task();
            return;
        }
    }
    IS_UNDER_WAY.set(false);
}
