//! A dialog and the button that opens it.

use leptos::html;
use leptos::prelude::*;
use rssac002_charts::words::ui;
use web_sys::MouseEvent;

/// A button that opens a dialog. What is in the dialog is made when it opens and leaves when it closes. Esc, its button
/// and a click beside it close it, and the browser gives the focus back to the button that opened it.
#[component]
pub fn Dialog(
    /// The button's word.
    word: &'static str,
    heading: &'static str,
    children: ChildrenFn,
) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let dialog = NodeRef::<html::Dialog>::new();
    let open = move |_| {
        is_open.set(true);
        if let Some(dialog) = dialog.get_untracked() {
            // It is in the page and not open: a modal dialog leaves no way to press this again.
            let _ = dialog.show_modal();
        }
    };
    let close = move || dialog.get_untracked().into_iter().for_each(|dialog| dialog.close());
    // The browser tells later, when the dialog may have been opened again.
    let closed = move |_| is_open.set(dialog.get_untracked().is_some_and(|dialog| dialog.open()));
    let close_beside = move |event: MouseEvent| {
        // The body covers the dialog, so what hits the dialog itself hits what is around it.
        if event.target() == event.current_target() {
            close();
        }
    };
    view! {
        <span>
            <button aria-haspopup="dialog" on:click=open>
                {word}
            </button>
            <dialog
                class="dialog"
                aria-label=heading
                node_ref=dialog
                on:close=closed
                on:click=close_beside
            >
                <div class="dialog-body">
                    <div class="dialog-head">
                        <h2>{heading}</h2>
                        <button on:click=move |_| close()>{ui::CLOSE}</button>
                    </div>
                    <Show when=move || is_open.get()>{children()}</Show>
                </div>
            </dialog>
        </span>
    }
}
