//! The top of the page: name, last day held, light or dark.

use leptos::prelude::*;
use rssac002_charts::{CATALOGUE, Theme, format, words};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

use super::menu::is_plain;
use crate::store::Store;

/// Where the visitor's choice is kept, in the browser's own storage; nothing is kept without a choice.
const KEY: &str = "rssac002-theme";

/// Light or dark: as the system says, or as the visitor chose.
#[derive(Clone, Copy)]
pub struct ThemeChoice {
    chosen: RwSignal<Option<Theme>>,
    /// What is drawn with.
    pub effective: Memo<Theme>,
}

fn name(theme: Theme) -> &'static str {
    match theme {
        Theme::Light => "light",
        Theme::Dark => "dark",
    }
}

fn storage() -> Option<web_sys::Storage> {
    // In a frame of another site even asking may be refused.
    window().local_storage().ok().flatten()
}

impl ThemeChoice {
    /// Reads storage and system, and follows the system.
    pub fn new() -> ThemeChoice {
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
        let kept = storage().and_then(|s| s.get_item(KEY).ok().flatten());
        let kept = [Theme::Light, Theme::Dark].into_iter().find(|t| kept.as_deref() == Some(name(*t)));
        let chosen = RwSignal::new(kept);
        let effective = Memo::new(move |_| chosen.get().unwrap_or_else(|| system.get()));
        Effect::new(move |_| {
            let Some(root) = document().document_element() else { return };
            // Neither is refused for this attribute.
            let _ = match chosen.get() {
                Some(theme) => root.set_attribute("data-theme", name(theme)),
                None => root.remove_attribute("data-theme"),
            };
        });
        ThemeChoice { chosen, effective }
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
#[component]
pub fn Header(menu_open: RwSignal<bool>) -> impl IntoView {
    let store = expect_context::<Store>();
    let theme = expect_context::<ThemeChoice>();
    let latest = move || {
        let metric = store.of(|s| s.chart.metric());
        store.config.with_value(|c| format::short_day(c.clock.latest(metric)))
    };
    let other = move || match theme.effective.get() {
        Theme::Light => "Dark",
        Theme::Dark => "Light",
    };
    view! {
        <header class="top">
            <button
                class="menu-button"
                aria-expanded=move || menu_open.get().to_string()
                aria-controls="menu"
                on:click=move |_| menu_open.update(|open| *open = !*open)
            >
                "Charts"
            </button>
            <a
                class="brand"
                href="/"
                on:click=move |event| {
                    if is_plain(&event) {
                        event.prevent_default();
                        store.go_to_chart(&CATALOGUE[0]);
                    }
                }
            >
                {words::SITE}
            </a>
            <span class="latest">"data to " {latest}</span>
            <button class="quiet" on:click=move |_| theme.toggle()>{other}</button>
        </header>
    }
}
