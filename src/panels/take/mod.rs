//! What visitors take along: a link, a frame for a page of theirs, a file. Each has a button in the title row that opens
//! a dialog.

mod embed;
mod get;
mod share;

use leptos::prelude::*;
use rssac002_charts::ChartState;
use rssac002_charts::export::svg;
use rssac002_charts::state::{Tab, url};
use rssac002_charts::words::ui;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, Event, HtmlDialogElement, HtmlDocument, HtmlTextAreaElement, MouseEvent};

use crate::dom::{El, button, el, follow};
use crate::panels::header::ThemeChoice;
use crate::store::Store;

/// The buttons with their dialogs.
pub fn take(store: Store) -> El {
    let dialogs = [share::share(store), embed::embed(store), get::get(store)];
    el("div", "take").attr("role", "group").attr("aria-label", ui::TAKE).children(dialogs)
}

/// The link to what is shown.
pub fn permalink(store: Store) -> String {
    let site = store.config.with_value(|c| c.site.clone());
    store.of(|s| site + &url::permalink(s))
}

/// What is printed of a chart: its picture, which fits on one sheet of paper. It is there only for print.
pub fn sheet(store: Store, theme: ThemeChoice) -> El {
    let sheet = el("div", "sheet");
    let node: Element = sheet.node();
    follow(move || {
        let printed = theme.printing.get() && store.of(|s| s.tab == Tab::Chart);
        let picture = get::shown(store).filter(|_| printed);
        let picture = picture.map(|(view, imprint)| svg::picture(&view, &get::frame(&view, 1.0), &imprint));
        node.set_inner_html(&picture.unwrap_or_default());
    });
    sheet
}

/// A button that opens a dialog. What is in the dialog is made when it opens and leaves when it closes. Esc, its button
/// and a click beside it close it, and the browser gives the focus back to the button that opened it.
fn dialog(word: &'static str, heading: &'static str, make: impl Fn() -> Vec<El> + 'static) -> El {
    dialog_boxed(word, heading, Box::new(make))
}

fn dialog_boxed(word: &'static str, heading: &'static str, make: Box<dyn Fn() -> Vec<El>>) -> El {
    let open = RwSignal::new(false);
    let dialog = el("dialog", "dialog").attr("aria-label", heading);
    let node: HtmlDialogElement = dialog.node();
    let [opened, closed, beside] = [(); 3].map(|()| node.clone());
    let head =
        el("div", "dialog-head")
            .child(el("h2", "").text(heading))
            .child(button("", ui::CLOSE, move || closed.close()));
    let body =
        el("div", "dialog-body").child(head).part(move || if open.get() { make() } else { Vec::new() });
    let dialog = dialog
        .on("close", move |_: Event| open.set(false))
        .on("click", move |event: MouseEvent| {
            // The body covers the dialog, so what hits the dialog itself hits what is around it.
            if event.target() == event.current_target() {
                beside.close();
            }
        })
        .child(body);
    let show = move || {
        open.set(true);
        // It is in the page and not open: a modal dialog leaves no way to press this again.
        let _ = opened.show_modal();
    };
    el("span", "").child(button("", word, show).attr("aria-haspopup", "dialog")).child(dialog)
}

/// A few words, one of which is chosen. (A signal of another type, numbers for one, takes half a kilobyte more each.)
fn choice(
    legend: &'static str,
    name: &'static str,
    words: &[&'static str],
    chosen: RwSignal<&'static str>,
) -> El {
    let option = |word: &&'static str| {
        let word = *word;
        let input = el("input", "")
            .attr("type", "radio")
            .attr("name", name)
            .attr("value", word)
            .prop_of("checked", move || (chosen.get() == word).into())
            .on("change", move |_: Event| chosen.set(word));
        el("label", "").child(input).child(el("span", "").text(word))
    };
    let row = el("fieldset", "segmented").child(el("legend", "").text(legend));
    let row = row.children(words.iter().map(option));
    el("div", "field").child(el("span", "label").attr("aria-hidden", "true").text(legend)).child(row)
}

/// Whether what is taken moves on with the data; nothing where the days chosen are fixed anyway.
fn days(store: Store, name: &'static str, chosen: RwSignal<&'static str>) -> El {
    let moves = move || store.of(|s| store.config.with_value(|c| s.fixed(&c.clock) != *s));
    choice(ui::DAYS, name, &[ui::MOVING, ui::FIXED], chosen).flag("hidden", move || !moves())
}

/// The state to be taken, with fixed days or with those that move on.
fn state(store: Store, days: RwSignal<&'static str>) -> ChartState {
    let fixed = days.get() == ui::FIXED;
    store.of(|s| if fixed { store.config.with_value(|c| s.fixed(&c.clock)) } else { s.clone() })
}

/// A text with a button that copies it.
fn copied(label: &'static str, rows: &str, text: impl Fn() -> String + 'static) -> El {
    copied_boxed(label, rows, Box::new(text))
}

fn copied_boxed(label: &'static str, rows: &str, text: Box<dyn Fn() -> String>) -> El {
    let field = el("textarea", "")
        .attr("readonly", "")
        .attr("rows", rows)
        .attr("spellcheck", "false")
        .attr("aria-label", label);
    let node: HtmlTextAreaElement = field.node();
    let written = node.clone();
    let said = RwSignal::new("");
    follow(move || {
        let text = text();
        if written.value() != text {
            written.set_value(&text);
            said.set("");
        }
    });
    let copy = move || {
        let node = node.clone();
        wasm_bindgen_futures::spawn_local(async move {
            let outcome = if copy(&node).await { ui::COPIED } else { ui::SELECTED };
            // The dialog may be closed by now.
            said.try_set(outcome);
        });
    };
    let foot = el("div", "row")
        .child(button("", ui::COPY, copy).child(el("span", "unseen").text(" ").text(label)))
        .child(el("span", "copied").attr("role", "status").text_of(move || said.get().to_owned()));
    el("div", "field")
        .child(el("span", "label").attr("aria-hidden", "true").text(label))
        .child(field)
        .child(foot)
}

/// Copies a field's text; whether that was possible. It is selected in any case, so that the visitor can.
async fn copy(field: &HtmlTextAreaElement) -> bool {
    field.select();
    let clipboard = window().navigator().clipboard();
    // There is none where the page did not come over an encrypted connection.
    let old = || document().unchecked_into::<HtmlDocument>().exec_command("copy").unwrap_or(false);
    if clipboard.is_undefined() {
        return old();
    }
    JsFuture::from(clipboard.write_text(&field.value())).await.is_ok() || old()
}
