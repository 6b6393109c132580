//! Work cut into short tasks, so that a slow phone can answer its visitor between them.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::time::Duration;

use leptos::prelude::set_timeout;

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

/// One piece a task: what it changes is followed by effects, which run at the end of the task.
fn work_on() {
    let Some(work) = WAITING.with_borrow_mut(VecDeque::pop_front) else {
        IS_UNDER_WAY.set(false);
        return;
    };
    // Asked for first: browsers let timers that ask for timers wait some milliseconds, and the piece takes as long.
    set_timeout(work_on, Duration::ZERO);
    work();
}
