//! A dialog and the button that opens it.

use leptos::html;
use leptos::prelude::*;
use rssac002_charts::words::ui;
use web_sys::MouseEvent;

/// A dialog that may be open.
#[derive(Clone, Copy)]
pub struct Opening {
    is_open: RwSignal<bool>,
    dialog: NodeRef<html::Dialog>,
}

impl Opening {
    /// A closed one.
    pub fn new() -> Opening {
        Opening { is_open: RwSignal::new(false), dialog: NodeRef::new() }
    }

    /// Whether it is open, not followed.
    pub fn is_open(self) -> bool {
        self.is_open.get_untracked()
    }

    /// Opens it over everything else; nothing where it is open.
    pub fn open(self) {
        self.is_open.set(true);
        if let Some(dialog) = self.dialog.get_untracked() {
            // It is in the page, and a modal one that is open may be asked again.
            let _ = dialog.show_modal();
        }
    }

    /// Closes it; the browser gives the focus back to what had it before.
    pub fn close(self) {
        self.dialog.get_untracked().into_iter().for_each(|dialog| dialog.close());
    }
}

/// A button that opens a dialog.
#[component]
pub fn Dialog(
    /// The button's word.
    word: &'static str,
    heading: &'static str,
    children: ChildrenFn,
) -> impl IntoView {
    let opening = Opening::new();
    view! {
        <span>
            <button aria-haspopup="dialog" on:click=move |_| opening.open()>
                {word}
            </button>
            <Modal opening heading children />
        </span>
    }
}

/// A dialog. What is in it is made when it opens and leaves when it closes. Esc, its button and a click beside it close it, and
/// the browser gives the focus back to what had it before.
#[component]
pub fn Modal(opening: Opening, heading: &'static str, children: ChildrenFn) -> impl IntoView {
    let Opening { is_open, dialog } = opening;
    // The browser tells later, when the dialog may have been opened again.
    let closed = move |_| is_open.set(dialog.get_untracked().is_some_and(|dialog| dialog.open()));
    let close_beside = move |event: MouseEvent| {
        // The body covers the dialog, so what hits the dialog itself hits what is around it.
        if event.target() == event.current_target() {
            opening.close();
        }
    };
    view! {
        <dialog class="dialog" aria-label=heading node_ref=dialog on:close=closed on:click=close_beside>
            <div class="dialog-body">
                <div class="dialog-head">
                    <h2>{heading}</h2>
                    <button on:click=move |_| opening.close()>{ui::CLOSE}</button>
                </div>
                <Show when=move || is_open.get()>{children()}</Show>
            </div>
        </dialog>
    }
}
