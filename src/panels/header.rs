//! The top of the page: name, last day held, light or dark.

use leptos::prelude::*;
use rssac002_charts::words::ui;
use rssac002_charts::{CATALOGUE, Theme, words};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::MouseEvent;

use super::menu::is_plain;
use crate::config::Embed;
use crate::dom::{El, button, el, follow};
use crate::store::Store;

/// Where the visitor's choice is kept, in the browser's own storage; nothing is kept without a choice.
const KEY: &str = "rssac002-theme";

/// Light or dark: as the system says, or as the visitor chose.
#[derive(Clone, Copy)]
pub struct ThemeChoice {
    chosen: RwSignal<Option<Theme>>,
    /// While the page is printed, which is done in light.
    pub printing: RwSignal<bool>,
    /// What is drawn with.
    pub effective: Memo<Theme>,
}

fn name(theme: Theme) -> &'static str {
    match theme {
        Theme::Light => "light",
        Theme::Dark => "dark",
    }
}

/// The theme of this name.
pub fn named_theme(text: &str) -> Option<Theme> {
    [Theme::Light, Theme::Dark].into_iter().find(|theme| name(*theme) == text)
}

fn storage() -> Option<web_sys::Storage> {
    // In a frame of another site even asking may be refused.
    window().local_storage().ok().flatten()
}

impl ThemeChoice {
    /// Reads storage and system, and follows the system. An embed has the theme of its address, and touches no storage:
    /// it is a guest in somebody else's page.
    pub fn new(embed: Option<Embed>) -> ThemeChoice {
        let system = RwSignal::new(Theme::Light);
        if let Ok(Some(query)) = window().match_media("(prefers-color-scheme: dark)") {
            let of = |dark: bool| if dark { Theme::Dark } else { Theme::Light };
            system.set(of(query.matches()));
            let watched = query.clone();
            let changed = Closure::<dyn FnMut()>::new(move || system.set(of(watched.matches())));
            query.set_onchange(Some(changed.as_ref().unchecked_ref()));
            // The page follows the system for as long as it lives.
            changed.forget();
        }
        let kept = || storage()?.get_item(KEY).ok().flatten().and_then(|kept| named_theme(&kept));
        let kept = embed.map_or_else(kept, |embed| embed.theme);
        let chosen = RwSignal::new(kept);
        let printing = RwSignal::new(false);
        window_event_listener_untyped("beforeprint", move |_| printing.set(true));
        window_event_listener_untyped("afterprint", move |_| printing.set(false));
        let chosen_now = move || if printing.get() { Some(Theme::Light) } else { chosen.get() };
        let effective = Memo::new(move |_| chosen_now().unwrap_or_else(|| system.get()));
        follow(move || {
            let Some(root) = document().document_element() else { return };
            // Neither is refused for this attribute.
            let _ = match chosen_now() {
                Some(theme) => root.set_attribute("data-theme", name(theme)),
                None => root.remove_attribute("data-theme"),
            };
        });
        ThemeChoice { chosen, printing, effective }
    }

    fn toggle(self) {
        let theme = match self.effective.get_untracked() {
            Theme::Light => Theme::Dark,
            Theme::Dark => Theme::Light,
        };
        self.chosen.set(Some(theme));
        if let Some(storage) = storage() {
            // Without room the choice lasts for this page.
            let _ = storage.set_item(KEY, name(theme));
        }
    }
}

/// The top of the page.
pub fn header(store: Store, theme: ThemeChoice, menu_open: RwSignal<bool>) -> El {
    let latest = move || store.of(|s| words::data_to(&store.imprint(s)));
    let other = move || match theme.effective.get() {
        Theme::Light => ui::DARK.to_owned(),
        Theme::Dark => ui::LIGHT.to_owned(),
    };
    let home = move |event: MouseEvent| {
        if is_plain(&event) {
            event.prevent_default();
            store.go_to_chart(&CATALOGUE[0]);
        }
    };
    el("header", "top")
        .child(
            button("menu-button", words::CHARTS, move || menu_open.update(|open| *open = !*open))
                .state("aria-expanded", move || menu_open.get())
                .attr("aria-controls", "menu"),
        )
        .child(el("a", "brand").attr("href", "/").on("click", home).text(words::SITE))
        .child(el("span", "latest").text_of(latest))
        .child(button("quiet", "", move || theme.toggle()).text_of(other))
}
