//! Work cut into short tasks, so that a slow phone can answer its visitor between them.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::time::Duration;

use leptos::prelude::set_timeout;

/// How long pieces of work follow one another in one task, in milliseconds: less than a frame.
const SLICE: f64 = 12.0;

thread_local! {
    static WAITING: RefCell<VecDeque<Box<dyn FnOnce()>>> = const { RefCell::new(VecDeque::new()) };
    static IS_UNDER_WAY: Cell<bool> = const { Cell::new(false) };
}

/// Does a piece of work soon, after those that wait already.
pub fn later(work: impl FnOnce() + 'static) {
    WAITING.with_borrow_mut(|waiting| waiting.push_back(Box::new(work)));
    if !IS_UNDER_WAY.replace(true) {
        set_timeout(work_on, Duration::ZERO);
    }
}

fn work_on() {
    let end = js_sys::Date::now() + SLICE;
    while let Some(work) = WAITING.with_borrow_mut(VecDeque::pop_front) {
        work();
        if js_sys::Date::now() >= end {
            break;
        }
    }
    if WAITING.with_borrow(VecDeque::is_empty) {
        IS_UNDER_WAY.set(false);
    } else {
        set_timeout(work_on, Duration::ZERO);
    }
}
